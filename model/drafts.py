"""Drafts: what an agent types and has not recorded yet, kept through a dropped line, `kill -9` and a power cut.

Drafts of an SQLite register stand in a small file beside it, so that they are kept while an import holds the
register's lock; those of a server in its `draft` table. Where that place does not answer, they are kept on this machine
for the meantime. A desk holds a lock as long as it lives; what a desk without one left behind is offered to the next
desk of the same agent. The system takes the lock back however the desk ends, so no clock and no heartbeat is needed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import secrets
import socket
import sqlite3
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import platformdirs

if TYPE_CHECKING:
    import psycopg

_BUSY_SECONDS = 2.0
_AWAY_SECONDS = 5.0  # a server that did not answer is not asked again sooner
_DESK_LOCKS = 0x6B61_7274  # the class of advisory locks that living desks hold on a server ("kart")


@dataclass(frozen=True, slots=True)
class Offered:
    """A draft that a desk of the same agent left behind."""

    slot: str
    body: dict[str, Any]
    at: datetime
    desk: str


class Drafts:
    """The drafts of one desk. No method raises where a draft cannot be kept: `notice` then says so."""

    def __init__(self, places: list[_Place]) -> None:
        """Use `open_drafts`."""
        self.notice = ""
        """Why drafts are not where they belong, in words for the agent; "" when all is well."""
        self._places = places
        self._said: dict[str, str] = {}
        self._stale: list[tuple[_Place, str]] = []  # an older state of a slot stands there: to be dropped
        self._lock = threading.RLock()

    def save(self, slot: str, body: dict[str, Any]) -> None:
        """Keep the state of a slot in the place of the one before. Costs nothing where it has not changed."""
        words = json.dumps(body, ensure_ascii=False, sort_keys=True)
        with self._lock:
            if self._said.get(slot) == words and not self.notice:
                return
            self._keep(slot, words, datetime.now(UTC))
            self._said[slot] = words

    def clear(self, slot: str) -> None:
        """Forget a slot: what stood in it is recorded, or was given up."""
        with self._lock:
            self._said.pop(slot, None)
            self._drop(slot, self._places)

    def offered(self) -> list[Offered]:
        """What desks of this agent that are no more left behind, newest first."""
        with self._lock:
            newest: dict[tuple[str, str], Offered] = {}
            for place in self._places:
                with contextlib.suppress(*place.errors):
                    for draft in place.left():
                        known = newest.get((draft.desk, draft.slot))
                        if known is None or known.at < draft.at:
                            newest[draft.desk, draft.slot] = draft
            return sorted(newest.values(), key=lambda draft: draft.at, reverse=True)

    def adopt(self, draft: Offered) -> bool:
        """Make an offered draft one of this desk's; False where another desk was quicker."""
        with self._lock:
            taken = False
            for place in self._places:
                with contextlib.suppress(*place.errors):
                    taken |= place.take(draft)
            if taken:
                self._said.pop(draft.slot, None)
                self._keep(draft.slot, json.dumps(draft.body, ensure_ascii=False, sort_keys=True), draft.at)
            return taken

    def close(self) -> None:
        """Let go: what is still kept is offered to the agent's next desk."""
        with self._lock:
            self._settle()
            for place in self._places:
                with contextlib.suppress(*place.errors):
                    place.close()

    def _keep(self, slot: str, words: str, at: datetime) -> None:
        reason = ""
        for place in self._places:
            try:
                place.put(slot, words, at)
            except place.errors as error:
                reason = reason or f"{place.name}: {_first_line(error)}"
                continue
            self.notice = f"drafts are kept in {place.name} meanwhile ({reason})" if reason else ""
            self._stale = [(where, name) for where, name in self._stale if (where, name) != (place, slot)]
            self._drop(slot, [other for other in self._places if other is not place])
            return
        self.notice = f"what is typed cannot be kept: {reason}"

    def _drop(self, slot: str, places: list[_Place]) -> None:
        self._stale = [*dict.fromkeys([*self._stale, *((place, slot) for place in places)])]
        self._settle()

    def _settle(self) -> None:
        """Drop what is out of date, as far as its place answers."""
        waiting = []
        for place, slot in self._stale:
            try:
                place.drop(slot)
            except place.errors:
                waiting.append((place, slot))
        self._stale = waiting


