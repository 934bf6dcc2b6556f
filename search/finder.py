"""Find the customer while typing: candidates from the database's own index, the best of them first.

Digits alone are looked for in numbers. Words are the beginnings of words, in any order, all of them; where they find
few, words that nobody has are read as what they may have been meant to be. Works on a connection of its own and without
SQLAlchemy, so that a desk can search before the register is open.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from model.errors import Refused
from model.text import plain
from search.by_number import WHOLE, ByNumber
from search.by_words import ENOUGH, LIMIT, WORDS, ByWords, merge
from search.document import GRAM, TOP_DOMAIN
from search.fold import digits, words
from search.hits import Answer, Found, Hit, Prefer, first, lines
from search.lookup import VERSION, VERSION_SETTING, Interrupted, Lookup, Missing
from search.near import slips
from search.numbers import POSTCODE, number_among, number_in, variants
from search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

__all__ = ["Finder", "Hit", "Interrupted", "Prefer", "open_finder"]

_TYPED = 200  # characters of a text that are read; who typed more, pasted something else

_DOUBTFUL = 0.8  # score below which words may rather have been joined or parted
_MOST_SLIPPED = 20  # digits of a number up to which another one is offered for it
_FEW_LETTERS = 3  # of a word that is offered for no longer one: it would be like any

_NUMBER = re.compile(r"[fF]?[\d\s+().,/<>#-]+")
_MAILBOX = re.compile(r"[!-~]*\.(?:dk|no|se|[A-Za-z]{3,})", re.IGNORECASE)
"""An e-mail address that is whole: `.co` may become `.com`. Of other letters the databases do not agree on the case."""

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
        self._words = ByWords(lookup, self._vocabulary)

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
        if not text:
            return []
        with self._asking(deadline_ms):
            self._check()
            self._words.begin(limit)
            found = self._find(text, prefer)
            return lines(self._lookup, first(self._lookup, found.values(), limit, prefer), text)

    def named(self, ids: Sequence[int], today: date) -> list[Hit]:
        """These customers as they stand in the register now, in this order; nobody where one is gone.

        An address that was theirs until before today is left out: nothing that was typed asks for it.

        Raises:
            Unreachable: the database is away.
        """
        asked = [Found(-1.0, "", one, Answer) for one in ids]
        while True:
            with suppress(Interrupted), self._asking():  # a key meant to stop the search of the one before it
                return lines(self._lookup, asked, "", today)

    def nearest(self, text: str) -> str | None:
        """Where a text finds nobody: the nearest one that does, its words folded; nothing where none is near.

        Raises:
            Interrupted: `interrupt` was called.
            Refused: the register has no index of this version.
            Unreachable: the database is away.
        """
        text = plain(text[:_TYPED])
        spelt = [word for word in words(TOP_DOMAIN.sub(r"\1", text))[:WORDS] if word.isalpha()]
        if number := number_in(text) if spelt else text:
            if (meant := self._nearest_number(number)) is not None:
                return self._as_written(number, meant) if spelt else meant
            if not spelt:
                return self._beginning_of(digits(number))
            spelt = [word for word in spelt if len(word) > _FEW_LETTERS]  # others belong to the number
        with self._asking():
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
            with self._asking():  # one at a time: a key that is pressed meanwhile need not wait for all of them
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
        """The longest beginning of a number that finds somebody."""
        shorter = (number[:size] for size in range(len(number) - 1, GRAM - 1, -1))
        return next((part for part in shorter if self.find(part, 1)), None) if len(number) <= _MOST_SLIPPED else None

    @contextmanager
    def _asking(self, deadline_ms: float | None = None) -> Iterator[None]:
        try:
            with self._busy, self._lookup.within(deadline_ms):
                yield
        except Missing as error:
            raise Refused("the register has no index for the lookup: run `kartotek reindex`") from error

    def interrupt(self) -> None:
        """Stop the search that runs, if one does; from any thread."""
        if self._busy.locked():
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
        mailboxes = self._by_email(text, prefer) if "@" in text else {}
        if mailboxes and _MAILBOX.fullmatch(text):
            return mailboxes
        spelt = TOP_DOMAIN.sub(r"\1", text)
        typed = words(spelt)
        found = self._by_own_number(text)
        if _NUMBER.fullmatch(text):
            merge(found, self._by_digits(text))
            if found and (len(digits(text)) > POSTCODE or "+" in text):
                return found
        domain = words(spelt.partition("@")[2].partition(" ")[0]) if "@" in text else None
        merge(found, mailboxes)
        merge(found, self._words.all_of(typed, prefer, domain=None if domain is None else "".join(domain[-1:])))
        if len(found) < ENOUGH and (without := [word for word in typed if word not in _LEGAL_FORMS]):
            if not found and without != typed:
                found = self._words.all_of(without, prefer)
            few = bool(found)
            if not found:
                found = self._by_digits(number_among(text, without))
            if few or not any(-one.minus_score >= WHOLE for one in found.values()):
                likely = self._words.corrected(typed, few=few, wholly=True) if without != typed else {}
                merge(found, likely or self._words.corrected(without, few=few))
                if not found or -min(found.values()).minus_score < _DOUBTFUL:
                    merge(found, self._words.respaced(without, prefer))
        return found

    def _by_email(self, text: str, prefer: Prefer | None) -> dict[int, Found]:
        """Who has this very e-mail address, or a contact person with it: the words leave the end of its domain out."""
        rows = self._mailboxes(text)
        if len(rows) == LIMIT and prefer:
            which, ids = self._lookup.among([key for key, _ in self._words.likely(prefer)])
            rows += self._mailboxes(text, f"AND d.id {which}", ids)
        return {
            key: Found(-1.0, name, key, partial(Answer, number=plain(address), kind="e")) for key, name, address in rows
        }

    def _mailboxes(self, address: str, which: str = "", ids: Sequence[Any] = ()) -> list[Any]:
        """Customers with their texts who have this e-mail address, then those whose contact persons have it."""
        asked = [address.lower(), *ids]
        return self._lookup.fetch(
            "SELECT d.id, d.text, e.address FROM email e JOIN search_doc d ON d.id = e.customer_id "  # noqa: S608  ours
            f"WHERE lower(e.address) = ? {which} UNION ALL SELECT d.id, d.text, p.email FROM party p "
            f"JOIN search_doc d ON d.id = p.customer_id WHERE lower(p.email) = ? {which} LIMIT ?",
            [*asked, *asked, LIMIT],
        )


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
