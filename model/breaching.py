"""What breaches an agreement, as the register is set: so many missed instalments, so much behind, or both."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from sqlalchemy import select

from model import errors
from model.rules.agreement import ONE_MISSED, Breach
from model.tables import SETTING

if TYPE_CHECKING:
    from sqlmodel import Session

MISSED = "breach_missed"
BEHIND = "breach_behind"


def breach(session: Session) -> Breach:
    """What breaches an agreement that is made now; one missed instalment where nothing is set."""
    rows = session.connection().execute(select(SETTING).where(SETTING.c.name.in_((MISSED, BEHIND)))).all()
    found = {row.name: row.value for row in rows}
    behind = amount(BEHIND, found.get(BEHIND, "no"))
    missed = number(MISSED, found.get(MISSED, "no" if behind else "1"))
    return Breach(missed, behind) if missed or behind else ONE_MISSED


def number(name: str, written: str) -> int | None:
    """A number of missed instalments as a setting writes it; None for `no`.

    >>> number("breach_missed", "2"), number("breach_missed", "no")
    (2, None)

    Raises:
        Invalid: it is none.
    """
    if written.strip().lower() == "no":
        return None
    if not written.strip().isdecimal() or int(written) < 1:
        raise errors.Invalid(name, f"{written!r} is no number of instalments: write such as 2, or no")
    return int(written)


def amount(name: str, written: str) -> Decimal | None:
    """How much behind, as a setting writes it; None for `no`.

    >>> amount("breach_behind", "1500.50"), amount("breach_behind", "no")
    (Decimal('1500.50'), None)

    Raises:
        Invalid: it is no amount.
    """
    if written.strip().lower() == "no":
        return None
    try:
        value = Decimal(written.strip())
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or value <= 0 or value != round(value, 2):
        raise errors.Invalid(name, f"{written!r} is no amount: write such as 1500 or 1500.50, or no")
    return value
