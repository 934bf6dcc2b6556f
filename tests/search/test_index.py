"""The index never lags the register, and tells when it does."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlmodel import select

from model import bulk
from model.customer import Customer, Email, Phone
from model.errors import Refused, Unreachable
from model.store import Register, changed
from model.tables import CUSTOMER
from search import index
from tests.search.acts import act, acts
from tests.search.people import NOW, add, finding, opened
from tests.waiting import until


def kept(register: Register) -> Iterator[Any]:
    """All that the index holds, but for words of the vocabulary that nobody has any more; nobody waits any more."""
    index.settle(register)
    with register.read() as session:
        run = session.connection().exec_driver_sql
        if register.is_sqlite:
            yield run("SELECT id, text, numbers FROM search_doc ORDER BY id").all()
            for table in ("search_word", "search_digit"):
                run(f"CREATE VIRTUAL TABLE temp.told USING fts5vocab(main, {table}, instance)")
                yield run("SELECT DISTINCT term, doc, col FROM told ORDER BY 1, 2, 3").all()
                run("DROP TABLE temp.told")
        else:
            yield run("SELECT id, text, numbers, words, pieces FROM search_doc ORDER BY id").all()


def words_missing(register: Register) -> set[str]:
    with register.read() as session:
        run = session.connection().exec_driver_sql
        has = {row[0] for row in run("SELECT word FROM search_vocab")}
        needs = {word for row in run("SELECT text FROM search_doc") for word in row[0].split() if word.isalpha()}
        return {word for word in needs - has if len(word) > 1}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(st.lists(acts, min_size=1, max_size=4), max_size=8))
def test_after_any_changes_the_index_is_what_making_it_anew_gives(register, turns):
    whom: list[int] = []  # of this example; those of earlier ones stay in the register
    for acts_of_one in turns:
        with register.write() as session:
            changed(session, [key for one in acts_of_one if (key := act(session, whom, *one))])
    assert index.differences(register) == []
    assert words_missing(register) == set()
    before = list(kept(register))
    index.reindex(register)
    assert list(kept(register)) == before
    assert words_missing(register) == set()


def test_a_change_is_found_by_another_process_as_soon_as_it_is_written(register, finder):
    key = add(register, "Marie", number="1")
    assert [hit.name for hit in finder.find("marie")] == ["Marie"]
    with register.write() as session:
        session.exec(select(Customer)).one().name = "Karen"
        changed(session, [key])
    assert finder.find("marie") == []
    assert [hit.name for hit in finder.find("karen")] == ["Karen"]


def test_what_one_key_asked_the_next_one_does_not_ask_again_until_the_register_changes(tmp_path, monkeypatch):
    url = str(tmp_path / "r.db")  # a server does not tell whether anything changed
    with opened(url) as register, finding(url) as finder:
        add(register, "Marie Sørensen", number="1")
        assert len(finder.find("marie sor")) == 1
        asked, fetch = [], finder._lookup.fetch

        def listened(statement, values=()):
            asked.append(statement)
            return fetch(statement, values)

        monkeypatch.setattr(finder._lookup, "fetch", listened)
        assert len(finder.find("marie sor")) == 1
        assert not any("search_word" in statement for statement in asked)
        add(register, "Marie Sørensen", number="2")
        assert len(finder.find("marie sor")) == 2
        assert any("search_word" in statement for statement in asked)


def test_what_is_not_written_is_not_found(register, finder):
    def fail(*_: object) -> None:
        raise Refused("the act fails at the very end")

    register.hooks.append(fail)
    with pytest.raises(Refused):
        add(register, "Marie", number="1031")
    assert finder.find("marie") == finder.find("1031") == []
    assert next(kept(register)) == []


def test_many_are_taken_in_at_once(register, finder, monkeypatch):
    monkeypatch.setattr(index, "_CHUNK", 100)
    monkeypatch.setattr(index, "_MANY", 500)
    columns = ("id", "number", "creditor_id", "kind", "name", "currency", "created_at", "changed_at")
    with register.write() as session:
        rows = [(key, str(10_000 + key), 1, "person", f"Kunde {key}", "DKK", NOW, NOW) for key in range(1, 751)]
        bulk.insert(session.connection(), CUSTOMER, columns, rows)
        changed(session, range(1, 751))
    assert index.differences(register) == []
    assert [hit.number for hit in finder.find("kunde 10749")] == ["10749"]
    told: list[tuple[int, int]] = []
    before = list(kept(register))
    index.reindex(register, lambda done, total: told.append((done, total)))
    assert list(kept(register)) == before
    assert told == [*((done, 750) for done in range(100, 701, 100)), (750, 750)]
    monkeypatch.setattr(index, "_AT_ONCE", 749)
    monkeypatch.setattr("search.document.read", None)  # so many are read by another process
    index.reindex(register)
    assert list(kept(register)) == before


def test_the_check_names_customers_whom_the_index_missed_mistook_or_kept(register):
    keys = [add(register, name, number=name) for name in ("Anna", "Bent", "Carl", "Dorte", "Erik")]
    with register.write() as session:  # nobody is told
        session.exec(select(Customer).where(Customer.name == "Bent")).one().name = "Børge"
        session.add(Phone(customer_id=keys[2], number="+4522334455"))
        for name in ("Dorte", "Erik"):
            session.delete(session.exec(select(Customer).where(Customer.name == name)).one())
        new = act(session, [], "add", "Fie", "1031", False)
    assert index.differences(register) == sorted({*keys[1:], new})
    index.reindex(register)
    assert index.differences(register) == []


@pytest.mark.parametrize(
    "lost",
    [
        "DELETE FROM search_vocab WHERE word = 'sorensen'",
        "UPDATE search_vocab SET sound = 'nonsense' WHERE word = 'sorensen'",
        "DELETE FROM search_near WHERE start = 'sorens'",
        "DELETE FROM search_vocab WHERE word = 'privat'",
    ],
)
def test_the_check_names_customers_with_a_word_that_could_not_be_corrected_any_more(register, lost):
    _, marie = (
        add(register, "Bo Holm", number="1"),
        add(register, "Marie Sørensen", number="2", emails=["privat@post.example.dk"]),
    )
    assert index.differences(register) == []
    with register.write() as session:
        session.connection().execute(sql(lost))
    assert index.differences(register) == [marie]


def test_words_of_a_name_that_stand_in_another_ones_email_are_not_missed(register):
    add(register, "Bo Holm", number="1", emails=["sorensen@post.example.dk"])
    add(register, "Marie Sørensen", number="2")
    add(register, "Carl Ek", number="3", emails=["marie@post.example.dk"])
    assert index.differences(register) == []
    index.reindex(register)
    assert index.differences(register) == []


def test_an_old_index_is_made_anew_at_the_start_where_that_takes_a_moment(register, url):
    add(register, "Marie", number="1")
    with register.write() as session:
        session.connection().execute(sql("UPDATE setting SET value = 'older' WHERE name = 'search_version'"))
    assert index.differences(register) != []
    with opened(url), finding(url) as finder:
        assert [hit.name for hit in finder.find("marie")] == ["Marie"]


def test_a_large_register_is_not_indexed_unasked(register, url, monkeypatch):
    monkeypatch.setattr(index, "_AT_ONCE", 1)
    for number in ("1", "2"):
        add(register, "Marie", number=number)
    with register.write() as session:
        session.connection().execute(sql("UPDATE setting SET value = 'older' WHERE name = 'search_version'"))
    with opened(url) as again:
        with register.read() as session:
            assert session.connection().execute(
                sql("SELECT value FROM setting WHERE name = 'search_version'")
            ).all() == [("older",)]
        add(again, "Sine", number="3")  # an act goes through all the same
    index.reindex(register)
    with finding(url) as finder:
        assert [hit.name for hit in finder.find("sine")] == ["Sine"]


def test_hanging_it_on_twice_writes_once(register, finder):
    index.attach(register)
    assert register.hooks.count(index._follow) == 1


def test_two_acts_on_one_customer_at_once_both_reach_the_index(postgres_url):
    with opened(postgres_url) as register, finding(postgres_url) as finder:
        key = add(register, "Marie", number="1001")
        first_done = threading.Event()

        def second():
            with register.write() as session:
                session.add(Email(customer_id=key, address="vestervang@post.dk"))
                changed(session, [key])
            first_done.wait()

        with register.write() as session:
            session.add(Phone(customer_id=key, number="+4522334455"))
            session.flush()
            index._follow(session.connection(), [key])  # the first one has written its document, and goes on
            other = threading.Thread(target=second)
            other.start()
            waiting = sql("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
            until(lambda: session.connection().execute(waiting).scalar_one(), "the second waits for the first")
        first_done.set()
        other.join()
        assert [hit.number for hit in finder.find("22334455")] == ["1001"]
        assert [hit.number for hit in finder.find("vestervang")] == ["1001"]
        assert index.differences(register) == []


def test_an_act_during_a_reindex_is_not_lost(postgres_url):
    with opened(postgres_url) as register, finding(postgres_url) as finder:
        add(register, "Marie", number="1001")

        def act_meanwhile():
            add(register, "Karen", number="1002")

        threads: list[threading.Thread] = []

        def progress(_done: int, _total: int) -> None:
            threads.append(threading.Thread(target=act_meanwhile))
            threads[0].start()
            with register.read() as session:
                waiting = sql("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
                until(lambda: session.connection().execute(waiting).scalar_one(), "the act waits")
            assert [hit.name for hit in finder.find("marie")] == ["Marie"]  # readers do not

        index.reindex(register, progress)
        threads[0].join()
        assert [hit.name for hit in finder.find("karen")] == ["Karen"]
        assert index.differences(register) == []


def test_a_server_that_goes_away_at_the_index_is_told_in_words(postgres_url):
    with opened(postgres_url) as register:
        add(register, "Marie", number="1001")

        def hang_up(connection, _ids):
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with register.read() as session:
                session.connection().execute(sql("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

        register.hooks.insert(0, hang_up)
        with pytest.raises(Unreachable):
            add(register, "Karen", number="1002")
        register.hooks.remove(hang_up)
        add(register, "Sine", number="1003")
        assert index.differences(register) == []
