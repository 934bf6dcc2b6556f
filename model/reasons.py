"""Why each figure of a card is what it is: the entries, allocations and rows of rates it rests on, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from model import claims, errors, limits, risk
from model.account import ZERO, accounts
from model.kinds import Figure
from model.posting import allocation_order, designated
from model.rules import allocation, collect
from model.rules import limitation as lapsing
from model.rules.coverage import status_bar
from model.rules.explain import Days, Say, Sentence, sentence
from model.rules.rates import Kind
from model.tables import ALLOCATION, CUSTOMER, ENTRY
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal
    from typing import TypeAlias

    from sqlmodel import Session

    from model.account import Account
    from model.records import Item
    from model.rules.rates import Row
    from model.store import Register

    Day: TypeAlias = date  # where a field is called date

LATEST = 20
"""Payments that are explained, the newest first."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """A figure, and the sentences that tell how it comes about; `refused` says why it cannot be told."""

    figure: Figure
    told: tuple[Sentence, ...] = ()
    refused: str = ""


def reasons(register: Register, customer_id: int, today: date) -> tuple[Reasons, ...]:
    """Every figure of a card with its reasons, as of a day.

    Raises:
        NotFound: no such customer.
    """
    with register.read() as session:
        account = accounts(session, [customer_id], today).get(customer_id)
        if account is None:
            raise errors.NotFound(f"no customer with id {customer_id}")
        return tuple(_told(session, figure, account, today) for figure in Figure)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An entry with its number."""

    id: int
    date: Day
    kind: str
    voucher: str
    amount: Decimal
    open: Decimal
    reverses: int | None


def lines(register: Register, customer_id: int, today: date) -> tuple[LedgerLine, ...]:
    """The ledger's lines of a customer up to a day, oldest first."""
    with register.read() as session:
        run = session.connection().execute
        used: dict[int, Decimal] = {}
        settled = select(ALLOCATION).where(ALLOCATION.c.customer_id == customer_id, ALLOCATION.c.value_date <= today)
        for row in run(settled):
            used[row.debit_id] = used.get(row.debit_id, ZERO) + row.amount
            used[row.credit_id] = used.get(row.credit_id, ZERO) - row.amount
        query = select(ENTRY).where(ENTRY.c.customer_id == customer_id, ENTRY.c.date <= today)
        return tuple(
            LedgerLine(e.id, e.date, e.kind, plain(e.voucher), e.amount, e.amount - used.get(e.id, ZERO), e.reverses)
            for e in run(query.order_by(ENTRY.c.date, ENTRY.c.id))
        )


def rates_in_force(register: Register, today: date) -> tuple[Row, ...]:
    """The row of each country and kind that holds on a day: a register's own goes before the shipped one."""
    with register.read() as session:
        rates = limits.rates(session)
    found = ((country, kind, rates.find(country, kind, today)) for country in ("DK", "NO") for kind in Kind)
    return tuple(row for _country, _kind, row in found if row is not None)


def _told(session: Session, figure: Figure, account: Account, today: date) -> Reasons:
    try:
        return Reasons(figure, tuple(_TELLERS[figure](session, account, today)))
    except errors.MissingRate as missing:
        return Reasons(figure, refused=str(missing))


def _to_collect(_session: Session, account: Account, today: date) -> Iterator[Sentence]:
    yield from collect.explain(account.figures(today), status_bar(account.status))
    for item in account.items:
        if item.days_overdue:
            yield from _item(item, account)


def _balance(_session: Session, account: Account, _today: date) -> Iterator[Sentence]:
    for currency in sorted({item.currency for item in account.items} | set(account.credits) | {account.currency}):
        owed = sum((item.open for item in account.items if item.currency == currency), ZERO)
        credit = account.credits.get(currency, ZERO)
        yield sentence(Say.BALANCE, balance=account.balance(currency), open=owed, credit=credit)
    for item in account.items:
        yield from _item(item, account)


def _item(item: Item, account: Account) -> Iterator[Sentence]:
    values: dict[str, Any] = {"claim": _name(item), "open": item.open, "amount": item.amount, "due": item.due}
    if item.days_overdue:
        yield sentence(Say.ITEM_OVERDUE, days=Days(item.days_overdue), **values)
    else:
        yield sentence(Say.ITEM_OPEN, **values)
    for dispute in account.disputes:
        if dispute.entry_id == item.entry_id:
            yield sentence(Say.ITEM_DISPUTED, day=dispute.opened_on)
        elif dispute.entry_id == item.claim_id:
            yield sentence(Say.ITEM_CLAIM_DISPUTED, other=dispute.voucher or str(item.claim_id), day=dispute.opened_on)
    if item.agreement:
        yield sentence(Say.ITEM_AGREED, agreement=item.agreement)


