"""Four eyes: what is beyond an agent waits for somebody who may grant it."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from model import approvals, errors
from model.agent import AgentRole, Authority
from model.contact import Event
from model.kinds import AuthorityKind, Role
from tests.model.build import NOW, Debtor, agent

JANUARY = date(2026, 1, 1)


@pytest.fixture
def limited(marie: Debtor) -> Iterator[Debtor]:
    """An ordinary agent may arrange at most three months; a supervisor sits beside."""
    boss = agent(marie.register, "birgit")
    rows: list[Any] = [
        Authority(role=Role.AGENT, kind=AuthorityKind.AGREEMENT_MONTHS, count=3, valid_from=JANUARY),
        AgentRole(agent_id=boss.id, role=Role.SUPERVISOR, valid_from=date(2026, 11, 23)),
    ]
    with marie.register.write() as session:
        session.add_all(rows)
        session.flush()
        kept = [(type(row), row.id) for row in rows]
    yield marie
    with marie.register.write() as session:
        for model, number in kept:
            session.delete(session.get(model, number))


@pytest.fixture
def asked(limited):
    """Six months were asked for and refused, and wait for approval."""
    entry = limited.owes("600.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    proposal = limited.agreement(entry, first=date(2026, 12, 1), basis=limited.card().basis)
    with pytest.raises(errors.NotAllowed, match="6 months are more than the 3 you may grant: ask a supervisor"):
        limited.does(proposal)
    number = approvals.ask(limited.register, proposal, agent=limited.agent, now=NOW, reason="new job in March")
    return limited, number


TOMORROW = NOW + timedelta(days=1)


def test_a_granted_request_is_done_in_the_name_of_who_asked(asked):
    marie, number = asked
    waiting = [w for w in approvals.waiting(marie.register) if w.id == number]
    assert [(w.asked_by, w.what, w.reason) for w in waiting] == [("Mette", "AgreementProposal", "new job in March")]
    boss = agent(marie.register, "birgit")
    card = approvals.decide(marie.register, number, granted=True, agent=_as(boss, Role.SUPERVISOR), now=TOMORROW)
    assert card.agreements[0].total == Decimal("600.00")
    act, decision = marie.rows(Event)[-2:]
    assert (act.agent_id, json.loads(act.facts)["approved_by"], decision.agent_id) == (marie.agent.id, boss.id, boss.id)
    assert number not in [w.id for w in approvals.waiting(marie.register)]


def test_nobody_approves_their_own(asked):
    marie, number = asked
    with pytest.raises(errors.NotAllowed, match="nobody approves their own"):
        approvals.decide(marie.register, number, granted=True, agent=_as(marie.agent, Role.SUPERVISOR), now=TOMORROW)


def test_who_may_not_do_it_may_not_approve_it(asked):
    marie, number = asked
    with pytest.raises(errors.NotAllowed, match="6 months are more"):
        approvals.decide(marie.register, number, granted=True, agent=agent(marie.register, "ali"), now=TOMORROW)


def test_a_colleague_does_not_turn_it_down(asked):
    marie, number = asked
    with pytest.raises(errors.NotAllowed, match="turned down by a supervisor"):
        approvals.decide(marie.register, number, granted=False, agent=agent(marie.register, "ali"), now=TOMORROW)


def test_a_request_turned_down_does_nothing(asked):
    marie, number = asked
    card = approvals.decide(
        marie.register, number, granted=False, agent=_as(agent(marie.register, "birgit"), Role.SUPERVISOR), now=TOMORROW
    )
    assert card.agreements == ()
    with pytest.raises(errors.NotFound, match="no request"):
        approvals.decide(marie.register, number, granted=True, agent=agent(marie.register, "birgit"), now=TOMORROW)


def test_a_request_that_rests_on_an_older_account_must_be_asked_for_anew(asked):
    marie, number = asked
    marie.pays("100.00", on=date(2026, 11, 20))
    with pytest.raises(errors.Stale):
        approvals.decide(
            marie.register, number, granted=True, agent=_as(agent(marie.register, "birgit"), Role.SUPERVISOR), now=NOW
        )


def _as(who, role):
    from dataclasses import replace

    return replace(who, role=role)


def test_the_card_tells_what_waits_and_for_some_days_what_became_of_it(asked):
    marie, number = asked
    (waiting,) = marie.card().requests
    assert (waiting.id, waiting.kind, waiting.amount, waiting.currency) == (
        number,
        "AgreementProposal",
        Decimal("600.00"),
        "DKK",
    )
    assert (waiting.asker, waiting.decided_on) == ("Mette", None)
    boss = _as(agent(marie.register, "birgit"), Role.SUPERVISOR)
    card = approvals.decide(marie.register, number, granted=False, agent=boss, now=TOMORROW)
    assert [(r.granted, r.decider, r.decided_on) for r in card.requests] == [(False, "Birgit", TOMORROW.date())]
    assert marie.card(TOMORROW.date() + timedelta(days=6)).requests
    assert marie.card(TOMORROW.date() + timedelta(days=8)).requests == ()
