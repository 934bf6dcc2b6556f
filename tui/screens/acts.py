"""What an agent records at the desk: the form, the act, and what happens when the register refuses it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from model.authority import beyond
from model.errors import BeyondAuthority, Refused, Stale
from model.kinds import Speaker, Verified
from model.proposals import AgreementProposal, CallProposal, Proposal
from model.rules.coverage import status_bar
from tui.screens import approving
from tui.screens.agreement import AgreementForm
from tui.screens.aloud import ReadAloud
from tui.screens.arranged import Arranged
from tui.screens.ask import Ask
from tui.screens.call import CallEnd, CallStart, CallStarted
from tui.screens.during import Heard, hear
from tui.screens.line import OnTheLine
from tui.screens.promise import PromiseForm
from tui.screens.shown import only_a_note
from tui.screens.speaking import first_speaker, party_of, spoken_with
from tui.widgets.form import Form, Resume
from tui.wording import _, moment, word

if TYPE_CHECKING:
    from model.records import Card
    from tui.screens.desk import Desk

Made = TypeVar("Made", bound=Proposal)
_SAID = 40  # letters of what was typed that are told


class Acts:
    """The acts of one desk. Whatever is refused leaves what was typed where it was, and says why."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.arranged = Arranged(desk, self)
        self.call: CallStarted | None = None
        self.caller = ""  # number and name of whom the call is with
        self.heard = Heard()
        self.turn = asyncio.Lock()  # one act after another; an Enter waits for the one before

    async def promise(self) -> None:
        """A promise by form."""
        today = self.desk.services.today()
        if await self.by_form(
            "promise", lambda card, resume: PromiseForm(card, today, country=card.country, resume=resume)
        ):
            self.desk.say(_("Recorded: promise"))

    async def agreement(self) -> None:
        """An instalment agreement by form."""
        today = self.desk.services.today()

        def make(card: Card, resume: Resume) -> AgreementForm:
            def then(made: AgreementProposal, effect: str) -> ReadAloud:
                return ReadAloud(card, made, chosen=self._speaker(card), effect=effect)

            return AgreementForm(card, today, then=then, beyond=lambda made: self.beyond(made, card), resume=resume)

        if await self.by_form("agreement", make):
            self.desk.say(_("Recorded: agreement"))

    async def start_or_end_call(self) -> None:
        """Start a call with the customer on the card, or end the one that is under way, whoever it is with."""
        if self.call:
            await self.end_call()
        elif card := self.desk.card:
            try:
                cautions = await asyncio.to_thread(self.desk.services.cautions, card.customer_id)
            except Refused as refused:
                self.desk.say(f"! {refused}")
                return
            resume = self.resume("call_start", card.customer_id)
            started = await self.desk.app.push_screen_wait(CallStart(card, cautions=cautions, resume=resume))
            if started:
                self.desk.unrecorded.keep("call_start", card.customer_id, None)
                self.take_call(started.at(self.desk.services.now()), f"{card.number} {card.name}")

    def take_call(self, call: CallStarted, caller: str, heard: Heard | None = None) -> None:
        """A call is under way: just started, or left open by an earlier desk, or something was heard in it."""
        self.call, self.caller, self.heard = call, caller, heard or Heard()
        number, _space, name = caller.partition(" ")
        body = call.as_draft() | {"number": number, "name": name, "heard": self.heard.as_draft()}
        self.desk.keep("call", call.customer_id, body)
        self.desk.call_changed()

    def hear(self, acts: Sequence[Proposal]) -> None:
        """Some acts were recorded, or written about the call itself: it is logged with what they make of it."""
        if self.call and acts and self.calls(acts[0].customer_id):
            call, heard = hear(self.call, self.heard, acts)
            if (call, heard) != (self.call, self.heard):
                self.take_call(call, self.caller, heard)

    def taken_back(self) -> None:
        """An act was taken back: what it made of the call does not hold any more."""
        if self.call and self.call.customer_id == getattr(self.desk.card, "customer_id", None):
            self.take_call(self.call, self.caller, replace(self.heard, outcome=None, rings_again=False))

    def calls(self, customer_id: int) -> bool:
        """Whether a call with a customer is under way."""
        return self.call is not None and self.call.customer_id == customer_id

    async def end_call(self) -> bool:
        """Log the call with its length; whether it was."""
        call = self.call
        if call is None:
            return True
        here = self.desk.card
        if here is None or here.customer_id != call.customer_id:
            here = await asyncio.to_thread(self.desk.services.again, call.customer_id)
        ended = self.desk.services.now()
        typed = self.desk.unrecorded.body("entry", call.customer_id).get("text", "")
        if typed.strip() and not only_a_note(typed, here):
            self._unrecorded_first(typed.strip(), call.customer_id)
            return False
        notice = ""
        while True:
            resume = self.resume("call_end", call.customer_id, notice)
            form = CallEnd(here, call, ended, text=typed, heard=self.heard, resume=resume)
            proposal: CallProposal | None = await self.desk.app.push_screen_wait(form)
            if proposal is None:
                return False
            refused = await self.do(proposal)
            if refused is None:
                break
            notice = str(refused)
        self.call = None
        for kind in ("call", "call_end"):
            self.desk.keep(kind, call.customer_id, None)
        if typed and typed in proposal.text:
            self.desk.writing.recorded_line(call.customer_id, typed)
        self.desk.call_changed()
        minutes = max(ended - (call.started_at or ended), timedelta()) // timedelta(minutes=1)
        words = _("Recorded: call of {minutes} min, {outcome}").format(minutes=minutes, outcome=word(proposal.outcome))
        if proposal.call_back_at:
            words += _(" · ring again {moment}").format(moment=moment(proposal.call_back_at, self.desk.services.zone))
        self.desk.say(words)
        return True

    def _unrecorded_first(self, typed: str, customer_id: int) -> None:
        """What was written and not recorded would be lost as an act in the text of the call: the agent decides."""
        said = typed if len(typed) <= _SAID else f"{typed[: _SAID - 1]}…"
        if self.desk.card and self.desk.card.customer_id == customer_id:
            self.desk.action_to_line()
            self.desk.say(_("! Enter records “{typed}” first, Esc clears it").format(typed=said))
        else:
            words = _("! “{typed}” is not recorded: open the card of {caller} first")
            self.desk.say(words.format(typed=said, caller=self.caller))

    async def may_leave(self, customer_id: int) -> bool:
        """Whether another customer may be opened: during a call that is asked."""
        if self.call is None or self.call.customer_id == customer_id:
            return True
        question = _("The call with {caller} is still under way").format(caller=self.caller)
        answers = {
            "enter": _("end that call first"),
            "l": _("look at the other card, the call goes on"),
            "escape": _("stay here"),
        }
        answer = await self.desk.app.push_screen_wait(Ask(question, answers))
        return await self.end_call() if answer == "enter" else answer == "l"

    @property
    def talking(self) -> str:
        """With whom the agent speaks, and how they were verified, for the card on the screen."""
        card = self.desk.card
        if self.call is None or card is None:
            return ""
        if self.call.customer_id != card.customer_id:
            return _("Talking to: {caller}").format(caller=self.caller)
        party = next((p for p in card.parties if p.id == self.call.party_id), None)
        who = party.name if party else word(self.call.speaker)
        if self.call.speaker == Speaker.THIRD_PARTY:
            return _("Talking to: third party · disclose nothing")
        if self.desk.services.unverified == "off":
            return _("Talking to: {who}").format(who=who)
        verified = _("not verified") if self.call.verified == Verified.NOT else _("verified")
        return _("Talking to: {who}, {verified}").format(who=who, verified=verified)

    @property
    def hides(self) -> bool:
        """Whether amounts are hidden on the card in sight: set so, and whoever is on the line is not verified."""
        card = self.desk.card
        here = self.call if self.call and card and self.call.customer_id == card.customer_id else None
        unknown = here is not None and (here.verified == Verified.NOT or here.speaker == Speaker.THIRD_PARTY)
        return unknown and self.desk.services.unverified == "mask"

    async def on_the_line(self) -> None:
        """Who is on the line now, told anew while the call goes on."""
        call, card = self.call, self.desk.card
        if call is None or card is None or call.customer_id != card.customer_id:
            self.desk.say(_("! No call with this customer is under way: F2 starts one"))
        elif now := await self.desk.app.push_screen_wait(OnTheLine(card, call)):
            self.take_call(now, self.caller, self.heard)

    def _speaker(self, card: Card) -> str:
        """Who says yes: the one on the line, where they may speak for the customer; else who is to be expected."""
        call = self.call if self.call and self.call.customer_id == card.customer_id else None
        if call is None or call.speaker in (Speaker.THIRD_PARTY, Speaker.NOBODY):
            return first_speaker(card)
        return f"party:{call.party_id}" if call.party_id else call.speaker

    def answered(self, proposals: Sequence[Proposal]) -> list[Proposal]:
        """What was written, with who agreed to it: the one on the line."""
        card = self.desk.card
        if card is None:
            return list(proposals)
        chosen = self._speaker(card)
        party = party_of(card, chosen)
        who, party_id = spoken_with(card, chosen), party.id if party else None
        return [
            replace(p, agreed_by=who, party_id=party_id) if isinstance(p, AgreementProposal) else p for p in proposals
        ]

    def resume(self, kind: str, customer_id: int, notice: str = "") -> Resume:
        """What was typed in a form before, and where it is kept."""
        draft = self.desk.unrecorded.body(kind, customer_id).get("fields", {})
        return Resume(draft, lambda fields: self._keep_form(kind, customer_id, fields), notice)

    def _keep_form(self, kind: str, customer_id: int, fields: dict[str, str]) -> None:
        card = self.desk.card
        who = {"number": card.number, "name": card.name} if card and card.customer_id == customer_id else {}
        self.desk.keep(kind, customer_id, who | {"fields": fields} if fields else None)

    async def by_form(
        self, kind: str, make: Callable[[Card, Resume], Form[Made]], *, arranges: bool = True
    ) -> Made | None:
        """Push a form until what it made is recorded, or the agent goes back; refused, it comes again with why."""
        card = self.desk.card
        notice = ""
        if card and arranges and (bar := self.bar(card)):
            self.desk.say(f"! {bar}")
            return None
        while card:
            resume = self.resume(kind, card.customer_id, notice)
            proposal = await self.desk.app.push_screen_wait(make(card, resume))
            if proposal is None:
                return None
            refused = await self.do(proposal)
            if refused is None:
                self.desk.keep(kind, card.customer_id, None)
                return proposal
            if isinstance(refused, BeyondAuthority) and await approving.ask(self.desk, proposal, refused):
                self.desk.keep(kind, card.customer_id, None)
                return None
            notice, card = str(refused), self.desk.card
        return None

    def bar(self, card: Card) -> str:
        """Why nothing can be arranged on this card now; "" where it can."""
        if self.hides:
            return _("first verify who is on the line: Ctrl+T")
        if not any(item.open > 0 for item in card.items):
            return _("nothing is open: there is nothing to promise or to agree on")
        third = self.call and self.call.customer_id == card.customer_id and self.call.speaker == Speaker.THIRD_PARTY
        return _("a third party can neither promise nor agree") if third else status_bar(card.status)

    def beyond(self, act: Proposal, card: Card) -> str:
        """Why an act is not the agent's to grant alone; "" where it is."""
        return beyond(act, card, self.desk.services.limits)

    async def do(self, proposal: Proposal) -> Refused | None:
        """Do it in its turn; a refusal comes back."""
        async with self.turn:
            return await self.record([proposal])

    async def record(self, proposals: Sequence[Proposal]) -> Refused | None:
        """Do it in a thread; draw the card as it is then. A refusal comes back, with the newer card drawn."""
        self.desk.writing.say(_("Recording …"))
        try:
            card = await asyncio.to_thread(self.desk.services.do, *proposals)
        except Stale as stale:
            self.desk.show_card(stale.card)
            return stale
        except Refused as refused:
            return refused
        if not isinstance(proposals[0], CallProposal):
            self.hear(proposals)
        self.desk.show_card(card)
        return None
