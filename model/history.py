"""History: the ledger's lines and the acts, merged, newest first, a page at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, or_, select

from model import errors, merging, settlements
from model.account import IDS, TODAY, ZERO, Account, accounts, used
from model.columns import from_minor
from model.kinds import Act, ContactKind
from model.records import HistoryCursor, HistoryPage, HistoryRow, Item
from model.tables import AGENT, ALLOCATION, CALL, CONTACT_CHANGE, DISPUTE, ENTRY, EVENT
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from model.store import Register

PAGE = 50
_TOLD = (
    Act.CALL,
    Act.PROMISE,
    Act.PROMISE_WITHDRAWN,
    Act.AGREEMENT,
    Act.DISPUTE,
    Act.DISPUTE_CLOSED,
    Act.STATUS,
    Act.DEFERRAL,
    Act.TRACE,
    Act.DUE_DATE,
    Act.CONTACT,
    Act.LETTER,
    Act.UNDONE,
)
"""Acts that history shows; notes have a place of their own, and viewing is for the audit."""

_PLAIN = (Act.STATUS, Act.DEFERRAL, Act.TRACE, Act.DUE_DATE, Act.CONTACT, Act.UNDONE)
"""Acts whose event says all that a line of history tells."""


def history(
    register: Register,
    customer_id: int,
    today: date,
    which: str = "all",
    cursor: HistoryCursor | None = None,
    limit: int = PAGE,
) -> HistoryPage:
    """A page of history, newest first: `all`, the `open` items or the `calls`; `cursor`: where the last ended."""
    zone = register.zone()
    with register.read() as session:
        account = accounts(session, [customer_id], today).get(customer_id)
        if account is None:
            message = f"no customer with id {customer_id}"
            raise errors.NotFound(message)
        return page(session, account, today, zone, which, cursor, limit)


@dataclass(slots=True)
class _Placed:
    """A line of history and where its source stands after it."""

    row: HistoryRow
    entry: tuple[date, int] | None = None
    event: tuple[datetime, int] | None = None


def page(
    session: Session,
    account: Account,
    today: date,
    zone: ZoneInfo,
    which: str,
    cursor: HistoryCursor | None,
    limit: int,
) -> HistoryPage:
    """Merge the newest lines of the ledger and of the events, each read from where its last page ended."""
    if which == "open":
        items = sorted(account.items, key=lambda i: (i.date, i.entry_id), reverse=True)
        return HistoryPage(tuple(_item_row(item) for item in items), None)
    at = cursor or HistoryCursor(None, None)
    told = (Act.CALL,) if which == "calls" else _TOLD
    lines = _event_lines(session, account, end_of(today, zone), zone, told, at.event, limit)
    if which != "calls":
        lines += _entry_lines(session, account.customer_id, today, at.entry, limit)
    lines.sort(key=lambda line: (line.row.date, line.event is not None), reverse=True)
    taken, more = lines[:limit], len(lines) > limit
    if not more:
        return HistoryPage(tuple(line.row for line in taken), None)
    entry = next((line.entry for line in reversed(taken) if line.entry), at.entry)
    event = next((line.event for line in reversed(taken) if line.event), at.event)
    return HistoryPage(tuple(line.row for line in taken), HistoryCursor(entry, event))


def _older(when: Any, number: Any) -> ColumnElement[bool]:  # noqa: ANN401  columns
    return or_(when < bindparam("when"), and_(when == bindparam("when"), number < bindparam("last")))


_NEWEST = bindparam("limit", type_=Integer)
_ENTRIES = (
    select(ENTRY)
    .where(ENTRY.c.customer_id == bindparam("customer"), ENTRY.c.date <= TODAY, _older(ENTRY.c.date, ENTRY.c.id))
    .order_by(ENTRY.c.date.desc(), ENTRY.c.id.desc())
    .limit(_NEWEST)
)
_EVENTS = (
    select(EVENT, AGENT.c.name.label("agent"))
    .join(AGENT, AGENT.c.id == EVENT.c.agent_id)
    .where(
        EVENT.c.customer_id == bindparam("customer"),
        EVENT.c.act.in_(bindparam("acts", expanding=True)),
        EVENT.c.at < bindparam("until"),
        _older(EVENT.c.at, EVENT.c.id),
    )
    .order_by(EVENT.c.at.desc(), EVENT.c.id.desc())
    .limit(_NEWEST)
)


def _sums(side: Any) -> Select[Any]:  # noqa: ANN401  a column of `allocation`
    sums = used(side)
    return select(sums).where(sums.c.entry_id.in_(bindparam("entries", expanding=True)))


_SETTLED = ((_sums(ALLOCATION.c.debit_id), 1), (_sums(ALLOCATION.c.credit_id), -1))
_CALLS = select(CALL).where(CALL.c.id.in_(IDS))
_CHANGES = select(CONTACT_CHANGE).where(CONTACT_CHANGE.c.id.in_(IDS))
_DISPUTES = select(DISPUTE, ENTRY.c.voucher).join(ENTRY, ENTRY.c.id == DISPUTE.c.entry_id).where(DISPUTE.c.id.in_(IDS))


def _entry_lines(
    session: Session, customer_id: int, today: date, before: tuple[date, int] | None, limit: int
) -> list[_Placed]:
    when, last = before or (today + timedelta(days=1), 0)
    bounds = {"customer": customer_id, "today": today, "when": when, "last": last, "limit": limit + 1}
    entries = session.connection().execute(_ENTRIES, bounds).all()
    settled: dict[int, Decimal] = {}
    for statement, sign in _SETTLED:
        if ids := [e.id for e in entries if e.amount * sign > 0]:
            values = {"ids": [customer_id], "today": today, "entries": ids}
            for row in session.connection().execute(statement, values):
                settled[row.entry_id] = sign * from_minor(int(row.used))
    return [
        _Placed(
            HistoryRow(
                date=e.date,
                kind=e.kind,
                text=plain(e.text),
                voucher=plain(e.voucher),
                amount=e.amount,
                open=e.amount - settled.get(e.id, ZERO),
                currency=e.currency,
                due=e.due_date,
                detail="bounced" if e.source == settlements.SOURCE and e.reverses else "",
                entry_id=e.id,
            ),
            entry=(e.date, e.id),
        )
        for e in entries
    ]


def _item_row(item: Item) -> HistoryRow:
    detail = "disputed" if item.disputed else item.agreement
    return HistoryRow(
        item.date,
        item.kind,
        voucher=item.voucher,
        amount=item.amount,
        open=item.open,
        currency=item.currency,
        due=item.due,
        detail=detail,
        entry_id=item.entry_id,
    )


def _event_lines(
    session: Session,
    account: Account,
    until: datetime,
    zone: ZoneInfo,
    acts: tuple[Act, ...],
    before: tuple[datetime, int] | None,
    limit: int,
) -> list[_Placed]:
    when, last = before or (until, 0)
    bounds = {"customer": account.customer_id, "acts": acts, "until": until, "when": when, "last": last}
    rows = session.connection().execute(_EVENTS, bounds | {"limit": limit + 1}).all()
    details = _Details(session, account, rows)
    undone = _undone(session, account.customer_id) if rows else set()
    return [
        _Placed(replace(details.row(event, zone), undone=event.id in undone), event=(event.at, event.id))
        for event in rows
    ]


def _undone(session: Session, customer_id: int) -> set[int]:
    """The events that later ones took back."""
    query = select(EVENT.c.facts).where(EVENT.c.customer_id == customer_id, EVENT.c.act == Act.UNDONE)
    return {int(json.loads(row.facts)["event"]) for row in session.connection().execute(query)}


class _Details:
    """What the events of a page tell of: calls and disputes by their rows, arrangements as they stand."""

    def __init__(self, session: Session, account: Account, events: Sequence[Row[Any]]) -> None:
        self.facts = {event.id: json.loads(event.facts) for event in events}
        self.calls = self._rows(session, _CALLS, events, (Act.CALL,))
        self.disputes = self._rows(session, _DISPUTES, events, (Act.DISPUTE, Act.DISPUTE_CLOSED))
        self.changes = self._rows(session, _CHANGES, events, (Act.CONTACT,))
        self.protected = bool(self.changes) and merging.protected(session, account.customer_id)
        self.promises = {promise.id: promise for promise in account.promises}
        self.agreements = {agreement.id: agreement for agreement in account.agreements}

    def _rows(
        self, session: Session, statement: Select[Any], events: Sequence[Row[Any]], acts: tuple[Act, ...]
    ) -> dict[int, Any]:
        ids = {self.facts[event.id].get("id") for event in events if event.act in acts} - {None}
        if not ids:
            return {}
        return {row.id: row for row in session.connection().execute(statement, {"ids": sorted(ids)})}

    def _contact(self, event: Row[Any], change: Row[Any], day: date) -> HistoryRow:
        """A change of contact data: what was told, verified, turned down; the old version stays readable."""
        facts = self.facts[event.id]
        told = str(facts.get("state") or "pending")
        verified = plain(change.verified) if told == "applied" else ""
        return HistoryRow(
            day,
            event.act,
            _versions(change, protected=self.protected),
            voucher=change.kind,
            due=_day(facts.get("effective")),
            detail=told,
            outcome=verified,
            agent=plain(event.agent),
        )

    def row(self, event: Row[Any], zone: ZoneInfo) -> HistoryRow:
        """The event as a line of history."""
        day, agent = event.at.astimezone(zone).date(), plain(event.agent)
        number = self.facts[event.id].get("id")
        if event.act == Act.CALL and (call := self.calls.get(number)):
            return HistoryRow(
                day, event.act, plain(call.text), detail=call.direction, outcome=call.outcome, agent=agent
            )
        if event.act in (Act.PROMISE, Act.PROMISE_WITHDRAWN) and (promise := self.promises.get(number)):
            return HistoryRow(
                day,
                event.act,
                amount=promise.amount,
                currency=promise.currency,
                due=promise.due,
                detail=promise.state,
                agent=agent,
            )
        if event.act == Act.AGREEMENT and (agreement := self.agreements.get(number)):
            return HistoryRow(
                day,
                event.act,
                agreement.number,
                amount=agreement.total,
                currency=agreement.currency,
                detail=agreement.state,
                agent=agent,
            )
        if event.act == Act.LETTER:
            return HistoryRow(day, event.act, plain(str(self.facts[event.id].get("number", ""))), agent=agent)
        if event.act == Act.CONTACT and (change := self.changes.get(number)):
            return self._contact(event, change, day)
        if event.act in _PLAIN:
            facts = self.facts[event.id]
            due = facts.get("held_until") or facts.get("after") or facts.get("effective")
            told = str(facts.get("act") or facts.get("kind") or facts.get("after") or "")
            return HistoryRow(day, event.act, due=_day(due), detail=told, agent=agent)
        if dispute := self.disputes.get(number):
            closed = event.act == Act.DISPUTE_CLOSED
            state = dispute.state if closed else "open"
            return HistoryRow(day, event.act, plain(dispute.reason), plain(dispute.voucher), detail=state, agent=agent)
        return HistoryRow(day, event.act, agent=agent)


def _versions(change: Row[Any], *, protected: bool) -> str:
    """The new version of contact data and the old one; neither where it is a protected address."""
    if change.kind == ContactKind.ADDRESS and protected:
        return ""
    old, new = plain(change.old), plain(change.new)
    return f"{new or '-'} ← {old}" if old else new


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written)) if written else None
    except ValueError:  # not a day: the status after, for one
        return None


def end_of(today: date, zone: ZoneInfo) -> datetime:
    """The first moment after a day."""
    return datetime.combine(today + timedelta(days=1), time.min, zone).astimezone(UTC)
