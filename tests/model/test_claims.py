"""What the law makes of a claim: interest, compensation, limitation, and that each figure says why it is so."""

from datetime import date
from decimal import Decimal

import pytest

from model import errors
from model.kinds import EntryKind, Figure
from model.ledger import Entry, Interruption, Rate
from model.proposals import Charged, ChargeProposal, ConfirmationProposal, InterruptionProposal
from model.reasons import reasons
from model.rules.limitation import What
from tests.model.acts import refused
from tests.model.build import NOW, TODAY, debtor


def told(customer, figure, today=TODAY):
    found = next(r for r in reasons(customer.register, customer.id, today) if r.figure == figure)
    return [str(sentence) for sentence in found.told] + ([found.refused] if found.refused else [])


def interest(customer, *entry_ids, until=TODAY, what=Charged.INTEREST):
    return ChargeProposal(customer.id, what, until, entry_ids)


def test_interest_is_an_entry_of_its_own_on_the_claim_and_is_charged_once(marie):
    invoice = marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    card = marie.does(interest(marie))
    charged = marie.rows(Entry)[-1]
    # 52 days from 2 October to 22 November at 10.00 % a year
    assert (charged.kind, charged.amount, charged.claim_id) == (EntryKind.INTEREST, Decimal("14.25"), invoice)
    assert card.balance == Decimal("1014.25")
    refused(marie, interest(marie), "what", "no interest to charge")


def test_the_card_tells_the_interest_that_a_charge_would_post_and_none_after_it(marie):
    marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    card = marie.card()
    assert (card.interest, card.balance) == (Decimal("14.25"), Decimal("1000.00"))
    card = marie.does(interest(marie))
    assert (card.interest, card.balance) == (Decimal("0.00"), Decimal("1014.25"))
    assert marie.card(date(2027, 2, 1)).interest is None  # the half-year has no rate


def test_the_card_tells_the_risk_and_how_much_of_the_credit_limit_is_used(shared):
    company = debtor(shared, "Holm ApS", kind="company", credit_limit=Decimal("1000.00"))
    assert (company.card().assessment.risk, company.card().exposure.free) == ("unknown", Decimal("1000.00"))
    company.owes("1200.00", "1031", on=date(2026, 11, 1), due=date(2026, 12, 1))
    card = company.card()
    assert (card.assessment.risk, card.exposure.free) == ("high", Decimal("-200.00"))
    assert str(card.assessment.reasons[0]) == "Owes 1,200.00, more than the credit limit of 1,000.00."


def test_interest_follows_what_was_paid_from_its_value_date(marie):
    marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    marie.pays("500.00", on=date(2026, 10, 31))
    marie.does(interest(marie))
    assert marie.rows(Entry)[-1].amount == Decimal("11.23")  # 29 days on 1000, then 23 on 500


def test_interest_charged_before_a_payment_was_booked_is_mended_by_the_next_charge(marie):
    marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    marie.does(interest(marie, until=date(2026, 10, 31)))
    assert marie.rows(Entry)[-1].amount == Decimal("8.22")  # 30 days on 1000
    marie.pays("500.00", on=date(2026, 10, 11))  # its money came before, its file after
    assert told(marie, Figure.INTEREST)[-1] == "8.22 of it was charged already: 0.37 may be charged now."
    marie.does(interest(marie))
    # 8.22 of the 500 went to the interest: 10 days on 1000 and 42 on 508.22 make 8.59
    assert marie.rows(Entry)[-1].amount == Decimal("0.37")


def test_a_half_year_without_a_rate_is_refused_by_name(marie):
    marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    late = NOW.replace(year=2027, month=2)
    with pytest.raises(errors.MissingRate, match="2027"):
        marie.does(interest(marie, until=late.date()), now=late)


def test_a_rate_of_the_register_goes_before_the_shipped_one(marie):
    marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    own = Rate(
        country="DK", kind="late_interest", valid_from=date(2026, 7, 1), value="5.00", source="house rule",
        agent_id=marie.agent.id, at=NOW,
    )  # fmt: skip
    with marie.register.write() as session:
        session.add(own)
        session.flush()
        number = own.id
    try:
        marie.does(interest(marie))
        assert marie.rows(Entry)[-1].amount == Decimal("7.12")
    finally:
        with marie.register.write() as session:
            session.delete(session.get(Rate, number))


