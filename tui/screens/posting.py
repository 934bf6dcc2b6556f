"""Posting by hand: payments, credits, write-offs, waivers, charges; what comes of it is drawn before it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from model.errors import Refused
from model.proposals import Proposal
from model.records import Card
from model.rules.limitation import What
from tui.leaving import unless_left
from tui.screens.foreseen import foreseen_words
from tui.screens.posting_terms import (
    FIELDS,
    Chosen,
    Found,
    Task,
    items_for,
    labels,
    offers_whole,
    owed,
    read_posting,
    tasks,
)
from tui.screens.promise import item_words
from tui.widgets.controls import Choice, OneLine, Pick, Tick, Ticks, letters
from tui.widgets.form import Field, Form, Reading, Resume, write
from tui.wording import _, amount, day, day_seen_from, word

if TYPE_CHECKING:
    from model.foresight import Foreseen
    from model.limits import Unconfirmed

_SETTLES = 0.15
"""Seconds after the last key until what would come of it is asked for."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What the form asks of the register, in threads."""

    foresee: Callable[[Proposal], Foreseen]
    customer: Callable[[str], Found]


class PostingForm(Form[Proposal]):
    """Choose what is posted; the fields it needs appear, and beside them what it would do.

    Args:
        card: the account.
        today: the register's day.
        behind: what is asked of the register.
        waiting: what may have interrupted limitation and waits for a person's word.
        chosen: the line of the ledger that it is about; None for the account.
        first: the act to begin with.
        resume: draft, keeper of drafts, and what is to be said first.
    """

    BINDINGS: ClassVar = [
        Binding("pagedown", "scroll_drawn(1)", show=False),
        Binding("pageup", "scroll_drawn(-1)", show=False),
    ]
    DEFAULT_CSS = """
    PostingForm #form-panel Field { padding: 0 0 0 1; }
    PostingForm #form-terms { width: 100%; }
    PostingForm #form-fields { width: 40; height: 100%; padding: 0; }
    PostingForm #form-effects { width: 1fr; height: 100%; padding: 0 0 0 1; scrollbar-size-vertical: 1; }
    PostingForm #form-panel .label { width: 10; }
    PostingForm #form-panel .wrong { padding: 0; }
    PostingForm #form-about { padding: 0 1; height: auto; }
    PostingForm #on, PostingForm #due { width: 11; }
    PostingForm #text { width: 1fr; }
    """

    def __init__(
        self,
        card: Card,
        today: date,
        *,
        behind: Behind,
        waiting: Sequence[Unconfirmed] = (),
        chosen: Chosen | None = None,
        first: Task = Task.PAYMENT,
        resume: Resume | None = None,
    ) -> None:
        super().__init__(_("Post by hand · {name}").format(name=card.name), resume)
        self.card = card
        self.today = today
        self.behind = behind
        self.waiting = waiting
        self.chosen = chosen
        self.first = first
        self._offered: Task | None = None
        self._found: dict[str, Found] = {}
        self._drawn: Proposal | None = None

    def body(self) -> ComposeResult:
        """What, and for which invoices, above; beneath them the terms and, beside them, what comes of it."""
        possible = tasks(self.card, chosen=self.chosen, waiting=bool(self.waiting))
        names = labels()
        if self.chosen:
            yield Static(letters(self.chosen.words), id="form-about", markup=False)
        yield Field(_("What"), Choice({task: names[task] for task in possible}, self.first, id="what"))
        unconfirmed = {str(one.id): self._unconfirmed(one) for one in self.waiting}
        yield Field(_("Which"), Choice(unconfirmed, id="waiting"))
        yield Field(_("Happened"), Pick({what: word(what) for what in What if what != What.REMINDER}, id="happened"))
        yield Field(_("Invoices"), Ticks([], id="invoices"))
        with Horizontal(id="form-terms"):
            with VerticalScroll(id="form-fields", can_focus=False):
                yield from self.fields()
            with VerticalScroll(id="form-effects", can_focus=False):
                yield Static("", id="form-drawn", markup=False)

    def fields(self) -> ComposeResult:
        """To whom, how much, of which day, why."""
        yield Field(_("To number"), OneLine(id="to", max_length=30))
        yield Field(_("Amount"), OneLine(id="amount", max_length=20))
        yield Field(_("On"), OneLine(day(self.today), id="on", max_length=30))
        yield Field(_("New due"), OneLine(id="due", max_length=30))
        yield Field(_("Why"), OneLine(id="text", max_length=200))

    def hints(self) -> str:
        """The keys of this form."""
        return _("Enter record  Tab next  arrows or first letter choose  space tick  Esc back")

    def on_mount(self) -> None:
        """Offer what belongs to the act one begins with, before a draft is taken up."""
        self._offer()

    def fit(self, room: int) -> None:
        """What and the invoices first, then terms and effects in what is left."""
        wide = self.size.width - 11
        controls = [control for line in self.query(Field) if line.display for control in line.controls]
        above = sum(len(control.lines(wide)) for control in controls if isinstance(control, Choice)) + bool(self.chosen)
        rows = max(min(len(self.query_one(Ticks).rows), room - above - 5, 10), 1)
        self.query_one("#invoices").styles.max_height = rows
        shown = "invoices" in FIELDS[self._posted] and not self.chosen
        self.query_one("#form-terms").styles.height = max(min(room - above - (rows if shown else 0), 16), 4)

    def put(self, name: str, value: str) -> None:
        """Write into a field; another act has other fields."""
        super().put(name, value)
        if name == "what":
            self._offer()

    def follow(self, changed: str) -> None:
        """Another act, other fields; the amount goes with the invoices; a number is looked up."""
        if changed == "what":
            self._offer()
        if changed in ("what", "invoices") and offers_whole(self._posted) and not self.chosen:
            total = owed(self.values(), self.card)
            self.preset("amount", amount(total) if total else "")
        if changed == "to":
            self._look_up(self.values()["to"].strip())

    def read(self, values: Mapping[str, str]) -> Reading[Proposal]:
        """The act as it will be recorded."""
        return read_posting(values, self.card, self.today, chosen=self.chosen, found=self._found)

    def draw(self, reading: Reading[Proposal], told: Mapping[str, str]) -> None:
        """What the act would do; or what it still needs."""
        drawn = self.query_one("#form-drawn", Static)
        if reading.made is None:
            self._drawn = None
            write(drawn, "\n".join(words for name, words in reading.wrong.items() if name not in told))
        elif reading.made != self._drawn:
            self._drawn = reading.made
            write(drawn, _("working it out …"))
            self._foresee(reading.made)

    def action_scroll_drawn(self, pages: int) -> None:
        """Show more of what comes of it."""
        effects = self.query_one("#form-effects", VerticalScroll)
        effects.scroll_relative(y=pages * max(effects.size.height - 1, 1), animate=False)

    @property
    def _posted(self) -> Task:
        return Task(self.query_one("#what", Choice).value)

    def _offer(self) -> None:
        """Show the fields of the act, and the invoices it can be for."""
        task = self._posted
        if task is self._offered:
            return
        self._offered = task
        for line in self.query(Field):
            ids = {control.id for control in line.controls}
            line.display = "what" in ids or bool(ids & set(FIELDS[task]) - ({"invoices"} if self.chosen else set()))
        ticks = self.query_one(Ticks)
        ticks.ticked = set()
        whole = task in (Task.WAIVE_FEES, Task.WAIVE_INTEREST)
        ticks.offer([Tick(str(i.entry_id), item_words(i), ticked=whole) for i in items_for(task, self.card)])
        self.on_resize()

    def _unconfirmed(self, one: Unconfirmed) -> str:
        return f"{one.voucher} {word(one.what)} {day_seen_from(one.on, self.today)}".strip()

    @work(group="foresee", exclusive=True)
    async def _foresee(self, proposal: Proposal) -> None:
        await asyncio.sleep(_SETTLES)
        try:
            words = foreseen_words(self.card, await asyncio.to_thread(self.behind.foresee, proposal))
        except Refused as refused:
            words = f"! {refused}"
        with unless_left(self.app, self):
            if proposal == self._drawn:
                write(self.query_one("#form-drawn", Static), words)

    @work(group="look-up", exclusive=True)
    async def _look_up(self, number: str) -> None:
        if not number or number in self._found:
            return
        try:
            self._found[number] = await asyncio.to_thread(self.behind.customer, number)
        except Refused as refused:
            self._found[number] = Found(None, str(refused))
        with unless_left(self.app, self):
            self.redraw()
