"""While nobody on the line is verified, amounts can be hidden; Ctrl+T tells who it is while the call goes on."""

import re

import pytest

from model.kinds import Speaker, Verified
from tests.tui.debtors import marie
from tests.tui.doubles import MemoryServices
from tests.tui.walk import Agent, at_desk

AMOUNT = re.compile(r"\d,\d\d\b|\b\d\.\d{3}\b")


def desk(setting: str) -> MemoryServices:
    services = MemoryServices(marie())
    services.unverified = setting
    return services


async def rings(agent: Agent) -> None:
    await agent.opens("10233")
    await agent.press("f2")
    await agent.until_sees("Start call")
    await agent.press("i", "enter")
    await agent.until_sees("●")


async def test_amounts_are_hidden_in_every_part_until_the_speaker_is_verified():
    async with at_desk(desk("mask"), (140, 45)) as agent:
        await rings(agent)
        assert set(AMOUNT.findall(agent.sees)) <= {"1.000"}  # what an agent wrote of a call stays as it is
        assert "To collect ••••" in agent.sees
        assert "A-17   4 x •••• monthly" in agent.sees
        await agent.press("tab", "down")
        assert set(AMOUNT.findall(agent.sees)) <= {"1.000"}  # what an agent wrote of a call stays as it is
        await agent.press("ctrl+t")
        await agent.until_sees("On the line")
        await agent.press("a")
        assert "= Talking to: debtor, address" in agent.sees
        await agent.press("enter")
        await agent.until_sees("Talking to: debtor, verified", "To collect 2.200,00")
    assert agent.app.desk.acts.call is not None
    assert agent.app.desk.acts.call.verified is Verified.ADDRESS


async def test_nothing_is_arranged_or_explained_while_they_are_hidden():
    async with at_desk(desk("mask")) as agent:
        await rings(agent)
        for key in ("f3", "f4", "f12"):
            await agent.press(key)
            await agent.until_sees("irst verify who is on the line: Ctrl+T")


async def test_a_third_party_who_takes_the_receiver_hides_them_again():
    async with at_desk(desk("mask")) as agent:
        await rings(agent)
        await agent.press("ctrl+t", "a", "enter")
        await agent.until_sees("To collect 2.200,00")
        await agent.press("ctrl+t")
        await agent.until_sees("On the line")
        await agent.press("tab", "t", "enter")
        await agent.until_sees("To collect ••••", "disclose nothing")
    call = agent.app.desk.acts.call
    assert call is not None
    assert (call.speaker, call.verified) == (Speaker.THIRD_PARTY, Verified.NOT)


@pytest.mark.parametrize(
    ("setting", "told"), [("remind", "Talking to: debtor, not verified"), ("off", "Talking to: debtor")]
)
async def test_else_they_stand_there_and_the_agent_is_reminded_or_not(setting, told):
    async with at_desk(desk(setting)) as agent:
        await rings(agent)
        await agent.until_sees("To collect 2.200,00", told)
        assert ("not verified" in agent.sees) == (setting == "remind")


async def test_without_a_call_there_is_nobody_on_the_line():
    async with at_desk(desk("mask")) as agent:
        await agent.opens("10233")
        assert "To collect 2.200,00" in agent.sees
        await agent.press("ctrl+t")
        await agent.until_sees("! No call with this customer is under way: F2 starts one")


async def test_the_entry_line_tells_no_amount_either_while_they_are_hidden():
    async with at_desk(desk("mask")) as agent:
        await rings(agent)
        await agent.types("betaler alt fredag")
        assert set(AMOUNT.findall(agent.sees)) <= {"1.000"}
        await agent.press("enter")
        await agent.until_sees("irst verify who is on the line: Ctrl+T")
        assert agent.line.value == "betaler alt fredag"
    assert agent.services.done == []
