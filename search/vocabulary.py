"""The words that customers have: what a beginning may become, and what a mistyped word may have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from search.lookup import INDEXED, Lookup, Term
from search.near import SHORTEST, START, edits, left_out, sound
from search.rank import UNFINISHED, UNLIKE, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAME_BEGINNING = 100  # words asked for in the place of a long beginning
_FEW = 10  # words of e-mail addresses asked for beside those of names
_SAME_SOUND = 20  # words that sound alike; real ones have a handful
_NEAR = 40  # words that a mistyped one may have been
_LOOKED_AT = 5000  # words held against one that is far off: some milliseconds
_LEAST = 0.5  # likeness below which a word is no reading of another


class Vocabulary:
    """The words of one register, read from its index each time: another process may just have added one."""

    def __init__(self, lookup: Lookup) -> None:
        """Read through this index."""
        self._lookup = lookup

    def begun(self, word: str) -> Term:
        """A beginning as the index knows it: a long one becomes the words that begin so.

        Words of e-mail addresses are added where they are few: a million customers have thousands that begin with a
        common name, which all of them have as a name, too.
        """
        if len(word) <= INDEXED or word.isdecimal():
            return Term(begins=(word,))
        named = self._begun(word, "<>", _SAME_BEGINNING)
        others = self._begun(word, "=", _FEW if named else _SAME_BEGINNING)
        if named is None or (others is None and not named):
            return Term(begins=(word,))
        return Term(words=tuple(dict.fromkeys([*named, *(others or (word,))])))

    def _begun(self, word: str, names: str, most: int) -> tuple[str, ...] | None:
        """Words that begin so, of names and addresses or else of other things; nothing where they are too many."""
        rows = self._lookup.fetch(
            f"SELECT word FROM search_vocab WHERE word >= ? AND word < ? AND sound {names} '' ORDER BY word LIMIT ?",  # noqa: S608
            [word, f"{word}~", most + 1],
        )
        return _words(rows) if len(rows) <= most else None

    def knows(self, word: str) -> bool:
        """Whether a word begins so."""
        return bool(
            self._lookup.fetch("SELECT 1 FROM search_vocab WHERE word >= ? AND word < ? LIMIT 1", [word, f"{word}~"])
        )

    def has(self, word: str) -> bool:
        """Whether this very word is one of a name or an address."""
        return bool(self._lookup.fetch("SELECT 1 FROM search_vocab WHERE word = ? AND sound <> '' LIMIT 1", [word]))

    def alike(self, word: str) -> tuple[str, ...]:
        """Words of names and addresses that sound like this one, or begin so; whole ones first."""
        if len(word) < SHORTEST or word.isdecimal():
            return ()
        heard = sound(word)
        rows = self._lookup.fetch(
            "SELECT DISTINCT sound, word FROM search_vocab WHERE sound >= ? AND sound < ? ORDER BY sound, word LIMIT ?",
            [heard, f"{heard}~" if len(heard) >= SHORTEST else f"{heard}\x01", _SAME_SOUND],
        )
        return tuple(row[1] for row in rows if not row[1].startswith(word))

    def near(self, word: str, most: int) -> Term:
        """What a mistyped word may have been, finished or not, the likeliest first.

        Args:
            word: as it was typed.
            most: edits; fewer where the word is short.
        """
        most = min(most, edits(word))
        if not most or word.isdecimal():
            return Term()
        head, size = word[:START], len(word)
        given, values = self._lookup.given(sorted(left_out(head, most)))
        rows = self._lookup.fetch(
            f"SELECT DISTINCT n.start FROM {given} CROSS JOIN search_near n "  # noqa: S608  one of our own tables
            "WHERE n.near = given.value AND length(n.start) >= ?",
            [*values, max(SHORTEST, len(head) - most)],
        )
        # What is near at the beginning may be one edit further there: the other letters tell.
        slack = 0 if size < START else 1
        found = [row[0] for row in rows if OSA.distance(head, row[0], score_cutoff=most + slack) <= most + slack]
        # An unfinished short word is asked for by beginnings as long as it; what is shorter must be a whole word.
        short = [start for start in found if size < START and len(start) <= INDEXED]
        begins = tuple(sorted(start for start in short if len(start) >= size > SHORTEST))
        words = (*self._beginning([start for start in found if start not in short]), *short)
        least = max(_LEAST, UNFINISHED * (1 - most / size) - 0.01)
        likely = sorted((-alike, other) for other in words if (alike := likeness(word, other)) >= least)
        return Term(words=tuple(other for _, other in likely[:_NEAR]), begins=begins)

    def nearest(self, word: str) -> str:
        """The likest word of names and addresses, however far off; empty where nothing is like it at all."""
        rows = self._lookup.fetch(
            "SELECT DISTINCT word FROM search_vocab WHERE word >= ? AND word < ? AND sound <> '' "
            "AND length(word) BETWEEN ? AND ? ORDER BY word LIMIT ?",
            [word[0], f"{word[0]}~", len(word) - 2, len(word) + 2, _LOOKED_AT],
        )
        others = self.near(word, 2).words or _words(rows)
        likest, other = max(((likeness(word, other), other) for other in others), default=(0.0, ""))
        return other if likest >= UNLIKE else ""

    def _beginning(self, starts: Sequence[str]) -> tuple[str, ...]:
        """Words of names and addresses that begin in one of these ways."""
        if not starts:
            return ()
        given, values = self._lookup.given(starts)
        return _words(
            self._lookup.fetch(
                f"SELECT DISTINCT v.word FROM {given} CROSS JOIN search_vocab v "  # noqa: S608  one of our own tables
                "WHERE v.sound <> '' AND v.word >= given.value AND v.word < given.value || '~'",
                values,
            )
        )


def _words(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    return tuple(row[0] for row in rows)
