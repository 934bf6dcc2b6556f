"""Allocation: which credit settles which debit, and why.

The debits of a customer form claims: an invoice and the fees, interest and compensation that point to it (`claim_id`);
a debit that points nowhere stands alone. A payment goes, in this order:

1. to the claims that the payer designates: by payment reference (KID, FIK), else by number, in the payer's order;
2. to what is under a running agreement;
3. to what fell due first; a claim is as old as its invoice.

Inside a claim costs come before interest, and interest before principal. That order is practice in Denmark and Norway,
not statute, so it can be set. Two things stand above it. A payer who names claims and pays exactly what is open on
their invoices means those: the fees and interest stay open. And a credit note corrects an invoice: it goes to
principal first. Who names a fee by a number of its own pays that fee.

A credit that names something that is not there goes where one without a name goes. What is left when nothing is open
stays with the customer as credit. Nothing is allocated across currencies or creditors, and no entry beyond its open
amount. The value date is the day from which both existed.

>>> invoice = Debit(1, dt.date(2026, 9, 1), dt.date(2026, 10, 1), Decimal("1000.00"), "1031", "", "DKK", 1)
>>> fee = Debit(2, dt.date(2026, 10, 12), dt.date(2026, 10, 22), Decimal("100.00"), "", "", "DKK", 1,
...     kind=EntryKind.REMINDER_FEE, claim_id=1)
>>> younger = Debit(3, dt.date(2026, 10, 1), dt.date(2026, 11, 1), Decimal("50.00"), "1042", "10429", "DKK", 1)
>>> debits = [invoice, fee, younger]
>>> def show(amount, *names):
...     for match in allocate(debits, [Credit(9, dt.date(2026, 11, 3), Decimal(amount), names, "DKK", 1)]):
...         print(match.debit_id, match.amount, match.value_date, match.why)
>>> show("80.00", "+71<000000000010429+82345678<")
3 50.00 2026-11-03 reference
2 30.00 2026-11-03 oldest
>>> show("500.00", "1031")
2 100.00 2026-11-03 voucher
1 400.00 2026-11-03 voucher
>>> show("1000.00", "1031")  # exactly the invoice: the fee survives
1 1000.00 2026-11-03 exact
"""

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter

from model.kinds import EntryKind
from model.rules.explain import Say, Sentence, sentence
from model.rules.identifiers import parse_fik_line


class Part(StrEnum):
    """What a debit is inside its claim."""

    COSTS = "costs"  # fees and compensation
    INTEREST = "interest"
    PRINCIPAL = "principal"


class Why(StrEnum):
    """Why an amount went where it went."""

    NAMED = "named"  # tied by hand, or by the file it came in
    REFERENCE = "reference"
    VOUCHER = "voucher"
    EXACT = "exact"  # designated, and exactly what is open on the invoices themselves
    AGREEMENT = "agreement"
    OLDEST = "oldest"
    TAKEN_BACK = "taken back"  # an earlier amount, reversed


Order = tuple[Part, Part, Part]

ORDER: Order = (Part.COSTS, Part.INTEREST, Part.PRINCIPAL)
"""The order inside a claim where nothing else is set (practice, not statute)."""

_CREDIT_NOTE_ORDER: Order = (Part.PRINCIPAL, Part.INTEREST, Part.COSTS)

_PARTS = {
    EntryKind.REMINDER_FEE.value: Part.COSTS,
    EntryKind.COMPENSATION.value: Part.COSTS,
    EntryKind.INTEREST.value: Part.INTEREST,
}


@dataclass(frozen=True, slots=True)
class Debit:
    """What is owed on one entry.

    An invoice that is paid is brought along with nothing open where a fee still points to it: its age and its names
    lead payments to the fee.
    """

    id: int
    date: dt.date
    due: dt.date
    open: Decimal
    voucher: str
    reference: str  # the payment reference printed on it: a KID, a FIK reference or line
    currency: str
    creditor_id: int
    kind: str = EntryKind.INVOICE
    claim_id: int | None = None  # the entry to which a fee, interest or compensation belongs; None: it stands alone
    in_agreement: bool = False  # covered by a running agreement


