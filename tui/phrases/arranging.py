"""What readings of arrangements mean: promises, agreements, and what is asked where something is missing."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from model.proposals import PromiseProposal, Proposal
from model.records import AgreementInfo, Item
from model.rules import coverage
from model.rules.bankdays import last_bank_day_of_month
from model.rules.schedule import Frequency
from tui.phrases import build
from tui.phrases.asking import NoReading, Scene, fraction
from tui.phrases.grammar import Node
from tui.phrases.lattice import telling
from tui.phrases.numbers import Money
from tui.phrases.tokens import Value
from tui.wording import _, amount

_SMALL = Decimal(20)  # a bare number below this is an hour, a day, a count; never kroner without "kr" or a verb
_COUNTS = (3, 6, 12)
_END = 31  # day of the month: the last one, however short the month


def promised(scene: Scene, node: Node) -> list[Proposal]:
    """A promise: how much, by which day, for which invoices."""
    due = node.first("day")
    if due is None:
        raise NoReading
    spoken = any(value.kind in ("promise", "pays") for value in node.leaves())
    _not_every_month(scene, due, spoken=spoken)
    return [_promise(scene, node, scene.coming(due), spoken=spoken)]


def no_day(scene: Scene, node: Node) -> list[Proposal]:
    """A promise without a day that can be held to: when the salary comes."""
    _sum_of(node, spoken=any(value.kind in ("promise", "pays") for value in node.leaves()))
    vague = node.first("vague") or node.first("payday")
    today = scene.today
    following = today + relativedelta(months=1, day=1)
    payday = last_bank_day_of_month(today, scene.card.country)
    if payday < today:
        payday = last_bank_day_of_month(following, scene.card.country)
    days = [payday, following, build.friday(today)] if vague else [build.friday(today), payday, following]
    text = _("“{words}” is no day: by which?").format(words=scene.spelt(vague)) if vague else _("by which day?")
    due = scene.ask(("no_day", _start(node)), text, days)
    return [_promise(scene, node, due, spoken=True)]


def no_sum(scene: Scene, node: Node) -> list[Proposal]:
    """A promise that does not say how much."""
    day = node.first("day")
    if day is None:
        raise NoReading
    due = scene.coming(day)
    items = build.offered(scene.card)
    owed = _base(scene, None)
    sums = [owed, *(item.open for item in items)] if owed > 0 else []
    value = scene.ask(("no_sum", _start(node)), _("how much by then?"), sums)
    return [_remember(scene, build.promise(scene.card, value, due))]


def alone(scene: Scene, node: Node) -> list[Proposal]:
    """A line that is nothing but a day, or the payday: a promise, it seems, of how much, by when?"""
    day = node.first("day")
    if day and not telling(day, scene.lattice.text, scene.lattice.line):
        raise NoReading
    return no_day(scene, node) if node.first("payday") else no_sum(scene, node)


def _promise(scene: Scene, node: Node, due: date, *, spoken: bool) -> PromiseProposal:
    said = _sum_of(node, spoken=spoken)
    items = scene.items(node)
    base = _base(scene, items)
    if base <= 0 and said is not None and next(said.leaves()).kind != "amount":
        base = scene.ask(("base", _start(node)), _("nothing is to collect: how much then?"), _others(scene))
    value = base if said is None else scene.sum(said, base)
    chosen = build.offered(scene.card) if items is None else items
    most = build.most(scene.card, chosen) - scene.promised
    if value > most and said is not None:
        text = _("{amount} is more than the {most} open: how much?").format(amount=amount(value), most=amount(most))
        value = scene.ask(("most", _start(node)), text, [most] if most > 0 else [])
    return _remember(scene, build.promise(scene.card, value, due, items))


def _remember(scene: Scene, promise: PromiseProposal) -> PromiseProposal:
    scene.promised += promise.amount
    return promise


def _others(scene: Scene) -> list[Decimal]:
    """What could be meant by "all" where nothing is overdue: what is open and not in dispute or agreed."""
    free = [item for item in scene.card.items if not item.disputed and not item.agreement]
    sums = [coverage.total(item for item in free if item.currency == scene.card.currency), scene.card.balance]
    return [value for value in sums if 0 < value <= scene.card.balance]


def _base(scene: Scene, items: tuple[Item, ...] | None) -> Decimal:
    return scene.card.figures.to_collect if items is None else coverage.total(items)


def _sum_of(node: Node, *, spoken: bool) -> Node | None:
    """The sum that was said; a small bare number is none, unless it was said to be paid."""
    said = node.within("sum")
    value = next(said.leaves()) if said else None
    money = value.value if value is not None else None
    if isinstance(money, Money) and not money.marked and not spoken and money.amount < _SMALL:
        raise NoReading
    return said


def _not_every_month(scene: Scene, day: Value, *, spoken: bool) -> None:
    """`500 sidste bankdag` is an agreement, unless a verb or a month says that it is one day."""
    same = [value for value in scene.lattice.of("freq", day.start) if value.value == "last_bank_day"]
    if not spoken and any(value.end == day.end for value in same) and "bank" in scene.spelt(day).lower():
        raise NoReading


def agreed(scene: Scene, node: Node) -> list[Proposal]:
    """An instalment agreement: how many or how much each, how often, from when, what before, in place of which."""
    replaced = _replaced(scene, node)
    items = scene.items(node)
    number = replaced.number if replaced else ""
    chosen = build.covered(scene.card, number) if items is None else build.chosen_of(scene.card, number, items)
    over = coverage.total(chosen)
    down, down_on = _down(scene, node, over)
    often, first = _often(scene, node)
    count, each = _how_many(scene, node)
    first = first or build.first_day(scene.today)
    if count and each:
        count, each = _agreeing(scene, node, (count, each), over - down)
    anchor = _END if _by_the_end(scene, node) and often in (Frequency.MONTHLY, Frequency.QUARTERLY) else None
    terms = build.Terms(first, often, count, each, down, down_on, replaced, anchor)
    return [build.agreement(scene.card, scene.today, terms, items)]


def no_plan(scene: Scene, node: Node) -> list[Proposal]:
    """An agreement that does not say how it is paid."""
    if not (node.first("plan") or node.first("renew") or node.first("broke")):
        raise NoReading
    replaced = _replaced(scene, node)
    count = scene.ask(("no_plan", _start(node)), _("in how many monthly instalments?"), _COUNTS)
    first = build.first_day(scene.today)
    terms = build.Terms(first, Frequency.MONTHLY, count, replaces=replaced)
    return [build.agreement(scene.card, scene.today, terms)]


def _replaced(scene: Scene, node: Node) -> AgreementInfo | None:
    """The agreement whose place it takes: the one named, the one that runs, or what the form offers."""
    named = node.first("agreement_ref")
    if named is not None and isinstance(named.value, AgreementInfo):
        return named.value
    running = build.running(scene.card)
    if node.first("renew") or node.first("broke"):
        if len(running) > 1:
            number = scene.ask(("replaced", 0), _("in place of which agreement?"), [a.number for a in running])
            return next(a for a in running if a.number == number)
        return running[0] if running else None
    return build.replaced_first(scene.card)


def _down(scene: Scene, node: Node, over: Decimal) -> tuple[Decimal, date | None]:
    """What is paid before the first instalment, and when: now, where no day is said."""
    down = node.within("down_paid")
    alone = node.first("down")
    if down is None and alone is None:
        return Decimal(0), None
    day = down.first("day") if down else _day_of_down(node)
    on = scene.coming(day) if day else scene.today
    said = down.within("sum") if down else None
    if said is not None:
        return scene.sum(said, over), on
    value = next((v for v in (node if down is None else down).leaves() if v.kind in ("amount", "percent")), None)
    if value is None:
        raise NoReading
    return (scene.money(value) if value.kind == "amount" else coverage.share(over, fraction(value))), on


def _day_of_down(node: Node) -> Value | None:
    return next((part for part in node.parts if not isinstance(part, Node) and part.kind == "day"), None)


def _often(scene: Scene, node: Node) -> tuple[Frequency, date | None]:
    """How often, and the first day where one is said."""
    name = _frequency_name(scene, node)
    plan = _plan(node)
    begins = plan if plan.first("each") or plan.first("every_other") else plan.within("first")
    day = (begins.first("month") or begins.first("day")) if begins else None
    first = scene.coming(day) if day else None
    if first and (later := plan.within("in_month")) and (month := later.first("month")):
        first = scene.coming(month) + relativedelta(day=first.day)
    return build.frequency(name), first


def _by_the_end(scene: Scene, node: Node) -> bool:
    """Whether the first day was said as the end of a month: then each is paid at a month's end."""
    begins = _plan(node).within("first")
    day = begins.first("day") if begins else None
    return day is not None and any(scene.lattice.of("ultimo", at) for at in range(day.start, day.end))


