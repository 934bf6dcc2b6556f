"""Settlements: a part is paid in time, and what was forgone for it is written off by itself, once."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from model import errors, posting, undo
from model.agent import Authority
from model.arrangement import Agreement
from model.check import check
from model.contact import Event
from model.kinds import Accepted, AuthorityKind, EntryKind, Role, Speaker
from model.ledger import Entry
from model.proposals import AgreementProposal, Booked, PostingProposal, ReversalProposal
from model.records import Card
from model.rules import schedule
from model.rules.schedule import BankDayRule, Frequency
from tests.model.acts import last_event
from tests.model.build import NOW, TODAY, Debtor, agent, kroner, noon
from tests.model.test_costing import costing_set
from tui.phrases import read
from tui.widgets.history import words_of

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


def bounces(marie: Debtor, payment: int, on: date, amount: str | None = None) -> Card:
    """The bank takes a payment back, and somebody else than Mette, who agreed it, books that."""
    back = ReversalProposal(marie.id, payment, on=on, amount=None if amount is None else kroner(amount))
    return marie.does(back, now=noon(on), by=agent(marie.register, "ali"))


MONDAY, TUESDAY, NEW_YEAR = FRIDAY + timedelta(days=3), FRIDAY + timedelta(days=4), date(2027, 1, 4)


@pytest.mark.parametrize("on", [MONDAY, NEW_YEAR])
def test_a_payment_that_bounces_takes_the_write_off_back_and_the_debt_stands_as_before(owing, on):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    before = marie.card(on)
    payment = marie.pays("600", on=FRIDAY)
    assert marie.card(FRIDAY).balance == 0
    card = bounces(marie, payment, on)
    assert (card.items, card.balance, card.unallocated) == (before.items, kroner("850"), Decimal(0))
    assert (card.agreements[0].state, card.agreements[0].paid) == (before.agreements[0].state, Decimal(0))
    (stands,) = [row for row in card.history.rows if row.kind == "write_off" and row.amount == kroner("250")]
    assert (stands.date, stands.text, stands.detail) == (on, card.agreements[0].number, "bounced")
    assert words_of(stands, on) == f"payment taken back {card.agreements[0].number}"
    told = [json.loads(event.facts) for event in marie.rows(Event) if event.act == "reversed"]
    assert [(facts["of"], facts["amount"]) for facts in told if "of" in facts] == [(card.agreements[0].id, "250.00")]
    assert [d for d in check(marie.register) if d.customer == card.number] == []


def test_what_is_left_of_a_payment_that_bounced_in_part_is_too_little(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    card = bounces(marie, marie.pays("600", on=FRIDAY), MONDAY, "0.01")
    assert (card.balance, sum(item.open for item in card.items)) == (kroner("250.01"), kroner("250.01"))


def test_what_was_paid_beyond_the_settlement_may_bounce(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    card = bounces(marie, marie.pays("700", on=FRIDAY), MONDAY, "100")
    assert (card.balance, card.agreements[0].state) == (Decimal(0), "completed")
    assert sum(written_off(marie)) == kroner("250")


def test_paid_again_in_time_the_rest_is_written_off_again(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    payment = marie.pays("600", on=FRIDAY)
    bounces(marie, payment, MONDAY)
    again = marie.pays("600", on=MONDAY)  # the last day of grace
    assert (marie.card(MONDAY).balance, marie.card(MONDAY).items) == (Decimal(0), ())
    card = bounces(marie, again, TUESDAY)
    assert card.balance == kroner("850")
    settled(marie, TUESDAY)
    assert marie.card(TUESDAY).balance == kroner("850")
    assert written_off(marie) == [kroner("250"), kroner("250")]


def test_paid_again_too_late_the_rest_stays_owed_though_the_first_payment_came_in_time(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    payment = marie.pays("600", on=FRIDAY)
    bounces(marie, payment, NEW_YEAR)
    marie.pays("600", on=NEW_YEAR)
    settled(marie, NEW_YEAR)
    card = marie.card(NEW_YEAR)
    assert (card.balance, written_off(marie)) == (kroner("250"), [kroner("250")])


def test_paid_again_with_a_value_date_in_time_that_is_booked_late_counts(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    bounces(marie, marie.pays("600", on=FRIDAY), NEW_YEAR)
    marie.pays("600", on=MONDAY, booked_at=noon(NEW_YEAR))
    assert marie.card(NEW_YEAR).balance == 0


def test_a_payment_of_two_that_bounces_takes_all_of_the_write_off_back(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    marie.pays("400", on=FRIDAY)
    payment = marie.pays("200", on=FRIDAY)
    assert bounces(marie, payment, MONDAY).balance == kroner("450")


def test_what_somebody_took_back_by_hand_stays_so_when_a_payment_bounces_and_is_paid_again(owing):
    marie, first, second = owing
    marie.does(settlement(marie, first, second))
    payment = marie.pays("600", on=FRIDAY)
    (given,) = [entry for entry in marie.rows(Entry) if entry.kind == EntryKind.WRITE_OFF]
    marie.does(ReversalProposal(marie.id, given.id, on=FRIDAY, amount=kroner("100")), now=noon(FRIDAY))
    assert bounces(marie, payment, MONDAY).balance == kroner("850")
    marie.pays("600", on=MONDAY)
    assert marie.card(MONDAY).balance == kroner("250")


def test_undoing_the_payment_takes_the_write_off_back_and_undoing_goes_on_behind_it(owing):
    marie, first, second = owing
    before = marie.card()
    marie.does(settlement(marie, first, second))
    marie.does(PostingProposal(marie.id, Booked.PAYMENT, kroner("600"), "DKK", TODAY), now=NOW + timedelta(minutes=1))
    assert marie.card().balance == 0
    undo.undo(marie.register, marie.id, agent=marie.agent, now=NOW + timedelta(minutes=2))
    assert (marie.card().items, marie.card().balance) == (
        tuple(replace(item, agreement=marie.card().agreements[0].number) for item in before.items),
        kroner("850"),
    )
    assert undo.latest(marie.register, marie.id, agent=marie.agent).act == "agreement"


def test_a_settlement_whose_instalments_cost_something_is_paid_when_those_are_too(owing):
    marie, first, second = owing
    free = settlement(marie, first, second)
    costs = schedule.Costs(TODAY, fee=kroner("25"))
    costly = replace(free, costs=costs, plan=tuple(schedule.with_costs(free.plan, costs)))
    with costing_set(marie.register, "25", "no"):
        marie.does(costly)
    marie.pays("600", on=FRIDAY)
    assert marie.card(FRIDAY).balance == kroner("275")
    payment = marie.pays("25", on=FRIDAY)
    assert (marie.card(FRIDAY).balance, sum(written_off(marie))) == (Decimal(0), kroner("250"))
    assert bounces(marie, payment, MONDAY).balance == kroner("275")


def test_a_settlement_whose_fee_is_forgiven_by_hand_is_paid_without_it(owing):
    marie, first, second = owing
    free = settlement(marie, first, second)
    costs = schedule.Costs(TODAY, fee=kroner("25"))
    with costing_set(marie.register, "25", "no"):
        card = marie.does(replace(free, costs=costs, plan=tuple(schedule.with_costs(free.plan, costs))))
    fee = next(item.entry_id for item in card.items if item.kind == EntryKind.INSTALMENT_FEE)
    marie.does(ReversalProposal(marie.id, fee, on=TODAY))
    marie.pays("600", on=FRIDAY)
    assert (marie.card(FRIDAY).balance, written_off(marie)) == (Decimal(0), [kroner("250")])


def test_superseding_a_settlement_all_but_whose_fee_is_paid_writes_nothing_off(owing):
    marie, first, _second = owing
    plan = schedule.plan(kroner("500"), first=FRIDAY, frequency=Frequency.MONTHLY, country="DK", count=2)
    costs = schedule.Costs(TODAY, fee=kroner("25"))
    basis = marie.card().basis
    with costing_set(marie.register, "25", "no"):
        marie.does(
            AgreementProposal(
                marie.id, (first,), "DKK", Frequency.MONTHLY, tuple(schedule.with_costs(plan, costs)),
                discount=kroner("100"), basis=basis, costs=costs,
            )
        )  # fmt: skip
        marie.pays("525", on=FRIDAY)
        (act,) = read("brøt avtalen, vil ha ny 200 i mnd", marie.card(FRIDAY), FRIDAY).acts
        card = marie.does(act, now=noon(FRIDAY))
    assert written_off(marie) == []
    assert card.balance == sum(part.unpaid for part in card.agreements[0].instalments)
    assert sum(part.debt for part in card.agreements[0].instalments) == kroner("600") + 25 + 250 - 525


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
        with pytest.raises(errors.NotAllowed, match="250,00 DKK is more than the 249,99"):
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
