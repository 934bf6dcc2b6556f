"""What an agent posts by hand: which fields each act needs, and the proposal that they make. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from model.kinds import CustomerKind, EntryKind
from model.proposals import (
    Booked,
    Charged,
    ChargeProposal,
    ConfirmationProposal,
    DueDateProposal,
    InterruptionProposal,
    PostingProposal,
    Proposal,
    ReversalProposal,
    TransferProposal,
    Waived,
    WaiverProposal,
)
from model.records import Card, Item
from model.rules import coverage
from model.rules.limitation import What
from tui.entry_values import Unclear, read_amount, read_day
from tui.widgets.form import Reading
from tui.wording import _, amount, weekday, word

_CENTURY = 100
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-] ?(\d{1,2})(?:[/.-] ?(\d{4}|\d{2}))?\.?")
_NAMED = 3  # invoices named in the effect line; more are counted


class Task(StrEnum):
    """What can be posted."""

    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    WRITE_OFF = "write_off"
    WAIVE_FEES = "waive_fees"
    WAIVE_INTEREST = "waive_interest"
    REFUND = "refund"
    TRANSFER = "transfer"
    DUE_DATE = "due_date"
    INTEREST = "interest"
    COMPENSATION = "compensation"
    INTERRUPTION = "interruption"
    CONFIRMATION = "confirmation"
    REVERSAL = "reversal"


FIELDS: Mapping[Task, tuple[str, ...]] = {
    Task.PAYMENT: ("invoices", "amount", "on", "text"),
    Task.CREDIT_NOTE: ("invoices", "amount", "on", "text"),
    Task.WRITE_OFF: ("invoices", "amount", "on", "text"),
    Task.WAIVE_FEES: ("invoices",),
    Task.WAIVE_INTEREST: ("invoices",),
    Task.REFUND: ("amount", "on", "text"),
    Task.TRANSFER: ("invoices", "to", "amount", "on", "text"),
    Task.DUE_DATE: ("invoices", "due", "text"),
    Task.INTEREST: ("invoices", "on"),
    Task.COMPENSATION: ("invoices",),
    Task.INTERRUPTION: ("invoices", "happened", "on", "text"),
    Task.CONFIRMATION: ("waiting",),
    Task.REVERSAL: ("amount", "on", "text"),
}
"""What is asked for each act, beside what it is."""

_WAIVED = {
    Task.WAIVE_FEES: (EntryKind.REMINDER_FEE, EntryKind.COMPENSATION),
    Task.WAIVE_INTEREST: (EntryKind.INTEREST,),
}
_ONE = (Task.TRANSFER, Task.DUE_DATE, Task.INTERRUPTION)
_OFFERED_WHOLE = (Task.PAYMENT, Task.CREDIT_NOTE, Task.WRITE_OFF, Task.TRANSFER)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A line of the ledger that is taken back or moved."""

    entry_id: int
    words: str
    amount: Decimal  # signed
    currency: str


@dataclass(frozen=True, slots=True)
class Found:
    """The customer with a number; `customer_id` None where nobody has it."""

    customer_id: int | None
    name: str


def labels() -> dict[Task, str]:
    """What the acts are called."""
    return {
        Task.PAYMENT: _("Payment"),
        Task.CREDIT_NOTE: _("Credit note"),
        Task.WRITE_OFF: _("Write-off"),
        Task.WAIVE_FEES: _("Waive fees"),
        Task.WAIVE_INTEREST: _("Waive interest"),
        Task.REFUND: _("Refund"),
        Task.TRANSFER: _("Transfer"),
        Task.DUE_DATE: _("Due date"),
        Task.INTEREST: _("Charge interest"),
        Task.COMPENSATION: _("Charge compensation"),
        Task.INTERRUPTION: _("Limitation interrupted"),
        Task.CONFIRMATION: _("Confirm interruption"),
        Task.REVERSAL: _("Take back"),
    }


def tasks(card: Card, *, chosen: Chosen | None = None, waiting: bool = False) -> list[Task]:
    """The acts that make sense on a card; of a line of the ledger, to take it back or move it."""
    if chosen:
        return [Task.REVERSAL, Task.TRANSFER]
    kinds = {item.kind for item in card.items}
    possible = {
        Task.PAYMENT: True,
        Task.CREDIT_NOTE: bool(card.items),
        Task.WRITE_OFF: bool(card.items),
        Task.WAIVE_FEES: bool(kinds & set(_WAIVED[Task.WAIVE_FEES])),
        Task.WAIVE_INTEREST: EntryKind.INTEREST in kinds,
        Task.REFUND: card.unallocated > 0,
        Task.TRANSFER: bool(card.items),
        Task.DUE_DATE: bool(card.items),
        Task.INTEREST: card.interest is None or card.interest > 0,
        Task.COMPENSATION: card.kind != CustomerKind.PERSON and card.days_overdue > 0,
        Task.INTERRUPTION: bool(card.items),
        Task.CONFIRMATION: waiting,
    }
    return [task for task, makes_sense in possible.items() if makes_sense]


