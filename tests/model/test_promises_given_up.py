"""A promise that was broken stays so, whatever is done with it afterwards: a new one does not wipe out the count."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session

from model.arrangement import Promise
from tests.model.build import Debtor, noon

MADE, DUE = date(2026, 11, 2), date(2026, 11, 6)  # a Friday: its last day is Monday 9 November
LATER = date(2026, 11, 20)


def given_up(marie: Debtor, promise: int, **how: object) -> None:
    with Session(marie.register.engine) as session:
        row = session.get(Promise, promise)
        assert row is not None
        for name, value in how.items():
            setattr(row, name, value)
        session.add(row)
        session.commit()


def states(marie: Debtor) -> list[str]:
    return [promise.state for promise in marie.card(LATER).promises]


@pytest.mark.parametrize(("on", "state"), [(date(2026, 11, 9), "withdrawn"), (date(2026, 11, 10), "broken")])
def test_withdrawn_in_time_it_is_withdrawn_and_afterwards_broken(owing, on, state):
    marie, first, _second = owing
    (promise,) = marie.does(marie.promise("100", DUE, first, basis=""), now=noon(MADE)).promises
    given_up(marie, promise.id, withdrawn_at=datetime.combine(on, time(12), UTC))
    assert states(marie) == [state]


@pytest.mark.parametrize(("days", "state"), [(2, "replaced"), (10, "broken")])
def test_replaced_in_time_it_is_replaced_and_afterwards_broken(owing, days, state):
    marie, first, _second = owing
    (old,) = marie.does(marie.promise("100", DUE, first, basis=""), now=noon(MADE)).promises
    again = MADE + timedelta(days=days)
    new = marie.does(marie.promise("100", date(2026, 12, 1), first, basis=""), now=noon(again)).promises[0]
    given_up(marie, old.id, replaced_by=new.id)
    assert states(marie) == ["open", state]
