"""The index in a PostgreSQL register: one table of documents with their words and their digits under GIN indexes.

GIN answers a whole word at once and is slow on beginnings, so the short ones are kept as words are. What it holds are
numbers (see `search.keys`).
"""

from __future__ import annotations

import math
from _thread import start_new_thread
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import errors
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, Format

from model.errors import Unreachable
from search.document import adapt
from search.keys import END, SIGNATURE, condition, piece, row
from search.lookup import Interrupted, Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from psycopg.pq.abc import PGresult

    from search.document import Dialect, Document
    from search.lookup import Term

_TABLES = ("search_doc", "search_vocab", "search_near")
_LOCK = 0x6B617266  # held by whoever makes the index anew, shared by acts that touch it
_SAMPLES = (64, 8)
"""One customer in so many stands in other, small indexes, asked first: of a word that many have GIN gathers everybody
before it gives the first, and a full list of candidates from a sample is as good as any."""
_SAMPLED = """
WITH few AS MATERIALIZED (SELECT id, text FROM search_doc WHERE {which} AND id % {small} = 0 LIMIT ?),
more AS MATERIALIZED (SELECT id, text FROM search_doc
    WHERE {which} AND id % {large} = 0 AND (SELECT COUNT(*) FROM few) BETWEEN ? AND ? - 1 LIMIT ?)
SELECT id, text FROM few WHERE (SELECT COUNT(*) FROM few) = ?
UNION ALL SELECT id, text FROM more WHERE (SELECT COUNT(*) FROM more) = ?
UNION ALL (SELECT id, text FROM search_doc
    WHERE {which} AND (SELECT COUNT(*) FROM few) < ? AND (SELECT COUNT(*) FROM more) < ? LIMIT ?)
"""
_ALL = "SELECT id, text FROM search_doc WHERE {which} LIMIT ?"
_STAMP = """
SELECT concat_ws(' ', pg_current_snapshot(), pg_postmaster_start_time(), pg_backend_pid(),
    CASE WHEN pg_is_in_recovery() THEN clock_timestamp() END) AS word, '' AS sound
"""
"""Whether anybody committed. A standby does not tell, and after a lost connection it may be another server."""

_COMMON = 2  # words up to which so many may have all of them
_CONNECT_SECONDS = 5
_CANCELLED = 5  # times a statement is asked again that somebody else's late stop ended
_PREPARED = 100  # statements, of some tens of kilobytes in the server each; a search has a handful of forms
_SETTINGS = (
    "SET default_transaction_read_only = on",
    "SET enable_seqscan = off",  # the planner thinks a common lexeme and a LIMIT worth reading the table
    "SET jit = off",  # costs more than any search
    "SET max_parallel_workers_per_gather = 0",  # to start them takes ten times what they could save
    "SET plan_cache_mode = force_generic_plan",  # there is but one way to any of these rows
)


def _among(ids: Sequence[int]) -> tuple[str, list[Any]]:
    return "= ANY(?::bigint[])", [list(ids)]


