"""To collect: the one amount that the agent says aloud, and how it comes about.

To collect = the open amounts of overdue items that are neither disputed nor under a running agreement, plus due and
unpaid instalments, minus open promises on those, never below zero. The parts on the screen add up: a promise counts
for no more than there is to collect. Where a customer's claims are not collected here (an estate, a trustee, the
collector) nothing is, whatever is overdue.

>>> today = date(2026, 11, 22)
>>> parts = figures(
...     [
...         OpenItem(date(2026, 10, 10), Decimal("2200.00")),
...         OpenItem(date(2026, 10, 10), Decimal("4250.00"), disputed=True),
...         OpenItem(date(2026, 9, 1), Decimal("6000.00"), in_agreement=True),
...         OpenItem(date(2026, 12, 1), Decimal("999.00")),
...     ],
...     instalments_due=Decimal("0.00"), promised_open=Decimal("0.00"), today=today,
... )
>>> print(f"{parts.to_collect} = {parts.overdue} - {parts.in_agreement} - {parts.disputed}")
2200.00 = 12450.00 - 6000.00 - 4250.00
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from model.rules.explain import Say, Sentence, sentence


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is open on one entry; a credit is negative."""

    due: date
    open: Decimal
    disputed: bool = False
    in_agreement: bool = False  # covered by a running agreement
    lapsed: bool = False  # by limitation: never chased


@dataclass(frozen=True, slots=True)
class Figures:
    """The parts of what is to collect.

    to_collect = overdue - disputed - in_agreement - lapsed + instalments_due - promised - elsewhere, always.
    """

    overdue: Decimal
    disputed: Decimal  # the overdue items in dispute
    in_agreement: Decimal  # the overdue items under a running agreement, and not in dispute
    instalments_due: Decimal
    promised: Decimal  # as much of the open promises as there is to collect
    to_collect: Decimal
    lapsed: Decimal = Decimal("0.00")  # the overdue items that limitation bars, and that are neither of the above
    elsewhere: Decimal = Decimal("0.00")  # all that is left, where the customer's status bars collecting here


def figures(
    items: Iterable[OpenItem],
    instalments_due: Decimal,
    promised_open: Decimal,
    today: date,
    *,
    barred: bool = False,
) -> Figures:
    """Tell what is to collect today, in one currency; `barred`: the customer's status leaves nothing to collect here.

    An item is overdue from the day after its due date. A credit that is not yet allocated is no overdue item and
    lowers nothing here: it is shown apart. A disputed item under an agreement counts as disputed.

    >>> parts = figures([], Decimal("500.00"), Decimal("800.00"), date(2026, 11, 22))
    >>> parts.promised, parts.to_collect
    (Decimal('500.00'), Decimal('0.00'))
    >>> items = [OpenItem(date(2026, 10, 10), Decimal("2200.00"))]
    >>> parts = figures(items, Decimal(0), Decimal(0), date(2026, 11, 22), barred=True)
    >>> parts.overdue, parts.elsewhere, parts.to_collect
    (Decimal('2200.00'), Decimal('2200.00'), Decimal('0.00'))

    Raises:
        ValueError: the instalments due or the open promises are negative.
    """
    if instalments_due < 0 or promised_open < 0:
        raise ValueError("neither the instalments due nor the open promises can be negative")
    overdue = disputed = in_agreement = lapsed = Decimal("0.00")
    for item in items:
        if item.open <= 0 or item.due >= today:
            continue
        overdue += item.open
        if item.disputed:
            disputed += item.open
        elif item.in_agreement:
            in_agreement += item.open
        elif item.lapsed:
            lapsed += item.open
    collectable = overdue - disputed - in_agreement - lapsed + instalments_due
    promised = min(promised_open, collectable)
    left = collectable - promised
    elsewhere = left if barred else Decimal("0.00")
    return Figures(
        overdue,
        disputed,
        in_agreement,
        instalments_due,
        promised,
        left - elsewhere,
        lapsed,
        elsewhere,
    )


def explain(parts: Figures, barred: str = "") -> tuple[Sentence, ...]:
    """Say how what is to collect comes about; parts of nothing are left out.

    `barred` says why nothing is collected here, where the customer's status bars it.

    >>> today = date(2026, 11, 22)
    >>> items = [OpenItem(date(2026, 10, 10), Decimal("2200.00"), disputed=True)]
    >>> print(*explain(figures(items, Decimal("500.00"), Decimal("100.00"), today)))
    To collect: 400.00. Overdue: 2,200.00. Less what is in dispute: 2,200.00. And instalments that are due: 500.00.
    Less what is promised: 100.00.
    >>> print(*explain(figures(items, Decimal(0), Decimal(0), today, barred=True), "the customer has died"))
    Not to collect here: the customer has died. Overdue: 2,200.00. Less what is in dispute: 2,200.00.
    """
    total = sentence(Say.COLLECT_TOTAL, to_collect=parts.to_collect)
    steps = (
        (parts.disputed, sentence(Say.COLLECT_DISPUTED, disputed=parts.disputed)),
        (parts.in_agreement, sentence(Say.COLLECT_IN_AGREEMENT, in_agreement=parts.in_agreement)),
        (parts.lapsed, sentence(Say.COLLECT_LAPSED, lapsed=parts.lapsed)),
        (parts.instalments_due, sentence(Say.COLLECT_INSTALMENTS, instalments_due=parts.instalments_due)),
        (parts.promised, sentence(Say.COLLECT_PROMISED, promised=parts.promised)),
        (parts.elsewhere, sentence(Say.COLLECT_ELSEWHERE, elsewhere=parts.elsewhere)),
    )
    return (
        sentence(Say.COLLECT_NOT_HERE, why=barred) if barred else total,
        sentence(Say.COLLECT_OVERDUE, overdue=parts.overdue),
        *(told for amount, told in steps if amount),
    )
