"""How a table writes its dates and amounts, settled by whole columns and never guessed.

**Dates.** A text is read in every order in which it is a day of the calendar. A column fits the orders that fit each of
its values; a column with one order left is unambiguous and settles the others of the file. A year of four digits in
front is plain by itself, for its own column only; months in words say nothing about the order of figures. Years of two
digits are 1969 to 2068, as in POSIX.

**Amounts.** A text is read with a decimal comma and with a decimal point, thousands grouped by the other sign, a space
or an apostrophe. `1.234` alone can be either: all columns of numbers of the file are looked at together, and where both
signs fit and differ nothing is settled. A number without a sign says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Literal, get_args

from model.intake.rows import Problem

Order = Literal["dmy", "mdy", "ymd"]
"""The order of day, month and year in the dates of a file."""

ORDERS: tuple[Order, ...] = get_args(Order)
ORDER_NAMES = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day", "iso": "year-month-day"}
NO_DATE = re.compile(r"[-./ 0]*")
"""What stands for an empty date: nothing, dashes, zeros."""

Texts = Mapping[str, int]
"""The different texts of a column, each with the first line it stands on."""

_TIME = re.compile(
    r"(?<=\d)[T ]\s*\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?|Z|[+-]\d{2}:?\d{2})?$", re.ASCII
)
_FIGURES = re.compile(r"(\d{1,4})\s*([-./ ])\s*(\d{1,2})\s*(?:\2)\s*(\d{1,4})", re.ASCII)
_MONTH_IN_WORDS = re.compile(r"(\d{1,2})[-. /]*([a-z]{3,9})[-. /]*(\d{4}|\d{2})", re.ASCII)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})[-. ]*(\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\d{4})", re.ASCII)
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            ("jan", "januar", "january"),
            ("feb", "februar", "february"),
            ("mar", "mars", "march", "marts"),
            ("apr", "april"),
            ("maj", "mai", "may"),
            ("jun", "juni", "june"),
            ("jul", "juli", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("okt", "oct", "oktober", "october"),
            ("nov", "november"),
            ("dec", "des", "december", "desember"),
        ),
        start=1,
    )
    for name in names
}
_YEARS = range(1900, 2200)
_PIVOT = 69


@dataclass(frozen=True, slots=True)
class Finding:
    """How the values of a kind are written: `style` by column (of dates), the sentence that shows it, or problems."""

    style: Mapping[str, str] = field(default_factory=dict)
    notices: Sequence[str] = ()
    problems: Sequence[Problem] = ()


@lru_cache(maxsize=100_000)
def dates_in(text: str) -> Mapping[str, date]:
    """Read a date in every order that makes a day: dmy, mdy, ymd, or iso where the year of four digits is in front.

    >>> dates_in("26-01-2013")
    {'dmy': datetime.date(2013, 1, 26)}
    >>> sorted(dates_in("01/02/13")), sorted(dates_in("2013-01-26 00:00:00")), dates_in("31-02-2013")
    (['dmy', 'mdy', 'ymd'], ['iso'], {})
    """
    day = _TIME.sub("", text.strip()).strip()
    if found := _FIGURES.fullmatch(day):
        first, _, second, third = found.groups()
    elif re.fullmatch("[0-9]{8}", day):
        if int(day[:4]) in _YEARS and _day(day[:4], day[4:6], day[6:]):
            first, second, third = day[:4], day[4:6], day[6:]
        else:
            first, second, third = day[:2], day[2:4], day[4:]
    else:
        return _in_words(day.casefold())
    if len(first) == 4:  # noqa: PLR2004
        return _valid({"iso": _day(first, second, third)})
    return _valid(
        {
            "dmy": _day(third, second, first),
            "mdy": _day(third, first, second),
            "ymd": _day(first, second, third) if len(third) < 3 else None,  # noqa: PLR2004
        }
    )


def _in_words(text: str) -> Mapping[str, date]:
    if found := _MONTH_IN_WORDS.fullmatch(text):
        day, month, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        month, day, year = found.groups()
    else:
        return {}
    read = _day(year, str(_MONTHS.get(month, 0)), day)
    return _valid(dict.fromkeys(("dmy", "mdy", "ymd", "iso"), read))


def _day(year: str, month: str, day: str) -> date | None:
    if len(year) not in (2, 4) or len(day) > 2:  # noqa: PLR2004
        return None
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < _PIVOT else 1900)  # noqa: PLR2004
    try:
        return date(full, int(month), int(day)) if full in _YEARS else None
    except ValueError:
        return None


def _valid(readings: Mapping[str, date | None]) -> dict[str, date]:
    return {order: day for order, day in readings.items() if day}


def read_date(text: str, order: str) -> date | None:
    """Read a date in the order settled for its column; a year of four digits in front is read in any."""
    readings = dates_in(text)
    return readings.get(order) or readings.get("iso")


def date_orders(columns: Mapping[str, Texts], asked: Order | None = None) -> Finding:
    """Settle the order of the dates of each column.

    `asked` decides where more than one order fits; what it does not fit is left to be refused value by value.
    """
    fits = {name: _fits(map(dates_in, texts)) for name, texts in columns.items()}
    if asked:
        style = {name: "iso" if orders == {"iso"} else asked for name, orders in fits.items() if orders is not None}
        return Finding(style, [f"dates are {ORDER_NAMES[asked]}, as asked"] if style else ())
    mixed = [name for name, orders in fits.items() if orders == set()]
    if mixed:
        return Finding(problems=[p for name in mixed for p in _mixed_dates({name: columns[name]})])
    ambiguous = {name: orders for name, orders in fits.items() if orders and _differ(columns[name], orders)}
    style = {name: min(orders) for name, orders in fits.items() if orders and name not in ambiguous}
    plain = {name: order for name, order in style.items() if len(fits[name] or ()) == 1 and order != "iso"}
    if len(set(plain.values())) > 1:
        return Finding(problems=_mixed_dates({name: columns[name] for name in plain}))
    common = set.intersection(*ambiguous.values(), *([set(plain.values())] if plain else [])) if ambiguous else set()
    if ambiguous and len(common) != 1:
        return Finding(
            problems=[p for name, orders in ambiguous.items() for p in _unclear_dates(name, columns[name], orders)]
        )
    order = common.pop() if common else next(iter(plain.values()), "")
    style |= dict.fromkeys(ambiguous, order)
    return Finding(style, _shown_dates(columns, style, order))


def _fits(values: Iterable[Mapping[str, object]]) -> set[str] | None:
    """Tell the styles that fit every value of a column: None where it has no value that can be read."""
    styles: set[str] | None = None
    for readings in values:
        if readings:
            styles = set(readings) if styles is None else styles & set(readings)
    return styles


def _differ(texts: Texts, styles: set[str]) -> bool:
    return any(len({readings[s] for s in styles}) > 1 for readings in map(dates_in, texts) if readings)


def _shown_dates(columns: Mapping[str, Texts], style: Mapping[str, str], order: str) -> list[str]:
    notices = []
    if order:
        seen = [(len(dates_in(t)), line, name, t) for name, texts in columns.items() if style.get(name) == order
                for t, line in texts.items() if order in dates_in(t)]  # fmt: skip
        _, line, name, text = min(seen)
        notices.append(f"dates are {ORDER_NAMES[order]}: line {line} of {name} has {text}")
    if iso := [name for name, s in style.items() if s == "iso"]:
        notices.append(f"dates of {', '.join(iso)} are {ORDER_NAMES['iso']}")
    return notices


def _unclear_dates(name: str, texts: Texts, orders: set[str]) -> list[Problem]:
    doubtful = [
        (line, text)
        for text, line in texts.items()
        if len({dates_in(text).get(o) for o in orders}) > 1 and dates_in(text)
    ]
    return [
        Problem(line, name, text, f"can be {_alternatives(text, orders)}: say which with --dates")
        for line, text in sorted(doubtful)[:3]
    ]


def _alternatives(text: str, orders: set[str]) -> str:
    return " or ".join(f"{dates_in(text)[o]:%Y-%m-%d} ({o})" for o in ORDERS if o in orders and o in dates_in(text))


def _mixed_dates(columns: Mapping[str, Texts]) -> list[Problem]:
    """Show, for each order, the first date that only it can read: no one order fits them all."""
    shown: dict[tuple[str, ...], tuple[int, str, str]] = {}
    for name, texts in columns.items():
        for text, line in texts.items():
            if readings := dates_in(text):
                shown.setdefault(tuple(sorted(readings)), (line, name, text))
    problems: list[Problem] = []
    left = {*ORDERS, "iso"}
    for orders in sorted(shown, key=lambda orders: (len(orders), shown[orders])):
        if left & set(orders) != left:
            left &= set(orders)
            read_as = " or ".join(ORDER_NAMES[order] for order in orders)
            problems.append(Problem(*shown[orders], f"is {read_as}, and others of the file are not: write all one way"))
        if not left:
            break
    return problems


# Amounts.

_SPACES = re.compile(r"[\s'\u2019]")  # thousands are also grouped by blanks of any kind and by apostrophes
_UNIT = re.compile(r"(?<![^\W\d_])(kr\.?|dkk|nok|sek|eur|usd|gbp)(?![^\W\d_])", re.IGNORECASE)
_GROUPED = {
    ",": re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]*))?|,[0-9]+", re.ASCII),
    ".": re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?|\.[0-9]+", re.ASCII),
}
_BLANK_GROUPS = re.compile(r"[0-9]{1,3}(?:[\s'\u2019][0-9]{3})+(?:[.,][0-9]*)?")
_CENT = Decimal("0.01")
_NOISE = Decimal("0.000001")
_MOST = Decimal(10) ** 13


@lru_cache(maxsize=100_000)
def numbers_in(text: str) -> Mapping[str, Decimal]:
    """Read a number with a decimal comma and with a decimal point, wherever it is one.

    Negative are a minus before or after, and brackets. `kr`, a currency code and `,-` are no part of the number.

    >>> numbers_in("1.234,50"), numbers_in("(12 500.00)")
    ({',': Decimal('1234.50')}, {'.': Decimal('-12500.00')})
    >>> numbers_in("1.234"), numbers_in("kr 1500,-"), numbers_in("n/a")
    ({',': Decimal('1234'), '.': Decimal('1.234')}, {',': Decimal('1500')}, {})
    """
    body = _UNIT.sub(" ", text.replace("\u2212", "-").replace("\u2013", "-")).strip()
    negative = False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1].strip()
    whole = body.endswith((",-", ".-"))  # 1500,- is whole kroner, not negative
    signs = [","] if body.endswith(",-") else [",", "."]
    body = body[:-2] if whole else body
    if body[:1] in ("-", "+") or body[-1:] in ("-", "+"):
        at_end = body[:1] not in ("-", "+")
        if negative:
            return {}
        negative, body = (body[-1] if at_end else body[0]) == "-", (body[:-1] if at_end else body[1:]).strip()
    if _SPACES.search(body):
        if not _BLANK_GROUPS.fullmatch(body):
            return {}
        body = _SPACES.sub("", body)
        signs = [s for s in signs if ("," if s == "." else ".") not in body]  # grouped once, not twice
    readings = {s: _number(body, s) for s in signs if _GROUPED[s].fullmatch(body)}
    return {s: -n if negative and n else n for s, n in readings.items()}


def _number(body: str, sign: str) -> Decimal:
    return Decimal(body.replace("." if sign == "," else ",", "").replace(",", "."))


def currency_in(text: str) -> str:
    """Tell the currency written beside an amount: `1.500,00 DKK`. `kr` is that of several countries, so it is none."""
    found = _UNIT.search(text)
    return "" if found is None or found[1].lower().startswith("kr") else found[1].upper()


def decimal_sign(columns: Mapping[str, Texts], asked: str = "") -> Finding:
    """Settle the decimal sign of a file's numbers, as `style` of the one name "decimal"."""
    if asked:
        return Finding({"decimal": asked})
    seen = sorted((line, name, text) for name, texts in columns.items() for text, line in texts.items())
    only = {sign: list(islice((s for s in seen if numbers_in(s[2]).keys() == {sign}), 1)) for sign in _GROUPED}
    if only[","] and only["."]:
        why = "has a decimal {}, while others have a {}: write all amounts one way"
        comma, point = (
            Problem(*only[","][0], why.format("comma", "point")),
            Problem(*only["."][0], why.format("point", "comma")),
        )
        return Finding(problems=sorted((comma, point), key=lambda problem: problem.line))
    for sign, word in ((",", "comma"), (".", "point")):
        for line, name, text in only[sign]:
            return Finding({"decimal": sign}, [f"amounts have a decimal {word}: line {line} of {name} has {text}"])
    doubtful = [s for s in seen if len(set(numbers_in(s[2]).values())) > 1]
    way_out = "write amounts with two decimals, or say decimal = ',' or '.' in a profile"
    problems = [
        Problem(*s, f"can be {' or '.join(f'{n:f}' for n in numbers_in(s[2]).values())}: {way_out}")
        for s in doubtful[:3]
    ]
    return Finding({"decimal": ","}, problems=problems)


def to_cents(number: Decimal) -> Decimal | None:
    """Give an amount its two decimals; None where it has parts of an øre, beyond the noise of binary fractions.

    >>> to_cents(Decimal("55.940000001")), to_cents(Decimal("1.234"))
    (Decimal('55.94'), None)
    """
    if abs(number) >= _MOST:
        return None
    cents = number.quantize(_CENT)
    return cents if abs(number - cents) < _NOISE else None
