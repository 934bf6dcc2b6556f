import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from model import store
from model.agent import Agent
from model.arrangement import Dispute
from model.contact import Event, Note
from model.customer import Address, Creditor, Customer, CustomerBalance, Email, Party, Phone
from model.errors import Refused
from model.intake.compare import compare
from model.intake.post import FileReport, post, refusal, to_json
from model.intake.rows import AddressRow, CreditorRow, CustomerRow, EntryRow, Intake, PartyRow, Problem, Unreadable
from model.kinds import CustomerKind, CustomerStatus, EntryKind, PartyRole, TermsKind
from model.ledger import Allocation, Entry, ImportBatch
from model.records import AgentInfo
from model.store import Register, open_register
from tests.model import ledgers
from tests.model.ledgers import NOW

NORWAY = CreditorRow("999888777", "Selskapet AS", "NO", "NOK")


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    register = open_register(register_url)
    yield register
    register.close()


@pytest.fixture
def clerk(register: Register) -> AgentInfo:
    with register.write() as session:
        return AgentInfo(ledgers.agent(session), "anna", "Anna", "agent")


def who(number: str = "1001", **facts: Any) -> CustomerRow:
    return CustomerRow(1, number, facts.pop("name", "Kunden AS"), **facts)


def item(key: str, amount: str, on: date = date(2026, 9, 1), customer: str = "1001", **more: Any) -> EntryRow:
    kind = EntryKind.PAYMENT if amount.startswith("-") else EntryKind.INVOICE
    return EntryRow(1, customer, key, kind, on, Decimal(amount), **more)


def file(*rows: CustomerRow | EntryRow, creditor: CreditorRow | None = NORWAY, **more: Any) -> Intake:
    customers = [row for row in rows if isinstance(row, CustomerRow)]
    return Intake("test", creditor, customers, [row for row in rows if isinstance(row, EntryRow)], **more)


def bring(register: Register, intake: Intake, clerk: AgentInfo, *, dry_run: bool = False, days: int = 0) -> FileReport:
    now = NOW + timedelta(days=days)
    return post(register, intake, file="ledger.xml", sha256="ab" * 32, agent=clerk, now=now, dry_run=dry_run)


def rows_of(register: Register, table: type[Any]) -> list[Any]:
    with register.read() as session:
        found = list(session.exec(select(table)))
        session.expunge_all()
        return found


def counts(report: FileReport) -> tuple[int, int, int, int, int]:
    return (
        report.customers_added, report.customers_changed, report.customers_unchanged, report.entries_added,
        report.entries_skipped,
    )  # fmt: skip


FULL = who(
    kind=CustomerKind.COMPANY, org_number="923609016", vat_registration="923609016MVA", category="Butikk",
    terms_kind=TermsKind.END_OF_MONTH, terms_days=30, credit_limit=Decimal("5000.00"), country="NO",
    status=CustomerStatus.ACTIVE, phones=("22 33 44 55", "ring før kl. 12"), emails=("post@kunden.example",),
    addresses=(AddressRow("postal", "Postboks 1", "", "0151", "Oslo"), AddressRow("street", "Storgata 1", "c/o Ola")),
    parties=(PartyRow(PartyRole.CONTACT, "Ola Nordmann", "99 99 99 99", "ola@kunden.example"),), notes=("God kunde",),
)  # fmt: skip


