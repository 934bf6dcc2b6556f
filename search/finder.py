"""Find the customer while typing: candidates from the database's own index, the best of them first.

Digits alone are looked for in numbers. Words are the beginnings of words, in any order, all of them; where they find
few, words that nobody has are read as what they may have been meant to be. Works on a connection of its own and without
SQLAlchemy, so that a desk can search before the register is open.
"""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import combinations, islice
from operator import itemgetter
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from model.errors import Refused
from model.text import plain
from search import rank
from search.by_number import WHOLE, ByNumber
from search.document import GRAM, TOP_DOMAIN
from search.fold import digits, words
from search.hits import Answer, Found, Hit, Prefer, due, first, lines
from search.lookup import VERSION, VERSION_SETTING, Interrupted, Lookup, Missing, Term
from search.near import SHORTEST, slips
from search.numbers import POSTCODE, number_among, number_in, variants
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Finder", "Hit", "Interrupted", "Prefer", "open_finder"]

_A_MINUTE = 60.0
_DUE_LIMIT = 300  # customers with a task that is due, who are looked for among too many
WORD_LIMIT = 200  # candidates by words: reranking them takes about a millisecond
_TYPED = 200  # characters of a text that are read; who typed more, pasted something else
_WORDS = 6  # words that must all be there; more of them only count in the ranking

_ENOUGH = 10  # customers found from which on nothing is corrected: the list is full
_READINGS = 6  # of a word that stands alone
_OF_EACH = 40  # customers of each of them
_SOME_LIMIT = 400  # candidates by some of the words from which on no other words are tried
_DOUBTED = 4  # words up to which each may be another, though somebody has it
_DOUBTFUL = 0.8  # score below which words may rather have been joined or parted
_SPACE = 0.95  # what words with another space between them are worth
_LIKE = 0.35  # score below which a reading has nothing to do with what was typed
_SURE = 0.88  # score from which on a reading is not doubted
_SHORT = 2  # letters of a beginning that tells little
_MOST_SLIPPED = 20  # digits of a number up to which another one is offered for it
_FEW_LETTERS = 3  # of a word that is offered for no longer one: it would be like any
_LIKELIEST = 3  # readings of a word that are asked first where all of them find too many

_NUMBER = re.compile(r"[fF]?[\d\s+().,/<>#-]+")
_LEGAL_FORMS = frozenset({"as", "aps", "ivs", "asa", "ks", "is", "ps", "enk", "amba", "ans", "da"})


