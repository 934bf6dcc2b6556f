"""The grammar of the entry line: what an agent can say, as productions over values, and the search for all readings.

In a production `?` is optional, `*` any number, `|` or. A name that stands on no left side is a kind of value (the
tables of words, `numbers`, `days`, `lattice`). Small words (`filler`) may stand between the parts of a production.

Every reading is found and the cheapest are told: free words and forgiven slips cost, what is understood does not. So
two readings of the same cost are two things that the line can mean, and whoever typed it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tui.phrases.lattice import FREE, Lattice
from tui.phrases.tokens import Value

PRODUCTIONS = """
verb      = promise pay? | pays | agreed_on
comma     = , | sep | ; | . | - | :
sum       = amount means? | percent of_all? | fraction of_all? | all means? | rest
of_all    = for all
bills     = for? bill_named (comma? bill_named)*
bill_named = bill? invoice

promised  = pledged means?
pledged   = customer? verb? sum bills? day | customer? verb? day verb? sum bills? | verb? sum day bills
          | verb bills day | verb? bills verb? day | verb? day verb bills

count     = over? number freq? unit | over? number freq
each_time = at? amount
first     = from? day | from month
plan_of   = split number freq? unit? first?
          | count at? freq? first? | count first freq | each_time over? freq (over? number unit)? first?
          | freq each_time first? | count each_time freq? first? | split_in
          | first each_time freq | each_time first freq in_month? | each_time (each | every_other) day
          | freq count first? | first count freq? | each_time times number freq? unit? first?
          | number sized freq? first?
sized     = at each_time
in_month  = from month
bare_plan = plan (over? number | each_time) begins?
begins    = from first
split_in  = each_time count freq? first?
down_paid = sum day | down amount day? | amount down day? | down percent | percent down
after     = rest plan_of | rest over number freq? first? | rest each_time freq first?
anew      = (broke comma?)? renew agreement_ref? comma? | broke comma? agreement_ref? comma? new? plan?
          | agreement_ref renew
lead_in   = customer? (verb | plan | verb plan | plan verb)
agreed    = anew? lead_in? plan_of bills? anew_after? | anew? lead_in? bills? plan_of
          | anew? lead_in? down_paid comma? after | anew? lead_in? down_paid comma? plan_of
          | anew? lead_in? (down amount | amount down) day? comma? plan_of | anew? customer? bare_plan
anew_after = comma? renew agreement_ref

traced    = customer? paid bill? how? | customer? paid traced_as* how? | (bills paid | paid_sum) traced_as* how?
traced_as = amount | day | bills | all | means | comma? double
paid_sum  = amount paid
how       = tail

deferred  = customer? defer bills? (day | period) | customer? defer (day | period) bills | defer bills? over period
disputed  = customer? dispute bills? comma? why? | bills dispute comma? why? | not_mine bills? comma? why?
          | not_mine_bare comma? why? | bills comma? (not_mine | not_mine_bare) comma? why? | dispute bill comma? why?
why       = words

came_out  = customer? outcome phone? comma? came_text? | no_reply
came_text = tail

moment    = day clock_time? | clock_time day?
ring_back = ring moment task_about? | ring relative moment? task_about? | moment ring task_about?
task_about = about words
who       = relative | customer
expected  = rings_self moment | who rings_self? moment_rings | customer rings moment | filler_who rings moment
moment_rings = rings moment | moment rings
filler_who = filler
unsure    = rings moment

party     = relative rang comma? proxy_said? party_text? | spoke_with relative comma? proxy_said?
          | relative comma? proxy_said | no_proxy relative?
proxy_said = no_proxy | proxy
party_text = tail

special   = customer? dead day? | relative dead day? | dead customer day?
          | customer? bankrupt per? day? trusted? | day bankrupt trusted?
          | customer? settlement per? day? trusted?
trusted   = comma? trustee name
name      = tail

contact   = new_phone phone | new_phone phone from_day | new_email email_address from_day?
          | moved from_day? | moved day | new_address address from_day? | from_day new_address address
from_day  = per day
address   = words
waived    = waive waive_what bills? | waive_what bills? waive
waive_what = fee | fee_interest
withdrawn = customer? withdraw promise_ref? | promise_ref lapse

to_do     = task moment comma? what? | task what moment | task what
what      = words
noted     = note words

