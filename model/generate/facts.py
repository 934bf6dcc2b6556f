"""What made registers draw from: names, places, trades and words of Denmark and Norway (`model/data`, with sources)."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from model.columns import to_minor
from model.generate.draw import Weighted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UNCOUNTED = 400
"""The weight of a Danish surname without a count."""

HEAD = 40
"""Names without counts weigh by their place: as if the first stood here in a list with many more before it."""

_MOBILE = {
    "DK": "20 21 22 23 24 25 26 27 28 29 30 31 40 41 42 50 51 52 53 60 61 71 81 91 92 93",
    "NO": "40 41 46 47 48 90 91 92 93 94 95 97 98 99",
}
_FIXED = {
    "DK": "33 35 38 39 44 45 48 49 56 57 58 59 62 63 64 65 66 74 75 76 86 87 96 97 98 99",
    "NO": "22 23 32 33 37 38 51 52 55 56 61 62 69 70 71 73 74 75 76 77",
}
"""The first two digits of telephone numbers, which have eight; the third is no nought."""


@dataclass(frozen=True)
class Land:
    """What is particular to a country."""

    code: str
    calling_code: str
    language: str
    currency: str
    given: dict[str, Weighted[str]]  # by gender
    last: Weighted[str]
    towns: Weighted[tuple[str, str]]  # postcode, town
    stems: Sequence[str]
    suffixes: Sequence[str]
    streets: Sequence[str]
    mobile: Sequence[str]
    fixed: Sequence[str]
    trades: Sequence[str]
    firsts: Sequence[str]
    forms: Weighted[str]
    offices: Weighted[str]
    words: dict[str, tuple[str, ...]]
    fees: tuple[tuple[date, int], ...]  # valid from, øre; newest first

    def __reduce__(self) -> tuple[Callable[[str], Land], tuple[str]]:
        """Between processes a country travels as its code."""
        return land, (self.code,)

    def reminder_fee(self, sent: date) -> int:
        """The highest fee for a reminder sent on a day, in øre; 0 before the first rule known."""
        return next((fee for since, fee in self.fees if since <= sent), 0)


@cache
def land(code: str) -> Land:
    """The facts of a country, "DK" or "NO"."""
    names: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _rows("names.csv", code):
        names[row["part"]].append((row["name"], row["count"]))
    streets, business, words = _by_part("streets.csv", code), _weighted("businesses.csv", code), _words(code)
    fees = (
        (date.fromisoformat(r["valid_from"]), to_minor(Decimal(r["amount"]))) for r in _rows("reminder_fees.csv", code)
    )
    return Land(
        code=code,
        calling_code={"DK": "+45", "NO": "+47"}[code],
        language=_LANGUAGE[code],
        currency={"DK": "DKK", "NO": "NOK"}[code],
        given={gender: _names(names[gender]) for gender in ("female", "male")},
        last=_names(names["last"]),
        towns=Weighted(((row["postcode"], row["city"]), _size(row)) for row in _rows("postcodes.csv", code)),
        stems=streets["stem"],
        suffixes=streets["suffix"],
        streets=streets["whole"],
        mobile=_MOBILE[code].split(),
        fixed=_FIXED[code].split(),
        trades=[text for text, _ in business["trade"]],
        firsts=[text for text, _ in business["first"]],
        forms=Weighted(business["form"]),
        offices=Weighted(business["public"]),
        words=words,
        fees=tuple(sorted(fees, reverse=True)),
    )


_LANGUAGE = {"DK": "da", "NO": "nb"}


def _rows(name: str, country: str, column: str = "country") -> list[dict[str, str]]:
    text = files("model").joinpath("data", name).read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row[column] == country]


def _by_part(name: str, country: str) -> defaultdict[str, list[str]]:
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows(name, country):
        parts[row["part"]].append(row["text"])
    return parts


def _weighted(name: str, country: str) -> defaultdict[str, list[tuple[str, int]]]:
    parts: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in _rows(name, country):
        parts[row["part"]].append((row["text"], int(row["weight"])))
    return parts


def _words(country: str) -> dict[str, tuple[str, ...]]:
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows("texts.csv", _LANGUAGE[country], "language"):
        texts[row["key"]].append(row["text"])
    return {key: tuple(several) for key, several in texts.items()}


def _names(names: Sequence[tuple[str, str]]) -> Weighted[str]:
    if any(count for _, count in names):
        return Weighted((name, int(count or UNCOUNTED)) for name, count in names)
    return Weighted((name, 100_000 // (place + HEAD)) for place, (name, _) in enumerate(names))


def _size(row: dict[str, str]) -> int:
    """How many live under a postcode, guessed: a round Danish number is a large town's; below 2000 it is one street."""
    code = int(row["postcode"])
    if row["country"] == "NO":
        return 1
    if code < 2000:  # noqa: PLR2004  København K and V, Frederiksberg C
        return 1
    return 50 if code % 1000 == 0 else 25 if code % 100 == 0 else 8 if code % 10 == 0 else 2
