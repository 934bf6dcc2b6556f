"""In an SQLite file those who change one by one wait, some dozens of them, and the index stays in few pieces."""

import shutil
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.customer import Customer
from model.store import Register, changed
from search import index, sqlite
from search.finder import open_finder
from search.lookup import Interrupted, Term
from tests.search.acts import NAMES, NUMBERS, act, acts
from tests.search.people import add, add_all, finding, opened, put


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(st.lists(acts, min_size=1, max_size=4), min_size=1, max_size=6), waiting=st.integers(3, 9))
def test_who_changed_of_late_is_found_as_they_are_when_the_index_is_settled(prepared, tmp_path, turns, waiting):
    url = f"sqlite:///{shutil.copy(prepared, tmp_path / f'{time.monotonic_ns()}.db')}"
    asked = [*NAMES, *NUMBERS, "mar", "sorensen m", "sørns", "bo aarhus", "o", "5678", "1031-0", "45 2233", "post.exam"]
    with opened(url) as register, finding(url) as finder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "_MOST_WAIT", waiting)
        with register.write() as session:
            whom = [act(session, [], "add", name, "1031", False) for name in NAMES[:4]]
            changed(session, whom)
        index.settle(register)
        for acts_of_one in turns:
            with register.write() as session:
                changed(session, [key for one in acts_of_one if (key := act(session, whom, *one))])
            found = [finder.find(text, limit=50) for text in asked]
        index.settle(register)
        assert [finder.find(text, limit=50) for text in asked] == found


def test_who_waits_is_told_once_and_by_what_they_have_now(prepared, tmp_path):
    with opened(f"sqlite:///{shutil.copy(prepared, tmp_path / 'r.db')}") as register, finding(register.url) as finder:
        key = add(register, "Marie Holm", number="1031", street="Bovej 7")
        index.settle(register)
        with register.write() as session:
            session.get_one(Customer, key).name = "Karen Holm"
            changed(session, [key])
        lookup = finder._lookup
        holm, marie, bovej = (Term(begins=(word,)) for word in ("holm", "mari", "bove"))
        assert lookup.by_words([holm, bovej], 200) == lookup.by_words([holm], 200, name_only=True) == [(key, None)]
        assert lookup.by_words([marie], 200) == lookup.by_words([holm, bovej], 200, name_only=True) == []
        assert [row[0] for row in lookup.by_digits(["1031"], "1031", 60)] == [key]
        assert lookup.by_digits(["x1031"], "1031", 60) == []


def test_who_waits_pushes_nobody_else_off_a_full_list(prepared, tmp_path):
    with opened(f"sqlite:///{shutil.copy(prepared, tmp_path / 'r.db')}") as register, finding(register.url) as finder:
        for n in range(6):
            add(register, "Bo Holm", number=f"1031-{n}")
            if n == 2:
                index.settle(register)
        lookup = finder._lookup
        found = lookup.by_words([Term(begins=("bo",))], 4), lookup.by_digits(["1031"], "1031", 4)
        assert [[row[0] for row in rows] for rows in found] == [[1, 2, 3, 4], [1, 2, 3, 4]]


def test_a_search_that_was_stopped_and_closed_was_stopped(prepared):
    lookup = open_finder(f"sqlite:///{prepared}")._lookup

    def search():
        with lookup.within(None):
            lookup.interrupt()
            lookup.close()
            lookup.fetch("SELECT 1")

    with pytest.raises(Interrupted):
        search()


@pytest.mark.parametrize("way", ["one large act", "many acts, then settled", "made anew"])
def test_an_index_of_many_customers_is_in_one_piece(tmp_path, monkeypatch, way):
    monkeypatch.setattr(index, "_MANY", 20)
    with opened(f"sqlite:///{tmp_path / 'register.db'}") as register:
        for first in range(0, 400, 400 if way == "one large act" else 20):
            with register.write() as session:
                last = 400 if way == "one large act" else first + 20
                changed(session, [put(session, "Bo Holm", number=str(number)) for number in range(first, last)])
        if way != "one large act":
            assert max(pieces(register)) > 1
            (index.settle if "settled" in way else index.reindex)(register)
        assert pieces(register) == [1, 1]
        assert index.differences(register) == []


def test_single_changes_leave_few_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "_MOST_WAIT", 10)
    with opened(f"sqlite:///{tmp_path / 'register.db'}") as register:
        most = 0
        for number in range(310):
            add(register, f"Bo Holm {number}", number=str(number))
            most = max(most, *pieces(register))
        assert 1 < most <= 5
        assert index.differences(register) == []


def test_a_joined_index_is_not_written_again_for_a_few_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "_MOST_WAIT", 1)
    with opened(f"sqlite:///{tmp_path / 'register.db'}") as register:
        add_all(register, ({"name": f"Bo Holm {n}", "number": str(n)} for n in range(1000)))
        index.reindex(register)
        joined = segments(register)
        for number in range(1000, 1050):
            add(register, f"Bo Holm {number}", number=str(number))
            # After each: the number of a piece that is gone is soon another's.
            assert all(before <= after for before, after in zip(joined, segments(register), strict=True))
        assert index.differences(register) == []


def pieces(register: Register) -> list[int]:
    """In how many pieces the words, and the digits, are searched."""
    return list(map(len, segments(register)))


def segments(register: Register) -> list[set[int]]:
    """The numbers of these pieces."""
    with register.read() as session:
        run = session.connection().exec_driver_sql
        return [set(run(f"SELECT DISTINCT segid FROM {t}_idx").scalars()) for t in ("search_word", "search_digit")]
