"""Contact data on the card: told by form, waiting in sight, verified on what is registered."""

from datetime import UTC, date, datetime

import pytest

from model.kinds import ContactKind
from model.proposals import ContactDecisionProposal, ContactProposal, TaskDoneProposal
from model.records import PendingContact, TaskInfo
from tests.tui.cards import TODAY, card
from tests.tui.debtors import jens, marie, row
from tests.tui.doubles import NOW, MemoryServices
from tests.tui.test_forms import at
from tests.tui.walk import at_desk
from tui.screens.contact import ContactForm, VerifyForm
from tui.widgets.history import words_of

WAITS = PendingContact(
    3, "phone", "+4522334455", "+4591234567", date(2026, 12, 1), datetime(2026, 11, 20, 9, tzinfo=UTC), "Ali"
)
TOLD = "new phone 91 23 45 67 from Tue 01-12 (now 22 33 44 55) · to be verified"


async def test_a_new_number_is_typed_at_once_and_says_that_it_waits():
    async with at(ContactForm(card(), TODAY)) as form:
        await form.type("91 23 45 67")
        assert "= Phone 91 23 45 67 from Sun 22-11 · waits until it is verified" in form.screen
        await form.press("enter")
    assert form.made == ContactProposal(10233, ContactKind.PHONE, "91 23 45 67", effective=TODAY)


async def test_an_address_holds_from_the_day_that_is_told():
    async with at(ContactForm(card(), TODAY)) as form:
        await form.press("shift+tab", "a", "tab")
        await form.type("Nygade 3, 5000 Odense C")
        await form.press("tab")
        await form.type("1/12")
        await form.press("enter")
    assert form.made == ContactProposal(
        10233, ContactKind.ADDRESS, "Nygade 3, 5000 Odense C", effective=date(2026, 12, 1)
    )


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("p", "12x", "not a phone number"),
        ("p", "", "not a phone number"),
        ("e", "marie at home", "write name@place.dk"),
        ("a", "Nygade 3", "postcode and town"),
    ],
)
async def test_each_kind_is_checked_by_its_own_field(kind, value, words):
    async with at(ContactForm(card(), TODAY)) as form:
        await form.press("shift+tab", kind, "tab")
        await form.type(value)
        await form.press("enter")
        assert form.still_open
        assert words in form.screen


async def test_it_is_verified_on_the_number_that_is_registered_not_on_the_new_one():
    async with at(VerifyForm(card(pending=(WAITS,)), WAITS)) as form:
        assert "[Rang 22 33 44 55]" in form.screen
        assert "= Put in force: new phone 91 23 45 67 from Tue 01-12 (now 22 33 44 55) · rang 22 33 44 55" in " ".join(
            form.screen.split()
        )
        await form.press("enter")
    assert form.made == ContactDecisionProposal(10233, 3, applied=True, verified="Rang 22 33 44 55")


async def test_turned_down_it_needs_no_proof():
    async with at(VerifyForm(card(pending=(WAITS,)), WAITS)) as form:
        await form.press("t", "enter")
    assert form.made == ContactDecisionProposal(10233, 3, applied=False)


async def test_what_waits_stands_on_the_card_and_v_verifies_it_there():
    async with at_desk(MemoryServices(marie(pending=(WAITS,)))) as agent:
        await agent.opens("10233")
        assert TOLD in agent.sees
        await agent.press("tab", "tab", "tab", "down")
        await agent.until_sees("V verifies or turns it down · told by Ali")
        await agent.press("v")
        await agent.until_sees("Verify contact data")
        await agent.press("enter")
        await agent.until_sees("Recorded: in force")
    assert [type(done) for done in agent.services.done] == [ContactDecisionProposal]


async def test_ctrl_n_tells_new_data_and_what_was_typed_is_kept_when_one_goes_back():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+n")
        await agent.until_sees("New contact data")
        await agent.types("9123")
        await agent.press("escape", "ctrl+n")
        await agent.until_sees("New          9123")
        await agent.press("end")
        await agent.types("4567")
        await agent.press("enter")
        await agent.until_sees("Recorded: new contact data, to be verified")
    (proposal,) = agent.services.done
    assert isinstance(proposal, ContactProposal)
    assert proposal.value == "91234567"


async def test_a_task_is_ticked_off_where_it_stands():
    task = TaskInfo(8, "follow_up", NOW.astimezone(UTC), "send the bill")
    async with at_desk(MemoryServices(jens(tasks=(task,)))) as agent:
        await agent.opens("10400")
        await agent.press("tab", "tab", "tab")
        await agent.until_sees("D ticks it off")
        await agent.press("d")
        await agent.until_sees("Done: follow up")
    assert agent.services.done == [TaskDoneProposal(10400, 8)]


async def test_l_writes_the_letter_and_tells_where_it_is():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("tab", "tab", "tab")
        await agent.until_sees("A-17 · L writes the letter that confirms it")
        await agent.press("l")
        await agent.until_sees("Letter of A-17: letters/A-17-10233.html (and .txt)")


async def test_where_nothing_runs_there_is_no_letter():
    async with at_desk(MemoryServices(jens())) as agent:
        await agent.opens("10400")
        agent.app.desk.action_letter()
        await agent.until_sees("! No agreement runs: there is nothing to confirm")
        agent.app.desk.action_verify()
        await agent.until_sees("! No contact data waits to be verified")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (row(TODAY, "contact", "+4591234567 ← +4522334455", "phone", detail="pending"),
         "+45 91234567, to be verified, before: +45 22334455"),
        (row(TODAY, "contact", "a@b.dk", "email", detail="applied", outcome="by letter"),
         "a@b.dk, in force, by letter"),
    ],
)  # fmt: skip
def test_history_tells_both_versions_and_how_the_new_one_was_verified(row, words):
    assert words_of(row, TODAY) == words
