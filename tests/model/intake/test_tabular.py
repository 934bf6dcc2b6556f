"""What an administrator gets from a CSV or XLSX file of customers and items."""

import csv
import io
import json
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model.errors import Refused
from model.intake.profiles import folder
from model.intake.rows import AddressRow, EntryRow, PartyRow, Unreadable
from model.intake.tabular import read_table
from model.kinds import CustomerKind, EntryKind, PartyRole, TermsKind
from model.text import plain

SHARED = Path(__file__).parents[3] / "../shared/data"


def sample(name: str) -> Path:
    if not (path := SHARED / name).exists():
        pytest.skip(f"sample data {name} is not on this machine")
    return path


@pytest.fixture
def read(tmp_path):
    """Read a table that is given as text, bytes, or lines of cells of a workbook."""

    def reading(content, name="file.csv", encoding="utf-8", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_table(path, **options)

    return reading


@pytest.fixture
def read_book(tmp_path):
    def reading(*sheets, **options):
        book = openpyxl.Workbook()
        del book["Sheet"]
        for number, lines in enumerate(sheets):
            sheet = book.create_sheet(f"Ark{number}")
            for line in lines:
                sheet.append(line)
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                if isinstance(cell.value, str) and cell.value.startswith("=") and "!" in cell.value:
                    cell.data_type = "s"  # text that only looks like a formula
        path = tmp_path / "file.xlsx"
        book.save(path)
        return read_table(path, **options)

    return reading


def problems_of(reading, *arguments, **options):
    with pytest.raises(Unreadable) as refused:
        reading(*arguments, **options)
    return [(p.line, p.field, p.value) for p in refused.value.problems]


# A ledger that others published.


def test_a_published_ledger_of_settled_invoices_is_read_whole():
    intake = read_table(sample("ar/ar_ibm_mdy.csv"))
    invoices = [e for e in intake.entries if e.kind is EntryKind.INVOICE]
    payments = [e for e in intake.entries if e.kind is EntryKind.PAYMENT]
    assert (len(intake.customers), len(invoices), sum(e.amount for e in invoices)) == (100, 2466, Decimal("147703.18"))
    assert {e.settles: -e.amount for e in payments} == {e.key: e.amount for e in invoices}
    assert Counter(e.disputed for e in invoices) == {False: 1905, True: 561}
    settled_on = {e.settles: e.date for e in payments}
    assert all(e.dispute_closed_on == (settled_on[e.key] if e.disputed else None) for e in invoices)
    assert "dates are month/day/year: line 2 of SettledDate has 1/15/2013" in intake.notices
    assert not intake.problems


def test_that_ledger_is_refused_where_another_order_is_asked_for():
    with pytest.raises(Unreadable, match="nothing was brought in") as refused:
        read_table(sample("ar/ar_ibm_mdy.csv"), dates="dmy")
    assert (refused.value.problems[0].line, refused.value.problems[0].value) == (2, "1/15/2013")


@pytest.mark.parametrize(
    "name",
    ["balance", "bec", "danske_bank_konto", "debit_credit", "dnb_bom", "nordea_erhverv", "sample_statement_en"],
)
def test_a_bank_statement_is_refused_in_words(name):
    with pytest.raises(Refused, match=r"no column with the number of the customer.*bank statement.*headings seen are"):
        read_table(sample(f"bank/csv/{name}.csv"))


# Items.

ITEMS = "Kundenr;Fakturanr;Fakturadato;Forfaldsdato;Beløb"


def test_an_open_item_is_an_invoice_of_its_customer(read):
    intake = read(f"{ITEMS};KID;Tekst;Bestridt\n10;1042;26-01-2026;09-02-2026;1.234,50;123456782;El;ja\n")
    assert [c.number for c in intake.customers] == ["10"]
    assert intake.customers[0].name == "", "without a name the number serves"
    assert intake.entries == [
        EntryRow(
            line=2, customer="10", key="csv:10:1042", kind=EntryKind.INVOICE, date=date(2026, 1, 26),
            amount=Decimal("1234.50"), due_date=date(2026, 2, 9), voucher="1042", reference="123456782", text="El",
            disputed=True,
        )
    ]  # fmt: skip


def test_a_date_of_settlement_is_a_payment_on_that_day_that_settles_the_invoice(read):
    intake = read(
        "CustomerID,Invoice No,Invoice Date,Amount,Disputed,Paid date\n10,7,2026-01-26,100.00,Yes,2026-03-01\n"
    )
    invoice, payment = intake.entries
    assert (payment.key, payment.settles, payment.kind) == ("csv:10:7:paid", invoice.key, EntryKind.PAYMENT)
    assert (payment.date, payment.amount) == (date(2026, 3, 1), Decimal("-100.00"))
    assert invoice.dispute_closed_on == date(2026, 3, 1)


def test_what_is_no_longer_open_was_settled_before_the_import(read):
    intake = read(
        "Kundenr;Fakturanr;Dato;Beløb;Restbeløb;Bestridt\n10;7;26-01-2026;100,00;60,00;ja\n10;8;26-01-2026;5;5;\n"
    )
    invoice, payment, untouched = intake.entries
    assert (payment.amount, payment.settles, payment.text) == (Decimal(-40), invoice.key, "settled before the import")
    assert payment.date == invoice.date
    assert invoice.dispute_closed_on is None, "what is open is still disputed"
    assert untouched.amount == 5


def test_a_payment_of_a_part_is_dated_when_it_was_paid(read):
    text = "Kundenr;Fakturanr;Dato;Beløb;Restbeløb;Betalt dato\n10;7;26-01-2026;100,00;60,00;01-03-2026\n"
    payment = read(text).entries[1]
    assert (payment.amount, payment.date) == (Decimal(-40), date(2026, 3, 1))


def test_an_open_amount_alone_is_the_amount(read):
    assert [e.amount for e in read("Kundenr;Fakturanr;Forfaldsdato;Rest\n10;7;26-01-2026;60,00\n").entries] == [60]


def test_negative_amounts_are_credit_notes_and_a_settled_one_went_to_a_debit(read):
    note, refund = read(f"{ITEMS};Betalt dato\n10;7;26-01-2026;;-100,00;27-01-2026\n").entries
    assert (note.kind, note.amount, note.key) == (EntryKind.CREDIT_NOTE, Decimal(-100), "csv:10:7:credit_note")
    assert (refund.amount, note.settles, refund.settles) == (Decimal(100), refund.key, "")


def test_a_line_may_say_what_it_is(read):
    headings = "Kundenr;Posttype;Fakturanr;Dato;Debet;Kredit"
    entries = read(f"{headings}\n10;Faktura;7;26-01-2026;100,00;\n10;Indbetaling;7;27-01-2026;;40,00\n").entries
    assert [(e.kind, e.amount, e.key) for e in entries] == [
        (EntryKind.INVOICE, Decimal(100), "csv:10:7"),
        (EntryKind.PAYMENT, Decimal(-40), "csv:10:7:payment"),
    ]


def test_a_payment_with_a_positive_amount_is_refused(read):
    text = "Kundenr;Posttype;Fakturanr;Dato;Beløb\n10;Betaling;7;26-01-2026;100,00\n"
    assert problems_of(read, text) == [(2, "Beløb", "100,00")]


def test_the_same_file_twice_has_the_same_keys_and_no_two_entries_share_one(read):
    text = "Kundenr;Fakturanr;Dato;Beløb;Betalt den\n10;1:2;26-01-2026;1,50;\n10:1;2;26-01-2026;1,50;27-01-2026\n"
    text += 2 * "10;;26-01-2026;1,50;\n"
    keys = [e.key for e in read(text).entries]
    assert keys == [e.key for e in read(text).entries]
    assert len(set(keys)) == len(keys) == 5


def test_a_line_that_is_there_twice_counts_once_and_is_reported(read):
    intake = read(f"{ITEMS}\n10;7;26-01-2026;;100,00\n10;7;26-01-2026;;100,00\n")
    assert len(intake.entries) == 1
    assert [(p.line, p.value) for p in intake.problems] == [(3, "7")]
    assert "same as line 2" in intake.problems[0].message


def test_an_invoice_number_that_stands_for_two_amounts_is_refused(read):
    assert problems_of(read, f"{ITEMS}\n10;7;26-01-2026;;100,00\n10;7;26-01-2026;;50,00\n") == [(3, "Fakturanr", "7")]


def test_items_of_nothing_and_lines_of_totals_are_left_out_and_told(read):
    intake = read(f"{ITEMS}\n10;7;26-01-2026;;0,00\n10;8;26-01-2026;;10,00\n\nI alt;;;;10,00\n;;;Total;10,00\n")
    assert [e.voucher for e in intake.entries] == ["8"]
    assert "items of nothing are left out: line 2" in intake.notices
    assert "lines of totals are left out: line 5, and 1 more" in intake.notices


def test_a_line_of_a_customer_without_an_item_is_a_customer(read):
    intake = read("Kundenr;Navn;Fakturanr;Dato;Beløb\n10;Ida;7;26-01-2026;5,00\n11;Bo;;;\n")
    assert [c.name for c in intake.customers] == ["Ida", "Bo"]
    assert [e.customer for e in intake.entries] == ["10"]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (";7;26-01-2026;;1,00;;;", "Kundenr", ""),
        ("10;7;31-02-2026;;1,00;;;", "Fakturadato", "31-02-2026"),
        ("10;7;;;1,00;;;", "Fakturadato", ""),
        ("10;7;26-01-2026;snart;1,00;;;", "Forfaldsdato", "snart"),
        ("10;7;26-01-2026;;mange;;;", "Beløb", "mange"),
        ("10;7;26-01-2026;;;;;", "Beløb", ""),
        ("10;7;26-01-2026;;1,234;;;", "Beløb", "1,234"),
        ("10;7;26-01-2026;;99999999999999;;;", "Beløb", "99999999999999"),
        ("10;7;26-01-2026;;1,00;2,00;;", "Rest", "2,00"),
        ("10;7;26-01-2026;;1,00;-1,00;;", "Rest", "-1,00"),
        ("10;7;26-01-2026;;1,00;;krone;", "Valuta", "krone"),
        ("10;7;26-01-2026;;1,00 NOK;;DKK;", "Valuta", "DKK"),
        ("10;7;26-01-2026;;1,00;;;måske", "Bestridt", "måske"),
    ],
)
def test_a_value_that_a_balance_rests_on_is_refused_by_line_and_field(read, line, field, value):
    good = "10;6;27-01-2026;;1,00;;;"
    assert problems_of(read, f"{ITEMS};Rest;Valuta;Bestridt\n{good}\n{line}\n") == [(3, field, value)]


