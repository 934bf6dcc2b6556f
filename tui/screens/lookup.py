"""How the desk answers its finder: at once where that is quick, else from a worker; the latest text wins."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from model.errors import Refused
from tui.leaving import unless_left
from tui.widgets.finder import Finder
from tui.widgets.hits import Hits, Offer, found_words, holders, nobody_words
from tui.wording import _

if TYPE_CHECKING:
    from tui.screens.desk import Desk


_RESTED = 0.15
"""Seconds after which typing rests: a spelling is looked for then, and not at every letter of a strange word."""


class Lookup:
    """Looks up what is typed, and offers what there is while nothing is."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.answered: str | None = None
        """The text that the list answers; None while an answer is on its way."""
        self.nearest = ""
        """Where nobody was found: the nearest spelling that finds somebody."""

    def answer(self, text: str) -> None:
        """Offer the customers for a text in the turn of its key; where that takes too long, soon after."""
        services = self._desk.services
        self.answered = None
        if not text.strip():
            if services.is_open:
                self._later(self._latest)
        elif not services.can_search:
            self._offer((), _("Opening the register …"))
        elif (found := services.look_up(text)) is not None:
            self._tell(found, text)
            if not found:
                self._later(partial(self._suggest, text))
        else:
            self._later(partial(self._find, text))

    async def enter(self, text: str) -> Offer | None:
        """Whom Enter opens for a text. Where nobody has it, Enter takes the nearest spelling and opens nobody.

        Nor does the first Enter open anybody where several have the number: it says so.
        """
        if text.strip() and self.answered != text:
            return await self._best(text)
        hits = self._desk.query_one(Hits)
        if (offer := hits.meant) or hits.ask():
            return offer
        if self.nearest and text.strip():
            self._retype(self.nearest)
        return None

    async def _best(self, text: str) -> Offer | None:
        """Where Enter came before the list did: the best, unless several have the number or it is in doubt."""
        try:
            found = await asyncio.to_thread(self._desk.services.find, text)
        except Refused as refused:
            self._offer((), str(refused))
            return None
        exact = holders(found)
        if len(exact) == 1:
            return exact[0]
        if found and not exact and not (found[0].doubtful or found[0].stale):
            return found[0]
        if self._typed == text:
            self._tell(found, text)
            self._desk.query_one(Hits).ask()
            if not found:
                self._later(partial(self._suggest, text))
        return None

    def _retype(self, text: str) -> None:
        finder = self._desk.query_one(Finder)
        finder.value = text
        finder.cursor_position = len(text)

    async def _find(self, text: str) -> None:
        try:
            found = await asyncio.to_thread(self._desk.services.find, text)
        except Refused as refused:
            self._offer((), str(refused))
            return
        if self._typed == text:
            self._tell(found, text)
            if not found:
                await self._suggest(text)

    async def _suggest(self, text: str) -> None:
        """Say what was looked for in vain, and the nearest spelling that finds somebody."""
        await asyncio.sleep(_RESTED)
        try:
            nearest = await asyncio.to_thread(self._desk.services.nearest, text)
        except Refused:
            return
        if nearest and self._typed == text and self.answered == text:
            self._offer((), nobody_words(text, nearest), text)
            self.nearest = nearest

    async def _latest(self) -> None:
        """What was left unrecorded first, then the customers the agent had open last."""
        services, left = self._desk.services, self._desk.unrecorded.customers()
        try:
            named = {offer.customer_id: offer for offer in await asyncio.to_thread(services.named, list(left))}
            latest = await asyncio.to_thread(services.latest)
            anybody = bool(latest) or await asyncio.to_thread(services.has_customers)
        except Refused as refused:
            self._offer((), str(refused))
            return
        if self._typed.strip():
            return
        unfinished = [_unfinished(named[number], kinds) for number, kinds in left.items() if number in named]
        foot = _("Type a name, a phone, customer or invoice number")
        if not anybody:
            foot = _("The register is empty. Bring customers in with: kartotek import FILE")
        elif unfinished:
            foot = _("Not recorded yet: Enter takes it up again · {begin}").format(begin=foot)
        elif latest:
            foot = _("The customers you had open last · {begin}").format(begin=foot)
        self._offer([*unfinished, *(offer for offer in latest if offer.customer_id not in left)], foot, self._typed)

    @property
    def _typed(self) -> str:
        return self._desk.query_one(Finder).value

    def _offer(self, offers: Sequence[Offer], foot: str, text: str | None = None) -> None:
        self.answered = text
        self.nearest = ""
        self._desk.query_one(Hits).offer(offers, foot)

    def _tell(self, found: Sequence[Offer], text: str) -> None:
        self._offer(found, found_words(len(found)) if found else nobody_words(text), text)

    def _later(self, answer: Callable[[], Awaitable[None]]) -> None:
        """Begin an answer in a worker: one that the next key overtakes before it began was never begun at all."""

        async def answered() -> None:
            with unless_left(self._desk.app):
                await answer()

        worker: Callable[[], Awaitable[None]] = answered
        self._desk.run_worker(worker, group="find", exclusive=True)


def _unfinished(offer: Offer, kinds: dict[str, dict[str, Any]]) -> Offer:
    """A customer with what was typed for them and not recorded."""
    words = []
    if "call" in kinds:
        words.append(_("call still open"))
    if text := kinds.get("entry", {}).get("text"):
        words.append(_("typed: {text}").format(text=text))
    if kinds.keys() - {"call", "entry"}:
        words.append(_("form half filled"))
    return Offer(offer.customer_id, offer.number, offer.name, left=" · ".join(words) or _("begun"))
