"""Before a customer is rung, what speaks against it is told; nothing is forbidden."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.contactrules import (
    NORWEGIAN_SATURDAY,
    Caution,
    Hours,
    Policy,
    Why,
    hours,
    offered,
    opens,
    policy,
    warnings,
)

DK, NO = policy("DK"), policy("NO")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("rules", "now", "kind", "again"),
    [
        (DK, "2026-11-24 07:59", Why.HOURS, "2026-11-24 08:00"),
        (DK, "2026-11-24 08:00", None, None),
        (DK, "2026-11-24 20:59", None, None),
        (DK, "2026-11-24 21:00", Why.HOURS, "2026-11-25 08:00"),
        (DK, "2026-11-28 15:59", None, None),
        (DK, "2026-11-28 16:00", Why.HOURS, "2026-11-30 08:00"),
        (DK, "2026-11-29 12:00", Why.CLOSED_DAY, "2026-11-30 08:00"),
        (DK, "2026-12-24 10:00", Why.CLOSED_DAY, "2026-12-28 08:00"),  # then Christmas, a Saturday, and a Sunday
        (DK, "2026-12-31 10:00", Why.CLOSED_DAY, "2027-01-02 08:00"),
        (DK, "2026-06-05 10:00", Why.CLOSED_DAY, "2026-06-06 08:00"),
        (DK, "2026-05-01 10:00", None, None),
        (DK, "2026-05-14 10:00", Why.CLOSED_DAY, "2026-05-15 08:00"),  # Ascension; the day after is none of those
        (NO, "2026-11-24 20:59", None, None),
        (NO, "2026-11-28 10:00", Why.CLOSED_DAY, "2026-11-30 08:00"),
        (NO, "2026-05-01 10:00", Why.CLOSED_DAY, "2026-05-04 08:00"),
        (NO, "2027-05-17 10:00", Why.CLOSED_DAY, "2027-05-18 08:00"),
        (NO, "2026-06-05 10:00", None, None),
        (Policy("NO", saturday=NORWEGIAN_SATURDAY), "2026-11-28 08:59", Why.HOURS, "2026-11-28 09:00"),
        (Policy("NO", saturday=NORWEGIAN_SATURDAY), "2026-11-28 14:59", None, None),
        (policy("SE"), "2026-11-29 12:00", Why.CLOSED_DAY, "2026-11-30 08:00"),
        (Policy("DK", on_holidays=True), "2026-12-25 10:00", None, None),
    ],
)
def test_one_rings_at_hours_at_which_people_may_be_rung(
    rules: Policy, now: str, kind: Why | None, again: str | None
) -> None:
    found = warnings(at(now), rules)
    assert [caution.kind for caution in found] == ([kind] if kind else [])
    assert [caution.again_at for caution in found] == ([at(again)] if again else [])


def test_the_words_tell_when_one_may_ring_again() -> None:
    [late] = warnings(at("2026-11-28 18:00"), DK)
    assert late.words == "calls are made from 08:00 to 16:00 today: again from Mon 30-11 08:00"
    [sunday] = warnings(at("2026-11-29 12:00"), DK)
    assert sunday.words == "no calls on Sundays: again from Mon 30-11 08:00"


def test_who_asked_not_to_be_rung_before_is_not_and_until_then_only() -> None:
    asked = at("2026-11-25 16:00")
    assert [caution.kind for caution in warnings(at("2026-11-25 15:59"), DK, not_before=asked)] == [Why.NOT_BEFORE]
    assert warnings(asked, DK, not_before=asked) == []


def test_so_many_attempts_a_week_and_no_more() -> None:
    rules = Policy("DK", attempts_a_week=2)
    rung = [at("2026-11-17 09:00"), at("2026-11-18 10:00"), at("2026-11-23 11:00")]
    assert warnings(at("2026-11-24 12:00"), Policy("DK"), attempts=rung) == []
    [told] = warnings(at("2026-11-24 12:00"), rules, attempts=rung)
    assert told.words == "called 2 times within a week, at most 2: again from Wed 25-11 10:00"
    assert warnings(at("2026-11-25 10:00"), rules, attempts=rung) == []
    [never] = warnings(at("2026-11-24 12:00"), Policy("DK", attempts_a_week=0))
    assert (never.kind, never.again_at) == (Why.ATTEMPTS, None)


def test_everything_that_speaks_against_a_call_is_told_at_once() -> None:
    now = at("2026-11-29 12:00")
    rules = Policy("DK", attempts_a_week=1)
    found = warnings(now, rules, attempts=[now - timedelta(days=1)], not_before=now + timedelta(days=2))
    assert [caution.kind for caution in found] == [Why.CLOSED_DAY, Why.NOT_BEFORE, Why.ATTEMPTS]


def test_a_number_that_was_marked_wrong_is_not_offered_again() -> None:
    assert offered([("+4511111111", True), ("+4522222222", False)]) == (["+4522222222"], None)
    numbers, caution = offered([("+4511111111", True)])
    assert caution is not None
    assert (numbers, caution.kind) == ([], Why.WRONG_NUMBER)
    assert [offered([])[0], offered([])[1].kind] == [[], Why.NO_NUMBER]  # type: ignore[union-attr]


def test_hours_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="not 16:00 to 09:00"):
        Hours(time(16), time(9))


@given(st.datetimes(at("2024-01-01"), at("2035-12-31")), st.sampled_from([DK, NO, policy("SE")]))
def test_from_the_moment_that_is_told_nothing_speaks_against_the_hour(now: datetime, rules: Policy) -> None:
    then = opens(now, rules)
    assert then is not None
    assert then >= now
    assert warnings(then, rules) == []
    assert (then == now) == (warnings(now, rules) == [])


def test_a_clock_with_a_zone_keeps_it() -> None:
    [caution] = warnings(datetime(2026, 11, 24, 22, 0, tzinfo=UTC), DK)
    assert caution.again_at == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    assert hours(date(2026, 11, 25), DK) == Hours(time(8), time(21))


def test_each_caution_says_in_words_when_the_moment_comes() -> None:
    now = at("2026-11-28 12:00")
    assert offered([])[1] == Caution(Why.NO_NUMBER, "no telephone number is known")
    [asked] = warnings(now, DK, not_before=at("2026-11-30 00:00"))
    assert asked == Caution(
        Why.NOT_BEFORE, "the customer asked not to be called before Mon 30-11", at("2026-11-30 00:00")
    )
    [often] = warnings(now, Policy("DK", attempts_a_week=1), attempts=[now])
    assert often == Caution(
        Why.ATTEMPTS, "called 1 times within a week, at most 1: again from Sat 05-12 12:00", at("2026-12-05 12:00")
    )
    [never] = warnings(now, Policy("DK", attempts_a_week=0))
    assert never.words == "called 0 times within a week, at most 0"
    shut = Policy("DK", closed=frozenset((month, day) for month in range(1, 13) for day in range(1, 32)))
    assert [told.words for told in warnings(now, shut)] == ["no calls on Saturdays"]


def test_a_country_without_a_policy_of_its_own_has_its_own_holidays_at_least() -> None:
    assert policy("SE").country == "SE"


def test_hours_of_no_length_are_refused() -> None:
    with pytest.raises(ValueError, match="not 09:00 to 09:00"):
        Hours(time(9), time(9))
