"""What the register would refuse of a line: told before Enter, where the card shows it already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.proposals import DisputeProposal, WaiverProposal
from tui.wording import _, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.proposals import Proposal
    from model.records import Card


def hindrance(acts: Sequence[Proposal], card: Card) -> str:
    """Why a line cannot be recorded as it is, in words; "" where nothing on the card speaks against it."""
    return next((why for act in acts if (why := _alone(act, card))), "")


def _alone(act: Proposal, card: Card) -> str:
    match act:
        case WaiverProposal(entry_ids=()):
            return _("no {kind} is open: there is nothing to waive").format(kind=word(act.what))
        case DisputeProposal():
            item = next((item for item in card.items if item.entry_id == act.entry_id), None)
            if item and item.disputed:
                return _("{voucher} is disputed already").format(voucher=item.voucher)
    return ""