class Finder:
    """The lookup of one register. One search at a time; a second one waits for the first."""

    def __init__(self, lookup: Lookup) -> None:
        """Use `open_finder`."""
        self._lookup = lookup
        self._vocabulary = Vocabulary(lookup)
        by_number = ByNumber(lookup)
        self._by_own_number, self._by_digits, self._has_whole = by_number.own, by_number.any_of, by_number.has_whole
        self._busy = Lock()
        self._current = False
        self._begun, self._alike = cache(self._vocabulary.begun), cache(self._vocabulary.alike)
        self._meant: tuple[Prefer, float, list[Any]] | None = None

    def find(
        self, text: str, limit: int = 10, deadline_ms: float | None = None, *, prefer: Prefer | None = None
    ) -> list[Hit]:
        """The customers that answer a text, best first. Whatever the text holds, it is only ever looked for.

        Args:
            text: what was typed.
            limit: how many hits.
            deadline_ms: how long it may take.
            prefer: whom the agent most likely means, among customers who answer equally well.

        Raises:
            Interrupted: it took longer, or `interrupt` was called.
            Refused: the register has no index of this version.
            Unreachable: the database is away.
        """
        text = plain(text[:_TYPED])
        try:
            with self._busy, self._lookup.within(deadline_ms):
                if not text:
                    return []
                self._check()
                for known in (self._begun, self._alike):
                    known.cache_clear()  # another process may just have added words
                found = self._find(text, prefer)
                return lines(self._lookup, first(self._lookup, found.values(), limit, prefer), text)
        except Missing as error:
            raise Refused("the register has no index for the lookup: run `kartotek reindex`") from error

    def nearest(self, text: str) -> str | None:
        """Where a text finds nobody: the nearest one that does, its words folded; nothing where none is near."""
        text = plain(text[:_TYPED])
        spelt = [word for word in words(TOP_DOMAIN.sub(r"\1", text))[:_WORDS] if word.isalpha()]
        if number := number_in(text) if spelt else text:
            if (meant := self._nearest_number(number)) is not None:
                return self._as_written(number, meant) if spelt else meant
            if not spelt:
                return self._beginning_of(digits(number))
            spelt = [word for word in spelt if len(word) > _FEW_LETTERS]  # others belong to the number
        with self._busy, self._lookup.within(None):
            likely = [(word, self._vocabulary.nearest(word)) for word in spelt]
        read = [reading for word, reading in likely if len(reading) > min(_FEW_LETTERS, len(word) - 1)]
        return next(
            (one for one in (" ".join(read), *sorted(read, key=len, reverse=True)) if one and self.find(one, 1)), None
        )

    def _nearest_number(self, text: str) -> str | None:
        """A whole number that somebody has, one slip away from the one that was typed."""
        read = variants(text)
        typed = next((one for one in reversed(read) if len(one) > GRAM), "")
        if not typed or len(read[0]) > _MOST_SLIPPED:
            return None
        for slip in dict.fromkeys(slips(typed)):
            with self._busy, self._lookup.within(None):  # one at a time: a key that is pressed meanwhile goes first
                if self._has_whole(slip):
                    return slip
        return None

    def _as_written(self, typed: str, meant: str) -> str:
        """A number that was meant, with the letters of the one that was typed, where that finds it, too."""
        left = iter(meant)
        written = re.sub("[0-9]", lambda _: next(left, ""), typed)
        found = self.find(written, 1) if len(meant) == len(digits(typed)) else []
        return written if found and found[0].score >= WHOLE else meant

    def _beginning_of(self, number: str) -> str | None:
        """The longest beginning of a number that somebody has in one of theirs."""
        shorter = (number[:size] for size in range(len(number) - 1, GRAM - 1, -1))
        return next((part for part in shorter if self.find(part, 1)), None) if len(number) <= _MOST_SLIPPED else None

    def interrupt(self) -> None:
        """Stop the search that runs; from any thread."""
        self._lookup.interrupt()

    def close(self) -> None:
        """Let go of the database."""
        self._lookup.close()

    def _check(self) -> None:
        if not self._current:
            rows = self._lookup.fetch("SELECT value FROM setting WHERE name = ?", [VERSION_SETTING])
            if not rows or rows[0][0] != VERSION:
                raise Missing
            self._current = True

    def _find(self, text: str, prefer: Prefer | None) -> dict[int, Found]:
        """Stage by stage, the likeliest reading first; a later one where those before it found few or nobody."""
        typed = words(TOP_DOMAIN.sub(r"\1", text))
        found = self._by_own_number(text)
        if _NUMBER.fullmatch(text):
            found |= self._by_digits(text)
            if found and (len(digits(text)) > POSTCODE or "+" in text):
                return found
        _merge(found, self._by_words(typed, prefer, e_mail="@" in text))
        if "@" in text:
            self._by_email(text, found)
        if len(found) < _ENOUGH and (without := [word for word in typed if word not in _LEGAL_FORMS]):
            if not found and without != typed:
                found = self._by_words(without, prefer)
            few = bool(found)
            if not found:
                found = self._by_digits(number_among(text, without))
            if few or not any(-one.minus_score >= WHOLE for one in found.values()):
                likely = self._corrected(typed, few=few, wholly=True) if without != typed else {}
                _merge(found, likely or self._corrected(without, few=few))
                if not found or -min(found.values()).minus_score < _DOUBTFUL:
                    _merge(found, self._respaced(without, prefer))
        return found

    def _by_email(self, text: str, found: dict[int, Found]) -> None:
        """Put first who has this very e-mail address: its words leave the end of its domain out."""
        which, values = self._lookup.among(list(found))
        rows = self._lookup.fetch(
            f"SELECT customer_id, address FROM email WHERE customer_id {which} AND lower(address) = ?",  # noqa: S608
            [*values, text.lower()],
        )
        for key, address in rows:
            why = partial(Answer, number=plain(address), kind="e")
            found[key] = found[key]._replace(minus_score=-1.0, why=why)

    def _by_words(self, typed: Sequence[str], prefer: Prefer | None, *, e_mail: bool = False) -> dict[int, Found]:
        """Who has all these words, or words that begin so or sound alike."""
        asked = _asked(typed)
        terms = [self._begun(word) for word in asked]
        if not terms or not all(terms):
            return {}
        sounds = {word: self._alike(word) for word in asked}
        words_asked = rank.Words(typed, sounds)
        heard = [term | Term(words=sounds[word]) for term, word in zip(terms, asked, strict=True)]
        rows = self._all_of(heard, asked)
        if len(rows) == WORD_LIMIT:
            rows = self._likeliest_of(terms, asked, rows, heard=heard != terms, names=not e_mail)
            if prefer:
                rows += [row for row in self._preferred(prefer) if words_asked.begin(row[1])]
        return _ranked(rows, words_asked)

    def _respaced(self, typed: Sequence[str], prefer: Prefer | None) -> dict[int, Found]:
        """Who has the words with one space more, or one less, where nobody has them as they were typed."""
        found: dict[int, Found] = {}
        for other in islice(self._other_spaces(typed), _READINGS):
            _merge(found, self._by_words(other, prefer))
        return {key: one._replace(minus_score=round(one.minus_score * _SPACE, 4)) for key, one in found.items()}

    def _other_spaces(self, typed: Sequence[str]) -> Iterator[list[str]]:
        known = cache(self._vocabulary.knows)
        for at, word in enumerate(typed):
            before, after = list(typed[:at]), list(typed[at + 1 :])
            if after and not (known(word) and known(after[0])) and known(word + after[0]):
                yield [*before, word + after[0], *after[1:]]
            if word.isalpha() and not known(word):
                for cut in range(SHORTEST, len(word) - SHORTEST + 1):
                    if self._vocabulary.has(word[:cut]) and known(word[cut:]):
                        yield [*before, word[:cut], word[cut:], *after]

    def _likeliest_of(
        self, terms: Sequence[Term], asked: Sequence[str], some: list[Any], *, heard: bool, names: bool
    ) -> list[Any]:
        """Where these are too many: those with whole words of the name, or else of anything, then with beginnings.

        Args:
            terms: the words and how they begin, without others that sound alike.
            asked: the words.
            some: as many as were found.
            heard: whether they may have been found by words that sound alike.
            names: whether to look for names.
        """
        if heard and len(begun := self._all_of(terms, asked)) < WORD_LIMIT:
            return [*begun, *some]
        whole = _whole(terms, asked)
        if not names or all(map(str.isdecimal, asked)):  # to look for them in names takes long, and all in vain
            rows = self._lookup.by_words(whole, WORD_LIMIT)
        else:
            rows = self._lookup.by_words(whole, WORD_LIMIT, name_only=True) or self._lookup.by_words(whole, WORD_LIMIT)
            if len(rows) < WORD_LIMIT and terms != whole:
                rows += self._lookup.by_words(terms, WORD_LIMIT, name_only=True)
        return rows if len(rows) >= WORD_LIMIT else [*rows, *some]

    def _preferred(self, prefer: Prefer) -> list[Any]:
        """Candidates whom the agent most likely means; those of a minute ago, since keys wait for it."""
        if self._meant is None or self._meant[0] != prefer or self._meant[1] < monotonic():
            ids = [*prefer.latest, *due(self._lookup, prefer, _DUE_LIMIT)]
            self._meant = prefer, monotonic() + _A_MINUTE, self._lookup.by_ids(ids)
        return self._meant[2]

    def _all_of(self, terms: Sequence[Term], asked: Sequence[str]) -> list[Any]:
        """Candidates for all these words. One or two letters begin half the register: they are looked for last."""
        long = [term for term, word in zip(terms, asked, strict=True) if len(word) > _SHORT]
        if long and len(long) < len(terms):
            rows = self._lookup.by_words(long, WORD_LIMIT)
            if len(rows) < WORD_LIMIT:
                short = rank.Words([word for word in asked if len(word) <= _SHORT])
                return [row for row in rows if short.begin(row[1])]
        return self._lookup.by_words(terms, WORD_LIMIT)

    def _corrected(self, typed: Sequence[str], *, few: bool, wholly: bool = False) -> dict[int, Found]:
        """Who has words that these may have been meant to be.

        Args:
            typed: folded words.
            few: whether somebody has the words as they are typed: then only the likeliest readings are tried.
            wholly: whether every word must have a reading, and none may be left out.
        """
        asked = _asked(typed)
        if not any(word.isalpha() for word in asked):
            return {}
        sounds = {word: self._alike(word) for word in asked}
        as_typed = {word: self._begun(word) | Term(words=sounds[word]) for word in asked}
        words_asked = rank.Words(typed, sounds)
        if len(asked) == 1:
            return self._one_corrected(asked[0], sounds[asked[0]], words_asked)
        unknown = {word for word in asked if not self._vocabulary.knows(word)}
        if few and not unknown:
            return {}
        before = list(as_typed.values())  # who has these was asked before
        found: dict[int, Found] = {}
        read = cache(self._vocabulary.near)
        many = sum(len(word) > _SHORT for word in asked) > _DOUBTED
        # Of many words that all are known, one too many is likelier than one that was meant to be another.
        doubts = [(unknown, 1), (unknown, 2), *([] if many else [(asked, 1), (asked, 2)])]
        for doubted, most in doubts:
            near = {word: read(word, most) for word in doubted}
            terms = [as_typed[word] | near.get(word, Term()) for word in asked]
            if terms != before and all(terms):
                _merge(found, _ranked(self._any_of(terms, asked), words_asked, read=True))
            before = terms
            sure = len(found) >= _ENOUGH or (found and -min(found.values()).minus_score >= _SURE)
            if few or sure or (found and doubted is asked):
                break
        if not found and not few and not wholly:
            found = _ranked(self._some_of(terms, asked), words_asked, read=True)
        return found

    def _one_corrected(self, word: str, sounds: Sequence[str], asked: rank.Words) -> dict[int, Found]:
        """Who has a word that the only one may have been meant to be.

        Of each reading there may be thousands: some of each of the likeliest, and they share the list.
        """
        for most in (1, 2):
            near = self._vocabulary.near(word, most)
            readings = list(dict.fromkeys([*near.words, *sounds]))
            readings.sort(key=lambda reading: (-asked.worth(word, reading), reading))
            terms = [Term(words=(reading,)) for reading in readings[:_READINGS]]
            rows = [row for term in terms for row in self._lookup.by_words([term], _OF_EACH, name_only=True)]
            if len(rows) < _ENOUGH and (all_of_them := near | Term(words=tuple(readings))):
                rows += self._lookup.by_words([all_of_them], WORD_LIMIT)
            if rows:
                break
        return _ranked(rows, asked, read=True)

    def _some_of(self, terms: Sequence[Term], asked: Sequence[str]) -> list[Any]:
        """Candidates who have some of the words: those of letters, those that are no mistakes, all but one, any two."""
        every = list(zip(terms, asked, strict=True))
        spoken = [one for one in every if one[1].isalpha()]
        known = [one for one in every if not one[1].isalpha() or self._vocabulary.knows(one[1])]
        several = spoken if len(spoken) > 1 else every
        if len(known) == 1 or not any(word.isalpha() for _, word in known):
            known = []  # one word, or a house number, is shared by too many
        parts = [(spoken, len(spoken)), (known, len(known)), (several, len(several) - 1), (several, 2)]
        tried = {tuple(every)}
        for part, size in parts:
            rows: list[Any] = []
            for some in combinations(part[: size + 2], size):
                if some and some not in tried and all(term for term, _ in some) and len(rows) < _SOME_LIMIT:
                    tried.add(some)
                    rows += self._any_of([term for term, _ in some], [word for _, word in some], whole=True)
            if rows:
                return rows
        return []

    def _any_of(self, terms: Sequence[Term], asked: Sequence[str], *, whole: bool = False) -> list[Any]:
        """Candidates for words that may each be several: where they are too many, those with the likeliest first.

        With `whole` those who have the words as they were typed, whole, come before these.
        """
        rows = self._all_of(terms, asked)
        if len(rows) == WORD_LIMIT:
            likeliest = [term.narrow(_LIKELIEST) for term in terms]
            named = self._lookup.by_words(_whole(terms, asked), WORD_LIMIT, name_only=True) if whole else []
            if len(named) < WORD_LIMIT:
                named += self._lookup.by_words(likeliest, WORD_LIMIT, name_only=True)
            rows = named if len(named) >= WORD_LIMIT else [*named, *rows]
        return rows


