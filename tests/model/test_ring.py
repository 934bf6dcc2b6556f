"""A call reaches a desk of its agent, on either kind of register, and nobody else's."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from model.drafts import open_drafts
from model.errors import Unreachable
from model.ring import Ring

NOW = datetime(2026, 11, 22, 14, 2, tzinfo=UTC)


@pytest.fixture
def bell(register_url):
    made = []

    def make(login="mette"):
        made.append(Ring(register_url, login))
        return made[-1]

    yield make
    for ring in made:
        ring.close()


def test_a_call_waits_until_one_desk_takes_it(bell):
    telephone, desk, second = bell(), bell(), bell()
    key = telephone.put("+4522334455", NOW)
    assert telephone.waits(key)
    assert desk.take(NOW) == "+4522334455"
    assert not telephone.waits(key)
    assert not telephone.withdraw(key)
    assert second.take(NOW) == ""


def test_a_call_is_for_its_agent_alone(bell):
    key = bell("jens").put("112", NOW)
    assert bell().take(NOW) == ""
    assert bell("jens").waits(key)


def test_of_several_calls_the_last_is_told_and_none_is_left_over(bell):
    telephone = bell()
    keys = [telephone.put(number, NOW) for number in ("111", "222", "333")]
    assert bell().take(NOW) == "333"
    assert not any(telephone.waits(key) for key in keys)


def test_a_call_that_was_taken_back_rings_nowhere(bell):
    telephone = bell()
    assert telephone.withdraw(telephone.put("112", NOW))
    assert bell().take(NOW) == ""


def test_a_call_left_over_from_a_telephone_system_that_died_is_not_told(bell):
    bell().put("112", NOW - timedelta(minutes=2))
    assert bell().take(NOW) == ""


def test_calls_are_no_drafts(bell, register_url):
    key = bell().put("112", NOW)
    drafts = open_drafts(register_url, "mette")
    drafts.save("entry:1", {"text": "x"})
    assert drafts.offered() == []
    drafts.close()
    assert bell().waits(key)


def test_no_call_is_left_where_no_register_is(tmp_path):
    ring = Ring(str(tmp_path / "none.db"), "mette")
    assert ring.take(NOW) == ""
    with pytest.raises(Unreachable):
        ring.put("112", NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_desk_that_ends_while_its_bell_is_being_connected_leaves_no_connection(shared_server, monkeypatch):
    ring = Ring(shared_server.url, "mette")
    made, connect = [], psycopg.connect

    def slowly(*address, **options):
        made.append(connect(*address, **options))
        ring.close()  # by now the desk has ended
        return made[-1]

    monkeypatch.setattr(psycopg, "connect", slowly)
    assert ring.take(NOW) == ""
    assert [connection.closed for connection in made] == [True]


def test_a_bell_that_lost_its_line_is_connected_anew(shared_server, monkeypatch):
    monkeypatch.setattr("model.ring._AWAY_SECONDS", 0)
    telephone, desk = Ring(shared_server.url, "mette"), Ring(shared_server.url, "mette")
    assert desk.take(NOW) == ""
    telephone.put("112", NOW)
    ended = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE application_name = 'kartotek' AND datname = current_database()"
    )
    with psycopg.connect(shared_server.url.replace("+psycopg", ""), autocommit=True) as server:
        server.execute(ended)
    assert [desk.take(NOW), desk.take(NOW)] == ["", "112"]
    for ring in (telephone, desk):
        ring.close()
