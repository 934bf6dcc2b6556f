"""Customers for the lookup to find, in as few words as a test needs."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from model.customer import Address, Creditor, Customer, Email, Party, Phone
from model.ledger import Entry
from model.store import Register, changed, open_register
from search import index
from search.finder import Finder, open_finder

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@contextmanager
def opened(url: str) -> Iterator[Register]:
    """A register with the lookup hung on it and a creditor in it."""
    register = open_register(url, migrate=True)
    try:
        index.attach(register)
        with register.write() as session:
            if session.exec(select(Creditor)).first() is None:
                session.add(Creditor(id=1, code="1", name="Vandværket", country="DK", currency="DKK"))
        yield register
    finally:
        register.close()


@contextmanager
def finding(url: str) -> Iterator[Finder]:
    """A finder, as the desk has one."""
    finder = open_finder(url)
    try:
        yield finder
    finally:
        finder.close()


def add(register: Register, name: str, **facts: Any) -> int:
    """One act that adds a customer; the facts are those of `put`."""
    with register.write() as session:
        key = put(session, name, **facts)
        changed(session, [key])
    return key


def put(
    session: Session,
    name: str,
    *,
    number: str,
    street: str = "",
    city: str = "",
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    company: str = "",
    invoices: Sequence[str | tuple[str, str]] = (),
    contact: str = "",
    contact_phone: str = "",
    contact_email: str = "",
    contact_until: date | None = None,
    protected: bool = False,
    status: str = "active",
    merged_into: int | None = None,
    creditor_id: int = 1,
) -> int:
    """A customer; `city` is postcode and city, an invoice its voucher, or voucher and reference."""
    customer = Customer(
        number=number, creditor_id=creditor_id, kind="company" if company else "person", name=name,
        org_number=company, currency="DKK", status=status, address_protected=protected, merged_into=merged_into,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    session.add(customer)
    session.flush()
    assert customer.id is not None
    key = customer.id
    if street or city:
        postcode, _, place = city.partition(" ")
        session.add(Address(customer_id=key, street=street, postcode=postcode, city=place))
    session.add_all(Phone(customer_id=key, number=phone) for phone in phones)
    session.add_all(Email(customer_id=key, address=email) for email in emails)
    if contact:
        person = Party(customer_id=key, role="contact", name=contact, phone=contact_phone, email=contact_email)
        person.valid_until = contact_until
        session.add(person)
    for invoice in invoices:
        voucher, reference = invoice if isinstance(invoice, tuple) else (invoice, "")
        session.add(entry(key, voucher, reference))
    return key


def add_all(register: Register, people: Iterable[dict[str, Any]]) -> None:
    """Many customers in one act."""
    with register.write() as session:
        changed(session, [put(session, **facts) for facts in people])


def numbers(finder: Finder, text: str) -> list[str]:
    """The numbers of the customers who answer a text."""
    return [hit.number for hit in finder.find(text)]


def settle_town(register: Register) -> None:
    """A few people and companies, so that not everybody answers everything."""
    add(
        register, "Marie Sørensen", number="10233", street="Vestergade 12B", city="8000 Aarhus C",
        phones=["+4522334455"], emails=["marie.sorensen47@gmail.com"], invoices=[("1031", "000000000010314")],
    )  # fmt: skip
    add(register, "Bo Hansen", number="10234", street="Østerbrogade 7", city="2100 København Ø", phones=["+4587654321"])
    add(
        register, "Kjær & Søn Byg A/S", number="10235", street="Ålevej 3", city="9000 Aalborg", company="13585628",
        phones=["+4798123456"], contact="Åse Thorvaldsen", invoices=["INV-2026-00417", "99"],
    )  # fmt: skip
    add(register, "Jensen VVS ApS", number="10236", street="Marievej 1", city="5000 Odense C", company="24256790")
    add(register, "Nordlys Energi AS", number="0379-NEVHP", street="Storgata 5", city="0155 Oslo", company="988077917")
    add(register, "Per Søholm", number="88", street="Bygaden 88", city="8800 Viborg", emails=["post@soeholm-vvs.dk"])


def entry(customer_id: int, voucher: str, reference: str = "") -> Entry:
    return Entry(
        customer_id=customer_id, creditor_id=1, kind="invoice", date=date(2026, 10, 1), amount=Decimal(100),
        currency="DKK", voucher=voucher, reference=reference, booked_at=NOW,
    )  # fmt: skip
