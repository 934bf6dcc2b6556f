"""What commands print: tables for people, JSON for programs (amounts are strings with a point and two decimals)."""

from __future__ import annotations

import json as jsonlib
import shutil
import sys
from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol

from model import history
from model.rules.coverage import status_bar
from tui.wording import amount, day, told, weekday

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from model.check import Difference
    from model.records import Card, HistoryRow
    from model.report import Ageing, Behaviour
    from model.rules.agreement import InstalmentProgress
    from model.store import Register


_PAGE = 2000  # lines of a table whose columns are measured together


_BAR = 30  # columns of a bar that is full


class Tell(Protocol):
    """Hears how far a long piece of work has come."""

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """So much is done of so much (0: not known)."""


def dump(value: object) -> None:
    """One JSON value on a line of its own, at once: the reader may be waiting for it."""
    print(jsonlib.dumps(value, ensure_ascii=False), flush=True)


def dump_each(values: Iterable[object]) -> None:
    """A JSON list on a line of its own, written while its values come: a million of them are never held at once."""
    between = "["
    for value in values:
        print(between, jsonlib.dumps(value, ensure_ascii=False), sep="", end="")
        between = ", "
    print("[]" if between == "[" else "]", flush=True)


def figure(value: Decimal) -> str:
    """An amount for a program."""
    return f"{value:.2f}"


@contextmanager
def progress(subject: str) -> Iterator[Tell | None]:
    """A bar and a running count on stderr, on a terminal only: what has been done of how much."""
    if not sys.stderr.isatty():
        yield None
        return

    def tell(done: int, total: int, what: str = "") -> None:
        words = f"{subject}: {what} {done:,}{f' of {total:,}' if total else ''}".replace(",", ".")
        if total:
            full = done * _BAR // total
            words = f"[{'#' * full}{'.' * (_BAR - full)}] {done * 100 // total:>3} %  {words}"
        print(f"\r{words[:78]:<78}", end="", file=sys.stderr, flush=True)

    yield tell
    print(f"\r{'':<78}\r", end="", file=sys.stderr, flush=True)


