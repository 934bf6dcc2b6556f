"""The letter says what was agreed, how each instalment is paid, and what may happen; no name breaks it."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.letters.confirmation import Confirmation, Covered, Recipient, Sender, confirmation
from model.letters.paper import as_html, as_text
from model.rules.coverage import LeftOut
from model.rules.identifiers import is_fik, is_kid
from model.rules.references import PayTo, pay_line
from model.rules.schedule import Costs, Frequency, plan, settlement

LANGUAGES = pytest.mark.parametrize("language", ["da", "nb", "en"])


def facts(language: str = "da", country: str = "DK", **others: object) -> Confirmation:
    """8.200 kroner in six months from 1 February 2027, 200 of it today."""
    drawn = plan(
        Decimal(8200),
        first=date(2027, 2, 1),
        frequency=Frequency.MONTHLY,
        country=country,
        count=6,
        down_payment=Decimal(200),
        down_payment_on=date(2026, 11, 22),
    )
    to = PayTo(country, "8601 11 17947", "82345678")
    made = Confirmation(
        language=language,
        country=country,
        currency="NOK" if country == "NO" else "DKK",
        number="A-17",
        agreed_on=date(2026, 11, 22),
        dated=date(2026, 11, 23),
        sender=Sender("Nordlys A/S", ("Havnegade 1", "8000 Aarhus C"), "13585628", "70 10 20 30"),
        to=Recipient("10233", "Marie Sørensen", ("Vestergade 12", "8000 Aarhus C")),
        covered=(Covered("1011", date(2026, 9, 1), Decimal(4000)), Covered("1031", date(2026, 10, 1), Decimal(4200))),
        plan=tuple(drawn),
        pay_lines=tuple(pay_line(to, 17, part.no) for part in drawn),
        left_out=(("1042", LeftOut.DISPUTED),),
    )
    return replace(made, **others)  # type: ignore[arg-type]


class Page(HTMLParser):
    """The tags and the words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)


def test_the_danish_letter_says_it_all() -> None:
    text = as_text(confirmation(facts(charged=Decimal(100), supersedes="A-9", agreed_by="Ole", agreed_how="fuldmagt")))
    for words in (
        "Nordlys A/S\nHavnegade 1\n8000 Aarhus C\nCVR 13585628",
        "Marie Sørensen\nVestergade 12",
        "mandag den 23. november 2026\nKundenummer 10233",
        "Vi har søndag den 22. november 2026 aftalt, at du betaler 8.200,00 kroner i\nafdrag.",
        "Aftalen er indgået med Ole (fuldmagt).",
        "Aftalen afløser aftale A-9.",
        "1031     tor 01.10.2026     4.200,00",
        "Heraf er 100,00 kroner gebyrer og renter",
        "Ikke med er 1042, som du er uenig i.",
        "Nu     søn 22.11.2026  man 23.11.2026       200,00  +71<900000000170002+82345678<",
        "4      lør 01.05.2027  man 03.05.2027     1.334,00  +71<900000000170044+82345678<",
        "6      tor 01.07.2027  tor 01.07.2027     1.330,00  +71<900000000170069+82345678<",
        "I alt                                     8.200,00\n",
        "Aftalen er uden gebyr og renter.",
        "Nye regninger er ikke med i aftalen.",
        "gå til inkasso efter varsel",
        "Du når os på 70 10 20",
    ):
        assert words in text


@LANGUAGES
@pytest.mark.parametrize("country", ["DK", "NO", "SE"])
def test_text_and_page_say_the_same(language: str, country: str) -> None:
    letter = confirmation(facts(language, country))
    page = set(" ".join(Page(as_html(letter)).words).split())
    text = {word for word in as_text(letter).split() if not set(word) <= {"=", "-"}}
    assert text == page


