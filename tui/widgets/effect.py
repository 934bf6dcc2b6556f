"""What stands above the entry line: what Enter will do, what is asked, what became of it, what is read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.widgets.lines import DOT, Line, Lines, cut, flow, wrap
from tui.wording import _

if TYPE_CHECKING:
    from tui.phrases import Question

TALL = 30
"""Rows from which on all that is read aloud is shown at once, and each instalment."""


class Effect(Lines):
    """Grows upwards over the card where it has more to say than a line, under a rule of its own."""

    def tell(self, lines: Sequence[Line], rule: Line) -> None:
        """Say this; `rule` parts it from the card where it is more than a line."""
        shown = [rule, *lines] if len(lines) > 1 else list(lines)
        height = max(len(shown), 1)
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.show(shown)


def in_lines(words: str, width: int, style: str = "", *, most: int = 99) -> list[Line]:
    """Some words on as many lines as they need, or at most so many; what a dot parts stays together where it can.

    >>> in_lines("= Promise 500,00 on Fri 27-11 · reminders held", 34)
    [((' ', ''), ('= Promise 500,00 on Fri 27-11', '')), ((' ', ''), ('reminders held', ''))]
    """
    room = width - 2
    if most == 1 or cell_len(words) <= room:
        return [cut(((" " + words, style),), width - 1)]
    parts: list[Line] = [((part, style),) for whole in words.split(DOT) for part in wrap(whole, room, room)]
    lines = flow(parts, room)
    if len(lines) > most:
        rest = [span for line in lines[most:] for span in ((DOT, "muted"), *line)]
        lines = [*lines[: most - 1], cut((*lines[most - 1], *rest), room)]
    return [((" ", ""), *line) for line in lines]


def question_in_lines(question: Question, how: str, width: int) -> list[Line]:
    """A question with the key that answers it, whole however long the question is; and its answers, a line each."""
    asked = cut(((f" ? {question.text}", "strong"),), width - cell_len(how) - len(DOT) - 1)
    answers = [(f"  {no} ", choice.label) for no, choice in enumerate(question.choices, 1)]
    lines = [cut(((no, "key"), (label, "")), width - 1) for no, label in answers]
    return [(*asked, (DOT, "muted"), (how, "key")), *lines]


def aloud_in_lines(sentence: str, width: int, height: int, *, whole: bool = False) -> list[Line]:
    """What is read aloud: whole in a tall window or when asked for, else how it begins and the key that shows it."""
    if not sentence:
        return []
    lines = wrap(f"“{sentence}”", width - 2, width - 2)
    if whole or height >= TALL or len(lines) == 1:
        return [((f" {line}", "strong"),) for line in lines]
    key = _("Ctrl+E all of it")
    begun = cut(((f" {sentence[:width]}", "strong"),), width - len(key) - len(DOT) - 1)
    return [(*begun, (DOT, "muted"), (key, "key"))]