def table(rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Columns as wide as they need be; those in `right` are flush right; the last is cut at the terminal's edge.

    Long tables are printed a page at a time, while their rows come; a column may get wider from one page to the next.
    """
    edge = shutil.get_terminal_size((160, 24)).columns if sys.stdout.isatty() else None
    rest, widths = iter(rows), [0]
    while page := list(islice(rest, _PAGE)):
        before = widths if len(widths) == len(page[0]) else [0] * len(page[0])
        widths = [max(width, *(len(line[i]) for line in page)) for i, width in enumerate(before)]
        for line in page:
            cells = [
                t.rjust(w) if i in right else t.ljust(w) for i, (t, w) in enumerate(zip(line, widths, strict=True))
            ]
            print("  ".join(cells).rstrip()[:edge])


def card(register: Register, shown: Card, *, json: bool) -> None:
    """A customer's card with all history."""
    rows = _all_history(register, shown)
    if json:
        dump(_card_value(shown, rows))
        return
    f = shown.figures
    print(f"{shown.number} {shown.name} · {shown.address or 'no address shown'} · {shown.currency}")
    state = f"overdue {shown.days_overdue} days" if shown.days_overdue else "nothing overdue"
    merged = f"merged into {shown.merged_into} · " if shown.merged_into else ""
    print(f"{merged}{shown.status} · {state} · reminder level {shown.reminder_level}")
    bar = status_bar(shown.status)
    collect = f"not to collect here: {bar}" if bar else f"to collect {amount(f.to_collect)}"
    print(f"balance {amount(shown.balance)} · {collect}")
    parts = (
        ("agreed", f.in_agreement),
        ("disputed", f.disputed),
        ("lapsed", f.lapsed),
        ("promised", f.promised),
        ("not here", f.elsewhere),
    )
    less = "".join(f" - {word} {amount(value)}" for word, value in parts if value)
    more = f" + instalments {amount(f.instalments_due)}" if f.instalments_due else ""
    print(f"  = overdue {amount(f.overdue)}{less}{more}")
    for other in shown.other_currencies:
        print(f"also in {other.currency}: balance {amount(other.balance)}, overdue {amount(other.overdue)}")
    if shown.pay_by:
        print(f"pay by {shown.pay_by}")
    for promise in shown.promises:
        print(f"promise {amount(promise.amount)} for {weekday(promise.due, year=True)}: {promise.state}")
    for agreement in shown.agreements:
        print(f"{agreement.number} {amount(agreement.total)}: {agreement.state}")
        table(
            [
                (
                    f"  {p.no}",
                    weekday(p.due, year=True),
                    weekday(p.effective, year=True),
                    amount(p.amount),
                    p.state + _costing(p),
                )
                for p in agreement.instalments
            ],
            right=(3,),
        )
    for note in shown.notes:
        print(f"{'!' if note.pinned else '-'} {note.at:%d-%m-%Y} {note.agent}: {note.text}")
    table(
        [
            (day(r.date, year=True), r.kind, r.voucher, _text(r), amount(r.amount) if r.amount is not None else "")
            for r in rows
        ],
        right=(4,),
    )


def _costing(part: InstalmentProgress) -> str:
    """What of an instalment is fee and interest, where it costs something."""
    if not part.fee and not part.interest:
        return ""
    return f" (of it fee {amount(part.fee)}, interest {amount(part.interest)})"


def ageing(rows: Iterable[Ageing], *, grouped: bool, json: bool) -> None:
    """What is owed by how long it is overdue, one line a currency."""
    if json:
        dump_each(
            {
                "as_of": row.as_of.isoformat(),
                "currency": row.currency,
                "buckets": {name: figure(value) for name, value in row.buckets.items()},
                "total": figure(row.total),
            }
            | ({"group": row.group} if grouped else {})
            for row in rows
        )
        return
    rest = iter(rows)
    if (top := next(rest, None)) is None:
        print("nothing is owed")
        return
    head = ["", *top.buckets, "total"]
    lines = (
        [f"{row.group} {row.currency}".strip(), *(amount(v) for v in row.buckets.values()), amount(row.total)]
        for row in chain([top], rest)
    )
    table(chain([head], lines), right=range(1, len(head)))


def behaviour(rows: Iterable[Behaviour], *, by: str | None, json: bool) -> None:
    """The risk classes: how many customers, what they owe; of single customers the reasons, too."""
    single = by == "customer"
    if json:
        dump_each(
            {
                "as_of": row.as_of.isoformat(),
                "risk": row.risk,
                "currency": row.currency,
                "customers": row.customers,
                "owed": figure(row.owed),
                "overdue": figure(row.overdue),
            }
            | ({"group": row.group} if by else {})
            | ({"reasons": [told(sentence) for sentence in row.reasons]} if single else {})
            for row in rows
        )
        return
    head = [*([by] if by else []), "risk", "", *([] if single else ["customers"]), "owed", "overdue"]
    right = range(head.index("") + 1, len(head))
    lines = (
        [
            *([row.group] if by else []),
            row.risk,
            row.currency,
            *([] if single else [f"{row.customers:,}".replace(",", ".")]),
            amount(row.owed),
            amount(row.overdue),
            *([" ".join(told(sentence) for sentence in row.reasons)] if single else []),
        ]
        for row in rows
    )
    table(chain([[*head, *(["why"] if single else [])]], lines), right=right)


def differences(ledger: Sequence[Difference], lookup: Sequence[int], *, json: bool) -> int:
    """What `check` found; returns the exit status."""
    if json:
        found: list[dict[str, Any]] = [
            {"what": d.what, "customer": d.customer, "computed": str(d.computed), "stated": str(d.stated)}
            for d in ledger
        ]
        dump({"differences": found, "lookup": list(lookup)})
    else:
        for d in ledger:
            print(f"{d.what}: customer {d.customer}: computed {d.computed}, stated {d.stated}")
        if lookup:
            print(f"the lookup lags behind {len(lookup)} customers: run `kartotek reindex`")
        if not ledger and not lookup:
            print("no differences")
    return 1 if ledger or lookup else 0


def counts(made: Any, *, json: bool) -> None:  # noqa: ANN401  a dataclass of whole numbers
    """How much was made."""
    values = {name: getattr(made, name) for name in made.__dataclass_fields__}
    if json:
        dump(values)
    else:
        print(" · ".join(f"{value:,} {name.replace('_', ' ')}".replace(",", ".") for name, value in values.items()))


def _all_history(register: Register, shown: Card) -> list[HistoryRow]:
    page = shown.history
    rows = list(page.rows)
    while page.next is not None:
        page = history.history(register, shown.customer_id, shown.as_of, cursor=page.next, limit=500)
        rows += page.rows
    return rows


def _text(row: HistoryRow) -> str:
    return " · ".join(part for part in (row.detail, row.outcome, row.text) if part)


def _card_value(shown: Card, rows: list[HistoryRow]) -> dict[str, Any]:
    f = shown.figures
    return {
        "number": shown.number,
        "name": shown.name,
        "currency": shown.currency,
        "balance": figure(shown.balance),
        "overdue": figure(f.overdue),
        "promised": figure(f.promised),
        "disputed": figure(f.disputed),
        "in_agreement": figure(f.in_agreement),
        "to_collect": figure(f.to_collect),
        "days_overdue": shown.days_overdue,
        "credit_limit": None if shown.credit_limit is None else figure(shown.credit_limit),
        "reminder_level": shown.reminder_level,
        "as_of": shown.as_of.isoformat(),
        "history": [
            {
                "date": row.date.isoformat(),
                "kind": row.kind,
                "voucher": row.voucher,
                "text": _text(row),
                "amount": None if row.amount is None else figure(row.amount),
            }
            for row in rows
        ],
        "notes": [
            {"at": note.at.isoformat(), "agent": note.agent, "text": note.text, "pinned": note.pinned}
            for note in shown.notes
        ],
        "promises": [
            {"amount": figure(p.amount), "due": p.due.isoformat(), "state": str(p.state)} for p in shown.promises
        ],
        "agreements": [
            {
                "number": a.number,
                "state": str(a.state),
                "instalments": [
                    {
                        "due": p.due.isoformat(),
                        "effective": p.effective.isoformat(),
                        "amount": figure(p.amount),
                        "paid": figure(p.paid),
                        "state": str(p.state),
                    }
                    | ({"fee": figure(p.fee), "interest": figure(p.interest)} if p.fee or p.interest else {})
                    for p in a.instalments
                ],
            }
            for a in shown.agreements
        ],
    }
