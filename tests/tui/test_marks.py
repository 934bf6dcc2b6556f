"""What the card says beside the amounts: limitation, interest, credit limit, risk, approvals; all of it at 80x24."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from model.kinds import CustomerStatus
from model.records import HoldInfo, NoteInfo, OtherCurrency, RequestInfo
from model.rules import agreement, schedule
from model.rules.behaviour import Assessment, Risk, exposure
from model.rules.explain import Days, Say, sentence
from tests.tui.cards import ITEMS, NOTHING, TODAY, card, running_agreement
from tests.tui.debtors import jens, marie
from tests.tui.doubles import NOW, MemoryServices
from tests.tui.walk import at_desk
from tui.widgets.arrangements import arrangement_lines, arrangements_title
from tui.widgets.items import item_lines
from tui.widgets.lines import Line
from tui.widgets.notes import note_lines
from tui.widgets.status import status_lines

LAPSED = replace(ITEMS[2], agreement="", due=date(2023, 9, 1), limitation="lapsed", lapses=date(2026, 9, 1))
SOON = replace(ITEMS[0], due=date(2024, 1, 12), limitation="warn", lapses=date(2027, 1, 12))
LATE = Assessment(Risk.HIGH, (sentence(Say.HABIT_BROKEN, count=3, judged=4),))
REQUEST = RequestInfo(
    12, "PostingProposal", "write_off", Decimal("5000.00"), "DKK", 1, "Mette", TODAY, None, "", granted=False
)


def text(lines: list[Line]) -> str:
    return "\n".join("".join(part for part, _style in line) for line in lines)


def head(width: int = 80, **facts) -> str:
    return text(status_lines(card(**facts), "", width))


def test_what_has_lapsed_is_marked_and_left_out_of_what_is_to_collect():
    told = text(status_lines(card((LAPSED, SOON)), "", 80))
    assert "To collect 2.200,00 = overdue 8.200,00 - lapsed 6.000,00" in told
    assert "0988 LAPSED, never chase" in told
    assert "0988 Invoice · LAPSED" in text(item_lines(card(items=(LAPSED, SOON)), 80))
    assert "2 LAPSED, never chase" in head(items=(LAPSED, replace(LAPSED, voucher="0987")))


def test_what_lapses_within_a_year_is_warned_of():
    assert "1031 lapses after Tue 12-01-2027" in head(items=(SOON,))
    assert "1031 Invoice · lapses 12-01-2027" in text(item_lines(card(items=(SOON,)), 80))


def test_interest_so_far_is_told_and_is_no_part_of_the_balance():
    told = head(interest=Decimal("45.10"))
    assert "interest so far 45,10" in told
    assert "balance 13.449,00 DKK" in told
    assert "interest" not in head()
    assert "interest so far: a rate is missing" in head(interest=None)


def test_the_credit_limit_is_held_against_what_is_owed():
    limit = Decimal("20000.00")
    assert "6.551 free of limit 20.000" in head(credit_limit=limit)
    assert "OVER the limit of 10.000 by 3.449" in head(credit_limit=Decimal("10000.00"))
    assert "limit" not in head()


def test_the_risk_class_is_told_with_its_gravest_reason():
    assert "risk HIGH: Promises broken: 3 of 4" in head(assessment=LATE)
    overdue = Assessment(Risk.MEDIUM, (sentence(Say.HABIT_OVERDUE, days=Days(43)),))
    assert "risk medium · " in head(assessment=overdue)  # for how long stands beside it
    good = Assessment(Risk.LOW, (sentence(Say.HABIT_GOOD, share=NOTHING, count=9, days=NOTHING),))
    assert "risk low" in head(assessment=good)
    assert "risk" not in head()


def test_who_is_not_chased_here_is_not_told_what_could_be_charged():
    told = head(status=CustomerStatus.BANKRUPT, interest=Decimal("45.10"), assessment=LATE)
    assert "interest" not in told
    assert "risk" not in told


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (REQUEST, "Q-12   write-off 5.000 DKK · waits for approval · asked by Mette"),
        (
            replace(REQUEST, decided_on=TODAY, decider="Birgitte", granted=True),
            "Q-12   write-off 5.000 DKK · GRANTED · Birgitte 22-11",
        ),
        (
            replace(REQUEST, decided_on=TODAY, decider="Birgitte"),
            "Q-12   write-off 5.000 DKK · REFUSED · Birgitte 22-11",
        ),
    ],
)
def test_what_was_asked_for_stands_among_the_arrangements_with_what_became_of_it(request_, told):
    assert told in text(arrangement_lines(card(requests=(request_,)), 80, ZoneInfo("UTC")))


async def test_with_every_mark_the_card_still_fits_80x24():
    all_at_once = marie(
        (LAPSED, SOON, *ITEMS),
        interest=Decimal("1045.10"),
        assessment=LATE,
        credit_limit=Decimal("10000.00"),
        exposure=exposure(Decimal("13449.00"), Decimal("10000.00")),
        unallocated=Decimal("300.00"),
        other_currencies=(OtherCurrency("NOK", Decimal("500.00"), NOTHING),),
        holds=(HoldInfo("promise", None, date(2026, 11, 30)),),
        requests=(REQUEST,),
    )
    async with at_desk(MemoryServices(all_at_once, jens())) as agent:
        await agent.opens("10233")
        await agent.until_sees(
            "OVERDUE 43 days",
            "risk HIGH: Promises broken: 3 of 4",
            "reminders held until Mon 30-11 (promise)",
            "300,00 not yet allocated",
            "also NOK 500,00",
            "0988 LAPSED, never chase",
            "1031 lapses after Tue 12-01-2027",
            "interest so far 1.045,10",
            "OVER the limit of 10.000 by 3.449",
            "To collect 4.400,00",
            "Pay by",
            "Since 12-11",
            "Arrangements",
            "History",
            "Call only after 16",
        )
        assert max(map(len, agent.sees.splitlines())) <= 80


def test_a_breached_agreement_says_so_first_and_in_the_heading():
    plan = schedule.plan(
        Decimal(6000), first=date(2026, 9, 1), frequency=schedule.Frequency.MONTHLY, country="DK", count=12
    )
    progress = agreement.progress(plan, Decimal(1000), TODAY, grace_days=3)
    broken = replace(running_agreement("A-17"), state="breached", instalments=tuple(progress), total=Decimal(6000))
    broken_card = marie(agreements=(broken,))
    (line, *_rest) = arrangement_lines(broken_card, 80, ZoneInfo("UTC"))
    words = "".join(text for text, _style in line)
    assert words.startswith(" A-17   12 x 500 monthly · BREACHED · 2 paid · 500 of 01-11 missed")
    assert "next" not in words
    assert ("1 agreement breached", "alert") in arrangements_title(broken_card)


def test_whose_agreement_is_on_track_is_told_so_before_how_long_it_is_overdue():
    (only,) = (item for item in ITEMS if item.agreement)
    on_track = text(status_lines(card((only,), days_overdue=166), "", 80))
    assert " IN AGREEMENT A-17, on track · 166 days overdue · reminder 1" in on_track
    assert "OVERDUE 1" not in on_track
    assert " OVERDUE 43 days · reminder 1" in head()


def test_a_credit_balance_is_told_as_one():
    told = head(balance=Decimal("-539.50"), unallocated=Decimal("539.50"))
    assert "in credit 539,50 DKK" in told
    assert "-539" not in told
    assert "not yet allocated" not in told


def test_a_note_is_wrapped_between_words_also_where_its_head_leaves_little_room():
    written = NoteInfo(1, NOW, "Bartholomæus", "betalingsvanskeligheder siden maj", pinned=False)
    told = text(note_lines((written,), TODAY, 32, ZoneInfo("UTC")))
    assert "betalingsvanskeligheder" in told


def test_a_long_address_is_told_whole_and_the_phone_gives_way():
    long = "c/o Andersen, Nordre Frihavnsgade 112, 4. tv, 2100 København Ø"
    first, second, *_rest = head(address=long).split("\n")
    assert long not in first
    assert second == f" {long}"
    assert first.endswith("22 33 44 55")
    fits = "Nordre Frihavnsgade 112, 4. tv, 2100 København Ø"
    first, second, *_rest = head(address=fits).split("\n")
    assert first == f" 10233 Marie Sørensen · {fits}"
    assert "phone 22 33 44 55" in " ".join([second, *_rest[:1]])
