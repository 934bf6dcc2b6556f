"""Words are found by their beginnings, however many begin so, and however long the words are."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import keys
from tests.search.people import add, add_all

LETTERS = "abcdefghikl"
MANY = [f"Storme{one}{two}" for one, two in product(LETTERS, LETTERS)]
"""More words with one beginning than are asked for one by one."""


@pytest.fixture
def storms(register):
    add_all(register, ({"name": f"{word} Hus", "number": f"B{n}"} for n, word in enumerate(MANY)))
    add(register, "Stork Hansen", street="Stormegade 7", number="A1")
    add(register, "Stork Jensen", street="Storgade 7", number="A2")
    add(register, "Brandstorme", number="A3")


@pytest.mark.usefixtures("storms")
def test_a_long_beginning_that_very_many_words_have_finds_just_those_who_have_it(finder):
    found = finder.find("storme", limit=500)
    assert sorted(hit.name for hit in found) == sorted([*(f"{word} Hus" for word in MANY), "Stork Hansen"])
    assert [hit.name for hit in finder.find("storme hansen")] == ["Stork Hansen"]
    assert [hit.name for hit in finder.find("storme hus storme", limit=500)] == sorted(f"{word} Hus" for word in MANY)


@pytest.mark.usefixtures("storms")
def test_of_so_many_those_with_it_in_their_names_come_first(finder):
    *named, last = finder.find("storme", limit=500)
    assert last.name == "Stork Hansen"
    assert {hit.name for hit in named} == {f"{word} Hus" for word in MANY}


def test_a_long_number_among_words_finds_who_has_it_whole_or_begun(register, finder):
    add_all(register, ({"name": "Anna Lund", "street": f"Vej {n}", "number": f"A{n}"} for n in range(123450, 123470)))
    assert [hit.address[:10] for hit in finder.find("lund vej 123456")] == ["Vej 123456"]
    assert len(finder.find("lund vej 12345", limit=50)) == len(range(123450, 123460))


@pytest.mark.parametrize("size", [31, 32, 33, 5000])
def test_a_word_of_any_length_is_kept_and_found(register, finder, size):
    add(register, "Lang " + "z" * size, number="L1")
    assert [hit.number for hit in finder.find("lang " + "z" * min(size, 150))] == ["L1"]


words = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=32)


@given(words, words)
def test_words_share_no_number(one, other):
    kinds = (keys.WHOLE, keys.BEGUN, keys.NAMED, keys.NAME_BEGUN)
    numbers = {keys.key(kind, word) for kind in kinds for word in {one, other}}
    assert len(numbers) == len(kinds) * len({one, other})
    assert all(0 < number < 2**63 for number in numbers)
