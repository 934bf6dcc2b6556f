"""What each key of the desk does; which key it is stands in `tui.commands`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import work
from textual.screen import Screen
from textual.widgets import Input

from model.errors import Refused
from model.kinds import Figure
from tui.screens.help import Help
from tui.widgets.entryline import EntryLine
from tui.widgets.finder import Finder, is_number
from tui.widgets.history import History
from tui.widgets.items import Items
from tui.widgets.parts import Parts
from tui.wording import _

if TYPE_CHECKING:
    from model.records import Card
    from tui.pop import Caller
    from tui.screens.acts import Acts
    from tui.screens.booking import Booking
    from tui.screens.writing import Writing
    from tui.services import Services
    from tui.todo import Todo


class Actions(Screen[None]):
    """The desk as its keys know it: a card or none, a line to write in, and what is asked for by keys."""

    services: Services
    card: Card | None
    form_wanted: bool
    caller: Caller
    writing: Writing
    todo: Todo

    @property
    def acts(self) -> Acts:
        """What may be done on the card."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """Say what became of a key."""
        raise NotImplementedError

    def show_card(self, card: Card) -> None:
        """Draw a card."""
        raise NotImplementedError

    def action_back(self) -> None:
        """Esc: clear the line, or go back; nothing else, ever."""
        focused = self.focused
        if isinstance(focused, Input) and focused.value:
            focused.value = ""
        elif isinstance(focused, EntryLine):
            self.set_focus(self.query_one(Finder))
        elif self.card:
            self.set_focus(self.query_one(EntryLine))
            self.writing.look()

    def action_go(self, by: int) -> None:
        """Tab: complete what is typed; else from the line to what is looked at most, and at last to the finder."""
        if by > 0 and isinstance(self.focused, EntryLine) and self.writing.complete():
            return
        parts = self.query_one(Parts).in_cycle if self.card else []
        order = (self.query_one(EntryLine), *parts, self.query_one(Finder))
        ready = [widget for widget in order if widget.focusable]
        at = ready.index(self.focused) if self.focused in ready else -1
        self.set_focus(ready[(at + by) % len(ready)])

    def action_to_line(self) -> None:
        """Enter in a part of the card: back to the line."""
        if self.card:
            self.set_focus(self.query_one(EntryLine))
            self.writing.look()

    def action_find(self) -> None:
        """To the finder; a number that stands in the entry line was meant for it."""
        line, finder = self.query_one(EntryLine), self.query_one(Finder)
        if self.focused is line and is_number(line.value):
            finder.value, line.value = line.value.strip(), ""
            finder.cursor_position = len(finder.value)
            self.set_focus(finder)
            return
        self.set_focus(finder)
        finder.select_all()  # what is typed now takes its place

    def action_caller(self) -> None:
        """The card of who calls."""
        self.caller.open()

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(Help())

    def action_call(self) -> None:
        """Start or end the call."""
        self.with_card(self.acts.start_or_end_call)

    def action_next(self) -> None:
        """The card of whoever is to be rung next."""
        self.todo.next()

    def action_tasks(self) -> None:
        """What is to be done today."""
        self.todo.list()

    def action_line(self) -> None:
        """The form that tells anew who is on the line."""
        self.with_card(self.acts.on_the_line)

    def action_contact(self) -> None:
        """The form for new contact data."""
        self.with_card(self.acts.arranged.new_contact)

    def action_verify(self) -> None:
        """The form for contact data that waits to be verified."""
        self.with_card(self.acts.arranged.verify)

    def action_letter(self) -> None:
        """The letter of the newest agreement that binds."""
        self.with_card(self.acts.arranged.letter)

    def action_promise(self) -> None:
        """The form for a promise."""
        self.with_card(self.acts.promise)

    def action_agreement(self) -> None:
        """The form for an agreement."""
        self.with_card(self.acts.agreement)

    def with_card(self, act: Any) -> None:  # noqa: ANN401
        """Do something that is about the card, in a worker of its own; where none is open, say so."""
        if self.has_class("small"):
            return  # a form would be filled in unseen
        if self.card or self.acts.call:
            if self.card and isinstance(self.focused, Finder):
                self.action_to_line()  # the list of hits would cover what the form is about
            self.form_wanted = True
            self.run_worker(self._by_form(act), group="act")
        else:
            self.say(_("! Open a customer first"))

    async def _by_form(self, act: Any) -> None:  # noqa: ANN401
        try:
            await act()
        finally:
            self.form_wanted = False

    def on_screen_suspend(self) -> None:
        """The form that was asked for is there."""
        self.form_wanted = False

    def action_posting(self) -> None:
        """The form for what is posted by hand."""
        self.with_card(self.booking.post)

    @property
    def booking(self) -> Booking:
        """What is posted by hand; imported when it is first asked for."""
        from tui.screens.booking import Booking

        return Booking(self)

    def action_undo(self) -> None:
        """Take back one's own last act on the card."""
        if self.card:
            from tui.screens.undoing import undo

            self.run_worker(undo(self), group="act")
        else:
            self.say(_("! Open a customer first"))

    def action_aloud(self) -> None:
        """All that is to be read aloud."""
        self.writing.show_whole()

    def action_why(self) -> None:
        """Why each figure of the card is what it is."""
        if self.card is None or self.has_class("small"):
            self.say("" if self.card else _("! Open a customer first"))
            return
        if self.acts.hides:
            self.say(_("! First verify who is on the line: Ctrl+T"))
            return
        from tui.screens.why import Why

        about = Figure.PAYMENTS if isinstance(self.focused, History) else Figure.TO_COLLECT
        number = self.card.customer_id
        self.app.push_screen(Why(self.card, lambda: self.services.reasons(number), about))

    def action_items(self) -> None:
        """Open items in the place of history, or back."""
        self.query_one(Parts).swap()
        if isinstance(self.focused, Items | History):
            self.set_focus(self.query_one(Parts).middle)

    def action_filter(self) -> None:
        """The next kind of history."""
        self.query_one(Parts).swap(items=False)
        self.query_one(History).next_filter()

    def action_copy(self) -> None:
        """The payment line to the clipboard; it stands on the screen too, since not every terminal allows that."""
        if self.card and self.card.pay_by:
            self.app.copy_to_clipboard(self.card.pay_by)
            self.say(_("Copied, where the terminal allows it: {line}").format(line=self.card.pay_by))

    def action_reload(self) -> None:
        """Read the card again."""
        if self.card:
            self._read_again(self.card.customer_id, unmask=False)

    def action_unmask(self) -> None:
        """Show a protected address; that is logged."""
        if self.card and self.card.address_protected:
            self._read_again(self.card.customer_id, unmask=True)
        else:
            self.say(_("The address is not protected") if self.card else _("! Open a customer first"))

    @work(group="open", exclusive=True)
    async def _read_again(self, customer_id: int, *, unmask: bool) -> None:
        read = self.services.unmasked if unmask else self.services.again
        try:
            card = await asyncio.to_thread(read, customer_id)
        except Refused as refused:
            self.say(f"! {refused}")
            return
        self.show_card(card)
        self.say(_("The address is shown; that is logged") if unmask else _("Read again"))

    def action_palette(self) -> None:
        """Commands by name."""
        self.app.action_command_palette()

    async def action_quit(self) -> None:
        """Leave the desk."""
        await self.app.action_quit()
