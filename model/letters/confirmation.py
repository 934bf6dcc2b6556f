"""The letter that confirms an instalment agreement: what was agreed, how each instalment is paid, what may happen.

The letter is composed once, of clean texts, and written as plain text or HTML (`paper`). Where the creditor is
Norwegian it says that the claim is acknowledged; under Danish law it says nothing of the kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from model.letters.paper import Letter, Table
from model.letters.readback import out
from model.letters.words import Words, words
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from model.rules.coverage import LeftOut
    from model.rules.schedule import Instalment

_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Sender:
    """The creditor, as it stands on its letters."""

    name: str
    address: tuple[str, ...] = ()
    org_number: str = ""
    reach: str = ""  # telephone, e-mail


@dataclass(frozen=True, slots=True)
class Recipient:
    """The customer. Whether a protected address is printed is for the caller to say."""

    number: str
    name: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """A bill under the agreement, and what was open on it at the start."""

    voucher: str
    date: date
    open: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the letter is made of."""

    language: str  # of the customer
    country: str  # of the creditor: its law
    currency: str
    number: str  # of the agreement
    agreed_on: date
    dated: date
    sender: Sender
    to: Recipient
    covered: tuple[Covered, ...]
    plan: tuple[Instalment, ...]
    pay_lines: tuple[str, ...]  # how to pay each instalment, in the order of the plan (`references.pay_line`)
    left_out: tuple[tuple[str, LeftOut | None], ...] = ()
    charged: Decimal = _NOTHING  # fees and interest from before, among what is covered
    written_off: Decimal = _NOTHING  # when all is paid, for a settlement
    supersedes: str = ""
    agreed_by: str = ""  # who said yes, where that was not the customer
    agreed_how: str = ""  # in what capacity, in the customer's language
    accepted: str = ""  # how the yes was given, a sentence in the customer's language


def confirmation(facts: Confirmation) -> Letter:
    """Compose the letter.

    Raises:
        ValueError: not one way to pay for each instalment, or the bills do not add up to the plan.
    """
    if len(facts.pay_lines) != len(facts.plan):
        raise ValueError(f"{len(facts.plan)} instalments need as many ways to pay, not {len(facts.pay_lines)}")
    debt = sum((part.amount for part in facts.plan), _NOTHING) + facts.written_off
    covered = sum((bill.open for bill in facts.covered), _NOTHING)
    if debt != covered:
        raise ValueError(f"the bills add up to {covered:.2f}, the plan to {debt:.2f}: draw the plan again")
    told = words(facts.language)
    written, to, sender = told.written, facts.to, facts.sender
    return Letter(
        language=told.tag,
        title=written.title.format(number=plain(facts.number)),
        sender=_clean([sender.name, *sender.address, *_named(written.org_number, sender.org_number)]),
        recipient=_clean([to.name, *to.address]),
        heading=_clean([told.in_letter(facts.dated), *_named(written.customer_number, to.number)]),
        opening=tuple(_opening(facts, told)),
        bills=_bills(facts, told),
        between=tuple(_between(facts, told)),
        plan=_plan(facts, told),
        closing=tuple(_closing(facts, told)),
        regards=_clean([written.regards, sender.name]),
    )


def _opening(facts: Confirmation, told: Words) -> Iterable[str]:
    written = told.written
    total = sum((part.to_pay for part in facts.plan), _NOTHING)
    yield written.agreed.format(day=told.in_letter(facts.agreed_on), amount=_amount(total, facts, told))
    if facts.agreed_by:
        who = plain(facts.agreed_by), plain(facts.agreed_how)
        yield written.agreed_by.format(name=who[0], how=who[1]).replace(" ()", "")
    if facts.accepted:
        yield plain(facts.accepted)
    if facts.supersedes:
        yield written.supersedes.format(number=plain(facts.supersedes))


def _between(facts: Confirmation, told: Words) -> Iterable[str]:
    written = told.written
    if facts.charged:
        yield written.charged.format(amount=_amount(facts.charged, facts, told))
    yield from out(facts.left_out, written.not_covered, told)


def _closing(facts: Confirmation, told: Words) -> Iterable[str]:
    written = told.written
    fee = sum((part.fee for part in facts.plan), _NOTHING)
    interest = sum((part.interest for part in facts.plan), _NOTHING)
    if any(facts.pay_lines):
        yield written.pay_with
    if fee or interest:
        yield written.costs.format(fee=_amount(fee, facts, told), interest=_amount(interest, facts, told))
    else:
        yield written.free
    if facts.written_off:
        yield written.written_off.format(amount=_amount(facts.written_off, facts, told))
    yield f"{written.new_bills} {written.reminders}"
    yield f"{written.breach} {written.cannot_pay}"
    if facts.country == "NO":
        yield written.acknowledges
    reach = plain(facts.sender.reach)
    yield f"{written.wrong} {written.reach.format(how=reach)}" if reach else written.wrong


def _bills(facts: Confirmation, told: Words) -> Table:
    written = told.written
    rows = [
        (plain(bill.voucher), told.in_table(bill.date), told.number(bill.open, written=True)) for bill in facts.covered
    ]
    total = sum((bill.open for bill in facts.covered), _NOTHING)
    return Table(
        title=written.covers,
        heads=(written.bill, written.bill_date, f"{written.open} ({plain(facts.currency)})"),
        rows=tuple(rows),
        total=(written.total, "", told.number(total, written=True)),
        figures=frozenset({2}),
    )


def _plan(facts: Confirmation, told: Words) -> Table:
    """The instalments; the last payment day stands in a column of its own, whether it is another one or not."""
    written = told.written
    rows = [
        (
            str(part.no) if part.no else written.down,
            told.in_table(part.due),
            told.in_table(part.effective),
            told.number(part.to_pay, written=True),
            plain(line),
        )
        for part, line in zip(facts.plan, facts.pay_lines, strict=True)
    ]
    total = sum((part.to_pay for part in facts.plan), _NOTHING)
    return Table(
        title=written.plan,
        heads=(written.no, written.due, written.latest, f"{written.amount} ({plain(facts.currency)})", written.pay_by),
        rows=tuple(rows),
        total=(written.total, "", "", told.number(total, written=True), ""),
        figures=frozenset({3}),
    )


def _amount(value: Decimal, facts: Confirmation, told: Words) -> str:
    return f"{told.number(value, written=True)} {told.money.get(facts.currency, plain(facts.currency))}"


def _named(form: str, number: str) -> list[str]:
    return [form.format(number=number)] if number else []


def _clean(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean for line in lines if (clean := plain(line)))
