"""What the customer promised and agreed to, and how it stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from textual import events
from textual.message import Message

from model.kinds import ContactKind
from model.records import AgreementInfo, Card, PendingContact, PromiseInfo, RequestInfo, TaskInfo
from tui.asked import asked
from tui.widgets.lines import Line, Span, cut
from tui.widgets.pane import Pane
from tui.wording import _, costing, counted, day_seen_from, moment, phone, short_amount, veiled, weekday, word

Thing = AgreementInfo | PromiseInfo | RequestInfo | PendingContact | TaskInfo

LIVE = ("open", "active", "breached", "draft")


class Arrangements(Pane):
    """Promises and agreements: those that still bind first, then the newest."""

    @dataclass
    class Used(Message):
        """A key was pressed on a line."""

        key: str
        thing: Thing

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._card: Card | None = None
        self._zone = ZoneInfo("UTC")

    def title(self) -> Line:
        """The name of this part."""
        return arrangements_title(self._card)

    def tell(self, card: Card | None, zone: ZoneInfo) -> None:
        """Draw those of a card; `zone` is the register's."""
        self._card, self._zone = card, zone
        self.resized()

    def resized(self) -> None:
        """Cut for the width."""
        if self._card:
            with veiled(hidden=self.hidden):
                self.fill(arrangement_lines(self._card, self.size.width or 80, self._zone))

    def in_full(self, row: int) -> str:
        """What can be done with a line."""
        match self._thing(row):
            case AgreementInfo(number=number):
                return _("{number} · L writes the letter that confirms it").format(number=number)
            case PendingContact() as change if self._card:
                told = _("V verifies or turns it down · told by {agent} · {change}")
                return told.format(change=pending_words(change, self._card), agent=change.agent)
            case TaskInfo(kind=kind):
                return _("{kind} · D ticks it off").format(kind=word(kind))
        return ""

    def on_key(self, event: events.Key) -> None:
        """A key of a line is told to the desk."""
        thing = self._thing(self.cursor)
        if event.key in ("l", "d", "v") and thing is not None:
            event.stop()
            self.post_message(self.Used(event.key, thing))

    def _thing(self, row: int) -> Thing | None:
        things = things_of(self._card) if self._card else []
        return things[row] if row < len(things) else None

    @property
    def rows(self) -> int:
        """How many lines there are to show."""
        return max(len(self._body), 1)


def arrangements_title(card: Card | None) -> Line:
    """The name of this part, and how many agreements were breached and promises broken."""
    broken = sum(promise.state == "broken" for promise in card.promises) if card else 0
    breached = sum(agreement.state == "breached" for agreement in card.agreements) if card else 0
    told = [
        (counted("{count} agreement breached", "{count} agreements breached", breached), breached),
        (counted("{count} promise broken", "{count} promises broken", broken), broken),
    ]
    alerts: list[Span] = [span for words, count in told if count for span in ((" · ", "muted"), (words, "alert"))]
    return ((_("Arrangements"), "title"), *alerts)


def things_of(card: Card) -> list[Thing]:
    """What stands among the arrangements: what binds, what waits, what is still to be done, then what is past."""
    arranged: list[AgreementInfo | PromiseInfo] = [*card.agreements, *card.promises]
    made = sorted(arranged, key=lambda one: one.made_on, reverse=True)
    binding = [one for one in made if one.state in LIVE]
    past = [one for one in made if one.state not in LIVE]
    return [*binding, *card.requests, *card.pending, *card.tasks, *past]


def arrangement_lines(card: Card, width: int, zone: ZoneInfo) -> list[Line]:
    """A line for each of them."""
    lines = [cut(_line(thing, card, zone), width) for thing in things_of(card)]
    return lines or [((" " + _("no promise, no agreement"), "muted"),)]


def _line(thing: Thing, card: Card, zone: ZoneInfo) -> Line:
    match thing:
        case AgreementInfo():
            return _agreement(thing, card.as_of)
        case PromiseInfo():
            return _promise(thing, card.as_of)
        case RequestInfo():
            return _request(thing, card.as_of)
        case PendingContact():
            return _change(thing, card)
        case TaskInfo():
            return _task(thing, zone)


def _request(request: RequestInfo, today: date) -> Line:
    """What was asked for, and what became of it."""
    told = asked(request.kind, request.what, request.amount, request.currency)
    if request.decided_on is None:
        by = _("asked by {agent}").format(agent=request.asker)
        state: Span = (_("waits for approval"), "warn")
    else:
        by = f"{request.decider} {day_seen_from(request.decided_on, today)}"
        state = (_("GRANTED"), "good") if request.granted else (_("REFUSED"), "alert")
    return ((f" Q-{request.id:<5}", "muted"), (told, ""), (" · ", "muted"), state, (f" · {by}", "muted"))


