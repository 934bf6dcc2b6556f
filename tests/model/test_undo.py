"""F8: one's own last act is taken back by a second one, and the account stands as before."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from model import errors
from model.contact import Event, Task
from model.customer import Phone
from model.desk import do_all
from model.kinds import ContactKind, CustomerStatus, Outcome, TaskKind
from model.proposals import (
    Booked,
    ContactProposal,
    DeferralProposal,
    DueDateProposal,
    OutcomeProposal,
    PostingProposal,
    SpecialProposal,
    TaskProposal,
    TraceProposal,
    Waived,
    WaiverProposal,
)
from model.undo import undo
from tests.model.build import NOW, TODAY, agent

SOON = date(2026, 11, 27)
LATER = NOW + timedelta(minutes=2)


def facts(card):
    """What an account is: everything but the record of what was done to it."""
    standing = [a for a in card.agreements if a.state not in ("cancelled", "superseded")]
    promises = [p for p in card.promises if p.state != "withdrawn"]
    return (
        card.balance, card.figures, card.items, card.unallocated, card.status, card.status_on,
        standing, promises, card.disputes, card.holds, card.notes, card.tasks, card.phones,
    )  # fmt: skip


ACTS = {
    "note": lambda m, _: m.note(),
    "call": lambda m, _: m.call(call_back_at=NOW + timedelta(days=1)),
    "promise": lambda m, e: m.promise("500.00", SOON, e),
    "agreement": lambda m, e: m.agreement(e, first=date(2026, 12, 1)),
    "dispute": lambda m, e: m.dispute(e),
    "deferral": lambda m, e: DeferralProposal(m.id, SOON, (e,)),
    "trace": lambda m, e: TraceProposal(m.id, entry_ids=(e,)),
    "status": lambda m, _: SpecialProposal(m.id, CustomerStatus.DECEASED, TODAY),
    "task": lambda m, _: TaskProposal(m.id, TaskKind.FOLLOW_UP, SOON),
    "wrong number": lambda m, _: OutcomeProposal(m.id, Outcome.WRONG_NUMBER, expected_on=SOON),
    "payment": lambda m, _: PostingProposal(m.id, Booked.PAYMENT, Decimal("300.00"), m.currency, TODAY),
    "waiver": lambda m, _: WaiverProposal(m.id, Waived.REMINDER_FEE),
    "due date": lambda m, e: DueDateProposal(m.id, e, SOON),
    "new phone": lambda m, _: ContactProposal(m.id, ContactKind.PHONE, "+4591234567"),
}


@pytest.fixture
def owing(marie):
    entry = marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    marie.is_reminded("100.00", "R1", on=date(2026, 10, 20))
    marie.has(Phone, number="+4522334455")
    return marie, entry


@pytest.mark.parametrize("act", ACTS)
def test_what_was_done_is_taken_back_by_a_second_act(owing, act):
    marie, entry = owing
    before = marie.card()
    marie.does(ACTS[act](marie, entry))
    assert facts(marie.card()) != facts(before) or act == "new phone"
    undone = undo(marie.register, marie.id, agent=marie.agent, now=LATER)
    after = marie.card()
    if act in ("payment", "waiver"):  # the ledger forgets nothing: the credit and what took it back both stand
        assert (after.balance, after.figures, after.items) == (before.balance, before.figures, before.items)
    else:
        assert facts(after) == facts(before)
    assert undone.card.balance == before.balance
    first, second = marie.rows(Event)[-2:]
    assert (second.act, json.loads(second.facts)["event"]) == ("undone", first.id)


def test_undoing_twice_takes_back_the_act_before(owing):
    marie, _entry = owing
    marie.does(marie.note("first"))
    marie.does(marie.note("second"), now=NOW + timedelta(minutes=1))
    undo(marie.register, marie.id, agent=marie.agent, now=LATER)
    assert [note.text for note in marie.card().notes] == ["first"]
    undo(marie.register, marie.id, agent=marie.agent, now=LATER)
    assert marie.card().notes == ()
    with pytest.raises(errors.NotFound, match="nothing of yours"):
        undo(marie.register, marie.id, agent=marie.agent, now=LATER)


def test_nobody_undoes_what_somebody_else_did(owing):
    marie, _entry = owing
    marie.does(marie.note())
    with pytest.raises(errors.NotFound, match="nothing of yours"):
        undo(marie.register, marie.id, agent=agent(marie.register, "ali"), now=LATER)


def test_what_a_later_act_rests_on_stays_and_it_says_why(owing):
    marie, entry = owing
    marie.does(marie.promise("500.00", SOON, entry))
    marie.does(marie.dispute(entry), by=agent(marie.register, "ali"), now=NOW + timedelta(minutes=1))
    with pytest.raises(errors.NotAllowed, match="a later dispute rests on it"):
        undo(marie.register, marie.id, agent=marie.agent, now=LATER)


def test_a_payment_that_came_since_keeps_an_agreement(owing):
    marie, entry = owing
    marie.does(marie.agreement(entry, first=date(2026, 12, 1)))
    marie.pays("100.00", on=date(2026, 11, 23), booked_at=NOW + timedelta(days=1))
    with pytest.raises(errors.NotAllowed, match="booked on the account since"):
        undo(marie.register, marie.id, agent=marie.agent, now=NOW + timedelta(days=1, minutes=1))


def test_a_superseded_agreement_stands_again(owing):
    marie, entry = owing
    first = marie.does(marie.agreement(entry, first=date(2026, 12, 1))).agreements[0]
    held = marie.card().holds
    marie.does(marie.agreement(entry, first=date(2026, 12, 15), supersedes=first.id), now=NOW + timedelta(minutes=1))
    undo(marie.register, marie.id, agent=marie.agent, now=LATER)
    card = marie.card()
    assert {a.number: a.state for a in card.agreements}[first.number] == "active"
    assert card.holds == held


def test_a_task_of_a_call_that_never_was_is_done_with(owing):
    marie, _entry = owing
    marie.does(marie.call(call_back_at=NOW + timedelta(days=1)))
    undo(marie.register, marie.id, agent=marie.agent, now=LATER)
    assert all(task.done_at for task in marie.rows(Task))


def test_what_was_said_in_one_line_is_taken_back_together_and_the_history_says_so(owing):
    marie, entry = owing
    before = marie.card()
    line = "lovede 500 fredag, husk mandag"
    acts = [marie.promise("500.00", SOON, entry), TaskProposal(marie.id, TaskKind.FOLLOW_UP, SOON)]
    marie.does(marie.note("an earlier line"), now=NOW - timedelta(minutes=1))
    do_all(marie.register, [replace(act, typed=line) for act in acts], agent=marie.agent, now=NOW)
    undone = undo(marie.register, marie.id, agent=marie.agent, now=LATER)
    assert undone.acts == ("task", "promise")
    assert (undone.card.figures, undone.card.tasks) == (before.figures, before.tasks)
    assert [note.text for note in undone.card.notes] == ["an earlier line"]
    told = {row.kind: row.undone for row in undone.card.history.rows}
    assert told["promise"] is True
