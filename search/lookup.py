"""What the finder asks of either database, and the words they share. Nothing here or below needs SQLAlchemy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

VERSION = "8"
"""Of the fold and the tables together: raised when either changes, so that an index of another version is made anew."""

VERSION_SETTING = "search_version"

INDEXED = 4
"""Letters up to which the beginning of a word is in the index itself; longer ones go through the vocabulary."""


class Interrupted(Exception):
    """The search took longer than it was given, or was told to stop."""


class Missing(Exception):
    """The register has no index, or one of another version."""


@dataclass(frozen=True, slots=True)
class Term:
    """What a customer's words must hold: one of `words`, or any that begins in one of these ways."""

    words: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anybody can hold it."""
        return bool(self.words or self.begins)

    def is_in(self, text: str) -> bool:
        """Whether a customer's text holds it, a space before each of its words."""
        text += " "
        return any(f" {word} " in text for word in self.words) or any(f" {start}" in text for start in self.begins)

    def __or__(self, other: Term) -> Term:
        """Either of the two; what stands first stays first."""
        return Term(_once(self.words + other.words), _once(self.begins + other.begins))

    def narrow(self, most: int) -> Term:
        """Only the first words: those that were thought likeliest."""
        return Term(self.words[:most], self.begins if len(self.words) < most else ())


class Lookup(Protocol):
    """The index of one database, read through a connection of its own.

    Rows of customers are of id and text, as `search.document.Document` has them; those by digits of its numbers, too.
    """

    def fetch(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of a statement, whose marks for values are `?`.

        Raises:
            Interrupted: it took too long, or was told to stop.
            Missing: there is no index.
        """

    stamp: str
    """A statement for a text, as `word` beside an empty `sound`, that is another one as soon as anybody changed
    anything."""

    def among(self, ids: Sequence[int]) -> tuple[str, list[Any]]:
        """The condition that an id is one of these, and its value."""

    def moment(self, at: datetime) -> Any:  # noqa: ANN401  as the driver wants it
        """A moment of UTC as the register stores it."""

    def given(self, words: Sequence[str]) -> tuple[str, list[Any]]:
        """A table `given` with these words as its `value`, and the statement's values for it."""

    def by_words(self, terms: Sequence[Term], limit: int, *, name_only: bool = False) -> list[Any]:
        """Rows of customers who have all these words, at most so many; without a text where that is read apart."""

    def by_ids(self, ids: Sequence[int]) -> list[Any]:
        """Rows of these customers."""

    def by_digits(self, grams: Sequence[str], core: str, limit: int) -> list[Any]:
        """Rows of customers who have all these grams, and these digits in one number, at most so many."""

    def within(self, milliseconds: float | None) -> AbstractContextManager[None]:
        """Interrupt what runs longer than that."""

    def interrupt(self) -> None:
        """Stop what runs; from any thread."""

    def close(self) -> None:
        """Let go of the database."""


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
