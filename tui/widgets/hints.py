"""The last line: the keys that matter now."""

from __future__ import annotations

from collections.abc import Sequence

from tui.commands import commands
from tui.widgets.lines import Line, Lines, width_of
from tui.wording import _


class Hints(Lines):
    """Keys and their words, as many as there is room for; F1 is always among them."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._keys: tuple[tuple[str, str], ...] = ()
        self._acts = False

    def tell(self, *keys: tuple[str, str], acts: bool) -> None:
        """Show these keys, and with `acts` those of what can be done for the customer on the card."""
        self._keys, self._acts = keys, acts
        self.show([hint_line(keys, self.size.width or 80, acts=acts)])

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.tell(*self._keys, acts=self._acts)


def hint_line(keys: Sequence[tuple[str, str]], width: int, *, acts: bool) -> Line:
    """The keys given, then the commands that have a word for this line; F1 last, and never left out."""
    last, *others = [(command.shown_key, command.hint) for command in commands() if command.hint]
    if not acts:
        others = []
    line: Line = ((" ", ""),)
    end = _pair(last)
    for pair in (*keys, *others):
        span = _pair(pair)
        if width_of(line) + width_of(span) + width_of(end) + 3 > width:
            break
        line = (*line, *span, ("  ", ""))
    return (*line, *end)


def key_line(keys: Sequence[tuple[str, str]], width: int) -> Line:
    """Keys and their words, as many as there is room for."""
    line: Line = ((" ", ""),)
    for pair in keys:
        if width_of(line) + width_of(_pair(pair)) <= width:
            line = (*line, *_pair(pair), ("  ", ""))
    return line


def _pair(pair: tuple[str, str]) -> Line:
    return ((pair[0], "key"), (" " + pair[1], ""))


def card_keys() -> tuple[tuple[str, str], ...]:
    """While the entry line is in focus."""
    return ((_("Enter"), _("record")),)


def finder_keys() -> tuple[tuple[str, str], ...]:
    """While the finder is in focus."""
    return ((_("Enter"), _("open")), ("↑↓", _("choose")), (_("Esc"), _("back")))


def pane_keys(*, history: bool) -> tuple[tuple[str, str], ...]:
    """While a part of the card is in focus."""
    if not history:
        return (("↑↓ PgUp PgDn", _("move")), (_("Esc"), _("back to the line")))
    ledger = (("←→", _("all, open, calls")), ("R", _("take back")), ("T", _("transfer")))
    return (("↑↓", _("move")), (_("Esc"), _("back")), *ledger)
