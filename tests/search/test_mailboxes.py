"""A whole e-mail address brings up whoever has it; one that is still being typed, whoever it may become."""

from datetime import date

from search.by_words import LIMIT
from search.finder import Prefer
from tests.search.people import add, add_all, numbers


def test_a_whole_e_mail_address_finds_who_has_just_this_one(register, finder):
    for number, end in (("1", "dk"), ("2", "com"), ("3", "org")):
        add(register, "Bo Li", number=number, emails=[f"bo.li@post.{end}"])
    assert numbers(finder, "bo.li@post.dk") == ["1"]
    assert [(hit.number, hit.through) for hit in finder.find("Bo.Li@post.org")] == [("3", "bo.li@post.org")]
    assert sorted(numbers(finder, "bo.li@post.o")) == sorted(numbers(finder, "bo.li@post.net")) == ["1", "2", "3"]


def test_an_e_mail_address_that_many_have_but_for_its_end_finds_its_owner(register, finder):
    many = [{"name": "Bo Li", "number": f"8{number}", "emails": ["bo.li@post.com"]} for number in range(LIMIT + 20)]
    add_all(register, many)
    add(register, "Ny Ejer", number="99", emails=["bo.li@post.dk"])
    assert numbers(finder, "bo.li@post.dk") == ["99"]


def test_of_many_with_one_e_mail_address_the_owner_and_whom_the_agent_had_open_come_first(register, finder):
    many = [
        {"name": "Bo Li", "number": f"8{number}", "contact": "Revisor", "contact_email": "post@revisor.dk"}
        for number in range(LIMIT + 20)
    ]
    add_all(register, many)
    owner = add(register, "Zenia Revision", number="99", emails=["post@revisor.dk"])
    assert owner in {hit.customer_id for hit in finder.find("post@revisor.dk", 300)}
    last = owner - 1
    assert finder.find("post@revisor.dk", 3, prefer=Prefer(latest=(last,)))[0].customer_id == last


def test_an_e_mail_address_that_may_go_on_does_not_hide_the_longer_one(register, finder):
    add(register, "Ann Ek", number="1", emails=["ann@firma.co"])
    add(register, "Ann By", number="2", emails=["ann@firma.com"])
    for typed in ("ann@firma.", "ann@firma.c", "ann@firma.co"):
        assert sorted(numbers(finder, typed)) == ["1", "2"]
    assert numbers(finder, "ann@firma.co")[0] == "1"
    assert numbers(finder, "ann@firma.com") == ["2"]


def test_a_domain_is_found_as_it_sounds(register, finder):
    add(register, "Mette Ek", number="1", emails=["mette@christensen.dk"])
    assert numbers(finder, "mette@kristensen.") == ["1"]


def test_a_whole_e_mail_address_finds_the_contact_person_who_has_it(register, finder):
    until = date(2026, 1, 31)
    add(register, "Byg A/S", number="1", contact="Bo Ek", contact_email="Bo@bang.dk", contact_until=until)
    add(register, "Bo Bang", number="2", emails=["bo@bang.dk"])
    found = {hit.number: (hit.through, hit.through_kind, hit.through_until) for hit in finder.find("bo@bang.dk")}
    assert found == {"1": ("Bo@bang.dk", "e-mail", until), "2": ("bo@bang.dk", "e-mail", None)}
