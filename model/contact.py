"""What was said and done: calls, notes, tasks, the events that chain them, and drafts of what is still being typed.

Words about people (notes, call texts, what was typed) stand in rows of their own, so that privacy can erase them while
the event, which holds facts only, stays.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from model.columns import key, maybe_moment, maybe_money, maybe_ref, moment, ref


class Call(SQLModel, table=True):
    """A conversation with, or an attempt to reach, a customer; with the arrears at the time."""

    id: int | None = key()
    customer_id: int = ref("customer")
    agent_id: int = ref("agent")
    direction: str  # kinds.Direction
    phone: str = ""
    speaker: str  # kinds.Speaker
    party_id: int | None = maybe_ref("party")
    verified: str  # kinds.Verified
    recording_consent: bool | None = None
    started_at: datetime = moment()
    ended_at: datetime = moment()
    outcome: str  # kinds.Outcome
    text: str = ""
    overdue_then: Decimal | None = maybe_money()
    withdrawn_at: datetime | None = maybe_moment()  # logged by mistake


class Note(SQLModel, table=True):
    """What an agent wrote about a customer. A corrected note is a new row that replaces the old, which is kept."""

    id: int | None = key()
    customer_id: int = ref("customer")
    agent_id: int = ref("agent", index=False)
    call_id: int | None = maybe_ref("call")
    at: datetime = moment()
    text: str
    pinned: bool = False
    replaces: int | None = maybe_ref("note")
    withdrawn_at: datetime | None = maybe_moment()


class Task(SQLModel, table=True):
    """Something to be done about a customer, by an agent or a team."""

    id: int | None = key()
    customer_id: int = ref("customer")
    kind: str  # kinds.TaskKind
    due_at: datetime = moment()
    agent_id: int | None = maybe_ref("agent", index=True)
    team_id: int | None = maybe_ref("team")
    text: str = ""
    created_at: datetime = moment()
    done_at: datetime | None = maybe_moment()


class Event(SQLModel, table=True):
    """One act: when, who, on whom, what. Append-only and chained: `hash` covers the row and the hash before it."""

    id: int | None = key()
    at: datetime = moment()
    agent_id: int = ref("agent", index=False)
    customer_id: int | None = maybe_ref("customer", index=True)
    act: str  # kinds.Act
    facts: str = "{}"  # JSON: ids, amounts, dates, before and after; never free text
    hash: str


class Typed(SQLModel, table=True):
    """What was typed for an act and what was read back, kept with it: coaching and complaints rest on that."""

    id: int | None = key()
    event_id: int = ref("event")
    text: str = ""
    read_back: str = ""


class Draft(SQLModel, table=True):
    """Text typed and not yet recorded, where the register is a server; beside an SQLite file it is kept in another."""

    id: int | None = key()
    login: str = Field(index=True)
    desk: str
    slot: str
    body: str  # JSON
    at: datetime = moment()


class Setting(SQLModel, table=True):
    """A setting of the register, as its administrator left it."""

    name: str = Field(primary_key=True)
    value: str
