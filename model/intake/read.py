"""A file of any kind that is known here, read into the same few rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.errors import Refused
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from model.intake.detect import Order
    from model.intake.rows import Intake

_HEAD = 4096
_KINDS = "SAF-T Financial (.xml), .xlsx and .csv are"
_FOREIGN = (
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "packed with gzip: unpack it first"),
    (b"7z\xbc\xaf", "packed with 7-Zip: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls): save it as .xlsx"),
    (b"SQLite format 3", "an SQLite database"),
)
_TABLES = {".csv", ".tsv", ".txt", ".tab", ".xlsx", ".xlsm"}


def read(
    path: Path,
    *,
    profile: str | None = None,
    dates: Order | None = None,
    currency: str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Intake:
    """Read a file by what its first bytes say it is.

    Args:
        path: the file.
        profile: name or path of a saved profile, for tables.
        dates: the order of day, month and year in a table's dates, where the file itself does not show it.
        currency: the currency of a table's amounts, where the file does not say.
        progress: hears what is done, how much of it, and how much there is.

    Raises:
        Refused: no such file, or one of a kind that is not read.
        Unreadable: it holds values that cannot be read; every one is told.
    """
    name = plain(path.name)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise Refused(f"{plain(str(path))}: {error.strerror}") from error
    if not head.strip():
        raise Refused(f"{name}: the file is empty")
    if what := next((what for magic, what in _FOREIGN if head.startswith(magic)), None):
        raise Refused(f"{name}: is {what}; {_KINDS} read")
    if _is_xml(head):
        from model.intake.saft import read_saft

        return read_saft(path, progress=progress)
    if path.suffix.lower() not in _TABLES and b"\0" in head:
        raise Refused(f"{name}: a file of an unknown kind; {_KINDS} read")
    from model.intake.tabular import read_table

    return read_table(path, profile=profile, dates=dates, currency=currency)


def _is_xml(head: bytes) -> bool:
    r"""Whether a file begins as XML does, whatever its encoding.

    >>> _is_xml(b"\xef\xbb\xbf  <AuditFile/>"), _is_xml("<?xml?>".encode("utf-16")), _is_xml(b"number;name")
    (True, True, False)
    """
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
