"""The last day of a claim, and what moves it."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import MissingRate
from model.kinds import EntryKind
from model.rules.limitation import Interruption, Limitation, State, What, limitation
from model.rules.rates import Kind, Row, statutory

RATES = statutory()
TODAY = date(2026, 11, 24)
DUE = "2024-06-01"


def ask(
    country: str = "DK", due: str = DUE, *happened: tuple[What, str], today: date = TODAY, kind: str = "invoice",
    confirmed: bool = True, loan: bool = False,
) -> Limitation:  # fmt: skip
    events = [Interruption(what, date.fromisoformat(day), confirmed=confirmed) for what, day in happened]
    return limitation(country, date.fromisoformat(due), events, today, RATES, kind, loan=loan)


@pytest.mark.parametrize(
    ("country", "due", "loan", "kind", "last"),
    [
        ("DK", "2024-06-01", False, "invoice", "2027-06-01"),
        ("NO", "2024-06-01", False, "invoice", "2027-06-01"),
        ("NO", "2024-06-01", True, "invoice", "2034-06-01"),
        ("NO", "2024-06-01", True, "interest", "2027-06-01"),
        ("DK", "2024-06-01", True, "invoice", "2027-06-01"),
        ("DK", "2024-02-29", False, "invoice", "2027-02-28"),
        ("NO", "2014-02-28", True, "invoice", "2024-02-28"),
        ("DK", "9999-12-31", False, "invoice", "9999-12-31"),  # what some systems write for never
        ("DK", "9996-06-01", False, "invoice", "9999-06-01"),
        ("DK", "9997-06-01", False, "invoice", "9999-12-31"),
        ("DK", "9996-12-31", False, "invoice", "9999-12-31"),
    ],
)
def test_the_ordinary_period(country, due, loan, kind, last) -> None:
    assert str(ask(country, due, loan=loan, kind=kind).last_day) == last


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        ("2026-06-01", State.RUNNING, "It can be claimed to 1 June 2027."),
        ("2026-06-02", State.WARN, "It lapses after 1 June 2027: 364 days left."),
        ("2027-05-31", State.WARN, "It lapses after 1 June 2027: 1 day left."),
        ("2027-06-01", State.WARN, "It lapses after 1 June 2027: 0 days left."),
        ("2027-06-02", State.LAPSED, "It lapsed after 1 June 2027 and is not chased."),
    ],
)
def test_a_claim_is_warned_of_a_year_ahead_and_has_lapsed_after_its_last_day(today, state, words) -> None:
    told = ask(today=date.fromisoformat(today))
    assert (told.state, str(told.reasons[-1])) == (state, words)


OCTOBER = "2025-10-01"


@pytest.mark.parametrize(
    ("country", "what", "last"),
    [
        ("DK", What.REMINDER, "2027-06-01"),
        ("DK", What.ORAL_PROMISE, "2028-10-01"),
        ("DK", What.PART_PAYMENT, "2028-10-01"),
        ("DK", What.INTEREST_PAID, "2028-10-01"),
        ("DK", What.ACKNOWLEDGEMENT, "2028-10-01"),
        ("DK", What.WRITTEN_ACKNOWLEDGEMENT, "2035-10-01"),
        ("DK", What.SETTLEMENT, "2035-10-01"),
        ("DK", What.JUDGMENT, "2035-10-01"),
        ("DK", What.INSTRUMENT_OF_DEBT, "2035-10-01"),
        ("DK", What.LEGAL_STEPS, "2028-10-01"),
        ("DK", What.BANKRUPTCY, "2028-10-01"),
        ("DK", What.EXECUTION, "2028-10-01"),
        ("NO", What.REMINDER, "2027-06-01"),
        ("NO", What.ORAL_PROMISE, "2028-10-01"),
        ("NO", What.PART_PAYMENT, "2028-10-01"),
        ("NO", What.INTEREST_PAID, "2028-10-01"),
        ("NO", What.ACKNOWLEDGEMENT, "2028-10-01"),
        ("NO", What.WRITTEN_ACKNOWLEDGEMENT, "2028-10-01"),
        # what these do in Norway was not verified: they move nothing
        ("NO", What.SETTLEMENT, "2027-06-01"),
        ("NO", What.JUDGMENT, "2027-06-01"),
        ("NO", What.INSTRUMENT_OF_DEBT, "2027-06-01"),
        ("NO", What.LEGAL_STEPS, "2027-06-01"),
        ("NO", What.BANKRUPTCY, "2027-06-01"),
        ("NO", What.EXECUTION, "2027-06-01"),
    ],
)
def test_what_interrupts_by_kind_once_a_person_confirmed_it(country, what, last) -> None:
    assert str(ask(country, DUE, (what, OCTOBER)).last_day) == last
    assert str(ask(country, DUE, (what, OCTOBER), confirmed=False).last_day) == "2027-06-01"


def test_an_acknowledged_loan_has_its_ten_years_anew() -> None:
    assert str(ask("NO", DUE, (What.ORAL_PROMISE, OCTOBER), loan=True).last_day) == "2035-10-01"


@pytest.mark.parametrize(
    ("country", "what", "day", "confirmed", "words"),
    [
        ("DK", What.REMINDER, OCTOBER, True, "Reminder on 1 October 2025 does not interrupt limitation."),
        ("DK", What.REMINDER, OCTOBER, False, "Reminder on 1 October 2025 does not interrupt limitation."),
        ("NO", What.JUDGMENT, OCTOBER, True,
         "Judgment on 1 October 2025 has no effect here: what it does in NO was not verified."),
        ("DK", What.ORAL_PROMISE, OCTOBER, False,
         "Oral promise on 1 October 2025 has no effect: nobody has confirmed its legal effect."),
        ("NO", What.ORAL_PROMISE, OCTOBER, True,
         "Oral promise on 1 October 2025: limitation begins anew, 3 years to 1 October 2028."),
        ("DK", What.JUDGMENT, OCTOBER, True,
         "Judgment on 1 October 2025: limitation takes 10 years, to 1 October 2035."),
        ("DK", What.ORAL_PROMISE, "2024-05-31", True,
         "Oral promise on 31 May 2024 came before the claim, and changes nothing."),
        ("DK", What.ORAL_PROMISE, "2024-06-01", True,
         "Oral promise on 1 June 2024 changes nothing: limitation ran to 1 June 2027 already."),
        ("DK", What.ORAL_PROMISE, "2026-11-25", True, "Oral promise on 25 November 2026 has not happened yet."),
        ("DK", What.ORAL_PROMISE, "2026-11-24", True,
         "Oral promise on 24 November 2026: limitation begins anew, 3 years to 24 November 2029."),
    ],
)  # fmt: skip
def test_each_event_is_listed_with_what_it_did(country, what, day, confirmed, words) -> None:
    begins, told, _ = ask(country, DUE, (what, day), confirmed=confirmed).reasons
    assert str(begins).startswith(
        "Payment could be demanded from 1 June 2024; limitation takes 3 years, to 1 June 2027: "
    )
    assert str(told) == words


@pytest.mark.parametrize(
    ("day", "last"),
    [("2024-06-01", "2027-06-01"), ("2024-06-02", "2024-06-01"), ("2025-01-01", "2024-06-01")],
)
def test_nothing_revives_a_claim_that_has_lapsed(day, last) -> None:
    told = ask("NO", "2021-06-01", (What.ORAL_PROMISE, day))
    assert str(told.last_day) == last
    assert ask("DK", "2021-06-01", (What.WRITTEN_ACKNOWLEDGEMENT, "2024-06-02")).state == State.LAPSED
    if last == "2024-06-01":
        assert "the claim had lapsed on 1 June 2024, and nothing revives it" in str(told.reasons[1])


def test_one_interruption_follows_another_and_none_shortens_the_time() -> None:
    chain = ask("NO", "2018-01-01", (What.ORAL_PROMISE, "2020-12-31"), (What.PART_PAYMENT, "2023-12-30"))
    assert str(chain.last_day) == "2026-12-30"
    broken = ask("NO", "2018-01-01", (What.ORAL_PROMISE, "2020-12-31"), (What.PART_PAYMENT, "2024-01-01"))
    assert (str(broken.last_day), broken.state) == ("2023-12-31", State.LAPSED)
    long = ask("DK", "2020-01-01", (What.JUDGMENT, "2021-01-01"), (What.ORAL_PROMISE, "2023-01-01"))
    assert str(long.last_day) == "2031-01-01"
    late = ask("DK", "2012-01-01", (What.JUDGMENT, "2014-01-01"), (What.ORAL_PROMISE, "2023-01-01"))
    assert (str(late.last_day), late.state) == ("2026-01-01", State.LAPSED)  # the ordinary period, after a long one


@pytest.mark.parametrize("kind", [EntryKind.INTEREST, EntryKind.REMINDER_FEE, EntryKind.COMPENSATION])
def test_later_interest_and_fees_stay_at_three_years(kind) -> None:
    judged = (What.JUDGMENT, "2024-01-01")
    assert str(ask("DK", "2023-01-01", judged).last_day) == "2034-01-01"
    assert str(ask("DK", DUE, judged, kind=kind).last_day) == "2027-06-01"
    assert str(ask("DK", "2023-12-01", judged, kind=kind).last_day) == "2034-01-01"  # payable by then: judged with it
    assert str(ask("DK", DUE, (What.ORAL_PROMISE, OCTOBER), kind=kind).last_day) == "2028-10-01"


def test_an_instrument_of_debt_from_before_the_due_day_gives_ten_years_from_that_day() -> None:
    assert str(ask("DK", DUE, (What.INSTRUMENT_OF_DEBT, "2023-01-01")).last_day) == "2034-06-01"


def test_a_claim_is_no_loan_unless_that_is_said() -> None:
    assert limitation("NO", date(2024, 6, 1), [], TODAY, RATES).last_day == date(2027, 6, 1)


def test_elsewhere_the_period_is_the_registers_own_and_nothing_is_known_to_interrupt_it() -> None:
    own = Row("SE", Kind.LIMITATION_YEARS, date(2000, 1, 1), Decimal(10), "years", "house rule")
    promised = Interruption(What.ORAL_PROMISE, date(2025, 1, 1), confirmed=True)
    told = limitation("SE", date(2024, 6, 1), [promised], TODAY, RATES.with_rows([own]))
    assert told.last_day == date(2034, 6, 1)
    assert str(told.reasons[1]) == (
        "Oral promise on 1 January 2025 has no effect here: what it does in SE was not verified."
    )


def test_where_no_period_is_known_nothing_is_said() -> None:
    with pytest.raises(MissingRate, match="limitation_years: no row for SE"):
        ask("SE")


EVENTS = st.lists(
    st.builds(Interruption, st.sampled_from(What), st.dates(date(2015, 1, 1), date(2027, 1, 1)), st.booleans()),
    max_size=6,
)
DUES = st.dates(date(2015, 1, 1), date(2027, 1, 1))
LANDS = st.sampled_from(["DK", "NO"])


@given(LANDS, DUES, EVENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_told_does_not_matter(country, due, events, chance: Random) -> None:
    before = limitation(country, due, events, TODAY, RATES)
    chance.shuffle(events)
    assert limitation(country, due, events, TODAY, RATES) == before


@given(LANDS, DUES, EVENTS)
def test_every_event_is_told_once_and_only_confirmed_ones_move_the_day(country, due, events) -> None:
    told = limitation(country, due, events, TODAY, RATES)
    assert len(told.reasons) == len(events) + 2
    confirmed = [event for event in events if event.confirmed and event.what != What.REMINDER]
    assert told.last_day == limitation(country, due, confirmed, TODAY, RATES).last_day
    assert told.last_day >= limitation(country, due, [], TODAY, RATES).last_day


@given(LANDS, DUES, EVENTS, st.dates(date(2015, 1, 1), date(2040, 1, 1)))
def test_a_claim_never_comes_back(country, due, events, today) -> None:
    if limitation(country, due, events, today, RATES).state == State.LAPSED:
        for later in (1, 100, 4000):
            assert limitation(country, due, events, today + timedelta(days=later), RATES).state == State.LAPSED
