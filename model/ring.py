"""Calls on their way to an agent's desk: the telephone system leaves a row, and the desk takes it away.

A row serves both kinds of register. It stands where drafts stand: in the small file beside an SQLite register, which
whoever may use the register may use, and never waits for an import; in a table of a server, which desks on every host
see. A desk that ended leaves nothing behind that another program could take for it, as a socket would be: a row that
nobody takes says that nobody is there.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.errors import Unreachable

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

_TOO_OLD = timedelta(minutes=1)
"""So old a call is left over from a telephone system that died; hosts' clocks may differ by less."""

_AWAY_SECONDS = 5.0  # a server that did not answer is not asked again sooner
_BUSY_SECONDS = 0.5


class Ring:
    """The bell of one agent, heard by each of their desks; the first that hears takes the call.

    Args:
        target: the register's path or URL.
        login: the agent.
    """

    def __init__(self, target: str, login: str) -> None:
        # A desk's own drafts have the agent's login; no login has a colon, so nothing takes the one for the other.
        self._to = f"tel:{login}"
        self._place = _Server(target) if target.startswith(("postgresql", "postgres:")) else _File(target)

    def put(self, number: str, now: datetime) -> int:
        """Leave a call for the desks; the key to ask for it by.

        Raises:
            Unreachable: there is no register there, or it does not answer.
        """
        row = (self._to, number, now.astimezone(UTC).isoformat())
        return int(self._place.run(self._place.put, row, make=True)[0][0])

    def waits(self, key: int) -> bool:
        """Whether no desk has taken the call yet."""
        return bool(self._place.run(self._place.waits, (key,)))

    def withdraw(self, key: int) -> bool:
        """Take the call back; False where a desk was quicker."""
        return bool(self._place.run(self._place.withdraw, (key,)))

    def take(self, now: datetime) -> str:
        """The number that calls now, taken from the row; "" where none does, or the register is away."""
        try:
            rows = self._place.run(self._place.take, (self._to,))
        except Unreachable:
            return ""
        young = [(key, number) for key, number, at in rows if now - _moment(at) < _TOO_OLD]
        return str(max(young)[1]) if young else ""

    def close(self) -> None:
        """Let go of the server."""
        self._place.close()


class _File:
    """A table in the file of drafts beside an SQLite register. Opened anew each time, so that it may come and go."""

    put = "INSERT INTO ring (login, number, at) VALUES (?, ?, ?) RETURNING id"
    waits = "SELECT 1 FROM ring WHERE id = ?"
    withdraw = "DELETE FROM ring WHERE id = ? RETURNING id"
    take = "DELETE FROM ring WHERE login = ? RETURNING id, number, at"

    def __init__(self, target: str) -> None:
        self._register = Path(target.removeprefix("sqlite:///")).expanduser().absolute()
        self._path = self._register.with_name(f"{self._register.name}.drafts")

    def run(self, statement: str, values: Sequence[Any], *, make: bool = False) -> list[Any]:
        try:
            if make:
                self._make()
            elif not self._path.exists():
                return []
            with contextlib.closing(sqlite3.connect(self._path, _BUSY_SECONDS, isolation_level=None)) as connection:
                if make:
                    connection.execute(
                        "CREATE TABLE IF NOT EXISTS ring (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                        " login TEXT NOT NULL, number TEXT NOT NULL, at TEXT NOT NULL)"
                    )
                elif statement is self.take and not self._any(connection, values):
                    return []  # looking takes no lock for writing, and wakes no disk
                return connection.execute(statement, values).fetchall()
        except (OSError, sqlite3.Error) as error:
            message = f"{self._path}: {error}"
            raise Unreachable(message) from error

    def _any(self, connection: sqlite3.Connection, values: Sequence[Any]) -> bool:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'ring'").fetchone():
            return False
        return connection.execute("SELECT 1 FROM ring WHERE login = ?", values).fetchone() is not None

    def _make(self) -> None:
        mode = self._register.stat().st_mode & 0o777  # who may use the register may ring its agents
        with contextlib.suppress(FileExistsError):
            descriptor = os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
            os.fchmod(descriptor, mode)
            os.close(descriptor)

    def close(self) -> None:
        pass


class _Server:
    """Rows in the table of drafts of a PostgreSQL register."""

    put = "INSERT INTO draft (login, desk, slot, body, at) VALUES (%s, '', 'ring', %s, %s) RETURNING id"
    waits = "SELECT 1 FROM draft WHERE id = %s"
    withdraw = "DELETE FROM draft WHERE id = %s RETURNING id"
    take = "DELETE FROM draft WHERE login = %s RETURNING id, body, at"

    def __init__(self, target: str) -> None:
        self._url = target.replace("+psycopg", "", 1)
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        self._away_until = 0.0
        self._closed = False
        self._changing = threading.Lock()

    def run(self, statement: str, values: Sequence[Any], *, make: bool = False) -> list[Any]:  # noqa: ARG002
        import psycopg

        if time.monotonic() < self._away_until:
            message = "the register's server does not answer"
            raise Unreachable(message)
        try:
            connection = self._connection or self._connect()
            return connection.execute(statement.encode(), values).fetchall()
        except (OSError, psycopg.Error) as error:
            self._let_go()
            self._away_until = time.monotonic() + _AWAY_SECONDS
            message = f"the register's server: {error}"
            raise Unreachable(message) from error

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        import psycopg

        made = psycopg.connect(
            self._url, autocommit=True, connect_timeout=2, tcp_user_timeout=2000, application_name="kartotek"
        )
        with self._changing:
            if not self._closed:
                self._connection = made
                return made
        made.close()
        raise ConnectionError("closed meanwhile")

    def close(self) -> None:
        """From any thread: a desk that ends does not wait for a thread that is still connecting."""
        with self._changing:
            self._closed = True
        self._let_go()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            with contextlib.suppress(Exception):  # it is gone anyway
                connection.close()


def _moment(at: datetime | str) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at
