"""Whatever is mistyped, the debtor is found; and what was spelt right comes first."""

import csv
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.fold import fold
from search.near import edits, left_out, sound, starts
from search.rank import Words, likeness, likenesses
from tests.search.people import add, add_all, finding, numbers

DATA = Path(__file__).parents[2] / "../shared/data"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        # a letter left out, too many, wrong, two swapped; the first one, too
        ("sørnesen", "10233"),
        ("sørensn", "10233"),
        ("sørenssen", "10233"),
        ("dørensen", "10233"),
        ("amrie sørensen", "10233"),
        ("ørensen marie", "10233"),
        ("thorvladsen", "10235"),
        # unfinished
        ("sørnes", "10233"),
        ("marie sørn", "10233"),
        ("marie sørensen vestgrga", "10233"),
        ("jnsen vv", "10236"),
        # two words nobody has
        ("amrie sørnesen", "10233"),
        ("bo hansne østrbrogade", "10234"),
        ("nordlyss enrgi", "0379-NEVHP"),
        # words that somebody else has
        ("marie jensen århus", "10233"),
        ("bo sørensen østerbrogade", "10234"),
        # as they sound
        ("soerensson", "10233"),
        ("sørenzen", "10233"),
        ("marie zørensen", "10233"),
        ("wvs jensen", "10236"),
        ("kær søn byg", "10235"),
        ("aase torwaldsen", "10235"),
        ("østerbrogåde 7", "10234"),
        # one word that does not belong there
        ("vestergade 13", "10233"),
        ("marie sørensen århus qqqqq", "10233"),
    ],
)
def test_the_debtor_is_found_though_it_is_mistyped(town, typed, number):
    assert numbers(town, typed)[:1] == [number]


def test_what_is_spelt_as_typed_comes_before_what_sounds_alike_and_that_before_what_looks_alike(register, finder):
    for number, name in (("1", "Karlsen"), ("2", "Carlsen"), ("3", "Karlson"), ("4", "Marlsen")):
        add(register, name, number=number)
    assert numbers(finder, "carlsen") == ["2", "1", "3", "4"]
    assert numbers(finder, "karlson") == ["3", "1", "2"]


def test_a_lone_mistyped_word_shows_more_than_one_reading_of_it(register, finder):
    add_all(register, ({"name": f"Johansen {n}", "number": f"A{n}"} for n in range(30)))
    add_all(register, ({"name": f"Hansen {n}", "number": f"B{n}"} for n in range(30)))
    shown = {number[0] for number in numbers(finder, "jhansen")}
    assert shown == {"A", "B"}


def test_a_word_that_another_process_just_brought_corrects_the_next_search(register, url, finder):
    add(register, "Bo Hansen", number="1")
    assert numbers(finder, "zebedæsu") == []
    with finding(url) as other:
        assert numbers(other, "quits") == []
        add(register, "Zebedæus Quist", number="2")
        for one in (finder, other):
            assert numbers(one, "zebedæsu") == numbers(one, "zebedeus") == numbers(one, "quits") == ["2"]


@pytest.mark.parametrize("typed", ["a", "bo a", "a bo"])
def test_a_letter_that_is_a_name_is_found_though_no_word_begins_with_it(register, finder, typed):
    add(register, "Bo A", number="1")
    assert numbers(finder, typed) == ["1"]


@pytest.mark.parametrize("typed", ["nulll", "nul", "nulvej", "transport null"])
def test_a_word_that_databases_know_is_a_word_like_any(register, finder, typed):
    add(register, "Null Transport", number="1", street="Nullvej 1")
    add(register, "Anders Jensen", number="2")
    assert numbers(finder, typed) == ["1"]


def test_only_numbers_that_are_typed_are_found_never_those_near_them(town):
    assert numbers(town, "22334454") == numbers(town, "10313777") == []


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("sxxxensen", "sorensen"), ("vxstxrgxde", "vestergade"), ("223344999", "223344"), ("zzzzzzz", None), ("", None)],
)
def test_where_nobody_is_found_the_nearest_spelling_is_told(town, typed, nearest):
    assert town.find(typed) == []
    assert town.nearest(typed) == nearest
    if nearest:
        assert town.find(nearest) != []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("22 33 44 56", "22334455"),  # a wrong digit in a phone number
        ("22334545", "22334455"),  # two swapped
        ("+45 2233 44455", "22334455"),  # one too many
        ("981234566", "98123456"),
        ("9812346", "98123456"),  # one too few
        ("000000000010341", "10314"),  # a payment reference, whatever zeros stand in front
        ("7777", None),  # too short to tell
        ("INV-2026/00471", "INV-2026/00417"),  # with its letters
        ("INV-2026/004177", "202600417"),
        ("DK13585682", "DK13585628"),
        ("faktura 10341", "10314"),
        ("tlf 22334456", "22334455"),
        ("mobil +4522334456", "22334455"),
    ],
)
def test_a_slip_in_a_number_is_offered_mended(town, typed, meant):
    assert town.find(typed) == []
    assert town.nearest(typed) == meant
    assert meant is None or len(town.find(meant)) == 1


def test_letters_of_a_number_are_no_word_that_was_mistyped(register, finder):
    add(register, "Kun Isv Jensen", number="K-00123", invoices=["INV-2026-0090"])
    assert finder.nearest("K-00124") == "K-00123"
    assert finder.nearest("INV-2026/0099") == "INV-2026/0090"
    assert finder.nearest("INV-2027/1234") is None
    assert finder.nearest("K-99999") is None


