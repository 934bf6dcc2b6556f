"""New contact data waits until it is verified; then it takes the place of the old, which is kept."""

from datetime import date, timedelta

import pytest

from model import errors, undo
from model.contact import Task
from model.customer import Address, ContactChange, Customer, Email, Phone
from model.kinds import ContactKind
from model.proposals import ContactDecisionProposal, ContactProposal
from tests.model.build import NOW, TODAY, Debtor, agent, debtor

OLD, NEW = "+4522334455", "+4591234567"
NEXT_WEEK = TODAY + timedelta(days=7)


def told(marie: Debtor, kind: ContactKind, value: str, effective: date | None = None) -> int:
    card = marie.does(ContactProposal(marie.id, kind, value, effective=effective))
    return card.pending[-1].id


def decided(marie: Debtor, change: int, *, applied: bool = True, verified: str = "rang 22 33 44 55"):
    return marie.does(ContactDecisionProposal(marie.id, change, applied=applied, verified=verified))


def test_a_new_number_waits_on_the_card_and_the_old_one_is_used_meanwhile(marie):
    marie.has(Phone, number=OLD)
    card = marie.does(ContactProposal(marie.id, ContactKind.PHONE, "91 23 45 67", effective=NEXT_WEEK))
    (waiting,) = card.pending
    assert (waiting.old, waiting.new, waiting.effective, waiting.agent) == (OLD, NEW, NEXT_WEEK, "Mette")
    assert [phone.number for phone in card.phones] == [OLD]
    assert [task.kind for task in card.tasks] == ["verify"]


def test_verified_it_takes_the_place_of_the_old_one_which_is_kept_and_the_task_is_done(marie):
    marie.has(Phone, number=OLD)
    card = decided(marie, told(marie, ContactKind.PHONE, NEW))
    assert [(phone.number, phone.wrong) for phone in card.phones] == [(NEW, False), (OLD, True)]
    assert (card.pending, card.tasks) == ((), ())
    (row,) = marie.rows(ContactChange)
    assert (row.state, row.verified, row.old, row.new) == ("applied", "rang 22 33 44 55", OLD, NEW)


def test_until_its_day_both_numbers_are_good(marie):
    marie.has(Phone, number=OLD)
    card = decided(marie, told(marie, ContactKind.PHONE, NEW, NEXT_WEEK))
    assert [phone.wrong for phone in card.phones] == [False, False]


def test_nothing_is_put_in_force_that_nobody_verified(marie):
    change = told(marie, ContactKind.EMAIL, "marie@example.dk")
    with pytest.raises(errors.Invalid, match="say how it was verified"):
        decided(marie, change, verified="")
    assert marie.rows(Email) == []


def test_turned_down_nothing_changes_and_it_waits_no_more(marie):
    marie.has(Phone, number=OLD)
    card = decided(marie, told(marie, ContactKind.PHONE, NEW), applied=False, verified="")
    assert [(phone.number, phone.wrong) for phone in card.phones] == [(OLD, False)]
    assert (card.pending, card.tasks) == ((), ())


def test_of_two_that_wait_the_reminder_stays_until_both_are_decided(marie):
    first = told(marie, ContactKind.PHONE, NEW)
    second = told(marie, ContactKind.EMAIL, "marie@example.dk")
    assert len(decided(marie, first).tasks) == 2
    assert decided(marie, second).tasks == ()
    assert all(task.done_at for task in marie.rows(Task))


def test_the_old_address_holds_until_the_day_before_the_new_one(marie):
    marie.has(Address, street="Vestergade 12", postcode="8000", city="Aarhus C")
    change = told(marie, ContactKind.ADDRESS, "Nygade 3, 5000 Odense C", NEXT_WEEK)
    decided(marie, change)
    assert marie.card().address == "Vestergade 12, 8000 Aarhus C"
    assert marie.card(NEXT_WEEK + timedelta(days=1)).address == "Nygade 3, 5000 Odense C"


def test_both_versions_stand_in_the_history_with_how_it_was_verified(marie):
    marie.has(Phone, number=OLD)
    decided(marie, told(marie, ContactKind.PHONE, NEW))
    rows = [row for row in marie.card().history.rows if row.kind == "contact"]
    assert [(row.detail, row.text, row.outcome) for row in rows] == [
        ("applied", f"{NEW} ← {OLD}", "rang 22 33 44 55"),
        ("pending", f"{NEW} ← {OLD}", ""),
    ]


def test_a_protected_address_is_told_neither_as_pending_nor_in_the_history(marie):
    with marie.register.write() as session:
        customer = session.get(Customer, marie.id)
        assert customer is not None
        customer.address_protected = True
        session.add(customer)
    told(marie, ContactKind.ADDRESS, "Hemmelig vej 1, 9000 Aalborg")
    card = marie.card()
    assert "Hemmelig" not in repr(card)
    assert "Hemmelig" in repr(marie.card(unmask=True).pending)


def test_it_is_told_neither_where_whom_they_were_merged_into_is_protected(marie):
    hidden = debtor(marie.register, address_protected=True)
    with marie.register.write() as session:
        session.get_one(Customer, marie.id).merged_into = hidden.id
    told(marie, ContactKind.ADDRESS, "Hemmelig vej 1, 9000 Aalborg")
    assert "Hemmelig" not in repr(marie.card())


def test_what_was_told_by_mistake_is_taken_back(marie):
    told(marie, ContactKind.PHONE, NEW)
    assert undo.undo(marie.register, marie.id, agent=agent(marie.register), now=NOW).card.pending == ()
