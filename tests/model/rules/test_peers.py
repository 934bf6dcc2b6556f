"""What another system draws for the same debt: met to the øre and the day, or answered with a reason.

The cases are schedules of Apache Fineract (see ../shared/data/peers). `docs/plans-compared.md` shows the same table.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from model.rules.editing import edited
from model.rules.schedule import Costs, Frequency, Instalment, drawn, plan

ROOT = Path(__file__).parents[3]
PEERS = ROOT.parent / "shared" / "data" / "peers" / "plans_simple.json"
CASES: list[dict[str, Any]] = json.loads(PEERS.read_text())["plans"] if PEERS.exists() else []

MET = "met"
EDITED = "met, edited"
COSTS = "answered: fee"
INTEREST = "answered: interest"
ON = "met, edited, interest on"

# Case by case, in the order of the file: a case whose answer changes is seen here and in the document.
ANSWERS = [
    EDITED, EDITED, MET, MET, INTEREST, ON, INTEREST, INTEREST, EDITED, EDITED, INTEREST,
    INTEREST, MET, MET, COSTS, MET, MET, MET, COSTS, MET, INTEREST, COSTS,
]  # fmt: skip


@dataclass(frozen=True)
class Peer:
    """A schedule of the other system: what is paid of the debt on which day, and what comes on top."""

    total: Decimal
    rows: list[tuple[date, Decimal]]
    fees: Decimal
    interest: Decimal
    start: date
    yearly_percent: Decimal
    has_down_payment: bool
    every_15_days: bool

    def due(self) -> list[date]:
        """The days, without the down payment."""
        return [due for due, _ in self.rows[self.has_down_payment :]]


def peer(case: dict[str, Any]) -> Peer:
    parts = case["instalments"]
    rows = [(date.fromisoformat(part["due"]), Decimal(part["principal"])) for part in parts]
    on_top = [Decimal(part["total"]) - Decimal(part["principal"]) - Decimal(part["interest"]) for part in parts]
    down = sum(amount > 0 for _, amount in rows) > int(case["terms"]["numberOfRepayments"])
    return Peer(
        total=Decimal(case["amount"]),
        rows=[row for row in rows if row[1]],
        fees=sum(on_top, Decimal(0)),  # with penalties, which are in the total alone
        interest=sum((Decimal(part["interest"]) for part in parts), Decimal(0)),
        start=datetime.strptime(case["terms"]["submitted on date"], "%d %B %Y").date(),  # noqa: DTZ007  a day
        yearly_percent=Decimal(case["terms"]["ANNUAL interest rate %"]),
        has_down_payment=down,
        every_15_days=case["terms"]["repaymentFrequencyType"] == "DAYS",
    )


def ours(case: Peer) -> list[Instalment]:
    """The plan drawn here from what was agreed there: the down payment, the first day, how often, how many."""
    down_on, down = case.rows[0] if case.has_down_payment else (None, Decimal(0))
    return plan(
        case.total,
        first=case.due()[0],
        frequency=Frequency.FORTNIGHTLY if case.every_15_days else Frequency.MONTHLY,
        country="DK",
        count=len(case.due()),
        down_payment=down,
        down_payment_on=down_on,
    )


def on_their_days(drawn_here: list[Instalment], case: Peer) -> list[Instalment]:
    """Every 15 days is no frequency here: each day is edited, the last one first, as an agent could."""
    for part, due in reversed(list(zip(drawn_here[case.has_down_payment :], case.due(), strict=True))):
        drawn_here = edited(drawn_here, part.no, frequency=Frequency.FORTNIGHTLY, country="DK", due=due, alone=True)
    return drawn_here


def interest_on(case: Peer) -> list[Decimal]:
    """The interest of each instalment here, where that is switched on at their rate, and each pays what it does there.

    What is paid of the debt is edited instalment by instalment, the last one takes what is left.
    """
    costs = Costs(case.start, yearly_percent=case.yearly_percent)
    here = ours(case)
    for part, (_due, amount) in zip(here[:-1], case.rows, strict=False):
        here = edited(here, part.no, frequency=Frequency.MONTHLY, country="DK", amount=amount, costs=costs)
    return [part.interest for part in here]


def answer(case: dict[str, Any]) -> str:
    """How this case is met, or why it is not."""
    theirs = peer(case)
    if theirs.interest:
        return ON if interest_on(theirs) == [Decimal(part["interest"]) for part in case["instalments"]] else INTEREST
    here = ours(theirs)
    plain = [(part.due, part.amount) for part in here] == theirs.rows
    if not plain:
        here = on_their_days(here, theirs)
        assert [(part.due, part.amount) for part in here] == theirs.rows
    assert sum(part.amount for part in here) == theirs.total
    if theirs.fees:
        return COSTS
    return MET if plain else EDITED


@pytest.mark.skipif(not CASES, reason="NOT TESTED: ../shared/data/peers/plans_simple.json is not there")
def test_every_interest_free_plan_of_the_other_system_is_met_or_answered() -> None:
    assert [answer(case) for case in CASES] == ANSWERS


@pytest.mark.skipif(not CASES, reason="NOT TESTED: ../shared/data/peers/plans_simple.json is not there")
def test_with_interest_switched_on_an_annuity_by_days_is_met_to_the_ore() -> None:
    theirs = peer(CASES[5])
    costs = Costs(theirs.start, yearly_percent=theirs.yearly_percent)
    here = drawn(((no, *row) for no, row in enumerate(theirs.rows, start=1)), "DK", costs=costs)
    assert [f"{part.to_pay:.2f}" for part in here] == [f"{Decimal(p['total']):.2f}" for p in CASES[5]["instalments"]]
    assert sum(part.interest for part in here) == theirs.interest


@pytest.mark.skipif(not CASES, reason="NOT TESTED: ../shared/data/peers/plans_simple.json is not there")
@pytest.mark.parametrize("number", [n for n, kind in enumerate(ANSWERS) if kind in (INTEREST, ON)])
def test_a_plan_with_interest_there_is_free_of_it_here_and_pays_the_same_debt_on_the_same_days(number: int) -> None:
    """Annuities are credit: interest is off by default, and simple where it is on. Days and debt are the same."""
    theirs = peer(CASES[number])
    here = plan(theirs.total, first=theirs.due()[0], frequency=Frequency.MONTHLY, country="DK", count=len(theirs.due()))
    assert [part.due for part in here] == theirs.due()
    assert sum(part.amount for part in here) == sum(amount for _, amount in theirs.rows) == theirs.total
    assert sum(part.to_pay for part in here) == theirs.total
    exactly = drawn(((no, due, amount) for no, (due, amount) in enumerate(theirs.rows, start=1)), "DK")
    assert [(part.due, part.amount) for part in exactly] == theirs.rows


def test_the_document_tells_the_same_answers() -> None:
    told = [
        line.split("|")[-2].strip()
        for line in (ROOT / "docs" / "plans-compared.md").read_text().splitlines()
        if line.startswith("| ") and line[2].isdigit()
    ]
    assert told == ANSWERS
