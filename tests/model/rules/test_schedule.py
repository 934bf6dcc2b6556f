"""A plan adds up, has as many instalments as agreed, and keeps the day of the month."""

import calendar
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.bankdays import is_bank_day, next_bank_day
from model.rules.schedule import (
    BankDayRule,
    Costs,
    Frequency,
    Instalment,
    Settlement,
    by_amount,
    dates,
    drawn,
    effective_day,
    plan,
    settlement,
    split,
)

AMOUNTS = st.decimals(Decimal("0.01"), Decimal("99999999.99"), places=2)
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
FREQUENCIES = st.sampled_from(Frequency)
COUNTRIES = st.sampled_from(["DK", "NO", "SE"])


def kroner(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("total", "count", "expected"),
    [
        ("8200.00", 6, ["1367.00"] * 5 + ["1365.00"]),
        ("9000", 6, ["1500.00"] * 6),
        ("1000.50", 3, ["334.00", "334.00", "332.50"]),
        ("100", 1, ["100.00"]),
        ("1", 3, ["0.40", "0.40", "0.20"]),
        ("0.10", 3, ["0.04", "0.04", "0.02"]),
        ("0.03", 3, ["0.01"] * 3),
        ("0.07", 6, ["0.01"] * 5 + ["0.02"]),
    ],
)
def test_a_debt_is_split_in_whole_kroner_where_it_can_be(total: str, count: int, expected: list[str]) -> None:
    assert split(Decimal(total), count) == kroner(*expected)


def test_a_coarser_step_gives_rounder_amounts() -> None:
    assert split(Decimal(8200), 6, Decimal(100)) == kroner(*["1400"] * 5, "1200")
    assert split(Decimal(820), 6, Decimal(500)) == kroner(*["140"] * 5, "120")


@given(AMOUNTS, st.integers(1, 200), st.sampled_from(kroner("0.01", "0.50", "1", "7", "100")))
def test_split_amounts_add_up_and_none_is_zero_or_negative(total: Decimal, count: int, step: Decimal) -> None:
    if total * 100 < count:
        with pytest.raises(ValueError, match="each must be at least"):
            split(total, count, step)
        return
    amounts = split(total, count, step)
    assert sum(amounts) == total
    assert len(amounts) == count
    assert min(amounts) > 0
    assert len(set(amounts[:-1])) <= 1


@given(st.decimals(Decimal("2.00"), Decimal(100_000), places=2), st.integers(2, 200))
def test_whole_kroner_are_given_up_only_where_the_last_would_not_be_positive(total: Decimal, count: int) -> None:
    *equal, last = split(total, count)
    in_kroner = (total / count).to_integral_value(ROUND_CEILING)
    if in_kroner * (count - 1) < total:
        assert set(equal) == {in_kroner}
        assert last <= in_kroner
    else:
        assert equal[0] < in_kroner


@given(st.decimals(Decimal("0.01"), Decimal(100_000), places=2), st.decimals(Decimal(50), Decimal(5000), places=2))
def test_given_amounts_add_up_and_the_last_is_no_larger(total: Decimal, amount: Decimal) -> None:
    amounts = by_amount(total, amount)
    assert sum(amounts) == total
    assert set(amounts[:-1]) <= {amount}
    assert 0 < amounts[-1] <= amount


@pytest.mark.parametrize("total", ["0", "-1", "0.001", "NaN", "Infinity"])
def test_what_is_no_amount_of_money_is_refused(total: str) -> None:
    with pytest.raises(ValueError, match="the amount must be"):
        split(Decimal(total), 2)
    with pytest.raises(ValueError, match="an instalment must be"):
        by_amount(Decimal(10), Decimal(total))


@given(DAYS, st.integers(1, 120))
def test_monthly_keeps_the_day_of_the_month(first: date, count: int) -> None:
    for number, due in enumerate(dates(first, Frequency.MONTHLY, count, "DK")):
        assert due.year * 12 + due.month == first.year * 12 + first.month + number
        assert due.day == min(first.day, calendar.monthrange(due.year, due.month)[1])


@given(DAYS, st.integers(1, 120))
def test_weeks_keep_the_weekday(first: date, count: int) -> None:
    weekly = dates(first, Frequency.WEEKLY, 2 * count, "DK")
    assert {due.weekday() for due in weekly} == {first.weekday()}
    assert dates(first, Frequency.FORTNIGHTLY, count, "DK") == weekly[::2]


