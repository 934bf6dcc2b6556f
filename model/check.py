"""Checking the register: every cached figure is computed again, every rule of the ledger held against its rows.

It reads a span of customers at a time and lets the database compare, so that memory stays small and only what is wrong
comes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from model.columns import from_minor
from model.events import broken_links
from model.posting import BALANCES, ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from model.store import Register

_SPAN = 10_000  # customers
_NO_ROW = ("no row", "no row")

_FIGURES = f"""
WITH item AS MATERIALIZED ({ITEMS.format(whose="BETWEEN :low AND :high")}),
computed AS MATERIALIZED ({BALANCES.format(items="item")}),
stored AS (SELECT customer_id, currency, open_amount, oldest_due FROM customer_balance
           WHERE customer_id BETWEEN :low AND :high)
SELECT 'computed' AS what, customer_id, currency, open_amount, CAST(oldest_due AS VARCHAR) AS other
FROM (SELECT * FROM computed EXCEPT SELECT * FROM stored) missing
UNION ALL
SELECT 'stated', customer_id, currency, open_amount, CAST(oldest_due AS VARCHAR)
FROM (SELECT * FROM stored EXCEPT SELECT * FROM computed) wrong
UNION ALL
SELECT 'entry', customer_id, CAST(id AS VARCHAR), amount, CAST(CAST(amount - open_amount AS BIGINT) AS VARCHAR)
FROM item WHERE (amount > 0 AND (open_amount < 0 OR open_amount > amount))
             OR (amount <= 0 AND (open_amount > 0 OR open_amount < amount))
"""  # noqa: S608  no word in it comes from outside

_ALLOCATIONS = """
SELECT a.customer_id, a.id AS row_id, a.amount, a.value_date, c.id AS credit_id, d.id AS debit_id,
       c.amount < 0 AND d.amount > 0 AS signs,
       c.customer_id = a.customer_id AND d.customer_id = a.customer_id AS customers,
       c.currency = d.currency AS currencies, c.creditor_id = d.creditor_id AS creditors
FROM allocation a JOIN entry c ON c.id = a.credit_id JOIN entry d ON d.id = a.debit_id
WHERE a.customer_id BETWEEN :low AND :high
  AND NOT (c.amount < 0 AND d.amount > 0 AND c.customer_id = a.customer_id AND d.customer_id = a.customer_id
           AND c.currency = d.currency AND c.creditor_id = d.creditor_id)
"""

_MISPLACED = {
    "changed due date {}": """
        SELECT c.customer_id, c.id AS row_id FROM due_date_change c JOIN entry e ON e.id = c.entry_id
        WHERE e.amount <= 0 OR e.customer_id <> c.customer_id""",
    "dispute {}": """
        SELECT d.customer_id, d.id AS row_id FROM dispute d JOIN entry e ON e.id = d.entry_id
        WHERE e.customer_id <> d.customer_id""",
    "item of agreement {}": """
        SELECT a.customer_id, a.id AS row_id FROM agreement a JOIN agreement_item i ON i.agreement_id = a.id
        JOIN entry e ON e.id = i.entry_id WHERE e.customer_id <> a.customer_id""",
    "item of promise {}": """
        SELECT p.customer_id, p.id AS row_id FROM promise p JOIN promise_item i ON i.promise_id = p.id
        JOIN entry e ON e.id = i.entry_id WHERE e.customer_id <> p.customer_id""",
}
"""What points to an entry must point to a debit, or at least to an entry, of the same customer."""

_AGREEMENTS = """
SELECT a.customer_id, a.number, a.total - COALESCE(a.discount, 0) AS total,
       CAST(COALESCE(SUM(i.amount), 0) AS BIGINT) AS parts
