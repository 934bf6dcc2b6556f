"""What an agent sees and does at the desk."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from model import errors
from model.drafts import Offered
from model.kinds import CustomerStatus, Direction, Outcome, Speaker, Verified
from model.proposals import AgreementProposal, CallProposal, NoteProposal, PromiseProposal
from model.records import HistoryCursor, HistoryPage, TaskInfo
from tests.tui.debtors import ROWS, gone, jens, marie, row
from tests.tui.doubles import NOW, KeptDrafts, MemoryServices
from tests.tui.walk import at_desk
from tui.commands import commands
from tui.screens.call import CallStarted
from tui.screens.help import HelpLines
from tui.widgets.history import History
from tui.widgets.items import Items


async def test_all_of_a_debtor_is_on_one_screen_of_80x24():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.until_sees(
            "10233 Marie Sørensen · Vestergade 12, 8000 Aarhus C · 22 33 44 55",
            "OVERDUE 43 days · reminder 1 sent 12-11",
            "To collect 2.200,00 = overdue 12.450,00 - agreed 6.000,00 - disputed 4.250,00",
            "Pay by +71<000000000001031+82345678<",
            "payments booked to 20-11",
            "Since 12-11: payment 1.500,00 · 1042 disputed",
            "A-17   4 x 1.500 monthly · 2 paid · next Tue 01-12 · on track",
            "L-4    1.000 promised for 14-11 · BROKEN",
            "21-11 Dispute    1042 wrong item",
            "-1.500,00",
            "! Call only after 16",
            "18-10 Mette: laid off, new",
            "Mette · 3 due · 14:02",
            "F2 call",
            "F1 all keys",
        )


async def test_hits_come_with_the_keys_and_enter_opens_the_chosen_one():
    async with at_desk(MemoryServices(marie(), jens())) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.types("e")
        assert "10233" in agent.sees
        assert "10400" in agent.sees
        await agent.press("down", "enter")
        await agent.until_sees("10400 Jens Holm", "NOTHING OPEN")
        assert agent.line.has_focus
        assert agent.services.seen == [10400]


async def test_a_slow_lookup_never_holds_up_the_keys():
    async with at_desk(MemoryServices(marie(), slow=True)) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.types("marie")
        assert agent.finder.value == "marie"
        await agent.until_sees("10233    Marie Sørensen")


async def test_a_whole_number_opens_that_customer_though_another_comes_first():
    first = jens(customer_id=1, number="102331", name="10233 Smith")
    async with at_desk(MemoryServices(first, marie())) as agent:
        await agent.opens("10233")
        assert agent.services.seen == [10233]


async def test_the_line_above_says_what_enter_will_do_and_nothing_when_nothing_is_typed():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        assert "= " not in agent.sees.splitlines()[-3]
        await agent.types("ringer")
        assert "= Note on 10233 Marie Sørensen" in agent.sees
        await agent.press("home", "exclamation_mark")
        assert "= Pinned note on 10233 Marie Sørensen" in agent.sees


async def test_enter_records_the_note_and_empties_the_line():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("lover at skrive")
        await agent.press("enter")
        await agent.until_sees("Recorded: note", "22-11 Mette: lover at skrive")
        assert agent.services.done == [NoteProposal(10233, "lover at skrive", typed="lover at skrive")]
        assert agent.line.value == ""


async def test_a_pinned_note_stands_first():
    async with at_desk(MemoryServices(jens())) as agent:
        await agent.opens("10400")
        await agent.types("! kun efter 16")
        await agent.press("enter")
        await agent.until_sees("Recorded: pinned note", "! kun efter 16")
        assert agent.services.done[0].pinned


async def test_an_exclamation_mark_alone_records_nothing():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("! ")
        await agent.press("enter")
        await agent.settles()
        assert agent.services.done == []
        assert "Nothing yet" in agent.sees


@pytest.mark.parametrize("refusal", [errors.Busy("the register is busy"), errors.Unreachable("the server is away")])
async def test_a_refused_note_stays_in_the_line_and_the_reason_is_told(refusal):
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        agent.services.refuse = [refusal]
        await agent.types("vigtigt")
        await agent.press("enter")
        await agent.until_sees(f"! Not recorded: {refusal}")
        assert agent.line.value == "vigtigt"
        await agent.press("enter")
        await agent.until_sees("Recorded: note")


async def test_escape_clears_the_line_then_goes_to_the_finder_and_back():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("x")
        await agent.press("escape")
        assert agent.line.value == ""
        assert agent.line.has_focus
        await agent.press("escape")
        assert agent.finder.has_focus
        await agent.press("escape")
        assert agent.line.has_focus


async def test_what_is_typed_for_one_customer_waits_there_while_another_is_open():
    async with at_desk(MemoryServices(marie(), jens())) as agent:
        await agent.opens("10233")
        await agent.types("halv")
        await agent.press("ctrl+f")
        await agent.opens("10400")
        assert agent.line.value == ""
        await agent.press("ctrl+f")
        await agent.opens("10233")
        assert agent.line.value == "halv"


async def test_f6_shows_open_items_in_the_place_of_history():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        assert "Open items" not in agent.sees
        await agent.press("f6")
        assert "Open items 4" in agent.sees
        assert "01-09 82 d" in agent.sees
        assert "History" not in agent.sees
        await agent.press("f6")
        assert "History" in agent.sees


async def test_a_wide_window_shows_open_items_beside_the_history():
    async with at_desk(MemoryServices(marie()), size=(140, 45)) as agent:
        await agent.opens("10233")
        await agent.until_sees("Open items 4", "History", "1042 Invoice · disputed", "0988 Invoice · in A-17")
        assert agent.app.desk.query_one(Items).display
        await agent.resizes(80, 24)
        await agent.until(lambda: "Open items" not in agent.sees)


async def test_history_goes_on_as_one_scrolls_and_tells_its_filters():
    rows = [row(date(2026, 9, 1), "invoice", f"row {n}", str(n), "10.00") for n in range(120)]
    first = HistoryPage(tuple(rows[:50]), HistoryCursor((date(2026, 9, 1), 50), None))
    services = MemoryServices(marie(history=first))
    services.pages = {"all": rows, "calls": [r for r in ROWS if r.kind == "call"]}
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.press("tab")
        assert agent.app.desk.query_one(History).has_focus
        for last, more in ((49, 50), (99, 20)):
            await agent.press("end")
            await agent.until_sees(f"row {last}", f" {more} ↓")  # the next rows have come below it
        await agent.press("end")
        await agent.until_sees("row 119")
        await agent.press("right", "right")
        await agent.until_sees("CALLS", "Call in")
        await agent.until(lambda: "row 119" not in agent.sees)


async def test_the_row_under_the_cursor_is_told_in_full():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("tab", "down", "down", "down", "down")
        await agent.until_sees("Sun 01-11-2026 · Invoice 1042 · 4.250,00 DKK · due Tue 10-11-2026")
        await agent.press("escape")
        assert agent.line.has_focus


async def test_two_keys_start_a_call_and_ending_it_logs_its_length():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("f2")
        await agent.until_sees("Start call")
        await agent.press("enter")
        await agent.until_sees("● 14:02 00 min", "Talking to: debtor, not verified")
        await agent.types("lover at ringe")
        agent.services.moment = NOW + timedelta(minutes=3)
        await agent.press("f2")
        await agent.until_sees("End call", "lover at ringe")
        await agent.press("enter")
        await agent.until_sees("Recorded: call of 3 min")
        (call,) = agent.services.done
        assert isinstance(call, CallProposal)
        assert (call.started_at, call.ended_at) == (NOW, NOW + timedelta(minutes=3))
        assert call.text == "lover at ringe"
        assert agent.line.value == ""
        assert "●" not in agent.sees


async def test_another_customer_during_a_call_is_asked_about():
    async with at_desk(MemoryServices(marie(), jens())) as agent:
        await agent.opens("10233")
        await agent.press("f2", "enter")
        await agent.until_sees("●")
        await agent.press("ctrl+f")
        await agent.types("10400")
        await agent.press("enter")
        await agent.until_sees("The call with 10233 Marie Sørensen is still under way")
        await agent.press("escape")
        assert agent.services.seen == [10233]
        await agent.press("enter")
        await agent.until_sees("look at the other card")
        await agent.press("l")
        await agent.until_sees("10400 Jens Holm", "Talking to: 10233 Marie Sørensen")


async def test_a_promise_by_form_is_recorded_and_is_the_outcome_of_the_call():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("f2", "enter")
        await agent.until_sees("●")
        await agent.press("f3")
        await agent.until_sees("Promise · Marie Sørensen", "To collect 2.200,00")
        await agent.press("enter")
        await agent.until_sees("Recorded: promise")
        await agent.press("f2")
        await agent.until_sees("End call")
        await agent.press("enter")
        await agent.until_sees("Recorded: call")
        promise, call = agent.services.done
        assert isinstance(promise, PromiseProposal)
        assert (promise.amount, promise.due) == (Decimal("2200.00"), date(2026, 11, 27))
        assert call.outcome is Outcome.PROMISE


async def test_a_stale_promise_comes_again_with_the_reason_and_what_was_typed():
    newer = marie(name="Marie Sørensen Holm")
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        agent.services.refuse = [errors.Stale(newer)]
        await agent.press("f3")
        await agent.until_sees("Promise ·")
        await agent.press("1", "0", "0", "0", "enter")
        await agent.until_sees("Marie Sørensen Holm", "the account changed meanwhile", "1000")
        await agent.press("enter")
        await agent.until_sees("Recorded: promise")
        assert agent.services.done[0].amount == Decimal("1000.00")


async def test_an_agreement_by_form_is_recorded():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("f4")
        await agent.until_sees("Instalment agreement")
        await agent.types("6")
        await agent.press("enter")
        await agent.until_sees("Read aloud")
        await agent.press("enter")
        await agent.until_sees("Recorded: agreement")
        (agreement,) = agent.services.done
        assert isinstance(agreement, AgreementProposal)
        assert len(agreement.plan) == 6


async def test_keys_typed_right_after_going_to_the_finder_all_reach_it():
    async with at_desk(MemoryServices(marie(), jens())) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+f", *"10400", "enter")
        await agent.until_sees("10400 Jens Holm", "NOTHING OPEN")
        assert agent.line.value == ""


async def test_where_lookups_are_slow_enter_never_opens_whom_an_earlier_text_offered():
    services = MemoryServices(marie(), jens(), slow=True)
    async with at_desk(services) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.types("marie")
        await agent.until_sees("10233    Marie Sørensen")
        agent.finder.value = "jens"
        await agent.press("enter")
        await agent.until_sees("10400 Jens Holm", "NOTHING OPEN")
        assert services.seen == [10400]


@pytest.mark.parametrize("key", ["f3", "f4"])
async def test_nothing_is_arranged_with_an_estate_or_what_is_at_the_collector(key):
    for status, told in ((CustomerStatus.DECEASED, "the estate answers"), (CustomerStatus.AT_COLLECTOR, "collector")):
        async with at_desk(MemoryServices(marie(status=status))) as agent:
            await agent.opens("10233")
            await agent.press(key)
            await agent.until_sees("! the c", told)


async def test_a_third_party_on_the_line_is_told_nothing_and_promises_nothing():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        started = CallStarted(10233, Direction.IN, "", Speaker.THIRD_PARTY, None, Verified.NOT)
        agent.app.desk.acts.take_call(started.at(NOW), "10233 Marie Sørensen")
        await agent.until_sees("Talking to: third party · disclose nothing")
        await agent.press("f3")
        await agent.until_sees("! a third party can neither promise nor agree")


async def test_what_is_to_be_done_stands_among_the_arrangements():
    ring = TaskInfo(3, "call_back", datetime(2026, 11, 23, 9, tzinfo=UTC), "")
    async with at_desk(MemoryServices(marie(tasks=(ring,)))) as agent:
        await agent.opens("10233")
        await agent.until_sees("T-3    ring again Mon 23-11 10:00")


async def test_keys_for_acts_without_a_customer_say_what_to_do():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.press("f3")
        await agent.until_sees("Open a customer first")


async def test_what_a_dead_desk_left_is_offered_and_taken_up():
    started = CallStarted(
        10233, Direction.IN, "22334455", Speaker.DEBTOR, None, Verified.NOT, NOW - timedelta(minutes=5)
    )
    at = datetime(2026, 11, 22, 13, tzinfo=UTC)
    who = {"number": "10233", "name": "Marie Sørensen"}
    left = [
        Offered("entry:10233", who | {"text": "lover at"}, at, "dead"),
        Offered("call:10233", who | started.as_draft(), at, "dead"),
    ]
    async with at_desk(MemoryServices(marie(), drafts=KeptDrafts(left))) as agent:
        await agent.until_sees("Not recorded yet", "call still open · typed: lover at")
        await agent.press("enter")
        await agent.until_sees("● 13:57 05 min", "= Note on 10233")
        assert agent.line.value == "lover at"


async def test_what_is_typed_is_saved_within_a_second_and_forgotten_when_recorded():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("ab")
        kept = agent.services.kept.kept
        await agent.until(lambda: kept.get("entry:10233", {}).get("text") == "ab", "the draft is saved")
        await agent.press("enter")
        await agent.until(lambda: "entry:10233" not in kept, "the draft is cleared")


async def test_the_agent_is_told_where_typed_text_is_kept_when_it_is_not_where_it_belongs():
    drafts = KeptDrafts()
    async with at_desk(MemoryServices(marie(), drafts=drafts)) as agent:
        await agent.opens("10233")
        drafts.notice = "kept on this machine: the server is away"
        await agent.types("betaler fredag")
        await agent.until_sees("! kept on this machine: the server is away")
        drafts.notice = ""
        await agent.types(" sikkert")
        await agent.until_sees("betaler fredag sikkert")
        await agent.until(lambda: "kept on this machine" not in agent.sees)


async def test_a_dropped_line_saves_what_is_typed_at_once():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("midt i")
        agent.app.hang_up(129)
        assert agent.services.kept.kept["entry:10233"]["text"] == "midt i"
    assert agent.app.return_code == 129


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (CustomerStatus.DECEASED, "DECEASED since 03-11 · do not collect: speak with the estate"),
        (CustomerStatus.BANKRUPT, "BANKRUPT since 03-11 · do not collect"),
        (CustomerStatus.AT_COLLECTOR, "AT THE COLLECTOR since 03-11"),
        (CustomerStatus.DEBT_SETTLEMENT, "DEBT SETTLEMENT since 03-11"),
    ],
)
async def test_special_states_take_the_place_of_the_days_and_the_number(status, words):
    async with at_desk(MemoryServices(gone(status))) as agent:
        await agent.opens("10500")
        await agent.until_sees(words, "Not to collect here")
        assert "OVERDUE" not in agent.sees
        assert "To collect 2.200,00" not in agent.sees


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_the_card_of_a_merged_customer_says_so_and_how_to_open_the_living_one(size):
    old = jens(merged_into="30003")
    async with at_desk(MemoryServices(old), size) as agent:
        await agent.until(lambda: agent.services.is_open)
        agent.app.desk.opening.card(old.customer_id)
        await agent.until_sees("MERGED INTO 30003 · Ctrl+F 30003 opens it", "What is owed stands on 30003")
        assert "NOTHING OPEN" not in agent.sees
        assert "To collect" not in agent.sees


async def test_a_protected_address_is_shown_only_when_asked_for():
    async with at_desk(MemoryServices(jens(address="", address_protected=True))) as agent:
        await agent.opens("10400")
        await agent.until_sees("PROTECTED ADDRESS")
        await agent.press("f7")
        await agent.until_sees("Hemmelig vej 1", "that is logged")


async def test_only_parts_that_count_stand_in_the_sum():
    figures = dataclasses.replace(
        marie().figures,
        instalments_due=Decimal("500.00"),
        promised=Decimal("700.00"),
        to_collect=Decimal("2000.00"),
    )
    async with at_desk(MemoryServices(marie(figures=figures), jens())) as agent:
        await agent.opens("10233")
        await agent.until_sees("- disputed 4.250,00\n", "+ instalments 500,00 - promised 700,00")
        await agent.press("ctrl+f")
        await agent.opens("10400")
        await agent.until_sees("To collect 0,00\n")


def test_no_two_commands_have_the_same_key():
    keys = [command.key for command in commands() if command.key]
    assert len(keys) == len(set(keys))


async def test_every_command_is_told_by_f1_and_found_in_the_palette():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("f1")
        told = agent.app.screen.query_one(HelpLines).text
        assert [c.name for c in commands() if c.name not in told or c.shown_key not in told] == []
        await agent.press("escape", "ctrl+p")
        await agent.types("instalments")
        await agent.until_sees("Agreement  F4")
        await agent.press("enter")
        await agent.until_sees("Instalment agreement ·")


async def test_tab_goes_through_the_parts_and_comes_back_to_the_line():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        seen = []
        for _ in range(5):
            await agent.press("tab")
            seen.append(agent.focus)
        assert seen == ["history", "notes", "arrangements", "finder", "entry"]
        await agent.press("shift+tab")
        assert agent.focus == "finder"


@pytest.mark.parametrize("size", [(1, 1), (30, 8), (59, 24), (80, 12)])
async def test_a_window_too_small_is_told_in_words_and_loses_nothing(size):
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("halv")
        await agent.resizes(*size)
        assert size[0] < 30 or "This window is" in agent.sees
        await agent.resizes(80, 24)
        await agent.until_sees("10233 Marie", "> halv")


@pytest.mark.parametrize("size", [(60, 18), (79, 23), (100, 30), (119, 24), (120, 24), (160, 50), (200, 60)])
async def test_every_window_from_60x18_on_shows_the_card(size):
    async with at_desk(MemoryServices(marie()), size=size) as agent:
        await agent.opens("10233")
        await agent.until_sees("Marie Sørensen", "OVERDUE 43 days", "To collect 2.200,00", "History", "Notes", "F1")


async def test_with_few_colours_everything_is_still_told():
    async with at_desk(MemoryServices(marie()), few_colours=True) as agent:
        await agent.opens("10233")
        await agent.until_sees("OVERDUE 43 days", "BROKEN", "CALLS".lower(), "(ALL ·")
