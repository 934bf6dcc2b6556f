"""What an agent sees: one call returns the Card of one debtor, as of a day; more pages of history on demand."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import BindParameter, bindparam, func, literal_column, or_, select

from model import claims, costing, errors, history, merging, records, risk
from model.account import IDS, TODAY, ZERO, Account, accounts
from model.columns import Key
from model.kinds import ChangeState, ContactKind, EntryKind
from model.records import Brief, Card
from model.rules import behaviour, identifiers
from model.tables import (
    ADDRESS,
    AGENT,
    APPROVAL,
    CALL,
    CONTACT_CHANGE,
    CREDITOR,
    CUSTOMER,
    EMAIL,
    ENTRY,
    NOTE,
    PARTY,
    PHONE,
    TASK,
)
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from model.store import Register


DECIDED_FOR = timedelta(days=7)
"""How long a card tells that a request was granted or refused."""

FIK_71 = 15
"""Digits of the reference on a payment card 71; on card 75 they are 16."""

_CUSTOMER = bindparam("customer", type_=Key)
_DECIDER = AGENT.alias("decider")
_WHO = (
    select(CUSTOMER, *(c.label(f"creditor_{c.name}") for c in CREDITOR.c if c.name != "id"))
    .join(CREDITOR, CREDITOR.c.id == CUSTOMER.c.creditor_id)
    .where(CUSTOMER.c.id == _CUSTOMER)
)
_PHONES = select(PHONE).where(PHONE.c.customer_id.in_(IDS)).order_by(PHONE.c.wrong, PHONE.c.id)
_EMAILS = select(EMAIL).where(EMAIL.c.customer_id == _CUSTOMER).order_by(EMAIL.c.id)
_PARTIES = select(PARTY).where(PARTY.c.customer_id == _CUSTOMER).order_by(PARTY.c.id)
_TASKS = select(TASK).where(TASK.c.customer_id == _CUSTOMER, TASK.c.done_at.is_(None)).order_by(TASK.c.due_at)
_PENDING = (
    select(CONTACT_CHANGE, AGENT.c.name.label("agent"))
    .join(AGENT, AGENT.c.id == CONTACT_CHANGE.c.agent_id)
    .where(CONTACT_CHANGE.c.customer_id == _CUSTOMER, CONTACT_CHANGE.c.state == ChangeState.PENDING)
    .order_by(CONTACT_CHANGE.c.id)
)
_ADDRESSES = (
    select(ADDRESS)
    .where(ADDRESS.c.customer_id.in_(IDS), or_(ADDRESS.c.valid_until.is_(None), ADDRESS.c.valid_until >= TODAY))
    .order_by(ADDRESS.c.kind, ADDRESS.c.valid_until.is_(None), ADDRESS.c.id)
)
"""Addresses in force, the postal one first; of two, the one that is on its way out."""
_UNTIL: BindParameter[Any] = bindparam("until")
_CORRECTED = select(NOTE.c.replaces).where(
    NOTE.c.customer_id == _CUSTOMER,
    NOTE.c.replaces.is_not(None),
    NOTE.c.at < _UNTIL,
    or_(NOTE.c.withdrawn_at.is_(None), NOTE.c.withdrawn_at >= _UNTIL),
)
_NOTES = (
    select(NOTE, AGENT.c.name.label("agent"))
    .join(AGENT, AGENT.c.id == NOTE.c.agent_id)
    .where(
        NOTE.c.customer_id == _CUSTOMER,
        NOTE.c.at < _UNTIL,
        or_(NOTE.c.withdrawn_at.is_(None), NOTE.c.withdrawn_at >= _UNTIL),
        NOTE.c.id.not_in(_CORRECTED),
    )
    .order_by(NOTE.c.pinned.desc(), NOTE.c.at.desc(), NOTE.c.id.desc())
)
_REMINDERS = (
    select(ENTRY.c.id, ENTRY.c.date, ENTRY.c.claim_id)
    .where(
        ENTRY.c.customer_id == _CUSTOMER,
        ENTRY.c.kind == EntryKind.REMINDER_FEE,
        ENTRY.c.amount > 0,
        ENTRY.c.date <= TODAY,
    )
    .order_by(ENTRY.c.date, ENTRY.c.id)
)
_NEWEST_PAYMENT = select(func.max(ENTRY.c.date, type_=ENTRY.c.date.type)).where(
    ENTRY.c.creditor_id == bindparam("creditor"), ENTRY.c.kind == literal_column("'payment'"), ENTRY.c.date <= TODAY
)
"""The kind stands in it as a literal: only so do both databases take the index of payments."""
_LAST_CALL = select(func.max(CALL.c.ended_at, type_=CALL.c.ended_at.type)).where(
    CALL.c.customer_id == _CUSTOMER, CALL.c.ended_at < _UNTIL, CALL.c.withdrawn_at.is_(None)
)
_AFTER = (
    select(ENTRY.c.kind, ENTRY.c.amount, ENTRY.c.voucher, ENTRY.c.currency)
    .where(ENTRY.c.customer_id == _CUSTOMER, ENTRY.c.date > bindparam("after"), ENTRY.c.date <= TODAY)
    .order_by(ENTRY.c.date, ENTRY.c.id)
)
_REQUESTS = (
    select(APPROVAL, AGENT.c.name.label("asker"), _DECIDER.c.name.label("decider"))
    .join(AGENT, AGENT.c.id == APPROVAL.c.asked_by)
    .outerjoin(_DECIDER, _DECIDER.c.id == APPROVAL.c.decided_by)
    .where(APPROVAL.c.customer_id == _CUSTOMER, or_(APPROVAL.c.decided_at.is_(None), APPROVAL.c.decided_at >= _UNTIL))
    .order_by(APPROVAL.c.decided_at.is_not(None), APPROVAL.c.id.desc())
)
_LINES = select(CUSTOMER).where(CUSTOMER.c.id.in_(IDS))


def read_card(register: Register, customer_id: int, today: date, *, unmask: bool = False) -> Card:
    """One debtor on one screen. A protected address is left out unless `unmask` asks for it (the desk logs that).

    Raises:
        NotFound: no such customer.
    """
    zone = register.zone()
    with register.read() as session:
        return card_in(session, customer_id, today, zone, unmask=unmask)


def card_in(session: Session, customer_id: int, today: date, zone: ZoneInfo, *, unmask: bool = False) -> Card:
    """The card within a session, so that an act can answer with the state it left."""
    run = session.connection().execute
    own = {"customer": customer_id}
    who: Any = run(_WHO, own).first()
    if who is None:
        message = f"no customer with id {customer_id}"
        raise errors.NotFound(message)
    account = accounts(session, [customer_id], today)[customer_id]
    figures = account.figures(today)
    exposure = behaviour.exposure(account.balance(who.currency), who.credit_limit)
    overdue = [item for item in account.items if item.days_overdue > 0]
    level, reminded_on = reminders(session, account, today)
    others = sorted({i.currency for i in account.items} | set(account.credits))
    gone = merging.merged(session, [customer_id]).get(customer_id) if who.merged_into else None
    protected = who.address_protected or (gone is not None and gone.protected)
    masked = protected and not unmask
    return Card(
        as_of=today,
        customer_id=customer_id,
        number=plain(who.number),
        kind=who.kind,
        name=plain(who.name),
        org_number=plain(who.org_number),
        category=plain(who.category),
        status=who.status,
        status_on=who.status_on,
        address_protected=protected,
        address="" if masked else _address(session, customer_id, today),
        country=who.creditor_country,
        language=who.language,
        phones=tuple(
            records.PhoneInfo(plain(r.number), plain(r.label), r.wrong) for r in run(_PHONES, {"ids": [customer_id]})
        ),
        emails=tuple(plain(r.address) for r in run(_EMAILS, own)),
        parties=tuple(
            records.PartyInfo(r.id, r.role, plain(r.name), plain(r.phone), plain(r.scope), r.valid_until)
            for r in run(_PARTIES, own)
            if r.valid_until is None or r.valid_until >= today
        ),
        creditor=plain(who.creditor_name),
        creditor_id=who.creditor_id,
        currency=who.currency,
        credit_limit=who.credit_limit,
        exposure=exposure,
        figures=figures,
        balance=account.balance(who.currency),
        unallocated=account.credits.get(who.currency, ZERO),
        interest=_interest(session, account, today, who.kind),
        assessment=risk.assessments(session, {customer_id: account}, {customer_id: exposure}, today)[customer_id],
        days_overdue=max((i.days_overdue for i in overdue), default=0),
        reminder_level=level,
        reminder_on=reminded_on,
        pay_by=_pay_by(who, account),
        payments_to=_payments_to(session, who.creditor_id, today),
        other_currencies=tuple(
            records.OtherCurrency(
                currency,
                account.balance(currency),
                sum((i.open for i in overdue if i.currency == currency), ZERO),
            )
            for currency in others
            if currency != who.currency
        ),
        since=_since(session, customer_id, account, today, zone),
        items=tuple(account.items),
        promises=tuple(account.promises),
        agreements=tuple(account.agreements),
        disputes=tuple(account.disputes),
        holds=tuple(account.holds),
        notes=_notes(session, customer_id, history.end_of(today, zone)),
        tasks=tuple(records.TaskInfo(r.id, r.kind, r.due_at, plain(r.text), r.agent_id) for r in run(_TASKS, own)),
        requests=_requests(session, customer_id, today, zone),
        history=history.page(session, account, today, zone, "all", None, history.PAGE),
        basis=account.basis(),
        call_not_before=who.call_not_before,
        costs=costing.costs(session, who.creditor_country, today),
        pending=tuple(_pending(r, masked=masked) for r in run(_PENDING, own)),
        merged_into=gone.number if gone else "",
    )


def customer_id(register: Register, number: str) -> int:
    """The customer with a number; `CREDITOR:NUMBER` where two creditors use the same one.

    Raises:
        NotFound: nobody has the number, or more than one.
    """
    whole = number.strip()
    parts = whole.split(":")
    numbers = [":".join(parts[start:]) for start in range(len(parts))]
    query = select(CUSTOMER.c.id, CUSTOMER.c.number, CREDITOR.c.code).join(
        CREDITOR, CREDITOR.c.id == CUSTOMER.c.creditor_id
    )
    with register.read() as session:
        rows = session.connection().execute(query.where(CUSTOMER.c.number.in_(numbers))).all()
    matching = [row for row in rows if whole in (row.number, f"{row.code}:{row.number}")]
    if len(matching) == 1:
        return int(matching[0].id)
    if not matching:
        message = f"no customer has number {plain(number)!r}: look it up with `kartotek find`"
        raise errors.NotFound(message)
    choices = " or ".join(f"{plain(row.code)}:{plain(row.number)}" for row in matching)
    message = f"several creditors have a customer {plain(whole)!r}: say {choices}"
    raise errors.NotFound(message)


def briefs(register: Register, customer_ids: Collection[int], today: date) -> dict[int, Brief]:
    """Customers as lines in a list, with what is to collect from each; protected addresses are left out."""
    if not customer_ids:
        return {}
    with register.read() as session:
        run = session.connection().execute
        ids = list(customer_ids)
        standing = accounts(session, ids, today)
        addresses: dict[int, str] = {}
        for row in run(_ADDRESSES, {"ids": ids, "today": today}):
            addresses.setdefault(row.customer_id, _address_line(row))
        phones: dict[int, str] = {}
        for row in run(_PHONES, {"ids": ids}):
            if not row.wrong:
                phones.setdefault(row.customer_id, plain(row.number))
        rows = run(_LINES, {"ids": ids}).all()
        gone = merging.merged(session, [row.id for row in rows if row.merged_into])
        hidden = {row.id for row in rows if row.address_protected} | {key for key, one in gone.items() if one.protected}
        return {
            row.id: Brief(
                customer_id=row.id,
                number=plain(row.number),
                name=plain(row.name),
                address="" if row.id in hidden else addresses.get(row.id, ""),
                phone=phones.get(row.id, ""),
                status="merged" if row.id in gone else row.status,
                currency=row.currency,
                to_collect=standing[row.id].figures(today).to_collect,
                merged_into=gone[row.id].number if row.id in gone else "",
                living=gone[row.id].into if row.id in gone else None,
            )
            for row in rows
        }


def _interest(session: Session, account: Account, today: date, kind: str) -> Decimal | None:
    """Late interest so far, in the customer's own currency."""
    own = [item for item in account.items if item.currency == account.currency]
    try:
        return claims.so_far(session, account.customer_id, own, today, kind)
    except errors.MissingRate:
        return None


