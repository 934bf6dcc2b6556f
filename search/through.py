"""Through what a customer answers that the line does not show: a contact person, a former address, a number.

Read for the customers that are shown only, and only where something is left to tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from model.text import plain
from search.document import GRAM, MOST_DIGITS
from search.fold import digits, fold
from search.marks import Spans, marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.lookup import Lookup

Pairs = tuple[tuple[str, str], ...]
"""Typed words with those of the customer that answer them."""

_KINDS = {"p": "phone", "o": "company", "v": "invoice", "r": "reference", "e": "e-mail"}
_PAPERS = "vr"
_BESIDE_KINDS = "pe"

_BESIDE = """
SELECT customer_id, 'contact' AS kind, id, name, phone, email, '' AS place, valid_until FROM party
WHERE customer_id {which}
UNION ALL
SELECT customer_id, 'address', id, extra, street, postcode, city, valid_until FROM address WHERE customer_id {which}
UNION ALL
SELECT customer_id, 'e-mail', id, address, '', '', '', NULL FROM email WHERE customer_id {which}
UNION ALL
SELECT customer_id, 'phone', id, number, CASE WHEN wrong THEN 'wrong' ELSE '' END, '', '', NULL FROM phone
WHERE customer_id {which}
"""
_WRITTEN = """
SELECT customer_id, voucher, reference FROM entry
WHERE customer_id {which} AND (voucher LIKE ? OR reference LIKE ?) ORDER BY id
"""


class Asked(NamedTuple):
    """What of an answer is to be told: words that the line does not show, or a number and the letter of its kind."""

    words: Pairs = ()
    number: str = ""
    kind: str = "c"
    address: str = ""  # as the line shows it; "" where it is protected


@dataclass(frozen=True, slots=True)
class Through:
    """Through what a customer answers."""

    text: str = ""
    kind: str = ""  # phone, company, invoice, reference, e-mail, contact or address
    marks: Spans = ()
    until: date | None = None  # last day of the contact person, or of the address
    person: str = ""  # the contact person whose telephone it is
    wrong: bool = False  # a telephone that is marked wrong


def unexplained(words: Pairs, shown: str) -> Pairs:
    """The words that do not stand in what is shown.

    >>> unexplained((("gud", "gudrun"), ("vest", "vestergade")), "Byg A/S Vestergade 1")
    (('gud', 'gudrun'),)
    """
    seen = set(fold(shown).split())
    return tuple(pair for pair in words if pair[1] not in seen)


def through(lookup: Lookup, asked: Mapping[int, Asked], text: str) -> dict[int, Through]:
    """Through what each of these customers answers a text; nothing of those whose line tells it."""
    beside = _rows(lookup, _BESIDE, [key for key, one in asked.items() if one.words or one.kind in _BESIDE_KINDS], 4)
    papers = [key for key, one in asked.items() if one.kind in _PAPERS]
    like = "%".join(["", *typed_of(text)[-GRAM:], ""])  # whatever stands before was read in one way or another
    written = _rows(lookup, _WRITTEN, papers, 1, like, like)
    return {
        key: _by_words(one, beside.get(key, ()))
        if one.words
        else _by_number(one, beside.get(key, ()), written.get(key, ()), text)
        for key, one in asked.items()
    }


def typed_of(text: str) -> str:
    """The digits of a text that were looked for: of a payment line those of the reference.

    >>> typed_of("+71<000000000001031+82345678<"), typed_of("INV-2026/0042")
    ('000000000001031', '20260042')
    """
    return max(re.findall("[0-9]+", text), key=len, default="") if "<" in text else digits(text)


def _rows(lookup: Lookup, statement: str, keys: Sequence[int], times: int, *values: str) -> dict[int, list[Any]]:
    """The rows of customers, whose condition stands so many times in the statement."""
    found: dict[int, list[Any]] = {}
    if keys:
        which, ids = lookup.among(keys)
        for row in lookup.fetch(statement.format(which=which), [*ids * times, *values]):
            found.setdefault(row[0], []).append(row[1:])
    return found


def _by_words(asked: Asked, rows: Iterable[Sequence[Any]]) -> Through:
    """What answers most of the words: a contact person's name before an address before an e-mail address."""
    best, most = Through(), 0
    for one in sorted(_texts(asked, rows), key=lambda one: ("contact", "address", "e-mail").index(one.kind)):
        answered = len(asked.words) - len(unexplained(asked.words, one.text))
        if answered > most:
            best, most = one, answered
    return Through(best.text, best.kind, marks(best.text, asked.words), best.until) if most else best


