"""The letter of an agreement, gathered from the register: what was agreed, how each instalment is paid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from model import errors, events, merging
from model.account import ZERO, accounts, instalment
from model.kinds import CHARGES, PLAN_COSTS, Accepted, Act, Speaker
from model.letters.confirmation import Confirmation, Covered, Recipient, Sender, confirmation
from model.letters.words import words
from model.rules import coverage
from model.rules.references import PayTo, pay_line
from model.tables import (
    ADDRESS,
    AGREEMENT,
    AGREEMENT_ITEM,
    CREDITOR,
    CUSTOMER,
    ENTRY,
    EVENT,
    INSTALMENT,
    PARTY,
)
from model.text import plain

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlmodel import Session

    from model.letters.paper import Letter
    from model.records import AgentInfo
    from model.store import Register


_OWN_COSTS = ENTRY.c.kind.in_(sorted(PLAN_COSTS))
"""What a plan costs is no bill that it covers: with the number of the agreement in `reference` it is its own."""


def letter(register: Register, customer_id: int, number: str, today: date, *, with_address: bool = False) -> Letter:
    """The letter that confirms an agreement, as of a day.

    Args:
        register: the register.
        customer_id: whose agreement it is.
        number: the agreement's, such as A-17.
        today: the letter's date.
        with_address: print a protected address too, since the letter is to reach the customer; whoever asks logs that.

    Raises:
        NotFound: the customer has no such agreement, or it was replaced or cancelled.
    """
    with register.read() as session:
        agreed = _agreement(session, customer_id, number)
        return confirmation(_facts(session, agreed, today, with_address=with_address))


def written(register: Register, customer_id: int, number: str, *, agent: AgentInfo, now: datetime) -> None:
    """Log that the letter of an agreement was written.

    Raises:
        NotFound: the customer has no such agreement.
        Busy: another process holds the write lock.
    """
    with register.write() as session:
        agreed = _agreement(session, customer_id, number)
        facts = {"id": agreed.id, "number": agreed.number}
        events.append(session, Act.LETTER, agent_id=agent.id, now=now, customer_id=customer_id, facts=facts)


def _agreement(session: Session, customer_id: int, number: str) -> Any:  # noqa: ANN401  a row of `agreement`
    wanted = plain(number).upper()
    query = select(AGREEMENT).where(AGREEMENT.c.customer_id == customer_id).order_by(AGREEMENT.c.id)
    rows = session.connection().execute(query).all()
    row = next((row for row in rows if row.number == wanted), None)
    if row is None:
        known = ", ".join(row.number for row in rows) or "none"
        message = f"this customer has no agreement {plain(number)!r}; there is: {known}"
        raise errors.NotFound(message)
    if row.superseded_by is not None:
        after = next((other.number for other in rows if other.id == row.superseded_by), "another one")
        message = f"{row.number} was replaced by {after}: write the letter of that"
        raise errors.NotFound(message)
    if row.cancelled_at is not None:
        message = f"{row.number} was cancelled: there is nothing to confirm"
        raise errors.NotFound(message)
    return row


def _facts(session: Session, agreed: Any, today: date, *, with_address: bool) -> Confirmation:  # noqa: ANN401
    run = session.connection().execute
    customer = run(select(CUSTOMER).where(CUSTOMER.c.id == agreed.customer_id)).one()
    creditor = run(select(CREDITOR).where(CREDITOR.c.id == agreed.creditor_id)).one()
    told = words(customer.language)
    covered = run(
        select(AGREEMENT_ITEM.c.entry_id, AGREEMENT_ITEM.c.open_at_start, ENTRY.c.voucher, ENTRY.c.date, ENTRY.c.kind)
        .join(ENTRY, ENTRY.c.id == AGREEMENT_ITEM.c.entry_id)
        .where(AGREEMENT_ITEM.c.agreement_id == agreed.id, ~_OWN_COSTS | (ENTRY.c.reference != agreed.number))
        .order_by(ENTRY.c.date, ENTRY.c.id)
    ).all()
    parts = run(select(INSTALMENT).where(INSTALMENT.c.agreement_id == agreed.id).order_by(INSTALMENT.c.no)).all()
    replaced = run(select(AGREEMENT.c.number).where(AGREEMENT.c.superseded_by == agreed.id)).scalar()
    plan = tuple(instalment(part) for part in parts)
    protected = not with_address and merging.protected(session, customer.id)
    return Confirmation(
        language=customer.language,
        country=creditor.country,
        currency=agreed.currency,
        number=agreed.number,
        agreed_on=agreed.made_on,
        dated=today,
        sender=Sender(creditor.name, org_number=creditor.org_number),
        to=Recipient(customer.number, customer.name, () if protected else _address(session, customer.id, today)),
        covered=tuple(Covered(plain(c.voucher), c.date, c.open_at_start) for c in covered),
        plan=plan,
        pay_lines=tuple(_pay_line(creditor, agreed.id, part.no) for part in plan),
        left_out=_left_out(session, agreed, {c.entry_id for c in covered}, replaced or ""),
        charged=sum((c.open_at_start for c in covered if c.kind in CHARGES), ZERO),
        written_off=agreed.discount or ZERO,
        supersedes=replaced or "",
        accepted=told.written.accepted.get(agreed.accepted_how or Accepted.ON_THE_PHONE, ""),
        **_who(session, agreed, told.written.capacities),
    )


def _pay_line(creditor: Any, agreement: int, no: int) -> str:  # noqa: ANN401  a row of `creditor`
    """How to pay an instalment; the account alone where its reference cannot be made."""
    to = PayTo(creditor.country, plain(creditor.bank_account), creditor.fik_creditor, creditor.kid_method)
    try:
        return pay_line(to, agreement, no)
    except ValueError:  # more digits than a reference holds
        return to.account


def _left_out(
    session: Session,
    agreed: Any,  # noqa: ANN401  a row of `agreement`
    covered: set[int],
    replaced: str,
) -> tuple[tuple[str, coverage.LeftOut | None], ...]:
    """The bills that were overdue on the day of the agreement and are not in it."""
    account = accounts(session, [agreed.customer_id], agreed.made_on)[agreed.customer_id]
    return tuple(
        (
            item.voucher,
            coverage.agreement_bar(
                item, creditor_id=agreed.creditor_id, currency=agreed.currency, superseded=replaced or agreed.number
            ),
        )
        for item in account.items
        if item.entry_id not in covered and item.days_overdue > 0 and item.kind not in CHARGES
    )


def _who(session: Session, agreed: Any, capacities: Any) -> dict[str, str]:  # noqa: ANN401  rows and words
    """Who said yes, where that was somebody else than the customer."""
    if agreed.agreed_by in ("", Speaker.DEBTOR):
        return {}
    events_of = select(EVENT.c.facts).where(EVENT.c.customer_id == agreed.customer_id, EVENT.c.act == Act.AGREEMENT)
    facts = (json.loads(row.facts) for row in session.connection().execute(events_of))
    party = next((told.get("party") for told in facts if told.get("id") == agreed.id), None)
    name = session.connection().execute(select(PARTY.c.name).where(PARTY.c.id == party)).scalar() if party else None
    how = capacities.get(agreed.agreed_by, "")
    return {"agreed_by": plain(name or how), "agreed_how": how if name else ""}


def _address(session: Session, customer_id: int, today: date) -> tuple[str, ...]:
    query = select(ADDRESS).where(ADDRESS.c.customer_id == customer_id).order_by(ADDRESS.c.kind, ADDRESS.c.id)
    rows = [row for row in session.connection().execute(query) if row.valid_until is None or row.valid_until >= today]
    if not rows:
        return ()
    row = rows[0]
    town = f"{row.postcode} {row.city}".strip()
    return tuple(line for line in (row.extra, row.street, town) if line)