@given(DAYS, st.integers(1, 60), COUNTRIES)
def test_the_last_bank_day_is_open_and_the_next_one_lies_in_the_next_month(first: date, n: int, country: str) -> None:
    for due in dates(first, Frequency.LAST_BANK_DAY, n, country):
        assert is_bank_day(due, country)
        assert next_bank_day(due + timedelta(days=1), country).month != due.month


def test_the_end_of_the_calendar_is_told_in_words() -> None:
    for frequency in Frequency:
        with pytest.raises(ValueError, match="past the end of the calendar"):
            dates(date(9999, 12, 1), frequency, 50, "DK")


@given(
    total=AMOUNTS,
    first=DAYS,
    frequency=FREQUENCIES,
    country=COUNTRIES,
    count=st.integers(1, 120),
    down=st.none() | st.tuples(AMOUNTS, st.integers(32, 90)),
)
def test_a_plan_adds_up_with_as_many_instalments_as_asked(
    total: Decimal, first: date, frequency: Frequency, country: str, count: int, down: tuple[Decimal, int] | None
) -> None:
    down_payment, down_payment_on = (down[0], first - timedelta(days=down[1])) if down else (Decimal(0), None)
    if (total - down_payment) * 100 < count:
        return
    drawn = plan(
        total,
        first=first,
        frequency=frequency,
        country=country,
        count=count,
        down_payment=down_payment,
        down_payment_on=down_payment_on,
    )
    assert sum(instalment.amount for instalment in drawn) == total
    assert [instalment.no for instalment in drawn] == list(range(0 if down else 1, count + 1))
    assert all(instalment.amount > 0 for instalment in drawn)
    assert all(before.due < after.due for before, after in pairwise(drawn))
    assert all(instalment.effective == next_bank_day(instalment.due, country) for instalment in drawn)
    if down:
        assert (drawn[0].amount, drawn[0].due) == (down_payment, down_payment_on)


def test_so_much_a_month_leaves_the_remainder_for_the_last() -> None:
    drawn = plan(
        Decimal("1700.50"), first=date(2027, 1, 31), frequency=Frequency.MONTHLY, country="DK", amount=Decimal(500)
    )
    assert [(str(i.due), str(i.effective), i.amount) for i in drawn] == [
        ("2027-01-31", "2027-02-01", Decimal(500)),
        ("2027-02-28", "2027-03-01", Decimal(500)),
        ("2027-03-31", "2027-03-31", Decimal(500)),
        ("2027-04-30", "2027-04-30", Decimal("200.50")),
    ]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "either how many instalments or how much"),
        ({"count": 2, "amount": Decimal(5)}, "either how many instalments or how much"),
        ({"count": 0}, "at least one instalment"),
        ({"count": -3}, "at least one instalment"),
        ({"count": 121}, "121 instalments are too many: at most 120"),
        ({"amount": Decimal("0.01")}, "100000 instalments are too many"),
        ({"amount": Decimal(0)}, "an instalment must be more than zero"),
        ({"count": 2, "down_payment": Decimal(1000), "down_payment_on": date(2027, 1, 1)}, "leaves nothing"),
        ({"count": 2, "down_payment": Decimal(100)}, "when the down payment is paid"),
        ({"count": 2, "down_payment": Decimal(-1), "down_payment_on": date(2027, 1, 1)}, "must be more than zero"),
        ({"count": 2, "down_payment": Decimal(100), "down_payment_on": date(2027, 2, 1)}, "before the first"),
    ],
)
def test_a_plan_that_does_not_fit_says_why(asked: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        plan(Decimal(1000), first=date(2027, 2, 1), frequency=Frequency.MONTHLY, country="DK", **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "frequency", "said", "expected"),
    [
        ("2027-01-31", Frequency.QUARTERLY, {}, ["01-31", "04-30", "07-31", "10-31"]),
        ("2027-02-28", Frequency.QUARTERLY, {"anchor": 30}, ["02-28", "05-30", "08-30", "11-30"]),
        ("2027-02-28", Frequency.MONTHLY, {}, ["02-28", "03-28", "04-28", "05-28"]),
        ("2027-02-28", Frequency.MONTHLY, {"anchor": 31}, ["02-28", "03-31", "04-30", "05-31"]),
        ("2027-02-01", Frequency.TWICE_MONTHLY, {}, ["02-01", "02-15", "03-01", "03-15"]),
        ("2027-01-15", Frequency.TWICE_MONTHLY, {}, ["01-15", "02-01", "02-15", "03-01"]),
        ("2027-01-31", Frequency.TWICE_MONTHLY, {}, ["01-31", "02-15", "02-28", "03-15"]),
        ("2027-02-28", Frequency.TWICE_MONTHLY, {"anchor": 31}, ["02-28", "03-15", "03-31", "04-15"]),
        ("2027-02-10", Frequency.TWICE_MONTHLY, {}, ["02-10", "02-25", "03-10", "03-25"]),
        ("2027-02-25", Frequency.TWICE_MONTHLY, {}, ["02-25", "03-10", "03-25", "04-10"]),
        ("2027-02-15", Frequency.TWICE_MONTHLY, {"second": 31}, ["02-15", "02-28", "03-15", "03-31"]),
    ],
)
def test_due_dates_keep_the_day_that_was_agreed(
    first: str, frequency: Frequency, said: dict[str, int], expected: list[str]
) -> None:
    drawn = dates(date.fromisoformat(first), frequency, 4, "DK", **said)
    assert [str(due) for due in drawn] == [f"2027-{day}" for day in expected]


