"""How a customer pays, and what risk that is."""

import csv
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.behaviour import (
    Assessment,
    Conduct,
    Exposure,
    Habits,
    Paid,
    Risk,
    Thresholds,
    assess,
    exposure,
    habits,
)  # fmt: skip

SAMPLE = Path(__file__).parents[3] / "../shared/data/ar/ar_ibm_mdy.csv"
START = date(2026, 1, 1)


def paid(late: int, amount: str = "100.00", *, after: int = 0) -> Paid:
    """An invoice with 30 days to pay, so many days late."""
    invoiced = START + timedelta(days=after)
    due = invoiced + timedelta(days=30)
    return Paid(invoiced, due, due + timedelta(days=late), Decimal(amount))


def history(*late: int) -> Habits:
    return habits([paid(days, after=40 * n) for n, days in enumerate(late)])


def test_the_published_sample_comes_out_as_published() -> None:
    if not SAMPLE.exists():
        pytest.skip("NOT TESTED: ../shared/data/ar is not here")

    def day(text: str) -> date:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007

    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    told = habits(
        Paid(day(r["InvoiceDate"]), day(r["DueDate"]), day(r["SettledDate"]), Decimal(r["InvoiceAmount"])) for r in rows
    )
    assert (told.late, told.count) == (877, 2466)
    assert told.days_to_pay == Decimal("26.44")
    assert told.days_late_when_late == Decimal("9.68")
    assert told.days_late == Decimal("3.44")  # those in time counted as 0


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        ([0], (1, 0, "0.00", "30.00", "0.00")),
        ([1], (1, 1, "100.00", "31.00", "1.00")),
        ([-30], (1, 0, "0.00", "0.00", "0.00")),  # paid the day of the invoice
        ([-10, 10], (2, 1, "50.00", "30.00", "5.00")),  # early days make up for none
        ([0, 0, 1], (3, 1, "33.33", "30.33", "0.33")),
        ([0, 0, 0, 0, 0, 0, 0, 1], (8, 1, "12.50", "30.13", "0.13")),  # 0.125: half a hundredth goes up
        ([0, 1, 1], (3, 2, "66.67", "30.67", "0.67")),
    ],
)
def test_averages_of_paid_invoices(late, expected) -> None:
    told = history(*late)
    assert (told.count, told.late, *map(str, (told.share_late, told.days_to_pay, told.days_late))) == expected


def test_weighted_by_amount_a_large_invoice_counts_for_more() -> None:
    told = habits([paid(0, "900.00"), paid(10, "100.00")])
    assert (told.days_late, told.days_late_weighted) == (Decimal("5.00"), Decimal("1.00"))
    assert (told.days_to_pay, told.days_to_pay_weighted) == (Decimal("35.00"), Decimal("31.00"))
    assert habits([paid(5, "0.00")]).days_late_weighted is None


def test_how_late_the_late_ones_are_is_told_apart() -> None:
    assert history(-5, 0, 4, 8).days_late_when_late == Decimal("6.00")
    assert history(-5, 0).days_late_when_late is None


@pytest.mark.parametrize(
    ("late", "trend"),
    [
        ([0, 0, 0, 10, 10, 10, 10, 10, 10], "10.00"),
        ([10, 10, 10, 0, 0, 0, 0, 0, 0], "-10.00"),
        ([99, 0, 0, 0, 9, 9, 9, 9, 9, 9], "-15.75"),
        ([0, 0, 10, 10, 10, 10, 10, 10], None),  # only two before
        ([], None),
    ],
)
def test_the_trend_holds_the_last_six_against_those_before(late, trend) -> None:
    told = history(*late).trend
    assert told == (None if trend is None else Decimal(trend))


def test_how_many_count_as_recent_can_be_set_but_three_are_needed_on_either_side() -> None:
    invoices = [paid(days, after=40 * n) for n, days in enumerate([0, 0, 0, 4, 4, 4])]
    assert habits(invoices, last=3).trend == Decimal("4.00")
    assert habits(invoices, last=2).trend is None
    assert habits(invoices, last=4).trend is None


