"""The desk as a program: its services, its colours, its ways out."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from importlib import import_module
from typing import ClassVar

from textual import events
from textual.widgets import Input

from model.errors import Refused
from tui import memory, terminal
from tui.commands import DeskCommands
from tui.keys import InOrder
from tui.leaving import unless_left
from tui.screens.desk import Desk
from tui.services import Services
from tui.themes import SIXTEEN, TRUE
from tui.widgets.form import Form
from tui.widgets.lines import LOOKS

EXIT_REFUSED = 2


class DeskApp(InOrder):
    """One agent at one register."""

    CSS_PATH = "kartotek.tcss"
    TITLE = "kartotek"
    COMMANDS: ClassVar = {DeskCommands}
    COMMAND_PALETTE_DISPLAY = "Ctrl+P"
    COMPONENT_CLASSES: ClassVar = LOOKS
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, services: Services, *, few_colours: bool = False, demo: bool = False) -> None:
        # With few colours Textual must not turn the terminal's own into guesses; with NO_COLOR it then sends none.
        super().__init__(ansi_color=True if few_colours else None)
        self.services = services
        self.demo = demo
        self.animation_level = "none"
        self.refused: Refused | None = None
        for theme in (TRUE, SIXTEEN):
            self.register_theme(theme)
        self.theme = SIXTEEN.name if few_colours else TRUE.name
        self.desk = Desk(services, demo=demo)

    def get_default_screen(self) -> Desk:
        """The desk is all there is."""
        return self.desk

    @property
    def keys_wait(self) -> bool:
        """What is typed after a key that opens a card or a form is meant for that, not for what is still in sight."""
        if not self.screen_stack:  # the desk is being left
            return False
        if self.screen is not self.desk:
            return not self.screen.is_mounted or (isinstance(self.screen, Form) and self.screen.focused is None)
        opening = any(worker.group == "open" and not worker.is_finished for worker in self.workers)
        return opening or self.desk.form_wanted or self.desk.opening.early is not None

    def on_mount(self) -> None:
        """Be ready for a dropped line, then open the register behind the first paint."""
        terminal.on_hangup(self.hang_up)
        self.call_after_refresh(self.run_worker, self._open(), name="open")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """No line blinks: half a kilobyte a second on every idle SSH link, and dead ones kept alive."""
        if isinstance(event.widget, Input):
            event.widget.cursor_blink = False

    def hang_up(self, status: int) -> None:
        """Save what is typed and go; also on a terminal that takes nothing any more."""
        self.desk.save_now()
        self.exit(return_code=status)

    async def action_quit(self) -> None:
        """Leave; what is typed and not recorded is kept."""
        await asyncio.to_thread(self.desk.save_now)
        self.exit()

    async def _open(self) -> None:
        try:
            await asyncio.to_thread(self.services.open_finder)
            self.desk.ready_to_search()
            await asyncio.to_thread(self.services.open)
            await asyncio.to_thread(self.services.open_drafts)
        except Refused as refused:
            self.refused = refused
            self.exit(return_code=EXIT_REFUSED)
        else:
            with unless_left(self):
                await self.desk.ready()
            for needed in ("tui.screens.acts", "tui.screens.shown"):
                await asyncio.to_thread(import_module, needed)
            memory.when_open()


def run_desk(target: str, *, login: str, today: date | None = None, demo: bool = False) -> int:
    """Open the desk on a register; the exit status: 0, or 128 + n after signal n.

    Args:
        target: the register's path or URL.
        login: who is at the desk.
        today: the day to work on; None for the register's own.
        demo: whether the register is a made one; the desk then says so.

    Raises:
        Refused: the register cannot be opened; the message says what to do.
    """
    terminal.follow_the_window()
    terminal.accept_any_bytes()
    terminal.let_escape_stand_alone()
    services = Services(target, login, today)
    app = DeskApp(services, few_colours=terminal.few_colours(os.environ), demo=demo)
    app.run(mouse=False)
    services.close()
    if app.refused:
        raise app.refused
    return app.return_code or 0
