"""Settlements: a part is paid in time, and what was forgone for it is written off by itself, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from sqlmodel import Session

from model import errors, posting, undo
from model.agent import Authority
from model.arrangement import Agreement
from model.kinds import Accepted, AuthorityKind, EntryKind, Role, Speaker
from model.ledger import Entry
from model.proposals import AgreementProposal
from model.rules import schedule
from model.rules.schedule import BankDayRule, Frequency
from tests.model.acts import last_event
from tests.model.build import NOW, TODAY, Debtor, agent, kroner

FRIDAY = date(2026, 11, 27)


def settlement(marie: Debtor, *entry_ids: int, pays: str = "600", total: str = "850") -> AgreementProposal:
    agreed = schedule.settlement(kroner(total), on=FRIDAY, country="DK", amount=kroner(pays))
    return AgreementProposal(
        marie.id,
        entry_ids,
        "DKK",
        Frequency.MONTHLY,
        tuple(agreed.plan),
        discount=agreed.discount,
        basis=marie.card().basis,
    )


def settled(marie: Debtor, on: date) -> None:
    with Session(marie.register.engine) as session:
        session.connection(execution_options={"kartotek_write": True})
        posting.settle(session, [marie.id], now=datetime.combine(on, time(12), UTC))
        session.commit()


def written_off(marie: Debtor) -> list[Decimal]:
    return [-entry.amount for entry in marie.rows(Entry) if entry.kind == EntryKind.WRITE_OFF and not entry.reverses]


def test_what_was_shown_is_stored_with_how_it_was_accepted(owing):
    marie, first, second = owing
    proposal = replace(
        settlement(marie, first, second),
        rule=BankDayRule.NONE,
        accepted_how=Accepted.BY_EMAIL,
        agreed_by=Speaker.PROXY,
    )
    (agreed,) = marie.does(proposal).agreements
    assert (agreed.total, agreed.discount) == (kroner("850"), kroner("250"))
    (row,) = marie.rows(Agreement)
    assert (row.accepted_how, row.bank_day_rule, row.agreed_by) == ("by_email", "none", "proxy")
    _event, facts = last_event(marie)
    assert (facts["discount"], facts["accepted_how"]) == ("250.00", "by_email")


def test_paid_in_time_the_rest_is_written_off_once_and_nothing_is_to_collect(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    marie.pays("600", on=FRIDAY)
    settled(marie, FRIDAY)
    settled(marie, FRIDAY)
    card = marie.card(FRIDAY)
    assert written_off(marie) == [kroner("250")]
    assert (card.items, card.balance, card.agreements[0].state) == ((), Decimal(0), "completed")


def test_a_payment_of_before_the_day_that_is_booked_late_counts(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    marie.pays("600", on=FRIDAY)
    settled(marie, date(2026, 12, 20))
    assert sum(written_off(marie)) == kroner("250")


@pytest.mark.parametrize(("amount", "on"), [("599", FRIDAY), ("600", date(2026, 12, 20))])
def test_paid_short_or_too_late_the_rest_stays_owed(owing, amount, on):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    marie.pays(amount, on=on)
    settled(marie, on)
    assert written_off(marie) == []
    assert marie.card(on).balance == kroner("850") - kroner(amount)


def test_what_was_taken_back_by_hand_is_not_written_off_again(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    marie.pays("600", on=FRIDAY)
    now = datetime.combine(FRIDAY, time(12), UTC)
    settled(marie, FRIDAY)
    undo.undo(marie.register, marie.id, agent=agent(marie.register), now=now)
    settled(marie, FRIDAY)
    assert marie.card(FRIDAY).balance == kroner("250")


def test_a_discount_is_within_what_the_agent_may_forgo(owing):
    marie, first, second = owing
    limit = Authority(
        role=Role.AGENT, kind=AuthorityKind.DISCOUNT, amount=kroner("249.99"), currency="DKK", valid_from=TODAY
    )
    with Session(marie.register.engine) as session:
        session.add(limit)
        session.commit()
        session.refresh(limit)
    try:
        with pytest.raises(errors.NotAllowed, match=r"250.00 DKK is more than the 249.99"):
            marie.does(settlement(marie, first, second), now=NOW)
    finally:
        with Session(marie.register.engine) as session:
            session.delete(limit)
            session.commit()


def test_a_discount_that_leaves_nothing_or_a_party_of_somebody_else_is_refused(owing):
    marie, first, second = owing
    proposal = settlement(marie, first, second)
    with pytest.raises(errors.Invalid, match="leaves nothing"):
        marie.does(replace(proposal, discount=kroner("850")))
    with pytest.raises(errors.Invalid, match="nobody beside this customer"):
        marie.does(replace(proposal, party_id=999_999))


def test_a_plan_that_costs_something_is_not_recorded_as_if_it_did_not(owing):
    marie, first, second = owing
    plan = schedule.plan(
        kroner("850"),
        first=FRIDAY,
        frequency=Frequency.MONTHLY,
        country="DK",
        count=2,
        costs=schedule.Costs(TODAY, fee=kroner("25")),
    )
    with pytest.raises(errors.Invalid, match="free of fees and interest"):
        marie.does(replace(settlement(marie, first, second), plan=tuple(plan), discount=None))
