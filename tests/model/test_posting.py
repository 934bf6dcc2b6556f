from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from model import posting
from model.customer import CustomerBalance
from model.ledger import Allocation, DueDateChange
from model.store import Register, open_register
from tests.model import ledgers
from tests.model.ledgers import NOW


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    register = open_register(register_url)
    yield register
    register.close()


@pytest.fixture
def session(register: Register) -> Iterator[Session]:
    with register.write() as session:
        yield session


@pytest.fixture
def debtor(session: Session) -> int:
    return ledgers.customer(session, ledgers.creditor(session))


def settled(session: Session) -> list[tuple[int, int, str, date]]:
    rows = session.exec(select(Allocation).order_by("id"))
    return [(row.credit_id, row.debit_id, str(row.amount), row.value_date) for row in rows]


def balances(session: Session, customer_id: int) -> dict[str, tuple[str, date | None]]:
    session.expire_all()
    rows = session.exec(select(CustomerBalance).where(CustomerBalance.customer_id == customer_id))
    return {row.currency: (str(row.open_amount), row.oldest_due) for row in rows}


def test_a_payment_settles_the_invoice_it_names_and_then_the_oldest(session: Session, debtor: int) -> None:
    old = ledgers.entry(session, debtor, "100.00", date(2026, 8, 1), date(2026, 9, 1), voucher="1031")
    new = ledgers.entry(session, debtor, "50.00", date(2026, 9, 1), date(2026, 10, 1), voucher="1042")
    paid = ledgers.entry(session, debtor, "-80.00", date(2026, 11, 1), reference="1042")

    assert posting.settle(session, [debtor], now=NOW) == 2
    assert settled(session) == [(paid, new, "50.00", date(2026, 11, 1)), (paid, old, "30.00", date(2026, 11, 1))]
    assert balances(session, debtor) == {"DKK": ("70.00", date(2026, 9, 1))}


def test_a_payment_may_name_several_invoices(session: Session, debtor: int) -> None:
    ledgers.entry(session, debtor, "100.00", date(2026, 8, 1), voucher="1031")
    second = ledgers.entry(session, debtor, "50.00", date(2026, 9, 1), voucher="1042")
    third = ledgers.entry(session, debtor, "25.00", date(2026, 9, 2), voucher="1043")
    paid = ledgers.entry(session, debtor, "-75.00", date(2026, 11, 1), reference="1042, 1043")

    posting.settle(session, [debtor], now=NOW)
    assert [row[:2] for row in settled(session)] == [(paid, second), (paid, third)]


def test_what_a_file_says_was_settled_comes_before_the_rule(session: Session, debtor: int) -> None:
    old = ledgers.entry(session, debtor, "100.00", date(2026, 8, 1), voucher="1031")
    new = ledgers.entry(session, debtor, "50.00", date(2026, 9, 1), voucher="1042")
    paid = ledgers.entry(session, debtor, "-60.00", date(2026, 8, 15))

    posting.settle(session, [debtor], now=NOW, named={paid: new})
    # The payment came before the invoice: from the invoice's day on both existed.
    assert settled(session) == [(paid, new, "50.00", date(2026, 9, 1)), (paid, old, "10.00", date(2026, 8, 15))]


def test_settling_again_changes_nothing(session: Session, debtor: int) -> None:
    ledgers.entry(session, debtor, "100.00", date(2026, 8, 1))
    ledgers.entry(session, debtor, "-130.00", date(2026, 9, 1))
    posting.settle(session, [debtor], now=NOW)
    before = settled(session)

    assert posting.settle(session, [debtor], now=NOW) == 0
    assert settled(session) == before
    assert balances(session, debtor) == {"DKK": ("-30.00", None)}


def test_a_credit_left_over_settles_the_next_invoice(session: Session, debtor: int) -> None:
    credit = ledgers.entry(session, debtor, "-130.00", date(2026, 8, 1))
    posting.settle(session, [debtor], now=NOW)
    invoice = ledgers.entry(session, debtor, "100.00", date(2026, 9, 1))
    posting.settle(session, [debtor], now=NOW)

    assert settled(session) == [(credit, invoice, "100.00", date(2026, 9, 1))]


def test_currencies_and_customers_are_kept_apart(session: Session, debtor: int) -> None:
    other = ledgers.customer(session, 1, "1002")
    ledgers.entry(session, debtor, "100.00", date(2026, 8, 1), date(2026, 8, 31))
    ledgers.entry(session, debtor, "-40.00", date(2026, 8, 2), currency="NOK")
    ledgers.entry(session, other, "-40.00", date(2026, 8, 2))

    assert posting.settle(session, [debtor, other], now=NOW) == 0
    assert balances(session, debtor) == {"DKK": ("100.00", date(2026, 8, 31)), "NOK": ("-40.00", None)}
    assert balances(session, other) == {"DKK": ("-40.00", None)}


def test_allocation_taken_back_is_open_again_and_the_moved_due_date_counts(session: Session, debtor: int) -> None:
    invoice = ledgers.entry(session, debtor, "100.00", date(2026, 8, 1), date(2026, 8, 31))
    paid = ledgers.entry(session, debtor, "-100.00", date(2026, 9, 1))
    posting.settle(session, [debtor], now=NOW)
    assert balances(session, debtor) == {"DKK": ("0.00", None)}

    clerk = ledgers.agent(session)
    for due in (date(2026, 12, 1), date(2026, 12, 15)):
        change = DueDateChange(customer_id=debtor, entry_id=invoice, due_date=due, agent_id=clerk, booked_at=NOW)
        session.add(change)
        session.flush()
    taken_back = Allocation(
        customer_id=debtor, credit_id=paid, debit_id=invoice, amount=Decimal("-100.00"), value_date=date(2026, 9, 1),
        booked_at=NOW,
    )  # fmt: skip
    session.add(taken_back)
    posting.refresh_balances(session, [debtor])
    assert balances(session, debtor) == {"DKK": ("0.00", date(2026, 12, 15))}


def test_more_customers_than_fit_in_one_statement(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "CHUNK", 2)
    owed_to = ledgers.creditor(session)
    many = [ledgers.customer(session, owed_to, str(number)) for number in range(5)]
    for customer_id in many:
        ledgers.entry(session, customer_id, "10.00", date(2026, 8, 1), creditor_id=owed_to)
        ledgers.entry(session, customer_id, "-4.00", date(2026, 8, 2), creditor_id=owed_to)

    assert posting.settle(session, many, now=NOW) == 5
    assert {balances(session, customer_id)["DKK"][0] for customer_id in many} == {"6.00"}