@dataclass(frozen=True, slots=True)
class Credit:
    """What is not yet allocated of one payment or credit note."""

    id: int
    date: dt.date
    open: Decimal  # positive
    references: tuple[str, ...]  # what it designates, in the payer's order
    currency: str
    creditor_id: int
    kind: str = EntryKind.PAYMENT


@dataclass(frozen=True, slots=True)
class Match:
    """An amount of a credit that settles a debit."""

    credit_id: int
    debit_id: int
    amount: Decimal
    value_date: dt.date
    why: str  # a `Why`
    name: str = ""  # the designation that led here, as the payer wrote it


def allocate(
    debits: Iterable[Debit],
    credits: Iterable[Credit],  # noqa: A002 - the ledger's word
    order: Order = ORDER,
) -> list[Match]:
    """Allocate credits, in the order of their dates: to what each names, to agreements, to what fell due first.

    The result does not depend on the order of the input. Entries with nothing open settle nothing.
    """
    ledgers: dict[tuple[int, str], _Ledger] = {}
    for debit in sorted(debits, key=_AGE):
        key = (debit.creditor_id, debit.currency)
        ledger = ledgers.get(key)
        if ledger is None:
            ledger = ledgers[key] = _Ledger(order)
        ledger.add(debit)
    matches: list[Match] = []
    for credit in sorted(credits, key=_DAY):
        ledger = ledgers.get((credit.creditor_id, credit.currency))
        if ledger is not None:
            matches.extend(ledger.settle(credit))
    return matches


def part(kind: str) -> Part:
    """Return what an entry of a kind is inside its claim.

    >>> [part(kind).value for kind in (EntryKind.COMPENSATION, EntryKind.INTEREST, EntryKind.OPENING)]
    ['costs', 'interest', 'principal']
    """
    return _PARTS.get(kind, Part.PRINCIPAL)


def designation(text: str) -> str:
    """Return a payment reference as it is compared: without spaces, leading zeros and the frame of a payment line.

    >>> designation("+71<000000000001031+82345678<"), designation("00 1031"), designation("F-0031")
    ('1031', '1031', 'f-0031')
    """
    line = parse_fik_line(text) if "<" in text else None
    bare = line.reference if line else "".join(text.split()).casefold()
    return bare.lstrip("0")


def reason(credit: Credit, debit: Debit, claim: Debit | None = None) -> tuple[Why, str]:
    """Tell why an amount that is already allocated went where it is, and by which of the payer's words.

    Args:
        credit: what was paid, with what it designates.
        debit: what it settled; `in_agreement` as it was then.
        claim: the invoice to which the debit belongs, where it belongs to one.

    >>> paid = Credit(9, dt.date(2026, 11, 3), Decimal("80.00"), ("00 1042",), "DKK", 1)
    >>> invoice = Debit(3, dt.date(2026, 10, 1), dt.date(2026, 11, 1), Decimal("50.00"), "1042", "10429", "DKK", 1)
    >>> reason(paid, invoice)
    (<Why.VOUCHER: 'voucher'>, '00 1042')
    """
    for name in credit.references:
        key = designation(name)
        for owed in (debit, claim):
            if key and owed is not None:
                if designation(owed.reference) == key:
                    return Why.REFERENCE, name
                if designation(owed.voucher) == key:
                    return Why.VOUCHER, name
    return (Why.AGREEMENT if debit.in_agreement else Why.OLDEST), ""


