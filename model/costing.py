"""What an instalment plan costs on top of the debt, as the register is set: a fee, interest, or as a default neither.

Instalments of a consumer that cost something may be a credit agreement (facts on Nordic receivables, section 7), so
both are off until an administrator who has had that answered switches them on, for each country where the answer
differs (`instalment_fee_NO`). An agreement keeps the costs it was made with, whatever is set later.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from sqlalchemy import select

from model import errors
from model.rules.schedule import Costs
from model.tables import SETTING

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

FEE = "instalment_fee"
INTEREST = "instalment_interest"

_ZERO = Decimal("0.00")
_MOST_PERCENT = 100  # a year; more is a slip of the keyboard


def costs(session: Session, country: str, today: date) -> Costs | None:
    """What a plan drawn today with a creditor of a country costs; None where it costs nothing."""
    names = [f"{name}{suffix}" for name in (FEE, INTEREST) for suffix in (f"_{country}", "")]
    rows = session.connection().execute(select(SETTING).where(SETTING.c.name.in_(names))).all()
    found = {row.name: row.value for row in rows}
    fee = found.get(f"{FEE}_{country}") or found.get(FEE) or "no"
    interest = found.get(f"{INTEREST}_{country}") or found.get(INTEREST) or "no"
    said = Costs(today, fee=amount(FEE, fee), yearly_percent=percent(INTEREST, interest))
    return said if said.fee or said.yearly_percent else None


def amount(name: str, written: str) -> Decimal:
    """A fee as a setting writes it; nothing for `no`.

    >>> amount("instalment_fee", "25"), amount("instalment_fee", "no")
    (Decimal('25.00'), Decimal('0.00'))

    Raises:
        Invalid: it is no amount.
    """
    value = _number(written)
    if value is None or value != round(value, 2):
        raise errors.Invalid(name, f"{written!r} is no amount: write such as 25 or 25.50, or no")
    return value.quantize(_ZERO)


def percent(name: str, written: str) -> Decimal:
    """Interest a year as a setting writes it; nothing for `no`.

    >>> percent("instalment_interest", "8.05"), percent("instalment_interest", "no")
    (Decimal('8.05'), Decimal('0.00'))

    Raises:
        Invalid: it is no percentage.
    """
    value = _number(written)
    if value is None or value > _MOST_PERCENT:
        raise errors.Invalid(name, f"{written!r} is no percentage a year: write such as 8 or 8.05, or no")
    return value


def _number(written: str) -> Decimal | None:
    if written.strip().lower() == "no":
        return _ZERO
    try:
        value = Decimal(written.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < 10**9 else None
