"""One instalment is edited before an agreement is saved: the rest follows, and the sum holds.

What is left is shared by the instalments that follow, or their days are derived from the new day, so that the agent
changes one figure and never has to make the others fit by hand.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from model.rules.schedule import BankDayRule, Costs, Frequency, Instalment, dates, drawn, split, to_ore

_ORE = Decimal("0.01")
_NOTHING = Decimal("0.00")


def edited(  # noqa: PLR0913 - what is edited, and the terms the rest follows by; each is named
    plan: Sequence[Instalment],
    no: int,
    *,
    frequency: Frequency,
    country: str,
    due: date | None = None,
    amount: Decimal | None = None,
    alone: bool = False,
    anchor: int | None = None,
    second: int | None = None,
    rule: BankDayRule = BankDayRule.FOLLOWING,
    costs: Costs | None = None,
) -> list[Instalment]:
    """Return a plan with another amount or day for one instalment, before it is saved; the sum stays.

    With another amount those after it share what is left, in equal instalments, the last one with the remainder; if it
    is the last one itself, those before it do (the down payment stays). With another day those after it are derived
    from that day, unless it is moved alone; the down payment always moves alone.

    >>> from model.rules.schedule import plan
    >>> agreed = plan(
    ...     Decimal("6000.00"), first=date(2027, 2, 1), frequency=Frequency.MONTHLY, country="DK", count=4
    ... )
    >>> [str(part.amount) for part in edited(agreed, 2, frequency=Frequency.MONTHLY, country="DK", amount=Decimal(500))]
    ['1500.00', '500.00', '2000.00', '2000.00']
    >>> [str(part.due) for part in edited(agreed, 2, frequency=Frequency.MONTHLY, country="DK", due=date(2027, 3, 5))]
    ['2027-02-01', '2027-03-05', '2027-04-05', '2027-05-05']

    Raises:
        ValueError: says in words what does not fit: no such instalment, an amount that leaves nothing for the others,
            a day that is not between its neighbours.
    """
    if costs is None and any(part.fee or part.interest for part in plan):
        raise ValueError("this plan has fees or interest: say the costs again, so that they can be computed anew")
    parts = sorted(plan, key=lambda part: part.no)
    at = next((i for i, part in enumerate(parts) if part.no == no), None)
    if at is None:
        raise ValueError(f"there is no instalment {no} in this plan")
    days, amounts = [part.due for part in parts], [part.amount for part in parts]
    if amount is not None:
        amounts = _shared(amounts, at, amount, first=1 if parts[0].no == 0 else 0)
    if due is not None:
        days[at] = due
        if not alone and no != 0:
            days[at:] = [due, *dates(due, frequency, len(days) - at, country, anchor=anchor, second=second)[1:]]
        _increasing(days, no)
    rows = [(part.no, day, part_of) for part, day, part_of in zip(parts, days, amounts, strict=True)]
    return drawn(rows, country, rule, costs)


def _shared(amounts: list[Decimal], at: int, amount: Decimal, *, first: int) -> list[Decimal]:
    """The amounts with another one in one place: those after it share the rest, or before it where it is the last."""
    followers = range(at + 1, len(amounts)) or range(first, at)
    if not followers:
        raise ValueError(f"it is the only instalment, and pays all of {amounts[at]:.2f}")
    fixed = Decimal(to_ore(amount, "an instalment")).scaleb(-2)
    left = amounts[at] + sum((amounts[i] for i in followers), _NOTHING)
    most = left - len(followers) * _ORE
    if fixed > most:
        raise ValueError(f"{fixed:.2f} leaves nothing for the other instalments: at most {most:.2f}")
    parts = split(left - fixed, len(followers))
    changed = list(amounts)
    changed[at] = fixed
    for i, part in zip(followers, parts, strict=True):
        changed[i] = part
    return changed


def _increasing(days: Sequence[date], no: int) -> None:
    for before, after in pairwise(days):
        if after <= before:
            raise ValueError(f"instalment {no} must lie between its neighbours: {after} does not come after {before}")
