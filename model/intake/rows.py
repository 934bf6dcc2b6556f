"""The few rows that every format ends in: what `model.intake.post` brings into the register, and what readers report.

A reader yields rows with clean texts (`model.text.plain`), each with the line of the file it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from model.errors import Refused
from model.kinds import CustomerKind, CustomerStatus, EntryKind, PartyRole, TermsKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field of a line, and what to do. `line` 0 is the file as a whole."""

    line: int
    field: str
    value: str
    message: str


class Unreadable(Refused):
    """A file that is refused whole, with every value that is to blame: nothing of it was brought in."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        """Keep the problems, so that a program can read them one by one."""
        super().__init__("\n".join([message, *(f"  {told(problem)}" for problem in problems)]))
        self.problems = problems


def told(problem: Problem) -> str:
    """Tell a problem on one line.

    >>> told(Problem(3, "Due date", "31-02-2013", "no such day: mend it"))
    "line 3, Due date '31-02-2013': no such day: mend it"
    """
    where = [f"line {problem.line}"] if problem.line else []
    what = " ".join(part for part in (problem.field, f"'{problem.value}'" if problem.value else "") if part)
    return ": ".join(part for part in (", ".join([*where, *([what] if what else [])]), problem.message) if part)


@dataclass(frozen=True, slots=True)
class CreditorRow:
    """The company a file speaks for; `code` is its registration number."""

    code: str
    name: str
    country: str
    currency: str
    org_number: str = ""
    bank_account: str = ""


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A customer's address."""

    kind: str = "postal"  # postal | street
    street: str = ""
    extra: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """Somebody beside the customer."""

    role: PartyRole
    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as a file states it. None, "" and () mean: the file does not say, so what the register knows stays."""

    line: int
    number: str
    name: str = ""  # "" : the number serves for a new customer
    kind: CustomerKind | None = None
    org_number: str = ""
    vat_registration: str = ""
    category: str = ""
    terms_kind: TermsKind | None = None
    terms_days: int | None = None
    credit_limit: Decimal | None = None
    currency: str = ""
    language: str = ""
    country: str = ""
    status: CustomerStatus | None = None
    addresses: tuple[AddressRow, ...] = ()
    phones: tuple[str, ...] = ()  # as written; post brings them to international form
    emails: tuple[str, ...] = ()
    parties: tuple[PartyRow, ...] = ()
    stated_balance: Decimal | None = None  # closing balance as the file states it, debit positive
    opening_balance: Decimal | None = None
    opening_on: dt.date | None = None
    notes: tuple[str, ...] = ()


PAID = ":paid"
"""How the identity of a payment ends that is all that was paid of an item: a later file may tell of more."""

PAID_BEFORE = "settled before the import"
"""The text of a payment whose day the file does not tell."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A ledger line. `key` is its identity where it came from; the same key is never posted twice."""

    line: int
    customer: str  # customer number
    key: str
    kind: EntryKind
    date: dt.date
    amount: Decimal  # signed: debit positive, credit negative
    currency: str = ""  # "" : the creditor's
    due_date: dt.date | None = None
    voucher: str = ""
    reference: str = ""
    text: str = ""
    settles: str = ""  # key of the debit that this credit settles
    disputed: bool = False
    dispute_closed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """A whole file, read and checked, ready to post."""

    format: str
    creditor: CreditorRow | None  # None: the register's own
    customers: Sequence[CustomerRow]
    entries: Sequence[EntryRow]
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)  # what was detected or is worth knowing, a sentence each
