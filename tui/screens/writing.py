"""The entry line: what is typed becomes what is recorded, and the lines above say so before Enter does it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from model.errors import BeyondAuthority, Stale
from tui.screens.answering import Answers
from tui.widgets.effect import TALL, Effect, aloud_in_lines, in_lines, question_in_lines
from tui.widgets.entryline import EntryLine
from tui.widgets.finder import is_number
from tui.widgets.lines import Line
from tui.wording import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.proposals import Proposal
    from model.records import Card
    from tui.screens.desk import Desk
    from tui.screens.shown import Shown

_MOST = 4  # lines of an effect in a low window: a plan and what it leaves out


class Writing:
    """What stands in the entry line, what it means, and what became of the last one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown: Shown | None = None
        self._answers = Answers()
        self._recording = ""  # the text that an Enter is recording
        self._recent = ""  # the text that was recorded and taken away last
        self._asked = ""  # the text of which the agent was asked whether it is a note
        self._offers: tuple[str, ...] = ()  # what else Tab may make of it, and at last what was typed
        self._whole = False  # whether all that is to be read aloud was asked for
        self._words: list[Line] = []
        self._spoken = ""  # what is read aloud for what stands above

    # ---- what is typed -------------------------------------------------------------------------------------------

    def typed(self, text: str) -> None:
        """A key changed the text: keep it, and say what it means now."""
        card = self._desk.card
        if card is None:
            return
        body = {"number": card.number, "name": card.name, "text": text}
        self._desk.keep("entry", card.customer_id, body if text.strip() else None)
        self._asked, self._offers = "", ()
        self._answers = self._answers.of(text)
        if not text.startswith(self._recent):
            self._recent = ""
        self.look()

    def look(self, notice: str = "") -> None:
        """Read the line on the card as it is now, and say what Enter will do with it."""
        card, line = self._desk.card, self._desk.query_one(EntryLine)
        self._shown = self._read(line.value, card) if card and line.value.strip(" !") else None
        line.understood(line.value, self._shown.spans if self._shown else ())
        self._tell(notice)

    def _read(self, text: str, card: Card) -> Shown:
        from tui.screens import shown

        return shown.read(text, card, self._answers, self._desk.acts)

    def choose(self, digit: str) -> bool:
        """A digit was typed: whether it answers the question above and is no text."""
        at_end = self._desk.query_one(EntryLine).cursor_at_end or self._answers.awaited
        taken = self._shown is not None and at_end and self._answers.take(digit, self._shown)
        if taken:
            self.look()
        return taken

    def complete(self) -> bool:
        """Complete the word that is being typed; again: with what else it can be. Whether there was anything left."""
        from tui import phrases

        card, line = self._desk.card, self._desk.query_one(EntryLine)
        if card is None or not line.cursor_at_end:
            return False
        offers = self._offers
        if not offers:
            found = phrases.completions(line.value, card)
            offers = (*found, line.value) if len(found) > 1 else found
        if not offers or offers == (line.value,):
            return False
        line.value, line.cursor_position = offers[0], len(offers[0])
        self._offers = offers[1:] or (line.value,)  # then Tab moves on
        return True

    # ---- what is said --------------------------------------------------------------------------------------------

    def tell(self, words: str) -> None:
        """Say something, and below it what Enter will do with what stands in the line, if that is where Enter goes."""
        if self._shown and isinstance(self._desk.focused, EntryLine):
            self.look(words)
        else:
            self.say(words)

    def say(self, words: str, aloud: str = "", *, most: int = 0) -> None:
        """Say something in the place of what Enter will do, on so many lines at most.

        What is read aloud for it stands there whole.
        """
        style = "alert" if words.startswith("!") else "good" if words.startswith("=") else ""
        self._words, self._spoken, self._whole = self._in_lines(words, style, most), aloud, bool(aloud)
        self._draw()

    def show_whole(self) -> None:
        """Show all that is to be read aloud, or as much as there was."""
        if self._spoken:
            self._whole = not self._whole
            self._draw()
        else:
            self.say(_("Nothing is to be read aloud: that comes with a promise or an agreement"))

    def _tell(self, notice: str = "") -> None:
        shown = self._shown
        self._whole = False
        self._words, self._spoken = self._in_lines(notice, "alert" if notice.startswith("!") else ""), ""
        if shown is None:
            if self._desk.query_one(EntryLine).value.strip():
                self._words += self._in_lines(_("Nothing yet: a pinned note is written after the !"))
        elif is_number(shown.text):
            self._words += self._in_lines(_("? Only a number. Ctrl+F finds who has it · Enter twice notes it here"))
        elif question := shown.reading.question:
            self._words += question_in_lines(question, self._answers.how(shown), self._desk.size.width)
        elif shown.bar:
            self._words += self._in_lines(f"! {shown.bar}", "alert")
        else:
            if shown.beyond:
                words = _("! Needs approval: {why} · Enter asks a supervisor").format(why=shown.beyond)
                self._words += self._in_lines(words, "alert")
            self._words += self._in_lines(shown.will_do, "" if shown.reading.doubtful else "good")
            if self._desk.size.height >= TALL:
                self._words += [line for words in shown.in_full for line in self._in_lines(words, "muted")]
            self._spoken = shown.aloud
        self._draw()

    def _in_lines(self, words: str, style: str = "", most: int = 0) -> list[Line]:
        width, height = self._desk.size
        return in_lines(words, width, style, most=most or max(_MOST, height // 4)) if words else []

    def call_changed(self) -> None:
        """A call began or ended, or somebody else is on the line: that may change what Enter does."""
        if self._shown:
            self.look()

    def redraw(self) -> None:
        """Draw for another width, or with another rule."""
        if self._desk.query(Effect):
            self._draw()

    def _draw(self) -> None:
        width, height = self._desk.size
        aloud = aloud_in_lines(self._spoken, width, height, whole=self._whole)
        self._desk.query_one(Effect).tell([*self._words, *aloud], self._desk.rule)

    # ---- what is recorded ----------------------------------------------------------------------------------------

    def enter(self, text: str) -> None:
        """Enter: record what stands above, or ask once more where that is not clear."""
        shown = self._shown
        if shown and shown.text != text and self._recent and text.startswith(self._recent):
            text = text[len(self._recent) :].lstrip()  # the key was on its way when that was taken away
        if shown is None or shown.text != text:
            return
        if self._recording and text != self._recording and text.startswith(self._recording):
            # Typed ahead of an Enter that is still recording: what it means by itself is seen when that is done.
            self._desk.run_worker(self._record(shown, ahead=True), group="act")
        elif shown.reading.question:
            self._answers.awaited = True
            self._tell(_("Type the digit of what is meant, or go on writing"))
        elif is_number(text) and self._asked != text:
            self._asked = text
            self.say(_("? Only a number. Ctrl+F finds who has it · Enter again notes it here"))
        elif shown.reading.doubtful and self._asked != text:
            self._asked = text
            self.say(_("? Only a note, with a figure in it. Enter again notes it · else write what was agreed"))
        elif shown.bar:
            self._tell()
        else:
            self._asked, self._recording = "", text
            self._desk.run_worker(self._record(shown), group="act")

    async def _record(self, shown: Shown, *, ahead: bool = False) -> None:
        """Record what was shown, once, however often Enter is pressed.

        Args:
            shown: what stood above.
            ahead: whether that was typed while what stood before it was being recorded.
        """
        from tui.screens import during

        acts = self._desk.acts
        async with acts.turn:
            try:
                meant = self._meant_now(shown, ahead=ahead)
                if meant is None:
                    return
                of_the_call = [act for act in meant.acts if meant.in_call and during.of_the_call(act)]
                rest = acts.answered([act for act in meant.acts if act not in of_the_call])
                refused = await acts.record(rest) if rest else None
                if refused is None:
                    acts.hear(of_the_call)
                    self._recorded(meant)
            finally:
                self._recording = ""
        if isinstance(refused, Stale):
            self.look(_("? The account changed meanwhile: look again, then Enter"))
        elif isinstance(refused, BeyondAuthority):
            await self._ask_for(rest, refused, meant)
        elif refused:
            self.look(_("! Not recorded: {why}").format(why=refused))

    def _meant_now(self, shown: Shown, *, ahead: bool) -> Shown | None:
        """What was shown at Enter, as it is when its turn has come; nothing where that is done or unclear."""
        card = self._desk.card
        if card is None:
            return None
        if not self.still_typed(shown.card.customer_id, shown.text):
            left = self._typed_ahead(shown)
            if left is None:
                return None
            shown = left
        elif ahead:
            return None  # what stood before it was not recorded: both together are another line
        if card.basis != shown.card.basis:  # an act that came before it changed the account
            anew = self._read(shown.text, card)
            if not anew.alike(shown):
                self.look(_("? The account has changed: look again, then Enter"))
                return None
            shown = anew
        return shown

    def _typed_ahead(self, shown: Shown) -> Shown | None:
        """What is left of a text whose beginning an Enter before it recorded: typed, and entered, ahead of that."""
        rest = self._desk.query_one(EntryLine).value
        if not rest.strip() or not shown.text.endswith(rest):
            return None
        self.look()
        left = self._shown
        unclear = left is None or left.reading.question or left.reading.doubtful or left.bar or is_number(rest)
        return None if unclear else left

    async def _ask_for(self, acts: Sequence[Proposal], refused: BeyondAuthority, shown: Shown) -> None:
        """What is beyond the agent waits for a supervisor, with the rest of the line, if the agent asks for it."""
        from tui.screens import approving

        beyond = refused.act or acts[0]
        beside = [act for act in acts if act is not beyond]
        if await approving.ask(self._desk, beyond, refused, beside=beside):
            told = self._words
            self.recorded_line(shown.card.customer_id, shown.text)
            self._words = told
            self._draw()
        else:
            self.look(_("! Not recorded: {why}").format(why=refused))

    def _recorded(self, shown: Shown) -> None:
        told = shown.did
        self.recorded_line(shown.card.customer_id, shown.text)
        if self._desk.query_one(EntryLine).value.strip():  # what was typed ahead means something too
            self.look(told)
        else:
            self.say(told, shown.aloud)

    def still_typed(self, customer_id: int, text: str) -> bool:
        """Whether a text still stands in the line: an Enter before it may have recorded it."""
        card = self._desk.card
        here = card is not None and card.customer_id == customer_id
        return here and self._desk.query_one(EntryLine).value.startswith(text)

    def recorded_line(self, customer_id: int, text: str) -> None:
        """What stood in the line is recorded: take it away, but not what was typed after it."""
        if self.still_typed(customer_id, text):
            line = self._desk.query_one(EntryLine)
            line.value = line.value[len(text) :].lstrip()
            self._recent = text
        else:
            self._desk.keep("entry", customer_id, None)

    async def warm_up(self, card: Card) -> None:
        """Make ready for the first letter: the words of three languages are put in order only once."""
        await asyncio.to_thread(self._read, "6 mdr fra 1/2", card)
