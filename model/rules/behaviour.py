"""Behaviour: how a customer pays, what risk that is, and how much of the credit limit is used.

Averages are of invoices that are paid in full; the day of payment is the value date of the last that was allocated.
Days to pay run from the invoice date, days late from the due date; who pays early or in time is 0 days late. Both are
told plainly, each invoice alike, and weighted by amount; how late those are that are late is told apart. The risk
class is that of the gravest finding in one table of thresholds, and says which: no score, no model.
`docs/behaviour.md` has the definitions.

>>> paid = [
...     Paid(date(2026, 1, 1), date(2026, 1, 31), date(2026, 1, 21), Decimal("100.00")),
...     Paid(date(2026, 2, 1), date(2026, 3, 3), date(2026, 3, 13), Decimal("300.00")),
... ]
>>> told = habits(paid)
>>> print(told.count, told.late, told.share_late, told.days_to_pay, told.days_to_pay_weighted, told.days_late)
2 1 50.00 30.00 35.00 5.00
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from operator import attrgetter

from model.rules.explain import Days, Say, Sentence, sentence

LAST = 6
"""How many of the latest invoices are held against those before them."""

LEAST = 3
"""Fewer invoices than this tell nothing: neither a risk class nor, on either side, a trend."""

_CENT = Decimal("0.01")
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Paid:
    """An invoice that is paid in full."""

    invoiced: date
    due: date
    settled: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Habits:
    """How a customer has paid; averages in days with two decimals, shares in per cent. None: nothing to tell from."""

    count: int
    late: int
    share_late: Decimal | None = None
    days_to_pay: Decimal | None = None
    days_to_pay_weighted: Decimal | None = None
    days_late: Decimal | None = None  # of all invoices, 0 for one in time
    days_late_when_late: Decimal | None = None  # of those that were late
    days_late_weighted: Decimal | None = None
    trend: Decimal | None = None  # days late of the latest invoices less those before: positive is slower


@dataclass(frozen=True, slots=True)
class Conduct:
    """What else is known of a customer on a day."""

    oldest_overdue_days: int = 0  # of what is open, disputed items left out
    promises_judged: int = 0  # kept, part-kept or broken
    promises_broken: int = 0  # broken or part-kept
    agreements_ended: int = 0  # completed or breached
    agreements_breached: int = 0


@dataclass(frozen=True, slots=True)
class Exposure:
    """How much of a credit limit is used. Negative `free` is over the limit."""

    used: Decimal
    limit: Decimal | None
    free: Decimal | None
    share: Decimal | None  # per cent; None without a limit, or with one of nothing


class Risk(StrEnum):
    """How likely it is that a customer pays late or not at all."""

    UNKNOWN = "unknown"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which value on a finding makes the risk medium, and high.

    House rules, not law: a creditor may set its own.
    """

    share_late: tuple[Decimal, Decimal] = (Decimal(25), Decimal(60))  # per cent of invoices
    days_late: tuple[Decimal, Decimal] = (Decimal(7), Decimal(30))  # on average
    slower: tuple[Decimal, Decimal] = (Decimal(7), Decimal(21))  # days
    overdue: tuple[int, int] = (31, 91)  # days, of the oldest open item
    broken: tuple[int, int] = (1, 3)  # promises
    breached: tuple[int, int] = (1, 2)  # agreements
    limit: Decimal = Decimal(80)  # per cent of the credit limit is medium; more than the limit is high


THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Assessment:
    """A risk class and its reasons, gravest first."""

    risk: Risk
    reasons: tuple[Sentence, ...]


def habits(invoices: Iterable[Paid], last: int = LAST) -> Habits:
    """Tell how a customer has paid, in one currency.

    Args:
        invoices: those paid in full, in any order.
        last: how many of the latest, by the day they were settled, make up the recent side of the trend.
    """
    paid = sorted(invoices, key=_SETTLED)
    if not paid:
        return Habits(0, 0)
    taken = [(invoice.settled - invoice.invoiced).days for invoice in paid]
    late = [max(0, (invoice.settled - invoice.due).days) for invoice in paid]
    amounts = [invoice.amount for invoice in paid]
    number_late = sum(1 for days in late if days)
    return Habits(
        count=len(paid),
        late=number_late,
        share_late=_rounded(Decimal(100 * number_late) / len(paid)),
        days_to_pay=_mean(taken),
        days_to_pay_weighted=_weighted(taken, amounts),
        days_late=_mean(late),
        days_late_when_late=_mean([days for days in late if days]),
        days_late_weighted=_weighted(late, amounts),
        trend=_trend(late, last),
    )


