"""What an agent writes in the entry line: said before Enter, asked where unclear, recorded as it was shown."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from model import errors
from model.letters import aloud
from model.proposals import AgreementProposal, DisputeProposal, NoteProposal, OutcomeProposal, PromiseProposal
from tests.tui.cards import TODAY
from tests.tui.debtors import BROKEN, jens, marie
from tests.tui.doubles import MemoryServices
from tests.tui.walk import at_desk
from tui.phrases import completions, read

ALL_FRIDAY = "betaler alt fredag"
BEGUN = "“Jeg gentager: Du betaler 2.200 kroner til Energi A/S for regning 1031"


async def test_the_line_above_says_what_enter_will_do_and_enter_does_it():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types(ALL_FRIDAY)
        assert "= Promise 2.200,00 on Fri 27-11 for 1031 · reminders held until Mon 30-11" in agent.sees
        await agent.press("enter")
        await agent.until_sees("Recorded: Promise 2.200,00 on Fri 27-11", BEGUN, "du ja?”")
        (promise,) = agent.services.done
        assert isinstance(promise, PromiseProposal)
        assert (promise.amount, promise.due, promise.entry_ids) == (Decimal("2200.00"), date(2026, 11, 27), (1,))
        assert promise.typed == ALL_FRIDAY
        assert agent.line.value == ""


async def test_what_is_read_aloud_is_stored_as_it_was_shown():
    async with at_desk(MemoryServices(marie()), size=(140, 45)) as agent:
        await agent.opens("10233")
        await agent.types("6 mdr fra 1/2")
        shown = " ".join(agent.sees.split())
        await agent.press("enter")
        await agent.until(lambda: agent.services.done)
        (agreement,) = agent.services.done
        assert isinstance(agreement, AgreementProposal)
        assert agreement.read_back
        assert f"“{agreement.read_back}”" in shown
        assert len(agreement.plan) == 6


async def test_in_a_low_window_a_key_shows_all_that_is_to_be_read_aloud():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+e")
        assert "Nothing is to be read aloud" in agent.sees
        await agent.types(ALL_FRIDAY)
        assert "Ctrl+E all of it" in agent.sees
        assert "du ja?" not in agent.sees
        await agent.press("ctrl+e")
        assert "du ja?”" in agent.sees
        assert "> betaler alt fredag" in agent.sees
        await agent.press("ctrl+e")
        assert "du ja?" not in agent.sees


async def test_several_acts_in_a_line_are_shown_and_recorded_together():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("500 d. 1. og resten d. 15.")
        assert "= Promise 500,00 on Tue 01-12 for 1031" in agent.sees
        assert "Promise 1.700,00 on Tue 15-12 for 1031" in agent.sees
        await agent.press("enter")
        await agent.until_sees("Recorded: Promise 500,00")
        first, second = agent.services.done
        assert (first.amount, second.amount) == (Decimal("500.00"), Decimal("1700.00"))
        assert first.read_back == second.read_back
        assert "500 kroner tirsdag den 1. december og 1.700 kroner" in first.read_back


@pytest.mark.parametrize(
    ("keys", "stands"), [(("enter", "2"), ""), (("2",), "2"), (("space", "2"), " 2"), (("space", "enter", "2"), " ")]
)
async def test_what_is_unclear_is_asked_and_a_digit_chooses(keys, stands):
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("lovede 500 næste fredag")
        assert "? “næste fredag” can mean two things: which?" in agent.sees
        assert " 2 Promise 500,00 on Fri 04-12" in agent.sees
        await agent.press(*keys)
        assert agent.services.done == []
        assert "= Promise 500,00 on Fri 04-12" in agent.sees
        assert agent.line.value == "lovede 500 næste fredag" + stands
        await agent.press("enter")
        await agent.until(lambda: agent.services.done)
        assert agent.services.done[0].due == date(2026, 12, 4)


async def test_enter_on_a_question_records_nothing_and_writing_goes_on():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("bestrider")
        await agent.press("enter")
        await agent.until_sees("Type the digit of what is meant, or go on writing", "? which invoice?")
        await agent.types(" 1050 forkert vare")
        await agent.until_sees("= Dispute of 1050: forkert vare")
        await agent.press("enter")
        await agent.until(lambda: agent.services.done)
        (dispute,) = agent.services.done
        assert isinstance(dispute, DisputeProposal)


async def test_after_a_figure_a_digit_is_text_until_a_space_or_enter_and_the_question_says_so():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("lovede 500")
        assert "? by which day? · Enter, then 1-4 answers" in agent.sees
        await agent.press("enter")
        assert "? by which day? · 1-4 answers" in agent.sees
        await agent.press("space")
        assert "? by which day? · 1-4 answers" in agent.sees
        await agent.press("2")
        assert "= Promise 500,00 on Mon 30-11" in agent.sees
        assert agent.line.value == "lovede 500 2"
        await agent.press("enter")
        await agent.until(lambda: agent.line.value == "", "the line is recorded")
        assert agent.services.done[0].due == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("lovede 500 1/12", "= Promise 500,00 on Tue 01-12"),
        ("lovede 500 1 dec", "= Promise 500,00 on Tue 01-12"),
        ("lovede 500 d. 2", "= Promise 500,00 on Wed 02-12"),
        ("lovede 1 200 fredag", "= Promise 1.200,00 on Fri 27-11"),
        ("bestrider 1050", "= Dispute of 1050"),
        ("6 mdr fra 1/2", "6 x 367,00 monthly · first Mon 01-02-2027"),
        ("20% nu resten 2 mdr", "2 x 880,00 monthly"),
        ("bestrider 2 varer mangler", "? which invoice?"),
    ],
)
async def test_a_digit_that_goes_on_as_a_figure_was_no_answer(typed, means):
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types(typed)
        assert agent.line.value == typed
        assert means in agent.sees


async def test_an_answer_is_taken_back_like_any_letter():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("betaler alt 3")
        assert "= Promise 2.200,00 on Tue 01-12" in agent.sees
        await agent.press("backspace")
        assert "? by which day?" in agent.sees
        await agent.press("1")
        assert "= Promise 2.200,00 on Fri 27-11" in agent.sees


async def test_what_is_asked_after_an_answer_is_answered_after_enter():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("lovede 500 eur ")
        assert "1-" in agent.sees
        await agent.press("1")
        assert "Enter, then 1" in agent.sees
        await agent.press("enter", "1")
        assert "= Promise 500,00" in agent.sees


@pytest.mark.parametrize("keys", [(), ("enter",)])
async def test_letters_never_answer_a_question(keys):
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("bestrider")
        await agent.press(*keys)
        await agent.types(" dobbelt nota")
        assert agent.line.value == "bestrider dobbelt nota"
        assert "? which invoice?" in agent.sees
        assert agent.services.done == []


async def test_digits_of_an_amount_or_an_invoice_are_text_and_never_an_answer():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("lovede 1500")
        assert agent.line.value == "lovede 1500"
        await agent.press("escape")
        await agent.types("bestrider faktura1050")
        assert agent.line.value == "bestrider faktura1050"
        assert "Dispute of 1050" in agent.sees


async def test_a_note_with_a_figure_in_it_wants_a_second_enter():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("kunden ringer 500 mandag")
        assert "? Only a note on 10233 Marie Sørensen, with a figure in it" in agent.sees
        await agent.press("enter")
        assert agent.services.done == []
        assert "Enter again notes it" in agent.sees
        await agent.press("enter")
        await agent.until_sees("Recorded: note")
        assert isinstance(agent.services.done[0], NoteProposal)


async def test_a_stale_line_is_kept_and_what_enter_does_now_is_shown_before_it_does_it():
    paid = dataclasses.replace(marie().items[0], open=Decimal("700.00"))
    figures = dataclasses.replace(marie().figures, to_collect=Decimal("700.00"))
    newer = marie(items=(paid, *marie().items[1:]), figures=figures, basis="newer")
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types(ALL_FRIDAY)
        agent.services.refuse = [errors.Stale(newer)]
        await agent.press("enter")
        await agent.until_sees("? The account changed meanwhile", "= Promise 700,00 on Fri 27-11", "To collect 700,00")
        assert agent.line.value == ALL_FRIDAY
        assert agent.services.done == []
        await agent.press("enter")
        await agent.until_sees("Recorded: Promise 700,00")
        (promise,) = agent.services.done
        assert (promise.amount, promise.basis) == (Decimal("700.00"), "newer")
        assert promise.read_back == aloud.said(aloud.with_read_back(read(ALL_FRIDAY, newer, TODAY).acts, newer))


async def test_what_is_refused_stays_in_the_line_with_the_reason():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        agent.services.refuse = [errors.Busy("the register is busy")]
        await agent.types(ALL_FRIDAY)
        await agent.press("enter")
        await agent.until_sees("! Not recorded: the register is busy", "= Promise 2.200,00")
        assert agent.line.value == ALL_FRIDAY


async def test_the_card_tells_of_grace_and_of_how_many_promises_were_broken():
    coming = dataclasses.replace(
        BROKEN, id=9, state="open", due=date(2026, 11, 27), judged_after=date(2026, 11, 30), entry_ids=(4,)
    )
    async with at_desk(MemoryServices(marie(promises=(coming, BROKEN)), jens())) as agent:
        await agent.opens("10233")
        await agent.until_sees(
            "Arrangements · 1 promise broken",
            "L-9    1.000 promised for Fri 27-11, grace to Mon 30-11 · open",
        )
        await agent.types("løftet bortfalder")
        assert "= Promise L-9 of 1.000,00 on Fri 27-11 taken back · reminders go on" in agent.sees
        await agent.press("enter")
        await agent.until_sees("Recorded: Promise L-9")
        assert agent.services.done[0].promise_id == 9
        await agent.press("ctrl+f")
        await agent.opens("10400")
        assert "broken" not in agent.sees


async def test_a_tall_window_tells_each_instalment_and_how_reminders_go_on():
    async with at_desk(MemoryServices(marie()), size=(140, 45)) as agent:
        await agent.opens("10233")
        await agent.types("6 mdr fra 1/2")
        await agent.until_sees("Mon 01-02-2027 367,00", "Sat 01-05-2027 367,00 by Mon 03-05-2027")
        assert "reminders then go on after number 1" in agent.sees
        await agent.resizes(80, 24)
        assert "by Mon 03-05-2027" not in agent.sees


async def test_tab_completes_what_is_being_typed_and_else_moves_on():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("telefonsv")
        await agent.press("tab")
        assert agent.line.value == "telefonsvarer"
        assert "= Call: message left" in agent.sees
        await agent.press("tab")
        assert agent.focus == "history"


async def test_tab_again_offers_what_else_it_can_be_then_what_was_typed_and_then_moves_on():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("ring")
        offers = completions("ring", marie())
        assert len(offers) > 1
        for offer in (*offers, "ring"):
            await agent.press("tab")
            assert agent.line.value == offer
        await agent.press("tab")
        assert agent.focus == "history"


async def test_what_is_understood_is_underlined_and_an_act_is_bold():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("lovede 500 fredag")
        spans = {(span.start, span.end, str(span.style)) for span in agent.line._value.spans}
        assert (0, 6, "bold underline") in spans
        assert (7, 10, "underline") in spans
        assert (11, 17, "underline") in spans
        await agent.press("escape")
        await agent.types("hej")
        assert not agent.line._value.spans


async def test_the_effect_is_of_the_card_in_sight_when_another_is_opened():
    async with at_desk(MemoryServices(marie(), jens())) as agent:
        await agent.opens("10233")
        await agent.types(ALL_FRIDAY)
        await agent.press("ctrl+f")
        await agent.opens("10400")
        assert "Promise" not in agent.sees.splitlines()[-3]
        await agent.press("ctrl+f")
        await agent.opens("10233")
        await agent.until_sees("= Promise 2.200,00 on Fri 27-11 for 1031")


async def test_an_attempt_without_a_call_is_logged_at_once():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("intet svar, ring i morgen 10")
        assert "= Call: no answer · Task: ring again Mon 23-11 10:00" in agent.sees
        await agent.press("enter")
        await agent.until_sees("Recorded: Call: no answer")
        outcome, task = agent.services.done
        assert isinstance(outcome, OutcomeProposal)
        assert str(task.at) == "10:00:00"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("fjern rykkergebyr", "! no reminder fee is open: there is nothing to waive"),
        ("bestrider 1042", "! 1042 is disputed already"),
    ],
)
async def test_what_enter_would_refuse_is_told_before_it_with_the_reason(typed, why):
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types(typed)
        assert why in agent.sees
        assert "= " not in agent.sees.splitlines()[-3]
        await agent.press("enter")
        await agent.settles()
        assert agent.services.done == []
        assert agent.line.value == typed


async def test_an_hour_that_is_past_is_asked_about_and_never_silently_taken():
    async with at_desk(MemoryServices(marie())) as agent:  # at 14:02
        await agent.opens("10233")
        await agent.types("ring 10")
        assert "! 10:00 today is past: write a later hour, or the day too" in agent.sees
        await agent.press("enter")
        await agent.settles()
        assert agent.services.done == []
        await agent.press("escape")
        await agent.types("ring i morgen 10")
        assert "= Task: ring again Mon 23-11 10:00" in agent.sees
        await agent.press("escape")
        await agent.types("ring 16")
        assert "= Task: ring again Sun 22-11 16:00" in agent.sees


@pytest.mark.parametrize("typed", ["betaler 500 fredag bestrider 1031", "bestrider 1031, betaler 500 fredag"])
async def test_what_is_disputed_is_not_promised_in_the_same_line(typed):
    async with at_desk(MemoryServices(marie()), size=(140, 45)) as agent:
        await agent.opens("10233")
        await agent.types(typed)
        assert "! 1031 is disputed in the same line: record the dispute first" in agent.sees
        assert "Jeg gentager" not in agent.sees
        await agent.press("enter")
        await agent.settles()
        assert agent.services.done == []
        await agent.press("escape")
        await agent.types("betaler 500 fredag bestrider 1050")
        assert "= Promise 500,00 on Fri 27-11 for 1031" in agent.sees
        assert "Dispute of 1050" in agent.sees


@pytest.mark.parametrize(
    ("typed", "effect"),
    [
        ("bestrider 1031 forkert vare", "= Dispute of 1031: forkert vare · reminders held until Tue 22-12"),
        ("har betalt i går", "= Says paid Sat 21-11 · trace the payment · reminders held until Sun 29-11"),
        ("henstand til d. 1.", "= Deferral until Tue 01-12 for the account · reminders held until Tue 01-12"),
    ],
)
async def test_how_long_reminders_rest_is_told_before_enter(typed, effect):
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types(typed)
        assert effect in agent.sees


async def test_in_the_finder_again_what_is_typed_takes_the_place_of_what_stood_there():
    async with at_desk(MemoryServices(marie(), jens())) as agent:
        await agent.opens("10233")
        agent.finder.value = "marie"
        await agent.press("ctrl+f", "ctrl+f")
        await agent.types("jens")
        assert agent.finder.value == "jens"
