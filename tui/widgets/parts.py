"""The parts of a card below its head, and how they share the room."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from model.records import Card
from tui.widgets.arrangements import Arrangements
from tui.widgets.history import History
from tui.widgets.items import Items
from tui.widgets.notes import Notes
from tui.widgets.pane import Pane

WIDE = 120
"""From so many columns on the open items have a place of their own; below, they take that of the history."""


class Parts(Container):
    """Arrangements above; history, or the open items, and notes beneath."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._rows = ""
        self.hidden = False

    def compose(self) -> ComposeResult:
        """From left to right, from top to bottom, as they lie in a wide window."""
        yield Arrangements(id="arrangements")
        yield Items(id="items")
        yield History(id="history")
        yield Notes(id="notes")

    def tell(self, card: Card, zone: ZoneInfo, *, hidden: bool = False) -> None:
        """Draw a card; `zone` is the register's, `hidden` leaves the digits out of amounts."""
        self.hidden = hidden
        for part in self.query(Pane):
            part.hidden = hidden
        self.query_one(Arrangements).tell(card, zone)
        self.query_one(Items).tell(card)
        self.query_one(History).tell(card)
        self.query_one(Notes).tell(card, zone)
        self.call_after_refresh(self._share)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the parts out for the width."""
        self.set_class(event.size.width >= WIDE, "wide")
        self.call_after_refresh(self._share)

    @property
    def in_cycle(self) -> list[Pane]:
        """The parts that are to be seen, in the order in which Tab goes through them."""
        order: tuple[type[Pane], ...] = (History, Items, Notes, Arrangements)
        return [part for part in (self.query_one(kind) for kind in order) if part.display]

    @property
    def middle(self) -> Pane:
        """The history, or the open items in its place."""
        return self.in_cycle[0]

    def swap(self, *, items: bool | None = None) -> None:
        """Show the open items in the place of the history, or back; in a wide window both stand already."""
        self.set_class(not self.has_class("items") if items is None else items, "items")

    def _share(self) -> None:
        """Give arrangements and open items as much height as they need and the history can spare."""
        wanted = self.query_one(Arrangements).rows
        if self.has_class("wide"):
            wanted = max(wanted, self.query_one(Items).rows)
        rows = f"{min(wanted + 1, max(self.size.height // 3, 3))} 1fr"
        if rows != self._rows:
            self._rows = rows
            self.styles.grid_rows = rows
