"""The debtor of the design with a life: promises, notes, history; and one in each special state."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from model.kinds import CustomerStatus
from model.records import Card, HistoryPage, HistoryRow, Item, NoteInfo, PromiseInfo, Since
from tests.tui.cards import ITEMS, NOTHING, card


def row(day: date, kind: str, text: str = "", voucher: str = "", amount: str = "", **more) -> HistoryRow:
    money = Decimal(amount) if amount else None
    return HistoryRow(day, kind, text, voucher, money, currency="DKK" if amount else "", **more)


ROWS = (
    row(date(2026, 11, 21), "dispute", "wrong item", "1042", detail="open"),
    row(date(2026, 11, 20), "payment", "FIK", "0988", "-1500.00"),
    row(date(2026, 11, 12), "call", "promised 1.000", detail="in", outcome="promise"),
    row(date(2026, 11, 12), "reminder_fee", "Reminder 1", "R1031", "100.00", open=Decimal("100.00")),
    row(date(2026, 11, 1), "invoice", "", "1042", "4250.00", open=Decimal("4250.00"), due=date(2026, 11, 10)),
    row(date(2026, 10, 1), "invoice", "", "1031", "4350.00", open=Decimal("2200.00"), due=date(2026, 10, 10)),
    row(date(2025, 12, 1), "invoice", "", "0901", "1200.00", open=NOTHING),
)

NOTES = (
    NoteInfo(3, datetime(2026, 11, 1, 9, tzinfo=UTC), "Ali", "Call only after 16", pinned=True),
    NoteInfo(2, datetime(2026, 10, 18, 9, tzinfo=UTC), "Mette", "laid off, new job from 1 February", pinned=False),
    NoteInfo(1, datetime(2026, 9, 2, 9, tzinfo=UTC), "Ali", "invoices by e-mail", pinned=False),
)

BROKEN = PromiseInfo(
    id=4,
    amount=Decimal("1000.00"),
    paid=NOTHING,
    currency="DKK",
    made_on=date(2026, 11, 1),
    due=date(2026, 11, 14),
    judged_after=date(2026, 11, 19),
    state="broken",
    agent="Mette",
    entry_ids=(1,),
)


def marie(items: tuple[Item, ...] = ITEMS, **changes) -> Card:
    facts: dict[str, Any] = {
        "promises": (BROKEN,),
        "notes": NOTES,
        "history": HistoryPage(ROWS, None),
        "since": Since(date(2026, 11, 12), Decimal("1500.00"), 1, ("1042",), ()),
    }
    return card(items, **(facts | changes))


def jens(**changes) -> Card:
    facts: dict[str, Any] = {"customer_id": 10400, "number": "10400", "name": "Jens Holm", "days_overdue": 0}
    return card((), **(facts | changes))


def gone(status: CustomerStatus, number: int = 10500) -> Card:
    return marie(customer_id=number, number=str(number), name="Ole Lund", status=status, status_on=date(2026, 11, 3))
