"""The index follows the register: inside the transaction that changes a customer, and never behind it.

`attach` hangs it on a register's change hook; `reindex` makes it anew, `settle` as quick as anew; `differences`
compares the two.
"""

from __future__ import annotations

from contextlib import closing, contextmanager, nullcontext, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.exc import OperationalError

from model.ahead import ahead
from model.errors import Busy
from search import document, near
from search.document import Dialect, Document, adapt
from search.lookup import VERSION, VERSION_SETTING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from model.store import Register

_CHUNK = 2000  # customers at a time
_MANY = 5000  # customers from which on an index is filled rather than touched up
_SHARE = 10  # or fewer times as many customers as an act brings: then the index is settled, too
_AT_ONCE = 20_000  # customers whose index is made at the start, without asking: seconds


class Tables(Protocol):
    """What either database does to the index's tables."""

    dialect: Dialect
    cursor: Any  # of the DBAPI

    def begin(self) -> None:
        """Wait for a reindex that runs, and keep another from starting until this act ends."""

    def rebuilding(self) -> AbstractContextManager[None]:
        """Start anew, whatever stood there; readers see the old tables until the transaction is over."""

    def filling(self) -> AbstractContextManager[None]:
        """Prepare for many customers."""

    def among(self, ids: Sequence[int]) -> tuple[str, list[Any]]:
        """The condition that an id is one of these, and its value."""

    def lock(self, ids: Sequence[int]) -> None:
        """Keep other acts off these customers until this one ends."""

    def remove(self, documents: Sequence[Document]) -> None:
        """Take documents out, given as they were put in."""

    def add(self, documents: Sequence[Document]) -> None:
        """Put documents in."""

    def tidy(self) -> None:
        """Undo a little of what single changes cost later searches."""

    def join(self) -> None:
        """Undo all of what many customers, brought in some at a time, cost later searches."""

    def unknown(self, words: Sequence[str]) -> list[str]:
        """Those of the words that no name or address had yet."""

    def absent(
        self, words: Sequence[tuple[str, str]], nears: Sequence[tuple[str, str]]
    ) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Those of the words with their sounds, and of the pieces with their beginnings, that are not there."""

    def learn(self, words: Sequence[tuple[str, str]], nears: Sequence[tuple[str, str]]) -> None:
        """Add words with their sounds, and pieces with the beginnings they stand for; those it has it leaves."""


def attach(register: Register) -> None:
    """Keep the register's index up to date from now on; a small register without a current index gets one at once.

    A large one does not: the finder then says to run `kartotek reindex`.
    """
    if _follow not in register.hooks:
        register.hooks.append(_follow)
    with register.read() as session, _tables(session.connection()) as tables:
        leave = _version(tables) == VERSION or _count(tables) > _AT_ONCE
    if not leave:
        with suppress(Busy):  # an import holds the lock: a desk opens all the same
            reindex(register)


def reindex(register: Register, progress: Callable[[int, int], None] | None = None) -> None:
    """Make the index anew in one transaction: readers keep the old one meanwhile, writers wait.

    Args:
        register: whose index.
        progress: told now and then how many customers are done, of how many.
    """
    with register.write() as session, _tables(session.connection()) as tables:
        with tables.rebuilding():
            total, done = _count(tables), 0
            learner = _Learner(tables)
            # Nobody commits a customer meanwhile, so that what another process reads is what stands here.
            reading = ahead(_committed, register.url) if total > _AT_ONCE else _told(tables)
            with closing(reading):
                for documents, named, others in reading:
                    tables.add(documents)
                    learner.learn(named, others)
                    done += len(documents)
                    if progress is not None:
                        progress(done, total)
        execute = tables.cursor.execute
        execute(adapt(tables.dialect, "DELETE FROM setting WHERE name = ?"), [VERSION_SETTING])
        execute(adapt(tables.dialect, "INSERT INTO setting (name, value) VALUES (?, ?)"), [VERSION_SETTING, VERSION])


def settle(register: Register) -> None:
    """After many acts that each brought many customers: have the index searched as fast as one that was made anew."""
    with register.write() as session, _tables(session.connection()) as tables:
        if _version(tables) == VERSION:
            tables.join()


def differences(register: Register) -> list[int]:
    """The customers (ids, ascending) whom the index tells otherwise than the register: missing, stale, or long gone.

    Also those with a word that the vocabulary lacks, so that it could not be begun, heard or mistyped.
    """
    found: set[int] = set()
    with register.read() as session, _tables(session.connection()) as tables:
        if _version(tables) != VERSION:
            return [key for documents in _all(tables) for key in (d.id for d in documents)]
        last, lost = 0, _Lost(tables)
        for documents in _all(tables):
            stored = _stored(tables, "BETWEEN ? AND ?", [last + 1, documents[-1].id])
            found.update(_unlike(stored, documents), lost.among(documents))
            last = documents[-1].id
        found.update(_stored(tables, "> ?", [last]))
    return sorted(found)


def _follow(connection: Connection, ids: Collection[int]) -> None:
    """The change hook: bring the documents of these customers up to date, inside the act's transaction."""
    with _tables(connection) as tables:
        tables.begin()
        if _version(tables) != VERSION:
            return  # whoever makes the index anew reads what this act writes
        learner = _Learner(tables)
        with tables.filling() if len(ids) >= _MANY else nullcontext():
            for chunk in _chunks(sorted(ids)):
                tables.lock(chunk)
                which, values = _which(tables, chunk)
                stored = _stored(tables, which, values)
                documents = document.read(tables.cursor, tables.dialect, which, values)
                stale = set(_unlike(stored, documents))
                tables.remove([stored[key] for key in sorted(stale & stored.keys())])
                new = [d for d in documents if d.id in stale]
                tables.add(new)
                learner.read(new)
        if len(ids) < _MANY:
            tables.tidy()
        elif len(ids) * _SHARE >= _count(tables):
            tables.join()


