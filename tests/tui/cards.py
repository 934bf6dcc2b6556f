"""The debtor of the design: one card that the tests of the screens draw."""

from datetime import date
from decimal import Decimal
from typing import Any

from model.kinds import CustomerStatus, EntryKind
from model.records import (
    AgreementInfo,
    Card,
    HistoryPage,
    Item,
    PartyInfo,
    PhoneInfo,
    Since,
)
from model.rules import agreement, collect, coverage, schedule
from model.rules.behaviour import Assessment, Risk, exposure

TODAY = date(2026, 11, 22)  # a Sunday
NOTHING = Decimal("0.00")


def item(entry_id: int, voucher: str, due: date, open_: str, **more) -> Item:
    facts: dict[str, Any] = {
        "creditor_id": 1,
        "kind": EntryKind.INVOICE,
        "reference": "",
        "date": date(2026, 10, 1),
        "amount": Decimal(open_),
        "currency": "DKK",
        "disputed": False,
        "agreement": "",
        "days_overdue": max((TODAY - due).days, 0),
    }
    return Item(entry_id=entry_id, voucher=voucher, due=due, open=Decimal(open_), **(facts | more))


def running_agreement(number: str = "A-17", *, first: date = date(2026, 10, 1)) -> AgreementInfo:
    plan = schedule.plan(Decimal("6000.00"), first=first, frequency=schedule.Frequency.MONTHLY, country="DK", count=4)
    progress = agreement.progress(plan, Decimal("3000.00"), TODAY, grace_days=3)
    return AgreementInfo(
        id=17,
        number=number,
        state=agreement.state(progress, TODAY),
        total=Decimal("6000.00"),
        paid=Decimal("3000.00"),
        currency="DKK",
        frequency="monthly",
        made_on=date(2026, 9, 20),
        instalments=tuple(progress),
        entry_ids=(3,),
        agent="Mette",
    )


ITEMS = (
    item(1, "1031", date(2026, 10, 10), "2200.00"),
    item(2, "1042", date(2026, 11, 10), "4250.00", disputed=True),
    item(3, "0988", date(2026, 9, 1), "6000.00", agreement="A-17"),
    item(4, "1050", date(2026, 12, 1), "999.00"),
)


def card(items: tuple[Item, ...] = ITEMS, **changes) -> Card:
    figures = collect.figures(
        [collect.OpenItem(i.due, i.open, i.disputed, bool(i.agreement), i.limitation == "lapsed") for i in items],
        NOTHING,
        NOTHING,
        TODAY,
        barred=bool(coverage.status_bar(changes.get("status", CustomerStatus.ACTIVE))),
    )
    facts: dict[str, Any] = {
        "as_of": TODAY,
        "customer_id": 10233,
        "number": "10233",
        "kind": "person",
        "name": "Marie Sørensen",
        "org_number": "",
        "category": "",
        "status": CustomerStatus.ACTIVE,
        "status_on": None,
        "address_protected": False,
        "address": "Vestergade 12, 8000 Aarhus C",
        "country": "DK",
        "language": "da",
        "phones": (
            PhoneInfo("22 33 44 55", "mobile", wrong=False),
            PhoneInfo("86 11 22 33", "", wrong=False),
            PhoneInfo("99 88 77 66", "", wrong=True),
        ),
        "emails": (),
        "parties": (PartyInfo(5, "proxy", "Jens Sørensen", "", "economy", None),),
        "creditor": "Energi A/S",
        "creditor_id": 1,
        "currency": "DKK",
        "credit_limit": None,
        "figures": figures,
        "balance": sum((i.open for i in items), NOTHING),
        "unallocated": NOTHING,
        "interest": NOTHING,
        "assessment": Assessment(Risk.UNKNOWN, ()),
        "exposure": exposure(sum((i.open for i in items), NOTHING), changes.get("credit_limit")),
        "days_overdue": 43,
        "reminder_level": 1,
        "reminder_on": date(2026, 11, 12),
        "pay_by": "+71<000000000001031+82345678<",
        "payments_to": date(2026, 11, 20),
        "other_currencies": (),
        "since": Since(date(2026, 11, 12), NOTHING, 0, (), ()),
        "items": items,
        "promises": (),
        "agreements": (running_agreement(),) if any(i.agreement for i in items) else (),
        "disputes": (),
        "holds": (),
        "notes": (),
        "tasks": (),
        "requests": (),
        "history": HistoryPage((), None),
        "basis": "fingerprint",
    }
    return Card(**(facts | changes))
