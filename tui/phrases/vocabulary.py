"""The words of all languages at once: which kinds of word a run of tokens is, slips in keywords forgiven.

A slip is forgiven in a word of four letters or more (one slip up to eight letters, two above) that begins as the
keyword does, where the nearest keywords agree in what they mean. Never corrected are numbers and negations, words that
stand in the tables as other words, and whatever lies as near to another tense (`betalr`: betaler, betalt).
"""

from __future__ import annotations

from functools import cache, lru_cache
from sys import intern
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tui.phrases import da, en, nb
from tui.phrases.tokens import Token, Value, tokens

LANGUAGES: dict[str, dict[str, str]] = {"da": da.WORDS, "nb": nb.WORDS, "en": en.WORDS}

_SHORTEST, _SHORT = 4, 8  # letters: fewer must be exact; up to so many are forgiven one slip, longer ones two
_SLIP = 5  # what a forgiven slip costs: an exact reading comes first
_NEVER = frozenset(
    {
        "not",
        "if",
        "other",
        "filler",
        "lead",
        "sep",
        "risky_weekday",
        "at",
        "for",
        "in",
        "vague",
        "payday",
        "over",
        "ordinal",
        "means",
        "new",
        "lacking",
    }
)
_MOST_SLIPS = 8  # unknown words of a line that are looked at: a line with more is prose
_TENSES = (("pays", "paid"), ("promise", "paid"), ("outcome:refuses", "pays"), ("rings", "rang"))


class Phrase(NamedTuple):
    """A spelling and what it means."""

    words: tuple[str, ...]
    kind: str
    value: str


@cache
def phrases() -> dict[str, tuple[Phrase, ...]]:
    """All spellings by their first token."""
    found: dict[str, dict[Phrase, None]] = {}
    for table in LANGUAGES.values():
        for key, spellings in table.items():
            kind, _, value = key.partition(":")
            for spelling in spellings.split("|"):
                words = tuple(map(intern, spelling.split()))  # most words stand in many spellings
                if not all(map(str.isalpha, words)):
                    words = tuple(intern(token.text) for token in tokens(spelling))
                found.setdefault(words[0], {})[Phrase(words, kind, value)] = None
    return {first: tuple(rows) for first, rows in found.items()}


@cache
def _meanings() -> dict[str, tuple[str, ...]]:
    """For each word that stands in a spelling: what it can be part of."""
    found: dict[str, set[str]] = {}
    for rows in phrases().values():
        for words, kind, value in rows:
            for word in words:
                found.setdefault(word, set()).add(intern(f"{kind}:{value}" if len(words) == 1 else " ".join(words)))
    return {word: tuple(meanings) for word, meanings in found.items()}


@cache
def _correctable() -> tuple[str, ...]:
    """Words that a slip may be corrected to: keywords of one word, long enough."""
    singles = (row for rows in phrases().values() for row in rows if len(row.words) == 1 and row.kind not in _NEVER)
    return tuple(sorted({row.words[0] for row in singles if len(row.words[0]) >= _SHORTEST}))


@lru_cache(maxsize=4096)
def corrected(word: str) -> str:
    """The keyword that a word is a slip of; "" where it is none, or could be of two.

    >>> corrected("lovdee"), corrected("fredga"), corrected("betalr"), corrected("laver"), corrected("resten")
    ('lovede', 'fredag', '', '', '')
    """
    if len(word) < _SHORTEST or not word.isalpha() or word in _meanings():
        return ""
    limit = 1 if len(word) <= _SHORT else 2
    candidates = process.extract(word, _correctable(), scorer=OSA.distance, score_cutoff=limit, limit=None)
    # It begins as the keyword does, or with its first two letters exchanged.
    near = [(found, int(slips)) for found, slips, _ in candidates if found[0] == word[0] or found[1::-1] == word[:2]]
    if not near:
        return ""
    least = min(slips for _, slips in near)
    nearest = [found for found, slips in near if slips == least]
    kinds = [frozenset(_meanings()[found]) for found in nearest]
    if not frozenset.intersection(*kinds):
        return ""
    other = frozenset[str]().union(*kinds)
    if any(all(any(m.startswith(tense) for m in other) for tense in pair) for pair in _TENSES):
        return ""
    return str(nearest[0])


def known(line: list[Token]) -> list[list[Value]]:
    """For each token: the keywords that begin there, exact ones and forgiven ones."""
    words = [token.text for token in line]
    found: list[list[Value]] = [[] for _ in line]
    slips = 0
    for at, token in enumerate(line):
        _exact(line, words, at, found[at], 0)
        if token.word and not found[at] and slips < _MOST_SLIPS:
            slips += 1
            if meant := corrected(token.text):
                mended = [*words[:at], meant, *words[at + 1 :]]
                _exact(line, mended, at, found[at], _SLIP)
    return found


def _exact(line: list[Token], words: list[str], at: int, found: list[Value], cost: int) -> None:
    for phrase in phrases().get(words[at], ()):
        end = _reach(line, words, at, phrase.words)
        if end:
            found.append(Value(phrase.kind, phrase.value, at, end, cost))


def _reach(line: list[Token], words: list[str], at: int, phrase: tuple[str, ...]) -> int:
    """Where a spelling that begins here ends, 0 where it does not stand here. A point after a word is no matter."""
    for place, word in enumerate(phrase):
        if place and at < len(line) and words[at] == "." != word and line[at].glued:
            at += 1
        if at >= len(line) or words[at] != word:
            return 0
        at += 1
    if at < len(line) and words[at] == "." and line[at].glued and phrase[-1][0].isalpha():
        at += 1
    return at
