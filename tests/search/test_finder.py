"""Whatever an agent hears on the phone, typed into the finder, brings up the debtor."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from model.customer import Address, Customer, Phone
from model.store import changed
from tests.search.people import add, add_all, numbers

TODAY = date(2026, 11, 22)


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


def test_a_hit_is_what_the_list_shows(town):
    (hit,) = town.find("sørensen vest")
    assert (hit.number, hit.name, hit.address, hit.phone, hit.status) == (
        "10233", "Marie Sørensen", "Vestergade 12B, 8000 Aarhus C", "+4522334455", "active",
    )  # fmt: skip
    assert hit.matched == ("sorensen", "vestergade")
    assert 0.9 < hit.score <= 1


def test_the_name_counts_more_than_the_street_and_a_whole_word_more_than_a_begun_one(register, finder):
    for number, name, street in (("1", "Bo Li", "Hansgade 1"), ("2", "Hansine Li", "Vej 1"), ("3", "Hans Li", "Vej 1")):
        add(register, name, number=number, street=street)
    assert numbers(finder, "hans") == ["3", "2", "1"]


def test_the_name_typed_whole_is_found_among_hundreds_that_begin_like_it(register, finder):
    add_all(register, ({"name": "Bodil", "number": f"A{n}", "street": "Bogade"} for n in range(220)))
    add(register, "Bo Lang", number="7777")
    assert numbers(finder, "bo")[0] == "7777"


def test_a_merged_customer_is_found_under_the_old_number_and_marked(register, finder):
    new = add(register, "Ny Kunde", number="2000")
    add(register, "Gammel Kunde", number="1999", merged_into=new)
    add(register, "Lukket", number="1998", status="closed")
    assert [hit.status for hit in finder.find("1999")] == ["merged"]
    assert [hit.status for hit in finder.find("1998")] == ["closed"]


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


def test_more_than_a_list_shows_are_found_where_they_are_asked_for(register, finder):
    add_all(register, [{"name": f"Bo {'Qvist' if n < 60 else 'Qvistorf'}", "number": f"8{n}"} for n in range(140)])
    add_all(register, [{"name": "Al Ek", "number": f"7{n}", "street": "Qvistvej 1"} for n in range(250)])
    assert len(finder.find("qvist", 300)) >= 140


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


def test_two_letters_rather_begin_a_name_than_stand_in_a_city_and_still_tell_two_districts_apart(register, finder):
    add(register, "Marie Jensen", number="1", street="Vej 1", city="8960 Randers SØ")
    add(register, "Marie Sørensen", number="2", street="Vej 2", city="5000 Odense")
    add(register, "Marie Dahl", number="3", street="Vej 3", city="2200 København N")
    add(register, "Marie Dahl", number="4", street="Vej 4", city="1300 København K")
    assert numbers(finder, "marie sø") == ["2", "1"]
    assert numbers(finder, "marie dahl københavn k")[0] == "4"
    assert numbers(finder, "marie dahl københavn n")[0] == "3"
