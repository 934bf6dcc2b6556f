"""Amounts, days and moments as agents write them in Danish, Norwegian and English: understood, or refused in words.

Dates are day before month, always; a day without a year is the next such day, unless that lies so far into next year
that the one just past may be meant. What could mean two things is never guessed: the message says how to write it.

>>> today = date(2026, 11, 22)  # a Sunday
>>> print(read_amount("1.500"), read_amount("1500,50"), read_amount("1500,-"))
1500.00 1500.50 1500.00
>>> print(read_day("1/2", today), read_day("fredag", today), read_day("+14", today))
2027-02-01 2026-11-27 2026-12-06
>>> print(read_moment("i morgen 10", datetime(2026, 11, 22, 14, 2, tzinfo=UTC)))
2026-11-23 10:00:00+00:00
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta  # noqa: F401  UTC is used in the example above
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from tui.wording import _, day

MOST = Decimal("99999999.99")
"""The largest amount one types: more is a slip of the finger."""

_YEARS_AHEAD = 10  # a plan of 120 months; beyond that it is a slip in the year

_MONTHS_AHEAD = 10  # a day of next year further ahead than this has just been: it asks for its year

_AMOUNT = re.compile(r"(?P<kroner>\d+|\d{1,3}(?:[. ]\d{3})+)(?:[,.](?P<ore>\d\d)|,(?P<tenth>\d)|[,.]-|,)?")
_CURRENCY = re.compile(r"(?:kr|dkk|nok)\b\.?|(?:kr|dkk|nok)\.?$", re.IGNORECASE)
_PERCENT = re.compile(r"(?P<number>\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|pct\.?|prosent|procent|percent)", re.IGNORECASE)

_LEADING = re.compile(r"^(?:(?:den|d|the|på|pa|on|by|til og med|til|senest|this|denne|førstkommende)\b\.? *)+")
_DAY_MONTH = re.compile(r"(\d{1,2})(?P<mark>[/.-]) ?(\d{1,2})(?:(?:[/.-]|\.? )(\d{2}|\d{4}))?\.?")
_DAY_NAMED_MONTH = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)? ?(?:of )?([a-zæøå]{3,})\.?(?: (\d{4}|\d{2}))?")
_DAY_ONLY = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AHEAD = re.compile(
    r"(?:\+ ?|(?:om|in) (?=\d+ ?\w))(\d{1,3}) ?(?:(?P<weeks>u|w|uger?|uker?|weeks?)|d|dage?|dager|days?|)"
)
_END_OF_MONTH = re.compile(
    r"(?:ultimo|ult\.?|slutningen af|slutten av|end of)(?: ([a-zæøå]{3,})\.?)?(?: (\d{4}|\d{2}))?"
)
_CLOCK = re.compile(
    r"(?:^|(?P<before>.*?)(?: |$))(?P<sign>kl\.? ?|klokken |at |@)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?"
)

_DAYS = {
    0: ("i dag", "idag", "today", "nu", "nå", "now"),
    1: ("i morgen", "imorgen", "i morgon", "i morra", "imorra", "tomorrow"),
    2: ("i overmorgen", "overmorgen", "i overmorgon", "day after tomorrow"),
}
_WEEKDAYS = (
    ("mandag", "monday"),
    ("tirsdag", "tuesday"),
    ("onsdag", "wednesday"),
    ("torsdag", "thursday"),
    ("fredag", "friday"),
    ("lørdag", "lordag", "loerdag", "saturday"),
    ("søndag", "sondag", "soendag", "sunday"),
)
_MONTHS = (
    ("januar", "january"),
    ("februar", "february"),
    ("marts", "mars", "march"),
    ("april",),
    ("maj", "mai", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("august",),
    ("september",),
    ("oktober", "october"),
    ("november",),
    ("december", "desember"),
)
_SHORTEST = 3  # letters of a weekday or month: "to" and "ti" are also two and ten
_NEXT = ("næste ", "naeste ", "neste ", "next ")


class Unclear(ValueError):
    """What was typed cannot be understood, or could mean two things. The message says how to write it."""


def read_amount(text: str) -> Decimal:
    """An amount in kroner and øre: a comma before øre; a point or space before each three digits.

    >>> print(read_amount("kr 12.450,5"), read_amount("1 500 kr."), read_amount("1500.50"))
    12450.50 1500.00 1500.50
    >>> read_amount("1,500")
    Traceback (most recent call last):
    tui.entry_values.Unclear: 1,500 could be 1500 or 1,50: write one of these

    Raises:
        Unclear: not an amount, none or a negative one, too much, or two readings.
    """
    words = _CURRENCY.sub("", _folded(text)).strip()
    if re.fullmatch(r"\d{1,3},\d{3}", words):
        whole, part = words.split(",")
        raise Unclear(
            _("{text} could be {whole} or {part}: write one of these").format(
                text=words, whole=whole + part, part=f"{whole},{part[:2]}"
            )
        )
    found = _AMOUNT.fullmatch(words)
    if not found:
        raise Unclear(_("not an amount: write 1500 or 1.500,00"))
    kroner = re.sub(r"\D", "", found["kroner"])
    read = Decimal(f"{kroner}.{found['ore'] or (found['tenth'] or '0') + '0'}")
    if not read:
        raise Unclear(_("nothing is no amount"))
    if read > MOST:
        raise Unclear(_("too much for one amount"))
    return read


def read_percent(text: str) -> Decimal | None:
    """How many per cent a text says, or None where it says no percentage.

    >>> read_percent("20%"), read_percent("12,5 pct"), read_percent("500")
    (Decimal('20'), Decimal('12.5'), None)

    Raises:
        Unclear: nothing, or all and more.
    """
    found = _PERCENT.fullmatch(_folded(text))
    if not found:
        return None
    read = Decimal(found["number"].replace(",", "."))
    if not 0 < read < 100:  # noqa: PLR2004  all of it
        raise Unclear(_("a percentage between 0 and 100"))
    return read


def read_count(text: str) -> int:
    """How many instalments.

    >>> read_count("6"), read_count("6 mdr"), read_count("6 x")
    (6, 6, 6)

    Raises:
        Unclear: not a whole number, or none.
    """
    found = re.fullmatch(
        r"(\d{1,4}) ?(?:x|gange|ganger|times|mdr|md|mnd|afdrag|avdrag|instalments?)?\.?", _folded(text)
    )
    if not found or not int(found[1]):
        raise Unclear(_("not a number of instalments: write 6"))
    return int(found[1])


def read_day(text: str, today: date) -> date:
    """A day from today on.

    >>> today = date(2026, 11, 22)  # a Sunday
    >>> for text in "1.2", "1/2-27", "d. 1.", "1. februar", "fri", "i morgen", "ultimo januar", "22/11":
    ...     print(read_day(text, today))
    2027-02-01
    2027-02-01
    2026-12-01
    2027-02-01
    2026-11-27
    2026-11-23
    2027-01-31
    2026-11-22
    >>> read_day("næste fredag", today)
    Traceback (most recent call last):
    tui.entry_values.Unclear: next Friday could be 27-11 or 04-12: write the date
    >>> read_day("20-11", today)
    Traceback (most recent call last):
    tui.entry_values.Unclear: 20-11 is past: write 20-11-2027 if next year is meant

    Raises:
        Unclear: no such day, a past one, one just past without its year, one far ahead, or two readings.
    """
    words = _folded(text)
    _refuse_next_weekday(words, today)
    words = _LEADING.sub("", words)
    try:
        read = _named(words, today) or _dated(words, today)
    except (ValueError, OverflowError) as error:
        if isinstance(error, Unclear):
            raise
        raise Unclear(_("there is no such day")) from error
    if read is None:
        raise Unclear(_("not a day: write 1/2, 1/2-27, fri or +14"))
    if read < today:
        raise Unclear(_("{day} is past").format(day=day(read, year=True)))
    if read > today + relativedelta(years=_YEARS_AHEAD):
        raise Unclear(_("{day} is too far ahead").format(day=day(read, year=True)))
    return read


def read_moment(text: str, now: datetime) -> datetime:
    """A day and a time of day after now, in the time zone of `now`.

    >>> now = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)
    >>> for text in "fredag 14.30", "1/12 10", "kl 16", "+1 kl. 9":
    ...     print(f"{read_moment(text, now):%d-%m %H:%M}")
    27-11 14:30
    01-12 10:00
    22-11 16:00
    23-11 09:00

    Raises:
        Unclear: no day, no time, a past moment, or two readings.
    """
    words = _folded(text)
    found = _CLOCK.fullmatch(words)
    if not found:
        raise Unclear(_("at what time? Write tomorrow 10 or 1/12 14:30"))
    before, hour, minute = found["before"] or "", int(found["hour"]), int(found["minute"] or 0)
    if not before and not found["sign"] and "." in words:
        raise Unclear(_("a day or a time? Write {time}, or the day and the time").format(time=f"{hour}:{minute:02d}"))
    try:
        clock = time(hour, minute, tzinfo=now.tzinfo)
    except ValueError as error:
        raise Unclear(_("there is no such time")) from error
    on = read_day(before, now.date()) if before else now.date()
    read = datetime.combine(on, clock)
    if read <= now:
        raise Unclear(_("{time} today is past").format(time=f"{read:%H:%M}"))
    return read


def _folded(text: str) -> str:
    """Lower case, composed, one space between words."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def _one_of(word: str, names: tuple[tuple[str, ...], ...]) -> int | None:
    """Which of the names a word begins, where it is long enough to begin only one."""
    if len(word) < _SHORTEST:
        return None
    found = {at for at, spellings in enumerate(names) if any(name.startswith(word) for name in spellings)}
    return found.pop() if len(found) == 1 else None


