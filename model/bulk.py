"""Many rows at once, as fast as each database takes them: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Table, text
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from model.columns import Money, UtcDateTime, to_minor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection


def reserve(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Ids for `count` new rows of a table, that nobody else will take.

    On SQLite the caller holds the write lock; on PostgreSQL the table's own sequence gives them: others keep writing.
    """
    if connection.dialect.name == "sqlite":
        last = connection.execute(text(f"SELECT COALESCE(MAX(id), 0) FROM {_name(table)}")).scalar_one()  # noqa: S608
        return range(last + 1, last + 1 + count)
    ids = connection.execute(
        text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"),
        {"table": _name(table), "count": count},
    )
    return [row[0] for row in ids]


def among(connection: Connection, ids: Sequence[int]) -> tuple[str, dict[str, Any]]:
    """The condition that an id is one of these, as many as they may be, and the values it is asked with."""
    if connection.dialect.name == "sqlite":
        return "IN (SELECT value FROM json_each(:ids))", {"ids": json.dumps(ids)}
    return "= ANY(CAST(:ids AS BIGINT[]))", {"ids": list(ids)}


def insert(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    in_minor_units: bool = False,
) -> int:
    """Write rows, given as Python values in the order of `columns` (ids included); returns how many.

    Columns that are not named get the table's defaults. With `in_minor_units` amounts come as whole øre; defaults are
    kroner, as the tables say them.
    """
    defaults = _defaults(table, columns)
    names = [*columns, *defaults]
    processors = [_processor(connection, table, name, in_minor_units=in_minor_units) for name in names]
    tail = tuple(to_minor(v) if in_minor_units and isinstance(v, Decimal) else v for v in defaults.values())
    prepared = _prepared(rows, tail, processors)
    quoted = ", ".join(f'"{name}"' for name in names)
    cursor = connection.connection.cursor()
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {_name(table)} ({quoted}) VALUES ({marks})"  # noqa: S608
        cursor.executemany(statement, prepared)  # type: ignore[arg-type]
        return int(cursor.rowcount)
    count = 0
    with cursor.copy(f"COPY {_name(table)} ({quoted}) FROM STDIN") as copy:
        for row in prepared:
            copy.write_row(row)
            count += 1
    return count


def _name(table: Table) -> str:
    return f'"{table.name}"'


def _defaults(table: Table, columns: Sequence[str]) -> dict[str, Any]:
    given = set(columns)
    defaults = {column.name: column.default for column in table.columns if column.name not in given}
    return {name: default.arg for name, default in defaults.items() if isinstance(default, ScalarElementColumnDefault)}


def _processor(connection: Connection, table: Table, name: str, *, in_minor_units: bool) -> Callable[[Any], Any] | None:
    """What turns a Python value into the database's. Dates and moments recur, so each is turned once."""
    column = table.c[name].type
    if in_minor_units and isinstance(column, Money):
        return None
    processor = column.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if processor is not None and isinstance(column, Date | UtcDateTime):
        return lru_cache(maxsize=4096)(processor)
    return processor


def _prepared(
    rows: Iterable[Sequence[Any]],
    tail: tuple[Any, ...],
    processors: list[Callable[[Any], Any] | None],
) -> Iterator[tuple[Any, ...]]:
    busy = [(index, processor) for index, processor in enumerate(processors) if processor is not None]
    if not busy:
        yield from ((*row, *tail) for row in rows)
        return
    for row in rows:
        values = list(row)
        values += tail
        for index, processor in busy:
            values[index] = processor(values[index])
        yield tuple(values)
