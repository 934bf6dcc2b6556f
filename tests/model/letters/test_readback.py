"""What is read aloud says what will be stored, in the customer's language and by the creditor's law."""

import calendar
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.letters import runs
from model.letters.readback import Bill, Claim, agreement, promise
from model.rules.coverage import LeftOut
from model.rules.editing import edited
from model.rules.schedule import BankDayRule, Costs, Frequency, Instalment, drawn, plan, settlement
from model.text import plain

TODAY = date(2026, 11, 22)
OLDER = tuple(Bill(voucher, date(2026, 9, 1 + i)) for i, voucher in enumerate(("1011", "1020", "1031")))
DANISH = Claim("da", "DK", "DKK", OLDER, left_out=(("1042", LeftOut.DISPUTED),))
NORWEGIAN = Claim("nb", "NO", "NOK", OLDER, left_out=(("1042", LeftOut.DISPUTED),))
ENGLISH = Claim("en", "DK", "DKK", OLDER, left_out=(("1042", LeftOut.DISPUTED),))
MONTHLY = Frequency.MONTHLY


def months(total: str = "8200.00", count: int = 6, first: str = "2027-02-01", country: str = "DK") -> list[Instalment]:
    return plan(Decimal(total), first=date.fromisoformat(first), frequency=MONTHLY, country=country, count=count)


def sentence(claim: Claim, instalments: list[Instalment], frequency: Frequency = MONTHLY) -> str:
    """The second sentence: the instalments."""
    said = agreement(claim, instalments, frequency, today=TODAY)
    return said.split("er ikke med. ", 1)[1].split(" Aftalen er uden", 1)[0].split(" Avtalen er uten", 1)[0]


def test_the_sentence_of_the_design_comes_out_word_for_word() -> None:
    assert agreement(DANISH, months(), MONTHLY, today=TODAY) == (
        "Jeg gentager: Du betaler 8.200 kroner for regning 1031 og de ældre; 1042, som du er uenig i, er ikke "
        "med. Fem gange 1.367 kroner den 1. i måneden fra mandag den 1. februar, i maj senest mandag den 3., og "
        "1.365 kroner torsdag den 1. juli. Aftalen er uden gebyr og renter. Nye regninger betaler du ved siden "
        "af. Betaler du ikke, kan resten gå til inkasso efter varsel. Siger du ja?"
    )


def test_in_norwegian_the_same_is_said_and_that_the_claim_is_acknowledged() -> None:
    assert agreement(NORWEGIAN, months(country="NO"), MONTHLY, today=TODAY) == (
        "Jeg gjentar: Du betaler 8.200 kroner for regning 1031 og de eldre; 1042, som du er uenig i, er ikke "
        "med. Fem ganger 1.367 kroner den 1. i måneden fra mandag 1. februar, i mai senest mandag den 3., og "
        "1.365 kroner torsdag 1. juli. Avtalen er uten gebyr og renter. Nye regninger betaler du ved siden av. "
        "Sier du ja, erkjenner du kravet, og foreldelsesfristen begynner å løpe på nytt. Betaler du ikke, kan "
        "resten gå til inkasso etter varsel. Sier du ja?"
    )


def test_everybody_else_hears_english() -> None:
    assert agreement(ENGLISH, months(), MONTHLY, today=TODAY) == (
        "I repeat: You pay 8,200 kroner for bill 1031 and the older ones; without 1042, which you dispute. Five "
        "times 1,367 kroner on the 1st of the month from Monday 1 February, in May by Monday the 3rd at the "
        "latest, and 1,365 kroner on Thursday 1 July. The agreement is without fee and interest. You pay new "
        "bills besides. If you do not pay, the rest may go to debt collection after notice. Do you say yes?"
    )