def test_a_customer_comes_in_with_all_the_file_says(register: Register, clerk: AgentInfo) -> None:
    assert counts(bring(register, file(FULL), clerk)) == (1, 0, 0, 0, 0)

    [creditor] = rows_of(register, Creditor)
    assert (creditor.code, creditor.name, creditor.country, creditor.currency) == (
        "999888777",
        "Selskapet AS",
        "NO",
        "NOK",
    )
    [customer] = rows_of(register, Customer)
    assert (customer.number, customer.name, customer.kind, customer.org_number) == (
        "1001",
        "Kunden AS",
        "company",
        "923609016",
    )
    assert (customer.terms_kind, customer.terms_days, customer.credit_limit) == (
        "end_of_month",
        30,
        Decimal("5000.00"),
    )
    assert (customer.language, customer.currency, customer.category) == ("nb", "NOK", "Butikk")
    # Numbers are kept in international form; what is none, as it was written.
    assert [phone.number for phone in rows_of(register, Phone)] == ["+4722334455", "ring før kl. 12"]
    assert [email.address for email in rows_of(register, Email)] == ["post@kunden.example"]
    assert {(a.kind, a.street, a.city, a.country) for a in rows_of(register, Address)} == {
        ("postal", "Postboks 1", "Oslo", "NO"),
        ("street", "Storgata 1", "", "NO"),
    }
    [party] = rows_of(register, Party)
    assert (party.role, party.name, party.phone) == ("contact", "Ola Nordmann", "+4799999999")
    assert [note.text for note in rows_of(register, Note)] == ["God kunde"]


def test_a_customer_without_a_name_is_called_by_the_number(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(who(name="")), clerk)
    assert rows_of(register, Customer)[0].name == "1001"


def test_the_same_file_twice_changes_nothing(register: Register, clerk: AgentInfo) -> None:
    ledger = file(FULL, item("a", "100.00"), item("b", "-40.00"))
    assert counts(bring(register, ledger, clerk)) == (1, 0, 0, 2, 0)
    tables: list[type[Any]] = [
        Customer, Address, Phone, Email, Party, Note, Entry, Allocation, CustomerBalance, ImportBatch, Event,
    ]  # fmt: skip
    before = [rows_of(register, table) for table in tables]

    assert counts(bring(register, ledger, clerk, days=7)) == (0, 0, 1, 0, 2)
    assert [rows_of(register, table) for table in tables] == before


def test_a_changed_file_updates_what_changed_and_the_old_address_keeps_its_last_day(
    register: Register, clerk: AgentInfo
) -> None:
    bring(register, file(FULL, item("a", "100.00")), clerk)
    moved = replace(
        FULL,
        name="Kunden ASA",
        phones=("22 33 44 66", "ring før kl. 12"),
        emails=("ny@kunden.example",),
        addresses=(AddressRow("postal", "Postboks 2", "", "0152", "Oslo"), FULL.addresses[1]),
    )
    assert counts(bring(register, file(moved, item("a", "100.00"), item("b", "5.00")), clerk)) == (0, 1, 0, 1, 1)

    assert rows_of(register, Customer)[0].name == "Kunden ASA"
    postal = {(a.street, a.valid_until) for a in rows_of(register, Address) if a.kind == "postal"}
    assert postal == {("Postboks 1", date(2026, 11, 21)), ("Postboks 2", None)}
    assert [a.valid_until for a in rows_of(register, Address) if a.kind == "street"] == [None]
    assert {phone.number for phone in rows_of(register, Phone)} >= {"+4722334466", "ring før kl. 12"}
    assert [email.address for email in rows_of(register, Email)] == ["ny@kunden.example"]


def test_what_the_file_does_not_say_stays(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(FULL), clerk)
    assert counts(bring(register, file(CustomerRow(1, "1001")), clerk)) == (0, 0, 1, 0, 0)
    assert rows_of(register, Customer)[0].name == "Kunden AS"


def test_a_file_does_not_bring_the_dead_back(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(FULL), clerk)
    with register.write() as session:
        session.exec(select(Customer)).one().status = CustomerStatus.DECEASED
    assert counts(bring(register, file(FULL), clerk)) == (0, 0, 1, 0, 0)
    assert rows_of(register, Customer)[0].status == "deceased"


