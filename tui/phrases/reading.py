"""A line of text as what the agent means: acts to record, a question with choices, or a note. It never raises."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from model.kinds import Outcome
from model.proposals import NoteProposal, OutcomeProposal, Proposal
from model.records import Card
from tui.phrases import effects
from tui.phrases.asking import Ask, NoReading, Scene
from tui.phrases.build import Refused
from tui.phrases.grammar import Match, Node, Search, TooMuch
from tui.phrases.lattice import Lattice, lattice, telling
from tui.phrases.telling import MEANINGS
from tui.phrases.tokens import Value, tokens
from tui.wording import _

_LONGEST = 40  # tokens; a longer line is prose
_LINES = 12  # ways to cut a line into acts that are followed
_CHOICES = 8  # beside "only a note": all on digits
MOST_ANSWERS = 12
"""So many meanings of a line are worked out, with the answers to what it leaves open: what asks more is prose."""
_STRONG = frozenset({",", ";", "."})  # marks after which something else may begin
_ABBREVIATED = 4  # letters: the point after `dec`, `kr`, `md` ends no sentence, nor does one after a number
_WEAK = frozenset({"-", "!", "+", "&", "\u2013"})
_DENIALS = frozenset({"ikke", "ikkje", "ej", "ei", "aldrig", "aldri", "not", "never"})
_NOTE = re.compile(r"(?:note|notat) ?:\s*(?=\S)", re.IGNORECASE)  # said to be a note: taken as it stands
_ARRANGED = frozenset({"promised", "agreed", "no_day", "no_sum", "no_plan"})
_ACT = 1  # an act more, where one would do

_SPANS = {
    "amount": "amount", "percent": "amount", "fraction": "amount", "all": "amount", "rest": "amount",
    "day": "day", "period": "day", "month": "day", "clock_time": "time", "number": "count", "unit": "count",
    "freq": "often", "invoice": "invoice", "agreement_ref": "invoice", "promise_ref": "invoice", "relative": "person",
    "words": "text", "tail": "text", "means": "text", "phone": "contact", "email_address": "contact",
    "vague": "unclear", "payday": "unclear",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the text that was understood, as what: act, amount, day, time, count, often, invoice, person, ..."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a question, and the line as it is with it."""

    label: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be said before anything is recorded."""

    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Reading:
    """What a line means on a card: acts in order, or a question. A note is an act; `doubtful` where it may be more."""

    text: str
    acts: tuple[Proposal, ...] = ()
    question: Question | None = None
    spans: tuple[Span, ...] = ()
    doubtful: bool = False
    effect: tuple[str, ...] = ()

    @property
    def note(self) -> NoteProposal | None:
        """The note, where the line is nothing else."""
        only = self.acts[0] if len(self.acts) == 1 else None
        return only if isinstance(only, NoteProposal) and not only.pinned else None

    @cached_property
    def sentence(self) -> str:
        """All in one line, as it stands above the entry line."""
        if self.question:
            return self.question.text
        words = " · ".join(self.effect)
        return _("only a note, with a figure in it: {words}").format(words=words) if self.doubtful else words

    def choose(self, number: int) -> Reading:
        """The reading that a choice leads to; the first is 1.

        Raises:
            ValueError: there is no such choice; the message says which there are.
        """
        choices = self.question.choices if self.question else ()
        if not 1 <= number <= len(choices):
            raise ValueError(_("no choice {number}: there are {count}").format(number=number, count=len(choices)))
        return choices[number - 1].reading


@dataclass(frozen=True, slots=True)
class _Line:
    """One way to read the line: the acts found, and where what was not understood stands."""

    nodes: tuple[Node, ...]
    cost: int
    before: str = ""
    after: str = ""
    parted: bool = True  # whether a mark or "and" stands before what follows


def read(text: str, card: Card, today: date) -> Reading:
    """Read a line on a card. `today` is the register's day; day stands before month always."""
    stripped = text.strip()
    if not stripped:
        return Reading(text)
    if stripped.startswith("!") and stripped.strip("! "):
        note = NoteProposal(card.customer_id, stripped.lstrip("! "), pinned=True, typed=text)
        start = text.index("!")
        return _acting(text, [note], (Span(start, start + 1, "act"), Span(start + 1, len(text), "text")), card, today)
    if written := _NOTE.match(stripped):
        spans = (Span(text.index(stripped), text.index(stripped) + written.end(), "act"),)
        return _acting(
            text, [NoteProposal(card.customer_id, " ".join(stripped[written.end() :].split()))], spans, card, today
        )
    if len(tokens(text)) > _LONGEST:
        return _only_note(text, card, today, doubtful=any(letter.isdigit() for letter in text))
    return _Reader(text, card, today).reading()