def open_drafts(target: str, login: str, *, desk: str | None = None) -> Drafts:
    """The drafts of a new desk.

    Args:
        target: the register: a file's path, `sqlite:///path` or `postgresql://user@host/database`.
        login: the agent.
        desk: what the agent knows this desk by (a terminal); else this machine's name.
    """
    label = re.sub(r"[^\w-]+", "-", desk or socket.gethostname())[:40]
    name = f"{label}-{os.getpid()}-{secrets.token_hex(3)}"
    digest = hashlib.sha256(target.encode()).hexdigest()[:16]
    own = Path(platformdirs.user_state_dir("kartotek", appauthor=False)) / f"{digest}.drafts"
    meanwhile = _File(own, login, name, like=None)
    if target.startswith(("postgresql", "postgres:")):
        return Drafts([_Server(target, login, name), meanwhile])
    register = Path(target.removeprefix("sqlite:///")).expanduser().absolute()
    beside = register.with_name(f"{register.name}.drafts")
    return Drafts([_File(beside, login, name, like=register), meanwhile])


class _Place(Protocol):
    """Where drafts are kept. Every method may raise `errors` where the place does not answer."""

    name: str

    @property
    def errors(self) -> tuple[type[Exception], ...]: ...
    def put(self, slot: str, words: str, at: datetime) -> None: ...
    def drop(self, slot: str) -> None: ...
    def left(self) -> list[Offered]: ...
    def take(self, draft: Offered) -> bool: ...
    def close(self) -> None: ...


