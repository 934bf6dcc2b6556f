"""The closed lists of the register: what a customer, an entry, a call ... can be.

Values are what the database stores and what programs read; texts for people are in the locale files.
"""

from enum import StrEnum


class CustomerKind(StrEnum):
    """Who owes: consumer protection, compensation and identifiers depend on it."""

    PERSON = "person"
    COMPANY = "company"
    PUBLIC = "public"


class CustomerStatus(StrEnum):
    """What stands in the way of ordinary collection. A protected address is a flag apart: it can meet any of these."""

    ACTIVE = "active"
    DECEASED = "deceased"
    BANKRUPT = "bankrupt"
    AT_COLLECTOR = "at_collector"
    DEBT_SETTLEMENT = "debt_settlement"
    CLOSED = "closed"


class TermsKind(StrEnum):
    """From where payment terms count their days."""

    NET = "net"
    END_OF_MONTH = "end_of_month"


class PartyRole(StrEnum):
    """In what capacity somebody stands beside the debtor."""

    PAYER = "payer"
    CONTACT = "contact"
    PROXY = "proxy"
    GUARDIAN = "guardian"
    ESTATE = "estate"
    TRUSTEE = "trustee"
    BOOKKEEPER = "bookkeeper"


class EntryKind(StrEnum):
    """What a line of the ledger is."""

    OPENING = "opening"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REMINDER_FEE = "reminder_fee"
    INTEREST = "interest"
    COMPENSATION = "compensation"
    INSTALMENT_FEE = "instalment_fee"
    INSTALMENT_INTEREST = "instalment_interest"
    WRITE_OFF = "write_off"
    WAIVER = "waiver"
    REFUND = "refund"
    TRANSFER = "transfer"
    CORRECTION = "correction"


PLAN_COSTS = frozenset({EntryKind.INSTALMENT_FEE, EntryKind.INSTALMENT_INTEREST})
"""What an instalment plan costs on top of the debt. It is no late interest and no reminder, and no part of a claim."""

CHARGES = PLAN_COSTS | {EntryKind.REMINDER_FEE, EntryKind.INTEREST, EntryKind.COMPENSATION}
"""What came of a debt rather than being one: it is told as a sum, and bears no interest."""


class ContactKind(StrEnum):
    """Which contact data changes."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class ChangeState(StrEnum):
    """How a change of contact data stands."""

    PENDING = "pending"
    APPLIED = "applied"
    REJECTED = "rejected"


class DisputeState(StrEnum):
    """How a dispute stands."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class HoldReason(StrEnum):
    """Why dunning rests."""

    PROMISE = "promise"
    AGREEMENT = "agreement"
    DISPUTE = "dispute"
    DEFERRAL = "deferral"
    TRACE = "trace"
    SPECIALIST = "specialist"


class Direction(StrEnum):
    """Who rang."""

    IN = "in"
    OUT = "out"


class Speaker(StrEnum):
    """With whom the agent spoke. Nothing is disclosed to a third party."""

    DEBTOR = "debtor"
    PROXY = "proxy"
    GUARDIAN = "guardian"
    ESTATE = "estate"
    BOOKKEEPER = "bookkeeper"
    THIRD_PARTY = "third_party"
    NOBODY = "nobody"


class Verified(StrEnum):
    """How the speaker was verified. A personal number identifies, it proves nothing, so it is not among them."""

    NOT = "not"
    CALLED_BACK = "called_back"
    CUSTOMER_NUMBER = "customer_number"
    INVOICE = "invoice"
    ADDRESS = "address"
    PASSWORD = "password"  # noqa: S105  the name of a method, not a password
    E_ID = "e_id"


OUTCOME_CODES = 2
"""The version of the codes below: a code is never taken away and never means another thing (docs/calls.md)."""


class Outcome(StrEnum):
    """What came of a call."""

    SPOKE = "spoke"
    PROMISE = "promise"
    AGREEMENT = "agreement"
    DISPUTE = "dispute"
    SAYS_PAID = "says_paid"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_NUMBER = "wrong_number"
    HARDSHIP = "hardship"
    REFUSES = "refuses"
    THIRD_PARTY = "third_party"
    CALL_BACK = "call_back"
    DEFERRAL = "deferral"
    SPECIALIST = "specialist"


class Accepted(StrEnum):
    """How a customer said yes to an agreement."""

    ON_THE_PHONE = "on_the_phone"
    IN_WRITING = "in_writing"
    BY_EMAIL = "by_email"
    IN_PERSON = "in_person"


class TaskKind(StrEnum):
    """What waits to be done about a customer."""

    CALL_BACK = "call_back"
    TRACE = "trace"
    FOLLOW_UP = "follow_up"
    REVIEW = "review"
    VERIFY = "verify"


class Role(StrEnum):
    """What an agent is trusted with; limits stand in the authority table."""

    AGENT = "agent"
    SENIOR = "senior"
    SPECIALIST = "specialist"
    SUPERVISOR = "supervisor"


class AuthorityKind(StrEnum):
    """What an authority row limits."""

    AGREEMENT_MONTHS = "agreement_months"
    AGREEMENT_AMOUNT = "agreement_amount"
    WAIVER = "waiver"
    DISCOUNT = "discount"
    DEFERRAL_DAYS = "deferral_days"
    SECOND_AGREEMENT = "second_agreement"
    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    WRITE_OFF = "write_off"
    REFUND = "refund"
    TRANSFER = "transfer"


class Figure(StrEnum):
    """A figure of the card, of which one can ask why."""

    TO_COLLECT = "to_collect"
    BALANCE = "balance"
    PAYMENTS = "payments"
    INTEREST = "interest"
    LIMITATION = "limitation"
    RISK = "risk"


class Act(StrEnum):
    """What an event tells of."""

    VIEWED = "viewed"
    UNMASKED = "unmasked"
    CALL = "call"
    NOTE = "note"
    PROMISE = "promise"
    PROMISE_WITHDRAWN = "promise_withdrawn"
    AGREEMENT = "agreement"
    DISPUTE = "dispute"
    DISPUTE_CLOSED = "dispute_closed"
    TASK = "task"
    TASK_TAKEN = "task_taken"
    TASK_DONE = "task_done"
    LETTER = "letter"
    SETTING = "setting"
    IMPORTED = "imported"
    GENERATED = "generated"
    STATUS = "status"
    APPROVAL_ASKED = "approval_asked"
    APPROVAL_DECIDED = "approval_decided"
    POSTED = "posted"
    REVERSED = "reversed"
    DUE_DATE = "due_date"
    DEFERRAL = "deferral"
    TRACE = "trace"
    CONTACT = "contact"
    LIMITATION = "limitation"
    UNDONE = "undone"
    RATE = "rate"
