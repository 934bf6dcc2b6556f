"""The open items: what is owed, since when, and what keeps it from being collected."""

from __future__ import annotations

from datetime import date

from model.records import Card, Item
from tui.widgets.lines import Line, fit, width_of
from tui.widgets.pane import Pane
from tui.wording import _, amount, day_seen_from, happenings, veiled

SHORT_DATE, DATE, DAYS, AMOUNT = 6, 11, 7, 13


class Items(Pane):
    """Open items, oldest due first."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self._card: Card | None = None

    def title(self) -> Line:
        """The name of this part, and how many there are."""
        count = f" {len(self._card.items)}" if self._card else ""
        return ((_("Open items"), "title"), (count, "muted"))

    def tell(self, card: Card | None) -> None:
        """Draw those of a card."""
        self._card = card
        self.resized()

    def resized(self) -> None:
        """Fit the columns to the width."""
        if self._card:
            with veiled(hidden=self.hidden):
                self.fill(item_lines(self._card, self.size.width or 48))

    @property
    def rows(self) -> int:
        """How many lines there are to show."""
        return max(len(self._body), 1)


def item_lines(card: Card, width: int) -> list[Line]:
    """A line for each open item."""
    items = sorted(card.items, key=lambda item: (item.due, item.entry_id))
    years = any(item.due.year != card.as_of.year for item in items)
    return [_item(item, card, width, years=years) for item in items] or [((" " + _("nothing open"), "muted"),)]


def _item(item: Item, card: Card, width: int, *, years: bool) -> Line:
    why = _why(item)
    due = day_seen_from(item.due, card.as_of)
    days = _("{count} d").format(count=item.days_overdue) if item.days_overdue > 0 else _not_due(item.due, card.as_of)
    other = "" if item.currency == card.currency else f" {item.currency}"
    money: Line = ((fit(amount(item.open), AMOUNT, right=True), "strong" if not why else ""), (other, "warn"))
    left: Line = (
        (" " + fit(due, DATE if years else SHORT_DATE), "muted"),
        (fit(days, DAYS), "" if why else "alert" if item.days_overdue > 0 else "muted"),
    )
    room = width - width_of(left) - width_of(money) - 2
    kind = happenings().get(item.kind, item.kind)
    name = f"{item.voucher} {kind}".strip() if item.voucher else kind
    if item.limitation == "warn" and item.lapses:
        soon = _("lapses {day}").format(day=day_seen_from(item.lapses, card.as_of))
        why = f"{why} · {soon}" if why else soon
    told = f"{name} · {why}" if why else name
    return (*left, (fit(told, room), ""), *money)


def _why(item: Item) -> str:
    if item.limitation == "lapsed":
        return _("LAPSED")
    if item.disputed:
        return _("disputed")
    return _("in {agreement}").format(agreement=item.agreement) if item.agreement else ""


def _not_due(due: date, today: date) -> str:
    return _("today") if due == today else ""
