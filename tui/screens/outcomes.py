"""What can come of a call, and what came of it by what was recorded while it lasted."""

from __future__ import annotations

from model.kinds import Outcome, Speaker
from model.proposals import (
    AgreementProposal,
    DeferralProposal,
    DisputeProposal,
    OutcomeProposal,
    PartyProposal,
    PromiseProposal,
    Proposal,
    SpecialProposal,
    TraceProposal,
)
from tui.screens.speaking import capital
from tui.wording import word

NOBODY_SPOKE = (Outcome.NO_ANSWER, Outcome.MESSAGE_LEFT)

_OFFERED = (
    Outcome.SPOKE,
    Outcome.NO_ANSWER,
    Outcome.MESSAGE_LEFT,
    Outcome.PROMISE,
    Outcome.AGREEMENT,
    Outcome.SAYS_PAID,
    Outcome.DISPUTE,
    Outcome.DEFERRAL,
    Outcome.HARDSHIP,
    Outcome.REFUSES,
    Outcome.CALL_BACK,
    Outcome.THIRD_PARTY,
    Outcome.WRONG_NUMBER,
    Outcome.SPECIALIST,
)
"""The most frequent first."""

_MADE_BY: dict[type, Outcome] = {
    SpecialProposal: Outcome.SPECIALIST,
    AgreementProposal: Outcome.AGREEMENT,
    PromiseProposal: Outcome.PROMISE,
    TraceProposal: Outcome.SAYS_PAID,
    DisputeProposal: Outcome.DISPUTE,
    DeferralProposal: Outcome.DEFERRAL,
}
"""What recording an act makes of the call, what tells most first."""

_WEIGHT = {outcome: place for place, outcome in enumerate(_MADE_BY.values())}


def outcomes() -> dict[str, str]:
    """What can come of a call, the most frequent first."""
    return {outcome: capital(word(outcome)) for outcome in _OFFERED}


def derived(act: Proposal, before: Outcome | None) -> Outcome | None:
    """What came of a call in which an act was recorded, after what had come of it before.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> derived(PromiseProposal(1, Decimal(100), "DKK", date(2026, 11, 27)), Outcome.DISPUTE)
    <Outcome.PROMISE: 'promise'>
    """
    if isinstance(act, OutcomeProposal):
        return act.outcome
    if isinstance(act, PartyProposal):
        return Outcome.THIRD_PARTY if act.speaker == Speaker.THIRD_PARTY else before
    made = _MADE_BY.get(type(act))
    if made is None or (before is not None and _WEIGHT.get(before, len(_WEIGHT)) < _WEIGHT[made]):
        return before
    return made
