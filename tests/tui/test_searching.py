"""A key waits a moment for the lookup; what takes longer goes on, and is not begun anew."""

import threading

import pytest

from model.errors import Refused
from search.lookup import Interrupted
from tests.waiting import PATIENCE, until
from tui.searching import Searching

SOON = PATIENCE
AT_ONCE = 0.001


class Lookup:
    """A lookup whose slow searches end when they are let go, or told to stop."""

    def __init__(self):
        self.begun = []
        self.stopped = threading.Event()
        self.free = threading.Event()

    def find(self, text):
        self.stopped.clear()  # as a search does when it begins
        self.begun.append(text)
        if text.startswith("slow"):
            until(lambda: self.free.is_set() or self.stopped.is_set(), "the search ends")
            if self.stopped.is_set():
                raise Interrupted
        if text == "ended" and self.begun.count(text) == 1:
            raise Interrupted
        if text == "refused":
            raise Refused("the register is away")
        return [text]


@pytest.fixture
def lookup():
    return Lookup()


@pytest.fixture
def searching(lookup):
    searching = Searching(lookup.find, lookup.stopped.set)
    yield searching
    searching.close()


def test_what_is_found_soon_is_the_answer_to_the_key(searching):
    assert searching.at_once("marie", SOON) == ["marie"]


def test_what_takes_longer_is_answered_by_the_search_that_the_key_began(searching, lookup):
    assert searching.at_once("slow", AT_ONCE) is None
    lookup.free.set()
    assert searching.answer("slow") == ["slow"]
    assert lookup.begun == ["slow"]


def test_the_next_key_gives_the_search_before_it_up(searching, lookup):
    assert searching.at_once("slow", AT_ONCE) is None
    until(lambda: lookup.begun, "it runs")
    assert searching.at_once("marie", SOON) == ["marie"]
    assert not lookup.stopped.is_set()
    assert searching.answer("other") == ["other"]


def test_a_stop_that_was_meant_for_a_key_does_not_end_the_search_of_another(searching, lookup):
    stopper = threading.Thread(target=lambda: (until(lambda: lookup.begun, "it began"), lookup.stopped.set()))
    stopper.start()
    letting = threading.Thread(target=lambda: (until(lambda: lookup.begun[1:], "it began anew"), lookup.free.set()))
    letting.start()
    assert searching.answer("slow") == ["slow"]
    assert lookup.begun == ["slow", "slow"]
    stopper.join()
    letting.join()


def test_a_stop_that_comes_late_neither_ends_the_desk_nor_is_taken_for_nobody(searching, lookup):
    assert searching.at_once("ended", SOON) is None
    assert searching.answer("ended") == ["ended"]
    assert lookup.begun == ["ended", "ended"]


def test_a_register_that_is_away_is_told_to_who_waits_and_not_to_the_key(searching):
    assert searching.at_once("refused", SOON) is None
    with pytest.raises(Refused):
        searching.answer("refused")


def test_a_key_also_stops_what_else_the_lookup_was_asked():
    stops = []
    searching = Searching(lambda _: [], lambda: stops.append("a spelling, say"))
    assert searching.at_once("marie", SOON) == []
    assert stops == []
    assert searching.at_once("maries", SOON) == []
    assert stops
    searching.close()
