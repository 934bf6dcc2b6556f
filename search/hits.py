"""What the finder offers: the customer as a line, why they answer, and who comes first among those who answer alike."""

from __future__ import annotations

from bisect import insort
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from model.merging import CHAIN, Merged, ends
from model.text import plain
from search.marks import Spans, marks
from search.through import Asked, Through, day_of, through, typed_of, unexplained

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from search.lookup import Lookup

_SHOWN = """
SELECT c.id, c.number, c.name, c.status, c.merged_into, c.address_protected, a.street, a.postcode, a.city,
    p.number, p.wrong, a.valid_until, a.kind, a.id, p.id
FROM customer c LEFT JOIN address a ON a.customer_id = c.id LEFT JOIN phone p ON p.customer_id = c.id
WHERE c.id {which}
"""
"""What a line may show: each address with each phone. To let the database choose takes it twice as long."""

_OWING = 4  # among so many times as many as are shown enough of them mostly owe something
_SHORT_LIST = 10  # customers who are all shown, whatever their order
_LESS, _IN_A_ROW = 0.97, 3  # so much less are more than these with the same reading worth: others get into the list


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer that the finder offers; its texts are clean. Marks are the parts to underline: from, and up to."""

    customer_id: int
    number: str
    name: str
    address: str  # "" where it is protected
    phone: str
    status: str  # kinds.CustomerStatus, or "merged"
    score: float  # 0 to 1
    matched: tuple[str, ...]  # the folded words, or the number, of the customer that answered
    through: str = ""  # what answered and is neither name nor address nor number of the customer
    name_marks: Spans = ()
    address_marks: Spans = ()
    through_kind: str = ""  # of that: phone, company, invoice, reference, e-mail, contact (a name) or address
    through_marks: Spans = ()  # of that, where it answered by its words
    through_until: date | None = None  # last day of the contact person, or of the address
    person: str = ""  # the contact person whose telephone answered
    phone_wrong: bool = False  # whether the telephone that answered, else `phone`, is marked wrong
    number_marks: Spans = ()
    typed: str = ""  # what was typed of a number or an e-mail address, where one answered
    merged_into: str = ""  # number of the customer whose account goes on
    living: int | None = None  # id of that one

    def former(self, today: date) -> bool:
        """Whether the contact person or the address that answered was one until before this day."""
        return self.through_until is not None and self.through_until < today


@dataclass(frozen=True, slots=True)
class Prefer:
    """Whom an agent most likely means, among customers who answer equally well."""

    latest: tuple[int, ...] = ()  # ids of customers this agent had open, the last one first
    due_before: datetime | None = None  # the end of the day: whoever has an open task before it comes before the others


class Answer(NamedTuple):
    """How a customer answers."""

    words: tuple[tuple[str, str], ...] = ()  # typed words with the customer's
    number: str = ""
    kind: str = "c"  # of the number, as `search.document.Document` has it; e an e-mail address


class Found(NamedTuple):
    """A candidate with its rank. The order is total: of the same candidates two databases make the same list."""

    minus_score: float
    text: str  # `search.document.Document.text`: by name, then by address
    id: int
    why: Callable[[], Answer]  # asked of those that are shown
    read: tuple[str, ...] = ()  # the words that answer, where a mistyped one was read as another


def first(lookup: Lookup, found: Iterable[Found], limit: int, prefer: Prefer | None) -> list[Found]:
    """The best of the candidates, in order: by score, then whom the agent most likely means, then by name."""
    if limit < 1:
        return []
    ranked = _shared(sorted(found), limit)
    if prefer is None:
        return ranked[:limit]
    shown: list[Found] = []
    for _, group in groupby(ranked, attrgetter("minus_score")):
        equal = list(group)
        shown += _preferred(lookup, equal, limit - len(shown), prefer) if len(equal) > 1 else equal
        if len(shown) >= limit:
            break
    return shown


def _shared(ranked: list[Found], limit: int) -> list[Found]:
    """Readings of mistyped words share the list: of one that many have the first few come before other readings.

    Only the best are looked at, until so many are sure to come before all others.
    """
    if len(ranked) <= _SHORT_LIST or not any(map(attrgetter("read"), ranked)):
        return ranked
    shared: list[Found] = []
    told: Counter[tuple[str, ...]] = Counter()
    for place, one in enumerate(ranked):
        if place >= limit and shared[limit - 1].minus_score < one.minus_score:
            break
        less = 1.0
        if one.read:
            less = _LESS ** (told[one.read] // _IN_A_ROW)
            told[one.read] += 1
        insort(shared, one if less == 1 else Found(round(one.minus_score * less, 4), *one[1:]))
    return shared


def _preferred(lookup: Lookup, equal: list[Found], most: int, prefer: Prefer) -> list[Found]:
    """Of one score the first: those the agent had open, those with a task that is due, those who owe, the others."""
    latest = {key: place for place, key in reversed(list(enumerate(prefer.latest)))}
    others = len(latest)
    late = set(due(lookup, prefer, len(equal), among=[one.id for one in equal]))

    def place(one: Found) -> tuple[int, bool]:
        return latest.get(one.id, others), one.id not in late

    equal = sorted(equal, key=place)
    some = equal[: _OWING * most]
    while True:
        owing = _owing(lookup, [one.id for one in some])
        preferred = sorted(some, key=lambda one: (place(one), one.id not in owing))[:most]
        if len(some) == len(equal) or all(one.id in owing or one.id in latest for one in preferred):
            return preferred
        some = equal  # else somebody further down may come before them


def _owing(lookup: Lookup, ids: Sequence[int]) -> set[int]:
    """Those of the customers who owe something."""
    which, values = lookup.among(ids)
    rows = lookup.fetch(
        f"SELECT customer_id FROM customer_balance WHERE customer_id {which} AND open_amount > 0",  # noqa: S608
        values,
    )
    return {row[0] for row in rows}


def due(lookup: Lookup, prefer: Prefer, limit: int, *, among: Sequence[int] | None = None) -> list[int]:
    """Customers with an open task that is due, the newest tasks first; `among` these only."""
    if prefer.due_before is None:
        return []
    which, values = ("IS NOT NULL", []) if among is None else lookup.among(among)
    rows = lookup.fetch(
        f"SELECT customer_id FROM task WHERE customer_id {which} AND done_at IS NULL AND due_at < ? "  # noqa: S608
        "GROUP BY customer_id ORDER BY MAX(due_at) DESC, customer_id LIMIT ?",
        [*values, lookup.moment(prefer.due_before.astimezone(UTC)), limit],
    )
    return [row[0] for row in rows]


def lines(lookup: Lookup, found: Sequence[Found], text: str, today: date | None = None) -> list[Hit]:
    """The lines to show for a text, with what the register says of these customers now; on a day no former address."""
    if not found:
        return []
    which, values = lookup.among([one.id for one in found])
    rows = {row[0]: row for row in sorted(lookup.fetch(_SHOWN.format(which=which), values), key=_place, reverse=True)}
    merged = _merged(lookup, [key for key, row in rows.items() if row[4] is not None])
    shown = {one.id: _line(rows[one.id], one, merged.get(one.id), today) for one in found if one.id in rows}
    told = through(lookup, {key: _asked(line) for key, line in shown.items()}, text)
    return [_hit(line, told[key], text) for key, line in shown.items()]


def _place(row: Sequence[Any]) -> tuple[bool, bool, int, bool, int]:
    """Valid addresses come before former ones, postal ones before others, right phones before wrong ones."""
    *_, wrong, until, kind, address, phone = row
    return until is not None, kind != "postal", address or 0, bool(wrong), phone or 0


class _Line(NamedTuple):
    """A customer as the register has them now, in clean texts, and how they answer."""

    found: Found
    why: Answer
    number: str
    name: str
    address: str
    phone: str
    phone_wrong: bool
    status: str
    merged: Merged | None


def _line(row: Sequence[Any], found: Found, merged: Merged | None, today: date | None) -> _Line:
    _, number, name, status, _, protected, *texts, wrong, until, _, _, _ = row
    last = day_of(until)
    street, postcode, city, phone = (text or "" for text in texts)
    hidden = protected or (merged is not None and merged.protected) or bool(today and last and last < today)
    return _Line(
        found,
        found.why(),
        plain(number),
        plain(name),
        "" if hidden else ", ".join(filter(None, (plain(street), plain(f"{postcode} {city}")))),
        plain(phone),
        bool(wrong),
        status,
        merged,
    )


def _asked(line: _Line) -> Asked:
    """What of an answer the line does not tell by itself."""
    why = line.why
    words = () if why.number else unexplained(why.words, f"{line.name} {line.address} {line.number}")
    return Asked(words, why.number, why.kind, line.address)


def _merged(lookup: Lookup, ids: Sequence[int]) -> dict[int, Merged]:
    """What became of merged customers."""
    if not ids:
        return {}
    which, values = lookup.among(ids)
    return ends(lookup.fetch(CHAIN.format(which=which), values))


def _hit(line: _Line, by: Through, text: str) -> Hit:
    found, why, number, name, address, phone, phone_wrong, status, merged = line
    return Hit(
        customer_id=found.id,
        number=number,
        name=name,
        address=address,
        phone=phone,
        status=status if merged is None else "merged",
        score=-found.minus_score,
        matched=(why.number,) if why.number else tuple(word for _, word in why.words),
        through=by.text,
        name_marks=marks(name, why.words),
        address_marks=marks(address, why.words),
        through_kind=by.kind,
        through_marks=by.marks,
        through_until=by.until,
        person=by.person,
        phone_wrong=by.wrong if by.kind == "phone" else phone_wrong,
        number_marks=marks(number, why.words),
        typed=(typed_of(text) if "<" in text else text) if why.number else "",
        merged_into=merged.number if merged else "",
        living=merged.into if merged else None,
    )
