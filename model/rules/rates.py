"""Rates, fees and limits of the law, as dated rows.

Every figure of the law is a row of `rates.toml`: country, kind, the day from which it holds, value, unit, source and
confidence. A register's own rows override and add. The law is that of the claim's creditor. A row holds until the next
one of its country and kind; late interest (Denmark, Norway) and the Norwegian compensation are set anew for each
half-year, and hold for that half-year only. What has no row is refused by name, never guessed.

>>> rates = statutory()
>>> row = rates.at("DK", Kind.LATE_INTEREST, date(2026, 12, 31))
>>> print(row.value, row.unit, row.valid_from, row.confidence)
10.00 % a year 2026-07-01 M- (one source)
>>> rates.at("DK", Kind.LATE_INTEREST, date(2027, 1, 1))
Traceback (most recent call last):
    ...
model.errors.MissingRate: late_interest: no row for DK from 2027-01-01 to 2027-06-30, so nothing is calculated. Look the
value up at the authority and add it to the register's own rates: country DK, kind late_interest, valid from 2027-01-01
>>> own = Row("DK", Kind.LATE_INTEREST, date(2027, 1, 1), Decimal("10.10"), "% a year", "Nationalbanken 2027-01-01")
>>> print(rates.with_rows([own]).at("DK", Kind.LATE_INTEREST, date(2027, 6, 30)).value)
10.10
"""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from importlib.resources import files

from model.errors import Invalid, MissingRate

_DAY = timedelta(days=1)
_JULY = 7


class Kind(StrEnum):
    """What a row says; the Danish and Norwegian names of fees stand beside them."""

    LATE_INTEREST = "late_interest"  # % a year
    COMPENSATION = "compensation"
    REMINDER_FEE = "reminder_fee"  # rykkergebyr, purring
    REMINDER_FEE_LETTERS = "reminder_fee_letters"
    REMINDER_FEE_DAYS_BETWEEN = "reminder_fee_days_between"
    FEE_WAITING_DAYS = "fee_waiting_days"
    SECOND_FEE_DEADLINE_DAYS = "second_fee_deadline_days"
    FEE_RESTART_MONTHS = "fee_restart_months"
    COLLECTION_RATE = "collection_rate"  # inkassosats
    COLLECTION_FEE = "collection_fee"  # inkassogebyr
    COLLECTION_NOTICE_FEE = "collection_notice_fee"  # inkassovarsel
    COLLECTION_NOTICE_DAYS = "collection_notice_days"
    PAYMENT_DEMAND_FEE = "payment_demand_fee"  # betalingsoppfordring
    PAYMENT_DEMAND_DAYS = "payment_demand_days"
    INTEREST_DEMAND_DAYS = "interest_demand_days"
    LIMITATION_YEARS = "limitation_years"
    LIMITATION_YEARS_LONG = "limitation_years_long"
    LIMITATION_YEARS_LOAN = "limitation_years_loan"
    NEW_COLLECTION_ACT = "new_collection_act"
    """The Norwegian debt-collection act LOV-2026-05-22-19: adopted, in force from a day nobody has published, so it has
    no row. A row (value 1) is the switch: from its day on the creditor's own collection fees end."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the law, or of the register, and where it is from."""

    country: str
    kind: Kind
    valid_from: date
    value: Decimal
    unit: str  # "% a year", a currency, "days", "letters", "months", "years"; "": that of the rows of its kind
    source: str
    confidence: str = ""  # H, M, L as in the rates file; "" for a register's own row
    own: bool = False


