"""Nothing that can be typed breaks the finder, or makes it ask too much."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.search.people import numbers

NUMBERS = Path(__file__).parents[2] / "../shared/data/nasty/blns.txt"

HOSTILE = [
    "", " ", "\0", "a\0b", "\t\n", "*", '"', '"marie', "marie*", "marie AND hansen", "NOT marie", "NEAR(marie bo)",
    "name:marie", "{name} : marie", "^marie", "marie OR", "(((", "-marie", "+", "'", "';DROP TABLE customer;--",
    "%", "_", "!!!???", "😀👨‍👩‍👧", "مرحبا بالعالم", "\u202e\u200b\u2066", "\udce6", "marie & !bo", "bo:*", "<->", "\\",
    "a" * 10_000, "1" * 10_000, "a b " * 2_500, "é" * 10_000, "/" * 10_000, "+71<", "<1>2<3>4",
    "<<<<", "0000", "-1", "1e9", "½", "①②③④", "١٢٣٤",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_can_be_typed_makes_it_fail(town, typed):
    assert isinstance(town.find(typed), list)
    assert numbers(town, "marie")[0] == "10233"


def test_the_language_of_the_index_is_only_text(town):
    assert numbers(town, '"marie"') == numbers(town, "marie*") == numbers(town, "(marie") == ["10233", "10236"]
    assert numbers(town, "marie OR hansen") == numbers(town, "marie or hansen")
    assert numbers(town, "NOT marie") == numbers(town, "not marie")


@pytest.mark.parametrize(
    "typed", [*HOSTILE, "qwe rty uio pas dfg hjk", "a b c d e f g h", "x" * 9 + " yyy" * 60], ids=str.__len__
)
def test_nothing_that_can_be_typed_asks_more_of_the_index_than_some_dozens_of_questions(town, typed, monkeypatch):
    asked = []
    fetch = town._lookup.fetch

    def counted(statement, values=()):
        asked.append(statement)
        return fetch(statement, values)

    monkeypatch.setattr(town._lookup, "fetch", counted)
    town.find(typed)
    assert len(asked) <= 100


def test_the_strings_that_broke_others_do_not_break_it(town):
    if not NUMBERS.exists():
        pytest.skip(f"NOT TESTED: {NUMBERS} is not there")
    for line in NUMBERS.read_text(encoding="utf-8").splitlines():
        town.find(line)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text("0123456789+<> F/AS", max_size=20), st.integers(0, 5))
@example("ß" * 60, 1)
def test_any_text_is_answered_within_the_limit(town, typed, limit):
    assert len(town.find(typed, limit)) <= limit
