"""Lines of text on the desk: plain values in, only what changed is painted.

A line is a tuple of spans, each a text and the name of a style. Lines are made by pure functions of a card and a width,
so that what an agent sees can be tested without a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress, count
from operator import ne

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from model.text import plain
from tui.widgets.rows import Rows

Span = tuple[str, str]
"""A text, and its styles: "", muted, strong, alert, warn, good, key, title; mark underlines beside them."""

Line = tuple[Span, ...]

DOT = " · "
_COMBINING = "\u0300"  # every letter before it takes one cell
_SIGNS = frozenset("…“”─☎●↑↓")
_MOST_KEPT = 24  # lines that a widget keeps as they are painted: each holds a kilobyte or two

LOOKS = {
    f"lines--{name}" for name in ("muted", "strong", "alert", "warn", "good", "key", "title", "mark", "rule", "cursor")
}
"""The app's component classes, one for all lines: Textual keeps, and styles anew, a node for each of a widget's."""


def width_of(line: Line) -> int:
    """Cells that a line takes."""
    return sum(cell_len(text) for text, _ in line)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """A value in a column: cleaned, cut with an ellipsis, padded.

    >>> fit("Vestergade 12", 8), fit("12,00", 8, right=True), fit("x", 0)
    ('Vesterg…', '   12,00', '')
    """
    text = plain(text)
    cells = cell_len(text)
    if cells > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    return " " * (width - cells) + text if right else text + " " * (width - cells)


def cut(line: Line, width: int) -> Line:
    """A line no longer than a width; what is cut off shows as an ellipsis."""
    if width_of(line) <= width:
        return line
    kept: list[Span] = []
    left = width - 1
    for text, style in line:
        cells = cell_len(text)
        kept.append((text if cells <= left else set_cell_size(text, left), style))
        left -= cells
        if left <= 0:
            break
    return (*kept, ("…", "muted"))


def spread(left: Line, right: Line, width: int) -> Line:
    """One line with its ends at both edges; the right one gives way where there is no room."""
    room = width - width_of(left) - width_of(right)
    return (*left, (" " * room, ""), *right) if room > 1 else cut(left, width)


def flow(parts: Iterable[Line], width: int, between: str = DOT) -> list[Line]:
    """Parts one after the other, on as many lines as they need; a part is only cut where it is wider than a line."""
    lines: list[Line] = []
    for part in parts:
        if lines and width_of(lines[-1]) + len(between) + width_of(part) <= width:
            lines[-1] = (*lines[-1], (between, "muted"), *part)
        else:
            lines.append(cut(part, width))
    return lines


def rule(words: str, width: int) -> Line:
    """A rule across the window, with a few words on it."""
    if not words:
        return (("─" * width, "rule"),)
    told = cut((("── ", "rule"), (words, "strong")), width - 2)
    return (*told, (" " + "─" * (width - width_of(told) - 1), "rule"))


def wrap(text: str, first: int, rest: int) -> list[str]:
    """Words in lines: the first so wide, the others so wide. A word that is too long for a line is broken.

    >>> wrap("laid off, new job from 1 February", 14, 20)
    ['laid off, new', 'job from 1 February']
    >>> wrap("gældsrådgivning fra mandag", 8, 20)
    ['', 'gældsrådgivning fra', 'mandag']
    """
    lines = [""]
    width = first
    for word in plain(text).split(" "):
        left = word
        while left:
            glue = " " if lines[-1] else ""
            if cell_len(lines[-1] + glue + left) <= width:
                lines[-1] += glue + left
                break
            if lines[-1] or width < min(rest, 2) or width < cell_len(left) <= rest:
                lines.append("")
            else:
                head = set_cell_size(left, width).rstrip()
                lines[-1], left = head, left[len(head) :]
                lines.append("")
            width = max(rest, 2)
    return lines


def one_cell_each(line: Line) -> bool:
    """Whether every terminal gives each letter of a line one cell: else only the whole line can be painted over."""
    return all(text.isascii() or all(c < _COMBINING or c in _SIGNS for c in text) for text, _ in line)


def changed_cells(old: Line, new: Line, width: int) -> tuple[int, int]:
    """From which cell up to which a line differs from the one in its place.

    >>> changed_cells((("Marie", "mark"), (" Holm", "")), (("Mari", "mark"), ("e Holm", "")), 80)
    (4, 5)
    >>> changed_cells((("Marie", ""),), (("Marius", ""),), 80), changed_cells((("x", ""),), (("y", ""),), 80)
    ((4, 6), (0, 1))
    """
    if not (one_cell_each(old) and one_cell_each(new)):
        return 0, width
    (was, looked), (now, looks) = _cells(old), _cells(new)
    begin = min(_alike(was, now), _alike(looked, looks))
    if len(was) != len(now):
        return begin, max(len(was), len(now))  # behind both it is blank already
    return begin, max(begin, len(now) - min(_alike(was[::-1], now[::-1]), _alike(looked[::-1], looks[::-1])))


def _cells(line: Line) -> tuple[str, list[str]]:
    """The letters of a line, and the style of each."""
    return "".join([text for text, _ in line]), [style for text, name in line for style in [name] * len(text)]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How far two begin alike."""
    return next(compress(count(), map(ne, one, other)), min(len(one), len(other)))