def exposure(owed: Decimal, limit: Decimal | None) -> Exposure:
    """Hold what a customer owes (the balance, due or not, less unallocated credit) against the credit limit.

    >>> told = exposure(Decimal("9000.00"), Decimal("10000.00"))
    >>> print(told.free, told.share)
    1000.00 90.00
    >>> exposure(Decimal("9000.00"), None).free is None
    True
    """
    used = max(owed, _NOTHING)
    if limit is None:
        return Exposure(used, None, None, None)
    return Exposure(used, limit, limit - used, _rounded(100 * used / limit) if limit > 0 else None)


def assess(
    known: Habits, conduct: Conduct, credit: Exposure | None = None, thresholds: Thresholds = THRESHOLDS
) -> Assessment:
    """Tell the risk class of a customer, and why.

    Unknown where there are fewer than three paid invoices and nothing speaks against the customer either.

    >>> told = assess(habits([]), Conduct(oldest_overdue_days=45, promises_judged=4, promises_broken=3))
    >>> print(told.risk, *told.reasons)
    high Promises broken: 3 of 4. Something has been overdue for 45 days.
    """
    found = _findings(known, conduct, credit, thresholds)
    found.sort(key=lambda finding: finding[0] != Risk.HIGH)
    kept = conduct.agreements_ended - conduct.agreements_breached
    good = (sentence(Say.HABIT_KEPT, count=kept, judged=conduct.agreements_ended),) if kept > 0 else ()
    if found:
        return Assessment(found[0][0], (*(told for _, told in found), *good))
    if known.count < LEAST:
        return Assessment(Risk.UNKNOWN, (sentence(Say.HABIT_UNKNOWN, count=known.count, least=LEAST), *good))
    calm = sentence(Say.HABIT_GOOD, late=known.late, count=known.count, days=known.days_late)
    return Assessment(Risk.LOW, (calm, *good))


_SETTLED = attrgetter("settled", "due", "invoiced", "amount")

_NEVER = Decimal("Infinity")
_Number = Decimal | int


def _findings(
    known: Habits, conduct: Conduct, credit: Exposure | None, borders: Thresholds
) -> list[tuple[Risk, Sentence]]:
    """Every figure that speaks against a customer, with its class and its words."""
    found: list[tuple[Risk, Sentence]] = []

    def hold(figure: _Number | None, against: tuple[_Number, _Number], say: Say, **values: object) -> None:
        if figure is not None and figure >= against[0]:
            found.append((Risk.HIGH if figure >= against[1] else Risk.MEDIUM, sentence(say, **values)))

    if known.count >= LEAST:
        hold(known.share_late, borders.share_late, Say.HABIT_SHARE_LATE, late=known.late, count=known.count)
        hold(known.days_late, borders.days_late, Say.HABIT_DAYS_LATE, days=known.days_late)
    hold(known.trend, borders.slower, Say.HABIT_SLOWER, days=known.trend)
    overdue, broken, breached = conduct.oldest_overdue_days, conduct.promises_broken, conduct.agreements_breached
    hold(overdue, borders.overdue, Say.HABIT_OVERDUE, days=Days(overdue))
    hold(broken, borders.broken, Say.HABIT_BROKEN, count=broken, judged=conduct.promises_judged)
    hold(breached, borders.breached, Say.HABIT_BREACHED, count=breached, judged=conduct.agreements_ended)
    if credit is not None and credit.free is not None and credit.free < 0:
        found.append((Risk.HIGH, sentence(Say.HABIT_OVER_LIMIT, used=credit.used, limit=credit.limit)))
    elif credit is not None:
        hold(credit.share, (borders.limit, _NEVER), Say.HABIT_LIMIT, share=credit.share, limit=credit.limit)
    return found


def _trend(late: Sequence[int], last: int) -> Decimal | None:
    """Days late of the latest less those before, both at least three."""
    before, recent = late[:-last], late[-last:]
    if len(before) < LEAST or len(recent) < LEAST:
        return None
    return _rounded(Decimal(sum(recent)) / len(recent) - Decimal(sum(before)) / len(before))


def _mean(days: Sequence[int]) -> Decimal | None:
    return _rounded(Decimal(sum(days)) / len(days)) if days else None


def _weighted(days: Sequence[int], amounts: Sequence[Decimal]) -> Decimal | None:
    """None where the amounts come to nothing."""
    total = sum(amounts, _NOTHING)
    if total <= 0:
        return None
    return _rounded(sum((n * amount for n, amount in zip(days, amounts, strict=True)), _NOTHING) / total)


def _rounded(figure: Decimal) -> Decimal:
    return figure.quantize(_CENT, ROUND_HALF_UP)
