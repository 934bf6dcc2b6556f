"""A made customer before it is rows: who they are, their ledger, and what was said and arranged.

Rows refer to one another by their place in the story; ids come when it is written. Days are whole numbers from today,
amounts whole øre.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from model.columns import from_minor, to_minor
from model.kinds import CustomerStatus, EntryKind
from model.rules.allocation import Credit, Debit, allocate

if TYPE_CHECKING:
    from model.generate.facts import Land
    from model.rules.schedule import Instalment

Settled = tuple[int, int, int, int]
"""Place of the credit, place of the debit, øre, value day."""


@dataclass(slots=True)
class Line:
    """An entry: debits positive, credits negative."""

    kind: str
    day: int
    due: int | None
    amount: int
    voucher: str
    reference: str
    text: str
    claim: int | None = None  # place of the claim that a fee was charged on


@dataclass(slots=True)
class Address:
    """Where a customer lives, or lived until a day."""

    street: str
    extra: str
    postcode: str
    city: str
    until: int | None = None


@dataclass(slots=True)
class Party:
    """Somebody beside the debtor."""

    role: str
    name: str
    phone: str = ""
    email: str = ""
    scope: str = ""
    until: int | None = None


@dataclass(slots=True)
class Call:
    """A conversation; `minute` counts from midnight UTC."""

    day: int
    minute: int
    seconds: int
    direction: str
    phone: str
    speaker: str
    verified: str
    outcome: str
    text: str
    overdue_then: int
    agent: int
    party: int | None = None


@dataclass(slots=True)
class Note:
    """A note; `replaces` is the place of the one it corrects."""

    day: int
    minute: int
    text: str
    agent: int
    pinned: bool = False
    replaces: int | None = None
    call: int | None = None


@dataclass(slots=True)
class Promise:
    """So much by such a day, for some lines."""

    day: int
    minute: int
    amount: int
    due: int
    lines: list[int]
    agent: int
    call: int
    until: int
    withdrawn: int | None = None
    replaced_by: int | None = None


@dataclass(slots=True)
class Agreement:
    """Instalments for some lines, with what was open on each at the start."""

    day: int
    minute: int
    frequency: str
    plan: list[Instalment]
    lines: dict[int, int]
    agent: int
    call: int
    until: int

    @property
    def total(self) -> int:
        """What was agreed on, in øre."""
        return sum(self.lines.values())


@dataclass(slots=True)
class Dispute:
    """A line the customer does not accept."""

    line: int
    reason: str
    day: int
    minute: int
    agent: int
    state: str = "open"
    closed: int | None = None


@dataclass(slots=True)
class Hold:
    """Dunning rests until a day; `on` names what made it by kind and place."""

    reason: str
    since: int
    until: int
    line: int | None = None
    on: tuple[str, int] | None = None
    ended: int | None = None


@dataclass(slots=True)
class Task:
    """Something to be done."""

    kind: str
    due: int
    minute: int
    text: str
    agent: int
    made: int
    done: int | None = None


@dataclass(slots=True)
class Story:
    """One customer, whole."""

    land: Land
    kind: str
    name: str
    number: int
    org_number: str = ""
    vat: str = ""
    terms: tuple[str, int] = ("net", 14)
    credit_limit: int | None = None
    category: str = ""
    status: str = "active"
    status_day: int | None = None
    status_agent: int = 0
    protected: bool = False
    addresses: list[Address] = field(default_factory=list)
    phones: list[tuple[str, str, bool]] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)

    def strip(self) -> None:
        """Leave what a customer is found by: name, addresses, numbers, people, and the invoices."""
        self.lines = [line for line in self.lines if line.kind == EntryKind.INVOICE]
        self.status, self.status_day = CustomerStatus.ACTIVE, None
        for told in (self.calls, self.notes, self.promises, self.agreements, self.disputes, self.holds, self.tasks):
            told.clear()

    def since(self) -> int:
        """The day the customer was entered."""
        return min((line.day for line in self.lines), default=-1) - 7

    def open_on(self, day: int) -> dict[int, int]:
        """What is open on each debit at the end of a day, oldest due first."""
        left = {place: line.amount for place, line in enumerate(self.lines) if line.amount > 0 and line.day <= day}
        for _, debit, amount, value_day in settle(self):
            if value_day <= day:
                left[debit] -= amount
        standing = [place for place, amount in left.items() if amount]
        standing.sort(key=lambda place: (self.lines[place].due or 0, self.lines[place].day, place))
        return {place: left[place] for place in standing}

    def overdue_on(self, day: int) -> dict[int, int]:
        """What of it was due before that day."""
        return {place: amount for place, amount in self.open_on(day).items() if (self.lines[place].due or 0) < day}


def settle(story: Story) -> list[Settled]:
    """Which credit settles which debit, as `model.rules.allocation` says.

    A payment that names its invoice and pays just that, or all that was charged on it too, needs no asking; anything
    else goes to the rule itself.
    """
    lines = story.lines
    paid = [(line.day, place) for place, line in enumerate(lines) if line.amount < 0]
    if not paid:
        return []
    named: defaultdict[str, list[int]] = defaultdict(list)
    left = [line.amount for line in lines]
    for place, line in enumerate(lines):
        if line.amount > 0:
            named[line.reference].append(place)
    for several in named.values():
        if len(several) > 1:
            several.sort(key=lambda place: (lines[place].due, lines[place].day, place))
    settled: list[Settled] = []
    for day, place in sorted(paid):
        rest = -lines[place].amount
        for debit in _plainly_meant(rest, named.get(lines[place].reference, []), lines, left):
            if amount := min(rest, left[debit]):
                left[debit] -= amount
                rest -= amount
                settled.append((place, debit, amount, max(day, lines[debit].day)))
        if rest:
            return _by_the_rule(story)
    return settled


def _plainly_meant(paid: int, debits: list[int], lines: list[Line], left: list[int]) -> list[int]:
    """What a payment settles of a claim with fees: its principal or all of it, where it is just that; else nothing."""
    if not any(left[debit] and lines[debit].claim is not None for debit in debits):
        return debits
    principal = [debit for debit in debits if lines[debit].claim is None]
    if paid == sum(left[debit] for debit in principal):
        return principal
    return debits if paid == sum(left[debit] for debit in debits) else []


def _by_the_rule(story: Story) -> list[Settled]:
    debits, paid = [], []
    for place, line in enumerate(story.lines):
        when, currency = date.fromordinal(_ANY_DAY + line.day), story.land.currency
        if line.amount > 0:
            due = when if line.due is None else date.fromordinal(_ANY_DAY + line.due)
            amount = from_minor(line.amount)
            names = (line.voucher, line.reference, currency, 1)
            debits.append(Debit(place, when, due, amount, *names, kind=line.kind, claim_id=line.claim))
        else:
            paid.append(Credit(place, when, from_minor(-line.amount), (line.reference,), currency, 1, line.kind))
    return [
        (match.credit_id, match.debit_id, to_minor(match.amount), match.value_date.toordinal() - _ANY_DAY)
        for match in allocate(debits, paid)
    ]


_ANY_DAY = 700_000  # the rule only compares days, so any will do for today
