"""What the agent sees: figures, arrangements, how to pay and history of one debtor."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from model import card as cards
from model.arrangement import Dispute
from model.contact import Task
from model.customer import Address, Email, Party, Phone
from model.errors import Invalid, NotFound
from model.history import history
from model.kinds import Outcome
from model.reasons import reasons
from model.records import Card, HistoryRow
from model.store import Register
from tests.model import build
from tests.model.build import NOW, TODAY, Debtor, debtor, kroner, noon

HOSTILE = "Hr\x1b[2J \u202eHansen\n\x9b31m[/]\u2066"
CLEAN = "Hr[2J Hansen 31m[/]"


@pytest.fixture(scope="module")
def marie(shared: Register) -> Debtor:
    """The debtor of the design: overdue 12.450, of which 6.000 is agreed on and 4.250 disputed."""
    marie = debtor(shared, number="10233", creditor_id=build.creditor(shared, fik_creditor="82345678"))
    marie.has(Address, street="Vestergade 12", postcode="8000", city="Aarhus C")
    marie.has(Phone, number="+4522334455")
    old = marie.owes("9000.00", "0988", on=date(2026, 9, 10), due=date(2026, 10, 10))
    marie.does(marie.agreement(old, first=date(2026, 10, 1), today=date(2026, 9, 25)), now=noon(date(2026, 9, 25)))
    marie.pays("1500.00", on=date(2026, 10, 1), naming="0988")
    line = "+71<000000000001031+82345678<"
    marie.owes("4350.00", "1031", on=date(2026, 10, 1), due=date(2026, 10, 10), reference=line)
    marie.pays("2250.00", on=date(2026, 11, 5), naming="1031")
    wrong = marie.owes("4250.00", "1042", on=date(2026, 11, 1), due=date(2026, 11, 15))
    marie.is_reminded("100.00", "1031", on=date(2026, 11, 12))
    call = noon(date(2026, 11, 12))
    marie.does(marie.call(ended=call, outcome=Outcome.PROMISE, text="promised 1.000"), now=call)
    marie.does(marie.promise("1000.00", date(2026, 11, 14)), now=call)
    marie.pays("1500.00", on=date(2026, 11, 20), naming="0988")
    marie.does(marie.dispute(wrong), now=noon(date(2026, 11, 21)))
    return marie


def lines(rows: tuple[HistoryRow, ...]) -> list[str]:
    return [
        " ".join(str(part) for part in (f"{row.date:%d-%m}", row.kind, row.voucher, row.amount) if part) for row in rows
    ]


def test_the_card_of_the_design(marie: Debtor) -> None:
    card = marie.card()

    figures = card.figures
    assert (figures.to_collect, figures.overdue) == (kroner("2200"), kroner("12450"))
    assert (figures.in_agreement, figures.disputed) == (kroner("6000"), kroner("4250"))
    assert (figures.promised, figures.instalments_due) == (kroner("0"), kroner("0"))
    assert (card.days_overdue, card.reminder_level, card.reminder_on) == (43, 1, date(2026, 11, 12))
    assert (card.number, card.name, card.address) == ("10233", "Marie Sørensen", "Vestergade 12, 8000 Aarhus C")
    assert card.pay_by == "+71<000000000001031+82345678<"
    assert card.payments_to == date(2026, 11, 20)
    since = card.since
    assert (since.last_call, since.payments, since.paid) == (date(2026, 11, 12), 1, kroner("1500"))
    assert (since.disputed, since.new_items) == (("1042",), ())


def test_arrangements_on_the_card_stand_as_the_payments_left_them(marie: Debtor) -> None:
    card = marie.card()

    (agreement,) = card.agreements
    assert (agreement.state, agreement.total, agreement.paid) == ("active", kroner("9000"), kroner("3000"))
    assert [part.state for part in agreement.instalments] == ["paid", "paid", "open", "open", "open", "open"]
    assert agreement.instalments[2].due == date(2026, 12, 1)
    (promise,) = card.promises
    assert (promise.amount, promise.due, promise.state) == (kroner("1000"), date(2026, 11, 14), "broken")
    assert [(d.voucher, d.reason) for d in card.disputes] == [("1042", "wrong item")]
    assert {h.reason for h in card.holds} == {"agreement", "dispute"}, "the promise's hold has ended by itself"


def test_history_tells_the_ledger_and_the_acts_newest_first(marie: Debtor) -> None:
    assert lines(marie.card().history.rows) == [
        "21-11 dispute 1042",
        "20-11 payment -1500.00",
        "12-11 promise 1000.00",
        "12-11 call",
        "12-11 reminder_fee 1031 100.00",
        "05-11 payment -2250.00",
        "01-11 invoice 1042 4250.00",
        "01-10 invoice 1031 4350.00",
        "01-10 payment -1500.00",
        "25-09 agreement 9000.00",
        "10-09 invoice 0988 9000.00",
    ]


def test_history_of_open_items_and_of_calls(marie: Debtor) -> None:
    shown = history(marie.register, marie.id, TODAY, "open").rows
    assert [(row.voucher, row.open) for row in shown] == [
        ("1031", kroner("100")),
        ("1042", kroner("4250")),
        ("1031", kroner("2100")),
        ("0988", kroner("6000")),
    ]
    (call,) = history(marie.register, marie.id, TODAY, "calls").rows
    assert (call.detail, call.outcome, call.text, call.agent) == ("in", "promise", "promised 1.000", "Mette")


def test_a_past_day_is_told_as_it_was(marie: Debtor) -> None:
    card = marie.card(date(2026, 11, 13))

    assert card.figures.overdue == kroner("9700"), "7.500 of 0988, 2.100 of 1031 and the fee; 1042 was not due"
    assert card.figures.promised == kroner("1000")
    # The second instalment was late then, and had been missed: nothing was under a running agreement.
    assert card.agreements[0].state == "breached"
    assert (card.figures.in_agreement, card.figures.to_collect) == (kroner("0"), kroner("8700"))
    assert card.promises[0].state == "open"
    assert card.disputes == ()
    assert card.balance == kroner("13950")
    assert lines(card.history.rows)[0] == "12-11 promise 1000.00"


def test_before_anything_happened_the_card_is_empty(marie: Debtor) -> None:
    card = marie.card(date(2026, 9, 1))
    assert (card.balance, card.items, card.agreements, card.promises) == (kroner("0"), (), (), ())
    assert (card.history.rows, card.days_overdue, card.reminder_level) == ((), 0, 0)


def test_a_list_tells_the_same_as_the_card(shared: Register, marie: Debtor) -> None:
    empty = debtor(shared, "Ali Demir")
    protected = debtor(shared, "Skjult Person", address_protected=True)
    for customer in (empty, protected):
        customer.has(Address, street="Hemmelig vej 1")
    owed = protected.owes("10.00", "1", on=date(2026, 1, 1))
    protected.does(protected.dispute(owed))
    everybody = [marie, empty, protected]

    briefs = cards.briefs(shared, [customer.id for customer in everybody], TODAY)
    for customer in everybody:
        card, brief = customer.card(), briefs[customer.id]
        assert (brief.number, brief.name, brief.address) == (card.number, card.name, card.address)
        assert (brief.status, brief.currency) == (card.status, card.currency)
        assert brief.phone == (card.phones[0].number if card.phones else "")
        assert brief.to_collect == card.figures.to_collect
    assert cards.briefs(shared, [], TODAY) == {}


def test_currencies_are_never_mixed(shared: Register) -> None:
    customer = debtor(shared)
    customer.owes("100.00", "1", on=date(2026, 10, 1))
    customer.owes("70.00", "2", on=date(2026, 10, 1), currency="NOK")
    customer.owes("30.00", "3", on=date(2026, 12, 1), currency="NOK")
    customer.pays("25.00", on=date(2026, 10, 5), currency="EUR")

    card = customer.card(date(2026, 12, 1))
    assert (card.balance, card.figures.overdue, card.unallocated) == (kroner("100"), kroner("100"), kroner("0"))
    others = [(other.currency, other.balance, other.overdue) for other in card.other_currencies]
    assert others == [("EUR", kroner("-25"), kroner("0")), ("NOK", kroner("100"), kroner("70"))]


def test_money_that_waits_is_shown_and_not_hidden(shared: Register) -> None:
    customer = debtor(shared)
    customer.owes("100.00", "1", on=date(2026, 10, 1))
    customer.pays("130.00", on=date(2026, 10, 5))
    card = customer.card()
    assert (card.items, card.unallocated, card.balance) == ((), kroner("30"), kroner("-30"))
    assert [(row.kind, row.open) for row in card.history.rows] == [("payment", kroner("-30")), ("invoice", 0)]


def test_an_invoice_is_overdue_from_the_day_after_it_fell_due(shared: Register) -> None:
    customer = debtor(shared)
    customer.owes("100.00", "1", on=date(2026, 10, 1), due=TODAY)
    assert (customer.card().days_overdue, customer.card().figures.overdue) == (0, kroner("0"))
    tomorrow = customer.card(TODAY + timedelta(days=1))
    assert (tomorrow.days_overdue, tomorrow.figures.overdue) == (1, kroner("100"))


def test_the_due_date_as_last_moved_counts(shared: Register) -> None:
    customer = debtor(shared)
    first = customer.owes("100.00", "1", on=date(2026, 10, 1), due=date(2026, 10, 10))
    customer.owes("50.00", "2", on=date(2026, 10, 1), due=date(2026, 10, 20))
    for due in (date(2026, 12, 1), date(2026, 12, 15)):
        customer.gets_until(due, first)
    assert [(item.voucher, item.due) for item in customer.card().items] == [
        ("2", date(2026, 10, 20)),
        ("1", date(2026, 12, 15)),
    ]
    assert customer.card(date(2026, 11, 1)).days_overdue == 22, "moved on the 22nd, not yet on the 1st"


def test_nothing_that_hangs_on_a_disputed_invoice_is_demanded(shared: Register) -> None:
    customer = debtor(shared)
    invoice = customer.owes("6537.50", "1", on=date(2026, 9, 1), due=date(2026, 9, 15))
    disputed_fee = customer.is_reminded("38.00", "R1", on=date(2026, 10, 1), claim_id=invoice)
    other = customer.owes("100.00", "2", on=date(2026, 9, 1), due=date(2026, 9, 15))
    fee = customer.is_reminded("70.00", "R2", on=date(2026, 10, 1), claim_id=other)
    before = customer.card()
    card = customer.does(customer.dispute(invoice))
    figures = card.figures
    assert (figures.overdue, figures.disputed, figures.to_collect) == (
        kroner("6745.50"),
        kroner("6575.50"),
        kroner("170"),
    )
    assert (card.balance, card.days_overdue) == (before.balance, before.days_overdue)
    assert {item.entry_id for item in card.items if not item.disputed} == {other, fee}
    told = [str(sentence) for sentence in reasons(shared, customer.id, TODAY)[0].told]
    assert "It is part of 1, which is in dispute since 22 November 2026." in told
    with pytest.raises(Invalid, match="R1 is disputed"):
        customer.does(customer.promise("38", TODAY, disputed_fee))


def test_the_level_told_is_the_highest_reminder_on_what_is_still_open(shared: Register) -> None:
    customer = debtor(shared)
    first = customer.owes("4816.00", "1", on=date(2025, 10, 11), due=date(2025, 10, 25))
    customer.is_reminded("35.00", "R1-1", on=date(2025, 11, 11), due_date=date(2025, 11, 25), claim_id=first)
    customer.is_reminded("35.00", "R1-2", on=date(2025, 12, 3), due_date=date(2025, 12, 17), claim_id=first)
    customer.pays("4816.00", on=date(2025, 12, 19), naming="1")
    second = customer.owes("3155.00", "2", on=date(2026, 4, 12), due=date(2026, 4, 26))
    assert (customer.card().reminder_level, customer.card().reminder_on) == (2, date(2025, 12, 3))
    customer.pays("70.00", on=date(2026, 5, 1), naming="R1-1, R1-2")
    assert (customer.card().reminder_level, customer.card().reminder_on) == (0, None)
    customer.is_reminded("35.00", "R2-1", on=date(2026, 5, 20), claim_id=second)
    assert (customer.card().reminder_level, customer.card().reminder_on) == (1, date(2026, 5, 20))


def test_reminders_count_from_when_the_oldest_overdue_item_fell_due(shared: Register) -> None:
    customer = debtor(shared)
    customer.owes("100.00", "1", on=date(2026, 1, 1), due=date(2026, 1, 15))
    customer.is_reminded("100.00", "1", on=date(2026, 2, 1))
    customer.pays("200.00", on=date(2026, 2, 10))
    customer.owes("100.00", "2", on=date(2026, 9, 1), due=date(2026, 9, 15))
    assert (customer.card().reminder_level, customer.card().reminder_on) == (0, None)
    for day in (date(2026, 10, 1), date(2026, 10, 20)):
        customer.is_reminded("100.00", "2", on=day)
    assert (customer.card().reminder_level, customer.card().reminder_on) == (2, date(2026, 10, 20))


def test_an_instalment_is_collected_from_its_day_on_and_missed_after_its_grace(shared: Register) -> None:
    customer = debtor(shared)
    owed = customer.owes("600.00", "1", on=date(2026, 8, 1), due=date(2026, 8, 15))
    customer.does(customer.agreement(owed, first=date(2026, 12, 1)))
    assert customer.card(date(2026, 11, 30)).figures.to_collect == 0
    assert customer.card(date(2026, 12, 1)).figures.instalments_due == kroner("100")
    assert customer.card(date(2026, 12, 4)).agreements[0].instalments[0].state == "in grace"
    breached = customer.card(date(2026, 12, 5))
    assert breached.agreements[0].state == "breached"
    assert breached.figures.to_collect == kroner("600")


def test_a_promise_is_kept_by_a_payment_in_time_however_late_it_is_booked(shared: Register) -> None:
    customer = debtor(shared)
    customer.owes("500.00", "1", on=date(2026, 10, 1))
    customer.does(customer.promise("300.00", date(2026, 11, 24)))
    assert customer.card().figures.promised == kroner("300")
    assert customer.card(date(2026, 12, 5)).promises[0].state == "broken"
    customer.pays("300.00", on=date(2026, 11, 24))
    assert customer.card(date(2026, 12, 5)).promises[0].state == "kept"
    assert customer.card(date(2026, 12, 5)).figures.to_collect == kroner("200")


def test_a_payment_that_the_bank_takes_back_keeps_no_promise(shared: Register) -> None:
    customer = debtor(shared)
    owed = customer.owes("300.00", "1", on=date(2026, 10, 1))
    customer.does(customer.promise("300.00", date(2026, 11, 24)))
    paid = customer.pays("300.00", on=date(2026, 11, 24))
    assert customer.card(date(2026, 11, 25)).promises[0].state == "kept"

    customer.loses(paid, owed, "300.00", on=date(2026, 11, 26))
    card = customer.card(date(2026, 12, 5))
    assert card.promises[0].state == "broken"
    assert (card.balance, card.items[0].open) == (kroner("300"), kroner("300"))


def test_notes_pinned_first_and_in_their_newest_version_only(shared: Register) -> None:
    customer = debtor(shared)
    days = [date(2026, 11, day) for day in (1, 2, 3, 4)]
    customer.does(customer.note("invoices by e-mail"), now=noon(days[0]))
    card = customer.does(customer.note("call after 6", pinned=True), now=noon(days[1]))
    wrong = card.notes[0].id
    customer.does(customer.note("laid off"), now=noon(days[2]))
    card = customer.does(customer.note("call after 16", pinned=True, replaces=wrong), now=noon(days[3]))

    assert [(note.text, note.pinned) for note in card.notes] == [
        ("call after 16", True),
        ("laid off", False),
        ("invoices by e-mail", False),
    ]
    assert [note.text for note in customer.card(days[1]).notes] == ["call after 6", "invoices by e-mail"]
    assert card.notes[0].agent == "Mette"


def test_a_protected_address_is_shown_only_when_asked_for(shared: Register) -> None:
    customer = debtor(shared, address_protected=True)
    customer.has(Address, street="Hemmelig vej 1", postcode="8000", city="Aarhus C")
    assert (customer.card().address_protected, customer.card().address) == (True, "")
    assert customer.card(unmask=True).address == "Hemmelig vej 1, 8000 Aarhus C"


def test_an_address_is_protected_with_that_of_whoever_the_customer_was_merged_into(shared: Register) -> None:
    hidden = debtor(shared, address_protected=True)
    between = debtor(shared, merged_into=hidden.id)
    old = debtor(shared, merged_into=between.id)
    for customer in (hidden, between, old):
        customer.has(Address, street="Hemmelig vej 1", postcode="8000", city="Aarhus C")
        assert (customer.card().address_protected, customer.card().address) == (True, "")
        assert customer.card(unmask=True).address == "Hemmelig vej 1, 8000 Aarhus C"
    lines = cards.briefs(shared, [hidden.id, between.id, old.id], date(2026, 11, 22))
    assert {line.address for line in lines.values()} == {""}


def test_merged_customers_whose_addresses_nobody_protects_keep_them_in_sight(shared: Register) -> None:
    old = debtor(shared, merged_into=debtor(shared).id)
    old.has(Address, street="Nygade 2", postcode="8000", city="Aarhus C")
    assert (old.card().address_protected, old.card().address) == (False, "Nygade 2, 8000 Aarhus C")


def test_the_address_of_the_day(shared: Register) -> None:
    customer = debtor(shared)
    customer.has(Address, street="Old 1", valid_until=date(2026, 11, 22))
    customer.has(Address, street="New 2", extra="c/o Hansen")
    assert [customer.card(day).address for day in (TODAY, TODAY + timedelta(days=1))] == ["Old 1", "c/o Hansen, New 2"]


@pytest.mark.parametrize("status", ["deceased", "bankrupt", "at_collector", "debt_settlement", "closed"])
def test_special_states_are_told_with_their_day(shared: Register, status: str) -> None:
    customer = debtor(shared, status=status, status_on=date(2026, 11, 3), credit_limit=kroner("5000"))
    card = customer.card()
    assert (card.status, card.status_on, card.credit_limit) == (status, date(2026, 11, 3), kroner("5000"))
    assert cards.briefs(shared, [customer.id], TODAY)[customer.id].status == status


def test_phones_parties_and_tasks(shared: Register) -> None:
    customer = debtor(shared)
    customer.has(Phone, number="+4511111111", wrong=True)
    customer.has(Phone, number="+4522222222", label="work")
    for name, until in (("Jens", None), ("Gone", date(2026, 11, 1)), ("Today", TODAY)):
        customer.has(Party, role="proxy", name=name, valid_until=until)
    for done in (None, NOW):
        customer.has(Task, kind="call_back", due_at=NOW, created_at=NOW, done_at=done)
    card = customer.card()
    assert [(phone.number, phone.wrong) for phone in card.phones] == [("+4522222222", False), ("+4511111111", True)]
    assert [party.name for party in card.parties] == ["Jens", "Today"]
    assert [(task.kind, task.due_at) for task in card.tasks] == [("call_back", NOW)]


def test_no_text_of_a_card_can_reach_the_terminal_raw(shared: Register) -> None:
    # Stored as hostile as a file could bring it, and past what cleans on the way in.
    named = {"name": HOSTILE, "bank_account": HOSTILE}
    customer = debtor(
        shared, HOSTILE, creditor_id=build.creditor(shared, **named), number=f"9{HOSTILE}", org_number=HOSTILE,
        category=HOSTILE,
    )  # fmt: skip
    customer.has(Address, street=HOSTILE, extra=HOSTILE, postcode=HOSTILE, city=HOSTILE)
    customer.has(Phone, number=HOSTILE, label=HOSTILE)
    customer.has(Email, address=HOSTILE)
    customer.has(Party, role="proxy", name=HOSTILE, phone=HOSTILE, scope=HOSTILE)
    customer.has(Task, kind="trace", due_at=NOW, created_at=NOW, text=HOSTILE)
    entry = customer.owes("100.00", HOSTILE, on=date(2026, 10, 1), reference=HOSTILE, text=HOSTILE)
    customer.pays("10.00", on=date(2026, 10, 2), naming=HOSTILE, text=HOSTILE)
    told = {"entry_id": entry, "agent_id": customer.agent.id, "opened_on": date(2026, 10, 3)}
    customer.has(Dispute, reason=HOSTILE, **told)
    customer.does(customer.note(HOSTILE, typed=HOSTILE))
    customer.does(customer.call(text=HOSTILE, phone=HOSTILE))

    card = customer.card()
    texts = list(_texts(card)) + list(_texts(cards.briefs(shared, [customer.id], TODAY)[customer.id]))
    texts += _texts(history(shared, customer.id, TODAY, "open"))
    assert [text for text in texts if not text.isprintable()] == []
    assert card.name == CLEAN
    assert sum(CLEAN in text for text in texts) > 20


def _texts(value: object):
    """Every text in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))


