"""Small ledgers for tests: a creditor, an agent, customers, entries, as few words as they need."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlmodel import Session

from model.agent import Agent
from model.customer import Creditor, Customer
from model.ledger import Entry

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def creditor(session: Session, code: str = "1", currency: str = "DKK") -> int:
    row = Creditor(code=code, name=f"Kreditor {code}", country="DK", currency=currency)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def agent(session: Session, login: str = "anna") -> int:
    row = Agent(login=login, name=login.title(), created_at=NOW)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def customer(session: Session, creditor_id: int, number: str = "1001", currency: str = "DKK") -> int:
    row = Customer(
        number=number, creditor_id=creditor_id, kind="company", name=f"Kunde {number}", currency=currency,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def entry(
    session: Session,
    customer_id: int,
    amount: str,
    on: date,
    due: date | None = None,
    *,
    voucher: str = "",
    reference: str = "",
    currency: str = "DKK",
    creditor_id: int = 1,
    key: str | None = None,
) -> int:
    row = Entry(
        customer_id=customer_id, creditor_id=creditor_id, kind="payment" if amount.startswith("-") else "invoice",
        date=on, due_date=due, amount=Decimal(amount), currency=currency, voucher=voucher, reference=reference,
        source_key=key, booked_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id
