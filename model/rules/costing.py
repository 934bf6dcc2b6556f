"""What an instalment plan costs, seen from the items of an account: what bears interest, what a new plan finds.

Interest runs on what was owed, never on fees and interest (facts on Nordic receivables, section 7: both are off as a
default). Who changes to another plan owes what the old one cost in instalments that were due, and no more of it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from model.kinds import CHARGES, PLAN_COSTS, EntryKind
from model.rules.agreement import costs_ahead
from model.rules.coverage import total

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from model.records import AgreementInfo, Item
    from model.rules.schedule import Costs

_NOTHING = Decimal("0.00")


def costs_of(costs: Costs | None, items: Iterable[Item]) -> Costs | None:
    """What a plan over some items costs: fees and interest among them bear no interest.

    >>> from datetime import date
    >>> from model.records import Item
    >>> from model.rules.schedule import Costs
    >>> day, hundred = date(2026, 10, 1), Decimal("100.00")
    >>> fee = Item(2, 1, "reminder_fee", "", "", day, day, hundred, hundred, "DKK", False, "", 5)
    >>> costs_of(Costs(day, yearly_percent=Decimal(8)), [fee, replace(fee, kind="invoice")]).bears_none
    Decimal('100.00')
    """
    if costs is None:
        return None
    return replace(costs, bears_none=total(item for item in items if item.kind in CHARGES))


def is_cost(item: Item, ending: AgreementInfo | None) -> bool:
    """Whether an item is what an agreement itself costs: it goes where that agreement's debt goes."""
    return ending is not None and item.kind in PLAN_COSTS and item.reference == ending.number


def freed(items: Iterable[Item], ending: AgreementInfo | None, today: date) -> tuple[Item, ...]:
    """The open items as a new agreement finds them when it takes the place of another one.

    What that one costs in instalments that are not yet due is credited, as far as it is open; the rest stays owed.
    """
    if ending is None:
        return tuple(items)
    fee, interest = costs_ahead(ending.instalments, today)
    ahead = {EntryKind.INSTALMENT_FEE.value: fee, EntryKind.INSTALMENT_INTEREST.value: interest}
    found = []
    for item in items:
        less = ahead[item.kind] if is_cost(item, ending) else _NOTHING
        if less < item.open:
            found.append(replace(item, open=item.open - less))
    return tuple(found)
