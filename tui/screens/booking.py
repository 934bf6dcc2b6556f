"""What is posted by hand at the desk: the account, or a line of its history."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from model.errors import Refused
from model.records import Card, HistoryRow
from tui.asked import asked
from tui.screens.posting import Behind, PostingForm
from tui.screens.posting_terms import Chosen, Found, Task
from tui.widgets.form import Resume
from tui.widgets.history import told_in_full
from tui.wording import _

if TYPE_CHECKING:
    from tui.screens.actions import Actions


class Booking:
    """Posting at one desk: the forms, with what they ask of the register."""

    def __init__(self, desk: Actions) -> None:
        self._desk = desk
        self._behind = Behind(desk.services.foresee, self._customer)

    async def post(self) -> None:
        """Post to the account on the card."""
        desk = self._desk
        if desk.card is None:
            return
        try:
            waiting = await asyncio.to_thread(desk.services.unconfirmed, desk.card.customer_id)
        except Refused as refused:
            desk.say(f"! {refused}")
            return
        today = desk.services.today()

        def make(card: Card, resume: Resume) -> PostingForm:
            return PostingForm(card, today, behind=self._behind, waiting=waiting, resume=resume)

        if made := await desk.acts.by_form("posting", make, arranges=False):
            what, amount = str(getattr(made, "what", "")), getattr(made, "amount", None)
            told = asked(type(made).__name__, what, amount, getattr(made, "currency", ""))
            desk.say(_("Recorded: {what} · F12 tells what the account rests on").format(what=told))

    async def line(self, row: HistoryRow, *, move: bool) -> None:
        """Take a line of the ledger back, or move it to another customer."""
        desk = self._desk
        if row.entry_id is None or row.amount is None:
            desk.say(_("! Only a line of the ledger is taken back or transferred; F8 takes back your own last act"))
            return
        chosen = Chosen(row.entry_id, told_in_full(row), row.amount, row.currency)
        first, today = Task.TRANSFER if move else Task.REVERSAL, desk.services.today()

        def make(card: Card, resume: Resume) -> PostingForm:
            return PostingForm(card, today, behind=self._behind, chosen=chosen, first=first, resume=resume)

        if await desk.acts.by_form(f"line-{row.entry_id}", make, arranges=False):
            desk.action_to_line()
            desk.say(_("Recorded: transfer") if move else _("Recorded: taken back"))

    def _customer(self, number: str) -> Found:
        """Who has a number, asked in a thread."""
        found = self._desk.services.number(number)
        named = self._desk.services.named([found]) if found is not None else []
        return Found(found, named[0].name) if named else Found(None, "")
