"""A file of text or a workbook as lines of cells, each with the line on which it stands in the file."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, Protocol, cast

from model.errors import Refused
from model.intake.profiles import Profile
from model.text import plain

Cell = str | date | Decimal
"""Texts are clean (`model.text.plain`); an empty cell is an empty text."""

Line = tuple[int, list[Cell]]
Score = Callable[[Sequence[Cell]], int]
"""How many fields a line of headings would name."""

UNREAD = "\x00formula"
"""The cell of a formula whose value the workbook does not hold. No text of a file can be this: NUL is dropped."""

HEAD = 60
"""The heading is looked for in so many lines that hold anything."""

_DELIMITERS = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_NO_WORKBOOK = (
    zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, TypeError, AttributeError, EOFError, OSError,
    RuntimeError,
)  # fmt: skip
"""What openpyxl raises, depending on where a file stops making sense to it."""

_LONGEST_FIELD = 1_000_000
_LARGEST_UNPACKED = 4_000_000_000
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_ENCODING_NAMES = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "latin-1": "ISO 8859-1"}


class _Sheet(Protocol):
    """A sheet that openpyxl reads line by line."""

    title: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, values_only: bool = False) -> Iterator[tuple[Any, ...]]: ...


@dataclass(slots=True)
class Grid:
    """The lines of a table, read one after the other, and how they were found."""

    format: str
    lines: list[Line]
    notices: list[str] = field(default_factory=list)


def read_grid(path: Path, profile: Profile, score: Score) -> Grid:
    """Read the lines of a file that hold anything. `score` tells the delimiter or the sheet that fits.

    Raises:
        Refused: the file cannot be opened, or is no table.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"cannot be read: {error.strerror}") from None
    if raw.startswith(b"PK"):
        return _workbook(raw, score)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("is an old or locked workbook (.xls): save it as .xlsx without a password")
    return _text(raw, profile, score)


# Text.


def _text(raw: bytes, profile: Profile, score: Score) -> Grid:
    text, encoding = _decoded(raw, profile.encoding)
    text = text.replace("\x00", "")
    skipped, delimiter = 0, profile.delimiter
    if found := re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE):  # a line that Excel reads and hides
        skipped, delimiter, text = 1, delimiter or found[1], text[found.end() :]
    delimiter = delimiter or _delimiter(text, score)
    try:
        cleaned = ((number + skipped, [plain(cell) for cell in cells]) for number, cells in _csv(text, delimiter))
        lines: list[Line] = [(number, list(cells)) for number, cells in cleaned if any(cells)]
    except csv.Error as error:
        raise Refused(f"{_quotes(text, delimiter, skipped)} ({error})") from None
    shown, between = _ENCODING_NAMES.get(encoding, encoding), _DELIMITERS.get(delimiter, delimiter)
    return Grid("csv", lines, [f"read as {shown}, columns separated by {between}"])


def _decoded(raw: bytes, asked: str) -> tuple[str, str]:
    """Decode by the byte order mark, else as UTF-8 where all of it is, else as cp1252, else as latin-1."""
    marked = next((name for mark, name in _BOMS.items() if raw.startswith(mark)), "")
    for name in [marked] if marked else [asked] if asked else ["utf-8", "cp1252", "latin-1"]:
        try:
            return raw.decode(name), name
        except UnicodeDecodeError as error:
            wrong = f"is not {_ENCODING_NAMES.get(name, name)}: byte {error.start} cannot be read; save it as UTF-8"
    raise Refused(wrong)


def _csv(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold anything, with the physical line on which each begins. A quotation is strict."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    before, limit = 0, csv.field_size_limit(_LONGEST_FIELD)
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                yield before + 1, cells
            before = reader.line_num
    finally:
        csv.field_size_limit(limit)


def _delimiter(text: str, score: Score) -> str:
    """Take the delimiter under which one of the first lines names most fields, then the one that makes most columns."""

    def fit(delimiter: str) -> tuple[int, int]:
        lines: list[list[str]] = []
        with suppress(csv.Error):  # what came before tells enough; the whole reading tells the line
            lines.extend(cells for _, cells in islice(_csv(text, delimiter), HEAD))
        return max(map(score, lines), default=0), max(map(len, lines), default=0)

    return max(_DELIMITERS, key=fit)


def _quotes(text: str, delimiter: str, skipped: int) -> str:
    last = 0
    with suppress(csv.Error):
        for number, _ in _csv(text, delimiter):
            last = number
    return (
        f"line {last + skipped + 1} or one soon after it has a quotation that does not end, or a quotation mark inside "
        "one: double the marks inside, or remove them"
    )


# Workbooks.


def _workbook(raw: bytes, score: Score) -> Grid:
    import openpyxl

    try:
        with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(raw)) as archive:
            warnings.simplefilter("ignore")  # styles and extensions that it does not know: only values are read
            if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
                raise Refused("is a workbook that unpacks to more than 4 GB: split it")
            formulas = _holds_formulas(archive)
            with closing(openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)) as book:
                sheets = cast("list[_Sheet]", book.worksheets)
                heads = [max((score(cells) for _, cells in islice(_sheet(s), HEAD)), default=0) for s in sheets]
                best = next((n for n, found in enumerate(heads) if found > 1), 0)
                if not sheets:
                    raise Refused("is a workbook without a sheet of cells")
                lines = list(_sheet(sheets[best]))
                title = plain(sheets[best].title, 60)
                others = [plain(s.title, 60) for s in sheets if s is not sheets[best]]
            if formulas:
                with closing(openpyxl.load_workbook(io.BytesIO(raw), read_only=True)) as book:
                    lines = list(_marked(lines, cast("list[_Sheet]", book.worksheets)[best]))
    except _NO_WORKBOOK as error:
        raise Refused(f"is no workbook that can be read ({plain(str(error), 80)}): save it as .xlsx") from None
    shown = f"read from the sheet {title!r}" + (f", not from {', '.join(others)}" if others else "")
    return Grid("xlsx", lines, [shown])


def _holds_formulas(archive: zipfile.ZipFile) -> bool:
    for part in archive.namelist():
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            with archive.open(part) as stream:
                tail = b""
                while block := stream.read(1 << 20):
                    if re.search(rb"<(\w+:)?f[ />]", tail + block):
                        return True
                    tail = block[-20:]
    return False


def _sheet(sheet: _Sheet) -> Iterator[Line]:
    sheet.reset_dimensions()  # some writers state a size that is too small
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_cell(value) for value in values]
        if any(cell != "" for cell in cells):
            yield number, cells


def _cell(value: Any) -> Cell:  # noqa: ANN401  whatever a workbook holds
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date()
        case date():
            return value
        case int() | float():
            return Decimal(repr(value)) if abs(value) < float("inf") else str(value)
        case str():
            return plain(value)
        case _:
            return plain(str(value))


def _marked(lines: Sequence[Line], sheet: _Sheet) -> Iterator[Line]:
    """Mark the cells that hold a formula but no value."""
    sheet.reset_dimensions()
    values = dict(lines)
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = values.get(number, [])
        marked: list[Cell] = [
            UNREAD if cell in ("", None) and getattr(formula, "data_type", "n") == "f" else "" if cell is None else cell
            for cell, formula in zip_longest(cells, row)
        ]
        if any(cell != "" for cell in marked):
            yield number, marked
