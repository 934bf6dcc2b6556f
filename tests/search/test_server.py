"""The lookup of a register on a server: lost, stopped, changed under a search, and asked for little."""

import psycopg
import pytest
from sqlalchemy import text as sql

from model.errors import Unreachable
from search.finder import open_finder
from search.lookup import Term
from tests.search.people import add, add_all, finding, numbers, opened


def test_a_server_that_is_not_there_is_unreachable():
    with pytest.raises(Unreachable):
        open_finder("postgresql://nobody@127.0.0.1:1/none")


def test_the_finder_comes_back_after_its_connection_was_lost(postgres_url):
    with opened(postgres_url) as register, finding(postgres_url) as finder:
        add(register, "Marie", number="1")
        assert numbers(finder, "marie") == ["1"]
        with register.write() as session:
            session.connection().execute(
                sql(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND datname = current_database()"
                )
            )
        assert numbers(finder, "marie") == ["1"]


def test_stops_that_reach_a_server_late_end_no_search_of_somebody_else(postgres_url, monkeypatch):
    with opened(postgres_url) as register, finding(postgres_url) as finder:
        add(register, "Marie", number="1")
        rows, late = finder._lookup._rows, 3  # type: ignore[attr-defined]

        def cancelled(*args):
            nonlocal late
            late -= 1
            if late >= 0:
                raise psycopg.errors.QueryCanceled
            return rows(*args)

        monkeypatch.setattr(finder._lookup, "_rows", cancelled)
        assert numbers(finder, "marie") == ["1"]
        assert late < 0


def test_a_server_that_ends_every_search_is_told_of_and_not_asked_for_ever(postgres_url):
    with opened(postgres_url) as register, finding(postgres_url) as finder:
        add(register, "Marie", number="1")
        limit = "SELECT set_config('statement_timeout', ?, false)"
        finder._lookup.fetch(limit, ["50"])
        with pytest.raises(Unreachable, match="longer statement_timeout"):
            finder._lookup.fetch("SELECT pg_sleep(5)")
        finder._lookup.fetch(limit, ["0"])
        assert numbers(finder, "marie") == ["1"]


def test_a_search_goes_on_after_the_register_got_a_new_version(postgres_url):
    with opened(postgres_url) as register, finding(postgres_url) as finder:
        add(register, "Marie", number="1")
        assert numbers(finder, "marie") == ["1"]
        with register.write() as session:  # a statement that was planned before is refused now
            session.connection().execute(sql("ALTER TABLE customer ALTER COLUMN number TYPE VARCHAR(77)"))
        assert numbers(finder, "marie") == ["1"]


def test_a_server_keeps_no_more_plans_than_a_desk_needs(postgres_url, monkeypatch):
    monkeypatch.setattr("search.postgres._PREPARED", 2)
    with opened(postgres_url) as register, finding(postgres_url) as finder:
        add(register, "Marie Sørensen", number="1")
        for text in ("marie", "mari sør", "marie sørensn", "1", "marie"):
            assert numbers(finder, text) == ["1"]
        assert finder._lookup.fetch("SELECT COUNT(*) FROM pg_prepared_statements")[0][0] <= 2


def test_on_a_server_words_that_many_have_are_asked_of_the_small_indexes(postgres_url, monkeypatch):
    with opened(postgres_url) as register, finding(postgres_url) as finder:
        add_all(register, [{"name": "Marie Sørensen", "number": str(number)} for number in range(700)])
        lookup, fetch = finder._lookup, finder._lookup.fetch
        small = dict(
            fetch(
                "SELECT indexname, substring(indexdef from 'id % .([0-9]+)')::int FROM pg_indexes "
                "WHERE tablename = 'search_doc' AND indexdef LIKE ?",
                ["% WHERE %"],
            )
        )
        assert len(small) == 2
        for most, part in ((5, max(small.values())), (50, min(small.values())), (500, 1), (1000, 1)):
            found = [key for key, _ in lookup.by_words([Term(words=("marie",))], most)]
            assert len(found) == min(most, 700)
            assert all(key % part == 0 for key in found)

        monkeypatch.setattr(lookup, "fetch", lambda statement, values: fetch(f"EXPLAIN {statement}", values))
        plan = str(lookup.by_words([Term(words=("marie",))], 5))
        assert all(index in plan for index in small)
