"""One instalment is edited before saving: the rest follows, and the sum holds."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.editing import edited
from model.rules.schedule import BankDayRule, Costs, Frequency, Instalment, effective_day, plan

MONTHLY = Frequency.MONTHLY


def months(count: int = 4, *, down: str = "0") -> list[Instalment]:
    """6.000 kroner from Monday 1 February 2027, with a down payment on 12 January if there is one."""
    return plan(
        Decimal(6000),
        first=date(2027, 2, 1),
        frequency=MONTHLY,
        country="DK",
        count=count,
        down_payment=Decimal(down),
        down_payment_on=date(2027, 1, 12),
    )


@pytest.mark.parametrize(
    ("down", "no", "amount", "expected"),
    [
        ("0", 1, "500", ["500", "1834", "1834", "1832"]),
        ("0", 2, "500", ["1500", "500", "2000", "2000"]),
        ("0", 3, "2999.50", ["1500", "1500", "2999.50", "0.50"]),
        ("0", 4, "900", ["1700", "1700", "1700", "900"]),
        ("1000", 0, "2000", ["2000", "1000", "1000", "1000", "1000"]),
        ("1000", 4, "500", ["1000", "1500", "1500", "1500", "500"]),
    ],
)
def test_another_amount_is_shared_by_those_that_follow(down: str, no: int, amount: str, expected: list[str]) -> None:
    changed = edited(months(down=down), no, frequency=MONTHLY, country="DK", amount=Decimal(amount))
    assert [part.amount for part in changed] == [Decimal(part) for part in expected]
    assert [part.due for part in changed] == [part.due for part in months(down=down)]


@pytest.mark.parametrize(
    ("no", "due", "alone", "expected"),
    [
        (2, "2027-03-05", False, ["01-12", "02-01", "03-05", "04-05", "05-05"]),
        (2, "2027-03-05", True, ["01-12", "02-01", "03-05", "04-01", "05-01"]),
        (1, "2027-01-31", False, ["01-12", "01-31", "02-28", "03-31", "04-30"]),
        (4, "2027-08-15", False, ["01-12", "02-01", "03-01", "04-01", "08-15"]),
        (0, "2027-01-20", False, ["01-20", "02-01", "03-01", "04-01", "05-01"]),
    ],
)
def test_from_another_day_the_later_ones_are_derived(no: int, due: str, alone: bool, expected: list[str]) -> None:
    changed = edited(months(down="1000"), no, frequency=MONTHLY, country="DK", due=date.fromisoformat(due), alone=alone)
    assert [str(part.due) for part in changed] == [f"2027-{day}" for day in expected]
    assert [part.amount for part in changed] == [part.amount for part in months(down="1000")]


def test_after_an_edited_last_bank_day_the_last_bank_days_of_the_months_follow() -> None:
    last_days = plan(Decimal(3000), first=date(2027, 1, 1), frequency=Frequency.LAST_BANK_DAY, country="DK", count=3)
    changed = edited(last_days, 2, frequency=Frequency.LAST_BANK_DAY, country="DK", due=date(2027, 3, 10))
    assert [str(part.due) for part in changed] == ["2027-01-29", "2027-03-10", "2027-04-30"]


def test_the_last_bank_days_that_follow_are_those_of_the_country() -> None:
    """31 December is a bank day in Norway, and none in Denmark."""
    for country, last in (("DK", "2027-12-30"), ("NO", "2027-12-31")):
        often = Frequency.LAST_BANK_DAY
        days = plan(Decimal(3000), first=date(2027, 10, 1), frequency=often, country=country, count=3)
        changed = edited(days, 1, frequency=often, country=country, due=date(2027, 10, 8))
        assert str(changed[-1].due) == last


def test_the_agreed_day_of_the_month_comes_back_after_a_short_one() -> None:
    days = plan(Decimal(3000), first=date(2027, 2, 28), frequency=MONTHLY, country="DK", count=3, anchor=31)
    changed = edited(days, 1, frequency=MONTHLY, country="DK", due=date(2027, 4, 30), anchor=31)
    assert [str(part.due) for part in changed] == ["2027-04-30", "2027-05-31", "2027-06-30"]


def test_twice_a_month_goes_on_with_both_days() -> None:
    often = Frequency.TWICE_MONTHLY
    days = plan(Decimal(4000), first=date(2027, 2, 1), frequency=often, country="DK", count=4, second=20)
    changed = edited(days, 1, frequency=often, country="DK", due=date(2027, 3, 1), second=20)
    assert [str(part.due) for part in changed] == ["2027-03-01", "2027-03-20", "2027-04-01", "2027-04-20"]


def test_the_last_payment_day_follows_an_edited_day() -> None:
    changed = edited(months(), 3, frequency=MONTHLY, country="DK", due=date(2027, 4, 4))
    assert [str(part.effective) for part in changed][2:] == ["2027-04-05", "2027-05-04"]


@pytest.mark.parametrize(
    ("no", "said", "words"),
    [
        (9, {"amount": Decimal(5)}, "there is no instalment 9"),
        (1, {"amount": Decimal(0)}, "^an instalment .*must be more than zero"),
        (1, {"amount": Decimal("5999.98")}, "leaves nothing for the other instalments: at most 5999.97"),
        (4, {"amount": Decimal(6000)}, "at most 5999.97"),
        (2, {"due": date(2027, 2, 1)}, "^instalment 2 must lie between its neighbours"),
        (2, {"due": date(2027, 4, 1), "alone": True}, "between its neighbours"),
    ],
)
def test_an_edit_that_does_not_fit_says_why(no: int, said: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        edited(months(), no, frequency=MONTHLY, country="DK", **said)  # type: ignore[arg-type]


def test_an_edit_may_leave_an_ore_for_each_of_the_others() -> None:
    changed = edited(months(), 1, frequency=MONTHLY, country="DK", amount=Decimal("5999.97"))
    assert [str(part.amount) for part in changed] == ["5999.97", "0.01", "0.01", "0.01"]


def test_the_only_instalment_pays_everything() -> None:
    with pytest.raises(ValueError, match=r"the only instalment, and pays all of 6000.00"):
        edited(months(1), 1, frequency=MONTHLY, country="DK", amount=Decimal(5))


def test_costs_are_computed_anew_and_never_dropped_silently() -> None:
    costs = Costs(date(2027, 1, 1), fee=Decimal(10), yearly_percent=Decimal(10))
    dear = plan(Decimal(6000), first=date(2027, 2, 1), frequency=MONTHLY, country="DK", count=2, costs=costs)
    for part_of in (dear, [replace(part, interest=Decimal(0)) for part in dear]):
        with pytest.raises(ValueError, match=r"^this plan has fees or interest: say the costs again"):
            edited(part_of, 1, frequency=MONTHLY, country="DK", amount=Decimal(1000))
    changed = edited(dear, 1, frequency=MONTHLY, country="DK", amount=Decimal(1000), costs=costs)
    assert [part.fee for part in changed] == [10, 10]
    assert changed[1].interest > dear[1].interest


@given(
    st.decimals(Decimal(100), Decimal(100_000), places=2),
    st.sampled_from(Frequency),
    st.integers(2, 24),
    st.booleans(),
    st.data(),
)
def test_an_edit_keeps_the_sum_the_count_and_the_order(
    total: Decimal, frequency: Frequency, count: int, with_down: bool, data: st.DataObject
) -> None:
    before = plan(
        total,
        first=date(2027, 1, 31),
        frequency=frequency,
        country="DK",
        count=count,
        down_payment=Decimal(20) if with_down else Decimal(0),
        down_payment_on=date(2026, 12, 27),
    )
    no = data.draw(st.sampled_from([part.no for part in before]))
    amount = data.draw(st.none() | st.decimals(Decimal("0.01"), total, places=2))
    days = data.draw(st.none() | st.integers(-40, 60))
    due = None if days is None else next(p.due for p in before if p.no == no) + timedelta(days=days)
    try:
        after = edited(
            before,
            no,
            frequency=frequency,
            country="DK",
            due=due,
            amount=amount,
            alone=data.draw(st.booleans()),
            rule=data.draw(st.just(BankDayRule.FOLLOWING)),
        )
    except ValueError as refusal:
        if not any(words in str(refusal) for words in ("between its neighbours", "leaves nothing")):
            raise
        return
    assert sum(part.amount for part in after) == total
    assert [part.no for part in after] == [part.no for part in before]
    assert all(part.amount > 0 for part in after)
    assert all(one.due < other.due for one, other in pairwise(after))
    assert all(part.effective == effective_day(part.due, BankDayRule.FOLLOWING, "DK") for part in after)
    chosen = next(part for part in after if part.no == no)
    assert amount in (None, chosen.amount)
    assert due in (None, chosen.due)
