"""What Enter will do, in words: a line an act."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from functools import singledispatch

from model import proposals
from model.kinds import PLAN_COSTS, ContactKind
from model.records import Card
from model.rules import coverage
from model.rules.schedule import Instalment
from tui.wording import _, amount, costing, weekday, word

_NAMED = 3  # invoices named; more are counted


def effect(act: proposals.Proposal, card: Card, today: date) -> str:
    """What recording an act does, in a line."""
    return _effect(act, card, today)


def named(card: Card, entry_ids: tuple[int, ...]) -> str:
    """Some items by their numbers; many are counted, none is the account."""
    vouchers = [
        item.voucher or (item.reference if item.kind in PLAN_COSTS else f"{item.date:%d-%m}")
        for item in card.items
        if item.entry_id in entry_ids
    ]
    if not vouchers:
        return _("the account")
    if len(vouchers) > _NAMED:
        return _("{count} open items").format(count=len(vouchers))
    return ", ".join(vouchers)


def on(day: date, today: date) -> str:
    """A day with its weekday, and its year where that is another."""
    return weekday(day, year=day.year != today.year)


def when(day: date, at: time | None, today: date) -> str:
    """A day, with the hour where one was said."""
    return f"{on(day, today)} {at:%H:%M}" if at else on(day, today)


@singledispatch
def _effect(act: object, card: Card, today: date) -> str:  # noqa: ARG001
    return type(act).__name__.removesuffix("Proposal")


@_effect.register
def _note(act: proposals.NoteProposal, card: Card, today: date) -> str:  # noqa: ARG001
    return (_("Pinned note: {text}") if act.pinned else _("Note: {text}")).format(text=act.text)


@_effect.register
def _promise(act: proposals.PromiseProposal, card: Card, today: date) -> str:
    until = coverage.held_until(act.due, grace_days=coverage.GRACE_DAYS, country=card.country)
    words = _("Promise {amount} on {day} for {what} · reminders held until {until}").format(
        amount=amount(act.amount), day=on(act.due, today), what=named(card, act.entry_ids), until=on(until, today)
    )
    return words + replacing(act, card)


def in_full(act: proposals.Proposal, card: Card, today: date) -> str:
    """What there is room for in a tall window: each instalment with its last payment day, and how reminders go on."""
    parts: list[str] = []
    if isinstance(act, proposals.AgreementProposal):
        parts = [_part(part, today) for part in act.plan]
    if isinstance(act, proposals.AgreementProposal | proposals.PromiseProposal) and card.reminder_level:
        parts.append(_("reminders then go on after number {level}").format(level=card.reminder_level))
    return " · ".join(parts)


def _part(part: Instalment, today: date) -> str:
    said = f"{on(part.due, today)} {amount(part.to_pay)}"
    return said if part.effective == part.due else said + " " + _("by {day}").format(day=on(part.effective, today))


def replacing(act: proposals.PromiseProposal, card: Card) -> str:
    """Which open promises a new one takes the place of, as the end of its effect."""
    older = coverage.replaced_promises(card.promises, act.entry_ids, act.currency)
    names = ", ".join(f"L-{number}" for number in older)
    return _(" · replaces {number}").format(number=names) if older else ""


@_effect.register
def _withdrawal(act: proposals.WithdrawalProposal, card: Card, today: date) -> str:
    old = next((promise for promise in card.promises if promise.id == act.promise_id), None)
    if old is None:
        return _("Promise L-{number} taken back").format(number=act.promise_id)
    return _("Promise L-{number} of {amount} on {day} taken back · reminders go on").format(
        number=old.id, amount=amount(old.amount), day=on(old.due, today)
    )


@_effect.register
def _agreement(act: proposals.AgreementProposal, card: Card, today: date) -> str:
    parts = [part for part in act.plan if part.no]
    until = coverage.held_until(act.plan[-1].due, grace_days=coverage.GRACE_DAYS, country=card.country)
    total = sum((part.to_pay for part in act.plan), Decimal(0))
    words = [
        _("Agreement {total} for {what}: {count} x {each} {often}").format(
            total=amount(total),
            what=named(card, act.entry_ids),
            count=len(parts),
            each=amount(parts[0].amount),
            often=word(act.frequency),
        )
        + costing(act.plan),
        _("first {day}").format(day=on(parts[0].due, today)),
    ]
    if parts[-1].amount != parts[0].amount:
        words.append(_("last {amount} {day}").format(amount=amount(parts[-1].amount), day=on(parts[-1].due, today)))
    if len(parts) < len(act.plan):
        down = act.plan[0]
        words.insert(1, _("{amount} down {day}").format(amount=amount(down.amount), day=on(down.due, today)))
    if act.supersedes:
        words.append(_("replaces {number}").format(number=_number(card, act.supersedes)))
    words.append(_("reminders held until {until}").format(until=on(until, today)))
    out = [item for item in card.items if item.entry_id not in act.entry_ids and item.days_overdue > 0]
    if out:
        left = ", ".join(f"{item.voucher} {_why_out(item.disputed, item.agreement)}".strip() for item in out[:_NAMED])
        words.append(_("left out: {items}").format(items=left))
    return " · ".join(words)


def _why_out(disputed: bool, agreement: str) -> str:  # noqa: FBT001
    return _("disputed") if disputed else _("in {agreement}").format(agreement=agreement) if agreement else ""


def _number(card: Card, agreement_id: int) -> str:
    return next((a.number for a in card.agreements if a.id == agreement_id), str(agreement_id))


@_effect.register
def _dispute(act: proposals.DisputeProposal, card: Card, today: date) -> str:
    words = _("Dispute of {what}: {reason}") if act.reason else _("Dispute of {what}")
    said = words.format(what=named(card, (act.entry_id,)), reason=act.reason)
    already = any(item.disputed for item in card.items if item.entry_id == act.entry_id)
    return f"{said} · {_('disputed already')}" if already else said + _held(coverage.DISPUTE_HOLD_DAYS, today)


@_effect.register
def _trace(act: proposals.TraceProposal, card: Card, today: date) -> str:
    words = [_("Says paid twice") if act.twice else _("Says paid")]
    if act.amount:
        words.append(f"{amount(act.amount)} {act.currency}")
    if act.paid_on:
        words.append(on(act.paid_on, today))
    if act.entry_ids:
        words.append(named(card, act.entry_ids))
    if act.how:
        words.append(act.how)
    return " ".join(words) + _(" · trace the payment") + _held(coverage.TRACE_HOLD_DAYS, today)


@_effect.register
def _deferral(act: proposals.DeferralProposal, card: Card, today: date) -> str:
    words = _("Deferral until {day} for {what} · reminders held until {day}")
    return words.format(day=on(act.until, today), what=named(card, act.entry_ids))


def _held(days: int, today: date) -> str:
    return _(" · reminders held until {until}").format(until=on(today + timedelta(days=days), today))


@_effect.register
def _outcome(act: proposals.OutcomeProposal, card: Card, today: date) -> str:  # noqa: ARG001
    if act.expected_on:
        who = act.caller or _("the customer")
        moment = when(act.expected_on, act.expected_at, today)
        return _("{who} rings {moment} · not rung before").format(who=who, moment=moment)
    return " ".join([_("Call: {outcome}").format(outcome=word(act.outcome)), act.phone, act.text]).rstrip()


@_effect.register
def _contact(act: proposals.ContactProposal, card: Card, today: date) -> str:  # noqa: ARG001
    fields = {
        ContactKind.PHONE: _("New number {value}"),
        ContactKind.EMAIL: _("New e-mail {value}"),
        ContactKind.ADDRESS: _("Moved to {value}") if act.value else _("Moved, new address unknown"),
    }
    words = fields[act.field].format(value=act.value)
    if act.effective:
        words += " " + _("from {day}").format(day=on(act.effective, today))
    return _("{words} · pending until verified").format(words=words)


@_effect.register
def _party(act: proposals.PartyProposal, card: Card, today: date) -> str:  # noqa: ARG001
    who = " ".join(part for part in (word(act.speaker), f"({act.relation})" if act.relation else "") if part)
    closed = act.speaker.value == "third_party"
    told = _("nothing is disclosed") if closed else _("to be verified")
    return _("Talking to: {who} · {told}").format(who=who, told=told) + (f" · {act.text}" if act.text else "")


@_effect.register
def _special(act: proposals.SpecialProposal, card: Card, today: date) -> str:  # noqa: ARG001
    words = [word(act.status).capitalize()]
    if act.on:
        words.append(on(act.on, today))
    if act.trustee:
        words.append(_("trustee {name}").format(name=act.trustee))
    return " ".join(words) + _(" · dunning held · to the specialist")


@_effect.register
def _waiver(act: proposals.WaiverProposal, card: Card, today: date) -> str:  # noqa: ARG001
    total = coverage.total(item for item in card.items if item.entry_id in act.entry_ids)
    what = _("reminder fees") if act.what is proposals.Waived.REMINDER_FEE else _("interest")
    if not act.entry_ids:
        return _("Waive {what}: none is open").format(what=what)
    return _("Waive {what} of {amount}: {items}").format(
        what=what, amount=amount(total), items=named(card, act.entry_ids)
    )


@_effect.register
def _task(act: proposals.TaskProposal, card: Card, today: date) -> str:  # noqa: ARG001
    words = _("Task: {kind} {moment}").format(kind=word(act.kind), moment=when(act.on, act.at, today))
    return f"{words} {act.text}".rstrip()
