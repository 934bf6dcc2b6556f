"""How amounts, days and texts are written for people.

Texts are English in the code and go through `_`; translations stand in `tui/locale` as gettext files. `make texts`
gathers the texts into the template there and compiles what is translated.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from model.text import kroner

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from model.rules.agreement import InstalmentProgress
    from model.rules.explain import Sentence
    from model.rules.schedule import Instalment

_PHONE_DIGITS = 8

_texts = gettext.translation("kartotek", Path(__file__).with_name("locale"), fallback=True)


def _(text: str) -> str:
    """The text in the language of the desk."""
    return _texts.gettext(text)


def counted(one: str, many: str, count: int, **values: str) -> str:
    """The text for one or for many, with {count} and the other values filled in.

    >>> counted("{count} day", "{count} days", 1), counted("{count} day", "{count} days", 43)
    ('1 day', '43 days')
    """
    return _texts.ngettext(one, many, count).format(count=count, **values)


@contextmanager
def veiled(*, hidden: bool) -> Iterator[None]:
    """Within it amounts are written without their digits, where they are hidden until the speaker is verified.

    >>> from decimal import Decimal
    >>> with veiled(hidden=True):
    ...     print(amount(Decimal("2200")), short_amount(Decimal("1500.00")))
    •••• ••••
    """
    before = _hidden.set(hidden)
    try:
        yield
    finally:
        _hidden.reset(before)


_hidden: ContextVar[bool] = ContextVar("hidden", default=False)
_VEIL = "••••"


def amount(value: Decimal) -> str:
    """An amount for people.

    >>> from decimal import Decimal
    >>> amount(Decimal("-2200"))
    '-2.200,00'
    """
    if _hidden.get():
        return _VEIL
    return kroner(value)


def costing(plan: Iterable[Instalment | InstalmentProgress]) -> str:
    """What instalments cost on top of the debt; nothing, where they are free."""
    parts = tuple(plan)
    fee, interest = (sum((getattr(part, name) for part in parts), Decimal(0)) for name in ("fee", "interest"))
    words = _(" + fee {amount}").format(amount=amount(fee)) if fee else ""
    return words + (_(" + interest {amount}").format(amount=amount(interest)) if interest else "")


def short_amount(value: Decimal) -> str:
    """An amount as it is said aloud: whole kroner without the zeros.

    >>> from decimal import Decimal
    >>> short_amount(Decimal("1500.00")), short_amount(Decimal("1366.67"))
    ('1.500', '1.366,67')
    """
    return amount(value).removesuffix(",00")


def phone(number: str, country: str = "") -> str:
    """A telephone number as it is read aloud; within its own country without the code.

    >>> phone("+4522334455", "DK"), phone("+4522334455", "NO"), phone("+4522334455"), phone("112")
    ('22 33 44 55', '+45 22 33 44 55', '+45 22334455', '112')
    """
    code, rest = number[:3], number[3:]
    home = {"+45": "DK", "+47": "NO"}.get(code)
    if home is None or len(rest) != _PHONE_DIGITS or not rest.isdecimal():
        return number
    if not country:
        return f"{code} {rest}"
    pairs = " ".join(rest[at : at + 2] for at in range(0, len(rest), 2))
    return pairs if home == country else f"{code} {pairs}"


def day(value: date, *, year: bool = False) -> str:
    """A day for people, with the year where it matters.

    >>> from datetime import date
    >>> day(date(2026, 12, 1)), day(date(2026, 12, 1), year=True)
    ('01-12', '01-12-2026')
    """
    return f"{value:%d-%m-%Y}" if year else f"{value:%d-%m}"


def day_seen_from(value: date, today: date) -> str:
    """A day, with its year where that is another than today's.

    >>> from datetime import date
    >>> day_seen_from(date(2026, 12, 1), date(2026, 11, 22)), day_seen_from(date(2027, 2, 1), date(2026, 11, 22))
    ('01-12', '01-02-2027')
    """
    return day(value, year=value.year != today.year)


def weekday(value: date, *, year: bool = False) -> str:
    """A day with its weekday before it.

    >>> from datetime import date
    >>> weekday(date(2026, 12, 1))
    'Tue 01-12'
    """
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return f"{names[value.weekday()]} {day(value, year=year)}"


def moment(value: datetime, zone: tzinfo) -> str:
    """A coming day with its hour, on the register's clock.

    >>> from datetime import UTC, datetime
    >>> moment(datetime(2026, 11, 23, 10, tzinfo=UTC), UTC)
    'Mon 23-11 10:00'
    """
    local = value.astimezone(zone)
    return f"{weekday(local.date())} {local:%H:%M}"


def word(value: str) -> str:
    """What a value of the register's closed lists is called; one that has no name yet is told as it is.

    >>> word("debt_settlement"), word("part-kept")
    ('debt settlement', 'part-kept')
    """
    return words().get(value, value.replace("_", " "))


def told(sentence: Sentence) -> str:
    """A reason, to be read aloud: its text translated, its values written as here."""
    values = {name: _spoken(value) for name, value in sentence.values.items()}
    text = _(sentence.say.value).format(**values)
    return text[:1].upper() + text[1:]


def _spoken(value: object) -> str:
    if isinstance(value, Decimal):
        return amount(value)
    if isinstance(value, date):
        return weekday(value, year=True)
    if isinstance(value, StrEnum):
        return word(value.value).replace("_", " ")
    if type(value).__name__ == "Days":
        return counted("{days} day", "{days} days", int(str(value)), days=str(value))
    return str(value)


@cache
def figures() -> dict[str, str]:
    """What the figures of a card are called, of which one can ask why."""
    return {
        "to_collect": _("To collect"),
        "balance": _("Balance"),
        "payments": _("Where payments went"),
        "interest": _("Late interest so far"),
        "limitation": _("Limitation"),
        "risk": _("How they pay"),
    }


@cache
def words() -> dict[str, str]:
    """What the values of the register's closed lists are called."""
    return {
        # customers
        "active": _("active"),
        "deceased": _("deceased"),
        "bankrupt": _("bankrupt"),
        "at_collector": _("at the collector"),
        "debt_settlement": _("debt settlement"),
        "closed": _("closed"),
        "merged": _("merged"),
        # promises, agreements, instalments, disputes
        "open": _("open"),
        "kept": _("kept"),
        "part-kept": _("part-kept"),
        "broken": _("BROKEN"),
        "withdrawn": _("withdrawn"),
        "replaced": _("replaced"),
        "draft": _("draft"),
        "completed": _("completed"),
        "breached": _("BREACHED"),
        "cancelled": _("cancelled"),
        "superseded": _("superseded"),
        "part-paid": _("part-paid"),
        "paid": _("paid"),
        "in grace": _("in grace"),
        "missed": _("MISSED"),
        "upheld": _("upheld"),
        "rejected": _("rejected"),
        "disputed": _("disputed"),
        # what came of a call
        "spoke": _("spoke"),
        "no_answer": _("no answer"),
        "message_left": _("message left"),
        "wrong_number": _("wrong number"),
        "hardship": _("cannot pay"),
        "refuses": _("refuses"),
        "says_paid": _("says paid"),
        "specialist": _("with the specialist"),
        # how often
        "weekly": _("weekly"),
        "fortnightly": _("every 14 days"),
        "monthly": _("monthly"),
        "last_bank_day": _("last bank day"),
        "twice_monthly": _("twice a month"),
        "quarterly": _("quarterly"),
        # how a yes was given
        "on_the_phone": _("on the phone"),
        "in_writing": _("in writing"),
        "by_email": _("by e-mail"),
        "in_person": _("in person"),
        # why dunning rests
        "promise": _("promise"),
        "promise_withdrawn": _("withdrawal of a promise"),
        "agreement": _("agreement"),
        "dispute": _("dispute"),
        "deferral": _("deferral"),
        "trace": _("trace the payment"),
        # what stands in the ledger, and what was undone
        "payment": _("payment"),
        "credit_note": _("credit note"),
        "write_off": _("write-off"),
        "waiver": _("waiver"),
        "refund": _("refund"),
        "transfer": _("transfer"),
        "opening": _("opening balance"),
        "correction": _("correction"),
        "interest": _("interest"),
        "reminder_fee": _("reminder fee"),
        "compensation": _("compensation"),
        "instalment_fee": _("instalment fee"),
        "instalment_interest": _("instalment interest"),
        "costs": _("costs"),
        "principal": _("principal"),
        "reversed": _("reversal"),
        "bounced": _("payment taken back"),
        "call": _("call"),
        "note": _("note"),
        "task": _("task"),
        "status": _("status"),
        "posted": _("posting"),
        "due_date": _("due date"),
        # what may interrupt limitation
        "reminder": _("reminder"),
        "oral_promise": _("oral promise"),
        "part_payment": _("part payment"),
        "interest_paid": _("interest paid"),
        "acknowledgement": _("acknowledgement"),
        "written_acknowledgement": _("written acknowledgement"),
        "settlement": _("settlement"),
        "judgment": _("judgment"),
        "instrument_of_debt": _("instrument of debt"),
        "legal_steps": _("legal steps"),
        "bankruptcy": _("bankruptcy"),
        "execution": _("execution"),
        # how likely it is that they pay late
        "unknown": _("unknown"),
        "low": _("low"),
        "medium": _("medium"),
        "high": _("HIGH"),
        # contact data
        "phone": _("phone"),
        "email": _("e-mail"),
        "pending": _("to be verified"),
        "applied": _("in force"),
        # what waits to be done
        "verify": _("verify"),
        "call_back": _("ring again"),
        "follow_up": _("follow up"),
        "review": _("review"),
        # with whom, and how verified
        "debtor": _("debtor"),
        "proxy": _("proxy"),
        "guardian": _("guardian"),
        "estate": _("estate"),
        "bookkeeper": _("bookkeeper"),
        "third_party": _("third party"),
        "nobody": _("nobody"),
        "payer": _("payer"),
        "contact": _("contact"),
        "trustee": _("trustee"),
        "not": _("not verified"),
        "called_back": _("rung back"),
        "customer_number": _("by customer number"),
        "invoice": _("by an invoice"),
        "address": _("by address"),
        "password": _("by password"),
        "e_id": _("by e-ID"),
    }


