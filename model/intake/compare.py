"""What of a staged file is new to the register: read without any lock, noted on the stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from model.columns import to_minor
from model.errors import Refused
from model.intake.customers import DEFAULT_TERMS, Home, changes, load, one_of
from model.intake.rows import PAID, CreditorRow
from model.intake.stage import amount_of, row_of
from model.kinds import EntryKind
from model.tables import CREDITOR, CUSTOMER, DISPUTE, ENTRY, IMPORT_BATCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
    from sqlmodel import Session

    from model.intake.rows import Intake
    from model.intake.stage import Stage

_IMPORT_LOCK = 0x6B617275  # one file at a time (PostgreSQL; SQLite has one writer anyway)
_COUNTRIES = {"DKK": "DK", "NOK": "NO", "SEK": "SE"}
_NOBODY = Home(0, "", "")


@dataclass(frozen=True, slots=True)
class Creditor:
    """Whose claims a file holds. Without an id the register does not know them yet."""

    id: int | None
    row: CreditorRow
    changed: bool = False

    @property
    def currency(self) -> str:
        """The currency of amounts that name none."""
        return self.row.currency


def home_of(session: Session, intake: Intake, *, name: str) -> Creditor:
    """Find the creditor a file speaks for: by its code, or the register's only one, or a first one named by the file.

    Raises:
        Refused: the file names none, and the register has several; or one was named that it does not have.
    """
    rows = session.connection().execute(select(CREDITOR).order_by(CREDITOR.c.id)).all()
    said = intake.creditor
    if said is None:
        if len(rows) > 1:
            several = ", ".join(f"{row.code} ({row.name})" for row in rows)
            raise Refused(f"the file does not say whose claims it holds: say it with --creditor: {several}")
        if not rows:
            currency = _first_currency(intake) or "DKK"
            return Creditor(None, CreditorRow("1", name or "1", _COUNTRIES.get(currency, "DK"), currency))
        said = CreditorRow(rows[0].code, "", "", "")
    row = next((row for row in rows if row.code == said.code), None)
    if row is None and not said.name:
        codes = ", ".join(row.code for row in rows) or "none yet"
        raise Refused(f"the register has no creditor {said.code!r}; it has {codes}")
    if row is None:
        return Creditor(None, said)
    known = CreditorRow(
        row.code, said.name or row.name, row.country, row.currency, said.org_number or row.org_number,
        said.bank_account or row.bank_account,
    )  # fmt: skip
    changed = (known.name, known.org_number, known.bank_account) != (row.name, row.org_number, row.bank_account)
    return Creditor(row.id, known, changed)


def _first_currency(intake: Intake) -> str:
    named = (row.currency for rows in (intake.entries[:1], intake.customers[:1]) for row in rows)
    return next((currency for currency in named if currency), "")


def fingerprint(session: Session, *, lock: bool = False) -> tuple[int, ...]:
    """What tells whether another file, or an entry, came in between; with `lock` other imports wait from here on."""
    connection = session.connection()
    if lock and connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _IMPORT_LOCK})
    return tuple(
        connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        for table in (CREDITOR, CUSTOMER, ENTRY, IMPORT_BATCH)
    )


def compare(
    session: Session, stage: Stage, creditor: Creditor, *, today: date, progress: Callable[[str, int, int], None]
) -> None:
    """Note on the stage what is to be added, changed or left, and what of it has to be told.

    Raises:
        Refused: the register begins with a later opening balance than the file has lines.
    """
    connection = session.connection()
    home = Home(creditor.id, creditor.row.country, creditor.row.currency) if creditor.id else _NOBODY
    _customers(connection, stage, home, today, progress)
    _unknown(stage)
    _entries(connection, stage, creditor, today, progress)
    if creditor.id:
        _contained(connection, stage, creditor)
        _openings(connection, stage, creditor)
        _debits(connection, stage, creditor)
        _balances(connection, stage, creditor)


def source_key(creditor: Creditor, key: str) -> str:
    """An entry's identity in the register: whose claim it is, and what it is called there."""
    return f"{creditor.row.code}:{key}"


