"""How accounts stand on a day: open items, arrangements and the figures they add up to, for one customer or many.

The card and the lists both read here, so that a figure is computed in one place. Only what is open comes out of the
database; everything judged (states, what is to collect) is judged by `model.rules`.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, Row, Select, Subquery, and_, bindparam, func, or_, select

from model import errors, limits
from model.columns import from_minor
from model.kinds import DisputeState, EntryKind
from model.records import AgreementInfo, DisputeInfo, HoldInfo, Item, PromiseInfo
from model.rules import agreement, collect, coverage, limitation, promise, schedule
from model.rules.rates import statutory
from model.tables import (
    AGENT,
    AGREEMENT,
    AGREEMENT_ITEM,
    ALLOCATION,
    CREDITOR,
    CUSTOMER,
    DISPUTE,
    DUE_DATE_CHANGE,
    ENTRY,
    HOLD,
    INSTALMENT,
    PROMISE,
    PROMISE_ITEM,
)
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlmodel import Session

ZERO = Decimal("0.00")

_YOUNG = 600
"""Days from the due date in which no claim comes near the end of limitation: the shortest period is three years."""

Grouped = defaultdict[int, list[Any]]

# Statements are built once: a card asks two dozen, and building them would cost as much as asking.
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
TODAY: BindParameter[Any] = bindparam("today")


def used(side: Any) -> Subquery:  # noqa: ANN401  a column of `allocation`
    """Sum of allocations by credit or by debit (`side`) of customers IDS up to TODAY, as (entry_id, used)."""
    return (
        select(side.label("entry_id"), func.sum(ALLOCATION.c.amount, type_=ALLOCATION.c.id.type).label("used"))
        .where(ALLOCATION.c.customer_id.in_(IDS), ALLOCATION.c.value_date <= TODAY)
        .group_by(side)
        .subquery()
    )


def _open_entries() -> Select[Any]:
    debit, credit = used(ALLOCATION.c.debit_id), used(ALLOCATION.c.credit_id)
    minor = func.coalesce(ENTRY.c.amount, 0, type_=ALLOCATION.c.id.type)
    left = minor - func.coalesce(debit.c.used, 0) + func.coalesce(credit.c.used, 0)
    return (
        select(
            ENTRY.c.id,
            ENTRY.c.customer_id,
            ENTRY.c.creditor_id,
            ENTRY.c.kind,
            ENTRY.c.date,
            ENTRY.c.due_date,
            ENTRY.c.amount,
            ENTRY.c.currency,
            ENTRY.c.voucher,
            ENTRY.c.reference,
            ENTRY.c.claim_id,
            left.label("rest"),
        )
        .outerjoin(debit, debit.c.entry_id == ENTRY.c.id)
        .outerjoin(credit, credit.c.entry_id == ENTRY.c.id)
        .where(ENTRY.c.customer_id.in_(IDS), ENTRY.c.date <= TODAY, left != 0)
        .order_by(ENTRY.c.customer_id, ENTRY.c.id)  # by id alone SQLite would read the whole ledger in that order
    )


_OWNERS = (
    select(CUSTOMER.c.id, CUSTOMER.c.currency, CUSTOMER.c.status, CREDITOR.c.country)
    .join(CREDITOR, CREDITOR.c.id == CUSTOMER.c.creditor_id)
    .where(CUSTOMER.c.id.in_(IDS))
)
_OPEN_ENTRIES = _open_entries()
_MOVED = (
    select(DUE_DATE_CHANGE.c.entry_id, DUE_DATE_CHANGE.c.due_date, DUE_DATE_CHANGE.c.booked_at)
    .where(DUE_DATE_CHANGE.c.customer_id.in_(IDS))
    .order_by(DUE_DATE_CHANGE.c.id)
)
_DISPUTES = (
    select(DISPUTE, ENTRY.c.voucher)
    .join(ENTRY, ENTRY.c.id == DISPUTE.c.entry_id)
    .where(
        DISPUTE.c.customer_id.in_(IDS),
        DISPUTE.c.opened_on <= TODAY,
        or_(DISPUTE.c.closed_on.is_(None), DISPUTE.c.closed_on > TODAY),
    )
    .order_by(DISPUTE.c.id)
)
_HOLDS = (
    select(HOLD)
    .where(HOLD.c.customer_id.in_(IDS), HOLD.c.valid_from <= TODAY, HOLD.c.valid_until >= TODAY)
    .order_by(HOLD.c.valid_until, HOLD.c.id)
)
_AGREEMENTS = (
    select(AGREEMENT, AGENT.c.name.label("agent"))
    .join(AGENT, AGENT.c.id == AGREEMENT.c.agent_id)
    .where(AGREEMENT.c.customer_id.in_(IDS), AGREEMENT.c.made_on <= TODAY)
    .order_by(AGREEMENT.c.made_on.desc(), AGREEMENT.c.id.desc())
)
_AGREEMENT_ITEMS = select(AGREEMENT_ITEM).where(AGREEMENT_ITEM.c.agreement_id.in_(IDS))
_INSTALMENTS = select(INSTALMENT).where(INSTALMENT.c.agreement_id.in_(IDS)).order_by(INSTALMENT.c.no)
_PROMISES = (
    select(PROMISE, AGENT.c.name.label("agent"))
    .join(AGENT, AGENT.c.id == PROMISE.c.agent_id)
    .where(PROMISE.c.customer_id.in_(IDS), PROMISE.c.made_on <= TODAY)
    .order_by(PROMISE.c.made_on.desc(), PROMISE.c.id.desc())
)
_PROMISE_ITEMS = select(PROMISE_ITEM).where(PROMISE_ITEM.c.promise_id.in_(IDS))
_PAYING = and_(
    ENTRY.c.customer_id.in_(IDS),
    ENTRY.c.kind == EntryKind.PAYMENT,
    ENTRY.c.date >= bindparam("since"),
    ENTRY.c.date <= TODAY,
)
_PAYMENTS = select(ENTRY.c.id, ENTRY.c.customer_id, ENTRY.c.currency, ENTRY.c.date, ENTRY.c.amount).where(_PAYING)
_DEBIT = ENTRY.alias("debit")
_SETTLED = (
    select(ENTRY.c.id, ALLOCATION.c.debit_id, ALLOCATION.c.amount, _DEBIT.c.kind.label("settles"))
    .join(ALLOCATION, ALLOCATION.c.credit_id == ENTRY.c.id)
    .join(_DEBIT, _DEBIT.c.id == ALLOCATION.c.debit_id)
    .where(_PAYING, ALLOCATION.c.customer_id.in_(IDS), ALLOCATION.c.value_date <= TODAY)
    .order_by(ALLOCATION.c.id)
)


@dataclass(slots=True)
class Account:
    """One customer's account on a day. Amounts are in `currency` unless a row says otherwise."""

    customer_id: int
    currency: str
    country: str  # of the home creditor: its bank days
    status: str  # kinds.CustomerStatus
    items: list[Item] = field(default_factory=list)
    credits: dict[str, Decimal] = field(default_factory=dict)  # not yet allocated, positive, by currency
    promises: list[PromiseInfo] = field(default_factory=list)
    agreements: list[AgreementInfo] = field(default_factory=list)
    disputes: list[DisputeInfo] = field(default_factory=list)
    holds: list[HoldInfo] = field(default_factory=list)

    def balance(self, currency: str) -> Decimal:
        """What is owed in a currency: open debits less credits not yet allocated."""
        owed = sum((item.open for item in self.items if item.currency == currency), ZERO)
        return owed - self.credits.get(currency, ZERO)

    def figures(self, today: date) -> collect.Figures:
        """What is to collect in the customer's own currency, and how it comes about."""
        own = [
            collect.OpenItem(item.due, item.open, item.disputed, bool(item.agreement), item.limitation == "lapsed")
            for item in self.items
            if item.currency == self.currency
        ]
        running = [
            a for a in self.agreements if a.state == agreement.AgreementState.ACTIVE and a.currency == self.currency
        ]
        due = sum((agreement.due_and_unpaid(a.instalments, today) for a in running), ZERO)
        promised = sum(
            (p.amount - p.paid for p in self.promises if p.state == "open" and p.currency == self.currency), ZERO
        )
        return collect.figures(own, due, promised, today, barred=bool(coverage.status_bar(self.status)))

    def basis(self) -> str:
        """Fingerprint of what an arrangement rests on; a new note or call leaves it as it was."""
        facts = (
            sorted((item.entry_id, str(item.open), str(item.due)) for item in self.items),
            sorted((d.id, d.state) for d in self.disputes),
            sorted((a.number, a.state) for a in self.agreements),
            sorted((h.reason, h.entry_id or 0, h.valid_until.isoformat()) for h in self.holds),
        )
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def accounts(session: Session, customer_ids: Collection[int], today: date) -> dict[int, Account]:
    """How these accounts stand on a day, by what is dated on or before it."""
    owners = session.connection().execute(_OWNERS, {"ids": list(customer_ids)})
    found = {row.id: Account(row.id, row.currency, row.country, row.status) for row in owners}
    ids = list(found)
    disputes = _grouped(session, _DISPUTES, "customer_id", ids=ids, today=today)
    holds = _grouped(session, _HOLDS, "customer_id", ids=ids, today=today)
    open_entries = _grouped(session, _OPEN_ENTRIES, "customer_id", ids=ids, today=today)
    moved = _moved_due_dates(session, ids, today)
    standing = _Limits(session, [row for rows in open_entries.values() for row in rows if row.amount > 0], moved, today)
    for account in found.values():
        account.disputes = [
            DisputeInfo(r.id, r.entry_id, plain(r.voucher), plain(r.reason), r.opened_on, DisputeState.OPEN)
            for r in disputes[account.customer_id]
        ]
        account.holds = [
            HoldInfo(r.reason, r.entry_id, r.valid_until)
            for r in holds[account.customer_id]
            if not _over(r.ended_at, today)
        ]
        rows = open_entries[account.customer_id]
        for row in rows:
            if row.amount < 0:
                account.credits[row.currency] = account.credits.get(row.currency, ZERO) - from_minor(int(row.rest))
        items = [_item(row, account, moved, today, standing) for row in rows if row.amount > 0]
        account.items = sorted(items, key=lambda item: (item.due, item.entry_id))
    _add_agreements(session, found, today)
    _add_promises(session, found, today)
    return found


