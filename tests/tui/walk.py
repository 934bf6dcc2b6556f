"""An agent at a desk in a test: sees the screen as text, presses keys, waits for facts."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App
from textual.events import Key
from textual.keys import REPLACED_KEYS, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from tests.tui.doubles import MemoryServices
from tests.waiting import PATIENCE
from tui.app import DeskApp
from tui.widgets.entryline import EntryLine
from tui.widgets.finder import Finder

QUIET = 2
"""Rounds in which nothing happened, until all that a key started in the program is over."""


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until every widget has done what it was sent, and what came of that, and the screen is laid out.

    Textual's own pause waits for the processor to be idle, which takes long where others use the same machine.
    What a thread is at is not waited for: that is a fact to wait for by name.
    """
    app, quiet = pilot.app, 0
    deadline = time.monotonic() + PATIENCE
    while app.is_running and quiet < QUIET and time.monotonic() < deadline:
        if not await pilot._wait_for_screen():
            return  # the program is going, or failed
        app.screen._on_timer_update()
        await asyncio.sleep(0)
        waiting = sum(pump.message_queue_size + len(pump._next_callbacks) for pump in _pumps(app))
        quiet = 0 if waiting else quiet + 1


def _pumps(app: App[Any]) -> Iterator[MessagePump]:
    yield app
    for screen in app.screen_stack:
        yield from screen.walk_children(with_self=True)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one after the other, each when the one before has had its effect."""
    for key in keys:
        await asyncio.sleep(0)  # a key comes from outside: never in the turn that an earlier act began in
        pilot.app.post_message(Key(key, _character(key)))
        await settle(pilot)


def _character(key: str) -> str | None:
    """What a key writes: "a" for a, "/" for slash, nothing for f2."""
    if len(key) == 1:
        return key
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        return None


async def resize(pilot: Pilot[Any], width: int, height: int) -> None:
    """Make the window another size."""
    await pilot.resize_terminal(width, height)
    await settle(pilot)


class Agent:
    """Somebody at the desk."""

    def __init__(self, app: DeskApp, pilot: Pilot[None], services: MemoryServices) -> None:
        self.app = app
        self.pilot = pilot
        self.services = services

    @property
    def sees(self) -> str:
        """The whole screen, forms and all."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    @property
    def focus(self) -> str | None:
        return self.app.focused.id if self.app.focused else None

    @property
    def line(self) -> EntryLine:
        return self.app.desk.query_one(EntryLine)

    @property
    def finder(self) -> Finder:
        return self.app.desk.query_one(Finder)

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def types(self, text: str) -> None:
        await self.press(*(("space" if c == " " else "exclamation_mark" if c == "!" else c) for c in text))

    async def settles(self) -> None:
        await settle(self.pilot)

    async def resizes(self, width: int, height: int) -> None:
        await resize(self.pilot, width, height)

    async def until(self, fact: Callable[[], object], what: str = "") -> None:
        deadline = time.monotonic() + PATIENCE
        while not fact():
            if time.monotonic() > deadline:
                raise TimeoutError(f"in vain: {what}\n{self.sees}")
            await asyncio.sleep(0.01)
            self.app.screen._on_timer_update()

    async def until_sees(self, *words: str) -> None:
        await self.until(lambda: all(some in self.sees for some in words), " and ".join(words))

    async def opens(self, number: str) -> None:
        await self.until(lambda: self.services.is_open, "the register is open")
        await self.types(number)
        await self.press("enter")
        await self.until(lambda: self.line.has_focus, f"{number} is open")
        await self.settles()


@asynccontextmanager
async def at_desk(services: MemoryServices, size: tuple[int, int] = (80, 24), **options: bool) -> AsyncIterator[Agent]:
    app = DeskApp(services, **options)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield Agent(app, pilot, services)
