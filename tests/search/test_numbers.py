"""Customers, telephones, invoices and references are found by their numbers, the very one first."""

import pytest
from sqlmodel import select

from model.customer import Creditor, Customer
from model.store import changed
from tests.search.people import add, add_all, numbers


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


@pytest.mark.parametrize(
    ("typed", "matched"), [("3344", "+4522334455"), ("1031", "1031"), ("13585628", "13585628"), ("10234", "10234")]
)
def test_a_hit_by_number_says_which(town, typed, matched):
    assert town.find(typed)[0].matched == (matched,)


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


def test_an_invoice_typed_whole_is_found_among_many_that_hold_its_digits(register, finder):
    add(register, "Mange", number="A1", invoices=[f"{number}4242" for number in range(100, 170)])
    add_all(register, ({"name": "En", "number": f"B{n}", "invoices": [f"{n + 100}4242"]} for n in range(70)))
    add(register, "Rette", number="A2", invoices=["4242"])
    assert numbers(finder, "4242")[0] == "A2"


def test_two_creditors_customers_with_one_number_are_both_found(register, finder):
    with register.write() as session:
        session.add(Creditor(id=2, code="2", name="Fjernvarmen", country="DK", currency="DKK"))
    add(register, "Anna", number="5005")
    add(register, "Bent", number="5005", creditor_id=2)
    assert [hit.name for hit in finder.find("5005")] == ["Anna", "Bent"]


def test_more_digits_than_any_number_has_are_nobodys(register, finder):
    add(register, "Lang", number="7", invoices=["1" * 40])
    assert numbers(finder, "1" * 40) == ["7"]
    assert numbers(finder, "1" * 41) == numbers(finder, "1" * 10_000) == []