class _Limits:
    """How open debits stand towards limitation: asked of the rule for those that are old enough to matter."""

    def __init__(self, session: Session, rows: Collection[Row[Any]], moved: dict[int, date], today: date) -> None:
        self._today = today
        self._due = {
            row.id: moved.get(row.id) or row.due_date or row.date
            for row in rows
            if (today - (row.due_date or row.date)).days > _YOUNG
        }
        self._session = session
        self._rates = limits.rates(session) if self._due else statutory()
        self._told = limits.interruptions(session, self._due, today)
        self._countries = limits.countries(session) if self._due else {}

    def of(self, row: Row[Any]) -> tuple[str, date | None]:
        """The state of a debit, and its last day where that is near or past."""
        if row.id not in self._due:
            return limitation.State.RUNNING, None
        try:
            told = limitation.limitation(
                self._countries[row.creditor_id],
                self._due[row.id],
                self._told[row.id],
                self._today,
                self._rates,
                row.kind,
            )
        except errors.MissingRate:  # no law of limitation is known here: nothing lapses
            return limitation.State.RUNNING, None
        return told.state, None if told.state == limitation.State.RUNNING else told.last_day


def _item(row: Row[Any], account: Account, moved: dict[int, date], today: date, standing: _Limits) -> Item:
    due = moved.get(row.id) or row.due_date or row.date
    state, lapses = standing.of(row)
    return Item(
        entry_id=row.id,
        creditor_id=row.creditor_id,
        kind=row.kind,
        voucher=plain(row.voucher),
        reference=plain(row.reference),
        date=row.date,
        due=due,
        amount=row.amount,
        open=from_minor(int(row.rest)),
        currency=row.currency,
        disputed=any(d.entry_id in (row.id, row.claim_id) for d in account.disputes),
        agreement="",
        days_overdue=max(0, (today - due).days),
        limitation=state,
        lapses=lapses,
        claim_id=row.claim_id,
    )


