"""Who has the words that were typed: as they are, as they sound, or as what they may have been meant to be.

Words are the beginnings of words, in any order, all of them. Only where they find few, words that nobody has are read
as others; where that finds nobody, some of the words are enough, or one space more or less.
"""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import combinations, islice, pairwise
from time import monotonic
from typing import TYPE_CHECKING

from search import rank
from search.hits import Answer, Found, Prefer, due
from search.lookup import Lookup, Term
from search.near import SHORTEST, edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.vocabulary import Spelling, Vocabulary

LIMIT = 200
"""Candidates by words: reranking them takes about a millisecond."""

ENOUGH = 10
"""Customers found from which on nothing is corrected: the list is full."""

WORDS = 6
"""Words that must all be there; more of them only count in the ranking."""

_PLENTY = 50  # customers who have all the words in their names, if no more are asked for
_TEXTS = 1000  # of customers that are remembered
_A_MINUTE = 60.0
_DUE_LIMIT = 300  # customers with a task that is due, who are looked for among too many
_READINGS = 6  # of a word that stands alone
_OF_EACH = 40  # customers of each of them
_SOME_LIMIT = 400  # candidates by some of the words from which on no other words are tried
_DOUBTED = 4  # words up to which each may be another, though somebody has it
_SPACE = 0.95  # what words with another space between them are worth
_LIKE = 0.35  # score below which a reading has nothing to do with what was typed
_SURE = 0.88  # score from which on a reading is not doubted
_SHORT = 2  # letters of a beginning that tells little
_LIKELIEST = 3  # readings of a word that are asked first where all of them find too many