def _customers(
    connection: Connection, stage: Stage, home: Home, today: date, progress: Callable[[str, int, int], None]
) -> None:
    total, done = stage.one("SELECT COUNT(*) FROM customer"), 0
    for chunk in stage.chunks("SELECT number, row FROM customer ORDER BY number"):
        found = load(connection, home, [number for number, _ in chunk]) if home.id else {}
        noted: list[tuple[Any, ...]] = []
        for number, blob in chunk:
            known, row = found.get(number), row_of(blob) if blob else None
            if known is None:
                action = "add" if row else "unknown"
                terms = (row.terms_kind, row.terms_days) if row else (None, None)
                noted.append((None, action, terms[0] or DEFAULT_TERMS[0], _or(terms[1], DEFAULT_TERMS[1]), number))
                continue
            action = "known" if row is None else "change" if changes(row, known, home, today) else "same"
            kind = (row and row.terms_kind) or known.facts.terms_kind
            days = _or(row.terms_days if row else None, known.facts.terms_days)
            noted.append((known.facts.id, action, kind, days, number))
        stage.many("UPDATE customer SET id = ?, action = ?, terms_kind = ?, terms_days = ? WHERE number = ?", noted)
        done += len(chunk)
        progress("comparing", done, total)


def _or(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value


def _unknown(stage: Stage) -> None:
    """Entries of customers that neither the file nor the register has are told and left out."""
    stage.db.execute(
        "UPDATE entry SET action = 'unknown' WHERE number IN (SELECT number FROM customer WHERE action = 'unknown')"
    )
    for chunk in stage.chunks("SELECT line, number, amount, currency FROM entry WHERE action = 'unknown' ORDER BY pos"):
        for line, number, amount, currency in chunk:
            stage.compared.tell(
                line, "customer", number, f"no customer has this number: {amount_of(amount):.2f} {currency} left out"
            )


def _entries(
    connection: Connection, stage: Stage, creditor: Creditor, today: date, progress: Callable[[str, int, int], None]
) -> None:
    total, done = stage.one("SELECT COUNT(*) FROM entry WHERE action = 'add'"), 0
    query = "SELECT pos, key, amount, line, disputed FROM entry WHERE action = 'add' ORDER BY pos"
    for chunk in stage.chunks(query) if creditor.id else ():
        keys = {source_key(creditor, row[1]): row for row in chunk}
        statement = select(ENTRY.c.source_key, ENTRY.c.id, ENTRY.c.amount, ENTRY.c.customer_id)
        had: list[tuple[int, int]] = []
        for key, entry_id, amount, customer_id in connection.execute(
            statement.where(one_of(ENTRY.c.source_key, list(keys), connection))
        ).all():
            pos, _, minor, line, _ = keys[key]
            changed = to_minor(amount) != minor
            posted = _paid_so_far(connection, customer_id, key) if changed and key.endswith(PAID) else amount
            if to_minor(posted) == minor:
                had.append((entry_id, pos))
            elif key.endswith(PAID) and minor < to_minor(posted) < 0:
                stage.lessen(pos, minor - to_minor(posted), today)
            else:
                had.append((entry_id, pos))
                stage.compared.tell(
                    line, "amount", f"{amount_of(minor):.2f}",
                    f"this entry was posted earlier with {posted:.2f}, and entries are never changed: correct it",
                )  # fmt: skip
        stage.many("UPDATE entry SET id = ?, action = 'had' WHERE pos = ?", had)
        _disputes(connection, stage, dict(had))
        done += len(chunk)
        progress("comparing", done, total)


def _paid_so_far(connection: Connection, customer_id: int, key: str) -> Decimal:
    """What earlier files told was paid of an item: each that told more added a payment behind the first one's key."""
    paid: Decimal = connection.execute(
        select(func.sum(ENTRY.c.amount)).where(
            ENTRY.c.customer_id == customer_id,
            (ENTRY.c.source_key == key) | ENTRY.c.source_key.startswith(key + ":", autoescape=True),
        )
    ).scalar_one()
    return paid


def _disputes(connection: Connection, stage: Stage, had: dict[int, int]) -> None:
    """A dispute that is already known is not opened again."""
    statement = select(DISPUTE.c.entry_id).where(one_of(DISPUTE.c.entry_id, list(had), connection))
    known = [(had[entry_id],) for (entry_id,) in connection.execute(statement.distinct())]
    stage.many("UPDATE entry SET disputed = 0 WHERE pos = ?", known)


def _contained(connection: Connection, stage: Stage, creditor: Creditor) -> None:
    """Refuse lines from before an account's opening balance in the register: that balance already holds them."""
    query = (
        "SELECT customer.id, number, MIN(on_day) FROM entry JOIN customer USING (number) "
        "WHERE entry.action = 'add' AND customer.id IS NOT NULL GROUP BY customer.id"
    )
    for chunk in stage.chunks(query):
        first = {customer_id: (number, date.fromisoformat(on_day)) for customer_id, number, on_day in chunk}
        openings = select(ENTRY.c.customer_id, func.max(ENTRY.c.date)).where(
            one_of(ENTRY.c.customer_id, list(first), connection),
            ENTRY.c.creditor_id == creditor.id,
            ENTRY.c.kind == EntryKind.OPENING,
        )
        for customer_id, opened in connection.execute(openings.group_by(ENTRY.c.customer_id)):
            number, on = first[customer_id]
            if on < opened:
                raise Refused(
                    f"customer {number} begins in the register with the balance of {opened}, and the file has lines of "
                    f"{on}, which that balance holds: bring files in by their dates, the earliest first"
                )


def _openings(connection: Connection, stage: Stage, creditor: Creditor) -> None:
    """An opening balance is posted for an account without entries; for others it is compared with them."""
    where = "kind = 'opening' AND entry.action IN ('add', 'had') AND customer.id IS NOT NULL"
    columns = "customer.id, pos, entry.line, number, amount, on_day, entry.action"
    query = f"SELECT {columns} FROM entry JOIN customer USING (number) WHERE {where}"  # noqa: S608  our own words
    for chunk in stage.chunks(query):
        rows = {customer_id: row for customer_id, *row in chunk}
        on = date.fromisoformat(chunk[0][5])
        whose = one_of(ENTRY.c.customer_id, list(rows), connection) & (ENTRY.c.creditor_id == creditor.id)
        before = func.sum(ENTRY.c.amount).filter((ENTRY.c.date < on) & (ENTRY.c.currency == creditor.currency))
        statement = select(ENTRY.c.customer_id, before).where(whose).group_by(ENTRY.c.customer_id)
        for customer_id, amount in connection.execute(statement):
            pos, line, number, minor, _, action = rows[customer_id]
            if action == "had":
                continue
            stage.db.execute("UPDATE entry SET action = 'covered' WHERE pos = ?", (pos,))
            computed, stated = amount_of(0) if amount is None else amount, amount_of(minor)
            if computed != stated:
                told = f"customer {number} has {computed:.2f} in the register before {on}: not posted, compare both"
                stage.compared.tell(line, "opening balance", f"{stated:.2f}", told)


def _debits(connection: Connection, stage: Stage, creditor: Creditor) -> None:
    """Find the debits that credits of this file settle and an earlier file brought."""
    query = "SELECT DISTINCT settles FROM entry WHERE settles IS NOT NULL AND settles NOT IN (SELECT key FROM entry)"
    for chunk in stage.chunks(query):
        keys = {source_key(creditor, key): key for (key,) in chunk}
        statement = select(ENTRY.c.source_key, ENTRY.c.id).where(one_of(ENTRY.c.source_key, list(keys), connection))
        found = [(keys[key], entry_id) for key, entry_id in connection.execute(statement)]
        stage.many("INSERT OR IGNORE INTO debit (key, id) VALUES (?, ?)", found)


def _balances(connection: Connection, stage: Stage, creditor: Creditor) -> None:
    """A balance stated without an opening balance goes on from the account as the register has it."""
    query = "SELECT id FROM customer WHERE id IS NOT NULL AND stated IS NOT NULL AND opening IS NULL ORDER BY number"
    for chunk in stage.chunks(query):
        whose = one_of(ENTRY.c.customer_id, [row[0] for row in chunk], connection) & (
            ENTRY.c.creditor_id == creditor.id
        )
        statement = select(ENTRY.c.customer_id, func.sum(ENTRY.c.amount)).where(
            whose, ENTRY.c.currency == creditor.currency
        )
        found = connection.execute(statement.group_by(ENTRY.c.customer_id))
        stage.many("UPDATE customer SET before = ? WHERE id = ?", [(to_minor(amount), key) for key, amount in found])
