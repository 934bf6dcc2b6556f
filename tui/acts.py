"""What the desk does, as commands for scripts: call, note, promise, agree, dispute; each builds the desk's proposal."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from model import errors
from model.kinds import Accepted, Direction, Outcome, Speaker, Verified
from model.proposals import (
    AgreementProposal,
    CallProposal,
    DisputeProposal,
    NoteProposal,
    PromiseProposal,
    Proposal,
)
from model.rules import coverage, schedule
from model.rules.costing import costs_of, freed, is_cost
from model.rules.schedule import BankDayRule, Frequency
from tui.given import amount, count, day, instant
from tui.wording import _

if TYPE_CHECKING:
    from enum import StrEnum

    from model.records import Card

Builder = Callable[[argparse.Namespace, "Card", datetime], Proposal]
Argument = tuple[tuple[str, ...], dict[str, Any]]


def note(args: argparse.Namespace, card: Card, now: datetime) -> NoteProposal:  # noqa: ARG001
    """A note."""
    return NoteProposal(card.customer_id, args.text, pinned=args.pinned)


def call(args: argparse.Namespace, card: Card, now: datetime) -> CallProposal:
    """A call that has ended."""
    ended = args.ended or now
    return CallProposal(
        card.customer_id,
        Direction(args.direction),
        Speaker(args.speaker),
        Verified(args.verified),
        Outcome(args.outcome),
        started_at=args.started or ended,
        ended_at=ended,
        phone=args.phone,
        text=args.text,
        call_back_at=args.call_back,
    )


def promise(args: argparse.Namespace, card: Card, now: datetime) -> PromiseProposal:  # noqa: ARG001
    """A promise; the amount is what is to collect unless it is said."""
    return PromiseProposal(
        card.customer_id,
        args.amount or card.figures.to_collect,
        card.currency,
        args.due,
        entries(card, args.invoice),
        basis=card.basis,
    )


def agree(args: argparse.Namespace, card: Card, now: datetime) -> AgreementProposal:  # noqa: ARG001
    """An instalment agreement on all overdue and undisputed items, or on those named."""
    replaced = next((a for a in card.agreements if a.number == args.supersedes), None)
    items = freed(card.items, replaced, card.as_of)
    entry_ids = entries(card, args.invoice) or tuple(
        i.entry_id
        for i in items
        if (i.days_overdue > 0 or is_cost(i, replaced)) and not i.disputed and i.currency == card.currency
        if not i.agreement or i.agreement == args.supersedes
    )
    covered = [i for i in items if i.entry_id in entry_ids]
    total, costs = coverage.total(covered), costs_of(card.costs, covered)
    if args.supersedes and replaced is None:
        raise errors.Invalid("--supersedes", f"this customer has no agreement {args.supersedes}")
    taken = [item.agreement for item in card.items if item.agreement not in ("", args.supersedes)]
    if taken and (not entry_ids or any(i.agreement in taken for i in card.items if i.entry_id in entry_ids)):
        why = _("{number} runs: --supersedes {number} puts this one in its place").format(number=taken[0])
        raise errors.Refused(why)
    discount = total - args.settle if args.settle else None
    try:
        plan = schedule.plan(
            total - (discount or 0),
            first=args.first,
            frequency=Frequency(args.frequency),
            country=card.country,
            count=args.count or (1 if args.settle and not args.amount else None),
            amount=args.amount,
            down_payment=args.down_payment or Decimal(0),
            down_payment_on=card.as_of if args.down_payment else None,
            rule=BankDayRule(args.bank_day),
            costs=costs,
        )
    except ValueError as error:
        raise errors.Refused(_("no plan can be drawn of this: {why}").format(why=error)) from error
    return AgreementProposal(
        card.customer_id,
        entry_ids,
        card.currency,
        Frequency(args.frequency),
        tuple(plan),
        supersedes=replaced.id if replaced else None,
        basis=card.basis,
        rule=BankDayRule(args.bank_day),
        discount=discount,
        accepted_how=Accepted(args.accepted),
        costs=costs,
    )


def dispute(args: argparse.Namespace, card: Card, now: datetime) -> DisputeProposal:  # noqa: ARG001
    """A dispute of one invoice."""
    entry_id = entries(card, [args.invoice])[0]
    return DisputeProposal(card.customer_id, entry_id, args.reason, basis=card.basis)


def entries(card: Card, vouchers: list[str] | None) -> tuple[int, ...]:
    """The open items with these invoice numbers.

    Raises:
        Invalid: one of them is not open.
    """
    found = []
    for voucher in vouchers or []:
        matching = [item.entry_id for item in card.items if item.voucher == voucher]
        if not matching:
            open_ones = ", ".join(item.voucher for item in card.items) or "none"
            raise errors.Invalid("--invoice", f"{voucher} is not open on this account; open are: {open_ones}")
        found += matching
    return tuple(found)


def _choice(flag: str, kinds: type[StrEnum], default: StrEnum) -> Argument:
    return (flag,), {"choices": [kind.value for kind in kinds], "default": default.value}


_INVOICE: Argument = ("--invoice",), {"action": "append", "metavar": "V", "help": "an invoice it is for (may repeat)"}

ACTS: dict[str, tuple[Builder, str, list[Argument]]] = {
    "note": (
        note,
        "write a note",
        [(("text",), {"metavar": "TEXT"}), (("--pinned",), {"action": "store_true"})],
    ),
    "call": (
        call,
        "log a call that has ended",
        [
            _choice("--outcome", Outcome, Outcome.SPOKE),
            _choice("--direction", Direction, Direction.OUT),
            _choice("--speaker", Speaker, Speaker.DEBTOR),
            _choice("--verified", Verified, Verified.NOT),
            (("--phone",), {"default": ""}),
            (("--text",), {"default": ""}),
            (("--started",), {"type": instant, "metavar": "TIME"}),
            (("--ended",), {"type": instant, "metavar": "TIME"}),
            (("--call-back",), {"type": instant, "metavar": "TIME", "help": "also a task to ring again then"}),
        ],
    ),
    "promise": (
        promise,
        "record a promise to pay",
        [
            (("--due",), {"type": day, "required": True, "metavar": "DATE"}),
            (("--amount",), {"type": amount, "help": "else all that is to collect"}),
            _INVOICE,
        ],
    ),
    "agree": (
        agree,
        "record an instalment agreement",
        [
            (
                ("--first",),
                {"type": day, "required": True, "metavar": "DATE", "help": "the first instalment's due date"},
            ),
            (("--count",), {"type": count, "metavar": "N", "help": "so many instalments; or --amount"}),
            (("--amount",), {"type": amount, "help": "so much each; or --count"}),
            _choice("--frequency", Frequency, Frequency.MONTHLY),
            (("--down-payment",), {"type": amount, "metavar": "AMOUNT", "help": "paid today"}),
            (
                ("--settle",),
                {"type": amount, "metavar": "AMOUNT", "help": "pays this, the rest is written off then"},
            ),
            _choice("--bank-day", BankDayRule, BankDayRule.FOLLOWING),
            _choice("--accepted", Accepted, Accepted.ON_THE_PHONE),
            (("--supersedes",), {"metavar": "A-17", "help": "the agreement it takes the place of"}),
            _INVOICE,
        ],
    ),
    "dispute": (
        dispute,
        "record that the customer disputes an invoice",
        [(("invoice",), {"metavar": "INVOICE"}), (("--reason",), {"default": ""})],
    ),
}