class ByWords:
    """The customers of one register by the words of their names, addresses and e-mail addresses."""

    def __init__(self, lookup: Lookup, vocabulary: Vocabulary) -> None:
        """Ask this index, and the words it knows."""
        self._lookup = lookup
        self._vocabulary = vocabulary
        self._ids = lru_cache(maxsize=32)(self._found)  # one key asks for most of what the next one does
        self._texts: dict[int, str] = {}
        self._stamp = ""  # of the register when these two were read
        self._plenty = _PLENTY
        self._meant: tuple[Prefer, float, list[tuple[int, str]]] | None = None

    def begin(self, limit: int) -> None:
        """Begin a search for so many: what the last one read still holds, unless the register may have changed."""
        self._plenty = max(limit, _PLENTY)
        self._vocabulary.doubt()
        if len(self._texts) > _TEXTS:
            self._texts.clear()

    def all_of(self, typed: Sequence[str], prefer: Prefer | None, *, domain: str | None = None) -> dict[int, Found]:
        """Who has all these words, or words that begin so or sound alike.

        Args:
            typed: folded words.
            prefer: whom the agent most likely means.
            domain: the last word of the domain, where an e-mail address was typed: so many share it that it is looked
                for last.
        """
        asked = _asked(typed)
        if not asked:
            return {}
        spelt = self._vocabulary.spelt(asked)
        if self._stamp != self._vocabulary.stamp:
            self._stamp = self._vocabulary.stamp
            self._ids.cache_clear()
            self._texts.clear()
        terms = [one.begun for one in spelt]
        heard = [one.begun | Term(words=one.alike) for one in spelt]
        words_asked = _words_asked(typed, asked, spelt)
        # To look for numbers in names takes long, all in vain.
        names = domain is None and not all(map(str.isdecimal, asked))
        # Most single words begin the names of too many: where they do, whoever else has them is not looked for.
        named = self._having(terms, name_only=True) if names and len(asked) == 1 else []
        ids = named if len(named) == LIMIT else self._candidates(heard, asked, domain)
        if len(ids) == LIMIT:
            ids = self._likeliest_of(terms, asked, ids, heard=heard != terms and ids is not named, names=names)
            if prefer:
                likely = [key for key, text in self.likely(prefer) if words_asked.begin(text)]
                ids += self._beginning(words_asked, likely)  # within the minute an address may have been protected
        return self._ranked(ids, words_asked)

    def respaced(self, typed: Sequence[str], prefer: Prefer | None) -> dict[int, Found]:
        """Who has the words with one space more, or one less, where nobody has them as they were typed."""
        found: dict[int, Found] = {}
        for other in islice(self._other_spaces(typed), _READINGS):
            merge(found, self.all_of(other, prefer))
        return {key: one._replace(minus_score=round(one.minus_score * _SPACE, 4)) for key, one in found.items()}

    def _other_spaces(self, typed: Sequence[str]) -> Iterator[list[str]]:
        pairs = [first + second for first, second in pairwise(typed)]
        cuts = {word: range(SHORTEST, len(word) - SHORTEST + 1) for word in typed if word.isalpha()}
        known = self._vocabulary.known([*typed, *pairs, *(word[cut:] for word, at in cuts.items() for cut in at)])
        whole = self._vocabulary.whole(word[:cut] for word, at in cuts.items() if word not in known for cut in at)
        for at, word in enumerate(typed):
            before, after = list(typed[:at]), list(typed[at + 1 :])
            if after and pairs[at] in known and not (word in known and after[0] in known):
                yield [*before, pairs[at], *after[1:]]
            if word not in known:
                for cut in cuts.get(word, ()):
                    if word[:cut] in whole and word[cut:] in known:
                        yield [*before, word[:cut], word[cut:], *after]

    def _likeliest_of(
        self, terms: Sequence[Term], asked: Sequence[str], some: list[int], *, heard: bool, names: bool
    ) -> list[int]:
        """Where these are too many: those with whole words of the name, or else of anything, then with beginnings.

        Args:
            terms: the words and how they begin, without others that sound alike.
            asked: the words.
            some: as many as were found.
            heard: whether they may have been found by words that sound alike.
            names: whether to look for names.
        """
        whole = self._whole(asked)
        ids = self._having(whole, name_only=True) if names else []
        if len(ids) >= self._plenty:  # whoever has them in another way comes behind all of these
            return ids
        if heard and len(begun := self._candidates(terms, asked)) < LIMIT:
            return [*begun, *some]
        ids = ids or self._having(whole)
        if names and len(ids) < LIMIT and terms != whole:
            ids += self._having(terms, name_only=True)
        return ids if len(ids) >= LIMIT else [*ids, *some]

    def likely(self, prefer: Prefer) -> list[tuple[int, str]]:
        """Whom the agent most likely means, with spaced texts; those of a minute ago, since keys wait for it."""
        if self._meant is None or self._meant[0] != prefer or self._meant[1] < monotonic():
            ids = [*prefer.latest, *due(self._lookup, prefer, _DUE_LIMIT)]
            texts = [(key, rank.spaced(text)) for key, text in self._lookup.by_ids(ids)]
            self._meant = prefer, monotonic() + _A_MINUTE, texts
        return self._meant[2]

    def _whole(self, asked: Sequence[str]) -> list[Term]:
        """The words as they were typed, whole."""
        return [one.whole for one in self._vocabulary.spelt(asked)]

    def _beginning(self, asked: rank.Words, ids: Sequence[int]) -> list[int]:
        """Those of the customers whose words begin so."""
        return [key for key, text in self._read(ids) if asked.begin(rank.spaced(text))]

    def _having(self, terms: Sequence[Term], most: int = LIMIT, *, name_only: bool = False) -> list[int]:
        """Customers who have all these words, at most so many; of one search the same are looked for once."""
        if not all(terms):
            return []
        return list(self._ids(tuple(terms), most, name_only))

    def _found(self, terms: tuple[Term, ...], most: int, name_only: bool) -> list[int]:  # noqa: FBT001
        rows = self._lookup.by_words(terms, most, name_only=name_only)
        self._texts.update((key, text) for key, text in rows if text is not None)
        return [key for key, _ in rows]

    def _read(self, ids: Iterable[int]) -> list[tuple[int, str]]:
        """Customers, each once, with their texts: read only now, since many candidates are found in vain."""
        wanted = dict.fromkeys(ids)
        if lacking := [key for key in wanted if key not in self._texts]:
            self._texts.update(self._lookup.by_ids(lacking))
        return [(key, self._texts[key]) for key in wanted if key in self._texts]

    def _candidates(self, terms: Sequence[Term], asked: Sequence[str], common: str | None = None) -> list[int]:
        """Candidates for all these words. One or two letters begin half the register: they are looked for last."""
        last = [len(word) <= _SHORT or word == common for word in asked]
        if any(last) and not all(last):
            ids = self._having([term for term, later in zip(terms, last, strict=True) if not later])
            if len(ids) < LIMIT:
                rest = [term for term, later in zip(terms, last, strict=True) if later]
                return [key for key, text in self._read(ids) if all(term.is_in(rank.spaced(text)) for term in rest)]
        return self._having(terms)

    def _ranked(self, ids: Iterable[int], asked: rank.Words, *, read: bool = False) -> dict[int, Found]:
        """Candidates by how well they answer; where mistyped words were `read` as others the unlike are left out."""
        found = {}
        candidates = self._read(ids)
        answers = asked.answers([text for _, text in candidates])
        for (key, text), (score, answering) in zip(candidates, answers, strict=True):
            if score >= _LIKE or not read:
                why = partial(_by_its_words, asked, text)
                found[key] = Found(-score, text, key, why, answering if read else ())
        return found

    def corrected(self, typed: Sequence[str], *, few: bool, wholly: bool = False) -> dict[int, Found]:
        """Who has words that these may have been meant to be.

        Args:
            typed: folded words.
            few: whether somebody has the words as they are typed: then only the likeliest readings are tried.
            wholly: whether every word must have a reading, and none may be left out.
        """
        asked = _asked(typed)
        if not any(word.isalpha() for word in asked):
            return {}
        spelt = dict(zip(asked, self._vocabulary.spelt(asked), strict=True))
        unknown = [word for word, one in spelt.items() if not one.known]
        if few and not unknown and len(asked) > 1:
            return {}
        words_asked = _words_asked(typed, asked, list(spelt.values()))
        if len(asked) == 1:
            return self._one_corrected(asked[0], spelt[asked[0]].alike, words_asked)
        as_typed = {word: one.begun | Term(words=one.alike) for word, one in spelt.items()}
        before = list(as_typed.values())  # who has these was asked before
        found: dict[int, Found] = {}
        many = sum(len(word) > _SHORT for word in asked) > _DOUBTED
        # Of many words that all are known, one too many is likelier than one that was meant to be another.
        doubts = [(unknown, 1), (unknown, 2), *([] if many else [(asked, 1), (asked, 2)])]
        for doubted, most in doubts:
            near = self._vocabulary.near(doubted, most)
            terms = [as_typed[word] | near.get(word, Term()) for word in asked]
            if terms != before and all(terms):
                merge(found, self._ranked(self._any_of(terms, asked), words_asked, read=True))
            before = terms
            sure = len(found) >= ENOUGH or (found and -min(found.values()).minus_score >= _SURE)
            if few or sure or (found and doubted is asked):
                break
        if not found and not few and not wholly:
            found = self._ranked(self._some_of(terms, asked), words_asked, read=True)
        return found

    def _one_corrected(self, word: str, sounds: Sequence[str], asked: rank.Words) -> dict[int, Found]:
        """Who has a word that the only one may have been meant to be.

        Of each reading there may be thousands: some of each of the likeliest, and they share the list.
        """
        for most in range(1, max(1, edits(word)) + 1):
            near = self._vocabulary.near([word], most)[word]
            readings = list(dict.fromkeys([*near.words, *sounds]))
            readings.sort(key=lambda reading: (-asked.worth(word, reading), reading))
            terms = [Term(words=(reading,)) for reading in readings[:_READINGS]]
            ids = [key for term in terms for key in self._having([term], _OF_EACH, name_only=True)]
            if len(ids) < ENOUGH and (all_of_them := near | Term(words=tuple(readings))):
                ids += self._having([all_of_them])
            if ids:
                break
        return self._ranked(ids, asked, read=True)

    def _some_of(self, terms: Sequence[Term], asked: Sequence[str]) -> list[int]:
        """Candidates who have some of the words: those of letters, those that are no mistakes, all but one, any two."""
        every = list(zip(terms, asked, strict=True))
        spoken = [one for one in every if one[1].isalpha()]
        spelt = zip(every, self._vocabulary.spelt(asked), strict=True)
        known = [one for one, of in spelt if of.known or not one[1].isalpha()]
        several = spoken if len(spoken) > 1 else every
        if len(known) == 1 or not any(word.isalpha() for _, word in known):
            known = []  # one word, or a house number, is shared by too many
        parts = [(spoken, len(spoken)), (known, len(known)), (several, len(several) - 1), (several, 2)]
        tried = {tuple(every)}
        for part, size in parts:
            ids: list[int] = []
            for some in combinations(part[: size + 2], size):
                if some and some not in tried and all(term for term, _ in some) and len(ids) < _SOME_LIMIT:
                    tried.add(some)
                    ids += self._any_of([term for term, _ in some], [word for _, word in some], whole=True)
            if ids:
                return ids
        return []

    def _any_of(self, terms: Sequence[Term], asked: Sequence[str], *, whole: bool = False) -> list[int]:
        """Candidates for words that may each be several: where they are too many, those with the likeliest first.

        With `whole` those who have the words as they were typed, whole, come before these.
        """
        ids = self._candidates(terms, asked)
        if len(ids) == LIMIT:
            likeliest = [term.narrow(_LIKELIEST) for term in terms]
            named = self._having(self._whole(asked), name_only=True) if whole else []
            if len(named) < LIMIT:
                named += self._having(likeliest, name_only=True)
            ids = named if len(named) >= LIMIT else [*named, *ids]
        return ids


def _asked(typed: Sequence[str]) -> list[str]:
    """The words that must be there: the longest, which tell most."""
    return sorted(dict.fromkeys(typed), key=len, reverse=True)[:WORDS]


def _words_asked(typed: Sequence[str], asked: Sequence[str], spelt: Sequence[Spelling]) -> rank.Words:
    return rank.Words(typed, {word: one.alike for word, one in zip(asked, spelt, strict=True)})


def _by_its_words(asked: rank.Words, text: str) -> Answer:
    return Answer(words=asked.matched(text))


def merge(found: dict[int, Found], others: Mapping[int, Found]) -> None:
    """Add others; who was found before keeps the better score."""
    for key, one in others.items():
        if key not in found or one.minus_score < found[key].minus_score:
            found[key] = one