@dataclass(frozen=True)
class Rates:
    """All rows in force, to be looked up by country, kind and day."""

    rows: tuple[Row, ...]
    half_yearly: frozenset[tuple[str, str]]  # (country, kind) that is set anew for each half-year
    _index: dict[tuple[str, str], tuple[list[date], list[Row]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        for row in sorted(self.rows, key=lambda row: row.valid_from):
            days, rows = self._index.setdefault((row.country, row.kind), ([], []))
            days.append(row.valid_from)
            rows.append(row)

    def with_rows(self, own: Iterable[Row]) -> "Rates":
        """Return the rates with a register's own rows: one of the same country, kind and day takes the other's place.

        >>> mild = Row("NO", Kind.REMINDER_FEE, date(2026, 1, 1), Decimal(0), "NOK", "house rule: no reminder fees")
        >>> row = statutory().with_rows([mild]).at("NO", Kind.REMINDER_FEE, date(2026, 11, 24))
        >>> print(row.value, row.own)
        0 True

        Raises:
            Invalid: a value below zero, or a half-yearly row that does not begin with a half-year.
        """
        merged = {(row.country, row.kind, row.valid_from): row for row in self.rows}
        for row in own:
            if row.value < 0:
                raise Invalid("value", f"{row.kind} of {row.country} must not be below zero", row.value)
            if (row.country, row.kind) in self.half_yearly and row.valid_from != _half_year(row.valid_from)[0]:
                message = f"{row.kind} of {row.country} is set for a half-year: begin it on 1 January or 1 July"
                raise Invalid("valid_from", message, row.valid_from)
            merged[row.country, row.kind, row.valid_from] = replace(row, unit=row.unit or self._unit(row), own=True)
        return Rates(tuple(merged.values()), self.half_yearly)

    def find(self, country: str, kind: Kind, day: date) -> Row | None:
        """Return the row that holds on a day; None where there is none.

        >>> statutory().find("NO", Kind.NEW_COLLECTION_ACT, date(2026, 11, 24)) is None  # off until a day is set
        True
        """
        days, rows = self._index.get((country, kind), ((), ()))
        place = bisect_right(days, day) - 1
        if place < 0 or day > self._until(rows[place]):
            return None
        return rows[place]

    def at(self, country: str, kind: Kind, day: date) -> Row:
        """Return the row that holds on a day.

        Raises:
            MissingRate: there is none; the message names it and says what to do.
        """
        row = self.find(country, kind, day)
        if row is None:
            half = _half_year(day) if (country, kind) in self.half_yearly else (day,)
            raise MissingRate(country, kind, *half)
        return row

    def spans(self, country: str, kind: Kind, first: date, last: date) -> Iterator[tuple[date, date, Row]]:
        """Split a period (both days included) where the row changes, for half-yearly kinds at every half-year.

        >>> for start, end, row in statutory().spans("NO", Kind.LATE_INTEREST, date(2026, 6, 20), date(2026, 7, 5)):
        ...     print(start, end, row.value)
        2026-06-20 2026-06-30 12.00
        2026-07-01 2026-07-05 12.25

        Raises:
            MissingRate: a part of the period has no row.
        """
        while first <= last:
            row = self.at(country, kind, first)
            end = min(last, self._until(row))
            yield first, end, row
            if end == last:
                return
            first = end + _DAY

    def _unit(self, row: Row) -> str:
        """The unit of the rows of a kind; that of another country only where it is no currency."""
        units = {known.country: known.unit for known in self.rows if known.kind == row.kind}
        return units.get(row.country) or next((unit for unit in units.values() if not unit.isupper()), "")

    def _until(self, row: Row) -> date:
        """The last day on which a row holds."""
        if (row.country, row.kind) in self.half_yearly:
            return _half_year(row.valid_from)[1]
        days, _ = self._index[row.country, row.kind]
        place = bisect_right(days, row.valid_from)
        return days[place] - _DAY if place < len(days) else date.max


@cache
def statutory() -> Rates:
    """Return the rates of the law, as shipped in `rates.toml`."""
    told = tomllib.loads(files("model.rules").joinpath("rates.toml").read_text(encoding="utf-8"))
    return _read(told["rates"]["rows"], told["half_yearly"])


def _read(rows: Iterable[Mapping[str, object]], half_yearly: Mapping[str, list[str]]) -> Rates:
    return Rates(
        tuple(_row(row) for row in rows),
        frozenset((country, Kind(kind)) for country, kinds in half_yearly.items() for kind in kinds),
    )


def _row(told: Mapping[str, object]) -> Row:
    day = told["valid_from"]
    if not isinstance(day, date):
        raise TypeError(f"valid_from must be a day, not {day!r}")
    country, unit, source, confidence = (str(told[name]) for name in ("country", "unit", "source", "confidence"))
    return Row(country, Kind(str(told["kind"])), day, Decimal(str(told["value"])), unit, source, confidence)


def _half_year(day: date) -> tuple[date, date]:
    """The first and the last day of the half-year in which a day lies."""
    if day.month < _JULY:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)
