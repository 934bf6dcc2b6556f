"""Whatever an agent hears on the phone, typed into the finder, brings up the debtor."""

import sqlite3
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlmodel import select

from model.customer import Address, Creditor, Customer, Phone
from model.errors import Refused, Unreachable
from model.store import changed
from search.finder import Interrupted, open_finder
from search.index import reindex
from search.lookup import VERSION_SETTING
from tests.search.people import add, add_all, finding, opened
from tests.waiting import until

TODAY = date(2026, 11, 22)

NUMBERS = Path(__file__).parents[2] / "../shared/data/nasty/blns.txt"


def numbers(finder, text):
    return [hit.number for hit in finder.find(text)]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("marie", "10233"),
        ("sørensen", "10233"),
        ("soerensen", "10233"),
        ("SORENSEN", "10233"),
        ("sörensen", "10233"),
        ("søre", "10233"),
        ("sørensen marie", "10233"),
        ("aar mar", "10233"),
        ("c århus sør", "10233"),
        ("vestergade 12 b", "10233"),
        ("vestergade 12b", "10233"),
        ("vestergade 12B, 8000 Aarhus C", "10233"),
        ("marie 8000", "10233"),
        ("2100", "10234"),
        ("kobenhavn", "10234"),
        ("køb", "10234"),
        ("kjær", "10235"),
        ("kja", "10235"),
        ("Kjær og Søn"[:4], "10235"),
        ("kjær søn byg", "10235"),
        ("kjaer byg a/s", "10235"),
        ("ålborg kjær", "10235"),
        ("åse thorvaldsen", "10235"),
        ("jensen vvs", "10236"),
        ("jensen vvs a/s", "10236"),
        ("jensen vvs aps", "10236"),
        ("10233", "10233"),
        ("22334455", "10233"),
        ("22 33 44 55", "10233"),
        ("+45 22 33 44 55", "10233"),
        ("+4522334455", "10233"),
        ("004522334455", "10233"),
        ("4522334455", "10233"),
        ("2233", "10233"),
        ("4455", "10233"),
        ("3344", "10233"),
        ("98123456", "10235"),
        ("+47 98 12 34 56", "10235"),
        ("tlf 87654321", "10234"),
        ("1031", "10233"),
        ("F1031", "10233"),
        ("f 1031", "10233"),
        ("faktura 1031", "10233"),
        ("000000000010314", "10233"),
        ("10314", "10233"),
        ("+71<000000000010314+82345678<", "10233"),
        ("71 000000000010314 82345678", "10233"),
        ("+71 000000000010314 +82345678", "10233"),
        ("+71000000000010314+82345678", "10233"),
        ("+45 (0) 22334455", "10233"),
        ("022334455", "10233"),
        ("99", "10235"),
        ("F99", "10235"),
        ("faktura 99", "10235"),
        ("faktura nr. 99", "10235"),
        ("kundenr 88", "88"),
        ("379 nevhp", "0379-NEVHP"),
        ("INV-2026-00417", "10235"),
        ("202600417", "10235"),
        ("00417", "10235"),
        ("13585628", "10235"),
        ("DK 13585628", "10235"),
        ("DK13585628", "10235"),
        ("NO 988 077 917 MVA", "0379-NEVHP"),
        ("0379-NEVHP", "0379-NEVHP"),
        ("0379-nevhp", "0379-NEVHP"),
        ("nevhp", "0379-NEVHP"),
        ("0155", "0379-NEVHP"),
        ("marie.sorensen47@gmail.com", "10233"),
        ("marie.sørensen47@gmail", "10233"),
        ("post@soeholm-vvs.dk", "88"),
        ("søholm-vvs", "88"),
        ("88", "88"),
    ],
)
def test_the_debtor_is_found_by(town, typed, number):
    assert numbers(town, typed)[:1] == [number]


@pytest.mark.parametrize("typed", ["zzz", "22334456", "19999", "?", "qqqqqq wwwwww", "x" * 30])
def test_nobody_is_found_by(town, typed):
    assert numbers(town, typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        "22 33 44 55 / 87 65 43 21",
        "22334455, 87654321",
        "22334455 87654321",
        "+45 22334455 +45 87654321",
        "22 33 44 55 eller 87 65 43 21",
        "22334455 / 87654321 / 11111111",
    ],
)
def test_of_two_numbers_in_a_text_everybody_is_found_who_has_either(town, typed):
    assert sorted(numbers(town, typed)) == ["10233", "10234"]
    assert all(hit.score > 0.99 for hit in town.find(typed))


