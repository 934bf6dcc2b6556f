"""What is said in one breath: shown before it is recorded, recorded as it was shown, all of it or nothing."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from model import approvals, desk, errors
from model.agent import Authority
from model.contact import Call, Task
from model.customer import Customer
from model.kinds import AuthorityKind, Outcome, Role
from model.letters import aloud
from model.proposals import AgreementProposal, NoteProposal
from model.records import Card
from model.rules.schedule import Instalment
from tests.model.acts import SOON, nothing_changes, typed_for
from tests.model.build import NOW, Debtor, agent
from tui.phrases import Reading, read

AFTER = NOW + timedelta(minutes=2)


def shown(customer: Debtor, text: str) -> tuple[Reading, list[Any]]:
    """What stands above the line, and what Enter would record."""
    card = customer.card()
    reading = read(text, card, card.as_of)
    assert reading.question is None, reading.question
    return reading, list(aloud.with_read_back(reading.acts, card))


def record(customer: Debtor, acts: list[Any]) -> Card:
    return desk.do_all(customer.register, acts, agent=customer.agent, now=NOW)


def promised(card: Card) -> set[Any]:
    return {(p.amount, p.due, p.entry_ids) for p in card.promises if p.state == "open"}


@pytest.mark.parametrize("text", ["betaler alt fredag", "500 fredag og resten d. 15.", "lovte 300 på 1031 fredag"])
def test_promises_are_kept_as_they_were_shown(owing, text):
    marie, *_ = owing
    reading, acts = shown(marie, text)
    card = record(marie, acts)
    assert promised(card) == {(act.amount, act.due, act.entry_ids) for act in acts}
    for act, effect in zip(acts, reading.effect, strict=True):
        (until,) = {h.valid_until for h in card.holds if f"{h.valid_until:%d-%m}" in effect}
        assert f"reminders held until {until:%a %d-%m}" in effect
        assert act.due < until
    assert typed_for(marie) == [(text, aloud.said(acts))] * len(acts)


@pytest.mark.parametrize("text", ["3 mdr fra 1/2", "300 i mnd", "20% nu resten 2 mdr", "425 hver 14. dag fra fredag"])
def test_an_agreement_is_kept_as_it_was_shown(owing, text):
    marie, *_ = owing
    reading, (act,) = shown(marie, text)
    assert isinstance(act, AgreementProposal)
    (kept,) = record(marie, [act]).agreements
    plan = tuple(Instalment(i.no, i.due, i.effective, i.amount) for i in kept.instalments)
    assert (plan, set(kept.entry_ids), kept.frequency) == (act.plan, set(act.entry_ids), act.frequency)
    assert f"Agreement {kept.total:.2f}".replace(".", ",") in reading.effect[0]
    assert typed_for(marie) == [(text, act.read_back)]
    assert f"{kept.total:.0f} kroner" in act.read_back


def test_other_acts_are_kept_as_they_were_shown(owing):
    marie, first, second = owing
    _reading, acts = shown(marie, "bestrider 1042 forkert vare, henstand 1031 til fredag, ring mandag 9")
    card = record(marie, acts)
    assert [(d.entry_id, d.reason) for d in card.disputes] == [(second, "forkert vare")]
    assert (first, SOON) in {(h.entry_id, h.valid_until) for h in card.holds}
    (task,) = card.tasks
    assert (task.due_at.astimezone(marie.register.zone()).time(), task.kind) == (time(9), "call_back")


def test_one_act_that_cannot_be_done_leaves_nothing_of_the_others(owing):
    marie, *_ = owing
    _reading, acts = shown(marie, "500 fredag og resten d. 15.")
    acts[1] = replace(acts[1], amount=Decimal("9000.00"))
    with nothing_changes(marie), pytest.raises(errors.Invalid, match="more than the 850"):
        record(marie, [NoteProposal(marie.id, "laid off"), *acts])


def test_what_another_agent_changed_makes_the_whole_line_stale_and_shows_the_new_card(owing):
    marie, first, _second = owing
    _reading, acts = shown(marie, "500 fredag og resten d. 15.")
    marie.does(marie.dispute(first), by=agent(marie.register, "ali"))
    with nothing_changes(marie), pytest.raises(errors.Stale) as stale:
        record(marie, acts)
    card = stale.value.card
    reading = read("betaler alt fredag", card, card.as_of)
    again: list[Any] = list(aloud.with_read_back(reading.acts, card))
    assert promised(record(marie, again)) == {(Decimal("250.00"), SOON, again[0].entry_ids)}
    assert "250 kroner" in again[0].read_back


def test_acts_on_two_customers_are_never_one_line(marie):
    with pytest.raises(ValueError, match="one customer"):
        desk.do_all(marie.register, [marie.note(), NoteProposal(marie.id + 1, "x")], agent=marie.agent, now=NOW)
    with pytest.raises(ValueError, match="one customer"):
        desk.do_all(marie.register, [], agent=marie.agent, now=NOW)


def test_what_exceeds_authority_waits_with_the_rest_of_its_line_and_is_done_with_it(owing):
    marie, *_ = owing
    limit = Authority(role=Role.AGENT, kind=AuthorityKind.AGREEMENT_MONTHS, count=3, valid_from=date(2026, 1, 1))
    with marie.register.write() as session:
        session.add(limit)
        session.flush()
        number = limit.id
    try:
        _reading, (agreement, task) = shown(marie, "6 mdr fra 1/2, ring mandag 9")
        with nothing_changes(marie), pytest.raises(errors.BeyondAuthority) as beyond:
            record(marie, [agreement, task])
        assert beyond.value.act == agreement
        request = approvals.ask(
            marie.register, agreement, agent=marie.agent, now=NOW, reason=str(beyond.value), beside=[task]
        )
        assert marie.rows(Task) == []
        boss = replace(agent(marie.register, "birgit"), role=Role.SUPERVISOR)
        card = approvals.decide(marie.register, request, granted=True, agent=boss, now=AFTER)
        assert [a.total for a in card.agreements] == [Decimal("850.00")]
        assert len(card.tasks) == 1
    finally:
        with marie.register.write() as session:
            session.delete(session.get(Authority, number))


def test_a_call_in_which_somebody_said_they_ring_is_not_followed_by_a_ring_before_that_day(marie):
    marie.does(marie.call(outcome=Outcome.CALL_BACK, not_before=SOON))
    assert [c.call_not_before for c in _customer(marie)] == [SOON]
    assert len(marie.rows(Call)) == 1


def _customer(marie):
    with marie.register.read() as session:
        return [session.get(Customer, marie.id)]
