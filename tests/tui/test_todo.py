"""Whom to ring, when, and what speaks against it: F2 warns, F5 brings the next, the list is ticked off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from model import errors
from model.kinds import Direction, Outcome
from model.proposals import CallProposal, TaskDoneProposal
from model.records import DueTask, PartyInfo, PendingContact, PhoneInfo
from model.rules.contactrules import Caution, Why
from model.text import plain
from tests.tui.cards import TODAY
from tests.tui.debtors import jens, marie
from tests.tui.doubles import NOW, MemoryServices
from tests.tui.test_hostile import OWN
from tests.tui.walk import at_desk

SUNDAY = Caution(Why.CLOSED_DAY, "no calls on Sundays: again from Mon 23-11 08:00")


def task(number: int, customer: int, name: str, due: datetime, **more: str) -> DueTask:
    facts = {"kind": "call_back", "text": "", "agent": "Mette"} | more
    return DueTask(number, due_at=due, customer_id=customer, number=str(customer), name=name, **facts)


MARIE = task(1, 10233, "Marie Sørensen", NOW - timedelta(minutes=30), text="asks for the bill")
JENS = task(2, 10400, "Jens Holm", NOW - timedelta(minutes=5), kind="review", agent="")
LATER = task(3, 10400, "Jens Holm", NOW + timedelta(hours=2))


async def test_what_speaks_against_ringing_is_told_before_it_and_enter_goes_on():
    services = MemoryServices(marie())
    services.against = [SUNDAY, Caution(Why.ATTEMPTS, "called 3 times within a week, at most 3")]
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.press("f2")
        await agent.until_sees("Start call")
        assert "! no calls on Sundays: again from Mon 23-11 08:00" in agent.sees
        assert "! called 3 times within a week, at most 3" in agent.sees
        await agent.press("i")
        assert "no calls on Sundays" not in agent.sees, "who rings in is spoken to at any hour"
        await agent.press("o", "enter")
        await agent.until_sees("● 14:02")


async def test_where_the_rules_cannot_be_asked_no_call_begins_and_it_says_why():
    services = MemoryServices(marie())
    services.away = True
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.press("f2")
        await agent.until_sees("! the server is away")


async def test_a_number_marked_wrong_is_neither_offered_nor_taken():
    only = (PhoneInfo("+4599887766", "", wrong=True),)
    async with at_desk(MemoryServices(marie(phones=only))) as agent:
        await agent.opens("10233")
        await agent.press("f2")
        await agent.until_sees("! every number is marked wrong: find a new one")
        await agent.press("tab")
        await agent.types("99 88 77 66")
        await agent.press("enter")
        await agent.until_sees("! this number is marked wrong: write another one")


async def test_a_guardian_and_a_protected_address_are_minded():
    guardian = PartyInfo(9, "guardian", "Grethe Lund", "", "", None)
    card = marie(parties=(guardian,), address_protected=True, address="")
    async with at_desk(MemoryServices(card)) as agent:
        await agent.opens("10233")
        await agent.press("f2")
        await agent.until_sees(
            "! Grethe Lund is the guardian: nothing is arranged without them",
            "! the address is protected: tell it to nobody",
            "[Grethe Lund (guardian)]",
        )


async def test_who_asked_to_be_left_alone_is_marked_on_the_card_until_then():
    friday = NOW.date() + timedelta(days=5)
    async with at_desk(MemoryServices(marie(call_not_before=friday))) as agent:
        await agent.opens("10233")
        assert "not to be rung before Fri 27-11" in agent.sees


async def test_what_a_proxy_covers_and_until_when_is_told():
    proxy = PartyInfo(5, "proxy", "Jens Sørensen", "", "economy", datetime(2027, 2, 1, tzinfo=UTC).date())
    async with at_desk(MemoryServices(marie(parties=(proxy,)))) as agent:
        await agent.opens("10233")
        await agent.press("f2")
        await agent.until_sees("Jens Sørensen (proxy, economy, until 01-02-2027)")


async def test_what_is_recorded_in_a_call_becomes_its_outcome():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("f2")
        await agent.until_sees("Start call")
        await agent.press("enter")
        await agent.until_sees("● 14:02")
        await agent.press("f3")
        await agent.until_sees("= Promise")
        await agent.press("enter")
        await agent.until_sees("Recorded: promise")
        await agent.press("f2")
        await agent.until_sees("[Promise]")
        await agent.press("enter")
        await agent.until_sees("Recorded: call")
    call = agent.services.done[-1]
    assert isinstance(call, CallProposal)
    assert (call.outcome, call.direction) == (Outcome.PROMISE, Direction.OUT)


async def test_f5_opens_whoever_is_next_and_says_why():
    services = MemoryServices(marie(), jens())
    services.to_do = [MARIE, JENS]
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.press("f5")
        await agent.until_sees(
            "10233 Marie Sørensen", "Next: ring again, due Sun 22-11 13:32 · asks for the bill · F2 call"
        )
        assert agent.line.has_focus
        await agent.press("f5")
        await agent.until_sees("10400 Jens Holm", "Next: review")
        await agent.press("f5")
        await agent.until_sees("10233 Marie Sørensen", "Next: ring again")


async def test_f5_says_what_comes_later_where_nothing_is_due():
    services = MemoryServices(marie())
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.press("f5")
        await agent.until_sees("Nothing is due within a week")
        services.to_do = [LATER]
        await agent.press("f5")
        await agent.until_sees("Nothing is due now · Sun 22-11 16:02 Jens Holm 10400")


async def test_when_the_time_of_a_call_back_comes_the_rule_says_so_until_the_card_is_open():
    services = MemoryServices(marie(), jens())
    async with at_desk(services) as agent:
        await agent.opens("10400")
        services.to_do = [MARIE]
        services.moment = MARIE.due_at
        agent.app.desk.count_due()
        await agent.until_sees("── 13:32 ring Marie Sørensen 10233 · F5 next ──")
        await agent.press("f5")
        await agent.until_sees("10233 Marie Sørensen ·")
        assert "F5 next ──" not in agent.sees


async def test_a_list_of_tasks_is_ticked_off_and_opens_cards():
    services = MemoryServices(marie(), jens())
    services.to_do = [MARIE, JENS]
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.press("ctrl+l")
        await agent.until_sees(
            "2 tasks within a week", "13:32 ring again     10233 Marie Sørensen · asks for the bill", "Jens Holm · team"
        )
        await agent.press("down", "d")
        await agent.until_sees("1 task within a week", "= Done: review, Jens Holm")
        assert services.done == [TaskDoneProposal(10400, 2)]
        await agent.press("enter")
        await agent.until_sees("To collect 2.200,00")


async def test_what_cannot_be_ticked_off_stays_and_says_why():
    services = MemoryServices(marie(), jens())
    services.to_do = [replace(JENS)]
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.press("ctrl+l")
        await agent.until_sees("1 task within a week")
        services.refuse.append(errors.Invalid("task_id", "is done already"))
        await agent.press("d")
        await agent.until_sees("! ", "is done already", "Jens Holm")
        await agent.press("escape")
        await agent.until(lambda: agent.app.screen is agent.app.desk)


@pytest.mark.parametrize("text", [clean for text in OWN if (clean := plain(text)).strip()])
async def test_no_name_breaks_a_form_or_a_list(text):
    change = PendingContact(3, "email", "", text, TODAY, NOW.astimezone(UTC), text)
    card = marie(name=text, parties=(PartyInfo(5, "proxy", text, "", text, None),), pending=(change,))
    services = MemoryServices(card)
    services.to_do = [replace(MARIE, name=text, text=text)]
    services.against = [Caution(Why.NOT_BEFORE, text)]
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+l")
        await agent.until_sees("1 task within a week")
        await agent.press("escape", "f2")
        await agent.until_sees("Talking to")
        await agent.press("enter")
        await agent.until_sees("●")
        agent.app.desk.action_verify()
        await agent.until_sees("Turn down")
        await agent.press("escape", "ctrl+t")
        await agent.until_sees("On the line")
