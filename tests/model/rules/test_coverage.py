"""What an arrangement covers, what stays out and why, and how long reminders rest for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.records import Item
from model.rules.coverage import LeftOut, agreement_bar, held_until, promise_bar, share, status_bar, total
from model.rules.terms import due_day

INVOICE = Item(
    entry_id=1, creditor_id=7, kind="invoice", voucher="1031", reference="", date=date(2026, 9, 1),
    due=date(2026, 10, 1), amount=Decimal("1000.00"), open=Decimal("600.00"), currency="DKK", disputed=False,
    agreement="", days_overdue=52,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "superseded", "bar"),
    [
        ({}, "", None),
        ({"creditor_id": 8}, "", LeftOut.OTHER_CREDITOR),
        ({"currency": "NOK"}, "", LeftOut.OTHER_CURRENCY),
        ({"disputed": True}, "", LeftOut.DISPUTED),
        ({"agreement": "A-17"}, "", LeftOut.AGREED),
        ({"agreement": "A-17"}, "A-17", None),
        ({"agreement": "A-17"}, "A-18", LeftOut.AGREED),
        ({"agreement": "A-17", "disputed": True}, "A-17", LeftOut.DISPUTED),
        ({"creditor_id": 8, "currency": "NOK", "disputed": True}, "", LeftOut.OTHER_CREDITOR),
    ],
)
def test_what_an_agreement_covers(changed, superseded, bar) -> None:
    item = replace(INVOICE, **changed)
    assert agreement_bar(item, creditor_id=7, currency="DKK", superseded=superseded) is bar


@pytest.mark.parametrize(
    ("changed", "bar"),
    [
        ({}, None),
        ({"agreement": "A-17"}, None),  # an instalment is promised then
        ({"creditor_id": 8}, None),
        ({"currency": "NOK"}, LeftOut.OTHER_CURRENCY),
        ({"disputed": True}, LeftOut.DISPUTED),
        ({"currency": "NOK", "disputed": True}, LeftOut.OTHER_CURRENCY),
    ],
)
def test_what_can_be_promised(changed, bar) -> None:
    assert promise_bar(replace(INVOICE, **changed), currency="DKK") is bar


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("active", ""),
        ("closed", ""),
        ("deceased", "the estate answers"),
        ("bankrupt", "with the trustee"),
        ("debt_settlement", "nothing may be arranged"),
        ("at_collector", "refer the customer there"),
    ],
)
def test_with_whom_nothing_can_be_arranged(status, words) -> None:
    assert words in status_bar(status)
    assert bool(status_bar(status)) == bool(words)


def test_what_is_open_adds_up_and_nothing_is_nothing_to_the_ore() -> None:
    assert total([INVOICE, replace(INVOICE, open=Decimal("0.05"))]) == Decimal("600.05")
    assert str(total([])) == "0.00"


@pytest.mark.parametrize(
    ("amount", "percent", "part"),
    [
        ("8213.55", "20", "1643.00"),
        ("1001.00", "50", "501.00"),  # half a krone is rounded up
        ("2.00", "20", "0.40"),  # whole kroner would be nothing
        ("2.00", "25", "1.00"),
        ("1.00", "60", "0.60"),  # whole kroner would be all of it
        ("2.00", "100", "2.00"),
        ("0.05", "50", "0.03"),
    ],
)
def test_a_share_is_said_in_whole_kroner_where_that_is_neither_nothing_nor_all(amount, percent, part) -> None:
    assert str(share(Decimal(amount), Decimal(percent))) == part


@given(st.decimals("0.01", "100000", places=2), st.integers(1, 100))
def test_a_share_is_never_more_than_the_whole_and_a_krone_near_at_most(amount, percent) -> None:
    part = share(amount, Decimal(percent))
    assert 0 <= part <= amount
    assert abs(part - amount * percent / 100) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("due", "grace", "until"),
    [
        (date(2026, 11, 27), 3, date(2026, 11, 30)),
        (date(2026, 11, 28), 3, date(2026, 12, 3)),  # a Saturday: paid on Monday
        (date(2026, 11, 27), 0, date(2026, 11, 27)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # no bank day in Denmark, nor the days after
    ],
)
def test_reminders_rest_until_the_grace_after_the_last_day_of_payment(due, grace, until) -> None:
    assert held_until(due, grace_days=grace, country="DK") == until


@pytest.mark.parametrize(
    ("invoiced", "terms", "days", "due"),
    [
        (date(2026, 1, 30), "net", 14, date(2026, 2, 13)),
        (date(2026, 1, 30), "net", 0, date(2026, 1, 30)),
        (date(2026, 1, 30), "end_of_month", 30, date(2026, 3, 2)),
        (date(2026, 4, 1), "end_of_month", 0, date(2026, 4, 30)),
        (date(2024, 2, 29), "end_of_month", 1, date(2024, 3, 1)),
    ],
)
def test_payment_terms_say_when_an_invoice_is_due(invoiced, terms, days, due) -> None:
    assert due_day(invoiced, terms, days) == due
