"""History is append-only: the databases themselves refuse to rewrite entries, allocations, due dates and events."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from model import desk
from model.store import Register, open_register
from model.tables import APPEND_ONLY
from tests.model.build import NOW, debtor

COLUMN = {"entry": "text", "allocation": "amount", "due_date_change": "reason", "event": "facts"}
"""A column of each table that somebody might wish to rewrite."""

every_table = pytest.mark.parametrize("table", APPEND_ONLY)


@pytest.fixture(scope="module")
def books(shared: Register) -> Register:
    """A register with a row in each of the tables."""
    fill(shared)
    return shared


@pytest.fixture(scope="module")
def own_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a row in each of the tables."""
    path = tmp_path_factory.mktemp("own") / "register.db"
    path.write_bytes(request.getfixturevalue("_migrated_file").read_bytes())
    register = open_register(path)
    fill(register)
    register.close()
    return path


def fill(register: Register, key: str = "file:1") -> None:
    customer = debtor(register)
    invoice = customer.owes("100.00", "1", on=date(2026, 10, 1), source_key=key)
    customer.pays("40.00", on=date(2026, 10, 2))
    customer.gets_until(date(2026, 12, 1), invoice)
    desk.viewed(register, customer.id, agent=customer.agent, now=NOW)


def rows(connection: Connection, table: str) -> list[tuple]:
    return [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))]


def refused(register: Register, table: str, *statements: str) -> None:
    """The last statement is refused by the database, in words that name the table, and every row stands."""
    with register.engine.connect() as connection:
        before = rows(connection, table)
        assert before
    with register.engine.connect() as connection:
        for statement in statements[:-1]:
            connection.execute(text(statement))
        with pytest.raises(DBAPIError, match=f"{table} is append-only: .* refused"):
            connection.execute(text(statements[-1]))
    with register.engine.connect() as connection:
        assert rows(connection, table) == before


@every_table
def test_update_is_refused(books: Register, table: str) -> None:
    refused(books, table, f"UPDATE {table} SET {COLUMN[table]} = {COLUMN[table]}")
    refused(books, table, f"UPDATE {table} SET id = id + 1000000")


@every_table
def test_delete_is_refused(books: Register, table: str) -> None:
    refused(books, table, f"DELETE FROM {table} WHERE id = (SELECT MIN(id) FROM {table})")


@every_table
def test_writing_over_a_row_by_its_number_is_refused(books: Register, table: str) -> None:
    row = f"SELECT * FROM {table} WHERE id = (SELECT MIN(id) FROM {table})"
    if books.is_sqlite:
        for how in ("INSERT OR REPLACE", "REPLACE"):
            refused(books, table, f"{how} INTO {table} {row}")
        refused(books, table, f"UPDATE OR REPLACE {table} SET id = id + 1")
        refused(books, table, f"UPDATE OR IGNORE {table} SET {COLUMN[table]} = {COLUMN[table]}")
        row += " AND true"  # else SQLite takes ON CONFLICT for part of a join
    column = COLUMN[table]
    upsert = f"INSERT INTO {table} {row} ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column}"
    refused(books, table, upsert)


def columns(register: Register, table: str, *without: str) -> str:
    with register.engine.connect() as connection:
        result = connection.execute(text(f"SELECT * FROM {table} LIMIT 0"))
        return ", ".join(f'"{name}"' for name in result.keys() if name not in without)  # noqa: SIM118


def test_writing_over_an_entry_by_its_identity_is_refused(books: Register) -> None:
    names = columns(books, "entry", "id")
    same = f"INTO entry ({names}) SELECT {names} FROM entry WHERE source_key = 'file:1'"
    target = "ON CONFLICT (source_key) WHERE source_key IS NOT NULL"
    if books.is_sqlite:
        refused(books, "entry", f"INSERT OR REPLACE {same}")
    refused(books, "entry", f"INSERT {same} {target} DO UPDATE SET amount = 1")