def test_a_customer_is_found_by_number_and_by_creditor_where_two_share_it(shared: Register) -> None:
    first, second = (build.creditor(shared, code=code) for code in ("north", "south"))
    one = debtor(shared, number="500", creditor_id=first)
    other = debtor(shared, number="500", creditor_id=second)
    odd = debtor(shared, number="A:7", creditor_id=first)
    with pytest.raises(NotFound, match=r"north:500 or south:500"):
        cards.customer_id(shared, "500")
    assert cards.customer_id(shared, "north:500") == one.id
    assert cards.customer_id(shared, " south:500 ") == other.id
    assert cards.customer_id(shared, "A:7") == cards.customer_id(shared, "north:A:7") == odd.id
    for nobody in ("501", "west:500", "", ":"):
        with pytest.raises(NotFound, match="kartotek find"):
            cards.customer_id(shared, nobody)


def test_nobody_is_told_as_nobody(shared: Register) -> None:
    with pytest.raises(NotFound):
        cards.read_card(shared, 999_999_999, TODAY)
    with pytest.raises(NotFound):
        history(shared, 999_999_999, TODAY)
    assert cards.briefs(shared, [999_999_999], TODAY) == {}


def test_money_dated_tomorrow_is_not_there_today(shared: Register) -> None:
    customer = debtor(shared)
    customer.owes("100.00", "1", on=date(2026, 10, 1))
    customer.pays("100.00", on=TODAY + timedelta(days=1))
    card: Card = customer.card()
    assert (card.balance, card.figures.to_collect, card.payments_to) == (kroner("100"), kroner("100"), None)
    assert customer.card(TODAY + timedelta(days=1)).balance == 0


def test_amounts_keep_their_ore(shared: Register) -> None:
    customer = debtor(shared)
    customer.owes("0.01", "1", on=date(2026, 10, 1))
    customer.owes("99999999999.99", "2", on=date(2026, 10, 1))
    assert customer.card().balance == Decimal("100000000000.00")
