import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import func, select

from model.customer import CustomerBalance
from model.errors import Refused
from model.intake.post import FileReport, post
from model.intake.read import read
from model.intake.rows import AddressRow, EntryRow, Intake, PartyRow, Unreadable
from model.kinds import CustomerKind, CustomerStatus, EntryKind, PartyRole, TermsKind
from model.ledger import Entry
from model.records import AgentInfo
from model.store import Register, open_register
from tests.model import ledgers
from tests.model.ledgers import NOW

SAMPLES = Path(__file__).parents[3] / "../shared/data/saft"
NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"


@pytest.fixture
def register(register_url: str) -> Iterator[Register]:
    register = open_register(register_url)
    yield register
    register.close()


@pytest.fixture
def clerk(register: Register) -> AgentInfo:
    with register.write() as session:
        return AgentInfo(ledgers.agent(session), "anna", "Anna", "agent")


def sample(name: str) -> Path:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"NOT TESTED: the sample file {path} is not here")
    return path


def bring(register: Register, path: Path, clerk: AgentInfo) -> FileReport:
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return post(register, read(path), file=str(path), sha256=sha256, agent=clerk, now=NOW)


def header(**changes: str) -> str:
    fields = {
        "AuditFileVersion": "1.30",
        "AuditFileCountry": "NO",
        "Company": "<RegistrationNumber>923609016</RegistrationNumber><Name>Selskapet AS</Name>",
        "DefaultCurrencyCode": "NOK",
        "SelectionCriteria": "<SelectionStartDate>2026-01-01</SelectionStartDate>",
    } | changes
    return "".join(f"<{name}>{text}</{name}>" for name, text in fields.items() if text)


def customer(number: str = "K1", opening: str = "0", closing: str = "0", account: str = "1500", more: str = "") -> str:
    return (
        f"<Customer><Name>Kunde {number}</Name><CustomerID>{number}</CustomerID><BalanceAccount>"
        f"{account and f'<AccountID>{account}</AccountID>'}<OpeningDebitBalance>{opening}</OpeningDebitBalance>"
        f"<ClosingDebitBalance>{closing}</ClosingDebitBalance></BalanceAccount>{more}</Customer>"
    )


def line(amount: str, number: str = "K1", account: str = "1500", more: str = "") -> str:
    side = "Credit" if amount.startswith("-") else "Debit"
    whose = f"<CustomerID>{number}</CustomerID>" if number else ""
    return (
        f"<Line><RecordID>1</RecordID><AccountID>{account}</AccountID>{whose}"
        f"<{side}Amount><Amount>{amount.lstrip('-')}</Amount></{side}Amount>{more}</Line>"
    )


def voucher(number: str, *lines: str, on: str = "2026-03-10", text: str = "") -> str:
    return (
        f"<Transaction><TransactionID>{number}</TransactionID><Period>3</Period><PeriodYear>2026</PeriodYear>"
        f"<TransactionDate>{on}</TransactionDate><Description>{text}</Description>{''.join(lines)}</Transaction>"
    )


def ledger(
    tmp_path: Path, *customers: str, accounts: str = "", vouchers: tuple[str, ...] = (), head: str | None = None
) -> Path:
    path = tmp_path / "ledger.xml"
    path.write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<AuditFile xmlns="{NAMESPACE}">
