"""How customers pay, and what risk that is, for one or for many: `model.rules.behaviour` over what the ledger holds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from model.account import IDS, TODAY
from model.kinds import EntryKind
from model.rules import behaviour
from model.rules.agreement import AgreementState
from model.rules.promise import PromiseState, broken
from model.tables import ALLOCATION, CUSTOMER, ENTRY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlmodel import Session

    from model.account import Account
    from model.rules.behaviour import Assessment, Exposure, Paid

_LAST = func.max(ALLOCATION.c.value_date)
_PAID = (
    select(ENTRY.c.customer_id, ENTRY.c.date, ENTRY.c.due_date, ENTRY.c.amount, _LAST.label("settled"))
    .join(ALLOCATION, ALLOCATION.c.debit_id == ENTRY.c.id)
    .join(CUSTOMER, CUSTOMER.c.id == ENTRY.c.customer_id)
    .where(
        ALLOCATION.c.customer_id.in_(IDS),
        ALLOCATION.c.value_date <= TODAY,
        ENTRY.c.kind == EntryKind.INVOICE,
        ENTRY.c.currency == CUSTOMER.c.currency,
    )
    .group_by(ENTRY.c.id)
    .having(func.sum(ALLOCATION.c.amount, type_=ALLOCATION.c.id.type) == ENTRY.c.amount)
)
"""Invoices in the customer's own currency that are paid in full, with the day on which the last of it came."""

_JUDGED = (PromiseState.KEPT, PromiseState.PART_KEPT, PromiseState.BROKEN)
_ENDED = (AgreementState.COMPLETED, AgreementState.BREACHED)


_LIMITS = select(CUSTOMER.c.id, CUSTOMER.c.credit_limit).where(CUSTOMER.c.id.in_(IDS))


def exposures(session: Session, standing: Mapping[int, Account]) -> dict[int, Exposure]:
    """What each of these customers owes in their own currency, held against their credit limit."""
    rows = session.connection().execute(_LIMITS, {"ids": list(standing)})
    return {
        row.id: behaviour.exposure(standing[row.id].balance(standing[row.id].currency), row.credit_limit)
        for row in rows
    }


def assessments(
    session: Session, standing: Mapping[int, Account], exposures: Mapping[int, Exposure], today: date
) -> dict[int, Assessment]:
    """The risk class of each of these customers with its reasons, in their own currency."""
    paid: defaultdict[int, list[Paid]] = defaultdict(list)
    for row in session.connection().execute(_PAID, {"ids": list(standing), "today": today}):
        paid[row.customer_id].append(behaviour.Paid(row.date, row.due_date or row.date, row.settled, row.amount))
    return {
        key: behaviour.assess(behaviour.habits(paid[key]), _conduct(account), exposures[key])
        for key, account in standing.items()
    }


def _conduct(account: Account) -> behaviour.Conduct:
    judged = [p.state for p in account.promises if p.state in _JUDGED]
    ended = [a.state for a in account.agreements if a.state in _ENDED]
    return behaviour.Conduct(
        max((item.days_overdue for item in account.items if not item.disputed), default=0),
        len(judged),
        broken(judged),
        len(ended),
        sum(state == AgreementState.BREACHED for state in ended),
    )