@pytest.mark.parametrize(
    ("first", "frequency", "said"),
    [
        (
            "2027-02-01",
            MONTHLY,
            ("den 1. i måneden fra mandag den 1. februar til tirsdag den 1. juni, i maj senest mandag den 3."),
        ),
        (
            "2027-01-31",
            MONTHLY,
            (
                "den sidste dag i måneden fra søndag den 31. januar til mandag den 31. maj, i januar senest "
                "mandag den 1. februar og i februar senest mandag den 1. marts."
            ),
        ),
        (
            "2026-11-27",
            Frequency.WEEKLY,
            ("hver fredag fra den 27. november til den 25. december, den 25. december senest mandag den 28."),
        ),
        (
            "2026-11-27",
            Frequency.FORTNIGHTLY,
            ("hver anden fredag fra den 27. november til den 22. januar, den 25. december senest mandag den 28."),
        ),
        (
            "2027-02-01",
            Frequency.TWICE_MONTHLY,
            "den 1. og den 15. i måneden fra mandag den 1. februar til torsdag den 1. april.",
        ),
        (
            "2027-01-01",
            Frequency.LAST_BANK_DAY,
            "den sidste bankdag i måneden fra fredag den 29. januar til mandag den 31. maj.",
        ),
        (
            "2027-03-01",
            Frequency.QUARTERLY,
            "den 1. i hver tredje måned fra mandag den 1. marts til onsdag den 1. marts 2028.",
        ),
    ],
)
def test_equal_instalments_are_told_in_one_phrase(first: str, frequency: Frequency, said: str) -> None:
    agreed = plan(Decimal(1000), first=date.fromisoformat(first), frequency=frequency, country="DK", count=5)
    assert sentence(DANISH, agreed, frequency) == f"Fem gange 200 kroner {said}"


def test_a_down_payment_today_is_said_first() -> None:
    agreed = plan(
        Decimal(1000),
        first=date(2027, 2, 1),
        frequency=MONTHLY,
        country="DK",
        count=2,
        down_payment=Decimal(200),
        down_payment_on=TODAY,
    )
    assert sentence(DANISH, agreed) == (
        "200 kroner i dag, senest mandag den 23., 400 kroner mandag den 1. februar og 400 kroner mandag den 1. marts."
    )


def test_what_was_edited_is_told_by_itself() -> None:
    moved = edited(months("9000.00", 9), 5, frequency=MONTHLY, country="DK", due=date(2027, 6, 10), alone=True)
    assert sentence(DANISH, moved) == (
        "Fire gange 1.000 kroner den 1. i måneden fra mandag den 1. februar, i maj senest mandag den 3., 1.000 "
        "kroner torsdag den 10. juni og fire gange 1.000 kroner den 1. i måneden fra torsdag den 1. juli til "
        "fredag den 1. oktober, i august senest mandag den 2."
    )


def test_many_days_on_which_the_bank_is_closed_are_told_by_the_rule() -> None:
    said = sentence(DANISH, months("9000.00", 30))
    assert said.endswith("til søndag den 1. juli 2029, og er banken lukket, senest næste bankdag.")
    before = plan(
        Decimal(9000),
        first=date(2027, 2, 1),
        frequency=MONTHLY,
        country="DK",
        count=30,
        rule=BankDayRule.PRECEDING,
    )
    assert sentence(DANISH, before).endswith("og er banken lukket, senest bankdagen før.")


def test_what_is_in_and_what_is_out_is_named() -> None:
    one = Claim("da", "DK", "DKK", OLDER[:1])
    assert "8.200 kroner for regning 1011. " in agreement(one, months(), MONTHLY, today=TODAY)
    two = Claim("da", "DK", "DKK", OLDER[:2], left_out=(("1031", None), ("1042", LeftOut.AGREED)))
    assert (
        "for regning 1011 og 1020; 1031 er ikke med; 1042, som du har en anden aftale om, er ikke med. "
        in agreement(two, months(), MONTHLY, today=TODAY)
    )
    many = tuple((str(number), LeftOut.DISPUTED) for number in range(5))
    out = Claim("da", "DK", "DKK", OLDER, left_out=many)
    assert "; 5 regninger, som du er uenig i, er ikke med. " in agreement(out, months(), MONTHLY, today=TODAY)
    nameless = Claim("da", "DK", "DKK", (Bill("", date(2026, 9, 1)),))
    assert "for posten fra den 1. september. " in agreement(nameless, months(), MONTHLY, today=TODAY)


