"""The ledger: entries, and allocations that tie credits to debits. Append-only: the database refuses otherwise."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from model.columns import added, key, maybe_moment, maybe_ref, moment, money, ref


def _where(condition: str) -> Any:  # noqa: ANN401  SQLAlchemy takes dialect options by keyword
    """A partial index: most of a large ledger is left out of it.

    Migrations make it so on PostgreSQL, too; to say that here would load its whole dialect, 2 MB, into every desk.
    """
    return {"sqlite_where": text(condition)}


class ImportBatch(SQLModel, table=True):
    """One file brought in, whole."""

    __tablename__ = "import_batch"

    id: int | None = key()
    file: str
    format: str
    sha256: str = Field(index=True)
    at: dt.datetime = moment()
    agent_id: int = ref("agent", index=False)
    counts: str = "{}"  # JSON: what was added, changed, skipped


class Entry(SQLModel, table=True):
    """A claim or a credit: debits positive, credits negative.

    `source_key` is the entry's identity where it came from, so that the same file twice changes nothing. A fee,
    interest or compensation names the invoice it was charged on (`claim_id`); an entry that takes another one back,
    wholly or in part, names that (`reverses`) and has its kind with the opposite sign.
    """

    __table_args__ = (
        Index("ix_entry_customer", "customer_id", "date", "id"),
        Index("ix_entry_source_key", "source_key", unique=True, **_where("source_key IS NOT NULL")),
        Index("ix_entry_payment", "creditor_id", "date", **_where("kind = 'payment'")),
    )

    id: int | None = key()
    customer_id: int = ref("customer", index=False)
    creditor_id: int = ref("creditor", index=False)
    kind: str  # kinds.EntryKind
    date: dt.date
    due_date: dt.date | None = None
    amount: Decimal = money()
    currency: str
    voucher: str = ""
    reference: str = ""  # KID or FIK reference; on a credit: what the payer named
    text: str = ""
    source: str = ""
    source_key: str | None = None
    batch_id: int | None = maybe_ref("import_batch")
    booked_at: dt.datetime = moment()
    claim_id: int | None = maybe_ref("entry")
    reverses: int | None = maybe_ref("entry")


class Allocation(SQLModel, table=True):
    """So much of a credit settles so much of a debit, from a value date; taking back is a negative row."""

    id: int | None = key()
    customer_id: int = ref("customer")
    credit_id: int = ref("entry", index=False)
    debit_id: int = ref("entry", index=False)
    amount: Decimal = money()
    value_date: dt.date
    booked_at: dt.datetime = moment()
    why: str = added("")  # rules.allocation: what decided that this credit settles this debit


class DueDateChange(SQLModel, table=True):
    """A due date that was moved: the latest row counts, the entry keeps the contractual one."""

    __tablename__ = "due_date_change"

    id: int | None = key()
    customer_id: int = ref("customer")
    entry_id: int = ref("entry", index=False)
    due_date: dt.date
    reason: str = ""
    agent_id: int = ref("agent", index=False)
    booked_at: dt.datetime = moment()


class Interruption(SQLModel, table=True):
    """What may interrupt the limitation of a claim; without a person's confirmation it has no effect."""

    id: int | None = key()
    customer_id: int = ref("customer")
    entry_id: int = ref("entry", index=False)
    kind: str  # rules.limitation
    on: dt.date
    text: str = ""
    agent_id: int = ref("agent", index=False)
    at: dt.datetime = moment()
    confirmed_by: int | None = maybe_ref("agent")
    confirmed_at: dt.datetime | None = maybe_moment()


class Rate(SQLModel, table=True):
    """A dated rate, fee or threshold of this register: goes before the shipped one of the same day and kind."""

    id: int | None = key()
    country: str
    kind: str  # rules.rates
    valid_from: dt.date
    value: str  # a decimal number, in the unit of its kind
    source: str
    agent_id: int = ref("agent", index=False)
    at: dt.datetime = moment()
