"""Column types: money as integer minor units, moments in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

Key = BigInteger().with_variant(Integer, "sqlite")
"""A row's number. SQLite knows its row id only by the name INTEGER."""

_LARGEST = 2**63  # øre

TWO_DECIMAL_CURRENCIES = frozenset({"DKK", "NOK", "SEK", "EUR", "GBP", "USD", "CHF", "PLN", "CAD", "AUD", "CZK"})


class Money(TypeDecorator[Decimal]):
    """An amount of a currency with two decimals, stored as whole øre.

    Raises:
        ValueError: the amount has parts of an øre.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Turn kroner into øre."""
        return None if value is None else to_minor(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002, ANN401
        """Turn øre into kroner."""
        return None if value is None else from_minor(int(value))


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Naive ones are refused: nobody can tell which clock they were read off.

    Raises:
        ValueError: the moment has no time zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring to UTC; SQLite stores no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"moment without a time zone: {value.isoformat()}"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def to_minor(amount: Decimal) -> int:
    """Whole øre of an amount.

    >>> to_minor(Decimal("1367.50"))
    136750

    Raises:
        ValueError: the amount has parts of an øre, or is more than a database's integer holds.
    """
    try:
        whole = int(amount * 100)
    except (ArithmeticError, ValueError):
        whole = _LARGEST
    if not -_LARGEST < whole < _LARGEST:
        message = f"{amount} is no amount of money"
        raise ValueError(message)
    if amount != from_minor(whole):
        message = f"{amount} has more than two decimals"
        raise ValueError(message)
    return whole


def from_minor(minor: int) -> Decimal:
    """The amount of so many øre, with two decimals.

    >>> from_minor(136750)
    Decimal('1367.50')
    """
    return Decimal(minor).scaleb(-2)


def key() -> Any:  # noqa: ANN401  SQLModel's Field is untyped by design
    """The row's own number."""
    return Field(default=None, primary_key=True, sa_type=Key)


def ref(target: str, *, index: bool = True) -> Any:  # noqa: ANN401
    """A reference to a row that must exist."""
    return Field(foreign_key=f"{target}.id", index=index, sa_type=Key)


def maybe_ref(target: str, *, index: bool = False) -> Any:  # noqa: ANN401
    """A reference that may be empty."""
    return Field(
        default=None,
        foreign_key=f"{target}.id",
        index=index,
        nullable=True,
        sa_type=Key,
    )


def money() -> Any:  # noqa: ANN401
    """An amount that is always there."""
    return Field(sa_type=Money)


def maybe_money() -> Any:  # noqa: ANN401
    """An amount that may be unknown."""
    return Field(default=None, nullable=True, sa_type=Money)


def money_added() -> Any:  # noqa: ANN401
    """An amount in a column that a later migration added: in rows from before it nothing."""
    return Field(default=Decimal("0.00"), sa_type=Money, sa_column_kwargs={"server_default": text("0")})


def moment() -> Any:  # noqa: ANN401
    """A moment that is always known."""
    return Field(sa_type=UtcDateTime)


def maybe_moment() -> Any:  # noqa: ANN401
    """A moment that may not have come."""
    return Field(default=None, nullable=True, sa_type=UtcDateTime)


def added(default: str | int) -> Any:  # noqa: ANN401
    """A column that a later migration added: rows from before it hold this value."""
    return Field(default=default, sa_column_kwargs={"server_default": text(repr(default))})
