"""How well a customer answers what was typed: each typed word against the customer's best, by its share of the text.

On mistyped names this beats RapidFuzz's own scorers for whole texts (the right one first in 1.000 of the cases against
0.933): what the customer has beside the words asked for, such as an address, costs nothing.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.near import sound

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

UNFINISHED = 0.96  # what the beginning of a word is worth against the whole of it
ELSEWHERE = 0.97  # what a word of the address is worth against one of the name
ELSEWHERE_SHORT = 0.95  # two letters rather begin a name: `marie sø` means Marie Sørensen before a Marie in Randers SØ
SAME_SOUND = 0.9  # what a word that sounds alike is worth at least, and more the more it looks alike
UNLIKE = 0.45  # similarity below which two words have nothing to do with one another
EXTRA_WORD = 0.002  # cost of a word of the name that was not asked for: `Hansen` comes before `Bo Hansen`

_MANY = 16  # texts from which on their words are compared all at once
_MOST_WORDS = 12  # typed words that count: a name and a whole address
_SHORT = 2  # letters that are more likely begun than whole
_NUMBER_COUNTS = 3  # letters that a number of them is worth at most
_FILLED_UP = 0.995  # a number that zeros fill up
_ENDS, _STARTS, _HOLDS = 0.94, 0.92, 0.85  # a number that ends with, begins with, or holds what was typed
_PER_KIND = {"c": 0.0, "p": 0.001, "o": 0.002, "v": 0.003, "r": 0.004}  # equal numbers: customer, phone, company, paper
_PHONE = 8  # digits of a Danish or Norwegian number without its country
_COUNTRY = re.compile(
    "[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(?:2[1-69]|3[578]|42|5[09]|6[7-9]|8[0578]|9[679])[0-9]"
)
"""The country codes of the world, as ITU-T E.164 gives them out: none begins another."""


class Words:
    """The typed words, ready to be held against customers: texts of documents, whose first line is the name."""

    def __init__(self, typed: Sequence[str], sounds: Mapping[str, Collection[str]] = MappingProxyType({})) -> None:
        """Take folded words, and for some of them those that sound alike."""
        most = list(dict.fromkeys(typed))[:_MOST_WORDS]
        self._typed = [_Likeness(word, sounds.get(word, ())) for word in most]
        self._total = sum(map(_weight, most)) or 1
        self._words = 1 + (sum(word.isalpha() for word in most) or 1)

    def answers(self, texts: Sequence[str]) -> list[tuple[float, tuple[str, ...]]]:
        """What `answer` says of each of the texts."""
        if len(texts) >= _MANY:
            for one in self._typed:
                one.learn(text for text in texts if one.begun not in spaced(text))
        return list(map(self.answer, texts))

    def answer(self, text: str) -> tuple[float, tuple[str, ...]]:
        r"""How well a customer answers, from 0 to 1, and with which words; an empty one for a typed one without any.

        >>> words = Words(["hansen", "bo"])
        >>> words.answer("bo hansen\nvej 1 8000 arhus\n"), words.answer("bo\nhansensgade 1\n")
        ((1.0, ('hansen', 'bo')), (0.9484, ('hansensgade', 'bo')))
        """
        name, _, rest = text.partition("\n")
        name, rest = f" {name} ", f" {rest} ".replace("\n", " ")
        points = 0.0
        answers = []
        for typed in self._typed:
            worth, word = typed.answer(name, rest)
            points += worth * typed.weight
            answers.append(word)
        score = points / self._total
        if (extra := name.count(" ") - self._words) > 0:
            score -= extra * EXTRA_WORD
        return round(score, 4) if score > 0 else 0.0, tuple(answers)

    def begin(self, text: str) -> bool:
        """Whether every typed word begins a word of a customer whose text is `spaced`."""
        for typed in self._typed:  # noqa: SIM110  a third of the time that `all` takes: keys ask of hundreds
            if typed.begun not in text:
                return False
        return True

    def worth(self, typed: str, word: str) -> float:
        """What a word is worth as the answer to a typed one."""
        return next(one[word] for one in self._typed if one.typed == typed)

    def matched(self, text: str) -> tuple[tuple[str, str], ...]:
        r"""The typed words that the customer answers, each with the word that does.

        >>> Words(["han", "vest"]).matched("bo hansen\nvestergade 1\n")
        (('han', 'hansen'), ('vest', 'vestergade'))
        """
        return tuple((one.typed, word) for one, word in zip(self._typed, self.answer(text)[1], strict=True) if word)


def spaced(text: str) -> str:
    r"""A customer's text with a space before each of its words.

    >>> spaced("bo hansen\nvej 1\n")
    ' bo hansen vej 1 '
    """
    return f" {text}".replace("\n", " ")


def _weight(word: str) -> int:
    """What a typed word counts: letters by their number; a number is right or wrong, however long it is."""
    return min(len(word), _NUMBER_COUNTS) if word.isdecimal() else len(word)


class _Likeness(dict[str, float]):
    """How like a typed word other words are: each is compared once, for many customers share them."""

    def __init__(self, typed: str, sounds: Collection[str]) -> None:
        super().__init__()
        self.typed = typed
        self.begun = f" {typed}"
        self.weight = _weight(typed)
        self._whole = f" {typed} "
        self._elsewhere = ELSEWHERE if len(typed) > _SHORT else ELSEWHERE_SHORT
        self._sounds = sounds
        self._sound = sound(typed) if sounds else ""

    def answer(self, name: str, rest: str) -> tuple[float, str]:
        """What the customer's likest word is worth, and that word; nothing where all are too far off.

        Args:
            name: their name, with a space before and behind each word.
            rest: all else of them.
        """
        # Whole and begun words are told by the text itself; only others are worth a comparison.
        if self._whole in name:
            return 1.0, self.typed
        if self._whole in rest:
            return self._elsewhere, self.typed
        if self.begun in name:
            return UNFINISHED, _word_at(name, name.index(self.begun) + 1)
        if self.begun in rest:
            return UNFINISHED * self._elsewhere, _word_at(rest, rest.index(self.begun) + 1)
        most, likest = self._likest(name)
        if most < self._elsewhere:
            alike, word = self._likest(rest)
            if (alike := alike * self._elsewhere) > most:
                most, likest = alike, word
        return most, likest

    def _likest(self, text: str) -> tuple[float, str]:
        words = text.split()
        alike = list(map(self.__getitem__, words))
        most = max(alike, default=0.0)
        return most, words[alike.index(most)] if most else ""

    def learn(self, texts: Iterable[str]) -> None:
        """Compare the words of many texts at once: a fifth of the time."""
        words = set(" ".join(texts).split()).difference(self, self._sounds)
        self.update(dict.fromkeys(words, 0.0))
        if not self.typed.isdecimal():
            words = {word for word in words if word >= "a"}  # no number is like it
        self.update(likenesses(self.typed, words, UNLIKE))

    def __missing__(self, word: str) -> float:
        alike = likeness(self.typed, word)
        if word in self._sounds:
            alike = SAME_SOUND + (1 - SAME_SOUND) * alike
            if sound(word) != self._sound:  # it only begins so
                alike *= UNFINISHED
        self[word] = alike = alike if alike >= UNLIKE else 0.0
        return alike


def _word_at(text: str, start: int) -> str:
    return text[start : text.index(" ", start)]


def likeness(typed: str, word: str) -> float:
    """How like a typed word, finished or not, a word is: from 0 to 1.

    >>> likeness("jensen", "jensen"), round(likeness("jnsen", "jensen"), 2), round(likeness("jnse", "jensen"), 2)
    (1.0, 0.83, 0.77)
    """
    size = len(typed)
    found = OSA.normalized_similarity(typed, word)
    if len(word) >= size:
        # Unfinished and with a letter left out or doubled, it is as long as one letter more or less of the word.
        for cut in range(size - 1, min(size + 1, len(word) - 1) + 1):
            found = max(found, UNFINISHED * OSA.normalized_similarity(typed, word[:cut]))
    return found


def likenesses(typed: str, words: Collection[str], least: float) -> dict[str, float]:
    """Those of the words whose `likeness` is at least so much, with it."""
    found = _alike(typed, words, least)
    size = len(typed)
    longer = [word for word in words if len(word) >= size]
    for cut in range(size - 1, size + 2):
        begun = _alike(typed, {word[:cut] for word in longer if len(word) > cut}, least)
        for word in longer if begun else ():
            alike = UNFINISHED * begun.get(word[:cut], 0.0)
            if alike >= least and alike > found.get(word, 0.0):
                found[word] = alike
    return found


def _alike(typed: str, words: Collection[str], least: float) -> dict[str, float]:
    near = process.extract(typed, words, scorer=OSA.normalized_similarity, limit=None, score_cutoff=least)
    return {word: alike for word, alike, _ in near}


def best_number(variants: Sequence[str], numbers: str) -> tuple[float, str, str]:
    """How well the customer's best number answers typed digits, the letter of its kind, and the number.

    Args:
        variants: ways to read what was typed, the likeliest first, each the end of the one before.
        numbers: those of a document.

    >>> best_number(["22334455"], "c10233 p+4522334455 v1031")
    (0.999, 'p', '+4522334455')
    >>> best_number(["2233"], "c102233 p+4522334455 v1031")
    (0.94, 'c', '102233')
    >>> best_number(["0701234567", "701234567"], "p+46701234567")
    (0.999, 'p', '+46701234567')
    """
    best = (0.0, "", "")
    core = variants[-1]
    for number in numbers.split():
        if core in number:
            written = number[1:]
            bare = written.lstrip("+")
            for place, typed in enumerate(variants):
                alike = 1.0 if written != bare and _is_national(typed, bare) else _number_score(typed, bare)
                score = round(alike - _PER_KIND[number[0]] - place * 0.005, 4)
                if score > best[0]:
                    best = (score, number[0], written)
    return best


def _is_national(typed: str, number: str) -> bool:
    """Whether a number is one with its country as it is dialled within that country, with a zero in its place."""
    country, rest = number[: 1 - len(typed)], number[1 - len(typed) :]
    return len(typed) > 1 and typed == f"0{rest}" and _COUNTRY.fullmatch(country) is not None


def _number_score(typed: str, number: str) -> float:
    if typed == number or (len(typed) == _PHONE and number in {f"45{typed}", f"47{typed}"}):
        return 1.0
    if typed == number.lstrip("0"):
        return _FILLED_UP
    if number.endswith(typed):
        return _ENDS
    if number.startswith(typed):
        return _STARTS
    return _HOLDS if typed in number else 0.0
