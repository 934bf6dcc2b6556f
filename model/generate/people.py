"""Who owes: persons, companies and public offices of Denmark and Norway, and how to reach them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from model.generate.story import Address, Party, Story
from model.kinds import CustomerKind, PartyRole, TermsKind
from model.rules.identifiers import make_cvr, make_orgnr

if TYPE_CHECKING:
    from model.generate.draw import Draw
    from model.generate.facts import Land

_DOMAINS = ("example.com", "example.org", "example.net")  # reserved for examples: no mail ever arrives (RFC 2606)
_FOLDED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ð": "d", "þ": "th", "ß": "ss"})


class People:
    """Makes debtors. Now and then the next one is of the same household as the last."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._number = 10_006
        self._household: dict[str, tuple[str, Address]] = {}

    def debtor(self, land: Land, kind: CustomerKind) -> Story:
        """A new customer without a ledger. Numbers rise with gaps, as they do when customers leave."""
        self._number += 1 + self._draw.below(8)
        if kind == CustomerKind.PERSON:
            story = self._person(land)
        elif kind == CustomerKind.COMPANY:
            story = self._company(land)
        else:
            story = self._office(land)
        story.category = self._draw.pick(land.words["line.invoice"])
        return story

    def name(self, land: Land) -> str:
        """A person's full name."""
        return f"{self._given(land)} {self._surname(land)}"

    def phone(self, land: Land, *, mobile: bool = True) -> str:
        """A number in international form without spaces."""
        draw = self._draw
        start = draw.pick(land.mobile if mobile else land.fixed)
        return f"{land.calling_code}{start}{draw.between(100_000, 999_999)}"

    def party(self, land: Land, role: PartyRole, scope: str = "", until: int | None = None) -> Party:
        """Somebody beside the debtor."""
        name = self.name(land)
        email = self._email(name) if role in (PartyRole.CONTACT, PartyRole.TRUSTEE, PartyRole.BOOKKEEPER) else ""
        return Party(role, name, self.phone(land), email, scope, until)

    def move(self, story: Story, day: int) -> None:
        """The customer lived elsewhere until a day."""
        story.addresses.append(self._address(story.land))
        story.addresses[-1].until = day

    def _person(self, land: Land) -> Story:
        draw = self._draw
        surname, address = self._surname(land), self._address(land)
        if land.code in self._household and draw.chance(6):
            surname, address = self._household[land.code]
        self._household[land.code] = surname, address
        given = self._given(land).removesuffix(f" {surname}")
        story = Story(land, CustomerKind.PERSON, f"{given} {surname}", self._number)
        story.terms = TermsKind.NET, draw.pick((14, 14, 14, 20, 21, 30))
        story.addresses.append(Address(address.street, address.extra, address.postcode, address.city))
        if draw.chance(92):
            story.phones.append((self.phone(land), "mobil", False))
        if draw.chance(9):
            story.phones.append((self.phone(land, mobile=False), "fast" if land.code == "DK" else "hjem", False))
        if draw.chance(68):
            story.emails.append(self._email(story.name))
        if draw.chance(3):
            self.move(story, -draw.between(60, 900))
        return story

    def _company(self, land: Land) -> Story:
        draw = self._draw
        trade, owner = draw.pick(land.trades), land.last.pick(draw)
        form = land.forms.pick(draw)
        match draw.below(5):
            case 0:
                name = f"{draw.pick(land.firsts)} {trade} {form}"
            case 1:
                name = f"{owner} & {land.last.pick(draw)} {form}"
            case 2:
                name = f"{owner}s {trade} {form}" if land.code == "DK" else f"{owner} {trade} {form}"
            case 3:
                name = f"{land.towns.pick(draw)[1]} {trade} {form}"
            case _:
                name = f"{trade} v/ {self.name(land)}" if land.code == "DK" else f"{owner} {trade} {form}"
        story = Story(land, CustomerKind.COMPANY, name, self._number)
        story.terms = draw.pick(((TermsKind.NET, 14), (TermsKind.NET, 30), (TermsKind.END_OF_MONTH, 30)))
        story.credit_limit = draw.pick((10_000, 25_000, 50_000, 75_000, 100_000, 250_000)) * 100
        self._registered(story)
        if draw.chance(45):
            story.parties.append(self.party(land, PartyRole.CONTACT))
        return story

    def _office(self, land: Land) -> Story:
        town = land.towns.pick(self._draw)
        name = land.offices.pick(self._draw).format(city=town[1], stem=self._draw.pick(land.stems))
        story = Story(land, CustomerKind.PUBLIC, name, self._number)
        story.terms = TermsKind.NET, 30
        self._registered(story, town)
        story.parties.append(self.party(land, PartyRole.CONTACT))
        return story

    def _registered(self, story: Story, town: tuple[str, str] | None = None) -> None:
        """What a company and a public office have alike: a number in the company register, an address, a telephone."""
        land, draw = story.land, self._draw
        story.org_number = self._org_number(land)
        if story.kind == CustomerKind.COMPANY and draw.chance(92):
            story.vat = f"DK{story.org_number}" if land.code == "DK" else f"{story.org_number}MVA"
        story.addresses.append(self._address(land, town))
        story.phones.append((self.phone(land, mobile=False), "", False))
        if draw.chance(30):
            story.phones.append((self.phone(land), "mobil", False))
        if draw.chance(85):
            story.emails.append(f"faktura@{_slug(story.name)}.{draw.pick(_DOMAINS)}")

    def _org_number(self, land: Land) -> str:
        while True:
            if land.code == "DK":
                number = make_cvr(str(self._draw.between(1_000_000, 4_699_999)))
            else:
                number = make_orgnr(str(self._draw.between(81_000_000, 99_999_999)))
            if number:
                return number

    def _given(self, land: Land) -> str:
        draw = self._draw
        names = land.given["female" if draw.below(2) else "male"]
        first = names.pick(draw)
        match draw.below(25):
            case 0 | 1 | 2:
                second = names.pick(draw)
                return first if second == first else f"{first} {second}"
            case 3:
                second = names.pick(draw)
                return first if second == first or "-" in first + second else f"{first}-{second}"
            case 4 | 5 | 6 | 7 if land.code == "DK":
                return f"{first} {land.last.pick(draw)}"  # a family's name in the middle
            case _:
                return first

    def _surname(self, land: Land) -> str:
        name = land.last.pick(self._draw)
        if self._draw.below(30):
            return name
        other = land.last.pick(self._draw)
        return name if other == name or "-" in name + other else f"{name}-{other}"

    def _address(self, land: Land, town: tuple[str, str] | None = None) -> Address:
        draw = self._draw
        postcode, city = town or land.towns.pick(draw)
        if land.streets and draw.chance(12):
            street = draw.pick(land.streets)
        else:
            street = f"{draw.pick(land.stems)}{draw.pick(land.suffixes)}"
        number = str(1 + draw.below(draw.pick((20, 60, 60, 150))))
        if draw.chance(12):
            number += draw.pick(("A", "B", "C", "D") if land.code == "DK" else (" A", " B", " C"))
        extra = f"c/o {land.last.pick(draw)}" if draw.below(50) == 0 else ""
        if land.code == "DK" and draw.chance(38):
            number += (
                f", {draw.pick(('st.', '1.', '1.', '2.', '2.', '3.', '4.', '5.'))} {draw.pick(('tv', 'th', 'mf'))}"
            )
        elif land.code == "NO" and not extra and draw.chance(15):
            extra = f"H0{draw.between(1, 5)}0{draw.between(1, 6)}"
        return Address(f"{street} {number}", extra, postcode, city)

    def _email(self, name: str) -> str:
        words = _slug(name).split("-")
        local = self._draw.pick((f"{words[0]}.{words[-1]}", f"{words[0]}{words[-1]}", f"{words[0][:1]}{words[-1]}"))
        tail = str(self._draw.between(2, 99)) if self._draw.chance(50) else ""
        return f"{local}{tail}@{self._draw.pick(_DOMAINS)}"


def _slug(name: str) -> str:
    """The letters and digits of a name in ASCII, words tied by hyphens."""
    return "-".join(filter(None, map(_ascii, name.replace("-", " ").split())))


@lru_cache(maxsize=8192)
def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower().translate(_FOLDED))
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