class Tables:
    """The index's tables, written through a cursor of the transaction that changes the customers."""

    dialect: Dialect = "postgresql"

    def __init__(self, cursor: Any) -> None:  # noqa: ANN401  SQLAlchemy knows cursors by their protocol only
        """Write through this cursor of psycopg; commits nothing."""
        self.cursor = cursor
        self._suffix = ""

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Start anew, whatever stood there: acts that change customers wait, readers keep the old tables to the end."""
        execute = self.cursor.execute
        execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        execute(
            "CREATE TABLE search_doc_new "
            "(id BIGINT NOT NULL, text TEXT NOT NULL, numbers TEXT NOT NULL, words BIGINT[] NOT NULL, "
            "pieces INTEGER[] NOT NULL)"
        )
        # Neither is unique: an act would wait for an import that brings the same new word. Twice does no harm.
        execute('CREATE TABLE search_vocab_new (word TEXT COLLATE "C" NOT NULL, sound TEXT COLLATE "C" NOT NULL)')
        execute('CREATE TABLE search_near_new (near TEXT COLLATE "C" NOT NULL, start TEXT COLLATE "C" NOT NULL)')
        execute("CREATE INDEX ON search_vocab_new (word, sound)")
        execute("CREATE INDEX ON search_vocab_new (sound, word)")
        execute("CREATE INDEX ON search_near_new (near, start)")
        self._suffix = "_new"
        yield
        self._suffix = ""
        execute("SET LOCAL maintenance_work_mem = '64MB'")  # with four times as much it takes a seventh longer
        execute("ALTER TABLE search_doc_new ADD PRIMARY KEY (id)")
        # Without fastupdate: a list of rows still to be indexed would be read by every search.
        for column in ("words", "pieces"):
            execute(f"CREATE INDEX ON search_doc_new USING gin ({column}) WITH (fastupdate = off)")
        for part in _SAMPLES:
            execute(f"CREATE INDEX ON search_doc_new USING gin (words) WITH (fastupdate = off) WHERE id % {part} = 0")
        for table in _TABLES:
            execute(f"DROP TABLE IF EXISTS {table}")
            execute(f"ALTER TABLE {table}_new RENAME TO {table}")

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Nothing to prepare."""
        yield

    among = staticmethod(_among)

    def begin(self) -> None:
        """Wait for a reindex that runs, and keep another from starting until this act ends."""
        self.cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_LOCK])

    def lock(self, ids: Sequence[int]) -> None:
        """Keep other acts off these customers until this one ends.

        Two acts that know nothing of one another would each write a document without the other's change.
        """
        self.cursor.execute(
            "SELECT id FROM customer WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE", [list(ids)]
        )

    def remove(self, documents: Sequence[Document]) -> None:
        """Take documents out."""
        if documents:
            which, values = _among([d.id for d in documents])
            self.cursor.execute(adapt("postgresql", f"DELETE FROM search_doc WHERE id {which}"), values)  # noqa: S608

    def add(self, documents: Sequence[Document]) -> None:
        """Put documents in."""
        if not documents:
            return
        columns = "(id, text, numbers, words, pieces)"
        with self.cursor.copy(f"COPY search_doc{self._suffix} {columns} FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(SIGNATURE)
            for d in documents:
                copy.write(row(d))
            copy.write(END)

    def tidy(self) -> None:
        """Nothing to do: a GIN index without a list of pending rows stays as it is."""

    def join(self) -> None:
        """Nothing to do: a GIN index is in one piece."""

    def unknown(self, words: Sequence[str]) -> list[str]:
        """Those of the words that no name or address had yet."""
        self.cursor.execute(
            f"SELECT word FROM unnest(%s::text[]) AS given (word) WHERE NOT EXISTS "  # noqa: S608
            f"(SELECT 1 FROM search_vocab{self._suffix} v WHERE v.word = given.word AND v.sound <> '')",
            [words],
        )
        return [row[0] for row in self.cursor.fetchall()]

    def absent(
        self, words: Sequence[tuple[str, str]], nears: Sequence[tuple[str, str]]
    ) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Those of the words with their sounds, and of the pieces with their beginnings, that are not there."""

        def lacking(table: str, first: str, second: str, rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
            self.cursor.execute(
                "SELECT one, two FROM unnest(%s::text[], %s::text[]) AS given (one, two) WHERE NOT EXISTS "  # noqa: S608
                f"(SELECT 1 FROM {table} t WHERE t.{first} = one AND t.{second} = two)",
                [[one for one, _ in rows], [two for _, two in rows]],
            )
            return list(self.cursor.fetchall())

        return lacking("search_vocab", "word", "sound", words), lacking("search_near", "near", "start", nears)

    def learn(self, words: Sequence[tuple[str, str]], nears: Sequence[tuple[str, str]]) -> None:
        """Add words with their sounds, and pieces with the beginnings they stand for; those it has it leaves."""
        for table, columns, rows in (("search_vocab", "word, sound", words), ("search_near", "near, start", nears)):
            if rows:
                self.cursor.execute(
                    f"INSERT INTO {table}{self._suffix} ({columns}) "  # noqa: S608
                    f"SELECT * FROM unnest(%s::text[], %s::text[]) AS given ({columns}) WHERE NOT EXISTS "
                    f"(SELECT 1 FROM {table}{self._suffix} t "
                    f"WHERE (t.{columns.replace(', ', ', t.')}) = (given.{columns.replace(', ', ', given.')}))",
                    list(map(list, zip(*rows, strict=True))),
                )


class Lookup:
    """The index, read: a connection of its own that writes nothing and comes back by itself after it was lost."""

    def __init__(self, url: str) -> None:
        """Connect.

        Raises:
            Unreachable: no such server or database, or it lets nobody in.
        """
        self._url = url
        self._until = math.inf
        self._stopped = False
        self._prepared: dict[str, bytes] = {}
        self._connection = self._connect()

    def fetch(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of a statement, which is planned once for all searches.

        Raises:
            Interrupted: it took too long, or was told to stop.
            Missing: there is no index.
            Unreachable: the server is away, or ends the statement each time.
        """
        lost = False
        for _ in range(_CANCELLED):
            if self._over():
                raise Interrupted
            try:
                return self._rows(statement, values)
            except errors.QueryCanceled:
                pass  # of this search, or late and meant for one before
            except (errors.UndefinedTable, errors.UndefinedColumn) as error:
                raise Missing from error
            except (psycopg.OperationalError, errors.FeatureNotSupported) as error:  # the latter after a new version
                if lost:
                    raise _unreachable(error) from error
                lost = True
                self._connection.close()
                self._connection = self._connect()
        if self._over():
            raise Interrupted
        raise Unreachable("the server ends every search before it is done: it may need a longer statement_timeout")

    def _rows(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """Ask through the library's own calls: a cursor computes half as much as the server does for most of these."""
        connection = self._connection
        name = self._prepared.get(statement) or self._prepare(statement)
        result = connection.pgconn.exec_prepared(name, list(map(_written, values)), result_format=Format.BINARY)
        if result.status != ExecStatus.TUPLES_OK:
            raise self._failed(result)
        reader = Transformer(connection)
        reader.set_pgresult(result)
        return reader.load_rows(0, result.ntuples, tuple)

    def _prepare(self, statement: str) -> bytes:
        """Have the server plan a statement; none of those before where these have become many."""
        if len(self._prepared) == _PREPARED:
            self._connection.execute("DEALLOCATE ALL")
            self._prepared.clear()
        name = f"lookup{len(self._prepared)}".encode()
        numbered = (f"${at}{part}" if at else part for at, part in enumerate(statement.split("?")))
        result = self._connection.pgconn.prepare(name, "".join(numbered).encode())
        if result.status != ExecStatus.COMMAND_OK:
            raise self._failed(result)
        self._prepared[statement] = name
        return name

    def _failed(self, result: PGresult) -> psycopg.Error:
        if self._connection.pgconn.status != ConnStatus.OK:
            return psycopg.OperationalError(result.error_message.decode(errors="replace"))
        return errors.error_from_result(result)

    stamp = _STAMP
    among = staticmethod(_among)

    def moment(self, at: datetime) -> datetime:
        """A moment of UTC as the register stores it."""
        return at

    def given(self, words: Sequence[str]) -> tuple[str, list[Any]]:
        """A table `given` with these words as its `value`, and the statement's values for it."""
        return "unnest(?::text[]) AS given (value)", [list(words)]

    def by_words(self, terms: Sequence[Term], limit: int, *, name_only: bool = False) -> list[Any]:
        """Rows of customers who have all these words, at most so many."""
        # A condition each: of one with many alternatives in several places GIN weighs all of them for every customer.
        conditions = [condition(term, name_only=name_only) for term in terms]
        which = " AND ".join(one for one, _ in conditions)
        asked = [value for _, values in conditions for value in values]
        if len(terms) > _COMMON:
            return self.fetch(_ALL.format(which=which), [*asked, limit])
        small, large = _SAMPLES
        enough = limit * large // small
        values = [*asked, limit, *asked, enough, limit, limit, limit, limit, *asked, limit, limit, limit]
        return self.fetch(_SAMPLED.format(which=which, small=small, large=large), values)

    def by_ids(self, ids: Sequence[int]) -> list[Any]:
        """Rows of these customers."""
        which, values = _among(ids)
        return self.fetch(f"SELECT id, text FROM search_doc WHERE id {which}", values)  # noqa: S608

    def by_digits(self, grams: Sequence[str], core: str, limit: int) -> list[Any]:
        """Rows of customers who have all these grams, and these digits in one number, at most so many."""
        which = "pieces @> ?::integer[] AND strpos(numbers, ?) > 0"
        asked = list(map(piece, grams))
        return self.fetch(f"SELECT id, text, numbers FROM search_doc WHERE {which} LIMIT ?", [asked, core, limit])  # noqa: S608

    @contextmanager
    def within(self, milliseconds: float | None) -> Iterator[None]:
        """Interrupt what runs longer than that."""
        self._stopped = False
        if milliseconds is None:
            yield
            return
        self._until = monotonic() + milliseconds / 1000
        try:
            self.fetch("SELECT set_config('statement_timeout', ?, false)", [str(max(1, round(milliseconds)))])
            yield
        finally:
            self._until = math.inf
            with suppress(psycopg.Error):
                self._connection.execute("SET statement_timeout = 0")

    def interrupt(self) -> None:
        """Stop what runs; from any thread."""
        self._stopped = True
        # From a thread: whoever interrupts is a key, and to stop a server takes a connection of its own. Not `Thread`,
        # whose start waits for it to run.
        start_new_thread(self._cancel, ())

    def _cancel(self) -> None:
        with suppress(psycopg.Error, OSError):
            self._connection.cancel_safe(timeout=1)

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    def _over(self) -> bool:
        return self._stopped or monotonic() > self._until

    def _connect(self) -> psycopg.Connection[Any]:
        try:
            with ExitStack() as on_failure:
                connection = psycopg.connect(
                    self._url,
                    autocommit=True,
                    connect_timeout=_CONNECT_SECONDS,
                    client_encoding="utf8",
                    prepare_threshold=None,  # what is prepared is counted here
                )
                on_failure.callback(connection.close)
                connection.execute("; ".join(_SETTINGS))
                self._prepared.clear()
                on_failure.pop_all()
        except psycopg.Error as error:
            raise _unreachable(error) from error
        return connection


def _written(value: object) -> bytes:
    """A value as the server reads it: a number, a text, a moment, or a list of numbers or of folded words."""
    if isinstance(value, list):
        quoted = [f'"{one}"' for one in value]  # else the word `null` would be none
        value = f"{{{','.join(quoted)}}}"
    return str(value).encode()


def _unreachable(error: psycopg.Error) -> Unreachable:
    return Unreachable(f"the register cannot be reached: {str(error).strip().partition(chr(10))[0]}")
