"""What can be done with a line of the arrangements: write its letter, tick it off, verify it; and new contact data."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from model.errors import Refused
from model.proposals import ContactDecisionProposal, ContactProposal, TaskDoneProposal
from model.records import AgreementInfo, PendingContact, TaskInfo
from tui.screens.contact import ContactForm, VerifyForm
from tui.widgets.arrangements import LIVE, Thing
from tui.widgets.form import Form, Resume
from tui.wording import _, word

if TYPE_CHECKING:
    from model.records import Card
    from tui.screens.acts import Acts
    from tui.screens.desk import Desk


class Arranged:
    """The acts on what stands among the arrangements of the card in sight."""

    def __init__(self, desk: Desk, acts: Acts) -> None:
        self._desk = desk
        self._acts = acts

    async def use(self, key: str, thing: Thing) -> None:
        """Do what a key means for a line, if it means anything for it."""
        if key == "l" and isinstance(thing, AgreementInfo):
            await self.letter(thing.number)
        elif key == "d" and isinstance(thing, TaskInfo):
            await self._tick_off(thing)
        elif key == "v" and isinstance(thing, PendingContact):
            await self.verify(thing)

    async def letter(self, number: str = "") -> None:
        """Write the letter of an agreement, or of the newest one that binds, and tell where it is."""
        card = self._desk.card
        if card is None:
            return
        number = number or next((one.number for one in card.agreements if one.state in LIVE), "")
        if not number:
            self._say(_("! No agreement runs: there is nothing to confirm"))
            return
        try:
            path = await asyncio.to_thread(self._desk.services.letter, card.customer_id, number)
        except Refused as refused:
            self._say(f"! {refused}")
            return
        self._say(_("Letter of {number}: {path} (and .txt)").format(number=number, path=path))

    async def new_contact(self) -> None:
        """New contact data by form."""
        if card := self._desk.card:
            form = ContactForm(card, self._desk.services.today(), resume=self._acts.resume("contact", card.customer_id))
            if await self._by_form("contact", card, form):
                self._say(_("Recorded: new contact data, to be verified"))

    async def verify(self, change: PendingContact | None = None) -> None:
        """What becomes of a change of contact data, or of the oldest one that waits."""
        card = self._desk.card
        change = change or (card.pending[0] if card and card.pending else None)
        if card is None or change is None:
            self._say(_("! No contact data waits to be verified"))
            return
        form = VerifyForm(card, change, resume=Resume())
        if made := await self._by_form("verify", card, form):
            applied = isinstance(made, ContactDecisionProposal) and made.applied
            self._say(_("Recorded: in force") if applied else _("Recorded: turned down"))

    def _say(self, words: str) -> None:
        """Say it, back in the entry line: among the arrangements the line in focus tells of itself."""
        self._desk.action_to_line()
        self._desk.say(words)

    async def _tick_off(self, task: TaskInfo) -> None:
        if card := self._desk.card:
            refused = await self._acts.do(TaskDoneProposal(card.customer_id, task.id))
            self._say(f"! {refused}" if refused else _("Done: {kind}").format(kind=word(task.kind)))

    async def _by_form(
        self, kind: str, card: Card, form: Form[ContactProposal] | Form[ContactDecisionProposal]
    ) -> ContactProposal | ContactDecisionProposal | None:
        """Push a form and record what it made; a refusal is told, and the form keeps what was typed for the next."""
        made: ContactProposal | ContactDecisionProposal | None = await self._desk.app.push_screen_wait(form)
        if made is None:
            return None
        if refused := await self._acts.do(made):
            self._say(f"! {refused}")
            return None
        self._desk.keep(kind, card.customer_id, None)
        return made
