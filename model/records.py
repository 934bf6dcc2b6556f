"""What crosses from the register to the screen: frozen records of clean, plain values.

Every text in them went through `model.text.plain`. Nothing here knows a database, so that a screen can be drawn before
one is open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal
    from typing import TypeAlias

    from model.rules.agreement import InstalmentProgress
    from model.rules.behaviour import Assessment, Exposure
    from model.rules.collect import Figures
    from model.rules.schedule import Costs

    Day: TypeAlias = date  # where a field is called date


@dataclass(frozen=True, slots=True)
class AgentInfo:
    """Who acts: the agent as the register knows them today."""

    id: int
    login: str
    name: str
    role: str
    team: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A customer as a line in a list: the hit under the finder."""

    customer_id: int
    number: str
    name: str
    address: str
    phone: str
    status: str  # kinds.CustomerStatus, or "merged"
    currency: str
    to_collect: Decimal
    merged_into: str = ""  # number of the customer whose account goes on
    living: int | None = None  # id of that one


@dataclass(frozen=True, slots=True)
class PhoneInfo:
    """A number the customer can be reached at."""

    number: str
    label: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class PartyInfo:
    """Somebody beside the debtor."""

    id: int
    role: str
    name: str
    phone: str
    scope: str
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Item:
    """An open debit, with what keeps it from being collected. `due` is the day as last changed.

    What hangs on a disputed invoice is disputed with it.
    """

    entry_id: int
    creditor_id: int
    kind: str
    voucher: str
    reference: str
    date: Day
    due: Day
    amount: Decimal
    open: Decimal
    currency: str
    disputed: bool
    agreement: str  # number of the running agreement, or ""
    days_overdue: int
    limitation: str = "running"  # rules.limitation.State
    lapses: Day | None = None  # its last day, where less than a year is left
    claim_id: int | None = None  # the invoice that a fee, interest or compensation hangs on


@dataclass(frozen=True, slots=True)
class PromiseInfo:
    """A promise and how it stands today."""

    id: int
    amount: Decimal
    paid: Decimal
    currency: str
    made_on: date
    due: date
    judged_after: date
    state: str
    agent: str
    entry_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AgreementInfo:
    """An instalment agreement and how it stands today."""

    id: int
    number: str
    state: str
    total: Decimal
    paid: Decimal
    currency: str
    frequency: str
    made_on: date
    instalments: tuple[InstalmentProgress, ...]
    entry_ids: tuple[int, ...]
    agent: str
    discount: Decimal | None = None  # written off when the plan is paid in time


@dataclass(frozen=True, slots=True)
class DisputeInfo:
    """A dispute of one entry."""

    id: int
    entry_id: int
    voucher: str
    reason: str
    opened_on: date
    state: str


@dataclass(frozen=True, slots=True)
class HoldInfo:
    """Dunning rests until a day."""

    reason: str
    entry_id: int | None
    valid_until: date


@dataclass(frozen=True, slots=True)
class NoteInfo:
    """A note in its newest version."""

    id: int
    at: datetime
    agent: str
    text: str
    pinned: bool


@dataclass(frozen=True, slots=True)
class TaskInfo:
    """Something that waits to be done."""

    id: int
    kind: str
    due_at: datetime
    text: str
    agent_id: int | None = None  # whose it is; None: the team's


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task in an agent's list, with the customer it is about."""

    id: int
    kind: str
    due_at: datetime
    text: str
    customer_id: int
    number: str
    name: str
    agent: str  # whose it is; "" for the team's


@dataclass(frozen=True, slots=True)
class PendingContact:
    """New contact data that waits to be verified."""

    id: int
    kind: str  # kinds.ContactKind
    old: str
    new: str  # "": the old one no longer holds
    effective: date
    at: datetime
    agent: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line of history. `kind` is an `EntryKind` for ledger lines, else an `Act`."""

    date: Day
    kind: str
    text: str = ""  # of an entry or a call; the reason of a dispute; the number of an agreement
    voucher: str = ""
    amount: Decimal | None = None
    open: Decimal | None = None  # what is open of an entry; credits negative
    currency: str = ""
    due: Day | None = None
    detail: str = ""  # direction of a call; state of a promise, an agreement or a dispute; "bounced": see `settlements`
    outcome: str = ""  # of a call
    agent: str = ""
    entry_id: int | None = None  # of a ledger line
    undone: bool = False  # taken back by a later act


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some lines of history, newest first. `next` asks for older ones; None is the end."""

    rows: tuple[HistoryRow, ...]
    next: HistoryCursor | None


@dataclass(frozen=True, slots=True)
class HistoryCursor:
    """Where a page of history ended, in the ledger and among the events."""

    entry: tuple[date, int] | None
    event: tuple[datetime, int] | None


@dataclass(frozen=True, slots=True)
class OtherCurrency:
    """What a customer owes in a currency other than their own; currencies are never mixed."""

    currency: str
    balance: Decimal
    overdue: Decimal


@dataclass(frozen=True, slots=True)
class Since:
    """What happened since the last call."""

    last_call: date | None
    paid: Decimal
    payments: int
    disputed: tuple[str, ...]  # vouchers
    new_items: tuple[str, ...]  # vouchers


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """An act beyond the asker's authority: it waits for another, or was granted or refused lately."""

    id: int
    kind: str  # class of the proposal
    what: str  # what is posted, waived or charged; "" for other acts
    amount: Decimal | None
    currency: str
    asked_by: int
    asker: str
    asked_on: Day
    decided_on: Day | None
    decider: str
    granted: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One debtor on one screen, as of a day.

    `basis` fingerprints what an arrangement rests on (open amounts, holds, disputes): an act made on an older basis is
    refused as stale.
    """

    as_of: date
    customer_id: int
    number: str
    kind: str
    name: str
    org_number: str
    category: str
    status: str
    status_on: date | None
    address_protected: bool
    address: str  # "" while protected and not asked for
    country: str  # of the home creditor: its law and its bank days
    language: str
    phones: tuple[PhoneInfo, ...]
    emails: tuple[str, ...]
    parties: tuple[PartyInfo, ...]
    creditor: str
    creditor_id: int
    currency: str
    credit_limit: Decimal | None
    exposure: Exposure  # what is owed, held against the limit
    figures: Figures
    balance: Decimal
    unallocated: Decimal  # money not yet allocated, positive
    interest: (
        Decimal | None
    )  # late interest so far, no part of the balance until it is charged; None: a rate is missing
    assessment: Assessment
    days_overdue: int
    reminder_level: int
    reminder_on: date | None
    pay_by: str
    payments_to: date | None
    other_currencies: tuple[OtherCurrency, ...]
    since: Since
    items: tuple[Item, ...]
    promises: tuple[PromiseInfo, ...]  # newest first
    agreements: tuple[AgreementInfo, ...]  # newest first
    disputes: tuple[DisputeInfo, ...]  # open ones
    holds: tuple[HoldInfo, ...]  # running ones
    notes: tuple[NoteInfo, ...]  # pinned first, then newest first
    tasks: tuple[TaskInfo, ...]
    requests: tuple[RequestInfo, ...]  # those that wait, then those decided lately
    history: HistoryPage
    basis: str = field(repr=False, default="")
    call_not_before: date | None = None
    costs: Costs | None = None  # of an instalment plan drawn today; None: it costs nothing
    pending: tuple[PendingContact, ...] = ()  # changes of contact data, oldest first
    merged_into: str = ""  # number of the customer whose account goes on