def test_all_that_is_wrong_is_told_at_once_and_a_flood_is_cut_short(read):
    with pytest.raises(Unreadable, match="for 300 values must be mended") as refused:
        read(f"{ITEMS}\n" + "10;7;x;;y\n" * 150)
    assert len(refused.value.problems) == 100


# Currency.


def test_the_currency_is_that_of_the_line_then_of_the_heading_then_the_one_asked_for(read):
    lines = "10;7;26-01-2026;1,50;SEK\n10;8;26-01-2026;1,50 EUR;\n10;9;26-01-2026;kr 1,50;\n"
    text = "Kundenr;Fakturanr;Dato;{};Valuta\n" + lines
    currencies = [[e.currency for e in read(text.format(h), currency="nok").entries] for h in ("Beløb", "Beløb (DKK)")]
    assert currencies == [["SEK", "EUR", "NOK"], ["SEK", "EUR", "DKK"]]
    assert read(text.format("Beløb")).entries[2].currency == "", "the creditor's"


def test_a_currency_that_is_none_is_refused(read):
    with pytest.raises(Refused, match="three letters such as DKK"):
        read(f"{ITEMS}\n10;7;26-01-2026;;1,00\n", currency="kroner")


# Customers.


def test_a_list_of_customers_brings_all_that_it_carries(read):
    text = (
        "Nr.;Navn;CVR-nr.;Momsnr.;Kundetype;Adresse;Adresse 2;Postnr.;By;Land;Telefon;Mobil;E-mail;Kontaktperson;"
        "Kundegruppe;Betalingsbetingelser;Kreditmaksimum;Valuta;Sprog;Saldo\n"
        "0010;Kjær & Sønner A/S;DK-13585628;DK13585628;Erhverv;Vestergade 12;c/o Bo;8000;Aarhus C;Danmark;22 33 44 55;"
        "33445566 / 44556677;bo@x.example, ida@x.example;Bo Kjær;VIP;Løbende måned + 30 dage;50.000,00;DKK;"
        "Dansk;-1.250,50\n"
    )
    (customer,) = read(text).customers
    assert (customer.number, customer.name, customer.kind) == ("0010", "Kjær & Sønner A/S", CustomerKind.COMPANY)
    assert (customer.org_number, customer.vat_registration, customer.category) == ("13585628", "DK13585628", "VIP")
    assert (customer.terms_kind, customer.terms_days) == (TermsKind.END_OF_MONTH, 30)
    assert (customer.credit_limit, customer.stated_balance) == (Decimal(50000), Decimal("-1250.50"))
    assert (customer.currency, customer.language, customer.country) == ("DKK", "da", "DK")
    assert customer.addresses == (AddressRow("postal", "Vestergade 12", "c/o Bo", "8000", "Aarhus C", "DK"),)
    assert customer.phones == ("22 33 44 55", "33445566", "44556677")
    assert customer.emails == ("bo@x.example", "ida@x.example")
    assert customer.parties == (PartyRow(PartyRole.CONTACT, "Bo Kjær"),)


