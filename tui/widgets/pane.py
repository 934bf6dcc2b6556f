"""A part of the card under a title of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.geometry import Region
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from tui.widgets.lines import Line, Lines, at, cut, width_of
from tui.wording import veiled


class Pane(Lines, can_focus=True):
    """A part of the card under its title: it scrolls, and has a cursor where it is in focus.

    The rule above is heavy in focus, since colour alone says nothing to some.
    """

    @dataclass
    class Moved(Message):
        """The cursor is on another line, which in full says this."""

        words: str

    top: var[int] = var(0)  # neither repaints more than the lines that change
    cursor: var[int] = var(0)

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._body: list[Line] = []
        self._marked = 0
        self.hidden = False
        """Whether amounts are hidden: nobody on the line is verified."""

    def title(self) -> Line:
        """What the rule above says."""
        raise NotImplementedError

    def in_full(self, row: int) -> str:  # noqa: ARG002  for those that have more to say
        """What a line has no room for."""
        return ""

    def resized(self) -> None:
        """Make the lines anew where they depend on the width."""

    def fill(self, body: Sequence[Line], *, keep_place: bool = False) -> None:
        """Draw these lines; cursor and place go back to the first unless they are to stay."""
        self._body = list(body)
        if not keep_place:
            self.set_reactive(Pane.top, 0)
            self.set_reactive(Pane.cursor, 0)
        self.cursor = min(self.cursor, max(len(body) - 1, 0))
        self.top = max(0, min(self.top, len(body) - self.page))
        self._redraw()
        self._tell()

    @property
    def page(self) -> int:
        """Rows that fit below the title."""
        return max(self.size.height - 1, 1)

    def move(self, by: int) -> None:
        """Move the cursor; where there is none, the lines."""
        if self.has_focus:
            self.cursor = max(0, min(self.cursor + by, len(self._body) - 1))
        else:
            self.top = max(0, min(self.top + by, len(self._body) - self.page))
            self.set_reactive(Pane.cursor, self.top)

    def watch_cursor(self) -> None:
        """Keep the cursor in sight."""
        self.top = max(min(self.top, self.cursor), self.cursor - self.page + 1, 0)
        self._redraw()
        self._tell()

    def watch_top(self) -> None:
        """Draw what came into sight."""
        self._redraw()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001  Textual's signature
        """Show the cursor, which then stands in sight; or take it away."""
        super().watch_has_focus(has_focus)
        if has_focus:
            self.set_reactive(Pane.cursor, max(self.top, min(self.cursor, self.top + self.page - 1)))
        self._redraw()
        self._tell()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.resized()
        self.top = max(0, min(self.top, len(self._body) - self.page))
        self._redraw()

    def key_up(self) -> None:
        """A line up."""
        self.move(-1)

    def key_down(self) -> None:
        """A line down."""
        self.move(1)

    def key_pageup(self) -> None:
        """A page up."""
        self.move(-self.page)

    def key_pagedown(self) -> None:
        """A page down."""
        self.move(self.page)

    def key_home(self) -> None:
        """To the first line."""
        self.move(-len(self._body))

    def key_end(self) -> None:
        """To the last line."""
        self.move(len(self._body))

    def render_line(self, y: int) -> Strip:
        """The rule, then the lines in sight."""
        return self.painted(at(self._shown, y), "cursor" if y and y == self._marked else "")

    def _tell(self) -> None:
        if self.has_focus and self._body:
            with veiled(hidden=self.hidden):
                self.post_message(self.Moved(self.in_full(self.cursor)))

    def _redraw(self) -> None:
        if not self.is_mounted or not self.size.width:
            return
        body = self._body[self.top : self.top + self.page]
        more = len(self._body) - self.top - len(body)
        self.show([self._rule(more), *body])
        marked = self.cursor - self.top + 1 if self.has_focus and self._body else 0
        if marked != self._marked:
            rows = {marked, self._marked} - {0}
            self._marked = marked
            self.refresh(*(Region(0, y, self.size.width, 1) for y in rows))

    def _rule(self, more: int) -> Line:
        rule = "━" if self.has_focus else "─"
        left: Line = ((rule * 2 + " ", "rule"), *self.title(), (" ", "rule"))
        right: Line = ((f" {more} ↓ " if more > 0 else "", "muted"), (rule * 2, "rule"))
        room = self.size.width - width_of(left) - width_of(right)
        return cut((*left, (rule * max(room, 0), "rule"), *right), self.size.width)
