"""Turns stories into rows, a chunk at a time: ids are reserved, then each table is written in one go."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from model import bulk
from model.generate.scribe import Deed, Keys, Scribe
from model.generate.story import settle
from model.tables import (
    ADDRESS,
    AGREEMENT,
    ALLOCATION,
    CALL,
    CUSTOMER,
    CUSTOMER_BALANCE,
    DISPUTE,
    EMAIL,
    ENTRY,
    NOTE,
    PARTY,
    PHONE,
    PROMISE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table

    from model.generate.days import Days
    from model.generate.house import House
    from model.generate.story import Story

Row = tuple[Any, ...]


def write(
    connection: Connection, house: House, days: Days, stories: Sequence[Story]
) -> tuple[Sequence[int], list[Deed]]:
    """Write some stories; returns the ids of the customers, and what is to be told in events."""
    chunk = _Chunk(connection, house, days, stories)
    chunk.contacts()
    entries = chunk.blocks(ENTRY, [len(story.lines) for story in stories])
    chunk.ledger(entries)
    chunk.allocations(entries)
    return chunk.customers, chunk.arrangements(entries)


class _Chunk:
    """Some stories on their way into the tables. Parents are written before what refers to them."""

    def __init__(self, connection: Connection, house: House, days: Days, stories: Sequence[Story]) -> None:
        self.connection, self.house, self.days, self.stories = connection, house, days, stories
        self.customers = self._add(CUSTOMER, _CUSTOMER, self._master_data())

    def blocks(self, table: Table, sizes: Sequence[int]) -> list[Sequence[int]]:
        """New ids, shared out among the stories."""
        ends = list(accumulate(sizes))
        ids = bulk.reserve(self.connection, table, ends[-1]) if ends and ends[-1] else ()
        return [ids[end - size : end] for end, size in zip(ends, sizes, strict=True)]

    def contacts(self) -> None:
        """Addresses, telephones and e-mails."""
        date, known = self.days.date, list(zip(self.customers, self.stories, strict=True))
        self._add(
            ADDRESS,
            ("customer_id", "street", "extra", "postcode", "city", "country", "valid_until"),
            (
                (key, a.street, a.extra, a.postcode, a.city, s.land.code, None if a.until is None else date(a.until))
                for key, s in known
                for a in s.addresses
            ),
        )
        self._add(
            PHONE, ("customer_id", "number", "label", "wrong"), ((k, *phone) for k, s in known for phone in s.phones)
        )
        self._add(EMAIL, ("customer_id", "address"), ((k, address) for k, s in known for address in s.emails))

    def ledger(self, entries: list[Sequence[int]]) -> None:
        """Entries."""
        date, booked, creditors = self.days.date, self.days.booked, self.house.creditors
        self._insert(
            ENTRY,
            _ENTRY,
            (
                (
                    key,
                    customer,
                    creditors[story.land.code],
                    line.kind,
                    date(line.day),
                    None if line.due is None else date(line.due),
                    line.amount,
                    story.land.currency,
                    line.voucher,
                    line.reference,
                    line.text,
                    booked(line.day),
                    None if line.claim is None else keys[line.claim],
                )
                for customer, story, keys in zip(self.customers, self.stories, entries, strict=True)
                for key, line in zip(keys, story.lines, strict=True)
            ),
        )

    def allocations(self, entries: list[Sequence[int]]) -> None:
        """What settles what, and the balance that is left."""
        date, booked = self.days.date, self.days.booked
        allocations: list[Row] = []
        balances: list[Row] = []
        for customer, story, keys in zip(self.customers, self.stories, entries, strict=True):
            left = [line.amount for line in story.lines]
            for credit, debit, amount, day in settle(story):
                left[debit] -= amount
                left[credit] += amount
                allocations.append((customer, keys[credit], keys[debit], amount, date(day), booked(day)))
            dues = [line.due for line, rest in zip(story.lines, left, strict=True) if rest > 0 and line.due is not None]
            balances.append((customer, story.land.currency, sum(left), date(min(dues)) if dues else None))
        self._add(ALLOCATION, _ALLOCATION, allocations)
        self._insert(CUSTOMER_BALANCE, _BALANCE, balances)

    def arrangements(self, entries: list[Sequence[int]]) -> list[Deed]:
        """Parties, and what was said and arranged."""
        blocks = {
            table.name: self.blocks(table, [len(getattr(story, part)) for story in self.stories])
            for table, part in (
                (PARTY, "parties"),
                (CALL, "calls"),
                (NOTE, "notes"),
                (PROMISE, "promises"),
                (AGREEMENT, "agreements"),
                (DISPUTE, "disputes"),
            )
        }
        scribe = Scribe(self.house, self.days)
        for place, story in enumerate(self.stories):
            if story.parties or story.calls or story.notes:
                keys = Keys(
                    self.customers[place], entries[place], {name: block[place] for name, block in blocks.items()}
                )
                scribe.tell(story, keys)
        for table, columns, rows in scribe.sheets():
            if columns[0] == "id":
                self._insert(table, columns, rows)
            else:
                self._add(table, columns, rows)
        return scribe.deeds

    def _master_data(self) -> Iterator[Row]:
        days, creditors = self.days, self.house.creditors
        for story in self.stories:
            land, since = story.land, days.booked(story.since())
            yield (
                str(story.number),
                creditors[land.code],
                story.kind,
                story.name,
                story.org_number,
                story.vat,
                story.category,
                *story.terms,
                story.credit_limit,
                land.currency,
                land.language,
                land.code,
                story.status,
                None if story.status_day is None else days.date(story.status_day),
                story.protected,
                since,
                since if story.status_day is None else days.booked(story.status_day),
            )

    def _add(self, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> Sequence[int]:
        """Insert rows with new ids; returns these."""
        rows = list(rows)
        ids = bulk.reserve(self.connection, table, len(rows)) if rows else ()
        self._insert(table, ("id", *columns), ((key, *row) for key, row in zip(ids, rows, strict=True)))
        return ids

    def _insert(self, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
        bulk.insert(self.connection, table, columns, rows, in_minor_units=True)


_CUSTOMER = (
    "number", "creditor_id", "kind", "name", "org_number", "vat_registration", "category", "terms_kind", "terms_days",
    "credit_limit", "currency", "language", "country", "status", "status_on", "address_protected", "created_at",
    "changed_at",
)  # fmt: skip
_ENTRY = (
    "id", "customer_id", "creditor_id", "kind", "date", "due_date", "amount", "currency", "voucher", "reference",
    "text", "booked_at", "claim_id",
)  # fmt: skip
_ALLOCATION = ("customer_id", "credit_id", "debit_id", "amount", "value_date", "booked_at")
_BALANCE = ("customer_id", "currency", "open_amount", "oldest_due")
