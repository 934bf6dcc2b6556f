"""What was typed can be read in more ways than one: which of them are offered, and which are not."""

from datetime import UTC, datetime, timedelta

import pytest

from model.contact import Task
from model.customer import Customer
from model.store import changed
from search.by_words import LIMIT
from search.finder import Finder, Prefer
from tests.search.people import NOW, add, add_all

EVENING = datetime(2026, 11, 23, tzinfo=UTC)


def names(finder: Finder, text: str) -> list[str]:
    return [hit.name for hit in finder.find(text)]


@pytest.fixture
def street(register, finder):
    """People whose numbers hold the digits of one another's addresses."""
    add(register, "Ulla Jensen", number="20001", street="Hardenbergstræde 6", city="1634 København V")
    add(register, "Espen Ruud", number="20002", street="Storgata 1", city="0155 Oslo", phones=["+4722161634"])
    add(register, "Lars Jensen", number="20003", street="Nørregade 12", city="5000 Odense C")
    add(register, "Edmund Justesen", number="20004", invoices=["26125000"])
    add(register, "København N Bibliotek", number="128000", street="Nørrebrogade 200", city="2200 København N")
    return finder


@pytest.mark.parametrize(
    "typed",
    [
        "ulla jenesn hardenbergstræde 6 1634 københavn v",
        "ulla jensen hardenbergstrde 6 1634 københavn v",
        "hardenbregstræde 6, 1634",
        "ulla jensen hardenbergstræde 307",
        "ulla jensen hardenbergstræde 9999",
        "ulla jensen hardenbergstræde 99 99 99 98",
        "ulla quarnstrup hardenbergstræde",
    ],
)
def test_a_slip_in_an_address_finds_who_lives_there_and_no_stranger_whose_number_holds_its_digits(street, typed):
    assert names(street, typed)[0] == "Ulla Jensen"


def test_house_number_and_postcode_are_no_number_together(street):
    assert "Edmund Justesen" not in names(street, "lars jensen nørregade 12 5000 odense")
    assert "København N Bibliotek" not in names(street, "gade 12 8000")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("tlf 22 16 16 34", "Espen Ruud"),
        ("espen 22161634", "Espen Ruud"),
        ("faktura 26125000", "Edmund Justesen"),
        ("kunde 20003", "Lars Jensen"),
    ],
)
def test_a_number_among_words_is_found_by_itself(street, typed, name):
    assert names(street, typed)[0] == name


@pytest.mark.parametrize("typed", ["jens " + "x" * 145, ";drop table", "K-90124", "Ülo Ödegård-Wurst"])
def test_who_has_next_to_nothing_of_what_was_typed_is_not_offered(street, typed):
    assert names(street, typed) == []


def test_other_spellings_are_offered_however_many_words_there_are(register, finder):
    add(register, "Annette Nielsen", number="1", street="Bækvej 2", city="5000 Odense C")
    add(register, "Anette Nielsen", number="2", street="Breslauvej 9", city="5000 Odense C")
    assert names(finder, "annette nielsen") == ["Annette Nielsen", "Anette Nielsen"]
    whole = "annette nielsen breslauvej 9 odense"
    for end in range(len("annette nielsen"), len(whole) + 1):  # and typing on she never vanishes
        assert "Anette Nielsen" in names(finder, whole[:end])
    assert names(finder, "annette nielsen odense") == ["Annette Nielsen", "Anette Nielsen"]


@pytest.mark.parametrize("typed", ["jenshansen", "hansenjens", "jenshans", "vester gade", "jens hansen vester gade"])
def test_a_space_too_few_or_too_many_is_forgiven(register, finder, typed):
    add(register, "Jens Hansen", number="1", street="Vestergade 3")
    add(register, "Hagen Sens", number="2", street="Østergade 3")
    assert names(finder, typed)[0] == "Jens Hansen"


def test_a_word_with_a_slip_is_no_two_words(register, finder):
    add(register, "Bo Andersen", number="1")
    add(register, "Anders Enn", number="2")
    assert names(finder, "andersenn")[0] == "Bo Andersen"


def test_letters_of_other_alphabets_of_latin_are_found_without_their_marks(register, finder):
    add(register, "Emine Y\u0131ld\u0131z", number="1")
    assert names(finder, "emine yildiz") == names(finder, "Y\u0131ld\u0131z") == ["Emine Y\u0131ld\u0131z"]


def test_of_far_too_many_who_answer_alike_those_with_a_task_that_is_due_are_not_lost(register, finder):
    add_all(register, ({"name": "Bo Hansen", "number": str(number)} for number in range(LIMIT + 20)))
    last = add(register, "Bo Hansen", number="999")
    with register.write() as session:
        session.add(Task(customer_id=last, kind="call_back", due_at=EVENING - timedelta(hours=9), created_at=NOW))
    hits = finder.find("hansen", prefer=Prefer(due_before=EVENING))
    assert hits[0].number == "999"


def test_a_single_letter_or_a_number_is_looked_for_where_it_stands(register, finder):
    add_all(
        register,
        ({"name": f"Jens Hansen {number}", "number": f"7{number}"} for number in range(LIMIT + 5)),
    )
    add(
        register, "Ida Hansen", number="1", emails=["j.hansen@example.org"], street="Storgade 45", city="2200 København"
    )
    assert names(finder, "hansen j")[0].startswith("Jens Hansen")
    assert "Ida Hansen" in names(finder, "2200 45")


def test_who_wants_no_hits_gets_none(register, finder):
    add_all(register, ({"name": "Bo Hansen", "number": str(number)} for number in range(15)))
    assert finder.find("hansne", 0) == []


def test_an_address_that_was_just_protected_finds_nobody_whom_the_agent_had_open(register, finder):
    add_all(register, ({"name": "Bo Hansen", "number": str(n), "street": "Storgade 1"} for n in range(LIMIT + 5)))
    key = add(register, "Ida Holm", number="999", street="Storgade 9")
    prefer = Prefer(latest=(key,))
    assert "Ida Holm" in [hit.name for hit in finder.find("storgade", prefer=prefer)]
    with register.write() as session:
        session.get_one(Customer, key).address_protected = True
        changed(session, [key])
    assert "Ida Holm" not in [hit.name for hit in finder.find("storgade", prefer=prefer)]


def test_who_has_just_the_number_that_was_typed_is_not_behind_who_has_its_digits(register, finder):
    add(register, "Anna Holm", number="10-42")
    add(register, "Bo Lund", number="1042")
    assert [hit.score for hit in finder.find("10-42")] == [1.0, 1.0]
    assert finder.find("10-42")[0].name == "Anna Holm"