def test_norwegian_headings_are_known(read):
    text = (
        "Kundenummer;Kundenavn;Organisasjonsnummer;Postadresse;Postnr og sted;Land;Tlf.;E-post;Betalingsvilkår;Språk\n"
        "7;Ås Bygg AS;974 760 673 MVA;Storgata 1;0155 Oslo;Norge;22 33 44 55;a@b.example;Netto 14 dager;Norsk\n"
    )
    (customer,) = read(text).customers
    assert (customer.org_number, customer.country, customer.language) == ("974760673", "NO", "nb")
    assert (customer.terms_kind, customer.terms_days) == (TermsKind.NET, 14)
    assert (customer.addresses[0].postcode, customer.addresses[0].city) == ("0155", "Oslo")


def test_what_the_file_does_not_say_is_left_unsaid(read):
    (customer,) = read("Kundenr;Navn;Land;Telefon\n10;Ida;;\n").customers
    assert (customer.country, customer.phones, customer.addresses, customer.terms_kind) == ("", (), (), None)


def test_a_description_that_is_not_understood_is_left_out_and_reported(read):
    intake = read("Kundenr;Navn;Land;Betalingsbetingelser\n10;Ida;Norge;K7B\n11;Bo;Narnia;K7B\n12;Eva;Narnia;14\n")
    assert [c.country for c in intake.customers] == ["NO", "", ""]
    assert [(p.line, p.field, p.value) for p in intake.problems] == [
        (2, "Betalingsbetingelser", "K7B"),
        (3, "Land", "Narnia"),
    ]


