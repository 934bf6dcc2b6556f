"""The chain of events: nobody can change, take out or slip in a row unseen."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from model import events
from model.contact import Event, Typed
from model.kinds import Act
from model.store import Register, open_register
from tests.model.build import NOW, TODAY, debtor

UNLOCKED = {
    "sqlite": [f"DROP TRIGGER event_no_{act}" for act in ("update", "delete", "replace")],
    "postgresql": ["ALTER TABLE event DISABLE TRIGGER ALL"],
}
"""How an administrator with all rights gets past the triggers."""


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def five(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A register in which five things happened."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = str(tmp_path_factory.mktemp("five") / "register.db")
        else:
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        register = open_register(url, migrate=True)
        stack.callback(register.close)
        customer = debtor(register)
        for number in range(5):
            customer.does(customer.note(f"note {number}"), now=NOW + timedelta(microseconds=number))
        yield register


@pytest.fixture
def chain(five: Register) -> Iterator[Session]:
    """A transaction, undone in the end, in which somebody took the triggers away."""
    with Session(five.engine) as session:
        connection = session.connection(execution_options={"kartotek_write": True})
        for statement in UNLOCKED[five.engine.dialect.name]:
            connection.execute(text(statement))
        yield session


def tampered(chain: Session, statement: str) -> list[int]:
    chain.connection().execute(text(statement))
    return list(events.broken_links(chain))


def test_each_hash_follows_from_the_one_before(chain: Session) -> None:
    assert list(events.broken_links(chain)) == []
    told = chain.exec(select(Event).order_by("id")).all()
    assert told[0].hash == events.digest(events.FIRST, told[0])
    assert all(after.hash == events.digest(before.hash, after) for before, after in pairwise(told))
    assert len({event.hash for event in told}) == 5


@pytest.mark.parametrize(
    "change",
    ["at = '2026-11-22 10:00:00.000002'", "customer_id = NULL", "act = 'call'", "facts = '{}'", "hash = 'x'"],
)
def test_a_changed_row_is_found(chain: Session, change: str) -> None:
    found = tampered(chain, f"UPDATE event SET {change} WHERE id = 3")
    assert 3 in found
    assert set(found) <= {3, 4}


def test_the_last_row_cannot_be_changed_either(chain: Session) -> None:
    assert tampered(chain, "UPDATE event SET facts = '{}' WHERE id = 5") == [5]


@pytest.mark.parametrize("taken", [1, 3])
def test_a_row_taken_out_is_found(chain: Session, taken: int) -> None:
    assert tampered(chain, f"DELETE FROM event WHERE id = {taken}") == [taken + 1]


def test_a_row_slipped_in_is_found(chain: Session) -> None:
    columns = "at, agent_id, customer_id, act, facts, hash"
    found = tampered(chain, f"INSERT INTO event (id, {columns}) SELECT 0, {columns} FROM event WHERE id = 4")
    assert found == [0, 1]


def test_rows_that_change_places_are_found(chain: Session) -> None:
    swap = "UPDATE event SET id = CASE id WHEN 2 THEN -3 ELSE -2 END WHERE id IN (2, 3)"
    assert tampered(chain, swap) != []
    assert tampered(chain, "UPDATE event SET id = -id WHERE id < 0") == [2, 3, 4]


def append(session: Session, **facts) -> str:
    """An event of the first agent; gives the facts as they are stored."""
    number = events.append(session, Act.TASK, agent_id=1, now=NOW, facts=facts)
    return session.exec(select(Event).where(Event.id == number)).one().facts


def test_facts_are_ids_amounts_and_dates_in_one_order(chain: Session) -> None:
    stored = append(chain, until=TODAY, id=7, amount=Decimal("1.50"), entries=[2, 1], none=None)
    assert stored == '{"amount":"1.50","entries":[2,1],"id":7,"none":null,"until":"2026-11-22"}'


def test_other_things_have_no_place_among_the_facts(chain: Session) -> None:
    with pytest.raises(TypeError, match="object has no place"):
        append(chain, wrong=object())
    assert list(events.broken_links(chain)) == []


def test_several_events_of_one_act_follow_one_another(chain: Session) -> None:
    for number in range(3):
        append(chain, id=number)
    assert list(events.broken_links(chain)) == []


def test_what_was_typed_stands_apart_and_only_where_something_was(shared: Register) -> None:
    customer = debtor(shared)
    customer.does(customer.note("silent"))
    customer.does(customer.note("loud", typed="! loud"))
    with shared.read() as session:
        query = select(Event.act, Typed.text).join(Typed).where(Event.customer_id == customer.id)
        assert session.exec(query).all() == [("note", "! loud")]