def _named(words: str, today: date) -> date | None:
    """Days that have a name, or are counted from today."""
    for days, names in _DAYS.items():
        if words in names:
            return today + timedelta(days=days)
    weekday = _one_of(words.rstrip("."), _WEEKDAYS)
    if weekday is not None:
        return _next_weekday(weekday, today)
    if found := _AHEAD.fullmatch(words):
        return today + timedelta(days=int(found[1]) * (7 if found["weeks"] else 1))
    if found := _END_OF_MONTH.fullmatch(words):
        month = _one_of(found[1], _MONTHS) if found[1] else today.month - 1
        if month is None:
            return None
        return _next_such(None, month + 1, found[2], today)
    return None


def _dated(words: str, today: date) -> date | None:
    """Days by number: day, then month."""
    if found := _YEAR_FIRST.fullmatch(words):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_MONTH.fullmatch(words):
        return _next_such(int(found[1]), int(found[3]), found[4], today)
    if found := _DAY_NAMED_MONTH.fullmatch(words):
        month = _one_of(found[2], _MONTHS)
        return None if month is None else _next_such(int(found[1]), month + 1, found[3], today)
    if found := _DAY_ONLY.fullmatch(words):
        wanted = int(found[1])
        for ahead in range(12):
            first = today.replace(day=1) + relativedelta(months=ahead)
            try:
                on = first.replace(day=wanted)
            except ValueError:
                if 1 <= wanted <= 31:  # noqa: PLR2004  this month is too short for it
                    continue
                raise
            if on >= today:
                return on
    return None


