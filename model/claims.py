"""What a claim carries: what was paid of its principal and when, and the interest, fees and compensation on it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, func, select

from model import limits
from model.kinds import CustomerKind, EntryKind
from model.rules.interest import Interest, Principal, Reduction, Terms, bears_interest, late_interest
from model.rules.limitation import State
from model.tables import ALLOCATION, ENTRY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlmodel import Session

    from model.records import Item

NOTHING = Decimal("0.00")

# By customer, since that is what entries and allocations are found by in a large ledger.
_CUSTOMER: BindParameter[Any] = bindparam("customer")
_BACK = ENTRY.alias("back")
_STANDS = ~select(1).where(_BACK.c.customer_id == _CUSTOMER, _BACK.c.reverses == ENTRY.c.id).exists()
_SUM = func.sum(ENTRY.c.amount, type_=ENTRY.c.amount.type).label("amount")
_ON_CLAIMS = (ENTRY.c.customer_id == _CUSTOMER, ENTRY.c.claim_id.is_not(None))
_REDUCTIONS = select(ALLOCATION).where(ALLOCATION.c.customer_id == _CUSTOMER).order_by(ALLOCATION.c.id)
_FEES = (
    select(ENTRY.c.claim_id, _SUM).where(*_ON_CLAIMS, ENTRY.c.kind == EntryKind.REMINDER_FEE).group_by(ENTRY.c.claim_id)
)
_CHARGED = (
    select(ENTRY.c.claim_id, _SUM)
    .where(*_ON_CLAIMS, ENTRY.c.kind == EntryKind.INTEREST, ENTRY.c.amount > 0, _STANDS)
    .group_by(ENTRY.c.claim_id)
)
_COMPENSATED = select(ENTRY.c.claim_id).where(*_ON_CLAIMS, ENTRY.c.kind == EntryKind.COMPENSATION, _STANDS)


def bears(item: Item) -> bool:
    """Whether interest or compensation may be charged on an item: overdue, and neither disputed, agreed nor lapsed."""
    free = not item.disputed and not item.agreement and item.limitation != State.LAPSED
    return bears_interest(item.kind) and item.days_overdue > 0 and free


def so_far(session: Session, customer_id: int, items: Sequence[Item], until: date, debtor: str) -> Decimal:
    """What late interest may be charged on some items up to and including a day: no part of the balance before it is.

    Raises:
        MissingRate: a half-year has no rate.
    """
    bearing = [item for item in items if bears(item)]
    if not bearing:
        return NOTHING
    told = interest(session, customer_id, bearing, until, debtor)
    return sum((max(one.due, NOTHING) for one in told.values()), NOTHING)


def interest(
    session: Session, customer_id: int, items: Sequence[Item], until: date, debtor: str
) -> dict[int, Interest]:
    """Late interest on each item of a customer up to and including a day, and what of it was charged already.

    Raises:
        MissingRate: a half-year has no rate.
    """
    rates, countries = limits.rates(session), limits.countries(session)
    paid, charged = _reductions(session, customer_id), _charged(session, customer_id)
    return {
        item.entry_id: late_interest(
            Principal(item.amount, item.due, tuple(paid[item.entry_id])),
            until,
            Terms(countries[item.creditor_id], CustomerKind(debtor)),
            rates,
            charged.get(item.entry_id, Decimal(0)),
        )
        for item in items
    }


def fees(session: Session, customer_id: int) -> dict[int, Decimal]:
    """Reminder fees charged on each claim, whether paid or not."""
    rows = session.connection().execute(_FEES, {"customer": customer_id})
    return {row.claim_id: row.amount for row in rows}


def compensated(session: Session, customer_id: int) -> set[int]:
    """The claims on which compensation stands already: it is due once."""
    return {row.claim_id for row in session.connection().execute(_COMPENSATED, {"customer": customer_id})}


def _reductions(session: Session, customer_id: int) -> defaultdict[int, list[Reduction]]:
    found: defaultdict[int, list[Reduction]] = defaultdict(list)
    for row in session.connection().execute(_REDUCTIONS, {"customer": customer_id}):
        found[row.debit_id].append(Reduction(row.value_date, row.amount))
    return found


def _charged(session: Session, customer_id: int) -> dict[int, Decimal]:
    """Interest charged on each claim, also what was waived of it since: that is not charged again."""
    rows = session.connection().execute(_CHARGED, {"customer": customer_id})
    return {row.claim_id: row.amount for row in rows}
