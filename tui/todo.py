"""What waits to be done: whom to ring now on the rule above the entry line, the next one by F5, and the list."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from model.errors import Refused
from tui.widgets.lines import fit
from tui.wording import _, moment, word

if TYPE_CHECKING:
    from model.records import DueTask
    from tui.screens.desk import Desk

_SHOWN = timedelta(minutes=10)
"""So long a call-back whose time has come is shown; it stays in the list and in F5."""


class Todo:
    """The agent's tasks as far as the desk shows them. It asks once a minute, and says little."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sign: DueTask | None = None
        self._passed: set[int] = set()  # had already with F5, and not done

    async def look(self) -> None:
        """Look whether the time of a call-back has come, or comes within the minute.

        Raises:
            Unreachable: the server is away.
        """
        services = self._desk.services
        found = await asyncio.to_thread(services.falling_due, services.now() - _SHOWN)
        here = self._desk.card
        if found and here and here.customer_id == found.customer_id:
            found = None
        if found != self._sign:
            self._sign = found
            self._desk.draw_rule()

    def opened(self, customer_id: int) -> None:
        """A card is open: if it is the one to be rung, there is nothing more to say."""
        if self._sign and self._sign.customer_id == customer_id:
            self._sign = None
            self._desk.draw_rule()

    def sign(self, width: int) -> str:
        """Whom to ring now, for the rule above the entry line; "" where nobody is."""
        if self._sign is None:
            return ""
        at = self._sign.due_at.astimezone(self._desk.services.zone)
        name = fit(self._sign.name, max(width - 45, 10)).rstrip()
        words = _("{at} ring {name} {customer} · F5 next")
        return words.format(at=f"{at:%H:%M}", name=name, customer=self._sign.number)

    def next(self) -> None:
        """Open the card whose turn it is."""
        self._desk.run_worker(self._next(), group="open", exclusive=True)

    def list(self) -> None:
        """Show what is to be done today and soon; Enter there opens the card."""
        self._desk.run_worker(self._list(), group="act")

    async def _next(self) -> None:
        services = self._desk.services
        try:
            task = await asyncio.to_thread(services.take_next, self._passed)
            if task is None and self._passed:
                self._passed.clear()  # all were had: begin again
                task = await asyncio.to_thread(services.take_next, self._passed)
            later = () if task else await asyncio.to_thread(services.tasks)
        except Refused as refused:
            self._desk.say(f"! {refused}")
            return
        if task is None:
            self._desk.say(self._nothing(later))
            return
        self._passed.add(task.id)
        await self._desk.opening.open(task.customer_id)
        here = self._desk.card
        if here and here.customer_id == task.customer_id:
            self._desk.say(self._told(task))

    async def _list(self) -> None:
        from tui.screens.tasks import Tasks

        services = self._desk.services
        try:
            found = await asyncio.to_thread(services.tasks)
        except Refused as refused:
            self._desk.say(f"! {refused}")
            return
        own = services.agent.name if services.agent else ""
        chosen = await self._desk.app.push_screen_wait(Tasks(found, services.zone, own, services.do))
        self._desk.count_due()
        if self._desk.card:
            self._desk.action_reload()
        if chosen is not None:
            self._desk.opening.card(chosen)

    def _told(self, task: DueTask) -> str:
        due = moment(task.due_at, self._desk.services.zone)
        words = [_("Next: {kind}, due {due}").format(kind=word(task.kind), due=due)]
        return " · ".join([*words, *([task.text] if task.text else []), _("F2 call")])

    def _nothing(self, later: tuple[DueTask, ...]) -> str:
        if not later:
            return _("Nothing is due within a week")
        first = min(later, key=lambda task: task.due_at)
        due = moment(first.due_at, self._desk.services.zone)
        return _("Nothing is due now · {due} {name} {customer}").format(due=due, name=first.name, customer=first.number)
