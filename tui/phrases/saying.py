"""Acts written out: as a line that reads back to the same act, and as JSON."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from model import proposals
from model.kinds import ContactKind, Outcome, Speaker, TaskKind
from model.proposals import Proposal, Waived
from model.records import Card
from model.rules.schedule import Frequency
from tui.phrases import build
from tui.phrases.reading import Reading, read
from tui.wording import _, amount

_OFTEN = {
    "monthly": "hver måned",
    "weekly": "hver uge",
    "fortnightly": "hver 14. dag",
    "quarterly": "hvert kvartal",
    "twice_monthly": "to gange om måneden",
    "last_bank_day": "sidste bankdag hver måned",
}
_OUTCOMES = {
    Outcome.NO_ANSWER: "intet svar",
    Outcome.MESSAGE_LEFT: "lagt besked",
    Outcome.WRONG_NUMBER: "forkert nummer",
    Outcome.HARDSHIP: "kan ikke betale",
    Outcome.REFUSES: "nægter",
    Outcome.SPOKE: "talt med kunden",
}
_SPECIAL = {"deceased": "død", "bankrupt": "konkurs", "debt_settlement": "gældssanering"}
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober",
    "november", "december",
)  # fmt: skip
_PARTIES = {Speaker.GUARDIAN: "værge", Speaker.BOOKKEEPER: "bogholder", Speaker.ESTATE: "boet"}


def say(act: Proposal, card: Card) -> str:
    """A line, in Danish, that reads back to the very same act on this card (what was typed for it aside).

    Raises:
        ValueError: no line says it: a call with its hours, a plan edited by hand, what does not fit the card.
    """
    for line in _lines(act, card):
        if read(line, card, card.as_of).acts == (replace(act, typed=line),):
            return line
    raise ValueError(_("no line says this: {act}").format(act=type(act).__name__))


def _lines(act: Proposal, card: Card) -> list[str]:
    """Lines that may say it, the plainest first."""
    match act:
        case proposals.NoteProposal():
            return [f"! {act.text}" if act.pinned else f"note: {act.text}"]
        case proposals.PromiseProposal():
            default = {item.entry_id for item in build.offered(card)} == set(act.entry_ids)
            bills = "" if default else _bills(card, act.entry_ids)
            return [f"lovede {amount(act.amount)}{bills} {_day(act.due)}"]
        case proposals.AgreementProposal():
            return _agreement(act, card)
        case proposals.DisputeProposal():
            bill = _bills(card, (act.entry_id,)).removeprefix(" for")
            return [f"bestrider{bill}{_text(act.reason, ': ')}"]
        case proposals.TraceProposal():
            return [_trace(act, card)]
        case proposals.DeferralProposal() | proposals.WithdrawalProposal():
            return [_resting(act, card)]
        case proposals.WaiverProposal():
            what = "rykkergebyr" if act.what is Waived.REMINDER_FEE else "renter"
            return [f"fjern {what}", f"fjern {what}{_bills(card, act.entry_ids)}"]
    return _beside(act)


def _beside(act: Proposal) -> list[str]:
    """Lines for what is no arrangement: calls, people, contact data, tasks."""
    match act:
        case proposals.OutcomeProposal():
            if act.expected_on:
                who = act.caller or "kunden"
                return [f"{who} ringer {_moment(act.expected_on, act.expected_at)}"]
            return [f"{_OUTCOMES.get(act.outcome, '')} {act.phone}{_text(act.text)}"]
        case proposals.ContactProposal():
            start = {
                ContactKind.PHONE: "nyt nummer",
                ContactKind.EMAIL: "ny e-mail",
                ContactKind.ADDRESS: "ny adresse",
            }
            value = _text(act.value) if act.field is ContactKind.ADDRESS else f" {act.value}"
            words = f"{start[act.field]}{value}" if act.value else "flyttet"
            return [f"{words} pr {_day(act.effective)}" if act.effective else words]
        case proposals.PartyProposal():
            who = act.relation or _PARTIES.get(act.speaker, "")
            proxy = {True: " har fuldmagt", False: " ingen fuldmagt", None: ""}[act.authorised]
            return [f"{who} ringer{proxy}{_text(act.text)}" if who else proxy.strip()]
        case proposals.SpecialProposal():
            day = f" {_day(act.on)}" if act.on else ""
            return [f"{_SPECIAL.get(act.status, '')}{day}{_text(act.trustee, ' kurator ')}"]
        case proposals.TaskProposal():
            moment = _moment(act.on, act.at)
            if act.kind is TaskKind.CALL_BACK:
                return [f"ring {moment}{_text(act.text, ' om ')}"]
            return [f"husk {moment}{_text(act.text)}"]
    return []


def _agreement(act: proposals.AgreementProposal, card: Card) -> list[str]:
    """By count, and by amount: whichever draws the same plan is the one that reads back."""
    parts = [part for part in act.plan if part.no]
    words = []
    replaced = next((a.number for a in card.agreements if a.id == act.supersedes), "")
    if replaced:
        words.append(f"ny aftale i stedet for {replaced},")
    if len(parts) < len(act.plan):
        words.append(f"udbetaling {amount(act.plan[0].amount)} {_day(act.plan[0].due)},")
    default = {item.entry_id for item in build.covered(card, replaced)} == set(act.entry_ids)
    often = _OFTEN[act.frequency]
    bills = "" if default else _bills(card, act.entry_ids)
    first = parts[0].due
    starts = [_day(first), f"ultimo {_MONTHS[first.month - 1]} {first.year}"]
    hows = (f"{len(parts)} afdrag", amount(parts[0].amount))
    return [" ".join([*words, f"{how} {often} fra {start}{bills}"]) for start in starts for how in hows]


def _resting(act: proposals.DeferralProposal | proposals.WithdrawalProposal, card: Card) -> str:
    """Reminders rest, or go on."""
    if isinstance(act, proposals.WithdrawalProposal):
        return f"løftet bortfalder L-{act.promise_id}"
    return f"henstand til {_day(act.until)}{_bills(card, act.entry_ids)}"


def _trace(act: proposals.TraceProposal, card: Card) -> str:
    words = ["har betalt"]
    if act.amount:
        words.append(f"{amount(act.amount)} {act.currency}")
    if act.paid_on:
        words.append(_day(act.paid_on))
    if act.twice:
        words.append("dobbelt")
    return " ".join(words) + _bills(card, act.entry_ids) + _text(act.how)


def _day(day: date) -> str:
    return f"{day.day}/{day.month}-{day.year}"


def _moment(day: date, at: time | None) -> str:
    return f"{_day(day)} kl. {at:%H:%M}" if at else _day(day)


def _text(text: str, before: str = " ") -> str:
    return f'{before}"{text}"' if text else ""


def _bills(card: Card, entry_ids: tuple[int, ...]) -> str:
    """The invoices, named as such."""
    named = [item.voucher for item in card.items if item.entry_id in entry_ids]
    return " for " + " og ".join(f"regning {voucher}" for voucher in named) if named else ""


def as_json(reading: Reading, card: Card) -> dict[str, Any]:
    """A reading for programs: the acts, the question if there is one, what would happen, and all in a sentence."""
    question = reading.question
    return {
        "acts": [_facts(act, card) for act in reading.acts],
        "question": {"text": question.text, "choices": [choice.label for choice in question.choices]}
        if question
        else None,
        "effect": list(reading.effect),
        "reading": reading.sentence,
    }


def _facts(act: Proposal, card: Card) -> dict[str, Any]:
    """An act's facts; what is not said is left out."""
    facts = {name: _plain(value) for name, value in _told(act).items()}
    if "supersedes" in facts:
        facts["supersedes"] = next((a.number for a in card.agreements if a.id == facts["supersedes"]), None)
    ids = getattr(act, "entry_ids", None) or ((act.entry_id,) if isinstance(act, proposals.DisputeProposal) else ())
    if ids:
        facts["invoices"] = [item.voucher for item in card.items if item.entry_id in ids]
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value


