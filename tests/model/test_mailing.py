"""The letter of an agreement, out of the register: what was agreed, how to pay each part, how the yes was given."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from model import errors, mailing, posting, undo
from model.customer import Address, Customer, Party
from model.kinds import Accepted, Act, Speaker
from model.letters.paper import as_text
from model.rules.identifiers import is_kid
from model.rules.references import read
from model.store import Register
from tests.model.acts import last_event
from tests.model.build import NOW, TODAY, Debtor, agent, creditor, debtor, kroner
from tests.model.test_settlements import settlement

FEBRUARY = date(2027, 2, 1)


def text(marie: Debtor, number: str, **how: bool) -> str:
    return as_text(mailing.letter(marie.register, marie.id, number, TODAY, **how))


@pytest.fixture
def agreed(shared: Register) -> tuple[Debtor, str]:
    """Six months over an invoice, with one that is disputed left out."""
    owed = creditor(shared, fik_creditor="82345678", org_number="13585628")
    marie = debtor(shared, creditor_id=owed)
    first = marie.owes("600.00", "1031", on=date(2026, 9, 1), due=date(2026, 9, 15))
    second = marie.owes("250.00", "1042", on=date(2026, 10, 1), due=date(2026, 10, 15))
    marie.does(marie.dispute(second))
    marie.has(Address, street="Vestergade 12", postcode="8000", city="Aarhus C")
    card = marie.does(marie.agreement(first, first=FEBRUARY, count=6))
    return marie, card.agreements[0].number


def test_it_tells_the_plan_the_bills_and_how_each_instalment_is_paid(agreed):
    marie, number = agreed
    told = text(marie, number)
    for words in ("Vestergade 12", "8000 Aarhus C", f"{number}", "1031", "600,00", "1042", "CVR", "13585628"):
        assert words in told, words
    lines = re.findall(r"\+71<\d{15}\+82345678<", told)
    assert [read(line) for line in lines] == [(int(number[2:]), no) for no in range(1, 7)]
    assert "Der blev sagt ja til aftalen i telefonen." in told


def test_in_norway_each_instalment_has_a_kid_of_its_own_and_the_claim_is_acknowledged(shared):
    owed = creditor(shared, "NO", bank_account="8601 11 17947")
    ola = debtor(shared, "Ola Nordmann", country="NO", creditor_id=owed, language="nb")
    first = ola.owes("600.00", "1031", on=date(2026, 9, 1), due=date(2026, 9, 15))
    number = ola.does(ola.agreement(first, first=FEBRUARY, count=3)).agreements[0].number
    told = text(ola, number)
    kids = re.findall(r"8601 11 17947 KID (\d+)", told)
    assert len(set(kids)) == 3
    assert all(is_kid(kid) for kid in kids)
    assert "foreldelse" in told.lower()


def test_a_settlement_tells_what_is_written_off_and_who_said_yes_how(owing):
    marie, first, second = owing
    proxy = marie.has(Party, role="proxy", name="Jens Sørensen")
    proposal = replace(
        settlement(marie, first, second), agreed_by=Speaker.PROXY, party_id=proxy, accepted_how=Accepted.BY_EMAIL
    )
    number = marie.does(proposal).agreements[0].number
    told = " ".join(text(marie, number).split())
    assert "250,00" in told
    assert "Aftalen er indgået med Jens Sørensen (fuldmægtig)." in told
    assert "pr. e-mail" in told


def test_a_protected_address_stands_on_it_only_when_asked_for(agreed):
    marie, number = agreed
    with marie.register.write() as session:
        customer = session.get(Customer, marie.id)
        assert customer is not None
        customer.address_protected = True
        session.add(customer)
    assert "Vestergade 12" not in text(marie, number)
    assert "Vestergade 12" in text(marie, number, with_address=True)


def test_what_no_longer_stands_is_not_confirmed(agreed):
    marie, number = agreed
    with pytest.raises(errors.NotFound, match=f"no agreement 'A-0'; there is: {number}"):
        text(marie, "A-0")
    undo.undo(marie.register, marie.id, agent=agent(marie.register), now=NOW)
    with pytest.raises(errors.NotFound, match="was cancelled"):
        text(marie, number)


def test_one_that_was_replaced_names_its_successor(agreed):
    marie, number = agreed
    older = marie.card().agreements[0]
    proposal = replace(
        marie.agreement(*older.entry_ids, first=FEBRUARY, count=3), supersedes=older.id, basis=marie.card().basis
    )
    newer = marie.does(proposal).agreements[0].number
    with pytest.raises(errors.NotFound, match=f"was replaced by {newer}"):
        text(marie, number)
    assert number in text(marie, newer)


def test_that_it_was_written_stands_in_the_history(agreed):
    marie, number = agreed
    mailing.written(marie.register, marie.id, number, agent=agent(marie.register), now=NOW)
    event, facts = last_event(marie)
    assert (event.act, facts["number"]) == (Act.LETTER, number)
    assert ("letter", number) in [(row.kind, row.text) for row in marie.card().history.rows]
    assert kroner("600") == marie.card().agreements[0].total


def test_what_is_paid_with_the_letters_line_goes_to_its_agreement_and_not_to_an_older_one(shared):
    marie = debtor(shared, creditor_id=creditor(shared, fik_creditor="82345678"))
    older = marie.owes("600.00", "1031", on=date(2026, 9, 1), due=date(2026, 9, 15))
    newer = marie.owes("250.00", "1042", on=date(2026, 10, 1), due=date(2026, 10, 15))
    for entry in (older, newer):
        marie.does(marie.agreement(entry, first=FEBRUARY, count=2, basis=""))
    number = marie.card().agreements[0].number
    line = re.findall(r"\+71<\d{15}\+82345678<", text(marie, number))[0]
    marie.pays("125.00", on=TODAY, naming=line)
    with Session(marie.register.engine) as session:
        session.connection(execution_options={"kartotek_write": True})
        posting.settle(session, [marie.id], now=NOW)
        session.commit()
    card = marie.card()
    assert {item.voucher: item.open for item in card.items} == {"1031": kroner("600"), "1042": kroner("125")}
    assert [one.instalments[0].state for one in card.agreements] == ["paid", "open"]