def test_entries_are_settled_and_the_balance_is_renewed(register: Register, clerk: AgentInfo) -> None:
    rows = [
        item("a", "100.00", date(2026, 8, 1), voucher="1031", due_date=date(2026, 8, 31)),
        item("b", "50.00", date(2026, 9, 1), voucher="1042", due_date=date(2026, 9, 30)),
        item("c", "-50.00", date(2026, 10, 1), settles="b"),
    ]
    bring(register, file(who(), *rows), clerk)

    named = {entry.id: entry.source_key for entry in rows_of(register, Entry)}
    [allocation] = rows_of(register, Allocation)
    assert (named[allocation.credit_id], named[allocation.debit_id]) == ("999888777:c", "999888777:b")
    [balance] = rows_of(register, CustomerBalance)
    assert (balance.open_amount, balance.oldest_due) == (Decimal("100.00"), date(2026, 8, 31))


def test_a_payment_settles_what_an_earlier_file_brought(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(who(), item("a", "100.00", date(2026, 8, 1)), item("b", "50.00")), clerk)
    bring(register, file(item("c", "-50.00", date(2026, 10, 1), settles="b")), clerk)

    named = {entry.id: entry.source_key for entry in rows_of(register, Entry)}
    assert [named[row.debit_id] for row in rows_of(register, Allocation)] == ["999888777:b"]


def test_an_invoice_without_a_due_date_follows_the_customers_terms(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(FULL, item("a", "100.00", date(2026, 9, 3))), clerk)
    assert rows_of(register, Entry)[0].due_date == date(2026, 10, 30)


def test_disputes_come_in_and_one_on_a_settled_item_arrives_closed(register: Register, clerk: AgentInfo) -> None:
    settled = item("b", "50.00", dispute_closed_on=date(2026, 10, 1))
    ledger = file(who(), item("a", "100.00", disputed=True), settled)
    bring(register, ledger, clerk)
    bring(register, ledger, clerk)
    assert [(d.state, d.closed_on) for d in rows_of(register, Dispute)] == [
        ("open", None),
        ("withdrawn", date(2026, 10, 1)),
    ]


def test_a_dispute_that_comes_later_is_opened_on_the_known_entry(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(who(), item("a", "100.00")), clerk)
    bring(register, file(who(), item("a", "100.00", disputed=True)), clerk)
    assert [d.state for d in rows_of(register, Dispute)] == ["open"]


def test_an_opening_balance_is_an_entry_and_another_closing_balance_is_told(
    register: Register, clerk: AgentInfo
) -> None:
    opened = who(opening_balance=Decimal("100.00"), opening_on=date(2026, 1, 1), stated_balance=Decimal("170.00"))
    report = bring(register, file(opened, item("a", "50.00")), clerk)

    assert counts(report) == (1, 0, 0, 2, 0)
    assert [(d.customer, d.computed, d.stated) for d in report.differences] == [
        ("1001", Decimal("150.00"), Decimal("170.00"))
    ]
    [opening, _] = rows_of(register, Entry)
    assert (opening.kind, opening.date, opening.amount) == ("opening", date(2026, 1, 1), Decimal("100.00"))
    assert counts(bring(register, file(opened, item("a", "50.00")), clerk)) == (0, 0, 1, 0, 2)


@pytest.mark.parametrize(("next_opening", "told"), [("150.00", []), ("160.00", ["opening balance"])])
def test_the_next_years_opening_balance_is_compared_not_posted(
    register: Register, clerk: AgentInfo, next_opening: str, told: list[str]
) -> None:
    first = who(opening_balance=Decimal("100.00"), opening_on=date(2025, 1, 1))
    bring(register, file(first, item("a", "50.00", date(2025, 5, 1))), clerk)
    second = who(opening_balance=Decimal(next_opening), opening_on=date(2026, 1, 1))
    report = bring(register, file(second, item("b", "7.00", date(2026, 5, 1))), clerk)

    assert [problem.field for problem in report.problems] == told
    assert sum(entry.amount for entry in rows_of(register, Entry)) == Decimal("157.00")