FROM agreement a LEFT JOIN instalment i ON i.agreement_id = a.id
GROUP BY a.id, a.customer_id, a.number, a.total, a.discount
HAVING COALESCE(SUM(i.amount), 0) <> a.total - COALESCE(a.discount, 0)
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in the register that is not as it must be."""

    what: str
    customer: str  # number; "" where it concerns nobody
    computed: str
    stated: str


def check(register: Register, *, progress: Callable[[int, int], None] | None = None) -> list[Difference]:
    """Compute every balance and cached figure again, and hold the ledger to its rules; [] is a sound register.

    Balances are sums of entries. No entry is allocated beyond its amount, from either side. An allocation ties a credit
    to a debit of the same customer, creditor and currency. A changed due date, a dispute and an arrangement point to
    entries of their own customer. The instalments of an agreement add up to its total,
    less what a settlement forgoes. Events follow from one another.
    """
    with register.read() as session:
        connection = session.connection()
        found = [*_by_span(connection, progress), *_arranged(connection)]
        numbers = _numbers(connection, {customer_id for customer_id, *_ in found})
        differences = [
            Difference(what, numbers.get(customer_id, str(customer_id)), computed, stated)
            for customer_id, what, computed, stated in found
        ]
        differences += [
            Difference(f"event {event_id}", "", "follows from the event before", "does not")
            for event_id in broken_links(session)
        ]
    return differences


_Found = tuple[int, str, str, str]  # customer id, what, computed, stated


def _by_span(connection: Connection, progress: Callable[[int, int], None] | None) -> Iterator[_Found]:
    last = connection.execute(text("SELECT COALESCE(MAX(id), 0) FROM customer")).scalar_one()
    for low in range(1, last + 1, _SPAN):
        span = {"low": low, "high": low + _SPAN - 1}
        yield from _figures(connection.execute(text(_FIGURES), span).all())
        for row in connection.execute(text(_ALLOCATIONS), span):
            yield row.customer_id, f"allocation {row.row_id}", _rule_broken(row), _amount(row.amount)
        if progress:
            progress(min(low + _SPAN - 1, last), last)


def _figures(rows: Any) -> Iterator[_Found]:  # noqa: ANN401  rows of `_FIGURES`
    pairs: dict[tuple[int, str], dict[str, tuple[str, str]]] = {}
    for row in rows:
        if row.what == "entry":
            most, allocated = _amount(row.open_amount), _amount(row.other)
            yield row.customer_id, f"entry {row.currency}", f"{most} at most", f"{allocated} allocated"
        else:
            figures = (_amount(row.open_amount), row.other or "none")
            pairs.setdefault((row.customer_id, row.currency), {})[row.what] = figures
    for (customer_id, currency), pair in sorted(pairs.items()):
        computed, stated = pair.get("computed", _NO_ROW), pair.get("stated", _NO_ROW)
        for name, right, kept in zip(("balance", "oldest due day"), computed, stated, strict=True):
            if right != kept:
                yield customer_id, f"{name} {currency}", right, kept


def _rule_broken(row: Any) -> str:  # noqa: ANN401  a row of `_ALLOCATIONS`
    """Which rule an allocation breaks."""
    if not row.signs:
        return "ties a credit to a debit"
    if not row.customers:
        return "ties entries of its own customer"
    return "ties entries of one currency" if not row.currencies else "ties entries of one creditor"


def _arranged(connection: Connection) -> Iterator[_Found]:
    for what, query in _MISPLACED.items():
        for row in connection.execute(text(query)):
            yield row.customer_id, what.format(row.row_id), "a debit of this customer", "another entry"
    for row in connection.execute(text(_AGREEMENTS)):
        yield row.customer_id, f"instalments of {row.number}", _amount(row.parts), _amount(row.total)


def _amount(minor: Any) -> str:  # noqa: ANN401  whatever number the database gives
    return f"{from_minor(int(minor)):.2f}"


def _numbers(connection: Connection, customer_ids: set[int]) -> dict[int, str]:
    numbers: dict[int, str] = {}
    for customer_id in sorted(customer_ids):
        row = connection.execute(text("SELECT number FROM customer WHERE id = :id"), {"id": customer_id}).first()
        numbers[customer_id] = row[0] if row else str(customer_id)
    return numbers
