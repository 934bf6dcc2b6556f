"""The right end of the first line: who is at the desk, what is due, the time, and the call under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.reactive import var

from tui.widgets.lines import Line, Lines, width_of
from tui.wording import _, counted

if TYPE_CHECKING:
    from tui.screens.call import CallStarted


class Clock(Lines):
    """Moves by the minute."""

    agent: var[str] = var("")
    due: var[int] = var(0)
    waiting: var[int] = var(0)

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._now: datetime | None = None
        self._call: CallStarted | None = None

    def tell(self, now: datetime, call: CallStarted | None) -> None:
        """The time, and the call."""
        self._now, self._call = now, call
        self._draw()

    def watch_agent(self) -> None:
        """Draw the agent."""
        self._draw()

    def watch_due(self) -> None:
        """Draw how much is due."""
        self._draw()

    def watch_waiting(self) -> None:
        """Draw how much waits for the agent's approval."""
        self._draw()

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002
        """As wide as it needs."""
        return width_of(self._shown[0]) if self._shown else 0

    def _draw(self) -> None:
        before = self.get_content_width(self.size, self.size)
        self.show([clock_line(self._now, self.agent, self.due, self._call, self.waiting)])
        if before != self.get_content_width(self.size, self.size):
            self.refresh(layout=True)


def clock_line(now: datetime | None, agent: str, due: int, call: CallStarted | None, waiting: int = 0) -> Line:
    """Call, agent, what waits for approval, tasks due, time."""
    line: Line = ()
    if call and call.started_at and now:
        minutes = max(now - call.started_at, timedelta()) // timedelta(minutes=1)
        began = call.started_at.astimezone(now.tzinfo)
        line = ((f" ● {began:%H:%M} " + _("{minutes:02} min").format(minutes=minutes), "alert"),)
    words = [agent[:20]] if agent else []
    if waiting:
        words.append(counted("{count} to approve", "{count} to approve", waiting))
    if due:
        words.append(counted("{count} due", "{count} due", due))
    if now:
        words.append(f"{now:%H:%M}")
    return (*line, (" " + " · ".join(words) + " ", "muted")) if words or line else ((" ", ""),)
