"""How a table writes its dates and amounts is settled by whole columns, and refused where it stays open."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.intake.detect import date_orders, dates_in, decimal_sign, numbers_in, read_date, to_cents

days = st.dates(date(1970, 1, 1), date(2068, 12, 31))
ORDERS = {"dmy": "%d{0}%m{0}%Y", "mdy": "%m{0}%d{0}%Y", "iso": "%Y{0}%m{0}%d"}


def column(*texts):
    return {text: line for line, text in enumerate(texts, start=2)}


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("26-01-2013", "dmy", date(2013, 1, 26)),
        ("26.1.2013", "dmy", date(2013, 1, 26)),
        ("26. 1. 2013", "dmy", date(2013, 1, 26)),
        ("26/01/13", "dmy", date(2013, 1, 26)),
        ("1/26/2013 12:00:00 AM", "mdy", date(2013, 1, 26)),
        ("13-01-26", "ymd", date(2013, 1, 26)),
        ("2013-01-26", "dmy", date(2013, 1, 26)),
        ("2013-01-26T08:30:00Z", "ymd", date(2013, 1, 26)),
        ("26-01-2013 08.30", "dmy", date(2013, 1, 26)),
        ("20130126", "dmy", date(2013, 1, 26)),
        ("26012013", "dmy", date(2013, 1, 26)),
        ("01262013", "mdy", date(2013, 1, 26)),
        ("26. januar 2013", "mdy", date(2013, 1, 26)),
        ("26-maj-13", "ymd", date(2013, 5, 26)),
        ("5 des. 2013", "dmy", date(2013, 12, 5)),
        ("January 26, 2013", "dmy", date(2013, 1, 26)),
        ("29-02-2012", "dmy", date(2012, 2, 29)),
        ("01-01-69", "dmy", date(1969, 1, 1)),
        ("01-01-68", "dmy", date(2068, 1, 1)),
    ],
)
def test_a_date_is_read_as_people_and_systems_write_it(text, order, day):
    assert read_date(text, order) == day


@pytest.mark.parametrize(
    "text",
    ["29-02-2013", "31/4/2013", "00-00-0000", "41300", "n/a", "1-2/2013", "26-01-0013", "2013-26-01", "٢٦-٠١-٢٠١٣"],
)
def test_what_is_no_day_of_the_calendar_is_no_date(text):
    assert not dates_in(text)


@given(
    st.lists(days, min_size=1),
    days.filter(lambda d: d.day > 12),
    st.sampled_from(sorted(ORDERS)),
    st.sampled_from("-./ "),
)
def test_one_unambiguous_column_settles_the_others(some, plain, order, between):
    style = ORDERS[order].format(between)
    written = {"Date": column(*(f"{d:{style}}" for d in some)), "Due": column(f"{plain:{style}}")}
    found = date_orders(written)
    assert not found.problems
    for name, days_of in (("Date", some), ("Due", [plain])):
        assert [read_date(f"{d:{style}}", found.style[name]) for d in days_of] == days_of


@given(
    st.lists(days.filter(lambda d: d.day <= 12), min_size=1).filter(lambda some: any(d.day != d.month for d in some))
)
def test_a_file_that_two_orders_fit_is_refused_with_the_lines_that_show_it(some):
    found = date_orders({"Date": column(*(f"{d:%d/%m/%Y}" for d in some))})
    assert 1 <= len(found.problems) <= 3
    assert all("(dmy)" in p.message and "(mdy)" in p.message and p.line > 1 for p in found.problems)


@given(st.lists(days, min_size=1), st.sampled_from(["dmy", "mdy"]))
def test_whoever_asks_for_an_order_gets_it(some, order):
    style = ORDERS[order].format("/")
    found = date_orders({"Date": column(*(f"{d:{style}}" for d in some))}, order)
    assert [read_date(f"{d:{style}}", found.style["Date"]) for d in some] == some


def test_the_evidence_is_shown():
    found = date_orders({"InvoiceDate": column("1/2/2013", "1/26/2013"), "DueDate": column("2/1/2013")})
    assert found.style == {"InvoiceDate": "mdy", "DueDate": "mdy"}
    assert found.notices == ["dates are month/day/year: line 3 of InvoiceDate has 1/26/2013"]


def test_dates_that_are_the_same_in_either_order_need_no_decision():
    found = date_orders({"Date": column("1/1/2013", "2/2/2013")})
    assert not found.problems
    assert read_date("2/2/2013", found.style["Date"]) == date(2013, 2, 2)


def test_two_orders_in_a_column_are_refused_with_both_lines():
    found = date_orders({"Date": column("26-01-2013", "01-02-2013", "01-27-2013")})
    assert [p.line for p in found.problems] == [2, 4]


def test_two_columns_of_different_order_are_refused():
    found = date_orders({"Date": column("26-01-2013"), "Due": column("01-27-2013")})
    assert {p.field for p in found.problems} == {"Date", "Due"}


def test_a_column_of_years_first_does_not_settle_day_and_month_of_another():
    found = date_orders({"Date": column("2013-01-26"), "Due": column("01-02-2013")})
    assert [p.field for p in found.problems] == ["Due"]


def test_years_of_two_digits_are_settled_where_only_one_order_fits_all():
    found = date_orders({"Date": column("26-01-13"), "Due": column("25-02-29", "31-01-13")})
    assert found.style == {"Date": "dmy", "Due": "dmy"}
    assert date_orders({"Date": column("26-01-13")}).problems, "13 may be the day, in 2026"


def test_a_bad_date_among_good_ones_does_not_change_their_order():
    found = date_orders({"Date": column("26-01-2013", "31-02-2013", "x")})
    assert found.style == {"Date": "dmy"}


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.234,50", {",": "1234.50"}),
        ("1,234.50", {".": "1234.50"}),
        ("1 234,50", {",": "1234.50"}),
        ("12\u00a0500,00", {",": "12500.00"}),
        ("1\u202f234\u202f567,00", {",": "1234567.00"}),
        ("1'234.50", {".": "1234.50"}),
        ("1.234.567", {",": "1234567"}),
        ("1.234", {",": "1234", ".": "1.234"}),
        ("100", {",": "100", ".": "100"}),
        ("-100,5", {",": "-100.5"}),
        ("100,50-", {",": "-100.50"}),
        ("\u2212100,50", {",": "-100.50"}),
        ("(100.50)", {".": "-100.50"}),
        ("kr 1.500,00", {",": "1500.00"}),
        ("kr.1.500,00", {",": "1500.00"}),
        ("1500,-", {",": "1500"}),
        ("-1.500,-", {",": "-1500"}),
        ("1.500,00 DKK", {",": "1500.00"}),
        (",50", {",": "0.50"}),
        ("12.34.56", {}),
        ("1.23.456", {}),
        ("(-100)", {}),
        ("1e5", {}),
        ("--5", {}),
        ("5 %", {}),
        ("$5", {}),
        ("12 34", {}),
        ("١٢", {}),
        ("", {}),
    ],
)
def test_a_number_is_read_by_either_sign_where_it_is_one(text, readings):
    assert numbers_in(text) == {sign: Decimal(number) for sign, number in readings.items()}


@given(
    st.lists(st.integers(-(10**11), 10**11), min_size=1),
    st.sampled_from(
        [(",", "."), (",", " "), (",", "\u00a0"), (",", ""), (".", ","), (".", " "), (".", "'"), (".", "")]
    ),
    st.sampled_from(["-{}", "{}-", "({})", "\u2212{}", "- {}"]),
)
def test_amounts_with_two_decimals_read_back(cents, signs, minus):
    point, group = signs

    def written(n):
        figures = f"{abs(n) // 100:,}".replace(",", group) + point + f"{abs(n) % 100:02}"
        return minus.format(figures) if n < 0 else figures

    found = decimal_sign({"Amount": column(*map(written, cents))})
    assert found.style["decimal"] == point
    assert [numbers_in(written(n))[point] for n in cents] == [Decimal(n) / 100 for n in cents]


@given(st.lists(st.integers(1000, 999_999), min_size=1), st.sampled_from(".,"))
def test_amounts_that_either_sign_fits_are_refused(numbers, sign):
    found = decimal_sign({"Amount": column(*(f"{n:,}".replace(",", sign) for n in numbers))})
    assert 1 <= len(found.problems) <= 3
    assert all(" or " in p.message for p in found.problems)


def test_another_column_of_numbers_settles_the_sign():
    found = decimal_sign({"Amount": column("1.234"), "Credit limit": column("50.000,00")})
    assert found.style == {"decimal": ","}
    assert found.notices == ["amounts have a decimal comma: line 2 of Credit limit has 50.000,00"]


def test_both_signs_in_one_file_are_refused_with_both_lines():
    found = decimal_sign({"Amount": column("1.234,50", "100", "1,234.50")})
    assert [p.line for p in found.problems] == [2, 4]


def test_a_profile_settles_the_sign():
    assert decimal_sign({"Amount": column("1.234")}, ".").style == {"decimal": "."}


@pytest.mark.parametrize(
    ("number", "cents"),
    [
        ("55.94", "55.94"),
        ("0.30000000000000004", "0.30"),
        ("1.2300", "1.23"),
        ("1.234", None),
        ("1e13", None),
        ("1e999", None),
    ],
)
def test_an_amount_has_two_decimals_or_is_none(number, cents):
    assert to_cents(Decimal(number)) == (None if cents is None else Decimal(cents))
