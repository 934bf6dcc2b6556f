"""Reports over the whole ledger, for any day: what is owed by how long it is overdue, and how customers pay.

Customers are taken some thousands at a time, and the database tells of each only what is open: a report of a million
customers takes no more memory than one of a thousand.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Date, String, bindparam, func, literal, select, text

from model import bulk
from model.account import accounts
from model.columns import UtcDateTime, from_minor
from model.history import end_of
from model.risk import assessments, exposures
from model.rules.ageing import EDGES, age
from model.rules.ageing import buckets as named
from model.rules.behaviour import Risk
from model.tables import CREDITOR, CUSTOMER, TEAM
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Row

    from model.account import Account
    from model.rules.explain import Sentence
    from model.store import Register

_NOTHING = Decimal("0.00")
_CHUNK = 5000  # customers at a time: what is read of them stays in the processor's cache


class By(StrEnum):
    """What a report is divided by."""

    CUSTOMER = "customer"
    CATEGORY = "category"
    TEAM = "team"
    CREDITOR = "creditor"


@dataclass(frozen=True, slots=True)
class Ageing:
    """What is owed in a currency on a day, by how long it has been due. `total` is the balance of the ledger."""

    as_of: date
    currency: str
    buckets: dict[str, Decimal]
    total: Decimal
    group: str = ""  # a customer's number, a category, a team's name, a creditor's code


def ageing(
    register: Register,
    as_of: date,
    *,
    by: By | None = None,
    edges: Sequence[int] = EDGES,
    known_on: date | None = None,
) -> Iterator[Ageing]:
    """Age every open item by its contractual due date, one row a currency: what is due that very day is not due.

    A debit that states no due date is due on its own date, as on the card. A credit that settles nothing yet is not
    overdue to anyone: it lies, negative, in `not_due`, so that the buckets add up to the ledger's balance on that day.
    Where nothing is open there is no row. The rows come while the ledger is read: take them one by one.

    Args:
        register: whose ledger.
        as_of: the day; entries count by their date, allocations by their value date.
        by: a row for each customer (by number; `CREDITOR:NUMBER` where two creditors use the same one), category, team
            or creditor (and currency); None: one for all.
        edges: the last days overdue of each bucket but the last.
        known_on: leave out what was booked after this day: the ledger as it was known then. None: as known now.

    Raises:
        Invalid: the edges do not rise from above zero.
    """
    named(edges)
    until = None if known_on is None else end_of(known_on, register.zone())
    return _aged(register, as_of, by, edges, until)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Customers of one risk class: how many they are, and what they owe in their own currency."""

    as_of: date
    risk: Risk
    currency: str
    customers: int
    owed: Decimal  # due or not, less unallocated credit, of those who owe
    overdue: Decimal  # disputed items among them
    group: str = ""
    reasons: tuple[Sentence, ...] = ()  # of a single customer


def behaviour(
    register: Register, as_of: date, *, by: By | None = None, only: Risk | None = None
) -> Iterator[Behaviour]:
    """Tell the risk classes of all customers, gravest first, one row a currency.

    The classes are those of the card (`model.rules.behaviour`). The rows come while the ledger is read.

    Args:
        register: whose customers.
        as_of: the day.
        by: a row for each customer (by number, with the reasons), or for each class of each category, team or (home)
            creditor; None: for each class.
        only: this class and no other.
    """
    sums: dict[tuple[str, Risk, str], Behaviour] = {}
    with register.read() as session:
        for owners in _owners(session.connection(), by):
            standing = accounts(session, owners, as_of)
            used = exposures(session, standing)
            told = assessments(session, standing, used, as_of)
            for customer_id, group in owners.items():
                account, found, owed = standing[customer_id], told[customer_id], used[customer_id].used
                if only not in (None, found.risk):
                    continue
                own = Behaviour(as_of, found.risk, account.currency, 1, owed, _overdue(account), plain(group))
                if by == By.CUSTOMER:
                    yield replace(own, reasons=found.reasons)
                else:
                    key = (own.group, own.risk, own.currency)
                    sums[key] = _together(sums[key], own) if key in sums else own
    yield from sorted(sums.values(), key=lambda row: (row.group, _GRAVEST.index(row.risk), row.currency))


def _together(one: Behaviour, other: Behaviour) -> Behaviour:
    return replace(
        one,
        customers=one.customers + other.customers,
        owed=one.owed + other.owed,
        overdue=one.overdue + other.overdue,
    )


_GRAVEST = (Risk.HIGH, Risk.MEDIUM, Risk.LOW, Risk.UNKNOWN)


def _overdue(account: Account) -> Decimal:
    items = (item.open for item in account.items if item.days_overdue and item.currency == account.currency)
    return sum(items, _NOTHING)


_Open = dict[str, dict["date | None", int]]  # by currency and due day, in øre


