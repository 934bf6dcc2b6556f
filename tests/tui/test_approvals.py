"""Four eyes at the desk: an agent asks, a supervisor sees what it would do, and grants or refuses it."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from model import errors
from model.approvals import Waiting
from model.ledger import Entry
from model.records import RequestInfo
from tests.tui.cards import TODAY
from tests.tui.debtors import jens, marie
from tests.tui.doubles import MemoryServices
from tests.tui.test_posting import desk_of, owing
from tests.tui.walk import at_desk

__all__ = ["owing"]  # a fixture

WAITING = Waiting(
    id=12,
    customer_id=10233,
    number="10233",
    name="Marie Sørensen",
    asked_by="Ali",
    asked_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    what="PostingProposal",
    reason="500.00 DKK is more than the 100.00 you may post as write off",
    asker=2,
    act="write_off",
    amount=Decimal("500.00"),
    currency="DKK",
)


def services(*waiting: Waiting) -> MemoryServices:
    made = MemoryServices(marie(), jens())
    made.requests = waiting
    return made


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_a_supervisor_sees_what_waits_and_grants_it_after_what_it_would_do_was_shown(size):
    async with at_desk(services(WAITING), size) as agent:
        await agent.until_sees("Mette · 1 to approve · 3 due")
        await agent.press("ctrl+k")
        await agent.until_sees(
            "1 waits for approval",
            "12  write-off 500 DKK",
            "10233 Marie Sørensen",
            "Ali          22-11 10:00",
            "500.00 DKK is more",
        )
        await agent.press("a")  # nothing is granted unseen
        await agent.until_sees("It would do this:", "100,00 reminder fee on 1031", "400,00 1031", "A grants it")
        assert agent.services.decided == []
        assert max(map(len, agent.sees.splitlines())) <= size[0]
        await agent.press("a")
        await agent.until_sees("= Granted: 12, done in the name of Ali", "nothing waits for approval")
        assert agent.services.decided == [(12, True)]
        await agent.press("escape")
        await agent.until(lambda: "to approve" not in agent.sees)


async def test_it_is_refused_by_another_key():
    async with at_desk(services(WAITING, replace(WAITING, id=13, asked_by="Tor"))) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.press("ctrl+k")
        await agent.until_sees("2 wait for approval")
        await agent.press("down", "r")
        await agent.until_sees("= Refused: 13 of Tor", "1 waits for approval")
        assert agent.services.decided == [(13, False)]


async def test_another_request_is_not_granted_by_what_was_shown_of_the_one_before():
    async with at_desk(services(WAITING, replace(WAITING, id=13))) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.press("ctrl+k")
        await agent.until_sees("2 wait for approval")
        await agent.press("enter")
        await agent.until_sees("It would do this:")
        await agent.press("down")
        assert "It would do this:" not in agent.sees
        await agent.press("a")
        await agent.until_sees("It would do this:")
        assert agent.services.decided == []


async def test_what_may_not_be_granted_says_why():
    async with at_desk(services(WAITING)) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.press("ctrl+k")
        await agent.until_sees("1 waits for approval")
        agent.services.refuse = [errors.NotAllowed("nobody approves their own request: ask another supervisor")]
        await agent.press("enter")
        await agent.until_sees("! nobody approves their own request")


async def test_the_card_of_a_request_is_one_key_away():
    async with at_desk(services(WAITING)) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.press("ctrl+k")
        await agent.until_sees("1 waits for approval")
        await agent.press("o")
        await agent.until_sees("To collect 2.200,00")
        assert agent.services.seen == [10233]


@pytest.mark.parametrize(
    ("granted", "words"),
    [(True, "= Granted by Birgitte: write-off 500 DKK"), (False, "! Refused by Birgitte: write-off 500 DKK")],
)
async def test_who_asked_is_told_what_became_of_it_when_the_card_is_opened(granted, words):
    request = RequestInfo(
        12, "PostingProposal", "write_off", Decimal("500.00"), "DKK", 1, "Mette", TODAY, TODAY, "Birgitte", granted
    )
    async with at_desk(MemoryServices(marie(requests=(request,)), jens())) as agent:
        await agent.opens("10233")
        await agent.until_sees(words)


async def test_what_is_above_the_limit_waits_is_granted_by_another_and_told_to_who_asked(owing):
    async with desk_of(owing, "mette") as agent:
        await agent.press("ctrl+g", "w", "tab", "space", "tab", "tab", "tab")
        await agent.types("moved away")
        await agent.until_sees("= Write-off 1.000,00 DKK", "! 1.000,00 DKK is more than the 100,00")
        await agent.press("enter")
        await agent.until_sees("ask a supervisor: it waits")
        await agent.press("enter")
        await agent.until_sees("Asked for as number 1", "Q-1    write-off 1.000 DKK · waits for approval")
        assert "to approve" not in agent.sees
        await agent.press("ctrl+k")
        await agent.until_sees("write-off 1.000 DKK")
        await agent.press("enter")
        await agent.until_sees("! nobody approves their own")
        await agent.press("r")
        await agent.until_sees("! nobody approves their own")
    before = len(owing.rows(Entry))
    async with desk_of(owing, "birgit") as agent:
        await agent.until_sees("1 to approve")
        await agent.press("ctrl+k")
        await agent.until_sees("write-off 1.000 DKK")
        await agent.press("enter")
        await agent.until_sees("1.000,00 1031", "To collect 100,00, was 1.100,00")
        assert len(owing.rows(Entry)) == before
        await agent.press("a")
        await agent.until_sees("= Granted: 1, done in the name of Mette")
        assert [entry.amount for entry in owing.rows(Entry)][before:] == [Decimal("-1000.00")]
    async with desk_of(owing, "mette") as agent:
        await agent.until_sees("= Granted by Birgit: write-off 1.000 DKK", "GRANTED · Birgit 22-11")
