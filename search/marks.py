"""Where a text as it is written holds what was typed: the parts to underline."""

from __future__ import annotations

import re
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
    for run in _RUN.finditer(text):
        word = fold(run.group())
        if word in typed:
            begin, end = run.span()
            given = typed[word]
            if word != given and word.startswith(given):
                end = next(at for at in range(begin + 1, end + 1) if fold(text[begin:at]).startswith(given))
                # `å` may be written `aa`: both letters are the one that was typed.
                while end < run.end() and fold(text[begin : end + 1]) == fold(text[begin:end]):
                    end += 1
            yield begin, end
