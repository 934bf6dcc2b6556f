"""Who owes, to whom, and who stands beside: creditors, customers and how to reach them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint, func, literal_column
from sqlmodel import Field, SQLModel

from model.columns import Key, key, maybe_moment, maybe_money, maybe_ref, moment, money, ref


class Creditor(SQLModel, table=True):
    """A company or branch that is owed: its country's law rules its claims, its numbers stand in its payment lines."""

    id: int | None = key()
    code: str = Field(unique=True)
    name: str
    country: str  # ISO 3166, "DK" or "NO"
    currency: str  # ISO 4217
    org_number: str = ""
    bank_account: str = ""
    fik_creditor: str = ""  # Danish creditor number: 8 digits, first one 8
    kid_method: str = "mod10"  # Norwegian KID: mod10 or mod11


class Customer(SQLModel, table=True):
    """A debtor's master data. `creditor_id` is the home creditor; each claim names its own."""

    __table_args__ = (UniqueConstraint("number", "creditor_id", name="uq_customer_number"),)

    id: int | None = key()
    number: str  # unique within its creditor
    creditor_id: int = ref("creditor", index=False)
    kind: str  # kinds.CustomerKind
    name: str
    org_number: str = ""
    vat_registration: str = ""
    category: str = ""
    terms_kind: str = "net"  # kinds.TermsKind
    terms_days: int = 14
    credit_limit: Decimal | None = maybe_money()
    currency: str
    language: str = "da"
    country: str = "DK"
    status: str = "active"  # kinds.CustomerStatus
    status_on: date | None = None
    address_protected: bool = False
    merged_into: int | None = maybe_ref("customer")
    team_id: int | None = maybe_ref("team")  # who looks after them
    call_not_before: date | None = None  # they asked to be left alone, or ring themselves
    created_at: datetime = moment()
    changed_at: datetime = moment()


class Address(SQLModel, table=True):
    """Where a customer gets letters; old ones keep their last day."""

    id: int | None = key()
    customer_id: int = ref("customer")
    kind: str = "postal"  # postal | street
    street: str = ""
    extra: str = ""  # c/o, floor, building
    postcode: str = ""
    city: str = ""
    country: str = "DK"
    valid_until: date | None = None


class Phone(SQLModel, table=True):
    """A number in international form without spaces (+4522334455); a wrong one is kept, marked."""

    id: int | None = key()
    customer_id: int = ref("customer")
    number: str
    label: str = ""
    wrong: bool = False


class Email(SQLModel, table=True):
    """An e-mail address."""

    __table_args__ = (Index("ix_email_lower_address", func.lower(literal_column("address"))),)

    id: int | None = key()
    customer_id: int = ref("customer")
    address: str


class Party(SQLModel, table=True):
    """Somebody beside the debtor, in a role and for a time."""

    __table_args__ = (Index("ix_party_lower_email", func.lower(literal_column("email"))),)

    id: int | None = key()
    customer_id: int = ref("customer")
    role: str  # kinds.PartyRole
    name: str
    phone: str = ""
    email: str = ""
    scope: str = ""
    valid_until: date | None = None


class ContactChange(SQLModel, table=True):
    """New contact data as somebody told it: pending until verified, then in force from its day; all are kept."""

    __tablename__ = "contact_change"

    id: int | None = key()
    customer_id: int = ref("customer")
    kind: str  # kinds.ContactKind
    old: str = ""
    new: str
    effective: date
    agent_id: int = ref("agent", index=False)
    at: datetime = moment()
    state: str = "pending"  # kinds.ChangeState
    verified: str = ""  # how
    decided_by: int | None = maybe_ref("agent")
    decided_at: datetime | None = maybe_moment()


class CustomerBalance(SQLModel, table=True):
    """Cache for lists, one row a currency: rebuilt from the ledger, compared by `kartotek check`, never the truth."""

    __tablename__ = "customer_balance"

    customer_id: int = Field(primary_key=True, foreign_key="customer.id", sa_type=Key)
    currency: str = Field(primary_key=True)
    open_amount: Decimal = money()
    oldest_due: date | None = Field(default=None, index=True)
