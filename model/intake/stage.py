"""The stage: a file's rows in a private temporary database, checked and compared before anything is posted.

It lies on disk, so that memory does not grow with the file, and outside the register, so that nobody waits for it.
"""

from __future__ import annotations

import pickle
import sqlite3
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from model.columns import TWO_DECIMAL_CURRENCIES, from_minor, to_minor
from model.intake.rows import PAID_BEFORE, CustomerRow, EntryRow, Unreadable
from model.intake.spool import Findings
from model.kinds import EntryKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from model.intake.rows import Intake

CHUNK = 1000

_LARGEST = 10**15  # øre; ten thousand milliards of kroner are a mistake

_TABLES = """
CREATE TABLE customer (
    number TEXT PRIMARY KEY, line INTEGER, row BLOB, opening INTEGER, stated INTEGER, before INTEGER,
    id INTEGER, action TEXT NOT NULL DEFAULT 'unknown', terms_kind TEXT, terms_days INTEGER
) WITHOUT ROWID;
CREATE TABLE entry (
    pos INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, number TEXT NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, kind TEXT NOT NULL, settles TEXT, disputed INTEGER NOT NULL, line INTEGER,
    on_day TEXT NOT NULL, due TEXT, voucher TEXT, reference TEXT, text TEXT, closed_on TEXT,
    id INTEGER, action TEXT NOT NULL DEFAULT 'add'
);
CREATE INDEX entry_number ON entry (number);
CREATE INDEX customer_id ON customer (id);
CREATE TABLE debit (key TEXT PRIMARY KEY, id INTEGER NOT NULL);
"""


