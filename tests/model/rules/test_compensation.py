"""Compensation: on top of fees in Denmark, set off against them in Norway, never for consumers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import MissingRate
from model.kinds import CustomerKind
from model.rules.compensation import charged_together, compensation
from model.rules.rates import Kind, Row, statutory

RATES = statutory()
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("country", "debtor", "day", "fees", "charge"),
    [
        ("DK", CustomerKind.COMPANY, "2026-11-24", "0", "310.00"),
        ("DK", CustomerKind.COMPANY, "2026-11-24", "300", "310.00"),
        ("DK", CustomerKind.PUBLIC, "2013-03-01", "100", "310.00"),
        ("NO", CustomerKind.COMPANY, "2026-11-24", "0", "430.00"),
        ("NO", CustomerKind.COMPANY, "2026-06-30", "38", "422.00"),
        ("NO", CustomerKind.PUBLIC, "2026-07-01", "38.50", "391.50"),
        ("NO", CustomerKind.COMPANY, "2026-11-24", "430", "0.00"),
        ("NO", CustomerKind.COMPANY, "2026-11-24", "750", "0.00"),
        ("DK", CustomerKind.PERSON, "2026-11-24", "0", "0.00"),
        ("NO", CustomerKind.PERSON, "2026-11-24", "0", "0.00"),
        # a consumer is asked for nothing, so nothing can be missing
        ("NO", CustomerKind.PERSON, "2016-01-01", "0", "0.00"),
        ("SE", CustomerKind.PERSON, "2026-11-24", "0", "0.00"),
    ],
)
def test_what_may_be_charged_beside_the_fees(country, debtor, day, fees, charge) -> None:
    told = compensation(country, debtor, date.fromisoformat(day), Decimal(fees), RATES)
    assert str(told.charge) == charge
    assert (told.row is None) == (debtor == CustomerKind.PERSON)


def test_the_reason_is_told() -> None:
    def why(country: str, debtor: CustomerKind) -> str:
        (reason,) = compensation(country, debtor, TODAY, Decimal(38), RATES).reasons
        return str(reason)

    assert why("NO", CustomerKind.PERSON) == "No compensation: a consumer never owes one."
    assert why("DK", CustomerKind.COMPANY).startswith("Compensation of 310.00, on top of fees: BEK 105/2013")
    assert why("NO", CustomerKind.PUBLIC).startswith("Compensation of 430.00 less fees of 38.00 is 392.00, since the")


@pytest.mark.parametrize(("country", "day"), [("NO", "2016-01-01"), ("NO", "2021-01-01"), ("SE", "2026-11-24")])
def test_an_amount_that_was_not_found_refuses(country, day) -> None:
    with pytest.raises(MissingRate, match=f"compensation: no row for {country}"):
        compensation(country, CustomerKind.COMPANY, date.fromisoformat(day), Decimal(0), RATES)


def test_a_register_elsewhere_brings_its_own_amount_which_is_set_off() -> None:
    rates = RATES.with_rows([Row("SE", Kind.COMPENSATION, date(2026, 1, 1), Decimal(450), "SEK", "house rule")])
    assert compensation("SE", CustomerKind.COMPANY, TODAY, Decimal(60), rates).charge == 390


def test_negative_fees_are_an_error() -> None:
    with pytest.raises(ValueError, match=r"^the fees charged cannot be negative$"):
        compensation("DK", CustomerKind.COMPANY, TODAY, Decimal("-0.01"), RATES)


@given(st.decimals(Decimal(0), Decimal(2000), places=2))
def test_in_norway_the_larger_counts_and_in_denmark_both(fees: Decimal) -> None:
    norway = compensation("NO", CustomerKind.COMPANY, TODAY, fees, RATES).charge
    denmark = compensation("DK", CustomerKind.COMPANY, TODAY, fees, RATES).charge
    assert fees + norway == max(fees, Decimal(430)) == charged_together("NO", Decimal(430), fees)
    assert fees + denmark == fees + 310 == charged_together("DK", Decimal(310), fees)
