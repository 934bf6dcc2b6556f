"""What the register would refuse of a line: told before Enter, where the card shows it already."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from model.proposals import AgreementProposal, DisputeProposal, PromiseProposal, TaskProposal, WaiverProposal
from tui.wording import _, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.proposals import Proposal
    from model.records import Card


def hindrance(acts: Sequence[Proposal], card: Card, now: datetime) -> str:
    """Why a line cannot be recorded as it is, in words; "" where neither the card nor the clock speaks against it.

    `now` is on the register's clock.
    """
    told = (why for act in acts if (why := _alone(act, card, now)))
    return next(told, "") or _contradiction(acts, card)


def _contradiction(acts: Sequence[Proposal], card: Card) -> str:
    """What is disputed is neither promised nor agreed on in the same breath: the sentence would acknowledge it."""
    disputed = {act.entry_id for act in acts if isinstance(act, DisputeProposal)}
    arranged = {
        entry_id for act in acts if isinstance(act, PromiseProposal | AgreementProposal) for entry_id in act.entry_ids
    }
    both = [i for i in card.items if i.entry_id in arranged and {i.entry_id, i.claim_id} & disputed]
    if not both:
        return ""
    words = _("{voucher} is disputed in the same line: record the dispute first, then what is paid of the rest")
    return words.format(voucher=both[0].voucher)


def _alone(act: Proposal, card: Card, now: datetime) -> str:
    match act:
        case WaiverProposal(entry_ids=()):
            return _("no {kind} is open: there is nothing to waive").format(kind=word(act.what))
        case DisputeProposal():
            item = next((item for item in card.items if item.entry_id == act.entry_id), None)
            if item and item.disputed:
                return _("{voucher} is disputed already").format(voucher=item.voucher)
        case TaskProposal(on=on, at=at) if at and datetime.combine(on, at, now.tzinfo) <= now:
            return _("{time} today is past: write a later hour, or the day too").format(time=f"{at:%H:%M}")
    return ""