@cache
def happenings() -> dict[str, str]:
    """What the lines of history are called: entries of the ledger, and acts of agents."""
    return {
        "opening": _("Opening"),
        "invoice": _("Invoice"),
        "credit_note": _("Credit note"),
        "payment": _("Payment"),
        "reminder_fee": _("Reminder"),
        "interest": _("Interest"),
        "compensation": _("Compensat."),
        "instalment_fee": _("Plan fee"),
        "instalment_interest": _("Plan int."),
        "write_off": _("Write-off"),
        "correction": _("Correction"),
        "waiver": _("Waived"),
        "refund": _("Refund"),
        "transfer": _("Transfer"),
        "call": _("Call"),
        "call in": _("Call in"),
        "call out": _("Call out"),
        "note": _("Note"),
        "promise": _("Promise"),
        "promise_withdrawn": _("Prom. gone"),
        "agreement": _("Agreement"),
        "dispute": _("Dispute"),
        "dispute_closed": _("Disp. over"),
        "task": _("Task"),
        "status": _("Status"),
        "deferral": _("Deferral"),
        "trace": _("Says paid"),
        "due_date": _("Due date"),
        "contact": _("Contact"),
        "letter": _("Letter"),
        "undone": _("Undone"),
        "imported": _("Imported"),
        "generated": _("Made"),
    }