def items_for(task: Task, card: Card) -> list[Item]:
    """The open items that an act can be for."""
    if kinds := _WAIVED.get(task):
        return [item for item in card.items if item.kind in kinds]
    if task in (Task.INTEREST, Task.COMPENSATION):
        return [
            item for item in card.items if item.kind in (EntryKind.INVOICE, EntryKind.OPENING) and item.days_overdue
        ]
    return list(card.items)


def value_day(text: str, today: date) -> date:
    """A day on which something happened: without a year the last such day, not the next.

    >>> today = date(2026, 11, 22)
    >>> print(value_day("20/11", today), value_day("1/12", today), value_day("i går", today), value_day("", today))
    2026-11-20 2025-12-01 2026-11-21 2026-11-22

    Raises:
        Unclear: it is no day.
    """
    bare = text.strip()
    if not bare:
        return today
    if bare.casefold() in ("i går", "igår", "i gaar", "yesterday"):
        return today - timedelta(days=1)
    numbers = _DAY_MONTH_YEAR.fullmatch(bare)
    if numbers is None:
        return read_day(bare, today)
    of_month, month, year = (int(group) if group else 0 for group in numbers.groups())
    try:
        if year:
            return date(year if year >= _CENTURY else today.year // _CENTURY * _CENTURY + year, month, of_month)
        this_year = date(today.year, month, of_month)
        return this_year if this_year <= today else date(today.year - 1, month, of_month)
    except ValueError as error:
        raise Unclear(_("there is no such day")) from error


def owed(values: Mapping[str, str], card: Card) -> Decimal:
    """What is open on the invoices ticked."""
    return coverage.total(_ticked(values, card))


@dataclass
class _Reader:
    """Reads the fields of one act, and gathers what is wrong with which."""

    task: Task
    values: Mapping[str, str]
    card: Card
    today: date
    wrong: dict[str, str] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)

    def items(self) -> list[Item]:
        """The invoices ticked."""
        items = _ticked(self.values, self.card)
        if self.task in _ONE and len(items) != 1:
            self.wrong["invoices"] = _("tick the one invoice that it is about")
        elif self.task in (Task.CREDIT_NOTE, Task.WRITE_OFF) and not items:
            self.wrong["invoices"] = _("tick the invoices that it is for")
        elif len({item.currency for item in items}) > 1:
            self.wrong["invoices"] = _("of one currency only")
        return items

    def amount(self, most: Decimal | None, currency: str, *, needed: bool) -> Decimal | None:
        """How much; None where nothing is said and nothing needs to be."""
        text = self.values["amount"].strip()
        if not text and not needed:
            self.says["amount"] = _("(all of it)")
            return None
        try:
            read = read_amount(text)
        except Unclear as error:
            self.wrong["amount"] = str(error) if text else _("say how much")
            return None
        if most is not None and read > most and "invoices" not in self.wrong:
            self.wrong["amount"] = _("more than the {amount} that there is").format(amount=amount(most))
        self.says["amount"] = (f"{amount(read)} " if text != amount(read) else "") + currency
        return read

    def day(self) -> date:
        """The value date: today where nothing is said."""
        try:
            read = value_day(self.values["on"], self.today)
        except Unclear as error:
            self.wrong["on"] = str(error)
            return self.today
        if read > self.today:
            self.wrong["on"] = _("{day} has not come").format(day=weekday(read, year=True))
        self.says["on"] = weekday(read, year=True)
        return read

    def due(self) -> date:
        """The new due date."""
        try:
            read = read_day(self.values["due"], self.today)
        except Unclear as error:
            self.wrong["due"] = str(error) if self.values["due"].strip() else _("say the new due date")
            return self.today
        self.says["due"] = weekday(read, year=True)
        return read

    def to(self, found: Mapping[str, Found]) -> int:
        """The customer it is moved to."""
        number = self.values["to"].strip()
        known = found.get(number)
        if not number:
            self.wrong["to"] = _("say the number of the customer")
        elif known is None:
            self.wrong["to"] = _("looking for {number} …").format(number=number)
        elif known.customer_id is None or known.customer_id == self.card.customer_id:
            self.wrong["to"] = _("no other customer has number {number}").format(number=number)
        else:
            self.says["to"] = known.name
            return known.customer_id
        return 0