@pytest.mark.parametrize("opening", ["80.00", "0"])
def test_an_earlier_year_after_a_later_one_is_refused(register: Register, clerk: AgentInfo, opening: str) -> None:
    later = who(opening_balance=Decimal("100.00"), opening_on=date(2026, 1, 1))
    bring(register, file(later), clerk)
    earlier = who(opening_balance=Decimal(opening), opening_on=date(2025, 1, 1))
    with pytest.raises(Refused, match="earliest first"):
        bring(register, file(earlier, item("a", "20.00", date(2025, 3, 1))), clerk)
    assert len(rows_of(register, Entry)) == 1


def test_an_earlier_year_that_was_brought_in_first_may_come_again(register: Register, clerk: AgentInfo) -> None:
    year = file(
        who(opening_balance=Decimal("80.00"), opening_on=date(2025, 1, 1)), item("a", "20.00", date(2025, 3, 1))
    )
    newcomer = who("1002", opening_balance=Decimal("7.00"), opening_on=date(2026, 1, 1))
    bring(register, year, clerk)
    bring(register, file(who(opening_balance=Decimal("100.00"), opening_on=date(2026, 1, 1)), newcomer), clerk)
    assert counts(bring(register, year, clerk)) == (0, 0, 1, 0, 2)


def test_an_entry_of_an_unknown_customer_is_told_and_left_out(register: Register, clerk: AgentInfo) -> None:
    report = bring(register, file(who(), item("a", "100.00", customer="4711"), item("b", "5.00")), clerk)
    assert counts(report) == (1, 0, 0, 1, 1)
    assert [(problem.field, problem.value) for problem in report.problems] == [("customer", "4711")]


def test_an_entry_that_changed_since_it_was_posted_is_told_and_kept(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(who(), item("a", "100.00")), clerk)
    report = bring(register, file(who(), item("a", "120.00")), clerk)
    assert [(problem.field, problem.value) for problem in report.problems] == [("amount", "120.00")]
    assert rows_of(register, Entry)[0].amount == Decimal("100.00")


def test_values_that_must_not_be_posted_are_told_all_at_once_and_nothing_comes_in(
    register: Register, clerk: AgentInfo
) -> None:
    bad = file(who(), who(""), item("a", "1.005"), item("b", "9", currency="ISK"), item("c", "1e17"))
    with pytest.raises(Unreadable) as caught:
        bring(register, bad, clerk)
    assert [problem.field for problem in caught.value.problems] == ["customer number", "amount", "currency", "amount"]
    assert not rows_of(register, Customer)
    report = to_json([refusal("in/ledger.xml", caught.value)])["files"][0]
    assert report["file"] == "ledger.xml"
    assert len(report["problems"]) == 4


