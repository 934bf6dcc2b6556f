"""The register's store: one SQLite file, or a PostgreSQL database.

A Register is opened by path or URL. `read()` gives a session on one consistent state; `write()` is one act: it takes
the write lock at once, tells the hooks which customers changed, and commits whole or not at all.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import URL, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlmodel import Session

from model import errors, tables  # noqa: F401  all tables must be known before the first query

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import date, datetime

    from sqlalchemy import Connection

SCHEMA = "0005"
"""The newest migration. Alembic costs a second to import, so the number is compared first."""

BUSY_SECONDS = 5.0
"""How long an act waits for another's write lock before it says so; what was typed is kept."""

_CACHE_KB = 2000
DESK_CACHE_KB = 500
"""Pages that an SQLite connection keeps. A desk reads one customer at a time: with more it computes no less, and each
of its connections holds them. What changes many at once writes fewer pages twice with more."""

MIGRATIONS = Path(__file__).with_name("migrations")

_BUSY_STATES = {"55P03", "40P01", "40001"}  # PostgreSQL: lock timeout, deadlock, serialization failure


class Register:
    """An open register. Sessions and rows never leave `model` and `search`."""

    def __init__(self, url: str, engine: Engine) -> None:
        """Use `open_register`, which also checks the version."""
        self.url = url
        self.engine = engine
        self.hooks: list[Callable[[Connection, Collection[int]], None]] = []

    @property
    def is_sqlite(self) -> bool:
        """Whether the register is a file on this machine."""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The register's file, if it is one."""
        return Path(str(self.engine.url.database)) if self.is_sqlite else None

    @property
    def place(self) -> str:
        """Where the register is, for people: without the password."""
        return str(self.path or f"the database {self.engine.url.render_as_string(hide_password=True)}")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent state of the register, for reading.

        Raises:
            Unreachable: the server is away.
        """
        with _refusals(self.place), Session(self.engine) as session:
            if not self.is_sqlite:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One act: everything in it is stored, or nothing is. Name changed customers with `changed`.

        Raises:
            Busy: another process holds the write lock.
            Unreachable: the server is away.
        """
        with self._writing() as session:
            yield session
            session.flush()
            if ids := session.info.get("changed"):
                for hook in self.hooks:
                    hook(session.connection(), ids)
            session.commit()

    @contextmanager
    def rehearse(self) -> Iterator[Session]:
        """An act of which nothing stays: what would come of it is read before it is done.

        Raises:
            Busy: another process holds the write lock.
            Unreachable: the server is away.
        """
        with self._writing() as session:
            yield session
            session.rollback()

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with _refusals(self.place), Session(self.engine) as session:
            connection = session.connection(execution_options={"kartotek_write": True})
            if not self.is_sqlite:
                connection.execute(text(f"SET LOCAL lock_timeout = {int(BUSY_SECONDS * 1000)}"))
            yield session

    def zone(self) -> ZoneInfo:
        """The register's time zone: *today* is its day, never the host's."""
        with self.read() as session:
            row = session.connection().execute(text("SELECT value FROM setting WHERE name = 'time_zone'")).first()
        return ZoneInfo(row[0] if row else "Europe/Copenhagen")

    def today(self, now: datetime) -> date:
        """The register's day at a moment."""
        return now.astimezone(self.zone()).date()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def changed(session: Session, customer_ids: Collection[int]) -> None:
    """Name customers whose searchable facts or balances this act changes; the hooks hear of them before it commits."""
    session.info.setdefault("changed", set()).update(customer_ids)


def open_register(target: str | Path, *, migrate: bool = False, cache_kb: int = _CACHE_KB) -> Register:
    """Open a register by path or URL. A new SQLite file is made; an older one is migrated, after a copy.

    Args:
        target: a file's path, `sqlite:///path` or `postgresql://user@host/database`.
        migrate: bring a PostgreSQL database to this version too (what `kartotek migrate` does).
        cache_kb: how much of an SQLite file each connection keeps in memory.

    Raises:
        WrongVersion: the register is newer, or a PostgreSQL database is not migrated.
        Unreachable: no such server, or the file cannot be opened.
    """
    url = as_url(str(target))
    register = Register(url, _engine(url, cache_kb))
    with ExitStack() as on_refusal:
        on_refusal.callback(register.close)
        with _refusals(register.place):
            found = _version(register)
        if found is not None and found > SCHEMA:
            message = f"the register has version {found}, this kartotek knows {SCHEMA}: update kartotek"
            raise errors.WrongVersion(message)
        if found != SCHEMA:
            if not register.is_sqlite and not migrate:
                message = f"the database has version {found or 'none'}, not {SCHEMA}: run `kartotek migrate`"
                raise errors.WrongVersion(message)
            upgrade(register)
        on_refusal.pop_all()
    return register


