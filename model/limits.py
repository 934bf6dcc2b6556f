"""What limitation and interest rest on: the rows of rates in force here, and what may have interrupted a claim."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from model import errors, events
from model.kinds import Act
from model.ledger import Rate
from model.rules.limitation import Interruption, What
from model.rules.rates import Kind, Rates, Row, statutory
from model.tables import CREDITOR, ENTRY, INTERRUPTION, RATE
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlmodel import Session

    from model.records import AgentInfo
    from model.store import Register


def rates(session: Session) -> Rates:
    """The shipped rows, with those of this register before and beside them.

    Raises:
        Invalid: a row of the register cannot be one.
    """
    own = session.connection().execute(select(RATE).order_by(RATE.c.id)).all()
    shipped = statutory()
    if not own:
        return shipped
    return shipped.with_rows(
        Row(row.country, Kind(row.kind), row.valid_from, Decimal(row.value), "", plain(row.source)) for row in own
    )


def interruptions(session: Session, entry_ids: Collection[int], today: date) -> dict[int, list[Interruption]]:
    """What happened to each claim by a day; without a person's confirmation it has no effect, and says so."""
    told: defaultdict[int, list[Interruption]] = defaultdict(list)
    if entry_ids:
        query = select(INTERRUPTION).where(INTERRUPTION.c.entry_id.in_(entry_ids), INTERRUPTION.c.on <= today)
        for row in session.connection().execute(query.order_by(INTERRUPTION.c.id)):
            told[row.entry_id].append(Interruption(What(row.kind), row.on, row.confirmed_at is not None))
    return told


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """Something that may have interrupted limitation, of which nobody has confirmed the legal effect."""

    id: int
    what: str  # rules.limitation.What
    on: date
    voucher: str


def unconfirmed(register: Register, customer_id: int) -> tuple[Unconfirmed, ...]:
    """What waits for a person's word on a customer's claims, oldest first."""
    query = (
        select(INTERRUPTION.c.id, INTERRUPTION.c.kind, INTERRUPTION.c.on, ENTRY.c.voucher)
        .join(ENTRY, ENTRY.c.id == INTERRUPTION.c.entry_id)
        .where(INTERRUPTION.c.customer_id == customer_id, INTERRUPTION.c.confirmed_at.is_(None))
        .order_by(INTERRUPTION.c.id)
    )
    with register.read() as session:
        return tuple(
            Unconfirmed(row.id, row.kind, row.on, plain(row.voucher)) for row in session.connection().execute(query)
        )


def countries(session: Session) -> dict[int, str]:
    """The country of each creditor: its law is that of its claims."""
    return {row.id: row.country for row in session.connection().execute(select(CREDITOR.c.id, CREDITOR.c.country))}


def own_rate(
    register: Register,
    country: str,
    kind: str,
    valid_from: date,
    value: Decimal,
    *,
    source: str,
    agent: AgentInfo,
    now: datetime,
) -> None:
    """Add a row of the register's own; it goes before the shipped one of the same day.

    Raises:
        Invalid: it cannot be a row of that kind.
    """
    if kind not in set(Kind):
        raise errors.Invalid("kind", f"is none of: {', '.join(Kind)}", kind)
    if not plain(source):
        raise errors.Invalid("source", "say where the row is from: a law, a board's decision")
    statutory().with_rows([Row(country, Kind(kind), valid_from, value, "", plain(source))])
    with register.write() as session:
        row = Rate(
            country=country, kind=kind, valid_from=valid_from, value=str(value), source=plain(source),
            agent_id=agent.id, at=now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        events.append(session, Act.RATE, agent_id=agent.id, now=now, facts={"id": row.id, "kind": kind})
