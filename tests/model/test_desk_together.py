"""What every act has in common: what it rests on, what it leaves behind, and who else acts at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from threading import Event as Signal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from model import desk, errors, events
from model.arrangement import Agreement
from model.check import check
from model.contact import Event
from model.kinds import Act
from model.ledger import Allocation, Entry
from model.proposals import Proposal
from model.records import Card
from model.store import Register
from tests.model import build
from tests.model.acts import LATER, SOON, nothing_changes, typed_for
from tests.model.build import NOW, TODAY, Debtor, debtor, kroner, noon
from tests.waiting import until


def test_what_rests_on_an_older_card_is_refused_with_the_new_one(owing: tuple[Debtor, int, int]) -> None:
    marie, first, second = owing
    seen = marie.card().basis
    marie.pays("50.00", on=TODAY, naming="1042")
    for proposal in (
        marie.promise("850.00", SOON, basis=seen),
        marie.agreement(first, first=LATER, basis=seen),
        marie.dispute(second, basis=seen),
    ):
        with nothing_changes(marie), pytest.raises(errors.Stale) as refusal:
            marie.does(proposal)
        assert refusal.value.card.balance == kroner("800")
        assert refusal.value.card.basis == marie.card().basis != seen


@pytest.mark.parametrize("change", ["dispute", "promise", "agreement", "moved due date"])
def test_holds_disputes_and_agreements_make_an_older_card_stale(owing: tuple[Debtor, int, int], change: str) -> None:
    marie, first, second = owing
    seen = marie.card().basis
    if change == "moved due date":
        marie.gets_until(LATER, first)
    else:
        made: dict[str, Proposal] = {
            "dispute": marie.dispute(first),
            "promise": marie.promise("10.00", SOON, first),
            "agreement": marie.agreement(first, first=LATER),
        }
        marie.does(made[change])
    with pytest.raises(errors.Stale):
        marie.does(marie.promise("10.00", SOON, second, basis=seen))


def test_notes_calls_and_looking_make_nothing_stale(owing: tuple[Debtor, int, int]) -> None:
    marie, *_ = owing
    seen = marie.card().basis
    marie.does(marie.note())
    marie.does(marie.call(call_back_at=NOW + timedelta(days=1)))
    desk.viewed(marie.register, marie.id, agent=marie.agent, now=NOW)
    assert marie.does(marie.promise("10.00", SOON, basis=seen)).promises


def test_looking_at_a_card_and_at_a_protected_address_is_logged(marie: Debtor) -> None:
    desk.viewed(marie.register, marie.id, agent=marie.agent, now=NOW)
    desk.viewed(marie.register, marie.id, agent=marie.agent, now=NOW, unmasked=True)
    assert [(event.act, event.facts, event.agent_id) for event in marie.rows(Event)] == [
        (Act.VIEWED, "{}", marie.agent.id),
        (Act.UNMASKED, "{}", marie.agent.id),
    ]
    assert marie.card().history.rows == (), "for the audit, not for the agent"


def test_nobody_is_acted_on(shared: Register, marie: Debtor) -> None:
    nobody = replace(marie, id=999_999_999)
    for act in (lambda: nobody.does(nobody.note()), lambda: desk.viewed(shared, nobody.id, agent=marie.agent, now=NOW)):
        with pytest.raises(errors.NotFound):
            act()


def test_events_hold_facts_and_never_words(owing: tuple[Debtor, int, int]) -> None:
    marie, first, second = owing
    words = "laid off since June"
    marie.does(marie.note(words, typed=words))
    marie.does(marie.call(text=words, phone=words, typed=words))
    marie.does(marie.promise("10.00", SOON, typed=words))
    marie.does(marie.agreement(first, first=LATER, typed=words, read_back=words))
    marie.does(marie.dispute(second, words, typed=words))
    told = marie.rows(Event)
    assert [event.act for event in told] == ["note", "call", "promise", "agreement", "dispute"]
    assert [event.id for event in told if "laid" in event.facts] == []
    assert typed_for(marie) == [(words, ""), (words, ""), (words, ""), (words, words), (words, "")]


def test_an_act_that_fails_at_the_end_leaves_nothing(
    owing: tuple[Debtor, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    marie, first, _ = owing

    def fail(*_args, **_facts):
        raise RuntimeError("power cut")

    monkeypatch.setattr(events, "append", fail)
    with nothing_changes(marie), pytest.raises(RuntimeError):
        marie.does(marie.agreement(first, first=LATER))


def test_of_two_agents_who_arrange_at_once_the_second_is_told(
    owing: tuple[Debtor, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    marie, first, _ = owing
    second_agent = build.agent(marie.register, "ali")
    seen = marie.card().basis
    inside, go_on = Signal(), Signal()
    append = events.append

    def slowly(session, act, **facts):
        if facts["agent_id"] == marie.agent.id:
            inside.set()
            assert go_on.wait(30)
        return append(session, act, **facts)

    def somebody_waits() -> bool:
        with marie.register.read() as session:
            return bool(session.connection().execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar())

    monkeypatch.setattr(events, "append", slowly)
    proposal = marie.agreement(first, first=LATER, basis=seen)
    with ThreadPoolExecutor(2) as agents:
        one = agents.submit(marie.does, proposal)
        assert inside.wait(30)
        other = agents.submit(marie.does, proposal, by=second_agent)
        try:
            if not marie.register.is_sqlite:
                until(somebody_waits, "the second agent waits for the first")
        finally:
            go_on.set()
        assert one.result().agreements
        with pytest.raises(errors.Stale) as refusal:
            other.result()
    assert refusal.value.card.agreements
    assert len(marie.rows(Agreement)) == 1


def test_of_two_corrections_of_a_note_at_once_one_stands(marie: Debtor, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = marie.does(marie.note("wrong")).notes[0].id
    with ThreadPoolExecutor(2) as desks:
        both = [desks.submit(marie.does, marie.note(words, replaces=wrong)) for words in ("right", "better")]
    assert [type(one.exception()) for one in both if one.exception()] == [errors.Invalid]
    assert len(marie.card().notes) == 1


ACTS = ("invoice", "payment", "promise", "agreement", "supersede", "dispute", "note", "call", "loss")
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(1, 5000).map(lambda n: Decimal(n).scaleb(-1)), st.integers(0, 40)),
    min_size=4,
    max_size=10,
)


@settings(max_examples=6)
@given(steps)
def test_no_sequence_of_acts_and_payments_breaks_the_books(shared: Register, steps) -> None:
    marie = debtor(shared)
    today, card = TODAY, marie.card()
    for number, (act, amount, days) in enumerate(steps):
        if number % 3 == 2:
            today += timedelta(days=days)
        with suppress(errors.Refused):
            _perform(marie, card, act, f"{amount:.2f}", today, today + timedelta(days=days))
        card = marie.card(today)
        figures = card.figures
        owed = sum((entry.amount for entry in marie.rows(Entry)), Decimal(0))
        assert card.balance == owed == sum(item.open for item in card.items) - card.unallocated
        assert figures.to_collect >= 0
        assert all(0 < item.open <= item.amount for item in card.items)
        covered = [entry for a in card.agreements if a.state in ("active", "breached") for entry in a.entry_ids]
        assert len(covered) == len(set(covered)), "no invoice is under two agreements"
        for agreement in card.agreements:
            assert sum(part.amount for part in agreement.instalments) == agreement.total
    assert check(shared) == []


def _perform(marie: Debtor, seen: Card, act: str, amount: str, today: date, day: date) -> None:
    """One act, or one thing that happens on the account, made on the card as it was last seen."""
    now, items, agreements = noon(today), seen.items, seen.agreements
    first = items[0].entry_id if items else 0
    match act:
        case "invoice":
            marie.owes(amount, f"V{len(items)}", on=today, due=day)
        case "payment":
            marie.pays(amount, on=today, naming=items[-1].voucher if items else "")
        case "promise":
            marie.does(marie.promise(amount, day, *([first] if first else [])), now=now)
        case "agreement" | "supersede" if items:
            replaced = agreements[0].id if act == "supersede" and agreements else None
            chosen = [item.entry_id for item in items]
            marie.does(marie.agreement(*chosen, first=day, count=3, today=today, supersedes=replaced), now=now)
        case "dispute":
            marie.does(marie.dispute(first), now=now)
        case "note":
            marie.does(marie.note(amount), now=now)
        case "call":
            marie.does(marie.call(ended=now, text=amount), now=now)
        case "loss":
            _lose_a_payment(marie, today)


def _lose_a_payment(marie: Debtor, today: date) -> None:
    """The bank takes back what the last payment that settled an invoice paid of it."""
    entries, allocations = marie.tables(Entry, Allocation)
    invoices = {entry.id for entry in entries if entry.kind == "invoice"}
    settled: Counter[tuple[int, int]] = Counter()
    for row in allocations:
        if row.debit_id in invoices:
            settled[row.credit_id, row.debit_id] += row.amount
    if standing := +settled:
        (credit, debit), part = max(standing.items())
        marie.loses(credit, debit, f"{part}", on=today)
