"""Customers and ledger lines out of a table whose columns, dates and decimal sign are settled.

**What an item's line stands for.** Its amount is an invoice, or a credit note where negative, unless the line says
what it is. Where a date of settlement stands, a payment of the whole amount follows on that day and settles it. Where
an open amount stands beside the amount, the payment is the difference, so that every line comes to its open amount;
without a date of settlement it is dated as the item and says so, since the file does not tell when it was paid. A
credit that was settled is followed by the debit that it went to.

**Identity.** `csv:CUSTOMER:VOUCHER`, with the kind after it where it is no invoice, and `:paid` for the payment;
without a voucher number the day and the amount stand for it, and the count of equal lines. The same number twice for a
customer is refused unless the lines are equal: then the first counts, and the other is reported. A `:paid` row is all
that was paid when the file was written.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from model.intake import words
from model.intake.detect import currency_in
from model.intake.headings import DATES, ITEM_FIELDS, MONEY
from model.intake.rows import PAID, PAID_BEFORE, AddressRow, CustomerRow, EntryRow, PartyRow, Problem
from model.kinds import EntryKind, PartyRole
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.intake.grid import Cell, Line
    from model.intake.tabular import Table


_NEGATIVE = frozenset({EntryKind.CREDIT_NOTE, EntryKind.PAYMENT, EntryKind.WRITE_OFF})
_ITEM = MONEY | DATES | {"voucher"}
_NOTHING: tuple[object, ...] = (None, "", ())


@dataclass(slots=True)
class _Gathered:
    customers: dict[str, CustomerRow] = field(default_factory=dict)
    entries: list[EntryRow] = field(default_factory=list)
    repeated: list[Problem] = field(default_factory=list)
    items: dict[str, tuple[int, tuple[object, ...]]] = field(default_factory=dict)  # key -> line, what it says
    without_number: Counter[str] = field(default_factory=Counter)
    described: set[tuple[object, ...]] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)  # what is worth a notice, how often
    first: dict[str, str] = field(default_factory=dict)  # where it was first

    def note(self, what: str, line: int, detail: str = "") -> None:
        self.told[what] += 1
        self.first.setdefault(what, f"line {line}{detail}")


def gather(table: Table) -> tuple[list[CustomerRow], list[EntryRow], list[Problem]]:
    """Make the rows of a table; what is wrong is noted in it, and its notices tell what was left out."""
    found = _Gathered()
    places = sorted(n for name, n in table.columns.items() if name not in ITEM_FIELDS)
    for line in table.lines:
        cells = line[1]
        if not _belongs(table, line, found):
            continue
        customer = table.text(cells, "customer")
        told = tuple(cells[n] if n < len(cells) else "" for n in places)
        if told not in found.described:
            found.described.add(told)
            _describe(table, line, customer, found)
        if MONEY & set(table.columns) and any(table.cell(cells, name) != "" for name in _ITEM):
            found.entries += _item(table, line, customer, found)
    for what, count in found.told.items():
        more = f", and {count - 1} more" if count > 1 else ""
        table.notices.append(f"{what}: {found.first[what]}{more}")
    if MONEY & set(table.columns) and "date" not in table.columns:
        table.notices.append(f"no date of invoice: {table.heading('due_date')} stands for it")
    return list(found.customers.values()), found.entries, found.repeated


def _belongs(table: Table, line: Line, found: _Gathered) -> bool:
    """Tell whether a line is one of the table; totals and remarks below it are not."""
    number, cells = line
    filled = [cell for cell in cells if cell != ""]
    surplus = [cell for cell in cells[len(table.headings) :] if cell != ""]
    customer = table.text(cells, "customer")
    bare = not any(table.text(cells, name) for name in ("voucher", "name", "date"))
    if (not customer or bare) and any(isinstance(cell, str) and words.is_total(cell) for cell in filled):
        found.note("lines of totals are left out", number)
        return False
    if table.format == "csv" and surplus:
        many = f"{len(cells)} cells below {len(table.headings)} headings: quote the cells that hold a separator"
        table.refuse(Problem(number, "", plain(str(surplus[0]), 80), many))
        return False
    if table.format == "csv" and len(filled) == 1 and len(cells) < len(table.headings):
        table.refuse(Problem(number, "", plain(str(filled[0]), 80), "is no line of the table: remove it"))
        return False
    if not customer:
        table.wrong(line, "customer", "the number of the customer is missing: fill it in, or remove the line")
        return False
    return True


# Customers.


def _describe(table: Table, line: Line, customer: str, found: _Gathered) -> None:
    """Keep what a line tells of a customer; the first line that tells a thing counts."""
    row = _customer(table, line, customer)
    had = found.customers.setdefault(customer, row)
    if had is row:
        return
    changes: dict[str, Any] = {}
    for name in (f.name for f in fields(CustomerRow) if f.name != "line"):
        old, new = getattr(had, name), getattr(row, name)
        if old in _NOTHING and new not in _NOTHING:
            changes[name] = new
        elif new not in _NOTHING and new != old:
            found.note("lines tell different things of a customer, and the first counts", line[0], f" of {customer}")
    if changes:
        found.customers[customer] = replace(had, **changes)


def _customer(table: Table, line: Line, number: str) -> CustomerRow:
    cells = line[1]
    terms = table.known(line, "terms", words.terms)
    country = table.known(line, "country", words.country) or ""
    org_number, contact = table.text(cells, "org_number"), table.text(cells, "contact")
    return CustomerRow(
        line=line[0],
        number=number,
        name=table.text(cells, "name"),
        kind=table.known(line, "kind", words.customer_kind),
        org_number=words.org_number(org_number) or org_number,
        vat_registration=table.text(cells, "vat"),
        category=table.text(cells, "category"),
        terms_kind=terms[0] if terms else None,
        terms_days=terms[1] if terms else None,
        credit_limit=table.amount(line, "credit_limit"),
        # Beside items the currency is theirs; a customer may be billed in several.
        currency="" if MONEY & set(table.columns) else _currency(table, line),
        language=table.known(line, "language", words.language) or "",
        country=country,
        addresses=_addresses(table, cells, country),
        phones=_several(r"[;,/]", table.text(cells, "phone"), table.text(cells, "mobile")),
        emails=tuple(a for a in _several(r"[;,\s]", table.text(cells, "email")) if "@" in a),
        parties=(PartyRow(PartyRole.CONTACT, contact),) if contact else (),
        stated_balance=table.amount(line, "balance"),
    )


def _addresses(table: Table, cells: Sequence[Cell], country: str) -> tuple[AddressRow, ...]:
    street, extra = table.text(cells, "address"), table.text(cells, "address_extra")
    postcode, city = table.text(cells, "postcode"), table.text(cells, "city")
    if both := table.text(cells, "postcode_city"):
        found = re.fullmatch(r"((?:[A-Za-z]{1,2}-)?[0-9][0-9 ]{2,5}) +(\D.*)", both)
        postcode, city = (postcode or found[1], city or found[2]) if found else (postcode, city or both)
    if not (street or extra or postcode or city):
        return ()
    return (AddressRow(street=street, extra=extra, postcode=postcode, city=city, country=country),)


def _several(between: str, *texts: str) -> tuple[str, ...]:
    parts = [part.strip() for text in texts for part in re.split(between, text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def _currency(table: Table, line: Line) -> str:
    """Read the currency of a line: its own, that beside its amount, that of the heading, the one asked for."""
    told = table.text(line[1], "currency").upper()
    beside = {currency_in(table.text(line[1], name)) for name in MONEY & set(table.columns)} - {""}
    if told in ("", "KR", "KR."):
        told = next(iter(beside), "") or table.currency
    if told and not re.fullmatch("[A-Z]{3}", told):
        table.wrong(line, "currency", "is no currency: write its three letters, such as DKK or NOK")
    elif beside - {told}:
        table.wrong(line, "currency", f"is not the currency beside the amount, {', '.join(sorted(beside))}: mend one")
    return told


# Items.


@dataclass(frozen=True, slots=True)
class _Item:
    """What a line of items says."""

    amount: Decimal
    day: date
    due: date | None
    voucher: str
    reference: str
    text: str
    currency: str
    kind: EntryKind
    disputed: bool
    settled: date | None
    paid: Decimal  # of the amount, with its sign


def _item(table: Table, line: Line, customer: str, found: _Gathered) -> list[EntryRow]:
    item = _read_item(table, line)
    if item is None:
        return []
    if not item.amount:
        found.note("items of nothing are left out", line[0])
        return []
    key = _key(customer, item, found)
    says = tuple(getattr(item, f.name) for f in fields(_Item))
    before, said = found.items.setdefault(key, (line[0], says))
    if before != line[0]:
        if said == says:
            message = f"is the same as line {before}, so it is left out"
            found.repeated.append(Problem(line[0], table.heading("voucher"), item.voucher, message))
        else:
            table.wrong(
                line, "voucher", f"is the number of line {before} too, which says something else: give each its own"
            )
        return []
    return _entries(line[0], customer, key, item)


def _read_item(table: Table, line: Line) -> _Item | None:
    """Read a line of items; None where something is wrong, which is then noted."""
    cells, failed = line[1], table.failed
    amount, left = _amount(table, line), table.amount(line, "open_amount")
    due, settled = table.day(line, "due_date"), table.day(line, "settled")
    day = table.day(line, "date") or (due if table.cell(cells, "date") == "" else None)
    disputed, currency = words.yes_or_no(table.text(cells, "disputed")), _currency(table, line)
    if disputed is None:
        table.wrong(line, "disputed", "is neither yes nor no: write one of them")
    if table.failed > failed:
        return None
    amount = left if amount is None else amount
    if amount is None or day is None:
        names, what = (
            (("amount", "open_amount", "debit"), "amount") if amount is None else (("date", "due_date"), "date")
        )
        table.wrong(line, _first(table, *names), f"the {what} is missing: fill it in, or remove the line")
        return None
    kind = _kind(table, line, amount)
    paid = amount - left if left is not None else amount if settled else Decimal(0)
    if abs(paid) > abs(amount) or paid * amount < 0:
        table.wrong(line, "open_amount", f"is more than the amount, or has another sign: the amount is {amount}")
    elif settled and amount and not paid:
        table.wrong(line, "settled", "is a date of settlement, yet all of the item is open: remove one")
    if table.failed > failed or kind is None:
        return None
    return _Item(
        amount,
        day,
        due,
        table.text(cells, "voucher"),
        table.text(cells, "reference"),
        table.text(cells, "text"),
        currency,
        kind,
        bool(disputed),
        settled,
        paid,
    )


def _amount(table: Table, line: Line) -> Decimal | None:
    """Read the amount of an item, or debit less credit."""
    amount = table.amount(line, "amount")
    debit, credit = table.amount(line, "debit"), table.amount(line, "credit")
    if amount is None and (debit is not None or credit is not None):
        return (debit or Decimal(0)) - (credit or Decimal(0))
    return amount


def _first(table: Table, *names: str) -> str:
    return next((name for name in names if name in table.columns), names[0])


def _kind(table: Table, line: Line, amount: Decimal) -> EntryKind | None:
    """Tell what an item is; None where what it says and the sign of its amount cannot both be."""
    by_sign = EntryKind.INVOICE if amount >= 0 else EntryKind.CREDIT_NOTE
    said = table.known(line, "entry_kind", words.entry_kind)
    if said in _NEGATIVE and amount > 0:
        what = said.value.replace("_", " ")
        table.wrong(line, _first(table, "amount", "open_amount"), f"is a {what}, so it must have a minus")
        return None
    return by_sign if said in (None, EntryKind.INVOICE) else said


def _key(customer: str, item: _Item, found: _Gathered) -> str:
    kind = "" if item.kind is EntryKind.INVOICE else f":{item.kind.value}"
    if item.voucher:
        return f"csv:{_quoted(customer)}:{_quoted(item.voucher)}{kind}"
    key = f"csv:{_quoted(customer)}::{item.day.isoformat()}:{item.amount}{kind}"
    found.without_number[key] += 1
    return key if found.without_number[key] == 1 else f"{key}:{found.without_number[key]}"


def _quoted(part: str) -> str:
    return part.replace("%", "%25").replace(":", "%3A")


def _entries(line: int, customer: str, key: str, item: _Item) -> list[EntryRow]:
    """Make the ledger lines of an item: itself, and what was paid of it."""
    whole = bool(item.paid) and item.paid == item.amount
    paid_on = item.settled or item.day
    paid_key = key + PAID
    entry = EntryRow(
        line=line,
        customer=customer,
        key=key,
        kind=item.kind,
        date=item.day,
        amount=item.amount,
        currency=item.currency,
        due_date=item.due,
        voucher=item.voucher,
        reference=item.reference,
        text=item.text,
        settles=paid_key if item.paid < 0 else "",
        disputed=item.disputed,
        dispute_closed_on=paid_on if item.disputed and whole else None,
    )
    if not item.paid:
        return [entry]
    payment = EntryRow(
        line=line,
        customer=customer,
        key=paid_key,
        kind=EntryKind.PAYMENT,
        date=paid_on,
        amount=-item.paid,
        currency=item.currency,
        reference=item.reference or item.voucher,
        text="" if item.settled else PAID_BEFORE,
        settles=key if item.paid > 0 else "",
    )
    return [entry, payment]