@pytest.mark.parametrize("typed", ["2233 4 / 4455 6", "71 000000000099999 87654321", "+71 000000000099999 +87654321"])
def test_a_part_of_several_numbers_or_a_creditors_number_is_nobodys(town, typed):
    assert numbers(town, typed) == []


@pytest.mark.parametrize("typed", ["0701234567", "070-123 45 67", "+46 (0)70 123 45 67", "0046701234567"])
def test_a_number_of_another_country_is_found_whole_as_it_is_dialled_there(register, finder, typed):
    add(register, "Astrid Lind", number="1", phones=["+46701234567"])
    add(register, "Nils Lind", number="2", phones=["+47701234567"], invoices=["99701234567"])
    assert finder.find(typed)[0].number == "1"
    assert [hit.number for hit in finder.find("0701234567") if hit.score > 0.99] == ["1", "2"]


def test_a_hit_is_what_the_list_shows(town):
    (hit,) = town.find("sørensen vest")
    assert (hit.number, hit.name, hit.address, hit.phone, hit.status) == (
        "10233", "Marie Sørensen", "Vestergade 12B, 8000 Aarhus C", "+4522334455", "active",
    )  # fmt: skip
    assert hit.matched == ("sorensen", "vestergade")
    assert 0.9 < hit.score <= 1


@pytest.mark.parametrize(
    ("typed", "matched"), [("3344", "+4522334455"), ("1031", "1031"), ("13585628", "13585628"), ("10234", "10234")]
)
def test_a_hit_by_number_says_which(town, typed, matched):
    assert town.find(typed)[0].matched == (matched,)


def test_the_name_counts_more_than_the_street_and_a_whole_word_more_than_a_begun_one(register, finder):
    for number, name, street in (("1", "Bo Li", "Hansgade 1"), ("2", "Hansine Li", "Vej 1"), ("3", "Hans Li", "Vej 1")):
        add(register, name, number=number, street=street)
    assert numbers(finder, "hans") == ["3", "2", "1"]


def test_a_whole_number_comes_before_its_part_and_a_customers_number_before_an_invoices(register, finder):
    add(register, "Part", number="441234")
    add(register, "Invoice", number="7001", invoices=["1234"])
    add(register, "Customer", number="1234")
    add(register, "Postcode", number="7002", city="1234 By")
    assert numbers(finder, "1234") == ["1234", "7001", "7002", "441234"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("842", "A1"), ("F842", "A1"), ("faktura 842", "A1"), ("Fakturanr. 842", "A1"), ("invoice no 842", "A1"),
        ("17", "A2"), ("A-17", "A2"), ("a 17", "A2"), ("a17", "A2"), ("faktura A-17", "A2"), ("0017", "A2"),
        ("731", "00731"), ("00731", "00731"), ("0731", "00731"), ("kunde 731", "00731"),
        ("K-00123", "K-00123"), ("k-00123", "K-00123"), ("K 123", "K-00123"), ("k123", "K-00123"),
        ("123", "K-00123"), ("kundenummer K123", "K-00123"), ("5", "A3"), ("B.1234567", "B-001234567"),
    ],
)  # fmt: skip
def test_a_short_number_or_one_that_zeros_fill_up_is_found_by_its_digits_before_all_that_begin_so(
    register, finder, typed, number
):
    add(register, "Kort", number="A1", invoices=["842"])
    add(register, "Brev", number="A2", invoices=["A-17"])
    add(register, "En", number="A3", invoices=["5"])
    add(register, "Nul", number="00731")
    add(register, "Bogstav", number="K-00123")
    add(register, "Lang", number="B-001234567")
    add_all(
        register,
        (
            {"name": "Anders Kaas", "number": f"Z{n}99", "street": f"A K Vej {n}", "city": f"{n}0 By"}
            for n in (842, 17, 731, 123, 5)
        ),
    )
    found = finder.find(typed)
    assert found[0].number == number
    assert found[0].score >= 0.99