def test_creditor_and_how_to_pay_are_said_where_they_are_given() -> None:
    dk = Claim("da", "DK", "DKK", OLDER, creditor="Nordlys A/S", pay_by="+71<000000000001031+82345678<")
    said = agreement(dk, months(), MONTHLY, today=TODAY)
    assert "Du betaler 8.200 kroner til Nordlys A/S for regning 1031" in said
    assert "Du betaler med kortart 71, betalings-id 000000000001031 og kreditornummer 82345678." in said
    no = Claim("nb", "NO", "NOK", OLDER, pay_by="8601 11 17947 KID 123456782")
    assert "Du betaler til konto 8601 11 17947 med KID 123456782." in agreement(no, months(), MONTHLY, today=TODAY)
    account = Claim("da", "DK", "DKK", OLDER, pay_by="1234 5678901 1031")
    assert "Du betaler til 1234 5678901 1031." in agreement(account, months(), MONTHLY, today=TODAY)


def test_costs_are_said_as_they_are() -> None:
    charged = Claim("da", "DK", "DKK", OLDER, charged=Decimal(200))
    assert "Heraf er 200 kroner gebyrer og renter fra før." in agreement(charged, months(), MONTHLY, today=TODAY)
    dear = plan(
        Decimal(1000),
        first=date(2027, 2, 1),
        frequency=MONTHLY,
        country="DK",
        count=2,
        costs=Costs(TODAY, fee=Decimal(25), yearly_percent=Decimal(10)),
    )
    said = agreement(DANISH, dear, MONTHLY, today=TODAY)
    assert "uden gebyr" not in said
    assert "Aftalen koster 50 kroner i gebyr og 23,29 kroner i renter, som er regnet med." in said
    assert "Du betaler 1.073,29 kroner" in said
    assert "544,45 kroner mandag den 1. februar og 528,84 kroner mandag den 1. marts" in said


def test_a_settlement_says_what_is_written_off_and_when() -> None:
    agreed = settlement(Decimal(8200), on=date(2026, 11, 28), country="DK", percent=Decimal(70))
    said = agreement(DANISH, agreed.plan, MONTHLY, today=TODAY, written_off=agreed.discount, supersedes="A-17")
    assert "5.740 kroner lørdag den 28. november, senest mandag den 30. Når det er betalt til tiden" in said
    assert "afskriver vi resten, 2.460 kroner. " in said
    assert "Den afløser aftale A-17. " in said
    assert "Betaler du ikke, kan hele beløbet gå til inkasso efter varsel." in said


def test_a_promise_says_the_day_and_how_long_reminders_rest() -> None:
    saturday = drawn([(1, date(2026, 11, 28), Decimal("1500.00"))], "NO")
    assert promise(NORWEGIAN, saturday, today=TODAY, held_until=date(2026, 12, 3)) == (
        "Jeg gjentar: Du betaler 1.500 kroner for regning 1031 og de eldre lørdag 28. november, senest mandag "
        "den 30.; 1042, som du er uenig i, er ikke med. Vi purrer ikke på det før etter torsdag 3. desember, så "
        "det kommer ikke purregebyr på så lenge. Nye regninger betaler du ved siden av. Sier du ja, erkjenner du "
        "kravet, og foreldelsesfristen begynner å løpe på nytt. Betaler du ikke, kan vi purre igjen. Sier du ja?"
    )


def test_two_promises_are_told_one_after_the_other() -> None:
    two = drawn([(1, date(2026, 12, 1), Decimal(500)), (2, date(2026, 12, 15), Decimal("1000.50"))], "DK")
    said = promise(DANISH, two, today=TODAY, held_until=date(2026, 12, 18))
    assert "Du betaler 1.500,50 kroner for regning 1031 og de ældre; 1042" in said
    assert " 500 kroner tirsdag den 1. december og 1.000,50 kroner tirsdag den 15. december. " in said


