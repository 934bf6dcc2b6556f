"""Limitation (forældelse, foreldelse): the last day on which a claim can be made good, and what moved it.

The ordinary period is 3 years from when payment could be demanded. Norway: 10 for loans; an acknowledgement (a promise
to pay, paying interest) starts the period anew. Denmark: 10 years with a written acknowledgement of existence and size,
a settlement, a judgment or an instrument of debt (§ 5), and later interest and fees stay at 3 years; acknowledgement
(§ 15), legal steps (§ 16), bankruptcy (§ 17) and execution (§ 18) interrupt: the ordinary period begins anew, also
after a long one, which is the careful reading. A reminder interrupts in neither country.

What happened is logged by kind, and a person confirms its legal effect: until then it is listed and has none. Where
the effect in a country was not verified it has none either. Nothing shortens a period, and nothing revives a claim
that has lapsed. A claim stands on its last day and has lapsed from the day after; it is warned of a year ahead.

>>> from model.rules.rates import statutory
>>> happened = [
...     Interruption(What.ORAL_PROMISE, date(2025, 3, 1)),
...     Interruption(What.WRITTEN_ACKNOWLEDGEMENT, date(2025, 5, 1), confirmed=True),
... ]
>>> told = limitation("DK", date(2023, 11, 1), happened, date(2026, 11, 24), statutory())
>>> print(told.state, told.last_day)
running 2035-05-01
>>> for line in told.reasons:
...     print(line)
Payment could be demanded from 1 November 2023; limitation takes 3 years, to 1 November 2026: forældelse: from when
payment could be demanded; later interest and fees too.
Oral promise on 1 March 2025 has no effect: nobody has confirmed its legal effect.
Written acknowledgement on 1 May 2025: limitation takes 10 years, to 1 May 2035.
It can be claimed to 1 May 2035.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from model.kinds import CHARGES, EntryKind
from model.rules.allocation import Part, part
from model.rules.explain import Days, Say, Sentence, sentence
from model.rules.rates import Kind, Rates, Row


class What(StrEnum):
    """What happened, told apart as the law tells it apart."""

    REMINDER = "reminder"
    ORAL_PROMISE = "oral_promise"
    PART_PAYMENT = "part_payment"
    INTEREST_PAID = "interest_paid"
    ACKNOWLEDGEMENT = "acknowledgement"  # of existence, not of the size in writing
    WRITTEN_ACKNOWLEDGEMENT = "written_acknowledgement"  # of existence and size
    SETTLEMENT = "settlement"
    JUDGMENT = "judgment"
    INSTRUMENT_OF_DEBT = "instrument_of_debt"
    LEGAL_STEPS = "legal_steps"
    BANKRUPTCY = "bankruptcy"
    EXECUTION = "execution"


class State(StrEnum):
    """How a claim stands towards limitation."""

    RUNNING = "running"
    WARN = "warn"  # less than a year is left
    LAPSED = "lapsed"


_ACKNOWLEDGED = frozenset({What.ORAL_PROMISE, What.PART_PAYMENT, What.INTEREST_PAID, What.ACKNOWLEDGEMENT})
_RESTARTS = {
    "DK": _ACKNOWLEDGED | {What.LEGAL_STEPS, What.BANKRUPTCY, What.EXECUTION},
    "NO": _ACKNOWLEDGED | {What.WRITTEN_ACKNOWLEDGEMENT},
}
_LONG = {"DK": {What.WRITTEN_ACKNOWLEDGEMENT, What.SETTLEMENT, What.JUDGMENT, What.INSTRUMENT_OF_DEBT}}


@dataclass(frozen=True, slots=True)
class Interruption:
    """Something that may interrupt limitation; without a person's word for its legal effect it does not."""

    what: What
    day: date
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Limitation:
    """The last day of a claim, how it stands on a day, and why."""

    last_day: date  # it has lapsed from the day after
    state: State
    reasons: tuple[Sentence, ...]


