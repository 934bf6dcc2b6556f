"""Who acts, and how far they may go alone: agents by login, and the dated limits of their roles. No row, no limit."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, or_, select
from sqlalchemy.exc import IntegrityError

from model.agent import Agent, AgentRole
from model.kinds import AuthorityKind, Role
from model.records import AgentInfo
from model.tables import AGENT, AGENT_ROLE, AUTHORITY, TEAM
from model.text import plain

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from sqlmodel import Session

    from model.store import Register


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
    with register.read() as session:
        known = _agent(session, login, today)
    if known:
        return known
    with suppress(IntegrityError), register.write() as session:  # another desk of the same agent may be quicker
        agent = Agent(login=login, name=login.capitalize(), created_at=now)
        session.add(agent)
        session.flush()
        session.add(AgentRole(agent_id=agent.id or 0, role=Role.AGENT, valid_from=today))
    return who(register, login, now)


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
    for limit in session.connection().execute(_LIMITS, {"role": role, "today": today}):
        if limit.kind == AuthorityKind.AGREEMENT_MONTHS and months > limit.most:
            return f"{months} months are more than the {limit.most} you may grant"
        if limit.kind == AuthorityKind.AGREEMENT_AMOUNT and limit.currency == currency and total > limit.amount:
            return f"{total} is more than the {limit.amount} you may arrange"
        if limit.kind == AuthorityKind.SECOND_AGREEMENT and second and not limit.most:
            return "a second agreement beside a running one is not yours to grant"
    return ""


def amount_refusal(
    session: Session, role: str, today: date, *, kind: AuthorityKind, amount: Decimal, currency: str
) -> str:
    """Why an amount is beyond what a role may post alone, in words; "" when it is not."""
    for limit in session.connection().execute(_LIMITS, {"role": role, "today": today}):
        if limit.kind == kind and limit.currency in (None, currency) and amount > limit.amount:
            return f"{amount} {currency} is more than the {limit.amount} you may post as {kind.replace('_', ' ')}"
    return ""


def days_refusal(session: Session, role: str, today: date, *, days: int) -> str:
    """Why a deferral of so many days is beyond a role, in words; "" when it is not."""
    for limit in session.connection().execute(_LIMITS, {"role": role, "today": today}):
        if limit.kind == AuthorityKind.DEFERRAL_DAYS and days > limit.most:
            return f"{days} days are more than the {limit.most} you may grant"
    return ""
