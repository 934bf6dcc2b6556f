"""What an act would do, before it is done: it is rehearsed and taken back, so that what is shown is what comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, func, select

from model import errors, reasons
from model.account import accounts
from model.card import card_in
from model.desk import do_all_in
from model.kinds import Role
from model.proposals import ConfirmationProposal, InterruptionProposal
from model.records import AgentInfo
from model.tables import ALLOCATION, ENTRY, INTERRUPTION
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from sqlmodel import Session

    from model.proposals import Proposal
    from model.records import Card
    from model.rules.explain import Sentence
    from model.store import Register

_CUSTOMER: BindParameter[Any] = bindparam("customer")
_LAST: BindParameter[Any] = bindparam("last")
_DEBIT = ENTRY.alias("debit")
_CLAIM = ENTRY.alias("claim")
_NEWEST = select(func.max(ALLOCATION.c.id), select(func.max(ENTRY.c.id)).scalar_subquery())
_TIED = (
    select(ALLOCATION.c.amount, _DEBIT.c.kind, _DEBIT.c.voucher, _DEBIT.c.reference, _CLAIM.c.voucher.label("claim"))
    .join(_DEBIT, _DEBIT.c.id == ALLOCATION.c.debit_id)
    .outerjoin(_CLAIM, _CLAIM.c.id == _DEBIT.c.claim_id)
    .where(ALLOCATION.c.customer_id == _CUSTOMER, ALLOCATION.c.id > _LAST, _DEBIT.c.reverses.is_(None))
    .order_by(ALLOCATION.c.id)
)
_POSTED = (
    select(ENTRY.c.kind, ENTRY.c.amount, ENTRY.c.voucher, _CLAIM.c.voucher.label("claim"))
    .outerjoin(_CLAIM, _CLAIM.c.id == ENTRY.c.claim_id)
    .where(ENTRY.c.customer_id == _CUSTOMER, ENTRY.c.id > _LAST)
    .order_by(ENTRY.c.id)
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger that would be made, or what of a debit would be settled; negative: open again."""

    amount: Decimal
    kind: str  # kinds.EntryKind
    voucher: str
    claim: str  # the invoice that a fee or interest belongs to, or ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What comes of an act."""

    card: Card
    posted: tuple[Line, ...]
    settled: tuple[Line, ...]  # in the order in which the money goes
    told: tuple[Sentence, ...] = ()  # of limitation, where the act is about it
    beyond: str = ""  # why the agent may not do it alone


def foresee(
    register: Register,
    acts: Sequence[Proposal],
    *,
    agent: AgentInfo,
    now: datetime,
    approver: AgentInfo | None = None,
) -> Foreseen:
    """What acts of one customer would do now, one after the other; nothing of it stays.

    Args:
        register: where they would be done.
        acts: what would be done.
        agent: in whose name.
        now: when.
        approver: who would grant what is beyond the agent.

    Raises:
        Refused: as `model.desk.do`; but what is beyond the agent alone is told, in `beyond`.
    """
    try:
        return _rehearsed(register, acts, agent, now, approver)
    except errors.BeyondAuthority as refused:
        if approver is not None:
            raise
        anybody = AgentInfo(agent.id, agent.login, agent.name, Role.SUPERVISOR)
        return _rehearsed(register, acts, agent, now, anybody, beyond=str(refused))


def _rehearsed(
    register: Register,
    acts: Sequence[Proposal],
    agent: AgentInfo,
    now: datetime,
    approver: AgentInfo | None,
    beyond: str = "",
) -> Foreseen:
    zone = register.zone()
    today = now.astimezone(zone).date()
    with register.rehearse() as session:
        run = session.connection().execute
        tied, posted = run(_NEWEST).one()
        do_all_in(session, acts, agent=agent, now=now, zone=zone, approver=approver)
        number = acts[0].customer_id
        whose = {"customer": number}
        return Foreseen(
            card_in(session, number, today, zone),
            _lines(run(_POSTED, whose | {"last": posted or 0})),
            _lines(run(_TIED, whose | {"last": tied or 0})),
            _limitation(session, acts[-1], today),
            beyond,
        )


def _lines(rows: Any) -> tuple[Line, ...]:  # noqa: ANN401  rows of `entry`
    return tuple(Line(row.amount, row.kind, plain(row.voucher), plain(row.claim or "")) for row in rows)


def _limitation(session: Session, proposal: Proposal, today: date) -> tuple[Sentence, ...]:
    """How a claim would then stand towards limitation."""
    if isinstance(proposal, ConfirmationProposal):
        which = select(INTERRUPTION.c.entry_id).where(INTERRUPTION.c.id == proposal.interruption_id)
        entry_id = session.connection().execute(which).scalar_one()
    elif isinstance(proposal, InterruptionProposal):
        entry_id = proposal.entry_id
    else:
        return ()
    account = accounts(session, [proposal.customer_id], today)[proposal.customer_id]
    return reasons.limitation(session, account.items, today).get(entry_id, ())
