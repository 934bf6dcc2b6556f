"""Keys act in the order in which they were typed, also where a slow line brings several of them at once."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from textual import events
from textual.app import App
from textual.message import Message

from tui.widgets.controls import ReadAtOnce

_TRIPS = 2  # the key itself, and what it sent on its way: a line's Enter comes back as a message
_MOST_ALONE = 20  # letters that nothing follows: a line that takes them paints only when it has taken all
_LOST = 0.3  # seconds until a follower is given up: its widget went away under it
_AGAIN = 0.01


class InOrder(App[None]):
    """Lets a key do all it does before the next one begins.

    A letter goes to the widget in focus at once, while Tab, Enter or a function key travels up the tree to whoever
    binds it. Of keys that come in one packet a letter after Tab would land in the field before it, and one after Enter
    in what Enter records. So a message follows each key through the same queues; when it is back, the next key goes.
    Letters that are only text all go one way and cannot overtake each other: one message follows the last of them, and
    only when another key is to come after it.
    """

    @dataclass
    class Passed(Message):
        """What a key had to do is done, as far as this message followed it."""

        trip: object

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._ahead: deque[events.Event] = deque()
        self._busy = False
        self._early = True  # until something has the focus: a screen drops what is typed before
        self._alone = 0  # letters on their way that nothing follows yet
        self._trips = 0
        self._trip: object = None
        self._giving_up: asyncio.TimerHandle | None = None

    @property
    def keys_wait(self) -> bool:
        """Whether the next key must wait for something that the one before began."""
        return False

    async def on_event(self, event: events.Event) -> None:
        """Take keys one by one, all else as it comes."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._ahead.append(event)
        if not self._busy:
            self._busy = True
            await (self._go_on(self._trip) if self._early else self._begin())

    def _on_descendant_focus(self) -> None:
        """From now on somebody takes what is typed."""
        self._early = False

    async def _begin(self) -> None:
        """Send on what comes next: letters until there is another key; that one when the letters have arrived."""
        self._busy = True
        while self._ahead and self._alone < _MOST_ALONE and self._only_text(self._ahead[0]):
            await super().on_event(self._ahead.popleft())
            self._alone += 1
        if not self._ahead:
            self._busy, self._trip = False, None
        elif self._alone:
            self._follow(1)
        else:
            await super().on_event(self._ahead.popleft())
            self._follow(_TRIPS)

    def _only_text(self, key: events.Event) -> bool:
        """Whether a key does nothing but write into the line in focus."""
        line = self.focused
        return isinstance(key, events.Key) and isinstance(line, ReadAtOnce) and line.only_text(key.character or "")

    def _follow(self, trips: int) -> None:
        self._alone, self._trips, self._trip = 0, trips, object()
        (self.focused or self.screen).post_message(self.Passed(self._trip))
        self._giving_up = asyncio.get_running_loop().call_later(_LOST, self.call_next, self._go_on, self._trip)

    async def on_in_order_passed(self, message: Passed) -> None:
        """The follower is back."""
        if message.trip is not self._trip:
            return
        if self._giving_up:
            self._giving_up.cancel()
        if self._trips > 1:
            self._follow(self._trips - 1)
        else:
            await self._go_on(self._trip)

    async def _go_on(self, trip: object) -> None:
        if trip is not self._trip:
            return
        if self._early or self.keys_wait:
            self.set_timer(_AGAIN, lambda: self._go_on(trip))
        else:
            await self._begin()
