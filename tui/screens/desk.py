"""The desk: everything about one debtor on one screen, the finder above, one line to write in below."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input, Static

from model.errors import Refused
from tui.commands import bindings
from tui.leaving import unless_left
from tui.pop import Caller
from tui.screens.actions import Actions
from tui.screens.lookup import Lookup
from tui.screens.opening import Opening
from tui.screens.writing import Writing
from tui.todo import Todo
from tui.unrecorded import Unrecorded
from tui.widgets import hints
from tui.widgets.arrangements import Arrangements
from tui.widgets.clock import Clock
from tui.widgets.controls import OneLine
from tui.widgets.effect import Effect
from tui.widgets.entryline import EntryLine
from tui.widgets.finder import Finder
from tui.widgets.hints import Hints
from tui.widgets.history import FILTERS, History
from tui.widgets.hits import Hits
from tui.widgets.lines import Line, Lines, cut, rule
from tui.widgets.pane import Pane
from tui.widgets.parts import Parts
from tui.widgets.rows import Beside, Kept
from tui.widgets.status import Status
from tui.wording import _

if TYPE_CHECKING:
    from model.records import Card
    from tui.screens.acts import Acts
    from tui.services import Services

LEAST = (60, 18)
SAVE_AFTER = 1.0
"""Seconds that what is typed may be lost for, when the line is cut without a signal."""


class Desk(Actions, Kept):
    """Draws cards, and sends what is typed where it belongs. What it knows comes from its services."""

    BINDINGS: ClassVar = [
        *bindings(),
        Binding("escape", "back", show=False),
        Binding("enter", "to_line", show=False),
        Binding("tab", "go(1)", show=False),
        Binding("shift+tab", "go(-1)", show=False),
    ]
    AUTO_FOCUS = "Finder"
    # Textual's own repaints the whole screen when the focus moves: 8 KB at 80x24 where 1 KB changes.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, services: Services, *, demo: bool = False) -> None:
        super().__init__()
        self.services = services
        self.unrecorded = Unrecorded()
        self.card: Card | None = None
        self.demo = demo
        self.form_wanted = False
        """Whether a key asked for a form that is not on the screen yet."""
        self._acts: Acts | None = None
        self._lookup = Lookup(self)
        self.opening = Opening(self, self._lookup)
        self.caller = Caller(self)
        self.writing = Writing(self)
        self.todo = Todo(self)
        self._save_timer_runs = False
        self._noticed = ""  # what was told of where drafts are kept

    @property
    def acts(self) -> Acts:
        """The acts; imported when the first paint is over, with the forms and rules they need."""
        if self._acts is None:
            from tui.screens.acts import Acts

            self._acts = Acts(self)
        return self._acts

    def compose(self) -> ComposeResult:
        """Finder, card, entry line, hints; the list of hits and the word about small windows lie above."""
        with Beside(id="top"):
            yield Static(_(" Find: "), id="find-label", markup=False)
            yield Finder(self._look_up, id="finder")
            yield Clock(id="clock")
        yield Status(id="status")
        yield Parts(id="parts")
        yield Lines(id="welcome")
        yield Lines(id="rule")
        yield Lines(id="effect-room")
        with Beside(id="write"):
            yield Static(" > ", id="prompt", markup=False)
            yield EntryLine(self._read_line, self.writing.choose, id="entry")
        yield Hints(id="hints")
        yield Effect(id="effect")
        yield Hits(id="hits")
        yield Lines(id="small")

    def on_mount(self) -> None:
        """Say how to begin; the minutes begin to pass."""
        begin = _("The made register of the demo: nobody in it exists") if self.demo else _("Nobody is on the desk yet")
        self.query_one("#welcome", Lines).show([((f"  {begin}", "muted"),)])
        self._hits.offer((), _("Opening the register …"))
        self.query_one(EntryLine).disabled = True
        self._tell_hints()

    def on_resize(self, event: events.Resize) -> None:
        """Share the room out anew; where there is too little, say so."""
        width, height = event.size
        small = width < LEAST[0] or height < LEAST[1]
        self.set_class(small, "small")
        if small:
            words = _("This window is {width} x {height}. The desk needs {least}, best is 80 x 24.").format(
                width=width, height=height, least=f"{LEAST[0]} x {LEAST[1]}"
            )
            kept = _("Nothing is lost: make it larger.")
            self.query_one("#small", Lines).show([cut(((line, ""),), width) for line in (words, kept)])
        self.draw_rule()

    def draw_rule(self) -> None:
        """Draw the rule above the entry line; it tells who calls, or whom to ring now."""
        self.query_one("#rule", Lines).show([self.rule])
        self.writing.redraw()

    @property
    def rule(self) -> Line:
        """The rule above the entry line, with who calls on it, or whom to ring now."""
        width = self.size.width
        return rule(self.caller.sign(width) or self.todo.sign(width), width)

    # ---- opening -------------------------------------------------------------------------------------------------

    def ready_to_search(self) -> None:
        """The lookup is open: answer what was typed meanwhile."""
        if self.query_one(Finder).value:
            self._look_up(self.query_one(Finder).value)

    async def ready(self) -> None:
        """The register is open: who is here, what was left, whom they had open last."""
        clock = self.query_one(Clock)
        if self.services.drafts:
            await asyncio.to_thread(self.unrecorded.take_over, self.services.drafts)
        clock.agent = self.services.agent.name if self.services.agent else ""
        self._tick()
        self._look_up(self.query_one(Finder).value)
        self.run_worker(self.caller.listen(), group="caller")
        self.opening.ready()

    def _tick(self) -> None:
        """The clock goes by the minute: one small paint, and none in between."""
        now = self.services.now()
        self.query_one(Clock).tell(now, self._acts.call if self._acts else None)
        self.set_timer(60.5 - now.second, self._tick)
        self.count_due()

    @work(group="due", exclusive=True)
    async def count_due(self) -> None:
        """Count anew what is due, and look whom to ring now."""
        with unless_left(self.app), suppress(Refused):  # where the server is away, the next minute asks again
            due = await asyncio.to_thread(self.services.due)
            self.query_one(Clock).due = due
            self.query_one(Clock).waiting = await asyncio.to_thread(self.services.approvals_due)
            await self.todo.look()
            await asyncio.to_thread(self.services.log_views)

    # ---- finding -------------------------------------------------------------------------------------------------

    @property
    def _hits(self) -> Hits:
        return self.query_one(Hits)

    def _look_up(self, text: str) -> None:
        """Answer the finder in the turn of its key."""
        if self.is_mounted:
            self._lookup.answer(text)

    @on(Finder.Chosen)
    def _choose(self, event: Finder.Chosen) -> None:
        self._hits.move(event.by)

    @on(Input.Submitted, "Finder")
    def _enter(self, event: Input.Submitted) -> None:
        self.opening.meant(event.value)

    # ---- the card ------------------------------------------------------------------------------------------------

    def show_card(self, card: Card) -> None:
        """Draw a card, the one that was opened or its newest state. Of another customer, all of the history."""
        if self.card is None or self.card.customer_id != card.customer_id:
            self.query_one(History).filter = FILTERS[0]
        self.card = card
        self.caller.opened(card.customer_id)
        self.todo.opened(card.customer_id)
        self.query_one(EntryLine).disabled = False
        self.add_class("opened")
        self._draw_card(card)

    def _draw_card(self, card: Card) -> None:
        hidden = self.acts.hides
        self.query_one(Status).tell(card, self.acts.talking, hidden=hidden)
        self.query_one(Parts).tell(card, self.services.zone, hidden=hidden)

    @on(Arrangements.Used)
    def _use(self, event: Arrangements.Used) -> None:
        self.with_card(partial(self.acts.arranged.use, event.key, event.thing))

    @on(History.Wanted)
    def _page_of_history(self, event: History.Wanted) -> None:
        if self.card:
            self._read_history(self.card.customer_id, event)

    @work(group="history", exclusive=True)
    async def _read_history(self, customer_id: int, wanted: History.Wanted) -> None:
        try:
            page = await asyncio.to_thread(self.services.history, customer_id, wanted.which, wanted.cursor)
        except Refused as refused:
            self.say(f"! {refused}")
            return
        if self.card and self.card.customer_id == customer_id:
            self.query_one(History).put(page, more=wanted.cursor is not None)

    # ---- writing -------------------------------------------------------------------------------------------------

    def _read_line(self, text: str) -> None:
        """Read the entry line in the turn of its key."""
        if self.is_mounted:
            self.writing.typed(text)

    @on(Input.Submitted, "EntryLine")
    def _record(self, event: Input.Submitted) -> None:
        self.writing.enter(event.value)

    @on(OneLine.Cut, "EntryLine")
    def _tell_cut(self, event: OneLine.Cut) -> None:
        self.writing.look(_("! Cut off: the line holds {most} letters").format(most=event.line.max_length))

    @on(EntryLine.Scrolled)
    def _scroll(self, event: EntryLine.Scrolled) -> None:
        self.query_one(Parts).middle.move(event.by)

    def say(self, words: str) -> None:
        """Say something above the entry line: what became of a key."""
        self.writing.tell(words)

    def keep(self, kind: str, customer_id: int, body: dict[str, Any] | None) -> None:
        """Keep what is typed, and within a second also where a crash cannot reach it."""
        self.unrecorded.keep(kind, customer_id, body)
        if self.unrecorded.changed and not self._save_timer_runs:
            self._save_timer_runs = True
            self.set_timer(SAVE_AFTER, self._save)

    @work(group="save")
    async def _save(self) -> None:
        self._save_timer_runs = False
        drafts = self.services.drafts
        await asyncio.to_thread(self.unrecorded.flush, drafts)
        if drafts and (drafts.notice or self._noticed):  # a key takes it from the screen, the next save brings it
            self._noticed = drafts.notice
            self.writing.look(f"! {drafts.notice}" if drafts.notice else "")

    def save_now(self) -> None:
        """Save what is typed before going: for a dropped line, and for leaving."""
        self.unrecorded.flush(self.services.drafts)

    def call_changed(self) -> None:
        """A call began or ended."""
        self.query_one(Clock).tell(self.services.now(), self.acts.call)
        if self.card:
            if self.acts.hides == self.query_one(Parts).hidden:  # else what one has scrolled to would be lost
                self.query_one(Status).tell(self.card, self.acts.talking, hidden=self.acts.hides)
            else:
                self._draw_card(self.card)
            self.writing.call_changed()
        self._save()

    # ---- keys ----------------------------------------------------------------------------------------------------

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The list of hits belongs to the finder; the hints follow the focus."""
        self._hits.display = isinstance(event.widget, Finder)
        if isinstance(event.widget, Finder):
            self._look_up(event.widget.value)
        self._tell_hints(event.widget)

    def _tell_hints(self, focused: Widget | None = None) -> None:
        bar = self.query_one(Hints)
        if isinstance(focused, EntryLine):
            bar.tell(*hints.card_keys(), acts=True)
        elif isinstance(focused, Pane):
            bar.tell(*hints.pane_keys(history=isinstance(focused, History)), acts=True)
        else:
            bar.tell(*hints.finder_keys(), acts=False)

    @on(Pane.Moved)
    def _tell_row(self, event: Pane.Moved) -> None:
        if isinstance(self.focused, Pane):
            self.writing.say(event.words, most=1)

    @on(History.Meant)
    def _line_of_ledger(self, event: History.Meant) -> None:
        self.with_card(lambda: self.booking.line(event.row, move=event.move))

    def action_approvals(self) -> None:
        """What waits for approval."""
        from tui.screens.approving import decide

        self.run_worker(decide(self), group="act")