def _texts(asked: Asked, rows: Iterable[Sequence[Any]]) -> Iterable[Through]:
    for kind, _, *texts, until in sorted(rows, key=lambda row: (str(row[0]), int(row[1]))):
        first, second, third, last = (plain(text) for text in texts)
        if kind == "contact":
            yield Through(first, kind, until=day_of(until))
            yield Through(third, "e-mail", until=day_of(until))
        elif kind == "e-mail":
            yield Through(first, kind)
        elif kind == "address" and asked.address:
            line = ", ".join(filter(None, (second, f"{third} {last}".strip())))
            told = first if line == asked.address else ", ".join(filter(None, (first, line)))
            yield Through(told, kind, until=day_of(until))


def _by_number(asked: Asked, beside: Iterable[Sequence[Any]], written: Sequence[Sequence[str]], text: str) -> Through:
    if asked.kind == "p":
        return _telephone(asked.number, beside)
    if asked.kind == "e":
        return _mailbox(asked, beside)
    if asked.kind in _PAPERS:
        return _paper(asked, written, text)
    return Through(asked.number, _KINDS[asked.kind]) if asked.kind in _KINDS else Through()


def _telephone(number: str, rows: Iterable[Sequence[Any]]) -> Through:
    """Whose telephone it is: the customer's own, else a contact person's, else one that is marked wrong."""
    found: list[tuple[int, date, Through]] = []
    for kind, _, name, second, _, _, until in sorted(rows, key=lambda row: (str(row[0]), int(row[1]))):
        if kind == "phone" and digits(name) == digits(number):
            wrong = second == "wrong"
            found.append((2 if wrong else 0, date.max, Through(number, "phone", wrong=wrong)))
        elif kind == "contact" and digits(second) == digits(number):
            last = day_of(until)
            found.append((1, last or date.max, Through(number, "phone", person=plain(name), until=last)))
    own_first = sorted(found, key=lambda one: (one[0], -one[1].toordinal()))
    return own_first[0][2] if own_first else Through(number, "phone")


def _mailbox(asked: Asked, rows: Iterable[Sequence[Any]]) -> Through:
    """Whose e-mail address it is: the customer's own, else a contact person's of today before a former one's."""
    same = [one for one in _texts(asked, rows) if one.kind == "e-mail" and one.text.lower() == asked.number.lower()]
    return max(same, key=lambda one: one.until or date.max, default=Through(asked.number, "e-mail"))


def _paper(asked: Asked, written: Sequence[Sequence[str]], text: str) -> Through:
    """An invoice or a reference as it is written; what was typed as a payment line is told as the reference."""
    references = [reference.lstrip("0") for _, reference in written]
    if "<" in text:
        core = typed_of(text).lstrip("0")
        if told := next((one for one in references if core and core in digits(one)), ""):
            return Through(plain(told), "reference")
    papers = [voucher for voucher, _ in written] if asked.kind == "v" else references
    told = next((paper for paper in papers if digits(paper)[:MOST_DIGITS] == asked.number), asked.number)
    return Through(plain(told), _KINDS[asked.kind])


def day_of(value: Any) -> date | None:  # noqa: ANN401  as the driver gives it
    """A day of the register."""
    return date.fromisoformat(value) if isinstance(value, str) else value
