"""Days as whole numbers from today (0; the past is negative), and the dates and moments they stand for.

A million ledgers ask for the same thousand days: each is worked out once.
"""

from __future__ import annotations

import datetime as dt
from datetime import UTC, datetime, time, timedelta
from functools import cached_property

from model.rules.bankdays import next_bank_day

PAST = 1500
FUTURE = 500
COUNTRIES = ("DK", "NO")


class Days:
    """The calendar around today."""

    def __init__(self, today: dt.date, now: datetime) -> None:
        self.today, self.now = today, now.astimezone(UTC)
        self._dates = [today + timedelta(days=day) for day in range(-PAST, FUTURE)]
        self._stamps = [f"{when:%y%m%d}" for when in self._dates]
        self._booked = [self.moment(day, 3 * 60) for day in range(-PAST, 1)]

    def date(self, day: int) -> dt.date:
        """The date of a day."""
        return self._dates[day + PAST]

    def stamp(self, day: int) -> str:
        """A day as it stands in vouchers: year, month and day, two digits each."""
        return self._stamps[day + PAST]

    def number(self, when: dt.date) -> int:
        """The day of a date."""
        return (when - self.today).days

    def booked(self, day: int) -> datetime:
        """When what came in on a day was booked: in the night run."""
        return self._booked[day + PAST]

    def moment(self, day: int, minute: int) -> datetime:
        """A minute (UTC, from midnight) of a day that has come; what would still lie ahead happens now."""
        return min(self.ahead(day, minute), self.now)

    def ahead(self, day: int, minute: int) -> datetime:
        """A minute (UTC, from midnight) of any day."""
        return datetime.combine(self.date(day), time(), UTC) + timedelta(minutes=minute)

    def bank_day(self, day: int, country: str) -> int:
        """The day itself, or the first bank day after it."""
        return self._bank_days[country][day + PAST]

    def work_day(self, day: int) -> int:
        """The day itself, or the last weekday before it."""
        return day - max(0, self.date(day).weekday() - 4)

    def end_of_month(self, day: int) -> int:
        """The last day of the month in which a day lies."""
        return self._month_ends[day + PAST]

    @cached_property
    def _bank_days(self) -> dict[str, list[int]]:
        return {country: [self.number(next_bank_day(day, country)) for day in self._dates] for country in COUNTRIES}

    @cached_property
    def _month_ends(self) -> list[int]:
        ends, end = [], 0
        for day in range(FUTURE + 31, -PAST - 1, -1):
            if (self.today + timedelta(days=day + 1)).day == 1:
                end = day
            if day < FUTURE:
                ends.append(end)
        return ends[::-1]