def _told(act: Proposal) -> dict[str, object]:
    """What is arranged; `_told_beside` tells the rest."""
    told: dict[str, object]
    match act:
        case proposals.NoteProposal():
            told = {"act": "note", "text": act.text, "pinned": act.pinned}
        case proposals.PromiseProposal():
            told = {"act": "promise", "amount": act.amount, "currency": act.currency, "due": act.due}
        case proposals.AgreementProposal():
            told = _plan_told(act)
        case proposals.DisputeProposal():
            told = {"act": "dispute", "text": act.reason}
        case proposals.TraceProposal():
            told = {"act": "trace", "amount": act.amount, "currency": act.currency, "due": act.paid_on}
            told |= {"text": act.how, "twice": act.twice or None}
        case proposals.WithdrawalProposal():
            told = {"act": "withdrawal", "promise": f"L-{act.promise_id}"}
        case proposals.DeferralProposal():
            told = {"act": "deferral", "due": act.until}
        case proposals.WaiverProposal():
            told = {"act": "waiver", "what": act.what.value}
        case _:
            told = _told_beside(act)
    return told


def _told_beside(act: Proposal) -> dict[str, object]:
    """Calls, people, contact data, tasks; of what no line says, only its name."""
    told: dict[str, object]
    match act:
        case proposals.TaskProposal():
            told = {"act": "task", "kind": act.kind.value, "due": _iso(act.on, act.at), "text": act.text}
        case proposals.ContactProposal():
            told = {"act": "contact", "field": act.field.value, "text": act.value, "first": act.effective}
        case proposals.SpecialProposal():
            told = {"act": "special", "status": act.status.value, "due": act.on, "text": act.trustee}
        case proposals.PartyProposal():
            told = {"act": "party", "outcome": act.speaker.value, "relation": act.relation, "text": act.text}
            told |= {"authorised": act.authorised}
        case proposals.OutcomeProposal():
            told = _outcome_told(act)
        case proposals.CallProposal():
            told = {"act": "call", "outcome": act.outcome.value, "text": act.text}
        case _:
            told = {"act": type(act).__name__.removesuffix("Proposal").lower()}
    return told


