"""Who it is, how the account stands, what to collect and how to pay: the lines an agent reads first."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from model.kinds import CustomerStatus
from model.records import Card, HoldInfo, Item
from model.rules.behaviour import Risk
from model.rules.explain import Say
from tui.widgets.lines import DOT, Line, Lines, cut, flow, spread, width_of
from tui.wording import _, amount, counted, day_seen_from, phone, short_amount, told, veiled, weekday, word


class Status(Lines):
    """The head of the card."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._card: Card | None = None
        self._talking = ""
        self._hidden = False

    def tell(self, card: Card | None, talking: str = "", *, hidden: bool = False) -> None:
        """Draw a card; `talking` says with whom the agent speaks, `hidden` leaves the digits out of amounts."""
        self._card, self._talking, self._hidden = card, talking, hidden
        self._draw()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._draw()

    def _draw(self) -> None:
        before = len(self._shown)
        with veiled(hidden=self._hidden):
            self.show(status_lines(self._card, self._talking, self.size.width or 80) if self._card else [])
        if len(self._shown) != before:
            self.refresh(layout=True)


def status_lines(card: Card, talking: str, width: int) -> list[Line]:
    """The head of a card, in lines of a width."""
    inside = width - 2
    standing, collect = _standing(card), _to_collect(card, inside)
    who, ring = _who(card, inside)
    if ring:
        standing.append(ring)
    interest = _interest(card) if card.status in _COLLECTED else ()
    if interest and width_of(collect[-1]) + len(DOT) + width_of(interest) <= inside:
        collect[-1] = spread(collect[-1], interest, inside)
    elif interest:
        standing.append(interest)
    lines = [
        *who,
        *flow(standing, inside),
        *collect,
        _how_to_pay(card, inside),
        _since(card, talking, inside),
    ]
    return [((" ", ""), *line) for line in lines]


def _who(card: Card, width: int) -> tuple[list[Line], Line]:
    """Number, name, address and phone; the phone is given back, to stand with what follows, where there is no room.

    An address is never cut for the phone's sake: customers are verified by it.
    """
    where = card.address
    if card.address_protected:
        where = f"{where} " + _("(PROTECTED)") if where else _("PROTECTED ADDRESS (F7 shows it)")
    good = [phone(one.number, card.country) for one in card.phones if not one.wrong]
    ring = good[0] if good else _("no phone") if not card.phones else _("phone wrong")
    name: Line = ((card.number + " ", "muted"), (card.name, "strong"))
    told: Line = (*name, (DOT, "muted"), (where, "")) if where else name
    if width_of(told) + len(DOT) + len(ring) <= width:
        return [(*told, (f"{DOT}{ring}", ""))], ()
    if width_of(told) <= width:
        return [told], ((_("phone {number}").format(number=ring) if good else ring, ""),)
    lines: list[Line] = [(*cut(name, width - len(ring) - len(DOT)), (f"{DOT}{ring}", ""))]
    return [*lines, *([cut(((where, ""),), width)] if where else [])], ()


def _standing(card: Card) -> list[Line]:
    """How the account stands: a special state in the place of the days overdue, and what else is to be known."""
    parts = _state(card)
    if card.reminder_level:
        sent = " " + _("sent {day}").format(day=day_seen_from(card.reminder_on, card.as_of)) if card.reminder_on else ""
        parts.append(((_("reminder {level}").format(level=card.reminder_level) + sent, ""),))
    if card.status in _COLLECTED:
        parts += _risk(card)
    if card.call_not_before and card.call_not_before > card.as_of:
        year = card.call_not_before.year != card.as_of.year
        parts.append(((_("not to be rung before {day}").format(day=weekday(card.call_not_before, year=year)), "warn"),))
    parts += [((held, ""),) for held in _holds(card.holds, card.as_of)]
    words = _("in credit {amount} {currency}") if card.balance < 0 else _("balance {amount} {currency}")
    if card.balance or not card.merged_into:
        parts.append(((words.format(amount=amount(abs(card.balance)), currency=card.currency), ""),))
    if card.unallocated and card.unallocated != -card.balance:
        parts.append(((_("{amount} not yet allocated").format(amount=amount(card.unallocated)), "warn"),))
    parts += [
        ((_("also {currency} {amount}").format(currency=other.currency, amount=amount(other.balance)), "warn"),)
        for other in card.other_currencies
    ]
    parts += _limitation(card)
    if card.status in _COLLECTED:
        parts += _exposure(card)
    return parts


