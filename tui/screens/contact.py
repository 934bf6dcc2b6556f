"""New contact data as the customer tells it, and what is done with it once it is verified."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from textual.app import ComposeResult

from model.kinds import ContactKind
from model.proposals import ContactDecisionProposal, ContactProposal
from model.records import Card, PendingContact
from tui.entry_values import Unclear, read_day
from tui.screens.call import is_phone
from tui.widgets.arrangements import pending_words
from tui.widgets.controls import Choice, OneLine
from tui.widgets.form import Field, Form, Reading, Resume
from tui.wording import _, day, phone, weekday, word

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]{2,}")
_ADDRESS = re.compile(r"[^,]*\w[^,]*,\s*\d{4}\s+\S.*")
_APPLY, _REJECT = "apply", "reject"


class ContactForm(Form[ContactProposal]):
    """New contact data, noted down; nothing is replaced before somebody verified it."""

    def __init__(self, card: Card, today: date, *, resume: Resume | None = None) -> None:
        super().__init__(_("New contact data · {name}").format(name=card.name), resume)
        self.card = card
        self.today = today

    def fields(self) -> ComposeResult:
        """What it is, the new one, from which day."""
        kinds: dict[str, str] = {
            ContactKind.PHONE: _("Phone"),
            ContactKind.EMAIL: _("E-mail"),
            ContactKind.ADDRESS: _("Address"),
        }
        yield Field(_("What"), Choice(kinds, id="what"))
        value = OneLine(id="value", max_length=200)
        value.add_class("wide")
        yield Field(_("New"), value)
        yield Field(_("From"), OneLine(day(self.today), id="effective", max_length=30))

    def first_focus(self) -> str:
        """A new number is told most often: begin with it."""
        return "value"

    def read(self, values: Mapping[str, str]) -> Reading[ContactProposal]:
        """The change as it will wait."""
        kind, value = ContactKind(values["what"]), values["value"].strip()
        wrong: dict[str, str] = {}
        if why := _wrong(kind, value):
            wrong["value"] = why
        effective, says = self.today, {"value": _HINTS[kind]()}
        try:
            effective = read_day(values["effective"], self.today) if values["effective"].strip() else self.today
            says["effective"] = weekday(effective, year=effective.year != self.today.year)
        except Unclear as error:
            wrong["effective"] = str(error)
        if wrong:
            return Reading(None, wrong, says)
        made = ContactProposal(self.card.customer_id, kind, value, effective=effective)
        told = value or _("none: the old one no longer holds")
        effect = _("{what} {value} from {day} · waits until it is verified").format(
            what=word(kind), value=told, day=says["effective"]
        )
        return Reading(made, says=says, effect=effect[:1].upper() + effect[1:])


class VerifyForm(Form[ContactDecisionProposal]):
    """A change that waits: verified, it is put in force; else it is turned down. The old is kept either way."""

    def __init__(self, card: Card, change: PendingContact, *, resume: Resume | None = None) -> None:
        super().__init__(_("Verify contact data · {name}").format(name=card.name), resume)
        self.card = card
        self.change = change

    def fields(self) -> ComposeResult:
        """What becomes of it, and how it was verified."""
        yield Field(_("Change"), Choice({_APPLY: _("Put in force"), _REJECT: _("Turn down")}, id="decision"))
        yield Field(_("Verified"), Choice(self._ways(), id="how"))

    def read(self, values: Mapping[str, str]) -> Reading[ContactDecisionProposal]:
        """The decision as it will be recorded."""
        applied = values["decision"] == _APPLY
        how = self._ways()[values["how"]] if applied else ""
        made = ContactDecisionProposal(self.card.customer_id, self.change.id, applied=applied, verified=how)
        told = pending_words(self.change, self.card)
        words = _("Put in force: {change} · {how}") if applied else _("Turn down: {change}")
        return Reading(made, effect=words.format(change=told, how=how.lower()))

    def _ways(self) -> dict[str, str]:
        """How it can be verified: on what is registered, never on what was just told."""
        good = next((one.number for one in self.card.phones if not one.wrong), "")
        ring = {"ring": _("Rang {number}").format(number=phone(good, self.card.country))} if good else {}
        mail = {"mail": _("Wrote to {address}").format(address=self.card.emails[0])} if self.card.emails else {}
        return ring | mail | {"letter": _("By letter"), "e_id": _("e-ID"), "person": _("In person")}


def _wrong(kind: ContactKind, value: str) -> str:
    """Why a text cannot be contact data of its kind; "" where it can."""
    match kind:
        case ContactKind.PHONE:
            return "" if is_phone(value) else _("not a phone number: write digits")
        case ContactKind.EMAIL:
            return "" if _EMAIL.fullmatch(value) else _("not an e-mail address: write name@place.dk")
        case ContactKind.ADDRESS:
            good = not value or _ADDRESS.fullmatch(value)
            return "" if good else _("write street and number, postcode and town: Vestergade 12, 8000 Aarhus C")


_HINTS = {
    ContactKind.PHONE: lambda: _("(91 23 45 67)"),
    ContactKind.EMAIL: lambda: _("(name@place.dk)"),
    ContactKind.ADDRESS: lambda: _("(street 1, 8000 town)"),
}
