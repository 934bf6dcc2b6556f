"""Fills an empty register, chunk by chunk, within one transaction each."""

from __future__ import annotations

import gc
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from model import bulk, errors, events
from model.generate import house
from model.generate.days import Days
from model.generate.telling import chunks
from model.generate.writing import write
from model.kinds import Act, EntryKind
from model.store import changed
from model.tables import CREDITOR, CUSTOMER, ENTRY, EVENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from model.contact import Event
    from model.generate.scribe import Deed
    from model.generate.story import Story
    from model.store import Register

CHUNK = 5_000
"""Customers written at a time: large enough for speed, small enough for memory."""


@dataclass
class Counts:
    """How much was made."""

    customers: int = 0
    invoices: int = 0
    entries: int = 0
    calls: int = 0
    notes: int = 0
    promises: int = 0
    agreements: int = 0
    disputes: int = 0
    events: int = 0

    def add(self, story: Story) -> None:
        """Count one story."""
        self.customers += 1
        self.invoices += sum(line.kind == EntryKind.INVOICE for line in story.lines)
        self.entries += len(story.lines)
        self.calls += len(story.calls)
        self.notes += len(story.notes)
        self.promises += len(story.promises)
        self.agreements += len(story.agreements)
        self.disputes += len(story.disputes)


def generate(
    register: Register,
    *,
    customers: int,
    seed: int,
    today: date,
    now: datetime,
    bare: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Counts:
    """Fill an empty register with made customers and all that happened to them up to today.

    The same seed, number and day give the same register on every machine and on both databases. Invoices are three a
    customer. Memory does not grow with the number, but for the events (about a fifth of the customers).

    Args:
        register: without customers; a failure on the way leaves it half filled, to be thrown away.
        customers: how many.
        seed: which of all such registers.
        today: nothing is dated later, except what falls due.
        now: no moment is later.
        bare: whether to leave out all that no customer is found by: what was paid, said and arranged.
        progress: told how many customers are written, and of how many.

    Raises:
        Refused: the register holds customers or creditors already.
        Invalid: there is no such number of customers.
    """
    if customers < 1:
        raise errors.Invalid("customers", "must be at least 1", customers)
    _refuse_unless_empty(register)
    days, counts = Days(today, now), Counts()
    telling = chunks(customers, seed, days, CHUNK)
    with closing(telling), _unhurried_disk(register), _no_looking_for_cycles():
        with register.write() as session:
            home = house.build(session.connection(), days)
        deeds: list[Deed] = []
        for chunk in telling:
            if bare:
                for story in chunk:
                    story.strip()
            with register.write() as session:
                ids, done = write(session.connection(), home, days, chunk)
                changed(session, ids)
            deeds += done
            for story in chunk:
                counts.add(story)
            gc.collect()
            if progress:
                progress(counts.customers, customers)
        counts.events = _tell(register, deeds, home.agents[-1], days, seed, counts)
    return counts


def _refuse_unless_empty(register: Register) -> None:
    with register.read() as session:
        run = session.connection().execute
        if any(run(select(table.c.id).limit(1)).first() for table in (CUSTOMER, CREDITOR, ENTRY)):
            raise errors.Refused("the register is not empty: make one in a new file or database (--register)")


def _tell(register: Register, deeds: list[Deed], maker: int, days: Days, seed: int, counts: Counts) -> int:
    """Write the events in the order of the clock, chained; the last one tells of the making itself."""
    deeds.sort(key=lambda deed: deed.at)
    place = 0
    while place < len(deeds):
        with register.write() as session:
            connection, before = session.connection(), events.last_hash(session)
            several = deeds[place : place + CHUNK]
            rows = []
            for key, deed in zip(bulk.reserve(connection, EVENT, len(several)), several, strict=True):
                before = events.digest(before, cast("Event", deed))  # it has what the hash covers
                rows.append((key, deed.at, deed.agent_id, deed.customer_id, deed.act, deed.facts, before))
            columns = ("id", "at", "agent_id", "customer_id", "act", "facts", "hash")
            bulk.insert(connection, EVENT, columns, rows)
        place += len(several)
    with register.write() as session:
        facts = {"seed": seed, "customers": counts.customers, "entries": counts.entries}
        events.append(session, Act.GENERATED, agent_id=maker, now=days.now, facts=facts)
    return len(deeds) + 1


@contextmanager
def _no_looking_for_cycles() -> Iterator[None]:
    """Stories hold no cycles, and looking for some among so many small objects takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _unhurried_disk(register: Register) -> Iterator[None]:
    """While a new SQLite file is filled the disk need not keep up: after a power cut it is made again."""
    if not register.is_sqlite:
        yield
        return
    connection = register.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA foreign_keys=OFF")  # every row refers to one that was just written
        cursor.execute("PRAGMA cache_size=-65536")
        cursor.close()
    finally:
        connection.close()  # back to the pool, from where the next act takes it
    try:
        yield
    finally:
        register.engine.dispose()  # the next connection is as careful as ever
