"""A caller appears at the desk: a line of it says so; no key goes astray."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len

from model.errors import Refused
from model.ring import Ring
from model.text import plain
from tui.widgets.finder import Finder
from tui.widgets.lines import fit
from tui.wording import _, counted
from tui.wording import phone as phone_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.screens.desk import Desk
    from tui.widgets.hits import Offer

LISTENS_EVERY = 0.4
"""Seconds between two looks at the bell: the caller appears within a second, and a look costs no byte of terminal."""

_RINGS = timedelta(minutes=5)
"""So long a caller is shown; by then they are spoken to or gone."""


class Caller:
    """Who calls, as far as the desk shows it: on the rule above the entry line, where nothing else ever stands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._number = ""
        self._found: list[Offer] = []
        self._stale = ""
        self._since = datetime.min.replace(tzinfo=UTC)

    async def listen(self) -> None:
        """Wait for calls as long as the desk runs."""
        services = self._desk.services
        with closing(Ring(services.target, services.login)) as ring:
            while True:
                await asyncio.sleep(LISTENS_EVERY)
                if number := await asyncio.to_thread(ring.take, datetime.now(UTC)):
                    await self.calls(number)
                elif self._number and services.now() - self._since > _RINGS:
                    self._show("", [])

    async def calls(self, number: str) -> None:
        """Show who calls from a number."""
        try:
            found = await asyncio.to_thread(self._desk.services.callers, number)
            stale = "" if found else _stale_words(await asyncio.to_thread(self._desk.services.find, number))
        except Refused:
            found, stale = [], ""  # the lookup is away: the number itself is still told
        self._since = self._desk.services.now()
        self._show(number, found, stale)

    def opened(self, customer_id: int) -> None:
        """A card is open: if it is the caller's, there is nothing more to say."""
        if any(customer_id in (offer.customer_id, offer.opens) for offer in self._found):
            self._show("", [])

    def open(self) -> None:
        """Open the caller's card; where several or none has the number, look it up in the finder."""
        if not self._number:
            self._desk.say(_("! Nobody is calling"))
        elif len(self._found) == 1:
            self._desk.opening.card(self._found[0].opens, self._found[0].merged_words)
        else:
            finder = self._desk.query_one(Finder)
            finder.value = self._number
            finder.cursor_position = len(self._number)
            self._desk.set_focus(finder)
            self._show("", [])

    def sign(self, width: int) -> str:
        """Who calls, for the rule above the entry line; "" while nobody does."""
        return self._words(width) if self._number else ""

    def _words(self, width: int) -> str:
        number = phone_words(plain(self._number))
        at = f"{self._since:%H:%M}"
        if self._stale:
            return self._stale.format(at=at, number=number)
        if not self._found:
            return _("☎ {at} {number} calls · nobody here has that number").format(at=at, number=number)
        if len(self._found) > 1:
            return counted(
                "☎ {at} {number} calls · {count} customer has it · F9 lists them",
                "☎ {at} {number} calls · {count} customers have it · F9 lists them",
                len(self._found),
                at=at,
                number=number,
            )
        (one,) = self._found
        room = max(width - 40, 16)
        if not one.person:
            name = fit(one.name, room).rstrip()
            return _("☎ {at} {name} {customer} calls · F9 opens").format(
                at=at, name=name, customer=one.merged_into or one.number
            )
        person = fit(one.person, min(cell_len(one.person), room // 2)).rstrip()
        name = fit(one.name, room - cell_len(person) - len(" for ")).rstrip()
        return _("☎ {at} {person} for {name} {customer} calls · F9 opens").format(
            at=at, person=person, name=name, customer=one.merged_into or one.number
        )

    def _show(self, number: str, found: list[Offer], stale: str = "") -> None:
        self._number, self._found, self._stale = number, found, stale
        self._desk.draw_rule()


def _stale_words(found: Sequence[Offer]) -> str:
    """What is said of a caller whose number was somebody's once; "" where it was nobody's. It names none of them."""
    stale = [offer for offer in found if offer.exact and offer.through_kind == "phone" and offer.stale]
    if any(offer.phone_wrong for offer in stale):
        return _("☎ {at} {number} calls · marked wrong here: somebody else · F9 lists")
    return _("☎ {at} {number} calls · a former contact's number · F9 lists") if stale else ""