def _requests(session: Session, customer_id: int, today: date, zone: ZoneInfo) -> tuple[records.RequestInfo, ...]:
    """What waits for approval on a customer, and what was decided in the last days."""
    since = history.end_of(today, zone) - DECIDED_FOR
    return tuple(
        records.RequestInfo(
            id=row.id,
            **asked(row.proposal),
            asked_by=row.asked_by,
            asker=plain(row.asker),
            asked_on=row.asked_at.astimezone(zone).date(),
            decided_on=row.decided_at.astimezone(zone).date() if row.decided_at else None,
            decider=plain(row.decider or ""),
            granted=bool(row.granted),
        )
        for row in session.connection().execute(_REQUESTS, {"customer": customer_id, "until": since})
    )


def asked(body: str) -> dict[str, Any]:
    """What an act is that was asked for, as its request keeps it: kind, what, amount and currency."""
    stored = json.loads(body)
    facts = stored["proposal"]
    plan = facts.get("plan")
    parts = [part.get(name, 0) for part in plan or () for name in ("amount", "fee", "interest")]
    told = sum(Decimal(part) for part in parts) if plan else facts.get("amount")
    return {
        "kind": stored["kind"],
        "what": plain(str(facts.get("what") or "")),
        "amount": None if told is None else Decimal(told),
        "currency": plain(str(facts.get("currency") or "")),
    }


