"""Equal instalments on regular days, told in one phrase: what is not both equal and regular is told one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.rules.schedule import Frequency, Instalment, dates

LAST_DAY = 31
"""The last day of the month, whichever it is."""

_WORTH_IT = 3  # fewer are as short one by one


@dataclass(frozen=True, slots=True)
class Run:
    """Three instalments or more of one amount, on regular days."""

    parts: tuple[Instalment, ...]
    frequency: Frequency
    days: tuple[int, ...]  # of the month, by which they are told; none where they are told by weeks or bank days


def of(plan: Sequence[Instalment], frequency: Frequency, country: str) -> list[Run | Instalment]:
    """Return the plan in runs as long as they can be, and what stands alone, in its order.

    >>> from decimal import Decimal
    >>> from model.rules.schedule import plan
    >>> months = plan(
    ...     Decimal("8200.00"), first=date(2027, 2, 1), frequency=Frequency.MONTHLY, country="DK", count=6
    ... )
    >>> run, last = of(months, Frequency.MONTHLY, "DK")
    >>> len(run.parts), run.days, last.no
    (5, (1,), 6)
    """
    told: list[Run | Instalment] = []
    rest = list(plan)
    while rest:
        equal = next((i for i, part in enumerate(rest) if part.to_pay != rest[0].to_pay), len(rest))
        length = next(
            (
                n
                for n in range(equal, _WORTH_IT - 1, -1)
                if rest[0].no and _days([part.due for part in rest[:n]], frequency, country) is not None
            ),
            1,
        )
        if length == 1:
            told.append(rest[0])
        else:
            days = _days([part.due for part in rest[:length]], frequency, country)
            told.append(Run(tuple(rest[:length]), frequency, days or ()))
        rest = rest[length:]
    return told


def _days(due: Sequence[date], frequency: Frequency, country: str) -> tuple[int, ...] | None:
    """The days of the month that tell these dates, none for weeks and bank days; None where they are not regular."""
    seen = sorted({day.day for day in due})
    ways: list[tuple[int, ...]]
    match frequency:
        case Frequency.WEEKLY | Frequency.FORTNIGHTLY | Frequency.LAST_BANK_DAY:
            ways = [()]
        case Frequency.TWICE_MONTHLY:
            ways = [(seen[0], seen[-1]), (seen[0], LAST_DAY)]
        case _:
            ways = [(seen[-1],), (LAST_DAY,)]
    return next((days for days in ways if _told_by(days, due, frequency, country)), None)


def _told_by(days: tuple[int, ...], due: Sequence[date], frequency: Frequency, country: str) -> bool:
    """Whether these days of the month tell the dates: a month that lacks the day is told by its last day alone."""
    if days and days[-1] != LAST_DAY and any(day.day not in days for day in due):
        return False
    anchor = None if not days else due[0].day if due[0].day in days else days[-1]
    second = next((day for day in days if day != anchor), None)
    try:
        return dates(due[0], frequency, len(due), country, anchor=anchor, second=second) == list(due)
    except ValueError:
        return False
