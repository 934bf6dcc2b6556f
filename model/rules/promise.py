"""Promises to pay: kept, part-kept or broken, judged by what was paid and by the day.

A promise is kept by payments with a value date from the day it was made to its last day: the due date, moved to the
next bank day, plus days of grace. The value date decides, not the day of booking, so a payment that is booked late
breaks nothing. It is kept as soon as the sum is there, and open until the last day has passed. Each krone counts for
one promise only; promises are served in the order of their due dates. A payment that is taken back no longer counts.

>>> promised = Promised(1, Decimal("1500.00"), date(2026, 11, 20), date(2026, 11, 28), frozenset(), grace_days=3)
>>> paid = [Paid(7, Decimal("1500.00"), date(2026, 12, 2))]
>>> verdict = judge([promised], paid, date(2026, 12, 3), country="DK")[1]
>>> print(verdict.state, verdict.paid, verdict.judged_after)  # due on a Saturday: Monday 30 November and 3 days
kept 1500.00 2026-12-03
>>> judge([promised], [], date(2026, 12, 3), country="DK")[1].state.value
'open'
>>> judge([promised], [], date(2026, 12, 4), country="DK")[1].state.value
'broken'
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from model.rules.bankdays import next_bank_day

_NOTHING = Decimal("0.00")


class PromiseState(StrEnum):
    """What has become of a promise."""

    OPEN = "open"
    KEPT = "kept"
    PART_KEPT = "part-kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as it was given."""

    id: int
    amount: Decimal
    made_on: date
    due: date
    items: frozenset[int]  # the entries it is for; empty: any payment counts
    withdrawn: bool = False
    replaced: bool = False
    ended_on: date | None = None  # when it was withdrawn or replaced, where that is known
    grace_days: int = field(kw_only=True)  # calendar days after the last payment day, as they were when it was given

    def given_up(self, last_day: date) -> bool:
        """Whether it was withdrawn or replaced in time: afterwards it was kept or broken, and stays so."""
        return (self.withdrawn or self.replaced) and (self.ended_on is None or self.ended_on <= last_day)


@dataclass(frozen=True, slots=True)
class Paid:
    """An amount that was paid, by the debit it settled; a payment taken back is negative.

    What is taken back carries the value date of the payment, or where that is not known the day of taking back.
    """

    entry_id: int | None  # None: not allocated, counts for promises that name no entry
    amount: Decimal
    value_date: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """What has become of a promise, what of it was paid, and the last day on which payment is in time."""

    state: PromiseState
    paid: Decimal
    judged_after: date


def judge(promises: Sequence[Promised], payments: Sequence[Paid], today: date, *, country: str) -> dict[int, Verdict]:
    """Judge the promises of one customer in one currency, as of a day; payments after that day do not count.

    A promise withdrawn or replaced by its last day takes no payment; one that was broken by then stays broken, so that
    a new promise does not wipe out the count. Of the payments that fit, a promise takes first those that fewest later
    promises could use, then the earliest.
    """
    money = _standing([paid for paid in payments if paid.value_date <= today])
    last_days = {p.id: next_bank_day(p.due, country) + timedelta(days=p.grace_days) for p in promises}
    given_up = {p.id for p in promises if p.given_up(last_days[p.id])}
    serving = sorted((p for p in promises if p.id not in given_up), key=lambda p: (p.due, p.made_on, p.id))
    verdicts = {
        p.id: Verdict(PromiseState.REPLACED if p.replaced else PromiseState.WITHDRAWN, _NOTHING, last_days[p.id])
        for p in promises
        if p.id in given_up
    }
    for position, promise in enumerate(serving):
        later = serving[position + 1 :]
        fitting = [part for part in money if part.fits(promise, last_days[promise.id])]
        fitting.sort(key=lambda part: sum(part.fits(p, last_days[p.id]) for p in later))
        paid = _NOTHING
        for part in fitting:
            paid += part.take(promise.amount - paid)
        state = _state(promise.amount, paid, over=today > last_days[promise.id])
        verdicts[promise.id] = Verdict(state, paid, last_days[promise.id])
    return verdicts


def broken(states: Iterable[str]) -> int:
    """Return how many promises of a customer were not kept: broken, or kept in part only.

    >>> broken(["kept", "broken", "open", "part-kept", "withdrawn"])
    2
    """
    return sum(state in (PromiseState.BROKEN, PromiseState.PART_KEPT) for state in states)


@dataclass(slots=True)
class _Money:
    """What is left of a payment for the promises that are still to be served."""

    entry_id: int | None
    value_date: date
    left: Decimal

    def fits(self, promise: Promised, last_day: date) -> bool:
        in_time = promise.made_on <= self.value_date <= last_day
        return in_time and self.left > 0 and (not promise.items or self.entry_id in promise.items)

    def take(self, wanted: Decimal) -> Decimal:
        taken = min(wanted, self.left)
        self.left -= taken
        return taken


def _standing(payments: Iterable[Paid]) -> list[_Money]:
    """Return the payments that were not taken back, earliest first.

    What is taken back comes off the latest payment on the same entry that is not younger than it.
    """
    ordered = sorted(payments, key=lambda paid: (paid.value_date, paid.entry_id or 0, paid.amount))
    money = [_Money(paid.entry_id, paid.value_date, paid.amount) for paid in ordered if paid.amount > 0]
    for back in (paid for paid in ordered if paid.amount < 0):
        owed = -back.amount
        for part in reversed(money):
            if part.entry_id == back.entry_id and part.value_date <= back.value_date:
                owed -= part.take(owed)
    return money


def _state(promised: Decimal, paid: Decimal, *, over: bool) -> PromiseState:
    if paid >= promised:
        return PromiseState.KEPT
    if not over:
        return PromiseState.OPEN
    return PromiseState.PART_KEPT if paid > 0 else PromiseState.BROKEN
