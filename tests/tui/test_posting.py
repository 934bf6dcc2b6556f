"""Ctrl+G: posting by hand, with what comes of it drawn before it is saved."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from model import errors
from model.agent import Agent, AgentRole, Authority
from model.kinds import AuthorityKind, EntryKind, Role
from model.ledger import Entry
from model.limits import Unconfirmed
from model.proposals import (
    Booked,
    Charged,
    ChargeProposal,
    ConfirmationProposal,
    DueDateProposal,
    InterruptionProposal,
    PostingProposal,
    ReversalProposal,
    TransferProposal,
    Waived,
    WaiverProposal,
)
from model.rules.limitation import What
from model.store import open_register
from tests.model.build import NOW, Debtor, debtor
from tests.tui.cards import ITEMS, NOTHING, TODAY, card, item
from tests.tui.debtors import ROWS, jens, marie
from tests.tui.doubles import MemoryServices
from tests.tui.walk import Agent as Person
from tests.tui.walk import at_desk
from tui.entry_values import Unclear
from tui.screens.posting_terms import Chosen, Found, Task, read_posting, tasks, value_day
from tui.services import Services

FEE = item(7, "R1031", date(2026, 11, 1), "100.00", kind=EntryKind.REMINDER_FEE)
CARD = card((*ITEMS, FEE), unallocated=Decimal("300.00"), interest=Decimal("45.10"))
LINE = Chosen(9, "Payment 1.500,00", Decimal("-1500.00"), "DKK")
EMPTY = dict.fromkeys(("invoices", "to", "amount", "on", "due", "text"), "") | {
    "happened": What.ACKNOWLEDGEMENT,
    "waiting": "3",
}


def read(what: Task, *, chosen: Chosen | None = None, **values: str):
    found = {"10400": Found(10400, "Jens Holm"), "1": Found(None, "")}
    return read_posting(EMPTY | {"what": what} | values, CARD, TODAY, chosen=chosen, found=found)


def posting(what: Booked, amount: str, *ids: int, on: date = TODAY, text: str = "") -> PostingProposal:
    return PostingProposal(10233, what, Decimal(amount), "DKK", on, ids, text, "fingerprint")


@pytest.mark.parametrize(
    ("values", "made"),
    [
        ({"what": Task.PAYMENT, "amount": "500"}, posting(Booked.PAYMENT, "500.00")),
        (
            {"what": Task.PAYMENT, "amount": "1.500,50", "invoices": "1 2", "on": "20/11", "text": "cash"},
            posting(Booked.PAYMENT, "1500.50", 1, 2, on=date(2026, 11, 20), text="cash"),
        ),
        ({"what": Task.CREDIT_NOTE, "amount": "200", "invoices": "1"}, posting(Booked.CREDIT_NOTE, "200.00", 1)),
        ({"what": Task.WRITE_OFF, "amount": "999", "invoices": "4"}, posting(Booked.WRITE_OFF, "999.00", 4)),
        ({"what": Task.REFUND, "amount": "300", "invoices": "4"}, posting(Booked.REFUND, "300.00")),
        (
            {"what": Task.WAIVE_FEES, "invoices": "7"},
            WaiverProposal(10233, Waived.REMINDER_FEE, (7,), "fingerprint"),
        ),
        (
            {"what": Task.TRANSFER, "invoices": "1", "to": "10400"},
            TransferProposal(10233, 1, 10400, TODAY, None, "", "fingerprint"),
        ),
        (
            {"what": Task.TRANSFER, "chosen": LINE, "to": "10400", "amount": "500"},
            TransferProposal(10233, 9, 10400, TODAY, Decimal("500.00"), "", "fingerprint"),
        ),
        (
            {"what": Task.REVERSAL, "chosen": LINE, "text": "bounced"},
            ReversalProposal(10233, 9, TODAY, None, "bounced", "fingerprint"),
        ),
        (
            {"what": Task.DUE_DATE, "invoices": "1", "due": "15/12", "text": "moved"},
            DueDateProposal(10233, 1, date(2026, 12, 15), "moved", "fingerprint"),
        ),
        (
            {"what": Task.INTEREST, "on": "20-11-2026"},
            ChargeProposal(10233, Charged.INTEREST, date(2026, 11, 20), (), "fingerprint"),
        ),
        ({"what": Task.COMPENSATION}, ChargeProposal(10233, Charged.COMPENSATION, TODAY, (), "fingerprint")),
        (
            {"what": Task.INTERRUPTION, "invoices": "1", "on": "i går"},
            InterruptionProposal(10233, 1, What.ACKNOWLEDGEMENT, date(2026, 11, 21)),
        ),
        ({"what": Task.CONFIRMATION}, ConfirmationProposal(10233, 3)),
    ],
)
def test_the_fields_of_each_act_make_its_proposal(values, made):
    assert read(**values).made == made


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"what": Task.PAYMENT}, "amount", "say how much"),
        ({"what": Task.PAYMENT, "amount": "x"}, "amount", "not an amount"),
        ({"what": Task.PAYMENT, "amount": "5", "on": "1-12-2026"}, "on", "has not come"),
        ({"what": Task.PAYMENT, "amount": "5", "on": "31/2"}, "on", "no such day"),
        ({"what": Task.WRITE_OFF, "amount": "5"}, "invoices", "tick the invoices"),
        ({"what": Task.WRITE_OFF, "amount": "5000", "invoices": "4"}, "amount", "more than the 999,00"),
        ({"what": Task.REFUND, "amount": "301"}, "amount", "more than the 300,00"),
        ({"what": Task.WAIVE_FEES}, "invoices", "tick what is waived"),
        ({"what": Task.TRANSFER, "invoices": "1"}, "to", "say the number"),
        ({"what": Task.TRANSFER, "invoices": "1", "to": "1"}, "to", "no other customer has number 1"),
        ({"what": Task.TRANSFER, "invoices": "1 2", "to": "10400"}, "invoices", "the one invoice"),
        ({"what": Task.DUE_DATE, "invoices": "1"}, "due", "say the new due date"),
        ({"what": Task.REVERSAL, "chosen": LINE, "amount": "1500,01"}, "amount", "more than the 1.500,00"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(values, field, words):
    reading = read(**values)
    assert reading.made is None
    assert words in reading.wrong[field]


def test_the_line_says_how_much_is_waived():
    assert read(Task.WAIVE_FEES, invoices="7").effect == "Waive fees 100,00 DKK · R1031"


def test_only_what_makes_sense_on_the_account_is_offered():
    assert Task.REFUND in tasks(CARD)
    assert Task.WAIVE_FEES in tasks(CARD)
    assert Task.COMPENSATION not in tasks(CARD)  # a consumer never owes one
    assert Task.COMPENSATION in tasks(replace(CARD, kind="company"))
    assert tasks(card((), interest=NOTHING, days_overdue=0)) == [Task.PAYMENT]
    assert tasks(CARD, chosen=LINE) == [Task.REVERSAL, Task.TRANSFER]
    assert Task.CONFIRMATION in tasks(CARD, waiting=True)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20/11", date(2026, 11, 20)),
        ("22-11", TODAY),
        ("1.12.", date(2025, 12, 1)),
        ("3/11-26", date(2026, 11, 3)),
        ("yesterday", date(2026, 11, 21)),
        ("i dag", TODAY),
    ],
)
def test_a_value_date_is_the_last_such_day(typed, day):
    assert value_day(typed, TODAY) == day


def test_what_is_no_day_is_no_value_date():
    with pytest.raises(Unclear):
        value_day("soon", TODAY)


# At the desk


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_a_payment_shows_where_it_goes_before_it_is_posted(size):
    async with at_desk(MemoryServices(marie(), jens()), size) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+g")
        await agent.until_sees("Post by hand", "[Payment]", "To collect 2.200,00")
        await agent.press("tab", "tab")
        await agent.types("500")
        await agent.until_sees(
            "= Payment 500,00 DKK · Sun 22-11-2026",
            "100,00 reminder fee on 1031",
            "400,00 1031",
            "Balance 12.949,00, was 13.449,00",
        )
        assert max(map(len, agent.sees.splitlines())) <= size[0]
        await agent.press("enter")
        await agent.until_sees("Recorded: payment")
        assert agent.services.done == [posting(Booked.PAYMENT, "500.00")]


async def test_the_amount_goes_with_what_is_ticked_until_one_is_written():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+g", "w", "tab", "space")
        await agent.until_sees("[Write-off]", "= Write-off 2.200,00 DKK · Sun 22-11-2026 · 1031")
        await agent.press("down", "space")
        await agent.until_sees("= Write-off 6.450,00 DKK · Sun 22-11-2026 · 1031, 1042")


async def test_what_is_beyond_the_agent_is_told_before_enter():
    services = MemoryServices(marie())
    services.beyond = "5000.00 DKK is more than the 100.00 you may post"
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+g", "tab", "tab")
        await agent.types("5000")
        await agent.until_sees("! 5000.00 DKK is more than the")


async def test_what_the_register_refuses_is_told_in_the_place_of_the_effect():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+g", "tab", "tab")
        agent.services.refuse = [errors.Busy("the register is busy")]
        await agent.types("5")
        await agent.until_sees("! the register is busy")


async def test_a_form_half_filled_comes_back_with_its_act_and_its_ticks():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+g", "w", "tab", "space", "escape")
        await agent.until(lambda: agent.line.has_focus)
        await agent.press("ctrl+g")
        await agent.until_sees("[Write-off]", "[x] 1031", "= Write-off 2.200,00 DKK")


async def test_r_takes_the_chosen_line_of_history_back():
    rows = tuple(replace(row, entry_id=50 + n) if row.amount else row for n, row in enumerate(ROWS))
    services = MemoryServices(marie(history=replace(marie().history, rows=rows)), jens())
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.press("tab", "r")
        await agent.until_sees("! Only a line of the ledger")
        await agent.press("down", "r")
        await agent.until_sees("[Take back]", "Payment 0988 · -1.500,00 DKK", "= Take back · Sun 22-11-2026")
        await agent.press("enter")
        await agent.until_sees("Recorded: taken back")
        assert agent.services.done == [ReversalProposal(10233, 51, TODAY, None, "", "fingerprint")]


async def test_t_moves_it_to_the_customer_whose_name_is_shown():
    rows = tuple(replace(row, entry_id=50 + n) if row.amount else row for n, row in enumerate(ROWS))
    services = MemoryServices(marie(history=replace(marie().history, rows=rows)), jens())
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.press("tab", "down", "t", "tab")
        await agent.types("10400")
        await agent.until_sees("[Transfer]", "Jens Holm", "to 10400 Jens Holm")
        await agent.press("enter")
        await agent.until_sees("Recorded: transfer")
        assert agent.services.done[0].to_customer_id == 10400


async def test_an_interruption_is_confirmed_by_a_second_act():
    services = MemoryServices(marie())
    services.waiting = (Unconfirmed(3, "acknowledgement", date(2026, 11, 20), "1031"),)
    async with at_desk(services) as agent:
        await agent.opens("10233")
        await agent.press("ctrl+g", "left")
        await agent.until_sees("[Confirm interruption]", "[1031 acknowledgement 20-11]")
        await agent.press("enter")
        await agent.until_sees("Recorded: limitation confirmed")
        assert agent.services.done == [ConfirmationProposal(10233, 3)]


# With a register behind


@pytest.fixture
def owing(register_url: str) -> Iterator[Debtor]:
    """Marie owes an invoice with a fee; agents may write off 100 alone, Birgit supervises."""
    register = open_register(register_url)
    customer = debtor(register, number="10233")
    invoice = customer.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    customer.owes("100.00", "R1", on=date(2026, 10, 12), kind=EntryKind.REMINDER_FEE, claim_id=invoice)
    limit: Any = {"kind": AuthorityKind.WRITE_OFF, "amount": Decimal("100.00"), "currency": "DKK"}
    boss = Agent(login="birgit", name="Birgit", created_at=NOW)
    with register.write() as session:
        session.add_all([boss, Authority(role=Role.AGENT, valid_from=date(2026, 1, 1), **limit)])
        session.flush()
        session.add(AgentRole(agent_id=boss.id or 0, role=Role.SUPERVISOR, valid_from=date(2026, 11, 1)))
    yield customer
    register.close()


@asynccontextmanager
async def desk_of(customer: Debtor, login: str) -> AsyncIterator[Person]:
    """Somebody at the customer's card, at a desk of their own."""
    url = customer.register.engine.url.render_as_string(hide_password=False)
    services: Any = Services(url, login, TODAY)
    threads = ThreadPoolExecutor()
    asyncio.get_running_loop().set_default_executor(threads)
    try:
        async with at_desk(services) as agent:
            await agent.until(lambda: services.is_open and services.can_search, "the register is open")
            await agent.opens("10233")
            yield agent
    finally:
        threads.shutdown()  # what is still being read is read before its connection is closed
        services.close()


async def test_what_was_drawn_is_what_is_posted(owing):
    async with desk_of(owing, "mette") as agent:
        await agent.press("ctrl+g", "tab", "tab")
        await agent.types("300")
        await agent.until_sees("100,00 reminder fee on 1031", "200,00 1031", "To collect 800,00, was 1.100,00")
        await agent.press("enter")
        await agent.until_sees("Recorded: payment 300 DKK", "To collect 800,00 = overdue 800,00")
        assert owing.rows(Entry)[-1].amount == Decimal("-300.00")
        await agent.press("f12", "right", "right")
        await agent.until_sees("100,00 of the payment of Sun 22-11-2026 went to the reminder fee on 1031.")
