"""Who works at the desk: agents, teams, roles and what these may grant; dated, for an act is judged by its own day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from model.columns import key, maybe_moment, maybe_money, maybe_ref, moment, ref


class Team(SQLModel, table=True):
    """A group of agents that shares a worklist."""

    id: int | None = key()
    name: str = Field(unique=True)


class Agent(SQLModel, table=True):
    """A person, or a program, that acts in the register. Never deleted: history names it."""

    id: int | None = key()
    login: str = Field(unique=True)
    name: str
    created_at: datetime = moment()
    retired_on: date | None = None


class AgentRole(SQLModel, table=True):
    """An agent's team and role in a span of days."""

    __tablename__ = "agent_role"

    id: int | None = key()
    agent_id: int = ref("agent")
    team_id: int | None = maybe_ref("team")
    role: str  # kinds.Role
    valid_from: date
    valid_until: date | None = None


class Authority(SQLModel, table=True):
    """How far a role may go on its own; beyond it an approval is asked for. No row, no limit."""

    id: int | None = key()
    role: str  # kinds.Role
    kind: str  # kinds.AuthorityKind
    currency: str | None = None
    amount: Decimal | None = maybe_money()
    count: int | None = None  # months, days or how many
    valid_from: date
    valid_until: date | None = None


class Approval(SQLModel, table=True):
    """A request to do what exceeds the asker's authority. Nobody approves their own."""

    id: int | None = key()
    customer_id: int = ref("customer")
    asked_by: int = ref("agent", index=False)
    asked_at: datetime = moment()
    proposal: str  # JSON of the proposal
    reason: str
    decided_by: int | None = maybe_ref("agent")
    decided_at: datetime | None = maybe_moment()
    granted: bool | None = None
