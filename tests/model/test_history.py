"""Pages of history: the ledger and the acts, merged."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.history import history
from model.records import HistoryRow
from model.store import Register
from tests.model.build import TODAY, Debtor, debtor, noon


@pytest.fixture(scope="module")
def busy(shared: Register) -> Debtor:
    """A customer with several invoices, payments and calls on the same days."""
    customer = debtor(shared)
    for day in (date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 7), date(2026, 10, 9)):
        customer.owes("10.00", f"{day}", on=day)
        customer.pays("3.00", on=day)
        for _ in range(2):
            customer.does(customer.call(ended=noon(day)), now=noon(day))
    return customer


@settings(max_examples=15)
@given(st.integers(1, 20), st.sampled_from(["all", "calls"]))
def test_pages_of_history_join_without_gaps_or_repeats(busy: Debtor, size: int, which: str) -> None:
    whole = history(busy.register, busy.id, TODAY, which, limit=1000)
    assert (len(whole.rows), whole.next) == ({"all": 16, "calls": 8}[which], None)
    joined: list[HistoryRow] = []
    cursor = None
    while True:
        page = history(busy.register, busy.id, TODAY, which, cursor, size)
        assert 0 < len(page.rows) <= size
        joined += page.rows
        cursor = page.next
        if cursor is None:
            break
    assert tuple(joined) == whole.rows
    assert [row.date for row in joined] == sorted((row.date for row in joined), reverse=True)


def test_the_day_of_an_act_is_the_registers_own(shared: Register) -> None:
    customer = debtor(shared)
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)  # half past midnight in Copenhagen
    assert shared.today(late) == TODAY
    customer.does(customer.call(ended=late), now=late)
    assert history(shared, customer.id, TODAY - timedelta(days=1)).rows == ()
    assert [row.date for row in history(shared, customer.id, TODAY).rows] == [TODAY]
