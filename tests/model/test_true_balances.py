"""Whatever happens on an account, in whatever order: its figures follow from its entries."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from model import errors, report
from model.check import check
from model.ledger import Allocation, Entry
from model.proposals import Booked, DueDateProposal, PostingProposal, ReversalProposal, Waived, WaiverProposal
from model.store import Register, open_register
from tests.model.build import NOW, TODAY, Debtor, debtor

FIRST = date(2026, 6, 1)
AMOUNTS = st.integers(1, 50_000).map(lambda minor: Decimal(minor).scaleb(-2))
DAYS = st.integers(0, (TODAY - FIRST).days).map(lambda days: FIRST + timedelta(days=days))
ACTS = st.tuples(
    st.sampled_from(["invoice", "fee", "payment", "named", "credit note", "reversal", "dispute", "agreement", "moved"]),
    AMOUNTS,
    DAYS,
    st.integers(0, 7),
)


def happens(customer: Debtor, what: str, amount: Decimal, on: date, which: int) -> None:
    """One thing happens; what cannot be at this moment is refused and changes nothing."""
    entries = customer.rows(Entry)
    items = customer.card().items
    item = items[which % len(items)].entry_id if items else 0
    credits_ = [entry.id for entry in entries if entry.amount < 0 and entry.reverses is None]
    acts: dict[str, Callable[[], Any]] = {
        "invoice": lambda: customer.owes(str(amount), f"F{len(entries)}", on=on, due=on + timedelta(days=14)),
        "fee": lambda: customer.is_reminded(str(amount), f"R{len(entries)}", on=on),
        "payment": lambda: customer.does(PostingProposal(customer.id, Booked.PAYMENT, amount, "DKK", on)),
        "named": lambda: customer.does(PostingProposal(customer.id, Booked.PAYMENT, amount, "DKK", on, (item,))),
        "credit note": lambda: customer.does(
            PostingProposal(customer.id, Booked.CREDIT_NOTE, amount, "DKK", on, (item,))
        ),
        "reversal": lambda: customer.does(
            ReversalProposal(customer.id, credits_[which % len(credits_)] if credits_ else 0, TODAY)
        ),
        "dispute": lambda: customer.does(customer.dispute(item)),
        "agreement": lambda: customer.does(customer.agreement(item, first=TODAY + timedelta(days=9), count=2)),
        "moved": lambda: customer.does(DueDateProposal(customer.id, item, TODAY + timedelta(days=which))),
    }
    try:
        acts[what]()
    except (errors.Refused, ValueError):
        assert len(customer.rows(Entry)) == len(entries)


def total(customer: Debtor, until: date) -> Decimal:
    return sum((e.amount for e in customer.rows(Entry) if e.date <= until), Decimal("0.00"))


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    """A register of one test, where it reads what all customers owe."""
    opened = open_register(register_url)
    yield opened
    opened.close()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, max_size=8), DAYS)
def test_balances_follow_from_the_entries_on_every_day(register, acts, day):
    customer = debtor(register)
    for act in acts:
        happens(customer, *act)
    assert customer.card().balance == total(customer, TODAY)
    assert customer.card(day).balance == total(customer, day)
    for as_of in (day, TODAY):
        rows = [r for r in report.ageing(register, as_of, by=report.By.CUSTOMER) if r.group == customer.card().number]
        assert sum((row.total for row in rows), Decimal(0)) == total(customer, as_of)
        assert all(sum(row.buckets.values()) == row.total for row in rows)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, max_size=5), AMOUNTS)
def test_taking_a_payment_back_restores_what_was_open_before_it(shared, acts, amount):
    customer = debtor(shared)
    for act in acts:
        happens(customer, *act)
    before = customer.card()
    customer.does(PostingProposal(customer.id, Booked.PAYMENT, amount, "DKK", TODAY))
    payment = customer.rows(Entry)[-1].id
    customer.does(ReversalProposal(customer.id, payment, TODAY), now=NOW + timedelta(minutes=1))
    after = customer.card()
    assert (after.balance, after.figures, after.unallocated) == (before.balance, before.figures, before.unallocated)
    assert [(i.entry_id, i.open) for i in after.items] == [(i.entry_id, i.open) for i in before.items]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), AMOUNTS, DAYS), min_size=1, max_size=6), st.data())
def test_the_order_in_which_invoices_and_payments_come_in_does_not_change_the_balance(shared, movements, data):
    cards = []
    for order in (movements, data.draw(st.permutations(movements))):
        customer = debtor(shared)
        for paid, amount, on in order:
            if paid:
                customer.pays(str(amount), on=on)
            else:
                customer.owes(str(amount), f"F{on}", on=on, due=on)
        cards.append(customer.card())
    first, second = cards
    assert first.balance == second.balance
    assert first.unallocated == second.unallocated


def test_the_register_is_sound_after_all_of_that(shared):
    assert check(shared) == []


def test_no_allocation_exceeds_its_entry(shared):
    with shared.read() as session:
        entries = {entry.id: abs(entry.amount) for entry in session.exec(select(Entry))}
        used: dict[int, Decimal] = {}
        for row in session.exec(select(Allocation)):
            for number in (row.credit_id, row.debit_id):
                used[number] = used.get(number, Decimal(0)) + row.amount
    assert all(Decimal(0) <= amount <= entries[number] for number, amount in used.items())


def test_a_waived_fee_leaves_the_account_sound(shared):
    customer = debtor(shared)
    customer.owes("100.00", "F1", on=FIRST, due=FIRST)
    customer.is_reminded("50.00", "R1", on=FIRST)
    customer.does(WaiverProposal(customer.id, Waived.REMINDER_FEE))
    assert customer.card().balance == Decimal("100.00")