def test_a_consumer_never_owes_compensation_and_a_company_does_once(marie):
    marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    refused(marie, interest(marie, what=Charged.COMPENSATION), "what", "no compensation to charge")
    company = debtor(marie.register, "Nordlys ApS", kind="company")
    company.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    company.does(interest(company, what=Charged.COMPENSATION))
    assert company.rows(Entry)[-1].amount == Decimal("310.00")
    refused(company, interest(company, what=Charged.COMPENSATION), "what", "no compensation to charge")


def test_nothing_is_charged_on_a_disputed_invoice(marie):
    invoice = marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    marie.does(marie.dispute(invoice))
    refused(marie, interest(marie, invoice), "entry_ids", "bears none")


def test_a_lapsed_claim_is_marked_and_never_asked_for(marie):
    marie.owes("1000.00", "old", on=date(2023, 9, 1), due=date(2023, 10, 1))
    marie.owes("500.00", "near", on=date(2024, 9, 1), due=date(2024, 10, 1))
    card = marie.card()
    assert [(i.voucher, i.limitation) for i in card.items] == [("old", "lapsed"), ("near", "warn")]
    assert (card.figures.overdue, card.figures.lapsed, card.figures.to_collect) == (
        Decimal("1500.00"), Decimal("1000.00"), Decimal("500.00"),
    )  # fmt: skip


def test_an_interruption_counts_when_a_person_confirmed_it(marie):
    entry = marie.owes("1000.00", "near", on=date(2023, 11, 1), due=date(2023, 12, 1))
    marie.does(InterruptionProposal(marie.id, entry, What.ACKNOWLEDGEMENT, date(2026, 6, 1), "on the phone"))
    assert marie.card().items[0].limitation == "warn"
    waiting = marie.rows(Interruption)[-1].id
    marie.does(ConfirmationProposal(marie.id, waiting))
    assert marie.card().items[0].limitation == "running"
    refused(marie, ConfirmationProposal(marie.id, waiting), "interruption_id")
    refused(marie, InterruptionProposal(marie.id, entry, "a feeling", TODAY), "what")


def test_every_figure_says_why(marie):
    marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    invoice = marie.owes("500.00", "1042", on=date(2026, 10, 1), due=date(2026, 11, 1))
    marie.pays("200.00", on=date(2026, 11, 10), naming="1042")
    marie.pays("300.00", on=date(2026, 11, 12))
    marie.does(marie.dispute(invoice))
    assert told(marie, Figure.TO_COLLECT) == [
        "To collect: 700.00.",
        "Overdue: 1,000.00.",
        "Less what is in dispute: 300.00.",
        "1031: 700.00 of 1,000.00 is open, due 1 October 2026, 52 days overdue.",
        "1042: 300.00 of 500.00 is open, due 1 November 2026, 21 days overdue.",
        "It is in dispute since 22 November 2026.",
    ]
    assert told(marie, Figure.PAYMENTS) == [
        "300.00 of the payment of 12 November 2026 went to 1031.",
        "Nothing else that is open was named, and it was the oldest due, on 1 October 2026.",
        "200.00 of the payment of 10 November 2026 went to 1042.",
        "The payer named it by its number 1042.",
    ]
    assert told(marie, Figure.RISK) == ["Something has been overdue for 52 days."]
    assert told(marie, Figure.BALANCE)[0].startswith("The balance is 1,000.00")
    assert "From 13 November 2026 to 22 November 2026, 10 days: 700.00 at 10.00 % a year is 1.92." in told(
        marie, Figure.INTEREST
    )
    assert "It can be claimed to 1 October 2029." in told(marie, Figure.LIMITATION)


def test_a_payment_taken_back_is_not_explained_as_if_it_stood(marie):
    invoice = marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    payment = marie.pays("400.00", on=date(2026, 11, 10))
    marie.loses(payment, invoice, "400.00", on=date(2026, 11, 12))
    assert not any("went to 1031" in line for line in told(marie, Figure.PAYMENTS))
