"""What tests of the desk's acts have in common."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from model import errors
from model.arrangement import Agreement, Dispute, Hold, Promise
from model.contact import Call, Event, Note, Task, Typed
from model.proposals import Proposal
from model.rules.schedule import Instalment as Part
from tests.model.build import Debtor

SOON, LATER = date(2026, 11, 27), date(2026, 12, 15)
KEPT = (Note, Call, Task, Promise, Agreement, Hold, Dispute, Event)


@contextmanager
def nothing_changes(customer: Debtor) -> Iterator[None]:
    before = customer.tables(*KEPT)
    yield
    assert customer.tables(*KEPT) == before


def refused(customer: Debtor, proposal: Proposal, field: str, words: str | None = None, **how) -> None:
    """The proposal is refused by the name of its field, in words, and nothing changes."""
    with nothing_changes(customer), pytest.raises(errors.Invalid, match=words) as refusal:
        customer.does(proposal, **how)
    assert refusal.value.field == field


def last_event(customer: Debtor) -> tuple[Event, dict]:
    """The customer's newest event, and its facts but for the numbers of the holds that the act made."""
    event = customer.rows(Event)[-1]
    facts = json.loads(event.facts)
    facts.pop("holds", None)
    return event, facts


def typed_for(customer: Debtor) -> list[tuple[str, str]]:
    with customer.register.read() as session:
        query = select(Typed).join(Event).where(Event.customer_id == customer.id).order_by("id")
        return [(row.text, row.read_back) for row in session.exec(query)]


def part(no: int, due: date, amount: str) -> Part:
    return Part(no, due, due, Decimal(amount))
