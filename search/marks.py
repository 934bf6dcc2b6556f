"""Where a text as it is written holds what was typed: the parts to underline."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from search.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Spans = tuple[tuple[int, int], ...]
"""Parts of a text: from, and up to."""

_RUN = re.compile(r"\b[AaIiKkPp]/[Ss]\b|[^\W\d_]+(?:['\u2019\u02bc\u00b4`][^\W\d_]+)*|\d+")  # what folds into one word


def marks(text: str, matched: Iterable[tuple[str, str]]) -> Spans:
    """Where a text as it is written holds the folded words that answered: as far as they were typed, else whole.

    >>> marks("Søren Kierkegård", [("sor", "soren"), ("kirkegard", "kierkegard")])
    ((0, 3), (6, 16))
    >>> marks("Aage Høj", [("a", "age")]), marks("Vej 12", [("12", "12")])
    (((0, 2),), ((4, 6),))
    """
    typed = {word: given for given, word in matched}
    return tuple(_spans(text, typed)) if typed else ()


def _spans(text: str, typed: dict[str, str]) -> Iterator[tuple[int, int]]:
    start = 0
    for part in text.split(" "):
        for word, begin, end in _runs(part):
            if word in typed:
                yield start + begin, start + _end(part, word, typed[word], begin, end)
        start += len(part) + 1


@lru_cache(maxsize=1024)  # customers share their names, streets and cities, and one key shows whom the last one did
def _runs(part: str) -> tuple[tuple[str, int, int], ...]:
    """The folded words of what stands between two spaces, with where each begins and ends."""
    return tuple((fold(run.group()), *run.span()) for run in _RUN.finditer(part))


def _end(part: str, word: str, given: str, begin: int, end: int) -> int:
    """Where a word is typed up to."""
    if word == given or not word.startswith(given):
        return end
    if part[begin:end].lower() == word:
        return begin + len(given)
    until = next(at for at in range(begin + 1, end + 1) if fold(part[begin:at]).startswith(given))
    # `å` may be written `aa`: both letters are the one that was typed.
    while until < end and fold(part[begin : until + 1]) == fold(part[begin:until]):
        until += 1
    return until
