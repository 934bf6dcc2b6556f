"""Writing what is new of a staged file: inside one transaction, a thousand rows at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from model import bulk, events, posting
from model.intake.compare import source_key
from model.intake.customers import Home, add, apply, changes, load, newcomer
from model.intake.stage import amount_of, day_of, row_of
from model.kinds import Act, DisputeState, EntryKind
from model.rules.terms import due_day
from model.store import changed
from model.tables import CREDITOR, DISPUTE, ENTRY, IMPORT_BATCH

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection, Table
    from sqlmodel import Session

    from model.intake.compare import Creditor
    from model.intake.stage import Stage
    from model.records import AgentInfo

_CUSTOMER_OF = "FROM entry JOIN customer USING (number) WHERE "
_DISPUTED = _CUSTOMER_OF + "entry.disputed AND entry.action IN ('add', 'had')"

_ENTRY_COLUMNS = (
    "id", "customer_id", "creditor_id", "kind", "date", "due_date", "amount", "currency", "voucher", "reference",
    "text", "source", "source_key", "batch_id", "booked_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """A file as the register will remember it: what it was, what it brought, by whom and when."""

    file: str
    format: str
    sha256: str
    counts: dict[str, Any]
    agent: AgentInfo
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class _Scene:
    """What every step has at hand."""

    connection: Connection
    stage: Stage
    creditor: Creditor
    home: Home
    batch: Batch
    batch_id: int
    progress: Callable[[str, int, int], None]


def write(
    session: Session, stage: Stage, creditor: Creditor, batch: Batch, *, progress: Callable[[str, int, int], None]
) -> None:
    """Write the creditor, customers, entries and disputes that are new, settle, and close with one event."""
    connection = session.connection()
    home = _creditor(connection, creditor)
    scene = _Scene(connection, stage, creditor, home, batch, _batch(connection, batch), progress)
    _add_customers(scene)
    _change_customers(scene)
    _add_entries(scene)
    _add_disputes(scene)
    _settle(session, scene)
    facts = {"batch_id": scene.batch_id, "sha256": batch.sha256, **batch.counts}
    events.append(session, Act.IMPORTED, agent_id=batch.agent.id, now=batch.now, facts=facts)


def _creditor(connection: Connection, creditor: Creditor) -> Home:
    row = creditor.row
    values = {"name": row.name or row.code, "org_number": row.org_number, "bank_account": row.bank_account}
    if creditor.id is None:
        lasting = {"code": row.code, "country": row.country, "currency": row.currency}
        return Home(_new(connection, CREDITOR, values | lasting), row.country, row.currency)
    if creditor.changed:
        connection.execute(update(CREDITOR).where(CREDITOR.c.id == creditor.id).values(values))
    return Home(creditor.id, row.country, row.currency)


def _batch(connection: Connection, batch: Batch) -> int:
    values = {
        "file": batch.file, "format": batch.format, "sha256": batch.sha256, "agent_id": batch.agent.id, "at": batch.now,
        "counts": json.dumps(batch.counts, sort_keys=True),
    }  # fmt: skip
    return _new(connection, IMPORT_BATCH, values)


def _new(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    key = connection.execute(insert(table).values(values)).inserted_primary_key
    return int(key[0])  # type: ignore[index]


def _add_customers(scene: _Scene) -> None:
    for chunk in scene.stage.chunks("SELECT number, row FROM customer WHERE action = 'add' ORDER BY line, number"):
        newcomers = [newcomer(row_of(blob), scene.home) for _, blob in chunk]
        ids = add(scene.connection, newcomers, agent_id=scene.batch.agent.id, now=scene.batch.now)
        numbers = [number for number, _ in chunk]
        scene.stage.many("UPDATE customer SET id = ? WHERE number = ?", list(zip(ids, numbers, strict=True)))


def _change_customers(scene: _Scene) -> None:
    for chunk in scene.stage.chunks("SELECT number, row FROM customer WHERE action = 'change' ORDER BY number"):
        known = load(scene.connection, scene.home, [number for number, _ in chunk])
        for number, blob in chunk:
            found = changes(row_of(blob), known[number], scene.home, scene.batch.today)
            customer_id = known[number].facts.id
            apply(scene.connection, customer_id, found, agent_id=scene.batch.agent.id, now=scene.batch.now)


def _add_entries(scene: _Scene) -> None:
    total, done = scene.stage.one("SELECT COUNT(*) FROM entry WHERE action = 'add'"), 0
    query = (
        "SELECT pos, customer.id, kind, on_day, due, terms_kind, terms_days, amount, currency, voucher, reference, "
        "text, key " + _CUSTOMER_OF
    )
    for chunk in scene.stage.chunks(query + "entry.action = 'add' ORDER BY entry.pos"):
        ids = bulk.reserve(scene.connection, ENTRY, len(chunk))
        rows = [(key, *_entry(scene, row)) for key, row in zip(ids, chunk, strict=True)]
        bulk.insert(scene.connection, ENTRY, _ENTRY_COLUMNS, rows)
        placed = [(key, row[0]) for key, row in zip(ids, chunk, strict=True)]
        scene.stage.many("UPDATE entry SET id = ? WHERE pos = ?", placed)
        done += len(chunk)
        scene.progress("posting", done, total)


def _entry(scene: _Scene, staged: tuple[Any, ...]) -> tuple[Any, ...]:
    _, customer_id, kind, on_day, due, terms, days, amount, currency, voucher, reference, words, key = staged
    on = date.fromisoformat(on_day)
    due_date = day_of(due)
    if due_date is None and kind == EntryKind.INVOICE and amount > 0:
        due_date = due_day(on, terms, days)  # an invoice that does not say follows its customer's terms
    return (
        customer_id, scene.home.id, kind, on, due_date, amount_of(amount), currency, voucher, reference, words,
        scene.batch.format, source_key(scene.creditor, key), scene.batch_id, scene.batch.now,
    )  # fmt: skip


def _add_disputes(scene: _Scene) -> None:
    """Disputes that a file tells of. One on a settled item arrives closed; nobody knows who was right."""
    for chunk in scene.stage.chunks("SELECT entry.id, customer.id, on_day, closed_on " + _DISPUTED):
        rows = []
        for entry_id, customer_id, on_day, closed_on in chunk:
            on, closed = date.fromisoformat(on_day), day_of(closed_on)
            rows.append({
                "customer_id": customer_id, "entry_id": entry_id, "agent_id": scene.batch.agent.id, "reason": "",
                "opened_on": min(on, closed) if closed else on,
                "state": DisputeState.WITHDRAWN if closed else DisputeState.OPEN, "closed_on": closed,
            })  # fmt: skip
        scene.connection.execute(insert(DISPUTE), rows)


def _settle(session: Session, scene: _Scene) -> None:
    """Settle the accounts that got entries, and name every customer about whom something changed."""
    got = "SELECT DISTINCT customer.id " + _CUSTOMER_OF + "entry.action = 'add'"
    total, done = scene.stage.one(f"SELECT COUNT(*) FROM ({got})"), 0  # noqa: S608  no word of it comes from outside
    for chunk in scene.stage.chunks(got, size=posting.CHUNK):
        ids = [customer_id for (customer_id,) in chunk]
        posting.settle(session, ids, now=scene.batch.now, named=_named(scene.stage, ids))
        changed(session, ids)
        done += len(chunk)
        scene.progress("settling", done, total)
    others = "SELECT id FROM customer WHERE action IN ('add', 'change') UNION SELECT customer.id "
    for chunk in scene.stage.chunks(others + _DISPUTED):
        changed(session, [customer_id for (customer_id,) in chunk])


def _named(stage: Stage, customer_ids: list[int]) -> dict[int, int]:
    """Which credits of these customers name the debit they settle."""
    query = (
        "SELECT credit.id, COALESCE(own.id, debit.id) FROM customer "
        "JOIN entry credit ON credit.number = customer.number AND credit.action = 'add' "
        "LEFT JOIN entry own ON own.key = credit.settles LEFT JOIN debit ON debit.key = credit.settles "
        "WHERE customer.id IN (SELECT value FROM json_each(?)) AND COALESCE(own.id, debit.id) IS NOT NULL"
    )
    return dict(stage.db.execute(query, (json.dumps(customer_ids),)))
