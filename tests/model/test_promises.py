"""Promises given up: taken back, or in the place of which another one was made."""

from datetime import timedelta
from decimal import Decimal

import pytest

from model import desk, errors
from model.arrangement import Hold, Promise
from model.proposals import WithdrawalProposal
from model.undo import undo
from tests.model.acts import LATER, SOON, last_event, refused
from tests.model.build import NOW, agent

AFTER = NOW + timedelta(minutes=2)
LAST = NOW + timedelta(minutes=4)


def states(card):
    return {promise.id: promise.state for promise in card.promises}


def test_a_promise_taken_back_counts_no_more_and_reminders_go_on(owing):
    marie, first, _ = owing
    card = marie.does(marie.promise("500.00", SOON, first))
    (promise,), before = card.promises, card.figures.to_collect
    assert card.holds
    card = marie.does(WithdrawalProposal(marie.id, promise.id, card.basis), now=AFTER)
    assert states(card) == {promise.id: "withdrawn"}
    assert card.holds == ()
    assert card.figures.to_collect == before + Decimal("500.00")
    assert last_event(marie)[1] == {"id": promise.id}
    assert card.history.rows[0].kind == "promise_withdrawn"
    assert card.history.rows[0].amount == Decimal("500.00")


def test_only_an_open_promise_of_this_customer_can_be_taken_back(owing):
    marie, first, _ = owing
    (promise,) = marie.does(marie.promise("500.00", SOON, first)).promises
    marie.does(WithdrawalProposal(marie.id, promise.id), now=AFTER)
    refused(marie, WithdrawalProposal(marie.id, promise.id), "promise_id", "withdrawn already", now=LAST)
    refused(marie, WithdrawalProposal(marie.id, 999_999_999), "promise_id", "none of this customer", now=LAST)


def test_a_new_promise_for_the_same_items_takes_the_place_of_the_old_one(owing):
    marie, first, _ = owing
    (old,) = marie.does(marie.promise("500.00", SOON, first)).promises
    card = marie.does(marie.promise("600.00", LATER, first), now=AFTER)
    new = next(promise for promise in card.promises if promise.id != old.id)
    assert states(card) == {old.id: "replaced", new.id: "open"}
    assert [h.ended_at is None for h in marie.rows(Hold)] == [False, True]
    assert card.figures.promised == Decimal("600.00")


def test_a_promise_for_other_items_stands_beside_it(owing):
    marie, first, second = owing
    marie.does(marie.promise("500.00", SOON, first))
    card = marie.does(marie.promise("200.00", LATER, second), now=AFTER)
    assert set(states(card).values()) == {"open"}


def test_a_promise_for_less_than_the_old_one_covered_stands_beside_it(owing):
    marie, first, second = owing
    marie.does(marie.promise("800.00", SOON, first, second))
    card = marie.does(marie.promise("50.00", LATER, second), now=AFTER)
    assert set(states(card).values()) == {"open"}


def test_promises_of_one_breath_stand_beside_each_other(owing):
    marie, first, _ = owing
    acts = [marie.promise("200.00", SOON, first), marie.promise("300.00", LATER, first)]
    card = desk.do_all(marie.register, acts, agent=marie.agent, now=NOW)
    assert set(states(card).values()) == {"open"}


@pytest.mark.parametrize("by", ["withdrawal", "another"])
def test_undoing_it_lets_the_old_promise_stand_again(owing, by):
    marie, first, _ = owing
    before = marie.does(marie.promise("500.00", SOON, first))
    (old,) = before.promises
    act = WithdrawalProposal(marie.id, old.id) if by == "withdrawal" else marie.promise("600.00", LATER, first)
    marie.does(act, now=AFTER)
    card = undo(marie.register, marie.id, agent=marie.agent, now=LAST).card
    assert states(card)[old.id] == "open"
    assert (card.figures, card.holds, card.basis) == (before.figures, before.holds, before.basis)
    assert len(marie.rows(Promise)) == (1 if by == "withdrawal" else 2)


def test_a_promise_that_another_agent_took_back_is_not_undone(owing):
    marie, first, _ = owing
    (old,) = marie.does(marie.promise("500.00", SOON, first)).promises
    marie.does(WithdrawalProposal(marie.id, old.id), now=AFTER, by=agent(marie.register, "ali"))
    with pytest.raises(errors.NotAllowed, match="rests on it"):
        undo(marie.register, marie.id, agent=marie.agent, now=LAST)
