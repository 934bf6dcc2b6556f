"""What an agent means to do, as plain values: made by a form, the entry line or a command, recorded by `model.desk`.

`typed` is what the agent typed for it, kept with the act. `basis` is the card's fingerprint that the act rests on: an
arrangement made on an older one is refused as stale; notes and calls rest on nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from model.kinds import Accepted, ContactKind, CustomerStatus, Direction, Outcome, Speaker, TaskKind, Verified
from model.rules.schedule import BankDayRule, Costs, Frequency, Instalment


@dataclass(frozen=True, slots=True)
class NoteProposal:
    """Write a note; `replaces` corrects an earlier one, which is kept."""

    customer_id: int
    text: str
    pinned: bool = False
    replaces: int | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class CallProposal:
    """Log a call that has ended; with `call_back_at`, also a task to ring again.

    Whoever said that they will ring by themselves is not rung before `not_before`.
    """

    customer_id: int
    direction: Direction
    speaker: Speaker
    verified: Verified
    outcome: Outcome
    started_at: datetime
    ended_at: datetime
    phone: str = ""
    text: str = ""
    party_id: int | None = None
    recording_consent: bool | None = None
    call_back_at: datetime | None = None
    not_before: date | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PromiseProposal:
    """The customer promises an amount by a day, for some items, or for the account where none is named."""

    customer_id: int
    amount: Decimal
    currency: str
    due: date
    entry_ids: tuple[int, ...] = ()
    basis: str = ""
    typed: str = ""
    read_back: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawalProposal:
    """The customer takes an open promise back: reminders go on."""

    customer_id: int
    promise_id: int
    basis: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class AgreementProposal:
    """The customer agrees to pay some items in instalments; `supersedes` is the agreement it takes the place of.

    `costs` are those the plan was drawn with, None where it costs nothing. A settlement has a `discount`: so much is
    written off once the plan is paid, in time.
    """

    customer_id: int
    entry_ids: tuple[int, ...]
    currency: str
    frequency: Frequency
    plan: tuple[Instalment, ...]
    agreed_by: Speaker = Speaker.DEBTOR
    supersedes: int | None = None
    basis: str = ""
    typed: str = ""
    read_back: str = ""
    rule: BankDayRule = BankDayRule.FOLLOWING
    discount: Decimal | None = None
    accepted_how: Accepted = Accepted.ON_THE_PHONE
    party_id: int | None = None  # who said yes, where that is somebody on the card
    costs: Costs | None = None


@dataclass(frozen=True, slots=True)
class DisputeProposal:
    """The customer does not accept an item."""

    customer_id: int
    entry_id: int
    reason: str = ""
    basis: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class TraceProposal:
    """The customer says that it is paid: the payment is looked for, and dunning rests for a short while.

    What is not said is None or "": by which day, how much, how (`how`: the customer's words, "to the old account").
    """

    customer_id: int
    paid_on: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    how: str = ""
    twice: bool = False  # says it was paid twice: money to give back rather than to find
    entry_ids: tuple[int, ...] = ()
    basis: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class DeferralProposal:
    """The customer asks for time: dunning rests up to and including a day. Without items, for the whole account."""

    customer_id: int
    until: date
    entry_ids: tuple[int, ...] = ()
    basis: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeProposal:
    """What came of the call that is under way, or of an attempt that was not begun as one.

    Whoever will ring by themselves (`expected_on`) is not rung before that day. Hours are on the register's clock.
    """

    customer_id: int
    outcome: Outcome
    text: str = ""
    phone: str = ""  # the number that is wrong, where it was said; else the one dialled
    caller: str = ""  # who will ring, where it is not the customer
    expected_on: date | None = None
    expected_at: time | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ContactProposal:
    """New contact data, pending until verified; an empty value says that the old no longer holds."""

    customer_id: int
    field: ContactKind
    value: str = ""
    effective: date | None = None  # today where None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ContactDecisionProposal:
    """A pending change of contact data is verified and put in force, or turned down."""

    customer_id: int
    change_id: int
    applied: bool
    verified: str = ""  # how: called back on the registered number ...
    typed: str = ""


@dataclass(frozen=True, slots=True)
class PartyProposal:
    """Somebody other than the debtor speaks. Nothing is disclosed to a third party.

    `relation` is what the agent called them ("kone"); `authorised` None where nothing was said of an authority.
    """

    customer_id: int
    speaker: Speaker
    relation: str = ""
    authorised: bool | None = None
    text: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class SpecialProposal:
    """Death, bankruptcy or debt settlement: stop, hold dunning, hand to the specialist."""

    customer_id: int
    status: CustomerStatus
    on: date | None = None  # of the death or the order; None where it was not said
    trustee: str = ""
    typed: str = ""


class Waived(StrEnum):
    """What is waived."""

    REMINDER_FEE = "reminder_fee"
    INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class WaiverProposal:
    """Waive fees or interest: the open items of that kind, or those named."""

    customer_id: int
    what: Waived
    entry_ids: tuple[int, ...] = ()
    basis: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class TaskProposal:
    """Something to do on a day, at an hour of the register's clock where one was said."""

    customer_id: int
    kind: TaskKind
    on: date
    at: time | None = None
    text: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class TaskDoneProposal:
    """Something that waited to be done is done."""

    customer_id: int
    task_id: int
    typed: str = ""


class Booked(StrEnum):
    """What an agent may post by hand; the values are those of `kinds.EntryKind`."""

    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    WRITE_OFF = "write_off"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class PostingProposal:
    """Post a payment, credit note, write-off or refund. `amount` is positive; `on` is the value date.

    A payment names the items it is meant for, or none; a credit note and a write-off need items; a refund takes none:
    it pays out what is not allocated.
    """

    customer_id: int
    what: Booked
    amount: Decimal
    currency: str
    on: date
    entry_ids: tuple[int, ...] = ()
    text: str = ""
    basis: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ReversalProposal:
    """Take an entry back, wholly or in part: a payment that bounced, a write-off that is paid after all."""

    customer_id: int
    entry_id: int
    on: date
    amount: Decimal | None = None  # None: the whole of it
    text: str = ""
    basis: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class TransferProposal:
    """Move what is open on an item, or a payment that was meant for somebody else, to another customer."""

    customer_id: int
    entry_id: int
    to_customer_id: int
    on: date
    amount: Decimal | None = None  # None: all that is open of it
    text: str = ""
    basis: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class DueDateProposal:
    """Let an item fall due on another day; the entry keeps the contractual one."""

    customer_id: int
    entry_id: int
    due: date
    reason: str = ""
    basis: str = ""
    typed: str = ""


class Charged(StrEnum):
    """What the law lets be charged on an overdue claim besides fees."""

    INTEREST = "interest"
    COMPENSATION = "compensation"


@dataclass(frozen=True, slots=True)
class ChargeProposal:
    """Charge late interest up to a day, or compensation, on overdue items: those named, or all that bear it."""

    customer_id: int
    what: Charged
    until: date
    entry_ids: tuple[int, ...] = ()
    basis: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class InterruptionProposal:
    """Something that may interrupt the limitation of a claim; a person confirms its legal effect by a second act."""

    customer_id: int
    entry_id: int
    what: str  # rules.limitation.What
    on: date
    text: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmationProposal:
    """The legal effect of an interruption is confirmed."""

    customer_id: int
    interruption_id: int
    typed: str = ""


Proposal = (
    NoteProposal
    | CallProposal
    | PromiseProposal
    | WithdrawalProposal
    | AgreementProposal
    | DisputeProposal
    | TraceProposal
    | DeferralProposal
    | OutcomeProposal
    | ContactProposal
    | ContactDecisionProposal
    | PartyProposal
    | SpecialProposal
    | WaiverProposal
    | TaskProposal
    | TaskDoneProposal
    | PostingProposal
    | ReversalProposal
    | TransferProposal
    | DueDateProposal
    | ChargeProposal
    | InterruptionProposal
    | ConfirmationProposal
)