def explain(
    match: Match, debit: Debit, credit: Credit, claim: Debit | None = None, order: Order = ORDER
) -> tuple[Sentence, ...]:
    """Say why an amount went where it went ("why did 500 go there?").

    Args:
        match: the amount. Where it was read back from the ledger without its `why` or `name`, `reason` finds them.
        debit: what it settled.
        credit: what it is a part of.
        claim: the invoice to which the debit belongs, where it belongs to one.
        order: the order inside a claim that was set.

    >>> invoice = Debit(1, dt.date(2026, 9, 1), dt.date(2026, 10, 1), Decimal("1000.00"), "1031", "", "DKK", 1)
    >>> fee = Debit(2, dt.date(2026, 10, 12), dt.date(2026, 10, 22), Decimal("100.00"), "", "", "DKK", 1,
    ...     kind=EntryKind.REMINDER_FEE, claim_id=1)
    >>> paid = Credit(9, dt.date(2026, 11, 3), Decimal("500.00"), ("1031",), "DKK", 1)
    >>> for told in explain(allocate([invoice, fee], [paid])[0], fee, paid, invoice):
    ...     print(told)
    100.00 of the payment of 3 November 2026 went to the reminder fee on 1031.
    The payer named it by its number 1031.
    Inside a claim the order is costs, interest, principal.
    """
    head = claim or debit
    label = head.voucher or head.reference or str(head.id)
    about = {"amount": abs(match.amount), "credit": EntryKind(credit.kind), "day": credit.date, "claim": label}
    if match.why == Why.TAKEN_BACK:
        return (sentence(Say.TAKEN_BACK, **about),)
    went = {Part.COSTS: Say.WENT_TO_COSTS, Part.INTEREST: Say.WENT_TO_INTEREST, Part.PRINCIPAL: Say.WENT_TO_PRINCIPAL}
    if part(debit.kind) == Part.COSTS:
        about["kind"] = EntryKind(debit.kind)
    found, name = reason(credit, debit, claim)
    why = Why(match.why) if match.why else found
    where, because = sentence(went[part(debit.kind)], **about), _reason_told(why, match.name or name, head.due)
    if debit.claim_id is None or why in {Why.EXACT, Why.NAMED}:
        return where, because
    first, second, third = _CREDIT_NOTE_ORDER if credit.kind == EntryKind.CREDIT_NOTE else order
    return where, because, sentence(Say.INSIDE_CLAIM, first=first, second=second, third=third)


def _reason_told(why: Why, name: str, due: dt.date) -> Sentence:
    if why == Why.OLDEST:
        return sentence(Say.WHY_OLDEST, due=due)
    if why in {Why.REFERENCE, Why.VOUCHER, Why.EXACT}:
        return sentence(Say[f"WHY_{why.name}"], name=name)
    return sentence(Say[f"WHY_{why.name}"])


_AGE = attrgetter("due", "date", "id")
_DAY = attrgetter("date", "id")


