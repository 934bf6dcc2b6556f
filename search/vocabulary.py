"""The words that customers have: what a beginning may become, and what a mistyped word may have been."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz.distance import OSA

from search.lookup import INDEXED, Lookup, Term
from search.near import SHORTEST, START, edits, left_out, sound
from search.rank import UNFINISHED, UNLIKE, likenesses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    Rows = list[Sequence[str]]
    Ask = tuple[str, list[Any]]

_SAME_BEGINNING = 100  # words asked for in the place of a long beginning
_FEW = 10  # words of e-mail addresses asked for beside those of names
_SAME_SOUND = 20  # words that sound alike; real ones have a handful
_NEAR = 40  # words that a mistyped one may have been
_LOOKED_AT = 5000  # words held against one that is far off: some milliseconds
_REMEMBERED = 100  # words
_BEGUN = "SELECT word, sound FROM search_vocab WHERE word >= ? AND word < ?"
_ANY = f"{_BEGUN} ORDER BY word LIMIT ?"
_NAMED = f"{_BEGUN} AND sound <> '' ORDER BY word LIMIT ?"
_OTHERS = f"{_BEGUN} AND sound = '' ORDER BY word LIMIT ?"
_ALIKE = "SELECT DISTINCT word, sound FROM search_vocab WHERE sound >= ? AND sound < ? ORDER BY sound, word LIMIT ?"
_LEAST = 0.5  # likeness below which a word is no reading of another


class Spelling(NamedTuple):
    """What the register has for a word that was typed, finished or not."""

    begun: Term  # the word as the index knows it: a long one becomes the words that begin so; none where nobody has it
    whole: Term  # just the word, as far as somebody has it; a letter alone, which half of all have, stays a beginning
    alike: tuple[str, ...]  # words of names and addresses that sound like it, or begin so; whole ones first
    known: bool  # whether a word begins so


class Vocabulary:
    """The words of one register, read from its index, and remembered for as long as nobody changes it.

    `stamp` is that of the register when the first of them was read.
    """

    def __init__(self, lookup: Lookup) -> None:
        """Read through this index."""
        self._lookup = lookup
        self._spelt: dict[str, Spelling] = {}
        self._near: dict[tuple[str, int], Term] = {}
        self._doubted = True
        self.stamp = ""

    def doubt(self) -> None:
        """Look whether the register was changed when it is asked next: another process may just have added a word."""
        self._doubted = True

    def spelt(self, words: Sequence[str]) -> list[Spelling]:
        """What the register has for each of these words."""
        if len(self._spelt) > _REMEMBERED:
            self._spelt.clear()
        while self._doubted or not self._spelt.keys() >= set(words):
            lacking = [word for word in dict.fromkeys(words) if word not in self._spelt]
            asks = [ask for word in lacking for ask in _asks(word)]
            *answers, [(stamp, _)] = self._each([*asks, (self._lookup.stamp, [])])
            if self._doubted and stamp != self.stamp:
                self._spelt.clear()
                self._near.clear()
                self.stamp = stamp
            self._doubted = False
            rows = iter(answers)
            self._spelt.update((word, self._spelling(word, rows)) for word in lacking)
        return [self._spelt[word] for word in words]

    def _spelling(self, word: str, answers: Iterator[Rows]) -> Spelling:
        """The next of the answers, as many as `_asks` asked for.

        Words of e-mail addresses are added where they are few: a million customers have thousands that begin with a
        common name, which all of them have as a name, too.
        """
        others: Rows
        if _is_short(word):
            named, others = next(answers), []
            begun = Term(begins=(word,))
        else:
            named, others = next(answers), next(answers)
            most = _FEW
            if len(others) > most and not named:
                most = _SAME_BEGINNING
                [others] = self._each([(_OTHERS, _range(word, most + 1))])
            if len(named) > _SAME_BEGINNING or (len(others) > most and not named):
                begun = Term(begins=(word,))
            else:
                few = [one for one, _ in others] if 0 < len(others) <= most else [word]
                begun = Term(words=tuple(dict.fromkeys([*(one for one, _ in named), *few])))
        known = bool(named or others)
        whole = Term(words=(word,))
        if word.isalpha():
            if len(word) == 1:  # that stands alone is no word of the vocabulary
                whole = begun
            elif not known:
                begun = whole = Term()
            elif all(one != word for one, _ in (*named, *others)):
                whole = Term()
        heard = sorted((sounds, one) for one, sounds in next(answers)) if _is_heard(word) else []
        return Spelling(begun, whole, tuple(one for _, one in heard if not one.startswith(word)), known)

    def known(self, words: Iterable[str]) -> set[str]:
        """Those of these that words begin with."""
        return self._of(words, "word >= given.value AND word < given.value || '~'")

    def whole(self, words: Iterable[str]) -> set[str]:
        """Those of these that are words of names and addresses."""
        return self._of(words, "word = given.value AND sound <> ''")

    def _of(self, words: Iterable[str], which: str) -> set[str]:
        if not (asked := sorted(set(words))):
            return set()
        given, values = self._lookup.given(asked)
        rows = self._lookup.fetch(
            f"SELECT given.value FROM {given} WHERE EXISTS (SELECT 1 FROM search_vocab WHERE {which})",  # noqa: S608
            values,
        )
        return {row[0] for row in rows}

    def near(self, words: Iterable[str], most: int) -> dict[str, Term]:
        """What each of these mistyped words may have been, finished or not, the likeliest first.

        Args:
            words: as they were typed.
            most: edits; fewer where a word is short.
        """
        if len(self._near) > _REMEMBERED:
            self._near.clear()
        within = {word: min(most, edits(word)) for word in words if not word.isdecimal()}
        lacking = [one for one in within.items() if one[1] and one not in self._near]
        self._near.update(zip(lacking, self._readings(lacking), strict=True))
        return {word: self._near[word, slips] if slips else Term() for word, slips in within.items()}

    def _readings(self, mistyped: Sequence[tuple[str, int]]) -> list[Term]:
        """What each of these words may have been, so many edits away."""
        found = self._each([self._near_to(word[:START], slips) for word, slips in mistyped])
        starts = [_starts(word, slips, rows) for (word, slips), rows in zip(mistyped, found, strict=True)]
        longer = iter(self._each([self._beginning(long) for long, _ in starts if long]))
        return [
            _reading(word, slips, short, {*short, *(one for one, _ in (next(longer) if long else []))})
            for (word, slips), (long, short) in zip(mistyped, starts, strict=True)
        ]

    def nearest(self, word: str) -> str:
        """The likest word of names and addresses, however far off; empty where nothing is like it at all."""
        rows = self._lookup.fetch(
            "SELECT DISTINCT word FROM search_vocab WHERE word >= ? AND word < ? AND sound <> '' "
            "AND length(word) BETWEEN ? AND ? ORDER BY word LIMIT ?",
            [word[0], f"{word[0]}~", len(word) - 2, len(word) + 2, _LOOKED_AT],
        )
        others = self.near([word], 2)[word].words or [row[0] for row in rows]
        alike = likenesses(word, others, UNLIKE)
        return max(alike, key=lambda other: (alike[other], other), default="")

    def _near_to(self, head: str, slips: int) -> Ask:
        """Beginnings of words that are so many edits away from this one."""
        given, values = self._lookup.given(sorted(left_out(head, slips)))
        ask = (
            f"SELECT DISTINCT n.start AS word, '' AS sound FROM {given} CROSS JOIN search_near n "  # noqa: S608
            "WHERE n.near = given.value AND length(n.start) >= ?"
        )
        return ask, [*values, max(SHORTEST, len(head) - slips)]

    def _beginning(self, starts: Sequence[str]) -> Ask:
        """Words of names and addresses that begin in one of these ways."""
        given, values = self._lookup.given(starts)
        ask = (
            f"SELECT DISTINCT v.word, '' AS sound FROM {given} CROSS JOIN search_vocab v "  # noqa: S608
            "WHERE v.sound <> '' AND v.word >= given.value AND v.word < given.value || '~'"
        )
        return ask, values

    def _each(self, asks: Sequence[Ask]) -> list[Rows]:
        """The rows of each of these statements, asked for in one: a server may be far away."""
        answers: list[Rows] = [[] for _ in asks]
        if asks:
            parts = (f"SELECT {n} AS part, word, sound FROM ({ask}) AS asked" for n, (ask, _) in enumerate(asks))  # noqa: S608
            for part, *row in self._lookup.fetch(" UNION ALL ".join(parts), [one for _, some in asks for one in some]):
                answers[part].append(row)
        return answers


def _asks(word: str) -> Iterator[Ask]:
    """What is asked of the index to know how a word is spelt there."""
    if _is_short(word):
        yield _ANY, _range(word, 1)
    else:
        yield _NAMED, _range(word, _SAME_BEGINNING + 1)
        yield _OTHERS, _range(word, _FEW + 1)
    if _is_heard(word):
        heard = sound(word)
        yield _ALIKE, [heard, f"{heard}~" if len(heard) >= SHORTEST else f"{heard}\x01", _SAME_SOUND]


def _starts(word: str, slips: int, near: Rows) -> tuple[list[str], list[str]]:
    """Beginnings of words near that of a mistyped one: of longer words, and those that are asked for as they are.

    What is near at the beginning may be one edit further there: the other letters tell. An unfinished short word is
    asked for by beginnings as long as it; what is shorter must be a whole word.
    """
    far = slips + (len(word) >= START)
    found = [start for start, _ in near if OSA.distance(word[:START], start, score_cutoff=far) <= far]
    short = [start for start in found if len(word) < START and len(start) <= INDEXED]
    return [start for start in found if start not in short], short


def _reading(word: str, slips: int, short: Sequence[str], others: Collection[str]) -> Term:
    """What a mistyped word may have been, the likeliest first."""
    begins = tuple(sorted(start for start in short if len(start) >= len(word) > SHORTEST))
    least = max(_LEAST, UNFINISHED * (1 - slips / len(word)) - 0.01)
    likely = sorted((-alike, other) for other, alike in likenesses(word, others, least).items())
    return Term(words=tuple(other for _, other in likely[:_NEAR]), begins=begins)


def _is_short(word: str) -> bool:
    """Whether the index itself has the beginning."""
    return len(word) <= INDEXED or word.isdecimal()


def _is_heard(word: str) -> bool:
    return len(word) >= SHORTEST and not word.isdecimal()


def _range(word: str, most: int) -> list[Any]:
    return [word, f"{word}~", most]
