"""The digits that answer what the entry line asks, told from the digits that are text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.wording import _

if TYPE_CHECKING:
    from tui.screens.shown import Shown


@dataclass(slots=True)
class Answers:
    """What was answered about a text.

    After Enter a digit is an answer and no text. Else it is text, as the digits of amounts and invoices are; but
    where the line makes nothing of it (`betaler alt 2`), it answers as well, until it is typed on or taken back.
    """

    asking: str = ""  # what was asked about: the text without the digit at its end that answers
    given: tuple[int, ...] = ()  # in the order in which it was asked
    awaited: bool = False  # Enter was pressed on the question
    _coming: tuple[str, Answers] | None = None  # the text with a digit that is being typed, and what that answers

    def of(self, text: str) -> Answers:
        """Those that hold for a text now that a key changed it."""
        return self._coming[1] if self._coming and self._coming[0] == text else Answers(text)

    def take(self, digit: str, shown: Shown) -> bool:
        """Take a digit that is typed at the end of the line; whether it is an answer and no text."""
        question = shown.reading.question
        if question is None or not 1 <= int(digit) <= len(question.choices):
            return False
        given = (*self.given, int(digit))
        if self.awaited:
            self.given, self.awaited = given, False
            return True
        if self._is_answer(digit, shown):
            self._coming = (shown.text + digit, Answers(shown.text, given))
        return False

    def how(self, shown: Shown) -> str:
        """Which keys answer the question now."""
        question = shown.reading.question
        count = len(question.choices) if question else 0
        digits = f"1-{count}" if count > 1 else "1"
        if self.awaited or self._is_answer("1", shown):
            return _("{digits} answers").format(digits=digits)
        return _("Enter, then {digits} answers").format(digits=digits)

    def _is_answer(self, digit: str, shown: Shown) -> bool:
        from tui import phrases

        if self.given or not _may_end(shown.text):
            return False
        return not phrases.makes_sense_of(digit, after=shown.text, card=shown.card, today=shown.card.as_of)


def _may_end(text: str) -> bool:
    """Whether a digit after this may be more than text: after a space, or the letters of a word.

    >>> _may_end("bestrider"), _may_end("bestrider "), _may_end("lovede 500 "), _may_end("lovede 5"), _may_end("d")
    (True, True, True, False, False)
    """
    last = text.rsplit(" ", maxsplit=1)[-1]
    return not last or (len(last) > 2 and last.isalpha())  # noqa: PLR2004  `d1`, `kl9`, `f1042` are written in one
