"""The scene in which a line is interpreted: the card, the day, what was answered; and the questions it may raise."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from model.records import Card, Item
from model.rules import coverage
from tui.phrases import build
from tui.phrases.days import Day
from tui.phrases.grammar import Node
from tui.phrases.lattice import Lattice
from tui.phrases.numbers import Money
from tui.phrases.tokens import Value
from tui.wording import _, amount, weekday

Answer = TypeVar("Answer")
_LONG_PAST = 300  # days: what was so long ago is more likely a slip
_SHOWN = 8  # choices beside "only a note": all on digits


class NoReading(Exception):
    """The words fit, but nobody means this: it is left out of the readings."""


class Ask(Exception):
    """Something has to be asked: what, and the answers to choose from."""

    def __init__(self, key: Hashable, text: str, options: Sequence[object]) -> None:
        super().__init__(text)
        self.key = key
        self.text = text
        self.options = tuple(dict.fromkeys(options))[:_SHOWN]


@dataclass(slots=True)
class Scene:
    """What an interpretation has at hand, and what earlier acts of the line have promised already."""

    lattice: Lattice
    card: Card
    today: date
    answers: dict[Hashable, object] = field(default_factory=dict)
    promised: Decimal = Decimal(0)
    parts: Decimal = Decimal(0)  # fractions promised already, of one

    def ask(self, key: Hashable, text: str, options: Sequence[Answer]) -> Answer:
        """The answer, where it was given.

        Raises:
            Ask: it was not yet.
        """
        if key in self.answers:
            return self.answers[key]  # type: ignore[return-value]  # one of the options
        raise Ask(key, text, options)

    def spelt(self, value: Value) -> str:
        """A value as it was typed."""
        return self.lattice.spelt(value.start, value.end)

    def coming(self, value: Value) -> date:
        """A day to come; asked where it is past, contradicts itself, or may be another word.

        Raises:
            Ask: it cannot be taken as it is.
        """
        day = _day(value)
        key = ("day", value.start)
        if day.coming and day.risky:
            text = _("“{word}” could be {day}: is it?").format(word=self.spelt(value), day=weekday(day.coming))
            return self.ask(key, text, [day.coming])
        if day.coming:
            return day.coming
        return self.ask(key, _("{why}: which day?").format(why=day.why), [day.later] if day.later else [])

    def past(self, value: Value) -> date:
        """A day that has been.

        Raises:
            NoReading: it is only to come.
            Ask: it is to come within weeks, and was about a year ago.
        """
        day = _day(value)
        if day.past is None or day.risky:
            raise NoReading
        if (self.today - day.past).days > _LONG_PAST and day.coming:
            text = _("{day} is yet to come: which day?").format(day=weekday(day.coming))
            return self.ask(("day", value.start), text, [day.past])
        return day.past

    def nearest(self, value: Value) -> date:
        """The day, past or coming, that is nearer.

        Raises:
            NoReading: there is none.
        """
        day = _day(value)
        days = [on for on in (day.coming, day.past, day.later) if on]
        if not days:
            raise NoReading
        return min(days, key=lambda on: abs(on - self.today))

    def items(self, node: Node) -> tuple[Item, ...] | None:
        """The invoices named in it, in the order of the card; None where none is."""
        named = {value.value.entry_id for value in node.values("invoice") if isinstance(value.value, Item)}
        return tuple(item for item in self.card.items if item.entry_id in named) or None

    def sum(self, node: Node, base: Decimal) -> Decimal:
        """How much a sum is: an amount, a part of the base, all of it, or what is left.

        Raises:
            Ask: in another currency than the account's.
            Refused: nothing is left.
        """
        value = next(node.leaves())
        if value.kind == "amount":
            return self.money(value)
        left = base - self.promised
        if value.kind in ("all", "rest"):
            found = left if value.kind == "rest" else base
        else:
            found = self._part(value, base, left)
        if found <= 0:
            raise build.Refused(_("nothing is left to promise of {amount}").format(amount=amount(base)))
        return found

    def _part(self, value: Value, base: Decimal, left: Decimal) -> Decimal:
        percent = fraction(value)
        self.parts += percent
        if abs(self.parts - 100) < Decimal("0.01") and percent < 100:  # noqa: PLR2004  the last part closes the sum
            return left
        return coverage.share(base, percent) if base > 0 else Decimal(0)

    def money(self, value: Value) -> Decimal:
        """An amount in the currency of the account.

        Raises:
            Ask: another currency was said.
        """
        said = value.value
        if not isinstance(said, Money):
            raise NoReading
        if said.currency and said.currency != self.card.currency:
            text = _("the account is in {currency}, not {other}: which amount?").format(
                currency=self.card.currency, other=said.currency
            )
            return self.ask(("currency", value.start), text, [said.amount])
        return said.amount


def fraction(value: Value) -> Decimal:
    """A percentage or a fraction, in per cent."""
    if isinstance(value.value, Decimal):
        return value.value
    if isinstance(value.value, tuple):
        above, below = value.value
    else:
        above, _slash, below = str(value.value).partition("/")
    return Decimal(100) * Decimal(int(above)) / Decimal(int(below))


def _day(value: Value) -> Day:
    if not isinstance(value.value, Day):
        raise NoReading
    return value.value
