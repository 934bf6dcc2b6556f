"""The settings of a register: named, checked, told in the audit trail."""

from functools import partial

import pytest

from model import calling, errors, settings
from model.store import open_register
from tests import commands
from tests.model.build import NOW, agent


@pytest.fixture
def register(register_url):
    found = open_register(register_url)
    yield found
    found.close()


def test_what_is_set_holds_and_an_empty_value_goes_back(register):
    mette = agent(register)
    settings.change(register, "unverified", "mask", agent=mette, now=NOW)
    assert calling.unverified(register) == "mask"
    settings.change(register, "unverified", "off", agent=mette, now=NOW)
    assert settings.settings(register)["unverified"] == "off"
    settings.change(register, "unverified", "", agent=mette, now=NOW)
    assert calling.unverified(register) == "remind"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("colour", "blue", "no setting 'colour'; there are: allocation_order"),
        ("unverified", "maybe", "one of: off, remind, mask"),
        ("allocation_order", "costs", "names each once"),
        ("calling_weekdays", "9-17", "write 08:00-21:00, or no"),
        ("calling_attempts_NO", "0", "write such as 3, or no"),
        ("breach_missed", "0", "write such as 2, or no"),
        ("breach_behind", "-1", "write such as 1500"),
        ("instalment_fee", "2.505", "write such as 25"),
        ("instalment_fee_DK", "-1", "write such as 25"),
        ("instalment_interest", "8 %", "write such as 8"),
        ("instalment_interest_NO", "101", "write such as 8"),
    ],
)
def test_what_cannot_stand_is_refused_in_words(register, name, value, words):
    with pytest.raises(errors.Invalid, match=words):
        settings.change(register, name, value, agent=agent(register), now=NOW)
    assert set(settings.settings(register).values()) == {""}


def test_by_command(register_url):
    kartotek = partial(commands.kartotek, "--register", register_url, "settings")

    assert kartotek("calling_saturday_NO", "09:00-15:00").returncode == 0
    assert kartotek("calling_saturday_NO").stdout == "09:00-15:00\n"
    assert "calling_saturday_NO = 09:00-15:00" in kartotek().stdout
    assert "instalment_fee (default): a fee on each instalment: an amount, or no; consumer inst" in kartotek().stdout
    assert kartotek("calling_saturday_NO", "").returncode == 0
    assert kartotek("calling_saturday_NO").stdout == "\n"
    wrong = kartotek("calling_saturday_NO", "late")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "late" in wrong.stderr
