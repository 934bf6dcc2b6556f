"""Chance that comes out the same everywhere: whole numbers only, one stream of bits from a seed."""

from __future__ import annotations

import random
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")


class Draw:
    """A seeded stream of choices."""

    def __init__(self, seed: int) -> None:
        self._bits = random.Random(seed).getrandbits

    def below(self, end: int) -> int:
        """A number from 0 up to, but not including, `end`."""
        return self._bits(32) * end >> 32

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + (self._bits(32) * (high - low + 1) >> 32)

    def chance(self, percent: int) -> bool:
        """True in so many cases of a hundred."""
        return self._bits(32) * 100 >> 32 < percent

    def pick(self, choices: Sequence[T]) -> T:
        """One of these, each as likely."""
        return choices[self._bits(32) * len(choices) >> 32]


class Weighted(Generic[T]):
    """Choices of which some are likelier: each has a whole number as its weight."""

    def __init__(self, choices: Iterable[tuple[T, int]]) -> None:
        pairs = [(choice, weight) for choice, weight in choices if weight > 0]
        self._choices = [choice for choice, _ in pairs]
        self._ends = list(accumulate(weight for _, weight in pairs))

    def pick(self, draw: Draw) -> T:
        """One of them, by weight."""
        return self._choices[bisect_right(self._ends, draw.below(self._ends[-1]))]


class Deck(Generic[T]):
    """Cards dealt in a shuffled order, again and again: so shares are exact in a small register too."""

    def __init__(self, draw: Draw, cards: Sequence[T]) -> None:
        self._draw, self._cards = draw, cards
        self._hand: list[T] = []

    def deal(self, fits: Callable[[T], bool] | None = None) -> T:
        """The next card that fits; those passed over stay for later."""
        while True:
            for place, card in enumerate(self._hand):
                if fits is None or fits(card):
                    return self._hand.pop(place)
            fresh = list(self._cards)
            for last in range(len(fresh) - 1, 0, -1):
                other = self._draw.below(last + 1)
                fresh[last], fresh[other] = fresh[other], fresh[last]
            self._hand += fresh
