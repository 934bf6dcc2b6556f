"""Data that would command the terminal, or break the screen, is only ever shown as plain letters."""

import dataclasses
import json
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from model.approvals import Waiting
from model.kinds import Figure
from model.limits import Unconfirmed
from model.reasons import Reasons
from model.records import Card, HistoryPage, NoteInfo, PhoneInfo
from model.rules.explain import Say, sentence
from model.text import plain
from tests.tui.cards import TODAY
from tests.tui.debtors import NOTES, marie
from tests.tui.debtors import ROWS as ROWS_OF_MARIE
from tests.tui.doubles import MemoryServices
from tests.tui.walk import Agent, at_desk
from tui.widgets.hits import ROWS, Offer

OWN = [
    "Hr [/] Hansen",
    "[bold]Ole[/bold]",
    "[@click=app.quit]Klik[/]",
    "\x1b[31mRød\x1b[0m",
    "\x1b]0;titel\x07Navn",
    "\x1b]52;c;aGVq\x07",
    "\x9b31mC1",
    "abc\u202egnp.exe",
    "a\u2066b\u2069c",
    "linje\nto\r\ntre\x00",
    "\ud7ff\ufeffnul\u200bbredde",
    "e\u0301" * 40,
    "漢字" * 40,
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿" * 10,
    "x" * 5000,
    "",
    " ",
    "$accent {name} %s {0}",
    "܀ الخط العربي עברית",
    "\tTab\x0b\x0c\x85\u2028\u2029",
]

SHARED = Path(__file__).parents[2] / "../shared/data/nasty/blns.json"


def everywhere(text: str, customer_id: int) -> Card:
    """A customer of whom nothing else is known."""
    return marie(
        customer_id=customer_id,
        name=text,
        address=text,
        number=str(customer_id),
        creditor=text,
        category=text,
        pay_by=text,
        phones=(PhoneInfo(text, text, wrong=False),),
        notes=(NoteInfo(1, NOTES[0].at, text, text, pinned=True), NoteInfo(2, NOTES[0].at, text, text, pinned=False)),
        history=HistoryPage(
            tuple(dataclasses.replace(r, text=text, voucher=text, agent=text, detail=text) for r in ROWS_OF_MARIE), None
        ),
        items=tuple(dataclasses.replace(i, voucher=text, reference=text) for i in marie().items),
    )


def a_line_each(texts: list[str]) -> Card:
    """A customer to whom all of it happened."""
    rows = tuple(
        dataclasses.replace(ROWS_OF_MARIE[0], text=text, voucher=text, agent=text, detail=text) for text in texts
    )
    return marie(customer_id=99, number="99", history=HistoryPage(rows, None))


class Finds(MemoryServices):
    """A lookup that offers what it is told to."""

    found: list[Offer] | None = None

    def find(self, text):
        return super().find(text) if self.found is None else self.found


ROWS_OF_CARD = 24
"""What of a window is not a line of history: the finder, who it is, arrangements, the entry line, the hints."""


async def walk_with(texts: list[str]) -> None:
    """Draw each text: among the customers offered, in every part of its own card, and as a line of everybody's."""
    services = Finds(*(everywhere(text, 20000 + n) for n, text in enumerate(texts)))
    services.cards |= {99: a_line_each(texts)}
    async with at_desk(services, (110, len(texts) + ROWS_OF_CARD)) as agent:
        await agent.until(lambda: services.is_open)
        for n in range(0, len(texts), ROWS):
            hits = [Offer(at, str(at), text, text, text) for at, text in enumerate(texts[n : n + ROWS])]
            services.found = hits
            await agent.press("x")
            assert drawn(agent.sees, texts[n : n + ROWS])
        services.found = None
        await agent.press("escape")
        await agent.opens("99")
        await agent.press("tab")
        assert drawn(agent.sees, texts)
        await agent.resizes(80, 24)
        for text in texts:  # the line under the cursor is told in full
            assert drawn(agent.sees.splitlines()[-3], [text])
            await agent.press("down")
        await agent.press("f6")  # open items in the place of history
        await explained(agent, texts)
        for n, text in enumerate(texts):
            agent.app.desk.show_card(services.cards[20000 + n])
            await agent.settles()
            assert drawn(agent.sees, [text]), repr(text)


async def explained(agent: Agent, texts: list[str]) -> None:
    """Read why a payment went where it went: its claim and its designation came from elsewhere."""
    for text in texts:
        told = Reasons(Figure.TO_COLLECT, (sentence(Say.WHY_VOUCHER, name=plain(text)),), refused=plain(text))
        agent.services.told = (told,)
        await agent.press("f12")
        await agent.until_sees("The payer named it")
        assert drawn(agent.sees, [text])
        await agent.press("escape")


def drawn(screen: str, texts: list[str]) -> bool:
    """Whether a screen is letters alone, and the beginning of each text among them."""
    assert printable(screen)
    composed = unicodedata.normalize("NFC", screen)
    missing = [text for text in texts if cells(text) not in composed]
    assert missing == []
    return True


def cells(text: str) -> str:
    """The beginning of a text as letters, so short that it is cut nowhere."""
    return plain(text).strip()[:4].rstrip()


def printable(screen: str) -> bool:
    return all(c.isprintable() or c == "\n" for c in screen) and not any(
        unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} for c in screen
    )


async def test_hostile_names_are_drawn_as_letters_everywhere():
    await walk_with(OWN)


@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared/data/nasty/blns.json beside this repository")
async def test_the_big_list_of_naughty_strings_is_drawn_as_letters():
    await walk_with(json.loads(SHARED.read_text(encoding="utf-8"))[::12])


async def test_what_is_posted_by_hand_is_drawn_as_letters():
    services = MemoryServices(*(everywhere(text, 20000 + n) for n, text in enumerate(OWN)))
    async with at_desk(services) as agent:
        await agent.opens("20000")
        for n, text in enumerate(OWN):
            services.drawn = text
            services.waiting = (Unconfirmed(1, "acknowledgement", TODAY, text),)
            agent.app.desk.show_card(services.cards[20000 + n])
            await agent.press("ctrl+g", "tab", "space")
            await agent.until_sees("100,00 reminder fee on")
            assert printable(agent.sees)
            await agent.press("shift+tab", "left")
            await agent.until_sees("[Confirm interruption]")
            assert printable(agent.sees)
            await agent.press("escape")
            agent.app.desk.keep("posting", 20000 + n, None)


async def test_what_waits_for_approval_is_drawn_as_letters():
    services = MemoryServices(*(everywhere(text, 20000 + n) for n, text in enumerate(OWN)))
    services.requests = tuple(
        Waiting(n, 20000 + n, text, text, text, NOTES[0].at, text, text, 9, text, Decimal("5.00"), text)
        for n, text in enumerate(OWN)
    )
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.press("ctrl+k")
        await agent.until_sees(f"{len(OWN)} wait for approval")
        for text in OWN:
            services.drawn = text
            await agent.press("enter")
            await agent.until_sees("100,00 reminder fee on")
            assert printable(agent.sees)
            await agent.press("down")


async def test_what_is_pasted_into_a_line_becomes_letters():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        agent.line.insert_text_at_cursor("a\x1b[31m\u202eb\tc")
        await agent.settles()
        assert agent.line.value.isprintable()
        assert printable(agent.sees)
