"""The line and the form build the very same proposal."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from model.proposals import AgreementProposal, PromiseProposal
from model.rules.agreement import AgreementState
from model.rules.schedule import Costs
from tests.tui.cards import TODAY, item, running_agreement
from tests.tui.debtors import marie
from tests.tui.phrases.brief import MARIE
from tui.phrases import build, read
from tui.screens.agreement import AgreementForm
from tui.screens.promise import PromiseForm
from tui.screens.terms import plan_words
from tui.wording import amount

BREACHED = marie(
    items=(item(3, "0988", MARIE.items[2].due, "6000.00", agreement="A-17"), MARIE.items[0]),
    agreements=(running_agreement(first=TODAY.replace(month=7, day=1)),),
)


def same(typed: str, made: Any, card=MARIE) -> None:
    assert made is not None
    assert read(typed, card, TODAY).acts == (replace(made, typed=typed, read_back=""),)


@pytest.mark.parametrize(
    ("typed", "amount", "due"),
    [
        ("betaler alt fredag", "2.200,00", "27-11"),
        ("lovede 1500 fredag", "1500", "fredag"),
        ("1500,- d. 1.", "1500", "d. 1."),
        ("halvannen tusen 1.12", "1500", "1.12"),
    ],
)
def test_a_promise(typed, amount, due):
    form = PromiseForm(MARIE, TODAY, country="DK")
    offered = " ".join(str(one.entry_id) for one in build.offered(MARIE))
    made = form.read({"amount": amount, "due": due, "invoices": offered}).made
    assert isinstance(made, PromiseProposal)
    same(typed, made)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("6 mdr fra 1/2", {"count": "6", "first": "1/2"}),
        ("6 avdrag fra 1. februar", {"count": "6", "first": "1. februar"}),
        ("500/md fra ultimo januar", {"each": "500", "first": "ultimo januar"}),
        ("500 siste bankdag", {"each": "500", "first": "1-12", "frequency": "last_bank_day"}),
        ("750 hver 14. dag fra fredag", {"each": "750", "first": "fredag", "frequency": "fortnightly"}),
        ("20% nu resten 4 mdr", {"count": "4", "first": "1-12", "down": "20%"}),
        ("brøt avtalen, vil ha ny 700 i mnd", {"each": "700", "first": "1-12", "replaces": "A-17"}),
    ],
)
def test_an_agreement(typed, values):
    form = AgreementForm(MARIE, TODAY)
    covered = build.covered(MARIE, values.get("replaces", ""))
    told = {"count": "", "each": "", "down": "", "frequency": "monthly"} | values
    told["invoices"] = " ".join(str(one.entry_id) for one in covered)
    made = form.read(told).made
    assert isinstance(made, AgreementProposal)
    same(typed, made)


def test_an_agreement_that_costs_something():
    costs = Costs(TODAY, fee=Decimal(25), yearly_percent=Decimal("8.5"))
    costly = replace(MARIE, costs=costs)
    form = AgreementForm(costly, TODAY)
    values = {"count": "4", "each": "", "first": "1-12", "down": "20%", "frequency": "monthly"}
    values["invoices"] = " ".join(str(one.entry_id) for one in build.covered(costly))
    made = form.read(values)
    same("20% nu resten 4 mdr", made.made, costly)
    assert made.made is not None
    assert made.made.costs == costs
    fee, interest = (sum(getattr(part, name) for part in made.made.plan) for name in ("fee", "interest"))
    assert fee == 100
    assert f"+ fee {amount(fee)} + interest {amount(interest)}" in made.effect
    drawn = plan_words(made.made.plan)
    for part in made.made.plan:
        assert amount(part.to_pay) in drawn
    changed = form.read(values | {"change": "2 500"}).made
    assert changed is not None
    assert (changed.plan[2].amount, changed.plan[2].fee) == (Decimal(500), Decimal(25))
    assert changed.costs == costs
    assert changed.plan != made.made.plan


@pytest.mark.parametrize("state", [AgreementState.ACTIVE, AgreementState.BREACHED])
def test_a_plan_that_replaces_one_that_costs_something_takes_over_what_was_due(state):
    old = running_agreement()
    parts = tuple(replace(part, fee=Decimal(25), amount=part.amount + 25) for part in old.instalments)
    due = sum(25 for part in parts if part.due <= TODAY)
    held = old.number if state == AgreementState.ACTIVE else ""
    cost = replace(item(77, "", parts[-1].due, f"{25 * len(parts)}.00", agreement=held), kind="instalment_fee")
    card = replace(
        MARIE,
        items=(*MARIE.items, replace(cost, reference=old.number)),
        agreements=(replace(old, state=state, instalments=parts, entry_ids=(*old.entry_ids, 77)),),
        costs=Costs(TODAY, fee=Decimal(25)),
    )
    (act,) = read("brøt avtalen, vil ha ny 700 i mnd", card, TODAY).acts
    assert isinstance(act, AgreementProposal)
    assert (77 in act.entry_ids) == (due > 0)
    without = [one for one in build.covered(card, old.number) if one.entry_id != 77]
    assert sum(part.amount for part in act.plan) == due + sum(one.open for one in without)
    assert act.costs is not None
    assert act.costs.bears_none == due
    form = AgreementForm(card, TODAY)
    ticked = {row.key for row in form._rows(old.number, set()) if row.ticked}
    assert ticked == {str(entry_id) for entry_id in act.entry_ids}
    told = {"count": "", "each": "700", "first": "1-12", "down": "", "frequency": "monthly", "replaces": old.number}
    same("brøt avtalen, vil ha ny 700 i mnd", form.read(told | {"invoices": " ".join(ticked)}).made, card)


@pytest.mark.parametrize("card", [MARIE, BREACHED])
def test_what_the_form_offers_is_what_the_line_takes(card):
    form = AgreementForm(card, TODAY)
    replaced = build.replaced_first(card)
    assert form._superseded_first() == (replaced.number if replaced else "")
    ticked = [row.key for row in form._rows(form._superseded_first(), set()) if row.ticked]
    assert ticked == [str(one.entry_id) for one in build.covered(card, form._superseded_first())]
    assert [one.entry_id for one in PromiseForm(card, TODAY, country="DK")._offered()] == [
        one.entry_id for one in build.offered(card)
    ]
