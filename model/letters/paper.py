"""A letter on paper: composed once, written as plain text or as HTML that prints on A4.

HTML is written by jinja2, which escapes every text: a customer called `<script>` is a customer called `<script>`. The
page asks for nothing from anywhere (its policy forbids that), and any browser prints it or saves it as PDF. There is no
PDF writer here: fpdf2, the lightest one, brings Pillow and fonttools, and its built-in fonts lack letters that names
in these countries have (ł, š, ő), so a font would have to be shipped with it.
"""

from __future__ import annotations

import textwrap
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Template

_WIDTH = 78


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads, and a last one that adds up."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    figures: frozenset[int] = frozenset()  # columns that stand to the right


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter in its parts, each a clean text (`model.text.plain`)."""

    language: str
    title: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    heading: tuple[str, ...]
    opening: tuple[str, ...]
    bills: Table
    between: tuple[str, ...]
    plan: Table
    closing: tuple[str, ...]
    regards: tuple[str, ...]


def as_text(letter: Letter) -> str:
    """Return the letter as plain text, to be mailed or printed in a fixed-width font."""
    blocks = [
        *(letter.sender, letter.recipient, letter.heading, [letter.title, "=" * _wide(letter.title)]),
        *map(_paragraph, letter.opening),
        _table(letter.bills),
        *map(_paragraph, letter.between),
        _table(letter.plan),
        *map(_paragraph, letter.closing),
        letter.regards,
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def as_html(letter: Letter) -> str:
    """Return the letter as one HTML page that needs nothing else."""
    return _template().render(letter=letter)


@cache
def _template() -> Template:
    """The page. Only who writes a letter pays for loading jinja2."""
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined

    pages = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return pages.from_string(files("model.letters").joinpath("letter.html").read_text(encoding="utf-8"))


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _table(table: Table) -> list[str]:
    rows = [table.heads, *table.rows, table.total]
    widths = [max(_wide(row[i]) for row in rows) for i in range(len(table.heads))]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    told = [_row(row, widths, table.figures) for row in rows]
    return [table.title, "", told[0], rule, *told[1:-1], rule, told[-1]]


def _row(cells: Sequence[str], widths: Iterable[int], figures: frozenset[int]) -> str:
    padded = []
    for i, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        room = " " * (width - _wide(cell))
        padded.append(room + cell if i in figures else cell + room)
    return "  ".join(padded).rstrip()


def _wide(text: str) -> int:
    """How many columns a text takes: two for a wide letter, none for a mark on the one before."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
