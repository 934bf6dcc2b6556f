"""Posting: what follows from new entries. Credits are allocated to debits, and each customer's balance row is renewed.

Whatever adds entries (an act of the desk, a file, a made register) ends here, inside its own transaction. Which credit
settles which debit is the rule `model.rules.allocation`; this module brings it the open items and keeps the result.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Date, String, func, select, text

from model import bulk, events, settlements
from model.account import accounts
from model.columns import Money
from model.kinds import Act, EntryKind
from model.ledger import Allocation, Entry
from model.rules import references
from model.rules.allocation import ORDER, Credit, Debit, Match, Order, Part, Why, allocate
from model.tables import AGREEMENT, AGREEMENT_ITEM, ALLOCATION, ENTRY, SETTING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Row
    from sqlmodel import Session

    # id, customer_id, creditor_id, date, due, amount, open, currency, voucher, reference, kind, claim_id, reverses
    OpenItem = Row[tuple[int, int, int, date, date, Decimal, Decimal, str, str, str, str, int | None, int | None]]

ORDER_SETTING = "allocation_order"
"""The setting that holds another order inside a claim: `principal, interest, costs`."""

CHUNK = 2000
"""Customers taken at a time: large enough for speed, small enough for memory."""

ITEMS = """
SELECT e.id, e.customer_id, e.creditor_id, e.date, COALESCE(moved.due_date, e.due_date, e.date) AS due, e.amount,
       CASE WHEN e.amount > 0 THEN e.amount - COALESCE(paid.amount, 0)
            ELSE e.amount + COALESCE(used.amount, 0) END AS open_amount,
       e.currency, e.voucher, e.reference, e.kind, e.claim_id, e.reverses
FROM entry e
LEFT JOIN (SELECT debit_id, SUM(amount) AS amount FROM allocation
           WHERE customer_id {whose} GROUP BY debit_id) paid ON paid.debit_id = e.id
LEFT JOIN (SELECT credit_id, SUM(amount) AS amount FROM allocation
           WHERE customer_id {whose} GROUP BY credit_id) used ON used.credit_id = e.id
LEFT JOIN (SELECT entry_id, due_date FROM due_date_change WHERE id IN
             (SELECT MAX(id) FROM due_date_change WHERE customer_id {whose} GROUP BY entry_id)
          ) moved ON moved.entry_id = e.id
WHERE e.customer_id {whose}
"""
"""Entries with their open amount (signed) and the day they are due as moved; `{whose}` says of which customers."""

BALANCES = """
SELECT customer_id, currency, CAST(SUM(amount) AS BIGINT) AS open_amount,
       MIN(CASE WHEN open_amount > 0 THEN due END) AS oldest_due
