"""What the register refuses, in words an agent or an administrator can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from model.proposals import Proposal
    from model.records import Card


class Refused(Exception):
    """Something was asked that cannot be done; nothing has changed. The message says what to do."""


class Invalid(Refused):
    """A field holds what it must not hold."""

    def __init__(self, field: str, message: str, value: object = None) -> None:
        """Name the field, the offending value and the mend."""
        super().__init__(f"{_FIELDS.get(field, field)}: {message}")
        self.field = field
        self.message = message
        self.value = value


_FIELDS = {
    "entry_ids": "invoices",
    "entry_id": "item",
    "to_customer_id": "customer",
    "interruption_id": "interruption",
    "task_id": "task",
    "party_id": "speaker",
    "call_back_at": "ring again",
    "started_at": "start of the call",
    "ended_at": "end of the call",
    "paid_on": "paid on",
    "expected_on": "rings on",
    "not_before": "not before",
    "agreed_by": "who agreed",
    "supersedes": "replaces",
}
"""What a person calls the fields of an act."""


class NotFound(Refused):
    """No such customer, invoice or agreement."""


class NotAllowed(Refused):
    """The act may not be done, by this agent or as things stand."""


class BeyondAuthority(NotAllowed):
    """The act is more than the agent may do alone: somebody else may grant it (`model.approvals`)."""

    def __init__(self, message: str, act: Proposal | None = None) -> None:
        """Name what is exceeded; `act` is the one of several that exceeds it."""
        super().__init__(message)
        self.act = act


class Stale(Refused):
    """What the act rests on changed meanwhile; the card as it is now is attached."""

    def __init__(self, card: Card) -> None:
        """Keep the new card, so that the desk can show what changed."""
        super().__init__("the account changed meanwhile: look at it again, then record")
        self.card = card


class Busy(Refused):
    """Another process holds the register's write lock; what was typed is kept."""


class Unreachable(Refused):
    """The register cannot be opened or reached."""


class WrongVersion(Refused):
    """The register was written by another version of the program."""


class MissingRate(Refused):
    """A calculation needs a rate, fee or limit of which there is no row. Nothing is guessed."""

    def __init__(self, country: str, kind: str, first: date, last: date | None = None) -> None:
        """Name the row that is missing: its country and kind, the half-year or the day, and the mend."""
        when = f"on {first}" if last is None else f"from {first} to {last}"
        super().__init__(
            f"{kind}: no row for {country} {when}, so nothing is calculated. Look the value up at the authority and "
            f"add it to the register's own rates: country {country}, kind {kind}, valid from {first}"
        )
        self.country = country
        self.kind = kind
        self.first = first
        self.last = last
