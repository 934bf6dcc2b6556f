"""`kartotek import`: files brought in one by one, each all or nothing, with what was found told in words or JSON."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from model import authority, errors
from model.intake.post import post, refusal, to_json
from model.intake.read import read
from model.intake.rows import CreditorRow
from tui import output
from tui.wording import amount

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from model.intake.post import FileReport
    from model.records import AgentInfo
    from model.store import Register


def run(register: Register, args: argparse.Namespace, *, now: datetime, login: str) -> int:
    """Bring the files in; returns 2 when one of them was refused, which keeps none of the others out."""
    agent = authority.who(register, login, now)
    reports = []
    for name in args.files:
        report = _one(register, name, args, agent, now)
        reports.append(report)
        if not args.json:
            _tell(report, name, dry_run=args.dry_run)
    if args.json:
        output.dump(to_json(reports))
    return 2 if any(report.refused for report in reports) else 0


def _one(register: Register, name: str, args: argparse.Namespace, agent: AgentInfo, now: datetime) -> FileReport:
    path = Path(name)
    try:
        intake = read(path, profile=args.profile, dates=args.dates, currency=args.currency)
        if args.creditor and intake.creditor is None:
            intake = replace(intake, creditor=CreditorRow(args.creditor, "", "", ""))
        with output.progress(path.name) as told:
            return post(
                register,
                intake,
                file=name,
                sha256=_digest(path),
                agent=agent,
                now=now,
                dry_run=args.dry_run,
                progress=(lambda what, done, total: told(done, total, what)) if told else None,
            )
    except errors.Refused as error:
        return refusal(name, error)
    except OSError as error:
        return refusal(name, errors.Refused(f"{name}: {error.strerror}: nothing was brought in"))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _tell(report: FileReport, name: str, *, dry_run: bool) -> None:
    """The report in words: what was done on stdout, what is wrong on stderr."""
    if report.refused:
        print(f"kartotek: {name}: {report.refused.removeprefix(f'{name}: ')}", file=sys.stderr)
        return
    verb = "would be" if dry_run else "were"
    print(f"{name}: {report.format}")
    print(
        f"  customers: {report.customers_added} {verb} added, {report.customers_changed} changed, "
        f"{report.customers_unchanged} unchanged"
    )
    print(f"  entries: {report.entries_added} {verb} added, {report.entries_skipped} known already or left out")
    print(f"  claims in the file: {amount(report.total)} {report.currency}")
    for notice in report.notices:
        print(f"  {notice}")
    for found in report.differences:
        computed, stated = amount(found.computed), amount(found.stated)
        print(f"  customer {found.customer}: opening and lines make {computed}, the file states {stated}")
    for problem in report.problems:
        where = " ".join(part for part in (f"line {problem.line}" if problem.line else "", problem.field) if part)
        value = f" ({problem.value})" if problem.value else ""
        print(f"kartotek: {name}: {where}{': ' if where else ''}{problem.message}{value}", file=sys.stderr)
