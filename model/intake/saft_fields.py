"""Fields of a Norwegian SAF-T Financial file: texts, days and amounts of elements, and a customer's master data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from model.intake.rows import AddressRow, CustomerRow, PartyRow
from model.intake.spool import Findings
from model.kinds import CustomerKind, CustomerStatus, PartyRole, TermsKind
from model.rules.identifiers import is_orgnr
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"

ZERO = Decimal("0.00")

_START = len(NAMESPACE) + 2
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?")
_AMOUNT = re.compile(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)")
_KINDS = {"Private": CustomerKind.PERSON, "Company": CustomerKind.COMPANY, "Government": CustomerKind.PUBLIC}
_STATUS = {
    "Active": CustomerStatus.ACTIVE,
    "Observation": CustomerStatus.ACTIVE,
    "Passive": CustomerStatus.CLOSED,
}
_ADDRESS_KINDS = {"": "postal", "PostalAddress": "postal", "BillingAddress": "postal", "StreetAddress": "street"}
_PERSONAL_NUMBER = re.compile(r"\d{11}")
_NOT_USED = "notused"  # what a program writes where it must name a contact and knows none
_DAYS_A_MONTH = 30


def tag(name: str) -> str:
    """The full name of an element."""
    return f"{{{NAMESPACE}}}{name}"


def local(element: _Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag)[_START:]


def line_of(element: _Element) -> int:
    """The line of the file on which an element begins."""
    line: Any = element.sourceline
    return int(line or 0)


def texts(element: _Element | None) -> dict[str, str]:
    """The texts right under an element, printable, by name; the first one of each name."""
    found: dict[str, str] = {}
    for child in element if element is not None else ():
        text, name = child.text, child.tag[_START:]
        if name not in found:
            found[name] = plain(text) if text else ""
    return found


def under(element: _Element | None, name: str) -> list[_Element]:
    """The elements of a name right under an element."""
    return [] if element is None else element.findall(tag(name))


def day(text: str, line: int, name: str, wrong: Findings) -> date | None:
    """A day as XML writes it, with or without its time zone; None, and told, where it is none."""
    match = _DAY.fullmatch(text)
    try:
        return date.fromisoformat(match[1] if match else "")
    except ValueError:
        wrong.tell(line, name, text, "is no day: year-month-day is expected, like 2026-11-22")
        return None


def amount(text: str, line: int, name: str, wrong: Findings) -> Decimal:
    """An amount as XML writes it, with a point; 0, and told, where it is none."""
    if _AMOUNT.fullmatch(text):
        return Decimal(text)
    wrong.tell(line, name, text, "is no amount: digits and a point are expected, like 1234.50")
    return ZERO


def balance(fields: dict[str, str], which: str, line: int, wrong: Findings) -> Decimal | None:
    """An opening or closing balance, debits positive; None where the file states none."""
    sums = [
        sign * amount(fields[name], line, name, wrong)
        for name, sign in ((f"{which}DebitBalance", 1), (f"{which}CreditBalance", -1))
        if fields.get(name)
    ]
    return sum(sums, ZERO) if sums else None


@dataclass(slots=True)
class Customers:
    """Reads customers one by one, and remembers what their ledger accounts are and what they add up to."""

    opening_on: date | None
    currency: str
    wrong: Findings
    accounts: set[str] = field(default_factory=set)
    opening: Decimal = ZERO
    closing: Decimal = ZERO
    personal_numbers: int = 0
    months: int = 0
    other_currency: int = 0

    def read(self, element: _Element) -> CustomerRow:
        """Read a customer with all it carries: schema 1.10 keeps the balances beside the name, 1.30 by account."""
        line, fields = line_of(element), texts(element)
        ledgers = [fields, *(texts(account) for account in under(element, "BalanceAccount"))]
        self.accounts.update(ledger["AccountID"] for ledger in ledgers if ledger.get("AccountID"))
        opening, closing = (self._sum(ledgers, which, line) for which in ("Opening", "Closing"))
        self.opening += opening or ZERO
        self.closing += closing or ZERO
        if opening and self.opening_on is None:
            self.wrong.tell(line, "SelectionCriteria", "", "is missing: nobody knows on which day balances open")
        party = next(iter(under(element, "PartyInfo")), None)
        info = texts(party)
        kind = _KINDS.get(info.get("Type", ""))
        contacts = under(element, "Contact")
        terms = self._terms(party)
        return CustomerRow(
            line=line,
            number=fields.get("CustomerID", ""),
            name=fields.get("Name", ""),
            kind=kind,
            org_number=self._org_number(fields.get("RegistrationNumber", ""), kind),
            vat_registration=next(
                (texts(t).get("TaxRegistrationNumber", "") for t in under(element, "TaxRegistration")), ""
            ),
            category=info.get("NaceCode", ""),
            terms_kind=terms[0] if terms else None,
            terms_days=terms[1] if terms else None,
            currency=self.currency,
            country=next((texts(a).get("Country", "").upper() for a in under(element, "Address")), ""),
            status=_STATUS.get(info.get("Status", "")),
            addresses=tuple(_addresses(element)),
            phones=tuple(dict.fromkeys(n for c in contacts for n in _named(texts(c), "Telephone", "MobilePhone"))),
            emails=tuple(dict.fromkeys(n for c in contacts for n in _named(texts(c), "Email"))),
            parties=tuple(_contacts(contacts)),
            stated_balance=closing,
            opening_balance=opening or ZERO,
            opening_on=self.opening_on,
            notes=tuple(self._notes(party, info)),
        )

    def _sum(self, ledgers: list[dict[str, str]], which: str, line: int) -> Decimal | None:
        stated = [balance(ledger, which, line, self.wrong) for ledger in ledgers]
        known = [figure for figure in stated if figure is not None]
        return sum(known, ZERO) if known else None

    def _org_number(self, text: str, kind: CustomerKind | None) -> str:
        """The organisation number. Personal numbers, which the format allows here, are not kept."""
        bare = text.replace(" ", "")
        if _PERSONAL_NUMBER.fullmatch(bare) or (bare and kind is CustomerKind.PERSON and not is_orgnr(bare)):
            self.personal_numbers += 1
            return ""
        return bare

    def _terms(self, party: _Element | None) -> tuple[TermsKind, int] | None:
        """Payment terms; a free billing month counts from the end of the invoice's month."""
        fields = texts(next(iter(under(party, "PaymentTerms")), None))
        if not fields:
            return None
        counts = {name: int(fields[name]) for name in ("Days", "Months") if fields.get(name, "").isdecimal()}
        free = fields.get("FreeBillingMonth", "").lower() in {"true", "1"}
        if not counts and not free:
            return None
        self.months += "Months" in counts
        days = counts.get("Days", 0) + _DAYS_A_MONTH * counts.get("Months", 0)
        return (TermsKind.END_OF_MONTH if free else TermsKind.NET, min(days, 3650))

    def _notes(self, party: _Element | None, info: dict[str, str]) -> Iterator[str]:
        yield from (text for note in under(party, "Notes") if (text := plain(note.text or "")))
        if info.get("Status") == "Observation":
            yield "Status in the ledger: Observation"
        if (currency := info.get("CurrencyCode", self.currency)) != self.currency:
            self.other_currency += 1
            yield f"Currency in the ledger: {currency}"


