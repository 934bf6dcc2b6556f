"""How long a card takes to open: `python benchmarks/card.py 1000000 --cards 500` prints p50, p95 and p99 in ms.

Beside it the same card read two other ways: by a connection opened for it (a program started per card), and naively
(every related row of the customer as an ORM object, sums made in Python). The register is made once and kept in the
folder for temporary files; `--register` names another, made with the same seed.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

from generate import TODAY, make
from sqlmodel import select

from model.arrangement import Agreement, AgreementItem, Dispute, Hold, Instalment, Promise, PromiseItem
from model.card import read_card
from model.contact import Call, Event, Note, Task
from model.customer import Address, Creditor, Customer, Email, Party, Phone
from model.ledger import Allocation, Entry
from model.store import Register, open_register
from model.tables import CUSTOMER

_OWN = (Address, Phone, Email, Party, Entry, Allocation, Promise, Agreement, Dispute, Hold, Call, Note, Task, Event)


def naive(register: Register, customer_id: int) -> Decimal:
    """Everything of a customer, a query a relation, summed in Python; no rule is applied yet."""
    with register.read() as session:
        customer = session.get(Customer, customer_id)
        assert customer is not None
        session.get(Creditor, customer.creditor_id)
        own = {kind: session.exec(select(kind).where(kind.customer_id == customer_id)).all() for kind in _OWN}
        for promise in own[Promise]:
            session.exec(select(PromiseItem).where(PromiseItem.promise_id == promise.id)).all()
        for agreement in own[Agreement]:
            session.exec(select(AgreementItem).where(AgreementItem.agreement_id == agreement.id)).all()
            session.exec(select(Instalment).where(Instalment.agreement_id == agreement.id)).all()
        settled = {entry.id: Decimal(0) for entry in own[Entry]}
        for row in own[Allocation]:
            settled[row.debit_id] += row.amount
        due = (entry for entry in own[Entry] if entry.amount > 0 and entry.due_date and entry.due_date < TODAY)
        return sum((entry.amount - settled[entry.id] for entry in due), Decimal(0))


def cold(register: Register, customer_id: int) -> None:
    """The card by a connection of its own."""
    register.engine.dispose()
    read_card(register, customer_id, TODAY)


def measure(what: str, read: Callable[[Register, int], object], register: Register, ids: Iterable[int]) -> None:
    """Read some cards this way and print how long the slowest hundredth, twentieth and half of them took at least."""
    took = []
    for number in ids:
        begun = time.perf_counter()
        read(register, number)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    figures = "  ".join(f"p{share} {took[min(len(took) * share // 100, len(took) - 1)]:7.1f}" for share in (50, 95, 99))
    print(f"{what:<34} {figures}  ms  ({len(took)} cards)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("customers", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cards", type=int, default=500)
    parser.add_argument("--register", help="a register that is there already (path or URL)")
    args = parser.parse_args()
    path = Path(tempfile.gettempdir()) / f"kartotek-benchmark-{args.customers}-{args.seed}.db"
    if args.register is None and not path.exists():
        unfinished = path.with_suffix(".part")
        for left in path.parent.glob(f"{unfinished.name}*"):
            left.unlink()
        make(unfinished, args.customers, args.seed, index=False)
        unfinished.rename(path)
    register = open_register(args.register or path)
    with register.read() as session:
        everybody = session.connection().execute(select(CUSTOMER.c.id)).scalars().all()
    draw = random.Random(args.seed)
    ids = [draw.choice(everybody) for _ in range(args.cards)]
    read_card(register, ids[0], TODAY)  # what is imported and prepared once is no card's own cost
    measure("read_card", lambda r, number: read_card(r, number, TODAY), register, ids)
    measure("read_card, the same cards again", lambda r, number: read_card(r, number, TODAY), register, ids)
    measure("read_card, a connection each", cold, register, ids)
    measure("naive ORM, a query a relation", naive, register, ids)


if __name__ == "__main__":
    main()