class Stage:
    """A file's rows, checked: each customer once, each entry once, every amount in a currency the register keeps.

    A customer's action is add, change, same, known (only entries name it) or unknown; an entry's add, had (posted
    earlier), covered (an opening balance of an account that has entries already) or unknown (nobody has that number).
    """

    def __init__(self, intake: Intake, *, file: str, currency: str, progress: Callable[[str, int, int], None]) -> None:
        """Read every row once.

        Raises:
            Unreadable: values that must not be posted; all of them are told.
        """
        self.db = sqlite3.connect("")  # a private file, gone when closed
        self.db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-16000;" + _TABLES)
        self.told = Findings()  # of the file itself
        self.compared = Findings()  # beside the register
        self._wrong = Findings()
        self._lessened: list[tuple[str, int, str, int]] = []  # as they stood in the file
        self._currency = currency
        total = len(intake.customers) + len(intake.entries)
        done = 0
        for customer in intake.customers:
            self._take_customer(customer)
            done += 1
            if done % CHUNK == 0:
                progress("checking", done, total)
        for entry in intake.entries:
            self._take_entry(entry)
            done += 1
            if done % CHUNK == 0:
                progress("checking", done, total)
        if self._wrong:
            self.db.close()
            raise Unreadable(f"{file}: nothing was brought in", self._wrong.listed())
        self.db.execute(
            "INSERT INTO customer (number) "
            "SELECT DISTINCT number FROM entry WHERE number NOT IN (SELECT number FROM customer)"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    def chunks(self, query: str, *values: object, size: int = CHUNK) -> Iterator[list[tuple[Any, ...]]]:
        """Rows of a query over the stage, so many at a time; the stage may be changed in between."""
        cursor = self.db.execute(query, values)
        while rows := cursor.fetchmany(size):
            yield rows

    def many(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        """Write to the stage."""
        self.db.executemany(statement, values)

    def one(self, query: str, *values: object) -> Any:  # noqa: ANN401  whatever the query counts
        """The single value that a query gives."""
        return self.db.execute(query, values).fetchone()[0]

    def counts(self, table: str) -> dict[str, int]:
        """How many rows have which action."""
        return dict(self.db.execute(f"SELECT action, COUNT(*) FROM {table} GROUP BY action"))  # noqa: S608

    def kinds(self) -> dict[str, int]:
        """How many entries of each kind are new."""
        query = "SELECT kind, COUNT(*) FROM entry WHERE action = 'add' GROUP BY kind ORDER BY kind"
        return dict(self.db.execute(query).fetchall())

    def has_news(self) -> bool:
        """Whether anything is to be written."""
        return bool(
            self.one("SELECT EXISTS (SELECT 1 FROM customer WHERE action IN ('add', 'change'))")
            or self.one("SELECT EXISTS (SELECT 1 FROM entry WHERE action = 'add' OR action = 'had' AND disputed)")
        )

    def lessen(self, pos: int, amount: int, today: date) -> None:
        """Of a payment that an earlier file told in part only the rest is new; without a day of its own, today's."""
        row = self.db.execute("SELECT key, amount, on_day, text FROM entry WHERE pos = ?", (pos,)).fetchone()
        self._lessened.append((*row[:3], pos))
        on_day = today.isoformat() if row[3] == PAID_BEFORE else row[2]
        changed = (f"{row[0]}:{-row[1]}", amount, on_day, pos)
        self.db.execute("UPDATE entry SET key = ?, amount = ?, on_day = ? WHERE pos = ?", changed)

    def forget(self) -> None:
        """Take back what the comparison noted, to compare again."""
        self.compared = Findings()
        self.many("UPDATE entry SET key = ?, amount = ?, on_day = ? WHERE pos = ?", self._lessened)
        self._lessened.clear()
        self.db.execute("UPDATE customer SET id = NULL, before = NULL, action = 'unknown'")
        self.db.execute("UPDATE entry SET id = NULL, action = 'add'")
        self.db.execute("DELETE FROM debit")

    def differences(self) -> list[tuple[str, Decimal, Decimal]]:
        """Customers for whom the file states another balance than its opening balance and lines add up to.

        Where it states no opening balance, its new lines are added to what the register has.
        """
        found = self.db.execute(
            "SELECT number, total, stated FROM (SELECT number, stated, line, COALESCE(before, 0) + COALESCE((SELECT"
            " SUM(amount) FROM entry WHERE entry.number = customer.number AND currency = ?"
            " AND (action = 'add' OR opening IS NOT NULL)), 0) AS total FROM customer) "
            "WHERE stated IS NOT NULL AND stated <> total ORDER BY line, number",
            (self._currency,),
        )
        return [(number, amount_of(total), amount_of(stated)) for number, total, stated in found]

    def _take_customer(self, row: CustomerRow) -> None:
        if not row.number:
            self._wrong.tell(row.line, "customer number", "", "is missing: each customer needs one")
            return
        self._check_currency(row.line, row.currency)
        amounts = {
            name: self._minor(row.line, name, amount)
            for name, amount in (("opening balance", row.opening_balance), ("closing balance", row.stated_balance))
        }
        self._minor(row.line, "credit limit", row.credit_limit)
        values = (row.number, row.line, pickle.dumps(row), *amounts.values())
        insert = "INSERT OR IGNORE INTO customer (number, line, row, opening, stated) VALUES (?, ?, ?, ?, ?)"
        if not self.db.execute(insert, values).rowcount:
            self.told.tell(row.line, "customer number", row.number, "stands earlier in the file: the first one counts")
            return
        if row.opening_balance and row.opening_on:
            self._take_entry(opening_entry(row, row.opening_balance, row.opening_on))

    def _take_entry(self, row: EntryRow) -> None:
        self._check_currency(row.line, row.currency)
        amount = self._minor(row.line, "amount", row.amount)
        closed = row.dispute_closed_on
        values = (
            row.key, row.customer, amount or 0, row.currency or self._currency, row.kind, row.settles or None,
            row.disputed or closed is not None, row.line, row.date.isoformat(), _day(row.due_date),
            row.voucher, row.reference, row.text, _day(closed),
        )  # fmt: skip
        insert = (
            "INSERT OR IGNORE INTO entry (key, number, amount, currency, kind, settles, disputed, line, on_day, due, "
            "voucher, reference, text, closed_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        if not self.db.execute(insert, values).rowcount:
            self.told.tell(row.line, "entry", row.voucher or row.key, "stands earlier in the file: left out here")

    def _check_currency(self, line: int, currency: str) -> None:
        if currency and currency not in TWO_DECIMAL_CURRENCIES:
            known = ", ".join(sorted(TWO_DECIMAL_CURRENCIES))
            self._wrong.tell(line, "currency", currency, f"the register keeps currencies with two decimals: {known}")

    def _minor(self, line: int, field: str, amount: Decimal | None) -> int | None:
        if amount is None:
            return None
        try:
            minor = to_minor(amount)
        except ValueError:
            self._wrong.tell(line, field, amount, "has more than two decimals: round it in the file")
            return None
        if abs(minor) > _LARGEST:
            self._wrong.tell(line, field, amount, "is larger than the register keeps: mend it")
            return None
        return minor


def row_of(blob: bytes) -> CustomerRow:
    """The customer's row as it was staged."""
    row: CustomerRow = pickle.loads(blob)  # noqa: S301  our own temporary file, without a name
    return row


def opening_entry(row: CustomerRow, amount: Decimal, on: date) -> EntryRow:
    """A customer's opening balance as an entry. What was owed before is due when the register takes it over."""
    due = on if amount > 0 else None
    key = f"opening/{on}/{row.number}"
    return EntryRow(row.line, row.number, key, EntryKind.OPENING, on, amount, due_date=due)


def amount_of(minor: int | None) -> Decimal:
    """Staged øre as an amount."""
    return from_minor(minor or 0)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    """A staged day."""
    return date.fromisoformat(text) if text else None
