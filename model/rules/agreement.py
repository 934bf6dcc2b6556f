"""Instalment agreements: how far one has come, and whether it holds.

Progress is derived: what was open on the covered invoices at the start less what is open now fills the instalments,
oldest first. An instalment is in time on its last payment day (the due date, or the bank day after it), then in grace
for some days, then missed. An agreement is breached by so many missed instalments (one, as a default) or by so much
behind; it stands again when that is paid, and is breached again when that payment is taken back.

>>> from model.rules import schedule
>>> plan = schedule.plan(
...     Decimal("3000.00"), first=date(2027, 2, 1), frequency=schedule.Frequency.MONTHLY, country="DK", count=3
... )
>>> today = date(2027, 3, 3)
>>> so_far = progress(plan, Decimal("1200.00"), today, grace_days=3)
>>> for instalment in so_far:
...     print(instalment.due, instalment.amount, instalment.paid, instalment.state)
2027-02-01 1000.00 1000.00 paid
2027-03-01 1000.00 200.00 in grace
2027-04-01 1000.00 0.00 open
>>> state(so_far, today).value, due_and_unpaid(so_far, today)
('active', Decimal('800.00'))
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from model.rules.schedule import Instalment

_NOTHING = Decimal("0.00")


class AgreementState(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    COMPLETED = "completed"
    BREACHED = "breached"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class InstalmentState(StrEnum):
    """Where an instalment stands."""

    OPEN = "open"
    PART_PAID = "part-paid"
    PAID = "paid"
    IN_GRACE = "in grace"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Breach:
    """What breaks an agreement: so many missed instalments, or so much behind in all, whichever comes first.

    Raises:
        ValueError: neither is set, or one is not above zero.
    """

    missed: int | None = 1
    behind: Decimal | None = None

    def __post_init__(self) -> None:
        if self.missed is None and self.behind is None:
            raise ValueError("say after how many missed instalments, or how much behind, an agreement is breached")
        if (self.missed is not None and self.missed < 1) or (self.behind is not None and self.behind <= 0):
            raise ValueError("an agreement is breached by one missed instalment or more, or an amount above zero")


ONE_MISSED = Breach()
"""The default: one missed instalment breaks an agreement."""


@dataclass(frozen=True, slots=True)
class InstalmentProgress:
    """An instalment and what is paid of it."""

    no: int
    due: date
    effective: date
    amount: Decimal  # all that is to be paid, with what the instalment costs
    paid: Decimal
    state: InstalmentState
    last_day: date  # the last payment day with the days of grace
    fee: Decimal = _NOTHING  # of the amount
    interest: Decimal = _NOTHING  # of the amount

    @property
    def debt(self) -> Decimal:
        """What it pays of the debt."""
        return self.amount - self.fee - self.interest

    @property
    def unpaid(self) -> Decimal:
        """What is still to be paid of it."""
        return self.amount - self.paid


def progress(
    instalments: Sequence[Instalment], paid: Decimal, today: date, *, grace_days: int
) -> list[InstalmentProgress]:
    """Fill the instalments with what is paid, oldest first, and tell where each stands today.

    Args:
        instalments: the plan as it was agreed, each with its last payment day.
        paid: what was open at the start less what is open now; anything beyond the plan is left out.
        today: the day to judge by.
        grace_days: calendar days after the last payment day before an instalment counts as missed.
    """
    left = max(paid, _NOTHING)
    filled = []
    for part in sorted(instalments, key=lambda part: (part.due, part.no)):
        covered = min(left, part.to_pay)
        left -= covered
        last_day = part.effective + timedelta(days=grace_days)
        standing = _standing(part.to_pay, covered, part.effective, last_day, today)
        filled.append(
            InstalmentProgress(
                part.no,
                part.due,
                part.effective,
                part.to_pay,
                covered,
                standing,
                last_day,
                fee=part.fee,
                interest=part.interest,
            )
        )
    return filled


def state(
    progress: Sequence[InstalmentProgress],
    today: date,
    *,
    breach: Breach = ONE_MISSED,
    cancelled: bool = False,
    superseded: bool = False,
) -> AgreementState:
    """Tell where an agreement stands today; a draft is not asked about here.

    When the last instalment has been missed there is nothing left to wait for: then it is breached by any rule.
    """
    if superseded:
        return AgreementState.SUPERSEDED
    if cancelled:
        return AgreementState.CANCELLED
    if progress and not any(instalment.unpaid for instalment in progress):
        return AgreementState.COMPLETED
    missed = [instalment for instalment in progress if instalment.unpaid and instalment.last_day < today]
    over = bool(progress) and all(instalment.last_day < today for instalment in progress)
    many = breach.missed is not None and len(missed) >= breach.missed
    much = breach.behind is not None and behind(progress, today) >= breach.behind
    return AgreementState.BREACHED if over or many or much else AgreementState.ACTIVE


def behind(progress: Sequence[InstalmentProgress], today: date) -> Decimal:
    """Return how much an agreement is behind: the unpaid part of the missed instalments."""
    return sum((instalment.unpaid for instalment in progress if instalment.last_day < today), _NOTHING)


def remaining(progress: Sequence[InstalmentProgress]) -> Decimal:
    """Return what is still to be paid of an agreement: exactly what one that supersedes it takes over."""
    return sum((instalment.unpaid for instalment in progress), _NOTHING)


def costs_ahead(instalments: Iterable[Instalment | InstalmentProgress], today: date) -> tuple[Decimal, Decimal]:
    """Return fee and interest of the instalments that are not yet due: who pays otherwise does not owe them.

    >>> from model.rules.schedule import Costs, drawn
    >>> days = [(1, date(2027, 2, 1), Decimal("1000.00")), (2, date(2027, 3, 1), Decimal("1000.00"))]
    >>> plan = drawn(days, "DK", costs=Costs(date(2027, 1, 1), fee=Decimal(25), yearly_percent=Decimal(10)))
    >>> print(*costs_ahead(plan, date(2027, 2, 1)))
    25.00 7.67
    """
    ahead = [part for part in instalments if part.due > today]
    return sum((part.fee for part in ahead), _NOTHING), sum((part.interest for part in ahead), _NOTHING)


def due_and_unpaid(progress: Sequence[InstalmentProgress], today: date) -> Decimal:
    """Return what is to be paid by today: the unpaid part of each instalment from its contractual due date on.

    The due date itself counts, also where it falls on a closed day: the agent on the phone that day asks for it.
    """
    return sum((instalment.unpaid for instalment in progress if instalment.due <= today), _NOTHING)


def _standing(amount: Decimal, paid: Decimal, effective: date, last_day: date, today: date) -> InstalmentState:
    if paid >= amount:
        return InstalmentState.PAID
    if today > last_day:
        return InstalmentState.MISSED
    if today > effective:
        return InstalmentState.IN_GRACE
    return InstalmentState.PART_PAID if paid > 0 else InstalmentState.OPEN
