"""The chain of events: what was done, by whom, on whom. Each hash covers its row and the hash before it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlmodel import col, select

from model.contact import Event, Typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlmodel import Session

    from model.kinds import Act

FIRST = "0" * 64
_CHAIN_LOCK = 0x6B617274  # one writer at a time at the end of the chain (PostgreSQL; SQLite has one writer anyway)


def append(
    session: Session,
    act: Act,
    *,
    agent_id: int,
    now: datetime,
    customer_id: int | None = None,
    facts: dict[str, Any] | None = None,
    typed: str = "",
    read_back: str = "",
) -> int:
    """Add an act's event to the chain, inside the act's transaction; returns its id.

    Facts are ids, amounts and dates, never free text; what was typed stands in a row of its own.
    """
    event = Event(
        at=now,
        agent_id=agent_id,
        customer_id=customer_id,
        act=act,
        facts=_json(facts or {}),
        hash="",
    )
    event.hash = digest(last_hash(session), event)
    session.add(event)
    session.flush()
    number = int(event.id or 0)
    if typed or read_back:
        session.add(Typed(event_id=number, text=typed, read_back=read_back))
    return number


def last_hash(session: Session) -> str:
    """The end of the chain; on PostgreSQL other writers wait here until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    return session.exec(select(Event.hash).order_by(col(Event.id).desc()).limit(1)).first() or FIRST


def digest(before: str, event: Event) -> str:
    """The hash of an event after another."""
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    row = [before, at, event.agent_id, event.customer_id, event.act, event.facts]
    return hashlib.sha256(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def broken_links(session: Session) -> Iterator[int]:
    """Ids of events that do not follow from the one before: a row was changed, taken out or slipped in."""
    before = FIRST
    for event in _in_order(session):
        if event.hash != digest(before, event):
            yield event.id or 0
        before = event.hash


def _in_order(session: Session) -> Iterable[Event]:
    return session.exec(select(Event).order_by(col(Event.id)).execution_options(yield_per=2000))


def _json(facts: dict[str, Any]) -> str:
    return json.dumps(
        facts,
        default=_plain_value,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )


def _plain_value(value: object) -> str:
    if isinstance(value, Decimal | date):
        return str(value)
    message = f"{type(value).__name__} has no place among an event's facts"
    raise TypeError(message)
