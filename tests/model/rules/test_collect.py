"""The amount that the agent says aloud."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.collect import OpenItem, explain, figures

TODAY = date(2026, 11, 22)
LATE = date(2026, 11, 21)
NOTHING = Decimal(0)
SUMS = st.decimals(Decimal(0), Decimal(100_000), places=2)
ITEMS = st.lists(
    st.builds(
        OpenItem,
        due=st.dates(date(2026, 11, 1), date(2026, 12, 15)),
        open=st.decimals(Decimal(-10_000), Decimal(10_000), places=2),
        disputed=st.booleans(),
        in_agreement=st.booleans(),
        lapsed=st.booleans(),
    )
)


@given(ITEMS, SUMS, SUMS)
def test_the_parts_on_the_screen_add_up(items: list[OpenItem], instalments_due: Decimal, promised: Decimal) -> None:
    parts = figures(items, instalments_due, promised, TODAY)
    assert parts.to_collect == (
        parts.overdue - parts.disputed - parts.in_agreement - parts.lapsed + parts.instalments_due - parts.promised
    )
    assert parts.to_collect >= 0
    assert 0 <= parts.promised <= promised


@given(ITEMS, SUMS, SUMS)
def test_to_collect_is_the_free_overdue_items_and_due_instalments_less_promises(
    items: list[OpenItem], instalments_due: Decimal, promised: Decimal
) -> None:
    overdue = (i for i in items if i.open > 0 and i.due < TODAY)
    free = (i.open for i in overdue if not (i.disputed or i.in_agreement or i.lapsed))
    assert figures(items, instalments_due, promised, TODAY).to_collect == max(
        NOTHING, sum(free) + instalments_due - promised
    )


@given(ITEMS, SUMS, SUMS)
def test_where_the_status_bars_it_nothing_is_to_collect_here_and_the_parts_still_add_up(
    items: list[OpenItem], instalments_due: Decimal, promised: Decimal
) -> None:
    free = figures(items, instalments_due, promised, TODAY)
    barred = figures(items, instalments_due, promised, TODAY, barred=True)
    assert (barred.to_collect, barred.elsewhere) == (NOTHING, free.to_collect)
    assert (barred.overdue, barred.disputed, barred.promised) == (free.overdue, free.disputed, free.promised)


def test_what_falls_due_today_is_not_overdue() -> None:
    assert figures([OpenItem(TODAY, Decimal(100))], NOTHING, NOTHING, TODAY).overdue == 0
    assert figures([OpenItem(LATE, Decimal(100))], NOTHING, NOTHING, TODAY).overdue == 100


def test_a_disputed_item_under_an_agreement_is_told_once_as_disputed() -> None:
    parts = figures([OpenItem(LATE, Decimal(100), disputed=True, in_agreement=True)], NOTHING, NOTHING, TODAY)
    assert [parts.disputed, parts.in_agreement, parts.to_collect] == [100, 0, 0]


def test_what_has_lapsed_is_never_collected_and_says_so() -> None:
    items = [OpenItem(LATE, Decimal(100), lapsed=True), OpenItem(LATE, Decimal(40), lapsed=True)]
    items.append(OpenItem(LATE, Decimal(7), disputed=True, lapsed=True))
    parts = figures([*items, OpenItem(LATE, Decimal(5))], NOTHING, NOTHING, TODAY)
    assert [parts.overdue, parts.disputed, parts.lapsed, parts.to_collect] == [152, 7, 140, 5]
    assert "Less what has lapsed and is never chased: 140.00." in [str(told) for told in explain(parts)]
    assert str(figures([], NOTHING, NOTHING, TODAY).lapsed) == "0.00"


def test_money_not_yet_allocated_lowers_no_overdue_item() -> None:
    items = [OpenItem(LATE, Decimal(100)), OpenItem(LATE, Decimal(-40))]
    assert figures(items, NOTHING, NOTHING, TODAY).to_collect == 100


def test_more_promised_than_there_is_to_collect_leaves_nothing_to_collect() -> None:
    parts = figures([OpenItem(LATE, Decimal(100))], NOTHING, Decimal(250), TODAY)
    assert [parts.promised, parts.to_collect] == [100, 0]


def test_negative_sums_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^neither the instalments due nor the open promises can be negative$"):
        figures([], Decimal(-1), NOTHING, TODAY)
    with pytest.raises(ValueError, match=r"^neither the instalments due nor the open promises can be negative$"):
        figures([], NOTHING, Decimal(-1), TODAY)


def test_several_items_of_a_kind_are_added_up_and_an_ore_counts() -> None:
    items = [
        OpenItem(LATE, Decimal("0.01")),
        OpenItem(LATE, Decimal("0.50")),
        OpenItem(LATE, Decimal("2.00"), in_agreement=True),
        OpenItem(LATE, Decimal("3.00"), in_agreement=True),
        OpenItem(LATE, Decimal("4.00"), disputed=True),
        OpenItem(LATE, Decimal("5.00"), disputed=True),
    ]
    parts = figures(items, Decimal("7.00"), Decimal("1.00"), TODAY)
    told = (parts.overdue, parts.in_agreement, parts.disputed, parts.to_collect)
    assert tuple(map(str, told)) == ("14.51", "5.00", "9.00", "6.51")
    assert [str(sentence) for sentence in explain(parts)] == [
        "To collect: 6.51.",
        "Overdue: 14.51.",
        "Less what is in dispute: 9.00.",
        "Less what is under a running agreement: 5.00.",
        "And instalments that are due: 7.00.",
        "Less what is promised: 1.00.",
    ]


def test_parts_of_nothing_are_not_told() -> None:
    assert [str(sentence) for sentence in explain(figures([], NOTHING, NOTHING, TODAY))] == [
        "To collect: 0.00.",
        "Overdue: 0.00.",
    ]
