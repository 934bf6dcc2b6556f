"""The line and the form build the very same proposal."""

from dataclasses import replace
from typing import Any

import pytest

from model.proposals import AgreementProposal, PromiseProposal
from tests.tui.cards import TODAY, item, running_agreement
from tests.tui.debtors import marie
from tests.tui.phrases.brief import MARIE
from tui.phrases import build, read
from tui.screens.agreement import AgreementForm
from tui.screens.promise import PromiseForm

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
