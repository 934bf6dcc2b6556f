"""Late interest: simple, by the rate in force each half-year, told line by line.

Denmark (renteloven): Nationalbanken's reference rate and 8 points. Norway: the rate set for each half-year. Elsewhere:
none, until the register has rows of its own. Interest runs from the due date when that was fixed beforehand, else from
30 days after the demand was sent; the first day that counts is by default the day after, since sources differ and
that favours the debtor. A payment counts from its value date, which is the last day of interest on what it pays: who
pays three days late owes three days. Days are counted over 365 by default, in leap years too; no statute says so.

Interest is reckoned on principal only, never on interest, fees or compensation. Which part of a payment was principal
is for `model.rules.allocation` to say. For a consumer the rate cannot be raised by agreement (renteloven § 7; Norway
alike); between businesses it may be agreed. The sum is rounded once, to the øre.

>>> from model.rules.rates import statutory
>>> paid = Reduction(date(2026, 6, 15), Decimal("400.00"))
>>> invoice = Principal(Decimal("1000.00"), date(2026, 6, 1), (paid,))
>>> terms = Terms("DK", CustomerKind.PERSON)
>>> told = late_interest(invoice, date(2026, 7, 10), terms, statutory())
>>> for line in told.lines:
...     print(line.first, line.last, line.days, line.principal, line.rate, line.amount)
2026-06-02 2026-06-15 14 1000.00 9.75 3.74
2026-06-16 2026-06-30 15 600.00 9.75 2.40
2026-07-01 2026-07-10 10 600.00 10.00 1.64
>>> print(told.total)  # 3.7397... + 2.4041... + 1.6438...
7.79
>>> late_interest(invoice, date(2027, 1, 5), terms, statutory())
Traceback (most recent call last):
    ...
model.errors.MissingRate: late_interest: no row for DK from 2027-01-01 to 2027-06-30, so nothing is calculated. ...
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from model.kinds import CustomerKind, EntryKind
from model.rules.explain import Days, Say, Sentence, sentence
from model.rules.rates import Kind, Rates, Row

_BEARS = frozenset({EntryKind.OPENING, EntryKind.INVOICE, EntryKind.CORRECTION, EntryKind.TRANSFER})
_DAY = timedelta(days=1)
_ORE = Decimal("0.01")
_NOTHING = Decimal("0.00")
_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Terms:
    """By which law and agreement interest is reckoned."""

    country: str  # of the creditor
    debtor: CustomerKind  # a person is a consumer
    agreed: Decimal | None = None  # % a year; raises the law's rate for businesses and authorities only
    from_due_day: bool = False  # count the due day itself where it was not met
    year_days: int = 365


@dataclass(frozen=True, slots=True)
class Reduction:
    """What was allocated to the principal, by value date; what is taken back is negative.

    A credit note reduces it from the day on which the invoice should have been lower.
    """

    value_date: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Principal:
    """What interest is reckoned on: an invoice, and what was allocated to it itself."""

    amount: Decimal
    due: date  # for interest: see `runs_from`
    reductions: tuple[Reduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """So many days at one rate on one principal."""

    first: date
    last: date  # counted
    principal: Decimal
    rate: Decimal  # % a year
    year_days: int
    row: Row | None  # the rate's row; None where the rate was agreed

    @property
    def days(self) -> int:
        """How many days are counted."""
        return (self.last - self.first).days + 1

    @property
    def exact(self) -> Decimal:
        """The interest, unrounded."""
        return self.principal * self.rate * self.days / (_PER_CENT * self.year_days)

    @property
    def amount(self) -> Decimal:
        """The interest, rounded for showing; the sum is rounded by itself."""
        return _rounded(self.exact)


@dataclass(frozen=True, slots=True)
class Interest:
    """Late interest of a time: its lines, and what they come to."""

    lines: tuple[Line, ...]
    terms: Terms
    limited: bool = False  # a rate was agreed that a consumer need not pay
    charged: Decimal = _NOTHING  # on this claim before

    @property
    def due(self) -> Decimal:
        """What may be charged now; negative where too much was: a payment was booked late, with its own value date."""
        return self.total - self.charged

    @property
    def total(self) -> Decimal:
        """The sum of the unrounded lines, rounded once."""
        exact = sum((line.principal * line.rate * line.days for line in self.lines), _NOTHING)
        return _rounded(exact / (_PER_CENT * self.terms.year_days))

    def explain(self) -> tuple[Sentence, ...]:
        """Say how it comes about: each line, the rates and where they are from, the sum.

        >>> from model.rules.rates import statutory
        >>> terms = Terms("NO", CustomerKind.COMPANY, agreed=Decimal("15.00"))
        >>> invoice = Principal(Decimal("1000.00"), date(2026, 6, 1))
        >>> told = late_interest(invoice, date(2026, 6, 11), terms, statutory())
        >>> for line in told.explain():
        ...     print(line)
        From 2 June 2026 to 11 June 2026, 10 days: 1,000.00 at 15.00 % a year is 4.11.
        The rate of 15.00 % was agreed with this business.
        In all 4.11, rounded once; simple interest, by days over 365.
        """
        if not self.lines:
            return (sentence(Say.INTEREST_NONE), *self._charged_told())
        lines = (_line_told(line) for line in self.lines)
        return (*lines, *self._rates_told(), self._total_told(), *self._charged_told())

    def _rates_told(self) -> Iterator[Sentence]:
        rows = dict.fromkeys(line.row for line in self.lines)
        for row in rows:
            if row is not None:
                yield sentence(Say.INTEREST_RATE, rate=row.value, valid_from=row.valid_from, source=row.source)
        if None in rows:
            consumer = self.terms.debtor == CustomerKind.PERSON
            yield sentence(Say.INTEREST_AGREED_LOWER if consumer else Say.INTEREST_AGREED, rate=self.terms.agreed)
        if self.limited:
            yield sentence(Say.INTEREST_NOT_RAISED, rate=self.terms.agreed)

    def _charged_told(self) -> Iterator[Sentence]:
        if self.due < 0:
            yield sentence(Say.INTEREST_TOO_MUCH, charged=self.charged, amount=-self.due)
        elif self.charged:
            yield sentence(Say.INTEREST_CHARGED, charged=self.charged, amount=self.due)

    def _total_told(self) -> Sentence:
        return sentence(Say.INTEREST_TOTAL, amount=self.total, year_days=self.terms.year_days)


def bears_interest(kind: str) -> bool:
    """Tell whether late interest is reckoned on a debit of a kind: on what was bought, and on nothing that came of it.

    >>> bears_interest("invoice"), bears_interest("interest"), bears_interest("reminder_fee"), bears_interest("refund")
    (True, False, False, False)
    """
    return kind in _BEARS


def runs_from(fixed: date | None, demanded: date | None, country: str, rates: Rates) -> date | None:
    """Return the day from which a claim counts as due for interest; None where none runs.

    A due date fixed beforehand is that day, else it is 30 days after the demand was sent (renteloven § 3; Norway
    alike).

    >>> from model.rules.rates import statutory
    >>> runs_from(None, date(2026, 11, 1), "DK", statutory())
    datetime.date(2026, 12, 1)

    Raises:
        MissingRate: nothing says how many days that is in this country.
    """
    if fixed is not None or demanded is None:
        return fixed
    return demanded + timedelta(days=int(rates.at(country, Kind.INTEREST_DEMAND_DAYS, demanded).value))


def late_interest(owed: Principal, until: date, terms: Terms, rates: Rates, charged: Decimal = _NOTHING) -> Interest:
    """Reckon the late interest on the principal of one claim, from its first day up to and including a day.

    It is reckoned from the first day each time, and what was charged before is taken off: so what became known since,
    as a payment booked late, mends itself with the next charge.

    >>> from model.rules.rates import statutory
    >>> invoice, terms = Principal(Decimal("1000.00"), date(2026, 6, 1)), Terms("NO", CustomerKind.COMPANY)
    >>> late_interest(invoice, date(2026, 6, 30), terms, statutory(), charged=Decimal("5.00")).due
    Decimal('4.53')

    Args:
        owed: the invoice and what was allocated to it.
        until: the last day.
        terms: by which law and agreement.
        rates: the rows in force.
        charged: what was charged on it before.

    Raises:
        MissingRate: a day with something overdue has no rate.
        ValueError: more was allocated than the principal.
    """
    first = owed.due if terms.from_due_day else owed.due + _DAY
    lines: list[Line] = []
    limited = False
    for start, end, principal in _overdue(owed, first, until):
        for span, last, rate, row in _rates(start, end, terms, rates):
            lines.append(Line(span, last, principal, rate, terms.year_days, row))
            limited |= row is not None and terms.agreed is not None and terms.agreed > rate
    return Interest(tuple(lines), terms, limited, charged)


def _overdue(owed: Principal, first: date, until: date) -> Iterator[tuple[date, date, Decimal]]:
    """Yield the periods with principal overdue. What was paid by the due day was never late."""
    principal = owed.amount
    if sum((reduction.amount for reduction in owed.reductions), _NOTHING) > principal:
        raise ValueError(f"more is allocated to the claim than its {principal:.2f}")
    if first > until:
        return
    changes: dict[date, Decimal] = {}
    for reduction in owed.reductions:
        day = first if reduction.value_date <= owed.due else max(first, reduction.value_date + _DAY)
        changes[day] = changes.get(day, _NOTHING) + reduction.amount
    days = [first, *sorted(day for day in changes if first < day <= until), until + _DAY]
    for start, end in pairwise(days):
        principal -= changes.get(start, _NOTHING)
        if principal > 0:
            yield start, end - _DAY, principal


def _rates(start: date, end: date, terms: Terms, rates: Rates) -> Iterator[tuple[date, date, Decimal, Row | None]]:
    """Split a period by the rate that counts. An agreement cannot raise a consumer's rate, but it can lower it."""
    if terms.agreed is not None and terms.debtor != CustomerKind.PERSON:
        yield start, end, terms.agreed, None
        return
    for first, last, row in rates.spans(terms.country, Kind.LATE_INTEREST, start, end):
        if terms.agreed is not None and terms.agreed < row.value:
            yield first, last, terms.agreed, None
        else:
            yield first, last, row.value, row


def _line_told(line: Line) -> Sentence:
    return sentence(
        Say.INTEREST_LINE,
        first=line.first,
        last=line.last,
        days=Days(line.days),
        principal=line.principal,
        rate=line.rate,
        amount=line.amount,
    )


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_ORE, ROUND_HALF_UP)
