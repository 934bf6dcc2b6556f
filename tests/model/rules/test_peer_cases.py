"""The allocation and dunning cases of other systems: each met, or told apart in docs/rules-compared.md."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from model.kinds import CustomerKind, EntryKind
from model.rules.allocation import Credit, Debit, allocate
from model.rules.compensation import compensation
from model.rules.interest import Principal, Terms, late_interest
from model.rules.rates import statutory

ROOT = Path(__file__).parents[3]
CASES = ROOT / "../shared/data/peers/dunning_allocation_cases.json"
COMPARED = ROOT / "docs/rules-compared.md"

DIFFERENT = {"tryton-dunning-1"}
"""Cases that are no rule of this package; the docs say where they stand instead."""

DAY = date(2026, 9, 1)


def invoice(number: int, amount: object, due: date, reference: str = "") -> Debit:
    return Debit(number, DAY, due, Decimal(str(amount)), str(number), reference, "DKK", 1)


def payment(amount: object, *names: str) -> Credit:
    return Credit(99, DAY + timedelta(days=40), Decimal(str(amount)), names, "DKK", 1)


def erpnext_dunning_1() -> object:
    """One invoice of 100.00, 20 days overdue, for which neither fee nor interest is charged."""
    due = DAY + timedelta(days=30)
    none = Terms("DK", CustomerKind.COMPANY, agreed=Decimal(0))
    interest = late_interest(Principal(Decimal("100.00"), due), due + timedelta(days=20), none, statutory()).total
    fee = compensation("DK", CustomerKind.PERSON, due, Decimal(0), statutory()).charge
    total = Decimal("100.00") + interest + fee
    return {"outstanding": "100.00", "interest": str(interest), "fee": str(fee), "total": str(total)}


def erpnext_ar_1() -> object:
    """One invoice due in three parts, 30, 50 and 20; 40 are paid."""
    parts = [invoice(n, amount, DAY + timedelta(days=30 * n)) for n, amount in ((1, 30), (2, 50), (3, 20))]
    paid = {match.debit_id: int(match.amount) for match in allocate(reversed(parts), [payment(40)])}
    return {
        "rows": [
            {"invoiced": int(p.open), "paid": paid.get(p.id, 0), "outstanding": int(p.open) - paid.get(p.id, 0)}
            for p in parts
        ]
    }


def tryton_overpay_1() -> object:
    """An invoice of 100, 110 paid, the rest kept."""
    (match,) = allocate([invoice(1, "100.00", DAY)], [payment("110.00")])
    return {
        "invoice": "paid" if match.amount == 100 else "open",
        "customer_balance": str(Decimal("100.00") - Decimal("110.00")),
    }


def fik(amount: str) -> str:
    """A bank line with the FIK reference of an open invoice that also has a fee."""
    owed = invoice(1031, "100.00", DAY, "+71<000000000010314+82345678<")
    fee = Debit(2, DAY, DAY, Decimal("100.00"), "", "", "DKK", 1, kind=EntryKind.REMINDER_FEE, claim_id=1031)
    for debits in ([owed], [owed, invoice(1042, "100.00", DAY)]):
        (match,) = allocate(debits, [payment(amount, "000000000010314")])
        assert (match.debit_id, match.why) == (1031, "reference")
    matches = allocate([owed, fee], [payment(amount, "000000000010314")])
    settled = {match.debit_id: match.amount for match in matches}
    return "Matching Amount" if settled.get(1031) == owed.open else "Partial Amount"


OURS = {
    "erpnext-dunning-1": erpnext_dunning_1,
    "erpnext-ar-1": erpnext_ar_1,
    "tryton-overpay-1": tryton_overpay_1,
    "fik-match-1": lambda: fik("100.00"),
    "fik-match-2": lambda: fik("60.00"),
}


def cases() -> dict[str, object]:
    if not CASES.exists():
        pytest.skip("NOT TESTED: ../shared/data/peers is not here")
    return {case["id"]: case["expect"] for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"]}


def test_every_case_is_met_or_told_apart() -> None:
    assert set(cases()) == {*OURS, *DIFFERENT}


@pytest.mark.parametrize("case", OURS)
def test_a_case_comes_out_as_there(case) -> None:
    assert OURS[case]() == cases()[case]


@pytest.mark.parametrize("case", sorted({*OURS, *DIFFERENT}))
def test_the_docs_answer_every_case(case) -> None:
    (row,) = [line for line in COMPARED.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {case} |")]
    *_, verdict, why, _ = (cell.strip() for cell in row.split("|"))
    assert verdict == ("differs" if case in DIFFERENT else "met")
    assert len(why) > 20
