"""What speaks against ringing now, with the hours, the attempts and the wishes that the register knows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from model import calling, errors
from model.contact import Setting
from model.kinds import Direction, Outcome, Speaker, Verified
from model.proposals import CallProposal, OutcomeProposal
from model.rules.contactrules import Why
from model.store import open_register
from tests.model.build import Debtor, agent, debtor

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def marie(register_url: str) -> Iterator[Debtor]:
    register = open_register(register_url)
    yield debtor(register)
    register.close()


def is_set(customer: Debtor, name: str, value: str) -> None:
    with Session(customer.register.engine) as session:
        session.add(Setting(name=name, value=value))
        session.commit()


def told(customer: Debtor, now: datetime) -> list[Why]:
    return [caution.kind for caution in calling.cautions(customer.register, customer.id, now)]


def rung(customer: Debtor, at: datetime, direction: Direction = Direction.OUT) -> None:
    facts = CallProposal(customer.id, direction, Speaker.NOBODY, Verified.NOT, Outcome.NO_ANSWER, at, at)
    customer.does(facts, now=at)


def test_on_a_working_day_nothing_speaks_against_it_and_on_a_sunday_the_day_does(marie):
    assert told(marie, TUESDAY) == []
    assert told(marie, SUNDAY) == [Why.CLOSED_DAY]


def test_hours_are_those_of_the_registers_clock(marie):
    assert told(marie, datetime(2026, 11, 24, 6, 59, tzinfo=UTC)) == [Why.HOURS]  # one to eight in Copenhagen
    assert told(marie, datetime(2026, 11, 24, 7, 0, tzinfo=UTC)) == []


def test_hours_and_attempts_are_settings(marie):
    is_set(marie, "calling_weekdays", "10:00-12:00")
    is_set(marie, "calling_saturday_DK", "no")
    is_set(marie, "calling_attempts", "2")
    assert told(marie, datetime(2026, 11, 24, 8, 0, tzinfo=UTC)) == [Why.HOURS]
    assert told(marie, datetime(2026, 11, 28, 10, 0, tzinfo=UTC)) == [Why.CLOSED_DAY]
    at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    rung(marie, at - timedelta(days=8))
    rung(marie, at - timedelta(days=1))
    rung(marie, at - timedelta(hours=2), Direction.IN)
    assert told(marie, at) == []
    rung(marie, at - timedelta(hours=1))
    assert told(marie, at) == [Why.ATTEMPTS]


def test_who_rings_by_themselves_is_left_alone_until_then(marie):
    marie.does(OutcomeProposal(marie.id, Outcome.CALL_BACK, expected_on=TUESDAY.date() + timedelta(days=3)))
    (caution,) = calling.cautions(marie.register, marie.id, TUESDAY)
    assert caution.words == "the customer asked not to be called before Fri 27-11"
    assert marie.card().call_not_before == TUESDAY.date() + timedelta(days=3)


def test_a_setting_that_cannot_be_read_is_named(marie):
    is_set(marie, "calling_weekdays", "early")
    with pytest.raises(errors.Invalid, match="08:00-21:00"):
        calling.cautions(marie.register, marie.id, TUESDAY)


def test_what_happens_while_nobody_is_verified_is_a_setting(marie):
    assert calling.unverified(marie.register) == "remind"
    is_set(marie, "unverified", "mask")
    assert calling.unverified(marie.register) == "mask"
    assert agent(marie.register).name == "Mette"
