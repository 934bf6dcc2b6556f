"""The read-back: what was agreed, in one breath, in the customer's language, before it is recorded.

It says what is in and what is out, how much on which days, the last payment day where it is another one, what it
costs, that new bills come on top, what may happen on a breach, and ends in a question to say yes to. The claims of a
Norwegian creditor are acknowledged by a yes, and the limitation period starts anew (foreldelsesloven; facts, section
2.3), so the customer is told. Under Danish law nothing of the kind is said.

>>> from model.rules.schedule import plan
>>> months = plan(
...     Decimal("8200.00"), first=date(2027, 2, 1), frequency=Frequency.MONTHLY, country="DK", count=6
... )
>>> bills = tuple(Bill(number, date(2026, 9, 1 + i)) for i, number in enumerate(("1011", "1020", "1031")))
>>> claim = Claim("da", "DK", "DKK", bills, left_out=(("1042", LeftOut.DISPUTED),))
>>> print(agreement(claim, months, Frequency.MONTHLY, today=date(2026, 11, 22)))  # doctest: +NORMALIZE_WHITESPACE
Jeg gentager: Du betaler 8.200 kroner for regning 1031 og de ældre; 1042, som du er uenig i, er ikke med. Fem gange
1.367 kroner den 1. i måneden fra mandag den 1. februar, i maj senest mandag den 3., og 1.365 kroner torsdag den 1.
juli. Aftalen er uden gebyr og renter. Nye regninger betaler du ved siden af. Betaler du ikke, kan resten gå til
inkasso efter varsel. Siger du ja?
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from model.letters import runs
from model.letters.words import Words, words
from model.rules.coverage import LeftOut
from model.rules.identifiers import parse_fik_line
from model.rules.schedule import Frequency, Instalment
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NOTHING = Decimal("0.00")
_NAMED = 3  # more bills left out than this are counted instead of named
_EXCEPTIONS = 3  # more days on which the bank is closed than this are told by the rule
_KID = re.compile(r"(?P<account>.+) KID (?P<kid>[0-9-]+)")


@dataclass(frozen=True, slots=True)
class Bill:
    """What is covered, as the customer knows it; `due` tells which is the newest."""

    voucher: str
    due: date


@dataclass(frozen=True, slots=True)
class Claim:
    """What is talked about, and with whose money: the same for a promise and an agreement."""

    language: str  # of the customer
    country: str  # of the creditor: its law
    currency: str
    covered: tuple[Bill, ...] = ()  # none: the account
    left_out: tuple[tuple[str, LeftOut | None], ...] = ()  # voucher and why; None: the customer chose so
    creditor: str = ""
    pay_by: str = ""  # how to pay, as the card shows it; "" where it is not said
    charged: Decimal = _NOTHING  # fees and interest from before, among what is covered


def agreement(
    claim: Claim,
    plan: Sequence[Instalment],
    frequency: Frequency,
    *,
    today: date,
    supersedes: str = "",
    written_off: Decimal = _NOTHING,
) -> str:
    """Return the sentence to read aloud before an instalment agreement is recorded.

    Args:
        claim: what it is about.
        plan: the instalments as they will be stored.
        frequency: how often they fall due; what was edited is told one by one.
        today: the day of the call.
        supersedes: number of the agreement whose place it takes.
        written_off: what is written off when all is paid, for a settlement.
    """
    told = words(claim.language)
    spoken, currency = told.spoken, claim.currency
    fee, interest = (sum((getattr(part, name) for part in plan), _NOTHING) for name in ("fee", "interest"))
    sentences = [
        _intro(claim, sum((part.to_pay for part in plan), _NOTHING), told, today),
        spoken.charged.format(amount=told.amount(claim.charged, currency)) if claim.charged else "",
        _capital(told.joined(_instalments(plan, frequency, claim, told, today))),
        spoken.written_off.format(amount=told.amount(written_off, currency)) if written_off else "",
        _how_to_pay(claim.pay_by, told),
        spoken.costs.format(fee=told.amount(fee, currency), interest=told.amount(interest, currency))
        if fee or interest
        else spoken.free,
        spoken.supersedes.format(number=plain(supersedes)) if supersedes else "",
        spoken.new_bills,
        spoken.acknowledges if claim.country == "NO" else "",
        spoken.breach_settlement if written_off else spoken.breach,
        spoken.question,
    ]
    return _said(sentences)


def promise(claim: Claim, parts: Sequence[Instalment], *, today: date, held_until: date) -> str:
    """Return the sentence to read aloud before promises are recorded.

    Args:
        claim: what it is about.
        parts: each promised amount with its day and its last payment day (`schedule.drawn`).
        today: the day of the call.
        held_until: the last day on which reminders rest.

    >>> from model.rules.schedule import drawn
    >>> friday = drawn([(1, date(2026, 11, 27), Decimal("2200.00"))], "DK")
    >>> claim = Claim("da", "DK", "DKK", (Bill("1031", date(2026, 10, 10)),))
    >>> print(promise(claim, friday, today=date(2026, 11, 22), held_until=date(2026, 11, 30)))
    Jeg gentager: Du betaler 2.200 kroner for regning 1031 senest fredag den 27. november. Vi rykker ikke for det før
    efter mandag den 30. november, så der kommer ikke rykkergebyr på så længe. Nye regninger betaler du ved siden af.
    Betaler du ikke, kan vi rykke igen. Siger du ja?
    """
    told = words(claim.language)
    spoken = told.spoken
    alone = parts[0] if len(parts) == 1 else None
    days = [_single(part, claim, told, today) for part in parts if part is not alone]
    sentences = [
        _intro(claim, sum((part.to_pay for part in parts), _NOTHING), told, today, alone),
        _capital(told.joined(days)) if days else "",
        _how_to_pay(claim.pay_by, told),
        spoken.held.format(day=told.day(held_until, today)),
        spoken.new_bills,
        spoken.acknowledges if claim.country == "NO" else "",
        spoken.broken,
        spoken.question,
    ]
    return _said(sentences)


def _intro(claim: Claim, total: Decimal, told: Words, today: date, alone: Instalment | None = None) -> str:
    """How much, to whom, for what, when if it is paid at once; and what is not in it."""
    spoken = told.spoken
    creditor = spoken.to_creditor.format(creditor=plain(claim.creditor)) if claim.creditor else ""
    bills = spoken.for_bills.format(bills=_bills(claim.covered, told, today)) if claim.covered else ""
    intro = spoken.intro.format(amount=told.amount(total, claim.currency), creditor=creditor, bills=bills)
    if alone:
        intro = f"{intro} {_by(alone, told, today)}"
    return "; ".join([intro, *out(claim.left_out, told.spoken.left_out, told)])


def _by(part: Instalment, told: Words, today: date) -> str:
    """The day of a promise: by when it is paid at the latest."""
    if part.due == part.effective:
        return told.spoken.today if part.due == today else told.spoken.latest.format(day=told.day(part.due, today))
    day = told.spoken.today if part.due == today else told.spoken.on_date.format(day=told.day(part.due, today))
    return f"{day}, {told.spoken.latest.format(day=told.within(part.effective, part.due, today))}"


def _bills(covered: Sequence[Bill], told: Words, today: date) -> str:
    """One bill or two by their numbers; more by the newest of them."""
    older, newest = sorted(covered, key=lambda bill: bill.due)[-2:] if len(covered) > 1 else (covered[0], covered[0])
    name = plain(newest.voucher)
    newest_told = told.spoken.bill.format(voucher=name) if name else _no_voucher(newest, told, today)
    if len(covered) == 1:
        return newest_told
    if len(covered) > 2:  # noqa: PLR2004 - more than the two that are named
        return told.spoken.older_bills.format(newest=newest_told)
    first = told.spoken.bill.format(voucher=plain(older.voucher)) if older.voucher else _no_voucher(older, told, today)
    return told.spoken.two_bills.format(older=first, newest=name or newest_told)


def _no_voucher(bill: Bill, told: Words, today: date) -> str:
    return told.spoken.no_voucher.format(day=told.without_weekday(bill.due, today))


def out(left_out: Iterable[tuple[str, LeftOut | None]], forms: Mapping[LeftOut | None, str], told: Words) -> list[str]:
    """What is left out, by the reason; counted where it is much."""
    by_reason: dict[LeftOut | None, list[str]] = {}
    for voucher, why in left_out:
        by_reason.setdefault(why, []).append(plain(voucher))
    return [
        forms[why].format(
            vouchers=told.joined(vouchers)
            if len(vouchers) <= _NAMED and all(vouchers)
            else told.spoken.so_many.format(count=len(vouchers))
        )
        for why, vouchers in by_reason.items()
    ]


def _instalments(plan: Sequence[Instalment], frequency: Frequency, claim: Claim, told: Words, today: date) -> list[str]:
    """The instalments in as few words as tell every amount and every day."""
    groups = runs.of(plan, frequency, claim.country)
    said = []
    for group in groups:
        if isinstance(group, runs.Run):
            said.append(_run(group, claim, told, today, to_the_end=group is groups[-1]))
        else:
            said.append(_single(group, claim, told, today))
    return said


def _single(part: Instalment, claim: Claim, told: Words, today: date) -> str:
    spoken = told.spoken
    day = spoken.today if part.due == today else spoken.on_date.format(day=told.day(part.due, today))
    said = f"{told.amount(part.to_pay, claim.currency)} {day}"
    if part.effective == part.due:
        return said
    return f"{said}, {spoken.latest.format(day=told.within(part.effective, part.due, today))}"


def _run(run: runs.Run, claim: Claim, told: Words, today: date, *, to_the_end: bool) -> str:
    """Equal instalments on regular days; the days on which the bank is closed are told apart."""
    spoken, first, last = told.spoken, run.parts[0], run.parts[-1]
    weeks = run.frequency in (Frequency.WEEKLY, Frequency.FORTNIGHTLY)
    day = told.without_weekday if weeks else told.day
    said = spoken.run.format(
        times=told.count(len(run.parts)),
        amount=told.amount(first.to_pay, claim.currency),
        often=_often(run, told),
        first=day(first.due, today),
    )
    if to_the_end:
        said += spoken.until.format(day=day(last.due, today))
    moved = [part for part in run.parts if part.effective != part.due]
    if not moved:
        return said
    later = [part.effective > part.due for part in moved]
    if len(moved) > _EXCEPTIONS and len(set(later)) == 1:
        return f"{said}, {spoken.closed_following if later[0] else spoken.closed_preceding}"
    by_month = run.frequency in (Frequency.MONTHLY, Frequency.QUARTERLY)
    exceptions = [
        spoken.month_latest.format(month=told.month(part.due, today), day=told.within(part.effective, part.due, today))
        if by_month
        else spoken.day_latest.format(
            due=told.without_weekday(part.due, today), day=told.within(part.effective, part.due, today)
        )
        for part in moved
    ]
    return f"{said}, {told.joined(exceptions)}"


def _often(run: runs.Run, told: Words) -> str:
    spoken, weekday = told.spoken, told.weekdays[run.parts[0].due.weekday()]
    days = [
        spoken.last_day if day == runs.LAST_DAY else spoken.on_day.format(ordinal=told.ordinals[day])
        for day in run.days
    ]
    match run.frequency:
        case Frequency.WEEKLY:
            return spoken.weekly.format(weekday=weekday)
        case Frequency.FORTNIGHTLY:
            return spoken.fortnightly.format(weekday=weekday)
        case Frequency.LAST_BANK_DAY:
            return spoken.last_bank_day
        case Frequency.QUARTERLY:
            return spoken.quarterly.format(days=told.joined(days))
        case _:
            return spoken.monthly.format(days=told.joined(days))


def _how_to_pay(pay_by: str, told: Words) -> str:
    clean = plain(pay_by)
    if fik := parse_fik_line(clean):
        return told.spoken.pay_fik.format(card=fik.card, reference=fik.reference, creditor=fik.creditor)
    if kid := _KID.fullmatch(clean):
        return told.spoken.pay_kid.format(account=kid["account"], kid=kid["kid"])
    return told.spoken.pay_to.format(line=clean) if clean else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(sentences: Iterable[str]) -> str:
    """The sentences in one line, each with a full stop, unless it ends in one."""
    return " ".join(text if text.endswith((".", "?")) else f"{text}." for text in sentences if text)
