"""What an agent may type for an amount, a day or a time; and what is asked back rather than guessed."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.entry_values import MOST, Unclear, read_amount, read_count, read_day, read_moment, read_percent
from tui.wording import amount, day

TODAY = date(2026, 11, 22)  # a Sunday
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=ZoneInfo("Europe/Copenhagen"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1500", "1500.00"),
        ("1.500", "1500.00"),
        ("1 500", "1500.00"),
        ("1\u00a0500", "1500.00"),
        ("1500,-", "1500.00"),
        ("1.500,-", "1500.00"),
        ("1500,50", "1500.50"),
        ("1500,5", "1500.50"),
        ("1500.50", "1500.50"),
        ("12.345.678,90", "12345678.90"),
        ("kr 1500", "1500.00"),
        ("1500 kr.", "1500.00"),
        ("1500kr", "1500.00"),
        (" 0,01 ", "0.01"),
    ],
)
def test_an_amount_is_read_as_danes_and_norwegians_write_it(typed: str, read: str) -> None:
    assert read_amount(typed) == Decimal(read)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1,500", "1500 or 1,50"),
        ("1.5", "not an amount"),
        ("1.50.00", "not an amount"),
        ("1,5000", "not an amount"),
        ("-500", "not an amount"),
        ("1e5", "not an amount"),
        ("nan", "not an amount"),
        ("", "not an amount"),
        ("all", "not an amount"),
        ("0", "nothing"),
        ("0,00", "nothing"),
        ("100.000.000", "too much"),
    ],
)
def test_an_amount_that_is_none_or_could_be_two_is_asked_back(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        read_amount(typed)


@given(st.decimals(min_value="0.01", max_value=MOST, places=2))
def test_every_amount_is_read_back_as_it_is_written(value: Decimal) -> None:
    assert read_amount(amount(value)) == value


@given(st.text(max_size=20))
def test_whatever_is_typed_for_an_amount_is_an_amount_or_is_told(typed: str) -> None:
    with suppress(Unclear):
        read = read_amount(typed)
        assert 0 < read <= MOST
        assert read == round(read, 2)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1/2", date(2027, 2, 1)),
        ("1.2", date(2027, 2, 1)),
        ("1.2.", date(2027, 2, 1)),
        ("01-02", date(2027, 2, 1)),
        ("1/2-27", date(2027, 2, 1)),
        ("1/2/28", date(2028, 2, 1)),
        ("1.2.2028", date(2028, 2, 1)),
        ("2027-02-01", date(2027, 2, 1)),
        ("22/11", TODAY),
        ("21/11-27", date(2027, 11, 21)),
        ("22/9", date(2027, 9, 22)),
        ("1", date(2026, 12, 1)),
        ("d. 1.", date(2026, 12, 1)),
        ("den 22.", TODAY),
        ("d. 31.", date(2026, 12, 31)),
        ("1. februar", date(2027, 2, 1)),
        ("1 feb", date(2027, 2, 1)),
        ("31 des", date(2026, 12, 31)),
        ("3. mai 2027", date(2027, 5, 3)),
        ("1 february 2027", date(2027, 2, 1)),
        ("fri", date(2026, 11, 27)),
        ("fre", date(2026, 11, 27)),
        ("FREDAG", date(2026, 11, 27)),
        ("på fredag", date(2026, 11, 27)),
        ("on friday", date(2026, 11, 27)),
        ("lør", date(2026, 11, 28)),
        ("søndag", date(2026, 11, 29)),
        ("i dag", TODAY),
        ("nå", TODAY),
        ("i morgen", date(2026, 11, 23)),
        ("tomorrow", date(2026, 11, 23)),
        ("overmorgen", date(2026, 11, 24)),
        ("+14", date(2026, 12, 6)),
        ("+2u", date(2026, 12, 6)),
        ("om 14 dage", date(2026, 12, 6)),
        ("om 2 uker", date(2026, 12, 6)),
        ("in 3 days", date(2026, 11, 25)),
        ("ultimo", date(2026, 11, 30)),
        ("ultimo januar", date(2027, 1, 31)),
        ("ultimo feb 2028", date(2028, 2, 29)),
        ("29/2-28", date(2028, 2, 29)),
    ],
)
def test_a_day_is_read_day_before_month_and_is_the_next_such_day(typed: str, read: date) -> None:
    assert read_day(typed, TODAY) == read


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("næste fredag", "27-11 or 04-12"),
        ("neste fre", "27-11 or 04-12"),
        ("next friday", "27-11 or 04-12"),
        ("20/11-26", "20-11-2026 is past"),
        ("20/11/2026", "past"),
        ("20-11", "^20-11 is past: write 20-11-2027 if next year is meant$"),
        ("21/11", "^21-11 is past: write 21-11-2027 if next year is meant$"),
        ("20. nov", "write 20-11-2027"),
        ("23/9", "write 23-09-2027"),
        ("ultimo oktober", "write 31-10-2027"),
        ("2/13", "no such day"),
        ("31/4", "no such day"),
        ("0/1", "no such day"),
        ("32", "no such day"),
        ("0", "no such day"),
        ("29/2", "no 29 February"),
        ("1/2-72", "too far"),
        ("to", "not a day"),
        ("ti", "not a day"),
        ("m", "not a day"),
        ("ju", "not a day"),
        ("1 ju", "not a day"),
        ("snart", "not a day"),
        ("når lønnen går ind", "not a day"),
        ("", "not a day"),
        ("om 2", "not a day"),
    ],
)
def test_a_day_that_is_none_or_past_or_could_be_two_is_asked_back(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        read_day(typed, TODAY)


@given(st.dates(TODAY, date(2036, 11, 21)))
def test_every_coming_day_is_read_back_as_it_is_written(value: date) -> None:
    assert read_day(day(value, year=True), TODAY) == value


@given(st.dates(TODAY, date(2027, 9, 22)))
def test_every_day_within_ten_months_is_read_back_without_its_year(value: date) -> None:
    assert read_day(day(value), TODAY) == value


@given(st.dates(date(2027, 9, 23), date(2027, 11, 21)))
def test_a_day_that_has_just_been_is_never_taken_for_one_of_next_year(value: date) -> None:
    with pytest.raises(Unclear, match=f"write {day(value, year=True)} if next year is meant"):
        read_day(day(value), TODAY)


def test_the_last_day_of_the_year_needs_no_year_on_the_first() -> None:
    assert read_day("31/12", date(2027, 1, 2)) == date(2027, 12, 31)


@given(st.text(alphabet="0123456789/.-+ dagugefrimnaøåk", max_size=14), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_whatever_is_typed_for_a_day_is_a_coming_day_or_is_told(typed: str, today: date) -> None:
    with suppress(Unclear):
        read = read_day(typed, today)
        assert today <= read <= today + timedelta(days=3653)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("i morgen 10", "23-11 10:00"),
        ("tomorrow 10", "23-11 10:00"),
        ("i morgen kl. 10.30", "23-11 10:30"),
        ("tomorrow at 9", "23-11 09:00"),
        ("fredag 14:30", "27-11 14:30"),
        ("fre 14.30", "27-11 14:30"),
        ("1/12 10", "01-12 10:00"),
        ("+1 8", "23-11 08:00"),
        ("kl 16", "22-11 16:00"),
        ("16", "22-11 16:00"),
        ("16:15", "22-11 16:15"),
        ("i dag 15", "22-11 15:00"),
    ],
)
def test_a_time_to_ring_again_is_a_day_and_a_time(typed: str, read: str) -> None:
    assert f"{read_moment(typed, NOW):%d-%m %H:%M}" == read


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("10", "10:00 today is past"),
        ("i dag 14", "past"),
        ("i morgen", "what time"),
        ("tomorrow 25", "no such time"),
        ("i morgen 10:75", "no such time"),
        ("10.12", "a day or a time"),
        ("næste fredag 10", "27-11 or 04-12"),
        ("snart 10", "not a day"),
        ("", "what time"),
    ],
)
def test_a_time_that_is_none_or_past_or_could_be_two_is_asked_back(typed: str, words: str) -> None:
    with pytest.raises(Unclear, match=words):
        read_moment(typed, NOW)


def test_a_time_is_that_of_the_registers_clock_also_after_the_clock_was_put_forward() -> None:
    before = datetime(2027, 3, 27, 14, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert read_moment("i morgen 10", before).astimezone(UTC) == datetime(2027, 3, 28, 8, 0, tzinfo=UTC)


@given(st.text(max_size=20))
def test_whatever_is_typed_for_a_time_is_to_come_or_is_told(typed: str) -> None:
    with suppress(Unclear):
        assert read_moment(typed, NOW) > NOW


@pytest.mark.parametrize(("typed", "read"), [("6", 6), ("6 mdr", 6), ("6x", 6), ("6 afdrag", 6), ("12 avdrag", 12)])
def test_a_number_of_instalments_is_read(typed: str, read: int) -> None:
    assert read_count(typed) == read


@pytest.mark.parametrize("typed", ["0", "-1", "1,5", "seks", "", "500 kr"])
def test_no_number_of_instalments_is_asked_back(typed: str) -> None:
    with pytest.raises(Unclear):
        read_count(typed)


def test_a_percentage_is_told_from_an_amount() -> None:
    assert read_percent("20%") == 20
    assert read_percent("12,5 prosent") == Decimal("12.5")
    assert read_percent("500") is None


@pytest.mark.parametrize("typed", ["0%", "100%", "120 %"])
def test_a_percentage_of_nothing_or_all_is_asked_back(typed: str) -> None:
    with pytest.raises(Unclear, match="between"):
        read_percent(typed)