def test_days_of_the_month_that_do_not_fit_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="does not fall on day 31"):
        dates(date(2027, 2, 27), Frequency.MONTHLY, 3, "DK", anchor=31)
    with pytest.raises(ValueError, match="29 and 30 are no two days of the month"):
        dates(date(2027, 1, 29), Frequency.TWICE_MONTHLY, 3, "DK", second=30)
    with pytest.raises(ValueError, match="15 and 15 are no two days"):
        dates(date(2027, 1, 15), Frequency.TWICE_MONTHLY, 3, "DK", second=15)


@given(DAYS, FREQUENCIES, st.integers(1, 60), COUNTRIES)
def test_due_dates_increase_whatever_the_frequency(first: date, frequency: Frequency, count: int, country: str) -> None:
    drawn = dates(first, frequency, count, country)
    assert len(drawn) == count
    assert all(before < after for before, after in pairwise(drawn))


@given(DAYS, st.sampled_from(BankDayRule), COUNTRIES)
def test_the_last_payment_day_is_a_bank_day_near_the_due_date(due: date, rule: BankDayRule, country: str) -> None:
    last = effective_day(due, rule, country)
    if rule is BankDayRule.NONE or is_bank_day(due, country):
        assert last == due
        return
    assert is_bank_day(last, country)
    assert abs(last - due).days <= 6
    if rule is BankDayRule.FOLLOWING:
        assert last > due
    elif rule is BankDayRule.PRECEDING:
        assert last < due
    else:
        assert last.month == due.month


@given(FREQUENCIES, DAYS, COUNTRIES, st.sampled_from(BankDayRule), st.integers(1, 40))
def test_the_bank_day_rule_moves_the_last_payment_day_and_never_the_due_date(
    frequency: Frequency, first: date, country: str, rule: BankDayRule, count: int
) -> None:
    as_default, ruled = (
        plan(Decimal(5000), first=first, frequency=frequency, country=country, count=count, **said)  # type: ignore[arg-type]
        for said in ({}, {"rule": rule})
    )
    assert [part.due for part in as_default] == [part.due for part in ruled]
    assert [part.effective for part in ruled] == [effective_day(part.due, rule, country) for part in ruled]
    assert all(before.effective < after.effective for before, after in pairwise(ruled))


def test_a_down_payment_today_is_not_asked_for_before_today() -> None:
    saturday = date(2027, 1, 30)
    down, *_rest = plan(
        Decimal(1000),
        first=date(2027, 3, 1),
        frequency=Frequency.MONTHLY,
        country="DK",
        count=2,
        down_payment=Decimal(200),
        down_payment_on=saturday,
        rule=BankDayRule.PRECEDING,
    )
    assert (down.no, down.due, down.effective) == (0, saturday, date(2027, 2, 1))


