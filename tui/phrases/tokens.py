"""A line of text as tokens: runs of digits, runs of letters, text in quotes, single marks; and what they may mean.

>>> [token.text for token in tokens("500,- d. 1/2 Åse")]
['500', ',', '-', 'd', '.', '1', '/', '2', 'åse']
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text, folded to lower case; `glued` where no space stands before it."""

    text: str
    start: int
    end: int
    glued: bool
    capital: bool = False  # written in capitals: NOK is a currency, "nok" is also a word

    @property
    def number(self) -> bool:
        """Whether it is a run of digits."""
        return self.text[0] in DIGITS

    @property
    def quoted(self) -> bool:
        """Whether it is text between quotes, which is taken as it stands."""
        return len(self.text) > 1 and self.text[0] == '"'

    @property
    def word(self) -> bool:
        """Whether it is a run of letters."""
        return self.text[0].isalpha()


@dataclass(frozen=True, slots=True)
class Value:
    """What the tokens from one place up to `end` may mean. `cost` ranks readings: what costs less is taken."""

    kind: str
    value: object
    start: int
    end: int
    cost: int = 0


def tokens(text: str) -> list[Token]:
    """The tokens of a text; spaces part them and are left out."""
    found: list[Token] = []
    at, glued = 0, False
    while at < len(text):
        if text[at].isspace():
            at, glued = at + 1, False
            continue
        end = at + 1
        if text[at] == '"' and text.find('"', end) > end:
            end = text.index('"', end) + 1
        sort = _sort(text[at])
        while sort and end < len(text) and _sort(text[end]) == sort:
            end += 1
        folded = unicodedata.normalize("NFC", text[at:end]).lower()
        found.append(Token(folded, at, end, glued, text[at:end].isupper()))
        at, glued = end, True
    return found


def _sort(letter: str) -> str:
    """What a character can be part of: a number, a word, or nothing longer than itself."""
    if letter in DIGITS:
        return "number"
    return "word" if letter.isalpha() or unicodedata.category(letter).startswith("M") else ""
