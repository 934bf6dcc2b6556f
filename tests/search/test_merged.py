"""A merged customer is found under the old number, leads to the living one, and tells no address that is protected."""

from model.customer import Customer
from model.store import changed
from search import index
from tests.search.people import add


def test_a_merged_customer_leads_to_the_one_whose_account_goes_on(register, finder):
    living = add(register, "Ny Konto", number="30003")
    between = add(register, "Midt Konto", number="30002", merged_into=living)
    add(register, "Gammel Konto", number="30001", merged_into=between)
    told = {hit.number: (hit.status, hit.merged_into, hit.living) for hit in finder.find("konto")}
    assert told == {
        "30001": ("merged", "30003", living),
        "30002": ("merged", "30003", living),
        "30003": ("active", "", None),
    }


def test_customers_merged_in_a_circle_are_marked_and_lead_nowhere(register, finder):
    one = add(register, "Ene Konto", number="1")
    two = add(register, "Anden Konto", number="2", merged_into=one)
    with register.write() as session:
        session.get_one(Customer, one).merged_into = two
        changed(session, [one])
    assert {(hit.number, hit.status, hit.merged_into, hit.living) for hit in finder.find("konto")} == {
        ("1", "merged", "2", None),
        ("2", "merged", "1", None),
    }


def test_the_chain_is_asked_for_once_and_only_where_somebody_was_merged(register, finder, monkeypatch):
    living = add(register, "Ny Konto", number="30003")
    asked: list[str] = []
    fetch = finder._lookup.fetch

    def listened(statement, values=()):
        asked.append(statement)
        return fetch(statement, values)

    monkeypatch.setattr(finder._lookup, "fetch", listened)
    finder.find("konto")
    assert not any("RECURSIVE" in statement for statement in asked)
    for number in range(5):
        add(register, "Gammel Konto", number=f"A{number}", merged_into=living)
    finder.find("konto")
    assert sum("RECURSIVE" in statement for statement in asked) == 1


def test_a_protected_address_leaks_through_nobody_who_was_merged_into_that_customer(register, finder):
    where = {"street": "Hemmelighedsvej 4", "city": "7700 Thisted"}
    living = add(register, "Ny Konto", number="40003", protected=True, **where)
    between = add(register, "Midt Konto", number="40002", merged_into=living, **where)
    add(register, "Gammel Konto", number="40001", merged_into=between, **where)
    for typed in ("hemmelighedsvej", "hemelighedsvej", "7700", "konto thisted"):
        assert "40001" not in [hit.number for hit in finder.find(typed) if hit.address or hit.address_marks]
    assert finder.find("hemmelighedsvej") == []
    assert [hit.address for hit in finder.find("40001")] == [""]


def test_an_address_is_hidden_as_soon_as_the_living_one_is_protected_or_the_two_are_merged(register, finder):
    where = {"street": "Hemmelighedsvej 4", "city": "7700 Thisted"}
    living = add(register, "Ny Konto", number="40003", **where)
    old = add(register, "Gammel Konto", number="40001", merged_into=living, **where)
    alone = add(register, "Anden Konto", number="40002", **where)
    assert {hit.number for hit in finder.find("hemmelighedsvej")} == {"40002", "40003"}
    assert [hit.address for hit in finder.find("40001")] == ["Hemmelighedsvej 4, 7700 Thisted"]
    with register.write() as session:
        session.get_one(Customer, living).address_protected = True
        session.get_one(Customer, alone).merged_into = living
        changed(session, [living, alone])
    assert finder.find("hemmelighedsvej") == []
    assert [hit.address for hit in finder.find("konto")] == ["", "", ""]
    assert index.differences(register) == []
    with register.write() as session:
        session.get_one(Customer, old).merged_into = None
        changed(session, [old])
    assert [hit.number for hit in finder.find("hemmelighedsvej")] == ["40001"]
