"""Posting a file: all of it or nothing, the same file twice changes nothing, and other desks keep writing meanwhile.

The rows are staged and compared with the register first, without any lock; what is new is then written in one short
transaction. If another file was posted in between, the comparison is made again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from model.errors import Busy, Refused
from model.intake.compare import compare, fingerprint, home_of
from model.intake.rows import Problem, Unreadable
from model.intake.stage import Stage, amount_of
from model.intake.write import Batch, write
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from model.intake.compare import Creditor
    from model.intake.rows import Intake
    from model.records import AgentInfo
    from model.store import Register

    Progress = Callable[[str, int, int], None]
    """Hears what is being done, how much of it is done, and how much there is."""

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """A customer for whom the file states another closing balance than its opening balance and lines add up to."""

    customer: str
    computed: Decimal
    stated: Decimal


@dataclass(slots=True)
class FileReport:
    """What came of a file. Amounts are in `currency`; `total` is what the file claims: the sum of its debits."""

    file: str
    format: str = ""
    currency: str = ""
    customers_added: int = 0
    customers_changed: int = 0
    customers_unchanged: int = 0
    entries_added: int = 0
    entries_skipped: int = 0
    kinds: dict[str, int] = field(default_factory=dict)  # entries added, by `kinds.EntryKind`
    total: Decimal = Decimal("0.00")
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    refused: str = ""  # why nothing was brought in; "" : it was


def post(
    register: Register,
    intake: Intake,
    *,
    file: str,
    sha256: str,
    agent: AgentInfo,
    now: datetime,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> FileReport:
    """Bring a file that was read into the register, whole or not at all.

    Raises:
        Unreadable: values that must not be posted; all of them are told.
        Refused: the register cannot tell whose claims these are.
        Busy: others write all the time.
    """
    tell = progress or _silent
    name, stem, today = plain(Path(file).name), plain(Path(file).stem), register.today(now)
    with register.read() as session:
        currency = home_of(session, intake, name=stem).currency
    with Stage(intake, file=name, currency=currency, progress=tell) as stage:
        for _ in range(_ATTEMPTS):
            with register.read() as session:
                seen = fingerprint(session)
                creditor = home_of(session, intake, name=stem)
                compare(session, stage, creditor, today=today, progress=tell)
            report = _report(stage, intake, name, creditor)
            if dry_run or not (creditor.changed or stage.has_news()):
                return report
            with register.write() as session:
                if fingerprint(session, lock=True) == seen:
                    batch = Batch(name, intake.format, sha256, _counts(report), agent, now, today)
                    write(session, stage, creditor, batch, progress=tell)
                    return report
            stage.forget()
    raise Busy(f"{name}: another import was faster three times: try again")


def refusal(file: str, error: Refused) -> FileReport:
    """The report of a file that was refused whole."""
    name = plain(Path(file).name)
    problems = error.problems if isinstance(error, Unreadable) else [Problem(0, "", "", str(error))]
    return FileReport(name, problems=problems, refused=str(error))


def to_json(reports: Iterable[FileReport]) -> dict[str, Any]:
    """Reports as programs read them; amounts are strings with a point and two decimals."""
    return {
        "files": [
            {
                "file": report.file,
                "format": report.format,
                "customers": {
                    "added": report.customers_added,
                    "changed": report.customers_changed,
                    "unchanged": report.customers_unchanged,
                },
                "entries": {"added": report.entries_added, "skipped": report.entries_skipped},
                "total": f"{report.total:.2f}",
                "differences": [
                    {"customer": d.customer, "computed": f"{d.computed:.2f}", "stated": f"{d.stated:.2f}"}
                    for d in report.differences
                ],
                "problems": [
                    {"line": p.line, "field": p.field, "value": p.value, "message": p.message} for p in report.problems
                ],
            }
            for report in reports
        ]
    }


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _report(stage: Stage, intake: Intake, name: str, creditor: Creditor) -> FileReport:
    customers, entries = stage.counts("customer"), stage.counts("entry")
    debits = dict(stage.db.execute("SELECT currency, SUM(amount) FROM entry WHERE amount > 0 GROUP BY currency"))
    currency = creditor.currency if creditor.currency in debits or not debits else next(iter(debits))
    return FileReport(
        file=name,
        format=intake.format,
        currency=currency,
        customers_added=customers.get("add", 0),
        customers_changed=customers.get("change", 0),
        customers_unchanged=customers.get("same", 0),
        entries_added=entries.get("add", 0),
        entries_skipped=sum(count for action, count in entries.items() if action != "add"),
        kinds=stage.kinds(),
        total=amount_of(debits.pop(currency, 0)),
        differences=[Difference(number, computed, stated) for number, computed, stated in stage.differences()],
        problems=[*intake.problems, *stage.told.listed(), *stage.compared.listed()],
        notices=[
            *intake.notices,
            *(f"further claims in {other}: {amount_of(minor):.2f}" for other, minor in sorted(debits.items())),
        ],
    )


def _counts(report: FileReport) -> dict[str, Any]:
    return {
        "customers_added": report.customers_added,
        "customers_changed": report.customers_changed,
        "entries_added": report.entries_added,
        "entries_skipped": report.entries_skipped,
        "kinds": report.kinds,
    }
