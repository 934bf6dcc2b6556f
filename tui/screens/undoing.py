"""Taking back one's own last act on the card."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from model.errors import Refused
from tui.screens.ask import Ask
from tui.wording import _, moment, word

if TYPE_CHECKING:
    from tui.screens.actions import Actions


async def undo(desk: Actions) -> None:
    """Take it back by a second act, and say what that was; or say why it stands.

    What is not of today is asked about: the key may have been meant for another card.
    """
    card = desk.card
    if card is None:
        return
    try:
        last = await asyncio.to_thread(desk.services.last_act, card.customer_id)
        when = moment(last.at, desk.services.zone)
        if last.at.astimezone(desk.services.zone).date() != card.as_of:
            question = _("Take back: {act} of {moment}?").format(act=word(last.act), moment=when)
            answers = {"enter": _("take it back"), "escape": _("let it stand")}
            if await desk.app.push_screen_wait(Ask(question, answers)) != "enter":
                return
        async with desk.acts.turn:
            undone = await asyncio.to_thread(desk.services.undo, card.customer_id)
    except Refused as refused:
        desk.say(_("! Not taken back: {why}").format(why=refused))
        return
    desk.acts.taken_back()
    desk.show_card(undone.card)
    desk.say(_("Taken back: {act} of {moment}").format(act=" · ".join(word(act) for act in undone.acts), moment=when))