def _frequency_name(scene: Scene, node: Node) -> str:
    often = next((value for value in _plan(node).leaves() if value.kind == "freq"), None)
    if often is not None:
        return str(often.value)
    unit = node.first("unit")
    if unit is not None and unit.value:
        return str(unit.value)
    if node.first("each") or node.first("every_other"):
        day = node.first("day")
        if day and any(scene.lattice.of("weekday", at) for at in range(day.start, day.end)):
            return "weekly" if node.first("each") else "fortnightly"
        if node.first("every_other") or (day and scene.lattice.of("last_bank", day.start)):
            raise NoReading  # `hver siste bankdag` is a frequency
    return "monthly"


def _plan(node: Node) -> Node:
    return node.within("after") or node.within("plan_of") or node


def _how_many(scene: Scene, node: Node) -> tuple[int | None, Decimal | None]:
    """The count and the amount of each, as far as they are said.

    Raises:
        NoReading: a bare number that is none of them.
        Refused: too many instalments.
    """
    plan = _plan(node)
    numbered, sized = plan.first("number"), plan.within("each_time")
    count = numbered.value if numbered else None
    each = None
    if sized is not None and (value := sized.first("amount")):
        each = scene.money(value)
        if isinstance(value.value, Money) and not value.value.marked and each < _SMALL:
            raise NoReading
    if numbered and (not isinstance(count, int) or not 1 <= count <= build.MOST_INSTALMENTS):
        if each is not None or node.first("unit") is None or scene.lattice.of("freq", numbered.end):
            raise NoReading  # `500 md` is an amount
        raise build.Refused(_("at most {most} instalments").format(most=build.MOST_INSTALMENTS))
    if numbered and any(_per_time(scene, often) for often in scene.lattice.of("freq", numbered.end)):
        raise NoReading  # `100 pr uge` is an amount
    return count if isinstance(count, int) else None, each


def _per_time(scene: Scene, often: Value) -> bool:
    """Whether it is said of an amount: so much per month, in the month; not monthly ones."""
    per = any(scene.lattice.of(kind, often.start) for kind in ("per", "in"))
    return per or scene.lattice.line[often.start].text == "/"


def _agreeing(scene: Scene, node: Node, said: tuple[int, Decimal], rest: Decimal) -> tuple[int | None, Decimal | None]:
    """Where count and amount are both said: the amount if the count follows from it; else it is asked."""
    count, each = said
    if math.ceil(rest / each) == count:
        return None, each
    text = _("{count} x {each} is {sum}, but {rest} is owed: keep the count or the amount?").format(
        count=count, each=amount(each), sum=amount(count * each), rest=amount(rest)
    )
    choice = scene.ask(("agreeing", _start(node)), text, ["count", "amount"])
    return (count, None) if choice == "count" else (None, each)


def _start(node: Node) -> int:
    return next(node.leaves()).start


def soon(today: date) -> list[date]:
    """Days that a deferral may end on."""
    return [today + timedelta(days=7), today + timedelta(days=14), today + relativedelta(months=1)]
