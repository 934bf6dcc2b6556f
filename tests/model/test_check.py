from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlmodel import Session

from model import check as checking
from model import events, posting
from model.arrangement import Agreement, Dispute, Instalment
from model.check import Difference, check
from model.customer import CustomerBalance
from model.kinds import Act
from model.ledger import Allocation, DueDateChange
from model.store import Register, open_register
from tests.model import ledgers
from tests.model.ledgers import NOW


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    """A sound register: two customers, three invoices, a payment that settled one of them, an agreement."""
    register = open_register(register_url)
    with register.write() as session:
        owed_to = ledgers.creditor(session)
        clerk = ledgers.agent(session)
        for number in ("1001", "1002"):
            debtor = ledgers.customer(session, owed_to, number)
            ledgers.entry(session, debtor, "100.00", date(2026, 8, 1), date(2026, 8, 31))
            ledgers.entry(session, debtor, "-40.00", date(2026, 9, 1))
        ledgers.entry(session, debtor, "5.00", date(2026, 8, 2), currency="NOK")
        posting.settle(session, [debtor - 1, debtor], now=NOW)
        events.append(session, Act.VIEWED, agent_id=clerk, now=NOW, customer_id=debtor)
        events.append(session, Act.CALL, agent_id=clerk, now=NOW, customer_id=debtor)
        agreement = Agreement(
            number="A-1", customer_id=debtor, creditor_id=owed_to, agent_id=clerk, total=Decimal("60.00"),
            currency="DKK", frequency="monthly", made_on=date(2026, 10, 1), made_at=NOW, grace_days=3,
        )  # fmt: skip
        session.add(agreement)
        session.flush()
        assert agreement.id is not None
        for no in (1, 2):
            day = date(2026, 10 + no, 1)
            session.add(Instalment(agreement_id=agreement.id, no=no, due=day, effective=day, amount=Decimal("30.00")))
    yield register
    register.close()


def allocate(session: Session, customer_id: int, credit_id: int, debit_id: int, amount: str) -> None:
    row = Allocation(
        customer_id=customer_id, credit_id=credit_id, debit_id=debit_id, amount=Decimal(amount),
        value_date=date(2026, 9, 1), booked_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()


def found(register: Register) -> set[tuple[str, str]]:
    return {(difference.what, difference.customer) for difference in check(register)}


# Entries of the register above: 1 and 2 an invoice and a payment of 1001, 3 and 4 of 1002, 5 in NOK of 1002.


def test_a_sound_register_has_no_differences(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_SPAN", 1)
    seen: list[tuple[int, int]] = []
    assert check(register, progress=lambda done, total: seen.append((done, total))) == []
    assert seen == [(1, 2), (2, 2)]


def test_a_cached_balance_that_is_wrong_is_named_with_both_figures(register: Register) -> None:
    with register.write() as session:
        row = session.get_one(CustomerBalance, (1, "DKK"))
        row.open_amount, row.oldest_due = Decimal("61.00"), date(2026, 9, 30)
    assert check(register) == [
        Difference("balance DKK", "1001", "60.00", "61.00"),
        Difference("oldest due day DKK", "1001", "2026-08-31", "2026-09-30"),
    ]


def test_a_missing_and_a_needless_balance_are_named(register: Register) -> None:
    with register.write() as session:
        session.delete(session.get_one(CustomerBalance, (2, "NOK")))
        session.add(CustomerBalance(customer_id=1, currency="SEK", open_amount=Decimal("1.00")))
    assert [(d.what, d.customer, d.computed, d.stated) for d in check(register)] == [
        ("balance SEK", "1001", "no row", "1.00"),
        ("oldest due day SEK", "1001", "no row", "none"),
        ("balance NOK", "1002", "5.00", "no row"),
        ("oldest due day NOK", "1002", "2026-08-02", "no row"),
    ]


def test_an_entry_allocated_beyond_its_amount_is_named_from_either_side(register: Register) -> None:
    with register.write() as session:
        allocate(session, 1, 2, 1, "70.00")
        posting.refresh_balances(session, [1])
    assert check(register) == [
        Difference("entry 1", "1001", "100.00 at most", "110.00 allocated"),
        Difference("entry 2", "1001", "-40.00 at most", "-110.00 allocated"),
    ]


@pytest.mark.parametrize(
    ("customer_id", "credit_id", "debit_id", "words"),
    [
        (1, 1, 1, "ties a credit to a debit"),
        (1, 2, 3, "ties entries of its own customer"),
        (2, 4, 5, "ties entries of one currency"),
    ],
)
def test_an_allocation_that_ties_what_does_not_belong_together_is_named(
    register: Register, customer_id: int, credit_id: int, debit_id: int, words: str
) -> None:
    with register.write() as session:
        allocate(session, customer_id, credit_id, debit_id, "1.00")
        posting.refresh_balances(session, [1, 2])
    [told] = [difference for difference in check(register) if difference.what.startswith("allocation")]
    assert told.computed == words


def test_a_changed_due_date_of_a_credit_and_a_dispute_of_somebody_elses_entry_are_named(register: Register) -> None:
    with register.write() as session:
        session.add(DueDateChange(customer_id=1, entry_id=2, due_date=date(2026, 12, 1), agent_id=1, booked_at=NOW))
        session.add(Dispute(customer_id=1, entry_id=3, agent_id=1, opened_on=date(2026, 9, 1)))
    assert found(register) == {("changed due date 1", "1001"), ("dispute 1", "1001")}


def test_instalments_that_do_not_add_up_to_their_agreement_are_named(register: Register) -> None:
    with register.write() as session:
        session.get_one(Instalment, 2).amount = Decimal("29.00")
    assert check(register) == [Difference("instalments of A-1", "1002", "59.00", "60.00")]


def test_an_event_that_was_changed_behind_the_registers_back_is_named(register: Register) -> None:
    with register.write() as session:
        if register.is_sqlite:
            session.connection().execute(text("DROP TRIGGER event_no_update"))
        else:
            session.connection().execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
        session.connection().execute(text("UPDATE event SET customer_id = 1 WHERE id = 1"))
    assert check(register) == [Difference("event 1", "", "follows from the event before", "does not")]
