"""Norwegian SAF-T Financial, schema 1.10 to 1.30: customers, and their ledger lines as entries.

The standard audit file of the Norwegian Tax Administration (https://github.com/Skatteetaten/saf-t). It is read as a
stream: no entities, no DTD, no network, and what was read is dropped at once. libxml2's limits on depth and on the
length of a text stay on (no `huge_tree`): they bound memory, and no ledger needs more.

What becomes an entry: each line that names a customer and stands on a receivables account, that is an account the
customers name as theirs; where they name none, an account with a standard account or grouping code 15xx; where there is
none either, any account. An entry's identity is the company, the transaction (with its year and journal, in which its
number is unique) and the line's position in it. Amounts are in the file's default currency.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from model.errors import Refused
from model.intake.rows import CreditorRow, CustomerRow, EntryRow, Intake, Unreadable
from model.intake.saft_fields import NAMESPACE, ZERO, Customers, amount, balance, day, line_of, local, tag, texts, under
from model.intake.saft_kind import entry_kind
from model.intake.spool import Findings, Spool
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

_COUNTRY = re.compile(r"urn:StandardAuditFile-Taxation-Financial:(\w+)")
_VERSION = re.compile(r"1\.\d{1,2}")
_RECEIVABLE = re.compile(r"15(\d\d)?")  # standard account 15, or grouping code 1500 to 1599
_READ = ("Header", "Account", "Customer", "Line", "Transaction", "Journal", "SourceDocuments")
_DROPPED = (
    "Supplier", "TaxTableEntry", "UOMTableEntry", "AnalysisTypeTableEntry", "MovementTypeTableEntry", "Product",
    "PhysicalStockEntry", "Owner", "Asset", "Taxonomy", "Invoice", "StockMovement", "WorkDocument", "Payment",
    "AssetTransaction",
)  # fmt: skip
_ACCOUNT, _CUSTOMER = tag("AccountID"), tag("CustomerID")
_NAMED = 60  # letters of customer numbers in a sentence
_EVERY = 5000  # elements between two looks at how far we are


def read_saft(path: Path, *, progress: Callable[[str, int, int], None] | None = None) -> Intake:
    """Read a Norwegian SAF-T Financial file.

    Raises:
        Refused: another kind of XML, another country's, or broken XML.
        Unreadable: the file does not keep to its schema where it matters; every place is told.
    """
    name = plain(path.name)
    size = path.stat().st_size
    try:
        with path.open("rb") as stream:
            _check_kind(stream, name)
            stream.seek(0)
            reader = _Reader(name)
            for count, element in enumerate(_elements(stream)):
                reader.take(element)
                if progress and count % _EVERY == 0:
                    progress("reading", stream.tell(), size)
            return reader.intake()
    except etree.XMLSyntaxError as error:
        raise Refused(f"{name}: broken XML in line {error.lineno}: {plain(error.msg or '')}") from error


def _check_kind(stream: Any, name: str) -> None:  # noqa: ANN401  any binary file
    """Refuse what is no Norwegian SAF-T Financial file by its first element."""
    events = etree.iterparse(stream, events=("start",), resolve_entities=False, load_dtd=False, no_network=True)
    root = next(iter(events))[1]
    if root.getroottree().docinfo.doctype:
        raise Refused(f"{name}: declares a DTD, which SAF-T files never do: nothing was read")
    kind = etree.QName(root)
    wanted = f"a Norwegian SAF-T Financial file is expected (AuditFile in {NAMESPACE})"
    if kind.localname != "AuditFile":
        raise Refused(f"{name}: XML of another kind, {plain(root.tag)}: {wanted}")
    if kind.namespace is None:
        raise Refused(f"{name}: an AuditFile without a namespace, so of which country is not said: {wanted}")
    if kind.namespace != NAMESPACE:
        country = _COUNTRY.fullmatch(kind.namespace)
        where = f"of another country, {country[1]}" if country else f"of another kind, {plain(kind.namespace)}"
        raise Refused(f"{name}: SAF-T {where}: {wanted}")


def _elements(stream: Any) -> Iterator[_Element]:  # noqa: ANN401  any binary file
    """Elements as they end. The one before, of the same name, is taken out of the tree: it has been read."""
    events = etree.iterparse(
        stream, events=("end",), tag=[tag(name) for name in _READ + _DROPPED],
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    for _, element in events:
        yield element
        before = element.getprevious()
        if before is not None and before.tag == element.tag:
            parent = element.getparent()
            if parent is not None:
                parent.remove(before)
        element.clear()


@dataclass(slots=True)
class _Account:
    opening: Decimal = ZERO
    closing: Decimal = ZERO
    receivable: bool = False


@dataclass(frozen=True, slots=True)
class _Voucher:
    """What a transaction says of its lines."""

    key: str
    id: str
    date: date | None
    words: tuple[str, ...]
    text: str


@dataclass(slots=True)
class _Lines:
    """Lines that are told in one sentence."""

    count: int = 0
    first: int = 0
    total: Decimal = ZERO
    customers: str = ""

    def add(self, line: int, value: Decimal, customer: str = "") -> None:
        """Count a line; the first customers are named."""
        self.count += 1
        if customer and len(self.customers) < _NAMED and customer not in self.customers.split(", "):
            self.customers = f"{self.customers}, {customer}" if self.customers else customer
        self.first = self.first or line
        self.total += value


@dataclass(slots=True)
class _Reader:
    name: str
    wrong: Findings = field(default_factory=Findings)
    told: Findings = field(default_factory=Findings)
    customers: Spool[CustomerRow] = field(default_factory=lambda: Spool(CustomerRow))
    entries: Spool[EntryRow] = field(default_factory=lambda: Spool(EntryRow))
    header: dict[str, str] = field(default_factory=dict)
    creditor: CreditorRow = field(default_factory=lambda: CreditorRow("", "", "NO", "NOK"))
    master: Customers | None = None
    accounts: dict[str, _Account] = field(default_factory=dict)
    receivables: set[str] | None = None  # None until the first line; empty: every account
    elsewhere: dict[str, _Lines] = field(default_factory=dict)
    nameless: _Lines = field(default_factory=_Lines)
    position: int = 0
    voucher: _Voucher | None = None
    journal: dict[str, str] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    repeats: dict[str, int] = field(default_factory=dict)
    documents: bool = False

    def take(self, element: _Element) -> None:
        """Read an element that has ended."""
        parent = element.getparent()
        if parent is None:
            return
        match local(element), local(parent):
            case "Line", "Transaction":
                self.position += 1
                self._line(element, parent)
            case "Transaction", _:
                self.position, self.voucher = 0, None
            case "Journal", _:
                self.journal = {}
            case "Header", "AuditFile":
                self._header(element)
            case "Account", "GeneralLedgerAccounts":
                self._account(element)
            case "Customer", ("Customers" | "MasterFiles") as place:
                self._customer(element, place)
            case "SourceDocuments", _:
                self.documents = True

    def intake(self) -> Intake:
        """What was read, whole."""
        if not self.header:
            self.wrong.tell(0, "Header", "", "is missing: whose file this is cannot be known")
        if self.wrong:
            if self.documents:
                self.told.tell(0, "SourceDocuments", "", "are not read: what is owed are the ledger's lines")
            problems = self.wrong.listed() + self.told.listed()
            words = "calls itself Norwegian SAF-T Financial, but does not keep to its schema: nothing was brought in"
            raise Unreadable(f"{self.name}: {words}", problems)
        self._tell_gaps()
        label = f"SAF-T Financial NO {self.header.get('AuditFileVersion', '')}".strip()
        return Intake(label, self.creditor, self.customers, self.entries, self.told.listed(), list(self._notices()))

    def _header(self, element: _Element) -> None:
        line = line_of(element)
        self.header = fields = texts(element)
        if fields.get("AuditFileCountry", "NO").upper() != "NO":
            raise Refused(f"{self.name}: SAF-T of another country, {fields['AuditFileCountry']}: only Norway's is read")
        version = fields.get("AuditFileVersion", "")
        if version and not _VERSION.fullmatch(version):
            raise Refused(f"{self.name}: version {version} of SAF-T Financial: 1.10 to 1.30 are read")
        for name in ("AuditFileVersion", "AuditFileCountry", "DefaultCurrencyCode"):
            if not fields.get(name):
                self.wrong.tell(line, name, "", "is missing")
        company = next(iter(under(element, "Company")), None)
        about = texts(company)
        if not about.get("RegistrationNumber"):
            self.wrong.tell(line, "RegistrationNumber", "", "is missing: whose claims these are cannot be known")
        banks = [texts(account) for account in under(company, "BankAccount")]
        self.creditor = CreditorRow(
            code=about.get("RegistrationNumber", "").replace(" ", ""),
            name=about.get("Name", ""),
            country="NO",
            currency=fields.get("DefaultCurrencyCode", "NOK").upper(),
            org_number=about.get("RegistrationNumber", "").replace(" ", ""),
            bank_account=next((b.get("BankAccountNumber") or b.get("IBANNumber") or "" for b in banks), ""),
        )
        period = texts(next(iter(under(element, "SelectionCriteria")), None))
        self.master = Customers(self._opening_on(period, line), self.creditor.currency, self.wrong)

    def _opening_on(self, period: dict[str, str], line: int) -> date | None:
        """The first day the file covers: stated as a day, or as a period of a year."""
        if start := period.get("SelectionStartDate"):
            return day(start, line, "SelectionStartDate", self.wrong)
        month, year = period.get("PeriodStart", ""), period.get("PeriodStartYear", "")
        if month.isdecimal() and year.isdecimal():
            return date(min(max(int(year), 1), 9999), min(max(int(month), 1), 12), 1)
        return None

    def _account(self, element: _Element) -> None:
        line, fields = line_of(element), texts(element)
        account = self.accounts.setdefault(fields.get("AccountID", ""), _Account())
        account.opening += balance(fields, "Opening", line, self.wrong) or ZERO
        account.closing += balance(fields, "Closing", line, self.wrong) or ZERO
        codes = (fields.get("StandardAccountID", ""), fields.get("GroupingCode", ""))
        account.receivable = account.receivable or any(_RECEIVABLE.fullmatch(code) for code in codes)

    def _customer(self, element: _Element, place: str) -> None:
        line = line_of(element)
        if place != "Customers":
            self.wrong.tell(line, "Customer", "", "stands outside Customers")
        if self.master is None or self.receivables is not None:
            self.wrong.tell(line, "Customer", "", "stands before Header or after the ledger's lines")
            return
        row = self.master.read(element)
        if not row.number:
            self.wrong.tell(line, "CustomerID", "", "is missing: each customer needs one")
        self.customers.append(row)

    def _line(self, element: _Element, transaction: _Element) -> None:
        if self.receivables is None:
            own = self.master.accounts if self.master else set()
            self.receivables = set(own) or {key for key, account in self.accounts.items() if account.receivable}
        account = plain(element.findtext(_ACCOUNT) or "")
        mine = not self.receivables or account in self.receivables
        customer = plain(element.findtext(_CUSTOMER) or "")
        if not customer and not (mine and self.receivables):
            return
        line = line_of(element)
        value, original = self._amount(element, line)
        if not mine:
            self.elsewhere.setdefault(account, _Lines()).add(line, value, customer)
        elif not customer:
            self.nameless.add(line, value)
        else:
            self.voucher = self.voucher or self._voucher(transaction)
            self._entry(element, customer, value, original, self.voucher)

    def _amount(self, element: _Element, line: int) -> tuple[Decimal, str]:
        """A line's amount, debit positive, and what it was in another currency."""
        value, stated, original = ZERO, False, ""
        for name, sign in (("DebitAmount", 1), ("CreditAmount", -1)):
            for side in under(element, name):
                fields = texts(side)
                stated = True
                if "Amount" not in fields:
                    self.wrong.tell(line, name, side.text or "", "holds no Amount")
                    continue
                value += sign * amount(fields["Amount"], line, name, self.wrong)
                if fields.get("CurrencyCode") and fields.get("CurrencyAmount"):
                    original = f"{fields['CurrencyCode']} {fields['CurrencyAmount']}"
        if not stated:
            self.wrong.tell(line, "DebitAmount", "", "is missing, and CreditAmount too")
        return value, original

    def _voucher(self, transaction: _Element) -> _Voucher:
        line, fields = line_of(transaction), texts(transaction)
        self.journal = journal = self.journal or texts(transaction.getparent())
        if not fields.get("TransactionID"):
            self.wrong.tell(line, "TransactionID", "", "is missing: its lines could not be known again")
        on = day(fields.get("TransactionDate", ""), line, "TransactionDate", self.wrong)
        year = fields.get("PeriodYear", "") or (str(on.year) if on else "")
        key = f"{year}/{journal.get('JournalID', '')}/{fields.get('TransactionID', '')}"
        names = ("VoucherType", "VoucherDescription", "Description")
        words = (*(journal.get(name, "") for name in ("Type", "Description")), *(fields.get(n, "") for n in names))
        return _Voucher(self._once(key), fields.get("TransactionID", ""), on, words, fields.get("Description", ""))

    def _once(self, key: str) -> str:
        """A transaction's identity; where a file repeats one, with the number of its turn, so that nothing is lost."""
        short = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())
        if short not in self.seen:
            self.seen.add(short)
            return key
        self.repeats[key] = self.repeats.get(key, 1) + 1
        return f"{key}#{self.repeats[key]}"

    def _entry(self, element: _Element, customer: str, value: Decimal, original: str, voucher: _Voucher) -> None:
        line, fields = line_of(element), texts(element)
        due = day(fields["DueDate"], line, "DueDate", self.wrong) if fields.get("DueDate") and value > 0 else None
        said = fields.get("Description") or voucher.text
        number = fields.get("ReferenceNumber", "")
        if value >= 0:
            own, reference = number or fields.get("SourceDocumentID") or voucher.id, fields.get("CID", "")
        else:  # what a credit names is what it settles
            own = fields.get("SourceDocumentID") or voucher.id
            named = (fields.get("CID"), fields.get("CrossReference"), number)
            reference = ", ".join(dict.fromkeys(name for name in named if name))
        if voucher.date is None:
            return
        self.entries.append(
            EntryRow(
                line=line,
                customer=customer,
                key=f"{voucher.key}/{self.position}",
                kind=entry_kind(value, (*voucher.words, fields.get("Description", ""))),
                date=voucher.date,
                amount=value,
                currency=self.creditor.currency,
                due_date=due,
                voucher=own,
                reference=reference,
                text=f"{said} ({original})" if original else said,
            )
        )

    def _tell_gaps(self) -> None:
        """Tell what separates the receivables accounts from the customers, and lines that are nobody's receivable."""
        for account, lines in self.elsewhere.items():
            told = f"is no receivables account: lines on it that name customers ({lines.customers}) are left out"
            self.told.tell(lines.first, "AccountID", account, f"{told}: {lines.count}, {lines.total:.2f} in all")
        own = self.receivables if self.receivables is not None else self.master.accounts if self.master else set()
        listed = ", ".join(sorted(own))
        if missing := sorted(own - self.accounts.keys()):
            told = "the customers' account is not among the ledger's accounts: what it adds up to cannot be compared"
            self.told.tell(0, "AccountID", ", ".join(missing), told)
        known = [self.accounts[key] for key in own if key in self.accounts]
        if not known or missing or self.master is None:
            return
        for which, ledger, customers in (
            ("opening", sum((a.opening for a in known), ZERO), self.master.opening),
            ("closing", sum((a.closing for a in known), ZERO), self.master.closing),
        ):
            if ledger != customers:
                told = f"the {which} balance is {ledger:.2f}, that of the customers {customers:.2f}"
                self.told.tell(0, "receivables accounts", listed, f"{told}: {ledger - customers:.2f} apart")
        if self.nameless.count:
            told = f"{self.nameless.count}, {self.nameless.total:.2f} in all"
            self.told.tell(self.nameless.first, "receivables accounts", listed, f"lines that name no customer: {told}")

    def _notices(self) -> Iterator[str]:
        if self.receivables == set() and self.entries:
            yield "no account is named as receivable: every line that names a customer was taken"
        if self.repeats:
            yield f"transaction numbers that stand more than once in journal and year: {len(self.repeats)}, each taken"
        if self.documents:
            yield "source documents are left aside: the ledger's lines are what is owed"
        if self.master and self.master.personal_numbers:
            yield f"personal numbers, which are not kept: {self.master.personal_numbers}"
        if self.master and self.master.months:
            yield f"customers with payment terms in months, kept as 30 days each: {self.master.months}"
        if self.master and self.master.other_currency:
            yield (
                f"customers who trade in another currency, as noted on each: {self.master.other_currency}; "
                f"the file's amounts, and so their accounts, are in {self.creditor.currency}"
            )