def _grouped(session: Session, statement: Select[Any], key: str, **values: Any) -> Grouped:  # noqa: ANN401  bound values
    grouped: Grouped = defaultdict(list)
    for row in session.connection().execute(statement, values):
        grouped[getattr(row, key)].append(row)
    return grouped


def _moved_due_dates(session: Session, ids: Collection[int], today: date) -> dict[int, date]:
    """The due date of each entry whose due date was changed; the latest change counts."""
    rows = session.connection().execute(_MOVED, {"ids": ids})
    return {row.entry_id: row.due_date for row in rows if row.booked_at.date() <= today}


def _over(ended_at: datetime | None, today: date) -> bool:
    """Whether what was ended at a moment had ended on a day already: a past day is told as it was."""
    return ended_at is not None and ended_at.date() <= today


def _add_agreements(session: Session, found: dict[int, Account], today: date) -> None:
    """Each agreement with its progress: what was open on its items at the start less what is open now."""
    rows = session.connection().execute(_AGREEMENTS, {"ids": list(found), "today": today}).all()
    if not rows:
        return
    made_on = {row.id: row.made_on for row in rows}
    ids = list(made_on)
    items = _grouped(session, _AGREEMENT_ITEMS, "agreement_id", ids=ids)
    parts = _grouped(session, _INSTALMENTS, "agreement_id", ids=ids)
    for row in rows:
        account = found[row.customer_id]
        open_now = {item.entry_id: item.open for item in account.items}
        paid = sum((i.open_at_start - open_now.get(i.entry_id, ZERO) for i in items[row.id]), ZERO)
        plan = [instalment(part) for part in parts[row.id]]
        over = _over(row.cancelled_at, today)
        # An agreement made after `today` is not among the rows: it has superseded nothing yet.
        superseded = row.superseded_by in made_on
        if over or superseded:  # what it cost in instalments not yet due then was credited, which nobody paid
            ended = date.min if over else made_on[row.superseded_by]
            paid -= sum(agreement.costs_ahead(plan, ended), ZERO)
        progress = agreement.progress(plan, paid, today, grace_days=row.grace_days)
        breach = agreement.Breach(row.breach_missed or None, row.breach_behind)
        state = agreement.state(progress, today, breach=breach, cancelled=over, superseded=superseded)
        entry_ids = tuple(i.entry_id for i in items[row.id])
        account.agreements.append(
            AgreementInfo(
                id=row.id,
                number=row.number,
                state=state,
                total=row.total,
                paid=sum((p.paid for p in progress), ZERO),
                currency=row.currency,
                frequency=row.frequency,
                made_on=row.made_on,
                instalments=tuple(progress),
                entry_ids=entry_ids,
                agent=plain(row.agent),
                discount=row.discount,
            )
        )
        if state == agreement.AgreementState.ACTIVE:
            account.items = [_covered(item, entry_ids, row.number) for item in account.items]


