"""Plans that cost something, where that is switched on: what is shown is what is stored, to the øre, until the end."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from model import approvals, costing, desk, errors, mailing, settings
from model.agent import Authority
from model.arrangement import AgreementItem
from model.arrangement import Instalment as StoredInstalment
from model.check import check
from model.contact import Event
from model.kinds import PLAN_COSTS, AuthorityKind, EntryKind, Role
from model.ledger import Entry
from model.letters import aloud
from model.letters.paper import as_text
from model.proposals import AgreementProposal, ReversalProposal
from model.records import AgreementInfo, Card, Item
from model.rules.agreement import costs_ahead, progress, remaining
from model.rules.costing import freed
from model.rules.references import fik
from model.rules.schedule import Costs, Frequency, Instalment, plan, with_costs
from model.undo import undo
from tests.model.acts import last_event, refused, typed_for
from tests.model.build import NOW, TODAY, Debtor, agent, debtor, kroner, noon
from tests.model.test_undo import facts
from tui.phrases import as_json, read
from tui.widgets.arrangements import arrangement_lines
from tui.widgets.history import kind_of, words_of
from tui.wording import amount

LATER = NOW + timedelta(minutes=2)


@contextmanager
def costing_set(register: Any, fee: str = "25", percent: str = "8.5", suffix: str = "") -> Iterator[None]:
    """The register is shared, so that what is set is taken back."""
    names = (f"{costing.FEE}{suffix}", f"{costing.INTEREST}{suffix}")
    for name, value in zip(names, (fee, percent), strict=True):
        settings.change(register, name, value, agent=agent(register), now=NOW)
    try:
        yield
    finally:
        for name in names:
            settings.change(register, name, "", agent=agent(register), now=NOW)


@pytest.fixture
def costly(owing):
    """Two overdue invoices of 850 in all, in a register where instalments cost something."""
    with costing_set(owing[0].register):
        yield owing


def proposed(customer: Debtor, text: str, today: date = TODAY) -> tuple[list[str], AgreementProposal]:
    """What stands above the line, and the agreement that Enter would record."""
    card = customer.card(today)
    reading = read(text, card, card.as_of)
    assert reading.question is None, reading.question
    (act,) = aloud.with_read_back(reading.acts, card)
    assert isinstance(act, AgreementProposal)
    return list(reading.effect), act


def agreed(customer: Debtor, text: str, now: datetime = NOW) -> Card:
    return customer.does(proposed(customer, text, now.date())[1], now=now)


def running(card: Card) -> AgreementInfo:
    return next(one for one in card.agreements if one.state in ("active", "breached"))


def plan_of(agreement: AgreementInfo) -> tuple[Instalment, ...]:
    return tuple(
        Instalment(i.no, i.due, i.effective, i.amount - i.fee - i.interest, i.fee, i.interest)
        for i in agreement.instalments
    )


def adds_up(card: Card) -> None:
    """What is still to be paid by the plan is what is open on the items of the agreement, and it is all there is."""
    standing = running(card)
    still = sum(part.unpaid for part in standing.instalments)
    assert still == sum(item.open for item in card.items if item.entry_id in standing.entry_ids)


def costs_in_ledger(customer: Debtor) -> Decimal:
    return sum((entry.amount for entry in customer.rows(Entry) if entry.kind in PLAN_COSTS), Decimal(0))


@pytest.mark.parametrize("text", ["3 mdr fra 1/2", "300 i mnd", "20% nu resten 2 mdr", "425 hver 14. dag fra fredag"])
def test_a_plan_that_costs_something_is_kept_as_it_was_shown(costly, text):
    marie, *_ = costly
    effect, act = proposed(marie, text)
    fee, interest = (sum(getattr(part, name) for part in act.plan) for name in ("fee", "interest"))
    assert fee == 25 * sum(1 for part in act.plan if part.no)
    assert interest > 0
    card = marie.does(act)
    (kept,) = card.agreements
    assert plan_of(kept) == act.plan
    assert kept.total == sum(part.amount for part in kept.instalments) == 850 + fee + interest == card.balance
    assert effect[0].startswith(f"Agreement {amount(kept.total)} for ")
    assert f"+ fee {amount(fee)} + interest {amount(interest)}" in effect[0]
    assert typed_for(marie) == [(text, act.read_back)]
    for figure in (kept.total, fee, interest):
        assert amount(figure).removesuffix(",00") in act.read_back
    adds_up(card)


def test_the_costs_are_entries_of_the_day_due_with_the_plan_and_overdue_not_before(costly):
    marie, first, second = costly
    _effect, act = proposed(marie, "3 mdr fra 1/2")
    before = marie.card().figures
    card = marie.does(act)
    costs = [entry for entry in marie.rows(Entry) if entry.kind in PLAN_COSTS]
    assert [(e.kind, e.date, e.due_date, e.reference) for e in costs] == [
        (kind, TODAY, act.plan[-1].due, card.agreements[0].number)
        for kind in (EntryKind.INSTALMENT_FEE, EntryKind.INSTALMENT_INTEREST)
    ]
    assert {row.entry_id for row in rows_of(AgreementItem, marie, card)} == {first, second, *(e.id for e in costs)}
    assert (card.figures.overdue, card.figures.to_collect) == (before.overdue, Decimal(0))
    _event, told = last_event(marie)
    assert told["costs"]["entries"] == [e.id for e in costs]
    assert marie.card(date(2027, 2, 1)).figures.to_collect == act.plan[0].to_pay
    assert [d for d in check(marie.register) if d.customer == card.number] == []


def rows_of(model: Any, marie: Debtor, card: Card) -> list[Any]:
    with marie.register.read() as session:
        rows = session.exec(select(model).where(model.agreement_id == card.agreements[0].id))
        return [row.model_copy() for row in rows]


def test_each_instalment_paid_as_it_was_said_is_paid_and_the_last_one_ends_it(costly):
    marie, *_ = costly
    _effect, act = proposed(marie, "3 mdr fra 1/2")
    marie.does(act)
    for number, part in enumerate(act.plan, start=1):
        marie.pays(str(part.to_pay), on=part.due)
        card = marie.card(part.due)
        assert [i.state for i in card.agreements[0].instalments].count("paid") == number
        if number < len(act.plan):
            adds_up(card)
    assert (card.balance, card.agreements[0].state, card.items) == (Decimal(0), "completed", ())


def test_off_nothing_costs_anything_and_a_plan_that_does_is_refused(owing):
    marie, *_ = owing
    with costing_set(marie.register):
        _effect, act = proposed(marie, "3 mdr fra 1/2")
    refused(marie, act, "plan", "free of fees and interest")
    refused(marie, replace(act, costs=None), "plan", "free of fees and interest")
    assert marie.card().costs is None
    (free,) = agreed(marie, "3 mdr fra 1/2").agreements
    assert (free.total, costs_in_ledger(marie)) == (kroner("850"), Decimal(0))
    _event, told = last_event(marie)
    assert not told.keys() & {"costs", "credited"}


def test_what_was_agreed_stays_as_it_was_said_whatever_is_set_later(owing):
    marie, *_ = owing
    with costing_set(marie.register):
        before = running(agreed(marie, "3 mdr fra 1/2"))
    assert running(marie.card()) == before
    with costing_set(marie.register, "100", "no"):
        assert running(marie.card()) == before


@pytest.mark.parametrize(
    "wrong",
    [
        lambda act: replace(act, costs=None),
        lambda act: replace(act, costs=replace(act.costs, fee=kroner("10"))),
        lambda act: replace(act, costs=replace(act.costs, interest_from=TODAY + timedelta(days=1))),
        lambda act: replace(act, plan=(replace(act.plan[0], fee=kroner("0")), *act.plan[1:])),
        lambda act: replace(act, plan=tuple(replace(p, fee=kroner("0"), interest=kroner("0")) for p in act.plan)),
    ],
)
def test_a_plan_costs_what_is_set_and_nothing_else(costly, wrong):
    marie, *_ = costly
    refused(marie, wrong(proposed(marie, "3 mdr fra 1/2")[1]), "plan", "draw it again")


def test_a_country_can_have_costs_of_its_own(shared):
    ola, marie = debtor(shared, country="NO"), debtor(shared)
    with costing_set(shared, "30", "no", suffix="_NO"):
        assert ola.card().costs == Costs(TODAY, fee=kroner("30"))
        assert marie.card().costs is None


def test_interest_runs_on_what_was_owed_never_on_fees(marie):
    marie.owes("1000.00", "1031", on=date(2026, 9, 1), due=date(2026, 9, 15))
    marie.is_reminded("100.00", "R1", on=date(2026, 10, 1))
    with costing_set(marie.register, "no", "10"):
        _effect, act = proposed(marie, "1 mdr fra 1/2")
    assert act.plan[0].amount == kroner("1100")
    assert act.plan[0].interest == kroner("19.45")  # 71 days of 1000


@pytest.mark.parametrize("paid", [0, 1])
def test_superseding_takes_over_what_was_due_and_credits_what_was_not(costly, paid):
    marie, *_ = costly
    _effect, act = proposed(marie, "3 mdr fra 1/2")
    marie.does(act)
    for part in act.plan[:paid]:
        marie.pays(str(part.to_pay), on=part.due)
    day = date(2027, 2, 3)
    old = running(marie.card(day))
    owed = sum(part.unpaid for part in old.instalments)
    ahead = sum(part.fee + part.interest for part in act.plan[1:])
    effect, anew = proposed(marie, "brøt avtalen, vil ha ny 200 i mnd", day)
    assert (anew.supersedes, sum(part.amount for part in anew.plan)) == (old.id, owed - ahead)
    card = marie.does(anew, now=noon(day))
    new = running(card)
    assert plan_of(new) == anew.plan
    assert effect[0].startswith(f"Agreement {amount(new.total)} for ")
    assert new.total == sum(part.to_pay for part in anew.plan) == card.balance
    adds_up(card)
    (gone,) = [one for one in card.agreements if one.state == "superseded"]
    assert gone.paid == old.paid
    assert [d for d in check(marie.register) if d.customer == card.number] == []


def test_undoing_a_superseding_restores_the_identical_account(costly):
    marie, *_ = costly
    _effect, act = proposed(marie, "3 mdr fra 1/2")
    marie.does(act)
    marie.pays(str(act.plan[0].to_pay), on=date(2027, 2, 1))
    day = date(2027, 2, 3)
    for again in range(2):  # what was taken back can be superseded once more
        now = noon(day) + timedelta(hours=again)
        before = marie.card(day)
        agreed(marie, "brøt avtalen, vil ha ny 200 i mnd", now)
        undo(marie.register, marie.id, agent=marie.agent, now=now + timedelta(minutes=1))
        after = marie.card(day)
        assert facts(after) == facts(before)
        adds_up(after)
    last = json.loads(marie.rows(Event)[-2].facts)
    assert len(last["credited"]) == 2
    assert [d for d in check(marie.register) if d.customer == after.number] == []


def test_undoing_an_agreement_leaves_nothing_of_its_costs(costly):
    marie, *_ = costly
    before = marie.card()
    agreed(marie, "3 mdr fra 1/2")
    assert marie.card().balance > before.balance
    undo(marie.register, marie.id, agent=marie.agent, now=LATER)
    after = marie.card()
    assert facts(after) == facts(before)
    assert (after.agreements[0].state, after.agreements[0].paid) == ("cancelled", Decimal(0))
    assert costs_in_ledger(marie) == 0
    adds_up(agreed(marie, "3 mdr fra 1/2", LATER))


def test_card_and_history_tell_of_what_it_costs_by_the_number_of_the_agreement(costly):
    marie, *_ = costly
    _effect, act = proposed(marie, "3 mdr fra 1/2")
    card = marie.does(act)
    number = card.agreements[0].number
    fee, interest = (sum(getattr(part, name) for part in act.plan) for name in ("fee", "interest"))
    told = [(kind_of(row), words_of(row, TODAY), row.amount) for row in card.history.rows if row.kind in PLAN_COSTS]
    assert sorted(told) == [("Plan fee", number, fee), ("Plan int.", number, interest)]
    (line,) = ("".join(text for text, _style in line) for line in arrangement_lines(card, 140, marie.register.zone()))
    assert f"3 x 284 monthly + fee {amount(fee)} + interest {amount(interest)} · " in line


def test_undoing_twice_takes_back_the_act_before_the_agreement(costly):
    marie, *_ = costly
    before = marie.card()
    marie.does(marie.promise("100.00", date(2026, 11, 27)))
    agreed(marie, "3 mdr fra 1/2", LATER)
    for minutes in (5, 6):
        undo(marie.register, marie.id, agent=marie.agent, now=NOW + timedelta(minutes=minutes))
    assert facts(marie.card()) == facts(before)


def test_a_cost_that_is_forgiven_by_hand_can_still_be_superseded_and_undone(costly):
    marie, *_ = costly
    card = agreed(marie, "3 mdr fra 1/2")
    (fee,) = [item for item in card.items if item.kind == EntryKind.INSTALMENT_FEE]
    marie.does(ReversalProposal(marie.id, fee.entry_id, on=TODAY, amount=kroner("30")))
    before = marie.card()
    agreed(marie, "brøt avtalen, vil ha ny 200 i mnd", LATER)
    adds_up(marie.card())
    undo(marie.register, marie.id, agent=marie.agent, now=LATER + timedelta(minutes=1))
    assert facts(marie.card()) == facts(before)
    marie.does(ReversalProposal(marie.id, fee.entry_id, on=TODAY))  # all that still stands of it
    assert EntryKind.INSTALMENT_FEE not in {item.kind for item in marie.card().items}


def test_what_the_letter_says_is_what_was_agreed(costly):
    marie, *_ = costly
    _effect, act = proposed(marie, "3 mdr fra 1/2")
    (kept,) = marie.does(act).agreements
    told = as_text(mailing.letter(marie.register, marie.id, kept.number, TODAY))
    for part in act.plan:
        assert amount(part.to_pay) in told
    fee, interest = (sum(getattr(part, name) for part in act.plan) for name in ("fee", "interest"))
    assert f"Aftalen koster {amount(fee)} kroner i gebyr og {amount(interest)} kroner i renter" in " ".join(
        told.split()
    )
    assert "850,00" in told
    day = date(2027, 2, 3)
    anew = running(agreed(marie, "brøt avtalen, vil ha ny 200 i mnd", noon(day)))
    second = as_text(mailing.letter(marie.register, marie.id, anew.number, day))
    inherited = act.plan[0].fee + act.plan[0].interest
    assert f"Heraf er {amount(inherited)} kroner gebyrer og renter" in " ".join(second.split())


def test_programs_are_told_the_costs_of_each_instalment(costly):
    marie, *_ = costly
    card = marie.card()
    (act,) = as_json(read("3 mdr fra 1/2", card, TODAY), card)["acts"]
    drawn = proposed(marie, "3 mdr fra 1/2")[1].plan
    assert [(p["amount"], p["fee"], p["interest"], p["to_pay"]) for p in act["instalments"]] == [
        tuple(f"{value:.2f}" for value in (p.amount, p.fee, p.interest, p.to_pay)) for p in drawn
    ]


def test_what_waits_for_approval_is_granted_days_later_as_it_was_said(costly):
    marie, *_ = costly
    limit = Authority(role=Role.AGENT, kind=AuthorityKind.AGREEMENT_MONTHS, count=2, valid_from=TODAY)
    with marie.register.write() as session:
        session.add(limit)
        session.flush()
        number = limit.id
    try:
        _effect, act = proposed(marie, "6 mdr fra 1/2")
        with pytest.raises(errors.BeyondAuthority) as beyond:
            marie.does(act)
        request = approvals.ask(marie.register, act, agent=marie.agent, now=NOW, reason=str(beyond.value))
        (waiting,) = [one for one in approvals.waiting(marie.register) if one.id == request]
        assert waiting.amount == sum(part.to_pay for part in act.plan)
        boss = replace(agent(marie.register, "birgit"), role=Role.SUPERVISOR)
        card = approvals.decide(marie.register, request, granted=True, agent=boss, now=NOW + timedelta(days=2))
        assert plan_of(running(card)) == act.plan
    finally:
        with marie.register.write() as session:
            session.delete(session.get(Authority, number))


def test_a_payment_that_names_the_last_instalment_pays_what_that_costs(costly):
    marie, first, second = costly
    _effect, act = proposed(marie, "2 mdr fra 1/2 for 1031")
    assert act.entry_ids == (first,)
    card = marie.does(act)
    number = card.agreements[0].number
    other = marie.agreement(second, first=date(2027, 2, 1), count=2)
    costs = Costs(TODAY, fee=kroner("25"), yearly_percent=Decimal("8.5"))
    other = replace(other, costs=costs, plan=tuple(with_costs(other.plan, costs)))
    marie.does(other)
    line = fik(card.agreements[0].id, 2, "82345678")
    marie.pays(str(sum(part.to_pay for part in act.plan)), on=date(2027, 2, 1), naming=line)
    states = {one.number: one.state for one in marie.card(date(2027, 2, 1)).agreements}
    assert states[number] == "completed"
    assert list(states.values()).count("active") == 1


owing_amounts = st.integers(1_000, 900_000).map(lambda ore: Decimal(ore).scaleb(-2))


@given(
    owed=owing_amounts,
    count=st.integers(1, 8),
    fee=st.integers(0, 5_000).map(lambda ore: Decimal(ore).scaleb(-2)),
    percent=st.integers(0, 4_000).map(lambda parts: Decimal(parts).scaleb(-2)),
    paid=st.integers(0, 100),
    day=st.integers(0, 300),
)
def test_what_is_freed_and_what_remains_of_the_debt_is_exact(owed, count, fee, percent, paid, day):
    """Whatever was paid, on whatever day: the items that a new agreement finds are the debt and what was due."""
    costs = Costs(TODAY, fee=fee, yearly_percent=percent)
    parts = plan(owed, first=date(2027, 1, 1), frequency=Frequency.MONTHLY, country="DK", count=count, costs=costs)
    sums = [owed, sum(p.fee for p in parts), sum(p.interest for p in parts)]
    left = (sum(sums) * paid / 100).quantize(Decimal("0.01"))
    so_far, today = progress(parts, left, TODAY, grace_days=3), TODAY + timedelta(days=day)
    items: list[Item] = []
    for kind, whole in zip(("invoice", "instalment_fee", "instalment_interest"), sums, strict=True):
        taken = min(left, whole)  # the invoice was due first
        left -= taken
        items.append(Item(len(items), 1, kind, "", "A-1", TODAY, TODAY, whole, whole - taken, "DKK", False, "A-1", 0))
    old = AgreementInfo(1, "A-1", "active", sum(sums), left, "DKK", "monthly", TODAY, tuple(so_far), (0, 1, 2), "")
    found = freed([item for item in items if item.open], old, today)
    ahead = costs_ahead(parts, today)
    credited = sum(min(item.open, less) for item, less in zip(items[1:], ahead, strict=True))
    assert sum(item.open for item in found) == remaining(so_far) - credited
    assert all(item.open > 0 for item in found)
    assert items[0].open == sum(item.open for item in found if item.kind == "invoice")


def test_an_instalment_that_is_free_is_stored_as_free(marie):
    invoice = marie.owes("600.00", "1031", on=date(2026, 9, 1), due=date(2026, 9, 15))
    card = marie.does(marie.agreement(invoice, first=date(2026, 12, 1), count=3))
    stored = rows_of(StoredInstalment, marie, card)
    assert {(row.fee, row.interest) for row in stored} == {(Decimal(0), Decimal(0))}


def test_acts_in_one_breath_leave_nothing_where_the_plan_is_refused(costly):
    marie, *_ = costly
    _effect, act = proposed(marie, "3 mdr fra 1/2")
    wrong = replace(act, costs=None)
    with pytest.raises(errors.Invalid):
        desk.do_all(marie.register, [marie.note(), wrong], agent=marie.agent, now=NOW)
    assert costs_in_ledger(marie) == 0