def _outcome_told(act: proposals.OutcomeProposal) -> dict[str, object]:
    name = "voicemail" if act.outcome is Outcome.MESSAGE_LEFT else act.outcome.value
    told: dict[str, object] = {"act": "call", "outcome": name, "text": act.text, "phone": act.phone}
    if act.expected_on:
        told |= {"outcome": "call_back", "due": _iso(act.expected_on, act.expected_at), "caller": act.caller}
    return told


def _iso(day: date, at: time | None) -> str:
    return f"{day.isoformat()}T{at:%H:%M}" if at else day.isoformat()


def _plan_told(act: proposals.AgreementProposal) -> dict[str, object]:
    parts = [part for part in act.plan if part.no]
    down = act.plan[0].amount if len(parts) < len(act.plan) else None
    instalments = [
        {"no": part.no, "due": part.due.isoformat(), "amount": f"{part.amount:.2f}", "by": part.effective.isoformat()}
        for part in act.plan
    ]
    for told, part in zip(instalments, act.plan, strict=True):
        if act.costs:
            told |= {"fee": f"{part.fee:.2f}", "interest": f"{part.interest:.2f}", "to_pay": f"{part.to_pay:.2f}"}
    return {
        "act": "agreement",
        "count": len(parts),
        "amount": parts[0].amount,
        "currency": act.currency,
        "frequency": Frequency(act.frequency).value,
        "first": parts[0].due,
        "down_payment": down,
        "supersedes": act.supersedes,
        "instalments": instalments,
    }