def test_an_error_in_the_middle_leaves_nothing_behind(
    register: Register, clerk: AgentInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("model.posting.settle", fail)
    with pytest.raises(ZeroDivisionError):
        bring(register, file(FULL, item("a", "100.00")), clerk)
    for table in (Creditor, Customer, Address, Entry, ImportBatch, Event):
        assert rows_of(register, table) == []


def test_a_dry_run_tells_the_same_and_writes_nothing(register: Register, clerk: AgentInfo) -> None:
    ledger = file(FULL, item("a", "100.00"))
    tried = bring(register, ledger, clerk, dry_run=True)
    assert rows_of(register, Customer) == []
    assert tried == bring(register, ledger, clerk)


def test_one_event_names_the_file_and_hooks_hear_of_the_customers(register: Register, clerk: AgentInfo) -> None:
    heard: list[int] = []
    register.hooks.append(lambda _, ids: heard.extend(ids))
    bring(register, file(FULL, item("a", "100.00")), clerk)

    [event] = rows_of(register, Event)
    [batch] = rows_of(register, ImportBatch)
    facts = json.loads(event.facts)
    assert (event.act, facts["batch_id"], facts["sha256"]) == ("imported", batch.id, "ab" * 32)
    assert (batch.file, batch.format) == ("ledger.xml", "test")
    assert heard == [customer.id for customer in rows_of(register, Customer)]


def test_another_file_in_between_is_noticed(
    register: Register, clerk: AgentInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    rival = iter([file(who(), item("a", "100.00"))])

    def overtaken(session: Session, *args: Any, **options: Any) -> None:
        compare(session, *args, **options)
        for other in rival:
            bring(register, other, clerk)

    monkeypatch.setattr("model.intake.post.compare", overtaken)
    report = bring(register, file(who(), item("a", "100.00"), item("b", "5.00")), clerk)
    assert counts(report) == (0, 0, 1, 1, 1)


def test_without_a_creditor_the_only_one_is_meant_or_a_first_one_is_made(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(who(), item("a", "5.00", currency="NOK"), creditor=None), clerk)
    bring(register, file(who("1002"), creditor=None), clerk)
    [creditor] = rows_of(register, Creditor)
    assert (creditor.code, creditor.name, creditor.country, creditor.currency) == ("1", "ledger", "NO", "NOK")


def test_without_a_creditor_among_several_the_file_is_refused(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(who()), clerk)
    bring(register, file(who(), creditor=CreditorRow("2", "Andre AS", "NO", "NOK")), clerk)
    with pytest.raises(Refused, match="999888777"):
        bring(register, file(who(), creditor=None), clerk)


def test_two_creditors_may_use_the_same_numbers(register: Register, clerk: AgentInfo) -> None:
    bring(register, file(who(), item("a", "100.00")), clerk)
    bring(register, file(who(), item("a", "7.00"), creditor=CreditorRow("2", "Andre AS", "NO", "NOK")), clerk)
    assert len(rows_of(register, Customer)) == len(rows_of(register, Entry)) == 2


def test_a_customer_or_an_entry_that_stands_twice_counts_once(register: Register, clerk: AgentInfo) -> None:
    report = bring(register, file(who(), who(), item("a", "1.00"), item("a", "1.00")), clerk)
    assert counts(report) == (1, 0, 0, 1, 0)
    assert [problem.field for problem in report.problems] == ["customer number", "entry"]


def test_the_report_for_programs_has_the_agreed_shape(register: Register, clerk: AgentInfo) -> None:
    stated = who(opening_balance=Decimal(0), opening_on=date(2026, 1, 1), stated_balance=Decimal("1.5"))
    told = [Problem(7, "DueDate", "2026-02-31", "no such day")]
    report = bring(register, file(stated, item("a", "100.00"), item("b", "-40.00"), problems=told), clerk)
    assert to_json([report]) == {
        "files": [
            {
                "file": "ledger.xml",
                "format": "test",
                "customers": {"added": 1, "changed": 0, "unchanged": 0},
                "entries": {"added": 2, "skipped": 0},
                "total": "100.00",
                "differences": [{"customer": "1001", "computed": "60.00", "stated": "1.50"}],
                "problems": [{"line": 7, "field": "DueDate", "value": "2026-02-31", "message": "no such day"}],
            }
        ]
    }


def test_other_desks_write_while_a_file_is_checked_and_compared(
    tmp_path: Path, clerk: AgentInfo, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    desk = open_register(register.url)
    wrote: list[str] = []

    def at_each_step(what: str, _done: int, _total: int) -> None:
        if what in {"checking", "comparing"}:
            with desk.write() as session:
                session.add(Agent(login=f"desk{len(wrote)}", name="x", created_at=NOW))
            wrote.append(what)

    many = [who(str(number)) for number in range(1000)]
    post(register, file(*many), file="x", sha256="", agent=clerk, now=NOW, progress=at_each_step)
    desk.close()
    assert set(wrote) == {"checking", "comparing"}