def limitation(
    country: str,
    payable: date,
    interruptions: Iterable[Interruption],
    today: date,
    rates: Rates,
    kind: str = EntryKind.INVOICE,
    *,
    loan: bool = False,
) -> Limitation:
    """Tell when a claim lapses, as of a day.

    Args:
        country: of the creditor.
        payable: the day from which payment could be demanded: the due date.
        interruptions: what happened, confirmed or not; what lies after today has not happened yet.
        today: the day to judge by.
        rates: the rows in force.
        kind: what the entry is: interest and fees stay at the ordinary period unless they were payable already when
            something brought the long one.
        loan: the claim is a loan (Norway).

    Raises:
        MissingRate: nothing says how long limitation takes in this country.
    """
    principal = part(kind) == Part.PRINCIPAL and kind not in CHARGES
    years = Kind.LIMITATION_YEARS_LOAN if loan and principal and country == "NO" else Kind.LIMITATION_YEARS
    row = rates.at(country, years, payable)
    running = _Running(country, payable, row, principal=principal)
    for event in sorted(interruptions, key=lambda event: (event.day, event.what, event.confirmed)):
        running.take(event, today, rates)
    last = running.last
    if today > last:
        return Limitation(last, State.LAPSED, (*running.reasons, sentence(Say.LIMITATION_LAPSED, last=last)))
    if today > last - relativedelta(years=1):
        left = Days((last - today).days)
        return Limitation(last, State.WARN, (*running.reasons, sentence(Say.LIMITATION_WARNS, last=last, days=left)))
    return Limitation(last, State.RUNNING, (*running.reasons, sentence(Say.LIMITATION_RUNS, last=last)))


class _Running:
    """The period of one claim while what happened is told in its order."""

    def __init__(self, country: str, payable: date, row: Row, *, principal: bool) -> None:
        self._country = country
        self._payable = payable
        self._principal = principal
        self._years = self._ordinary = int(row.value)
        self.last = _after(payable, self._ordinary)
        self.reasons = [
            sentence(Say.LIMITATION_BEGINS, day=payable, years=self._years, last=self.last, source=row.source)
        ]

    def take(self, event: Interruption, today: date, rates: Rates) -> None:
        """Let one thing have its effect, and say what it was."""
        if bar := self._bar(event, today):
            self._say(bar, event)
            return
        say, years = Say.LIMITATION_RESTARTED, self._ordinary
        if event.what in _LONG.get(self._country, ()):
            say, years = Say.LIMITATION_LONG, int(rates.at(self._country, Kind.LIMITATION_YEARS_LONG, event.day).value)
        last = _after(max(event.day, self._payable), years)
        if last <= self.last:
            self._say(Say.LIMITATION_NO_LONGER, event)
            return
        self.last, self._years = last, years
        self._say(say, event)

    def _bar(self, event: Interruption, today: date) -> Say | None:
        """Why something has no effect; None where it has one."""
        long = event.what in _LONG.get(self._country, ())
        if event.day > today:
            return Say.LIMITATION_FUTURE
        if event.what == What.REMINDER:
            return Say.LIMITATION_NO_EFFECT
        if not long and event.what not in _RESTARTS.get(self._country, ()):
            return Say.LIMITATION_UNKNOWN
        if not event.confirmed:
            return Say.LIMITATION_NOT_CONFIRMED
        if event.day > self.last:
            return Say.LIMITATION_TOO_LATE
        if event.day < self._payable and not (long and self._principal):
            return Say.LIMITATION_BEFORE
        return None

    def _say(self, say: Say, event: Interruption) -> None:
        values = {"what": event.what, "day": event.day, "years": self._years, "last": self.last}
        values["country"] = self._country
        named = {name: value for name, value in values.items() if f"{{{name}}}" in say}
        self.reasons.append(sentence(say, **named))


def _after(day: date, years: int) -> date:
    """So many years later; from 29 February to the 28th, the earlier day. The calendar's end stays its end."""
    return date.max if day.year + years > date.max.year else day + relativedelta(years=years)
