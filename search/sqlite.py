"""The index in an SQLite register: two FTS5 tables without content beside the documents they were made of.

FTS5 before 3.43 takes a row out of such a table only when told the exact text it was put in with: that is why
`search_doc` keeps it. The prefix index ends at four letters; longer beginnings are looked up in the vocabulary, whose
words are then asked for whole, since FTS5 would gather every row of a longer prefix before giving the first.

Each writing of FTS5 makes a piece, and every word is looked for in each. So customers who change one by one wait in
`search_waiting` until they are some hundreds: that keeps what FTS5 still tells of them, which is passed over meanwhile,
and a lookup finds them as they are now by itself (`search.waiting`).

The file is not mapped into memory: the pages that searches touch would count, hundreds of MB, towards every desk, for a
tenth less computing (p50 1.30 against 1.44 ms, p95 6.3 against 7.1 among a million). They stay in the system's cache.
"""

from __future__ import annotations

import json
import math
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from model.errors import Unreachable
from search.document import Document
from search.lookup import Interrupted, Missing, Term
from search.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from search.document import Dialect

_TABLES = {
    "search_doc": "CREATE TABLE search_doc (id INTEGER PRIMARY KEY, text TEXT NOT NULL, numbers TEXT NOT NULL)",
    "search_word": "CREATE VIRTUAL TABLE search_word USING fts5"
    "(name, beside, other, content='', columnsize=0, detail=column, prefix='1 2 3 4', tokenize='ascii')",
    "search_digit": "CREATE VIRTUAL TABLE search_digit USING fts5"
    "(grams, content='', columnsize=0, detail=none, tokenize='ascii')",
    "search_waiting": "CREATE TABLE search_waiting"
    " (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, text TEXT, numbers TEXT)",
    "search_vocab": "CREATE TABLE search_vocab (word TEXT NOT NULL, sound TEXT NOT NULL, PRIMARY KEY (word, sound))"
    " WITHOUT ROWID",
    "search_near": "CREATE TABLE search_near (near TEXT NOT NULL, start TEXT NOT NULL, PRIMARY KEY (near, start))"
    " WITHOUT ROWID",
}

# The version is another one each time, also of those who wait again after they were handed over.
_WAIT = """
INSERT INTO search_waiting (id, version, text, numbers)
SELECT asked.id, random(), d.text, d.numbers FROM (SELECT ? AS id) asked LEFT JOIN search_doc d ON d.id = asked.id
WHERE true ON CONFLICT (id) DO UPDATE SET version = excluded.version
"""

_STEPS = 2000  # of the database's machine between two looks at the clock: some tens of microseconds
_PAGE_BYTES = 1000
"""Of FTS5's own pages: with its 4,050 more is read and skipped for each word, and a lookup takes a twentieth longer."""
_MOST_WAIT = 250  # customers: a tenth of a second when they are handed over
_MERGED_PAGES = 32  # after a single change
_MERGED_AT = 2  # pieces of like size; with the four of FTS5 there would be half as many again
_LIFTS = 3  # two levels each
_CACHE_KB = 250  # of pages; with four times as many a lookup computes no less
_HASH_BYTES = 32 * 1024 * 1024
_HASH_DEFAULT = 1024 * 1024
_AUTOMERGE_DEFAULT = 4


def _among(ids: Sequence[int]) -> tuple[str, list[Any]]:
    return "IN (SELECT value FROM json_each(?))", [json.dumps(ids)]