def test_a_house_number_is_no_short_invoice_number(register, finder):
    add(register, "Kort", number="A1", invoices=["12"])
    add(register, "Bo Li", number="A2", street="Vej 12")
    assert numbers(finder, "bo 12") == numbers(finder, "vej 12") == ["A2"]
    assert numbers(finder, "zzzz 12") == []


def test_the_very_number_comes_before_one_that_zeros_or_letters_make_longer(register, finder):
    for number in ("0017", "A17", "17"):
        add(register, "Ens", number=number)
    add(register, "Ens", number="B1", invoices=["17"])
    assert numbers(finder, "17") == ["17", "A17", "B1", "0017"]


def test_a_short_number_that_is_taken_back_is_found_no_more(register, finder):
    key = add(register, "Kort", number="17")
    with register.write() as session:
        session.exec(select(Customer).where(Customer.id == key)).one().number = "18"
        changed(session, [key])
    assert numbers(finder, "17") == []
    assert numbers(finder, "18") == ["18"]


def test_the_customer_with_just_this_number_is_found_among_hundreds_that_begin_like_it(register, finder):
    add_all(register, ({"name": "Hus", "number": f"A{n}", "street": f"Vej 7{n}"} for n in range(260)))
    add(register, "Sidst", number="7")
    assert numbers(finder, "7")[0] == "7"


def test_the_name_typed_whole_is_found_among_hundreds_that_begin_like_it(register, finder):
    add_all(register, ({"name": "Bodil", "number": f"A{n}", "street": "Bogade"} for n in range(220)))
    add(register, "Bo Lang", number="7777")
    assert numbers(finder, "bo")[0] == "7777"


def test_an_invoice_typed_whole_is_found_among_many_that_hold_its_digits(register, finder):
    add(register, "Mange", number="A1", invoices=[f"{number}4242" for number in range(100, 170)])
    add_all(register, ({"name": "En", "number": f"B{n}", "invoices": [f"{n + 100}4242"]} for n in range(70)))
    add(register, "Rette", number="A2", invoices=["4242"])
    assert numbers(finder, "4242")[0] == "A2"


def test_a_merged_customer_is_found_under_the_old_number_and_marked(register, finder):
    new = add(register, "Ny Kunde", number="2000")
    add(register, "Gammel Kunde", number="1999", merged_into=new)
    add(register, "Lukket", number="1998", status="closed")
    assert [hit.status for hit in finder.find("1999")] == ["merged"]
    assert [hit.status for hit in finder.find("1998")] == ["closed"]


def test_two_creditors_customers_with_one_number_are_both_found(register, finder):
    with register.write() as session:
        session.add(Creditor(id=2, code="2", name="Fjernvarmen", country="DK", currency="DKK"))
    add(register, "Anna", number="5005")
    add(register, "Bent", number="5005", creditor_id=2)
    assert [hit.name for hit in finder.find("5005")] == ["Anna", "Bent"]


def test_a_protected_address_is_neither_searched_nor_shown(register, finder):
    add(register, "Skjult Person", number="3001", street="Hemmelig Vej 4", city="7700 Thisted", protected=True)
    for typed in ("hemmelig", "hemelig", "7700", "thisted", "vej 4"):
        assert finder.find(typed) == []
    for typed in ("skjult", "skjult thisted"):
        (hit,) = finder.find(typed)
        assert (hit.address, hit.address_marks, hit.matched) == ("", (), ("skjult",))


def test_an_address_is_hidden_from_the_moment_it_is_protected_even_where_the_index_is_behind(register, finder):
    add(register, "Anna Vang", number="3002", street="Engen 4")
    with register.write() as session:
        customer = session.exec(select(Customer)).one()
        customer.address_protected = True
        session.add(customer)  # and nobody was told
    assert [hit.address for hit in finder.find("anna")] == [""]


def test_the_line_shows_the_valid_address_and_a_phone_that_is_not_wrong(register, finder):
    key = add(register, "Anna Vang", number="3003", street="Nygade 2", phones=["+4511111111", "+4522222222"])
    with register.write() as session:
        session.add(Address(id=0, customer_id=key, street="Gammelgade 1", valid_until=date(2020, 1, 1)))
        session.exec(select(Phone).where(Phone.number == "+4511111111")).one().wrong = True
        changed(session, [key])
    (hit,) = finder.find("anna gammelgade")
    assert (hit.address, hit.phone) == ("Nygade 2", "+4522222222")
    assert finder.find("11111111")[0].number == "3003"


