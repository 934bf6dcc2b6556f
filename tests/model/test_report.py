import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model import errors, posting, report
from model.card import customer_id, read_card
from model.intake.post import post
from model.intake.read import read
from model.records import AgentInfo
from model.report import By, ageing
from model.rules.ageing import BUCKETS, bucket
from model.rules.behaviour import Risk
from model.store import Register, open_register
from tests.model import build, ledgers
from tests.model.ledgers import NOW

SAMPLE = Path(__file__).parents[2] / "../shared/data/ar/ar_ibm_mdy.csv"
DAY = date(2026, 11, 22)


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    register = open_register(register_url)
    yield register
    register.close()


def aged(register: Register, as_of: date = DAY) -> dict[str, dict[str, str]]:
    """What is not nought, by currency and bucket."""
    return {
        row.currency: {name: str(amount) for name, amount in row.buckets.items() if amount}
        for row in ageing(register, as_of)
    }


def test_an_empty_register_has_nothing_to_age(register: Register) -> None:
    assert list(ageing(register, DAY)) == []


def test_what_is_due_today_is_not_due_and_each_edge_falls_as_the_rule_says(register: Register) -> None:
    days = (-1, 0, 1, 30, 31, 60, 61, 90, 91, 4000)
    with register.write() as session:
        debtor = ledgers.customer(session, ledgers.creditor(session))
        for place, age in enumerate(days):
            due = DAY - timedelta(days=age)
            ledgers.entry(session, debtor, f"{10**place}.00", date(2015, 1, 1), due)
    expected = dict.fromkeys(BUCKETS, Decimal("0.00"))
    for place, age in enumerate(days):
        expected[bucket(DAY - timedelta(days=age), DAY)] += 10**place
    [row] = ageing(register, DAY)
    assert row.buckets == expected
    assert row.total == Decimal("1111111111.00")


def test_currencies_stand_apart_and_an_unallocated_credit_is_not_due(register: Register) -> None:
    with register.write() as session:
        debtor = ledgers.customer(session, ledgers.creditor(session))
        ledgers.entry(session, debtor, "100.00", date(2026, 10, 1), date(2026, 11, 1))
        ledgers.entry(session, debtor, "50.00", date(2026, 10, 1), date(2026, 11, 1), currency="NOK")
        ledgers.entry(session, debtor, "-30.00", date(2026, 11, 2), currency="NOK")
    assert aged(register) == {"DKK": {"1-30": "100.00"}, "NOK": {"1-30": "50.00", "not_due": "-30.00"}}


def test_a_past_day_knows_nothing_of_later_entries_and_payments(register: Register) -> None:
    with register.write() as session:
        debtor = ledgers.customer(session, ledgers.creditor(session))
        ledgers.entry(session, debtor, "100.00", date(2026, 8, 1), date(2026, 8, 31))
        ledgers.entry(session, debtor, "7.00", date(2026, 11, 1), date(2026, 11, 30))
        ledgers.entry(session, debtor, "-40.00", date(2026, 10, 1))
        posting.settle(session, [debtor], now=NOW)
    assert aged(register, date(2026, 7, 31)) == {}
    assert aged(register, date(2026, 9, 30)) == {"DKK": {"1-30": "100.00"}}
    assert aged(register, date(2026, 10, 1)) == {"DKK": {"31-60": "60.00"}}
    assert aged(register) == {"DKK": {"61-90": "60.00", "not_due": "7.00"}}


def test_an_entry_without_a_due_date_is_due_on_its_own_date(register: Register) -> None:
    with register.write() as session:
        debtor = ledgers.customer(session, ledgers.creditor(session))
        ledgers.entry(session, debtor, "100.00", DAY - timedelta(days=31))
    assert aged(register) == {"DKK": {"31-60": "100.00"}}


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "register.db"
    open_register(path).close()
    return path


amounts = st.integers(-50_000, 100_000).filter(bool).map(lambda minor: f"{Decimal(minor).scaleb(-2):.2f}")
rows = st.tuples(amounts, st.integers(0, 200), st.integers(0, 60))


