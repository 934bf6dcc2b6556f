"""What an agent posts by hand: entries that find their debits by the one rule, and that nobody can rewrite."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from model import errors
from model.agent import Authority
from model.check import check
from model.kinds import AuthorityKind, EntryKind, Role
from model.ledger import Allocation, Entry
from model.proposals import (
    Booked,
    DueDateProposal,
    PostingProposal,
    ReversalProposal,
    TransferProposal,
    Waived,
    WaiverProposal,
)
from tests.model.acts import nothing_changes, refused
from tests.model.build import TODAY, debtor

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def posting(customer, what, amount, *entry_ids, on=TODAY, **facts):
    return PostingProposal(customer.id, what, Decimal(amount), customer.currency, on, entry_ids, **facts)


def open_on(customer, entry_id):
    return next((item.open for item in customer.card().items if item.entry_id == entry_id), Decimal("0.00"))


@pytest.fixture
def owing(marie):
    """Two invoices, the older one with a reminder fee."""
    older = marie.owes("1000.00", "1031", on=SEPTEMBER, due=OCTOBER)
    younger = marie.owes("500.00", "1042", on=OCTOBER, due=date(2026, 11, 1))
    fee = marie._booked(EntryKind.REMINDER_FEE, Decimal("100.00"), date(2026, 10, 20), {"claim_id": older})
    return marie, older, younger, fee


def test_a_payment_goes_to_the_invoice_it_names_and_says_why(owing):
    marie, older, younger, _fee = owing
    marie.does(posting(marie, Booked.PAYMENT, "500.00", younger))
    assert (open_on(marie, older), open_on(marie, younger)) == (Decimal("1000.00"), Decimal("0.00"))
    assert [row.why for row in marie.rows(Allocation)] == ["voucher"]


def test_a_payment_without_a_name_covers_costs_before_principal(owing):
    marie, older, younger, fee = owing
    marie.does(posting(marie, Booked.PAYMENT, "300.00"))
    assert [open_on(marie, entry) for entry in (fee, older, younger)] == [Decimal(n) for n in ("0", "800", "500")]


def test_the_fee_survives_when_exactly_the_principal_is_paid_by_name(owing):
    marie, older, _younger, fee = owing
    marie.does(posting(marie, Booked.PAYMENT, "1000.00", older))
    assert (open_on(marie, older), open_on(marie, fee)) == (Decimal(0), Decimal("100.00"))


def test_money_under_a_running_agreement_goes_to_its_invoices_first(owing):
    marie, _older, younger, _fee = owing
    marie.does(marie.agreement(younger, first=date(2026, 12, 1), count=2))
    marie.does(posting(marie, Booked.PAYMENT, "250.00"))
    assert open_on(marie, younger) == Decimal("250.00")


def test_an_overpayment_is_kept_as_credit_and_can_be_paid_out(owing):
    marie, *_ = owing
    card = marie.does(posting(marie, Booked.PAYMENT, "1700.00"))
    assert (card.balance, card.unallocated) == (Decimal("-100.00"), Decimal("100.00"))
    refused(marie, posting(marie, Booked.REFUND, "100.01"), "amount", "only 100,00 is not allocated")
    card = marie.does(posting(marie, Booked.REFUND, "100.00"))
    assert (card.balance, card.unallocated) == (Decimal("0.00"), Decimal("0.00"))


def test_a_bounced_payment_opens_everything_that_it_settled(owing):
    marie, older, younger, fee = owing
    before = marie.card()
    marie.does(posting(marie, Booked.PAYMENT, "1600.00", on=date(2026, 11, 10)))
    payment = marie.rows(Entry)[-1].id
    card = marie.does(ReversalProposal(marie.id, payment, on=TODAY, text="no cover"))
    assert card.balance == before.balance
    assert [open_on(marie, entry) for entry in (older, younger, fee)] == [Decimal(n) for n in ("1000", "500", "100")]
    assert marie.card(date(2026, 11, 15)).balance == Decimal("0.00")  # as it stood then
    refused(marie, ReversalProposal(marie.id, payment, on=TODAY), "amount")


def test_a_write_off_that_is_paid_after_all_is_taken_back_in_part(owing):
    marie, older, _younger, fee = owing
    marie.does(posting(marie, Booked.WRITE_OFF, "1100.00", fee, older))
    assert open_on(marie, older) == Decimal("0.00")
    written = next(row for row in marie.rows(Entry) if row.kind == EntryKind.WRITE_OFF and row.amount == -1000)
    marie.does(ReversalProposal(marie.id, written.id, on=TODAY, amount=Decimal("400.00")))
    assert open_on(marie, older) == Decimal("400.00")
    marie.does(posting(marie, Booked.PAYMENT, "400.00", older))
    assert open_on(marie, older) == Decimal("0.00")


def test_a_waiver_takes_the_fee_and_leaves_the_invoice(owing):
    marie, older, _younger, fee = owing
    marie.does(WaiverProposal(marie.id, Waived.REMINDER_FEE))
    assert (open_on(marie, fee), open_on(marie, older)) == (Decimal(0), Decimal("1000.00"))
    refused(marie, WaiverProposal(marie.id, Waived.INTEREST), "entry_ids", "nothing of that kind is open")


def test_an_invoice_moves_to_the_customer_who_owes_it(owing):
    marie, older, *_ = owing
    other = debtor(marie.register, "Ole Lund", creditor_id=marie.creditor_id)
    marie.does(TransferProposal(marie.id, older, other.id, on=TODAY))
    (item,) = other.card().items
    assert (item.voucher, item.open, item.due) == ("1031", Decimal("1000.00"), OCTOBER)
    assert open_on(marie, older) == Decimal("0.00")


def test_a_payment_meant_for_somebody_else_moves_and_what_it_settled_is_open_again(owing):
    marie, older, *_ = owing
    other = debtor(marie.register, "Ole Lund", creditor_id=marie.creditor_id)
    theirs = other.owes("700.00", "2001", on=OCTOBER)
    payment = marie.pays("1000.00", on=date(2026, 11, 2), naming="1031")
    marie.does(TransferProposal(marie.id, payment, other.id, on=TODAY))
    assert open_on(marie, older) == Decimal("1000.00")
    assert open_on(other, theirs) == Decimal("0.00")
    assert other.card().unallocated == Decimal("300.00")


def test_a_transfer_stays_with_one_creditor(owing):
    marie, older, *_ = owing
    other = debtor(marie.register, "Ole Lund")
    refused(marie, TransferProposal(marie.id, older, other.id, on=TODAY), "to_customer_id", "owes another creditor")


def test_a_moved_due_date_counts_and_the_contractual_one_stays_in_the_entry(owing):
    marie, older, *_ = owing
    card = marie.does(DueDateProposal(marie.id, older, date(2026, 12, 1)))
    assert next(i for i in card.items if i.entry_id == older).days_overdue == 0
    assert next(row for row in marie.rows(Entry) if row.id == older).due_date == OCTOBER


@pytest.mark.parametrize(
    ("what", "amount", "field"),
    [
        (Booked.PAYMENT, "0.00", "amount"),
        (Booked.PAYMENT, "-5.00", "amount"),
        (Booked.PAYMENT, "0.001", "amount"),
        (Booked.CREDIT_NOTE, "100.00", "entry_ids"),
        (Booked.WRITE_OFF, "100.00", "entry_ids"),
    ],
)
def test_wrong_postings_are_refused_by_field(owing, what, amount, field):
    marie, *_ = owing
    refused(marie, posting(marie, what, amount), field)


@pytest.mark.parametrize("on", [TODAY + timedelta(days=1), date(2020, 1, 1)])
def test_a_value_date_that_cannot_be_is_refused(owing, on):
    marie, *_ = owing
    refused(marie, posting(marie, Booked.PAYMENT, "1.00", on=on), "on")


def test_no_more_is_credited_than_is_open(owing):
    marie, _older, younger, _fee = owing
    refused(marie, posting(marie, Booked.CREDIT_NOTE, "500.01", younger), "amount", "more than the 500,00")


def test_above_the_limit_another_pair_of_eyes_is_needed(owing):
    marie, older, *_ = owing
    with marie.register.write() as session:
        limit = Authority(role=Role.AGENT, kind=AuthorityKind.WRITE_OFF, amount=Decimal("50.00"), valid_from=SEPTEMBER)
        session.add(limit)
        session.flush()
        number = limit.id
    with nothing_changes(marie), pytest.raises(errors.NotAllowed, match="more than the 50"):
        marie.does(posting(marie, Booked.WRITE_OFF, "60.00", older))
    marie.does(posting(marie, Booked.WRITE_OFF, "50.00", older))
    with marie.register.write() as session:
        session.delete(session.get(Authority, number))


def test_the_register_is_sound_after_all_of_it(owing):
    marie, older, younger, fee = owing
    marie.does(posting(marie, Booked.PAYMENT, "1700.00"))
    payment = marie.rows(Entry)[-1].id
    marie.does(posting(marie, Booked.REFUND, "100.00"))
    marie.does(ReversalProposal(marie.id, payment, on=TODAY, amount=Decimal("200.00")))
    marie.does(WaiverProposal(marie.id, Waived.REMINDER_FEE)) if open_on(marie, fee) else None
    assert marie.card().balance == sum(row.amount for row in marie.rows(Entry))
    assert [d for d in check(marie.register) if d.customer == marie.card().number] == []
    assert older != younger
