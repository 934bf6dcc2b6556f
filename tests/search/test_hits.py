"""A hit says why it is there, and among equals the one whom the agent means comes first."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.contact import Task
from model.customer import CustomerBalance
from search.finder import Prefer
from search.fold import fold
from search.marks import marks
from tests.search.people import NOW, add, add_all

EVENING = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


def marked(text, spans):
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("typed", "name", "address"),
    [
        ("sør", ["Sør"], []),
        ("soerensen", ["Sørensen"], []),
        ("sørnesen", ["Sørensen"], []),
        ("sor mar vester", ["Mar", "Sør"], ["Vester"]),
        ("aar marie", ["Marie"], ["Aar"]),
        ("år marie", ["Marie"], ["Aar"]),
        ("vestergade 12b", [], ["Vestergade", "12", "B"]),
        ("marie 8000", ["Marie"], ["8000"]),
        ("22334455", [], []),
    ],
)
def test_the_part_that_matched_is_marked_in_the_spelling_that_is_shown(town, typed, name, address):
    hit = town.find(typed)[0]
    assert hit.number == "10233"
    assert marked(hit.name, hit.name_marks) == name
    assert marked(hit.address, hit.address_marks) == address


@pytest.mark.parametrize(
    ("typed", "number", "through"),
    [
        ("3344", "10233", "+4522334455"),
        ("+45 22 33 44 55", "10233", "+4522334455"),
        ("faktura 1031", "10233", "1031"),
        ("000000000010314", "10233", "10314"),
        ("13585628", "10235", "13585628"),
        ("10234", "10234", ""),
        ("1023", "10233", ""),
        ("marie", "10233", ""),
    ],
)
def test_a_hit_through_another_number_than_the_customers_tells_it(town, typed, number, through):
    hit = next(hit for hit in town.find(typed) if hit.number == number)
    assert hit.through == through


def test_a_merged_customer_answers_to_the_old_number_and_is_marked(register, finder):
    into = add(register, "Ny Konto", number="5001")
    add(register, "Gammel Konto", number="5000", merged_into=into)
    add(register, "Lukket Konto", number="4999", status="closed")
    assert [(hit.number, hit.status) for hit in finder.find("5000")] == [("5000", "merged")]
    assert [(hit.number, hit.status) for hit in finder.find("4999")] == [("4999", "closed")]


@given(st.text(max_size=30), st.lists(st.tuples(st.text("abcø1", max_size=4), st.text("abcø1", max_size=4))))
def test_marks_are_in_order_and_inside_whatever_the_text_is(text, pairs):
    words = [(fold(typed), fold(word)) for typed, word in pairs] + [(word[:2], word) for word in fold(text).split()]
    end = 0
    for start, stop in marks(text, words):
        assert end <= start < stop <= len(text)
        end = stop


@pytest.fixture
def four(register):
    """Four who answer alike: by name and number they stand in the order of their keys."""
    ids = [add(register, "Bo Hansen", number=str(number)) for number in range(4)]
    with register.write() as session:
        session.add(CustomerBalance(customer_id=ids[2], currency="DKK", open_amount=Decimal(100)))
        session.add(CustomerBalance(customer_id=ids[1], currency="DKK", open_amount=Decimal(0)))
        session.add(Task(customer_id=ids[3], kind="call_back", due_at=EVENING - timedelta(hours=9), created_at=NOW))
        session.add(Task(customer_id=ids[1], kind="call_back", due_at=EVENING + timedelta(hours=9), created_at=NOW))
        session.add(
            Task(customer_id=ids[0], kind="call_back", due_at=EVENING - timedelta(hours=9), created_at=NOW, done_at=NOW)
        )
    return ids


def order(finder, typed, prefer=None, limit=10):
    return [hit.number for hit in finder.find(typed, limit, prefer=prefer)]


def test_among_equals_come_first_who_was_open_then_who_has_a_task_then_who_owes(four, finder):
    assert order(finder, "hansen") == ["0", "1", "2", "3"]
    assert order(finder, "hansen", Prefer()) == ["2", "0", "1", "3"]
    assert order(finder, "hansen", Prefer(due_before=EVENING)) == ["3", "2", "0", "1"]
    prefer = Prefer(latest=(four[1], four[2]), due_before=EVENING)
    assert order(finder, "hansen", prefer) == ["1", "2", "3", "0"]
    assert order(finder, "hansen", prefer, limit=1) == ["1"]
    assert order(finder, "hansen", prefer) == order(finder, "hansen", prefer)


def test_a_better_match_comes_before_whoever_was_open(register, four, finder):
    add(register, "Bo Hans", number="9")
    assert order(finder, "hans", Prefer(latest=(four[0],)))[:2] == ["9", "0"]


def test_who_was_open_is_found_among_hundreds_who_answer_alike(register, finder):
    add_all(register, ({"name": "Ib Lund", "number": f"A{n}"} for n in range(450)))
    key = finder.find("A449")[0].customer_id
    assert order(finder, "lund", Prefer(latest=(key,)))[0] == "A449"