def pending_words(change: PendingContact, card: Card) -> str:
    """A change that waits, in words: what, the new one, from when, in place of what."""
    if change.kind == ContactKind.ADDRESS and card.address_protected and not card.address:
        new, old = _("(protected)"), ""
    elif change.kind == ContactKind.PHONE:
        new, old = phone(change.new, card.country), phone(change.old, card.country)
    else:
        new, old = change.new or _("unknown"), change.old
    words = _("new {what} {value}").format(what=word(change.kind), value=new)
    if change.effective > card.as_of:
        words += " " + _("from {day}").format(
            day=weekday(change.effective, year=change.effective.year != card.as_of.year)
        )
    return f"{words} ({_('now {value}').format(value=old)})" if old else words


def _change(change: PendingContact, card: Card) -> Line:
    words = pending_words(change, card)
    return ((f" C-{change.id:<5}", "muted"), (words, ""), (" · ", "muted"), (_("to be verified"), "warn"))


def _task(task: TaskInfo, zone: ZoneInfo) -> Line:
    text = f" · {task.text}" if task.text else ""
    return ((f" T-{task.id:<5}", "muted"), (f"{word(task.kind)} {moment(task.due_at, zone)}", "warn"), (text, ""))


def _promise(promise: PromiseInfo, today: date) -> Line:
    broken = promise.state == "broken"
    due = day_seen_from(promise.due, today)
    if promise.state == "open":
        due = weekday(promise.due, year=promise.due.year != today.year)
        due += _(", grace to {day}").format(day=weekday(promise.judged_after))
    paid = ""
    if promise.paid and promise.paid < promise.amount:
        paid = " · " + _("{amount} paid").format(amount=short_amount(promise.paid))
    words = _("{amount} promised for {day}").format(amount=short_amount(promise.amount), day=due)
    style = "alert" if broken else "good" if promise.state in ("open", "kept") else "muted"
    return ((f" L-{promise.id:<5}", "muted"), (words + paid, ""), (" · ", "muted"), (word(promise.state), style))


def _agreement(agreement: AgreementInfo, today: date) -> Line:
    plan = agreement.instalments
    head: Line = ((f" {agreement.number:<7}", "muted"), (_plan(agreement), ""))
    if agreement.state not in LIVE:
        paid = sum(1 for instalment in plan if instalment.state == "paid")
        told = _("{paid} of {count} paid").format(paid=paid, count=len(plan))
        return (*head, (f" · {told} · ", "muted"), (word(agreement.state), "muted"))
    done = sum(1 for instalment in plan if instalment.state == "paid")
    late = next((i for i in plan if i.state in ("missed", "in grace")), None)
    coming = next((i for i in plan if i.state != "paid" and i.effective >= today), None)
    breached = agreement.state == "breached"  # first, and no day to come: the plan as it was does not run
    parts: list[Line] = [((word(agreement.state), "alert"),)] if breached else []
    parts += [((counted("{count} paid", "{count} paid", done), ""),)]
    if late and late.state == "missed":
        missed = _("{amount} of {day} missed").format(
            amount=short_amount(late.unpaid), day=day_seen_from(late.due, today)
        )
        parts.append(((missed, "alert"),))
    elif late:
        grace = _("{amount} in grace to {day}").format(amount=short_amount(late.unpaid), day=weekday(late.last_day))
        parts.append(((grace, "warn"),))
    if coming and not breached:
        year = coming.effective.year != today.year
        parts.append(((_("next {day}").format(day=weekday(coming.effective, year=year)), ""),))
    if agreement.state == "active":
        parts.append(((_("on track"), "good") if late is None else (_("late"), "warn"),))
    elif not breached:
        parts.append(((word(agreement.state), "alert"),))
    line = head
    for part in parts:
        line = (*line, (" · ", "muted"), *part)
    return line


def _plan(agreement: AgreementInfo) -> str:
    """The plan in a few words: down payment, how many of how much, how often."""
    down = [i for i in agreement.instalments if i.no == 0]
    rest = [i for i in agreement.instalments if i.no != 0]
    often = word(agreement.frequency)
    words = [_("{amount} down").format(amount=short_amount(i.debt)) for i in down]
    if rest:
        usual = Counter(i.debt for i in rest).most_common(1)[0][0]
        words.append(f"{len(rest)} x {short_amount(usual)} {often}")
    return (" + ".join(words) or often) + costing(agreement.instalments)