def _state(card: Card) -> list[Line]:
    """Whether the account is one to collect on, and how late it is; of a merged customer where it goes on."""
    parts: list[Line] = []
    if card.merged_into:
        parts.append(((_("MERGED INTO {number}").format(number=card.merged_into), "alert"),))
        parts.append(((_("Ctrl+F {number} opens it").format(number=card.merged_into), "warn"),))
    if card.status != CustomerStatus.ACTIVE:
        since = " " + _("since {day}").format(day=day_seen_from(card.status_on, card.as_of)) if card.status_on else ""
        parts.append(((word(card.status).upper() + since, "alert"),))
        parts.append(((_STATES[CustomerStatus(card.status)](), "warn"),))
    elif card.days_overdue and (kept := _kept_agreements(card)):
        parts.append(((_("IN AGREEMENT {numbers}, on track").format(numbers=kept), "good"),))
        parts.append(((counted("{count} day overdue", "{count} days overdue", card.days_overdue), ""),))
    elif card.days_overdue:
        parts.append(((counted("OVERDUE {count} day", "OVERDUE {count} days", card.days_overdue), "alert"),))
    elif card.balance > 0:
        parts.append(((_("NOT YET DUE"), "good"),))
    elif not card.merged_into:
        parts.append(((_("NOTHING OPEN"), "good"),))
    return parts


def _kept_agreements(card: Card) -> str:
    """The running agreements by which nothing is to collect today; "" where something is, or none runs."""
    if card.figures.to_collect or not card.figures.in_agreement:
        return ""
    running = [agreement for agreement in card.agreements if agreement.state == "active"]
    late = any(part.state in ("missed", "in grace") for agreement in running for part in agreement.instalments)
    return "" if late else ", ".join(agreement.number for agreement in running)


def _interest(card: Card) -> Line:
    """What could be charged; it is no part of the balance yet."""
    if card.interest is None:
        return ((_("interest so far: a rate is missing"), "warn"),)
    told = _("interest so far {amount}").format(amount=amount(card.interest))
    return ((told, "muted"),) if card.interest else ()


def _limitation(card: Card) -> list[Line]:
    """What can no longer be claimed, and what soon cannot."""
    lapsed = [item for item in card.items if item.limitation == "lapsed"]
    soon = [item for item in card.items if item.limitation == "warn" and item.lapses]
    parts: list[Line] = []
    if lapsed:
        barred = counted(
            "{name} LAPSED, never chase", "{count} LAPSED, never chase", len(lapsed), name=_name(lapsed[0])
        )
        parts.append(((barred, "alert"),))
    if soon:
        first = min(soon, key=lambda item: item.lapses or item.due)
        day = weekday(first.lapses, year=True) if first.lapses else ""
        parts.append(((_("{name} lapses after {day}").format(name=_name(first), day=day), "warn"),))
    return parts


def _name(item: Item) -> str:
    return item.voucher or item.reference or day_seen_from(item.due, item.due)


def _exposure(card: Card) -> list[Line]:
    """How much of its credit limit a customer uses."""
    limit, free = card.exposure.limit, card.exposure.free
    if limit is None or free is None:
        return []
    if free < 0:
        over = _("OVER the limit of {limit} by {over}").format(limit=short_amount(limit), over=short_amount(abs(free)))
        return [((over, "alert"),)]
    return [((_("{free} free of limit {limit}").format(limit=short_amount(limit), free=short_amount(free)), ""),)]


def _risk(card: Card) -> list[Line]:
    """How likely it is that they pay late, with the gravest reason in words; F12 tells all."""
    found = card.assessment
    if found.risk == Risk.UNKNOWN:
        return []
    words = _("risk {risk}").format(risk=word(found.risk))
    reason = next(iter(found.reasons), None)
    if found.risk != Risk.LOW and reason and reason.say != Say.HABIT_OVERDUE:  # for how long stands there already
        short = {
            Say.HABIT_OVER_LIMIT: _("over the limit"),
            Say.HABIT_LIMIT: _("near the limit"),
        }
        words += ": " + short.get(reason.say, told(reason).rstrip("."))
    style = {Risk.HIGH: "alert", Risk.MEDIUM: "warn"}.get(found.risk, "muted")
    return [((words, style),)]