def _payments(session: Session, account: Account, today: date) -> Iterator[Sentence]:
    """Where the newest payments and credit notes went, and why there."""
    run = session.connection().execute
    credits_ = run(
        select(ENTRY)
        .where(ENTRY.c.customer_id == account.customer_id, ENTRY.c.amount < 0, ENTRY.c.date <= today)
        .order_by(ENTRY.c.date.desc(), ENTRY.c.id.desc())
        .limit(LATEST)
    ).all()
    rows = run(
        select(ALLOCATION)
        .where(
            ALLOCATION.c.customer_id == account.customer_id,
            ALLOCATION.c.credit_id.in_([row.id for row in credits_]),
            ALLOCATION.c.value_date <= today,
        )
        .order_by(ALLOCATION.c.id)
    ).all()
    entries = {row.id: row for row in run(select(ENTRY).where(ENTRY.c.customer_id == account.customer_id))}
    agreed = {item.entry_id for item in account.items if item.agreement}
    order = allocation_order(session)
    for paid in credits_:
        credit = _credit(paid)
        left = -paid.amount
        for row in rows:
            if row.credit_id == paid.id and row.amount > 0 and not _taken_back(row, rows):
                left -= row.amount
                debit = _debit(entries[row.debit_id], agreed)
                claim = _debit(entries[debit.claim_id], agreed) if debit.claim_id else None
                why, name = allocation.reason(credit, debit, claim)
                match = allocation.Match(paid.id, debit.id, row.amount, row.value_date, row.why or why, name)
                yield from allocation.explain(match, debit, credit, claim, order)
        if left > 0:
            yield sentence(Say.CREDIT_FREE, amount=left)


def _taken_back(row: Any, rows: Sequence[Any]) -> bool:  # noqa: ANN401  rows of `allocation`
    return any(
        other.amount == -row.amount and other.debit_id == row.debit_id and other.credit_id == row.credit_id
        for other in rows
    )


def _interest(session: Session, account: Account, today: date) -> Iterator[Sentence]:
    """What late interest would come to today, on what bears it."""
    items = [item for item in account.items if claims.bears(item)]
    kind = (
        session.connection().execute(select(CUSTOMER.c.kind).where(CUSTOMER.c.id == account.customer_id)).scalar_one()
    )
    told = claims.interest(session, account.customer_id, items, today, kind)
    for item in items:
        yield from _item(item, account)
        yield from told[item.entry_id].explain()


def _limitation(session: Session, account: Account, today: date) -> Iterator[Sentence]:
    told = limitation(session, account.items, today)
    for item in account.items:
        yield from _item(item, account)
        yield from told[item.entry_id]


def limitation(session: Session, items: Sequence[Item], today: date) -> dict[int, tuple[Sentence, ...]]:
    """How each claim stands towards limitation, and what moved it.

    Raises:
        MissingRate: nothing says how long limitation takes in a creditor's country.
    """
    rates, countries = limits.rates(session), limits.countries(session)
    happened = limits.interruptions(session, [item.entry_id for item in items], today)
    return {
        item.entry_id: lapsing.limitation(
            countries[item.creditor_id], item.due, happened.get(item.entry_id, ()), today, rates, item.kind
        ).reasons
        for item in items
    }


def _risk(session: Session, account: Account, today: date) -> Iterator[Sentence]:
    """How the customer has paid, and what that makes of them."""
    standing = {account.customer_id: account}
    told = risk.assessments(session, standing, risk.exposures(session, standing), today)
    yield from told[account.customer_id].reasons


_TELLERS = {
    Figure.TO_COLLECT: _to_collect,
    Figure.BALANCE: _balance,
    Figure.PAYMENTS: _payments,
    Figure.INTEREST: _interest,
    Figure.LIMITATION: _limitation,
    Figure.RISK: _risk,
}


def _name(item: Item) -> str:
    return item.voucher or item.reference or str(item.entry_id)


def _debit(row: Any, agreed: set[int]) -> allocation.Debit:  # noqa: ANN401  a row of `entry`
    return allocation.Debit(
        row.id,
        row.date,
        row.due_date or row.date,
        row.amount,
        plain(row.voucher),
        plain(row.reference),
        row.currency,
        row.creditor_id,
        kind=row.kind,
        claim_id=row.claim_id,
        in_agreement=row.id in agreed,
    )


def _credit(row: Any) -> allocation.Credit:  # noqa: ANN401  a row of `entry`
    names = designated(plain(row.reference))
    return allocation.Credit(row.id, row.date, -row.amount, names, row.currency, row.creditor_id, row.kind)
