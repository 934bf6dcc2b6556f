"""What an act would do is told beforehand by doing it and taking it back."""

from datetime import date
from decimal import Decimal

import pytest

from model import errors, foresight, limits
from model.agent import Authority
from model.contact import Event
from model.kinds import AuthorityKind, EntryKind, Role
from model.ledger import Allocation, Entry
from model.proposals import (
    Booked,
    Charged,
    ChargeProposal,
    ConfirmationProposal,
    InterruptionProposal,
    PostingProposal,
    ReversalProposal,
    Waived,
    WaiverProposal,
)
from model.rules.limitation import What
from tests.model.build import NOW, TODAY, agent

SEPTEMBER = date(2026, 9, 1)


def seen(marie, proposal, **facts) -> foresight.Foreseen:
    return foresight.foresee(marie.register, [proposal], agent=marie.agent, now=NOW, **facts)


def money(lines) -> list[tuple[str, str, str]]:
    return [(str(line.amount), line.kind, line.claim or line.voucher) for line in lines]


@pytest.fixture
def owing(marie):
    """An invoice with a fee and interest on it, and a younger one."""
    invoice = marie.owes("1000.00", "1031", on=SEPTEMBER, due=date(2026, 10, 1))
    marie.owes("100.00", "R1", on=date(2026, 10, 12), kind=EntryKind.REMINDER_FEE, claim_id=invoice)
    marie.does(ChargeProposal(marie.id, Charged.INTEREST, TODAY))
    marie.owes("500.00", "1042", on=date(2026, 11, 1), due=date(2026, 12, 1))
    return marie


def test_a_payment_is_drawn_as_it_will_go_costs_then_interest_then_principal(owing):
    payment = PostingProposal(owing.id, Booked.PAYMENT, Decimal("300.00"), "DKK", TODAY)
    foreseen = seen(owing, payment)
    assert money(foreseen.settled) == [
        ("100.00", "reminder_fee", "1031"),
        ("14.25", "interest", "1031"),
        ("185.75", "invoice", "1031"),
    ]
    assert money(foreseen.posted) == [("-300.00", "payment", "")]
    card = owing.does(payment)
    assert (foreseen.card.figures, foreseen.card.items, foreseen.card.basis) == (card.figures, card.items, card.basis)


def test_what_is_over_is_told_as_credit(owing):
    foreseen = seen(owing, PostingProposal(owing.id, Booked.PAYMENT, Decimal("2000.00"), "DKK", TODAY))
    assert foreseen.card.unallocated == Decimal("385.75")


def test_nothing_of_it_stays(owing):
    before = owing.tables(Entry, Allocation, Event)
    seen(owing, PostingProposal(owing.id, Booked.PAYMENT, Decimal("300.00"), "DKK", TODAY))
    seen(owing, WaiverProposal(owing.id, Waived.INTEREST))
    assert owing.tables(Entry, Allocation, Event) == before


def test_a_payment_taken_back_opens_again_what_it_settled(owing):
    paid = owing.pays("100.00", on=date(2026, 11, 20))
    foreseen = seen(owing, ReversalProposal(owing.id, paid, TODAY))
    assert money(foreseen.settled) == [("-100.00", "reminder_fee", "1031")]
    assert foreseen.card.balance == Decimal("1614.25")


def test_what_is_beyond_the_agent_is_drawn_all_the_same_and_told(owing):
    limit = Authority(
        role=Role.AGENT,
        kind=AuthorityKind.WRITE_OFF,
        amount=Decimal("50.00"),
        currency="DKK",
        valid_from=date(2026, 1, 1),
    )
    with owing.register.write() as session:
        session.add(limit)
        session.flush()
        number = limit.id
    item = next(i.entry_id for i in owing.card().items if i.voucher == "1042")
    proposal = PostingProposal(owing.id, Booked.WRITE_OFF, Decimal("200.00"), "DKK", TODAY, (item,))
    foreseen = seen(owing, proposal)
    assert foreseen.beyond.startswith("200,00 DKK is more than the 50,00 you may post as write off")
    assert money(foreseen.settled) == [("200.00", "invoice", "1042")]
    with pytest.raises(errors.NotAllowed, match="more than the 50"):
        seen(owing, proposal, approver=agent(owing.register, "ali"))
    with owing.register.write() as session:
        session.delete(session.get(Authority, number))


def test_what_the_register_refuses_is_refused_beforehand(owing):
    with pytest.raises(errors.Invalid, match="has not come"):
        seen(owing, PostingProposal(owing.id, Booked.PAYMENT, Decimal("1.00"), "DKK", date(2026, 12, 1)))


def test_an_interruption_is_told_with_its_effect_once_it_is_confirmed(marie):
    item = marie.owes("1000.00", "1031", on=date(2024, 9, 1), due=date(2024, 10, 1))
    noted = InterruptionProposal(marie.id, item, What.ACKNOWLEDGEMENT, date(2026, 11, 20))
    assert "nobody has confirmed" in str(seen(marie, noted).told[1])
    marie.does(noted)
    (waiting,) = limits.unconfirmed(marie.register, marie.id)
    assert (waiting.what, waiting.voucher, waiting.on) == ("acknowledgement", "1031", date(2026, 11, 20))
    told = seen(marie, ConfirmationProposal(marie.id, waiting.id)).told
    assert "limitation begins anew, 3 years to 20 November 2029" in str(told[1])
    marie.does(ConfirmationProposal(marie.id, waiting.id))
    assert limits.unconfirmed(marie.register, marie.id) == ()
