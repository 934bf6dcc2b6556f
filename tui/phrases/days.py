"""Days as agents write them, day before month always: by name, by number, counted from today, by the month's end.

Each is told both ways: the next such day for what is promised, the last such day for what has been. What is past, or
far ahead, or contradicts itself, says why, so that it can be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from model.rules.bankdays import last_bank_day_of_month, next_bank_day
from tui.phrases.tokens import Token, Value
from tui.wording import _, weekday

_MONTHS_AHEAD = 10  # a day of next year further ahead than this has just been: it is asked
_YEARS = 10
_CENTURY = 100
_WEEK = 7
_FRIDAY = 4
_MIDDLE = 15
_OF_A_MONTH = frozenset(
    {"af", "av", "of", "i", "på", "dag", "late", "early", "slut", "slutt", "slutningen", "slutten"}
)  # an end or a beginning that ends so needs its month
_MONTH = 30
_LONGEST_MONTH = 31
_MOST_AHEAD = 999  # days, weeks, months counted from today
_RISKY = 4  # `to`, `ti`, `ma`: also other words


@dataclass(frozen=True, slots=True)
class Day:
    """A day: the coming one, the one that was; `why` says in words what keeps it from being taken as it is.

    `later` is what may be meant where there is no coming one. `whole` where only a month was named.
    """

    coming: date | None = None
    past: date | None = None
    why: str = ""
    later: date | None = None
    risky: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """The line, the words known in it, and the day it is read on."""

    line: list[Token]
    words: list[list[Value]]
    today: date
    country: str

    def of(self, kind: str, at: int) -> list[Value]:
        """The words of a kind that begin at a token."""
        return [value for value in self.words[at] if value.kind == kind] if at < len(self.line) else []

    def text(self, at: int) -> str:
        """The token there, or ""."""
        return self.line[at].text if at < len(self.line) else ""

    def digits(self, at: int, most: int = 2) -> int | None:
        """The number in digits there, of so many digits at most."""
        text = self.text(at)
        return int(text) if text and self.line[at].number and len(text) <= most else None


def days(calendar: Calendar, at: int) -> Iterator[Value]:
    """The days that begin at a token: kind `day`, and `month` where only a month is named."""
    for end, day, cost in _led(calendar, at, lead=False):
        try:
            yield Value("month" if day.whole else "day", day, at, end, cost)
        except (ValueError, OverflowError):
            continue


def _led(calendar: Calendar, at: int, *, lead: bool, depth: int = 0) -> Iterator[tuple[int, Day, int]]:
    """A day with the small words before it: på, den, d., senest."""
    if at >= len(calendar.line):
        return
    for read in (_named, _weekday, _week, _counted, _dated, _ends, _only):
        try:
            for end, day, cost in read(calendar, at, lead):
                yield end, day, cost + (_RISKY if day.risky else 0)
        except (ValueError, OverflowError):
            continue
    if depth < 3:  # noqa: PLR2004  "senest på den"
        for word in (*calendar.of("lead", at), *calendar.of("payday", at)):  # `når lønnen går ind 15/12`
            yield from ((e, d, c + word.cost) for e, d, c in _led(calendar, word.end, lead=True, depth=depth + 1))


Found = Iterator[tuple[int, Day, int]]


def _named(calendar: Calendar, at: int, lead: bool) -> Found:  # noqa: ARG001, FBT001
    """Today, tomorrow, yesterday."""
    for word in calendar.of("offset", at):
        yield word.end, relative(calendar.today, int(str(word.value))), word.cost


def _weekday(calendar: Calendar, at: int, lead: bool) -> Found:  # noqa: ARG001, FBT001
    """A weekday: the next one; two where "next" is said; with its date, if they agree."""
    today = calendar.today
    for word in calendar.of("next", at):
        for named in calendar.of("weekday", word.end):
            first = _coming(today, int(str(named.value)))
            yield named.end, Day(first), named.cost
            yield named.end, Day(first + timedelta(_WEEK)), named.cost
    for word in calendar.of("last_weekday", at):
        coming = _coming(today, int(str(word.value)))
        yield (
            word.end,
            Day(None, coming - timedelta(_WEEK), why=_was(coming - timedelta(_WEEK)), later=coming),
            word.cost,
        )
    for kind in ("weekday", "risky_weekday"):
        for word in calendar.of(kind, at):
            number = int(str(word.value))
            coming = _coming(today, number)
            yield word.end, Day(coming, coming - timedelta(_WEEK), risky=kind != "weekday"), word.cost
            if kind == "weekday":
                for end, on, cost in _led_date(calendar, word.end):
                    yield end, _agreeing(number, on), cost + word.cost
                yield from _week_of(calendar, word, number)
                for end, on, cost in _only(calendar, word.end, True):  # noqa: FBT003
                    if on.coming and on.coming.weekday() == number:  # `fredag 27`; `ring fredag 11` is an hour first
                        yield end, on, cost + word.cost + 1


def _led_date(calendar: Calendar, at: int) -> Found:
    begin = at + 1 if calendar.text(at) == "," else at
    for word in calendar.of("lead", begin):
        yield from _dated(calendar, word.end, True)  # noqa: FBT003
        yield from _only(calendar, word.end, True)  # noqa: FBT003
    yield from _dated(calendar, begin, False)  # noqa: FBT003


def _week_of(calendar: Calendar, word: Value, number: int) -> Found:
    """Friday next week, Friday in week 49, Friday in two weeks."""
    today = calendar.today
    for after in calendar.of("next_week", word.end):
        yield after.end, Day(today + timedelta(_WEEK - today.weekday() + number)), word.cost
    for after in calendar.of("week", word.end):
        week = calendar.digits(after.end)
        if week:
            year = today.isocalendar().year
            on = date.fromisocalendar(year, week, number + 1)
            yield (
                after.end + 1,
                Day(on if on >= today else date.fromisocalendar(year + 1, week, number + 1), on),
                word.cost,
            )
    for end, count, unit in _spans(calendar, word.end):
        if unit == _WEEK:
            yield end, Day(_coming(today, number) + timedelta(_WEEK * count)), word.cost


def _week(calendar: Calendar, at: int, lead: bool) -> Found:  # noqa: ARG001, FBT001
    """Next week, week 49: its Monday or its Friday; next month: its first day or its last. So it is asked."""
    today = calendar.today
    monday = today + timedelta(_WEEK - today.weekday())
    for word in calendar.of("next_week", at):
        yield from ((word.end, Day(monday + timedelta(day)), word.cost) for day in (0, _FRIDAY))
    for word in calendar.of("next_month", at):
        first = today + relativedelta(months=1, day=1)
        yield from ((word.end, Day(day), word.cost) for day in (first, first + relativedelta(day=31)))
    for word in calendar.of("week", at):
        if week := calendar.digits(word.end):
            year = today.isocalendar().year + (week < today.isocalendar().week)
            for day in (1, 1 + _FRIDAY):
                yield word.end + 1, Day(date.fromisocalendar(year, week, day)), word.cost


def _counted(calendar: Calendar, at: int, lead: bool) -> Found:  # noqa: ARG001, FBT001
    """In 14 days, two weeks ago, +14."""
    for end, many, unit in _spans(calendar, at):
        yield end, Day(_ahead(calendar.today, many, unit)), 0
    if calendar.text(at) == "+" and (count := calendar.digits(at + 1, 3)) is not None:
        units = calendar.of("span", at + 2)
        for word in units:
            yield word.end, Day(_ahead(calendar.today, count, int(str(word.value)))), 0
        if not units:
            yield at + 2, Day(_ahead(calendar.today, count, 1)), 0
    start = next((word.end for word in calendar.of("for_ago", at)), at)
    for end, many, unit in _span(calendar, start):
        for word in calendar.of("ago", end):
            yield word.end, _past(_ahead(calendar.today, -many, unit)), 0


def _spans(calendar: Calendar, at: int) -> Iterator[tuple[int, int, int]]:
    """`om 14 dage`: where it ends, how many, of how many days."""
    for word in calendar.of("in", at):
        if calendar.text(at) != "i":
            yield from _span(calendar, word.end)


def _span(calendar: Calendar, at: int) -> Iterator[tuple[int, int, int]]:
    for number in calendar.of("number", at):
        for unit in calendar.of("span", number.end):
            if isinstance(number.value, int) and number.value <= _MOST_AHEAD:
                yield unit.end, number.value, int(str(unit.value))


def spans(calendar: Calendar, at: int) -> Iterator[Value]:
    """A length of time, as the day it ends on: kind `period`."""
    for end, count, unit in _span(calendar, at):
        try:
            yield Value("period", Day(_ahead(calendar.today, count, unit)), at, end)
        except (ValueError, OverflowError):
            continue


def _ahead(today: date, count: int, unit: int) -> date:
    return today + (relativedelta(months=count) if unit == _MONTH else timedelta(days=count * unit))


def _dated(calendar: Calendar, at: int, lead: bool) -> Found:  # noqa: ARG001, FBT001
    """27/11, 27.11.26, 27-11-2026, 2026-11-27, 1. februar, 1 feb 2027."""
    line, text = calendar.line, calendar.text
    year = calendar.digits(at, 4)
    if year is not None and year > _CENTURY and text(at + 1) == "-" == text(at + 3):
        month, on = calendar.digits(at + 2), calendar.digits(at + 4)
        if month and on:
            yield at + 5, _dated_as(calendar, on, month, year), 0
        return
    for word in calendar.of("month", at):  # jan 1
        after = calendar.digits(word.end)
        counted = any(calendar.of(kind, word.end + 1) for kind in ("unit", "freq"))
        if after and after <= _LONGEST_MONTH and not counted:
            point = calendar.text(word.end + 1) == "." and calendar.line[word.end + 1].glued
            yield word.end + 1 + point, _dated_as(calendar, after, int(str(word.value)), None), word.cost + 1
    on = calendar.digits(at)
    ordinal = next((word for word in calendar.of("ordinal", at)), None)
    if on is None and ordinal is None:
        return
    if on is not None and text(at + 1) in ("/", ".", "-") and at + 2 < len(line) and line[at + 1].glued:
        month = calendar.digits(at + 2)
        if month and (line[at + 2].glued or text(at + 1) == "."):
            end, said = _year(calendar, at + 3, marks=("/", ".", "-"))
            yield end, _dated_as(calendar, on, month, said), 0
    after = ordinal.end if ordinal else at + 1
    number = int(str(ordinal.value)) if ordinal else (on or 0)
    if not ordinal and text(after) in (".", "st", "nd", "rd", "th"):
        after += 1
    if text(after) == "of":
        after += 1
    for word in calendar.of("month", after):
        end, said = _year(calendar, word.end, marks=())
        yield end, _dated_as(calendar, number, int(str(word.value)), said), word.cost


def _year(calendar: Calendar, at: int, marks: tuple[str, ...]) -> tuple[int, int | None]:
    """The year after a day and month, where one is said."""
    if marks and calendar.text(at) in marks and at + 1 < len(calendar.line) and calendar.line[at + 1].glued:
        year = calendar.digits(at + 1, 4)
        if year is not None and len(calendar.text(at + 1)) in (2, 4):
            return at + 2, year
    year = calendar.digits(at, 4)
    if year is not None and calendar.today.year - 1 <= year <= calendar.today.year + _YEARS:
        return at + 1, year
    return at, None


def _ends(calendar: Calendar, at: int, lead: bool) -> Found:  # noqa: ARG001, FBT001
    """The end and the beginning of a month, its last and its first bank day; the month alone."""
    today = calendar.today
    last: Callable[[date], date] = lambda month: month + relativedelta(day=31)  # noqa: E731
    first: Callable[[date], date] = lambda month: month.replace(day=1)  # noqa: E731
    bank_last: Callable[[date], date] = lambda month: last_bank_day_of_month(month, calendar.country)  # noqa: E731
    bank_first: Callable[[date], date] = lambda month: next_bank_day(first(month), calendar.country)  # noqa: E731
    for kind, pick in (("ultimo", last), ("primo", first), ("last_bank", bank_last), ("first_bank", bank_first)):
        for word in calendar.of(kind, at):
            begin = next((v.end for v in calendar.of("in", word.end)), word.end)
            for end, month in _months(calendar, begin):
                yield end, _with(today, pick, month), word.cost
            if not (pick in (last, first) and calendar.text(word.end - 1) in _OF_A_MONTH):
                yield word.end, _with(today, pick, None), word.cost
    for word in calendar.of("medio", at):
        for end, named in _months(calendar, word.end):
            middle = _with(today, lambda month: month.replace(day=_MIDDLE), named).coming
            yield end, Day(why=_("the middle of a month is no day"), later=middle), word.cost
    for word in calendar.of("month", at):
        end, said = _year(calendar, word.end, marks=())
        for pick in (first, last):
            yield end, replace(_with(today, pick, (int(str(word.value)), said)), whole=True), word.cost


def _months(calendar: Calendar, at: int) -> Iterator[tuple[int, tuple[int, int | None] | None]]:
    """A month after ultimo or the like, with its year where said."""
    for word in calendar.of("month", at):
        end, said = _year(calendar, word.end, marks=())
        yield end, (int(str(word.value)), said)
    for word in calendar.of("this_month", at):
        yield word.end, (calendar.today.month, calendar.today.year)
    for word in calendar.of("next_month", at):
        following = calendar.today + relativedelta(months=1, day=1)
        yield word.end, (following.month, following.year)


def _with(today: date, pick: Callable[[date], date], month: tuple[int, int | None] | None) -> Day:
    """The day picked in a month; without one, in the first month in which it is not past."""
    if month is None:
        start = today.replace(day=1)
        coming = next(on for on in (pick(start + relativedelta(months=ahead)) for ahead in range(3)) if on >= today)
        return Day(coming, pick(start) if pick(start) <= today else pick(start - relativedelta(months=1)))
    number, year = month
    return _either(today, lambda y: pick(date(y, number, 1)), year)


def _only(calendar: Calendar, at: int, lead: bool) -> Found:  # noqa: FBT001
    """The day of the month alone: `den 15.`, `d. 1`, `1st`; it needs a small word or a point."""
    today = calendar.today
    on = calendar.digits(at)
    end = at + 1
    for word in calendar.of("ordinal", at):
        on, end = int(str(word.value)), word.end
        lead = lead or calendar.line[at].number
    if on is None or not 1 <= on <= 31:  # noqa: PLR2004  a calendar
        return
    marked = calendar.text(end) in (".", "st", "nd", "rd", "th") and calendar.line[end].glued
    followed = end + 1 < len(calendar.line) and calendar.line[end + 1].glued and calendar.line[end + 1].number
    if not (lead or marked) or (marked and followed):
        return
    end += marked
    start = today.replace(day=1)
    coming = next(d for d in (_day_of(start + relativedelta(months=m), on) for m in range(12)) if d and d >= today)
    past = next(d for d in (_day_of(start - relativedelta(months=m), on) for m in range(12)) if d and d <= today)
    yield end, Day(coming, past), 0
    for begin in (end, *(word.end for word in calendar.of("in", end))):
        for word in calendar.of("this_month", begin) if begin > end else ():  # `den 1. i måneden`
            yield word.end, Day(coming, past), 0
        for word in calendar.of("next_month", begin):
            yield word.end, Day((start + relativedelta(months=1)).replace(day=on)), 0


def _day_of(month: date, on: int) -> date | None:
    day = month + relativedelta(day=on)
    return day if day.day == on else None


def _dated_as(calendar: Calendar, on: int, month: int, year: int | None) -> Day:
    """A day of a month; one that the month does not have is asked about, with its last day offered."""
    try:
        return _either(calendar.today, lambda y: date(y, month, on), year)
    except ValueError:
        if not 1 <= on <= _LONGEST_MONTH:
            raise
        last = _either(calendar.today, lambda y: date(y, month, 1) + relativedelta(day=31), year)
        return Day(
            why=_("there is no {day}-{month}").format(day=on, month=f"{month:02}"), later=last.coming or last.later
        )


def _either(today: date, of: Callable[[int], date], year: int | None) -> Day:
    """The coming and the past one of a day in each year, or the one of the year said."""
    if year is not None:
        day = of(year if year >= _CENTURY else today.year - today.year % _CENTURY + year)
        if day < today:
            return _past(day)
        why = (
            _("{day} is far ahead").format(day=weekday(day, year=True))
            if day > today + relativedelta(years=_YEARS)
            else ""
        )
        return Day(day if not why else None, day if day == today else None, why)
    around = []
    for number in (today.year - 1, today.year, today.year + 1):
        try:
            around.append(of(number))
        except ValueError:
            continue
    coming = next((day for day in around if day >= today), None)
    past = next((day for day in reversed(around) if day <= today), None)
    if coming is None and past is None:
        raise ValueError("no such day")
    if coming is None or coming > today + relativedelta(months=_MONTHS_AHEAD):
        return Day(None, past, _was(past) if past else "", coming)
    return Day(coming, past)


def _past(day: date) -> Day:
    return Day(None, day, _was(day))


def _was(day: date) -> str:
    return _("{day} is past").format(day=weekday(day, year=True))


def _agreeing(number: int, day: Day) -> Day:
    """A date said with its weekday: where they do not agree, it is asked."""
    coming = day.coming if day.coming and day.coming.weekday() == number else None
    past = day.past if day.past and day.past.weekday() == number else None
    if coming or (past and not day.coming):
        return replace(day, coming=coming, past=past)
    on = day.coming or day.later or day.past
    return Day(None, past, _("the date is a {weekday}").format(weekday=weekday(on, year=True)) if on else "", on)


def _coming(today: date, number: int) -> date:
    return today + timedelta(days=(number - today.weekday() - 1) % _WEEK + 1)


def relative(today: date, offset: int) -> Day:
    """A day so many days from today."""
    day = today + timedelta(days=offset)
    return _past(day) if offset < 0 else Day(day, day if not offset else None)