def test_the_first_line_of_a_customer_counts_and_later_ones_fill_in(read):
    intake = read("Kundenr;Navn;Tlf\n10;Ida;\n10;Ida;22334455\n10;Eva;\n")
    (customer,) = intake.customers
    assert (customer.line, customer.name, customer.phones) == (2, "Ida", ("22334455",))
    assert "lines tell different things of a customer, and the first counts: line 4 of 10" in intake.notices


# Headings.


def test_two_columns_that_claim_one_field_are_an_error(read):
    with pytest.raises(Refused, match=r"'Fakturabeløb' and 'Total inkl. moms' both claim amount"):
        read("Kundenr;Fakturanr;Dato;Fakturabeløb;Total inkl. moms\n10;7;26-01-2026;1,00;1,25\n")


def test_a_vague_heading_gives_way_to_a_plain_one(read):
    intake = read("Kunde;Kundenr;Dato;Fakturadato;Fakturanr;Beløb\nIda;10;01-02-2026;26-01-2026;7;1,50\n")
    assert (intake.customers[0].name, intake.customers[0].number) == ("Ida", "10")
    assert intake.entries[0].date == date(2026, 1, 26)
    assert "columns left out: Dato" in intake.notices


@pytest.mark.parametrize(
    ("headings", "why"),
    [
        ("Kundenr;Farve", "neither customers nor items.*headings seen are: Kundenr, Farve"),
        ("Kundenr;Beløb", "amounts but no dates"),
        ("Kundenr;Fakturanr;Dato", "items without amounts"),
        ("Farve;Navn", "no column with the number of the customer"),
        ("", "is empty"),
        ("Kundenr;Navn", "no lines below"),
    ],
)
def test_a_file_that_holds_neither_customers_nor_items_is_refused_in_words(read, headings, why):
    with pytest.raises(Refused, match=rf"^file.csv: .*{why}"):
        read(f"{headings}\n" + ("1;2;3\n" if headings.count(";") and "Navn" not in headings[:12] else ""))


