"""Small registers for tests, told in sentences: a debtor owes, pays, and arranges something with an agent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlmodel import select

from model import authority, card, desk, posting
from model.customer import Creditor, Customer
from model.kinds import Direction, EntryKind, Outcome, Speaker, Verified
from model.ledger import Allocation, DueDateChange, Entry
from model.proposals import (
    AgreementProposal,
    CallProposal,
    DisputeProposal,
    NoteProposal,
    PromiseProposal,
    Proposal,
)
from model.records import AgentInfo, Card
from model.rules import schedule
from model.rules.schedule import Frequency
from model.store import Register

TODAY = date(2026, 11, 22)  # a Sunday
CURRENCIES = {"DK": "DKK", "NO": "NOK"}
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

_numbers = count(1)


def kroner(amount: str) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def agent(register: Register, login: str = "mette") -> AgentInfo:
    return authority.who(register, login, NOW)


def creditor(register: Register, country: str = "DK", **facts) -> int:
    """Somebody who is owed; each call makes another."""
    currency = CURRENCIES[country]
    given: dict[str, Any] = {
        "code": f"C{next(_numbers)}",
        "name": "Energi A/S",
        "country": country,
        "currency": currency,
    } | facts
    return _stored(register, Creditor(**given))


def debtor(
    register: Register, name: str = "Marie Sørensen", *, country: str = "DK", creditor_id: int | None = None, **facts
) -> "Debtor":
    """A customer with an empty account, whom the agent Mette looks after."""
    owed_to = creditor_id if creditor_id is not None else creditor(register, country)
    currency = CURRENCIES[country]
    given: dict[str, Any] = {
        "number": f"{10_000 + next(_numbers)}",
        "creditor_id": owed_to,
        "kind": "person",
        "name": name,
        "currency": currency,
        "country": country,
        "created_at": noon(date(2026, 1, 1)),
        "changed_at": noon(date(2026, 1, 1)),
    }
    return Debtor(register, _stored(register, Customer(**(given | facts))), owed_to, currency, agent(register), country)


def _stored(register: Register, row) -> int:
    with register.write() as session:
        session.add(row)
        session.flush()
        return int(row.id)


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer of a test register; each verb is a transaction of its own."""

    register: Register
    id: int
    creditor_id: int
    currency: str
    agent: AgentInfo
    country: str

    # what happens on the account

    def owes(self, amount: str, voucher: str, *, on: date, due: date | None = None, **facts) -> int:
        """An invoice, or another debit; returns its number in the ledger."""
        return self._booked(EntryKind.INVOICE, Decimal(amount), on, facts | {"voucher": voucher, "due_date": due})

    def is_reminded(self, fee: str, voucher: str, *, on: date, **facts) -> int:
        return self._booked(EntryKind.REMINDER_FEE, Decimal(fee), on, facts | {"voucher": voucher})

    def pays(self, amount: str, *, on: date, naming: str = "", **facts) -> int:
        return self._booked(EntryKind.PAYMENT, -Decimal(amount), on, facts | {"reference": naming})

    def _booked(self, kind: EntryKind, amount: Decimal, on: date, facts) -> int:
        entry = Entry(
            **{
                "customer_id": self.id,
                "creditor_id": self.creditor_id,
                "kind": kind,
                "date": on,
                "amount": amount,
                "currency": self.currency,
                "booked_at": noon(on),
            }
            | facts
        )
        with self.register.write() as session:
            session.add(entry)
            session.flush()
            number = int(entry.id or 0)
            posting.settle(session, [self.id], now=entry.booked_at)
        return number

    def loses(self, payment: int, invoice: int, amount: str, *, on: date) -> None:
        """The bank takes a payment back: the invoice is open again, and the payment settles its own reversal."""
        with self.register.write() as session:
            back = Allocation(
                customer_id=self.id, credit_id=payment, debit_id=invoice, amount=-Decimal(amount), value_date=on,
                booked_at=noon(on),
            )  # fmt: skip
            session.add(back)
            reversal = Entry(
                customer_id=self.id, creditor_id=self.creditor_id, kind=EntryKind.PAYMENT, date=on,
                amount=Decimal(amount), currency=self.currency, booked_at=noon(on),
            )  # fmt: skip
            session.add(reversal)
            session.flush()
            posting.settle(session, [self.id], now=noon(on), named={payment: int(reversal.id or 0)})

    def gets_until(self, due: date, entry: int) -> None:
        """A debit's due date is moved."""
        with self.register.write() as session:
            moved: dict[str, Any] = {"entry_id": entry, "due_date": due, "agent_id": self.agent.id, "booked_at": NOW}
            session.add(DueDateChange(customer_id=self.id, **moved))
            posting.refresh_balances(session, [self.id])

    def has(self, model, **facts) -> int:
        """Any other row about the customer: a phone, an address, a party."""
        return _stored(self.register, model(customer_id=self.id, **facts))

    # what an agent sees and does

    def card(self, today: date = TODAY, *, unmask: bool = False) -> Card:
        return card.read_card(self.register, self.id, today, unmask=unmask)

    def does(self, proposal: Proposal, *, now: datetime = NOW, by: AgentInfo | None = None) -> Card:
        return desk.do(self.register, proposal, agent=by or self.agent, now=now)

    def note(self, text: str = "laid off", **facts) -> NoteProposal:
        return NoteProposal(self.id, text, **facts)

    def call(self, *, ended: datetime = NOW, minutes: int = 5, **facts) -> CallProposal:
        given: dict[str, Any] = {
            "direction": Direction.IN,
            "speaker": Speaker.DEBTOR,
            "verified": Verified.ADDRESS,
            "outcome": Outcome.SPOKE,
            "started_at": ended - timedelta(minutes=minutes),
            "ended_at": ended,
        }
        return CallProposal(self.id, **(given | facts))

    def promise(self, amount: str, due: date, *entry_ids: int, **facts) -> PromiseProposal:
        return PromiseProposal(self.id, Decimal(amount), facts.pop("currency", self.currency), due, entry_ids, **facts)

    def agreement(self, *entry_ids: int, first: date, count: int = 6, **facts) -> AgreementProposal:
        """Equal monthly instalments of what is open on some invoices the day before the first falls due."""
        card = self.card(facts.pop("today", TODAY))
        owed = sum((item.open for item in card.items if item.entry_id in entry_ids), Decimal(0))
        plan = facts.pop("plan", None)
        if plan is None:
            plan = tuple(
                schedule.plan(owed, first=first, frequency=Frequency.MONTHLY, country=self.country, count=count)
            )
        currency = facts.pop("currency", self.currency)
        return AgreementProposal(self.id, entry_ids, currency, Frequency.MONTHLY, plan, **facts)

    def dispute(self, entry_id: int, reason: str = "wrong item", **facts) -> DisputeProposal:
        return DisputeProposal(self.id, entry_id, reason, **facts)

    # what is stored

    def rows(self, model):
        """What is stored about the customer in a table, oldest first."""
        return self.tables(model)[0]

    def tables(self, *models):
        """The same of several tables, at one moment."""
        with self.register.read() as session:
            queries = [select(model).where(model.customer_id == self.id).order_by(model.id) for model in models]
            return [[row.model_copy() for row in session.exec(query)] for query in queries]