@given(entries=st.lists(rows, max_size=12), back=st.integers(0, 200))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_adds_up_what_the_rule_would(
    tmp_path_factory: pytest.TempPathFactory,
    empty_file: Path,
    entries: list[tuple[str, int, int]],
    back: int,
) -> None:
    path = tmp_path_factory.mktemp("ageing") / "register.db"
    path.write_bytes(empty_file.read_bytes())
    register = open_register(path)
    as_of = DAY - timedelta(days=back)
    with register.write() as session:
        debtor = ledgers.customer(session, ledgers.creditor(session))
        for amount, age, terms in entries:
            on = DAY - timedelta(days=age)
            ledgers.entry(session, debtor, amount, on, on + timedelta(days=terms))
        posting.settle(session, [debtor], now=NOW)
    recount = dict.fromkeys(BUCKETS, Decimal("0.00"))
    anything_open = False
    with register.read() as session:
        raw = session.connection().connection.cursor()
        settled: dict[int, int] = {}
        for credit, debit, minor, value_date in raw.execute(
            "SELECT credit_id, debit_id, amount, value_date FROM allocation"
        ):
            if value_date <= as_of.isoformat():
                settled[credit] = settled.get(credit, 0) - minor
                settled[debit] = settled.get(debit, 0) + minor
        for key, minor, on, due in raw.execute("SELECT id, amount, date, due_date FROM entry"):
            if on <= as_of.isoformat():
                name = bucket(date.fromisoformat(due), as_of) if minor > 0 else "not_due"
                recount[name] += Decimal(minor - settled.get(key, 0)).scaleb(-2)
                anything_open |= minor != settled.get(key, 0)
    found = list(ageing(register, as_of))
    register.close()
    assert [row.buckets for row in found] == ([recount] if anything_open else [])
    assert [row.total for row in found] == [sum(recount.values())] * len(found)


@pytest.fixture
def real_ledger(register: Register) -> Register:
    if not SAMPLE.exists():
        pytest.skip(f"NOT TESTED: the sample file {SAMPLE} is not here")
    with register.write() as session:
        clerk = AgentInfo(ledgers.agent(session), "anna", "Anna", "agent")
    intake = read(SAMPLE, currency="USD")
    post(register, intake, file=SAMPLE.name, sha256="", agent=clerk, now=NOW)
    return register


def test_a_real_ledger_ages_as_an_independent_recount_does(real_ledger: Register) -> None:
    def day(text: str) -> date:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007  a day of a ledger has no zone

    with SAMPLE.open(encoding="utf-8") as stream:
        lines = list(csv.DictReader(stream))
    for as_of in (date(2012, 6, 30), date(2013, 1, 31), date(2013, 10, 15)):
        recount = dict.fromkeys(BUCKETS, Decimal("0.00"))
        for line in lines:
            if day(line["InvoiceDate"]) <= as_of < day(line["SettledDate"]):
                recount[bucket(day(line["DueDate"]), as_of)] += Decimal(line["InvoiceAmount"])
        [row] = ageing(real_ledger, as_of)
        assert (row.currency, row.buckets, row.total) == ("USD", recount, sum(recount.values()))


def test_a_report_by_group_adds_up_to_the_whole(register):
    home = build.creditor(register)
    marie = build.debtor(register, creditor_id=home, category="private")
    ole = build.debtor(register, "Ole Lund", creditor_id=home, category="trade")
    marie.owes("100.00", "1", on=date(2026, 9, 1), due=date(2026, 10, 1))
    ole.owes("250.00", "2", on=date(2026, 9, 1), due=date(2026, 11, 1))
    ole.pays("50.00", on=date(2026, 11, 5))
    (whole,) = ageing(register, build.TODAY)
    for by in By:
        rows = ageing(register, build.TODAY, by=by)
        assert sum(row.total for row in rows) == whole.total == Decimal("300.00")
    by_category = {row.group: row.buckets for row in ageing(register, build.TODAY, by=By.CATEGORY)}
    assert by_category["private"]["31-60"] == Decimal("100.00")
    assert by_category["trade"]["1-30"] == Decimal("200.00")


def test_a_past_day_is_told_as_it_was_known_then(register):
    marie = build.debtor(register)
    marie.owes("100.00", "1", on=date(2026, 9, 1), due=date(2026, 10, 1))
    marie.pays("40.00", on=date(2026, 10, 5), booked_at=build.NOW)  # booked late, with an earlier value date
    with register.write() as session:
        posting.settle(session, [marie.id], now=build.NOW)
    day = date(2026, 10, 31)
    assert [row.total for row in ageing(register, day)] == [Decimal("60.00")]
    assert [row.total for row in ageing(register, day, known_on=day)] == [Decimal("100.00")]


def test_other_edges_make_other_buckets(register):
    marie = build.debtor(register)
    marie.owes("100.00", "1", on=date(2026, 9, 1), due=date(2026, 11, 12))
    (row,) = ageing(register, build.TODAY, edges=(7, 14))
    assert {name: amount for name, amount in row.buckets.items() if amount} == {"8-14": Decimal("100.00")}
    with pytest.raises(errors.Invalid):
        ageing(register, build.TODAY, edges=(30, 30))


