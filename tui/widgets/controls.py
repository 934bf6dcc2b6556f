"""What one types and chooses in: a line, one of a few, a list to tick. By keyboard; each has an id and a text value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive, reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tui.widgets.rows import Rows
from tui.wording import _


def letters(text: str) -> str:
    """A text of which nothing can reach the terminal but letters; its columns stay as they are."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


class OneLine(Input, Rows):
    """A line of text. What is pasted into it becomes one line, and reaches the terminal as nothing but letters."""

    DEFAULT_CSS = """
    OneLine { width: 16; background: $boost; }
    OneLine:ansi { text-style: underline; }
    OneLine.wide { width: 1fr; }
    """

    # Enter is a carriage return: only what is pasted, into a terminal that does not say so, holds line feeds.
    BINDINGS: ClassVar = [Binding("ctrl+j", "part", show=False)]

    @dataclass
    class Cut(Message):
        """Of what was pasted the line holds no more than its beginning."""

        line: OneLine

        @property
        def control(self) -> OneLine:
            """Whose it is, for Textual."""
            return self.line

    # However long its text is, the line stays as wide as it was: nothing around it is laid out anew at each letter.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def __init__(self, value: str = "", *, id: str, max_length: int = 2000) -> None:  # noqa: A002
        super().__init__(value, id=id, compact=True, max_length=max_length)
        self._looks: tuple[Style, Style] | None = None
        self._most = max_length
        self.cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Compose letters; what cannot be printed becomes a space."""
        return letters(unicodedata.normalize("NFC", value))

    def notify_style_update(self) -> None:
        """Other colours."""
        self._looks = None
        super().notify_style_update()

    def _worked_out(self) -> tuple[Style, Style]:
        """How the text and the cursor look."""
        base = self.rich_style
        return base, base + self.get_component_rich_style("input--cursor")

    def render_line(self, y: int) -> Strip:
        """The text with its cursor. What has no marks takes a third of what Textual's own way does, at every letter."""
        base, cursor = self._looks = self._looks or self._worked_out()
        text, at, left, width = f"{self.value} ", self.cursor_position, self.scroll_offset.x, self.size.width
        if y or text == " " or self.highlighter or not self.has_focus or not self.selection.is_empty:
            return super().render_line(y).adjust_cell_length(width, base)
        strip = Strip([Segment(text[:at], base), Segment(text[at : at + 1], cursor), Segment(text[at + 1 :], base)])
        return strip.crop(left, left + width).adjust_cell_length(width, base)

    def on_resize(self) -> None:
        """Keep the cursor in sight: Textual scrolls for a letter, not where a line becomes narrower under its text."""
        self.scroll_to_region(Region(self._cursor_offset, 0, width=1, height=1), force=True, animate=False)

    def on_paste(self, event: events.Paste) -> None:
        """Take all that is pasted, as one line: Textual takes its first, and nothing of what is too long."""
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        before, after = self.value[:start], self.value[end:]
        text = re.sub(" +", " ", self.validate_value(event.text))
        if not before or before.endswith(" "):
            text = text.lstrip()
        if not after or after.startswith(" "):
            text = text.rstrip()
        room = self._most - len(before) - len(after)
        if text:
            self.replace(text[:room], start, end)
        if len(text) > room:
            self.post_message(self.Cut(self))

    def action_part(self) -> None:
        """Part what comes next from what stands before it."""
        before = self.value[: self.cursor_position]
        if before and not before.endswith(" "):
            self.insert_text_at_cursor(" ")


class ReadAtOnce(OneLine):
    """A line that is read in the turn of its key: what a message brings later would cost a second paint.

    Args:
        read: told the text whenever it changed.
        id: Textual's name for it.
        max_length: letters that it takes.
    """

    def __init__(self, read: Callable[[str], None], *, id: str, max_length: int) -> None:  # noqa: A002
        super().__init__(id=id, max_length=max_length)
        self.disable_messages(Input.Changed)
        self._read = read

    def only_text(self, character: str) -> bool:
        """Whether a character that is typed does nothing but stand in the text."""
        return character.isprintable() and bool(character)

    def watch_value(self, value: str) -> None:
        """Have it read before the key's turn is over."""
        self._read(value)


