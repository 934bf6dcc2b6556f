"""What a text in the entry line means on a card, in the words that stand above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.letters import aloud
from model.proposals import AgreementProposal, PromiseProposal
from tui import phrases
from tui.hindrance import hindrance
from tui.phrases import Span, effects
from tui.screens.during import of_the_call
from tui.widgets.lines import DOT
from tui.wording import _, veiled

if TYPE_CHECKING:
    from model.proposals import Proposal
    from model.records import Card
    from tui.phrases import Reading
    from tui.screens.acts import Acts
    from tui.screens.answering import Answers


@dataclass(frozen=True, slots=True)
class Shown:
    """What a text means on a card, as it stands above the line: what Enter records is this, and nothing else."""

    text: str
    card: Card
    reading: Reading
    acts: tuple[Proposal, ...] = ()  # with the sentence that is read aloud for them
    aloud: str = ""
    bar: str = ""  # why it cannot be recorded now
    beyond: str = ""  # why it is not the agent's to grant alone
    in_call: bool = False
    in_full: tuple[str, ...] = ()  # what a tall window has room for
    spans: tuple[Span, ...] = ()  # what was understood of the text

    def alike(self, other: Shown) -> bool:
        """Whether the same is shown, though the account may have changed."""
        seen = (self.text, self.reading.effect, self.reading.question is None, self.aloud)
        return seen == (other.text, other.reading.effect, other.reading.question is None, other.aloud)

    @property
    def will_do(self) -> str:
        """What Enter will do, in words."""
        customer = f"{self.card.number} {self.card.name}"
        if self.reading.doubtful:
            words = _("? Only a note on {customer}, with a figure in it · Enter twice notes it")
        elif self.reading.note:
            words = "= " + _("Note on {customer}")
        elif self._pinned:
            words = "= " + _("Pinned note on {customer}, shown first on every call")
        else:
            return "= " + DOT.join(self._effects)
        return words.format(customer=customer)

    @property
    def did(self) -> str:
        """What was recorded, in words."""
        note = _("note") if self.reading.note else _("pinned note") if self._pinned else ""
        return _("Recorded: {what}").format(what=note or DOT.join(self._effects))

    @property
    def _effects(self) -> list[str]:
        """What each act does; what tells of a call that is under way is kept for its end."""
        kept = _("kept for the end of the call, F2")
        told = zip(self.acts, self.reading.effect, strict=True)
        return [f"{words}{DOT}{kept}" if self.in_call and of_the_call(act) else words for act, words in told]

    @property
    def _pinned(self) -> bool:
        return len(self.acts) == 1 and bool(getattr(self.acts[0], "pinned", False))


def only_a_note(text: str, card: Card) -> bool:
    """Whether a text is a note and nothing else: no act, no question, no figure that may be more, not pinned."""
    reading = phrases.read(text, card, card.as_of)
    return reading.note is not None and not reading.doubtful


def read(text: str, card: Card, answers: Answers, acts: Acts) -> Shown:
    """Read a text on a card, with the answers that were given; `acts` tells of the call that is under way."""
    asking = answers.asking if answers.given else text
    with veiled(hidden=acts.hides):
        reading = phrases.read(asking, card, card.as_of)
        for answer in answers.given:
            if reading.question and answer <= len(reading.question.choices):
                reading = reading.choose(answer)
        in_full = tuple(words for act in reading.acts if (words := effects.in_full(act, card, card.as_of)))
    made = aloud.with_read_back(reading.acts, card)
    arranges = any(isinstance(act, PromiseProposal | AgreementProposal) for act in made)
    bar = (acts.bar(card) if arranges else "") or hindrance(made, card, acts.desk.services.now())
    beyond = next((why for act in made if (why := acts.beyond(act, card))), "")
    spoken = "" if beyond else aloud.said(made)  # nobody is asked for a yes to what may be refused
    digit = (Span(len(asking), len(text), "answer"),) if len(asking) < len(text) else ()
    spans = (*reading.spans, *digit)
    return Shown(text, card, reading, made, spoken, bar, beyond, acts.calls(card.customer_id), in_full, spans)
