"""What an arrangement covers: which open items are in, which stay out and why, and how long reminders rest.

The form, the entry line and the command line all ask here, so that the same words lead to the same arrangement.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from model.rules.bankdays import next_bank_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from model.records import Item, PromiseInfo

GRACE_DAYS = 3
"""Calendar days after the last payment day before a promise counts as broken, or an instalment as missed."""

DISPUTE_HOLD_DAYS = 30
"""How long dunning rests for a dispute before somebody has to look again."""

TRACE_HOLD_DAYS = 7
"""How long dunning rests while a payment that was said to be made is looked for."""

_NOTHING = Decimal("0.00")


class LeftOut(StrEnum):
    """Why an open item cannot be part of an arrangement."""

    DISPUTED = "disputed"
    AGREED = "agreed"  # under a running agreement
    OTHER_CURRENCY = "other_currency"
    OTHER_CREDITOR = "other_creditor"


_BARS = {
    "deceased": "the customer has died: the estate answers for the claim, hand it to the specialist",
    "bankrupt": "the customer is bankrupt: the claim belongs with the trustee, hand it to the specialist",
    "debt_settlement": "a debt settlement is under way: nothing may be arranged beside it",
    "at_collector": "the claim is at the collector: refer the customer there",
}


def status_bar(status: str) -> str:
    """Why nothing can be arranged with a customer of this status, in words; "" where it can.

    >>> status_bar("at_collector"), status_bar("active")
    ('the claim is at the collector: refer the customer there', '')
    """
    return _BARS.get(status, "")


def agreement_bar(item: Item, *, creditor_id: int, currency: str, superseded: str = "") -> LeftOut | None:
    """Why an item cannot be covered by a new agreement with a creditor in a currency; None where it can.

    Args:
        item: an open debit.
        creditor_id: with whom the agreement is made.
        currency: in which it is made.
        superseded: number of the agreement whose place the new one takes: its items become free.
    """
    if item.creditor_id != creditor_id:
        return LeftOut.OTHER_CREDITOR
    if item.currency != currency:
        return LeftOut.OTHER_CURRENCY
    if item.disputed:
        return LeftOut.DISPUTED
    if item.agreement and item.agreement != superseded:
        return LeftOut.AGREED
    return None


def promise_bar(item: Item, *, currency: str) -> LeftOut | None:
    """Why an item cannot be promised in a currency; None where it can.

    An item under an agreement can: what is promised then is an instalment.
    """
    if item.currency != currency:
        return LeftOut.OTHER_CURRENCY
    return LeftOut.DISPUTED if item.disputed else None


def replaced_promises(promises: Iterable[PromiseInfo], entry_ids: Collection[int], currency: str) -> tuple[int, ...]:
    """The open promises whose place a new one takes: those for nothing but items that it covers too.

    A promise for the account takes the place of another one for the account.
    """
    covered = set(entry_ids)
    return tuple(
        promise.id
        for promise in promises
        if promise.state == "open" and promise.currency == currency
        if (covered.issuperset(promise.entry_ids) if promise.entry_ids else not covered)
    )


def total(items: Iterable[Item]) -> Decimal:
    """What is open on some items of one currency."""
    return sum((item.open for item in items), _NOTHING)


def share(amount: Decimal, percent: Decimal) -> Decimal:
    """A percentage of an amount in whole kroner, since it is said aloud; in øre where that would be nothing or all.

    >>> print(share(Decimal("8213.55"), Decimal(20)), share(Decimal("2.00"), Decimal(20)))
    1643.00 0.40
    """
    exact = amount * percent / 100
    whole = exact.quantize(Decimal(1), ROUND_HALF_UP)
    return (whole if 0 < whole < amount else exact).quantize(_NOTHING, ROUND_HALF_UP)


def held_until(due: date, *, grace_days: int, country: str) -> date:
    """The last day on which reminders rest for a promise: the last day of payment and the days of grace.

    >>> print(held_until(date(2026, 11, 28), grace_days=3, country="DK"))  # a Saturday
    2026-12-03
    """
    return next_bank_day(due, country) + timedelta(days=grace_days)
