"""How a customer's card comes onto the desk: from the finder, or from the telephone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from model.errors import Refused
from tui.screens.lookup import Lookup
from tui.widgets.entryline import EntryLine
from tui.widgets.finder import Finder
from tui.widgets.hits import Hits
from tui.wording import _

if TYPE_CHECKING:
    from tui.screens.desk import Desk


class Opening:
    """Opens cards. Keys wait meanwhile: what is typed after Enter is meant for the card that comes."""

    def __init__(self, desk: Desk, lookup: Lookup) -> None:
        self._desk = desk
        self._lookup = lookup
        self.early: str | None = None
        """What Enter meant before the register was open; keys wait for it."""

    def ready(self) -> None:
        """The register is open: open whom an early Enter meant."""
        early, self.early = self.early, None
        if early is not None:
            self.meant(early)

    def meant(self, text: str) -> None:
        """Open whom Enter in the finder means, if it is clear who that is."""
        if not self._desk.services.is_open:
            self.early = text
        elif self._for_the_card(text):
            self._to_the_line(text)
        else:
            self._run(partial(self._meant, text))

    def _for_the_card(self, text: str) -> bool:
        """Whether a text in the finder is what one writes of the customer on the card: it would open a stranger."""
        card = self._desk.card
        if card is None or " " not in text.strip():
            return False
        from tui import phrases

        reading = phrases.read(text, card, card.as_of)
        return text.lstrip().startswith("!") or bool(reading.acts and reading.note is None)

    def _to_the_line(self, text: str) -> None:
        """What was written in the finder for the card goes where it is read, and recorded by another Enter."""
        desk = self._desk
        finder, line = desk.query_one(Finder), desk.query_one(EntryLine)
        finder.value = ""
        line.value = f"{line.value} {text}".strip()
        line.cursor_position = len(line.value)
        desk.set_focus(line)
        desk.writing.look(_("Taken for what is written on the card, not looked up"))

    def card(self, customer_id: int, why: str = "") -> None:
        """Open a customer's card, unless the agent stays with the call on the one in sight."""
        self._run(partial(self.open, customer_id, why))

    def _run(self, opening: Callable[[], Awaitable[None]]) -> None:
        self._desk.run_worker(opening, group="open", exclusive=True)

    async def _meant(self, text: str) -> None:
        if offer := await self._lookup.enter(text):
            await self.open(offer.opens, offer.merged_words)

    async def open(self, customer_id: int, why: str = "") -> None:
        """Open a card within a worker of the caller's; done when it is in sight. `why` says why just this one."""
        desk = self._desk
        if not await desk.acts.may_leave(customer_id):
            return
        desk.say(_("Opening …"))
        try:
            card = await asyncio.to_thread(desk.services.card, customer_id)
        except Refused as refused:
            desk.query_one(Hits).offer((), str(refused))
            return
        desk.show_card(card)
        desk.query_one(Finder).value = ""
        line = desk.query_one(EntryLine)
        line.value = desk.unrecorded.body("entry", customer_id).get("text", "")
        line.cursor_position = len(line.value)
        desk.set_focus(line)
        self._take_up_call(customer_id)
        kept = _("Typed before and not recorded; Esc clears it") if line.value.strip() else ""
        desk.writing.look(" · ".join(filter(None, (why, kept))))
        from tui.screens.approving import news

        if not line.value and (told := news(card, desk.services.agent)):
            desk.say(" · ".join(filter(None, (why, told))))
        desk.run_worker(desk.writing.warm_up(card), group="warm")
        desk.run_worker(asyncio.to_thread(desk.services.log_views), group="views")

    def _take_up_call(self, customer_id: int) -> None:
        """Go on with a call that an earlier desk left open."""
        desk = self._desk
        body = desk.unrecorded.body("call", customer_id)
        if body and desk.acts.call is None and desk.card:
            from tui.screens.call import CallStarted
            from tui.screens.during import Heard

            heard = Heard.from_draft(body.get("heard", {}))
            desk.acts.take_call(CallStarted.from_draft(body), f"{desk.card.number} {desk.card.name}", heard)