def _address(session: Session, customer_id: int, today: date) -> str:
    row = session.connection().execute(_ADDRESSES, {"ids": [customer_id], "today": today}).first()
    return _address_line(row) if row else ""


def _address_line(row: Any) -> str:  # noqa: ANN401  a row of `address`
    town = " ".join(part for part in (row.postcode, row.city) if part)
    return plain(", ".join(part for part in (row.extra, row.street, town) if part))


def _pending(row: Any, *, masked: bool) -> records.PendingContact:  # noqa: ANN401  a row of `contact_change`
    """A change that waits; a protected address stays out of it as well."""
    hidden = masked and row.kind == ContactKind.ADDRESS
    old, new = ("", "") if hidden else (plain(row.old), plain(row.new))
    return records.PendingContact(row.id, row.kind, old, new, row.effective, row.at, plain(row.agent))


def _notes(session: Session, customer_id: int, until: datetime) -> tuple[records.NoteInfo, ...]:
    """The newest version of each note: pinned ones first, then the newest."""
    return tuple(
        records.NoteInfo(r.id, r.at, plain(r.agent), plain(r.text), r.pinned)
        for r in session.connection().execute(_NOTES, {"customer": customer_id, "until": until})
    )


def reminders(session: Session, account: Account, today: date) -> tuple[int, date | None]:
    """The highest reminder with a fee that was sent on what is still open, and when; 0 where nothing is overdue.

    Reminders are counted by claim, also where nothing but their fees is open on it. Those that name no claim count
    together, from when the oldest overdue item fell due.
    """
    overdue = [item for item in account.items if item.days_overdue > 0]
    if not overdue:
        return 0, None
    open_claims = {item.claim_id or item.entry_id for item in account.items}
    loose = {item.entry_id for item in overdue if item.kind == EntryKind.REMINDER_FEE and not item.claim_id}
    oldest = min((item.due for item in overdue if item.entry_id not in loose), default=today)
    sent: defaultdict[int | None, list[date]] = defaultdict(list)
    for row in session.connection().execute(_REMINDERS, {"customer": account.customer_id, "today": today}):
        if row.claim_id in open_claims or (row.claim_id is None and (row.date > oldest or row.id in loose)):
            sent[row.claim_id].append(row.date)
    return max(((len(days), days[-1]) for days in sent.values()), default=(0, None))


