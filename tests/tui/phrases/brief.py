"""A reading in a few words, as the table of phrases writes it down.

Acts in order, parted by " + "; the instalments of an agreement as count x amount, how often, from when; free text in
«»; the day without its year where that is 2026. `note` is nothing but a note, `note?` one that wants a second Enter.
A question is `ask` and what each choice means, parted by " / ", without the last one ("only a note").
"""

from datetime import date, time
from decimal import Decimal

from model import proposals
from model.proposals import Proposal
from model.records import Card
from tests.tui.cards import TODAY
from tests.tui.debtors import marie
from tui.phrases import Reading, build

MARIE = marie()


def brief(reading: Reading, card: Card = MARIE) -> str:
    """The acts, or `ask` with the acts of each choice but the last ("only a note")."""
    if reading.question:
        choices = [brief(choice.reading, card) for choice in reading.question.choices[:-1]]
        return "ask " + " / ".join(choices) if choices else "ask"
    if reading.note and " ".join(reading.note.text.split()) == " ".join(reading.text.split()):
        return "note?" if reading.doubtful else "note"
    return " + ".join(_act(act, card) for act in reading.acts)


def _act(act: Proposal, card: Card) -> str:
    return _arranged(act, card) or _beside(act, card)


def _arranged(act: Proposal, card: Card) -> str:
    match act:
        case proposals.PromiseProposal():
            offered = tuple(item.entry_id for item in build.offered(card))
            bills = "" if act.entry_ids == offered else _for(card, act.entry_ids)
            return _joined("promise", _money(act.amount), _day(act.due), bills)
        case proposals.WithdrawalProposal():
            return f"withdraw L-{act.promise_id}"
        case proposals.AgreementProposal():
            return _agreement(act, card)
        case proposals.TraceProposal():
            money = _money(act.amount) + ("" if act.currency == card.currency else act.currency) if act.amount else ""
            twice = "twice" if act.twice else ""
            return _joined("trace", money, _day(act.paid_on), twice, _for(card, act.entry_ids), _text(act.how))
        case proposals.DeferralProposal():
            return _joined("deferral", _day(act.until), _for(card, act.entry_ids))
        case proposals.DisputeProposal():
            return _joined("dispute", _bills(card, (act.entry_id,)), _text(act.reason))
        case proposals.WaiverProposal():
            return _joined(f"waiver {act.what}", _bills(card, act.entry_ids))
        case _:
            return ""


def _beside(act: Proposal, card: Card) -> str:
    match act:
        case proposals.OutcomeProposal():
            moment = f"rings {_day(act.expected_on)}" if act.expected_on else ""
            return _joined(
                f"call {act.outcome}", act.phone, act.caller, moment, _hour(act.expected_at), _text(act.text)
            )
        case proposals.TaskProposal():
            return _joined(f"task {act.kind}", _day(act.on), _hour(act.at), _text(act.text))
        case proposals.ContactProposal():
            value = act.value if act.field != "address" else _text(act.value)
            return _joined(f"contact {act.field}", value, _day(act.effective))
        case proposals.PartyProposal():
            proxy = {True: "proxy", False: "no proxy", None: ""}[act.authorised]
            return _joined(f"party {act.speaker}", act.relation, proxy, _text(act.text))
        case proposals.SpecialProposal():
            return _joined(f"special {act.status}", _day(act.on), _text(act.trustee))
        case proposals.NoteProposal():
            return _joined("pinned" if act.pinned else "note", _text(act.text))
        case _:
            raise AssertionError(act)


def _agreement(act: proposals.AgreementProposal, card: Card) -> str:
    parts = [part for part in act.plan if part.no]
    down = act.plan[0] if len(parts) < len(act.plan) else None
    replaced = next((a.number for a in card.agreements if a.id == act.supersedes), "")
    default = tuple(item.entry_id for item in build.covered(card, replaced))
    return _joined(
        f"agreement {len(parts)} x {_money(parts[0].amount)} {act.frequency} {_day(parts[0].due)}",
        f"down {_money(down.amount)} {_day(down.due)}" if down else "",
        f"replaces {replaced}" if replaced else "",
        "" if act.entry_ids == default else f"for {_bills(card, act.entry_ids)}",
    )


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _money(value: Decimal) -> str:
    return f"{value:.2f}".removesuffix(".00")


def _day(value: date | None) -> str:
    if value is None:
        return ""
    return f"{value:%d-%m}" if value.year == TODAY.year else f"{value:%d-%m-%Y}"


def _hour(value: time | None) -> str:
    return f"{value:%H:%M}" if value else ""


def _text(value: str) -> str:
    return f"«{value}»" if value else ""


def _for(card: Card, entry_ids: tuple[int, ...]) -> str:
    return f"for {_bills(card, entry_ids)}" if entry_ids else ""


def _bills(card: Card, entry_ids: tuple[int, ...]) -> str:
    return ",".join(item.voucher for item in card.items if item.entry_id in entry_ids)
