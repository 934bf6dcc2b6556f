"""A call, a promise and an agreement by form: few keys, nothing guessed, and what Enter will do said before it does."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static

from model.kinds import Direction, Outcome, Speaker, Verified
from model.records import Card, PartyInfo, PhoneInfo
from model.rules.schedule import Frequency
from tests.tui.cards import ITEMS, NOTHING, TODAY, card, item, running_agreement
from tests.tui.walk import press, resize, settle
from tui.screens.agreement import AgreementForm
from tui.screens.call import CallEnd, CallStart, CallStarted
from tui.screens.during import Heard
from tui.screens.promise import PromiseForm
from tui.widgets.form import Form, Resume
from tui.wording import amount, weekday

NOW = datetime(2026, 11, 22, 14, 2, tzinfo=ZoneInfo("Europe/Copenhagen"))
STARTED = CallStarted(
    10233, Direction.OUT, "22 33 44 55", Speaker.DEBTOR, None, Verified.NOT, NOW - timedelta(minutes=4, seconds=12)
)
SIZES = [(80, 24), (140, 45)]
NOTHING_YET = object()


class Host(App[None]):
    """A desk of which only the upper lines matter."""

    CSS_PATH = None

    def __init__(self, form: Form[Any]) -> None:
        super().__init__()
        self.form = form
        self.made: Any = NOTHING_YET

    def compose(self) -> ComposeResult:
        yield Static("\n".join(f"desk line {n}" for n in range(1, 60)), markup=False)

    def on_mount(self) -> None:
        self.push_screen(self.form, self._take)

    def _take(self, made: Any) -> None:
        self.made = made


@dataclass
class At:
    """The form on the screen, and what an agent sees and does."""

    pilot: Pilot[None]
    host: Host
    keys: int = field(default=0)

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await press(self.pilot, *keys)

    async def type(self, text: str) -> None:
        names = {"/": "slash", " ": "space", "%": "percent_sign", "+": "plus", ",": "comma", ".": "full_stop"}
        await self.press(*(names.get(c, c) for c in text))

    @property
    def screen(self) -> str:
        strips = self.host.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def made(self) -> Any:
        assert self.host.made is not NOTHING_YET, self.screen
        return self.host.made

    @property
    def still_open(self) -> bool:
        return self.host.made is NOTHING_YET


@asynccontextmanager
async def at(form: Form[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[At]:
    host = Host(form)
    async with host.run_test(size=size) as pilot:
        await settle(pilot)
        yield At(pilot, host)


def agreement(this: Card | None = None, **more: Any) -> AgreementForm:
    return AgreementForm(this or card(), TODAY, **more)


def promise(this: Card | None = None, **more: Any) -> PromiseForm:
    return PromiseForm(this or card(), TODAY, country="DK", **more)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("make", [lambda: CallStart(card()), lambda: CallEnd(card(), STARTED, NOW), promise, agreement])
async def test_who_it_is_and_what_is_owed_stay_in_sight_and_every_line_of_the_form_too(make, size) -> None:
    async with at(make(), size) as form:
        lines = form.screen.splitlines()
        assert [line.strip() for line in lines[:7]] == [f"desk line {n}" for n in range(1, 8)]
        assert lines[-1].startswith(" Enter record")
        assert all(len(line) <= size[0] for line in lines)
        for label in form.host.form.query(".label").results(Static):
            assert any(line.startswith(f" {label.content}") for line in lines)


class TestStartingACall:
    async def test_one_enter_takes_what_is_offered(self) -> None:
        async with at(CallStart(card())) as form:
            await form.press("enter")
        assert form.made == CallStarted(10233, Direction.OUT, "22 33 44 55", Speaker.DEBTOR, None, Verified.NOT)

    async def test_a_letter_chooses_and_a_number_can_be_typed(self) -> None:
        async with at(CallStart(card())) as form:
            await form.press("i", "tab", "down")
            await form.type("91 23 45 67")
            await form.press("tab", "j", "tab", "c", "enter")
        assert form.made == CallStarted(10233, Direction.IN, "91 23 45 67", Speaker.PROXY, 5, Verified.CUSTOMER_NUMBER)

    async def test_another_of_the_numbers_is_one_key_away_and_a_wrong_one_is_not_offered(self) -> None:
        async with at(CallStart(card())) as form:
            assert "wrong: 99 88 77 66" in form.screen
            await form.press("tab", "right")
            assert "[86 11 22 33]" in form.screen
            await form.press("enter")
        assert form.made.phone == "86 11 22 33"

    async def test_a_customer_without_a_number_can_be_rung_all_the_same(self) -> None:
        async with at(CallStart(card(phones=(PhoneInfo("99 88 77 66", "", wrong=True),)))) as form:
            await form.press("enter")
        assert form.made.phone == ""

    async def test_what_is_no_number_is_told_under_the_field(self) -> None:
        async with at(CallStart(card())) as form:
            await form.press("tab", "tab")
            await form.type("12x")
            await form.press("enter")
            assert form.still_open
            assert "! not a phone number" in form.screen

    async def test_a_third_party_is_told_nothing_and_the_form_says_so(self) -> None:
        payer = PartyInfo(6, "payer", "Kommunen", "", "", None)
        lapsed = PartyInfo(7, "proxy", "Ole Lapsed", "", "", date(2026, 1, 1))
        async with at(CallStart(card(parties=(payer, lapsed)))) as form:
            await form.press("tab", "tab", "tab", "o")
            assert "Ole Lapsed (proxy, expired)" in form.screen
            assert "disclose nothing" in form.screen
            await form.press("enter")
        assert (form.made.speaker, form.made.party_id) == (Speaker.THIRD_PARTY, 7)

    async def test_for_a_dead_customer_the_estate_is_offered(self) -> None:
        estate = PartyInfo(8, "estate", "Dødsboet", "", "", None)
        async with at(CallStart(card(parties=(estate,), status="deceased"))) as form:
            await form.press("enter")
        assert (form.made.speaker, form.made.party_id) == (Speaker.ESTATE, 8)

    def test_a_call_under_way_can_be_kept_as_a_draft(self) -> None:
        assert CallStarted.from_draft(json.loads(json.dumps(STARTED.as_draft()))) == STARTED

    @pytest.mark.parametrize("body", [{}, STARTED.as_draft() | {"direction": "up"}])
    def test_a_draft_of_something_else_is_refused(self, body: Mapping[str, object]) -> None:
        with pytest.raises(ValueError, match=r"."):
            CallStarted.from_draft(body)


class TestEndingACall:
    async def test_the_length_is_taken_by_itself(self) -> None:
        async with at(CallEnd(card(), STARTED, NOW, text="betaler alt fredag")) as form:
            assert "4 min 12 s" in form.screen
            await form.press("enter")
        assert form.made.ended_at - form.made.started_at == timedelta(minutes=4, seconds=12)
        assert (form.made.outcome, form.made.text) == (Outcome.SPOKE, "betaler alt fredag")

    async def test_nobody_answered_ring_again_tomorrow_at_ten_takes_two_keys(self) -> None:
        async with at(CallEnd(card(), STARTED, NOW)) as form:
            await form.press("n")
            assert "= Log call: no answer · ring again Mon 23-11 10:00" in form.screen
            await form.press("enter")
        assert form.made.outcome is Outcome.NO_ANSWER
        assert form.made.speaker is Speaker.NOBODY
        assert form.made.call_back_at.astimezone(UTC) == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        assert form.keys == 2

    async def test_before_a_weekend_the_next_bank_day_is_offered(self) -> None:
        friday = datetime(2026, 11, 20, 16, 0, tzinfo=NOW.tzinfo)
        async with at(CallEnd(card(), replace(STARTED, started_at=friday), friday)) as form:
            await form.press("n", "enter")
        assert form.made.call_back_at.date() == date(2026, 11, 23)

    async def test_what_is_offered_goes_when_somebody_answered_after_all(self) -> None:
        async with at(CallEnd(card(), STARTED, NOW)) as form:
            await form.press("n", "left", "enter")
        assert form.made.outcome is Outcome.SPOKE
        assert form.made.call_back_at is None

    async def test_a_time_that_the_agent_wrote_stays_whatever_came_of_the_call(self) -> None:
        async with at(CallEnd(card(), STARTED, NOW)) as form:
            await form.press("tab")
            await form.type("fri 14.30")
            await form.press("up", "n", "enter")
        assert form.made.call_back_at == datetime(2026, 11, 27, 14, 30, tzinfo=NOW.tzinfo)

    async def test_an_unclear_time_is_told_and_nothing_is_recorded(self) -> None:
        async with at(CallEnd(card(), STARTED, NOW)) as form:
            await form.press("tab")
            await form.type("10")
            await form.press("enter")
            assert form.still_open
            assert "! 10:00 today is past" in form.screen

    async def test_a_promise_made_during_the_call_is_its_outcome(self) -> None:
        async with at(CallEnd(card(), STARTED, NOW, heard=Heard(Outcome.PROMISE))) as form:
            assert "[Promise]" in form.screen
            await form.press("enter")
        assert form.made.outcome is Outcome.PROMISE

    async def test_a_third_party_cannot_have_promised(self) -> None:
        async with at(CallEnd(card(), STARTED, NOW, heard=Heard(Outcome.PROMISE))) as form:
            await form.press("tab", "tab", "tab", "t", "enter")
            assert form.still_open
            assert "! a third party can neither promise nor agree" in form.screen

    async def test_a_clock_put_back_makes_no_negative_call(self) -> None:
        async with at(CallEnd(card(), STARTED, NOW - timedelta(hours=1))) as form:
            await form.press("enter")
        assert form.made.ended_at == form.made.started_at


class TestAPromise:
    async def test_one_enter_promises_all_that_is_to_collect_by_friday(self) -> None:
        async with at(promise()) as form:
            assert "= Promise 2.200,00 on Fri 27-11 for 1031 · reminders held until Mon 30-11" in form.screen
            await form.press("enter")
        assert (form.made.amount, form.made.due) == (Decimal("2200.00"), date(2026, 11, 27))
        assert (form.made.entry_ids, form.made.basis) == ((1,), "fingerprint")

    async def test_amount_and_day_are_typed_over_what_is_offered(self) -> None:
        async with at(promise()) as form:
            await form.type("1500")
            await form.press("tab")
            await form.type("1/12")
            assert "Promise 1.500,00 on Tue 01-12 for 1031" in form.screen
            await form.press("enter")
        assert (form.made.amount, form.made.due) == (Decimal("1500.00"), date(2026, 12, 1))

    async def test_reminders_rest_from_the_last_payment_day_on(self) -> None:
        async with at(promise()) as form:
            await form.press("tab")
            await form.type("28/11")
            assert "on Sat 28-11" in form.screen
            assert "held until Thu 03-12" in form.screen

    async def test_the_amount_goes_with_the_invoices_until_it_is_typed(self) -> None:
        async with at(promise()) as form:
            await form.press("tab", "tab", "down", "down", "down", "space")
            assert "Promise 3.199,00" in form.screen
            assert "for 1031, 1050" in form.screen
            await form.press("shift+tab", "shift+tab")
            await form.type("500")
            await form.press("tab", "tab", "space")
            assert "Promise 500,00" in form.screen
            await form.press("enter")
        assert form.made.entry_ids == (1,)

    async def test_a_disputed_invoice_cannot_be_ticked_and_it_says_why(self) -> None:
        async with at(promise()) as form:
            await form.press("tab", "tab", "down", "space")
            assert " -  1042       due 10-11     4.250,00 disputed" in form.screen
            await form.press("enter")
        assert 2 not in form.made.entry_ids

    async def test_more_than_is_open_cannot_be_promised(self) -> None:
        async with at(promise()) as form:
            await form.type("2200,01")
            await form.press("enter")
            assert form.still_open
            assert "! more than the 2.200,00 open on them" in form.screen

    async def test_every_wrong_field_is_told_at_once_and_the_first_one_is_next(self) -> None:
        async with at(promise()) as form:
            await form.type("1,500")
            await form.press("tab")
            await form.type("20/11-26")
            await form.press("enter")
            assert form.still_open
            assert "! 1,500 could be 1500 or 1,50" in form.screen
            assert "! 20-11-2026 is past" in form.screen
            assert form.host.focused is not None
            assert form.host.focused.id == "amount"

    async def test_a_field_is_not_called_wrong_while_it_is_being_typed(self) -> None:
        async with at(promise()) as form:
            await form.press("tab")
            await form.type("1/")
            assert "!" not in form.screen
            await form.press("tab")
            assert "! not a day" in form.screen

    async def test_due_instalments_are_promised_on_what_the_agreement_covers(self) -> None:
        figures = replace(card().figures, instalments_due=Decimal("1500.00"), to_collect=Decimal("3700.00"))
        async with at(promise(card(figures=figures))) as form:
            await form.press("enter")
        assert (form.made.amount, form.made.entry_ids) == (Decimal("3700.00"), (1, 3))

    async def test_with_nothing_overdue_an_amount_is_asked(self) -> None:
        async with at(promise(card((ITEMS[3],)))) as form:
            await form.press("enter")
            assert form.still_open
            assert "! say how much" in form.screen


class TestAnAgreement:
    async def test_six_monthly_instalments_from_february_take_seven_keys(self) -> None:
        async with at(agreement()) as form:
            await form.press("6", "tab", "tab")
            await form.type("1/2")
            await form.press("enter")
        assert form.keys == 7
        made = form.made
        assert [part.due for part in made.plan] == [date(2027, month, 1) for month in range(2, 8)]
        assert sum(part.amount for part in made.plan) == Decimal("2200.00")
        assert (made.entry_ids, made.frequency, made.supersedes) == ((1,), Frequency.MONTHLY, None)
        assert (made.basis, made.agreed_by) == ("fingerprint", Speaker.DEBTOR)

    @pytest.mark.parametrize("size", SIZES)
    async def test_the_plan_is_drawn_with_weekday_and_last_payment_day_before_it_is_saved(self, size) -> None:
        async with at(agreement(), size) as form:
            await form.press("6", "tab", "tab")
            await form.type("1/2")
            for line in (
                "1 Mon 01-02-2027 367,00",
                "4 Sat 01-05-2027 367,00 by Mon 03-05",
                "6 Thu 01-07-2027 365,00",
                "= 2.200,00 in 6 monthly instalments · reminders held until Sun 04-07-2027",
                "left out: 1042 disputed, 0988 in A-17",
            ):
                assert line in " ".join(form.screen.split("\n"))
            assert form.still_open

    async def test_what_is_shown_is_what_is_recorded_and_the_day_of_the_month_is_kept(self) -> None:
        async with at(agreement()) as form:
            await form.press("5", "tab", "tab")
            await form.type("31/1")
            shown = form.screen
            await form.press("enter")
        days = [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31)]
        assert [part.due for part in form.made.plan] == [date(2027, month, day) for month, day in days]
        for part in form.made.plan:
            assert f"{part.no} {weekday(part.due, year=True)} {amount(part.amount)}" in shown

    async def test_so_much_each_time_takes_the_place_of_a_count(self) -> None:
        async with at(agreement()) as form:
            await form.press("6", "tab")
            await form.type("500")
            await form.press("enter")
        assert [part.amount for part in form.made.plan] == [Decimal(n) for n in (500, 500, 500, 500, 200)]

    async def test_the_last_bank_day_of_each_month(self) -> None:
        async with at(agreement()) as form:
            await form.press("3", "tab", "tab")
            await form.type("31/1")
            await form.press("tab", "l", "enter")
        assert [part.due for part in form.made.plan] == [date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 31)]
        assert form.made.frequency is Frequency.LAST_BANK_DAY

    async def test_every_fourteen_days_from_friday(self) -> None:
        async with at(agreement()) as form:
            await form.press("3", "tab", "tab")
            await form.type("fre")
            await form.press("tab", "e", "enter")
        assert [part.due for part in form.made.plan] == [date(2026, 11, 27), date(2026, 12, 11), date(2026, 12, 25)]

    async def test_twenty_per_cent_now_and_the_rest_in_four(self) -> None:
        async with at(agreement()) as form:
            await form.press("4", "tab", "tab", "tab", "tab")
            await form.type("20%")
            assert "440,00 today" in form.screen
            assert "now Sun 22-11-2026 440,00 by Mon 23-11" in form.screen
            await form.press("enter")
        first, *rest = form.made.plan
        assert (first.no, first.due, first.amount) == (0, TODAY, Decimal("440.00"))
        assert [part.amount for part in rest] == [Decimal("440.00")] * 4

    async def test_an_invoice_can_be_taken_in_or_left_out(self) -> None:
        async with at(agreement()) as form:
            await form.press("3", "shift+tab", "space", "end", "space")
            assert "1 of 4: 999,00" in form.screen
            await form.press("enter")
        assert form.made.entry_ids == (4,)
        assert sum(part.amount for part in form.made.plan) == Decimal("999.00")

    async def test_replacing_the_running_agreement_frees_what_it_covers(self) -> None:
        async with at(agreement()) as form:
            await form.press("8", *["tab"] * 5, "a")
            assert "2 of 4: 8.200,00" in form.screen
            assert "replaces A-17" in form.screen
            await form.press("enter")
        assert (form.made.supersedes, form.made.entry_ids) == (17, (1, 3))

    async def test_thinking_better_of_it_leaves_its_invoices_under_it(self) -> None:
        async with at(agreement()) as form:
            await form.press("8", *["tab"] * 5, "a", "n", "enter")
        assert (form.made.supersedes, form.made.entry_ids) == (None, (1,))

    async def test_a_breached_agreement_is_replaced_unless_the_agent_says_otherwise(self) -> None:
        broken = running_agreement(first=date(2026, 6, 1))
        free = (ITEMS[0], replace(ITEMS[2], agreement=""))
        async with at(agreement(card(free, agreements=(broken,)))) as form:
            assert "[A-17]" in form.screen
            await form.press("6", "enter")
        assert (form.made.supersedes, form.made.entry_ids) == (17, (1, 3))

    async def test_a_long_plan_can_be_looked_through(self) -> None:
        async with at(agreement()) as form:
            await form.type("100")
            assert "2035" not in form.screen.split(" =")[0]
            await form.press(*["pagedown"] * 15)
            assert "100 Thu 01-03-2035 22,00" in form.screen
            await form.press("enter")
        assert len(form.made.plan) == 100

    @pytest.mark.parametrize(
        ("keys", "words"),
        [
            ((), "! say how many instalments, or how much each"),
            (("0",), "! not a number of instalments"),
            (("1", "2", "1"), "! at most 120 instalments"),
            (("6", "tab", "tab", "x"), "! not a day"),
            (("6", "tab", "tab", "2", "2", "slash", "1", "1", "tab", "tab", "5", "0", "0"), "! after the down payment"),
            (("6", "tab", "tab", "tab", "tab", "2", "2", "0", "0"), "! leaves nothing of 2.200,00"),
            (("6", "tab", "tab", "tab", "tab", "1", "0", "0", "percent_sign"), "! a percentage between 0 and 100"),
            (("6", "shift+tab", "space"), "! tick an invoice"),
            (("tab", "0", "comma", "0", "1"), "are too many: at most 120"),
        ],
    )
    async def test_what_is_wrong_is_told_in_words_and_nothing_is_recorded(self, keys, words) -> None:
        async with at(agreement()) as form:
            await form.press(*keys, "enter")
            assert form.still_open
            assert words in " ".join(form.screen.split())

    async def test_items_of_another_creditor_or_currency_are_left_out(self) -> None:
        items = (
            ITEMS[0],
            item(7, "2001", date(2026, 10, 1), "100.00", creditor_id=2),
            item(8, "2002", date(2026, 10, 1), "100.00", currency="EUR"),
        )
        async with at(agreement(card(items))) as form:
            assert "other creditor" in form.screen
            assert "EUR" in form.screen
            await form.press("3", "enter")
        assert form.made.entry_ids == (1,)

    async def test_with_nothing_open_it_says_so(self) -> None:
        async with at(agreement(card(()))) as form:
            assert "nothing is open" in form.screen
            await form.press("6", "enter")
            assert form.still_open


class TestAllForms:
    async def test_escape_goes_back_and_what_was_typed_is_there_again(self) -> None:
        kept: list[dict[str, str]] = []
        async with at(agreement(resume=Resume(keep=kept.append))) as form:
            await form.press("6", "tab", "tab")
            await form.type("1/2")
            await form.press("tab", "l", "escape")
        assert form.made is None
        assert json.loads(json.dumps(kept[-1])) == {"count": "6", "first": "1/2", "frequency": "last_bank_day"}
        async with at(agreement(resume=Resume(draft=kept[-1]))) as again:
            assert "[Last bank day]" in again.screen
            await again.press("enter")
        assert again.made.plan[0].due == date(2027, 2, 26)

    async def test_a_draft_of_an_older_form_does_no_harm(self) -> None:
        draft = {"frequency": "hourly", "invoices": "1 99 2", "gone": "x", "count": "4"}
        async with at(agreement(resume=Resume(draft=draft))) as form:
            await form.press("enter")
        assert (form.made.entry_ids, len(form.made.plan), form.made.frequency) == ((1,), 4, Frequency.MONTHLY)

    async def test_why_it_comes_again_is_said_on_top(self) -> None:
        async with at(promise(resume=Resume(notice="the account changed meanwhile"))) as form:
            assert "the account changed meanwhile" in form.screen
            assert form.screen.splitlines()[6].strip() == "desk line 7"

    async def test_enter_twice_records_once(self) -> None:
        async with at(promise()) as form:
            await form.press("enter", "enter")
        assert form.made is not None

    @pytest.mark.parametrize("make", [CallStart, lambda card: CallEnd(card, STARTED, NOW), promise, agreement])
    async def test_markup_in_names_is_shown_as_it_is(self, make) -> None:
        name = "Hr [/] [bold]Hansen[@click=app.quit]x[/]"
        hostile = card(
            (item(1, "[/x]", date(2026, 10, 1), "10.00"),),
            name=name,
            parties=(PartyInfo(5, "proxy", "[red]P[/]", "", "", None),),
            phones=(PhoneInfo("12 34 56 78", "[b]", wrong=False),),
        )
        async with at(make(hostile)) as form:
            assert name in form.screen
            await form.press("tab", "tab", "tab", "space", "escape")

    async def test_pasted_control_characters_become_spaces(self) -> None:
        async with at(CallEnd(card(), STARTED, NOW)) as form:
            await form.press("tab", "tab")
            form.host.post_message(Paste("a\x1b[31mb\u202ec\x9bd"))
            await settle(form.pilot)
            assert not {"\x1b", "\u202e", "\x9b"} & set(form.screen)
            await form.press("enter")
        assert form.made.text == "a [31mb c d"

    async def test_two_hundred_invoices_fit_the_window(self) -> None:
        many = tuple(item(n, f"{n}", date(2026, 10, 1), "10.00") for n in range(1, 201))
        async with at(agreement(card(many))) as form:
            assert "200 of 200: 2.000,00" in form.screen
            await form.press("6", "shift+tab", "end", "space")
            assert "199 of 200: 1.990,00" in form.screen
            assert "[ ] 200" in form.screen

    async def test_a_window_made_lower_keeps_the_keys_in_sight(self) -> None:
        async with at(agreement(), (140, 45)) as form:
            await resize(form.pilot, 80, 24)
            assert form.screen.splitlines()[-1].startswith(" Enter record")
            assert form.screen.splitlines()[6].strip() == "desk line 7"


def test_the_card_of_these_tests_adds_up() -> None:
    figures = card().figures
    assert figures.to_collect == figures.overdue - figures.disputed - figures.in_agreement == Decimal("2200.00")
    assert NOTHING == 0
