"""Ageing: how long the open items are overdue, counted in days from the contractual due date.

An item is in time on its due day and overdue from the day after. What has no due date is not due. The edges of the
buckets can be set; the buckets add up to the ledger whatever they are.

>>> bucket(date(2026, 11, 22), as_of=date(2026, 11, 22)), bucket(date(2026, 11, 21), as_of=date(2026, 11, 22))
('not_due', '1-30')
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise

from model.errors import Invalid

NOT_DUE = "not_due"

EDGES = (30, 60, 90)
"""The last day overdue of each bucket but the oldest, where nothing else is set."""


def buckets(edges: Sequence[int] = EDGES) -> tuple[str, ...]:
    """Return the names of the buckets, from what is not due to the oldest.

    >>> buckets(), buckets([14])
    (('not_due', '1-30', '31-60', '61-90', '91+'), ('not_due', '1-14', '15+'))

    Raises:
        Invalid: the edges do not grow from at least one day.
    """
    return _names(tuple(edges))


@cache
def _names(edges: tuple[int, ...]) -> tuple[str, ...]:
    if any(earlier >= later for earlier, later in pairwise((0, *edges))):
        told = ", ".join(map(str, edges))
        raise Invalid("ageing edges", f"write days overdue that grow, as 30, 60, 90, not {told}", edges)
    between = (f"{earlier + 1}-{later}" for earlier, later in pairwise((0, *edges)))
    return NOT_DUE, *between, f"{(0, *edges)[-1] + 1}+"


BUCKETS: tuple[str, ...] = buckets()


def bucket(due: date | None, as_of: date, edges: Sequence[int] = EDGES) -> str:
    """Return the bucket in which an item lies on a day.

    >>> [bucket(date(2026, 1, 1), date(2026, 1, 1 + days)) for days in (0, 1, 30)]
    ['not_due', '1-30', '1-30']
    >>> bucket(date(2026, 1, 1), date(2026, 4, 1)), bucket(date(2026, 1, 1), date(2026, 4, 2))  # 90 and 91 days
    ('61-90', '91+')
    >>> bucket(None, date(2026, 1, 1))
    'not_due'
    >>> bucket(date(2026, 1, 1), date(2026, 1, 16), edges=[14, 28])
    '15-28'

    Raises:
        Invalid: the edges do not grow from at least one day.
    """
    names = _names(tuple(edges))
    days = 0 if due is None else (as_of - due).days
    return names[0] if days <= 0 else names[bisect_left(edges, days) + 1]


def age(items: Iterable[tuple[date | None, Decimal]], as_of: date, edges: Sequence[int] = EDGES) -> dict[str, Decimal]:
    """Add up open items (due date, open amount) by bucket; the buckets add up to the total. One currency at a time.

    A credit (a negative amount) lies in the bucket of its own date.

    >>> sums = age([(date(2026, 10, 1), Decimal("100.00")), (None, Decimal("-30.00"))], date(2026, 11, 22))
    >>> {name: str(amount) for name, amount in sums.items() if amount}
    {'not_due': '-30.00', '31-60': '100.00'}

    Raises:
        Invalid: the edges do not grow from at least one day.
    """
    sums = dict.fromkeys(buckets(edges), Decimal(0))
    for due, amount in items:
        sums[bucket(due, as_of, edges)] += amount
    return sums