def makes_sense_of(digit: str, *, after: str, card: Card, today: date) -> bool:
    """Whether a digit written after a text is a part of it that is understood: `fra d. 1`, but not `betaler alt 1`."""
    text = after + digit
    return any(span.end == len(text) and span.kind != "text" for span in read(text, card, today).spans)


def _acting(text: str, acts: Sequence[Proposal], spans: tuple[Span, ...], card: Card, today: date) -> Reading:
    done = tuple(replace(act, typed=text) for act in acts)
    return Reading(text, done, spans=spans, effect=tuple(effects.effect(act, card, today) for act in done))


def _only_note(text: str, card: Card, today: date, *, doubtful: bool) -> Reading:
    note = NoteProposal(card.customer_id, " ".join(text.split()))
    return replace(_acting(text, [note], (), card, today), doubtful=doubtful)


class _Reader:
    """Reads one line."""

    def __init__(self, text: str, card: Card, today: date) -> None:
        self.text = text
        self.card = card
        self.today = today
        self.lattice: Lattice = lattice(text, card, today)
        self.search = Search(self.lattice)
        self.left = MOST_ANSWERS

    def reading(self) -> Reading:
        """The acts, the question, or the note."""
        note = _only_note(self.text, self.card, self.today, doubtful=self._figures(0))
        try:
            return self._understood(note)
        except TooMuch:
            return note

    def _understood(self, note: Reading) -> Reading:
        lines, whole = self._lines()
        found: list[Reading | Refused | None] = []
        for cost in sorted({line.cost for line in lines}):
            lines_of_cost = [line for line in lines if line.cost == cost]
            found = [self._interpreted(line, {}) for line in lines_of_cost[:_LINES]]
            if any(found):
                lines = lines_of_cost
                break
        readings = list(dict.fromkeys(reading for reading in found if isinstance(reading, Reading)))
        refusals = [refusal for refusal in found if isinstance(refusal, Refused)]
        if not readings:
            return self._question(str(refusals[0]), [], note, self._spans(lines[0])) if refusals else note
        texts = {reading.question.text if reading.question else "" for reading in readings}
        readings = self._alike(readings)
        if whole and len(texts) == 1 and "" not in texts and not readings[0].question:
            return self._question(texts.pop(), readings, note, readings[0].spans)
        if whole and refusals:
            return self._question(str(refusals[0]), readings, note, readings[0].spans)
        if not whole:
            left = lines[0].before or lines[0].after
            text = _("“{words}” is not understood: record the rest?").format(words=left)
            if len(readings) == 1 and readings[0].question:
                readings = [choice.reading for choice in readings[0].question.choices[:-1]]
            return self._question(text, readings, note, self._spans(lines[0]))
        if len(readings) == 1 and (readings[0].question or "" in texts):
            return readings[0]
        return self._question(self._doubt(readings), readings, note, readings[0].spans)

    @staticmethod
    def _alike(readings: list[Reading]) -> list[Reading]:
        """One reading for each meaning; where some ask and some do not, those that ask lay their choices open."""
        found: dict[tuple[Proposal, ...], Reading] = {}
        asking = [reading for reading in readings if reading.question]
        plain = [reading for reading in readings if not reading.question]
        if not plain and len({reading.question for reading in asking}) == 1:
            return asking[:1]
        for reading in plain:
            found.setdefault(reading.acts, reading)
        for reading in asking:
            for choice in reading.question.choices[:-1] if reading.question else ():
                found.setdefault(choice.reading.acts, choice.reading)
        return list(found.values())

    def _doubt(self, readings: list[Reading]) -> str:
        """What can mean two things: the part that the readings take differently, else the line."""
        first, second = ({(s.start, s.end, s.kind) for s in reading.spans} for reading in (readings[0], readings[-1]))
        differing = sorted(first ^ second)
        if differing:
            start, end = min(s for s, _e, _k in differing), max(e for _s, e, _k in differing)
            return _("“{words}” can mean two things: which?").format(words=self.text[start:end])
        amounts = {getattr(reading.acts[0], "amount", None) for reading in readings}
        said = [s for s in readings[0].spans if s.kind == ("amount" if len(amounts) > 1 else "day")]
        words = self.text[said[-1].start : said[-1].end] if said else self.text.strip()
        return _("“{words}” can mean two things: which?").format(words=words)

    def _lines(self) -> tuple[list[_Line], bool]:
        """The ways to read the line, and whether they read the whole of it."""
        count = len(self.lattice.line)
        reached = self._reach(0)
        if whole := reached.get(count):
            return whole, True
        if alone := self.search.alone():
            return [_followed(_Line((), 0), match) for match in alone], True
        for end in sorted(reached, reverse=True):
            if reached[end] and self.lattice.line[end].text in _DENIALS and not self._stops(end):
                return [], True  # `betalte ikke`: it denies what stands before it
            if reached[end] and end:
                after = self.lattice.spelt(end, count).strip(" ,;.-")
                lines = [replace(line, after=after) for line in reached[end]]
                harmless = self._stops(end) and not self._figures(end) and not self._hedged(end)
                return lines, harmless
        for start in range(1, count):
            if self.lattice.line[start - 1].text in _STRONG and (whole := self._reach(start).get(count)):
                before = self.lattice.spelt(0, start).strip(" ,;.-")
                return [replace(line, before=before) for line in whole], False
        return [], True

    def _reach(self, start: int) -> dict[int, list[_Line]]:
        """From a place: which places are reached by acts one after the other, and how."""
        count = len(self.lattice.line)
        reached: dict[int, list[_Line]] = {start: [_Line((), 0)]}
        for at in range(start, count):
            lines = sorted(reached.get(at, []), key=lambda line: line.cost)[:_LINES]
            if not lines:
                continue
            if at > start and (after := self._parting(at)):
                parted = not self.lattice.of("filler", at)
                reached.setdefault(after, []).extend(replace(line, parted=parted or line.parted) for line in lines)
                continue
            for match in self.search.acts(at):
                here = reached.setdefault(match.end, [])
                parted = at == start or self._stops(at)
                here += [
                    _followed(line, match) for line in lines if parted or line.parted or _goes_on(line.nodes[-1], match)
                ]
        return {at: [line for line in lines if line.nodes] for at, lines in reached.items()}

    def _parting(self, at: int) -> int:
        """Where a mark or a word that parts two acts ends; 0 where none stands."""
        if self.lattice.line[at].text in _STRONG | _WEAK:
            return at + 1
        return next((v.end for kind in ("sep", "filler") for v in self.lattice.of(kind, at)), 0)

    def _stops(self, at: int) -> bool:
        """Whether a mark stands here after which something else may begin: no point of `1.` or `kr.`."""
        line = self.lattice.line
        before = line[at - 1]
        if before.text == "." and at > 1:
            return not before.glued or len(line[at - 2].text) > _ABBREVIATED
        return line[at].text in _STRONG or before.text in _STRONG

    def _figures(self, start: int) -> bool:
        """Whether an amount or a day stands from a place on."""
        places = range(start, len(self.lattice.line))
        return any(telling(value, self.text, self.lattice.line) for at in places for value in self._values(at))

    def _hedged(self, start: int) -> bool:
        """Whether a negation, a condition, a part of what is owed or a keyword of an act stands from a place on."""
        kinds = {"not", "if", "vague", "payday", "promise", "pays", "paid", "outcome", "dispute", "defer"}
        kinds |= {"rest", "all", "fraction"}
        return any(kinds & self.lattice.at[at].keys() for at in range(start, len(self.lattice.line)))

    def _values(self, at: int) -> list[Value]:
        return [value for kind in ("amount", "percent", "day", "period") for value in self.lattice.of(kind, at)]

    def _interpreted(self, line: _Line, answers: dict[Hashable, object]) -> Reading | Refused | None:
        """What a way to read the line means with the answers given."""
        self.left -= 1
        if self.left < 0:
            raise TooMuch
        scene = Scene(self.lattice, self.card, self.today, answers)
        acts: list[Proposal] = []
        try:
            for node in line.nodes:
                acts += MEANINGS[node.name](scene, node)
        except NoReading:
            return None
        except Refused as refusal:
            return refusal
        except Ask as asked:
            given = [self._interpreted(line, answers | {asked.key: option}) for option in asked.options]
            if given and not any(given):
                return None
            readings = [reading for reading in given if isinstance(reading, Reading)]
            note = _only_note(self.text, self.card, self.today, doubtful=False)
            return self._question(asked.text, readings, note, self._spans(line))
        before = [NoteProposal(self.card.customer_id, line.before)] if line.before else []
        after = [NoteProposal(self.card.customer_id, line.after)] if line.after else []
        done = [*before, *_one_outcome(acts), *after]
        return _acting(self.text, done, self._spans(line), self.card, self.today)

    def _question(self, text: str, readings: list[Reading], note: Reading, spans: tuple[Span, ...]) -> Reading:
        """Ask, with "only a note" as the last choice."""
        different = list({reading.sentence: reading for reading in readings}.values())
        if len(different) == 1 and different[0].question and different[0].question.text == text:
            return different[0]
        choices = [Choice(reading.sentence, reading) for reading in different[:_CHOICES]]
        choices.append(Choice(_("only a note"), replace(note, doubtful=False)))
        return Reading(self.text, question=Question(text, tuple(choices)), spans=spans)

    def _spans(self, line: _Line) -> tuple[Span, ...]:
        at = self.lattice.line
        leaves = (leaf for node in line.nodes for leaf in node.leaves())
        found = (
            Span(at[v.start].start, at[v.end - 1].end, _SPANS.get(v.kind, "act")) for v in leaves if v.end > v.start
        )
        return tuple(sorted(dict.fromkeys(found), key=lambda span: (span.start, span.end)))