def _addresses(element: _Element) -> Iterator[AddressRow]:
    for address in under(element, "Address"):
        fields = texts(address)
        kind = _ADDRESS_KINDS.get(fields.get("AddressType", ""))
        street = " ".join(_named(fields, "StreetName", "Number"))
        extra = ", ".join(_named(fields, "AdditionalAddressDetail", "Building"))
        row = AddressRow(
            kind or "", street, extra, fields.get("PostalCode", ""), fields.get("City", ""),
            fields.get("Country", "").upper(),
        )  # fmt: skip
        if kind and (row.street or row.extra or row.postcode or row.city):
            yield row


def _contacts(contacts: list[_Element]) -> Iterator[PartyRow]:
    for contact in contacts:
        fields, person = texts(contact), texts(next(iter(under(contact, "ContactPerson")), None))
        names = _named(person, "FirstName", "LastNamePrefix", "LastName")
        name = " ".join(part for part in names if part.replace(" ", "").casefold() != _NOT_USED)
        if name:
            phone = next(iter(_named(fields, "MobilePhone", "Telephone")), "")
            yield PartyRow(PartyRole.CONTACT, name, phone, fields.get("Email", ""))


def _named(fields: dict[str, str], *names: str) -> list[str]:
    return [fields[name] for name in names if fields.get(name)]