def open_finder(target: str) -> Finder:
    """The finder of a register, given by path or URL as `model.store.open_register` takes it.

    Raises:
        Unreachable: no such file or server, or the driver is not installed.
    """
    scheme, _, rest = target.partition("://")
    if rest and scheme.startswith("postgres"):
        from search.postgres import Lookup as Postgres

        return Finder(Postgres(f"postgresql://{rest}"))
    from search.sqlite import Lookup as Sqlite

    return Finder(Sqlite(rest.removeprefix("/") if rest else target))


def _whole(terms: Sequence[Term], asked: Sequence[str]) -> list[Term]:
    """The words as they were typed, whole. One letter is none: half of all have it, in an e-mail address say."""
    return [
        Term(words=(word,)) if len(word) > 1 or word.isdecimal() else term
        for word, term in zip(asked, terms, strict=True)
    ]


def _asked(typed: Sequence[str]) -> list[str]:
    """The words that must be there: the longest, which tell most."""
    return sorted(dict.fromkeys(typed), key=len, reverse=True)[:_WORDS]


def _ranked(rows: Sequence[Sequence[Any]], asked: rank.Words, *, read: bool = False) -> dict[int, Found]:
    """Candidates by how well they answer; `read` where mistyped words were read as others: the unlike are left out."""
    texts = {row[0]: row[1] for row in rows}
    scores = ((key, text, asked.score(text)) for key, text in texts.items())
    return {
        key: Found(-score, text, key, partial(_by_its_words, asked, text), read)
        for key, text, score in scores
        if score >= _LIKE or not read
    }


def _by_its_words(asked: rank.Words, text: str) -> Answer:
    return Answer(words=asked.matched(text))


def _merge(found: dict[int, Found], others: Mapping[int, Found]) -> None:
    """Add others; who was found before keeps the better score."""
    for key, one in others.items():
        found[key] = min(found.get(key, one), one, key=itemgetter(0))
