"""The instalment plan: how much is to be paid on which days.

The amounts add up to the debt to the øre, there are as many as were agreed, and none is zero or negative: whole
kroner as far as possible, since they are said aloud on the phone, and the last instalment carries the remainder. Each
date is derived from the anchor day and never from the date before it, so that the day of the month is kept
(31 January, 28 February, 31 March). A due date on a closed day stays the contractual one; the last day of payment
follows a rule, as a default the next bank day.

A plan is free of fee and interest unless `Costs` are given: consumer instalments that cost something may be a credit
agreement (facts on Nordic receivables, section 7), so only an administrator who has had that answered switches it on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from model.rules.bankdays import is_bank_day, last_bank_day_of_month, next_bank_day
from model.rules.coverage import share

_ORE = Decimal("0.01")
_NOTHING = Decimal("0.00")
_STEPS_IN_ORE = (10_000, 1_000, 100, 10, 1)
_DAYS_IN_A_YEAR = 365
_IN_EVERY_MONTH = 27  # two days of the month that differ in every month: the earlier one is this at the latest


class Frequency(StrEnum):
    """How often an instalment falls due."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    TWICE_MONTHLY = "twice_monthly"
    LAST_BANK_DAY = "last_bank_day"
    QUARTERLY = "quarterly"


class BankDayRule(StrEnum):
    """Which day is the last day of payment where the due date is a closed day."""

    FOLLOWING = "following"  # the next bank day
    MODIFIED_FOLLOWING = "modified_following"  # the next bank day, or the one before where that is in another month
    PRECEDING = "preceding"  # the bank day before
    NONE = "none"  # the due date itself


@dataclass(frozen=True, slots=True)
class Instalment:
    """One instalment of a plan; number 0 is the down payment."""

    no: int
    due: date
    effective: date  # the last payment day: by default the first bank day on or after the due date
    amount: Decimal  # what it pays of the debt
    fee: Decimal = _NOTHING  # comes on top
    interest: Decimal = _NOTHING  # comes on top

    @property
    def to_pay(self) -> Decimal:
        """What the customer pays: its part of the debt with what comes on top."""
        return self.amount + self.fee + self.interest


@dataclass(frozen=True, slots=True)
class Costs:
    """What a plan costs on top of the debt, where that is switched on.

    Interest is simple: on what is left of the debt, never on interest, by the days of a year of 365. Fees and interest
    that are part of the debt from before (`bears_none`) are paid last, and bear none.
    """

    interest_from: date  # the day from which interest runs, as a rule the day of the agreement
    fee: Decimal = _NOTHING  # on each instalment but the down payment
    yearly_percent: Decimal = _NOTHING
    bears_none: Decimal = _NOTHING  # of the debt: fees and interest from before


@dataclass(frozen=True, slots=True)
class Settlement:
    """A part of the debt is paid, and the rest is written off when it has been."""

    plan: list[Instalment]
    discount: Decimal


