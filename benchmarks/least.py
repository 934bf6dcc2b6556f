"""The least that a key can cost on this terminal library: one line, eleven lines below it that change, no lookup.

`desk.py` drives it beside the desk: the ratio tells more of the desk than milliseconds of a machine do.
"""

from typing import ClassVar

from tui import terminal

terminal.prepare()

from rich.segment import Segment  # noqa: E402  Textual reads its settings while it is imported
from textual.app import App, ComposeResult  # noqa: E402
from textual.binding import Binding  # noqa: E402
from textual.strip import Strip  # noqa: E402
from textual.widget import Widget  # noqa: E402
from textual.widgets import Input  # noqa: E402

ROWS = 11


class Rows(Widget):
    """Lines that hold what was typed."""

    DEFAULT_CSS = f"Rows {{ height: {ROWS}; }}"
    text = "all keys"

    def render_line(self, y: int) -> Strip:
        """A line as long as one of the desk's list."""
        return Strip([Segment(f"{y:<9}{self.text:<30}Vestergade {y}, 8000 Aarhus C".ljust(self.size.width))])


class Line(Input):
    """A line whose every letter changes the rows in the same paint."""

    BINDINGS: ClassVar = [Binding("escape", "clear")]

    def watch_value(self, value: str) -> None:
        """Show it."""
        rows = self.app.query_one(Rows)
        rows.text = value
        rows.refresh()

    def action_clear(self) -> None:
        """Begin anew."""
        self.value = ""


class Least(App[None]):
    """A line and the rows."""

    def compose(self) -> ComposeResult:
        """One above the other."""
        line = Line(compact=True)
        line.cursor_blink = False
        yield line
        yield Rows()


if __name__ == "__main__":
    Least().run(mouse=False)
