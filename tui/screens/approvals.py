"""Four eyes: what others asked for, what it would do, and a key to grant or refuse it. Nobody decides on their own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from model.errors import Refused
from model.records import Card
from tui.asked import asked
from tui.leaving import unless_left
from tui.screens.foreseen import foreseen_words
from tui.widgets.arrangements import arrangement_lines
from tui.widgets.hints import key_line
from tui.widgets.lines import Line, Lines, cut, fit, wrap
from tui.widgets.pane import Pane
from tui.wording import _, counted, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.approvals import Waiting
    from model.foresight import Foreseen
    from tui.services import Services

_MOST = 8  # requests in sight
_SAID = 4  # lines of who asks for what: below them stands what it would do


class Requests(Pane):
    """What waits, a line each, the oldest first."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__(id="requests")
        self.zone = zone
        self.waiting: tuple[Waiting, ...] = ()

    def title(self) -> Line:
        """How many there are."""
        words = counted("{count} waits for approval", "{count} wait for approval", len(self.waiting))
        return ((words, "title"),)

    def tell(self, waiting: Sequence[Waiting]) -> None:
        """Draw these; the cursor stays where it is."""
        self.waiting = tuple(waiting)
        self.resized()

    def resized(self) -> None:
        """Draw for the width."""
        lines = [_line(request, self.size.width or 80, self.zone) for request in self.waiting]
        self.fill(lines or [((" " + _("nothing waits for approval"), "muted"),)], keep_place=True)

    @property
    def chosen(self) -> Waiting | None:
        """The request under the cursor."""
        return self.waiting[self.cursor] if self.cursor < len(self.waiting) else None


