"""The line where a customer is looked up."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding
from textual.message import Message

from tui.widgets.controls import ReadAtOnce

_NUMBER = re.compile(r"\s*\+?(?:\d\s*){4,}")


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else: most likely meant for the finder, wherever it was typed.

    >>> is_number("70013"), is_number("+45 22 33 44 55 "), is_number("112"), is_number("70013 ringer")
    (True, True, False, False)
    """
    return _NUMBER.fullmatch(text) is not None


class Finder(ReadAtOnce):
    """What is typed is answered in the same turn as the key."""

    BINDINGS: ClassVar = [
        Binding("up", "choose(-1)", show=False),
        Binding("down", "choose(1)", show=False),
        Binding("pageup", "choose(-10)", show=False),
        Binding("pagedown", "choose(10)", show=False),
    ]

    @dataclass
    class Chosen(Message):
        """Another of the customers offered is meant."""

        by: int

    def __init__(self, answer: Callable[[str], None], *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(answer, id=id, max_length=200)

    def action_choose(self, by: int) -> None:
        """Choose among those offered, without leaving the line."""
        self.post_message(self.Chosen(by))
