"""Four eyes at the desk: asking a supervisor for what is beyond the agent, deciding, and telling what was decided."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from model.errors import BeyondAuthority, Refused
from model.records import AgentInfo, Card
from tui.asked import asked
from tui.screens.ask import Ask
from tui.wording import _

if TYPE_CHECKING:
    from model.proposals import Proposal
    from tui.screens.desk import Desk


async def ask(desk: Desk, act: Proposal, refused: BeyondAuthority, *, beside: Sequence[Proposal] = ()) -> bool:
    """Ask the agent whether to ask a supervisor for an act, and do so; whether it waits now for one.

    `beside` are acts of the same breath: all wait together, and are done together or not at all.
    """
    answers = {"enter": _("ask a supervisor: it waits, and is done when it is granted"), "escape": _("do not ask")}
    if await desk.app.push_screen_wait(Ask(_("Not yours to grant: {why}").format(why=refused), answers)) != "enter":
        return False
    try:
        number = await asyncio.to_thread(desk.services.ask_approval, act, beside, str(refused))
        card = await asyncio.to_thread(desk.services.again, act.customer_id)
    except Refused as why:
        desk.say(_("! Not asked for: {why}").format(why=why))
        return False
    if desk.card and desk.card.customer_id == card.customer_id:
        desk.show_card(card)
    desk.say(_("Asked for as number {number}: it waits for a supervisor and is not done yet").format(number=number))
    return True


async def decide(desk: Desk) -> None:
    """Show what waits for approval; then the card as it is, or another one that was chosen there."""
    from tui.screens.approvals import Approvals

    if not desk.services.is_open:
        return
    chosen = await desk.app.push_screen_wait(Approvals(desk.services))
    desk.count_due()
    if chosen is not None:
        desk.opening.card(chosen)
    elif desk.card:
        desk.action_reload()


def news(card: Card, agent: AgentInfo | None) -> str:
    """What became of what the agent asked for on a card; "" where nothing was decided lately."""
    for request in card.requests:
        if agent and request.asked_by == agent.id and request.decided_on:
            act = asked(request.kind, request.what, request.amount, request.currency)
            words = _("= Granted by {name}: {act}") if request.granted else _("! Refused by {name}: {act}")
            return words.format(name=request.decider, act=act)
    return ""
