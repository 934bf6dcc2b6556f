"""A promise taken back, or taken the place of by another one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from model.proposals import WithdrawalProposal
from model.records import Card
from tests.tui.cards import TODAY
from tests.tui.debtors import BROKEN, marie
from tui.phrases import as_json, completions, read, say

OPEN = replace(BROKEN, id=9, state="open", due=date(2026, 11, 27), judged_after=date(2026, 11, 30))
CARD = marie(promises=(OPEN, BROKEN))
TWO = marie(promises=(OPEN, replace(OPEN, id=8, entry_ids=(4,)), BROKEN))


@pytest.mark.parametrize(
    "typed",
    [
        "træk løfte tilbage",
        "kunden trækker løftet tilbage",
        "løftet bortfalder",
        "slet løfte L-9",
        "L-9 bortfalder",
        "trekk løftet tilbake",
        "løftet bortfaller",
        "withdraw the promise",
        "customer takes back the promise",
    ],
)
def test_an_open_promise_is_taken_back(typed):
    reading = read(typed, CARD, TODAY)
    assert reading.acts == (WithdrawalProposal(CARD.customer_id, 9, CARD.basis, typed),)
    assert reading.effect == ("Promise L-9 of 1.000,00 on Fri 27-11 taken back · reminders go on",)


def first(typed: str, card: Card) -> Any:
    return read(typed, card, TODAY).acts[0]


def test_of_several_open_promises_it_is_asked_which():
    reading = read("løftet bortfalder", TWO, TODAY)
    assert reading.question is not None
    assert reading.question.text == "which promise?"
    choices: Any = reading.question.choices
    assert [choice.reading.acts[0].promise_id for choice in choices[:-1]] == [9, 8]
    assert first("løftet bortfalder L-8", TWO).promise_id == 8


@pytest.mark.parametrize(
    "typed",
    ["løftet bortfalder ikke", "løftet bortfalder L-4", "trækker måske løftet tilbage", "trækker ikke løftet tilbage"],
)
def test_what_is_denied_or_broken_already_is_not_taken_back(typed):
    reading = read(typed, CARD, TODAY)
    assert not any(isinstance(act, WithdrawalProposal) for act in reading.acts)


def test_it_is_written_out_and_told_to_programs():
    reading = read("løftet bortfalder", CARD, TODAY)
    assert say(reading.acts[0], CARD) == "løftet bortfalder L-9"
    assert as_json(reading, CARD)["acts"] == [{"act": "withdrawal", "promise": "L-9"}]
    assert "træk løfte tilbage" in completions("træk l", CARD)


def test_a_promise_for_the_same_items_says_which_one_it_takes_the_place_of():
    assert read("lovede 500 fredag", CARD, TODAY).effect == (
        "Promise 500,00 on Fri 27-11 for 1031 · reminders held until Mon 30-11 · replaces L-9",
    )
    assert "replaces" not in read("lovede 500 for 1050 fredag", CARD, TODAY).sentence
    assert first("lovede 2200 fredag", marie()).amount == Decimal("2200.00")