class _Words:
    """The words of customers, some customers at a time, each word told once."""

    def __init__(self) -> None:
        self._named: set[str] = set()
        self._others: set[str] = set()
        self._starts: set[tuple[str, int]] = set()

    def new(self, documents: Sequence[Document]) -> tuple[list[str], list[str]]:
        """Words of names and addresses, and words that stand in other things only."""
        named = document.vocabulary(f"{d.name} {d.beside}" for d in documents) - self._named
        self._named |= named
        others = document.vocabulary(d.other for d in documents) - self._others - self._named
        self._others |= others
        return sorted(named), sorted(others)

    def nears(self, words: Iterable[str]) -> list[tuple[str, str]]:
        """What these words are found by when they are mistyped: pieces, and the beginnings that they stand for."""
        nears: set[tuple[str, str]] = set()
        for word in words:
            for start, pieces in near.starts(word):
                if (start, len(pieces)) not in self._starts:
                    self._starts.add((start, len(pieces)))
                    nears.update((piece, start) for piece in pieces)
        return sorted(nears)


def _heard(named: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    """Words as the vocabulary keeps them: those of names and addresses with their sounds."""
    return sorted([*((word, near.sound(word)) for word in named), *((word, "") for word in others)])


class _Learner:
    """Keeps the vocabulary: every word that a customer has, and what those of names and addresses are found by."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._words = _Words()

    def read(self, documents: Sequence[Document]) -> None:
        """Learn the words of these customers that are new."""
        self.learn(*self._words.new(documents))

    def learn(self, named: Sequence[str], others: Sequence[str]) -> None:
        """Learn words of names and addresses, and words that stand in other things only."""
        if named or others:
            new = self._tables.unknown(named)
            self._tables.learn(_heard(new, others), self._words.nears(new))


class _Lost:
    """Finds customers with a word that the vocabulary has not, or not whole."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._words = _Words()
        self._lost: set[str] = set()

    def among(self, documents: Sequence[Document]) -> list[int]:
        """Those of the customers who have such a word."""
        named, others = self._words.new(documents)
        if named or others:
            words, nears = self._tables.absent(_heard(named, others), self._words.nears(named))
            self._lost.update(word for word, sound in words if sound)
            self._lost.update(self._tables.unknown([word for word, sound in words if not sound]))
            if starts := {start for _, start in nears}:
                self._lost.update(word for word in named if any(start in starts for start, _ in near.starts(word)))
        return [d.id for d in documents if self._lost and not self._lost.isdisjoint(d.text.split())]


def _unlike(stored: dict[int, Document], documents: Iterable[Document]) -> list[int]:
    now = {d.id: d for d in documents}
    return sorted(key for key in stored.keys() | now.keys() if stored.get(key) != now.get(key))


def _stored(tables: Tables, which: str, values: Sequence[Any]) -> dict[int, Document]:
    statement = f"SELECT id, text, numbers FROM search_doc WHERE id {which}"  # noqa: S608  one of our own conditions
    tables.cursor.execute(adapt(tables.dialect, statement), values)
    return {row[0]: Document.of_row(*row) for row in tables.cursor.fetchall()}


def _committed(url: str) -> Iterator[tuple[list[Document], list[str], list[str]]]:
    """What `_told` tells, as another process finds it in the register."""
    from model.store import open_register

    with closing(open_register(url)) as register, register.read() as session, _tables(session.connection()) as tables:
        yield from _told(tables)


def _told(tables: Tables) -> Generator[tuple[list[Document], list[str], list[str]], None, None]:
    """The documents of every customer, some at a time, each time with the words that are new."""
    words = _Words()
    for documents in _all(tables):
        yield documents, *words.new(documents)


def _all(tables: Tables) -> Generator[list[Document], None, None]:
    """The documents of every customer, some at a time, by id."""
    last = 0
    while True:
        statement = f"SELECT MAX(id) FROM (SELECT id FROM customer WHERE id > ? ORDER BY id LIMIT {_CHUNK}) page"  # noqa: S608
        tables.cursor.execute(adapt(tables.dialect, statement), [last])
        end = tables.cursor.fetchone()[0]
        if end is None:
            return
        yield document.read(tables.cursor, tables.dialect, "BETWEEN ? AND ?", [last + 1, end])
        last = end


def _count(tables: Tables) -> int:
    tables.cursor.execute("SELECT COUNT(*) FROM customer")
    return int(tables.cursor.fetchone()[0])


def _version(tables: Tables) -> str | None:
    tables.cursor.execute(adapt(tables.dialect, "SELECT value FROM setting WHERE name = ?"), [VERSION_SETTING])
    row = tables.cursor.fetchone()
    return None if row is None else str(row[0])


def _which(tables: Tables, ids: list[int]) -> tuple[str, Sequence[Any]]:
    """The condition that an id is one of these; new customers stand in a row, and are read faster so."""
    if ids[-1] - ids[0] == len(ids) - 1:
        return "BETWEEN ? AND ?", [ids[0], ids[-1]]
    return tables.among(ids)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


@contextmanager
def _tables(connection: Connection) -> Iterator[Tables]:
    """The index's tables on the driver's own connection; its errors become those that the register knows."""
    cursor = connection.connection.cursor()
    try:
        if connection.dialect.name == "sqlite":
            from search.sqlite import Tables as Sqlite

            yield Sqlite(cursor)
        else:
            from search.postgres import Tables as Postgres

            yield Postgres(cursor)
    except connection.dialect.loaded_dbapi.OperationalError as error:
        raise OperationalError("the index of the lookup", None, error) from error
