"""How long the open items are overdue."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Invalid
from model.rules.ageing import BUCKETS, age, bucket, buckets

AMOUNTS = st.decimals(Decimal(-100_000), Decimal(100_000), places=2)


@pytest.mark.parametrize(
    ("days_late", "name"),
    [
        (-400, "not_due"),
        (0, "not_due"),
        (1, "1-30"),
        (30, "1-30"),
        (31, "31-60"),
        (60, "31-60"),
        (61, "61-90"),
        (90, "61-90"),
        (91, "91+"),
        (9000, "91+"),
    ],
)
def test_an_item_so_many_days_late_lies_in_this_bucket(days_late: int, name: str) -> None:
    today = date(2026, 11, 22)
    assert bucket(today - timedelta(days=days_late), today) == name


def test_every_bucket_is_told_in_order_also_the_empty_ones() -> None:
    assert list(age([], date(2026, 11, 22))) == list(BUCKETS) == ["not_due", "1-30", "31-60", "61-90", "91+"]


@pytest.mark.parametrize(
    ("edges", "days_late", "name"),
    [
        ((14, 28), 14, "1-14"),
        ((14, 28), 15, "15-28"),
        ((14, 28), 29, "29+"),
        ((1,), 1, "1-1"),
        ((1,), 2, "2+"),
        ((), 0, "not_due"),
        ((), 1, "1+"),
    ],
)
def test_the_edges_can_be_set(edges: tuple[int, ...], days_late: int, name: str) -> None:
    today = date(2026, 11, 22)
    assert bucket(today - timedelta(days=days_late), today, edges) == name
    assert age([(today - timedelta(days=days_late), Decimal(7))], today, edges)[name] == 7


@pytest.mark.parametrize("edges", [(0, 30), (30, 30), (60, 30), (-1,)])
def test_edges_that_do_not_grow_are_refused_with_what_to_write(edges: tuple[int, ...]) -> None:
    with pytest.raises(Invalid, match="ageing edges: write days overdue that grow, as 30, 60, 90, not") as refused:
        buckets(edges)
    assert ", ".join(map(str, edges)) in str(refused.value)
    with pytest.raises(Invalid):
        age([], date(2026, 11, 22), edges)


EDGES = st.sets(st.integers(1, 2000), max_size=5).map(sorted)


@given(st.lists(st.tuples(st.none() | st.dates(), AMOUNTS)), st.dates(), EDGES)
def test_the_buckets_add_up_to_what_is_open(
    items: list[tuple[date | None, Decimal]], as_of: date, edges: list[int]
) -> None:
    sums = age(items, as_of, edges)
    assert tuple(sums) == buckets(edges)
    assert sum(sums.values()) == sum(amount for _, amount in items)
    not_due = sum(amount for due, amount in items if due is None or due >= as_of)
    assert sums["not_due"] == not_due


@given(st.dates(date(2000, 1, 1)), st.dates(date(2000, 1, 1)), EDGES)
def test_a_bucket_says_how_many_days(due: date, as_of: date, edges: list[int]) -> None:
    name, days = bucket(due, as_of, edges), (as_of - due).days
    if days <= 0:
        assert name == "not_due"
    else:
        first, _, last = name.rstrip("+").partition("-")
        assert int(first) <= days <= (int(last) if last else days)
