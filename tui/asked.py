"""What an act is called that was asked for, because it is beyond who asked."""

from __future__ import annotations

from decimal import Decimal

from tui.wording import _, short_amount, word


def asked(kind: str, what: str, amount: Decimal | None, currency: str) -> str:
    """An act in a few words.

    Args:
        kind: class of its proposal.
        what: what is posted, waived or charged.
        amount: how much, where it says so.
        currency: of the amount.

    >>> asked("PostingProposal", "write_off", Decimal("5000.00"), "DKK"), asked("WaiverProposal", "interest", None, "")
    ('write-off 5.000 DKK', 'waiver interest')
    """
    names = {
        "AgreementProposal": _("agreement"),
        "PostingProposal": "",
        "WaiverProposal": _("waiver"),
        "ReversalProposal": _("reversal"),
        "TransferProposal": _("transfer"),
        "DueDateProposal": _("due date"),
        "DeferralProposal": _("deferral"),
        "ChargeProposal": _("charge"),
        "InterruptionProposal": _("limitation"),
        "ConfirmationProposal": _("limitation confirmed"),
    }
    parts = [names.get(kind, kind.removesuffix("Proposal")), word(what) if what else ""]
    if amount is not None:
        parts += [short_amount(amount), currency]
    return " ".join(part for part in parts if part)