class Approvals(ModalScreen[int | None]):
    """The list, and beneath it what the chosen request would do; goes away with the customer whose card is wanted."""

    BINDINGS: ClassVar = [
        Binding("enter", "show", show=False),
        Binding("a", "grant", show=False),
        Binding("r", "refuse", show=False),
        Binding("o", "open", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]
    DEFAULT_CSS = """
    Approvals { background: $background; }
    Approvals Vertical { height: 1fr; width: 100%; }
    Approvals #shown { height: 1fr; width: 100%; scrollbar-size-vertical: 1; }
    Approvals #request, Approvals #said { height: auto; width: 100%; }
    Approvals #keys { height: 1; width: 100%; }
    """

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._shown: int | None = None  # the request of which it was shown what it would do

    def compose(self) -> ComposeResult:
        """The list, what the chosen one would do, what became of a key, the keys."""
        with Vertical():
            yield Requests(self._services.zone)
            with VerticalScroll(id="shown", can_focus=False):
                yield Lines(id="request")
            yield Lines(id="said")
            yield Lines(id="keys")

    def on_mount(self) -> None:
        """Ask what waits."""
        self._requests.focus()
        self._read()

    def on_resize(self) -> None:
        """The keys, as many as there is room for."""
        keys = (("↑↓", _("choose")), (_("Enter"), _("show")), ("A", _("grant")), ("R", _("refuse")))
        more = (("O", _("open card")), (_("Esc"), _("back")), ("PgDn", _("scroll")))
        self.query_one("#keys", Lines).show([key_line((*keys, *more), self.size.width)])

    def on_key(self, event: events.Key) -> None:
        """Long effects scroll; no other letter goes astray."""
        if event.key in ("pagedown", "pageup"):
            event.stop()
            below = self.query_one("#shown", VerticalScroll)
            pages = 1 if event.key == "pagedown" else -1
            below.scroll_relative(y=pages * max(below.size.height - 1, 1), animate=False)
        elif event.is_printable and event.character and event.character.lower() not in "aro":
            event.stop()

    def on_pane_moved(self) -> None:
        """Another request: what the one before would do is told no more."""
        chosen = self._requests.chosen
        if chosen is None or chosen.id != self._shown:
            self._shown = None
            self._tell(_asked_lines(chosen, self.size.width) if chosen else [])

    def action_show(self) -> None:
        """What the chosen one would do."""
        if chosen := self._requests.chosen:
            self._rehearse(chosen)

    def action_grant(self) -> None:
        """Grant the chosen one; first show what it would do."""
        if (chosen := self._requests.chosen) and chosen.id == self._shown:
            self._decide(chosen, granted=True)
        elif chosen:
            self._rehearse(chosen)

    def action_refuse(self) -> None:
        """Turn the chosen one down."""
        if chosen := self._requests.chosen:
            self._decide(chosen, granted=False)

    def action_open(self) -> None:
        """To the customer's card."""
        if chosen := self._requests.chosen:
            self.dismiss(chosen.customer_id)

    @property
    def _requests(self) -> Requests:
        return self.query_one(Requests)

    @work(group="approvals", exclusive=True)
    async def _read(self, said: str = "") -> None:
        try:
            waiting = await asyncio.to_thread(self._services.waiting_approvals)
        except Refused as refused:
            waiting, said = (), f"! {refused}"
        with unless_left(self.app, self):
            self._requests.styles.height = min(max(len(waiting), 1), _MOST) + 1
            self._requests.tell(waiting)
            self._say(said)

    @work(group="approvals", exclusive=True)
    async def _rehearse(self, request: Waiting) -> None:
        self._say(_("working it out …"))
        try:
            before, foreseen = await asyncio.to_thread(self._services.rehearse_approval, request.id)
        except Refused as refused:
            self._say(f"! {refused}")
            return
        with unless_left(self.app, self):
            self._shown = request.id
            width = self.size.width
            self._tell(_asked_lines(request, width) + _effect(before, foreseen, self._services.zone, width))
            self._say(_("A grants it, R refuses it"))

    @work(group="approvals", exclusive=True)
    async def _decide(self, request: Waiting, *, granted: bool) -> None:
        try:
            await asyncio.to_thread(lambda: self._services.decide(request.id, granted=granted))
        except Refused as refused:
            self._say(f"! {refused}")
            return
        self._shown = None
        number, name = request.id, request.asked_by
        words = _("= Granted: {number}, done in the name of {name}") if granted else _("= Refused: {number} of {name}")
        self._read(words.format(number=number, name=name))

    def _tell(self, lines: list[Line]) -> None:
        below = self.query_one("#request", Lines)
        below.show(lines)
        below.refresh(layout=True)

    def _say(self, words: str) -> None:
        style = "alert" if words.startswith("!") else "good" if words.startswith("=") else ""
        with unless_left(self.app, self):
            said = self.query_one("#said", Lines)
            said.show([((" " + line, style),) for line in wrap(words, self.size.width - 2, self.size.width - 2)])
            said.refresh(layout=True)


def _line(request: Waiting, width: int, zone: ZoneInfo) -> Line:
    act = asked(request.what, request.act, request.amount, request.currency)
    at = request.asked_at.astimezone(zone)
    who = f"{fit(request.asked_by, 12)} {day(at.date())} {at:%H:%M}"
    return cut(
        (
            (f" {request.id:>4}  ", "muted"),
            (fit(act, 22) + " ", "strong"),
            (fit(f"{request.number} {request.name}", width - len(who) - 32) + " ", ""),
            (who, "muted"),
        ),
        width,
    )


def _asked_lines(request: Waiting, width: int) -> list[Line]:
    """Who wants what for whom, and why it is not theirs to do alone."""
    act = asked(request.what, request.act, request.amount, request.currency)
    words = _("{name} asks: {act}, for {number} {customer}. {why}").format(
        name=request.asked_by, act=act, number=request.number, customer=request.name, why=request.reason
    )
    return [(), *([((" " + line, ""),) for line in wrap(words, width - 3, width - 3)[:_SAID]])]


def _effect(before: Card, foreseen: Foreseen, zone: ZoneInfo, width: int) -> list[Line]:
    """What comes of it: where money goes, what figures change, which arrangements are new."""
    lines: list[Line] = [(), ((" " + _("It would do this:"), "title"),)]
    told = foreseen_words(before, foreseen).split("\n")
    lines += [((" " + line, ""),) for text in told for line in _kept(text, width)]
    known = arrangement_lines(before, width, zone)
    return lines + [line for line in arrangement_lines(foreseen.card, width, zone) if line not in known]


def _kept(text: str, width: int) -> list[str]:
    """A line of figures keeps its columns; a sentence is wrapped."""
    return [text] if text.startswith(" ") else wrap(text, width - 3, width - 3)
