"""What was arranged: promises, instalment agreements, holds on dunning, disputes.

States are derived from payments and the day (`model.rules`); only what a person decided is stored.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlmodel import Field, SQLModel

from model.columns import added, key, maybe_moment, maybe_money, maybe_ref, moment, money, money_added, ref


class Promise(SQLModel, table=True):
    """So much will be paid by such a day."""

    id: int | None = key()
    customer_id: int = ref("customer")
    agent_id: int = ref("agent", index=False)
    call_id: int | None = maybe_ref("call")
    amount: Decimal = money()
    currency: str
    made_on: date
    made_at: datetime = moment()
    due: date
    grace_days: int
    withdrawn_at: datetime | None = maybe_moment()
    replaced_by: int | None = maybe_ref("promise")


class PromiseItem(SQLModel, table=True):
    """An entry that a promise is for; a promise without items is for the account."""

    __tablename__ = "promise_item"

    id: int | None = key()
    promise_id: int = ref("promise")
    entry_id: int = ref("entry", index=False)


class Agreement(SQLModel, table=True):
    """An instalment agreement. A changed one is a new one that supersedes the old."""

    id: int | None = key()
    number: str = Field(unique=True)
    customer_id: int = ref("customer")
    creditor_id: int = ref("creditor", index=False)
    agent_id: int = ref("agent", index=False)
    call_id: int | None = maybe_ref("call")
    total: Decimal = money()  # what was open on its items, and what the plan costs on top
    currency: str
    frequency: str  # rules.schedule.Frequency
    made_on: date
    made_at: datetime = moment()
    grace_days: int
    agreed_by: str = ""  # kinds.Speaker: who said yes
    accepted_how: str = added("")  # on the phone, in writing ...
    bank_day_rule: str = added("following")  # rules.schedule
    discount: Decimal | None = maybe_money()  # written off once the rest is paid: a settlement
    breach_missed: int = added(1)  # missed instalments that breach it; 0: no number of them does
    breach_behind: Decimal | None = maybe_money()  # so much behind in all breaches it
    cancelled_at: datetime | None = maybe_moment()
    superseded_by: int | None = maybe_ref("agreement")


class AgreementItem(SQLModel, table=True):
    """An entry under an agreement, and what was open on it at the start: progress is measured from there."""

    __tablename__ = "agreement_item"

    id: int | None = key()
    agreement_id: int = ref("agreement")
    entry_id: int = ref("entry", index=False)
    open_at_start: Decimal = money()


class Instalment(SQLModel, table=True):
    """One part of an agreement, 0 the down payment. `effective` is the last payment day if `due` is no bank day."""

    id: int | None = key()
    agreement_id: int = ref("agreement")
    no: int
    due: date
    effective: date
    amount: Decimal = money()  # all that is to be paid
    fee: Decimal = money_added()  # of the amount
    interest: Decimal = money_added()  # of the amount


class Hold(SQLModel, table=True):
    """Dunning rests on a customer, or on one entry, until a day; it ends by itself."""

    id: int | None = key()
    customer_id: int = ref("customer")
    entry_id: int | None = maybe_ref("entry")
    reason: str  # kinds.HoldReason
    promise_id: int | None = maybe_ref("promise")
    agreement_id: int | None = maybe_ref("agreement")
    dispute_id: int | None = maybe_ref("dispute")
    valid_from: date
    valid_until: date
    resume_level: int = 0
    ended_at: datetime | None = maybe_moment()


class Dispute(SQLModel, table=True):
    """The customer does not accept an entry."""

    id: int | None = key()
    customer_id: int = ref("customer")
    entry_id: int = ref("entry")
    agent_id: int = ref("agent", index=False)
    reason: str = ""
    opened_on: date
    state: str = "open"  # kinds.DisputeState
    closed_on: date | None = None
