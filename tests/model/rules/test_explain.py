"""Reasons as facts and as words that can be read aloud."""

import re
from datetime import date
from decimal import Decimal
from string import Formatter

import pytest

from model.kinds import EntryKind
from model.rules.explain import Days, Say, sentence, spoken


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 11, 3), "3 November 2026"),
        (date(2024, 2, 29), "29 February 2024"),
        (Decimal("1234567.5"), "1,234,567.50"),
        (Decimal("-0.40"), "-0.40"),
        (Days(0), "0 days"),
        (Days(1), "1 day"),
        (Days(31), "31 days"),
        (7, "7"),
        (EntryKind.REMINDER_FEE, "reminder fee"),
        ("F-0031", "F-0031"),
    ],
)
def test_a_value_is_told_as_it_is_read_aloud(value, words) -> None:
    assert spoken(value) == words


@pytest.mark.parametrize("month", range(1, 13))
def test_months_have_their_english_names_whatever_the_locale(month) -> None:
    assert spoken(date(2026, month, 1)) == f"1 {date(2026, month, 1):%B} 2026"


def test_a_sentence_begins_with_a_capital_whatever_its_first_word() -> None:
    told = sentence(Say.LIMITATION_NO_EFFECT, what=EntryKind.REMINDER_FEE, day=date(2026, 1, 1))
    assert str(told) == "Reminder fee on 1 January 2026 does not interrupt limitation."


@pytest.mark.parametrize("say", list(Say))
def test_every_sentence_is_one_with_plain_places(say) -> None:
    places = [
        name for _, name, spec, conversion in Formatter().parse(say) if name is not None if not spec and not conversion
    ]
    assert all(re.fullmatch(r"[a-z_]+", name) for name in places)
    assert say.endswith((".", "}."))


def test_braces_in_a_value_are_only_text() -> None:
    assert str(sentence(Say.WHY_VOUCHER, name="{day}")) == "The payer named it by its number {day}."