def test_a_promise_for_the_account_today_names_no_bill() -> None:
    now = drawn([(1, date(2026, 11, 24), Decimal(500))], "DK")
    said = promise(Claim("da", "DK", "DKK"), now, today=date(2026, 11, 24), held_until=date(2026, 11, 27))
    assert said.startswith("Jeg gentager: Du betaler 500 kroner i dag. Vi rykker ikke")


LAW = pytest.mark.parametrize("language", ["da", "nb", "en", "sv"])


@LAW
def test_the_creditors_law_decides_whether_a_yes_acknowledges_whatever_the_language(language: str) -> None:
    acknowledging = ("anerkend", "erkjenn", "acknowledge", "forældelse", "foreldelse", "limitation")
    for country in ("DK", "NO", "SE"):
        claim = Claim(language, country, "DKK", OLDER)
        for said in (
            agreement(claim, months(country=country), MONTHLY, today=TODAY),
            promise(claim, months(country=country), today=TODAY, held_until=TODAY),
        ):
            assert any(word in said.casefold() for word in acknowledging) == (country == "NO")


@LAW
def test_what_happens_on_a_breach_may_happen_and_the_last_word_is_a_question(language: str) -> None:
    said = agreement(Claim(language, "DK", "DKK", OLDER), months(), MONTHLY, today=TODAY)
    assert any(may in said for may in ("kan resten", "may go"))
    assert not any(will in said for will in (" vil ", " will ", " skal ", " bliver "))
    assert said.endswith("?")


def test_hostile_texts_stay_in_their_place() -> None:
    evil = "A\x1b[31m\u202e{creditor} {0}\nS"
    claim = Claim("da", "DK", "DKK", (Bill(evil, TODAY),), ((evil, None),), creditor=evil, pay_by=evil)
    said = agreement(claim, months(), MONTHLY, today=TODAY, supersedes=evil)
    assert said == plain(said)
    assert said.count("A[31m{creditor} {0} S") == 5


PLANS = st.builds(
    lambda frequency, first, count, total, rule: plan(
        Decimal(total), first=first, frequency=frequency, country="DK", count=count, rule=rule
    ),
    st.shared(st.sampled_from(Frequency), key="frequency"),
    st.dates(date(2027, 1, 1), date(2029, 12, 31)),
    st.integers(1, 30),
    st.integers(100, 100_000),
    st.sampled_from(BankDayRule),
)


@given(st.shared(st.sampled_from(Frequency), key="frequency"), PLANS, st.integers(1, 30), st.integers(1, 9))
def test_the_phrases_tell_every_instalment_once_and_nothing_else(
    frequency: Frequency, agreed: list[Instalment], no: int, days: int
) -> None:
    if no < len(agreed):
        due = agreed[no - 1].due + timedelta(days=days)
        if due < agreed[no].due:
            agreed = edited(agreed, no, frequency=frequency, country="DK", due=due, alone=True)
    groups = runs.of(agreed, frequency, "DK")
    told = [part for group in groups for part in (group.parts if isinstance(group, runs.Run) else [group])]
    assert told == agreed
    for group in groups:
        if not isinstance(group, runs.Run):
            continue
        assert len({part.to_pay for part in group.parts}) == 1
        for part in group.parts:
            last = calendar.monthrange(part.due.year, part.due.month)[1]
            assert not group.days or part.due.day in {min(day, last) for day in group.days}
        gaps = {(after.due - before.due).days for before, after in pairwise(group.parts)}
        widest = {Frequency.WEEKLY: {7}, Frequency.FORTNIGHTLY: {14}}.get(frequency)
        assert gaps == widest if widest else max(gaps) <= 93


@given(st.shared(st.sampled_from(Frequency), key="frequency"), PLANS, st.sampled_from(["da", "nb", "en"]))
def test_what_was_shown_can_be_stored_as_it_is(frequency: Frequency, agreed: list[Instalment], language: str) -> None:
    said = agreement(Claim(language, "DK", "DKK", OLDER), agreed, frequency, today=TODAY)
    assert said == plain(said)
    assert len(said) < 2000 or len(runs.of(agreed, frequency, "DK")) > 9
    assert ".." not in said