def upgrade(register: Register) -> None:
    """Bring the database to this version, in one transaction; an older SQLite file is copied first."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with _refusals(register.place), register.engine.connect() as connection:
        connection.execution_options(kartotek_write=True)
        with connection.begin():
            # Asked again under the lock: another desk may have been quicker, and its copy must not be overwritten.
            found = _version_in(connection)
            if register.path is not None and found is not None and found < SCHEMA:
                copy_file(register.path, register.path.with_name(f"{register.path.name}.before-{SCHEMA}"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def as_url(target: str) -> str:
    """The SQLAlchemy URL of a path or URL.

    >>> as_url("/srv/register.db")
    'sqlite:////srv/register.db'
    >>> as_url("postgresql://desk@db/kartotek")
    'postgresql+psycopg://desk@db/kartotek'
    """
    if target.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + target.split("://", 1)[1]
    if "://" in target:
        return target
    return f"sqlite:///{Path(target).expanduser().absolute()}"


def copy_file(source: Path, target: Path) -> None:
    """A consistent copy of an SQLite file, taken while others write; readable by those who can read the original."""
    _make_file(target, source.stat().st_mode & 0o777)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def _engine(url: str, cache_kb: int) -> Engine:
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        if not path.exists():
            _make_file(path)
        # Built, not parsed: a path may hold a question mark.
        engine = create_engine(
            URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
        )
        event.listen(engine, "connect", lambda connection, _record: _sqlite_connected(connection, cache_kb))
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    if not url.startswith("postgresql+psycopg://"):
        message = f"{url.partition('://')[0]}: no such kind of register: give a path or postgresql://user@host/database"
        raise errors.Unreachable(message)
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 5, "prepare_threshold": 3},
        )
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed: pip install 'kartotek[postgres]'"
        raise errors.Unreachable(message) from error
    except (ArgumentError, ValueError) as error:
        message = "the database's address cannot be read: write postgresql://user@host:port/database"
        raise errors.Unreachable(message) from error


def _make_file(path: Path, mode: int | None = None) -> None:
    """An empty file that only its owner, or the group of a group folder, can read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = mode or (0o660 if path.parent.stat().st_mode & 0o2000 else 0o600)
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, mode)
        os.fchmod(descriptor, mode)
        os.close(descriptor)
    except OSError as error:
        message = f"{path}: {error.strerror}: choose another place with --register"
        raise errors.Unreachable(message) from error


def _sqlite_connected(connection: sqlite3.Connection, cache_kb: int) -> None:
    connection.isolation_level = None  # SQLAlchemy begins, in `_sqlite_begin`
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an act that was confirmed survives a power cut
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else REPLACE deletes past the delete triggers
        "temp_store=MEMORY",
        f"cache_size=-{cache_kb}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("kartotek_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _version(register: Register) -> str | None:
    with register.engine.connect() as connection:
        found = _version_in(connection)
        if not re.fullmatch(r"\d{4}", found or SCHEMA) or (found is None and inspect(connection).get_table_names()):
            message = f"{register.place} holds another program's data: choose another register with --register"
            raise errors.Unreachable(message)
        return found


def _version_in(connection: Connection) -> str | None:
    """The newest migration that a database has seen; None before the first."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None


@contextmanager
def _refusals(place: str) -> Iterator[None]:
    """Say in words what the driver reports in codes."""
    try:
        yield
    except DBAPIError as error:
        words = str(error.orig).partition("\n")[0]
        if getattr(error.orig, "sqlstate", None) in _BUSY_STATES or "is locked" in words:
            message = "the register is busy (an import?): what was typed is kept, try again"
            raise errors.Busy(message) from error
        if "file is not a database" in words:
            message = f"{place} is no register: choose another with --register"
            raise errors.Unreachable(message) from error
        if "malformed" in words or isinstance(error, OperationalError):
            message = f"{place} cannot be reached: {words}"
            raise errors.Unreachable(message) from error
        raise
