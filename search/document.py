"""What of a customer can be searched, read from the register for many customers at a time.

Words stand in three columns: the name; what stands beside it, addresses and people; and the rest, the customer's number
and e-mail addresses. Numbers carry a letter that says what they are.

A protected address is not searched, and neither is that of a merged customer: it may be the protected one of whom they
were merged into, and an act that protects that one names nobody else whose document would have to change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from search.fold import digits, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Dialect = Literal["sqlite", "postgresql"]

GRAM = 4
"""Digits that are looked up together: the shortest part of a number that can be searched."""

EXACT = range(1, 7)
"""Numbers of so many digits, without the zeros in front, are also kept whole: their grams alone, if they have any, are
shared by too many customers."""

MOST_DIGITS = 40
_CUTS = [
    itemgetter(*[slice(at, at + GRAM) for at in range(size - GRAM + 1)], slice(GRAM)) for size in range(MOST_DIGITS + 1)
]
"""How a number of so many digits is cut; the first part twice, since an itemgetter of one gives no tuple."""

_NO_DIGITS = str.maketrans(dict.fromkeys(set(map(chr, range(128))) - set("0123456789\n")))
_EMPTY = {"", "c", "o", "p", "v", "r"}
_JOINED = {
    "sqlite": "group_concat('v' || voucher || char(10) || 'r' || ltrim(reference, '0'), char(10))",
    "postgresql": "string_agg('v' || voucher || chr(10) || 'r' || ltrim(reference, '0'), chr(10))",
}
TOP_DOMAIN = re.compile(r"(?<=@)([^@\s]*)\.[^.@\s]*")
"""The end of an e-mail address, `.dk` or `.com`: shared by too many to be looked up."""


class Document(NamedTuple):
    """A customer as the index keeps them.

    `numbers` are words of a letter and digits: c customer number, o company number, p phone (with its +), v voucher,
    r payment reference (without the zeros it is filled up with).
    """

    id: int
    name: str
    beside: str
    other: str
    numbers: str

    @property
    def text(self) -> str:
        """The three columns, a line each: what candidates are ranked on."""
        return f"{self.name}\n{self.beside}\n{self.other}"

    @classmethod
    def of_row(cls, key: int, text: str, numbers: str) -> Document:
        """The document that was stored as this."""
        name, beside, other = text.split("\n")
        return cls(key, name, beside, other, numbers)

    def grams(self) -> set[str]:
        """Every four digits in a row, and short numbers whole: behind a c those of customers, others behind an x."""
        found: set[str] = set()
        for number in self.numbers.split():
            bare = number.lstrip("corpv+")
            size = len(bare)
            if size >= GRAM:
                found.update(_CUTS[size](bare))
            if size in EXACT or bare.startswith("0"):
                found.update(_short(number, bare))
        return found

    def shorts(self) -> set[str]:
        """Those of the grams that are short numbers."""
        return {gram for number in self.numbers.split() for gram in _short(number, number.lstrip("corpv+"))}


def _short(number: str, bare: str) -> tuple[str, ...]:
    """What a short number is kept as, given as it is written in a document, and its digits."""
    if len(whole := bare.lstrip("0")) in EXACT:
        return (f"c{whole}" if number[0] == "c" else f"x{whole}",)
    return ()


def read(cursor: Any, dialect: Dialect, which: str, values: Sequence[Any]) -> list[Document]:  # noqa: ANN401  a DBAPI cursor
    """The documents of the customers whose id is `which` (an SQL condition such as `BETWEEN ? AND ?`), by id."""

    def rows(columns: str, table: str, rest: str = "") -> list[Any]:
        key = "id" if table == "customer" else "customer_id"
        statement = f"SELECT {key}, {columns} FROM {table} WHERE {key} {which} {rest}"  # noqa: S608  all of it is ours
        cursor.execute(adapt(dialect, statement), values)
        return list(cursor.fetchall())

    addresses, people, phones, others = _lists(), _lists(), _lists(), _lists()
    customers = rows("number, name, org_number, address_protected, merged_into", "customer", "ORDER BY id")
    for key, street, extra, postcode, city in rows("street, extra, postcode, city", "address", "ORDER BY id"):
        addresses[key].append(f"{street} {extra} {postcode} {city}")
    for key, number in rows("number", "phone"):
        phones[key].append(f"p{number}")
    for key, email in rows("address", "email", "ORDER BY id"):
        others[key].append(TOP_DOMAIN.sub(r"\1", email))
    for key, name, phone, email in rows("name, phone, email", "party", "ORDER BY id"):
        people[key].append(name)
        others[key].append(TOP_DOMAIN.sub(r"\1", email))
        phones[key].append(f"p{phone}")
    papers: dict[int, str] = dict(
        rows(_JOINED[dialect], "entry", "AND (voucher <> '' OR reference <> '') GROUP BY customer_id")
    )
    return [
        Document(
            key,
            fold(name),
            fold(" ".join([*(() if protected or merged else addresses.get(key, ())), *people.get(key, ())])),
            fold(" ".join((number, *others.get(key, ())))),
            _numbers([f"c{number}", f"o{company}", *phones.get(key, ()), *papers.get(key, "").split("\n")]),
        )
        for key, number, name, company, protected, merged in customers
    ]


def vocabulary(texts: Iterable[str]) -> set[str]:
    """The words of folded texts that begin with a letter and are longer than one."""
    return {word for word in set(" ".join(texts).split()) if word > "a" and len(word) > 1}


def adapt(dialect: Dialect, statement: str) -> str:
    """The statement with the driver's own marks for values."""
    return statement if dialect == "sqlite" else statement.replace("?", "%s")


def _lists() -> defaultdict[int, list[str]]:
    return defaultdict(list)


def _numbers(written: Iterable[str]) -> str:
    """The numbers, each once, in one order whatever order they came in; of customers and vouchers also short ones.

    >>> _numbers(["cK-123", "p+45 22 33 44 55", "p112", "vINV-2026-0042", "v1031", "v1031", "v", "r17", "v+18"])
    'c123 p+4522334455 v1031 v18 v20260042'
    """
    found = list(set(written) - _EMPTY)
    lines = "\n".join(found)
    bare = lines.translate(_NO_DIGITS).split("\n") if lines.isascii() else []
    if len(bare) != len(found):  # one has other letters, or several lines
        bare = list(map(digits, found))
    kept = set()
    for number, figures in zip(found, bare, strict=True):
        if len(figures) >= GRAM or (figures and number[0] in "cv"):
            kept.add(f"{'p+' if number.startswith('p+') else number[0]}{figures[:MOST_DIGITS]}")
    return " ".join(sorted(kept))
