"""What an agent does: notes, calls, promises and disputes, each stored whole and refused by field."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from model import errors
from model.arrangement import Hold, Promise, PromiseItem
from model.contact import Call, Event, Note, Task
from model.customer import Party
from model.kinds import Act, Outcome, Speaker
from model.store import Register
from model.tables import CUSTOMER
from tests.model.acts import LATER, SOON, last_event, refused, typed_for
from tests.model.build import NOW, TODAY, Debtor, debtor, kroner


def test_a_note_is_kept_with_what_was_typed(marie: Debtor) -> None:
    card = marie.does(marie.note("laid off", pinned=True, typed="! laid off"))

    assert [(note.text, note.pinned, note.agent) for note in card.notes] == [("laid off", True, "Mette")]
    (event,) = marie.rows(Event)
    assert (event.act, event.agent_id, event.at) == (Act.NOTE, marie.agent.id, NOW)
    assert json.loads(event.facts) == {"id": card.notes[0].id, "pinned": True}
    assert typed_for(marie) == [("! laid off", "")]


def test_correcting_a_note_keeps_the_old_one(marie: Debtor) -> None:
    first = marie.does(marie.note("call after 6")).notes[0].id
    card = marie.does(marie.note("call after 16", replaces=first))

    assert [note.text for note in card.notes] == ["call after 16"]
    assert [(note.text, note.replaces) for note in marie.rows(Note)] == [
        ("call after 6", None),
        ("call after 16", first),
    ]
    assert last_event(marie)[1]["replaces"] == first


def test_a_wrong_note_is_refused(shared: Register, marie: Debtor) -> None:
    refused(marie, marie.note(" \n\u202e"), "text", "needs words")
    refused(marie, marie.note("x" * 2001), "text", "2000")
    marie.does(marie.note("x" * 2000))
    elsewhere = debtor(shared)
    theirs = elsewhere.does(elsewhere.note("theirs")).notes[0].id
    own = marie.does(marie.note("own")).notes[0].id
    marie.does(marie.note("own, corrected", replaces=own))
    for number in (theirs, own, 999_999_999):
        refused(marie, marie.note("again", replaces=number), "replaces")


def test_a_call_is_kept_with_its_length_and_the_arrears_of_the_moment(owing: tuple[Debtor, int, int]) -> None:
    marie, *_ = owing
    marie.does(marie.call(minutes=7, text="moving to Oslo", phone="+4522334455", recording_consent=True))

    (call,) = marie.rows(Call)
    assert call.ended_at - call.started_at == timedelta(minutes=7)
    assert (call.overdue_then, call.text, call.speaker) == (kroner("850"), "moving to Oslo", "debtor")
    assert (call.recording_consent, call.phone) == (True, "+4522334455")
    assert last_event(marie) == (marie.rows(Event)[0], {"id": call.id, "direction": "in", "outcome": "spoke"})
    assert marie.rows(Task) == []


def test_a_call_back_becomes_a_task_of_the_agent(marie: Debtor) -> None:
    when = NOW + timedelta(days=1)
    card = marie.does(marie.call(outcome=Outcome.NO_ANSWER, speaker=Speaker.NOBODY, call_back_at=when))

    (task,) = marie.rows(Task)
    assert (task.kind, task.due_at, task.agent_id, task.done_at) == ("call_back", when, marie.agent.id, None)
    assert last_event(marie)[1]["task"] == card.tasks[0].id == task.id


def test_a_wrong_call_is_refused(shared: Register, marie: Debtor) -> None:
    theirs = debtor(shared).has(Party, role="proxy", name="Jens")
    refused(marie, marie.call(minutes=-1), "ended_at")
    refused(marie, marie.call(ended=NOW + timedelta(hours=1)), "ended_at")
    refused(marie, marie.call(text="x" * 2001), "text")
    refused(marie, marie.call(call_back_at=NOW - timedelta(days=1)), "call_back_at")
    refused(marie, marie.call(call_back_at=NOW), "call_back_at")
    refused(marie, marie.call(party_id=theirs), "party_id")
    refused(marie, marie.call(party_id=999_999_999), "party_id")
    naive = datetime(2026, 11, 22, 8, 0)  # noqa: DTZ001
    refused(marie, marie.call(started_at=naive), "started_at", "time zone")
    refused(marie, replace(marie.call(), ended_at=naive), "ended_at", "time zone")
    refused(marie, marie.call(call_back_at=naive), "call_back_at", "time zone")


@pytest.mark.parametrize("speaker", [Speaker.THIRD_PARTY, Speaker.NOBODY])
def test_who_does_not_speak_for_the_debtor_can_neither_promise_nor_agree(
    owing: tuple[Debtor, int, int], speaker: Speaker
) -> None:
    marie, invoice, _ = owing
    for outcome in (Outcome.PROMISE, Outcome.AGREEMENT):
        refused(marie, marie.call(speaker=speaker, outcome=outcome), "outcome")
    refused(marie, marie.agreement(invoice, first=LATER, agreed_by=speaker), "agreed_by")
    marie.does(marie.call(speaker=speaker, outcome=Outcome.MESSAGE_LEFT))


def test_a_call_with_a_proxy_names_them(marie: Debtor) -> None:
    proxy = marie.has(Party, role="proxy", name="Jens")
    marie.does(marie.call(speaker=Speaker.PROXY, party_id=proxy))
    assert marie.rows(Call)[0].party_id == proxy


def test_a_promise_for_an_invoice_holds_its_reminders_until_the_grace_is_over(owing: tuple[Debtor, int, int]) -> None:
    marie, invoice, _ = owing
    marie.is_reminded("100.00", "1031", on=date(2026, 10, 1))
    saturday = date(2026, 11, 28)
    card = marie.does(marie.promise("600.00", saturday, invoice, typed="600 lørdag"))

    (promise,) = card.promises
    assert (promise.amount, promise.due, promise.state, promise.entry_ids) == (
        kroner("600"), saturday, "open", (invoice,),
    )  # fmt: skip
    (hold,) = marie.rows(Hold)
    monday_and_grace = date(2026, 12, 3)
    assert (hold.reason, hold.entry_id, hold.valid_from, hold.valid_until) == (
        "promise", invoice, TODAY, monday_and_grace,
    )  # fmt: skip
    assert (hold.resume_level, hold.promise_id) == (1, promise.id)
    assert promise.judged_after == monday_and_grace
    event, facts = last_event(marie)
    assert event.act == Act.PROMISE
    assert facts == {
        "id": promise.id, "amount": "600.00", "currency": "DKK", "due": "2026-11-28", "entries": [invoice],
        "held_until": "2026-12-03",
    }  # fmt: skip
    assert typed_for(marie) == [("600 lørdag", "")]
    assert card.figures.to_collect == kroner("350")


def test_a_promise_for_the_account_holds_the_whole_customer(owing: tuple[Debtor, int, int]) -> None:
    marie, *_ = owing
    marie.does(marie.promise("850.00", SOON))
    assert [(hold.entry_id, hold.reason) for hold in marie.rows(Hold)] == [(None, "promise")]


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "0.001", "NaN", "Infinity", "1e30", "850.01"])
def test_a_promise_of_no_such_amount_is_refused(owing: tuple[Debtor, int, int], amount: str) -> None:
    marie, *_ = owing
    refused(marie, marie.promise(amount, SOON), "amount")


def test_a_wrong_promise_is_refused(shared: Register, owing: tuple[Debtor, int, int]) -> None:
    marie, invoice, other = owing
    elsewhere = debtor(shared)
    theirs = elsewhere.owes("100.00", "9", on=date(2026, 9, 1))
    paid = marie.owes("5.00", "5", on=date(2026, 9, 1))
    marie.pays("5.00", on=date(2026, 9, 2), naming="5")
    refused(marie, marie.promise("1.00", TODAY - timedelta(days=1)), "due", "past")
    refused(marie, marie.promise("1.00", date.max), "due", "check the year")
    refused(marie, marie.promise("250.01", SOON, other), "amount")
    refused(marie, marie.promise("1.00", SOON, theirs), "entry_ids")
    refused(marie, marie.promise("1.00", SOON, paid), "entry_ids")
    refused(marie, marie.promise("1.00", SOON, invoice, currency="NOK"), "currency")
    refused(marie, marie.promise("1.00", SOON, currency="NOK"), "amount")
    marie.does(marie.dispute(other))
    refused(marie, marie.promise("1.00", SOON, other), "entry_ids", "1042 is disputed")
    marie.does(marie.promise("1.00", TODAY, invoice))


def test_promise_items_are_kept(owing: tuple[Debtor, int, int]) -> None:
    marie, first, second = owing
    promise = marie.does(marie.promise("850.00", SOON, first, second, first)).promises[0]
    with marie.register.read() as session:
        items = session.exec(select(PromiseItem.entry_id).where(PromiseItem.promise_id == promise.id)).all()
    assert sorted(items) == [first, second]


def test_a_dispute_takes_its_invoice_out_of_what_is_to_collect(owing: tuple[Debtor, int, int]) -> None:
    marie, invoice, _ = owing
    card = marie.does(marie.dispute(invoice, "wrong meter", typed="bestrider 1031 forkert måler"))

    assert [(d.voucher, d.reason, d.opened_on) for d in card.disputes] == [("1031", "wrong meter", TODAY)]
    assert (card.figures.disputed, card.figures.to_collect) == (kroner("600"), kroner("250"))
    (hold,) = marie.rows(Hold)
    assert (hold.reason, hold.entry_id, hold.valid_until) == ("dispute", invoice, date(2026, 12, 22))
    assert last_event(marie)[1] == {"id": card.disputes[0].id, "entry": invoice, "held_until": "2026-12-22"}


def test_a_wrong_dispute_is_refused(shared: Register, owing: tuple[Debtor, int, int]) -> None:
    marie, invoice, _ = owing
    theirs = debtor(shared).owes("100.00", "9", on=date(2026, 9, 1))
    refused(marie, marie.dispute(theirs), "entry_id", "not open on this account")
    refused(marie, marie.dispute(invoice, "x" * 2001), "reason")
    marie.does(marie.dispute(invoice))
    refused(marie, marie.dispute(invoice), "entry_id", "disputed already")


@pytest.mark.parametrize("status", ["deceased", "bankrupt", "debt_settlement", "at_collector"])
def test_nothing_is_arranged_where_somebody_else_answers_for_the_claim(
    owing: tuple[Debtor, int, int], status: str
) -> None:
    marie, invoice, _ = owing
    with marie.register.write() as session:
        session.connection().execute(update(CUSTOMER).where(CUSTOMER.c.id == marie.id).values(status=status))
    for proposal in (marie.promise("100.00", SOON, invoice), marie.agreement(invoice, first=SOON)):
        with pytest.raises(errors.NotAllowed):
            marie.does(proposal)
    assert marie.rows(Promise) == []