def test_titles_above_the_headings_are_left_out(read):
    intake = read(f"Åbne poster pr. 30-01-2026\n\nUdskrevet af Bo;;;;\n{ITEMS}\n10;7;26-01-2026;;1,50\n")
    assert [e.line for e in intake.entries] == [5]
    assert "the headings are on line 4: what stands above is left out" in intake.notices


def test_headings_that_are_repeated_on_each_page_are_no_rows(read):
    assert len(read(f"{ITEMS}\n10;7;26-01-2026;;1,50\n{ITEMS}\n10;8;26-01-2026;;1,50\n").entries) == 2


# Profiles.

PROFILE = """
dates = "dmy"
decimal = "."
currency = "NOK"
ignore = ["Navn"]
[columns]
customer = "Konto"
amount = "Amt"
date = "Når"
"""


def test_a_saved_profile_says_what_headings_do_not(read, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder().mkdir(parents=True)
    (folder() / "visma.toml").write_text(PROFILE, "utf-8")
    intake = read(
        "Konto;Når;Amt;Beløb;Navn\n10;01-02-2026;1.234;9;Ida\n10;03-02-2026;1,234;9;Ida\n".replace("1.234", "1.23"),
        profile="visma",
    )
    assert [(e.date, e.amount, e.currency) for e in intake.entries] == [
        (date(2026, 2, 1), Decimal("1.23"), "NOK"),
        (date(2026, 2, 3), Decimal(1234), "NOK"),
    ]
    assert intake.customers[0].name == ""
    with pytest.raises(Refused, match="saved profiles: visma"):
        read(ITEMS, profile="other")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("dates = 'ydm'", "must be one of 'dmy'"),
        ("decimals = ','", "'decimals' is not understood"),
        ("[columns]\nfarve = 'x'", "no field 'farve'"),
        ("[columns]\ncustomer = 'Konto'", "no column has that heading"),
        ("dates", "not a TOML file"),
    ],
)
def test_a_profile_that_is_not_understood_is_refused(read, tmp_path, said, why):
    path = tmp_path / "p.toml"
    path.write_text(said, "utf-8")
    with pytest.raises(Refused, match=why):
        read(f"{ITEMS}\n10;7;26-01-2026;;1,50\n", profile=str(path))


# How a file is written.

