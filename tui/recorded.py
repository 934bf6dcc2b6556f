"""What a command recorded, in a line: as the desk tells it after Enter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from model import proposals
from tui.phrases import effects
from tui.wording import _, amount, weekday, word

if TYPE_CHECKING:
    from model.proposals import Proposal
    from model.records import Card


def recorded(act: Proposal, before: Card) -> str:
    """What an act was, on the card as it stood before it."""
    return _("Recorded: {what}").format(what=_posted(act, before) or effects.effect(act, before, before.as_of))


def _posted(act: Proposal, card: Card) -> str:
    """What is no act of the entry line: a call with its hours, and what is posted by hand."""
    words = ""
    match act:
        case proposals.CallProposal():
            minutes = (act.ended_at - act.started_at) // timedelta(minutes=1)
            words = _("call of {minutes} min, {outcome}").format(minutes=minutes, outcome=word(act.outcome))
        case proposals.PostingProposal():
            words = f"{word(act.what)} {amount(act.amount)} {act.currency}, {weekday(act.on, year=True)}"
        case proposals.WaiverProposal(entry_ids=()):
            words = _("waiver {what}").format(what=word(act.what))
        case proposals.ReversalProposal():
            words = _("entry {number} taken back").format(number=act.entry_id)
        case proposals.TransferProposal():
            words = _("entry {number} moved to another customer").format(number=act.entry_id)
        case proposals.DueDateProposal():
            named = effects.named(card, (act.entry_id,))
            words = _("{items} due on {day}").format(items=named, day=weekday(act.due, year=True))
        case proposals.ChargeProposal():
            words = _("{what} charged up to {day}").format(what=word(act.what), day=weekday(act.until, year=True))
        case proposals.InterruptionProposal():
            named = effects.named(card, (act.entry_id,))
            words = _("{what} on {items}, to be confirmed").format(what=word(act.what), items=named)
        case proposals.ConfirmationProposal():
            words = _("interruption {number} confirmed").format(number=act.interruption_id)
    return words
