"""What waits for an agent: tasks that are due, and the customers they had open last."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, case, func, or_, select, update

from model import events
from model.kinds import Act, TaskKind
from model.records import DueTask
from model.tables import AGENT, AGENT_ROLE, CUSTOMER, EVENT, TASK, TEAM
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import Select

    from model.records import AgentInfo
    from model.store import Register

_LOOKED_BACK = 20_000
"""Events among which the last customers are looked for: a team's days, however long the register is."""

LEFT_LYING = timedelta(hours=1)
"""So long after its time a call-back of somebody else in the team is anybody's: the customer is waiting."""

_LIST = 200
"""Tasks that a list shows; nobody does more on a day."""


def due(register: Register, agent: AgentInfo, until: datetime, now: datetime | None = None) -> int:
    """How many tasks of an agent, or of nobody in the agent's team, are due by a moment."""
    with register.read() as session:
        mine = _for(agent, (now or until).date(), until)
        query = select(func.count()).where(mine, TASK.c.done_at.is_(None), TASK.c.due_at <= until)
        return int(session.connection().execute(query).scalar_one())


def tasks(register: Register, agent: AgentInfo, until: datetime, now: datetime) -> tuple[DueTask, ...]:
    """What an agent, or the agent's team, has to do by a moment: call-backs first, each kind by its time."""
    with register.read() as session:
        rows = session.connection().execute(_open(agent, now).where(TASK.c.due_at <= until).limit(_LIST)).all()
    return tuple(_told(row) for row in rows)


def falling_due(register: Register, agent: AgentInfo, after: datetime, until: datetime) -> DueTask | None:
    """The call-back whose time comes in a span, the first of them."""
    query = _open(agent, until).where(TASK.c.kind == TaskKind.CALL_BACK, TASK.c.due_at > after, TASK.c.due_at <= until)
    with register.read() as session:
        row = session.connection().execute(query.limit(1)).first()
    return _told(row) if row else None


def take_next(register: Register, agent: AgentInfo, now: datetime, passed: Collection[int] = ()) -> DueTask | None:
    """The next task that is due, taken by the agent, so that no two agents get the same one; None where none is.

    Args:
        register: the register.
        agent: who asks.
        now: what is due by then; call-backs come before all else, each kind by its time.
        passed: tasks that the agent had already and did not do: they come again when all others are done.

    Raises:
        Busy: another process holds the write lock.
    """
    query = _open(agent, now).where(TASK.c.due_at <= now)
    if passed:
        query = query.where(TASK.c.id.not_in(passed))
    with register.write() as session:
        # On SQLite a writer is alone; on PostgreSQL a task that somebody else is just taking is passed over.
        row = session.connection().execute(query.limit(1).with_for_update(of=TASK, skip_locked=True)).first()
        if row is None:
            return None
        if row.agent_id != agent.id:
            taken = update(TASK).where(TASK.c.id == row.id).values(agent_id=agent.id)
            session.connection().execute(taken)
            facts = {"id": row.id, "before": row.agent_id, "after": agent.id}
            events.append(session, Act.TASK_TAKEN, agent_id=agent.id, now=now, customer_id=row.customer_id, facts=facts)
        return _told(row)


def has_customers(register: Register) -> bool:
    """Whether there is anybody to find."""
    with register.read() as session:
        return session.connection().execute(select(CUSTOMER.c.id).limit(1)).first() is not None


def latest(register: Register, agent: AgentInfo, limit: int = 10) -> list[int]:
    """The customers whose cards an agent had open last, newest first."""
    with register.read() as session:
        run = session.connection().execute
        newest = run(select(func.max(EVENT.c.id))).scalar() or 0
        recent = (
            select(EVENT.c.customer_id, func.max(EVENT.c.id).label("last"))
            .where(
                EVENT.c.id > newest - _LOOKED_BACK,
                EVENT.c.agent_id == agent.id,
                EVENT.c.act == Act.VIEWED,
                EVENT.c.customer_id.is_not(None),
            )
            .group_by(EVENT.c.customer_id)
            .order_by(func.max(EVENT.c.id).desc())
            .limit(limit)
        )
        return [int(row.customer_id) for row in run(recent)]


def _open(agent: AgentInfo, now: datetime) -> Select[Any]:
    """Open tasks that are the agent's to do, with their customers: call-backs first, each kind by its time."""
    call_backs_first = case((TASK.c.kind == TaskKind.CALL_BACK, 0), else_=1)
    return (
        select(TASK, CUSTOMER.c.number, CUSTOMER.c.name, AGENT.c.name.label("agent"))
        .join(CUSTOMER, CUSTOMER.c.id == TASK.c.customer_id)
        .outerjoin(AGENT, AGENT.c.id == TASK.c.agent_id)
        .where(_for(agent, now.date(), now), TASK.c.done_at.is_(None))
        .order_by(call_backs_first, TASK.c.due_at, TASK.c.id)
    )


def _for(agent: AgentInfo, today: date, now: datetime) -> ColumnElement[bool]:
    """Whose tasks these are: the agent's, those of nobody in the team, and a team mate's call-back left lying."""
    own = TASK.c.agent_id == agent.id
    if not agent.team:
        return own
    team = select(TEAM.c.id).where(TEAM.c.name == agent.team).scalar_subquery()
    mates = select(AGENT_ROLE.c.agent_id).where(
        AGENT_ROLE.c.team_id == team,
        AGENT_ROLE.c.valid_from <= today,
        or_(AGENT_ROLE.c.valid_until.is_(None), AGENT_ROLE.c.valid_until >= today),
    )
    lying = TASK.c.agent_id.in_(mates) & (TASK.c.kind == TaskKind.CALL_BACK) & (TASK.c.due_at <= now - LEFT_LYING)
    return or_(own, TASK.c.agent_id.is_(None) & (TASK.c.team_id == team), lying)


def _told(row: Any) -> DueTask:  # noqa: ANN401  a row of `task` with its customer
    return DueTask(
        id=row.id,
        kind=row.kind,
        due_at=row.due_at,
        text=plain(row.text),
        customer_id=row.customer_id,
        number=plain(row.number),
        name=plain(row.name),
        agent=plain(row.agent or ""),
    )
