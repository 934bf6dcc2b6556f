"""When an agreement is breached: as the register was set on the day it was made."""

from datetime import date
from decimal import Decimal

import pytest

from model import settings
from model.arrangement import Agreement
from tests.model.build import NOW


@pytest.fixture
def set_to(marie):
    """Set a setting for one test."""
    done = []

    def change(name, value):
        settings.change(marie.register, name, value, agent=marie.agent, now=NOW)
        done.append(name)

    yield change
    for name in done:
        settings.change(marie.register, name, "", agent=marie.agent, now=NOW)


@pytest.mark.parametrize(
    ("missed", "behind", "breached_on"),
    [
        ("", "", date(2027, 1, 8)),  # one missed: due Friday 1 January, paid by Monday the 4th, three days of grace
        ("2", "", date(2027, 2, 5)),
        ("no", "250", date(2027, 3, 5)),
        ("", "150", date(2027, 2, 5)),  # with an amount alone no number counts: 200 are behind after two
        ("3", "150", date(2027, 2, 5)),  # whichever comes first
    ],
)
def test_an_agreement_is_breached_as_was_set_when_it_was_made(marie, set_to, missed, behind, breached_on):
    invoice = marie.owes("600.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    set_to("breach_missed", missed)
    set_to("breach_behind", behind)
    marie.does(marie.agreement(invoice, first=date(2027, 1, 1)))
    for name in ("breach_missed", "breach_behind"):
        set_to(name, "")
    before = date.fromordinal(breached_on.toordinal() - 1)
    assert [marie.card(day).agreements[0].state for day in (before, breached_on)] == ["active", "breached"]


def test_what_breaches_is_kept_with_the_agreement(marie, set_to):
    set_to("breach_behind", "1500.50")
    invoice = marie.owes("600.00", "1031", on=date(2026, 9, 1), due=date(2026, 10, 1))
    marie.does(marie.agreement(invoice, first=date(2027, 1, 1)))
    row = marie.rows(Agreement)[-1]
    assert (row.breach_missed, row.breach_behind) == (0, Decimal("1500.50"))