def test_a_short_word_is_offered_for_no_longer_one(register, finder):
    add(register, "Bob", number="1")
    assert finder.find("bxbx") == []
    assert finder.nearest("bxbx") is None
    assert finder.nearest("bxb") == "bob"


@pytest.mark.parametrize("typed", ["1" * 21, "1" * 10_000, "0" * 40, "x" + "1" * 21])
def test_nothing_is_offered_for_more_digits_than_a_number_has(register, finder, typed, monkeypatch):
    add(register, "Lang", number="111111", invoices=["0" * 38 + "12"])
    monkeypatch.setattr(finder, "_has_whole", lambda _: pytest.fail("no slip is looked for"))
    assert finder.nearest(typed) is None


def test_a_number_two_slips_away_is_no_reading_of_another(town):
    assert town.nearest("87456312") != "87654321"


@pytest.mark.skipif(not DATA.exists(), reason=f"NOT TESTED: {DATA} is not there")
def test_names_that_danes_spell_in_two_ways_are_found_by_either(register, finder):
    with (DATA / "names/dk_names_dst2021.csv").open(newline="", encoding="utf-8") as file:
        names = sorted({row["name"] for row in csv.DictReader(file)})
    with (DATA / "fuzzy/dk_name_spelling_variants.csv").open(newline="", encoding="utf-8") as file:
        pairs = [(row["common_spelling"], row["variant"]) for row in csv.DictReader(file)]
    add_all(register, ({"name": name, "number": f"N{place}"} for place, name in enumerate(names)))
    first = ten = 0
    for typed, wanted in pairs + [(variant, common) for common, variant in pairs]:
        others = [hit.name for hit in finder.find(typed, 11) if hit.name != typed][:10]
        first += others[:1] == [wanted]
        ten += wanted in others
    assert first >= 0.85 * 2 * len(pairs)
    assert ten >= 0.99 * 2 * len(pairs)


NAMES = st.sampled_from(
    ["Marie", "Mari", "Mariann", "Bo", "Børge", "Åse", "Aase", "Kjær", "Sørensen", "Søren", "Carl", "Karl", "Bro", "A"]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(st.lists(NAMES, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=8), data=st.data())
def test_typing_on_never_makes_the_right_one_vanish(register, finder, people, data):
    tag = add(register, "tag", number=f"T{uuid4()}")  # customers of earlier examples stay
    ids = [add(register, name, number=f"{tag}-{place}", street=f"Egen{tag}vej 1") for place, name in enumerate(people)]
    place = data.draw(st.integers(0, len(people) - 1))
    words = people[place].split()
    data.draw(st.randoms()).shuffle(words)
    text, seen = " ".join(words), False
    for size in range(1, len(text) + 1):
        found = ids[place] in {hit.customer_id for hit in finder.find(text[:size], 1000)}
        assert found or not seen, text[:size]
        seen = found
    assert seen


@settings(max_examples=50, deadline=None)
@given(st.text("abcdeæøå", min_size=3, max_size=10), st.data())
def test_a_word_with_as_many_slips_as_are_forgiven_shares_a_piece_with_what_was_meant(word, data):
    word = fold(word)
    if len(word.split()) != 1 or len(word) < 3:
        return
    typed = word
    for _ in range(edits(word)):
        at = data.draw(st.integers(0, len(typed) - 1))
        slips = [typed[:at] + typed[at + 1 :], typed[:at] + "x" + typed[at:], typed[:at] + "x" + typed[at + 1 :]]
        typed = data.draw(st.sampled_from([*slips, typed[:at] + typed[at + 1 : at + 2] + typed[at] + typed[at + 2 :]]))
    if edits(typed) < edits(word):
        return  # too short now for so many slips
    pieces = set().union(*(pieces for _, pieces in starts(word)))
    assert left_out(typed[:6], edits(typed)) & pieces


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=12))
def test_what_a_word_sounds_like_is_no_longer_than_twice_the_word_and_its_own_sound(word):
    heard = sound(word)
    assert len(heard) <= 2 * len(word) + 1
    assert bool(heard) == bool(word)


@given(st.text("abcde", min_size=1, max_size=8), st.text("abcde", min_size=1, max_size=8))
def test_likeness_is_a_share_and_only_the_same_word_is_wholly_alike(typed, word):
    assert 0 <= likeness(typed, word) <= 1
    assert (likeness(typed, word) == 1) == (typed == word)


FOLDED = st.text("abcde", min_size=1, max_size=6) | st.text("123", min_size=1, max_size=4)


@given(
    st.text("abcde1", min_size=1, max_size=8),
    st.sets(st.text("abcde1", min_size=1, max_size=11)),
    st.sampled_from([0.45, 0.7]),
)
def test_words_compared_all_at_once_are_as_like_as_one_by_one(typed, words, least):
    one_by_one = {word: alike for word in words if (alike := likeness(typed, word)) >= least}
    assert likenesses(typed, words, least) == one_by_one


@given(
    st.lists(FOLDED, min_size=1, max_size=3),
    st.lists(st.tuples(*[st.lists(FOLDED, min_size=1, max_size=3)] * 3), max_size=20),
)
def test_many_customers_answer_as_each_of_them_does(typed, customers):
    texts = ["\n".join(map(" ".join, columns)) for columns in customers]
    assert Words(typed).answers(texts) == [Words(typed).answer(text) for text in texts]
