"""What an agent does: one function is one act, one transaction, one event.

Every act is given as a proposal, checked by field before a row exists, and refused as stale when what it rests on
changed meanwhile. Each returns the card as the act left it. The acts themselves stand in `model.acts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from model import errors, events
from model.account import accounts
from model.acts import arranging, booking, claiming, contacting, talking
from model.acts.scene import Scene
from model.card import card_in
from model.customer import Customer
from model.kinds import Act
from model.proposals import (
    AgreementProposal,
    CallProposal,
    ChargeProposal,
    ConfirmationProposal,
    ContactDecisionProposal,
    ContactProposal,
    DeferralProposal,
    DisputeProposal,
    DueDateProposal,
    InterruptionProposal,
    NoteProposal,
    OutcomeProposal,
    PartyProposal,
    PostingProposal,
    PromiseProposal,
    Proposal,
    ReversalProposal,
    SpecialProposal,
    TaskDoneProposal,
    TaskProposal,
    TraceProposal,
    TransferProposal,
    WaiverProposal,
    WithdrawalProposal,
)
from model.tables import CUSTOMER
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from model.acts.scene import Done
    from model.records import AgentInfo, Card
    from model.store import Register

_ACTS: dict[type, Callable[[Scene, Any], Done]] = {
    NoteProposal: talking.write_note,
    CallProposal: talking.log_call,
    PromiseProposal: arranging.record_promise,
    WithdrawalProposal: arranging.withdraw_promise,
    AgreementProposal: arranging.record_agreement,
    DisputeProposal: arranging.record_dispute,
    DeferralProposal: arranging.grant_deferral,
    TraceProposal: arranging.trace_payment,
    SpecialProposal: arranging.set_special,
    OutcomeProposal: talking.log_outcome,
    PartyProposal: talking.meet_party,
    TaskProposal: talking.add_task,
    TaskDoneProposal: talking.tick_off,
    ContactProposal: contacting.propose,
    ContactDecisionProposal: contacting.decide,
    PostingProposal: booking.post,
    WaiverProposal: booking.waive,
    ReversalProposal: booking.reverse,
    TransferProposal: booking.transfer,
    DueDateProposal: booking.move_due_date,
    ChargeProposal: claiming.charge,
    InterruptionProposal: claiming.note_interruption,
    ConfirmationProposal: claiming.confirm_interruption,
}


def do(register: Register, proposal: Proposal, *, agent: AgentInfo, now: datetime) -> Card:
    """Record what the agent proposes; returns the card as it is then.

    Raises:
        Invalid: a field of the proposal holds what it must not.
        Stale: what the act rests on changed; the new card is attached.
        BeyondAuthority: it is more than the agent may do alone: `model.approvals` asks for it.
        NotFound: no such customer.
        Busy: another process holds the write lock.
    """
    return do_all(register, [proposal], agent=agent, now=now)


def do_all(register: Register, proposals: Sequence[Proposal], *, agent: AgentInfo, now: datetime) -> Card:
    """Record what was said in one breath about one customer: all of it or nothing. Raises as `do` does.

    Raises:
        ValueError: no act, or acts on several customers.
    """
    if len({proposal.customer_id for proposal in proposals}) != 1:
        raise ValueError("acts that are recorded together are those on one customer")
    zone = register.zone()
    with register.write() as session:
        do_all_in(session, proposals, agent=agent, now=now, zone=zone)
        return card_in(session, proposals[0].customer_id, now.astimezone(zone).date(), zone)


def do_all_in(
    session: Session,
    proposals: Sequence[Proposal],
    *,
    agent: AgentInfo,
    now: datetime,
    zone: ZoneInfo,
    approver: AgentInfo | None = None,
) -> None:
    """Record several proposals inside a transaction. Raises as `do` does.

    Whether they are stale is told once, before the first of them: what that changes is no news to the next.
    """
    basis = next((basis for proposal in proposals if (basis := getattr(proposal, "basis", ""))), "")
    for proposal in proposals:
        do_in(session, proposal, agent=agent, now=now, zone=zone, approver=approver, basis=basis)
        basis = ""


def do_in(
    session: Session,
    proposal: Proposal,
    *,
    agent: AgentInfo,
    now: datetime,
    zone: ZoneInfo,
    approver: AgentInfo | None = None,
    basis: str | None = None,
) -> int:
    """Record a proposal inside a transaction; returns the number of its event. Raises as `do` does.

    `basis` is the account that it rests on, where that is not the proposal's own: it is one of several.
    """
    today = now.astimezone(zone).date()
    _lock(session, proposal.customer_id)
    account = accounts(session, [proposal.customer_id], today).get(proposal.customer_id)
    if account is None:
        raise _unknown(proposal.customer_id)
    scene = Scene(session, agent, now, today, account, zone, approver)
    _fresh(getattr(proposal, "basis", "") if basis is None else basis, scene)
    try:
        act, facts = _ACTS[type(proposal)](scene, proposal)
    except errors.BeyondAuthority as beyond:
        raise errors.BeyondAuthority(str(beyond), proposal) from beyond
    if scene.holds:
        facts["holds"] = scene.holds
    if approver:
        facts["approved_by"] = approver.id
    return events.append(
        session,
        act,
        agent_id=agent.id,
        now=now,
        customer_id=proposal.customer_id,
        facts=facts,
        typed=plain(proposal.typed),
        read_back=plain(getattr(proposal, "read_back", "")),
    )


def viewed(register: Register, customer_id: int, *, agent: AgentInfo, now: datetime, unmasked: bool = False) -> None:
    """Log that an agent opened a card, or had a protected address shown.

    Raises:
        NotFound: no such customer.
        Busy: another process holds the write lock.
    """
    with register.write() as session:
        if session.get(Customer, customer_id) is None:
            raise _unknown(customer_id)
        act = Act.UNMASKED if unmasked else Act.VIEWED
        events.append(session, act, agent_id=agent.id, now=now, customer_id=customer_id)


def _lock(session: Session, customer_id: int) -> None:
    """Keep other acts and postings off the account until this one ends. On SQLite a writer is alone anyway."""
    account = select(CUSTOMER.c.id).where(CUSTOMER.c.id == customer_id)
    session.connection().execute(account.with_for_update(key_share=True))


def _unknown(customer_id: int) -> errors.NotFound:
    return errors.NotFound(f"no customer with id {customer_id}")


def _fresh(basis: str, scene: Scene) -> None:
    """Refuse what rests on an account as it no longer is."""
    if basis and basis != scene.account.basis():
        raise errors.Stale(card_in(scene.session, scene.account.customer_id, scene.today, scene.zone))
