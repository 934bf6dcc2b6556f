"""How the desk looks: pictures that somebody looked at. Renewed with `--snapshot-update`."""

from dataclasses import replace
from datetime import date

import pytest
from textual.pilot import Pilot

from model.kinds import CustomerStatus
from model.records import PartyInfo
from model.rules.contactrules import Caution, Why
from tests.tui.debtors import gone, jens, marie
from tests.tui.doubles import MemoryServices
from tests.tui.test_approvals import WAITING
from tests.tui.test_why import TOLD
from tests.tui.walk import Agent
from tui.app import DeskApp

WRITTEN = {"promise": "lovede 500 fredag", "question": "lovede 500 næste fredag", "agreement": "6 mdr fra 1/2"}
SIZES = {"80x24": (80, 24), "140x45": (140, 45)}


def desk(**options: bool) -> DeskApp:
    return DeskApp(MemoryServices(marie(), jens(), gone(CustomerStatus.DECEASED)), **options)


def agent_at(app: DeskApp, pilot: Pilot[None]) -> Agent:
    assert isinstance(app.services, MemoryServices)
    return Agent(app, pilot, app.services)


def steps(app: DeskApp, *keys: str, number: str = "10233"):
    async def walk(pilot):
        agent = agent_at(app, pilot)
        await agent.opens(number)
        for key in keys:
            await agent.press(key)
            await pilot.pause()
        await agent.until_sees("Mette · 3 due")

    return walk


@pytest.mark.parametrize("size", SIZES)
def test_a_card(snap_compare, size):
    app = desk()
    assert snap_compare(app, terminal_size=SIZES[size], run_before=steps(app, *"ringer"))


@pytest.mark.parametrize("size", SIZES)
def test_hits(snap_compare, size):
    app = desk()

    async def walk(pilot):
        agent = agent_at(app, pilot)
        await agent.until_sees("Mette · 3 due")
        await agent.types("e")

    assert snap_compare(app, terminal_size=SIZES[size], run_before=walk)


@pytest.mark.parametrize("size", SIZES)
def test_a_history_in_focus(snap_compare, size):
    app = desk()
    assert snap_compare(app, terminal_size=SIZES[size], run_before=steps(app, "tab", "down"))


def test_open_items_in_a_narrow_window(snap_compare):
    app = desk()
    assert snap_compare(app, terminal_size=(80, 24), run_before=steps(app, "f6"))


def test_a_special_state(snap_compare):
    app = desk()
    assert snap_compare(app, terminal_size=(80, 24), run_before=steps(app, number="10500"))


def test_a_call_under_way(snap_compare):
    app = desk()

    async def walk(pilot):
        await steps(app)(pilot)
        agent = agent_at(app, pilot)
        await agent.press("f2")
        await agent.until_sees("Start call")
        await agent.press("enter")
        await agent.until_sees("● 14:02")

    assert snap_compare(app, terminal_size=(80, 24), run_before=walk)


@pytest.mark.parametrize("size", SIZES)
def test_why(snap_compare, size):
    app = desk()
    assert isinstance(app.services, MemoryServices)
    app.services.told = TOLD

    async def walk(pilot):
        await steps(app, "f12")(pilot)
        await agent_at(app, pilot).until_sees("Overdue: 12.450,00")

    assert snap_compare(app, terminal_size=SIZES[size], run_before=walk)


@pytest.mark.parametrize("size", SIZES)
def test_a_posting(snap_compare, size):
    app = desk()

    async def walk(pilot):
        await steps(app, "ctrl+g", "tab", "tab", *"500")(pilot)
        await agent_at(app, pilot).until_sees("Balance 12.949,00")

    assert snap_compare(app, terminal_size=SIZES[size], run_before=walk)


@pytest.mark.parametrize("size", SIZES)
def test_approvals(snap_compare, size):
    app = desk()
    assert isinstance(app.services, MemoryServices)
    app.services.requests = (WAITING, replace(WAITING, id=13, asked_by="Tor Eikeland", name="Café Ægir ApS"))

    async def walk(pilot):
        agent = agent_at(app, pilot)
        await agent.until_sees("2 to approve")
        await agent.press("ctrl+k")
        await agent.until_sees("2 wait for approval")
        await agent.press("enter")
        await agent.until_sees("A grants it")

    assert snap_compare(app, terminal_size=SIZES[size], run_before=walk)


@pytest.mark.parametrize("size", SIZES)
def test_what_speaks_against_a_call(snap_compare, size):
    services = MemoryServices(marie(parties=(PartyInfo(5, "proxy", "Jens Sørensen", "", "economy", date(2027, 2, 1)),)))
    services.against = [
        Caution(Why.CLOSED_DAY, "no calls on Sundays: again from Mon 23-11 08:00"),
        Caution(Why.ATTEMPTS, "called 3 times within a week, at most 3: again from Wed 25-11 10:00"),
    ]
    app = DeskApp(services)

    async def walk(pilot):
        await steps(app, "f2")(pilot)
        await agent_at(app, pilot).until_sees("Start call", "at most 3")

    assert snap_compare(app, terminal_size=SIZES[size], run_before=walk)


@pytest.mark.parametrize("size", SIZES)
def test_an_agreement_with_its_options(snap_compare, size):
    app = desk()

    async def walk(pilot):
        await steps(app)(pilot)
        agent = agent_at(app, pilot)
        await agent.press("f4")
        await agent.until_sees("Instalment agreement")
        await agent.press("4", "tab", "tab", "1", "slash", "2", "tab", "t", *["tab"] * 3, *"2000", *["tab"] * 2)
        await agent.types("2 100")
        await agent.until_sees("then 200,00 is written off")

    assert snap_compare(app, terminal_size=SIZES[size], run_before=walk)


@pytest.mark.parametrize("size", SIZES)
def test_an_agreement_read_aloud(snap_compare, size):
    app = desk()

    async def walk(pilot):
        await steps(app)(pilot)
        agent = agent_at(app, pilot)
        await agent.press("f4")
        await agent.until_sees("Instalment agreement")
        await agent.press("6", "enter")
        await agent.until_sees("Read aloud")

    assert snap_compare(app, terminal_size=SIZES[size], run_before=walk)


def test_sixteen_colours(snap_compare):
    app = desk(few_colours=True)
    assert snap_compare(app, terminal_size=(80, 24), run_before=steps(app))


def test_the_keys(snap_compare):
    app = desk()

    async def walk(pilot):
        await steps(app)(pilot)
        await pilot.press("f1")
        await agent_at(app, pilot).until_sees("Anywhere")

    assert snap_compare(app, terminal_size=(80, 24), run_before=walk)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("means", WRITTEN)
def test_what_enter_will_do(snap_compare, size, means):
    app = DeskApp(MemoryServices(marie()))
    keys = ("space" if c == " " else c for c in WRITTEN[means])
    assert snap_compare(app, terminal_size=SIZES[size], run_before=steps(app, *keys))
