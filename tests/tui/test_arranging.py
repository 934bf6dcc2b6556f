"""Agreements and promises by form with all that can be agreed, and what is read aloud before they are recorded."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from model.kinds import Accepted, Direction, Outcome, Speaker
from model.letters import aloud
from model.proposals import AgreementProposal, CallProposal, PromiseProposal
from model.records import PartyInfo
from model.rules.schedule import BankDayRule, Frequency
from tests.tui.cards import TODAY, card
from tests.tui.debtors import jens, marie
from tests.tui.doubles import MemoryServices
from tests.tui.test_forms import agreement, at, promise
from tests.tui.walk import Agent, at_desk

FIELDS = ("invoices", "count", "each", "first", "frequency", "down", "replaces", "settle", "bank_day", "change")


async def fills(form, **values: str) -> None:
    """Write into the fields of a form, as an agent who goes through them with Tab."""
    for name in FIELDS:
        if name in values:
            form.host.form.set_focus(form.host.form.control(name))
            await form.type(values[name])


async def made(**values: str) -> AgreementProposal:
    async with at(agreement()) as form:
        await fills(form, **values)
        await form.press("enter")
    assert isinstance(form.made, AgreementProposal)
    return form.made


def days(proposal: AgreementProposal) -> list[date]:
    return [part.due for part in proposal.plan]


async def test_twice_a_month_is_the_first_and_the_fifteenth():
    proposal = await made(count="4", first="1/2", frequency="t")
    assert proposal.frequency is Frequency.TWICE_MONTHLY
    assert days(proposal) == [date(2027, 2, 1), date(2027, 2, 15), date(2027, 3, 1), date(2027, 3, 15)]


async def test_once_a_quarter_keeps_the_day_of_the_month():
    proposal = await made(count="3", first="31/1", frequency="q")
    assert days(proposal) == [date(2027, 1, 31), date(2027, 4, 30), date(2027, 7, 31)]


@pytest.mark.parametrize(
    ("keys", "rule", "last"),
    [
        ("", BankDayRule.FOLLOWING, date(2027, 8, 2)),
        ("a", BankDayRule.MODIFIED_FOLLOWING, date(2027, 7, 30)),
        ("n", BankDayRule.NONE, date(2027, 7, 31)),
    ],
)
async def test_the_last_day_of_payment_follows_the_rule_that_was_agreed(keys, rule, last):
    proposal = await made(count="1", first="31/7", bank_day=keys)
    assert proposal.rule is rule
    assert [part.effective for part in proposal.plan] == [last]


async def test_a_settlement_is_paid_at_once_and_says_what_is_written_off():
    async with at(agreement()) as form:
        await fills(form, first="fri", settle="70%")
        assert "forgoes 660,00" in form.screen
        assert "= 1.540,00 in 1 monthly instalments, then 660,00 is written off" in form.screen
        await form.press("enter")
    assert form.made.discount == Decimal("660.00")
    assert [(part.due, part.amount) for part in form.made.plan] == [(date(2026, 11, 27), Decimal("1540.00"))]


async def test_a_settlement_may_be_paid_in_instalments_too():
    proposal = await made(count="2", first="1/2", settle="2000")
    assert [part.amount for part in proposal.plan] == [Decimal(1000), Decimal(1000)]
    assert proposal.discount == Decimal("200.00")


@pytest.mark.parametrize("settle", ["2200", "100%", "3000"])
async def test_a_settlement_forgoes_something(settle):
    async with at(agreement()) as form:
        await fills(form, first="fri", settle=settle)
        await form.press("enter")
        assert form.still_open
        assert "! " in form.screen


async def test_one_instalment_is_changed_and_the_rest_follows_while_the_sum_holds():
    proposal = await made(count="4", first="1/2", change="2 100; 3 5/4")
    assert [part.amount for part in proposal.plan] == [Decimal(550), Decimal(100), Decimal(775), Decimal(775)]
    assert days(proposal) == [date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 5), date(2027, 5, 5)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("500", "write the number of an instalment"),
        ("9 500", "there is no instalment 9"),
        ("2 9000", "leaves nothing for the other instalments"),
        ("2 1/1", "must lie between its neighbours"),
    ],
)
async def test_a_change_that_does_not_fit_is_told_and_nothing_recorded(change, words):
    async with at(agreement(), (140, 45)) as form:
        await fills(form, count="4", first="1/2", change=change)
        await form.press("enter")
        assert form.still_open
        assert words in " ".join(form.screen.split())


async def to_the_sentence(agent: Agent) -> None:
    await agent.opens("10233")
    await agent.press("f4")
    await agent.until_sees("Instalment agreement")
    await agent.press("6", "tab", "tab", "1", "slash", "2", "enter")
    await agent.until_sees("Read aloud")


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_the_sentence_stands_there_whole_before_the_yes_and_is_stored_as_it_was_shown(size):
    async with at_desk(MemoryServices(marie()), size) as agent:
        await to_the_sentence(agent)
        shown = " ".join(agent.sees.split())
        assert "Jeg gentager: Du betaler 2.200 kroner" in shown
        await agent.press("enter")
        await agent.until_sees("Recorded: agreement")
    (proposal,) = agent.services.done
    assert isinstance(proposal, AgreementProposal)
    assert proposal.read_back in shown
    assert proposal.read_back == aloud.agreement(proposal, marie())
    assert (proposal.accepted_how, proposal.agreed_by) == (Accepted.ON_THE_PHONE, Speaker.DEBTOR)


async def test_a_no_goes_back_to_the_terms_as_they_were():
    async with at_desk(MemoryServices(marie())) as agent:
        await to_the_sentence(agent)
        await agent.press("escape")
        await agent.until_sees("Instalment agreement")
        assert "= 2.200,00 in 6 monthly instalments" in agent.sees
        await agent.press("escape")
        assert agent.services.done == []


async def test_who_says_yes_and_how_is_kept_with_it():
    proxy = PartyInfo(5, "proxy", "Jens Sørensen", "", "economy", None)
    async with at_desk(MemoryServices(marie(parties=(proxy,)))) as agent:
        await to_the_sentence(agent)
        await agent.press("i", "tab", "j")
        assert "yes in writing by Jens Sørensen (proxy, economy)" in " ".join(agent.sees.split())
        await agent.press("enter")
        await agent.until_sees("Recorded: agreement")
    (proposal,) = agent.services.done
    assert (proposal.accepted_how, proposal.agreed_by, proposal.party_id) == (Accepted.IN_WRITING, Speaker.PROXY, 5)


async def test_an_agreement_by_form_with_its_call_takes_at_most_sixteen_keys():
    """From the finder on, the text that is looked for not counted."""
    async with at_desk(MemoryServices(marie(), jens())) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.types("10233")
        keys = ["enter", "f2", "enter", "f4", "6", "tab", "tab", "1", "slash", "2", "enter", "enter", "f2", "enter"]
        assert len(keys) <= 16
        for key, seen in zip(
            keys,
            [
                "To collect",
                "Start call",
                "●",
                "Instalment agreement",
                *[""] * 6,
                "Read aloud",
                "Recorded",
                "End call",
                "",
            ],
            strict=True,
        ):
            await agent.press(key)
            await agent.until_sees(seen)
        await agent.until_sees("Recorded: call")
    agreed, call = agent.services.done
    assert isinstance(agreed, AgreementProposal)
    assert days(agreed) == [date(2027, month, 1) for month in range(2, 8)]
    assert isinstance(call, CallProposal)
    assert (call.outcome, call.direction) == (Outcome.AGREEMENT, Direction.OUT)


async def test_a_promise_is_read_aloud_from_its_form_and_stored_so():
    async with at(promise()) as form:
        shown = " ".join(form.screen.split())
        assert "Jeg gentager: Du betaler 2.200 kroner" in shown
        await form.press("enter")
    assert isinstance(form.made, PromiseProposal)
    assert form.made.read_back in shown
    assert form.made.read_back == aloud.promise([replace(form.made, read_back="")], card())
    assert form.made.due > TODAY
