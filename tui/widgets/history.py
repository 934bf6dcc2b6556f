"""What happened on the account: the ledger and what agents did, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from textual.message import Message

from model.records import Card, HistoryCursor, HistoryPage, HistoryRow
from tui.widgets.lines import Line, fit
from tui.widgets.pane import Pane
from tui.wording import _, amount, day_seen_from, happenings, phone, veiled, weekday, word

FILTERS = ("all", "open", "calls")
AHEAD = 10
"""So many rows before the last one the next page is asked for."""

KIND = 10


class History(Pane):
    """Pages of history that go on as one scrolls; `filter` says what is told."""

    @dataclass
    class Wanted(Message):
        """Rows are wanted: the first page of another filter (no cursor), or the next one."""

        which: str
        cursor: HistoryCursor | None

    @dataclass
    class Meant(Message):
        """A line of the ledger is to be taken back, or moved to another customer."""

        row: HistoryRow
        move: bool

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self.filter = FILTERS[0]
        self._rows: list[HistoryRow] = []
        self._at: list[HistoryRow | None] = []  # by line; None for a year between two
        self._next: HistoryCursor | None = None
        self._asked = False
        self._card: Card | None = None

    def title(self) -> Line:
        """The name of this part, and which rows it shows."""
        names = {"all": _("all"), "open": _("open"), "calls": _("calls")}
        spans: Line = ((_("History"), "title"), (" (", "muted"))
        for which in FILTERS:
            chosen = which == self.filter
            between = ")" if which == FILTERS[-1] else " · "
            spans = (
                *spans,
                (names[which].upper() if chosen else names[which], "key" if chosen else "muted"),
                (between, "muted"),
            )
        return spans

    def tell(self, card: Card | None) -> None:
        """Draw a card's history from the top, by the filter in force."""
        self._card = card
        if card and self.filter == FILTERS[0]:
            self.put(card.history)
        elif card:
            self.ask(self.filter)

    def ask(self, which: str) -> None:
        """Ask for history from the top, of this kind."""
        self.filter = which
        self._asked = True
        self.post_message(self.Wanted(which, None))
        self._redraw()

    def put(self, page: HistoryPage, *, more: bool = False) -> None:
        """Draw a page: in the place of what stands there, or below it."""
        self._rows = [*self._rows, *page.rows] if more else list(page.rows)
        self._next, self._asked = page.next, False
        self.fill(self._lines(), keep_place=more)

    def next_filter(self, by: int = 1) -> None:
        """Show the next kind of history."""
        if self._card:
            self.ask(FILTERS[(FILTERS.index(self.filter) + by) % len(FILTERS)])

    def key_right(self) -> None:
        """The next kind of history."""
        self.next_filter()

    def key_left(self) -> None:
        """The kind of history before."""
        self.next_filter(-1)

    def key_r(self) -> None:
        """Take the line under the cursor back."""
        self._mean(move=False)

    def key_t(self) -> None:
        """Move the line under the cursor to another customer."""
        self._mean(move=True)

    def _mean(self, *, move: bool) -> None:
        if (row := self._at[self.cursor] if self.cursor < len(self._at) else None) is not None:
            self.post_message(self.Meant(row, move))

    def resized(self) -> None:
        """Fit the columns to the width."""
        if self._card:
            self.fill(self._lines(), keep_place=True)

    def watch_top(self) -> None:
        """Ask for the next page before the last row is reached."""
        super().watch_top()
        near = self.top + self.page + AHEAD >= len(self._body)
        if near and self._next and not self._asked:
            self._asked = True
            self.post_message(self.Wanted(self.filter, self._next))

    def in_full(self, row: int) -> str:
        """A row with all it tells."""
        told = self._at[row] if row < len(self._at) else None
        return told_in_full(told) if told else ""

    def _lines(self) -> list[Line]:
        if self._card is None:
            return []
        with veiled(hidden=self.hidden):
            lines = history_lines(self._rows, self._card, self.size.width or 48)
        self._at = [row for _line, row in lines]
        return [line for line, _row in lines]


