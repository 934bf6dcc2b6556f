"""Who has a number: of a customer, a phone, a company, a voucher, or a payment reference."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from model.text import plain
from search import rank
from search.document import EXACT, GRAM, MOST_DIGITS
from search.fold import digits
from search.hits import Answer, Found
from search.numbers import alike, named, several, variants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.lookup import Lookup

LIMIT = 60
"""Candidates by one number."""

WHOLE = 0.99
"""Score from which on a number is the whole of what was typed."""

_GRAMS = 3  # that are looked for of a number; the few who have them elsewhere are told by their numbers
_WITH_LETTERS = 0.002  # what a customer's number with other signs is less like digits alone


class ByNumber:
    """The customers of one register by their numbers."""

    def __init__(self, lookup: Lookup) -> None:
        """Ask this index."""
        self._lookup = lookup

    def own(self, text: str) -> dict[int, Found]:
        """Who has this very number of a customer or a voucher, however many begin like it.

        It may be written otherwise: with the word for it, in other letters, with other signs or zeros in front.
        """
        if not digits(text):
            return {}
        rows = self._lookup.fetch(
            "SELECT d.id, d.text FROM customer c JOIN search_doc d ON d.id = c.id WHERE c.number = ?", [text]
        )
        if rows:
            return {row[0]: Found(-1.0, row[1], row[0], lambda: Answer(number=text)) for row in rows}
        if not (written := named(text)):
            return {}
        found = self._whole(digits(written))
        if written.isdecimal() or not found:
            return found
        which, values = self._lookup.among(list(found))
        rows = self._lookup.fetch(
            f"SELECT id, number FROM customer WHERE id {which} UNION ALL "  # noqa: S608  one of our own conditions
            f"SELECT customer_id, voucher FROM entry WHERE customer_id {which} AND voucher <> ''",
            [*values, *values],
        )
        same = {alike(text), alike(written)}
        return {key: found[key] for key in {row[0] for row in rows if alike(plain(row[1])) in same}}

    def any_of(self, text: str) -> dict[int, Found]:
        """Who has the digits of a text in one number; of several numbers in a text, who has one of them whole."""
        found = self._holding(text)
        if not found:
            for part in several(text):
                found |= self._whole(part)
        return found

    def has_whole(self, number: str) -> bool:
        """Whether somebody has just this number."""
        return bool(self._whole(number))

    def _whole(self, text: str) -> dict[int, Found]:
        return {key: one for key, one in self._holding(text, whole=True).items() if -one.minus_score >= WHOLE}

    def _holding(self, text: str, *, whole: bool = False) -> dict[int, Found]:
        """Who has these digits in one number; with `whole` at least who has them whole."""
        read = variants(text)
        if not read or len(read[0]) > MOST_DIGITS:
            return {}
        rows = self._kept_whole(read[-1].lstrip("0"))
        core = next((one for one in reversed(read) if len(one) >= GRAM), "")
        if core and len(rows) < LIMIT and not (whole and len(core.lstrip("0")) in EXACT):
            # A number tells most at its end: how it begins, a year or the zeros it is filled up with, it shares.
            grams = sorted({core[start : start + GRAM] for start in range(len(core) - GRAM + 1)[-_GRAMS:]})
            rows += self._lookup.by_digits(grams, core, LIMIT)
        return {row[0]: _found(read, row) for row in rows}

    def _kept_whole(self, number: str) -> list[Any]:
        """Candidates who have just this short number: as a customer, then as anything else."""
        rows: list[Any] = []
        if len(number) in EXACT:
            for kind in "cx":
                rows += self._lookup.by_digits([f"{kind}{number}"], number, LIMIT)
        return rows


def _found(read: Sequence[str], row: Sequence[Any]) -> Found:
    key, text, numbers = row
    score, kind, number = rank.best_number(read, numbers)
    if kind == "c" and score >= WHOLE and not f"{text.rpartition(chr(10))[2]} ".startswith(f"{number} "):
        score = round(score - _WITH_LETTERS, 4)
    return Found(-score, text, key, partial(Answer, number=number, kind=kind))