def test_a_postcode_counts_though_the_phone_holds_its_digits_too(register, finder):
    add(register, "Anna", number="A1", city="8000 Aarhus C", phones=["+4512800034"])
    add(register, "Bent", number="A2", city="9000 Aalborg", phones=["+4512800034"])
    assert [(hit.number, hit.matched) for hit in finder.find("8000")] == [("A1", ("8000",)), ("A2", ("+4512800034",))]


def test_hits_are_printable_whatever_the_register_holds(register, finder):
    add(
        register, "Evil\x1b[31m \u202eNosnah", number="66\x076", street="Gade\n1", city="8000 Aar\x9bhus",
        phones=["+45\x1b22334455"],
    )  # fmt: skip
    (hit,) = finder.find("evil nosnah")
    assert all(text.isprintable() for text in (hit.number, hit.name, hit.address, hit.phone, *hit.matched))


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


def test_more_digits_than_any_number_has_are_nobodys(register, finder):
    add(register, "Lang", number="7", invoices=["1" * 40])
    assert numbers(finder, "1" * 40) == ["7"]
    assert numbers(finder, "1" * 41) == numbers(finder, "1" * 10_000) == []


def test_more_than_a_list_shows_are_found_where_they_are_asked_for(register, finder):
    add_all(register, [{"name": f"Bo {'Qvist' if n < 60 else 'Qvistorf'}", "number": f"8{n}"} for n in range(140)])
    add_all(register, [{"name": "Al Ek", "number": f"7{n}", "street": "Qvistvej 1"} for n in range(250)])
    assert len(finder.find("qvist", 300)) >= 140


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


def test_a_search_that_has_no_time_is_interrupted_and_the_next_one_answers(town):
    with pytest.raises(Interrupted):
        town.find("a b c", deadline_ms=0)
    assert numbers(town, "marie sørensen") == ["10233"]


def test_a_search_that_runs_is_interrupted_from_another_thread(register, url, finder, monkeypatch):
    add(register, "Marie", number="1")
    finder.find("marie")
    slow = {
        True: "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT MAX(x) FROM n",
        False: "SELECT pg_sleep(600)",
    }[register.is_sqlite]
    running, fetch = threading.Event(), finder._lookup.fetch

    def never_done(*_asked):
        running.set()
        return fetch(slow)

    monkeypatch.setattr(finder._lookup, "fetch", never_done)
    told = []

    def search():
        try:
            finder.find("marie")
        except Interrupted as error:
            told.append(error)

    thread = threading.Thread(target=search)
    thread.start()
    running.wait()

    def stopped():
        finder.interrupt()
        return not thread.is_alive()

    until(stopped, "the search stops")
    monkeypatch.undo()
    assert len(told) == 1
    assert numbers(finder, "marie") == ["1"]


def test_a_register_without_an_index_says_what_to_do_and_answers_once_it_is_done(register, url):
    add(register, "Marie", number="1")
    with register.write() as session:
        session.connection().execute(sql("DELETE FROM setting WHERE name = :name"), {"name": VERSION_SETTING})
        session.connection().execute(sql("DROP TABLE search_doc"))
    with finding(url) as finder:
        with pytest.raises(Refused, match="kartotek reindex"):
            finder.find("marie")
        with opened(url):
            assert numbers(finder, "marie") == ["1"]


def test_an_index_of_another_version_is_refused(register, url):
    with register.write() as session:
        session.connection().execute(
            sql("UPDATE setting SET value = '0' WHERE name = :name"), {"name": VERSION_SETTING}
        )
    with finding(url) as finder, pytest.raises(Refused, match="kartotek reindex"):
        finder.find("marie")


def test_a_file_that_is_not_there_or_no_register_is_unreachable(tmp_path):
    with pytest.raises(Unreachable):
        open_finder(str(tmp_path / "none.db"))
    (tmp_path / "letter.txt").write_text("Kære Marie, " * 100)
    with pytest.raises(Unreachable):
        open_finder(f"sqlite:///{tmp_path / 'letter.txt'}")