FROM {items} GROUP BY customer_id, currency
"""
"""What `CustomerBalance` keeps of such items: the sum of the entries and the oldest due day of an open debit."""


def settle(
    session: Session, customer_ids: Collection[int], *, now: datetime, named: Mapping[int, int] | None = None
) -> int:
    """Allocate the open credits of these customers and renew their balances; returns how many allocations were made.

    Args:
        session: the act's session; nothing is committed here.
        customer_ids: whose entries changed.
        now: when the allocations are booked; their value date is the day from which credit and debit both existed.
        named: credits (entry ids) whose debit is known beforehand, as by a file that says what each payment settled.
            They come first, with entries that take one another back; what is left follows the rule.
    """
    session.flush()
    connection = session.connection()
    order = allocation_order(session)
    made = 0
    for ids in _chunks(customer_ids):
        _lock(connection, ids)
        items = _open_items(connection, ids)
        agreed = _under_agreement(session, {item.customer_id for item in items}, now.date())
        instalments = _instalments_named(connection, items)
        rows = [
            (customer_id, match.credit_id, match.debit_id, match.amount, match.value_date, now, str(match.why))
            for customer_id, own in groupby(items, key=lambda item: int(item.customer_id))
            for match in _matches(list(own), (named or {}, instalments), agreed, order)
        ]
        keys = bulk.reserve(connection, _ALLOCATION, len(rows)) if rows else ()
        bulk.insert(connection, _ALLOCATION, _COLUMNS, [(key, *row) for key, row in zip(keys, rows, strict=True)])
        made += len(rows)
        _renew(connection, ids)
        if written_off := settlements.write_off(session, ids, now):
            made += settle(session, ids, now=now, named=written_off)
        elif stand_again := _stand_again(session, ids, now):
            made += settle(session, stand_again, now=now)
    return made


def take_back(session: Session, entry_id: int, amount: Decimal, *, on: date, now: datetime) -> None:
    """Free so much of an entry from what it was allocated to, the latest first: negative rows, nothing is deleted.

    What is not allocated is free already. The freed amounts are open from `on`; nothing is settled anew here.
    """
    session.flush()
    connection = session.connection()
    entry = connection.execute(select(ENTRY.c.customer_id, ENTRY.c.amount).where(ENTRY.c.id == entry_id)).one()
    own = (ALLOCATION.c.credit_id == entry_id) | (ALLOCATION.c.debit_id == entry_id)
    sums = (
        select(
            ALLOCATION.c.customer_id,
            ALLOCATION.c.credit_id,
            ALLOCATION.c.debit_id,
            func.sum(ALLOCATION.c.amount, type_=ALLOCATION.c.amount.type).label("amount"),
        )
        .where(ALLOCATION.c.customer_id == entry.customer_id, own)
        .group_by(ALLOCATION.c.customer_id, ALLOCATION.c.credit_id, ALLOCATION.c.debit_id)
        .order_by(func.max(ALLOCATION.c.id).desc())
    )
    tied = [row for row in connection.execute(sums) if row.amount]
    wanted = amount - (abs(entry.amount) - sum((row.amount for row in tied), Decimal(0)))
    rows = []
    for row in tied:
        freed = min(row.amount, wanted)
        if freed > 0:
            wanted -= freed
            rows.append((row.customer_id, row.credit_id, row.debit_id, -freed, on, now, _TAKEN_BACK))
    keys = bulk.reserve(connection, _ALLOCATION, len(rows)) if rows else ()
    bulk.insert(connection, _ALLOCATION, _COLUMNS, [(key, *row) for key, row in zip(keys, rows, strict=True)])


def counter(
    session: Session, entry: Entry, amount: Decimal, *, on: date, now: datetime, text: str = "", source: str = ""
) -> Entry:
    """Store the entry that takes another one back, or so much of it; what it was tied to is free.

    Nothing is settled anew here.
    """
    number = int(entry.id or 0)
    take_back(session, number, amount, on=on, now=now)
    back = Entry(
        customer_id=entry.customer_id,
        creditor_id=entry.creditor_id,
        kind=entry.kind,
        date=on,
        due_date=entry.due_date if entry.amount < 0 else None,
        amount=amount if entry.amount < 0 else -amount,
        currency=entry.currency,
        voucher=entry.voucher,
        reference=entry.reference,
        text=text,
        source=source,
        booked_at=now,
        reverses=number,
    )
    session.add(back)
    session.flush()
    return back


def _stand_again(session: Session, ids: Collection[int], now: datetime) -> list[int]:
    """Take back what was written off for settlements that are not paid after all; returns whose debts stand again."""
    whose = []
    for row, standing in settlements.unpaid_again(session, ids, now):
        backs = []
        for number, amount in standing.items():
            entry = session.get_one(Entry, number)
            on = max(now.date(), entry.date)
            backs.append(counter(session, entry, amount, on=on, now=now, text=row.number, source=settlements.SOURCE).id)
        whose.append(int(row.customer_id))
        facts = {"what": EntryKind.WRITE_OFF, "amount": sum(standing.values()), "entries": backs, "of": row.id}
        facts["reverses"] = list(standing)
        events.append(session, Act.REVERSED, agent_id=row.agent_id, now=now, customer_id=row.customer_id, facts=facts)
    return whose


def allocation_order(session: Session) -> Order:
    """The order inside a claim as the register is set; costs, interest, principal where it is not."""
    row = session.connection().execute(select(SETTING.c.value).where(SETTING.c.name == ORDER_SETTING)).first()
    parts = [part.strip() for part in row.value.split(",")] if row else []
    return tuple(Part(part) for part in parts) if sorted(parts) == sorted(ORDER) else ORDER  # type: ignore[return-value]


def refresh_balances(session: Session, customer_ids: Collection[int]) -> None:
    """Renew the cached balance of these customers, one row a currency, from their entries and allocations."""
    session.flush()
    connection = session.connection()
    for ids in _chunks(customer_ids):
        _lock(connection, ids)
        _renew(connection, ids)


_ALLOCATION = Allocation.__table__  # type: ignore[attr-defined]
_COLUMNS = ("id", "customer_id", "credit_id", "debit_id", "amount", "value_date", "booked_at", "why")
_TAKEN_BACK = "taken back"
_SEVERAL = re.compile(r"[,;]")


def _chunks(customer_ids: Collection[int]) -> Iterator[list[int]]:
    """Ascending, so that two acts that meet on PostgreSQL wait for one another in one order."""
    ids = sorted(set(customer_ids))
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _lock(connection: Connection, ids: Sequence[int]) -> None:
    """Keep other acts off these accounts until this one ends. On SQLite a writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        whose, values = bulk.among(connection, ids)
        connection.execute(text(f"SELECT id FROM customer WHERE id {whose} ORDER BY id FOR NO KEY UPDATE"), values)  # noqa: S608


