"""What is written while a call is under way, what is taken back, and what a supervisor is asked for."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from model import errors
from model.authority import Limit
from model.drafts import Offered
from model.kinds import AuthorityKind, Direction, Outcome, Speaker, Verified
from model.proposals import AgreementProposal, CallProposal, NoteProposal, PromiseProposal, TaskProposal
from model.undo import Latest
from tests.tui.cards import TODAY
from tests.tui.debtors import jens, marie
from tests.tui.doubles import NOW, KeptDrafts, MemoryServices
from tests.tui.walk import at_desk
from tui.screens.call import CallStarted
from tui.screens.writing import Writing
from tui.widgets.entryline import EntryLine

BEYOND = "6 months are more than the 3 you may grant: ask a supervisor to approve it"


async def calling(agent):
    await agent.opens("10233")
    await agent.press("f2", "enter")
    await agent.until_sees("●")


async def test_what_came_of_a_call_is_logged_with_it_and_never_as_a_second_call():
    async with at_desk(MemoryServices(marie())) as agent:
        await calling(agent)
        await agent.types("intet svar, ring i morgen 10")
        assert "= Call: no answer · kept for the end of the call, F2" in agent.sees
        await agent.press("enter")
        await agent.until_sees("Recorded: Call: no answer · kept for the end of the call")
        (task,) = agent.services.done
        assert isinstance(task, TaskProposal)
        await agent.press("f2")
        await agent.until_sees("[No answer]", "(noted already)")
        await agent.press("enter")
        await agent.until_sees("Recorded: call of")
        call = agent.services.done[1]
        assert isinstance(call, CallProposal)
        assert (call.outcome, call.call_back_at) == (Outcome.NO_ANSWER, None)


async def test_who_rings_by_themselves_is_told_to_the_call():
    async with at_desk(MemoryServices(marie())) as agent:
        await calling(agent)
        await agent.types("gældsrådgiver ringer fredag")
        await agent.press("enter")
        await agent.until_sees("kept for the end of the call")
        assert agent.services.done == []
        await agent.press("f2")
        await agent.until_sees("not rung before Fri 27-11", "gældsrådgiver")
        await agent.press("enter")
        await agent.until(lambda: agent.services.done)
        (call,) = agent.services.done
        assert str(call.not_before) == "2026-11-27"


async def test_a_third_party_who_turns_up_in_the_call_is_told_nothing_and_promises_nothing():
    async with at_desk(MemoryServices(marie())) as agent:
        await calling(agent)
        await agent.types("kone ringer, ej fuldmagt")
        await agent.press("enter")
        await agent.until_sees("Talking to: third party · disclose nothing")
        await agent.types("betaler alt fredag")
        assert "! a third party can neither promise nor agree" in agent.sees
        await agent.press("enter")
        await agent.settles()
        assert agent.services.done == []
        assert agent.line.value == "betaler alt fredag"


async def test_what_was_promised_in_the_line_is_the_outcome_of_the_call():
    async with at_desk(MemoryServices(marie())) as agent:
        await calling(agent)
        await agent.types("betaler alt fredag")
        await agent.press("enter")
        await agent.until_sees("Recorded: Promise")
        await agent.press("f2")
        await agent.until_sees("[Promise]")


@pytest.mark.parametrize(
    "typed", ["betaler alt fredag", "! ring først efter 16", "lovede 500 næste fredag", "intet svar"]
)
async def test_f2_never_turns_an_act_that_waits_in_the_line_into_the_text_of_the_call(typed):
    async with at_desk(MemoryServices(marie())) as agent:
        await calling(agent)
        await agent.types(typed)
        await agent.press("f2")
        await agent.until_sees(f"! Enter records “{typed}” first, Esc clears it")
        assert "End call" not in agent.sees
        assert (agent.line.value, agent.focus, agent.services.done) == (typed, "entry", [])
        await agent.press("escape", "f2")
        await agent.until_sees("End call")


async def test_an_act_that_f2_kept_from_the_call_is_recorded_by_enter_and_then_the_call_ends():
    async with at_desk(MemoryServices(marie())) as agent:
        await calling(agent)
        await agent.types("betaler alt fredag")
        await agent.press("f2", "enter")
        await agent.until_sees("Recorded: Promise")
        await agent.press("f2", "enter")
        await agent.until_sees("Recorded: call of")
        promise, call = agent.services.done
        assert isinstance(promise, PromiseProposal)
        assert (call.outcome, call.text) == (Outcome.PROMISE, "")


async def test_a_plain_note_in_the_line_becomes_the_text_of_the_call():
    async with at_desk(MemoryServices(marie())) as agent:
        await calling(agent)
        await agent.types("venlig samtale")
        await agent.press("f2", "enter")
        await agent.until_sees("Recorded: call of")
        (call,) = agent.services.done
        assert call.text == "venlig samtale"
        assert agent.line.value == ""


async def test_an_act_written_on_the_card_of_the_call_keeps_it_open_while_another_card_is_in_sight():
    async with at_desk(MemoryServices(marie(), jens())) as agent:
        await calling(agent)
        await agent.types("betaler alt fredag")
        await agent.press("ctrl+f")
        await agent.types("10400")
        await agent.press("enter", "l")
        await agent.until_sees("Jens Holm")
        await agent.press("f2")
        await agent.until_sees("! “betaler alt fredag” is not recorded: open the card of 10233 Marie Sørensen")
        assert agent.services.done == []


async def test_what_came_of_a_call_outlives_the_desk():
    started = CallStarted(10233, Direction.OUT, "22334455", Speaker.DEBTOR, None, Verified.NOT, NOW)
    body = started.as_draft() | {
        "number": "10233",
        "name": "Marie Sørensen",
        "heard": {"outcome": "hardship", "text": "mistet job", "not_before": "2026-11-27", "rings_again": False},
    }
    left = [Offered("call:10233", body, datetime(2026, 11, 22, 13, tzinfo=UTC), "dead")]
    async with at_desk(MemoryServices(marie(), drafts=KeptDrafts(left))) as agent:
        await agent.until_sees("call still open")
        await agent.press("enter")
        await agent.until_sees("●")
        await agent.press("f2")
        await agent.until_sees("[Cannot pay]", "mistet job", "not rung before Fri 27-11")


async def test_amounts_stay_hidden_in_the_line_above_until_the_speaker_is_verified():
    services = MemoryServices(marie())
    services.unverified = "mask"
    async with at_desk(services) as agent:
        await calling(agent)
        await agent.types("betaler alt fredag")
        assert "! first verify who is on the line" in agent.sees
        await agent.press("enter")
        await agent.settles()
        assert services.done == []
        await agent.press("escape")
        await agent.types("betaler alt")
        await agent.until_sees("? by which day?", "Promise •••• on Fri 27-11")
        assert "2.200" not in agent.sees


async def test_f8_takes_back_ones_own_last_act_and_says_what_it_was():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        agent.services.own = [Latest("promise", NOW - timedelta(minutes=2))]
        await agent.press("f8")
        await agent.until_sees("Taken back: promise of Sun 22-11 14:00")
        await agent.press("f8")
        await agent.until_sees("! Not taken back: there is nothing of yours on this customer")


async def test_f8_asks_before_it_takes_back_what_is_not_of_today():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        agent.services.own = [Latest("agreement", NOW - timedelta(days=3))]
        await agent.press("f8")
        await agent.until_sees("Take back: agreement of Thu 19-11 14:02?")
        await agent.press("escape")
        await agent.settles()
        assert len(agent.services.own) == 1
        await agent.press("f8")
        await agent.until_sees("Take back:")
        await agent.press("enter")
        await agent.until_sees("Taken back: agreement of Thu 19-11")


async def test_f8_says_why_an_act_stands():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        agent.services.own = [Latest("promise", NOW)]
        agent.services.refuse = [errors.NotAllowed("something was booked on the account since")]
        await agent.press("f8")
        await agent.until_sees("! Not taken back: something was booked on the account since")


@pytest.mark.parametrize("answer", ["enter", "escape"])
async def test_what_is_beyond_the_agent_is_asked_of_a_supervisor_or_stays_in_the_line(answer):
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        agent.services.refuse = [errors.BeyondAuthority(BEYOND)]
        await agent.types("6 mdr fra 1/2, ring mandag 9")
        await agent.press("enter")
        await agent.until_sees("Not yours to grant: 6 months are more than the 3 you may grant", "Esc  do not ask")
        await agent.press(answer)
        if answer == "enter":
            await agent.until_sees("Asked for as number 1: it waits for a supervisor")
            ((agreement, task, reason),) = agent.services.asked
            assert isinstance(agreement, AgreementProposal)
            assert isinstance(task, TaskProposal)
            assert (agreement.read_back[:13], reason) == ("Jeg gentager:", BEYOND)
            assert agent.line.value == ""
        else:
            await agent.until_sees("! Not recorded: 6 months", "= Agreement 2.200,00")
            assert agent.services.asked == []
            assert agent.line.value == "6 mdr fra 1/2, ring mandag 9"
        assert agent.services.done == []


async def test_what_needs_approval_is_told_before_enter_and_nobody_is_asked_for_a_yes():
    services = MemoryServices(marie())
    services.limits = (Limit(AuthorityKind.AGREEMENT_MONTHS, None, None, 12),)
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.types("24 mdr fra 1/2")
        assert "! Needs approval: 24 months are more than the 12 you may grant" in agent.sees
        assert "Enter asks a supervisor" in agent.sees
        assert "= Agreement 2.200,00" in agent.sees
        assert "Jeg gentager" not in agent.sees
        await agent.press("escape")
        await agent.types("6 mdr fra 1/2")
        assert "Needs approval" not in agent.sees
        assert "Jeg gentager" in agent.sees


async def test_the_form_of_an_agreement_tells_before_enter_what_needs_approval_and_reads_nothing_aloud():
    services = MemoryServices(marie())
    services.limits = (Limit(AuthorityKind.AGREEMENT_MONTHS, None, None, 3),)
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.press("f4", "6")
        await agent.until_sees("! Needs approval: 6 months are more than the 3 you may grant")
        services.refuse = [errors.BeyondAuthority(BEYOND)]
        await agent.press("enter")
        await agent.until_sees("Not yours to grant")
        await agent.press("enter")
        await agent.until_sees("Asked for as number 1")


async def test_a_form_too_asks_for_what_is_beyond_the_agent():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        agent.services.refuse = [errors.BeyondAuthority(BEYOND)]
        await agent.press("f4", "6", "enter", "enter")
        await agent.until_sees("Not yours to grant")
        await agent.press("enter")
        await agent.until_sees("Asked for as number 1")
        ((agreement, _reason),) = agent.services.asked
        assert len(agreement.plan) == 6
        assert agent.services.done == []


async def test_a_line_typed_ahead_of_one_that_changes_the_account_is_shown_anew_or_recorded_as_it_was_shown():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("lovede 500 fredag")
        await agent.press("enter", "enter", "enter")
        await agent.until_sees("Recorded: Promise 500,00")
        (promise,) = agent.services.done
        assert isinstance(promise, PromiseProposal)
        assert (promise.amount, promise.due) == (Decimal("500.00"), TODAY + timedelta(days=5))


async def test_an_enter_on_its_way_while_what_was_recorded_is_taken_away_records_what_is_left(monkeypatch):
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        taken_away = Writing.recorded_line

        def meanwhile(writing, customer_id, text):
            monkeypatch.setattr(Writing, "recorded_line", taken_away)
            agent.line.value += "lovede 500 fredag"
            agent.line.post_message(EntryLine.Submitted(agent.line, agent.line.value))
            taken_away(writing, customer_id, text)

        monkeypatch.setattr(Writing, "recorded_line", meanwhile)
        await agent.types("vil have kopi")
        await agent.press("enter")
        await agent.until_sees("Recorded: Promise 500,00")
        note, promise = agent.services.done
        assert isinstance(note, NoteProposal)
        assert isinstance(promise, PromiseProposal)
        assert promise.typed == "lovede 500 fredag"
