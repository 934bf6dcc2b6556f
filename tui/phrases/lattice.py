"""All that the tokens of a line may mean, place by place: keywords, numbers, amounts, days, hours, invoices, words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from model.records import Card
from tui.phrases import days, numbers, vocabulary
from tui.phrases.tokens import Token, Value, tokens

_HOURS, _MINUTES = 24, 60
_MORNING = 7  # an hour before it, written without its zero, is one of the afternoon
_WORD = 10  # what a word taken as free text costs: whatever can be understood is
_PHONE = re.compile(r"(?:\+|00)?(?:45|47)?\d{8}")
FREE = frozenset({"words", "tail"})
"""Kinds of value that any words can be."""

# What is never swallowed by a free tail.
_HEDGES = frozenset({"not", "if", "all", "rest", "fraction", "promise", "paid", "payday", "vague"})
_NOW = frozenset({"straks", "today", "idag", "tonight", "immediately"})  # today is no date to be held to
_LONGEST_PHONE = 9  # tokens: + 47 22 33 44 55


@dataclass(frozen=True, slots=True)
class Lattice:
    """The line with everything each place may mean, by kind."""

    text: str
    line: list[Token]
    at: list[dict[str, list[Value]]]
    hedged: tuple[bool, ...] = ()

    def of(self, kind: str, at: int) -> list[Value]:
        """What of a kind may begin at a token. `words` are free words; a `tail` holds no figure and no negation."""
        if at >= len(self.line):
            return []
        return self._free(kind, at) if kind in FREE else self.at[at].get(kind, [])

    def _free(self, kind: str, at: int) -> list[Value]:
        """Free words from a token on, as many as may be."""
        first = self.line[at]
        if first.quoted:
            quoted = self.text[first.start + 1 : first.end - 1].strip()
            return [Value(kind, quoted, at, at + 1)] if quoted else []
        found: list[Value] = []
        if first.text in (",", ";"):
            return found
        for end in range(at + 1, len(self.line) + 1):
            if kind == "tail" and self.hedged[end - 1]:
                break
            found.append(Value(kind, self.spelt(at, end), at, end, _WORD * (end - at)))
        return found

    def spelt(self, start: int, end: int) -> str:
        """The text of some tokens as it was typed."""
        return self.text[self.line[start].start : self.line[end - 1].end] if end > start else ""


def lattice(text: str, card: Card, today: date) -> Lattice:
    """Look up every place of a line."""
    line = tokens(text)
    words = vocabulary.known(line)
    for at in range(len(line)):
        words[at] += numbers.numbers(line, at)
    calendar = days.Calendar(line, words, today, card.country)
    found: list[dict[str, list[Value]]] = []
    vouchers = _vouchers(card)
    for at in range(len(line)):
        here = [*words[at], *days.days(calendar, at), *days.spans(calendar, at), *_clock(calendar, at)]
        here += [*_named(line, at, vouchers), *_phone(line, at), *_email(text, line, at)]
        kinds: dict[str, list[Value]] = {}
        for value in dict.fromkeys(here):
            kinds.setdefault(value.kind, []).append(value)
        found.append(kinds)
    return Lattice(text, line, found, _hedged(text, line, found))


def _clock(calendar: days.Calendar, at: int) -> list[Value]:
    """An hour: 9, kl. 10, 14:30, 14.30."""
    begin, cost = at, 0
    for word in calendar.of("clock", at):
        begin, cost = word.end, word.cost
    hour = calendar.digits(begin)
    end = begin + 1
    written = calendar.digits(begin, 4)
    if written is not None and len(calendar.text(begin)) == 4 and (begin > at or calendar.text(begin)[0] == "0"):  # noqa: PLR2004
        hour, minute = divmod(written, 100)  # kl 1030, 0930
        return [Value("clock_time", time(hour, minute), at, end, cost)] if hour < _HOURS and minute < _MINUTES else []
    if hour is None:
        said = [v for v in calendar.of("number", begin) if isinstance(v.value, int)] if begin > at else []
        if not said:
            return []
        hour, end = int(str(said[0].value)), said[0].end
    minute = 0
    if calendar.text(end) in (":", ".") and calendar.line[end].glued and len(calendar.text(end + 1)) == 2:  # noqa: PLR2004
        minutes = calendar.digits(end + 1)
        if minutes is not None and calendar.line[end + 1].glued:
            minute, end = minutes, end + 2
    if hour >= _HOURS or minute >= _MINUTES:
        return []
    if 0 < hour < _MORNING and len(calendar.text(begin)) == 1:
        hour += _HOURS // 2  # nobody is rung at 3 in the night
    return [Value("clock_time", time(hour, minute), at, end, cost)]


def _vouchers(card: Card) -> list[tuple[tuple[str, ...], str, object]]:
    """The numbers that may be said: of open items, of agreements and promises."""
    found: list[tuple[tuple[str, ...], str, object]] = [
        (_spelling(item.voucher), "invoice", item) for item in card.items if item.voucher
    ]
    found += [(_spelling(a.number), "agreement_ref", a) for a in card.agreements]
    found += [(_spelling(f"L-{p.id}"), "promise_ref", p) for p in card.promises]
    return found


@lru_cache(maxsize=4096)
def _spelling(number: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(number))


def _named(line: list[Token], at: int, vouchers: list[tuple[tuple[str, ...], str, object]]) -> list[Value]:
    found = []
    for spelling, kind, meant in vouchers:
        if spelling[:1] != (line[at].text,):
            continue
        here = line[at : at + len(spelling)]
        if tuple(token.text for token in here) == spelling and all(token.glued for token in here[1:]):
            found.append(Value(kind, meant, at, at + len(spelling)))
    return found


def _phone(line: list[Token], at: int) -> list[Value]:
    """A telephone number of Denmark or Norway, with its code or without."""
    if not (line[at].number or line[at].text == "+"):
        return []
    digits = ""
    for end in range(at, min(at + _LONGEST_PHONE, len(line))):
        if not line[end].number and not (end == at and line[end].text == "+"):
            break
        digits += line[end].text
        following = line[end + 1] if end + 1 < len(line) else None
        if _PHONE.fullmatch(digits) and not (following and following.number):
            return [Value("phone", digits, at, end + 1)]
    return []


def _email(text: str, line: list[Token], at: int) -> list[Value]:
    """An e-mail address: what stands together with an at sign in it."""
    if line[at].glued or at + 1 == len(line) or not line[at].word:
        return []
    end = at + 1
    while end < len(line) and line[end].glued and line[end].text not in (",", ";"):
        end += 1
    spelt = text[line[at].start : line[end - 1].end].removesuffix(".")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", spelt):
        return []
    return [Value("email_address", spelt, at, end)]


def telling(value: Value, text: str, line: list[Token]) -> bool:
    """Whether an amount or a day is one beyond doubt: `to`, `man`, `nu` are other words too."""
    spelt = text[line[value.start].start : line[value.end - 1].end]
    if any(letter.isdigit() for letter in spelt):
        return True
    if value.kind == "amount":
        return len(spelt) > 5  # noqa: PLR2004  "tre" children are no money
    word = re.sub(r"\W", "", spelt)
    return value.cost == 0 and len(word) > 3 and word not in _NOW  # noqa: PLR2004


def _hedged(text: str, line: list[Token], found: list[dict[str, list[Value]]]) -> tuple[bool, ...]:
    """For each token: whether it is a number, a day, a negation or a condition, which no free tail may swallow."""
    return tuple(
        token.number or not _HEDGES.isdisjoint(here) or any(telling(value, text, line) for value in here.get("day", ()))
        for token, here in zip(line, found, strict=True)
    )