def read_posting(
    values: Mapping[str, str],
    card: Card,
    today: date,
    *,
    chosen: Chosen | None = None,
    found: Mapping[str, Found] | None = None,
) -> Reading[Proposal]:
    """What the fields make; `chosen` is the line it is about, `found` are the customers looked up by number."""
    task = Task(values["what"])
    reader = _Reader(task, values, card, today)
    made = _made(task, reader, chosen, found or {})
    if reader.wrong or made is None:
        return Reading(None, reader.wrong, reader.says)
    return Reading(made, says=reader.says, effect=_effect(task, made, reader, chosen))


def _made(  # noqa: PLR0911  one for each act
    task: Task, reader: _Reader, chosen: Chosen | None, found: Mapping[str, Found]
) -> Proposal | None:
    card, values = reader.card, reader.values
    number, basis, text = card.customer_id, card.basis, values["text"].strip()
    items = [] if chosen or "invoices" not in FIELDS[task] else reader.items()
    ids = tuple(item.entry_id for item in items)
    currency = items[0].currency if items else card.currency
    match task:
        case Task.PAYMENT | Task.CREDIT_NOTE | Task.WRITE_OFF | Task.REFUND:
            most = {Task.PAYMENT: None, Task.REFUND: card.unallocated}.get(task, coverage.total(items))
            much = reader.amount(most, currency, needed=True) or Decimal(0)
            return PostingProposal(number, Booked(task), much, currency, reader.day(), ids, text, basis)
        case Task.WAIVE_FEES | Task.WAIVE_INTEREST:
            if not ids:
                reader.wrong["invoices"] = _("tick what is waived")
            what = Waived.REMINDER_FEE if task is Task.WAIVE_FEES else Waived.INTEREST
            return WaiverProposal(number, what, ids, basis)
        case Task.REVERSAL if chosen:
            much_ = reader.amount(abs(chosen.amount), chosen.currency, needed=False)
            return ReversalProposal(number, chosen.entry_id, reader.day(), much_, text, basis)
        case Task.TRANSFER:
            most = abs(chosen.amount) if chosen else coverage.total(items)
            much_ = reader.amount(most, chosen.currency if chosen else currency, needed=False)
            entry = chosen.entry_id if chosen else next(iter(ids), 0)
            return TransferProposal(number, entry, reader.to(found), reader.day(), much_, text, basis)
        case Task.DUE_DATE:
            return DueDateProposal(number, next(iter(ids), 0), reader.due(), text, basis)
        case Task.INTEREST:
            return ChargeProposal(number, Charged.INTEREST, reader.day(), ids, basis)
        case Task.COMPENSATION:
            return ChargeProposal(number, Charged.COMPENSATION, reader.today, ids, basis)
        case Task.INTERRUPTION:
            return InterruptionProposal(number, next(iter(ids), 0), What(values["happened"]), reader.day(), text)
        case Task.CONFIRMATION:
            return ConfirmationProposal(number, int(values["waiting"]))
    return None


def _effect(task: Task, made: Proposal, reader: _Reader, chosen: Chosen | None) -> str:
    """What Enter will do, in a line."""
    parts = [labels()[task]]
    much = owed(reader.values, reader.card) if isinstance(made, WaiverProposal) else getattr(made, "amount", None)
    if much is not None:
        currency = chosen.currency if chosen else getattr(made, "currency", reader.card.currency)
        parts[0] += f" {amount(much)} {currency}"
    if isinstance(made, InterruptionProposal):
        parts.append(word(made.what))
    if "on" in FIELDS[task]:
        parts.append(reader.says.get("on", weekday(reader.today, year=True)))
    if isinstance(made, DueDateProposal):
        parts.append(reader.says["due"])
    items = _ticked(reader.values, reader.card) if "invoices" in FIELDS[task] and not chosen else []
    if chosen:
        parts.append(chosen.words)
    elif items:
        parts.append(_names(items))
    if isinstance(made, TransferProposal):
        parts.append(_("to {number} {name}").format(number=reader.values["to"].strip(), name=reader.says["to"]))
    return " · ".join(parts)


def _names(items: Sequence[Item]) -> str:
    if len(items) > _NAMED:
        return _("{count} invoices").format(count=len(items))
    return ", ".join(item.voucher or weekday(item.date, year=True) for item in items)


def _ticked(values: Mapping[str, str], card: Card) -> list[Item]:
    chosen = set(values["invoices"].split())
    return [item for item in items_for(Task(values["what"]), card) if str(item.entry_id) in chosen]


def offers_whole(task: Task) -> bool:
    """Whether the amount goes with the invoices ticked until the agent writes one."""
    return task in _OFFERED_WHOLE
