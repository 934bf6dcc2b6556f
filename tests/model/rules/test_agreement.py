"""How far an instalment agreement has come, and whether it holds."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.agreement import AgreementState, Breach, behind, due_and_unpaid, progress, remaining, state
from model.rules.schedule import BankDayRule, Frequency, Instalment, plan

# Due on Friday 1 January (closed: last payment day Monday the 4th), Monday 1 February and Monday 1 March 2027.
PLAN = plan(Decimal(3000), first=date(2027, 1, 1), frequency=Frequency.MONTHLY, country="DK", count=3)


def states(paid: str, today: str) -> tuple[list[str], str]:
    day = date.fromisoformat(today)
    so_far = progress(PLAN, Decimal(paid), day, grace_days=3)
    return [instalment.state.value for instalment in so_far], state(so_far, day).value


@pytest.mark.parametrize(
    ("paid", "today", "instalments", "agreement"),
    [
        ("0", "2026-12-20", ["open", "open", "open"], "active"),
        ("0", "2027-01-04", ["open", "open", "open"], "active"),
        ("400", "2027-01-04", ["part-paid", "open", "open"], "active"),
        ("400", "2027-01-05", ["in grace", "open", "open"], "active"),
        ("400", "2027-01-07", ["in grace", "open", "open"], "active"),
        ("400", "2027-01-08", ["missed", "open", "open"], "breached"),
        ("1000", "2027-01-08", ["paid", "open", "open"], "active"),
        ("1500", "2027-01-08", ["paid", "part-paid", "open"], "active"),
        ("3000", "2027-01-08", ["paid", "paid", "paid"], "completed"),
        ("9000", "2027-06-01", ["paid", "paid", "paid"], "completed"),
        ("2999.99", "2027-06-01", ["paid", "paid", "missed"], "breached"),
        ("-50", "2027-01-01", ["open", "open", "open"], "active"),
    ],
)
def test_with_so_much_paid_on_a_day_the_agreement_stands_thus(
    paid: str, today: str, instalments: list[str], agreement: str
) -> None:
    assert states(paid, today) == (instalments, agreement)


def test_a_cancelled_or_superseded_agreement_says_so_whatever_was_paid() -> None:
    so_far = progress(PLAN, Decimal(0), date(2028, 1, 1), grace_days=0)
    assert state(so_far, date(2028, 1, 1), cancelled=True) is AgreementState.CANCELLED
    assert state(so_far, date(2028, 1, 1), cancelled=True, superseded=True) is AgreementState.SUPERSEDED


def test_an_instalment_is_asked_for_from_its_contractual_due_date() -> None:
    so_far = progress(PLAN, Decimal(400), date(2027, 1, 1), grace_days=3)
    assert due_and_unpaid(so_far, date(2026, 12, 31)) == 0
    assert due_and_unpaid(so_far, date(2027, 1, 1)) == 600
    assert due_and_unpaid(so_far, date(2027, 2, 1)) == 1600


def test_an_agreement_without_instalments_is_not_completed() -> None:
    assert state([], date(2027, 1, 1)) is AgreementState.ACTIVE


@given(st.integers(1, 24), st.decimals(Decimal(0), Decimal(4000), places=2), st.integers(0, 900), st.integers(0, 10))
def test_what_is_paid_fills_the_instalments_oldest_first(count: int, paid: Decimal, later: int, grace: int) -> None:
    drawn: list[Instalment] = plan(
        Decimal(3000), first=date(2027, 1, 31), frequency=Frequency.MONTHLY, country="NO", count=count
    )
    today = date(2027, 1, 1) + timedelta(days=later)
    so_far = progress(list(reversed(drawn)), paid, today, grace_days=grace)
    assert [instalment.no for instalment in so_far] == [instalment.no for instalment in drawn]
    assert sum(instalment.paid for instalment in so_far) == min(paid, Decimal(3000))
    unfilled = [instalment.unpaid > 0 for instalment in so_far]
    assert unfilled == sorted(unfilled)
    assert due_and_unpaid(so_far, today) <= sum(instalment.unpaid for instalment in so_far)
    assert (state(so_far, today) is AgreementState.COMPLETED) == (paid >= 3000)


@pytest.mark.parametrize(
    ("breach", "paid", "today", "expected"),
    [
        (Breach(), "0", "2027-01-08", "breached"),
        (Breach(missed=2), "0", "2027-01-08", "active"),
        (Breach(missed=2), "0", "2027-02-05", "breached"),
        (Breach(missed=2), "1", "2027-02-05", "breached"),
        (Breach(missed=2), "1000", "2027-02-05", "active"),
        (Breach(missed=2), "2999.99", "2027-03-04", "active"),
        (Breach(missed=2), "2999.99", "2027-03-05", "breached"),
        (Breach(missed=None, behind=Decimal(1500)), "0", "2027-01-08", "active"),
        (Breach(missed=None, behind=Decimal(1500)), "500", "2027-02-05", "breached"),
        (Breach(missed=None, behind=Decimal(1500)), "500.01", "2027-02-05", "active"),
        (Breach(missed=2, behind=Decimal(600)), "400", "2027-01-08", "breached"),
        (Breach(missed=2, behind=Decimal(600)), "500", "2027-01-08", "active"),
        (Breach(missed=2, behind=Decimal(600)), "3000", "2027-06-01", "completed"),
    ],
)
def test_an_agreement_is_breached_by_missed_instalments_or_by_the_total_behind(
    breach: Breach, paid: str, today: str, expected: str
) -> None:
    day = date.fromisoformat(today)
    assert state(progress(PLAN, Decimal(paid), day, grace_days=3), day, breach=breach) == expected


@pytest.mark.parametrize(
    ("missed", "amount", "words"),
    [(None, None, "say after how many"), (0, None, "one missed"), (1, Decimal(0), "above zero")],
)
def test_a_breach_rule_that_never_or_always_holds_is_refused(
    missed: int | None, amount: Decimal | None, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        Breach(missed, amount)


def test_the_last_payment_day_that_was_agreed_counts_also_where_it_is_the_bank_day_before() -> None:
    before = plan(
        Decimal(1000),
        first=date(2027, 5, 1),
        frequency=Frequency.MONTHLY,
        country="DK",
        count=1,
        rule=BankDayRule.PRECEDING,
    )
    [part] = progress(before, Decimal(0), date(2027, 5, 1), grace_days=0)
    assert (part.effective, part.state) == (date(2027, 4, 30), "missed")


ORDER = ["missed", "in grace", "open", "part-paid", "paid"]
BREACHES = st.builds(Breach, st.integers(1, 4), st.none() | st.decimals(Decimal(1), Decimal(2000), places=2))


@given(
    st.integers(1, 12),
    st.lists(st.decimals(Decimal("0.01"), Decimal(900), places=2), max_size=6),
    st.integers(0, 500),
    BREACHES,
)
def test_each_payment_brings_an_agreement_forward_and_a_reversal_brings_it_back(
    count: int, payments: list[Decimal], later: int, breach: Breach
) -> None:
    drawn = plan(Decimal(3000), first=date(2027, 1, 31), frequency=Frequency.MONTHLY, country="DK", count=count)
    today = date(2027, 1, 1) + timedelta(days=later)
    seen = []
    for number in range(len(payments) + 1):
        so_far = progress(drawn, sum(payments[:number], Decimal(0)), today, grace_days=3)
        seen.append((so_far, state(so_far, today, breach=breach)))
    for (less, before), (more, after) in pairwise(seen):
        assert remaining(more) <= remaining(less)
        assert behind(more, today) <= behind(less, today)
        assert all(a.paid <= b.paid for a, b in zip(less, more, strict=True))
        assert all(ORDER.index(a.state) <= ORDER.index(b.state) for a, b in zip(less, more, strict=True))
        rank = [AgreementState.BREACHED, AgreementState.ACTIVE, AgreementState.COMPLETED]
        assert rank.index(before) <= rank.index(after)
    for number in reversed(range(len(payments))):
        taken_back = sum(payments, Decimal(0)) - sum(payments[number:], Decimal(0))
        again = progress(drawn, taken_back, today, grace_days=3)
        assert (again, state(again, today, breach=breach)) == seen[number]


@given(st.integers(1, 24), st.decimals(Decimal(0), Decimal("2999.50"), places=2), st.integers(1, 24))
def test_superseding_takes_over_exactly_what_remains(count: int, paid: Decimal, again: int) -> None:
    old = plan(Decimal(3000), first=date(2027, 1, 31), frequency=Frequency.MONTHLY, country="NO", count=count)
    rest = remaining(progress(old, paid, date(2027, 3, 1), grace_days=3))
    new = plan(rest, first=date(2027, 4, 1), frequency=Frequency.MONTHLY, country="NO", count=again)
    assert paid + sum(part.amount for part in new) == 3000


def test_what_is_behind_is_counted_when_the_days_of_grace_are_over() -> None:
    for today, expected in ((date(2027, 1, 7), "0.00"), (date(2027, 1, 8), "600.00")):
        assert str(behind(progress(PLAN, Decimal(400), today, grace_days=3), today)) == expected


def test_nothing_left_is_nothing_to_the_ore() -> None:
    assert str(remaining([])) == str(due_and_unpaid([], date(2027, 1, 1))) == "0.00"


def test_half_a_krone_is_a_part_too() -> None:
    assert states("0.50", "2026-12-20")[0][0] == "part-paid"


@pytest.mark.parametrize(
    ("said", "words"),
    [({"missed": None}, r"^say after how many"), ({"missed": 0}, r"^an agreement is")],
)
def test_a_breach_needs_a_rule(said, words) -> None:
    with pytest.raises(ValueError, match=words):
        Breach(**said)