@every_table
def test_a_connection_without_our_settings_cannot_rewrite_either(own_file: Path, table: str) -> None:
    with closing(sqlite3.connect(own_file, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        before = connection.execute(f"SELECT * FROM {table}").fetchall()
        assert before
        row = f"SELECT * FROM {table} WHERE id = {before[0][0]}"
        statements = [
            f"INSERT OR REPLACE INTO {table} {row}",
            f"REPLACE INTO {table} {row}",
            f"UPDATE {table} SET {COLUMN[table]} = ''",
            f"UPDATE OR REPLACE {table} SET id = id + 1",
            f"DELETE FROM {table}",
            f"INSERT INTO {table} {row} AND true ON CONFLICT DO UPDATE SET id = 99",
        ]
        if table == "entry":
            others = ", ".join(name for _, name, *_ in connection.execute("PRAGMA table_info(entry)") if name != "id")
            statements.append(
                f"INSERT OR REPLACE INTO entry ({others}) SELECT {others} FROM entry WHERE source_key = 'file:1'"
            )
        for statement in statements:
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
                connection.execute(statement)
        assert connection.execute(f"SELECT * FROM {table}").fetchall() == before


@pytest.fixture(scope="module")
def server(shared_server: Register) -> Register:
    """The books on PostgreSQL, which alone knows TRUNCATE, MERGE and replication."""
    fill(shared_server, "file:2")
    return shared_server


@every_table
def test_truncate_is_refused(server: Register, table: str) -> None:
    refused(server, table, f"TRUNCATE {table} CASCADE")
    refused(server, table, f"TRUNCATE {table} RESTART IDENTITY CASCADE")


def test_truncate_of_what_entries_hang_on_is_refused(server: Register) -> None:
    with server.engine.connect() as connection, pytest.raises(DBAPIError, match="is append-only: TRUNCATE refused"):
        connection.execute(text("TRUNCATE customer CASCADE"))


@every_table
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_replication_is_no_way_around(server: Register, table: str, statement: str) -> None:
    refused(server, table, "SET session_replication_role = replica", statement.format(table, COLUMN[table]))


@every_table
def test_merge_is_refused(server: Register, table: str) -> None:
    merge = f"MERGE INTO {table} t USING {table} s ON t.id = s.id WHEN MATCHED THEN"
    refused(server, table, f"{merge} UPDATE SET {COLUMN[table]} = s.{COLUMN[table]}")
    refused(server, table, f"{merge} DELETE")


def test_every_trigger_is_there_after_all_migrations(shared: Register) -> None:
    with shared.engine.connect() as connection:
        if shared.is_sqlite:
            found = connection.execute(text("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"))
            wanted = {(table, f"{table}_no_{act}") for table in APPEND_ONLY for act in ("update", "delete", "replace")}
        else:
            # Enabled always ('A'), so that a replica's session runs them too.
            found = connection.execute(
                text("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'A'")
            )
            wanted = {(table, f"{table}_no_{act}") for table in APPEND_ONLY for act in ("rewrite", "truncate")}
        assert {(table, name) for table, name in found} >= wanted


def test_ordinary_tables_can_be_written_over(rolled_back: Session) -> None:
    act = rolled_back.connection()
    upsert = "INSERT INTO setting VALUES ('colour', :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    for value in ("red", "blue"):
        act.execute(text(upsert), {"value": value})
    assert act.execute(text("SELECT value FROM setting WHERE name = 'colour'")).scalars().all() == ["blue"]
    assert act.execute(text("DELETE FROM setting WHERE name = 'colour'")).rowcount == 1


def test_new_rows_are_taken(books: Register, rolled_back: Session) -> None:
    names = columns(books, "entry", "id", "source_key")
    copy = f"INSERT INTO entry ({names}) SELECT {names} FROM entry WHERE source_key IS NOT NULL"
    assert rolled_back.connection().execute(text(copy)).rowcount >= 1
