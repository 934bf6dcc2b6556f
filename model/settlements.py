"""Settlements that were paid: what the creditor gave up in return is written off.

A settlement is an agreement with a discount. Where all of its plan was paid by the last day of payment and grace (the
value date counts, however late the payment is booked), what is still open on its items is written off, up to the
discount and no more. Paid too late it is an agreement like any other, and the rest stays owed.

Where a payment that it rested on is taken back, the write-off is taken back with it, and the debt stands as before. If
it is paid again in time, it is judged again. What somebody took back by hand is not written off again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from model import events
from model.account import ZERO, accounts
from model.kinds import Act, EntryKind
from model.ledger import Entry
from model.tables import AGREEMENT, AGREEMENT_ITEM, ALLOCATION, ENTRY, INSTALMENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime

    from sqlmodel import Session

SOURCE = "settlement"
"""The source of an entry that takes a write-off back because the settlement is not paid after all."""

_SETTLEMENTS = (
    AGREEMENT.c.discount.is_not(None) & AGREEMENT.c.cancelled_at.is_(None) & AGREEMENT.c.superseded_by.is_(None)
)
_AMOUNT = func.sum(ENTRY.c.amount, type_=ENTRY.c.amount.type)


@dataclass(frozen=True, slots=True)
class _Given:
    """What was written off for a settlement: how much of each entry stands, and whether a person took some back."""

    standing: dict[int, Decimal]
    by_hand: bool


def write_off(session: Session, customer_ids: Collection[int], now: datetime) -> dict[int, int]:
    """Post the write-offs of settlements that are paid; returns which entry settles which.

    Nothing is allocated here: whoever posts does that with the rest.
    """
    named: dict[int, int] = {}
    for row in _settlements(session, customer_ids):
        given = _given(session, row)
        left = row.discount - sum(given.standing.values(), ZERO)
        if left > 0 and not given.by_hand and _paid(session, row, given, now.date()):
            named |= _written_off(session, row, left, now)
    return named


def unpaid_again(
    session: Session, customer_ids: Collection[int], now: datetime
) -> Iterator[tuple[Any, dict[int, Decimal]]]:
    """Yield the settlements that are not paid after all, with what of their write-offs stands, by entry.

    Nothing is posted here: whoever takes an entry back frees what it was allocated to.
    """
    for row in _settlements(session, customer_ids):
        given = _given(session, row)
        standing = {number: amount for number, amount in given.standing.items() if amount}
        if standing and not _paid(session, row, given, now.date()):
            yield row, standing


def _settlements(session: Session, customer_ids: Collection[int]) -> Collection[Any]:
    query = select(AGREEMENT).where(AGREEMENT.c.customer_id.in_(customer_ids), _SETTLEMENTS).order_by(AGREEMENT.c.id)
    return session.connection().execute(query).all()


def _given(session: Session, row: Any) -> _Given:  # noqa: ANN401  a row of `agreement`
    """What was written off for a settlement before, whether it stands or not."""
    run = session.connection().execute
    own = (ENTRY.c.customer_id == row.customer_id, ENTRY.c.kind == EntryKind.WRITE_OFF)
    posted = select(ENTRY.c.id, ENTRY.c.amount).where(*own, ENTRY.c.text == row.number, ENTRY.c.reverses.is_(None))
    standing = {entry.id: -entry.amount for entry in run(posted)}
    by_hand = False
    if standing:
        backs = select(ENTRY.c.reverses, ENTRY.c.source, ENTRY.c.amount).where(
            *own, ENTRY.c.reverses.in_(list(standing))
        )
        for back in run(backs):
            standing[back.reverses] -= back.amount
            by_hand = by_hand or back.source != SOURCE
    return _Given(standing, by_hand)


def _paid(session: Session, row: Any, given: _Given, today: date) -> bool:  # noqa: ANN401  a row of `agreement`
    """Whether all of its plan was paid in time, by credits that stand, what was written off for it aside.

    An amount that was taken back again counts for nothing, whenever that was; one that came later is too late.
    """
    run = session.connection().execute
    last = run(select(func.max(INSTALMENT.c.effective)).where(INSTALMENT.c.agreement_id == row.id)).scalar_one()
    until = min(today, last + timedelta(days=row.grace_days))
    items = select(AGREEMENT_ITEM.c.entry_id).where(AGREEMENT_ITEM.c.agreement_id == row.id)
    at_start = select(func.sum(AGREEMENT_ITEM.c.open_at_start, type_=ENTRY.c.amount.type)).where(
        AGREEMENT_ITEM.c.agreement_id == row.id
    )
    owed: Decimal = run(select(_AMOUNT).where(ENTRY.c.id.in_(items))).scalar_one()
    settled = (
        select(func.sum(ALLOCATION.c.amount, type_=ALLOCATION.c.amount.type).label("amount"))
        .where(
            ALLOCATION.c.customer_id == row.customer_id,
            ALLOCATION.c.debit_id.in_(items),
            ALLOCATION.c.credit_id.not_in(list(given.standing)),
        )
        .group_by(ALLOCATION.c.credit_id, ALLOCATION.c.debit_id)
        .having(func.min(ALLOCATION.c.value_date) <= until)
    )
    paid = run(at_start).scalar_one() - owed + sum((pair.amount for pair in run(settled)), ZERO)
    return bool(paid >= row.total - row.discount)


def _written_off(session: Session, row: Any, most: Decimal, now: datetime) -> dict[int, int]:  # noqa: ANN401
    """Write off what is open on the items of a settlement, up to what is left of its discount."""
    today: date = now.date()
    account = accounts(session, [row.customer_id], today)[row.customer_id]
    agreed = next(one for one in account.agreements if one.id == row.id)
    left, named = most, {}
    for item in account.items:
        amount = min(item.open, left) if item.entry_id in agreed.entry_ids else ZERO
        if amount <= 0:
            continue
        left -= amount
        entry = Entry(
            customer_id=row.customer_id,
            creditor_id=item.creditor_id,
            kind=EntryKind.WRITE_OFF,
            date=max(today, item.date),
            amount=-amount,
            currency=item.currency,
            reference=item.reference or item.voucher,
            text=row.number,
            booked_at=now,
        )
        session.add(entry)
        session.flush()
        named[int(entry.id or 0)] = item.entry_id
    if named:
        facts = {"what": EntryKind.WRITE_OFF, "amount": most - left, "entries": list(named), "of": row.id}
        events.append(session, Act.POSTED, agent_id=row.agent_id, now=now, customer_id=row.customer_id, facts=facts)
    return named
