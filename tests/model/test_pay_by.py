"""How to pay: the line that the agent reads out."""

from datetime import date

import pytest

from model.store import Register
from tests.model import build
from tests.model.build import TODAY, debtor


@pytest.mark.parametrize(
    ("country", "facts", "reference", "shown"),
    [
        ("DK", {"fik_creditor": "82345678"}, "000000000001032", "+71<000000000001032+82345678<"),
        ("DK", {"fik_creditor": "82345678"}, "0000000000010322", "+75<0000000000010322+82345678<"),
        ("DK", {"fik_creditor": "82345678"}, "+71< 000000000001032 +87654321<", "+71<000000000001032+87654321<"),
        ("DK", {"fik_creditor": "not one", "bank_account": "1234 5678901"}, "000000000001032", "1234 5678901 1031"),
        ("DK", {"fik_creditor": "82345678", "bank_account": "1234 5678901"}, "", "1234 5678901 1031"),
        ("NO", {"bank_account": "8601 11 17947"}, "123456782", "8601 11 17947 KID 123456782"),
        ("NO", {"bank_account": "8601 11 17947"}, "not a kid", "8601 11 17947 1031"),
        ("NO", {}, "123456782", ""),
    ],
)
def test_how_to_pay(shared: Register, country: str, facts: dict[str, str], reference: str, shown: str) -> None:
    customer = debtor(shared, country=country, creditor_id=build.creditor(shared, country, **facts))
    customer.owes("100.00", "1031", on=date(2026, 10, 1), reference=reference)
    assert customer.card().pay_by == shown


def test_what_is_agreed_on_is_not_the_first_to_be_paid(shared: Register) -> None:
    customer = debtor(shared, creditor_id=build.creditor(shared, bank_account="1234 5678901"))
    agreed = customer.owes("600.00", "old", on=date(2026, 8, 1))
    customer.owes("100.00", "new", on=date(2026, 10, 1))
    disputed = customer.owes("100.00", "disputed", on=date(2026, 9, 1))
    customer.does(customer.agreement(agreed, first=date(2026, 12, 1)))
    customer.does(customer.dispute(disputed))
    assert customer.card().pay_by == "1234 5678901 new"
    customer.pays("100.00", on=TODAY, naming="new")
    assert customer.card().pay_by == "1234 5678901 old"
