"""Many rows at once are the same rows as one by one, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Table
from sqlmodel import Session, SQLModel, select

from model import bulk
from model.contact import Call, Task
from model.customer import Customer
from model.kinds import EntryKind
from model.ledger import Entry
from model.store import Register
from model.tables import CUSTOMER, ENTRY, TASK
from tests.model.build import NOW, Debtor


@pytest.fixture
def session(marie: Debtor, rolled_back: Session) -> Session:
    """An act, once the customer is there."""
    return rolled_back


COLUMNS = ("id", "customer_id", "creditor_id", "kind", "date", "due_date", "amount", "currency", "text", "booked_at")


def entry(key: int, marie: Debtor, amount: object = Decimal("12.34"), text: str = "", at: datetime = NOW) -> tuple:
    return (key, marie.id, marie.creditor_id, EntryKind.INVOICE, date(2026, 10, 1), None, amount, "DKK", text, at)


def test_rows_come_back_as_they_were_given(marie: Debtor, session: Session) -> None:
    texts = ["", "tab\tand\\back", "line\nbreak", "\\N", "æøå 😀", "quote \" and ' and ,", "NULL"]
    at = datetime(2026, 11, 22, 23, 30, 0, 123456, timezone(timedelta(hours=2)))
    keys = bulk.reserve(session.connection(), ENTRY, len(texts))
    written = [entry(key, marie, text=text, at=at) for key, text in zip(keys, texts, strict=True)]
    assert bulk.insert(session.connection(), ENTRY, COLUMNS, written) == len(texts)

    stored = session.exec(select(Entry).where(Entry.customer_id == marie.id).order_by("id")).all()
    assert [row.text for row in stored] == texts
    first = stored[0]
    assert (first.id, first.kind, first.date, first.due_date) == (keys[0], "invoice", date(2026, 10, 1), None)
    assert (first.amount, first.booked_at, first.booked_at.tzinfo) == (Decimal("12.34"), at, UTC)
    assert (first.voucher, first.source_key, first.batch_id) == ("", None, None), "the table's defaults"


def test_amounts_may_come_in_ore(marie: Debtor, session: Session) -> None:
    (key,) = bulk.reserve(session.connection(), ENTRY, 1)
    bulk.insert(session.connection(), ENTRY, COLUMNS, [entry(key, marie, 1234)], in_minor_units=True)
    assert session.exec(select(Entry).where(Entry.id == key)).one().amount == Decimal("12.34")


def test_flags_and_absent_values(marie: Debtor, session: Session) -> None:
    columns = ("id", "number", "creditor_id", "kind", "name", "currency", "created_at", "changed_at", "credit_limit")
    (key,) = bulk.reserve(session.connection(), CUSTOMER, 1)
    row = (key, f"bulk-{key}", marie.creditor_id, "person", "Ali", "DKK", NOW, NOW, None)
    bulk.insert(session.connection(), CUSTOMER, (*columns, "address_protected"), [(*row, True)])
    stored = session.get(Customer, key)
    assert stored is not None
    assert (stored.address_protected, stored.credit_limit, stored.status) == (True, None, "active")
    assert (stored.terms_kind, stored.terms_days, stored.language) == ("net", 14, "da")


def test_reserved_numbers_are_nobody_elses(marie: Debtor, session: Session) -> None:
    def task() -> int:
        row = Task(customer_id=marie.id, kind="trace", due_at=NOW, created_at=NOW)
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id

    before = task()
    keys = list(bulk.reserve(session.connection(), TASK, 3))
    assert len(set(keys)) == 3
    assert min(keys) > before
    columns = ("id", "customer_id", "kind", "due_at", "created_at")
    bulk.insert(session.connection(), TASK, columns, [(key, marie.id, "trace", NOW, NOW) for key in keys])
    assert task() > max(keys)


def test_no_rows_are_no_rows(session: Session) -> None:
    assert list(bulk.reserve(session.connection(), ENTRY, 0)) == []
    assert bulk.insert(session.connection(), ENTRY, COLUMNS, []) in {0, -1}


def test_a_wrong_row_undoes_all(marie: Debtor, shared: Register) -> None:
    def write(*amounts: object) -> None:
        with shared.write() as session:
            keys = bulk.reserve(session.connection(), ENTRY, len(amounts))
            rows = [entry(key, marie, amount) for key, amount in zip(keys, amounts, strict=True)]
            bulk.insert(session.connection(), ENTRY, COLUMNS, rows)

    with pytest.raises(ValueError, match="more than two decimals"):
        write(Decimal("1.00"), Decimal("0.001"))
    assert marie.rows(Entry) == []


@pytest.mark.parametrize("model", [Entry, Call, Customer])
def test_every_column_of_the_models_is_in_the_tables(model: type[SQLModel]) -> None:
    table: Table = SQLModel.metadata.tables[str(model.__tablename__)]
    assert set(table.columns.keys()) == set(model.model_fields)
