"""A hit says through what it answers, where its line does not show it."""

from datetime import date

import pytest
from sqlmodel import col, select

from model.customer import Address, Email, Phone
from model.store import changed
from tests.search.people import add

PAST = date(2020, 1, 31)


@pytest.fixture
def byg(register):
    """A company with everything that a line does not show."""
    key = add(
        register, "Byg A/S", number="701", street="Nygade 2", city="8000 Aarhus C", phones=["+4520202020"],
        invoices=[("INV-2026/0042", "000000000010314"), ("10314", "")], contact="Gudrun Thygesen",
        contact_phone="+4530303030",
    )  # fmt: skip
    with register.write() as session:
        session.add(Email(customer_id=key, address="Bogholder@byggeriet.dk"))
        session.add(Address(customer_id=key, street="Gamlevej 1", postcode="7100", city="Vejle", valid_until=PAST))
        nygade = session.exec(select(Address).where(col(Address.street) == "Nygade 2")).one()
        nygade.extra = "c/o Holm"
        changed(session, [key])
    return key


@pytest.mark.parametrize(
    ("typed", "kind", "text", "marked"),
    [
        ("gud thygesen", "contact", "Gudrun Thygesen", ["Gud", "Thygesen"]),
        ("byg gudrn", "contact", "Gudrun Thygesen", ["Gudrun"]),
        ("gamlevej", "address", "Gamlevej 1, 7100 Vejle", ["Gamlevej"]),
        ("byg 7100", "address", "Gamlevej 1, 7100 Vejle", ["7100"]),
        ("holm", "address", "c/o Holm", ["Holm"]),
        ("bogholder", "e-mail", "Bogholder@byggeriet.dk", ["Bogholder"]),
        ("bogholder@byggeriet.dk", "e-mail", "Bogholder@byggeriet.dk", []),
        ("byg nygade", "", "", []),
        ("701", "", "", []),
    ],
)
def test_words_that_the_line_does_not_show_are_told_with_what_holds_them(byg, finder, typed, kind, text, marked):
    (hit,) = finder.find(typed)
    assert (hit.through_kind, hit.through) == (kind, text)
    assert [text[begin:end] for begin, end in hit.through_marks] == marked


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("INV-2026/0042", "invoice", "INV-2026/0042"),
        ("20260042", "invoice", "INV-2026/0042"),
        ("10314", "invoice", "10314"),
        ("+71<000000000010314+82345678<", "reference", "10314"),
        ("jens 20202020", "phone", "+4520202020"),
    ],
)
def test_a_number_is_told_as_it_is_written_and_with_what_was_typed_of_it(byg, finder, typed, kind, text):
    (hit,) = finder.find(typed)
    assert (hit.through_kind, hit.through) == (kind, text)
    assert hit.typed == ("000000000010314" if "<" in typed else typed)


def test_an_address_that_is_no_longer_valid_tells_its_last_day(byg, finder):
    assert finder.find("gamlevej")[0].through_until == PAST
    assert finder.find("holm")[0].through_until is None


def test_a_contact_persons_telephone_tells_whose_it_is(byg, finder):
    (hit,) = finder.find("30303030")
    assert (hit.through, hit.person, hit.through_until) == ("+4530303030", "Gudrun Thygesen", None)
    assert not hit.phone_wrong


def test_a_former_contact_person_tells_the_last_day(register, finder):
    add(register, "Byg", number="1", contact="Gudrun", contact_phone="+4530303030", contact_until=PAST)
    assert [finder.find(typed)[0].through_until for typed in ("gudrun", "30303030")] == [PAST, PAST]


def test_a_telephone_marked_wrong_is_found_and_told_so(register, finder):
    key = add(register, "Vincent", number="1", phones=["+4560606060"])
    assert not finder.find("vincent")[0].phone_wrong
    with register.write() as session:
        session.exec(select(Phone)).one().wrong = True
        changed(session, [key])
    assert [finder.find(typed)[0].phone_wrong for typed in ("vincent", "60606060")] == [True, True]
    with register.write() as session:
        session.add(Phone(customer_id=key, number="+4550505050"))
        changed(session, [key])
    assert [finder.find(typed)[0].phone_wrong for typed in ("vincent", "60606060")] == [False, True]


def test_a_protected_customers_former_address_is_not_told(register, finder):
    key = add(register, "Anna Vang", number="1", street="Nygade 2", contact="Bo Vang", protected=True)
    with register.write() as session:
        session.add(Address(customer_id=key, street="Bo 1", valid_until=PAST))
        changed(session, [key])
    assert finder.find("bo")[0].through == "Bo Vang"
    assert finder.find("anna 1")[0].through == ""


def test_nothing_more_is_read_where_the_line_tells_all(byg, finder, monkeypatch):
    finder.find("byg")
    asked: list[str] = []
    fetch = finder._lookup.fetch

    def listened(statement, values=()):
        asked.append(statement)
        return fetch(statement, values)

    monkeypatch.setattr(finder._lookup, "fetch", listened)
    finder.find("byg nygade")
    assert not any("party" in statement or "entry" in statement for statement in asked)
    finder.find("gudrun")
    assert sum("party" in statement for statement in asked) == 1


def test_what_is_told_is_printable_whatever_the_register_holds(register, finder):
    add(register, "Byg", number="1", contact="Evil\x1b[31m\u202e Nosnah", contact_phone="+45\x1b30303030",
        invoices=["INV\x07-99/0042"])  # fmt: skip
    for typed in ("nosnah", "30303030", "990042"):
        (hit,) = finder.find(typed)
        assert all(text.isprintable() for text in (hit.through, hit.person, hit.typed))
