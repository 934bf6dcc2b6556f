"""Customers of whom FTS5 is not told yet, since they changed a short while ago: some hundreds, found in memory."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from search.document import Document
from search.lookup import INDEXED
from search.rank import spaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.lookup import Lookup, Term

    Row = tuple[int, str, str]


class _One(NamedTuple):
    version: int
    row: Row
    name: str
    text: str
    shorts: set[str]


class Waiting:
    """Those who wait in one register, as they were when it was followed last."""

    def __init__(self, lookup: Lookup) -> None:
        """Read through this index."""
        self._lookup = lookup
        self._each: dict[int, _One] = {}
        self._begun: defaultdict[str, set[int]] = defaultdict(set)
        """Who has a word that begins so, in one to four letters."""

    def follow(self) -> None:
        """Read who waits now, and what those have who changed since."""
        versions = dict(self._lookup.fetch("SELECT id, version FROM search_waiting"))
        for key in [key for key, one in self._each.items() if versions.get(key) != one.version]:
            for start in _beginnings(self._each.pop(key).text):
                self._begun[start].remove(key)
                if not self._begun[start]:
                    del self._begun[start]
        if not (new := versions.keys() - self._each.keys()):
            return
        which, values = self._lookup.among(sorted(new))
        for row in self._lookup.fetch(f"SELECT id, text, numbers FROM search_doc WHERE id {which}", values):  # noqa: S608
            key, text = row[0], spaced(row[1])
            name = spaced(row[1].partition("\n")[0])
            self._each[key] = _One(versions[key], row, name, text, Document.of_row(*row).shorts())
            for start in _beginnings(text):
                self._begun[start].add(key)

    def by_words(self, terms: Sequence[Term], *, name_only: bool) -> list[tuple[int, None]]:
        """Those who have all these words, without their texts."""
        if not (keys := set.intersection(*map(self._among, terms))):
            return []
        some = [(key, self._each[key]) for key in sorted(keys)]
        return [
            (key, None) for key, one in some if all(term.is_in(one.name if name_only else one.text) for term in terms)
        ]

    def _among(self, term: Term) -> set[int]:
        """Those whose words begin as this one does: whoever has it is one of them."""
        starts = {word[:INDEXED] for word in chain(term.words, term.begins)}
        return set().union(*(self._begun[start] for start in starts if start in self._begun))

    def by_digits(self, grams: Sequence[str], core: str) -> list[Row]:
        """Rows of those who have these digits in one number, and all these grams of it."""
        shorts = {gram for gram in grams if not gram.isdecimal()}  # others are parts of these digits
        return [one.row for one in self._each.values() if core in one.row[2] and one.shorts.issuperset(shorts)]


def _beginnings(text: str) -> set[str]:
    words = set(text.split())
    return {word[:size] for word in words for size in range(1, INDEXED + 1)}