def test_customers_of_two_creditors_who_share_a_number_are_told_apart(register):
    for code, owed in (("B", "70.00"), ("A", "30.00")):
        debtor = build.debtor(register, number="1001", creditor_id=build.creditor(register, code=code))
        debtor.owes(owed, "1", on=date(2026, 9, 1), due=date(2026, 10, 1))
    build.debtor(register, number="1002").owes("5.00", "2", on=date(2026, 9, 1), due=date(2026, 10, 1))
    rows = [(row.group, str(row.total)) for row in ageing(register, build.TODAY, by=By.CUSTOMER)]
    assert rows == [("B:1001", "70.00"), ("A:1001", "30.00"), ("1002", "5.00")]


def test_customers_come_in_the_order_of_their_numbers_however_many_are_read_at_a_time(register, monkeypatch):
    monkeypatch.setattr(report, "_CHUNK", 2)
    numbers = ["30", "1", "2", "10", "20", "9"]
    home = build.creditor(register)
    for number in numbers:
        build.debtor(register, number=number, creditor_id=home).owes("1.00", number, on=date(2026, 9, 1))
    assert [row.group for row in ageing(register, build.TODAY, by=By.CUSTOMER)] == sorted(numbers)


@pytest.fixture
def payers(register, monkeypatch):
    """Anna pays in time, Bo late, Carl broke a promise and owes, Dorte bought once; two of them read at a time."""
    monkeypatch.setattr(report, "_CHUNK", 2)
    home = build.creditor(register, code="1")
    anna, bo, carl, dorte = (
        build.debtor(register, name, number=number, creditor_id=home, category=category)
        for name, number, category in (
            ("Anna Ek", "100", "private"),
            ("Bo Friis", "101", "trade"),
            ("Carl Holm", "102", "private"),
            ("Dorte Iversen", "103", "private"),
        )
    )
    for month in (5, 6, 7, 8):
        due = date(2026, month, 15)
        anna.owes("100.00", f"A{month}", on=date(2026, month, 1), due=due)
        anna.pays("100.00", on=due)
        bo.owes("200.00", f"B{month}", on=date(2026, month, 1), due=due)
        bo.pays("200.00", on=due + timedelta(days=40))
    owed = carl.owes("300.00", "C1", on=date(2026, 10, 1), due=date(2026, 11, 1))
    carl.does(carl.promise("300.00", date(2026, 11, 5), owed), now=build.noon(date(2026, 11, 2)))
    dorte.owes("50.00", "D1", on=date(2026, 11, 1), due=date(2026, 12, 1))
    return register


def test_customers_are_counted_by_how_they_pay_with_what_they_owe(payers):
    rows = report.behaviour(payers, build.TODAY)
    assert [(row.risk, row.customers, str(row.owed), str(row.overdue)) for row in rows] == [
        ("high", 1, "0.00", "0.00"),
        ("medium", 1, "300.00", "300.00"),
        ("low", 1, "0.00", "0.00"),
        ("unknown", 1, "50.00", "0.00"),
    ]


def test_each_group_has_its_own_classes(payers):
    rows = [(row.group, row.risk, row.customers) for row in report.behaviour(payers, build.TODAY, by=By.CATEGORY)]
    assert rows == [("private", "medium", 1), ("private", "low", 1), ("private", "unknown", 1), ("trade", "high", 1)]
    assert [(row.group, row.customers) for row in report.behaviour(payers, build.TODAY, by=By.CREDITOR)] == [
        ("1", 1)
    ] * 4


def test_each_customer_is_told_as_their_card_tells_them(payers):
    rows = list(report.behaviour(payers, build.TODAY, by=By.CUSTOMER))
    cards = [read_card(payers, customer_id(payers, row.group), build.TODAY) for row in rows]
    assert [row.group for row in rows] == ["100", "101", "102", "103"]
    assert [(row.risk, row.reasons) for row in rows] == [(c.assessment.risk, c.assessment.reasons) for c in cards]
    assert [row.owed for row in rows] == [card.exposure.used for card in cards]
    assert [row.group for row in report.behaviour(payers, build.TODAY, by=By.CUSTOMER, only=Risk.HIGH)] == ["101"]


def test_behaviour_on_a_past_day_knows_nothing_of_what_came_later(payers):
    rows = report.behaviour(payers, date(2026, 7, 1), by=By.CUSTOMER)
    assert [(row.group, row.risk) for row in rows] == [(str(number), "unknown") for number in (100, 101, 102, 103)]
