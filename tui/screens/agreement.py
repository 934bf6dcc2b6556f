"""An instalment agreement: what it covers, how it is paid, and the whole plan drawn before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from dateutil.relativedelta import relativedelta
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from model.kinds import Speaker
from model.proposals import AgreementProposal
from model.records import AgreementInfo, Card
from model.rules import coverage, schedule
from model.rules.agreement import AgreementState
from model.rules.costing import costs_of, freed, is_cost
from model.rules.schedule import Frequency
from tui.screens.promise import bar_words, item_words
from tui.screens.terms import MOST_INSTALMENTS, Terms, bank_day_rules, frequencies, plan_words
from tui.widgets.controls import OneLine, Pick, Tick, Ticks
from tui.widgets.form import Field, Form, Reading, Resume, write
from tui.wording import _, amount, costing, day, weekday

_SOON = timedelta(days=7)  # a first instalment sooner than this is not offered
_NAMED = 3  # invoices named as left out; more are counted
_NONE = "none"


class AgreementForm(Form[AgreementProposal]):
    """Record an instalment agreement. Begin with how many instalments; the plan shows as soon as it can be drawn.

    Args:
        card: the account it rests on.
        today: the register's day; a down payment is paid on it.
        grace_days: days after the last payment day before an instalment counts as missed.
        agreed_by: who says yes: with whom the agent is talking.
        then: makes the form that comes over this one before it is done, of the agreement and its effect.
        beyond: tells why an agreement is not the agent's to grant alone; then nothing is read aloud for a yes.
        resume: draft, keeper of drafts, and what is to be said first.
    """

    BINDINGS: ClassVar = [
        Binding("pagedown", "scroll_plan(1)", show=False),
        Binding("pageup", "scroll_plan(-1)", show=False),
    ]
    DEFAULT_CSS = """
    AgreementForm #invoices { max-height: 4; }
    AgreementForm #form-panel Field { padding: 0 0 0 1; }
    AgreementForm #form-terms { width: 100%; }
    AgreementForm #form-fields { width: 37; height: 100%; padding: 0; }
    AgreementForm #form-plan { width: 1fr; height: 100%; padding: 0 0 0 1; scrollbar-size-vertical: 1; }
    AgreementForm #form-panel .label { width: 10; }
    AgreementForm #form-panel .wrong { padding: 0; }
    AgreementForm #count { width: 5; }
    AgreementForm #each { width: 11; }
    AgreementForm #first, AgreementForm #down, AgreementForm #settle, AgreementForm #change { width: 11; }
    """

    def __init__(
        self,
        card: Card,
        today: date,
        *,
        grace_days: int = coverage.GRACE_DAYS,
        agreed_by: Speaker = Speaker.DEBTOR,
        then: Callable[[AgreementProposal, str], Form[AgreementProposal]] | None = None,
        beyond: Callable[[AgreementProposal], str] = lambda _made: "",
        resume: Resume | None = None,
    ) -> None:
        super().__init__(_("Instalment agreement · {name}").format(name=card.name), resume)
        self.card = card
        self.today = today
        self.grace_days = grace_days
        self.agreed_by = agreed_by
        self.then = then
        self.beyond = beyond
        self.running = {
            a.number: a for a in card.agreements if a.state in (AgreementState.ACTIVE, AgreementState.BREACHED)
        }

    def body(self) -> ComposeResult:
        """The invoices above; beneath them the terms and, beside them, the plan."""
        superseded = self._superseded_first()
        yield Field(_("Invoices"), Ticks(self._rows(superseded, set()), id="invoices"))
        with Horizontal(id="form-terms"):
            with VerticalScroll(id="form-fields", can_focus=False):
                yield from self.fields()
            with VerticalScroll(id="form-plan", can_focus=False):
                yield Static("", id="form-drawn", markup=False)

    def fields(self) -> ComposeResult:
        """How many or how much, from when, how often, what now, in place of which agreement."""
        first = self.today + relativedelta(months=1, day=1)
        if first < self.today + _SOON:
            first += relativedelta(months=1)
        yield Field(
            _("Pay in"),
            OneLine(id="count", max_length=10),
            OneLine(id="each", max_length=20),
            between=_("or each"),
        )
        yield Field(_("First on"), OneLine(day(first), id="first", max_length=30))
        yield Field(_("How often"), Pick(frequencies(), id="frequency"))
        yield Field(_("Down now"), OneLine(id="down", max_length=20))
        if self.running:
            none = {_NONE: _("None")} | {number: number for number in self.running}
            yield Field(_("Replaces"), Pick(none, self._superseded_first() or _NONE, id="replaces"))
        yield Field(_("Settle at"), OneLine(id="settle", max_length=20))
        yield Field(_("Bank day"), Pick(bank_day_rules(), id="bank_day"))
        yield Field(_("Change"), OneLine(id="change", max_length=100))

    def first_focus(self) -> str:
        """The invoices are right as a rule, so begin with how many instalments."""
        return "count"

    def hints(self) -> str:
        """The keys of this form."""
        return _("Enter record  Tab next  first letter choose  space tick  PgDn plan  Esc back")

    def fit(self, room: int) -> None:
        """The invoices first, then terms and plan in what is left."""
        items = self.query_one("#invoices")
        rows = max(min(len(self.card.items), room - 8, 10), 1)
        items.styles.max_height = rows
        self.query_one("#form-terms").styles.height = max(min(room - rows, 14), 4)

    def follow(self, changed: str) -> None:
        """Either a number of instalments or an amount; another agreement replaced frees other invoices."""
        values = self.values()
        if changed == "count" and values["count"]:
            self.put("each", "")
        elif changed == "each" and values["each"]:
            self.put("count", "")
        elif changed == "replaces":
            self.query_one(Ticks).offer(self._rows(_superseded(values), set(values["invoices"].split())))

    def read(self, values: Mapping[str, str]) -> Reading[AgreementProposal]:
        """The agreement as it will be recorded, with its plan."""
        terms = Terms(values, self.today)
        superseded = self.running.get(_superseded(values))
        ticked = set(values["invoices"].split())
        items = [item for item in freed(self.card.items, superseded, self.today) if str(item.entry_id) in ticked]
        costs = costs_of(self.card.costs, items)
        total = coverage.total(items)
        if not items:
            terms.wrong["invoices"] = _("tick an invoice that it covers")
        terms.says["invoices"] = _("{count} of {all}: {total}").format(
            count=len(items), all=len(self.card.items), total=amount(total)
        )
        count, each = terms.how_many()
        first, down, discount = terms.first(), terms.down(total), terms.discount(total)
        if terms.wrong:
            return Reading(None, terms.wrong, terms.says)
        try:
            plan = schedule.plan(
                total - (discount or 0),
                first=first,
                frequency=terms.frequency,
                country=self.card.country,
                count=count,
                amount=each,
                down_payment=down,
                down_payment_on=self.today if down else None,
                limit=MOST_INSTALMENTS,
                rule=terms.rule,
                costs=costs,
            )
        except ValueError as error:
            terms.wrong["each" if each else "count"] = str(error)
            return Reading(None, terms.wrong, terms.says)
        plan = terms.changed(plan, self.card.country, costs)
        if plan[0].due < self.today:
            terms.wrong["first"] = _("{day} is past").format(day=weekday(plan[0].due, year=True))
        if terms.wrong:
            return Reading(None, terms.wrong, terms.says)
        made = AgreementProposal(
            customer_id=self.card.customer_id,
            entry_ids=tuple(item.entry_id for item in items),
            currency=self.card.currency,
            frequency=terms.frequency,
            plan=tuple(plan),
            agreed_by=self.agreed_by,
            rule=terms.rule,
            discount=discount,
            supersedes=superseded.id if superseded else None,
            basis=self.card.basis,
            costs=costs,
        )
        effect = self._effect(made, total, superseded, values)
        return Reading(made, says=terms.says, effect=effect, beyond=self.beyond(made))

    def draw(self, reading: Reading[AgreementProposal], told: Mapping[str, str]) -> None:
        """The plan, before it is saved; or what it still needs."""
        needed = "\n".join(words for name, words in reading.wrong.items() if name not in told)
        write(self.query_one("#form-drawn", Static), plan_words(reading.made.plan) if reading.made else needed)

    def finish(self, reading: Reading[AgreementProposal]) -> None:
        """First what comes then; without an answer this form stands again as it was."""
        if self.then and reading.made and not reading.beyond:
            self.app.push_screen(self.then(reading.made, reading.effect), self._answered)
        else:
            super().finish(reading)

    def _answered(self, made: AgreementProposal | None) -> None:
        if made is not None:
            super().finish(Reading(made))

    def action_scroll_plan(self, pages: int) -> None:
        """Show more of a long plan."""
        plan = self.query_one("#form-plan", VerticalScroll)
        plan.scroll_relative(y=pages * max(plan.size.height - 1, 1), animate=False)

    def _rows(self, superseded: str, ticked: set[str]) -> list[Tick]:
        """The open items; covered at first: those overdue that nothing bars, and those of the agreement replaced."""
        rows = []
        ending = self.running.get(superseded)
        for item in freed(self.card.items, ending, self.today):
            key = str(item.entry_id)
            bar = coverage.agreement_bar(
                item, creditor_id=self.card.creditor_id, currency=self.card.currency, superseded=superseded
            )
            chosen = key in ticked or (item.days_overdue > 0 and not ticked)
            taken_over = (bool(superseded) and item.agreement == superseded) or is_cost(item, ending)
            rows.append(Tick(key, item_words(item), not bar and (chosen or taken_over), bar_words(bar, item)))
        return rows

    def _effect(
        self, made: AgreementProposal, total: Decimal, superseded: AgreementInfo | None, values: Mapping[str, str]
    ) -> str:
        often = {
            Frequency.MONTHLY: _("{count} monthly instalments"),
            Frequency.LAST_BANK_DAY: _("{count} instalments on last bank days"),
            Frequency.FORTNIGHTLY: _("{count} instalments every 14 days"),
            Frequency.WEEKLY: _("{count} weekly instalments"),
            Frequency.TWICE_MONTHLY: _("{count} instalments twice a month"),
            Frequency.QUARTERLY: _("{count} quarterly instalments"),
        }
        count = sum(1 for part in made.plan if part.no)
        until = coverage.held_until(made.plan[-1].due, grace_days=self.grace_days, country=self.card.country)
        words = [
            _("{total} in {instalments}").format(
                total=amount(total - (made.discount or 0)), instalments=often[made.frequency].format(count=count)
            )
            + costing(made.plan),
            _("reminders held until {until}").format(until=weekday(until, year=True)),
        ]
        if made.discount:
            words[0] += ", " + _("then {discount} is written off").format(discount=amount(made.discount))
        if superseded:
            words.append(_("replaces {number}").format(number=superseded.number))
        if out := self._left_out(values):
            words.append(_("left out: {items}").format(items=", ".join(out)))
        return " · ".join(words)

    def _left_out(self, values: Mapping[str, str]) -> list[str]:
        """What cannot be covered, and why; counted where it is much."""
        rows = [row for row in self._rows(_superseded(values), {""}) if row.barred]
        vouchers = {str(item.entry_id): item.voucher for item in self.card.items}
        if len(rows) > _NAMED:
            return [_("{count} invoices").format(count=len(rows))]
        return [f"{vouchers[row.key]} {row.barred}" for row in rows]

    def _superseded_first(self) -> str:
        """The agreement that a new one most likely replaces: a breached one, or where nothing else can be covered."""
        free = any(row.ticked for row in self._rows("", set()))
        for number, agreement in self.running.items():
            if agreement.state == AgreementState.BREACHED or not free:
                return number
        return ""


def _superseded(values: Mapping[str, str]) -> str:
    return values.get("replaces", _NONE).replace(_NONE, "")