def _next_such(on: int | None, month: int, year: str | None, today: date) -> date:
    """The next such day of a month (its last one for None), or the one of a year given in two or four digits.

    A slip in the month or a glance at the wrong line makes a day of last week: it must not become one of next year.
    """

    def of(year: int) -> date:
        return date(year, month, 1) + relativedelta(day=31) if on is None else date(year, month, on)

    if year:
        return of(int(year) if len(year) > 2 else today.year - today.year % 100 + int(year))  # noqa: PLR2004
    this_year = of(today.year) if on != 29 or month != 2 else None  # noqa: PLR2004  29 February asks for its year
    if this_year is None:
        return _leap_day(today)
    if this_year >= today:
        return this_year
    next_year = of(today.year + 1)
    if next_year > today + relativedelta(months=_MONTHS_AHEAD):
        raise Unclear(
            _("{past} is past: write {day} if next year is meant").format(
                past=day(this_year), day=day(next_year, year=True)
            )
        )
    return next_year


def _leap_day(today: date) -> date:
    """29 February, where it comes within a year; else whoever says it means another day."""
    for year in (today.year, today.year + 1):
        try:
            on = date(year, 2, 29)
        except ValueError:
            continue
        if today <= on <= today + relativedelta(years=1):
            return on
    raise Unclear(_("there is no 29 February within a year: write 28/2, or the year too"))


def _next_weekday(weekday: int, today: date) -> date:
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _refuse_next_weekday(words: str, today: date) -> None:
    """Say that "next Friday" is this one to some and the one after to others."""
    for word in _NEXT:
        if words.removeprefix("på ").startswith(word):
            weekday = _one_of(words.removeprefix("på ").removeprefix(word), _WEEKDAYS)
            if weekday is None:
                return
            first = _next_weekday(weekday, today)
            raise Unclear(
                _("next {weekday} could be {first} or {second}: write the date").format(
                    weekday=_(_WEEKDAYS[weekday][-1].capitalize()),
                    first=day(first),
                    second=day(first + timedelta(days=7)),
                )
            )