no_day    = verb sum bills? | verb bills | customer? verb? sum bills? unclear | customer? verb unclear
          | verb? unclear sum
unclear   = vague | payday
no_sum    = customer? verb the_bill? day | day verb
alone     = day | payday
no_until  = customer? defer bills? unclear? | customer? defer
no_plan   = anew | customer? verb? plan

act       = promised | agreed | traced | deferred | disputed | came_out | ring_back | expected | party | special
          | contact | waived | withdrawn | to_do | noted | unsure | no_day | no_sum | no_until
          | no_plan
"""

_MOST = 24  # readings kept of a production at a place
MOST_STEPS = 6_000  # a line that takes more is prose
_MOST_FILLERS = 3
_ASKS = {
    "no_day": 4,
    "no_sum": 4,
    "no_until": 4,
    "unsure": 1,
    "no_plan": 6,
    "split_in": 2,
    "bare_plan": 4,
    "paid_sum": 1,
}


@dataclass(slots=True, eq=False)
class Form:
    """A production in parsed form: `name`, `seq`, `alt`, `opt` or `many`, with its parts.

    `begins` are the kinds of value that it can begin with, `empty` whether it may be nothing: what cannot begin at a
    place is not tried there.
    """

    sort: str
    name: str = ""
    parts: tuple[Form, ...] = ()
    begins: frozenset[str] = frozenset()
    empty: bool = False


class TooMuch(Exception):
    """The line has more readings than a line that is meant to be an act."""


@dataclass(frozen=True, slots=True)
class Node:
    """A production found in the line, with its parts: productions and values."""

    name: str
    parts: tuple[Node | Value, ...]

    def values(self, kind: str) -> Iterator[Value]:
        """The values of a kind in it, from left to right."""
        return (value for value in self.leaves() if value.kind == kind)

    def first(self, kind: str) -> Value | None:
        """The first value of a kind."""
        return next(self.values(kind), None)

    def within(self, name: str) -> Node | None:
        """The first production of a name in it."""
        for part in self.parts:
            if isinstance(part, Node):
                found = part if part.name == name else part.within(name)
                if found:
                    return found
        return None

    def leaves(self) -> Iterator[Value]:
        """All its values, from left to right."""
        for part in self.parts:
            if isinstance(part, Value):
                yield part
            else:
                yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Match:
    """Parts found from a place up to `end`."""

    parts: tuple[Node | Value, ...]
    end: int
    cost: int


@cache
def productions() -> dict[str, Form]:
    """The grammar, parsed, with what each part of it can begin with."""
    rules: dict[str, Form] = {}
    for name, body in re.findall(r"^(\w+)\s*=(.*(?:\n\s+\|.*)*)", PRODUCTIONS, re.MULTILINE):
        form, rest = _alternatives(re.findall(r"[\w]+|[|?*(),;.:\-]", body))
        if rest:
            raise ValueError(f"{name}: {rest}")
        rules[name] = form
    changed = True
    while changed:
        changed = sum(_begun(form, rules) for form in rules.values()) > 0  # each of them, so no `any`
    return rules


def _begun(form: Form, rules: dict[str, Form]) -> bool:
    """Work out what a form can begin with, as far as it is known; tells whether anything new came up."""
    changed = sum(_begun(part, rules) for part in form.parts) > 0
    before = (form.begins, form.empty)
    if form.sort == "name":
        rule = rules.get(form.name)
        form.begins, form.empty = (rule.begins, rule.empty) if rule else (frozenset({form.name}), False)
    elif form.sort == "seq":
        form.empty = all(part.empty for part in form.parts)
        for part in form.parts:
            form.begins |= part.begins
            if not part.empty:
                break
    else:
        form.begins = frozenset().union(*(part.begins for part in form.parts))
        form.empty = form.sort in ("opt", "many") or any(part.empty for part in form.parts)
    return changed or before != (form.begins, form.empty)


def _alternatives(words: list[str]) -> tuple[Form, list[str]]:
    alternatives = []
    while True:
        form, words = _sequence(words)
        alternatives.append(form)
        if not words or words[0] != "|":
            break
        words = words[1:]
    return (alternatives[0] if len(alternatives) == 1 else Form("alt", parts=tuple(alternatives))), words


def _sequence(words: list[str]) -> tuple[Form, list[str]]:
    parts: list[Form] = []
    while words and words[0] not in ("|", ")"):
        word, words = words[0], words[1:]
        if word == "(":
            part, words = _alternatives(words)
            words = words[1:]
        else:
            part = Form("name", word)
        while words and words[0] in ("?", "*"):
            part = Form("opt" if words[0] == "?" else "many", parts=(part,))
            words = words[1:]
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Form("seq", parts=tuple(parts))), words


class Search:
    """Finds all readings of a line. Every production is tried once at every place where it can begin."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.steps = 0
        self._known: dict[tuple[int, int], tuple[Match, ...]] = {}
        self._rules = productions()
        self._places = [self._after_fillers(at) for at in range(len(lattice.line))]
        self._kinds = [self._present(at) for at in range(len(lattice.line))]
        self._kinds.append(frozenset())

    def acts(self, at: int) -> tuple[Match, ...]:
        """The acts that begin at a place."""
        return self._form(self._rules["act"], at)

    def alone(self) -> tuple[Match, ...]:
        """What a whole line can be that is no act by itself: a day, a payday."""
        found = self._name(Form("name", "alone"), 0)
        return tuple(match for match in found if match.end == len(self.lattice.line))

    def _after_fillers(self, at: int) -> tuple[int, ...]:
        """The place, and those after the small words that may stand there."""
        places = [at]
        while self.lattice.of("filler", places[-1]) and len(places) <= _MOST_FILLERS:
            places.append(self.lattice.of("filler", places[-1])[0].end)
        return tuple(places)

    def _present(self, at: int) -> frozenset[str]:
        """The kinds of value at a place, or after its small words; and the mark that stands there."""
        line = self.lattice.line
        kinds = {kind for place in self._places[at] if place < len(line) for kind in self.lattice.at[place]}
        return frozenset(kinds | FREE | {line[at].text})

    def _form(self, form: Form, at: int) -> tuple[Match, ...]:
        if form.begins.isdisjoint(self._kinds[at]):
            return (Match((), at, 0),) if form.empty else ()
        key = (id(form), at)
        known = self._known.get(key)
        if known is None:
            self.steps += 1
            if self.steps > MOST_STEPS:
                raise TooMuch
            self._known[key] = ()  # a production that begins with itself has no reading
            found = list(dict.fromkeys(self._found(form, at)))
            if len(found) > 1:
                found.sort(key=lambda match: match.cost)
            known = self._known[key] = tuple(found[:_MOST])
        return known

    def _found(self, form: Form, at: int) -> Iterator[Match]:
        if form.sort == "name":
            yield from self._name(form, at)
        elif form.sort == "alt":
            here = self._kinds[at]
            for alternative in form.parts:
                if alternative.empty or not alternative.begins.isdisjoint(here):
                    yield from self._form(alternative, at)
        elif form.sort == "opt":
            yield Match((), at, 0)
            yield from (match for match in self._form(form.parts[0], at) if match.end > at)
        else:
            yield from self._in_turn(form, at)

    def _in_turn(self, form: Form, at: int) -> Iterator[Match]:
        """One part after the other, or one part again and again."""
        reached = [Match((), at, 0)]
        if form.sort == "many":
            part = form.parts[0]
            while reached:
                yield from reached
                reached = [_joined(m, n) for m in reached for n in self._form(part, m.end) if n.end > m.end][:_MOST]
            return
        for part in form.parts:
            longer: list[Match] = []
            for match in reached:
                if not part.begins.isdisjoint(self._kinds[match.end]):
                    longer += [_joined(match, after) for after in self._form(part, match.end)]
                elif part.empty:
                    longer.append(match)
            reached = longer[: 2 * _MOST]
            if not reached:
                return
        yield from reached

    def _name(self, form: Form, at: int) -> Iterator[Match]:
        name = form.name
        if name in self._rules:
            for match in self._form(self._rules[name], at):
                yield Match((Node(name, match.parts),), match.end, match.cost + _ASKS.get(name, 0))
        elif not name[0].isalpha():
            if self.lattice.line[at].text == name:
                yield Match((), at + 1, 0)
        else:
            for place in self._places[at][: 1 if name in FREE else None]:
                for value in self.lattice.of(name, place):
                    yield Match((value,), value.end, value.cost)


def _joined(left: Match, right: Match) -> Match:
    if not right.parts and right.end == left.end:
        return left  # nothing, as most optional parts are
    return Match(left.parts + right.parts, right.end, left.cost + right.cost)
