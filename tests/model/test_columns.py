"""What is stored comes back as it was: amounts to the øre, moments to the microsecond."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select
from sqlalchemy.exc import StatementError

from model.columns import Money, UtcDateTime, from_minor, to_minor
from model.store import Register

SCRATCH = Table("scratch", MetaData(), Column("id", Integer), Column("amount", Money), Column("at", UtcDateTime))
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1900, 1, 2), datetime(2999, 1, 1), timezones=zones)  # noqa: DTZ001  zones come apart
ore = st.integers(-(2**63) + 1, 2**63 - 1)


@pytest.fixture(scope="module")
def scratch(shared: Register) -> Iterator[Register]:
    """A table of its own in the register's database, in which nothing stays."""
    with shared.engine.connect() as connection, connection.begin():
        SCRATCH.create(connection)
    yield shared
    with shared.engine.connect() as connection, connection.begin():
        SCRATCH.drop(connection)


def there_and_back(register: Register, amount: Decimal | None, at: datetime | None) -> tuple:
    """What a query gives of what was stored; nothing is kept."""
    with register.engine.connect() as connection:
        connection.execute(insert(SCRATCH).values(id=1, amount=amount, at=at))
        return tuple(connection.execute(select(SCRATCH.c.amount, SCRATCH.c.at)).one())


@given(minor=ore, at=moments)
def test_amounts_and_moments_come_back_as_they_were(scratch: Register, minor: int, at: datetime) -> None:
    amount, moment = there_and_back(scratch, from_minor(minor), at)
    assert (str(amount), moment) == (str(from_minor(minor)), at)
    assert moment.tzinfo is UTC


def test_nothing_comes_back_as_nothing(scratch: Register) -> None:
    assert there_and_back(scratch, None, None) == (None, None)


@given(ore)
def test_ore_and_kroner_are_the_same_amount(minor: int) -> None:
    assert to_minor(from_minor(minor)) == minor
    assert from_minor(minor).as_tuple().exponent == -2


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_what_is_stored_is_never_another_amount(amount: Decimal) -> None:
    try:
        minor = to_minor(amount)
    except ValueError:
        return
    assert from_minor(minor) == amount


@pytest.mark.parametrize("wrong", ["0.001", "1.0000000000000000000000000000001", "NaN", "sNaN", "Infinity", "1e17"])
def test_what_is_no_amount_of_money_is_refused(scratch: Register, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"decimals|no amount"):
        to_minor(Decimal(wrong))
    with pytest.raises(StatementError, match=r"decimals|no amount"):
        there_and_back(scratch, Decimal(wrong), None)


def test_a_moment_that_nobody_can_place_is_refused(scratch: Register) -> None:
    with pytest.raises(StatementError, match="moment without a time zone"):
        there_and_back(scratch, None, NOON.replace(tzinfo=None))


def test_moments_compare_and_sort_by_the_moment_and_not_by_the_clock(scratch: Register) -> None:
    east = NOON.astimezone(timezone(timedelta(hours=10)))
    west = (NOON + timedelta(microseconds=1)).astimezone(timezone(timedelta(hours=-10)))
    with scratch.engine.connect() as connection:
        connection.execute(insert(SCRATCH), [{"id": 1, "at": west}, {"id": 2, "at": east}])
        assert connection.execute(select(SCRATCH.c.id).order_by(SCRATCH.c.at)).scalars().all() == [2, 1]
        assert connection.execute(select(SCRATCH.c.id).where(SCRATCH.c.at <= NOON)).scalars().all() == [2]
        assert connection.execute(select(func.max(SCRATCH.c.at, type_=UtcDateTime))).scalar_one() == west