def _followed(line: _Line, match: Match) -> _Line:
    """The line with the act that was found, as a node, put at its end."""
    nodes = tuple(part for part in match.parts if isinstance(part, Node))
    return _Line(line.nodes + nodes, line.cost + match.cost + _ACT, parted=False)


def _goes_on(node: Node, match: Match) -> bool:
    """Whether an act may follow another one without a mark between them.

    `betaler ikke` 500 fredag and `har betalt` 2 mdr are neither promise nor agreement, nor is `intet svar` 3 gange.
    """
    outcome = node.first("outcome")
    if node.name == "traced" or (outcome is not None and outcome.value in ("refuses", "hardship")):
        return False
    unheard = outcome is not None and outcome.value != "spoke"
    return not unheard or not any(isinstance(part, Node) and part.name in _ARRANGED for part in match.parts)


def _one_outcome(acts: list[Proposal]) -> list[Proposal]:
    """A call has come out one way: what was said twice is said once; no answer and a message left is a message left."""
    outcomes = [act.outcome for act in acts if isinstance(act, OutcomeProposal) and act.expected_on is None]
    left: list[Proposal] = []
    told: set[Outcome] = set()
    for act in acts:
        if isinstance(act, OutcomeProposal) and act.expected_on is None:
            unanswered = act.outcome is Outcome.NO_ANSWER and Outcome.MESSAGE_LEFT in outcomes
            if unanswered or act.outcome in told:
                continue
            told.add(act.outcome)
        left.append(act)
    return left
