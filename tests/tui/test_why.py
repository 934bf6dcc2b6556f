"""F12: why each figure of the card is what it is."""

from datetime import date
from decimal import Decimal

import pytest

from model import errors
from model.kinds import CustomerStatus, EntryKind, Figure
from model.reasons import Reasons
from model.rules.explain import Days, Say, Sentence, sentence
from tests.tui.debtors import gone, jens, marie
from tests.tui.doubles import MemoryServices
from tests.tui.walk import at_desk
from tui.screens.why import Why

RATE = "no row for DK on 2027-01-01, so nothing is calculated"


def overdue(claim: str) -> Sentence:
    open_ = Decimal("2200.00")
    return sentence(Say.ITEM_OVERDUE, claim=claim, open=open_, amount=open_, due=date(2026, 10, 10), days=Days(43))


TOLD = (
    Reasons(
        Figure.TO_COLLECT,
        (
            sentence(Say.COLLECT_TOTAL, to_collect=Decimal("2200.00")),
            sentence(Say.COLLECT_OVERDUE, overdue=Decimal("12450.00")),
            sentence(Say.COLLECT_DISPUTED, disputed=Decimal("4250.00")),
            sentence(Say.COLLECT_IN_AGREEMENT, in_agreement=Decimal("6000.00")),
            overdue("1031"),
            overdue("1042"),
            sentence(Say.ITEM_DISPUTED, day=date(2026, 11, 21)),
        ),
    ),
    Reasons(
        Figure.BALANCE,
        (sentence(Say.BALANCE, balance=Decimal("13449.00"), open=Decimal("13449.00"), credit=Decimal("0.00")),),
    ),
    Reasons(
        Figure.PAYMENTS,
        (
            sentence(
                Say.WENT_TO_COSTS,
                amount=Decimal("100.00"),
                credit=EntryKind.PAYMENT,
                day=date(2026, 11, 20),
                claim="0988",
                kind=EntryKind.REMINDER_FEE,
            ),
            sentence(Say.WHY_VOUCHER, name="0988"),
            sentence(Say.INSIDE_CLAIM, first="costs", second="interest", third="principal"),
        ),
    ),
    Reasons(Figure.INTEREST, refused=RATE),
    Reasons(Figure.LIMITATION, tuple(overdue(f"F{n}") for n in range(40))),
    Reasons(Figure.RISK),
)


def services(**facts) -> MemoryServices:
    made = MemoryServices(marie(**facts), jens())
    made.told = TOLD
    return made


@pytest.mark.parametrize("size", [(80, 24), (140, 45)])
async def test_f12_tells_what_the_chosen_figure_rests_on_under_the_head_of_the_card(size):
    async with at_desk(services(), size) as agent:
        await agent.opens("10233")
        await agent.press("f12")
        await agent.until_sees(
            "10233 Marie Sørensen",
            "Pay by +71<000000000001031+82345678<",
            "[To collect]",
            "To collect 2.200,00 DKK",
            "Overdue: 12.450,00.",
            "1031: 2.200,00 of 2.200,00 is open, due Sat 10-10-2026, 43 days overdue.",
            "It is in dispute since Sat 21-11-2026.",
        )
        assert max(map(len, agent.sees.splitlines())) <= size[0]
        await agent.press("right", "right")
        await agent.until_sees(
            "100,00 of the payment of Fri 20-11-2026 went to the reminder fee on 0988.",
            "Inside a claim the order is costs, interest, principal.",
        )
        await agent.press("escape")
        await agent.until(lambda: agent.line.has_focus, "back at the line")


async def test_arrows_go_through_the_figures_and_scroll():
    async with at_desk(services()) as agent:
        await agent.opens("10233")
        await agent.press("f12")
        await agent.press("left", "left")
        await agent.until_sees("[Limitation]", "F0:")
        await agent.press("end")
        await agent.until_sees("F39:")
        await agent.press("tab")
        await agent.until_sees("[Risk]", "Nothing is known.")


async def test_a_rate_that_is_missing_is_named_in_the_place_of_an_amount():
    async with at_desk(services()) as agent:
        await agent.opens("10233")
        await agent.press("f12", "right", "right", "right")
        await agent.until_sees("[Interest]", f"! {RATE}")


async def test_from_the_history_it_begins_with_where_payments_went():
    async with at_desk(services()) as agent:
        await agent.opens("10233")
        await agent.press("tab", "f12")
        await agent.until_sees("[Payments]")


async def test_a_server_that_is_away_is_told():
    async with at_desk(services()) as agent:
        await agent.opens("10233")
        agent.services.refuse = [errors.Unreachable("the server is away")]
        await agent.press("f12")
        await agent.until_sees("! the server is away")


async def test_without_a_card_there_is_nothing_to_explain():
    async with at_desk(services()) as agent:
        await agent.until(lambda: agent.services.is_open)
        await agent.press("f12")
        assert not isinstance(agent.app.screen, Why)
        assert "! Open a customer first" in agent.sees


async def test_for_whom_nothing_is_collected_here_f12_says_so_as_the_card_does():
    made = services()
    made.cards[10500] = gone(CustomerStatus.DECEASED)
    why = sentence(Say.COLLECT_NOT_HERE, why="the customer has died")
    made.told = (Reasons(Figure.TO_COLLECT, (why, sentence(Say.COLLECT_OVERDUE, overdue=Decimal("12450.00")))),)
    async with at_desk(made) as agent:
        await agent.opens("10500")
        assert " Not to collect here · overdue 12.450,00\n" in agent.sees
        await agent.press("f12")
        await agent.until_sees(
            "Not to collect here · overdue 12.450,00 DKK", "Not to collect here: the customer has died."
        )
        assert "To collect 1" not in agent.sees
