"""Rows of a large file, kept on disk between reading and posting, so that memory does not grow with the file."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, overload

from model.intake.rows import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = TypeVar("Row")

_BATCH = 500
_LISTED = 1000


class Spool(Sequence[Row]):
    """A list of rows in a nameless temporary file: appended to, counted, read from the start as often as needed."""

    def __init__(self, kind: type[Row]) -> None:
        """Begin empty, for rows of one dataclass. The file goes when the spool does."""
        self._kind = kind
        self._values = attrgetter(*(field.name for field in fields(kind)))  # type: ignore[arg-type]
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the spool
        weakref.finalize(self, self._file.close)
        self._batch: list[tuple[Any, ...]] = []
        self._count = 0

    def append(self, row: Row) -> None:
        """Add a row at the end."""
        self._batch.append(self._values(row))
        self._count += 1
        if len(self._batch) >= _BATCH:
            self._flush()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        """Rows by place, for looking at a few: it reads from the start."""
        places = range(self._count)[index]
        if isinstance(places, range):
            wanted = set(places)
            found = {place: row for place, row in enumerate(self) if place in wanted}
            return [found[place] for place in places]
        return next(islice(self, places, None))

    def __iter__(self) -> Iterator[Row]:
        self._flush()
        position = self._file.seek(0)
        end = self._file.seek(0, 2)
        while position < end:
            self._file.seek(position)
            batch: list[tuple[Any, ...]] = pickle.load(self._file)  # noqa: S301  our own file, without a name
            position = self._file.tell()
            yield from (self._kind(*values) for values in batch)

    def _flush(self) -> None:
        if self._batch:
            self._file.seek(0, 2)
            pickle.dump(self._batch, self._file, pickle.HIGHEST_PROTOCOL)
            self._batch = []


class Findings:
    """Problems as they are found: the first thousand are listed, the rest counted."""

    def __init__(self) -> None:
        """Begin without any."""
        self._problems: list[Problem] = []
        self._more = 0

    def tell(self, line: int, field: str, value: object, message: str) -> None:
        """Note what is wrong with a field of a line, and what to do."""
        if len(self._problems) < _LISTED:
            self._problems.append(Problem(line, field, str(value)[:80], message))
        else:
            self._more += 1

    def __bool__(self) -> bool:
        return bool(self._problems)

    def listed(self) -> list[Problem]:
        """What was found, and at the end how much more there is."""
        more = [Problem(0, "", "", f"and {self._more} more like these")] if self._more else []
        return [*self._problems, *more]
