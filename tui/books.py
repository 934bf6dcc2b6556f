"""The books as commands: posting by hand, taking back, approving, rates, and why a figure is what it is."""

from __future__ import annotations

import argparse
from decimal import Decimal
from typing import TYPE_CHECKING

from model import approvals, authority, card, desk, errors, reasons, undo
from model.limits import own_rate
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
from model.rules.limitation import What
from tui import acts, given, output, place
from tui.recorded import recorded
from tui.wording import _, amount, figures, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from model.records import Card
    from model.store import Register


def explain(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Every figure of a card with its reasons."""
    today = register.today(now)
    found = reasons.reasons(register, card.customer_id(register, args.number), today)
    wanted = [reason for reason in found if args.figure in (None, reason.figure)]
    if args.json:
        output.dump(
            [
                {"figure": r.figure, "told": [told(sentence) for sentence in r.told], "refused": r.refused or None}
                for r in wanted
            ]
        )
        return 0
    for reason in wanted:
        print(figures()[reason.figure])
        for line in [*(told(sentence) for sentence in reason.told), *filter(None, [reason.refused])]:
            print(f"  {line}")
    return 0


def entries(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """The ledger's lines of a customer with their numbers, by which they are taken back or moved."""
    rows = reasons.lines(register, card.customer_id(register, args.number), register.today(now))
    if args.json:
        output.dump(
            [
                {
                    "entry": row.id,
                    "date": row.date.isoformat(),
                    "kind": row.kind,
                    "voucher": row.voucher,
                    "amount": output.figure(row.amount),
                    "open": output.figure(row.open),
                    "reverses": row.reverses,
                }
                for row in rows
            ]
        )
        return 0
    output.table(
        [(str(r.id), r.date.isoformat(), r.kind, r.voucher, amount(r.amount), amount(r.open)) for r in rows],
        right=(0, 4, 5),
    )
    return 0


def post(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """A payment, credit note, write-off or refund."""

    def build(shown: Card) -> Proposal:
        return PostingProposal(
            shown.customer_id,
            Booked(args.what.replace("-", "_")),
            args.amount,
            args.currency or shown.currency,
            args.on or shown.as_of,
            acts.entries(shown, args.invoice),
            args.text,
            basis=shown.basis,
        )

    return _do(register, args, now, build)


def waive(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Waive open fees or interest."""
    return _do(
        register, args, now, lambda shown: WaiverProposal(shown.customer_id, Waived(args.what.replace("-", "_")))
    )


def reverse(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Take an entry back."""
    return _do(
        register,
        args,
        now,
        lambda shown: ReversalProposal(shown.customer_id, args.entry, args.on or shown.as_of, args.amount, args.text),
    )


def transfer(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Move an open item or a payment to another customer."""
    target = card.customer_id(register, args.to)
    return _do(
        register,
        args,
        now,
        lambda shown: TransferProposal(
            shown.customer_id, args.entry, target, args.on or shown.as_of, args.amount, args.text
        ),
    )


def move_due(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Let an invoice fall due on another day."""
    return _do(
        register,
        args,
        now,
        lambda shown: DueDateProposal(
            shown.customer_id, acts.entries(shown, [args.invoice])[0], args.due, args.reason, basis=shown.basis
        ),
    )


def charge(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Charge late interest or compensation."""
    return _do(
        register,
        args,
        now,
        lambda shown: ChargeProposal(
            shown.customer_id,
            Charged(args.what),
            args.until or shown.as_of,
            acts.entries(shown, args.invoice),
            basis=shown.basis,
        ),
    )


def interrupt(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Note what may interrupt limitation, or confirm it."""

    def build(shown: Card) -> Proposal:
        if args.confirm is not None:
            return ConfirmationProposal(shown.customer_id, args.confirm)
        if not (args.invoice and args.what and args.on):
            message = "say what happened to which invoice when (--invoice V --what KIND --on DATE), or --confirm N"
            raise errors.Refused(message)
        return InterruptionProposal(
            shown.customer_id, acts.entries(shown, [args.invoice])[0], What(args.what), args.on, args.text
        )

    return _do(register, args, now, build)


def take_back(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Undo one's own last act on a customer."""
    agent = authority.who(register, place.login(), now)
    undone = undo.undo(register, card.customer_id(register, args.number), agent=agent, now=now)
    if args.json:
        output.card(register, undone.card, json=True)
    else:
        print(_("Undone: {act}").format(act=", ".join(act.replace("_", " ") for act in undone.acts)))
    return 0


def approve(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """What waits for approval; or grant or refuse one request."""
    number = args.grant if args.grant is not None else args.refuse
    if number is not None:
        agent = authority.who(register, place.login(), now)
        approvals.decide(register, number, granted=args.grant is not None, agent=agent, now=now)
        if not args.json:
            words = _("Granted: request {number}") if args.grant is not None else _("Refused: request {number}")
            print(words.format(number=number))
        return 0
    waiting = approvals.waiting(register)
    if args.json:
        output.dump(
            [
                {
                    "request": w.id,
                    "number": w.number,
                    "name": w.name,
                    "asked_by": w.asked_by,
                    "asked_at": w.asked_at.isoformat(),
                    "what": w.what,
                    "reason": w.reason,
                }
                for w in waiting
            ]
        )
    elif not waiting:
        print(_("nothing waits for approval"))
    else:
        output.table(
            [(str(w.id), w.number, w.name, w.what.removesuffix("Proposal"), w.asked_by, w.reason) for w in waiting]
        )
    return 0


def rates(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """The rates, fees and thresholds in force; or a row of this register's own."""
    if args.add:
        country, kind, valid_from, value = args.add
        agent = authority.who(register, place.login(), now)
        try:
            day, figure = given.day(valid_from), Decimal(value)
        except (ArithmeticError, argparse.ArgumentTypeError) as error:
            raise errors.Invalid("--add", "write COUNTRY KIND YYYY-MM-DD VALUE", " ".join(args.add)) from error
        own_rate(register, country.upper(), kind, day, figure, source=args.source, agent=agent, now=now)
        return 0
    today = register.today(now)
    rows = reasons.rates_in_force(register, today)
    output.table(
        [
            (row.country, row.kind, row.valid_from.isoformat(), f"{row.value} {row.unit}", row.source)
            for row in rows
            if args.kind in (None, row.kind)
        ]
    )
    return 0


def _do(register: Register, args: argparse.Namespace, now: datetime, build: Callable[[Card], Proposal]) -> int:
    agent = authority.who(register, place.login(), now)
    before = card.read_card(register, card.customer_id(register, args.number), register.today(now))
    act = build(before)
    after = desk.do(register, act, agent=agent, now=now)
    if args.json:
        output.card(register, after, json=True)
    else:
        print(recorded(act, before))
    return 0
