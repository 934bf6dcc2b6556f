"""Numbers with check digits, held against values that others published."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.rules.identifiers import (
    digits,
    fik_digit,
    fik_line,
    is_cvr,
    is_fik,
    is_kid,
    is_kontonr,
    is_orgnr,
    kid_mod10,
    kid_mod11,
    luhn_digit,
    make_cvr,
    make_orgnr,
    parse_fik_line,
)

PUBLISHED = Path(__file__).parents[3] / "../shared/data/ids/ids.json"


@pytest.fixture(scope="module")
def published() -> dict[str, dict[str, list[str]]]:
    if not PUBLISHED.is_file():
        pytest.skip("../shared/data/ids/ids.json, the published test values, is not there")
    values: dict[str, dict[str, list[str]]] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return values


@pytest.mark.parametrize(
    ("kind", "is_one"),
    [
        ("dk_cvr", is_cvr),
        ("no_orgnr", is_orgnr),
        ("no_kontonr", is_kontonr),
        ("no_kid", is_kid),
        ("dk_fik71", is_fik),
        ("dk_fik04", is_fik),
    ],
)
def test_published_numbers_are_told_right_from_wrong(
    published: dict[str, dict[str, list[str]]], kind: str, is_one: Callable[[str], bool]
) -> None:
    valid = [number for key, numbers in published[kind].items() if key.startswith("valid") for number in numbers]
    assert valid
    assert [number for number in valid if not is_one(number)] == []
    assert [number for number in published[kind]["invalid"] if is_one(number)] == []


def test_published_check_digits_come_out(published: dict[str, dict[str, dict[str, int | None]]]) -> None:
    kid, fik = published["no_kid"], published["dk_fik71"]
    # The file's "1234567": 2 is a slip for 12345678, which is held below: Luhn gives 1234567 the digit 4.
    mod10 = {payload: check for payload, check in kid["check_mod10"].items() if payload != "1234567"}
    assert mod10
    assert {payload: int(luhn_digit(payload)) for payload in mod10} == mod10
    assert {payload: int(fik_digit(payload)) for payload in fik["check_digit"]} == fik["check_digit"]
    for payload, check in kid["check_mod11"].items():
        padded = payload.zfill(8)  # leading zeros weigh nothing
        assert kid_mod11(padded) == (None if check is None else f"{padded}{check}")


def test_12345678_ends_in_2_by_mod10_and_in_5_by_mod11() -> None:
    assert (kid_mod10("12345678"), kid_mod11("12345678")) == ("123456782", "123456785")


@given(st.from_regex("[0-9]{3,24}", fullmatch=True))
def test_a_kid_that_is_made_is_a_kid(payload: str) -> None:
    assert is_kid(kid_mod10(payload))
    made = kid_mod11(payload)
    assert is_kid(made if made is not None else payload + "-")


@given(st.from_regex("[0-9]{3,24}", fullmatch=True), st.integers(1, 9), st.data())
def test_one_wrong_digit_in_a_kid_gives_another_check_digit(payload: str, wrong: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(payload) - 1))
    mistyped = payload[:place] + str((int(payload[place]) + wrong) % 10) + payload[place + 1 :]
    assert kid_mod10(mistyped)[-1] != kid_mod10(payload)[-1]


@pytest.mark.parametrize("text", ["", "7", "018", "12A45", "1" * 26, "123-4", "١٢٣٤٥٦٦", "1234566\x00"])
def test_what_is_too_short_too_long_or_not_digits_is_no_kid(text: str) -> None:
    assert not is_kid(text)


@pytest.mark.parametrize("payload", ["", "12", "1" * 25, "12a4", "-123"])
def test_a_kid_is_made_of_3_to_24_digits_only(payload: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        kid_mod10(payload)
    with pytest.raises(ValueError, match="digits"):
        kid_mod11(payload)


@given(st.from_regex("[1-9][0-9]{6}", fullmatch=True), st.from_regex("[0-9]{8}", fullmatch=True))
def test_a_company_number_that_is_made_is_one_and_no_other_last_digit_is(payload7: str, payload8: str) -> None:
    assert [payload7 + last for last in "0123456789" if is_cvr(payload7 + last)] == [
        n for n in [make_cvr(payload7)] if n
    ]
    made = make_orgnr(payload8)
    assert [payload8 + last for last in "0123456789" if is_orgnr(payload8 + last)] == [n for n in [made] if n]


def test_company_numbers_that_cannot_end_in_one_digit_are_not_made() -> None:
    assert any(make_cvr(str(number)) is None for number in range(1_000_000, 1_000_020))
    assert any(make_orgnr(str(number)) is None for number in range(90_000_000, 90_000_020))


@pytest.mark.parametrize("payload", ["", "0123456", "123456", "12345678", "x234567"])
def test_a_cvr_number_is_made_of_seven_digits_only(payload: str) -> None:
    with pytest.raises(ValueError, match="7 digits"):
        make_cvr(payload)


def test_an_organisation_number_is_made_of_eight_digits_only() -> None:
    with pytest.raises(ValueError, match="8 digits"):
        make_orgnr("9876543")


@given(
    st.sampled_from([("71", 15), ("75", 16)]), st.from_regex("[0-9]{1,15}", fullmatch=True), st.integers(0, 9_999_999)
)
def test_a_payment_line_is_read_as_it_was_written(card: tuple[str, int], reference: str, creditor: int) -> None:
    number = f"8{creditor:07}"
    line = fik_line(card[0], reference, number)
    assert parse_fik_line(line) == (card[0], reference.zfill(card[1]), number)


def test_card_73_carries_no_reference() -> None:
    assert parse_fik_line("+73<+82345678<") == ("73", "", "82345678")
    assert not is_fik("+73<+82345678<")


@pytest.mark.parametrize(
    "text", ["", "1031", "+71<1031+82345678<", "+71<000000000001031+12345678<", "+99<000000000001031+82345678<"]
)
def test_what_is_no_payment_line_has_no_parts(text: str) -> None:
    assert parse_fik_line(text) is None


@pytest.mark.parametrize(
    ("card", "reference", "creditor", "words"),
    [
        ("70", "1", "82345678", "payment card '70' is not known"),
        ("71", "1" * 16, "82345678", "at most 15 digits"),
        ("73", "1", "82345678", "at most 0 digits"),
        ("71", "10x", "82345678", "at most 15 digits"),
        ("71", "1", "12345678", "creditor number '12345678'"),
    ],
)
def test_a_payment_line_that_cannot_be_is_refused(card: str, reference: str, creditor: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fik_line(card, reference, creditor)


@given(st.text() | st.text(alphabet="0123456789 .-+<>DK٣²"))
def test_no_text_whatever_makes_the_checks_fall_over(text: str) -> None:
    for is_one in (is_kid, is_fik, is_cvr, is_orgnr, is_kontonr):
        assert is_one(text) in {True, False}
    parse_fik_line(text)
    assert set(digits(text)) <= set("0123456789")
