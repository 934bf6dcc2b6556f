"""The line where an agent writes; what is understood of it is underlined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.highlighter import Highlighter
from textual import events
from textual.binding import Binding
from textual.message import Message

from tui.widgets.controls import ReadAtOnce

if TYPE_CHECKING:
    from rich.text import Text

    from tui.phrases import Span

LONGEST = 2000
_FREE = frozenset({"text"})  # what is only taken down


class EntryLine(ReadAtOnce):
    """One line of text for the customer on the card. Its arrow keys scroll the history, which it has no use for.

    Args:
        read: told the text in the turn of its key, so that what Enter will do stands there with the letter.
        choose: told a digit that was typed; whether it was an answer rather than text.
        id: Textual's name for it.
    """

    BINDINGS: ClassVar = [
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
    ]

    @dataclass
    class Scrolled(Message):
        """The agent wants to see other lines of what stands above."""

        by: int

    def __init__(self, read: Callable[[str], None], choose: Callable[[str], bool], *, id: str) -> None:  # noqa: A002
        super().__init__(read, id=id, max_length=LONGEST)
        self.select_on_focus = False
        self.highlighter = Understood()
        self._choose = choose

    def understood(self, text: str, spans: Sequence[Span]) -> None:
        """Mark what was understood of the text."""
        self.highlighter = Understood(text, spans)
        self.refresh()

    def only_text(self, character: str) -> bool:
        """Whether a character that is typed does nothing but stand in the text."""
        return super().only_text(character) and not character.isdecimal()

    def on_key(self, event: events.Key) -> None:
        """A digit may be an answer."""
        if event.character and event.character.isdecimal() and self._choose(event.character):
            event.stop()
            event.prevent_default()

    def action_scroll(self, by: int) -> None:
        """Scroll the history without leaving the line."""
        self.post_message(self.Scrolled(by))


class Understood(Highlighter):
    """Underlines what was understood of a text, and sets an act's own words in bold: no colour is needed to see it."""

    def __init__(self, text: str = "", spans: Sequence[Span] = ()) -> None:
        self.text = text
        self.spans = tuple(spans)

    def highlight(self, text: Text) -> None:
        """Mark the text, if it is the one that was read."""
        if text.plain == self.text:
            for span in self.spans:
                if span.kind not in _FREE:
                    text.stylize("bold underline" if span.kind == "act" else "underline", span.start, span.end)