def _pay_by(who: Any, account: Account) -> str:  # noqa: ANN401  a row of customer and creditor
    """How to pay the oldest item that is to be paid: the Danish FIK line, a Norwegian KID, or the account.

    An item under an agreement comes after those that are not.
    """
    payable = [i for i in account.items if not i.disputed and i.creditor_id == who.creditor_id]
    item = min(payable, key=lambda i: (bool(i.agreement), i.due, i.entry_id), default=None)
    reference = item.reference if item else ""
    if line := _fik(reference, who.creditor_fik_creditor):
        return line
    account_number = plain(who.creditor_bank_account)
    if account_number and who.creditor_country == "NO" and identifiers.is_kid(reference):
        return f"{account_number} KID {reference}"
    return f"{account_number} {item.voucher if item else plain(who.number)}".strip() if account_number else ""


def _fik(reference: str, creditor: str) -> str:
    """The Danish payment line of a reference, which may itself be one; "" where there is none."""
    bare = "".join(reference.split())
    if line := identifiers.parse_fik_line(bare):
        return identifiers.fik_line(*line)
    if not identifiers.is_fik(bare):
        return ""
    try:
        return identifiers.fik_line("71" if len(bare) == FIK_71 else "75", bare, creditor)
    except ValueError:  # the creditor has no creditor number
        return ""


def _payments_to(session: Session, creditor_id: int, today: date) -> date | None:
    """The newest payment that a creditor's bank told of: how fresh the card is."""
    newest: date | None = (
        session.connection().execute(_NEWEST_PAYMENT, {"creditor": creditor_id, "today": today}).scalar()
    )
    return newest


def _since(session: Session, customer_id: int, account: Account, today: date, zone: ZoneInfo) -> records.Since:
    """What happened after the last conversation."""
    run = session.connection().execute
    last = run(_LAST_CALL, {"customer": customer_id, "until": history.end_of(today, zone)}).scalar()
    if last is None:
        return records.Since(None, ZERO, 0, (), ())
    day = last.astimezone(zone).date()
    rows = run(_AFTER, {"customer": customer_id, "after": day, "today": today}).all()
    paid = [row for row in rows if row.kind == EntryKind.PAYMENT and row.currency == account.currency]
    return records.Since(
        last_call=day,
        paid=-sum((row.amount for row in paid), ZERO),
        payments=len(paid),
        disputed=tuple(d.voucher for d in account.disputes if d.opened_on > day),
        new_items=tuple(plain(row.voucher) for row in rows if row.kind == EntryKind.INVOICE),
    )
