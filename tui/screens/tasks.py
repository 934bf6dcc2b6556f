"""What an agent and the team have to do today and in the week to come: open one, or tick it off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from model.errors import Refused
from model.proposals import TaskDoneProposal
from model.records import Card, DueTask
from tui.widgets.lines import Line, cut, fit
from tui.widgets.pane import Pane
from tui.wording import _, counted, moment, word

_MOST = 15  # rows in sight


class TaskList(Pane):
    """The tasks, a line each."""

    def __init__(self, tasks: tuple[DueTask, ...], zone: ZoneInfo, agent: str) -> None:
        super().__init__(id="task-list")
        self.agent = agent
        self.tasks = tasks
        self.zone = zone

    def title(self) -> Line:
        """How many there are."""
        return ((counted("{count} task within a week", "{count} tasks within a week", len(self.tasks)), "title"),)

    def resized(self) -> None:
        """Draw for the width."""
        lines = [_line(task, self.size.width or 80, self.zone, self.agent) for task in self.tasks]
        self.fill(lines or [((" " + _("nothing is due within a week"), "muted"),)], keep_place=True)

    @property
    def chosen(self) -> DueTask | None:
        """The task under the cursor."""
        return self.tasks[self.cursor] if self.cursor < len(self.tasks) else None


class Tasks(ModalScreen[int | None]):
    """The list; it goes away with the customer whose card is to be opened, or with nobody."""

    BINDINGS: ClassVar = [
        Binding("enter", "open", show=False),
        Binding("d", "done", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]
    DEFAULT_CSS = """
    Tasks { align: left bottom; background: transparent; }
    Tasks Vertical { height: auto; width: 100%; background: $surface; }
    Tasks #task-said, Tasks .hints { height: 1; width: 100%; padding: 0 1; }
    """

    def __init__(
        self, tasks: tuple[DueTask, ...], zone: ZoneInfo, agent: str, do: Callable[[TaskDoneProposal], Card]
    ) -> None:
        super().__init__()
        self._list = TaskList(tasks, zone, agent)
        self._do = do

    def compose(self) -> ComposeResult:
        """The list, what became of a key, the keys."""
        with Vertical():
            yield self._list
            yield Static("", id="task-said", markup=False)
            yield Static(_("Enter open  D done  ↑↓ PgUp PgDn move  Esc back"), classes="hints", markup=False)

    def on_mount(self) -> None:
        """As high as it needs."""
        self._list.styles.height = min(max(len(self._list.tasks), 1), _MOST) + 1
        self._list.focus()

    def on_key(self, event: events.Key) -> None:
        """No other key goes astray."""
        if event.is_printable and event.character not in {"d", "D"}:
            event.stop()

    def action_open(self) -> None:
        """The card of the chosen one."""
        if task := self._list.chosen:
            self.dismiss(task.customer_id)

    def action_done(self) -> None:
        """Tick the chosen one off."""
        if task := self._list.chosen:
            self.run_worker(self._tick_off(task), exclusive=True)

    async def _tick_off(self, task: DueTask) -> None:
        said = self.query_one("#task-said", Static)
        try:
            await asyncio.to_thread(self._do, TaskDoneProposal(task.customer_id, task.id))
        except Refused as refused:
            said.update(f"! {refused}")
            return
        self._list.tasks = tuple(other for other in self._list.tasks if other.id != task.id)
        self._list.resized()
        said.update(_("= Done: {kind}, {name}").format(kind=word(task.kind), name=task.name))


def _line(task: DueTask, width: int, zone: ZoneInfo, agent: str) -> Line:
    whose = "" if task.agent == agent else task.agent or _("team")
    return cut(
        (
            (f" {moment(task.due_at, zone)} ", "key"),
            (fit(word(task.kind), 14) + " ", ""),
            (f"{task.number} {task.name}", "strong"),
            (f" · {whose}" if whose else "", "muted"),
            (f" · {task.text}" if task.text else "", ""),
        ),
        width,
    )
