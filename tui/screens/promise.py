"""A promise to pay: how much, by which day, for which invoices; and until when reminders rest for it."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from textual.app import ComposeResult
from textual.widgets import Static

from model.kinds import PLAN_COSTS
from model.letters import aloud
from model.proposals import PromiseProposal
from model.records import Card, Item
from model.rules import coverage
from tui.entry_values import Unclear, read_amount, read_day
from tui.phrases.effects import replacing
from tui.widgets.controls import OneLine, Tick, Ticks
from tui.widgets.form import Field, Form, Reading, Resume, write
from tui.wording import _, amount, day, happenings, weekday

_FRIDAY = 4
_LINES = 2  # amount and day
_NAMED = 3  # invoices named in the effect line; more are counted


class PromiseForm(Form[PromiseProposal]):
    """Record a promise. Enter takes what is offered: all that is to collect, next Friday, the overdue invoices.

    Args:
        card: the account it rests on.
        today: the register's day.
        country: whose bank days count.
        grace_days: days after the last payment day before the promise counts as broken.
        resume: draft, keeper of drafts, and what is to be said first.
    """

    DEFAULT_CSS = """
    PromiseForm #form-aloud { width: 100%; height: auto; padding: 0 1; }
    """

    def __init__(
        self,
        card: Card,
        today: date,
        *,
        country: str,
        grace_days: int = coverage.GRACE_DAYS,
        resume: Resume | None = None,
    ) -> None:
        super().__init__(_("Promise · {name}").format(name=card.name), resume)
        self.card = card
        self.today = today
        self.country = country
        self.grace_days = grace_days
        self._room = 0

    def fields(self) -> ComposeResult:
        """Amount, day, invoices."""
        owed = self.card.figures.to_collect
        friday = self.today + timedelta(days=(_FRIDAY - self.today.weekday() - 1) % 7 + 1)
        yield Field(_("Amount"), OneLine(amount(owed) if owed else "", id="amount", max_length=20))
        yield Field(_("On"), OneLine(day(friday), id="due", max_length=30))
        yield Field(_("For"), Ticks([self._row(item) for item in self.card.items], id="invoices"))

    def body(self) -> ComposeResult:
        """The fields, and beneath them what is read aloud."""
        yield from super().body()
        yield Static("", id="form-aloud", markup=False)

    def fit(self, room: int) -> None:
        """The sentence whole; the invoices scroll in what is left."""
        self._room = room
        self._share()

    def draw(self, reading: Reading[PromiseProposal], told: Mapping[str, str]) -> None:  # noqa: ARG002
        """What is read aloud for it; the very words are stored."""
        write(self.query_one("#form-aloud", Static), reading.made.read_back if reading.made else "")
        self._share()

    def _share(self) -> None:
        sentence = str(self.query_one("#form-aloud", Static).content)
        lines = len(textwrap.wrap(sentence, max(self.size.width - 2, 20)))
        rows = max(min(len(self.card.items), 6, self._room - _LINES - lines), 1)
        self.query_one(Ticks).styles.max_height = rows
        super().fit(rows + _LINES + 1)

    def hints(self) -> str:
        """The keys of this form."""
        return _("Enter record  Tab next  space tick  Esc back, kept as draft")

    def follow(self, changed: str) -> None:
        """The amount goes with the invoices until the agent writes one."""
        if changed == "invoices":
            chosen = self._chosen(self.values()["invoices"])
            owed = self.card.figures.to_collect if chosen == self._offered() else coverage.total(chosen)
            self.preset("amount", amount(owed) if owed else "")

    def read(self, values: Mapping[str, str]) -> Reading[PromiseProposal]:
        """The promise as it will be recorded."""
        wrong: dict[str, str] = {}
        says: dict[str, str] = {}
        promised, due = Decimal(0), self.today
        try:
            promised = read_amount(values["amount"])
            written = amount(promised)
            says["amount"] = (f"{written} " if values["amount"].strip() != written else "") + self.card.currency
        except Unclear as error:
            wrong["amount"] = str(error) if values["amount"].strip() else _("say how much")
        try:
            due = read_day(values["due"], self.today)
            says["due"] = weekday(due, year=due.year != self.today.year)
        except Unclear as error:
            wrong["due"] = str(error) if values["due"].strip() else _("say by which day: 1/2, fri or +14")
        chosen = self._chosen(values["invoices"])
        most = coverage.total(chosen) if chosen else self.card.balance
        if promised > most:
            wrong["amount"] = _("more than the {amount} open on them").format(amount=amount(most))
        if wrong:
            return Reading(None, wrong, says)
        made = PromiseProposal(
            customer_id=self.card.customer_id,
            amount=promised,
            currency=self.card.currency,
            due=due,
            entry_ids=tuple(item.entry_id for item in chosen),
            basis=self.card.basis,
        )
        made = replace(made, read_back=aloud.promise([made], self.card))
        return Reading(made, says=says, effect=self._effect(made, chosen))

    def _effect(self, promise: PromiseProposal, chosen: list[Item]) -> str:
        until = coverage.held_until(promise.due, grace_days=self.grace_days, country=self.country)
        return _("Promise {amount} on {day} for {what} · reminders held until {until}").format(
            amount=amount(promise.amount),
            day=weekday(promise.due, year=promise.due.year != self.today.year),
            what=self._names(chosen),
            until=weekday(until, year=until.year != self.today.year),
        ) + replacing(promise, self.card)

    def _names(self, chosen: list[Item]) -> str:
        if not chosen:
            return _("the account")
        if len(chosen) > _NAMED:
            return _("{count} invoices").format(count=len(chosen))
        return ", ".join(item.voucher or day(item.date) for item in chosen)

    def _row(self, item: Item) -> Tick:
        bar = coverage.promise_bar(item, currency=self.card.currency)
        return Tick(str(item.entry_id), item_words(item), item in self._offered(), bar_words(bar, item))

    def _offered(self) -> list[Item]:
        """What is overdue and uncontested; with instalments due, also the items of their agreements."""
        instalments = bool(self.card.figures.instalments_due)
        return [
            item
            for item in self.card.items
            if item.days_overdue > 0
            and coverage.promise_bar(item, currency=self.card.currency) is None
            and (instalments or not item.agreement)
        ]

    def _chosen(self, keys: str) -> list[Item]:
        ticked = set(keys.split())
        return [item for item in self.card.items if str(item.entry_id) in ticked]


def item_words(item: Item) -> str:
    """An open item as a line to tick: number, due day, what is open."""
    name = happenings()[item.kind] if item.kind in PLAN_COSTS else item.voucher
    return f"{name[:10]:<10} {_('due')} {day(item.due)} {amount(item.open):>12}"


def bar_words(bar: coverage.LeftOut | None, item: Item) -> str:
    """Why an item is left out, in a word or two."""
    match bar:
        case None:
            return ""
        case coverage.LeftOut.DISPUTED:
            return _("disputed")
        case coverage.LeftOut.AGREED:
            return _("in {agreement}").format(agreement=item.agreement)
        case coverage.LeftOut.OTHER_CURRENCY:
            return item.currency
        case coverage.LeftOut.OTHER_CREDITOR:
            return _("other creditor")
