"""Settlements that were paid: what the creditor gave up in return is written off.

A settlement is an agreement with a discount. Where all of its plan was paid by the last day of payment and grace (the
value date counts, however late the payment is booked), what is still open on its items is written off, up to the
discount, once. Paid too late it is an agreement like any other, and the rest stays owed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from model import events
from model.account import ZERO, accounts
from model.kinds import Act, EntryKind
from model.ledger import Entry
from model.rules.agreement import AgreementState
from model.tables import AGREEMENT, ENTRY

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlmodel import Session

_SETTLEMENTS = (
    AGREEMENT.c.discount.is_not(None) & AGREEMENT.c.cancelled_at.is_(None) & AGREEMENT.c.superseded_by.is_(None)
)


def write_off(session: Session, customer_ids: Collection[int], now: datetime) -> dict[int, int]:
    """Post the write-offs of settlements that are paid; returns which entry settles which.

    Nothing is allocated here: whoever posts does that with the rest.
    """
    query = select(AGREEMENT).where(AGREEMENT.c.customer_id.in_(customer_ids), _SETTLEMENTS).order_by(AGREEMENT.c.id)
    named: dict[int, int] = {}
    for row in session.connection().execute(query).all():
        if not _written_off(session, row):
            named |= _paid(session, row, now)
    return named


def _paid(session: Session, row: Any, now: datetime) -> dict[int, int]:  # noqa: ANN401  a row of `agreement`
    """The write-offs of one settlement, where it was paid in time."""
    today: date = now.date()
    account = accounts(session, [row.customer_id], today)[row.customer_id]
    agreed = next(one for one in account.agreements if one.id == row.id)
    last_day = max(part.last_day for part in agreed.instalments)
    if today > last_day:
        then = accounts(session, [row.customer_id], last_day)[row.customer_id]
        agreed = next(one for one in then.agreements if one.id == row.id)
    if agreed.state != AgreementState.COMPLETED:
        return {}
    left, named = row.discount, {}
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
        facts = {"what": EntryKind.WRITE_OFF, "amount": row.discount - left, "entries": list(named), "of": row.id}
        events.append(session, Act.POSTED, agent_id=row.agent_id, now=now, customer_id=row.customer_id, facts=facts)
    return named


def _written_off(session: Session, row: Any) -> bool:  # noqa: ANN401  a row of `agreement`
    """Whether its discount was given already; taken back by hand, it is not given again."""
    given = select(ENTRY.c.id).where(
        ENTRY.c.customer_id == row.customer_id, ENTRY.c.kind == EntryKind.WRITE_OFF, ENTRY.c.text == row.number
    )
    return session.connection().execute(given.limit(1)).first() is not None
