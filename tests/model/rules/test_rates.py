"""Rates, fees and limits of the law: which row holds on a day, and what is refused."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import Invalid, MissingRate, Refused
from model.rules import rates
from model.rules.rates import Kind, Row, statutory

RATES = statutory()


def own(country: str, kind: Kind, day: str, value: str) -> Row:
    return Row(country, kind, date.fromisoformat(day), Decimal(value), "DKK", "house rule")


@pytest.mark.parametrize(
    ("country", "kind", "day", "value"),
    [
        ("DK", Kind.LATE_INTEREST, "2015-01-01", "8.20"),
        ("DK", Kind.LATE_INTEREST, "2015-06-30", "8.20"),
        ("DK", Kind.LATE_INTEREST, "2015-07-01", "8.05"),
        ("DK", Kind.LATE_INTEREST, "2018-02-28", "8.05"),
        ("DK", Kind.LATE_INTEREST, "2021-06-30", "8.05"),
        ("DK", Kind.LATE_INTEREST, "2021-07-01", "7.65"),
        ("DK", Kind.LATE_INTEREST, "2022-12-31", "7.55"),
        ("DK", Kind.LATE_INTEREST, "2023-01-01", "9.90"),
        ("DK", Kind.LATE_INTEREST, "2024-06-30", "11.75"),
        ("DK", Kind.LATE_INTEREST, "2024-07-01", "11.50"),
        ("DK", Kind.LATE_INTEREST, "2025-12-31", "9.75"),
        ("DK", Kind.LATE_INTEREST, "2026-06-30", "9.75"),
        ("DK", Kind.LATE_INTEREST, "2026-12-31", "10.00"),
        ("NO", Kind.LATE_INTEREST, "2015-01-01", "9.25"),
        ("NO", Kind.LATE_INTEREST, "2017-12-31", "8.50"),
        ("NO", Kind.LATE_INTEREST, "2019-06-30", "8.75"),
        ("NO", Kind.LATE_INTEREST, "2019-07-01", "9.25"),
        ("NO", Kind.LATE_INTEREST, "2026-06-30", "12.00"),
        ("NO", Kind.LATE_INTEREST, "2026-12-31", "12.25"),
        ("NO", Kind.COMPENSATION, "2016-07-01", "370"),
        ("NO", Kind.COMPENSATION, "2018-12-31", "380"),
        ("NO", Kind.COMPENSATION, "2026-06-30", "460"),
        ("NO", Kind.COMPENSATION, "2026-07-01", "430"),
        ("DK", Kind.COMPENSATION, "2013-03-01", "310"),
        ("DK", Kind.COMPENSATION, "2031-03-01", "310"),
        ("DK", Kind.REMINDER_FEE, "2002-08-01", "100"),
        ("NO", Kind.REMINDER_FEE, "2020-09-30", "70"),
        ("NO", Kind.REMINDER_FEE, "2020-10-01", "35"),
        ("NO", Kind.REMINDER_FEE, "2025-12-31", "35"),
        ("NO", Kind.REMINDER_FEE, "2026-01-01", "38"),
        ("NO", Kind.COLLECTION_NOTICE_FEE, "2026-01-01", "38"),
        ("NO", Kind.PAYMENT_DEMAND_FEE, "2020-09-30", "210"),
        ("NO", Kind.PAYMENT_DEMAND_FEE, "2025-12-31", "105"),
        ("NO", Kind.PAYMENT_DEMAND_FEE, "2026-01-01", "113"),
        ("NO", Kind.COLLECTION_RATE, "2025-12-31", "700"),
        ("NO", Kind.COLLECTION_RATE, "2026-01-01", "750"),
        ("NO", Kind.FEE_WAITING_DAYS, "2026-11-24", "14"),
        ("DK", Kind.COLLECTION_NOTICE_DAYS, "2026-11-24", "10"),
        ("DK", Kind.LIMITATION_YEARS_LONG, "2026-11-24", "10"),
    ],
)
def test_a_row_holds_from_its_first_day_to_the_day_before_the_next(country, kind, day, value) -> None:
    assert RATES.at(country, kind, date.fromisoformat(day)).value == Decimal(value)


@pytest.mark.parametrize(
    ("country", "kind", "day", "row"),
    [
        ("DK", Kind.LATE_INTEREST, "2027-01-01", "from 2027-01-01 to 2027-06-30"),
        ("NO", Kind.LATE_INTEREST, "2027-09-30", "from 2027-07-01 to 2027-12-31"),
        ("DK", Kind.LATE_INTEREST, "2014-12-31", "from 2014-07-01 to 2014-12-31"),
        ("NO", Kind.COMPENSATION, "2016-06-30", "from 2016-01-01 to 2016-06-30"),
        ("NO", Kind.COMPENSATION, "2017-01-01", "from 2017-01-01 to 2017-06-30"),
        ("NO", Kind.COMPENSATION, "2020-06-30", "from 2020-01-01 to 2020-06-30"),
        ("NO", Kind.COMPENSATION, "2021-06-30", "from 2021-01-01 to 2021-06-30"),
        ("DK", Kind.REMINDER_FEE, "2002-07-31", "on 2002-07-31"),
        ("DK", Kind.COMPENSATION, "2013-02-28", "on 2013-02-28"),
        ("NO", Kind.REMINDER_FEE, "2016-12-31", "on 2016-12-31"),
        ("SE", Kind.LATE_INTEREST, "2026-11-24", "on 2026-11-24"),
        ("NO", Kind.NEW_COLLECTION_ACT, "2026-11-24", "on 2026-11-24"),
    ],
)
def test_a_row_that_is_not_there_is_refused_by_name_and_the_mend_is_told(country, kind, day, row) -> None:
    with pytest.raises(MissingRate, match=re.escape(f"{kind}: no row for {country} {row}")) as refused:
        RATES.at(country, kind, date.fromisoformat(day))
    assert isinstance(refused.value, Refused)
    assert (refused.value.country, refused.value.kind) == (country, kind)
    assert f"valid from {refused.value.first}" in str(refused.value)
    assert RATES.find(country, kind, date.fromisoformat(day)) is None


def test_every_row_says_where_it_is_from_and_stands_once() -> None:
    keys = [(row.country, row.kind, row.valid_from) for row in RATES.rows]
    assert len(set(keys)) == len(keys)
    for row in RATES.rows:
        assert row.source
        assert row.confidence
        assert "?" not in row.confidence
        assert row.unit in {"% a year", "DKK", "NOK", "days", "letters", "months", "years"}


@pytest.mark.parametrize("country", ["DK", "NO"])
def test_late_interest_has_every_half_year_from_2015_to_2026(country) -> None:
    days = sorted(r.valid_from for r in RATES.rows if (r.country, r.kind) == (country, Kind.LATE_INTEREST))
    assert days == [date(year, month, 1) for year in range(2015, 2027) for month in (1, 7)]


def test_a_registers_own_rows_override_and_add_and_leave_the_law_as_it_was() -> None:
    mine = RATES.with_rows(
        [
            own("DK", Kind.REMINDER_FEE, "2002-08-01", "50"),
            own("DK", Kind.REMINDER_FEE, "2026-06-01", "75"),
            own("NO", Kind.LATE_INTEREST, "2027-01-01", "12.75"),
            own("SE", Kind.LATE_INTEREST, "2026-01-01", "10.5"),
        ]
    )
    found = [
        mine.at("DK", Kind.REMINDER_FEE, date(2026, 5, 31)),
        mine.at("DK", Kind.REMINDER_FEE, date(2026, 6, 1)),
        mine.at("NO", Kind.LATE_INTEREST, date(2027, 6, 30)),
        mine.at("SE", Kind.LATE_INTEREST, date(2029, 1, 1)),
        mine.at("NO", Kind.LATE_INTEREST, date(2026, 12, 31)),
    ]
    assert [(str(row.value), row.own) for row in found] == [
        ("50", True),
        ("75", True),
        ("12.75", True),
        ("10.5", True),
        ("12.25", False),
    ]
    with pytest.raises(MissingRate):
        mine.at("NO", Kind.LATE_INTEREST, date(2027, 7, 1))
    assert RATES.at("DK", Kind.REMINDER_FEE, date(2026, 6, 1)).value == 100


@pytest.mark.parametrize(
    ("row", "words", "value"),
    [
        (
            own("DK", Kind.LATE_INTEREST, "2027-02-01", "10"),
            "valid_from: late_interest of DK is set for a half-year: begin it on 1 January or 1 July",
            date(2027, 2, 1),
        ),
        (
            own("NO", Kind.COMPENSATION, "2027-01-02", "430"),
            "valid_from: compensation of NO is set for a half-year: begin it on 1 January or 1 July",
            date(2027, 1, 2),
        ),
        (
            own("DK", Kind.REMINDER_FEE, "2027-02-01", "-0.01"),
            "value: reminder_fee of DK must not be below zero",
            Decimal("-0.01"),
        ),
    ],
)
def test_an_own_row_that_cannot_be_is_refused_with_the_field_named(row, words, value) -> None:
    with pytest.raises(Invalid) as refused:
        RATES.with_rows([row])
    assert (str(refused.value), refused.value.value) == (words, value)
    assert words.startswith(refused.value.field)


def test_an_own_row_keeps_what_it_says() -> None:
    row = Row("NO", Kind.COLLECTION_RATE, date(2027, 1, 1), Decimal(775), "NOK", "Finansdepartementet", "H")
    assert RATES.with_rows([row]).at("NO", Kind.COLLECTION_RATE, date(2027, 1, 1)) == replace(row, own=True)


@pytest.mark.parametrize(
    ("country", "kind", "unit"),
    [
        ("NO", Kind.REMINDER_FEE, "NOK"),
        ("DK", Kind.LATE_INTEREST, "% a year"),
        ("SE", Kind.LATE_INTEREST, "% a year"),
        ("SE", Kind.REMINDER_FEE, ""),  # whose currency, nobody said
        ("SE", Kind.LIMITATION_YEARS, "years"),
        ("NO", Kind.NEW_COLLECTION_ACT, ""),
    ],
)
def test_an_own_row_without_a_unit_has_that_of_its_kind(country, kind, unit) -> None:
    row = Row(country, kind, date(2027, 1, 1), Decimal(1), "", "house rule")
    assert RATES.with_rows([row]).at(country, kind, date(2027, 1, 1)).unit == unit


def test_the_rows_are_those_of_the_file() -> None:
    told = tomllib.loads(Path(rates.__file__).with_name("rates.toml").read_text(encoding="utf-8"))
    read = statutory.__wrapped__()  # anew, not the kept one
    assert read == RATES
    assert len(read.rows) == len(told["rates"]["rows"])
    for row, line in zip(read.rows, told["rates"]["rows"], strict=True):
        assert (row.country, row.kind.value, row.valid_from) == (line["country"], line["kind"], line["valid_from"])
        assert (str(row.value), row.unit, row.source) == (line["value"], line["unit"], line["source"])
        assert (row.confidence, row.own) == (line["confidence"], False)


def test_a_row_of_the_file_without_a_day_is_an_error() -> None:
    line = {
        "country": "DK",
        "kind": "late_interest",
        "valid_from": "2027-01-01",
        "value": "1",
        "unit": "",
        "source": "",
    }
    with pytest.raises(TypeError, match=r"^valid_from must be a day, not '2027-01-01'$"):
        rates._row(line)


def test_an_own_row_may_be_zero() -> None:
    free = RATES.with_rows([own("DK", Kind.REMINDER_FEE, "2026-01-01", "0")])
    assert free.at("DK", Kind.REMINDER_FEE, date(2026, 1, 1)).value == 0


@given(st.dates(date(2015, 1, 1), date(2026, 12, 31)), st.dates(date(2015, 1, 1), date(2026, 12, 31)))
def test_a_period_is_split_without_gap_at_each_half_year(first: date, last: date) -> None:
    spans = list(RATES.spans("DK", Kind.LATE_INTEREST, first, last))
    if first > last:
        assert spans == []
        return
    assert (spans[0][0], spans[-1][1]) == (first, last)
    for (_, end, _), (start, _, _) in pairwise(spans):
        assert (start - end).days == 1
        assert (start.month, start.day) in {(1, 1), (7, 1)}
    assert all(RATES.at("DK", Kind.LATE_INTEREST, day) == row for start, end, row in spans for day in (start, end))


def test_a_row_without_a_next_one_splits_nothing_to_the_end_of_the_calendar() -> None:
    ((first, last, row),) = RATES.spans("DK", Kind.COMPENSATION, date(2026, 1, 1), date.max)
    assert (first, last, row.value) == (date(2026, 1, 1), date.max, Decimal(310))


def test_a_fee_that_changes_splits_a_period_on_that_day_and_no_other() -> None:
    spans = list(RATES.spans("NO", Kind.REMINDER_FEE, date(2020, 9, 29), date(2026, 1, 2)))
    assert [(f"{first}", f"{last}", str(row.value)) for first, last, row in spans] == [
        ("2020-09-29", "2020-09-30", "70"),
        ("2020-10-01", "2025-12-31", "35"),
        ("2026-01-01", "2026-01-02", "38"),
    ]
