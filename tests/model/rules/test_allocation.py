"""Which payment settles which invoice."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.kinds import EntryKind
from model.rules.allocation import Credit, Debit, Match, Order, Part, Why, allocate, explain, part, reason

REFERENCES = ["", "0", "1", "0001", "2", "+71<000000000000002+82345678<", "F-7", "f-7", "gone"]
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))
SUMS = st.decimals(Decimal(-1), Decimal(20), places=2)
NAMES = st.sampled_from(REFERENCES)
CURRENCIES = st.sampled_from(["DKK", "NOK"])
KINDS = st.sampled_from(["invoice", "opening", "reminder_fee", "compensation", "interest", "correction"])


def debits_of(claims: st.SearchStrategy[int | None]) -> st.SearchStrategy[list[Debit]]:
    """Debits of a customer that belong to such claims."""
    return st.lists(
        st.builds(
            Debit, st.integers(1, 20), DAYS, DAYS, SUMS, NAMES, NAMES, CURRENCIES, st.integers(1, 2), KINDS, claims,
            st.booleans(),
        ),
        unique_by=lambda debit: debit.id,
        max_size=12,
    )  # fmt: skip


DEBITS = debits_of(st.none()) | debits_of(st.none() | st.integers(1, 20))
CREDITS = st.lists(
    st.builds(
        Credit, st.integers(), DAYS, SUMS, st.lists(NAMES, max_size=3).map(tuple), CURRENCIES, st.integers(1, 2),
        st.sampled_from(["payment", "credit_note"]),
    ),
    unique_by=lambda credit: credit.id,
    max_size=12,
)  # fmt: skip
ORDERS = st.permutations(list(Part)).map(tuple)


def invoice(number: int, due: str, amount: str, *, reference: str = "") -> Debit:
    day = date.fromisoformat(due)
    return Debit(number, day, day, Decimal(amount), str(number), reference, "DKK", 1)


def payment(number: int, day: str, amount: str, *names: str) -> Credit:
    return Credit(number, date.fromisoformat(day), Decimal(amount), names, "DKK", 1)


def told(matches: list[Match]) -> list[tuple[int, int, str, str]]:
    return [(match.credit_id, match.debit_id, str(match.amount), match.why) for match in matches]


JANUARY = invoice(1031, "2026-01-31", "100.00", reference="000000000010314")
FEBRUARY = invoice(1042, "2026-02-28", "50.00", reference="+71<000000000010421+82345678<")


def test_a_payment_without_a_name_settles_the_oldest_due_first() -> None:
    matches = allocate([FEBRUARY, JANUARY], [payment(1, "2026-03-01", "120.00")])
    assert told(matches) == [(1, 1031, "100.00", "oldest"), (1, 1042, "20.00", "oldest")]


def test_an_ore_is_owed_and_paid_like_any_other_amount() -> None:
    assert told(allocate([invoice(7, "2026-01-31", "0.01")], [payment(1, "2026-03-01", "0.02")])) == [
        (1, 7, "0.01", "oldest")
    ]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("10421", "reference"),
        ("000000000010421", "reference"),
        ("+71<000000000010421+82345678<", "reference"),
        ("+71< 000000000010421 +82345678<", "reference"),
        ("10 421", "reference"),
        ("1042", "voucher"),
        ("0001042", "voucher"),
    ],
)
def test_a_payment_settles_first_what_it_names(name: str, why: str) -> None:
    matches = allocate([JANUARY, FEBRUARY], [payment(1, "2026-03-01", "60.00", name)])
    assert told(matches) == [(1, 1042, "50.00", why), (1, 1031, "10.00", "oldest")]


@pytest.mark.parametrize("name", ["9999", "", "000", "-", "+71<+82345678<"])
def test_a_payment_that_names_nothing_that_is_there_settles_the_oldest(name: str) -> None:
    matches = allocate([FEBRUARY, JANUARY], [payment(1, "2026-03-01", "60.00", name)])
    assert told(matches) == [(1, 1031, "60.00", "oldest")]


def test_several_names_are_served_in_the_payers_order() -> None:
    matches = allocate([JANUARY, FEBRUARY], [payment(1, "2026-03-01", "60.00", "1042", "1031")])
    assert told(matches) == [(1, 1042, "50.00", "voucher"), (1, 1031, "10.00", "voucher")]


def test_one_reference_for_all_invoices_of_a_customer_settles_the_oldest_of_them() -> None:
    invoices = [invoice(n, f"2026-01-{n:02}", "10.00", reference="77") for n in (3, 1, 2)]
    matches = allocate(invoices, [payment(1, "2026-03-01", "15.00", "77"), payment(2, "2026-03-02", "15.00", "77")])
    assert told(matches) == [
        (1, 1, "10.00", "reference"),
        (1, 2, "5.00", "reference"),
        (2, 2, "5.00", "reference"),
        (2, 3, "10.00", "reference"),
    ]


def test_the_value_date_is_the_day_from_which_both_existed() -> None:
    (ahead,) = allocate([JANUARY], [payment(1, "2026-01-02", "10.00")])
    (behind,) = allocate([JANUARY], [payment(1, "2026-02-02", "10.00")])
    assert (ahead.value_date, behind.value_date) == (date(2026, 1, 31), date(2026, 2, 2))


def added(number: int, kind: EntryKind, amount: str, *, to: int, voucher: str = "", day: str = "2026-02-10") -> Debit:
    when = date.fromisoformat(day)
    return Debit(number, when, when, Decimal(amount), voucher, "", "DKK", 1, kind=kind, claim_id=to)


FEE = added(1, EntryKind.REMINDER_FEE, "10.00", to=1031, voucher="R1")
LATE = added(2, EntryKind.INTEREST, "2.00", to=1031)
EXTRA = added(3, EntryKind.COMPENSATION, "30.00", to=1031, day="2026-02-11")
CLAIM = [JANUARY, FEE, LATE, EXTRA]


@pytest.mark.parametrize(
    ("paid", "settled"),
    [
        ("5.00", {1: "5.00"}),
        ("10.00", {1: "10.00"}),
        ("25.00", {1: "10.00", 3: "15.00"}),
        ("41.00", {1: "10.00", 3: "30.00", 2: "1.00"}),
        ("50.00", {1: "10.00", 3: "30.00", 2: "2.00", 1031: "8.00"}),
        ("142.00", {1: "10.00", 3: "30.00", 2: "2.00", 1031: "100.00"}),
        ("150.00", {1: "10.00", 3: "30.00", 2: "2.00", 1031: "100.00", 1042: "8.00"}),
        ("192.00", {1: "10.00", 3: "30.00", 2: "2.00", 1031: "100.00", 1042: "50.00"}),
        ("999.00", {1: "10.00", 3: "30.00", 2: "2.00", 1031: "100.00", 1042: "50.00"}),
    ],
)
def test_inside_a_claim_costs_come_before_interest_and_interest_before_principal(paid, settled) -> None:
    matches = allocate([FEBRUARY, *CLAIM], [payment(9, "2026-03-01", paid)])
    assert {match.debit_id: str(match.amount) for match in matches} == settled
    assert list(settled) == [match.debit_id for match in matches]


@pytest.mark.parametrize(
    ("order", "served"),
    [
        ((Part.COSTS, Part.INTEREST, Part.PRINCIPAL), [1, 3, 2, 1031]),
        ((Part.PRINCIPAL, Part.INTEREST, Part.COSTS), [1031, 2, 1, 3]),
        ((Part.INTEREST, Part.PRINCIPAL, Part.COSTS), [2, 1031, 1, 3]),
    ],
)
def test_the_order_inside_a_claim_can_be_set(order: Order, served: list[int]) -> None:
    matches = allocate(CLAIM, [payment(9, "2026-03-01", "142.00")], order)
    assert [match.debit_id for match in matches] == served


@pytest.mark.parametrize(
    ("paid", "names", "settled"),
    [
        # exactly the invoice, by number, by reference, by both: the fee survives
        ("100.00", ["1031"], [(1031, "100.00", "exact")]),
        ("100.00", ["10314"], [(1031, "100.00", "exact")]),
        ("100.00", ["10314", "1031"], [(1031, "100.00", "exact")]),
        # exactly two invoices
        ("150.00", ["1031", "1042"], [(1031, "100.00", "exact"), (1042, "50.00", "exact")]),
        # one øre less or more: the order inside the claim
        ("99.99", ["1031"], [(1, "10.00", "voucher"), (3, "30.00", "voucher"), (2, "2.00", "voucher"),
                             (1031, "57.99", "voucher")]),
        ("100.01", ["1031"], [(1, "10.00", "voucher"), (3, "30.00", "voucher"), (2, "2.00", "voucher"),
                              (1031, "58.01", "voucher")]),
        # the same sum without a name means nothing in particular
        ("100.00", [], [(1, "10.00", "oldest"), (3, "30.00", "oldest"), (2, "2.00", "oldest"),
                        (1031, "58.00", "oldest")]),
        # the number of the reminder
        ("10.00", ["R1"], [(1, "10.00", "voucher")]),
        ("12.00", ["r1"], [(1, "10.00", "voucher"), (3, "2.00", "oldest")]),
        # exactly an invoice that has no fees is named like any other
        ("50.00", ["1042"], [(1042, "50.00", "voucher")]),
        # the whole claim
        ("142.00", ["1031"], [(1, "10.00", "voucher"), (3, "30.00", "voucher"), (2, "2.00", "voucher"),
                              (1031, "100.00", "voucher")]),
    ],
)  # fmt: skip
def test_who_names_an_invoice_and_pays_exactly_that_leaves_its_fees_open(paid, names, settled) -> None:
    matches = allocate([FEBRUARY, *CLAIM], [payment(9, "2026-03-01", paid, *names)])
    assert [(match.debit_id, str(match.amount), match.why) for match in matches] == settled


def test_exactly_what_is_left_of_an_invoice_is_exact_too() -> None:
    matches = allocate(CLAIM, [payment(8, "2026-03-01", "70.00"), payment(9, "2026-03-02", "72.00", "1031")])
    assert [(m.debit_id, str(m.amount), m.why) for m in matches if m.credit_id == 9] == [(1031, "72.00", "voucher")]
    matches = allocate([*CLAIM[:2]], [payment(8, "2026-03-01", "60.00", "1031"), payment(9, "2026-03-02", "50.00")])
    assert [(m.debit_id, str(m.amount)) for m in matches] == [(1, "10.00"), (1031, "50.00"), (1031, "50.00")]
    partly = [Debit(1031, JANUARY.date, JANUARY.due, Decimal("40.00"), "1031", "", "DKK", 1), FEE]
    assert told(allocate(partly, [payment(9, "2026-03-02", "40.00", "1031")])) == [(9, 1031, "40.00", "exact")]


def test_a_fee_that_survived_its_invoice_is_reached_by_the_name_and_the_age_of_the_invoice() -> None:
    closed = Debit(1031, JANUARY.date, JANUARY.due, Decimal(0), "1031", "10314", "DKK", 1)
    late_fee = added(1, EntryKind.REMINDER_FEE, "10.00", to=1031, day="2026-03-10")
    named = allocate([FEBRUARY, closed, late_fee], [payment(9, "2026-04-01", "10.00", "10314")])
    assert told(named) == [(9, 1, "10.00", "reference")]
    unnamed = allocate([FEBRUARY, closed, late_fee], [payment(9, "2026-04-01", "20.00")])
    assert told(unnamed) == [(9, 1, "10.00", "oldest"), (9, 1042, "10.00", "oldest")]
    alone = allocate([FEBRUARY, late_fee], [payment(9, "2026-04-01", "20.00")])
    assert told(alone) == [(9, 1042, "20.00", "oldest")]


def test_a_claim_is_as_old_as_its_invoice_also_where_that_is_due_later_than_its_fee() -> None:
    moved = Debit(1031, JANUARY.date, date(2026, 3, 15), Decimal("100.00"), "1031", "10314", "DKK", 1)
    matches = allocate([moved, FEE, FEBRUARY], [payment(9, "2026-03-01", "55.00")])
    assert told(matches) == [(9, 1042, "50.00", "oldest"), (9, 1, "5.00", "oldest")]


def test_exactly_the_invoices_that_several_names_lead_to_one_of_them_twice() -> None:
    shared = [
        invoice(1031, "2026-01-31", "100.00", reference="77"),
        invoice(1042, "2026-02-28", "50.00", reference="77"),
    ]
    matches = allocate([*shared, FEE], [payment(9, "2026-03-01", "150.00", "1031", "77")])
    assert told(matches) == [(9, 1031, "100.00", "exact"), (9, 1042, "50.00", "exact")]
    assert {match.name for match in matches} == {"1031"}


def test_a_credit_note_goes_to_the_invoice_and_not_to_its_fees() -> None:
    note = Credit(9, date(2026, 3, 1), Decimal("60.00"), ("1031",), "DKK", 1, kind=EntryKind.CREDIT_NOTE)
    after = payment(10, "2026-03-02", "50.00", "1031")
    assert told(allocate(CLAIM, [after, note])) == [
        (9, 1031, "60.00", "voucher"),
        (10, 1, "10.00", "voucher"),
        (10, 3, "30.00", "voucher"),
        (10, 2, "2.00", "voucher"),
        (10, 1031, "8.00", "voucher"),
    ]
    unnamed = Credit(9, date(2026, 3, 1), Decimal("110.00"), (), "DKK", 1, kind=EntryKind.CREDIT_NOTE)
    assert told(allocate(CLAIM, [unnamed]))[:2] == [(9, 1031, "100.00", "oldest"), (9, 2, "2.00", "oldest")]


def test_a_credit_note_and_a_payment_of_exactly_the_rest_leave_the_fee() -> None:
    note = Credit(9, date(2026, 3, 1), Decimal("60.00"), ("1031",), "DKK", 1, kind=EntryKind.CREDIT_NOTE)
    rest = payment(10, "2026-03-02", "40.00", "1031")
    assert told(allocate([JANUARY, FEE], [rest, note])) == [(9, 1031, "60.00", "voucher"), (10, 1031, "40.00", "exact")]


def agreed(debit: Debit) -> Debit:
    return Debit(
        debit.id, debit.date, debit.due, debit.open, debit.voucher, debit.reference, "DKK", 1, debit.kind,
        debit.claim_id, in_agreement=True,
    )  # fmt: skip


def test_while_an_agreement_runs_what_is_not_designated_goes_to_its_items_first() -> None:
    debits = [JANUARY, agreed(FEBRUARY)]
    assert told(allocate(debits, [payment(9, "2026-03-01", "70.00")])) == [
        (9, 1042, "50.00", "agreement"),
        (9, 1031, "20.00", "oldest"),
    ]
    assert told(allocate(debits, [payment(9, "2026-03-01", "120.00", "1031")])) == [
        (9, 1031, "100.00", "voucher"),
        (9, 1042, "20.00", "agreement"),
    ]
    assert told(allocate(debits, [payment(9, "2026-03-01", "70.00", "gone")]))[0] == (9, 1042, "50.00", "agreement")


def test_an_agreement_about_an_invoice_leaves_out_the_fee_that_it_does_not_cover() -> None:
    matches = allocate([agreed(JANUARY), FEE, agreed(LATE)], [payment(9, "2026-03-01", "105.00")])
    assert told(matches) == [(9, 2, "2.00", "agreement"), (9, 1031, "100.00", "agreement"), (9, 1, "3.00", "oldest")]


def test_a_claim_in_another_currency_or_of_another_creditor_stays_apart() -> None:
    kroner = Debit(1, FEE.date, FEE.due, FEE.open, "", "", "NOK", 1, kind=FEE.kind, claim_id=1031)
    branch = Debit(2, FEE.date, FEE.due, FEE.open, "", "", "DKK", 2, kind=FEE.kind, claim_id=1031)
    matches = allocate([JANUARY, kroner, branch], [payment(9, "2026-03-01", "500.00", "1031")])
    assert told(matches) == [(9, 1031, "100.00", "voucher")]


def words(debits: list[Debit], paid: Credit, order: Order = (Part.COSTS, Part.INTEREST, Part.PRINCIPAL)) -> list[str]:
    """What is told of the first amount."""
    match = allocate(debits, [paid], order)[0]
    by_id = {debit.id: debit for debit in debits}
    debit = by_id[match.debit_id]
    claim = by_id.get(debit.claim_id) if debit.claim_id is not None else None
    return [str(sentence) for sentence in explain(match, debit, paid, claim, order)]


@pytest.mark.parametrize(
    ("names", "amount", "first", "why"),
    [
        (["10314"], "9.00", FEE, "The payer named it by the payment reference 10314."),
        (["00 1031"], "9.00", FEE, "The payer named it by its number 00 1031."),
        ([], "9.00", FEE, "Nothing else that is open was named, and it was the oldest due, on 31 January 2026."),
    ],
)
def test_why_an_amount_went_to_a_fee_is_told(names, amount, first, why) -> None:
    assert words([JANUARY, first], payment(9, "2026-03-01", amount, *names)) == [
        "9.00 of the payment of 1 March 2026 went to the reminder fee on 1031.",
        why,
        "Inside a claim the order is costs, interest, principal.",
    ]


def test_why_an_amount_went_elsewhere_is_told() -> None:
    assert words(CLAIM, payment(9, "2026-03-01", "100.00", "1031")) == [
        "100.00 of the payment of 1 March 2026 went to 1031.",
        "The payer named it by 1031 and paid exactly what was open on it, so its fees and interest stay open.",
    ]
    assert words([JANUARY, agreed(FEBRUARY)], payment(9, "2026-03-01", "30.00")) == [
        "30.00 of the payment of 1 March 2026 went to 1042.",
        "Nothing open was named, and it is under a running agreement.",
    ]
    order = (Part.INTEREST, Part.PRINCIPAL, Part.COSTS)
    assert words(CLAIM, payment(9, "2026-03-01", "1.50"), order) == [
        "1.50 of the payment of 1 March 2026 went to the late interest on 1031.",
        "Nothing else that is open was named, and it was the oldest due, on 31 January 2026.",
        "Inside a claim the order is interest, principal, costs.",
    ]
    only_fees = [JANUARY, EXTRA, Debit(5, FEE.date, FEE.due, Decimal(0), "", "", "DKK", 1)]
    note = Credit(9, date(2026, 3, 1), Decimal("110.00"), (), "DKK", 1, kind=EntryKind.CREDIT_NOTE)
    match = allocate(only_fees, [note])[1]
    assert [str(sentence) for sentence in explain(match, EXTRA, note, JANUARY)] == [
        "10.00 of the credit note of 1 March 2026 went to the compensation on 1031.",
        "Nothing else that is open was named, and it was the oldest due, on 31 January 2026.",
        "Inside a claim the order is principal, interest, costs.",
    ]


def test_what_was_tied_by_hand_says_so_and_an_entry_without_number_is_told_by_what_it_has() -> None:
    tied = Match(9, 7, Decimal("5.00"), date(2026, 3, 1), Why.NAMED)
    nameless = Debit(7, date(2026, 1, 1), date(2026, 1, 1), Decimal("5.00"), "", "77", "DKK", 1)
    paid = payment(9, "2026-03-01", "5.00")
    assert [str(sentence) for sentence in explain(tied, nameless, paid)] == [
        "5.00 of the payment of 1 March 2026 went to 77.",
        "It was tied to it by hand or by the file it came in.",
    ]
    bare = Debit(7, date(2026, 1, 1), date(2026, 1, 1), Decimal("5.00"), "", "", "DKK", 1)
    assert str(explain(tied, bare, paid)[0]) == "5.00 of the payment of 1 March 2026 went to 7."
    fee = added(7, EntryKind.REMINDER_FEE, "5.00", to=1031)
    assert len(explain(tied, fee, paid, JANUARY)) == 2


def test_what_was_read_back_from_the_ledger_is_explained_too() -> None:
    paid = payment(9, "2026-03-01", "5.00", "gone", "01031")
    day = date(2026, 3, 1)
    without = Match(9, 1, Decimal("5.00"), day, "")
    assert [str(sentence) for sentence in explain(without, FEE, paid, JANUARY)] == [
        "5.00 of the payment of 1 March 2026 went to the reminder fee on 1031.",
        "The payer named it by its number 01031.",
        "Inside a claim the order is costs, interest, principal.",
    ]
    exact = Match(9, 1031, Decimal("5.00"), day, "exact")
    assert str(explain(exact, JANUARY, paid)[1]).startswith("The payer named it by 01031 and paid exactly")
    back = Match(9, 1, Decimal("-5.00"), day, "taken back")
    assert [str(sentence) for sentence in explain(back, FEE, paid, JANUARY)] == [
        "5.00 of the payment of 1 March 2026 was taken back from 1031."
    ]


@pytest.mark.parametrize(
    ("names", "debit", "claim", "why"),
    [
        (["10314"], JANUARY, None, (Why.REFERENCE, "10314")),
        (["gone", "01031"], JANUARY, None, (Why.VOUCHER, "01031")),
        (["1031"], FEE, JANUARY, (Why.VOUCHER, "1031")),
        (["R1"], FEE, JANUARY, (Why.VOUCHER, "R1")),
        (["1031"], FEE, None, (Why.OLDEST, "")),
        (["gone"], agreed(FEBRUARY), None, (Why.AGREEMENT, "")),
        (["0", ""], LATE, JANUARY, (Why.OLDEST, "")),
    ],
)
def test_why_an_amount_went_where_it_is_can_be_told_afterwards(names, debit, claim, why) -> None:
    assert reason(payment(9, "2026-03-01", "5.00", *names), debit, claim) == why


@given(DEBITS, CREDITS)
def test_no_entry_gives_or_takes_more_than_is_open(debits: list[Debit], paid: list[Credit]) -> None:
    taken: defaultdict[int, Decimal] = defaultdict(Decimal)
    given_: defaultdict[int, Decimal] = defaultdict(Decimal)
    for match in allocate(debits, paid):
        assert match.amount > 0
        taken[match.debit_id] += match.amount
        given_[match.credit_id] += match.amount
    assert all(taken[debit.id] <= max(debit.open, Decimal(0)) for debit in debits)
    assert all(given_[credit.id] <= max(credit.open, Decimal(0)) for credit in paid)


@given(DEBITS, CREDITS)
def test_money_stays_with_its_creditor_and_currency_and_all_that_can_be_is_used(
    debits: list[Debit], paid: list[Credit]
) -> None:
    debit_of, credit_of = {d.id: d for d in debits}, {c.id: c for c in paid}
    used: defaultdict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for match in allocate(debits, paid):
        debit, credit = debit_of[match.debit_id], credit_of[match.credit_id]
        assert (debit.creditor_id, debit.currency) == (credit.creditor_id, credit.currency)
        assert match.value_date == max(debit.date, credit.date)
        used[debit.creditor_id, debit.currency] += match.amount
    for key in [(creditor, currency) for creditor in (1, 2) for currency in ("DKK", "NOK")]:
        owed = sum(d.open for d in debits if d.open > 0 and (d.creditor_id, d.currency) == key)
        brought = sum(c.open for c in paid if c.open > 0 and (c.creditor_id, c.currency) == key)
        assert used[key] == min(owed, brought)


@given(DEBITS, CREDITS, ORDERS, st.randoms(use_true_random=False))
def test_the_order_in_which_entries_come_does_not_matter(
    debits: list[Debit], paid: list[Credit], order: Order, chance: Random
) -> None:
    before = allocate(debits, paid, order)
    chance.shuffle(debits)
    chance.shuffle(paid)
    assert allocate(debits, paid, order) == before


@given(DEBITS, st.lists(SUMS, max_size=4), ORDERS)
def test_an_unnamed_payment_never_reaches_a_later_part_of_a_claim_before_an_earlier_one(
    debits: list[Debit], sums: list[Decimal], order: Order
) -> None:
    debits = [Debit(d.id, d.date, d.due, d.open, d.voucher, d.reference, "DKK", 1, d.kind, 1) for d in debits]
    paid = [payment(number, "2026-01-09", str(amount)) for number, amount in enumerate(sums)]
    kinds = {debit.id: debit.kind for debit in debits}
    ranks = [order.index(part(kinds[match.debit_id])) for match in allocate(debits, paid, order)]
    assert ranks == sorted(ranks)


@given(DEBITS, CREDITS)
def test_every_amount_can_be_explained_and_by_the_payers_words_only_where_it_was_named(
    debits: list[Debit], paid: list[Credit]
) -> None:
    debit_of, credit_of = {d.id: d for d in debits}, {c.id: c for c in paid}
    for match in allocate(debits, paid):
        debit, credit = debit_of[match.debit_id], credit_of[match.credit_id]
        assert match.name in {"", *credit.references}
        assert bool(match.name) == (match.why in {"exact", "reference", "voucher"})
        assert len(explain(match, debit, credit)) in {2, 3}


@given(DEBITS, CREDITS)
def test_what_is_named_and_open_is_settled_before_anything_else(debits: list[Debit], paid: list[Credit]) -> None:
    order = {"exact": 0, "reference": 0, "voucher": 0, "agreement": 1, "oldest": 2}
    matches = allocate(debits, paid)
    for credit in paid:
        reasons = [order[match.why] for match in matches if match.credit_id == credit.id]
        assert reasons == sorted(reasons)
        assert credit.references or 0 not in reasons
