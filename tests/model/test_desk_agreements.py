"""Agreements: stored as they were shown, one for an invoice at a time, within what the role may grant."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from model import errors
from model.agent import Authority
from model.arrangement import Agreement, AgreementItem, Hold, Instalment
from model.kinds import Act, AuthorityKind, Speaker
from model.proposals import Proposal
from model.records import AgentInfo
from model.rules.schedule import Instalment as Part
from model.store import Register
from tests.model import build
from tests.model.acts import LATER, SOON, last_event, nothing_changes, part, refused, typed_for
from tests.model.build import NOW, TODAY, Debtor, debtor, kroner, noon


def test_an_agreement_is_stored_as_it_was_shown(owing: tuple[Debtor, int, int]) -> None:
    marie, first, second = owing
    marie.is_reminded("100.00", "1031", on=date(2026, 10, 1))
    proposal = marie.agreement(
        first,
        second,
        first=date(2027, 1, 31),
        count=3,
        typed="3 mdr",
        read_back="Siger du ja?",
        agreed_by=Speaker.PROXY,
    )
    card = marie.does(proposal)

    (agreement,) = card.agreements
    assert (agreement.state, agreement.total, agreement.entry_ids) == ("active", kroner("850"), (first, second))
    shown = [(part.no, part.due, part.effective, part.amount) for part in proposal.plan]
    assert [(part.no, part.due, part.effective, part.amount) for part in agreement.instalments] == shown
    assert [day for _, day, _, _ in shown] == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    with marie.register.read() as session:
        stored = session.exec(select(Instalment).where(Instalment.agreement_id == agreement.id).order_by("no")).all()
        assert [(row.no, row.due, row.effective, row.amount) for row in stored] == shown
        items = session.exec(select(AgreementItem).where(AgreementItem.agreement_id == agreement.id).order_by("id"))
        assert [(item.entry_id, item.open_at_start) for item in items] == [
            (first, kroner("600")),
            (second, kroner("250")),
        ]
    (row,) = marie.rows(Agreement)
    assert (row.number, row.agreed_by, row.made_on) == (f"A-{row.id}", "proxy", TODAY)
    holds = [(hold.entry_id, hold.valid_until, hold.resume_level) for hold in marie.rows(Hold)]
    assert holds == [(entry, date(2027, 4, 3), 1) for entry in (first, second)]
    event, facts = last_event(marie)
    assert (event.act, facts["total"], facts["instalments"]) == (Act.AGREEMENT, "850.00", 3)
    assert (facts["entries"], facts["supersedes"]) == ([first, second], None)
    assert typed_for(marie) == [("3 mdr", "Siger du ja?")]
    # Nothing of it is to collect now, but the reminder's fee is.
    assert (card.figures.in_agreement, card.figures.to_collect) == (kroner("850"), kroner("100"))


def test_a_new_agreement_takes_the_place_of_the_old(owing: tuple[Debtor, int, int]) -> None:
    marie, first, second = owing
    old = marie.does(marie.agreement(first, first=LATER)).agreements[0]
    renewed = marie.does(marie.agreement(first, second, first=LATER, count=4, supersedes=old.id))

    new, before = renewed.agreements
    assert (new.state, new.total, before.state) == ("active", kroner("850"), "superseded")
    assert marie.rows(Agreement)[0].superseded_by == new.id
    assert [hold.ended_at is None for hold in marie.rows(Hold)] == [False, True, True]
    assert last_event(marie)[1]["supersedes"] == old.id
    assert {item.agreement for item in renewed.items} == {new.number}


def test_yesterday_the_superseded_agreement_still_ran(owing: tuple[Debtor, int, int]) -> None:
    marie, first, _ = owing
    yesterday = TODAY - timedelta(days=1)
    old = marie.does(marie.agreement(first, first=LATER), now=noon(yesterday)).agreements[0]
    marie.does(marie.agreement(first, first=LATER, count=3, supersedes=old.id))

    (then,) = marie.card(yesterday).agreements
    assert (then.state, marie.card(yesterday).figures.in_agreement) == ("active", kroner("600"))
    assert [hold.reason for hold in marie.card(yesterday).holds] == ["agreement"]


def test_an_invoice_is_under_one_agreement_at_a_time_breached_or_not(owing: tuple[Debtor, int, int]) -> None:
    marie, first, second = owing
    old = marie.does(marie.agreement(first, first=SOON)).agreements[0]
    refused(marie, marie.agreement(first, second, first=LATER), "entry_ids", "1031 is under A-")
    after = date(2027, 1, 15)
    assert marie.card(after).agreements[0].state == "breached"
    how: dict[str, Any] = {"first": date(2027, 2, 1), "today": after}
    refused(marie, marie.agreement(first, **how), "entry_ids", "breached", now=noon(after))
    marie.does(marie.agreement(first, **how, supersedes=old.id), now=noon(after))
    refused(marie, marie.agreement(first, **how, supersedes=old.id), "supersedes", now=noon(after))


def test_a_plan_that_does_not_fit_is_refused(owing: tuple[Debtor, int, int]) -> None:
    marie, first, _ = owing

    def planned(*plan: Part) -> Proposal:
        return marie.agreement(first, first=SOON, plan=plan)

    refused(marie, planned(), "plan", "600")
    refused(marie, planned(part(1, SOON, "599.99")), "plan", "600")
    refused(marie, planned(part(1, SOON, "600.01")), "plan", "600")
    refused(marie, planned(part(1, SOON, "600.00"), part(2, LATER, "0.00")), "plan", "above zero")
    refused(marie, planned(part(1, SOON, "700.00"), part(2, LATER, "-100.00")), "plan", "above zero")
    refused(marie, planned(part(1, SOON, "599.999"), part(2, LATER, "0.001")), "plan", "decimals")
    refused(marie, planned(part(1, LATER, "300.00"), part(2, SOON, "300.00")), "plan", "after the one before")
    refused(marie, planned(part(1, SOON, "300.00"), part(2, SOON, "300.00")), "plan", "after the one before")
    refused(marie, planned(part(1, TODAY - timedelta(days=1), "600.00")), "plan", "past")
    refused(marie, planned(part(1, date.max, "600.00")), "plan", "check the year")
    marie.does(planned(part(0, TODAY, "300.00"), part(1, SOON, "300.00")))


def test_an_agreement_on_the_wrong_invoices_is_refused(shared: Register, owing: tuple[Debtor, int, int]) -> None:
    marie, first, second = owing
    theirs = debtor(shared).owes("100.00", "9", on=date(2026, 9, 1))
    foreign = marie.owes("100.00", "10", on=date(2026, 9, 1), currency="NOK")
    branch = marie.owes("100.00", "11", on=date(2026, 9, 1), creditor_id=build.creditor(shared))
    refused(marie, marie.agreement(first=LATER, plan=(part(1, LATER, "1.00"),)), "entry_ids", "at least one")
    refused(marie, marie.agreement(first, theirs, first=LATER), "entry_ids", "not open on this account")
    refused(marie, marie.agreement(first, foreign, first=LATER), "currency", "10 is in NOK")
    refused(marie, marie.agreement(first, branch, first=LATER), "entry_ids", "one creditor")
    refused(marie, marie.agreement(first, first=LATER, supersedes=999_999_999), "supersedes")
    marie.does(marie.dispute(second))
    refused(marie, marie.agreement(first, second, first=LATER), "entry_ids", "1042 is disputed")


def test_an_invoice_named_twice_counts_once(owing: tuple[Debtor, int, int]) -> None:
    marie, first, _ = owing
    card = marie.does(replace(marie.agreement(first, first=LATER), entry_ids=(first, first)))
    assert card.agreements[0].entry_ids == (first,)


@contextmanager
def limited(register: Register, agent: AgentInfo, kind: AuthorityKind, **limit) -> Iterator[AgentInfo]:
    """The agent in a role of their own, with a limit."""
    role = f"role of {kind} {limit}"
    with register.write() as session:
        session.add(Authority(role=role, kind=kind, valid_from=TODAY, **limit))
    yield replace(agent, role=role)


def denied(customer: Debtor, proposal: Proposal, by: AgentInfo, words: str) -> None:
    with nothing_changes(customer), pytest.raises(errors.NotAllowed, match=words):
        customer.does(proposal, by=by)


def test_more_months_than_the_role_may_grant(owing: tuple[Debtor, int, int]) -> None:
    marie, first, _ = owing
    with limited(marie.register, marie.agent, AuthorityKind.AGREEMENT_MONTHS, count=5) as trainee:
        denied(marie, marie.agreement(first, first=LATER, count=6), trainee, "6 months are more than the 5")
        marie.does(marie.agreement(first, first=LATER, count=5), by=trainee)


def test_a_larger_amount_than_the_role_may_arrange(owing: tuple[Debtor, int, int]) -> None:
    marie, first, second = owing
    limit = {"amount": kroner("600"), "currency": "DKK"}
    with limited(marie.register, marie.agent, AuthorityKind.AGREEMENT_AMOUNT, **limit) as trainee:
        denied(marie, marie.agreement(first, second, first=LATER), trainee, r"850,00 is more than the 600,00")
        marie.does(marie.agreement(first, first=LATER), by=trainee)


def test_a_second_agreement_beside_a_running_one(owing: tuple[Debtor, int, int]) -> None:
    marie, first, second = owing
    with limited(marie.register, marie.agent, AuthorityKind.SECOND_AGREEMENT, count=0) as trainee:
        running = marie.does(marie.agreement(first, first=LATER), by=trainee).agreements[0]
        denied(marie, marie.agreement(second, first=LATER), trainee, "ask a supervisor")
        marie.does(marie.agreement(first, second, first=LATER, supersedes=running.id), by=trainee)


def test_a_limit_counts_from_its_day_and_for_its_role_only(owing: tuple[Debtor, int, int]) -> None:
    marie, first, _ = owing
    limit = {"count": 1, "valid_until": TODAY}
    with limited(marie.register, marie.agent, AuthorityKind.AGREEMENT_MONTHS, **limit) as trainee:
        denied(marie, marie.agreement(first, first=LATER), trainee, "ask a supervisor")
        tomorrow = NOW + timedelta(days=1)
        marie.does(marie.agreement(first, first=LATER), by=trainee, now=tomorrow)