def test_nothing_paid_nothing_told() -> None:
    assert habits([]) == Habits(0, 0)


@pytest.mark.parametrize(
    ("owed", "limit", "expected"),
    [
        ("0.00", "1000.00", ("0.00", "1000.00", "0.00")),
        ("800.00", "1000.00", ("800.00", "200.00", "80.00")),
        ("1000.01", "1000.00", ("1000.01", "-0.01", "100.00")),
        ("-50.00", "1000.00", ("0.00", "1000.00", "0.00")),  # a credit is no exposure
        ("50.00", "0.00", ("50.00", "-50.00", "None")),
        ("0.30", "0.40", ("0.30", "0.10", "75.00")),
        ("50.00", None, ("50.00", "None", "None")),
    ],
)
def test_exposure_against_the_credit_limit(owed, limit, expected) -> None:
    told = exposure(Decimal(owed), None if limit is None else Decimal(limit))
    assert tuple(map(str, (told.used, told.free, told.share))) == expected


def words(told: Assessment) -> list[str]:
    return [str(reason) for reason in told.reasons]


@pytest.mark.parametrize(
    ("late", "conduct", "limit", "risk", "reason"),
    [
        ([0, 0], Conduct(), None, Risk.UNKNOWN, "Too little is known: 2 invoices paid, at least 3 are needed."),
        ([60, 60], Conduct(), None, Risk.UNKNOWN, "Too little is known: 2 invoices paid, at least 3 are needed."),
        ([0, 0, 0], Conduct(), None, Risk.LOW,
         "Nothing speaks against: 0 of 3 invoices were paid late, 0.00 days on average."),
        ([0, 0, 0, 0, 1], Conduct(), None, Risk.LOW,
         "Nothing speaks against: 1 of 5 invoices were paid late, 0.20 days on average."),
        ([0, 0, 0, 1], Conduct(), None, Risk.MEDIUM, "1 of 4 invoices were paid late."),
        ([0, 0, 1, 1, 1], Conduct(), None, Risk.HIGH, "3 of 5 invoices were paid late."),
        ([0, 0, 0, 0, 35], Conduct(), None, Risk.MEDIUM, "Pays 7.00 days late on average."),
        ([0, 0, 0, 0, 34], Conduct(), None, Risk.LOW,
         "Nothing speaks against: 1 of 5 invoices were paid late, 6.80 days on average."),
        ([0, 0, 0, 0, 150], Conduct(), None, Risk.HIGH, "Pays 30.00 days late on average."),
        ([0] * 20 + [0, 0, 0, 0, 0, 42], Conduct(), None, Risk.MEDIUM, "Pays 7.00 days later than before."),
        ([0] * 20 + [0, 0, 0, 0, 0, 126], Conduct(), None, Risk.HIGH, "Pays 21.00 days later than before."),
        ([], Conduct(oldest_overdue_days=30), None, Risk.UNKNOWN,
         "Too little is known: 0 invoices paid, at least 3 are needed."),
        ([], Conduct(oldest_overdue_days=31), None, Risk.MEDIUM, "Something has been overdue for 31 days."),
        ([], Conduct(oldest_overdue_days=91), None, Risk.HIGH, "Something has been overdue for 91 days."),
        ([], Conduct(promises_judged=4, promises_broken=1), None, Risk.MEDIUM, "Promises broken: 1 of 4."),
        ([], Conduct(promises_judged=4, promises_broken=3), None, Risk.HIGH, "Promises broken: 3 of 4."),
        ([], Conduct(agreements_ended=1, agreements_breached=1), None, Risk.MEDIUM, "Agreements breached: 1 of 1."),
        ([], Conduct(agreements_ended=2, agreements_breached=2), None, Risk.HIGH, "Agreements breached: 2 of 2."),
        ([0, 0, 0], Conduct(), "1251.00", Risk.LOW,
         "Nothing speaks against: 0 of 3 invoices were paid late, 0.00 days on average."),
        ([0, 0, 0], Conduct(), "1250.00", Risk.MEDIUM, "80.00 % of the credit limit of 1,250.00 is used."),
        ([0, 0, 0], Conduct(), "1000.00", Risk.MEDIUM, "100.00 % of the credit limit of 1,000.00 is used."),
        ([0, 0, 0], Conduct(), "999.99", Risk.HIGH, "Owes 1,000.00, more than the credit limit of 999.99."),
        ([0, 0, 0], Conduct(), "0.00", Risk.HIGH, "Owes 1,000.00, more than the credit limit of 0.00."),
    ],
)  # fmt: skip
def test_the_risk_class_is_that_of_the_gravest_finding_and_says_which(late, conduct, limit, risk, reason) -> None:
    used = None if limit is None else exposure(Decimal(1000), Decimal(limit))
    told = assess(history(*late), conduct, used)
    assert told.risk == risk
    assert words(told)[0] == reason


