"""What a new agreement finds open when it takes the place of one that cost something."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from model.kinds import EntryKind
from model.records import AgreementInfo, Item
from model.rules.agreement import progress
from model.rules.costing import costs_of, freed, is_cost
from model.rules.schedule import Costs, Instalment

DUE = (date(2027, 1, 4), date(2027, 2, 1), date(2027, 3, 1))
FEE, INTEREST = Decimal("25.00"), Decimal("8.00")


def kroner(text: str) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


def ending(paid: str = "0") -> AgreementInfo:
    """Three instalments of 100 with a fee of 25 and interest of 8 each, seen on the first due day."""
    plan = [Instalment(no, due, due, kroner("100") + FEE + INTEREST, FEE, INTEREST) for no, due in enumerate(DUE, 1)]
    so_far = tuple(progress(plan, Decimal(paid), DUE[0], grace_days=3))
    amounts = kroner("399"), kroner(paid)
    return AgreementInfo(17, "A-17", "active", *amounts, "DKK", "monthly", DUE[0], so_far, (1, 2, 3), "Mette")


def item(number: int, kind: EntryKind, open_: str, reference: str = "A-17") -> Item:
    amount = kroner(open_)
    return Item(number, 1, kind.value, "", reference, DUE[0], DUE[2], amount, amount, "DKK", False, "A-17", 0)


INVOICE = item(1, EntryKind.INVOICE, "300", reference="")
COSTS = (item(2, EntryKind.INSTALMENT_FEE, "75"), item(3, EntryKind.INSTALMENT_INTEREST, "24"))


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2027, 1, 3), ["300.00"]),  # nothing was due: nothing of the costs is owed
        (DUE[0], ["300.00", "25.00", "8.00"]),
        (DUE[1], ["300.00", "50.00", "16.00"]),
        (DUE[2], ["300.00", "75.00", "24.00"]),
    ],
)
def test_of_the_costs_what_was_due_stays_owed_and_no_more(today, left):
    assert [str(one.open) for one in freed([INVOICE, *COSTS], ending(), today)] == left


def test_costs_of_another_agreement_and_debts_named_like_this_one_stay_as_they_are():
    other = replace(COSTS[0], reference="A-9")
    named = replace(INVOICE, reference="A-17")
    assert freed([other, named], ending(), DUE[0]) == (other, named)
    assert not is_cost(other, ending())
    assert not is_cost(named, ending())
    assert is_cost(COSTS[0], ending())
    assert not is_cost(COSTS[0], None)


def test_without_an_agreement_that_ends_all_is_found_as_it_is():
    assert freed([INVOICE, *COSTS], None, DUE[0]) == (INVOICE, *COSTS)


def test_of_costs_that_are_partly_paid_no_more_is_credited_than_is_open():
    paid = replace(COSTS[0], open=kroner("40"))
    assert freed([paid], ending(), DUE[0]) == ()
    assert [one.open for one in freed([paid], ending(), DUE[1])] == [kroner("15")]


def test_fees_and_interest_among_the_items_bear_no_interest_and_what_was_sold_does():
    fee = item(4, EntryKind.REMINDER_FEE, "100", reference="")
    costs = costs_of(Costs(DUE[0], yearly_percent=kroner("8")), [INVOICE, fee])
    assert costs is not None
    assert costs.bears_none == 100
    assert costs_of(None, [INVOICE, fee]) is None
