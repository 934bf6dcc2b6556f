"""What is written about a call while it is under way: it is logged with the call, and never as a second one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from model.kinds import Outcome, TaskKind, Verified
from model.proposals import OutcomeProposal, PartyProposal, Proposal, TaskProposal
from tui.screens.outcomes import derived

if TYPE_CHECKING:
    from tui.screens.call import CallStarted


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of the call so far."""

    outcome: Outcome | None = None
    text: str = ""
    not_before: date | None = None
    """The customer will ring by themselves, and is not rung before that day."""
    rings_again: bool = False
    """Whether a time to ring again is recorded already."""

    def as_draft(self) -> dict[str, Any]:
        """What a draft keeps of it (JSON)."""
        day = self.not_before.isoformat() if self.not_before else None
        return {"outcome": self.outcome, "text": self.text, "not_before": day, "rings_again": self.rings_again}

    @classmethod
    def from_draft(cls, body: Mapping[str, Any]) -> Heard:
        """What a draft kept."""
        day = body.get("not_before")
        return cls(
            outcome=Outcome(body["outcome"]) if body.get("outcome") else None,
            text=str(body.get("text", "")),
            not_before=date.fromisoformat(day) if day else None,
            rings_again=bool(body.get("rings_again")),
        )


def of_the_call(act: Proposal) -> bool:
    """Whether an act tells of the call itself: what came of it, who is on the line."""
    return isinstance(act, OutcomeProposal | PartyProposal)


def hear(call: CallStarted, heard: Heard, acts: Sequence[Proposal]) -> tuple[CallStarted, Heard]:
    """The call, and what came of it, after some acts.

    >>> from model.kinds import Direction, Speaker
    >>> from tui.screens.call import CallStarted
    >>> ringing = CallStarted(7, Direction.OUT, "22334455", Speaker.DEBTOR, None, Verified.NOT)
    >>> hear(ringing, Heard(), [OutcomeProposal(7, Outcome.NO_ANSWER)])[1].outcome
    <Outcome.NO_ANSWER: 'no_answer'>
    """
    for act in acts:
        heard = replace(heard, outcome=derived(act, heard.outcome))
        if isinstance(act, OutcomeProposal):
            told = " ".join(part for part in (act.caller, act.text) if part)
            heard = replace(heard, text=_joined(heard.text, told), not_before=act.expected_on or heard.not_before)
            call = replace(call, phone=act.phone or call.phone)
        elif isinstance(act, PartyProposal):
            verified = Verified.NOT if act.speaker is not call.speaker else call.verified
            call = replace(call, speaker=act.speaker, party_id=None, verified=verified)
            heard = replace(heard, text=_joined(heard.text, " ".join(p for p in (act.relation, act.text) if p)))
        elif isinstance(act, TaskProposal) and act.kind is TaskKind.CALL_BACK:
            heard = replace(heard, rings_again=True)
    return call, heard


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)