def test_every_finding_is_told_gravest_first_and_kept_agreements_too() -> None:
    conduct = Conduct(45, promises_judged=5, promises_broken=4, agreements_ended=3, agreements_breached=1)
    told = assess(history(0, 0, 9), conduct, exposure(Decimal(90), Decimal(100)))
    assert told.risk == Risk.HIGH
    assert words(told) == [
        "Promises broken: 4 of 5.",
        "1 of 3 invoices were paid late.",
        "Something has been overdue for 45 days.",
        "Agreements breached: 1 of 3.",
        "90.00 % of the credit limit of 100.00 is used.",
        "Agreements kept: 2 of 3.",
    ]
    assert words(assess(history(), Conduct(agreements_ended=1)))[-1] == "Agreements kept: 1 of 1."
    assert words(assess(history(0, 0, 0), Conduct(agreements_ended=1)))[-1] == "Agreements kept: 1 of 1."


def test_a_creditor_may_set_its_own_thresholds() -> None:
    strict = Thresholds(overdue=(1, 2))
    assert assess(history(), Conduct(oldest_overdue_days=1), thresholds=strict).risk == Risk.MEDIUM
    assert assess(history(), Conduct(oldest_overdue_days=2), thresholds=strict).risk == Risk.HIGH


DAYS = st.integers(-40, 400)
INVOICES = st.lists(
    st.builds(
        lambda offset, late, amount: paid(late, str(amount), after=offset),
        st.integers(0, 900), DAYS, st.decimals(Decimal("0.01"), Decimal(100_000), places=2),
    ),
    min_size=1, max_size=15,
)  # fmt: skip


@given(INVOICES, st.randoms(use_true_random=False))
def test_the_order_of_invoices_does_not_matter(invoices: list[Paid], chance: Random) -> None:
    before = habits(invoices)
    chance.shuffle(invoices)
    assert habits(invoices) == before


@given(INVOICES)
def test_averages_lie_between_the_least_and_the_most(invoices: list[Paid]) -> None:
    told = habits(invoices)
    late = [max(0, (i.settled - i.due).days) for i in invoices]
    for figure in (told.days_late, told.days_late_weighted):
        assert figure is not None
        assert min(late) <= figure <= max(late)
    assert told.late == sum(1 for days in late if days > 0)


@given(INVOICES, st.integers(0, 200), st.integers(0, 5))
def test_more_that_speaks_against_a_customer_never_lowers_the_risk(invoices, overdue, broken) -> None:
    order = [Risk.UNKNOWN, Risk.LOW, Risk.MEDIUM, Risk.HIGH]
    known = habits(invoices)
    before = assess(known, Conduct(overdue, 9, broken)).risk
    assert order.index(assess(known, Conduct(overdue + 1, 9, broken)).risk) >= order.index(before)
    assert order.index(assess(known, Conduct(overdue, 9, broken + 1)).risk) >= order.index(before)
    over = Exposure(Decimal(2), Decimal(1), Decimal(-1), Decimal(200))
    assert assess(known, Conduct(overdue, 9, broken), over).risk == Risk.HIGH
