"""What reading and posting a large SAF-T file costs: `python benchmarks/saft.py 1000` makes one of 1000 MB.

Prints the time and the peak memory of reading, and with `--post` of posting into a new SQLite register as well.
"""

import argparse
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<AuditFile xmlns="urn:StandardAuditFile-Taxation-Financial:NO">
<Header><AuditFileVersion>1.30</AuditFileVersion><AuditFileCountry>NO</AuditFileCountry>
<Company><RegistrationNumber>923609016</RegistrationNumber><Name>Selskapet AS</Name></Company>
<DefaultCurrencyCode>NOK</DefaultCurrencyCode>
<SelectionCriteria><SelectionStartDate>2025-01-01</SelectionStartDate><SelectionEndDate>2025-12-31</SelectionEndDate>
</SelectionCriteria></Header><MasterFiles><Customers>
"""
CUSTOMER = """<Customer><Name>Kunde {n} AS</Name>
<Address><StreetName>Storgata</StreetName><Number>{n}</Number><City>Oslo</City><PostalCode>0155</PostalCode>
<Country>NO</Country><AddressType>StreetAddress</AddressType></Address>
<Contact><ContactPerson><FirstName>Kari</FirstName><LastName>Nordmann</LastName></ContactPerson>
<Telephone>22{n:06d}</Telephone><Email>kunde{n}@firma.example</Email></Contact>
<CustomerID>{n}</CustomerID><BalanceAccount><AccountID>1500</AccountID>
<OpeningDebitBalance>{n}.50</OpeningDebitBalance><ClosingDebitBalance>{n}.50</ClosingDebitBalance></BalanceAccount>
<PartyInfo><PaymentTerms><Days>14</Days></PaymentTerms><Type>Company</Type><Status>Active</Status></PartyInfo></Customer>
"""
TRANSACTION = """<Transaction><TransactionID>{n}</TransactionID><Period>{month}</Period><PeriodYear>2025</PeriodYear>
<TransactionDate>2025-{month:02d}-15</TransactionDate><Description>Faktura {n}</Description>
<SystemEntryDate>2025-{month:02d}-15</SystemEntryDate><GLPostingDate>2025-{month:02d}-15</GLPostingDate>
<Line><RecordID>1</RecordID><AccountID>3000</AccountID><Description>Salg av varer</Description>
<CreditAmount><Amount>{amount}.00</Amount></CreditAmount><TaxInformation><TaxType>MVA</TaxType><TaxCode>3</TaxCode>
<TaxPercentage>25</TaxPercentage><TaxBase>{amount}.00</TaxBase></TaxInformation></Line>
<Line><RecordID>2</RecordID><AccountID>1500</AccountID><CustomerID>{customer}</CustomerID>
<Description>Faktura {n}</Description><DebitAmount><Amount>{amount}.00</Amount></DebitAmount>
<ReferenceNumber>{n}</ReferenceNumber><CID>{n:07d}</CID><DueDate>2025-{month:02d}-28</DueDate></Line></Transaction>
"""


def write(out: TextIO, size: int) -> tuple[int, int]:
    """A file of about so many bytes, a tenth of it customers."""
    out.write(HEAD)
    customers = max(size // 10 // len(CUSTOMER), 1)
    out.writelines(CUSTOMER.format(n=n) for n in range(1, customers + 1))
    out.write("</Customers></MasterFiles><GeneralLedgerEntries><Journal><JournalID>S</JournalID><Type>Salg</Type>\n")
    transactions = max(size * 9 // 10 // len(TRANSACTION), 1)
    out.writelines(
        TRANSACTION.format(n=n, month=n % 12 + 1, amount=n % 5000 + 1, customer=n % customers + 1)
        for n in range(1, transactions + 1)
    )
    out.write("</Journal></GeneralLedgerEntries></AuditFile>\n")
    return customers, transactions


def peak() -> int:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("megabytes", type=int)
    parser.add_argument("--post", action="store_true", help="post into a new register as well")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xml"
        with path.open("w", encoding="utf-8") as out:
            customers, transactions = write(out, options.megabytes * 1_000_000)
        print(f"file      {path.stat().st_size / 1e6:8.0f} MB  {customers} customers, {transactions} transactions")
        from model.intake.read import read

        start = time.perf_counter()
        intake = read(path)
        print(f"read      {time.perf_counter() - start:8.1f} s   peak {peak()} MB  {len(intake.entries)} entries")
        if options.post:
            from model.agent import Agent
            from model.intake.post import post
            from model.records import AgentInfo
            from model.store import open_register

            now = datetime(2026, 1, 2, 9, tzinfo=UTC)
            register = open_register(Path(folder) / "register.db")
            with register.write() as session:
                session.add(Agent(login="bench", name="bench", created_at=now))
            start = time.perf_counter()
            laps: dict[str, tuple[float, int]] = {}
            agent = AgentInfo(1, "bench", "bench", "agent")
            report = post(
                register, intake, file=path.name, sha256="", agent=agent, now=now,
                progress=lambda what, _done, _total: laps.__setitem__(what, (time.perf_counter() - start, peak())),
            )  # fmt: skip
            print(f"post      {time.perf_counter() - start:8.1f} s   peak {peak()} MB  {report.entries_added} entries")
            for what, (at, most) in laps.items():
                print(f"  {what:10} until {at:6.1f} s   peak {most} MB")


if __name__ == "__main__":
    main()