def test_the_finder_can_write_nothing(register, finder):
    refused: type[Exception] = Unreachable if register.is_sqlite else Exception
    with pytest.raises(refused, match=r"read-?only"):
        finder._lookup.fetch("DELETE FROM setting")


def test_a_path_with_odd_characters_is_opened(tmp_path):
    path = tmp_path / "kunder & æøå #1%20.db"
    with opened(str(path)) as register:
        add(register, "Marie", number="1")
        with finding(str(path)) as finder:
            assert numbers(finder, "marie") == ["1"]
    assert sqlite3.connect(path).execute("SELECT COUNT(*) FROM customer").fetchone() == (1,)


def test_what_one_key_read_is_remembered_for_the_next_until_somebody_changes_the_register(
    register, finder, monkeypatch
):
    add(register, "Marie Sørensen", number="1")
    asked, fetch = [], finder._lookup.fetch

    def heard(*one):
        asked.append(one)
        return fetch(*one)

    monkeypatch.setattr(finder._lookup, "fetch", heard)

    def statements():
        asked.clear()
        assert numbers(finder, "marie sør") == ["1"]
        return len(asked)

    first = statements()
    # Other tests commit on the same server: now and then one does between two of these.
    assert any(statements() < first for _ in range(100))
    add(register, "Marie Sørup", number="2")
    assert sorted(numbers(finder, "marie sør")) == ["1", "2"]


def test_the_finder_goes_on_while_the_index_is_made_anew_under_it(register, finder):
    add(register, "Marie Sørensen", number="1")
    for _ in range(8):  # often enough for a server to keep its plans
        assert [hit.number for hit in finder.find("marei sorensen")] == ["1"]
    reindex(register)
    assert [hit.number for hit in finder.find("marei sorensen")] == ["1"]


def test_customers_are_told_by_id_in_the_order_they_are_asked_for_and_protected_addresses_never(register, finder):
    hidden = add(register, "Bo Holm", number="1", street="Vej 1", city="8000 Aarhus", protected=True)
    ida = add(register, "Ida Lind", number="2", street="Gade 2", city="5000 Odense", phones=["+4522334455"])
    told = [(hit.number, hit.name, hit.address, hit.phone) for hit in finder.named([ida, 999_999, hidden], TODAY)]
    assert told == [("2", "Ida Lind", "Gade 2, 5000 Odense", "+4522334455"), ("1", "Bo Holm", "", "")]
    assert finder.named([], TODAY) == []


def test_of_customers_told_by_id_no_former_address_is_told(register, finder):
    moved = add(register, "Bo Holm", number="1", street="Vej 1", city="8000 Aarhus")
    with register.write() as session:
        session.exec(select(Address).where(Address.customer_id == moved)).one().valid_until = TODAY
    assert [hit.address for hit in finder.named([moved], TODAY)] == ["Vej 1, 8000 Aarhus"]
    assert [hit.address for hit in finder.named([moved], TODAY + timedelta(days=1))] == [""]


def test_a_key_that_stops_the_search_before_it_does_not_stop_customers_being_told_by_id(register, finder, monkeypatch):
    bo = add(register, "Bo Holm", number="1")
    fetch = finder._lookup.fetch
    begun: list[object] = []

    def stopped_once(*asked):
        if not begun:
            begun.append(asked)
            finder.interrupt()
        return fetch(*asked)

    monkeypatch.setattr(finder._lookup, "fetch", stopped_once)
    assert [hit.name for hit in finder.named([bo], TODAY)] == ["Bo Holm"]
    assert begun


def test_two_letters_rather_begin_a_name_than_stand_in_a_city_and_still_tell_two_districts_apart(register, finder):
    add(register, "Marie Jensen", number="1", street="Vej 1", city="8960 Randers SØ")
    add(register, "Marie Sørensen", number="2", street="Vej 2", city="5000 Odense")
    add(register, "Marie Dahl", number="3", street="Vej 3", city="2200 København N")
    add(register, "Marie Dahl", number="4", street="Vej 4", city="1300 København K")
    assert numbers(finder, "marie sø") == ["2", "1"]
    assert numbers(finder, "marie dahl københavn k")[0] == "4"
    assert numbers(finder, "marie dahl københavn n")[0] == "3"