def split(total: Decimal, count: int, step: Decimal = Decimal(1)) -> list[Decimal]:
    """Equal instalments in whole steps (a krone by default); the last one carries the remainder.

    Amounts are rounded up, so the last one is the smallest; finer steps, down to the øre, are taken where it would
    not be positive.

    >>> split(Decimal("8200.00"), 6)
    [Decimal('1367.00'), Decimal('1367.00'), Decimal('1367.00'),
     Decimal('1367.00'), Decimal('1367.00'), Decimal('1365.00')]
    >>> split(Decimal("10.00"), 4)
    [Decimal('3.00'), Decimal('3.00'), Decimal('3.00'), Decimal('1.00')]
    >>> split(Decimal("3.00"), 4)
    [Decimal('0.80'), Decimal('0.80'), Decimal('0.80'), Decimal('0.60')]

    Where even the øre is too coarse, the last one is the largest:

    >>> split(Decimal("0.05"), 4)
    [Decimal('0.01'), Decimal('0.01'), Decimal('0.01'), Decimal('0.02')]

    Raises:
        ValueError: fewer øre than instalments, no instalment at all, or an amount that is no positive number of øre.
    """
    owed, whole = to_ore(total, "the amount"), to_ore(step, "the step")
    if count < 1:
        raise ValueError(f"a plan needs at least one instalment, not {count}")
    if owed < count:
        raise ValueError(f"{total:.2f} cannot be paid in {count} instalments: each must be at least 0.01")
    for unit in (whole, *(finer for finer in _STEPS_IN_ORE if finer < whole)):
        equal = -(-owed // (count * unit)) * unit
        if equal * (count - 1) < owed:
            break
    else:
        equal = owed // count
    return _equal(owed, equal, count)


def by_amount(total: Decimal, amount: Decimal) -> list[Decimal]:
    """Return instalments of a given amount; the last one carries the remainder.

    >>> by_amount(Decimal("1200.50"), Decimal("500"))
    [Decimal('500.00'), Decimal('500.00'), Decimal('200.50')]
    >>> by_amount(Decimal("300"), Decimal("500"))
    [Decimal('300.00')]

    Raises:
        ValueError: an amount that is no positive number of øre.
    """
    owed, equal = to_ore(total, "the amount"), to_ore(amount, "an instalment")
    return _equal(owed, equal, -(-owed // equal))


def dates(
    first: date,
    frequency: Frequency,
    count: int,
    country: str,
    *,
    anchor: int | None = None,
    second: int | None = None,
) -> list[date]:
    """Return the due dates, each derived from the first.

    >>> [str(due) for due in dates(date(2027, 1, 31), Frequency.MONTHLY, 3, "DK")]
    ['2027-01-31', '2027-02-28', '2027-03-31']
    >>> [str(due) for due in dates(date(2027, 1, 31), Frequency.QUARTERLY, 3, "DK")]
    ['2027-01-31', '2027-04-30', '2027-07-31']

    For the last bank day of each month the first date names the month to begin with, whichever day of it is given:

    >>> [str(due) for due in dates(date(2027, 1, 31), Frequency.LAST_BANK_DAY, 3, "DK")]
    ['2027-01-29', '2027-02-26', '2027-03-31']

    Twice a month is the 1st and the 15th, or the first date and the day half a month from it, unless `second` says:

    >>> [str(due) for due in dates(date(2027, 2, 15), Frequency.TWICE_MONTHLY, 3, "DK")]
    ['2027-02-15', '2027-03-01', '2027-03-15']
    >>> [str(due) for due in dates(date(2027, 1, 15), Frequency.TWICE_MONTHLY, 4, "DK", second=31)]
    ['2027-01-15', '2027-01-31', '2027-02-15', '2027-02-28']

    The end of a short month does not tell which day was meant; the anchor does:

    >>> [str(due) for due in dates(date(2027, 2, 28), Frequency.MONTHLY, 2, "DK", anchor=31)]
    ['2027-02-28', '2027-03-31']

    Args:
        first: the first due date.
        frequency: how often.
        count: how many.
        country: whose bank days count.
        anchor: the day of the month that was agreed, where the first month is too short for it (31: the last day).
        second: the other day of the month, for twice a month.

    Raises:
        ValueError: the plan would run past the end of the calendar, or the days of the month do not fit.
    """
    on = first.day if anchor is None else anchor
    if _on(first, on) != first:
        raise ValueError(f"the first instalment ({first}) does not fall on day {on} of the month")
    pair = _two_days(on, second) if frequency == Frequency.TWICE_MONTHLY else ()
    try:
        match frequency:
            case Frequency.WEEKLY:
                return [first + timedelta(weeks=i) for i in range(count)]
            case Frequency.FORTNIGHTLY:
                return [first + timedelta(weeks=2 * i) for i in range(count)]
            case Frequency.MONTHLY:
                return [_on(first, on, months=i) for i in range(count)]
            case Frequency.QUARTERLY:
                return [_on(first, on, months=3 * i) for i in range(count)]
            case Frequency.LAST_BANK_DAY:
                return [last_bank_day_of_month(first + relativedelta(months=i), country) for i in range(count)]
            case Frequency.TWICE_MONTHLY:
                months = range(count // 2 + 1)
                return [day for i in months for d in pair if (day := _on(first, d, months=i)) >= first][:count]
    except (OverflowError, ValueError) as error:
        raise ValueError(f"{count} instalments from {first} run past the end of the calendar") from error


def effective_day(due: date, rule: BankDayRule, country: str) -> date:
    """Return the last day of payment for a due date, which itself stays as it was agreed.

    >>> saturday = date(2027, 7, 31)
    >>> [str(effective_day(saturday, rule, "DK")) for rule in BankDayRule]
    ['2027-08-02', '2027-07-30', '2027-07-30', '2027-07-31']
    """
    following = next_bank_day(due, country)
    if rule == BankDayRule.NONE:
        return due
    if rule == BankDayRule.FOLLOWING or (rule == BankDayRule.MODIFIED_FOLLOWING and following.month == due.month):
        return following
    while due > date.min and not is_bank_day(due, country):
        due -= timedelta(days=1)
    return due


def plan(  # noqa: PLR0913 - what is agreed on the phone is this much, and each is named
    total: Decimal,
    *,
    first: date,
    frequency: Frequency,
    country: str,
    count: int | None = None,
    amount: Decimal | None = None,
    down_payment: Decimal = Decimal(0),
    down_payment_on: date | None = None,
    limit: int = 120,
    anchor: int | None = None,
    second: int | None = None,
    rule: BankDayRule = BankDayRule.FOLLOWING,
    costs: Costs | None = None,
) -> list[Instalment]:
    """Draw the plan for a debt: either so many instalments (`count`), or so much a time (`amount`).

    A down payment is instalment 0, paid before the first; the rest is what is divided.

    >>> for instalment in plan(
    ...     Decimal("8200.00"), first=date(2027, 3, 1), frequency=Frequency.MONTHLY, country="DK", count=3,
    ...     down_payment=Decimal("1000"), down_payment_on=date(2027, 2, 12),
    ... ):
    ...     print(instalment.no, instalment.due, instalment.effective, instalment.amount)
    0 2027-02-12 2027-02-12 1000.00
    1 2027-03-01 2027-03-01 2400.00
    2 2027-04-01 2027-04-01 2400.00
    3 2027-05-01 2027-05-03 2400.00

    Raises:
        ValueError: says in words what does not fit: both or neither of count and amount, more instalments than
            `limit`, a down payment that leaves nothing, has no date, or is not paid before the first instalment.
    """
    if (count is None) == (amount is None):
        raise ValueError("say either how many instalments or how much each time")
    rest = total
    if down_payment:
        if to_ore(down_payment, "the down payment") >= to_ore(total, "the amount"):
            raise ValueError(f"a down payment of {down_payment:.2f} leaves nothing of {total:.2f} for later")
        if down_payment_on is None:
            raise ValueError("say when the down payment is paid")
        rest -= down_payment
    if amount is not None:
        count = -(-to_ore(rest, "the amount") // to_ore(amount, "an instalment"))
    if count is not None and count > limit:
        raise ValueError(f"{count} instalments are too many: at most {limit}")
    amounts = by_amount(rest, amount) if amount is not None else split(rest, count or 0)
    due = dates(first, frequency, len(amounts), country, anchor=anchor, second=second)
    paid_first: list[tuple[int, date, Decimal]] = []
    if down_payment and down_payment_on is not None:
        if down_payment_on >= due[0]:
            raise ValueError(f"the down payment ({down_payment_on}) must come before the first instalment ({due[0]})")
        paid_first = [(0, down_payment_on, down_payment.quantize(_ORE))]
    return drawn([*paid_first, *zip(range(1, len(due) + 1), due, amounts, strict=True)], country, rule, costs)


def settlement(
    total: Decimal,
    *,
    on: date,
    country: str,
    percent: Decimal | None = None,
    amount: Decimal | None = None,
    rule: BankDayRule = BankDayRule.FOLLOWING,
) -> Settlement:
    """Settle a debt: a percentage or an amount of it is paid on a day, and the rest is written off when it has been.

    >>> agreed = settlement(Decimal("8200.00"), on=date(2026, 11, 27), country="DK", percent=Decimal(70))
    >>> print(agreed.plan[0].amount, agreed.discount)
    5740.00 2460.00

    Raises:
        ValueError: both or neither of percent and amount, or nothing is paid, or nothing is left to write off.
    """
    if (percent is None) == (amount is None):
        raise ValueError("say either which percentage of the debt or which amount is paid")
    if percent is not None and not 0 < percent < 100:  # noqa: PLR2004 - a percentage
        raise ValueError(f"a settlement pays more than 0 and less than 100 percent, not {percent}")
    owed = Decimal(to_ore(total, "the amount")).scaleb(-2)
    pays = share(owed, percent) if percent is not None else amount or _NOTHING
    if to_ore(pays, "the settlement") >= to_ore(owed, "the amount"):
        raise ValueError(f"a settlement of {pays:.2f} leaves nothing of {owed:.2f} to write off")
    return Settlement(drawn([(1, on, pays.quantize(_ORE))], country, rule, None), owed - pays)


def drawn(
    rows: Iterable[tuple[int, date, Decimal]],
    country: str,
    rule: BankDayRule = BankDayRule.FOLLOWING,
    costs: Costs | None = None,
) -> list[Instalment]:
    """Return instalments (number, day, amount) with their last payment days and, where switched on, their costs.

    The last day of a down payment is never earlier than its day: it is mostly paid on the day of the call.

    >>> [part] = drawn([(1, date(2027, 5, 1), Decimal("100.00"))], "DK")
    >>> print(part.due, part.effective, part.to_pay)
    2027-05-01 2027-05-03 100.00

    Raises:
        ValueError: a negative fee or interest rate.
    """
    following = BankDayRule.NONE if rule == BankDayRule.NONE else BankDayRule.FOLLOWING
    parts = [
        Instalment(no, day, effective_day(day, rule if no else following, country), amount) for no, day, amount in rows
    ]
    return parts if costs is None else with_costs(parts, costs)


def with_costs(parts: Sequence[Instalment], costs: Costs) -> list[Instalment]:
    """Return instalments with what each costs on top: the fee, and interest on what was left of the debt until its day.

    >>> days = [(1, date(2027, 2, 1), Decimal("1000.00")), (2, date(2027, 3, 1), Decimal("1000.00"))]
    >>> costs = Costs(date(2027, 1, 1), fee=Decimal(25), yearly_percent=Decimal(10), bears_none=Decimal(100))
    >>> for part in drawn(days, "DK", costs=costs):  # on 1900 for 31 days, then on 900 for 28
    ...     print(part.amount, part.fee, part.interest, part.to_pay)
    1000.00 25.00 16.14 1041.14
    1000.00 25.00 6.90 1031.90

    Raises:
        ValueError: a negative fee or interest rate.
    """
    if costs.fee < 0 or costs.yearly_percent < 0:
        raise ValueError("neither fee nor interest of a plan can be negative")
    left, since, dearer = sum((part.amount for part in parts), _NOTHING), costs.interest_from, []
    for part in parts:
        days = max((part.due - since).days, 0)
        interest = max(left - costs.bears_none, _NOTHING) * costs.yearly_percent / 100 * days / _DAYS_IN_A_YEAR
        fee = costs.fee if part.no else _NOTHING
        dearer.append(replace(part, fee=fee.quantize(_ORE), interest=interest.quantize(_ORE, ROUND_HALF_UP)))
        left, since = left - part.amount, max(part.due, since)
    return dearer


def _on(first: date, day: int, months: int = 0) -> date:
    """A day of the month so many months on, the last one where the month is shorter."""
    return first + relativedelta(months=months, day=day)


def _two_days(day: int, second: int | None) -> tuple[int, int]:
    """Two days of the month, the earlier first: 1 and 15, or half a month apart."""
    usual = {1: 15, 15: 1, 31: 15}
    other = second or usual.get(day) or (day + 15 if day <= 15 else day - 15)  # noqa: PLR2004 - half a month
    early, late = sorted((day, other))
    if not 1 <= early <= _IN_EVERY_MONTH or not early < late <= 31:  # noqa: PLR2004 - days of a month
        raise ValueError(f"{day} and {other} are no two days of the month")
    return early, late


def to_ore(amount: Decimal, what: str) -> int:
    """Return an amount in øre; `what` it is stands in the refusal.

    >>> to_ore(Decimal("12.50"), "the amount")
    1250

    Raises:
        ValueError: it is no positive number of whole øre.
    """
    if not amount.is_finite() or amount <= 0:
        raise ValueError(f"{what} must be more than zero, not {amount}")
    if amount.scaleb(2) % 1:
        raise ValueError(f"{what} must be in whole øre, not {amount}")
    return int(amount.scaleb(2))


def _equal(owed: int, equal: int, count: int) -> list[Decimal]:
    """Return `count` amounts, all equal but the last one, that add up to what is owed (in øre)."""
    parts = [equal] * (count - 1) + [owed - equal * (count - 1)]
    return [Decimal(part).scaleb(-2) for part in parts]
