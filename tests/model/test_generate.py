"""Made registers: the same for a seed, true in every figure, and with every situation an agent meets."""

import multiprocessing
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from sqlalchemy import func, select

from model import errors, events, posting
from model.account import accounts
from model.authority import who
from model.card import briefs, read_card
from model.check import check
from model.generate import generate
from model.generate.draw import Deck, Draw, Weighted
from model.generate.facts import land
from model.generate.ledger import check_digit
from model.kinds import CustomerStatus, EntryKind, HoldReason, Outcome, PartyRole, TaskKind
from model.records import Card
from model.rules import identifiers
from model.rules.allocation import Credit, Debit, allocate
from model.rules.bankdays import is_bank_day
from model.store import Register, open_register
from model.tables import (
    ADDRESS,
    AGREEMENT,
    AGREEMENT_ITEM,
    ALLOCATION,
    CALL,
    CREDITOR,
    CUSTOMER,
    CUSTOMER_BALANCE,
    EMAIL,
    ENTRY,
    EVENT,
    HOLD,
    INSTALMENT,
    METADATA,
    NOTE,
    PARTY,
    PHONE,
    TASK,
)

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SOME = 300


def made(url: str, customers: int = SOME, seed: int = 7, today: date = TODAY, now: datetime = NOW) -> Register:
    register = open_register(url, migrate=True)
    generate(register, customers=customers, seed=seed, today=today, now=now)
    return register


def rows(register: Register, table: Any) -> list[Any]:
    with register.read() as session:
        return list(session.connection().execute(select(table).order_by(*table.primary_key.columns)).all())