def instalment(row: Row[Any]) -> schedule.Instalment:
    """A row of `instalment` as it was drawn: its part of the debt, and what it costs."""
    debt = row.amount - row.fee - row.interest
    return schedule.Instalment(row.no, row.due, row.effective, debt, row.fee, row.interest)


def _covered(item: Item, entry_ids: Collection[int], number: str) -> Item:
    return replace(item, agreement=number) if item.entry_id in entry_ids else item


def _add_promises(session: Session, found: dict[int, Account], today: date) -> None:
    """Each promise with its verdict, judged on the payments that came."""
    rows = session.connection().execute(_PROMISES, {"ids": list(found), "today": today}).all()
    if not rows:
        return
    ids = {row.id for row in rows}
    items = _grouped(session, _PROMISE_ITEMS, "promise_id", ids=list(ids))
    paid = _payments(session, {row.customer_id for row in rows}, min(row.made_on for row in rows), today)
    made_on = {row.id: row.made_on for row in rows}
    given: defaultdict[tuple[int, str], list[promise.Promised]] = defaultdict(list)
    for row in rows:
        given[row.customer_id, row.currency].append(
            promise.Promised(
                row.id,
                row.amount,
                row.made_on,
                row.due,
                frozenset(i.entry_id for i in items[row.id]),
                withdrawn=_over(row.withdrawn_at, today),
                replaced=row.replaced_by in ids,
                ended_on=_ended_on(row, made_on, today),
                grace_days=row.grace_days,
            )
        )
    verdicts: dict[int, promise.Verdict] = {}
    for (customer_id, currency), promises in given.items():
        money = paid[customer_id, currency]
        verdicts |= promise.judge(promises, money, today, country=found[customer_id].country)
    for row in rows:
        verdict = verdicts[row.id]
        found[row.customer_id].promises.append(
            PromiseInfo(
                id=row.id,
                amount=row.amount,
                paid=verdict.paid,
                currency=row.currency,
                made_on=row.made_on,
                due=row.due,
                judged_after=verdict.judged_after,
                state=verdict.state,
                agent=plain(row.agent),
                entry_ids=tuple(i.entry_id for i in items[row.id]),
            )
        )


def _ended_on(row: Row[Any], made_on: Mapping[int, date], today: date) -> date | None:
    """When a promise was given up: withdrawn, or replaced by another one."""
    if _over(row.withdrawn_at, today):
        withdrawn: date = row.withdrawn_at.date()
        return withdrawn
    return made_on.get(row.replaced_by)


def _payments(
    session: Session, ids: Collection[int], since: date, today: date
) -> defaultdict[tuple[int, str], list[promise.Paid]]:
    """Payments with a value date in a span, by customer and currency: what they settled, and what is left of them."""
    span = {"ids": list(ids), "since": since, "today": today}
    left: dict[int, tuple[int, str, date, Decimal]] = {
        row.id: (row.customer_id, row.currency, row.date, -row.amount)
        for row in session.connection().execute(_PAYMENTS, span)
    }
    paid: defaultdict[tuple[int, str], list[promise.Paid]] = defaultdict(list)
    for row in session.connection().execute(_SETTLED, span):
        customer_id, currency, day, amount = left[row.id]
        if row.settles != EntryKind.PAYMENT:  # else the bank took the payment back
            paid[customer_id, currency].append(promise.Paid(row.debit_id, row.amount, day))
        left[row.id] = (customer_id, currency, day, amount - row.amount)
    for customer_id, currency, day, amount in left.values():
        if amount > 0:
            paid[customer_id, currency].append(promise.Paid(None, amount, day))
    return paid