def _open_items(connection: Connection, ids: Sequence[int]) -> Sequence[OpenItem]:
    """What is open, of those customers only who have both a debit and a credit open: nothing else can be allocated.

    A paid invoice comes along while a fee on it is open: payments find the fee by its name.
    """
    whose, values = bulk.among(connection, ids)
    items = ITEMS.format(whose=whose)
    statement = text(
        f"WITH item AS ({items}) "  # noqa: S608
        "SELECT * FROM item WHERE (open_amount <> 0 OR id IN (SELECT claim_id FROM item WHERE open_amount > 0)) "
        "AND customer_id IN ("
        "SELECT customer_id FROM item GROUP BY customer_id HAVING MIN(open_amount) < 0 AND MAX(open_amount) > 0) "
        "ORDER BY customer_id"
    ).columns(
        id=BigInteger, customer_id=BigInteger, creditor_id=BigInteger, date=Date, due=Date, amount=Money,
        open_amount=Money, currency=String, voucher=String, reference=String, kind=String, claim_id=BigInteger,
        reverses=BigInteger,
    )  # fmt: skip
    return connection.execute(statement, values).all()


def _under_agreement(session: Session, customer_ids: Collection[int], today: date) -> set[int]:
    """Entries of these customers under an agreement that runs: payments without a name go there first."""
    if not customer_ids:
        return set()
    with_one = select(AGREEMENT.c.customer_id).where(
        AGREEMENT.c.customer_id.in_(customer_ids), AGREEMENT.c.superseded_by.is_(None)
    )
    having = {row.customer_id for row in session.connection().execute(with_one)}
    standing = accounts(session, having, today).values() if having else ()
    return {item.entry_id for account in standing for item in account.items if item.agreement}