def test_a_plan_costs_nothing_unless_that_is_switched_on() -> None:
    drawn = plan(Decimal(1000), first=date(2027, 2, 1), frequency=Frequency.MONTHLY, country="DK", count=3)
    assert all(part.to_pay == part.amount and not part.fee and not part.interest for part in drawn)


def test_where_costs_are_switched_on_interest_is_simple_on_what_is_left_of_the_debt() -> None:
    costs = Costs(date(2027, 1, 1), fee=Decimal(25), yearly_percent=Decimal(10))
    drawn = plan(
        Decimal(3650),
        first=date(2027, 2, 1),
        frequency=Frequency.MONTHLY,
        country="DK",
        count=2,
        down_payment=Decimal(1650),
        down_payment_on=date(2027, 1, 11),
        costs=costs,
    )
    # 3650 for 10 days, 2000 for 21 days, 1000 for 28 days, at 10 % of 365 days.
    assert [tuple(map(str, (part.amount, part.fee, part.interest))) for part in drawn] == [
        ("1650.00", "0.00", "10.00"),
        ("1000.00", "25.00", "11.51"),
        ("1000.00", "25.00", "7.67"),
    ]
    assert sum(part.amount for part in drawn) == 3650
    assert drawn[1].to_pay == Decimal("1036.51")
    with pytest.raises(ValueError, match="negative"):
        plan(
            Decimal(100),
            first=date(2027, 2, 1),
            frequency=Frequency.MONTHLY,
            country="DK",
            count=1,
            costs=Costs(date(2027, 1, 1), fee=Decimal(-1)),
        )


@given(st.decimals(Decimal(10), Decimal(99_999_999), places=2), st.decimals(Decimal("0.1"), Decimal("99.9"), places=1))
def test_what_a_settlement_takes_and_what_it_writes_off_are_the_debt(total: Decimal, percent: Decimal) -> None:
    agreed = settlement(total, on=date(2027, 5, 1), country="DK", percent=percent)
    [part] = agreed.plan
    assert part.amount + agreed.discount == total
    assert min(part.amount, agreed.discount) > 0
    assert (part.due, part.effective) == (date(2027, 5, 1), date(2027, 5, 3))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "either which percentage"),
        ({"percent": Decimal(50), "amount": Decimal(5)}, "either which percentage"),
        ({"percent": Decimal(100)}, "less than 100 percent"),
        ({"percent": Decimal(0)}, "more than 0"),
        ({"amount": Decimal(1000)}, "leaves nothing of 1000.00 to write off"),
        ({"amount": Decimal(0)}, "more than zero"),
    ],
)
def test_a_settlement_that_settles_nothing_is_refused(asked: dict[str, Decimal], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        settlement(Decimal(1000), on=date(2027, 5, 1), country="DK", **asked)  # type: ignore[arg-type]


def thousand(*, total: str = "1000", frequency: Frequency = Frequency.MONTHLY, **said) -> list[Instalment]:
    return plan(Decimal(total), first=date(2027, 2, 1), frequency=frequency, country="DK", **said)


def settled(*, total: str = "1000", **said) -> Settlement:
    return settlement(Decimal(total), on=date(2027, 5, 7), country="DK", **said)


def dear(*, fee: str = "0", percent: str = "0", amount: str = "36.50", days: int = 5) -> list[Instalment]:
    costs = Costs(date(2027, 2, 1), fee=Decimal(fee), yearly_percent=Decimal(percent))
    return drawn([(1, date(2027, 2, 1) + timedelta(days=days), Decimal(amount))], "DK", costs=costs)


def twice(day: int, second: int | None = None) -> list[int]:
    due = dates(date(2027, 1, day), Frequency.TWICE_MONTHLY, 3, "DK", second=second)
    return [on.day for on in due]


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: split(Decimal(100), 2, Decimal(0)), r"^the step must be more than zero"),
        (lambda: by_amount(Decimal(0), Decimal(5)), r"^the amount must be more than zero"),
        (lambda: by_amount(Decimal(100), Decimal("0.001")), r"^an instalment must be in whole øre"),
        (lambda: thousand(count=2, amount=Decimal(5)), r"^say either how many"),
        (thousand, r"^say either how many"),
        (lambda: thousand(count=2, down_payment=Decimal(-1)), r"^the down payment must be more than zero"),
        (lambda: thousand(total="-5", count=2, down_payment=Decimal(1)), r"^the amount must be more than zero"),
        (lambda: thousand(total="-5", amount=Decimal(1)), r"^the amount must be more than zero"),
        (lambda: thousand(count=2, down_payment=Decimal(10)), r"^say when the down payment is paid"),
        (
            lambda: thousand(count=2, down_payment=Decimal(10), down_payment_on=date(2027, 2, 1)),
            r"^the down payment \(2027-02-01\) must come before the first instalment \(2027-02-01\)",
        ),
        (lambda: thousand(count=7, limit=6), r"^7 instalments are too many: at most 6"),
        (settled, r"^say either which percentage"),
        (lambda: settled(total="0", amount=Decimal(5)), r"^the amount must be more than zero"),
        (lambda: settled(amount=Decimal(0)), r"^the settlement must be more than zero"),
        (lambda: settled(amount=Decimal(1000)), r"^a settlement of 1000.00 leaves nothing of 1000.00"),
        (lambda: dear(fee="-0.01"), r"^neither fee nor interest"),
        (lambda: dear(percent="-0.01"), r"^neither fee nor interest"),
        (lambda: twice(15, 32), r"^15 and 32 are no two days"),
        (lambda: twice(28, 29), r"^28 and 29 are no two days"),
    ],
)
def test_what_does_not_fit_is_said_in_words(draw, words) -> None:
    with pytest.raises(ValueError, match=words):
        draw()


