"""What may happen to a few customers of a register, drawn at random."""

from typing import Any

from hypothesis import strategies as st
from sqlalchemy import func
from sqlmodel import Session, col, select

from model.customer import Address, Customer, Email, Party, Phone
from model.ledger import Entry
from tests.search.people import NOW, entry

NAMES = ["Marie Sørensen", "Bo", "Aa", "Kjær & Søn A/S", "", "😀", "O'Brien", "X" * 300, "Ole\nOlsen\tÆ"]
NUMBERS = ["1031", "+4522334455", "INV-2026-0042", "000000000010314", "7", "", "4" * 60, "12 34 56 78", "1031\n5555"]

names, numbers, whom = st.sampled_from(NAMES), st.sampled_from(NUMBERS), st.integers(0, 3)
acts = st.one_of(
    st.tuples(st.just("add"), names, numbers, st.booleans()),
    st.tuples(st.just("name"), whom, names),
    st.tuples(st.just("address_protected"), whom, st.booleans()),
    st.tuples(st.just("merge"), whom, whom),
    st.tuples(st.just("street"), whom, names, numbers),
    st.tuples(st.just("phone"), whom, numbers),
    st.tuples(st.just("email"), whom, names),
    st.tuples(st.just("party"), whom, names, numbers),
    st.tuples(st.just("invoice"), whom, numbers, numbers),
    st.tuples(st.just("fewer"), whom),
    st.tuples(st.just("remove"), whom),
    st.tuples(st.just("nothing"), whom),
)


def act(session: Session, whom: list[int], what: str, *rest: Any) -> int:
    """Do one thing to one of the customers `whom`, or add one; give the id of who changed."""
    if what == "add":
        whom.append(added(session, *rest))
        return whom[-1]
    if not whom:
        return 0
    key = whom[rest[0] % len(whom)]
    customer = session.get_one(Customer, key)
    match (what, *rest[1:]):
        case ("name" | "address_protected" as field, value):
            setattr(customer, field, value)
        case ("merge", into):
            customer.merged_into = whom[into % len(whom)]
        case ("street", street, postcode):
            session.add(Address(customer_id=key, street=street, postcode=postcode, city="Århus"))
        case ("phone", number):
            session.add(Phone(customer_id=key, number=number))
        case ("email", name):
            session.add(Email(customer_id=key, address=f"{name}@post.example.dk"))
        case ("party", name, phone):
            session.add(Party(customer_id=key, role="proxy", name=name, phone=phone))
        case ("invoice", voucher, reference):
            session.add(entry(key, voucher, reference))
        case ("fewer" | "remove",):
            if forget(session, customer, wholly=what == "remove"):
                whom.remove(key)
    return key


def added(session: Session, name: str, number: str, protected: bool) -> int:
    count = session.exec(select(func.max(Customer.id))).one() or 0  # their number may be that of one who was removed
    customer = Customer(
        number=f"{number}-{count}", creditor_id=1, kind="person", name=name, org_number=number, currency="DKK",
        address_protected=protected, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    session.add(customer)
    session.flush()
    assert customer.id is not None
    return customer.id


def forget(session: Session, customer: Customer, *, wholly: bool) -> bool:
    """Delete what stands beside a customer, and the customer too (then it is true) where nothing names them."""
    for table in (Address, Phone, Email, Party):
        for row in session.exec(select(table).where(col(table.customer_id) == customer.id)):
            session.delete(row)
    named = session.exec(select(Entry.id).where(Entry.customer_id == customer.id)).first()
    followed = session.exec(select(Customer.id).where(Customer.merged_into == customer.id)).first()
    if wholly and not named and not followed:
        session.delete(customer)
        return True
    return False