texts = st.text("abc æøåÆØÅé,;|\t\"'\n=-+@", min_size=1, max_size=12)
rows = st.lists(
    st.tuples(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 10**9), texts), min_size=1, max_size=6
)
STYLES = {"dmy": "%d-%m-%Y", "mdy": "%m/%d/%Y", "ymd": "%Y.%m.%d"}


def written(lines, delimiter, encoding, point, style, newline="\r\n"):
    out = io.StringIO(newline="")
    if newline == "\r":  # the writer would leave a bare line feed unquoted
        writer = csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerow(["Kundenr", "Navn", "Fakturanr", "Fakturadato", "Forfaldsdato", "Beløb"])
    for n, (day, cents, name) in enumerate(lines):
        amount = f"{cents // 100:,}.{cents % 100:02}".replace(",", " ")
        writer.writerow([n, name, n, f"{day:{style}}", f"{date(2026, 1, 26):{style}}", amount.replace(".", point)])
    return out.getvalue().encode(encoding)


@given(
    rows,
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"]),
    st.sampled_from(",."),
    st.sampled_from(sorted(STYLES)),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_a_table_reads_back_however_it_is_written(tmp_path_factory, lines, delimiter, encoding, point, order, newline):
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(written(lines, delimiter, encoding, point, STYLES[order], newline))
    intake = read_table(path)
    assert [(e.date, e.amount) for e in intake.entries] == [(day, Decimal(cents) / 100) for day, cents, _ in lines]
    assert [c.name for c in intake.customers] == [plain(name) for _, _, name in lines]
    assert {e.due_date for e in intake.entries} == {date(2026, 1, 26)}


@given(rows, st.sampled_from(["%d-%m-%Y", "%m/%d/%y"]))
def test_a_table_whose_dates_stay_open_is_refused_and_dates_decides(tmp_path_factory, lines, style):
    days = [date(2001 + n, day.month, min(day.day, 12)) for n, (day, _, _) in enumerate(lines)]
    assume(any(day.day != day.month for day in days))
    path = tmp_path_factory.getbasetemp() / "open.csv"
    text = "".join(f"1;{n};{day:{style}};1,50\n" for n, day in enumerate(days))
    path.write_text("Kundenr;Fakturanr;Dato;Beløb\n" + text, "utf-8")
    with pytest.raises(Unreadable, match="no one order of day and month is sure"):
        read_table(path)
    intake = read_table(path, dates="dmy" if style.startswith("%d") else "mdy")
    assert [e.date for e in intake.entries] == days


def test_what_was_detected_is_shown(read):
    intake = read(f"{ITEMS}\n10;7;26-01-2026;;1.234,50\n", encoding="cp1252")
    assert intake.notices == [
        "read as cp1252, columns separated by semicolon",
        "dates are day/month/year: line 2 of Fakturadato has 26-01-2026",
        "amounts have a decimal comma: line 2 of Beløb has 1.234,50",
    ]


def test_bytes_that_cp1252_lacks_are_read_as_latin_1(read):
    assert read(b"Kundenr;Navn\n1;S\xf8ren\x81\n").customers[0].name == "Søren"


def test_utf_16_without_its_mark_is_read_all_the_same(read):
    intake = read("Kundenr;Navn;Fakturanr;Dato;Beløb\r\n1;Søren;7;26-01-2026;1,50\r\n", encoding="utf-16-le")
    assert [(c.name, e.amount) for c, e in zip(intake.customers, intake.entries, strict=True)] == [
        ("Søren", Decimal("1.50"))
    ]


def test_amounts_that_can_be_thousands_or_thousandths_are_refused(read):
    with pytest.raises(Unreadable, match="decimal sign of amounts is not clear") as refused:
        read(f"{ITEMS}\n10;7;26-01-2026;;1.234\n")
    assert "1234 or 1.234" in refused.value.problems[0].message


def test_the_line_of_a_problem_is_that_of_the_file(read):
    text = 'sep=;\nKundenr;Navn;Fakturanr;Dato;Beløb\n\n10;"Ida\nHansen";7;26-01-2026;1,50\n10;;8;x;1,50\n'
    assert problems_of(read, text) == [(6, "Dato", "x")]


def test_lines_of_other_lengths(read):
    text = "Kundenr;Navn;Tlf\n10;Ida\n11;Bo;;;\n"
    assert [c.name for c in read(text).customers] == ["Ida", "Bo"]
    assert problems_of(read, f"{text}12;Eva;1;2\n") == [(4, "", "2")]
    assert problems_of(read, f"{text}Udskrevet i dag\n") == [(4, "", "Udskrevet i dag")]


def test_a_quotation_that_does_not_end_is_refused_with_its_line(read):
    with pytest.raises(Refused, match="line 3 or one soon after it has a quotation"):
        read('Kundenr;Navn\n10;Ida\n11;"Bo\n12;Eva\n')


def test_nul_bytes_and_control_characters_do_not_survive(read):
    (customer,) = read("Kundenr;Navn\n1\x000;I\x00da\x1b[31m\u202e\n").customers
    assert (customer.number, customer.name) == ("10", "Ida[31m")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"none.csv: cannot be read: No such file"):
        read_table(tmp_path / "none.csv")