def test_as_many_instalments_as_the_limit_are_drawn() -> None:
    assert len(thousand(count=6, limit=6)) == 6


def test_a_plan_keeps_to_the_country_the_anchor_and_the_second_day() -> None:
    often = Frequency.LAST_BANK_DAY
    for country, last in (("DK", "2027-12-30"), ("NO", "2027-12-31")):
        [part] = plan(Decimal(10), first=date(2027, 12, 1), frequency=often, country=country, count=1)
        assert str(part.due) == last
    ends = plan(Decimal(20), first=date(2027, 2, 28), frequency=Frequency.MONTHLY, country="DK", count=2, anchor=31)
    assert str(ends[-1].due) == "2027-03-31"
    assert [part.due.day for part in thousand(count=3, frequency=Frequency.TWICE_MONTHLY, second=20)] == [1, 20, 1]


def test_a_settlement_is_one_instalment_paid_on_a_bank_day() -> None:
    [part] = settled(amount=Decimal(400)).plan  # Friday 7 May 2027: the banks of Denmark are closed
    assert (part.no, str(part.effective), part.to_pay) == (1, "2027-05-10", Decimal(400))


@pytest.mark.parametrize(
    ("said", "fee", "interest"),
    [
        ({"fee": "0.50"}, "0.50", "0.00"),
        ({"percent": "0.50", "amount": "7300.00"}, "0.00", "0.50"),
        ({"percent": "1"}, "0.00", "0.01"),  # half an øre is rounded up
        ({"percent": "100", "days": 0, "amount": "3650.00"}, "0.00", "0.00"),
    ],
)
def test_costs_come_on_top_to_the_ore(said, fee, interest) -> None:
    [part] = dear(**said)
    assert (str(part.fee), str(part.interest)) == (fee, interest)


@pytest.mark.parametrize(
    ("day", "second", "days"),
    [(1, None, [1, 15, 1]), (14, None, [14, 29, 14]), (16, None, [16, 1, 16]), (27, 28, [27, 28, 27])],
)
def test_twice_a_month_is_half_a_month_apart_or_as_was_said(day, second, days) -> None:
    assert twice(day, second) == days


def test_without_a_bank_day_rule_a_down_payment_is_due_on_its_day_too() -> None:
    saturday = date(2027, 7, 31)
    [part] = drawn([(0, saturday, Decimal(100))], "DK", BankDayRule.NONE)
    assert part.effective == saturday


def test_the_bank_day_before_is_looked_for_among_those_of_the_country() -> None:
    """Friday 7 May 2027 and Ascension before it: the banks of Denmark are closed on both, those of Norway on one."""
    friday, rule = date(2027, 5, 7), BankDayRule.PRECEDING
    assert [effective_day(friday, rule, country) for country in ("DK", "NO")] == [date(2027, 5, 5), friday]