def _matches(
    items: Sequence[OpenItem],
    told: tuple[Mapping[int, int], Mapping[int, tuple[int, ...]]],
    agreed: Collection[int],
    order: Order,
) -> Iterator[Match]:
    """What one customer's credits settle: first what is known beforehand, then by the rule.

    `told` are credits whose debit is known, and credits that name an instalment with the debits of its agreement.
    """
    named, instalments = told
    left = {item.id: abs(item.open_amount) for item in items}
    debits = {item.id: item for item in items if item.amount > 0}
    taken_back = {item.reverses: item.id for item in debits.values() if item.reverses}
    for credit in items:
        debit = debits.get(taken_back.get(credit.id) or credit.reverses or named.get(credit.id, 0))
        if credit.amount < 0 and debit is not None and _same_ledger(credit, debit):
            amount = min(left[credit.id], left[debit.id])
            if amount:
                left[credit.id] -= amount
                left[debit.id] -= amount
                yield Match(credit.id, debit.id, amount, max(credit.date, debit.date), Why.NAMED)
    yield from allocate(
        [
            Debit(
                i.id,
                i.date,
                i.due,
                left[i.id],
                i.voucher,
                i.reference,
                i.currency,
                i.creditor_id,
                kind=i.kind,
                claim_id=i.claim_id,
                in_agreement=i.id in agreed,
            )
            for i in debits.values()
        ],
        [
            Credit(i.id, i.date, left[i.id], _names(i, instalments, debits), i.currency, i.creditor_id, i.kind)
            for i in items
            if i.amount < 0 and left[i.id]
        ],
        order,
    )


def _names(
    credit: OpenItem, instalments: Mapping[int, tuple[int, ...]], debits: Mapping[int, OpenItem]
) -> tuple[str, ...]:
    """What a credit designates: with the reference of an instalment the debits of that agreement, oldest due first."""
    owed = [debits[number] for number in instalments.get(credit.id, ()) if number in debits]
    owed.sort(key=lambda debit: (debit.due, debit.id))
    names = tuple(debit.reference or debit.voucher for debit in owed if debit.reference or debit.voucher)
    return names or designated(credit.reference)


def _instalments_named(connection: Connection, items: Sequence[OpenItem]) -> dict[int, tuple[int, ...]]:
    """The open credits that name an instalment of an agreement of the same customer, with the entries under it."""
    named = {item.id: (item.customer_id, read[0]) for item in items if item.amount < 0 and (read := _read(item))}
    if not named:
        return {}
    query = (
        select(AGREEMENT_ITEM.c.agreement_id, AGREEMENT_ITEM.c.entry_id, AGREEMENT.c.customer_id)
        .join(AGREEMENT, AGREEMENT.c.id == AGREEMENT_ITEM.c.agreement_id)
        .where(AGREEMENT_ITEM.c.agreement_id.in_({agreement for _customer, agreement in named.values()}))
    )
    under: dict[tuple[int, int], tuple[int, ...]] = {}
    for row in connection.execute(query):
        key = (row.customer_id, row.agreement_id)
        under[key] = (*under.get(key, ()), row.entry_id)
    return {credit: under[key] for credit, key in named.items() if key in under}


def _read(item: OpenItem) -> tuple[int, int] | None:
    return references.read(item.reference) if item.reference else None


def _same_ledger(credit: OpenItem, debit: OpenItem) -> bool:
    return bool(credit.currency == debit.currency and credit.creditor_id == debit.creditor_id)


def designated(reference: str) -> tuple[str, ...]:
    """What a payer names, in their order: one reference, or several with commas between.

    >>> designated("1031, 1042"), designated("000 1031"), designated("")
    (('1031, 1042', '1031', '1042'), ('000 1031',), ())
    """
    parts = [part.strip() for part in _SEVERAL.split(reference)]
    return tuple(part for part in (reference, *(parts if len(parts) > 1 else ())) if part)


def _renew(connection: Connection, ids: Sequence[int]) -> None:
    whose, values = bulk.among(connection, ids)
    connection.execute(text(f"DELETE FROM customer_balance WHERE customer_id {whose}"), values)  # noqa: S608
    balances = BALANCES.format(items=f"({ITEMS.format(whose=whose)}) item")
    connection.execute(
        text(f"INSERT INTO customer_balance (customer_id, currency, open_amount, oldest_due) {balances}"),
        values,
    )
