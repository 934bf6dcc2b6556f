"""CSV and XLSX of customers and of open or settled items.

How a file is written is settled by whole columns and told in notices (`model.intake.detect`); what its columns are is
known by their headings (`model.intake.headings`) or said by a profile (`model.intake.profiles`). A value that a balance
rests on (customer, date, amount, currency, dispute) and cannot be read refuses the whole file; what only describes a
customer (country, terms ...) is left out and reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from model.errors import Refused
from model.intake import headings as known
from model.intake.detect import NO_DATE, Order, date_orders, decimal_sign, numbers_in, read_date, to_cents
from model.intake.grid import HEAD, UNREAD, Cell, Line, read_grid
from model.intake.profiles import Profile, read_profile
from model.intake.rows import Intake, Problem, Unreadable
from model.text import plain

_T = TypeVar("_T")
_MOST_TOLD = 100
_VALUE = 80


@dataclass(slots=True)
class Table:
    """The lines of a file with what is known of its columns; reading a cell notes what is wrong with it."""

    format: str
    headings: list[str]
    columns: dict[str, int]
    lines: list[Line]
    notices: list[str]
    currency: str = ""
    orders: dict[str, str] = field(default_factory=dict)
    decimal: str = ","
    problems: list[Problem] = field(default_factory=list)
    failed: int = 0
    _unknown: dict[tuple[str, str], int] = field(default_factory=dict)
    _understood: set[str] = field(default_factory=set)

    def heading(self, name: str) -> str:
        """Tell the heading of a field as the file writes it."""
        place = self.columns.get(name)
        if place is None:
            return name
        text = plain(self.headings[place], 60)
        return (
            text if text and self.headings.count(self.headings[place]) == 1 else f"{text} (column {place + 1})".strip()
        )

    def cell(self, cells: Sequence[Cell], name: str) -> Cell:
        """Give the cell of a field, empty where the line or the file has none."""
        place = self.columns.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    def text(self, cells: Sequence[Cell], name: str) -> str:
        """Read a text: one clean line, whatever the cell holds."""
        return as_text(self.cell(cells, name))

    def day(self, line: Line, name: str) -> date | None:
        """Read a date, None where there is none or it is none."""
        cell = self.cell(line[1], name)
        if isinstance(cell, date):
            return cell
        text = as_text(cell)
        if cell != UNREAD and NO_DATE.fullmatch(text):
            return None
        day = read_date(text, self.orders.get(name, ""))
        if day is None:
            self.wrong(line, name, "is no date that is read here: write it as 2026-01-31")
        return day

    def amount(self, line: Line, name: str) -> Decimal | None:
        """Read an amount in kroner and øre, None where there is none or it is none."""
        cell = self.cell(line[1], name)
        if cell in ("", "-"):
            return None
        number = cell if isinstance(cell, Decimal) else numbers_in(as_text(cell)).get(self.decimal)
        cents = None if number is None else to_cents(number)
        if number is None:
            self.wrong(line, name, "is no amount: write it as 1234.50 or 1234,50, as the rest of the file")
        elif cents is None:
            self.wrong(line, name, "must have two decimals, and fewer than 14 figures")
        return cents

    def known(self, line: Line, name: str, read: Callable[[str], _T | None]) -> _T | None:
        """Read a text that only describes something, and note where it is not understood."""
        text = self.text(line[1], name)
        value = read(text) if text else None
        if value is not None:
            self._understood.add(name)
        elif text:
            self._unknown.setdefault((name, text[:_VALUE]), line[0])
        return value

    def wrong(self, line: Line, name: str, message: str) -> None:
        """Note a value for which the file is refused."""
        cell = self.cell(line[1], name)
        if cell == UNREAD:
            cell, message = "", "holds a formula without its value: open the file in a spreadsheet and save it again"
        self.refuse(Problem(line[0], self.heading(name), as_text(cell)[:_VALUE], message))

    def refuse(self, problem: Problem) -> None:
        """Note what the file is refused for; beyond the first hundred they are only counted."""
        self.failed += 1
        if len(self.problems) < _MOST_TOLD:
            self.problems.append(problem)

    def not_understood(self) -> tuple[list[Problem], list[str]]:
        """Tell the descriptions that were left out: one by one, or whole columns of which nothing was understood."""
        lost = {name for name, _ in self._unknown} - self._understood
        notices = []
        for name in sorted(lost):
            some = ", ".join([text for of, text in self._unknown if of == name][:3])
            notices.append(f"{self.heading(name)} holds nothing known as {name.replace('_', ' ')} ({some}): left out")
        one_by_one = [
            Problem(line, self.heading(name), text, "is not understood here or below, so it is left out")
            for (name, text), line in self._unknown.items()
            if name not in lost
        ]
        return one_by_one[:_MOST_TOLD], notices


def as_text(cell: Cell) -> str:
    """Give a cell as text: a whole number of a workbook without a point, a day as 2026-01-31."""
    if isinstance(cell, str):
        return "" if cell == UNREAD else cell
    if isinstance(cell, Decimal):
        return str(int(cell)) if cell == int(cell) else f"{cell:f}"
    return cell.isoformat()


def read_table(
    path: Path | str, *, profile: str | None = None, dates: Order | None = None, currency: str | None = None
) -> Intake:
    """Read a CSV or XLSX file of customers, of items, or of both.

    `profile` names a saved profile or its file, `dates` decides the order of dates where the file leaves it open, and
    `currency` is that of amounts whose currency the file does not tell.

    Raises:
        Refused: the file is no such table, or does not say what it must.
        Unreadable: values cannot be read, or in more than one way; all of them are told.
    """
    path = Path(path)
    name = plain(path.name)
    said = read_profile(profile) if profile else Profile()
    try:
        table = _table(path, said, currency or said.currency)
        _detect(table, said, dates or said.dates)
        intake = _rows(table)
    except Unreadable as error:
        raise Unreadable(f"{name}: {error.args[0]}", error.problems) from None
    except Refused as error:
        raise Refused(f"{name}: {error}") from None
    if table.failed:
        count = f"{table.failed} values" if table.failed > 1 else "a value"
        raise Unreadable(f"{name}: nothing was brought in, for {count} must be mended first", table.problems)
    return intake


def _table(path: Path, profile: Profile, currency: str) -> Table:
    """Find the line of headings, and what each column is."""
    if currency and not re.fullmatch("[A-Za-z]{3}", currency):
        raise Refused(f"cannot be read with the currency {currency!r}: three letters such as DKK or NOK")

    def score(cells: Sequence[Cell]) -> int:
        texts = [cell for cell in cells if isinstance(cell, str)]
        mapped = {known.fold(heading) for heading in profile.columns.values()}
        named = {fields[0] for fields in map(known.field_of, texts) if fields}
        return len(named) + 2 * len(mapped & set(map(known.fold, texts)))

    grid = read_grid(path, profile, score)
    if not grid.lines:
        raise Refused("is empty: a line of headings and lines below it are wanted")
    head = grid.lines[:HEAD]
    best = max(range(len(head)), key=lambda n: (score(head[n][1]), len(head[n][1])))
    number, cells = head[best]
    headings = [as_text(cell) for cell in cells]
    columns = known.columns(headings, profile.columns, profile.ignore)
    notices = list(grid.notices)
    _check_columns(headings, columns)
    if best:
        notices.append(f"the headings are on line {number}: what stands above is left out")
    if others := [text for n, text in enumerate(headings) if text and n not in columns.values()]:
        notices.append(f"columns left out: {known.listed(others)}")
    named = {known.currency_of(headings[columns[name]]) for name in known.MONEY & set(columns)} - {""}
    if len(named) > 1:
        raise Refused(
            f"has amounts in {' and '.join(sorted(named))} beside each other: name one column of amounts in a profile"
        )
    table = Table(grid.format, headings, columns, [], notices, (*named, currency.upper())[0])
    table.lines = [line for line in grid.lines[best + 1 :] if not _repeats(line, headings)]
    if not table.lines:
        raise Refused("holds headings but no lines below them")
    return table


def _repeats(line: Line, headings: list[str]) -> bool:
    cells = line[1]
    return len(cells) == len(headings) and all(
        as_text(cell) == seen for cell, seen in zip(cells, headings, strict=True)
    )


def _check_columns(headings: list[str], columns: dict[str, int]) -> None:
    """Refuse what is neither a list of customers nor one of items.

    Raises:
        Refused: with the headings seen and those wanted.
    """
    fields, seen = set(columns), f"the headings seen are: {known.listed(headings)}"
    money, days = fields & known.MONEY, fields & {"date", "due_date"}
    if "customer" not in fields:
        hint = " (a bank statement names none, and is not read here)" if money or days else ""
        raise Refused(
            f"has no column with the number of the customer{hint}; one of {known.CUSTOMER_HEADINGS} is wanted, or a "
            f"profile that says which column it is; {seen}"
        )
    if money and not days:
        raise Refused(f"has amounts but no dates; one of {known.DATE_HEADINGS} is wanted; {seen}")
    if not money and fields & {"voucher", "due_date"}:
        raise Refused(f"has items without amounts; one of {known.AMOUNT_HEADINGS} is wanted; {seen}")
    if not money and not fields - known.ITEM_FIELDS - {"customer"}:
        raise Refused(
            f"holds neither customers nor items; beside the customer's number, of customers {known.NAME_HEADINGS} ... "
            f"are wanted, of items {known.AMOUNT_HEADINGS} and {known.DATE_HEADINGS}; {seen}"
        )


def _detect(table: Table, profile: Profile, dates: Order | None) -> None:
    """Settle how dates and amounts are written, over the whole file.

    Raises:
        Unreadable: two ways fit, or none; with the lines that show it.
    """
    days, numbers = (
        {name: _texts(table, name) for name in names & set(table.columns)} for names in (known.DATES, known.NUMBERS)
    )
    labels = {table.heading(name): name for name in (*days, *numbers)}
    found = date_orders({table.heading(name): texts for name, texts in sorted(days.items())}, dates)
    if found.problems:
        raise Unreadable("nothing was brought in, for no one order of day and month is sure", list(found.problems))
    table.orders = {labels[label]: order for label, order in found.style.items()}
    signs = decimal_sign({table.heading(name): texts for name, texts in sorted(numbers.items())}, profile.decimal)
    if signs.problems:
        raise Unreadable("nothing was brought in, for the decimal sign of amounts is not clear", list(signs.problems))
    table.decimal = signs.style["decimal"]
    table.notices += [*found.notices, *signs.notices]


def _texts(table: Table, name: str) -> dict[str, int]:
    """Gather the different texts of a column that are not yet values, each with the first line it stands on."""
    texts: dict[str, int] = {}
    numbers_are_values = name in known.NUMBERS
    for number, cells in table.lines:
        cell = table.cell(cells, name)
        if cell in ("", "-", UNREAD) or isinstance(cell, date) or (numbers_are_values and isinstance(cell, Decimal)):
            continue
        text = as_text(cell)
        if numbers_are_values or not NO_DATE.fullmatch(text):
            texts.setdefault(text, number)
    return texts


def _rows(table: Table) -> Intake:
    from model.intake.tabular_rows import gather

    customers, entries, repeated = gather(table)
    problems, notices = table.not_understood()
    return Intake(
        format=table.format,
        creditor=None,
        customers=customers,
        entries=entries,
        problems=sorted([*repeated, *problems], key=lambda problem: problem.line),
        notices=[*table.notices, *notices],
    )
