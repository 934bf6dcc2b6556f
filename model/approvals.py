"""Four eyes: what is beyond an agent's authority waits for somebody who may grant it. Nobody approves their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from model import errors, events, proposals
from model.agent import Approval
from model.card import asked, card_in, read_card
from model.desk import do_all_in
from model.foresight import foresee
from model.kinds import Act, Role
from model.records import AgentInfo
from model.tables import AGENT, APPROVAL, CUSTOMER
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from pydantic import TypeAdapter
    from sqlmodel import Session

    from model.foresight import Foreseen
    from model.records import Card
    from model.store import Register


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act that waits for approval."""

    id: int
    customer_id: int
    number: str
    name: str
    asked_by: str
    asked_at: datetime
    what: str  # class of the proposal
    reason: str
    asker: int  # id of who asked, who may not decide
    act: str  # what is posted, waived or charged; "" for other acts
    amount: Decimal | None
    currency: str


def ask(
    register: Register,
    proposal: proposals.Proposal,
    *,
    agent: AgentInfo,
    now: datetime,
    reason: str,
    beside: Sequence[proposals.Proposal] = (),
) -> int:
    """Ask for an act that was refused as beyond the agent's authority; returns the request's number.

    `beside` are acts said in the same breath: they are done with it, or not at all.
    """
    kind = type(proposal).__name__
    body = json.dumps(_written(proposal) | {"beside": [_written(other) for other in beside]})
    with register.write() as session:
        row = Approval(
            customer_id=proposal.customer_id,
            asked_by=agent.id,
            asked_at=now,
            proposal=body,
            reason=plain(reason, 500),
        )
        session.add(row)
        session.flush()
        number = int(row.id or 0)
        facts = {"id": number, "kind": kind}
        events.append(session, Act.APPROVAL_ASKED, agent_id=agent.id, now=now, customer_id=row.customer_id, facts=facts)
    return number


def waiting(register: Register) -> tuple[Waiting, ...]:
    """What waits for approval, the oldest first."""
    query = (
        select(APPROVAL, CUSTOMER.c.number, CUSTOMER.c.name, AGENT.c.name.label("asker"))
        .join(CUSTOMER, CUSTOMER.c.id == APPROVAL.c.customer_id)
        .join(AGENT, AGENT.c.id == APPROVAL.c.asked_by)
        .where(APPROVAL.c.decided_at.is_(None))
        .order_by(APPROVAL.c.id)
    )
    with register.read() as session:
        return tuple(_waiting(row, asked(row.proposal)) for row in session.connection().execute(query))


def _waiting(row: Any, act: dict[str, Any]) -> Waiting:  # noqa: ANN401  a row of `approval`
    return Waiting(
        id=row.id,
        customer_id=row.customer_id,
        number=plain(row.number),
        name=plain(row.name),
        asked_by=plain(row.asker),
        asked_at=row.asked_at,
        what=act["kind"],
        reason=plain(row.reason),
        asker=row.asked_by,
        act=act["what"],
        amount=act["amount"],
        currency=act["currency"],
    )


def count(register: Register, agent: AgentInfo) -> int:
    """How many requests of others wait for a supervisor; none for who is not one."""
    if agent.role != Role.SUPERVISOR:
        return 0
    query = select(func.count()).where(APPROVAL.c.decided_at.is_(None), APPROVAL.c.asked_by != agent.id)
    with register.read() as session:
        return int(session.connection().execute(query).scalar_one())


def rehearse(register: Register, number: int, *, agent: AgentInfo, now: datetime) -> tuple[Card, Foreseen]:
    """What granting a request would do: the card as it is, and what comes of it. Raises as `decide` does."""
    with register.read() as session:
        row = _open(session, number)
        asker, body, customer_id = _asker(session, row), row.proposal, row.customer_id
    _not_own(asker, agent)
    before = read_card(register, customer_id, register.today(now))
    return before, foresee(register, _proposals(body), agent=asker, now=now, approver=agent)


def _open(session: Session, number: int) -> Approval:
    row = session.get(Approval, number)
    if row is None or row.decided_at is not None:
        message = f"no request {number} waits for approval: look again"
        raise errors.NotFound(message)
    return row


def _asker(session: Session, row: Approval) -> AgentInfo:
    asker = session.connection().execute(select(AGENT).where(AGENT.c.id == row.asked_by)).one()
    return AgentInfo(asker.id, plain(asker.login), plain(asker.name), "")


def _not_own(asker: AgentInfo, agent: AgentInfo) -> None:
    if asker.id == agent.id:
        raise errors.NotAllowed("nobody approves their own request: ask another supervisor")


def decide(register: Register, number: int, *, granted: bool, agent: AgentInfo, now: datetime) -> Card:
    """Grant a request, which does the act in the asker's name, or turn it down; returns the card as it is then.

    Raises:
        NotFound: no such request waits.
        NotAllowed: it is the agent's own, or beyond their authority too; only a supervisor turns one down.
        Stale: what it rests on changed since it was asked for: it must be asked for anew.
        Invalid: it can no longer be done as it was proposed.
    """
    zone = register.zone()
    with register.write() as session:
        row = _open(session, number)
        asker = _asker(session, row)
        _not_own(asker, agent)
        if not granted and agent.role != Role.SUPERVISOR:
            raise errors.NotAllowed("a request is turned down by a supervisor: leave it to one")
        if granted:
            do_all_in(session, _proposals(row.proposal), agent=asker, now=now, zone=zone, approver=agent)
        row.decided_by, row.decided_at, row.granted = agent.id, now, granted
        session.add(row)
        facts = {"id": number, "granted": granted}
        events.append(
            session, Act.APPROVAL_DECIDED, agent_id=agent.id, now=now, customer_id=row.customer_id, facts=facts
        )
        session.flush()
        return card_in(session, row.customer_id, now.astimezone(zone).date(), zone)


def _written(proposal: proposals.Proposal) -> dict[str, Any]:
    kind = type(proposal).__name__
    return {"kind": kind, "proposal": _adapter(kind).dump_python(proposal, mode="json")}


def _proposals(body: str) -> list[proposals.Proposal]:
    """What was asked for, and what goes with it."""
    stored = json.loads(body)
    written = [stored, *stored.get("beside", ())]
    return [_adapter(one["kind"]).validate_python(one["proposal"]) for one in written]


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(getattr(proposals, kind))
