"""Bank days: the days on which a payment can be made and received.

Denmark: closed on Saturdays, Sundays and public holidays, and on the day after Ascension, 5 June, 24 December and
31 December; 1 May is open. Store bededag is a holiday up to and including 2023 (Danmarks Nationalbank, bank closing
days). Norway: closed on Saturdays, Sundays and public holidays (1 and 17 May among them) and on 24 December;
31 December is open. Of every other country only the weekends are known here.

A due date on a closed day stays the contractual one; the next bank day is the last day on which payment is on time.

>>> is_bank_day(date(2026, 5, 1), "DK"), is_bank_day(date(2026, 5, 1), "NO")
(True, False)
>>> is_bank_day(date(2026, 12, 31), "DK"), is_bank_day(date(2026, 12, 31), "NO")
(False, True)
>>> next_bank_day(date(2027, 5, 1), "DK")
datetime.date(2027, 5, 3)
>>> last_bank_day_of_month(date(2026, 12, 1), "DK")
datetime.date(2026, 12, 30)
"""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

_DAY = timedelta(days=1)
_SATURDAY = 5

_FIXED = {"DK": ((1, 1), (12, 25), (12, 26)), "NO": ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}
_MOVABLE = dict.fromkeys(_FIXED, (-3, -2, 0, 1, 39, 49, 50))
"""Days after Easter: Maundy Thursday, Good Friday, Easter, the Monday, Ascension, Whitsun and its Monday."""

_STORE_BEDEDAG, _LAST_STORE_BEDEDAG = 26, 2023


@cache
def public_holidays(year: int, country: str) -> frozenset[date]:
    """Return the public holidays of a year in Denmark or Norway; of another country none is known here.

    >>> date(2026, 5, 17) in public_holidays(2026, "NO"), date(2026, 5, 17) in public_holidays(2026, "DK")
    (True, False)
    >>> len(public_holidays(2023, "DK")), len(public_holidays(2024, "DK"))  # with store bededag, and without
    (11, 10)
    """
    if country not in _MOVABLE:
        return frozenset()
    sunday = easter(year)
    movable = [*_MOVABLE[country], *([_STORE_BEDEDAG] if country == "DK" and year <= _LAST_STORE_BEDEDAG else [])]
    return frozenset({*(date(year, *day) for day in _FIXED[country]), *(sunday + days * _DAY for days in movable)})


@cache
def _closed(year: int, country: str) -> frozenset[date]:
    """Return the days of a year, other than weekends, on which the banks of a country are closed."""
    if country not in _MOVABLE:
        return frozenset()
    closed = {*public_holidays(year, country), date(year, 12, 24)}
    if country == "DK":
        day_after_ascension = easter(year) + timedelta(days=40)
        closed |= {day_after_ascension, date(year, 6, 5), date(year, 12, 31)}
    return frozenset(closed)


def is_bank_day(day: date, country: str) -> bool:
    """Tell whether the banks of a country ("DK", "NO") are open on a day; elsewhere only weekends are closed.

    >>> is_bank_day(date(2026, 5, 15), "DK")  # the day after Ascension
    False
    >>> is_bank_day(date(2023, 5, 5), "DK"), is_bank_day(date(2024, 4, 26), "DK")  # store bededag, and its abolition
    (False, True)
    >>> is_bank_day(date(2026, 12, 25), "SE")
    True
    """
    return day.weekday() < _SATURDAY and day not in _closed(day.year, country)


def next_bank_day(day: date, country: str) -> date:
    """Return the day itself where the banks are open, else the first bank day after it.

    The end of the calendar, which some systems write for "never", stays as it is.

    >>> next_bank_day(date(2026, 4, 2), "DK")  # Maundy Thursday, to the Tuesday after Easter
    datetime.date(2026, 4, 7)
    """
    while day < date.max and not is_bank_day(day, country):
        day += _DAY
    return day


def last_bank_day_of_month(day: date, country: str) -> date:
    """Return the last bank day of the month in which a day lies.

    >>> last_bank_day_of_month(date(2027, 1, 31), "NO")  # a Sunday
    datetime.date(2027, 1, 29)
    """
    last = day + relativedelta(day=31)
    while not is_bank_day(last, country):
        last -= _DAY
    return last


def add_bank_days(day: date, n: int, country: str) -> date:
    """Return the n-th bank day after a day (before it, for a negative n); for 0 the next bank day, itself included.

    >>> add_bank_days(date(2026, 12, 23), 1, "DK"), add_bank_days(date(2026, 12, 23), 1, "NO")
    (datetime.date(2026, 12, 28), datetime.date(2026, 12, 28))
    >>> add_bank_days(date(2026, 11, 23), -1, "DK")
    datetime.date(2026, 11, 20)

    Raises:
        OverflowError: the day would lie outside the calendar.
    """
    if n == 0:
        return next_bank_day(day, country)
    step = _DAY if n > 0 else -_DAY
    for _ in range(abs(n)):
        day += step
        while not is_bank_day(day, country):
            day += step
    return day