class _File:
    """A small SQLite file of drafts, and beside it a locked file for each desk that lives."""

    errors: tuple[type[Exception], ...] = (OSError, sqlite3.Error)

    def __init__(self, path: Path, login: str, desk: str, *, like: Path | None) -> None:
        self.name = str(path)
        self._path = path
        self._login = login
        self._desk = desk
        self._like = like
        self._connection: sqlite3.Connection | None = None
        self._held: int | None = None

    def put(self, slot: str, words: str, at: datetime) -> None:
        self._hold()
        row = (self._login, self._desk, slot, words, at.isoformat())
        self._run("INSERT OR REPLACE INTO draft (login, desk, slot, body, at) VALUES (?, ?, ?, ?, ?)", row)

    def drop(self, slot: str) -> None:
        if self._path.exists():
            self._run("DELETE FROM draft WHERE login = ? AND desk = ? AND slot = ?", (self._login, self._desk, slot))

    def left(self) -> list[Offered]:
        if not self._path.exists():
            return []
        rows = self._run(
            "SELECT slot, body, at, desk FROM draft WHERE login = ? AND desk <> ?", (self._login, self._desk)
        )
        alive = {desk: self._lives(desk) for desk in {row[3] for row in rows}}
        self._sweep()
        return [
            Offered(slot, json.loads(body), datetime.fromisoformat(at), desk)
            for slot, body, at, desk in rows
            if not alive[desk]
        ]

    def take(self, draft: Offered) -> bool:
        if not self._path.exists():
            return False
        key = (self._login, draft.desk, draft.slot)
        return bool(self._run("DELETE FROM draft WHERE login = ? AND desk = ? AND slot = ? RETURNING slot", key))

    def close(self) -> None:
        kept = self._connection and self._run("SELECT 1 FROM draft WHERE desk = ?", (self._desk,))
        self._let_go()
        if self._held is not None:
            if not kept:
                self._lock_of(self._desk).unlink(missing_ok=True)
            os.close(self._held)
            self._held = None

    def _run(self, statement: str, values: tuple[str, ...]) -> list[Any]:
        try:
            self._connection = self._connection or self._open()
            return self._connection.execute(statement, values).fetchall()
        except self.errors:
            self._let_go()  # and begin anew next time: the file may be back then
            raise

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            connection.close()

    def _open(self) -> sqlite3.Connection:
        if self._like is None:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mode = self._like.stat().st_mode & 0o777 if self._like and self._like.exists() else 0o600
        _make(self._path, mode)
        connection = sqlite3.connect(self._path, _BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS draft (login TEXT, desk TEXT, slot TEXT, body TEXT NOT NULL,"
                " at TEXT NOT NULL, PRIMARY KEY (login, desk, slot))"
            )
        except sqlite3.Error as error:
            connection.close()
            if "not a database" not in str(error):
                raise
            self._path.replace(self._path.with_name(f"{self._path.name}.broken"))
            return self._open()
        return connection

    def _lock_of(self, desk: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{desk}.lock")

    def _hold(self) -> None:
        """Hold this desk's lock. A file that was swept away between making and locking it is made again."""
        while self._held is None:
            if self._like is None:
                self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self._lock_of(self._desk)
            held = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
            fcntl.flock(held, fcntl.LOCK_EX)
            with contextlib.suppress(FileNotFoundError):
                self._held = held if path.stat().st_ino == os.fstat(held).st_ino else None
            if self._held is None:
                os.close(held)

    def _lives(self, desk: str) -> bool:
        """Whether a desk still holds its lock. Asking shares it, so that two who ask do not take each other for it."""
        return not _try_lock(self._lock_of(desk), fcntl.LOCK_SH)

    def _sweep(self) -> None:
        """Remove the locks of desks that ended and left nothing."""
        with_drafts = {row[0] for row in self._run("SELECT DISTINCT desk FROM draft", ())}
        for path in self._path.parent.glob(f"{self._path.name}.*.lock"):
            desk = path.name.removeprefix(f"{self._path.name}.").removesuffix(".lock")
            if desk not in with_drafts and desk != self._desk:
                with contextlib.suppress(OSError):
                    _try_lock(path, fcntl.LOCK_EX, unlink=True)


class _Server:
    """The `draft` table of a PostgreSQL register; a desk that lives holds an advisory lock there."""

    def __init__(self, url: str, login: str, desk: str) -> None:
        self.name = "the register's server"
        self._url = url.replace("+psycopg", "", 1)
        self._login = login
        self._desk = desk
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        self._away_until = 0.0

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        try:
            import psycopg
        except ImportError:
            return (ImportError, OSError)
        return (psycopg.Error, OSError)

    def put(self, slot: str, words: str, at: datetime) -> None:
        key = (self._login, self._desk, slot)
        self._run(
            "WITH old AS (DELETE FROM draft WHERE login = %s AND desk = %s AND slot = %s)"
            " INSERT INTO draft (login, desk, slot, body, at) VALUES (%s, %s, %s, %s, %s) RETURNING 1",
            (*key, *key, words, at),
        )

    def drop(self, slot: str) -> None:
        self._run(
            "DELETE FROM draft WHERE login = %s AND desk = %s AND slot = %s RETURNING 1",
            (self._login, self._desk, slot),
        )

    def left(self) -> list[Offered]:
        rows = self._run(
            "SELECT slot, body, at, desk FROM draft WHERE login = %s AND desk <> %s", (self._login, self._desk)
        )
        held = self._run(
            "SELECT l.objid FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE l.locktype = 'advisory' AND l.classid = %s AND d.datname = current_database()",
            (_DESK_LOCKS,),
        )
        alive = {int(row[0]) for row in held}
        return [
            Offered(slot, json.loads(body), at, desk) for slot, body, at, desk in rows if _number(desk) not in alive
        ]

    def take(self, draft: Offered) -> bool:
        key = (self._login, draft.desk, draft.slot)
        return bool(self._run("DELETE FROM draft WHERE login = %s AND desk = %s AND slot = %s RETURNING slot", key))

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection:
            # The server may take a while to see that the line is gone; the agent's next desk is to see the drafts now.
            with contextlib.suppress(*self.errors):
                connection.execute("SELECT pg_advisory_unlock_all()")
            connection.close()

    def _run(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        if self._connection is None:
            self._connection = self._connect()
        try:
            return self._connection.execute(statement.encode(), values).fetchall()
        except self.errors:
            self._away_until = time.monotonic() + _AWAY_SECONDS
            with contextlib.suppress(*self.errors):
                self.close()
            raise

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        import psycopg

        if time.monotonic() < self._away_until:
            raise ConnectionError("the server does not answer")
        connection = None
        try:
            connection = psycopg.connect(
                self._url,
                autocommit=True,
                connect_timeout=2,
                tcp_user_timeout=2000,  # a line that died silently is told in two seconds
                keepalives_idle=30,
                application_name="kartotek drafts",
            )
            # Shared, since a server may hold a dead line's lock for a while after the desk came back on a new one.
            connection.execute("SELECT pg_advisory_lock_shared(%s, %s)", (_DESK_LOCKS, _number(self._desk)))
        except self.errors:
            self._away_until = time.monotonic() + _AWAY_SECONDS
            if connection:
                connection.close()
            raise
        return connection


def _number(desk: str) -> int:
    """A desk as the number of its lock."""
    return int.from_bytes(hashlib.sha256(desk.encode()).digest()[:4], "big") >> 1


def _make(path: Path, mode: int) -> None:
    """An empty file with a mode of its own, where there is none."""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        os.fchmod(descriptor, mode)
        os.close(descriptor)


def _try_lock(path: Path, kind: int, *, unlink: bool = False) -> bool:
    """Whether nobody holds a lock on a file: it is taken for a moment, and on request the file goes with it."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return True
    except PermissionError:
        return False  # another user's desk, and theirs to take up
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        if unlink:
            path.unlink(missing_ok=True)
        return True
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