class Choice(Widget, can_focus=True):
    """One of a few: chosen by arrow keys, space, or the first letter; the chosen one stands in brackets."""

    DEFAULT_CSS = "Choice { width: 1fr; height: auto; }"
    BINDINGS: ClassVar = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
    ]
    value: reactive[str] = reactive("", layout=True)

    @dataclass
    class Changed(Message):
        """Another one was chosen."""

        choice: Choice

    def __init__(self, options: Mapping[str, str], value: str = "", *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.options = {key: letters(label) for key, label in options.items()}
        self.set_reactive(Choice.value, value if value in self.options else next(iter(self.options), ""))

    def validate_value(self, value: str) -> str:
        """Only what is offered can be chosen."""
        return value if value in self.options else self.value

    def watch_value(self) -> None:
        """Tell the form."""
        self.post_message(self.Changed(self))

    def action_step(self, by: int) -> None:
        """Choose the next or the previous one."""
        keys = list(self.options)
        if keys:
            self.value = keys[(keys.index(self.value) + by) % len(keys)]

    def on_key(self, event: events.Key) -> None:
        """A letter chooses the next option that begins with it."""
        if not event.is_printable or not event.character or event.character == " ":
            return
        keys = list(self.options)
        after = keys.index(self.value) + 1 if self.value in keys else 0
        letter = event.character.casefold()
        for key in keys[after:] + keys[:after]:
            if self.options[key].casefold().startswith(letter):
                self.value = key
                event.stop()
                return

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many lines as the options need."""
        return max(len(self.lines(width)), 1)

    def render(self) -> Content:
        """The options, the chosen one in brackets and reversed."""
        style = "reverse bold" if self.has_focus else "reverse"
        rows = [
            Content("").join(
                Content.styled(f"[{self.options[key]}]", style)
                if key == self.value
                else Content(f" {self.options[key]} ")
                for key in keys
            )
            for keys in self.lines(self.content_size.width)
        ]
        return Content("\n").join(rows)

    def lines(self, width: int) -> list[list[str]]:
        """Which options stand on which line."""
        lines: list[list[str]] = []
        left = 0
        for key, label in self.options.items():
            needed = Content(label).cell_length + 2
            if needed > left or not lines:
                lines.append([])
                left = width
            lines[-1].append(key)
            left -= needed
        return lines


class Pick(Choice):
    """One of several, of which only the chosen one is shown: for what is seldom another one."""

    def render(self) -> Content:
        """The chosen one; in focus also that there are others."""
        more = Content.styled(" ←→", "dim") if self.has_focus and len(self.options) > 1 else Content("")
        return super().render() + more

    def lines(self, width: int) -> list[list[str]]:  # noqa: ARG002
        """The chosen one alone."""
        return [[self.value]] if self.options else []


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of a list to tick. With `barred` it cannot be ticked, and that says why."""

    key: str
    text: str
    ticked: bool = False
    barred: str = ""


class Ticks(Widget, can_focus=True):
    """A list whose lines are ticked with the space bar; it scrolls where there are more than fit."""

    DEFAULT_CSS = "Ticks { width: 1fr; height: auto; max-height: 6; }"
    BINDINGS: ClassVar = [Binding("space", "tick", show=False)]
    cursor: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        """A line was ticked or not."""

        ticks: Ticks

    def __init__(self, rows: list[Tick], *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows = rows
        self.ticked = {row.key for row in rows if row.ticked}
        self._top = 0

    @property
    def value(self) -> str:
        """The keys of the ticked lines, in the order of the list."""
        return " ".join(row.key for row in self.rows if row.key in self.ticked)

    @value.setter
    def value(self, value: str) -> None:
        ticked = set(value.split()) & {row.key for row in self.rows if not row.barred}
        if ticked != self.ticked:
            self.ticked = ticked
            self.refresh()
            self.post_message(self.Changed(self))

    def offer(self, rows: list[Tick]) -> None:
        """Show other lines; what was ticked and still can be stays so, beside what they bring ticked."""
        self.rows = rows
        self.cursor = min(self.cursor, max(len(rows) - 1, 0))
        self.ticked = {row.key for row in rows if not row.barred and (row.ticked or row.key in self.ticked)}
        self.refresh(layout=True)
        self.post_message(self.Changed(self))

    def action_tick(self) -> None:
        """Tick the line, or take the tick away."""
        if self.rows and not self.rows[self.cursor].barred:
            self.ticked ^= {self.rows[self.cursor].key}
            self.refresh()
            self.post_message(self.Changed(self))

    def on_key(self, event: events.Key) -> None:
        """Move within the list; past its ends the key goes on to the next field."""
        to = {"up": self.cursor - 1, "down": self.cursor + 1, "home": 0, "end": len(self.rows) - 1}.get(event.key, -1)
        if 0 <= to < len(self.rows) and to != self.cursor:
            self.cursor = to
            event.stop()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line each."""
        return max(len(self.rows), 1)

    def render(self) -> Content:
        """The lines that fit, around the cursor."""
        height = max(self.content_size.height, 1)
        self._top = max(min(self._top, self.cursor), self.cursor - height + 1, 0)
        shown = self.rows[self._top : self._top + height]
        lines = [self._line(at, row) for at, row in enumerate(shown, self._top)]
        return Content("\n").join(lines or [Content(_("nothing is open"))])

    def _line(self, at: int, row: Tick) -> Content:
        mark = " - " if row.barred else "[x]" if row.key in self.ticked else "[ ]"
        line = letters(f"{mark} {row.text}" + (f" {row.barred}" if row.barred else ""))
        return Content.styled(line, "reverse" if self.has_focus and at == self.cursor else "dim" if row.barred else "")
