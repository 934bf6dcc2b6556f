"""Compensation for recovery costs, which a business or an authority owes for paying late; a consumer never.

Denmark (BEK 105/2013): 310 kr, no reminder needed, in addition to other costs. Norway (§ 3a): EUR 40 in kroner, set
anew for each half-year, and set off against fees: the larger of the two counts. A Norwegian amount that was not found
is refused by name. Elsewhere there is none until the register has rows of its own; those are set off like Norway's,
the reading that favours the debtor.

>>> from model.rules.rates import statutory
>>> day = date(2026, 11, 24)
>>> print(compensation("DK", CustomerKind.COMPANY, day, Decimal("200.00"), statutory()).charge)
310.00
>>> told = compensation("NO", CustomerKind.COMPANY, day, Decimal("38.00"), statutory())
>>> print(told.charge, "-", *told.reasons)
392.00 - Compensation of 430.00 less fees of 38.00 is 392.00, since the larger counts: § 3a: EUR 40 in kroner, set off
against fees; businesses and authorities only.
>>> print(compensation("NO", CustomerKind.PERSON, day, Decimal("38.00"), statutory()).charge)
0.00
>>> compensation("NO", CustomerKind.COMPANY, date(2016, 3, 1), Decimal(0), statutory())
Traceback (most recent call last):
    ...
model.errors.MissingRate: compensation: no row for NO from 2016-01-01 to 2016-06-30, so nothing is calculated. ...
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from model.kinds import CustomerKind
from model.rules.explain import Say, Sentence, sentence
from model.rules.rates import Kind, Rates, Row

_ORE = Decimal("0.01")
_NOTHING = Decimal("0.00")
_ON_TOP = frozenset({"DK"})


@dataclass(frozen=True, slots=True)
class Compensation:
    """What may be charged, and why."""

    charge: Decimal  # on top of the fees charged so far
    row: Row | None  # the amount's row; None for a consumer
    reasons: tuple[Sentence, ...]


def compensation(country: str, debtor: CustomerKind, day: date, fees: Decimal, rates: Rates) -> Compensation:
    """Return what compensation may still be charged for one claim.

    Args:
        country: of the creditor.
        debtor: what the debtor is; a person is a consumer.
        day: whose amount counts. Which day that is where a claim spans half-years is not known for certain.
        fees: charged so far on the claim, compensation left out.
        rates: the rows in force.

    Raises:
        MissingRate: the amount is not known.
        ValueError: the fees are negative.
    """
    if fees < 0:
        raise ValueError("the fees charged cannot be negative")
    if debtor == CustomerKind.PERSON:
        return Compensation(_NOTHING, None, (sentence(Say.COMPENSATION_CONSUMER),))
    row = rates.at(country, Kind.COMPENSATION, day)
    charge = (charged_together(country, row.value, fees) - fees).quantize(_ORE)
    if country in _ON_TOP:
        return Compensation(charge, row, (sentence(Say.COMPENSATION_ON_TOP, amount=row.value, source=row.source),))
    why = sentence(Say.COMPENSATION_SET_OFF, amount=row.value, fees=fees, charge=charge, source=row.source)
    return Compensation(charge, row, (why,))


def charged_together(country: str, amount: Decimal, fees: Decimal) -> Decimal:
    """Return what compensation and fees come to together: in Denmark their sum, else the larger of the two.

    So a fee that follows a compensation is charged only as far as this grows by it.

    >>> print(charged_together("NO", Decimal("430.00"), Decimal("38.00")))
    430.00
    >>> print(charged_together("DK", Decimal("310.00"), Decimal("100.00")))
    410.00
    """
    return amount + fees if country in _ON_TOP else max(amount, fees)
