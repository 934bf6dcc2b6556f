"""What is written on the command line as a value: amounts, counts, days. Imports nothing that takes time."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation


def amount(text: str) -> Decimal:
    """An amount on the command line: a point, at most two decimals."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value <= 0 or value != round(value, 2):
        message = f"{text!r} is no amount: write it as 1500 or 1500.50"
        raise argparse.ArgumentTypeError(message)
    return value.quantize(Decimal("0.01"))


def whole(text: str) -> int:
    """A whole number on the command line."""
    if not text.removeprefix("-").isdecimal():
        message = f"{text!r} is no whole number"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def count(text: str) -> int:
    """How many, on the command line: one at least."""
    if not text.isdecimal() or int(text) < 1:
        message = f"{text!r} is no whole number above zero"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def edges(text: str) -> tuple[int, ...]:
    """The edges of the buckets of an ageing, in days.

    >>> edges("30,60,90")
    (30, 60, 90)
    """
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError:
        message = f"{text!r} are no days: write such as 30,60,90"
        raise argparse.ArgumentTypeError(message) from None


def day(text: str) -> date:
    """A date on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no date: write it as 2026-11-27"
        raise argparse.ArgumentTypeError(message) from error


def instant(text: str) -> datetime:
    """A moment on the command line; without an offset it is the machine's local time."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError as error:
        message = f"{text!r} is no moment: write it as 2026-11-22T14:02"
        raise argparse.ArgumentTypeError(message) from error