def everything(register: Register) -> dict[str, list[Any]]:
    return {table.name: rows(register, table) for table in METADATA.sorted_tables if table.name != "setting"}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    opened = made(str(tmp_path_factory.mktemp("made") / "register.db"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def cards(register: Register) -> list[Card]:
    return [read_card(register, row.id, TODAY) for row in rows(register, CUSTOMER)[:60]]


def test_the_same_seed_gives_the_same_register_on_both_databases(register, register_url):
    with closing(made(register_url)) as other:
        assert everything(other) == everything(register)


def test_another_seed_gives_other_customers(register, tmp_path):
    other = made(str(tmp_path / "other.db"), seed=8)
    assert {row.name for row in rows(other, CUSTOMER)} != {row.name for row in rows(register, CUSTOMER)}


def test_there_are_three_invoices_a_customer(register):
    kinds = Counter(row.kind for row in rows(register, ENTRY))
    assert len(rows(register, CUSTOMER)) == SOME
    assert 2.9 * SOME <= kinds[EntryKind.INVOICE] <= 3.1 * SOME


def test_balances_are_the_sums_of_the_entries(register):
    sums: Counter[int] = Counter()
    for entry in rows(register, ENTRY):
        sums[entry.customer_id] += entry.amount
    assert {row.customer_id: row.open_amount for row in rows(register, CUSTOMER_BALANCE)} == sums


def test_no_entry_is_settled_beyond_its_amount(register):
    entries = {row.id: row.amount for row in rows(register, ENTRY)}
    used: Counter[int] = Counter()
    for row in rows(register, ALLOCATION):
        assert row.amount > 0
        used[row.debit_id] += row.amount
        used[row.credit_id] -= row.amount
    assert all(0 <= amount / entries[entry] <= 1 for entry, amount in used.items())


def test_credits_settle_what_the_rule_says(register):
    debits, paid = defaultdict(list), defaultdict(list)
    for e in rows(register, ENTRY):
        if e.amount > 0:
            due = e.due_date or e.date
            names = (e.voucher, e.reference, e.currency, e.creditor_id)
            own = Debit(e.id, e.date, due, e.amount, *names, kind=e.kind, claim_id=e.claim_id)
            debits[e.customer_id].append(own)
        else:
            meant = ((e.reference,), e.currency, e.creditor_id)
            paid[e.customer_id].append(Credit(e.id, e.date, -e.amount, *meant, e.kind))
    told = {
        (m.credit_id, m.debit_id, m.amount, m.value_date)
        for customer, several in paid.items()
        for m in allocate(debits[customer], several)
    }
    assert {(a.credit_id, a.debit_id, a.amount, a.value_date) for a in rows(register, ALLOCATION)} == told


def test_posting_finds_nothing_left_to_do(tmp_path):
    register = made(str(tmp_path / "register.db"))
    before = rows(register, CUSTOMER_BALANCE)
    ids = [row.id for row in rows(register, CUSTOMER)]
    with register.write() as session:
        assert posting.settle(session, ids, now=NOW) == 0
        posting.refresh_balances(session, ids)
    assert rows(register, CUSTOMER_BALANCE) == before


MAY_LIE_AHEAD = {
    "entry.due_date", "customer_balance.oldest_due", "promise.due", "instalment.due", "instalment.effective",
    "hold.valid_until", "task.due_at", "party.valid_until",
}  # fmt: skip


@pytest.mark.parametrize(
    ("today", "now"),
    [
        (TODAY, NOW),
        (date(2024, 2, 29), NOW),  # a day fixed in the past
        (TODAY, datetime(2026, 11, 21, 23, 5, tzinfo=UTC)),  # just after midnight in Copenhagen
    ],
)
def test_nothing_lies_after_today(tmp_path, today, now):
    register = made(str(tmp_path / "register.db"), customers=120, today=today, now=now)
    for name, several in everything(register).items():
        for row in several:
            for column, value in row._mapping.items():
                if f"{name}.{column}" in MAY_LIE_AHEAD or not isinstance(value, date):
                    continue
                if name == "event" and row.act == "generated":
                    assert value == now
                elif isinstance(value, datetime):
                    assert value <= now
                    assert value.date() <= today
                else:
                    assert value <= today, f"{name}.{column}"


def test_payments_come_on_bank_days(register):
    lands = {row.id: row.country for row in rows(register, CREDITOR)}
    for entry in rows(register, ENTRY):
        if entry.kind == EntryKind.PAYMENT:
            assert is_bank_day(entry.date, lands[entry.creditor_id])


def test_every_number_has_a_valid_check_digit(register):
    for customer in rows(register, CUSTOMER):
        if customer.kind != "person":
            valid = identifiers.is_cvr if customer.country == "DK" else identifiers.is_orgnr
            assert valid(customer.org_number)
            assert customer.vat_registration in {"", f"DK{customer.org_number}", f"{customer.org_number}MVA"}
    for entry in rows(register, ENTRY):
        valid = identifiers.is_fik if entry.currency == "DKK" else identifiers.is_kid
        assert valid(entry.reference)
    danish, norwegian = rows(register, CREDITOR)
    assert identifiers.is_cvr(danish.org_number)
    assert identifiers.fik_line("71", "1031", danish.fik_creditor)
    assert identifiers.is_orgnr(norwegian.org_number)
    assert identifiers.is_kontonr(norwegian.bank_account)


@pytest.mark.parametrize("payload", ["0", "12345678", "00000026100016", "9" * 20])
def test_the_fast_check_digit_is_the_ruled_one(payload):
    assert check_digit(payload) == identifiers.luhn_digit(payload)


def test_every_telephone_number_could_be_dialled(register):
    for phone in rows(register, PHONE):
        parsed = phonenumbers.parse(phone.number)
        assert phonenumbers.is_valid_number(parsed), phone.number
        assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == phone.number


@pytest.mark.parametrize("code", ["DK", "NO"])
def test_every_range_of_telephone_numbers_is_in_use(code):
    here = land(code)
    for start in (*here.mobile, *here.fixed):
        for tail in ("100000", "123456", "555555", "999999"):
            assert phonenumbers.is_valid_number(phonenumbers.parse(f"{here.calling_code}{start}{tail}")), start


def test_mail_never_leaves_the_domains_for_examples(register):
    addresses = [row.address for row in rows(register, EMAIL)] + [
        row.email for row in rows(register, PARTY) if row.email
    ]
    assert addresses
    for address in addresses:
        assert address.isascii()
        assert address.endswith(
            ("@example.com", "@example.org", "@example.net", ".example.com", ".example.org", ".example.net")
        )


def test_postcodes_and_towns_belong_together(register):
    known = set()
    for line in (Path(posting.__file__).parent / "data" / "postcodes.csv").read_text(encoding="utf-8").splitlines():
        known.add(tuple(line.split(",")))
    for address in rows(register, ADDRESS):
        assert (address.country, address.postcode, address.city) in known
        assert address.street[-1:].strip()


def test_customer_numbers_are_unique_and_of_five_to_eight_digits(register):
    numbers = [row.number for row in rows(register, CUSTOMER)]
    assert len(set(numbers)) == SOME
    assert all(number.isdecimal() and 5 <= len(number) <= 8 for number in numbers)


def test_shares_are_as_told(register):
    customers = rows(register, CUSTOMER)
    lands, kinds = Counter(row.country for row in customers), Counter(row.kind for row in customers)
    assert lands == {"DK": SOME * 6 // 10, "NO": SOME * 4 // 10}
    assert 0.80 * SOME <= kinds["person"] <= 0.92 * SOME
    assert kinds["company"] > kinds["public"] >= 3
    assert 2 <= sum(row.address_protected for row in customers) <= 0.03 * SOME


def test_every_situation_occurs_several_times(register, cards):
    seen: Counter[str] = Counter()
    seen.update(f"status {row.status}" for row in rows(register, CUSTOMER))
    seen.update(f"reminder {card.reminder_level}" for card in cards)
    with register.read() as session:
        for account in accounts(session, range(1, SOME + 1), TODAY).values():
            seen.update(f"promise {promise.state}" for promise in account.promises)
            seen.update(f"agreement {agreement.state}" for agreement in account.agreements)
            seen["money not yet allocated"] += sum(account.credits.values()) > 0
    seen.update(f"dispute {row.state}" for row in rows(register, METADATA.tables["dispute"]))
    seen.update(f"entry {row.kind}" for row in rows(register, ENTRY))
    seen.update(f"party {row.role}" for row in rows(register, PARTY))
    seen.update(f"outcome {row.outcome}" for row in rows(register, CALL))
    seen.update(f"hold {row.reason}" for row in rows(register, HOLD))
    seen.update(f"task {row.kind} {row.done_at is not None}" for row in rows(register, TASK))
    seen["pinned"] = sum(row.pinned for row in rows(register, NOTE))
    seen["corrected"] = sum(row.replaces is not None for row in rows(register, NOTE))
    seen["wrong number"] = sum(row.wrong for row in rows(register, PHONE))
    expected = [f"status {status}" for status in CustomerStatus]
    expected += [f"promise {state}" for state in ("open", "kept", "part-kept", "broken", "withdrawn", "replaced")]
    expected += [f"agreement {state}" for state in ("active", "completed", "breached")]
    expected += [f"dispute {state}" for state in ("open", "upheld", "rejected", "withdrawn")]
    ledger = (EntryKind.OPENING, EntryKind.CREDIT_NOTE, EntryKind.PAYMENT, EntryKind.REMINDER_FEE, EntryKind.WRITE_OFF)
    expected += [f"entry {kind}" for kind in ledger]
    expected += [f"party {role}" for role in PartyRole] + [f"outcome {outcome}" for outcome in Outcome]
    expected += [f"hold {reason}" for reason in HoldReason]
    expected += [f"task {kind} False" for kind in TaskKind if kind != TaskKind.VERIFY] + ["task follow_up True"]
    expected += ["pinned", "corrected", "wrong number", *(f"reminder {level}" for level in (0, 1, 2, 3))]
    assert [name for name in expected if seen[name] < 2] == []


def test_what_an_agreement_divides_was_open_and_overdue_when_it_was_made(register):
    entries = {row.id: row for row in rows(register, ENTRY)}
    allocations, plans = rows(register, ALLOCATION), rows(register, INSTALMENT)
    for agreement in rows(register, AGREEMENT):
        items = [row for row in rows(register, AGREEMENT_ITEM) if row.agreement_id == agreement.id]
        settled: Counter[int] = Counter()
        for row in allocations:
            if row.value_date <= agreement.made_on:
                settled[row.debit_id] += row.amount
        parts = [row.amount for row in plans if row.agreement_id == agreement.id]
        assert sum(parts) == sum(item.open_at_start for item in items) == agreement.total
        for item in items:
            assert item.open_at_start == entries[item.entry_id].amount - settled[item.entry_id]
            assert entries[item.entry_id].due_date < agreement.made_on


def test_reminder_fees_keep_the_law(register):
    lands = {row.id: row.country for row in rows(register, CREDITOR)}
    fees = defaultdict(list)
    due = {row.reference: row.due_date for row in rows(register, ENTRY) if row.kind in ("invoice", "opening")}
    for entry in rows(register, ENTRY):
        if entry.kind == EntryKind.REMINDER_FEE:
            fees[entry.customer_id].append(entry)
    for several in fees.values():
        danish = lands[several[0].creditor_id] == "DK"
        days = sorted(entry.date for entry in several)
        assert len(days) <= (3 if danish else 2)
        assert all(later - earlier >= timedelta(days=10 if danish else 15) for earlier, later in pairwise(days))
        for entry in several:
            norwegian = Decimal(38) if entry.date >= date(2026, 1, 1) else Decimal(35)
            assert entry.amount <= (Decimal(100) if danish else norwegian)
            assert danish or entry.date > due[entry.reference] + timedelta(days=14)


def test_the_chain_of_events_is_unbroken_and_follows_the_clock(register):
    with register.read() as session:
        assert list(events.broken_links(session)) == []
    told = rows(register, EVENT)
    assert [event.at for event in told] == sorted(event.at for event in told)
    acts = Counter(event.act for event in told)
    assert acts["call"] == len(rows(register, CALL))
    assert acts["note"] == len(rows(register, NOTE))
    assert acts["agreement"] == len(rows(register, AGREEMENT))
    assert acts["generated"] == 1


def test_references_hold_and_the_check_finds_nothing(register):
    with register.read() as session:
        assert session.connection().exec_driver_sql("PRAGMA foreign_key_check").all() == []
    assert list(check(register)) == []


def test_pay_by_is_said_wherever_something_is_open(cards):
    for card in cards:
        if any(item for item in card.items if not item.disputed):
            expected = identifiers.is_fik(card.pay_by) if card.currency == "DKK" else " KID " in card.pay_by
            assert expected, card.pay_by


def test_a_register_in_use_is_refused_and_stays_as_it_was(register):
    before = everything(register)
    with pytest.raises(errors.Refused, match="not empty"):
        generate(register, customers=5, seed=1, today=TODAY, now=NOW)
    assert everything(register) == before


def test_no_customers_at_all_is_refused(tmp_path):
    with pytest.raises(errors.Invalid, match="customers"):
        made(str(tmp_path / "register.db"), customers=0)


def test_progress_is_told_and_the_search_hears_of_every_customer(tmp_path, monkeypatch):
    monkeypatch.setattr("model.generate.making.CHUNK", 20)
    register = open_register(tmp_path / "register.db")
    told: list[tuple[int, int]] = []
    heard: set[int] = set()
    register.hooks.append(lambda _, ids: heard.update(ids))
    counts = generate(
        register, customers=50, seed=1, today=TODAY, now=NOW, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(20, 50), (40, 50), (50, 50)]
    assert heard == {row.id for row in rows(register, CUSTOMER)}
    with register.read() as session:
        stored = session.connection().execute(select(func.count()).select_from(ENTRY)).scalar_one()
    assert (counts.customers, counts.entries) == (50, stored)
    assert len(briefs(register, heard, TODAY)) == 50


def test_agents_who_were_there_before_keep_their_place(tmp_path):
    register = open_register(tmp_path / "register.db")
    mette = who(register, "mette", NOW)
    generate(register, customers=30, seed=1, today=TODAY, now=NOW)
    assert who(register, "mette", NOW).id == mette.id


def test_many_customers_told_by_a_second_process_are_the_same(register, tmp_path, monkeypatch):
    monkeypatch.setattr("model.generate.making.CHUNK", 64)
    monkeypatch.setattr("model.generate.telling.stories", None)  # not here, that is
    assert everything(made(str(tmp_path / "register.db"))) == everything(register)


def test_the_second_process_ends_with_a_first_that_fails(tmp_path, monkeypatch):
    monkeypatch.setattr("model.generate.making.CHUNK", 20)
    register = open_register(tmp_path / "register.db")

    def fail(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(register, customers=300, seed=1, today=TODAY, now=NOW, progress=fail)
    assert multiprocessing.active_children() == []
    with register.read() as session:
        assert session.connection().execute(select(func.count()).select_from(CUSTOMER)).scalar_one() == 20


def test_a_deck_deals_each_card_once_a_round_even_past_those_that_do_not_fit():
    deck = Deck(Draw(3), ["a", "b", "c"])
    assert sorted(deck.deal() for _ in range(3)) == ["a", "b", "c"]
    assert deck.deal(lambda card: card == "b") == "b"
    assert sorted(deck.deal() for _ in range(2)) == ["a", "c"]


def test_weights_are_kept():
    draw, coin = Draw(1), Weighted([("heads", 3), ("tails", 1), ("edge", 0)])
    thrown = Counter(coin.pick(draw) for _ in range(4000))
    assert 2800 < thrown["heads"] < 3200
    assert thrown["edge"] == 0
