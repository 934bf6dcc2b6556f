"""Promises are judged on the value date, and each krone counts once."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.bankdays import next_bank_day
from model.rules.promise import Paid, Promised, PromiseState, broken, judge

ANY: frozenset[int] = frozenset()
# Promised on Friday 20 November for Friday 27 November; with 3 days of grace the last day is Monday the 30th.
FRIDAY = Promised(1, Decimal(1000), date(2026, 11, 20), date(2026, 11, 27), ANY, grace_days=3)
LAST_DAY = date(2026, 11, 30)
LATER = date(2026, 12, 24)

DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 31))
ITEMS = st.frozensets(st.integers(1, 3), max_size=2)
PROMISES = st.lists(
    st.builds(
        Promised,
        id=st.integers(1, 99),
        amount=st.decimals(Decimal("0.01"), Decimal(20), places=2),
        made_on=DAYS,
        due=DAYS,
        items=ITEMS,
        withdrawn=st.booleans(),
        replaced=st.booleans(),
        grace_days=st.integers(0, 10),
    ),
    unique_by=lambda promise: promise.id,
    max_size=6,
)
PAYMENTS = st.lists(
    st.builds(Paid, st.none() | st.integers(1, 3), st.decimals(Decimal(-20), Decimal(20), places=2), DAYS), max_size=10
)


def paid(amount: int, day: str, entry: int | None = None) -> Paid:
    return Paid(entry, Decimal(amount), date.fromisoformat(f"2026-{day}"))


def verdict(promise: Promised, payments: list[Paid], today: date = LATER) -> tuple[str, int]:
    found = judge([promise], payments, today, country="DK")[promise.id]
    assert found.judged_after == LAST_DAY
    return found.state.value, int(found.paid)


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        ([], ("broken", 0)),
        ([paid(1000, "11-20")], ("kept", 1000)),
        ([paid(1000, "11-30")], ("kept", 1000)),
        ([paid(1000, "12-01")], ("broken", 0)),
        ([paid(1000, "11-19")], ("broken", 0)),
        ([paid(400, "11-25"), paid(600, "11-28")], ("kept", 1000)),
        ([paid(400, "11-25")], ("part-kept", 400)),
        ([paid(400, "11-25"), paid(600, "12-02")], ("part-kept", 400)),
        ([paid(2500, "11-25")], ("kept", 1000)),
    ],
)
def test_afterwards_a_promise_is_what_was_paid_in_time(payments: list[Paid], expected: tuple[str, int]) -> None:
    assert verdict(FRIDAY, payments) == expected


def test_a_promise_is_open_until_its_last_day_of_grace_has_passed() -> None:
    assert verdict(FRIDAY, [paid(400, "11-25")], LAST_DAY) == ("open", 400)
    assert verdict(FRIDAY, [paid(400, "11-25")], LAST_DAY + timedelta(days=1)) == ("part-kept", 400)


def test_a_promise_is_kept_as_soon_as_the_sum_is_there() -> None:
    assert verdict(FRIDAY, [paid(1000, "11-23")], date(2026, 11, 23)) == ("kept", 1000)


def test_a_payment_that_is_still_to_come_does_not_count_yet() -> None:
    assert verdict(FRIDAY, [paid(1000, "11-26")], date(2026, 11, 25)) == ("open", 0)


def test_a_payment_booked_late_with_an_earlier_value_date_breaks_nothing() -> None:
    assert verdict(FRIDAY, []) == ("broken", 0)
    assert verdict(FRIDAY, [paid(1000, "11-27")]) == ("kept", 1000)


@pytest.mark.parametrize("taken_back_on", ["11-27", "12-10"])
def test_a_payment_that_is_taken_back_breaks_the_promise_again(taken_back_on: str) -> None:
    assert verdict(FRIDAY, [paid(1000, "11-27", 5), paid(-1000, taken_back_on, 5)]) == ("broken", 0)


def test_taking_back_another_payment_leaves_the_promise_kept() -> None:
    assert verdict(FRIDAY, [paid(1000, "11-27", 5), paid(-1000, "11-28", 6)]) == ("kept", 1000)
    assert verdict(FRIDAY, [paid(1000, "11-27", 5), paid(-1000, "11-02", 5)]) == ("kept", 1000)


def test_a_payment_taken_back_and_made_anew_in_time_keeps_the_promise() -> None:
    assert verdict(FRIDAY, [paid(1000, "11-25", 5), paid(-1000, "11-26", 5), paid(1000, "11-28", 5)]) == ("kept", 1000)


def test_a_promise_for_certain_items_is_kept_by_payments_on_those_only() -> None:
    promise = Promised(1, FRIDAY.amount, FRIDAY.made_on, FRIDAY.due, frozenset({5, 6}), grace_days=3)
    others = [paid(1000, "11-25", 7), paid(1000, "11-25")]
    assert verdict(promise, others) == ("broken", 0)
    assert verdict(promise, [*others, paid(300, "11-25", 5), paid(700, "11-26", 6)]) == ("kept", 1000)


def test_each_krone_counts_for_the_promise_that_is_due_first() -> None:
    second = Promised(2, Decimal(1000), FRIDAY.made_on, date(2026, 12, 1), ANY, grace_days=3)
    verdicts = judge([second, FRIDAY], [paid(1500, "11-27")], LATER, country="DK")
    assert {number: (v.state.value, int(v.paid)) for number, v in verdicts.items()} == {
        1: ("kept", 1000),
        2: ("part-kept", 500),
    }


def test_a_promise_leaves_to_a_later_one_what_only_that_can_use() -> None:
    for_five = Promised(2, Decimal(1000), FRIDAY.made_on, date(2026, 12, 1), frozenset({5}), grace_days=3)
    payments = [paid(1000, "11-24", 5), paid(1000, "11-25", 6)]
    verdicts = judge([FRIDAY, for_five], payments, LATER, country="DK")
    assert [verdicts[number].state for number in (1, 2)] == [PromiseState.KEPT, PromiseState.KEPT]


def test_a_withdrawn_or_replaced_promise_takes_no_payment_from_another() -> None:
    withdrawn = Promised(2, Decimal(1000), FRIDAY.made_on, FRIDAY.made_on, ANY, grace_days=3, withdrawn=True)
    replaced = Promised(3, Decimal(1000), FRIDAY.made_on, FRIDAY.made_on, ANY, grace_days=3, replaced=True)
    verdicts = judge([withdrawn, replaced, FRIDAY], [paid(1000, "11-23")], LATER, country="DK")
    assert [verdicts[number].state.value for number in (1, 2, 3)] == ["kept", "withdrawn", "replaced"]


@given(PROMISES, PAYMENTS, DAYS)
def test_no_krone_counts_twice_and_none_counts_that_was_not_paid(
    promises: list[Promised], payments: list[Paid], today: date
) -> None:
    verdicts = judge(promises, payments, today, country="DK")
    assert verdicts.keys() == {promise.id for promise in promises}
    for promise in promises:
        found = verdicts[promise.id]
        in_time = [
            p.amount
            for p in payments
            if promise.made_on <= p.value_date <= min(found.judged_after, today)
            and p.amount > 0
            and (not promise.items or p.entry_id in promise.items)
        ]
        assert 0 <= found.paid <= min(promise.amount, sum(in_time, Decimal(0)))
        assert found.judged_after == next_bank_day(promise.due, "DK") + timedelta(days=promise.grace_days)
    assert sum(v.paid for v in verdicts.values()) <= sum(p.amount for p in payments if p.amount > 0)


@given(PROMISES, PAYMENTS, DAYS, st.randoms(use_true_random=False))
def test_the_order_in_which_promises_and_payments_come_does_not_matter(
    promises: list[Promised], payments: list[Paid], today: date, chance: Random
) -> None:
    before = judge(promises, payments, today, country="DK")
    chance.shuffle(promises)
    chance.shuffle(payments)
    assert judge(promises, payments, today, country="DK") == before


@given(PROMISES, PAYMENTS, DAYS)
def test_the_state_follows_from_the_amount_and_the_day(
    promises: list[Promised], payments: list[Paid], today: date
) -> None:
    verdicts = judge(promises, payments, today, country="NO")
    for promise in promises:
        found = verdicts[promise.id]
        if promise.withdrawn or promise.replaced:
            assert found.state in {PromiseState.WITHDRAWN, PromiseState.REPLACED}
        elif found.state is PromiseState.KEPT:
            assert found.paid == promise.amount
        elif found.state is PromiseState.OPEN:
            assert found.paid < promise.amount
            assert today <= found.judged_after
        else:
            assert today > found.judged_after
            assert (found.state is PromiseState.PART_KEPT) == (0 < found.paid < promise.amount)


@pytest.mark.parametrize(
    ("ended_on", "state"),
    [
        (None, PromiseState.REPLACED),
        (date(2026, 11, 24), PromiseState.REPLACED),
        (LAST_DAY, PromiseState.REPLACED),
        (date(2026, 12, 1), PromiseState.BROKEN),
    ],
)
def test_a_new_promise_does_not_wipe_out_one_that_was_broken_already(
    ended_on: date | None, state: PromiseState
) -> None:
    replaced = Promised(
        1, Decimal(1000), date(2026, 11, 20), date(2026, 11, 27), ANY, replaced=True, ended_on=ended_on, grace_days=3
    )
    assert verdict(replaced, []) == (state, 0)


def test_a_promise_that_was_kept_stays_kept_when_it_is_withdrawn_afterwards() -> None:
    withdrawn = Promised(
        1,
        Decimal(1000),
        date(2026, 11, 20),
        date(2026, 11, 27),
        ANY,
        withdrawn=True,
        ended_on=date(2026, 12, 1),
        grace_days=3,
    )
    assert verdict(withdrawn, [paid(1000, "11-27")]) == ("kept", 1000)


def test_the_count_of_broken_promises_is_of_those_that_were_judged_and_not_kept() -> None:
    assert broken(PromiseState) == 2
    assert broken([]) == 0


def test_small_promises_count_as_well() -> None:
    half = replace(FRIDAY, amount=Decimal("0.60"))
    [kept] = judge([half], [Paid(None, Decimal("0.60"), FRIDAY.due)], LATER, country="DK").values()
    [part] = judge([half], [Paid(None, Decimal("0.50"), FRIDAY.due)], LATER, country="DK").values()
    assert (kept.state, part.state) == (PromiseState.KEPT, PromiseState.PART_KEPT)


def test_what_is_taken_back_comes_off_the_latest_payments_and_no_more_than_it_was() -> None:
    payments = [paid(300, "11-23", 1), paid(500, "11-25", 1), paid(-600, "11-26", 1)]
    for amount, expected in ((200, ("kept", 200)), (201, ("part-kept", 200))):
        assert verdict(replace(FRIDAY, amount=Decimal(amount), items=frozenset({1})), payments) == expected


def test_only_later_promises_count_when_a_promise_leaves_money_to_others() -> None:
    promises = [
        replace(FRIDAY, id=1, amount=Decimal(10), items=frozenset({1})),
        replace(FRIDAY, id=2, amount=Decimal(40), items=frozenset({1, 2}), due=date(2026, 11, 30)),
        replace(FRIDAY, id=3, amount=Decimal(40), items=frozenset({2}), due=date(2026, 12, 1)),
    ]
    payments = [paid(40, "11-25", 2), paid(50, "11-26", 1)]
    verdicts = judge(promises, payments, LATER, country="DK")
    assert [verdicts[number].state for number in (1, 2, 3)] == [PromiseState.KEPT] * 3
