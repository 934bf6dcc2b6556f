"""Who acts, and how far they may go alone: agents by login, and the dated limits of their roles. No row, no limit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.exc import IntegrityError

from model.agent import Agent, AgentRole
from model.kinds import AuthorityKind, Role
from model.proposals import AgreementProposal, DeferralProposal, WaiverProposal
from model.records import AgentInfo
from model.rules import coverage
from model.tables import AGENT, AGENT_ROLE, AUTHORITY, TEAM
from model.text import kroner, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlmodel import Session

    from model.proposals import Proposal
    from model.records import Card
    from model.store import Register


_NOTHING = Decimal(0)
_TODAY: BindParameter[Any] = bindparam("today")
_LIMITS = select(AUTHORITY.c.kind, AUTHORITY.c.amount, AUTHORITY.c.currency, AUTHORITY.c.count.label("most")).where(
    AUTHORITY.c.role == bindparam("role"),
    AUTHORITY.c.valid_from <= _TODAY,
    or_(AUTHORITY.c.valid_until.is_(None), AUTHORITY.c.valid_until >= _TODAY),
)


def who(register: Register, login: str, now: datetime) -> AgentInfo:
    """The agent behind a login; one who was never seen before is entered, as an ordinary agent."""
    login = plain(login) or "unknown"
    today = register.today(now)
    if agent_there := known(register, login, now):
        return agent_there
    with suppress(IntegrityError), register.write() as session:  # another desk of the same agent may be quicker
        agent = Agent(login=login, name=login.capitalize(), created_at=now)
        session.add(agent)
        session.flush()
        session.add(AgentRole(agent_id=agent.id or 0, role=Role.AGENT, valid_from=today))
    return who(register, login, now)


def known(register: Register, login: str, now: datetime) -> AgentInfo | None:
    """The agent behind a login, if the register has seen them; enters nobody."""
    with register.read() as session:
        return _agent(session, plain(login) or "unknown", register.today(now))


def _agent(session: Session, login: str, today: date) -> AgentInfo | None:
    in_force = (AGENT_ROLE.c.valid_from <= today) & (
        AGENT_ROLE.c.valid_until.is_(None) | (AGENT_ROLE.c.valid_until >= today)
    )
    row = (
        session.connection()
        .execute(
            select(AGENT.c.id, AGENT.c.login, AGENT.c.name, AGENT_ROLE.c.role, TEAM.c.name.label("team"))
            .outerjoin(AGENT_ROLE, (AGENT_ROLE.c.agent_id == AGENT.c.id) & in_force)
            .outerjoin(TEAM, TEAM.c.id == AGENT_ROLE.c.team_id)
            .where(AGENT.c.login == login)
            .order_by(AGENT_ROLE.c.valid_from.desc())
        )
        .first()
    )
    if row is None:
        return None
    return AgentInfo(row.id, plain(row.login), plain(row.name), row.role or Role.AGENT, plain(row.team or ""))


@dataclass(frozen=True, slots=True)
class Limit:
    """How far a role may go alone with acts of a kind: so much, or so many."""

    kind: str  # kinds.AuthorityKind
    amount: Decimal | None
    currency: str | None
    most: int | None


def limits(register: Register, agent: AgentInfo, today: date) -> tuple[Limit, ...]:
    """How far an agent may go alone on a day, so that a desk can tell it while an act is still being written."""
    with register.read() as session:
        return _limits(session, agent.role, today)


def _limits(session: Session, role: str, today: date) -> tuple[Limit, ...]:
    rows = session.connection().execute(_LIMITS, {"role": role, "today": today})
    return tuple(Limit(row.kind, row.amount, row.currency, row.most) for row in rows)


def beyond(act: Proposal, card: Card, held: Sequence[Limit]) -> str:
    """Why what an agent is about to record is beyond them, in words; "" where it is not, or shows only when done."""
    match act:
        case AgreementProposal():
            total = coverage.total(item for item in card.items if item.entry_id in act.entry_ids)
            second = any(a.state == "active" and a.id != act.supersedes for a in card.agreements)
            months = _months(act)
            settled = _amount(held, AuthorityKind.DISCOUNT, act.discount or _NOTHING, act.currency)
            return settled or _agreement(held, months=months, total=total, currency=act.currency, second=second)
        case DeferralProposal():
            return _days(held, (act.until - card.as_of).days)
        case WaiverProposal():
            items = [item for item in card.items if item.entry_id in act.entry_ids]
            for currency in {item.currency for item in items}:
                total = coverage.total(item for item in items if item.currency == currency)
                if why := _amount(held, AuthorityKind.WAIVER, total, currency):
                    return why
    return ""


def _months(act: AgreementProposal) -> int:
    """Calendar months that a plan touches."""
    first, last = act.plan[0].due, act.plan[-1].due
    return (last.year - first.year) * 12 + last.month - first.month + 1


def agreement_refusal(
    session: Session, role: str, today: date, *, months: int, total: Decimal, currency: str, second: bool
) -> str:
    """Why an agreement is beyond a role, in words; "" when it is not.

    Args:
        session: the act's session.
        role: the agent's role today.
        today: limits are dated; those in force count.
        months: calendar months that the plan touches.
        total: what is agreed on, in `currency`.
        currency: a limit on the amount counts in its own currency only.
        second: whether another agreement of the customer goes on beside it.
    """
    held = _limits(session, role, today)
    return _agreement(held, months=months, total=total, currency=currency, second=second)


def _agreement(held: Sequence[Limit], *, months: int, total: Decimal, currency: str, second: bool) -> str:
    for limit in held:
        if limit.kind == AuthorityKind.AGREEMENT_MONTHS and limit.most is not None and months > limit.most:
            return f"{months} months are more than the {limit.most} you may grant"
        own = limit.kind == AuthorityKind.AGREEMENT_AMOUNT and limit.currency == currency
        if own and limit.amount is not None and total > limit.amount:
            return f"{kroner(total)} is more than the {kroner(limit.amount)} you may arrange"
        if limit.kind == AuthorityKind.SECOND_AGREEMENT and second and not limit.most:
            return "a second agreement beside a running one is not yours to grant"
    return ""


def amount_refusal(
    session: Session, role: str, today: date, *, kind: AuthorityKind, amount: Decimal, currency: str
) -> str:
    """Why an amount is beyond what a role may post alone, in words; "" when it is not."""
    return _amount(_limits(session, role, today), kind, amount, currency)


def _amount(held: Sequence[Limit], kind: AuthorityKind, amount: Decimal, currency: str) -> str:
    for limit in held:
        counts = limit.kind == kind and limit.currency in (None, currency)
        if counts and limit.amount is not None and amount > limit.amount:
            what = kind.replace("_", " ")
            return f"{kroner(amount)} {currency} is more than the {kroner(limit.amount)} you may post as {what}"
    return ""


def days_refusal(session: Session, role: str, today: date, *, days: int) -> str:
    """Why a deferral of so many days is beyond a role, in words; "" when it is not."""
    return _days(_limits(session, role, today), days)


def _days(held: Sequence[Limit], days: int) -> str:
    for limit in held:
        if limit.kind == AuthorityKind.DEFERRAL_DAYS and limit.most is not None and days > limit.most:
            return f"{days} days are more than the {limit.most} you may grant"
    return ""