class Tables:
    """The index's tables, written through a cursor of the transaction that changes the customers."""

    dialect: Dialect = "sqlite"

    def __init__(self, cursor: Any) -> None:  # noqa: ANN401  SQLAlchemy knows cursors by their protocol only
        """Write through this cursor of sqlite3; commits nothing."""
        self.cursor = cursor
        self._wait = True

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Start anew, whatever stood there; readers see the old tables until the transaction is over."""
        for table, statement in _TABLES.items():
            self.cursor.execute(f"DROP TABLE IF EXISTS {table}")
            self.cursor.execute(statement)
        self.cursor.execute("CREATE INDEX search_vocab_sound ON search_vocab (sound, word)")
        self._set("pgsz", _PAGE_BYTES)
        self._set("usermerge", _MERGED_AT)
        self._set("automerge", 0)  # whatever is merged on the way is merged once more at last
        self._lift()
        with self.filling():
            yield
        self._set("automerge", _AUTOMERGE_DEFAULT)
        self._join_above()

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Hand over who waits, let nobody wait, and gather more in memory: for many customers at a time."""
        self._hand_over()
        self._wait = False
        self._set("hashsize", _HASH_BYTES)
        yield
        self._set("hashsize", _HASH_DEFAULT)
        self._wait = True

    among = staticmethod(_among)

    def begin(self) -> None:
        """Nothing to wait for: a writer is alone."""

    def lock(self, ids: Sequence[int]) -> None:
        """Nothing to do: a writer is alone."""

    def remove(self, documents: Sequence[Document]) -> None:
        """Take documents out, given as they were put in."""
        keys = [(d.id,) for d in documents]
        if self._wait:
            self.cursor.executemany(_WAIT, keys)
        else:
            self._untell(documents)
        self.cursor.executemany("DELETE FROM search_doc WHERE id = ?", keys)

    def add(self, documents: Sequence[Document]) -> None:
        """Put documents in."""
        if self._wait:
            self.cursor.executemany(_WAIT, [(d.id,) for d in documents])
        else:
            self._tell(documents)
        self.cursor.executemany(
            "INSERT INTO search_doc (id, text, numbers) VALUES (?, ?, ?)",
            [(d.id, d.text, d.numbers) for d in documents],
        )

    def tidy(self) -> None:
        """Hand over who waits, if they are enough, and merge a little of what that leaves behind."""
        if self.cursor.execute("SELECT COUNT(*) FROM search_waiting").fetchone()[0] >= _MOST_WAIT:
            self._hand_over()
        for table in ("search_word", "search_digit"):
            self.cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", [_MERGED_PAGES])  # noqa: S608

    def join(self) -> None:
        """Bring the index into one piece: every word is looked for in each, and a million customers make thirteen."""
        self._hand_over()
        for table in ("search_word", "search_digit"):
            self.cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608

    def _hand_over(self) -> None:
        """Tell FTS5 of those who wait."""
        for table, do in (("search_waiting", self._untell), ("search_doc", self._tell)):
            self.cursor.execute(
                f"SELECT t.id, t.text, t.numbers FROM search_waiting w JOIN {table} t ON t.id = w.id "  # noqa: S608
                "WHERE t.text IS NOT NULL ORDER BY w.id"  # FTS5 writes a piece whenever one comes before the last
            )
            do([Document.of_row(*row) for row in self.cursor.fetchall()])
        self.cursor.execute("DELETE FROM search_waiting")

    def _untell(self, documents: Sequence[Document]) -> None:
        """Take documents out of FTS5."""
        self.cursor.executemany(
            "INSERT INTO search_word (search_word, rowid, name, beside, other) VALUES ('delete', ?, ?, ?, ?)",
            [(d.id, d.name, d.beside, d.other) for d in documents],
        )
        self.cursor.executemany(
            "INSERT INTO search_digit (search_digit, rowid, grams) VALUES ('delete', ?, ?)",
            [(d.id, " ".join(d.grams())) for d in documents],
        )

    def _tell(self, documents: Sequence[Document]) -> None:
        """Put documents into FTS5."""
        self.cursor.executemany(
            "INSERT INTO search_word (rowid, name, beside, other) VALUES (?, ?, ?, ?)",
            [(d.id, d.name, d.beside, d.other) for d in documents],
        )
        self.cursor.executemany(
            "INSERT INTO search_digit (rowid, grams) VALUES (?, ?)",
            [(d.id, " ".join(d.grams())) for d in documents],
        )

    def _lift(self) -> None:
        """Make many levels: what is joined later then stands where the small pieces of single changes seldom reach it.

        FTS5 merges the pieces of a level, and puts what it joins above all levels there were. In a new table that is so
        low that some dozens of changes would have the whole index written again.
        """
        texts = [" ".join(f"x{n}" for n in range(500)), *["x"] * _LIFTS]  # each smaller than what stands above it
        for key, text in enumerate(texts):
            self._pretend(key, text)
            self.join()
        for key, text in enumerate(texts):
            self._pretend(key, text, gone=True)

    def _join_above(self) -> None:
        """Bring the index into one piece above all levels: were all pieces on one, they would be joined beside it."""
        self._set("merge", 1)
        self._pretend(0, "x")
        self._set("merge", 1)
        self._pretend(0, "x", gone=True)
        self.join()

    def _pretend(self, key: int, text: str, *, gone: bool = False) -> None:
        """Put a text in, or take it out, that is nobody's."""
        for table, column in (("search_word", "other"), ("search_digit", "grams")):
            if gone:
                into = f"{table} ({table}, rowid, {column}) VALUES ('delete', ?, ?)"
            else:
                into = f"{table} (rowid, {column}) VALUES (?, ?)"
            self.cursor.execute(f"INSERT INTO {into}", [-key, text])

    def unknown(self, words: Sequence[str]) -> list[str]:
        """Those of the words that no name or address had yet."""
        self.cursor.execute(
            "SELECT value FROM json_each(?) "
            "WHERE NOT EXISTS (SELECT 1 FROM search_vocab v WHERE v.word = value AND v.sound <> '')",
            [json.dumps(words)],
        )
        return [row[0] for row in self.cursor.fetchall()]

    def absent(
        self, words: Sequence[tuple[str, str]], nears: Sequence[tuple[str, str]]
    ) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Those of the words with their sounds, and of the pieces with their beginnings, that are not there."""

        def lacking(table: str, first: str, second: str, rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
            self.cursor.execute(
                "WITH given AS (SELECT json_extract(value, '$[0]') AS one, json_extract(value, '$[1]') AS two "  # noqa: S608
                "FROM json_each(?)) SELECT one, two FROM given WHERE NOT EXISTS "
                f"(SELECT 1 FROM {table} t WHERE t.{first} = one AND t.{second} = two)",
                [json.dumps(rows)],
            )
            return list(self.cursor.fetchall())

        return lacking("search_vocab", "word", "sound", words), lacking("search_near", "near", "start", nears)

    def learn(self, words: Sequence[tuple[str, str]], nears: Sequence[tuple[str, str]]) -> None:
        """Add words with their sounds, and pieces with the beginnings they stand for; those it has it leaves."""
        self.cursor.executemany("INSERT OR IGNORE INTO search_vocab (word, sound) VALUES (?, ?)", words)
        self.cursor.executemany("INSERT OR IGNORE INTO search_near (near, start) VALUES (?, ?)", nears)

    def _set(self, option: str, value: int) -> None:
        for table in ("search_word", "search_digit"):
            self.cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", [option, value])  # noqa: S608


class Lookup:
    """The index, read: a connection of its own that can write nothing."""

    def __init__(self, path: str) -> None:
        """Open the register's file.

        Raises:
            Unreachable: there is no such file, or it is none of SQLite's.
        """
        self._until = math.inf
        self._stopped = False
        self._waiting, self._followed = Waiting(self), -1  # when the register was of this data_version
        uri = f"file:{quote(str(Path(path).expanduser().absolute()))}?mode=ro"
        try:
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
            for pragma in ("query_only=ON", "temp_store=MEMORY", f"cache_size=-{_CACHE_KB}"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
        except sqlite3.Error as error:
            raise Unreachable(f"{path}: {error}: choose another register with --register") from error
        self._connection.set_progress_handler(self._over, _STEPS)

    def fetch(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of a statement.

        Raises:
            Interrupted: it took too long, or was told to stop.
            Missing: there is no index.
        """
        if self._over():
            raise Interrupted
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise Interrupted from error
            if "no such table" in str(error) or "no such column" in str(error):
                raise Missing from error
            raise Unreachable(f"the register cannot be read: {error}") from error

    stamp = "SELECT data_version AS word, '' AS sound FROM pragma_data_version"
    among = staticmethod(_among)

    def moment(self, at: datetime) -> str:
        """A moment of UTC as the register stores it."""
        return at.strftime("%Y-%m-%d %H:%M:%S.%f")

    def given(self, words: Sequence[str]) -> tuple[str, list[Any]]:
        """A table `given` with these words as its `value`, and the statement's values for it."""
        return "json_each(?) given", [json.dumps(words)]

    def by_words(self, terms: Sequence[Term], limit: int, *, name_only: bool = False) -> list[Any]:
        """Rows of customers who have all these words, at most so many, without their texts."""
        asked = " AND ".join(map(_asked, terms))
        if name_only:
            asked = f"name : ({asked})"
        rows = self.fetch(
            "SELECT rowid, NULL FROM search_word "
            "WHERE search_word MATCH ? AND rowid NOT IN (SELECT id FROM search_waiting) LIMIT ?",
            [asked, limit],
        )
        waiting = self._who_waits().by_words(terms, name_only=name_only)
        return sorted([*waiting, *rows])[:limit]

    def by_ids(self, ids: Sequence[int]) -> list[Any]:
        """Rows of these customers."""
        which, values = _among(ids)
        return self.fetch(f"SELECT id, text FROM search_doc WHERE id {which}", values)  # noqa: S608  ours

    def by_digits(self, grams: Sequence[str], core: str, limit: int) -> list[Any]:
        """Rows of customers who have all these grams, and these digits in one number, at most so many."""
        asked = " AND ".join(f'"{gram}"' for gram in grams)
        rows = self.fetch(
            "SELECT d.id, d.text, d.numbers FROM search_digit w JOIN search_doc d ON d.id = w.rowid "
            "WHERE search_digit MATCH ? AND instr(d.numbers, ?) AND w.rowid NOT IN (SELECT id FROM search_waiting) "
            "LIMIT ?",
            [asked, core, limit],
        )
        return sorted([*self._who_waits().by_digits(grams, core), *rows])[:limit]

    def _who_waits(self) -> Waiting:
        [(now,)] = self.fetch("PRAGMA data_version")
        if now != self._followed:
            self._waiting.follow()
            self._followed = now
        return self._waiting

    @contextmanager
    def within(self, milliseconds: float | None) -> Iterator[None]:
        """Interrupt what runs longer than that. All that is read meanwhile is of one moment."""
        self._stopped = False
        self._until = math.inf if milliseconds is None else monotonic() + milliseconds / 1000
        try:
            self.fetch("BEGIN")
            yield
        finally:
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile: what was raised tells more
                self._connection.rollback()
            self._until = math.inf

    def interrupt(self) -> None:
        """Stop what runs; from any thread."""
        self._stopped = True

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _over(self) -> bool:
        return self._stopped or monotonic() > self._until


def _asked(term: Term) -> str:
    """A term in the language of FTS5. Folded words hold letters and digits only, so nothing in them is an operator."""
    asked = [f'"{start}"*' for start in term.begins] + [f'"{word}"' for word in term.words]
    return asked[0] if len(asked) == 1 else f"({' OR '.join(asked)})"
