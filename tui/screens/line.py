"""Who is on the line, told anew while the call goes on: somebody else took the receiver, or was verified."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.app import ComposeResult

from model.kinds import Speaker, Verified
from model.records import Card
from tui.screens.call import CallStarted
from tui.screens.speaking import named, party_of, speakers, spoken_with, verifications
from tui.widgets.controls import Choice
from tui.widgets.form import Field, Form, Reading, Resume
from tui.wording import _


class OnTheLine(Form[CallStarted]):
    """With whom the agent speaks now, and how they were verified. The call itself goes on."""

    def __init__(self, card: Card, call: CallStarted, *, resume: Resume | None = None) -> None:
        super().__init__(_("On the line · {name}").format(name=card.name), resume)
        self.card = card
        self.call_now = call

    def fields(self) -> ComposeResult:
        """How they were verified, and who it is."""
        party = f"party:{self.call_now.party_id}"
        speaker = party if party_of(self.card, party) else self.call_now.speaker.value
        yield Field(_("Verified"), Choice(verifications(), self.call_now.verified, id="verified"))
        yield Field(_("Talking to"), Choice(speakers(self.card), speaker, id="speaker"))

    def read(self, values: Mapping[str, str]) -> Reading[CallStarted]:
        """The call with whoever is on the line now."""
        party = party_of(self.card, values["speaker"])
        speaker, verified = spoken_with(self.card, values["speaker"]), Verified(values["verified"])
        if speaker is Speaker.THIRD_PARTY:
            verified = Verified.NOT
        made = replace(self.call_now, speaker=speaker, party_id=party.id if party else None, verified=verified)
        who = named(values["speaker"], self.card)
        if speaker is Speaker.THIRD_PARTY:
            return Reading(made, effect=_("Talking to: {who}").format(who=who) + " · " + _("disclose nothing"))
        how = verifications()[verified].lower() if verified is not Verified.NOT else _("not verified")
        return Reading(made, effect=_("Talking to: {who}, {verified}").format(who=who, verified=how))