class Lines(Rows):
    """Lines drawn one by one; `show` repaints only what changed of them."""

    def __init__(self, lines: Sequence[Line] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._shown: list[Line] = list(lines)
        self._looks: dict[str, Style] = {}
        self._strips: dict[tuple[Line, str, int], Strip] = {}

    def show(self, lines: Sequence[Line]) -> None:
        """Draw these lines in the place of the old ones."""
        old, self._shown = self._shown, list(lines)
        longest = max(len(old), len(self._shown))
        changed = [y for y in range(longest) if at(old, y) != at(self._shown, y)]
        if changed and self.is_mounted:
            width = self.size.width
            spans = ((y, *changed_cells(at(old, y), at(self._shown, y), width)) for y in changed)
            self.refresh(*(Region(begin, y, end - begin, 1) for y, begin, end in spans))

    @property
    def text(self) -> str:
        """What stands here, without its styles."""
        return "\n".join("".join(text for text, _ in line) for line in self._shown)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A row for each line."""
        return max(len(self._shown), 1)

    def notify_style_update(self) -> None:
        """Other colours: every line is painted anew."""
        self._looks.clear()
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """A line in its styles, as wide as the widget."""
        return self.painted(at(self._shown, y))

    def painted(self, line: Line, over: str = "") -> Strip:
        """Spans as they go to the terminal: the last place where a control character is taken out."""
        key = line, over, self.size.width
        if key not in self._strips:
            if len(self._strips) >= _MOST_KEPT:
                self._strips.clear()
            segments = [
                Segment(text if text.isprintable() else plain(text), self._look(f"{over}/{name}"))
                for text, name in line
            ]
            padded = Strip(segments).adjust_cell_length(self.size.width, self._look(f"{over}/"))
            self._strips[key] = padded.simplify()  # a change of style costs 25 B
        return self._strips[key]

    def _look(self, name: str) -> Style:
        """How a span looks: its styles over those of the line, each worked out once for all lines."""
        if name not in self._looks:
            over, _, names = name.partition("/")
            base, style = self.rich_style, Style.null()
            if over:
                base += self._component(over)
            for one in names.split():
                style += self._component(one)
            if over:  # one colour from edge to edge; weight still tells what matters
                style = Style(bold=style.bold, underline=style.underline)
            self._looks[name] = base + style
        return self._looks[name]

    def _component(self, name: str) -> Style:
        return self.app.get_component_styles(f"lines--{name}").partial_rich_style


def at(lines: Sequence[Line], y: int) -> Line:
    """The line of a row; an empty one beyond the last."""
    return lines[y] if y < len(lines) else ()
