"""A finder is stopped, remembers, and goes on while its register changes; what is none is told of."""

import sqlite3
import threading
from datetime import date

import pytest
from sqlalchemy import text as sql

from model.errors import Refused, Unreachable
from search.finder import Interrupted, open_finder
from search.index import reindex
from search.lookup import VERSION_SETTING
from tests.search.people import add, finding, numbers, opened
from tests.waiting import until

TODAY = date(2026, 11, 22)


def test_a_search_that_has_no_time_is_interrupted_and_the_next_one_answers(town):
    with pytest.raises(Interrupted):
        town.find("a b c", deadline_ms=0)
    assert numbers(town, "marie sørensen") == ["10233"]


def test_a_search_that_runs_is_interrupted_from_another_thread(register, url, finder, monkeypatch):
    add(register, "Marie", number="1")
    finder.find("marie")
    slow = {
        True: "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT MAX(x) FROM n",
        False: "SELECT pg_sleep(600)",
    }[register.is_sqlite]
    running, fetch = threading.Event(), finder._lookup.fetch

    def never_done(*_asked):
        running.set()
        return fetch(slow)

    monkeypatch.setattr(finder._lookup, "fetch", never_done)
    told = []

    def search():
        try:
            finder.find("marie")
        except Interrupted as error:
            told.append(error)

    thread = threading.Thread(target=search)
    thread.start()
    running.wait()

    def stopped():
        finder.interrupt()
        return not thread.is_alive()

    until(stopped, "the search stops")
    monkeypatch.undo()
    assert len(told) == 1
    assert numbers(finder, "marie") == ["1"]


def test_a_register_without_an_index_says_what_to_do_and_answers_once_it_is_done(register, url):
    add(register, "Marie", number="1")
    with register.write() as session:
        session.connection().execute(sql("DELETE FROM setting WHERE name = :name"), {"name": VERSION_SETTING})
        session.connection().execute(sql("DROP TABLE search_doc"))
    with finding(url) as finder:
        with pytest.raises(Refused, match="kartotek reindex"):
            finder.find("marie")
        with opened(url):
            assert numbers(finder, "marie") == ["1"]


def test_an_index_of_another_version_is_refused(register, url):
    with register.write() as session:
        session.connection().execute(
            sql("UPDATE setting SET value = '0' WHERE name = :name"), {"name": VERSION_SETTING}
        )
    with finding(url) as finder, pytest.raises(Refused, match="kartotek reindex"):
        finder.find("marie")


def test_a_file_that_is_not_there_or_no_register_is_unreachable(tmp_path):
    with pytest.raises(Unreachable):
        open_finder(str(tmp_path / "none.db"))
    (tmp_path / "letter.txt").write_text("Kære Marie, " * 100)
    with pytest.raises(Unreachable):
        open_finder(f"sqlite:///{tmp_path / 'letter.txt'}")


def test_the_finder_can_write_nothing(register, finder):
    refused: type[Exception] = Unreachable if register.is_sqlite else Exception
    with pytest.raises(refused, match=r"read-?only"):
        finder._lookup.fetch("DELETE FROM setting")


def test_a_path_with_odd_characters_is_opened(tmp_path):
    path = tmp_path / "kunder & æøå #1%20.db"
    with opened(str(path)) as register:
        add(register, "Marie", number="1")
        with finding(str(path)) as finder:
            assert numbers(finder, "marie") == ["1"]
    assert sqlite3.connect(path).execute("SELECT COUNT(*) FROM customer").fetchone() == (1,)


def test_what_one_key_read_is_remembered_for_the_next_until_somebody_changes_the_register(
    register, finder, monkeypatch
):
    add(register, "Marie Sørensen", number="1")
    asked, fetch = [], finder._lookup.fetch

    def heard(*one):
        asked.append(one)
        return fetch(*one)

    monkeypatch.setattr(finder._lookup, "fetch", heard)

    def statements():
        asked.clear()
        assert numbers(finder, "marie sør") == ["1"]
        return len(asked)

    first = statements()
    # Other tests commit on the same server: now and then one does between two of these.
    assert any(statements() < first for _ in range(100))
    add(register, "Marie Sørup", number="2")
    assert sorted(numbers(finder, "marie sør")) == ["1", "2"]


def test_the_finder_goes_on_while_the_index_is_made_anew_under_it(register, finder):
    add(register, "Marie Sørensen", number="1")
    for _ in range(8):  # often enough for a server to keep its plans
        assert [hit.number for hit in finder.find("marei sorensen")] == ["1"]
    reindex(register)
    assert [hit.number for hit in finder.find("marei sorensen")] == ["1"]


def test_a_key_that_stops_the_search_before_it_does_not_stop_customers_being_told_by_id(register, finder, monkeypatch):
    bo = add(register, "Bo Holm", number="1")
    fetch = finder._lookup.fetch
    begun: list[object] = []

    def stopped_once(*asked):
        if not begun:
            begun.append(asked)
            finder.interrupt()
        return fetch(*asked)

    monkeypatch.setattr(finder._lookup, "fetch", stopped_once)
    assert [hit.name for hit in finder.named([bo], TODAY)] == ["Bo Holm"]
    assert begun