_COLLECTED = (CustomerStatus.ACTIVE, CustomerStatus.CLOSED)

_STATES = {
    CustomerStatus.DECEASED: lambda: _("do not collect: speak with the estate"),
    CustomerStatus.BANKRUPT: lambda: _("do not collect: refer to the trustee"),
    CustomerStatus.AT_COLLECTOR: lambda: _("refer to the collector"),
    CustomerStatus.DEBT_SETTLEMENT: lambda: _("do not collect: refer to the settlement"),
    CustomerStatus.CLOSED: lambda: _("no new dealings"),
}


def _holds(holds: tuple[HoldInfo, ...], today: date) -> list[str]:
    whole = [hold for hold in holds if hold.entry_id is None] or list(holds)
    if not whole:
        return []
    longest = max(whole, key=lambda hold: hold.valid_until)
    until = weekday(longest.valid_until, year=longest.valid_until.year != today.year)
    return [_("reminders held until {day} ({reason})").format(day=until, reason=word(longest.reason))]


def _to_collect(card: Card, width: int) -> list[Line]:
    """The one amount that is said aloud, and how it comes about; only parts that count are told."""
    f = card.figures
    signed = (
        (" - ", _("agreed"), f.in_agreement),
        (" - ", _("disputed"), f.disputed),
        (" - ", _("lapsed"), f.lapsed),
        (" + ", _("instalments"), f.instalments_due),
        (" - ", _("promised"), f.promised),
    )
    parts = [(sign, name, value) for sign, name, value in signed if value]
    if card.merged_into and not card.items:
        return [cut(((_("What is owed stands on {number}").format(number=card.merged_into), "strong"),), width)]
    total: Line = ((_("To collect") + " ", ""), (amount(f.to_collect), "strong"))
    if card.status not in _COLLECTED:
        total = ((_("Not to collect here"), ""), (DOT, "muted"), (_money(f.overdue, _("overdue")), "strong"))
        return [cut(total, width)]
    if not parts and not f.overdue:
        return [total]
    lines = [(*total, (" = ", "muted"), (_money(f.overdue, _("overdue")), ""))]
    for sign, name, value in parts:
        if width_of(lines[-1]) + len(sign) + len(_money(value, name)) > width:
            lines.append(((" " * 11, ""),))
        lines[-1] = (*lines[-1], (sign, "muted"), (_money(value, name), ""))
    return lines


def _money(value: Decimal, name: str) -> str:
    return f"{name} {amount(value)}"


def _how_to_pay(card: Card, width: int) -> Line:
    line: Line = ((_("Pay by") + " ", "muted"), (card.pay_by, "key"))
    if not card.pay_by:
        line = ((_("Pay by: the creditor has no account on file"), "muted"),)
    if card.payments_to is None:
        fresh = _("no payments booked")
    else:
        fresh = _("payments booked to {day}").format(day=day_seen_from(card.payments_to, card.as_of))
    return spread(line, ((fresh, "muted"),), width)


def _since(card: Card, talking: str, width: int) -> Line:
    since = card.since
    if since.last_call is None:
        told: Line = ((_("No call before"), "muted"),)
    else:
        news = []
        if since.payments:
            news.append(counted("payment {paid}", "{count} payments {paid}", since.payments, paid=amount(since.paid)))
        news += [_("{voucher} disputed").format(voucher=voucher) for voucher in since.disputed]
        if since.new_items:
            news.append(_("new {vouchers}").format(vouchers=", ".join(since.new_items)))
        when = _("Since {day}:").format(day=day_seen_from(since.last_call, card.as_of))
        told = ((when + " ", "muted"), (" · ".join(news) or _("nothing new"), ""))
    right: Line = ((talking, "strong"),) if talking else ((_("no call"), "muted"),)
    room = width - width_of(right) - 2
    return spread(cut(told, room), right, width)
