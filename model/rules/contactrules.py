"""May the customer be rung now? What speaks against it is told in words; whether to ring stays the agent's choice.

Hours are a policy, not a law: section 12 of the Danish debt-collection act binds visits (weekdays 08 to 21, Saturday 08
to 16, not on 24 December, 31 December or 5 June), and is used for calls as well; Norwegian good practice is Monday to
Friday 08 to 21, Saturday 09 to 15 being accepted but off by default, never on Sundays and holidays (facts on Nordic
receivables, 1.3 and 2.2). Elsewhere the Danish week is kept, and only Sundays are known. `now` is the clock where the
customer lives; none of this applies to a customer who rings.

>>> christmas_eve = datetime(2026, 12, 24, 10, 30)
>>> for warning in warnings(christmas_eve, policy("DK")):
...     print(warning.kind.value, "|", warning.words, "|", warning.again_at)
closed_day | no calls on 24-12: again from Mon 28-12 08:00 | 2026-12-28 08:00:00
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from model.rules.bankdays import public_holidays

_SATURDAY, _SUNDAY = 5, 6
_WEEK = timedelta(days=7)
_LOOK_AHEAD = 14  # days; no country is closed for longer


class Why(StrEnum):
    """What speaks against ringing."""

    HOURS = "hours"
    CLOSED_DAY = "closed_day"
    ATTEMPTS = "attempts"
    NOT_BEFORE = "not_before"
    WRONG_NUMBER = "wrong_number"
    NO_NUMBER = "no_number"


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when one may ring on a day; the end no longer counts."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"calling hours end after they begin: not {self.start:%H:%M} to {self.end:%H:%M}")


@dataclass(frozen=True, slots=True)
class Policy:
    """When, and how often, customers are rung; every part is a setting."""

    country: str
    weekdays: Hours = Hours(time(8), time(21))
    saturday: Hours | None = Hours(time(8), time(16))  # None: not on Saturdays
    sunday: Hours | None = None
    on_holidays: bool = False
    closed: frozenset[tuple[int, int]] = field(default_factory=frozenset)  # (month, day), every year
    attempts_a_week: int | None = None  # calls out within seven days; None: as many as one likes


@dataclass(frozen=True, slots=True)
class Caution:
    """What speaks against ringing now; `again_at` is from when it no longer does, where that is known."""

    kind: Why
    words: str
    again_at: datetime | None = None


_POLICIES: Mapping[str, Policy] = {
    "DK": Policy("DK", closed=frozenset({(12, 24), (12, 31), (6, 5)})),
    "NO": Policy("NO", saturday=None),
}

NORWEGIAN_SATURDAY = Hours(time(9), time(15))
"""What is accepted in practice in Norway, for who switches it on."""


def policy(country: str) -> Policy:
    """Return the default policy for a country.

    >>> policy("NO").saturday is None, policy("DK").saturday.end
    (True, datetime.time(16, 0))
    """
    return _POLICIES.get(country) or Policy(country)


def warnings(
    now: datetime,
    policy: Policy,
    *,
    attempts: Iterable[datetime] = (),
    not_before: datetime | None = None,
) -> list[Caution]:
    """Return what speaks against ringing a customer now; nothing speaks against it where the list is empty.

    Args:
        now: the moment, on the customer's clock.
        policy: when and how often one rings.
        attempts: when calls out were made, on the same clock.
        not_before: the customer asked not to be rung before.

    >>> tuesday = datetime(2026, 11, 24, 9, 0)
    >>> warnings(tuesday, policy("DK"))
    []
    >>> [told] = warnings(tuesday, policy("DK"), not_before=datetime(2026, 11, 24, 16, 0))
    >>> told.words
    'the customer asked not to be called before Tue 24-11 16:00'
    """
    found = [_about_the_hour(now, policy)]
    if not_before is not None and now < not_before:
        words = f"the customer asked not to be called before {_moment(not_before)}"
        found.append(Caution(Why.NOT_BEFORE, words, not_before))
    found.append(_about_attempts(now, policy, attempts))
    return [warning for warning in found if warning]


def offered(numbers: Iterable[tuple[str, bool]]) -> tuple[list[str], Caution | None]:
    """Return the numbers that are offered for dialling, and what to say where there is none.

    Args:
        numbers: each with whether it was marked wrong: such a one is not offered again.

    >>> offered([("+4522334455", True), ("+4586123456", False)])[0]
    ['+4586123456']
    >>> print(offered([("+4522334455", True)])[1].words)
    every number is marked wrong: find a new one
    """
    known = list(numbers)
    good = [number for number, wrong in known if not wrong]
    if good:
        return good, None
    if known:
        return good, Caution(Why.WRONG_NUMBER, "every number is marked wrong: find a new one")
    return good, Caution(Why.NO_NUMBER, "no telephone number is known")


def hours(day: date, policy: Policy) -> Hours | None:
    """Return from when until when one may ring on a day; None where not at all.

    >>> hours(date(2026, 11, 28), policy("DK"))
    Hours(start=datetime.time(8, 0), end=datetime.time(16, 0))
    >>> hours(date(2027, 5, 17), policy("NO")) is None
    True
    """
    if (day.month, day.day) in policy.closed:
        return None
    if not policy.on_holidays and day in public_holidays(day.year, policy.country):
        return None
    return {_SATURDAY: policy.saturday, _SUNDAY: policy.sunday}.get(day.weekday(), policy.weekdays)


def opens(now: datetime, policy: Policy) -> datetime | None:
    """Return from when one may ring: now, or the next moment at which it is allowed; None where that is far away."""
    for ahead in range(_LOOK_AHEAD):
        day = now.date() + timedelta(days=ahead)
        allowed = hours(day, policy)
        if allowed is None or (ahead == 0 and now.time() >= allowed.end):
            continue
        start = datetime.combine(day, allowed.start, now.tzinfo)
        return max(start, now)
    return None


def _about_the_hour(now: datetime, policy: Policy) -> Caution | None:
    allowed = hours(now.date(), policy)
    if allowed and allowed.start <= now.time() < allowed.end:
        return None
    again = opens(now, policy)
    then = f": again from {_moment(again)}" if again else ""
    if allowed is None:
        return Caution(Why.CLOSED_DAY, f"no calls on {_closed_day(now.date())}{then}", again)
    told = f"calls are made from {allowed.start:%H:%M} to {allowed.end:%H:%M} today"
    return Caution(Why.HOURS, f"{told}{then}", again)


def _about_attempts(now: datetime, policy: Policy, attempts: Iterable[datetime]) -> Caution | None:
    most = policy.attempts_a_week
    if most is None:
        return None
    recent: Sequence[datetime] = sorted(at for at in attempts if now - _WEEK < at <= now)
    if len(recent) < most:
        return None
    again = opens(recent[len(recent) - most] + _WEEK, policy) if most else None
    then = f": again from {_moment(again)}" if again else ""
    return Caution(Why.ATTEMPTS, f"called {len(recent)} times within a week, at most {most}{then}", again)


def _moment(at: datetime) -> str:
    hour = f" {at:%H:%M}" if at.time() != time.min else ""
    return f"{_DAYS[at.weekday()]} {at:%d-%m}{hour}"


def _closed_day(day: date) -> str:
    return {_SATURDAY: "Saturdays", _SUNDAY: "Sundays"}.get(day.weekday(), f"{day:%d-%m}")


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
