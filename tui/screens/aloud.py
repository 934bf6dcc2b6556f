"""What is read aloud before an agreement is recorded, and the yes to it: how it was given, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from model.kinds import Accepted, Speaker
from model.letters import aloud
from model.proposals import AgreementProposal
from model.records import Card
from tui.screens.speaking import capital, named, party_of, speakers, spoken_with
from tui.widgets.controls import Choice
from tui.widgets.form import Field, Form, Reading, Resume
from tui.wording import _, word


class ReadAloud(Form[AgreementProposal]):
    """Read the sentence aloud; Enter records the yes to it. What stands here is what is stored.

    Args:
        card: the account it rests on.
        proposal: the agreement as it will be recorded, but for the sentence and the yes.
        chosen: who is expected to say yes: a speaker, or a party of the card.
        effect: what recording it does.
        resume: draft and keeper of drafts.
    """

    DEFAULT_CSS = """
    ReadAloud #aloud { height: auto; width: 100%; padding: 0 1; scrollbar-size-vertical: 1; }
    ReadAloud #aloud Static { width: 100%; height: auto; }
    """

    def __init__(
        self, card: Card, proposal: AgreementProposal, *, chosen: str, effect: str = "", resume: Resume | None = None
    ) -> None:
        super().__init__(_("Read aloud · {name}").format(name=card.name), resume)
        self.card = card
        self.proposal = replace(proposal, read_back=aloud.agreement(proposal, card))
        self.chosen = chosen
        self.effect = effect

    def body(self) -> ComposeResult:
        """The sentence, then the yes."""
        with VerticalScroll(id="aloud", can_focus=False):
            yield Static(self.proposal.read_back, markup=False)
        yield from super().body()

    def fields(self) -> ComposeResult:
        """How the yes is given, and by whom."""
        hows: dict[str, str] = {how: capital(word(how)) for how in Accepted}
        yield Field(_("Yes given"), Choice(hows, id="how"))
        who = {key: words for key, words in speakers(self.card).items() if self._may(key)}
        yield Field(_("By"), Choice(who, self.chosen, id="who"))

    def hints(self) -> str:
        """The keys of this form."""
        return _("Enter yes, record  Tab next  first letter choose  Esc back to the terms")

    def fit(self, room: int) -> None:
        """The sentence in what the fields leave."""
        self.query_one("#aloud").styles.max_height = max(room - 4, 2)
        super().fit(4)

    def read(self, values: Mapping[str, str]) -> Reading[AgreementProposal]:
        """The agreement with the yes."""
        party = party_of(self.card, values["who"])
        made = replace(
            self.proposal,
            accepted_how=Accepted(values["how"]),
            agreed_by=spoken_with(self.card, values["who"]),
            party_id=party.id if party else None,
        )
        yes = _("yes {how} by {who}").format(how=word(values["how"]), who=named(values["who"], self.card))
        return Reading(made, effect=" · ".join(words for words in (yes, self.effect) if words))

    def _may(self, key: str) -> bool:
        return spoken_with(self.card, key) not in (Speaker.THIRD_PARTY, Speaker.NOBODY)
