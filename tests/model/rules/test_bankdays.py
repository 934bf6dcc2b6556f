"""On which days a payment can be made."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.bankdays import add_bank_days, is_bank_day, last_bank_day_of_month, next_bank_day, public_holidays

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
COUNTRIES = st.sampled_from(["DK", "NO", "SE"])


def closed_weekdays(year: int, country: str) -> list[str]:
    """Return the Mondays to Fridays of a year on which the banks are closed, as day-month."""
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return [f"{day:%d-%m}" for day in days if day.year == year and day.weekday() < 5 and not is_bank_day(day, country)]


@pytest.mark.parametrize(
    ("year", "country", "closed"),
    [
        (2026, "DK", "01-01 02-04 03-04 06-04 14-05 15-05 25-05 05-06 24-12 25-12 31-12"),
        (2027, "DK", "01-01 25-03 26-03 29-03 06-05 07-05 17-05 24-12 31-12"),
        (2023, "DK", "06-04 07-04 10-04 05-05 18-05 19-05 29-05 05-06 25-12 26-12"),
        (2026, "NO", "01-01 02-04 03-04 06-04 01-05 14-05 25-05 24-12 25-12"),
        (2027, "NO", "01-01 25-03 26-03 29-03 06-05 17-05 24-12"),
        (2026, "SE", ""),
    ],
)
def test_the_banks_of_a_year_are_closed_on_these_weekdays(year: int, country: str, closed: str) -> None:
    assert closed_weekdays(year, country) == closed.split()


@pytest.mark.parametrize("country", ["DK", "NO"])
def test_the_public_holidays_are_those_that_a_library_of_the_world_s_knows(country: str) -> None:
    for year in range(1990, 2100):
        assert public_holidays(year, country) == set(holidays.country_holidays(country, years=year)), year


def test_of_other_countries_no_public_holiday_is_known() -> None:
    assert public_holidays(2026, "SE") == frozenset()


@given(DAYS, COUNTRIES)
def test_the_next_bank_day_is_the_first_open_one(day: date, country: str) -> None:
    following = next_bank_day(day, country)
    assert is_bank_day(following, country)
    assert not any(is_bank_day(day + timedelta(days=n), country) for n in range((following - day).days))


@given(DAYS, COUNTRIES)
def test_no_bank_day_of_the_month_comes_after_the_last_one(day: date, country: str) -> None:
    last = last_bank_day_of_month(day, country)
    assert (last.year, last.month) == (day.year, day.month)
    assert is_bank_day(last, country)
    assert next_bank_day(last + timedelta(days=1), country).month != day.month


@given(DAYS, st.integers(1, 60), COUNTRIES)
def test_counting_bank_days_forward_counts_the_open_days(day: date, n: int, country: str) -> None:
    there = add_bank_days(day, n, country)
    between = [day + timedelta(days=i) for i in range(1, (there - day).days + 1)]
    assert is_bank_day(there, country)
    assert sum(is_bank_day(d, country) for d in between) == n
    assert add_bank_days(next_bank_day(there, country), -n, country) <= next_bank_day(day, country)


def test_no_days_on_is_the_day_itself_or_the_next_open_one() -> None:
    assert add_bank_days(date(2026, 11, 20), 0, "DK") == date(2026, 11, 20)
    assert add_bank_days(date(2026, 11, 21), 0, "DK") == date(2026, 11, 23)


def test_the_date_that_means_never_stays_where_it_is() -> None:
    assert next_bank_day(date.max, "DK") == date.max


def test_no_bank_days_on_from_a_closed_day_is_the_next_one_of_that_country() -> None:
    assert add_bank_days(date(2027, 5, 7), 0, "DK") == date(2027, 5, 10)
    assert add_bank_days(date(2027, 5, 7), 0, "NO") == date(2027, 5, 7)