class _Ledger:
    """The debits of one customer towards one creditor in one currency."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._debits: list[Debit] = []  # oldest due first
        self._left: dict[int, Decimal] = {}
        self._claims = False  # whether any debit belongs to another
        self._paying: _Queues | None = None
        self._correcting: _Queues | None = None

    def add(self, debit: Debit) -> None:
        """Take in a debit; the caller brings them oldest first."""
        self._debits.append(debit)
        if debit.open > 0:
            self._left[debit.id] = debit.open
        if debit.claim_id is not None:
            self._claims = True

    def settle(self, credit: Credit) -> Iterator[Match]:
        """Yield what a credit settles, until it is used up or nothing is open."""
        queues = self._queues(credit)
        left, remaining = credit.open, self._left
        exact = queues.exact(credit, remaining) if self._claims else None
        for why, name, queue in (exact,) if exact else queues.serve(credit.references):
            while queue and left > 0:
                debit = queue[0]
                owed = remaining[debit.id]
                amount = min(owed, left)
                if amount > 0:
                    left -= amount
                    remaining[debit.id] = owed = owed - amount
                    yield Match(credit.id, debit.id, amount, max(credit.date, debit.date), why, name)
                if not owed:
                    queue.popleft()

    def _queues(self, credit: Credit) -> "_Queues":
        """Invoices without fees are served alike by payments and credit notes."""
        if self._claims and credit.kind == EntryKind.CREDIT_NOTE:
            self._correcting = self._correcting or _Queues(_claims(self._debits, _CREDIT_NOTE_ORDER))
            return self._correcting
        if self._paying is None:
            self._paying = _Queues(_claims(self._debits, self._order) if self._claims else _alone(self._debits))
        return self._paying


_Claim = tuple[Sequence[Debit], Sequence[Debit]]
"""Its principal, open or not, and all that is open on it in the order in which it is served."""


def _alone(debits: Iterable[Debit]) -> Iterator[_Claim]:
    """Return each open debit as a claim of its own."""
    return (((debit,), (debit,)) for debit in debits if debit.open > 0)


def _claims(debits: Iterable[Debit], order: Order) -> Iterator[_Claim]:
    """Group debits, which come oldest first, into claims, oldest first.

    A claim is as old as its principal, or where that is not at hand as the oldest of what belongs to it.
    """
    grouped: dict[int, list[Debit]] = {}
    for debit in debits:
        grouped.setdefault(debit.id if debit.claim_id is None else debit.claim_id, []).append(debit)
    claims = [([d for d in several if part(d.kind) == Part.PRINCIPAL], several) for several in grouped.values()]
    claims.sort(key=lambda claim: _AGE((claim[0] or claim[1])[0]))
    for principal, several in claims:
        yield principal, sorted((d for d in several if d.open > 0), key=lambda debit: order.index(part(debit.kind)))


class _Queues:
    """Debits in the order in which they are served: of each name, of agreements, of all.

    Closed debits are dropped from the front of each queue when it is next looked at, so that a reference shared by
    all invoices of a customer costs no more than one that names a single one.
    """

    def __init__(self, claims: Iterable[_Claim]) -> None:
        self._oldest: deque[Debit] = deque()
        self._agreed: deque[Debit] = deque()
        self._by_reference: defaultdict[str, deque[Debit]] = defaultdict(deque)
        self._by_voucher: defaultdict[str, deque[Debit]] = defaultdict(deque)
        for principal, members in claims:
            self._oldest.extend(members)
            for debit in principal:  # its names are the claim's
                self._name(debit, members)
            for debit in members:
                if debit.in_agreement:
                    self._agreed.append(debit)
                if debit.claim_id is not None:  # a fee may bear a name of its own
                    self._name(debit, (debit,))

    def _name(self, debit: Debit, members: Sequence[Debit]) -> None:
        if key := designation(debit.reference):
            self._by_reference[key].extend(members)
        if key := designation(debit.voucher):
            self._by_voucher[key].extend(members)

    def serve(self, references: Iterable[str]) -> Iterator[tuple[Why, str, deque[Debit]]]:
        """Yield the queues to be served, in their order."""
        yield from self._designated(references)
        yield Why.AGREEMENT, "", self._agreed
        yield Why.OLDEST, "", self._oldest

    def exact(self, credit: Credit, left: Mapping[int, Decimal]) -> tuple[Why, str, deque[Debit]] | None:
        """Return the named principal where it is just what is paid, and fees or interest would else come first."""
        principal: dict[int, Debit] = {}
        over, additions, named = credit.open, False, ""
        for _, name, queue in self._designated(credit.references):
            for debit in queue:
                if not left[debit.id] or debit.id in principal:
                    continue
                if part(debit.kind) != Part.PRINCIPAL:
                    additions = True
                    continue
                principal[debit.id] = debit
                named = named or name
                over -= left[debit.id]
                if over < 0:
                    return None
        return None if over or not additions else (Why.EXACT, named, deque(principal.values()))

    def _designated(self, references: Iterable[str]) -> Iterator[tuple[Why, str, deque[Debit]]]:
        for name in references:
            key = designation(name)
            if queue := self._by_reference.get(key):
                yield Why.REFERENCE, name, queue
            if queue := self._by_voucher.get(key):
                yield Why.VOUCHER, name, queue
