"""Late interest, to the øre and by the day."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import MissingRate
from model.kinds import CustomerKind, EntryKind
from model.rules.interest import Interest, Principal, Reduction, Terms, bears_interest, late_interest, runs_from
from model.rules.rates import Kind, Row, statutory

RATES = statutory()
DANE = Terms("DK", CustomerKind.PERSON)


def day(text: str) -> date:
    return date.fromisoformat(text)


def interest(due: str, until: str, *paid: tuple[str, str], amount: str = "36500.00", terms: Terms = DANE) -> Interest:
    reductions = tuple(Reduction(day(when), Decimal(sum_)) for when, sum_ in paid)
    return late_interest(Principal(Decimal(amount), day(due), reductions), day(until), terms, RATES)


def lines(told: Interest) -> list[tuple[str, str, int, str, str]]:
    return [
        (f"{line.first}", f"{line.last}", line.days, f"{line.principal:.0f}", str(line.rate)) for line in told.lines
    ]


@pytest.mark.parametrize(
    ("due", "until", "country", "total"),
    [
        # 36,500 at 10 % is 10.00 a day
        ("2026-10-01", "2026-09-30", "DK", "0.00"),
        ("2026-10-01", "2026-10-01", "DK", "0.00"),
        ("2026-10-01", "2026-10-02", "DK", "10.00"),
        ("2026-10-01", "2026-10-31", "DK", "300.00"),
        # the half-year turns: 9.75 to 30 June, 10.00 from 1 July
        ("2026-06-29", "2026-06-30", "DK", "9.75"),
        ("2026-06-30", "2026-07-01", "DK", "10.00"),
        ("2026-06-29", "2026-07-01", "DK", "19.75"),
        # over New Year in Norway: 12.25 to 31 December 2025, 12.00 from 1 January 2026
        ("2025-12-30", "2026-01-01", "NO", "24.25"),
        # the leap day counts, and the year still has 365 days (2024, first half: 11.75)
        ("2024-02-28", "2024-03-01", "DK", "23.50"),
        ("2024-02-28", "2024-02-29", "DK", "11.75"),
        ("2023-12-31", "2024-12-31", "DK", "4254.50"),  # 182 days at 11.75 and 184 at 11.50
    ],
)
def test_interest_of_a_claim_that_nobody_paid(due, until, country, total) -> None:
    assert interest(due, until, terms=Terms(country, CustomerKind.PERSON)).total == Decimal(total)


@pytest.mark.parametrize(
    ("paid", "total"),
    [
        ([("2026-10-01", "36500.00")], "0.00"),  # on the due day: in time
        ([("2026-09-01", "36500.00")], "0.00"),
        ([("2026-10-02", "36500.00")], "10.00"),  # a day late
        ([("2026-10-11", "36500.00")], "100.00"),
        ([("2026-10-11", "18250.00")], "200.00"),  # ten days of all, twenty of half
        ([("2026-10-01", "18250.00")], "150.00"),
        ([("2026-10-11", "18250.00"), ("2026-10-21", "18250.00")], "150.00"),
        ([("2026-10-11", "18250.00"), ("2026-10-11", "18250.00")], "100.00"),
        ([("2026-10-30", "18250.00")], "295.00"),  # a day before the last
        ([("2026-10-31", "36500.00")], "300.00"),  # on the last day: it was owed that day
        ([("2026-11-05", "36500.00")], "300.00"),
        # a payment that was taken back never was
        ([("2026-10-11", "36500.00"), ("2026-10-11", "-36500.00")], "300.00"),
        # one taken back later: paid for ten days
        ([("2026-10-11", "36500.00"), ("2026-10-21", "-36500.00")], "200.00"),
    ],
)
def test_a_payment_counts_from_its_value_date_and_that_day_is_the_last_of_its_interest(paid, total) -> None:
    assert interest("2026-10-01", "2026-10-31", *paid).total == Decimal(total)


def test_each_line_is_a_time_with_one_rate_and_one_principal() -> None:
    told = interest("2026-06-20", "2026-07-20", ("2026-06-25", "6500.00"), ("2026-07-10", "30000.00"))
    assert lines(told) == [
        ("2026-06-21", "2026-06-25", 5, "36500", "9.75"),
        ("2026-06-26", "2026-06-30", 5, "30000", "9.75"),
        ("2026-07-01", "2026-07-10", 10, "30000", "10.00"),
    ]
    assert [line.row and line.row.valid_from for line in told.lines] == [
        day("2026-01-01"), day("2026-01-01"), day("2026-07-01")
    ]  # fmt: skip


def test_a_half_year_is_a_line_of_its_own_though_the_rate_stays() -> None:
    told = interest("2025-12-30", "2026-01-02")
    assert lines(told) == [
        ("2025-12-31", "2025-12-31", 1, "36500", "9.75"),
        ("2026-01-01", "2026-01-02", 2, "36500", "9.75"),
    ]


def test_the_sum_is_rounded_once() -> None:
    told = interest("2026-06-24", "2026-07-06", amount="100.00")  # 0.16027 + 0.16438
    assert [str(line.amount) for line in told.lines] == ["0.16", "0.16"]
    assert str(told.total) == "0.32"
    told = interest("2026-06-19", "2026-07-02", amount="150.00")  # 0.44075 + 0.08219
    assert ([str(line.amount) for line in told.lines], str(told.total)) == (["0.44", "0.08"], "0.52")
    told = interest("2026-06-23", "2026-07-06", amount="93.00")  # 0.17390 + 0.15288
    assert ([str(line.amount) for line in told.lines], str(told.total)) == (["0.17", "0.15"], "0.33")


def test_half_an_ore_is_rounded_up() -> None:
    assert str(interest("2026-10-01", "2026-10-02", amount="18.25").total) == "0.01"  # 0.005 exactly


@pytest.mark.parametrize(
    ("debtor", "agreed", "total"),
    [
        (CustomerKind.COMPANY, None, "300.00"),
        (CustomerKind.COMPANY, "24", "720.00"),
        (CustomerKind.COMPANY, "5", "150.00"),
        (CustomerKind.COMPANY, "0", "0.00"),
        (CustomerKind.PUBLIC, "24", "720.00"),
        (CustomerKind.PERSON, None, "300.00"),
        (CustomerKind.PERSON, "24", "300.00"),
        (CustomerKind.PERSON, "10.00", "300.00"),
        (CustomerKind.PERSON, "5", "150.00"),
    ],
)
def test_a_business_pays_what_was_agreed_and_a_consumer_never_more_than_the_law(debtor, agreed, total) -> None:
    terms = Terms("DK", debtor, agreed=None if agreed is None else Decimal(agreed))
    assert interest("2026-10-01", "2026-10-31", terms=terms).total == Decimal(total)


def test_the_words_tell_what_an_agreed_rate_did() -> None:
    def told(debtor: CustomerKind, agreed: str) -> str:
        terms = Terms("DK", debtor, agreed=Decimal(agreed))
        return " ".join(map(str, interest("2026-10-01", "2026-10-31", terms=terms).explain()[1:-1]))

    assert told(CustomerKind.COMPANY, "24") == "The rate of 24.00 % was agreed with this business."
    assert told(CustomerKind.PERSON, "5") == (
        "The agreed rate of 5.00 % counts, since it is lower than that of the law."
    )
    assert told(CustomerKind.PERSON, "24") == (
        "The rate of 10.00 % holds from 1 July 2026: renteloven: Nationalbanken's reference rate 2.00 + 8 points. "
        "The agreed rate of 24.00 % does not count: for a consumer the law's rate is not raised."
    )


def test_an_agreed_rate_of_a_consumer_is_held_against_the_law_in_each_half_year() -> None:
    between = Terms("DK", CustomerKind.PERSON, agreed=Decimal("9.90"))  # the law: 9.75, then 10.00
    told = interest("2026-06-29", "2026-07-02", terms=between)
    assert [(str(line.rate), line.row is None) for line in told.lines] == [("9.75", False), ("9.90", True)]
    assert [str(line) for line in told.explain()[3:-1]] == [
        "The agreed rate of 9.90 % counts, since it is lower than that of the law.",
        "The agreed rate of 9.90 % does not count: for a consumer the law's rate is not raised.",
    ]
    alike = Terms("DK", CustomerKind.PERSON, agreed=Decimal("10.00"))
    assert (
        interest("2026-10-01", "2026-10-31", terms=alike).explain()[:-1]
        == interest("2026-10-01", "2026-10-31").explain()[:-1]
    )


def test_interest_is_told_line_by_line() -> None:
    told = interest("2026-06-29", "2026-07-02", amount="1000.00")
    assert [str(line) for line in told.explain()] == [
        "From 30 June 2026 to 30 June 2026, 1 day: 1,000.00 at 9.75 % a year is 0.27.",
        "From 1 July 2026 to 2 July 2026, 2 days: 1,000.00 at 10.00 % a year is 0.55.",
        "The rate of 9.75 % holds from 1 January 2026: renteloven: Nationalbanken's reference rate 1.75 + 8 points.",
        "The rate of 10.00 % holds from 1 July 2026: renteloven: Nationalbanken's reference rate 2.00 + 8 points.",
        "In all 0.82, rounded once; simple interest, by days over 365.",
    ]
    assert [str(line) for line in interest("2026-06-29", "2026-06-29").explain()] == [
        "No interest: nothing was overdue in that time."
    ]


@pytest.mark.parametrize(
    ("terms", "total"),
    [
        (Terms("DK", CustomerKind.PERSON, from_due_day=True), "310.00"),
        (Terms("DK", CustomerKind.PERSON, year_days=360), "304.17"),
    ],
)
def test_the_first_day_and_the_count_of_days_are_settings(terms, total) -> None:
    assert interest("2026-10-01", "2026-10-31", terms=terms).total == Decimal(total)
    assert interest("2026-10-01", "2026-10-31", ("2026-10-01", "36500.00"), terms=terms).total == 0


def test_a_half_year_without_a_rate_refuses_and_names_it() -> None:
    assert interest("2026-10-01", "2026-12-31").total == Decimal("910.00")
    with pytest.raises(MissingRate, match="no row for DK from 2027-01-01 to 2027-06-30"):
        interest("2026-10-01", "2027-01-01")
    with pytest.raises(MissingRate, match="no row for SE"):
        interest("2026-10-01", "2026-10-02", terms=Terms("SE", CustomerKind.COMPANY))


def test_a_time_in_which_nothing_is_owed_needs_no_rate() -> None:
    assert interest("2026-10-01", "2027-03-01", ("2026-10-11", "36500.00")).total == Decimal("100.00")
    agreed = Terms("SE", CustomerKind.COMPANY, agreed=Decimal(10))
    assert interest("2026-10-01", "2027-10-01", terms=agreed).total == Decimal("3650.00")


def test_a_registers_own_row_fills_the_gap() -> None:
    own = Row("DK", Kind.LATE_INTEREST, day("2027-01-01"), Decimal("20.00"), "% a year", "Nationalbanken")
    rates = RATES.with_rows([own])
    told = late_interest(Principal(Decimal("36500.00"), day("2026-12-30")), day("2027-01-01"), DANE, rates)
    assert told.total == Decimal("30.00")
    assert told.lines[-1].row is not None
    assert told.lines[-1].row.own


def test_more_allocated_than_the_claim_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"more is allocated to the claim than its 36500\.00"):
        interest("2026-10-01", "2026-10-31", ("2026-10-11", "36500.01"))


@pytest.mark.parametrize("kind", list(EntryKind))
def test_interest_is_never_reckoned_on_interest_fees_or_compensation(kind) -> None:
    bought = {EntryKind.OPENING, EntryKind.INVOICE, EntryKind.CORRECTION, EntryKind.TRANSFER}
    assert bears_interest(kind) == (kind in bought)


@pytest.mark.parametrize(
    ("fixed", "demanded", "country", "runs"),
    [
        ("2026-10-01", None, "DK", "2026-10-01"),
        ("2026-10-01", "2026-12-01", "NO", "2026-10-01"),
        (None, "2026-01-30", "DK", "2026-03-01"),
        (None, "2024-01-30", "NO", "2024-02-29"),
        (None, None, "SE", None),
    ],
)
def test_interest_runs_from_the_due_day_or_30_days_after_the_demand(fixed, demanded, country, runs) -> None:
    due = runs_from(fixed and day(fixed), demanded and day(demanded), country, RATES)
    assert due == (runs and day(runs))


def test_without_a_row_nobody_knows_how_long_after_a_demand_interest_runs() -> None:
    with pytest.raises(MissingRate, match="interest_demand_days: no row for SE"):
        runs_from(None, day("2026-10-01"), "SE", RATES)


DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 30))
AMOUNTS = st.decimals(Decimal("0.01"), Decimal(100_000), places=2)


@st.composite
def claims(draw: st.DrawFn) -> Principal:
    """A claim and payments of it, never more than it amounts to."""
    amount = draw(AMOUNTS)
    left, paid = amount, []
    for when in draw(st.lists(DAYS, max_size=4)):
        part = (left * draw(st.integers(1, 100)) / 100).quantize(Decimal("0.01"), "ROUND_DOWN")
        left -= part
        paid.append(Reduction(when, part))
    return Principal(amount, draw(DAYS), tuple(paid))


@given(claims(), DAYS, st.sampled_from([DANE, Terms("NO", CustomerKind.COMPANY), Terms("DK", CustomerKind.PUBLIC)]))
def test_interest_never_falls_from_one_day_to_the_next(claim, until, terms) -> None:
    today = late_interest(claim, until, terms, RATES)
    tomorrow = late_interest(claim, until + timedelta(days=1), terms, RATES)
    assert 0 <= today.total <= tomorrow.total


@given(claims(), DAYS, DAYS)
def test_interest_charged_in_two_parts_is_interest_charged_at_once(claim, one, other) -> None:
    middle, until = sorted((one, other))
    whole = late_interest(claim, until, DANE, RATES)
    first = late_interest(claim, middle, DANE, RATES)
    rest = late_interest(claim, until, DANE, RATES, charged=first.due)
    assert first.due + rest.due == whole.due
    assert rest.due >= 0


@given(claims(), DAYS, DAYS)
def test_interest_charged_before_a_payment_was_known_is_mended_by_the_next_charge(claim, one, other) -> None:
    middle, until = sorted((one, other))
    unpaid = Principal(claim.amount, claim.due)
    before = late_interest(unpaid, middle, DANE, RATES)
    after = late_interest(claim, until, DANE, RATES, charged=before.due)
    assert before.due + after.due == late_interest(claim, until, DANE, RATES).total


def test_interest_charged_before_is_told_beside_what_may_be_charged_now() -> None:
    claim = Principal(Decimal("1000.00"), day("2026-06-01"))
    told = late_interest(claim, day("2026-06-30"), DANE, RATES, charged=Decimal("5.00"))
    assert str(told.explain()[-1]) == f"5.00 of it was charged already: {told.due} may be charged now."


def test_interest_charged_too_much_says_so_and_nothing_is_due() -> None:
    claim = Principal(Decimal("1000.00"), day("2026-06-01"), (Reduction(day("2026-06-11"), Decimal("1000.00")),))
    told = late_interest(claim, day("2026-06-30"), DANE, RATES, charged=Decimal("7.75"))
    assert told.due == Decimal("-5.08")
    assert str(told.explain()[-1]) == ("7.75 was charged already, 5.08 too much: something was paid or credited since.")


@given(claims(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_payments_does_not_matter(claim, until, chance) -> None:
    mixed = Principal(claim.amount, claim.due, tuple(chance.sample(claim.reductions, len(claim.reductions))))
    assert late_interest(mixed, until, DANE, RATES) == late_interest(claim, until, DANE, RATES)


@given(claims(), DAYS)
def test_lines_follow_one_another_and_each_half_year_has_its_rate(claim, until) -> None:
    told = late_interest(claim, until, DANE, RATES).lines
    for line in told:
        assert claim.due < line.first <= line.last <= until
        assert 0 < line.principal <= claim.amount
        assert RATES.at("DK", Kind.LATE_INTEREST, line.first) == RATES.at("DK", Kind.LATE_INTEREST, line.last)
        assert line.rate == RATES.at("DK", Kind.LATE_INTEREST, line.last).value
    assert all(earlier.last < later.first for earlier, later in pairwise(told))


@given(claims(), DAYS)
def test_interest_is_what_a_count_day_by_day_makes_it(claim, until) -> None:
    """The same by another road: each day by itself."""
    numerator, when, until = Decimal(0), claim.due + timedelta(days=1), min(until, claim.due + timedelta(days=200))
    while when <= until:
        owed = claim.amount - sum(
            r.amount for r in claim.reductions if r.value_date < when or r.value_date <= claim.due
        )
        numerator += owed * RATES.at("DK", Kind.LATE_INTEREST, when).value
        when += timedelta(days=1)
    told = late_interest(claim, until, DANE, RATES)
    assert told.total == (numerator / 36500).quantize(Decimal("0.01"), "ROUND_HALF_UP")
