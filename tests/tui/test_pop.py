"""Who calls, as the rule above the entry line tells it."""

import dataclasses

import pytest

from tests.tui.debtors import jens, marie
from tests.tui.doubles import MemoryServices
from tests.tui.walk import at_desk
from tui.widgets.hits import Offer


class Telephone(MemoryServices):
    """A register in which one number is in somebody's hands."""

    holder = Offer(10233, "10233", "Marie Sørensen", through="+4522334455", through_kind="phone", exact=True)

    def callers(self, number):
        return [] if self.holder.stale else [self.holder]

    def find(self, text):
        return [self.holder] if text == "+4522334455" else super().find(text)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Marie Sørensen 10233 calls · F9 opens"),
        ({"person": "Gudrun Thygesen"}, "Gudrun Thygesen for Marie Sørensen 10233 calls · F9 opens"),
        ({"phone_wrong": True}, "+45 22334455 calls · marked wrong here: somebody else · F9 lists"),
        ({"person": "Ole", "former": True}, "+45 22334455 calls · a former contact's number · F9 lists"),
    ],
)
async def test_the_caller_is_named_unless_the_number_is_somebody_elses_by_now(facts, words):
    services = Telephone(marie(), jens())
    services.holder = dataclasses.replace(services.holder, **facts)
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.app.desk.caller.calls("+4522334455")
        await agent.until_sees(words)
        if services.holder.stale:
            assert "Marie" not in agent.sees
        await agent.press("f9")
        held = {"phone_wrong": "wrong no.", "former": "former contact Ole"}
        await agent.until_sees(next((told for fact, told in held.items() if fact in facts), "10233 Marie Sørensen"))


async def test_a_long_contact_and_customer_leave_room_for_what_f9_does():
    services = Telephone(marie())
    services.holder = dataclasses.replace(services.holder, person="G" * 60, name="C" * 60)
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.app.desk.caller.calls("+4522334455")
        await agent.until_sees("… for C", "… 10233 calls · F9 opens")