@LANGUAGES
def test_only_a_norwegian_claim_is_acknowledged(language: str) -> None:
    words = re.compile("anerkend|erkjenn|acknowledg|forældelse|foreldelse|limitation", re.IGNORECASE)
    for country in ("DK", "NO", "SE"):
        assert bool(words.search(as_html(confirmation(facts(language, country))))) == (country == "NO")


def test_each_instalment_has_a_reference_of_its_own_with_a_check_digit_that_holds() -> None:
    danish, norwegian = facts().pay_lines, facts("nb", "NO").pay_lines
    assert all(is_fik(line) for line in danish)
    assert all(is_kid(line.split(" KID ")[1]) for line in norwegian)
    assert len(set(danish)) == len(set(norwegian)) == 7


def test_costs_that_are_switched_on_are_told_and_are_in_the_instalments() -> None:
    dear = plan(
        Decimal(8200),
        first=date(2027, 2, 1),
        frequency=Frequency.MONTHLY,
        country="DK",
        count=2,
        costs=Costs(date(2026, 11, 22), fee=Decimal(25), yearly_percent=Decimal(10)),
    )
    text = as_text(confirmation(facts(plan=tuple(dear), pay_lines=("", ""))))
    assert "Aftalen koster 50,00 kroner i gebyr og 190,96 kroner i renter." in " ".join(text.split())
    assert "uden gebyr" not in text
    assert "8.440,96" in text
    assert "betalingslinjen" not in text


def test_a_settlement_tells_what_is_written_off() -> None:
    agreed = settlement(Decimal(8200), on=date(2026, 11, 27), country="DK", percent=Decimal(70))
    text = as_text(confirmation(facts(plan=tuple(agreed.plan), pay_lines=("x",), written_off=agreed.discount)))
    assert "Når det er betalt til tiden, afskriver vi resten, 2.460,00 kroner." in text


def test_a_letter_that_does_not_add_up_is_not_written() -> None:
    with pytest.raises(ValueError, match=r"the bills add up to 4200.00, the plan to 8200.00"):
        confirmation(facts(covered=facts().covered[1:]))
    with pytest.raises(ValueError, match="7 instalments need as many ways to pay, not 1"):
        confirmation(facts(pay_lines=("x",)))


HOSTILE = st.text(max_size=40) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=x>',
        "{{ 7*7 }}",
        "{% raw %}",
        "{0}{number}",
        "\x1b[2J",
        "&lt;",
        "]]>",
    ]
)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_name_breaks_the_page_or_the_text(name: str, street: str, voucher: str) -> None:
    evil = facts(
        to=Recipient(name, name, (street,)),
        sender=Sender(name, (street,), voucher, street),
        covered=(Covered(voucher, date(2026, 9, 1), Decimal(8200)),),
        left_out=((voucher, None),),
        number=voucher,
        agreed_by=name,
        agreed_how=street,
        supersedes=voucher,
        pay_lines=(street,) * 7,
    )
    letter = confirmation(evil)
    page = Page(as_html(letter))
    assert not page.open
    assert set(page.tags) <= {
        *("html", "head", "meta", "title", "style", "body", "address", "br", "p", "h1", "h2"),
        *("table", "thead", "tbody", "tfoot", "tr", "th", "td"),
    }
    assert all(char.isprintable() or char in "\n\u00a0" for char in as_text(letter))


def test_the_page_asks_for_nothing_from_anywhere() -> None:
    html = as_html(confirmation(facts()))
    assert "default-src 'none'" in html
    assert not re.search(r"https?:|src=|href=|url\(|@import|<script", html)
    assert html.startswith("<!doctype html>")


def test_wide_letters_keep_the_columns() -> None:
    bills = (Covered("東京", date(2026, 9, 1), Decimal(4000)), Covered("1031", date(2026, 10, 1), Decimal(4200)))
    lines = as_text(confirmation(facts(covered=bills))).splitlines()
    assert "東京     tir 01.09.2026     4.000,00" in lines
    assert "1031     tor 01.10.2026     4.200,00" in lines