# Hostile data.


def named(names):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("Customer no", "Name"), *enumerate(names)])
    return out.getvalue()


def test_naughty_strings_survive_as_plain_text(read):
    names = json.loads(sample("nasty/blns.json").read_text("utf-8"))
    assert [c.name for c in read(named(names)).customers] == [plain(name) for name in names]


def test_formulas_of_an_attacker_stay_text(read, read_book):
    payloads = sample("nasty/csv-payload.txt").read_text("utf-8").split("\n")
    payloads = [p for p in payloads if p]
    assert [c.name for c in read(named(payloads)).customers] == [plain(p) for p in payloads]
    book = read_book([["Customer no", "Name"], *([n, p] for n, p in enumerate(payloads))])
    assert [c.name for c in book.customers] == [plain(p) for p in payloads]


# Workbooks.


def test_a_workbook_is_read_by_its_values(read_book):
    intake = read_book(
        [["Noter"], ["intet her"]],
        [
            ["Åbne poster"],
            [],
            ["Kundenr", "Navn", "Fakturanr", "Fakturadato", "Forfaldsdato", "Beløb", "Bestridt"],
            [10233, "Ida", "0042", datetime.fromisoformat("2026-01-02"), date(2026, 2, 1), 0.1 + 0.2, True],
            [None, None, None, None, None, None, None],
            [10234.0, "Bo", 43, datetime.fromisoformat("2026-02-03"), "26-01-2026", "1.234,50", None],
        ],
    )
    assert intake.format == "xlsx"
    assert [(e.line, e.customer, e.voucher, e.date, e.due_date, e.amount, e.disputed) for e in intake.entries] == [
        (4, "10233", "0042", date(2026, 1, 2), date(2026, 2, 1), Decimal("0.30"), True),
        (6, "10234", "43", date(2026, 2, 3), date(2026, 1, 26), Decimal("1234.50"), False),
    ]
    assert "read from the sheet 'Ark1', not from Ark0" in intake.notices


def test_a_formula_without_its_value_is_refused_only_where_it_counts(read_book):
    headings = ["Kundenr", "Fakturanr", "Dato", "Beløb", "Andet"]
    day = date(2026, 1, 26)
    assert problems_of(read_book, [headings, [10, 7, day, "=1+1", None]]) == [(2, "Beløb", "")]
    assert read_book([headings, [10, 7, day, 2, "=1+1"]]).entries[0].amount == 2


def test_an_amount_where_a_date_belongs_is_refused(read_book):
    assert problems_of(read_book, [["Kundenr", "Dato", "Beløb"], [10, 46048, 5]]) == [(2, "Dato", "46048")]


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"PK\x03\x04 no workbook", "is no workbook"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or locked workbook")],
)
def test_what_only_looks_like_a_workbook_is_refused(read, content, why):
    with pytest.raises(Refused, match=why):
        read(content, "file.xlsx")