def history_lines(rows: list[HistoryRow], card: Card, width: int) -> list[tuple[Line, HistoryRow | None]]:
    """A line for each row: day, what, words, amount; and one for each earlier year, above what happened in it."""
    lines: list[tuple[Line, HistoryRow | None]] = []
    year = card.as_of.year
    for row in rows:
        if row.date.year != year:
            year = row.date.year
            lines.append((((f" {year}", "title"),), None))
        lines.append((_row(row, card, width), row))
    return lines or [(((" " + _("nothing yet"), "muted"),), None)]


def _row(row: HistoryRow, card: Card, width: int) -> Line:
    money = "" if row.amount is None else amount(row.amount)
    if money and row.currency != card.currency:
        money += f" {row.currency}"
    still_open = bool(row.open)
    room = max(width - KIND - len(money) - (2 if still_open else 0) - 10, 0)
    return (
        (f" {row.date:%d-%m}", "muted"),
        (" " + fit(kind_of(row), KIND) + " ", ""),
        (fit(words_of(row, card.as_of), room), "muted" if row.amount is not None else ""),
        *(((" • ", "alert"), (f"{money} ", "strong")) if still_open else ((f" {money} ", ""),)),
    )


def kind_of(row: HistoryRow) -> str:
    """What a row tells of, in a word."""
    kind = f"call {row.detail}" if row.kind == "call" and row.detail else row.kind
    return happenings().get(kind, kind)


def words_of(row: HistoryRow, today: date) -> str:
    """What a row says beside its kind and its amount; first, whether it was taken back."""
    words = _words_of(row, today)
    return _("(taken back) {words}").format(words=words).rstrip() if row.undone else words


def _words_of(row: HistoryRow, today: date) -> str:
    if row.kind == "call":
        return " ".join(part for part in (f"{word(row.outcome)}." if row.text else word(row.outcome), row.text) if part)
    if row.kind == "promise":
        due = _("for {day}").format(day=day_seen_from(row.due, today)) if row.due else ""
        return " · ".join(part for part in (due, word(row.detail)) if part)
    if row.kind in ("agreement", "dispute", "dispute_closed"):
        return " ".join(part for part in (row.voucher, row.text, f"({word(row.detail)})" if row.detail else "") if part)
    if row.kind == "contact" and row.text:
        return contact_words(row)
    if row.kind == "letter":
        return row.text
    if row.kind in ("status", "deferral", "trace", "due_date", "contact", "undone"):
        day = day_seen_from(row.due, today) if row.due else ""
        until = _("until {day}").format(day=day) if day and row.kind in ("deferral", "trace") else day
        what = word(row.detail) if row.kind != "due_date" else ""
        return " · ".join(part for part in (what, until) if part)
    why = word(row.detail) if row.detail in ("disputed", "bounced") else row.detail
    return " ".join(part for part in (row.voucher, why, row.text) if part)


def contact_words(row: HistoryRow) -> str:
    """A change of contact data: the new one, what became of it and how, the one before."""
    new, _between, old = row.text.partition(" ← ")
    if row.voucher == "phone":
        new, old = phone(new), phone(old)
    before = _("before: {value}").format(value=old) if old else ""
    return ", ".join(part for part in (new, word(row.detail), row.outcome, before) if part)


def told_in_full(row: HistoryRow) -> str:
    """A row as a sentence, for the line above the entry line."""
    parts = [weekday(row.date, year=True), " ".join(part for part in (kind_of(row), row.voucher) if part)]
    if row.amount is not None:
        parts.append(f"{amount(row.amount)} {row.currency}")
    if row.open and row.open != row.amount:
        parts.append(_("open {amount}").format(amount=amount(row.open)))
    if row.due:
        parts.append(_("due {day}").format(day=weekday(row.due, year=True)))
    parts += [word(value) for value in (row.outcome, row.detail) if value and row.kind != "call"]
    parts += [value for value in (word(row.outcome) if row.kind == "call" else "", row.text, row.agent) if value]
    return " · ".join(parts)