<Header>{header() if head is None else head}</Header>
<MasterFiles><GeneralLedgerAccounts>{accounts}</GeneralLedgerAccounts>
<Customers>
{"".join(customers)}
</Customers></MasterFiles>
<GeneralLedgerEntries><Journal><JournalID>J</JournalID><Description>Diverse</Description>
{"".join(vouchers)}
</Journal></GeneralLedgerEntries></AuditFile>""",
        encoding="utf-8",
    )
    return path


def account(number: str, closing: str, code: str = "", opening: str = "0") -> str:
    return (
        f"<Account><AccountID>{number}</AccountID><StandardAccountID>{code}</StandardAccountID>"
        f"<OpeningDebitBalance>{opening}</OpeningDebitBalance><ClosingDebitBalance>{closing}</ClosingDebitBalance></Account>"
    )


def told(intake: Intake) -> dict[str, str]:
    return {problem.field: problem.message for problem in intake.problems}


# What others published


def test_the_authoritys_own_example_comes_in_and_its_difference_is_told(register: Register, clerk: AgentInfo) -> None:
    path = sample("saft_no_999999999.xml")
    report = bring(register, path, clerk)
    assert (report.customers_added, report.entries_added, report.total) == (1, 1, Decimal("1234.56"))
    assert [(d.customer, d.computed, d.stated) for d in report.differences] == [
        ("12000", Decimal("1234.56"), Decimal("12345.67"))
    ]

    again = bring(register, path, clerk)
    assert (again.customers_unchanged, again.entries_added, again.entries_skipped) == (1, 0, 1)
    with register.read() as session:
        assert [row.open_amount for row in session.exec(select(CustomerBalance))] == [Decimal("1234.56")]


def test_every_field_of_the_authoritys_customer_is_read() -> None:
    [row] = read(sample("saft_no_999999999.xml")).customers
    assert (row.number, row.name, row.kind, row.org_number, row.vat_registration) == (
        "12000", "Kunden AS", CustomerKind.COMPANY, "999999999", "999999999MVA",
    )  # fmt: skip
    assert row.addresses == (
        AddressRow("street", "Veien 1", "", "7000", "Trondheim", "NO"),
        AddressRow("postal", "Postboks 123", "", "7001", "Trondheim", "NO"),
    )
    assert (row.phones, row.emails) == (("99999999",), ("kontaktperson@domene.offline",))
    assert row.parties == (PartyRow(PartyRole.CONTACT, "Kunde Kontakt", "99999999", "kontaktperson@domene.offline"),)
    assert (row.terms_kind, row.terms_days, row.status) == (TermsKind.END_OF_MONTH, 30, CustomerStatus.ACTIVE)
    assert (row.opening_on, row.currency, row.notes) == (date(2015, 1, 1), "NOK", ("Lorem ipsum dolor sit amet...",))


def test_the_file_with_every_element_comes_in_and_its_differences_are_told(
    register: Register, clerk: AgentInfo
) -> None:
    report = bring(register, sample("saft_no_130_every_element.xml"), clerk)
    assert (report.customers_added, report.entries_added) == (3, 2)
    assert [(d.customer, d.computed, d.stated) for d in report.differences] == [
        ("C1", Decimal("1.00"), Decimal("2.00")),
        ("C2", Decimal("-3.00"), Decimal("-4.00")),
    ]
    assert any("(15)" in problem.message and problem.value == "1920" for problem in report.problems)


def test_the_file_with_source_documents_is_refused_with_what_it_lacks() -> None:
    with pytest.raises(Unreadable, match="does not keep to its schema") as caught:
        read(sample("saft_no_with_source_documents.xml"))
    fields = {problem.field for problem in caught.value.problems}
    assert fields >= {"AuditFileCountry", "Customer", "TransactionID", "DebitAmount", "SourceDocuments"}
    assert all(problem.line for problem in caught.value.problems if problem.field == "TransactionID")


# What becomes an entry


def entries(path: Path) -> list[EntryRow]:
    return list(read(path).entries)


def test_lines_on_the_customers_accounts_become_entries(tmp_path: Path) -> None:
    sale = voucher(
        "7", line("-80", "", "3000"), line("100", more="<DueDate>2026-04-01</DueDate>"), line("5", "K1", "1920")
    )
    [entry] = entries(ledger(tmp_path, customer(), vouchers=(sale,)))
    assert (entry.customer, entry.amount, entry.date, entry.due_date) == (
        "K1", Decimal(100), date(2026, 3, 10), date(2026, 4, 1),
    )  # fmt: skip
    assert entry.key == "2026/J/7/2"


@pytest.mark.parametrize("code", ["15", "1500", "1510"])
def test_where_customers_name_no_account_the_standard_account_tells(tmp_path: Path, code: str) -> None:
    sale = voucher("7", line("100", "K1", "A"), line("5", "K1", "B"))
    path = ledger(
        tmp_path, customer(account=""), accounts=account("A", "100", code) + account("B", "5", "19"), vouchers=(sale,)
    )
    assert [entry.amount for entry in entries(path)] == [Decimal(100)]


def test_where_nothing_tells_every_line_with_a_customer_is_taken(tmp_path: Path) -> None:
    sale = voucher("7", line("100", "K1", "A"), line("5", "K1", "B"), line("-105", "", "C"))
    intake = read(ledger(tmp_path, customer(account=""), vouchers=(sale,)))
    assert [entry.amount for entry in intake.entries] == [Decimal(100), Decimal(5)]
    assert any("every line" in notice for notice in intake.notices)


def test_what_an_invoice_and_its_payment_say(tmp_path: Path) -> None:
    reference = "<ReferenceNumber>1031</ReferenceNumber><CID>0010316</CID>"
    paid = "<CID>0010316</CID><CrossReference>1031</CrossReference>"
    path = ledger(
        tmp_path,
        customer(),
        vouchers=(
            voucher("7", line("100", more=reference), text="Faktura 1031"),
            voucher("8", line("-100", more=paid), text="Innbetaling faktura 1031"),
            voucher("9", line("-20", more="<ReferenceNumber>1032</ReferenceNumber>"), text="Kreditnota"),
            voucher("10", line("70"), text="Purregebyr"),
        ),
    )
    rows = entries(path)
    assert [row.kind for row in rows] == [
        EntryKind.INVOICE, EntryKind.PAYMENT, EntryKind.CREDIT_NOTE, EntryKind.REMINDER_FEE,
    ]  # fmt: skip
    assert [(row.voucher, row.reference) for row in rows] == [
        ("1031", "0010316"), ("8", "0010316, 1031"), ("9", "1032"), ("10", ""),
    ]  # fmt: skip


def test_an_amount_in_another_currency_stands_in_the_text(tmp_path: Path) -> None:
    foreign = (
        "<Line><AccountID>1500</AccountID><CustomerID>K1</CustomerID><Description>Vare</Description><DebitAmount>"
        "<Amount>99.56</Amount><CurrencyCode>SEK</CurrencyCode><CurrencyAmount>110.00</CurrencyAmount></DebitAmount></Line>"
    )
    [entry] = entries(ledger(tmp_path, customer(), vouchers=(voucher("7", foreign),)))
    assert (entry.amount, entry.currency, entry.text) == (Decimal("99.56"), "NOK", "Vare (SEK 110.00)")


def test_a_transaction_number_that_stands_twice_loses_nothing(tmp_path: Path) -> None:
    path = ledger(tmp_path, customer(), vouchers=(voucher("7", line("100")), voucher("7", line("5"))))
    assert [entry.key for entry in entries(path)] == ["2026/J/7/1", "2026/J/7#2/1"]


def test_the_schema_before_1_30_keeps_balances_beside_the_name(tmp_path: Path) -> None:
    old = (
        "<Customer><Name>Ola</Name><CustomerID>9</CustomerID><AccountID>1500</AccountID>"
        "<OpeningCreditBalance>3</OpeningCreditBalance><ClosingDebitBalance>97</ClosingDebitBalance></Customer>"
    )
    period = "<PeriodStart>4</PeriodStart><PeriodStartYear>2025</PeriodStartYear>"
    head = header(AuditFileVersion="1.10", SelectionCriteria=period)
    intake = read(ledger(tmp_path, old, vouchers=(voucher("7", line("100", "9")),), head=head))
    [row] = intake.customers
    assert (row.opening_balance, row.stated_balance, row.opening_on) == (Decimal(-3), Decimal(97), date(2025, 4, 1))
    assert len(intake.entries) == 1


# What is told


def test_the_gap_between_receivables_and_customers_is_told(tmp_path: Path) -> None:
    lines = (line("100"), line("-30", ""))
    path = ledger(
        tmp_path, customer(opening="10", closing="110"), accounts=account("1500", "80", opening="10"),
        vouchers=(voucher("7", *lines),),
    )  # fmt: skip
    messages = [problem.message for problem in read(path).problems]
    assert messages == [
        "the closing balance is 80.00, that of the customers 110.00: -30.00 apart",
        "lines that name no customer: 1, -30.00 in all",
    ]


def test_a_file_that_adds_up_has_nothing_to_tell(register: Register, clerk: AgentInfo, tmp_path: Path) -> None:
    path = ledger(
        tmp_path, customer(opening="10", closing="110"), accounts=account("1500", "110", opening="10"),
        vouchers=(voucher("7", line("100")),),
    )  # fmt: skip
    report = bring(register, path, clerk)
    assert (report.differences, report.problems) == ([], [])


def test_a_line_of_an_unknown_customer_is_told_and_skipped(
    register: Register, clerk: AgentInfo, tmp_path: Path
) -> None:
    report = bring(
        register, ledger(tmp_path, customer(), vouchers=(voucher("7", line("100", "X9"), line("5")),)), clerk
    )
    assert [(p.field, p.value) for p in report.problems if p.field == "customer"] == [("customer", "X9")]
    with register.read() as session:
        assert session.exec(select(func.count()).select_from(Entry)).one() == 1


def test_a_later_file_of_the_same_year_adds_only_what_is_new(
    register: Register, clerk: AgentInfo, tmp_path: Path
) -> None:
    first, second = voucher("7", line("100")), voucher("8", line("-40"), on="2026-04-01")
    bring(register, ledger(tmp_path, customer(opening="10", closing="110"), vouchers=(first,)), clerk)
    report = bring(register, ledger(tmp_path, customer(opening="10", closing="70"), vouchers=(first, second)), clerk)
    assert (report.entries_added, report.entries_skipped, report.differences) == (1, 2, [])


def test_a_personal_number_is_not_kept(tmp_path: Path) -> None:
    private = (
        "<Customer><RegistrationNumber>01017012345</RegistrationNumber><Name>Kari</Name><CustomerID>1</CustomerID>"
        "<PartyInfo><Type>Private</Type></PartyInfo></Customer>"
    )
    intake = read(ledger(tmp_path, private))
    assert [(row.kind, row.org_number) for row in intake.customers] == [(CustomerKind.PERSON, "")]
    assert any("personal numbers" in notice for notice in intake.notices)


def test_texts_of_a_file_cannot_steer_a_terminal(tmp_path: Path) -> None:
    path = ledger(tmp_path, customer().replace("Kunde K1", "K&#x9B;31m\u202eunde\n K1"))
    assert [row.name for row in read(path).customers] == ["K31munde K1"]


# What is refused


def test_every_bad_value_is_told_with_its_line_and_nothing_comes_in(
    register: Register, clerk: AgentInfo, tmp_path: Path
) -> None:
    path = ledger(
        tmp_path, customer(opening="1,50"), "\n", customer("K2").replace("<CustomerID>K2</CustomerID>", ""),
        vouchers=(
            voucher("7", line("12 000"), "\n", line("1", more="<DueDate>31.12.2026</DueDate>")), "\n",
            voucher("8", line("1"), on="2026-02-30"), "\n", voucher("", line("1")),
        ),
    )  # fmt: skip
    with pytest.raises(Unreadable) as caught:
        bring(register, path, clerk)
    assert [(p.line, p.field, p.value) for p in caught.value.problems] == [
        (6, "OpeningDebitBalance", "1,50"),
        (7, "CustomerID", ""),
        (10, "DebitAmount", "12 000"),
        (11, "DueDate", "31.12.2026"),
        (12, "TransactionDate", "2026-02-30"),
        (13, "TransactionID", ""),
    ]
    with register.read() as session:
        assert session.exec(select(func.count()).select_from(Entry)).one() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>", "another kind"),
        ("<AuditFile><Header/></AuditFile>", "without a namespace"),
        ("<AuditFile xmlns='urn:StandardAuditFile-Taxation-Financial:DK'/>", "another country, DK"),
        ("<AuditFile xmlns='urn:OECD:StandardAuditFile-Tax:PT_1.04_01'/>", "another kind"),
        (f"<AuditFile xmlns='{NAMESPACE}'><Header>", "broken XML in line 1"),
        (f"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><AuditFile xmlns='{NAMESPACE}'>&a;</AuditFile>", "declares a DTD"),
        (f"<AuditFile xmlns='{NAMESPACE}'/>", "Header"),
        ("<!", "broken XML"),
        ("", "empty"),
        ("%PDF-1.7", "a PDF"),
        ("\x1f\x8b\x08", "packed with gzip"),
        ("a\0b", "unknown kind"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words_that_name_it(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "some.file"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(Refused, match=words) as caught:
        read(path)
    assert "some.file" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"AuditFileCountry": "SE"}, "another country, SE"),
        ({"AuditFileVersion": "2.00"}, "version 2.00"),
        ({"DefaultCurrencyCode": ""}, "DefaultCurrencyCode: is missing"),
        ({"Company": "<Name>x</Name>"}, "RegistrationNumber"),
        ({"SelectionCriteria": ""}, "SelectionCriteria"),
    ],
)
def test_a_header_that_does_not_say_enough_is_refused(tmp_path: Path, change: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(ledger(tmp_path, customer(opening="5"), head=header(**change)))


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No such file"):
        read(tmp_path / "none.xml")


def test_nothing_is_fetched_from_outside(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden", encoding="utf-8")
    path = ledger(tmp_path, customer())
    text = path.read_text(encoding="utf-8").replace("Selskapet AS", "&leak;")
    entity = f'<!DOCTYPE AuditFile [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>\n<AuditFile'
    path.write_text(text.replace("<AuditFile", entity, 1), encoding="utf-8")
    with pytest.raises(Refused, match="DTD"):
        read(path)
