"""Merged customers: whose account goes on under another number, and whose address is protected with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlmodel import Session

CHAIN = """
WITH RECURSIVE chain (id, at) AS (
    SELECT id, merged_into FROM customer WHERE id {which} AND merged_into IS NOT NULL
    UNION SELECT chain.id, c.merged_into FROM chain JOIN customer c ON c.id = chain.at WHERE c.merged_into IS NOT NULL)
SELECT chain.id, c.id, c.number, c.address_protected, c.merged_into FROM chain JOIN customer c ON c.id = chain.at
"""
"""Everybody that customers were merged into, one after the other; `UNION` ends where a chain runs in a circle."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a merged customer."""

    into: int | None = None  # id of the one that is not merged any further; None where the chain runs in a circle
    number: str = ""  # of that one; in a circle of the next
    protected: bool = False  # whether the address of anybody on the way is: it may be the same address


def ends(rows: Iterable[Sequence[Any]]) -> dict[int, Merged]:
    """What became of each merged customer, of rows of `CHAIN`.

    >>> ends([(1, 2, "30002", 1, 3), (1, 3, "30003", 0, None)])
    {1: Merged(into=3, number='30003', protected=True)}
    >>> ends([(1, 2, "30002", 0, 1), (1, 1, "30001", 0, 2)])
    {1: Merged(into=None, number='30002', protected=False)}
    """
    found: dict[int, Merged] = {}
    for merged, id_, number, protected, further in rows:
        before = found.get(merged, Merged())
        living = further is None
        found[merged] = Merged(
            id_ if living else before.into,
            plain(number) if living else before.number or plain(number),
            before.protected or bool(protected),
        )
    return found


def merged(session: Session, customer_ids: Collection[int]) -> dict[int, Merged]:
    """Those of the customers that were merged, and what became of them."""
    from sqlalchemy import bindparam, text  # here: the lookup reads this module before SQLAlchemy is there

    query = text(CHAIN.format(which="IN :ids")).bindparams(bindparam("ids", expanding=True))
    return ends(tuple(row) for row in session.connection().execute(query, {"ids": list(customer_ids)}))


def protected(session: Session, customer_id: int) -> bool:
    """Whether a customer's address is protected, by their own mark or by that of whom they were merged into."""
    from sqlalchemy import text

    own = text("SELECT address_protected FROM customer WHERE id = :id")
    if session.connection().execute(own, {"id": customer_id}).scalar():
        return True
    return merged(session, [customer_id]).get(customer_id, Merged()).protected