def _aged(
    register: Register, as_of: date, by: By | None, edges: Sequence[int], until: datetime | None
) -> Iterator[Ageing]:
    found: defaultdict[str, _Open] = defaultdict(_nothing)
    with register.read() as session:
        connection = session.connection()
        codes = {row.id: row.code for row in connection.execute(select(CREDITOR.c.id, CREDITOR.c.code))}
        for owners in _owners(connection, by):
            for customer_id, creditor_id, currency, due, amount in _open_items(connection, owners, as_of, until):
                group = codes[creditor_id] if by == By.CREDITOR else owners[customer_id]
                days = found[group][currency]
                days[due] = days.get(due, 0) + amount
            if by == By.CUSTOMER:
                yield from (row for group in owners.values() for row in _rows(as_of, group, found[group], edges))
                found.clear()
    yield from (row for group in sorted(found) for row in _rows(as_of, group, found[group], edges))


def _nothing() -> _Open:
    return defaultdict(dict)


def _rows(as_of: date, group: str, owed: _Open, edges: Sequence[int]) -> Iterator[Ageing]:
    for currency in sorted(owed):
        aged = age(((due, from_minor(amount)) for due, amount in owed[currency].items()), as_of, edges)
        buckets = {name: amount + _NOTHING for name, amount in aged.items()}
        yield Ageing(as_of, currency, buckets, sum(buckets.values(), _NOTHING), plain(group))


def _owners(connection: Connection, by: By | None) -> Iterator[dict[int, str]]:
    """Every customer with the group that they belong to, some thousands at a time; by number where each is one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL jit = off"))  # would compile anew for each batch, a fifth of its time
    many = select(CUSTOMER.c.number).group_by(CUSTOMER.c.number).having(func.count() > 1)
    shared = set(connection.execute(many).scalars()) if by == By.CUSTOMER else set()
    # In the order of the letters' codes on both databases: a server may sort by the rules of a language.
    number = CUSTOMER.c.number if connection.dialect.name == "sqlite" else CUSTOMER.c.number.collate("C")
    groups = {By.CATEGORY: CUSTOMER.c.category, By.TEAM: TEAM.c.name, By.CREDITOR: CREDITOR.c.code}
    group = groups.get(by, CUSTOMER.c.number) if by else literal("")
    query = (
        select(CUSTOMER.c.id, group.label("grp"), CREDITOR.c.code)
        .join(CREDITOR, CREDITOR.c.id == CUSTOMER.c.creditor_id)
        .outerjoin(TEAM, TEAM.c.id == CUSTOMER.c.team_id)
        .order_by(*((number, CUSTOMER.c.creditor_id) if by == By.CUSTOMER else (CUSTOMER.c.id,)))
    )
    rows = connection.execute(query, execution_options={"stream_results": True, "yield_per": _CHUNK})
    for some in rows.partitions():
        yield {key: f"{code}:{group}" if group in shared else group or "" for key, group, code in some}


_OPEN_ITEMS = """
WITH tied AS MATERIALIZED (
  SELECT debit_id AS id, CAST(-SUM(amount) AS BIGINT) AS amount FROM allocation
  WHERE customer_id {whose} AND value_date <= :as_of {known} GROUP BY debit_id
  UNION ALL
  SELECT credit_id, CAST(SUM(amount) AS BIGINT) FROM allocation
  WHERE customer_id {whose} AND value_date <= :as_of {known} GROUP BY credit_id)
SELECT e.customer_id, e.creditor_id, e.currency, CASE WHEN e.amount > 0 THEN COALESCE(e.due_date, e.date) END AS due,
       e.amount + COALESCE(tied.amount, 0) AS open_amount
FROM entry e LEFT JOIN tied ON tied.id = e.id
WHERE e.customer_id {whose} AND e.date <= :as_of {known} AND e.amount + COALESCE(tied.amount, 0) <> 0
"""
"""What is open on a day; only debits have a due day. An entry is tied once at most: it is a debit or a credit."""


def _open_items(
    connection: Connection, ids: Collection[int], as_of: date, until: datetime | None
) -> Sequence[Row[tuple[int, int, str, date | None, int]]]:
    """What was open of these customers: id, creditor, currency, due day (of debits) and øre."""
    whose, values = bulk.among(connection, list(ids))
    known = "" if until is None else "AND booked_at < :until"
    statement = text(_OPEN_ITEMS.format(whose=whose, known=known)).bindparams(bindparam("as_of", type_=Date))
    if until is not None:
        statement = statement.bindparams(bindparam("until", type_=UtcDateTime))
        values["until"] = until
    typed = statement.columns(
        customer_id=BigInteger, creditor_id=BigInteger, currency=String, due=Date, open_amount=BigInteger
    )
    return connection.execute(typed, {**values, "as_of": as_of}).all()
