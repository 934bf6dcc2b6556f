"""A call: how it starts (who rings whom, with whom, verified how) and what came of it. Nobody types a duration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from textual.app import ComposeResult
from textual.widgets import Static

from model.kinds import Direction, Outcome, Speaker, Verified
from model.proposals import CallProposal
from model.records import Card
from model.rules import contactrules
from model.rules.bankdays import next_bank_day
from tui.entry_values import Unclear, read_moment
from tui.screens.during import Heard
from tui.screens.outcomes import NOBODY_SPOKE, outcomes
from tui.screens.speaking import (
    first_speaker,
    named,
    party_of,
    speaker_of,
    speakers,
    spoken_with,
    to_mind,
    verifications,
)
from tui.widgets.controls import Choice, OneLine
from tui.widgets.form import Field, Form, Reading, Resume, write
from tui.wording import _, weekday, word

_SHORTEST_PHONE = 5


@dataclass(frozen=True, slots=True)
class CallStarted:
    """A call that is under way. Who starts it says when: `at(now)`."""

    customer_id: int
    direction: Direction
    phone: str
    speaker: Speaker
    party_id: int | None
    verified: Verified
    started_at: datetime | None = None

    def at(self, now: datetime) -> CallStarted:
        """The same call, started now."""
        return replace(self, started_at=now)

    def as_draft(self) -> dict[str, str | int | None]:
        """What a draft keeps of it (JSON)."""
        return asdict(self) | {"started_at": self.started_at.isoformat() if self.started_at else None}

    @classmethod
    def from_draft(cls, body: Mapping[str, object]) -> CallStarted:
        """The call that a draft kept.

        Raises:
            ValueError: the draft is not of a call.
        """
        try:
            started = body["started_at"]
            party = body["party_id"]
            return cls(
                customer_id=int(str(body["customer_id"])),
                direction=Direction(str(body["direction"])),
                phone=str(body["phone"]),
                speaker=Speaker(str(body["speaker"])),
                party_id=None if party is None else int(str(party)),
                verified=Verified(str(body["verified"])),
                started_at=None if started is None else datetime.fromisoformat(str(started)),
            )
        except KeyError as error:
            raise ValueError(f"no call: {error} is missing") from error


class CallStart(Form[CallStarted]):
    """Start a call. Enter takes what is offered: out, the first good number, the debtor, not verified.

    What speaks against ringing now stands above, as long as it is the agent who rings; it warns and bars nothing.
    """

    DEFAULT_CSS = """
    CallStart #call-warnings { width: 100%; height: auto; max-height: 6; padding: 0 1; }
    CallStart #call-warnings { text-style: bold; color: $text-error; }
    """

    def __init__(
        self, card: Card, *, cautions: Sequence[contactrules.Caution] = (), resume: Resume | None = None
    ) -> None:
        super().__init__(_("Start call · {name}").format(name=card.name), resume)
        self.card = card
        numbers, none = contactrules.offered((phone.number, phone.wrong) for phone in card.phones)
        self.against = [caution.words for caution in (*cautions, *([none] if none else ()))]
        self.numbers = numbers

    def body(self) -> ComposeResult:
        """What to mind, then the fields."""
        yield Static("", id="call-warnings", markup=False)
        yield from super().body()

    def fields(self) -> ComposeResult:
        """Direction, number, with whom, verified how."""
        phones = {p.number: f"{p.number} {p.label}".strip() for p in self.card.phones if p.number in self.numbers}
        numbers: list[Choice | OneLine] = [Choice(phones, id="phone")] if phones else []
        yield Field(_("Call"), Choice({Direction.OUT: _("Out"), Direction.IN: _("In")}, id="direction"))
        if numbers:
            yield Field(_("Number"), *numbers)
        yield Field(_("Other number") if numbers else _("Number"), OneLine(id="other", max_length=30))
        yield Field(_("Talking to"), Choice(speakers(self.card), first_speaker(self.card), id="speaker"))
        yield Field(_("Verified"), Choice(verifications(), id="verified"))

    def read(self, values: Mapping[str, str]) -> Reading[CallStarted]:
        """The call as it starts."""
        phone = values["other"].strip() or values.get("phone", "")
        wrong = {}
        if phone and not is_phone(phone):
            wrong["other"] = _("not a phone number: write digits")
        if any(p.wrong and _digits(p.number).endswith(_digits(phone)) for p in self.card.phones if phone):
            wrong["other"] = _("this number is marked wrong: write another one")
        party = party_of(self.card, values["speaker"])
        speaker = spoken_with(self.card, values["speaker"])
        made = CallStarted(
            customer_id=self.card.customer_id,
            direction=Direction(values["direction"]),
            phone=phone,
            speaker=speaker,
            party_id=party.id if party else None,
            verified=Verified(values["verified"]),
        )
        bad = [p.number for p in self.card.phones if p.wrong]
        says = {"other": _("wrong: {numbers}").format(numbers=", ".join(bad))} if bad else {}
        return Reading(
            None if wrong else made, wrong, says, "" if wrong else _starting(made, values["speaker"], self.card)
        )

    def draw(self, reading: Reading[CallStarted], told: Mapping[str, str]) -> None:  # noqa: ARG002
        """What speaks against it; whoever rings in is spoken to at any hour."""
        rings = self.values()["direction"] == Direction.OUT
        warnings = [*to_mind(self.card), *(self.against if rings else ())]
        where = self.query_one("#call-warnings", Static)
        write(where, "\n".join(f"! {words}" for words in warnings))
        if where.display != bool(warnings):
            where.display = bool(warnings)


class CallEnd(Form[CallProposal]):
    """End a call and log it, with its length taken by itself; with a time to ring again also a task for that.

    `now` is the end of the call, in the register's time zone: a time to ring again is read on that clock.
    """

    def __init__(
        self,
        card: Card,
        started: CallStarted,
        now: datetime,
        *,
        text: str = "",
        heard: Heard | None = None,
        resume: Resume | None = None,
    ) -> None:
        self.began = started.started_at or now
        length = _length(max(now - self.began, timedelta()))
        super().__init__(_("End call · {name} · {length}").format(name=card.name, length=length), resume)
        self.card = card
        self.started = started
        self.now = now
        self.heard = heard or Heard()
        self.text = " · ".join(part for part in (self.heard.text, text) if part)
        self.offered = self.heard.outcome or Outcome.SPOKE

    def fields(self) -> ComposeResult:
        """Outcome, ring again, what was said, with whom, verified how."""
        party = f"party:{self.started.party_id}"
        speaker = party if party_of(self.card, party) else self.started.speaker.value
        yield Field(_("Outcome"), Choice(outcomes(), self.offered, id="outcome"))
        yield Field(_("Ring again"), OneLine(self._ring_again(self.offered), id="call_back", max_length=40))
        text = OneLine(self.text, id="text", max_length=2000)
        text.add_class("wide")
        yield Field(_("Text"), text)
        yield Field(_("Talked to"), Choice(speakers(self.card), speaker, id="speaker"))
        yield Field(_("Verified"), Choice(verifications(), self.started.verified, id="verified"))

    def follow(self, changed: str) -> None:
        """Where nobody answered, offer to ring again on the next bank day at ten."""
        if changed == "outcome":
            self.preset("call_back", self._ring_again(Outcome(self.values()["outcome"])))

    def read(self, values: Mapping[str, str]) -> Reading[CallProposal]:
        """The call as it will be logged."""
        wrong: dict[str, str] = {}
        says: dict[str, str] = {}
        call_back = None
        if values["call_back"].strip():
            try:
                call_back = read_moment(values["call_back"], self.now)
                says["call_back"] = _moment(call_back)
            except Unclear as error:
                wrong["call_back"] = str(error)
        else:
            noted = self.heard.rings_again
            says["call_back"] = _("(noted already)") if noted else _("(no; or tomorrow 10, fri 14:30)")
        if wrong:
            return Reading(None, wrong, says)
        outcome = Outcome(values["outcome"])
        party = party_of(self.card, values["speaker"])
        speaker, verified = spoken_with(self.card, values["speaker"]), Verified(values["verified"])
        if speaker is Speaker.THIRD_PARTY and outcome in (Outcome.PROMISE, Outcome.AGREEMENT):
            wrong["speaker"] = _("a third party can neither promise nor agree")
            return Reading(None, wrong, says)
        if outcome in NOBODY_SPOKE:
            speaker, party, verified = Speaker.NOBODY, None, Verified.NOT
        elif outcome in (Outcome.THIRD_PARTY, Outcome.WRONG_NUMBER):
            speaker, verified = Speaker.THIRD_PARTY, Verified.NOT
            party = party if party and speaker_of(party, self.card) is Speaker.THIRD_PARTY else None
        made = CallProposal(
            customer_id=self.card.customer_id,
            direction=self.started.direction,
            speaker=speaker,
            verified=verified,
            outcome=outcome,
            started_at=self.began,
            ended_at=max(self.now, self.began),
            phone=self.started.phone,
            text=values["text"].strip(),
            party_id=party.id if party else None,
            call_back_at=call_back,
            not_before=self.heard.not_before,
            typed=values["text"].strip(),
        )
        return Reading(made, says=says, effect=_ending(made, values["speaker"], self.card))

    def _ring_again(self, outcome: Outcome) -> str:
        if outcome not in NOBODY_SPOKE or self.heard.rings_again:
            return ""
        tomorrow = self.now.date() + timedelta(days=1)
        on = next_bank_day(tomorrow, self.card.country)
        return _("tomorrow 10") if on == tomorrow else f"{on.day}/{on.month} 10"


def is_phone(text: str) -> bool:
    """Whether a text can be a phone number: digits, spaces, a plus in front."""
    return bool(re.fullmatch(r"\+?[\d ()./-]+", text)) and sum(c.isdigit() for c in text) >= _SHORTEST_PHONE


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdecimal())


def _length(length: timedelta) -> str:
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds)


def _moment(value: datetime) -> str:
    return f"{weekday(value.date())} {value:%H:%M}"


def _starting(call: CallStarted, chosen: str, card: Card) -> str:
    number = call.phone or _("a number not told")
    words = _("Call out to {number}") if call.direction is Direction.OUT else _("Call in from {number}")
    effect = words.format(number=number) + ", " + named(chosen, card)
    if call.speaker is Speaker.THIRD_PARTY:
        return effect + " · " + _("disclose nothing")
    return effect + ("" if call.verified is not Verified.NOT else " · " + _("not verified"))


def _ending(call: CallProposal, chosen: str, card: Card) -> str:
    effect = _("Log call: {outcome}").format(outcome=word(call.outcome))
    if call.outcome is Outcome.WRONG_NUMBER and call.phone:
        effect += " · " + _("{number} is not offered again").format(number=call.phone)
    if call.speaker is not Speaker.NOBODY:
        who = word(call.speaker) if call.speaker is Speaker.THIRD_PARTY else named(chosen, card)
        effect += f", {who}" + ("" if call.verified is not Verified.NOT else ", " + _("not verified"))
    if call.call_back_at:
        effect += " · " + _("ring again {moment}").format(moment=_moment(call.call_back_at))
    if call.not_before:
        effect += " · " + _("not rung before {day}").format(day=weekday(call.not_before))
    return effect
