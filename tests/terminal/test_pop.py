"""A caller appears at the running desk, and no key goes astray."""

import csv
import io
import subprocess
import sys

import pytest

from tests.terminal import desks
from tests.terminal.desks import MARIE, OLE, begin, kartotek, open_card, shows
from tests.terminal.test_hostile import assert_plain

PHONE = "+4522334455"


def pop(register, number, agent="mette", status=0):
    kartotek(register, "pop", number, "--agent", agent, status=status)


def test_the_caller_appears_while_she_types_and_f9_opens_the_card(desk, register):
    shown = desk(register)
    open_card(shown, OLE)
    shown.type("vil skrive")
    shown.wait_for("> vil skrive")
    pop(register, PHONE)
    shown.wait_for(f"Marie Sørensen {MARIE} calls · F9 opens", "> vil skrive", lambda screen: shows(screen, OLE))
    shown.type(" snart")
    shown.wait_for("> vil skrive snart")
    shown.press("f9")
    shown.wait_for(lambda screen: shows(screen, MARIE))
    shown.wait_gone("calls · F9")
    open_again(shown, OLE)
    shown.wait_for("> vil skrive snart")
    shown.press("enter")
    shown.wait_for("Recorded: note")
    assert [note["text"] for note in desks.card(register, OLE)["notes"]] == ["vil skrive snart"]


def test_a_form_half_filled_keeps_the_keyboard_and_the_caller_waits_behind_it(desk, register):
    shown = desk(register)
    open_card(shown, MARIE)
    shown.press("f3")
    shown.wait_for("Promise · Marie")
    shown.type("5")
    shown.wait_for("5,00")
    pop(register, "33445566")
    shown.type("00")
    shown.wait_for("500,00")
    shown.press("escape")
    shown.wait_for(f"Ole Lund {OLE} calls · F9 opens")


def test_a_number_that_nobody_has_is_told(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type("mar")
    pop(register, "+4770707070")
    shown.wait_for("+47 70707070 calls · nobody here has that number")
    shown.type("ie")
    shown.wait_for(" Find: marie ")


def test_several_customers_with_the_number_are_offered_in_the_finder(desk, register, tmp_path):
    ledger = io.StringIO()
    rows = [["Kundenr", "Navn", "Adresse", "Postnr", "By", "Telefon", "Fakturanr", "Fakturadato", "Forfaldsdato"]]
    rows += [["90500", "Jens Sørensen", "Vestergade 12", "8000", "Aarhus C", "22334455", "93001", "01-11-2026"]]
    csv.writer(ledger, delimiter=";").writerows(
        [[*rows[0], "Beløb"], [*rows[1], "15-11-2026", "100,00"]],
    )
    desks.bring_in(register, tmp_path, ledger.getvalue())
    shown = desk(register)
    open_card(shown, OLE)
    pop(register, PHONE)
    shown.wait_for("+45 22334455 calls · 2 customers have it · F9 lists them")
    shown.press("f9")
    shown.wait_for(f"\n {MARIE} ")
    shown.wait_for("\n 90500 ")
    shown.wait_gone("calls · 2")


def test_without_a_desk_of_that_agent_the_telephone_system_is_told(desk, register):
    shown = desk(register)
    begin(shown)
    pop(register, PHONE, agent="jens", status=1)
    pop(register, "", status=2)
    shown.press("ctrl+q")
    assert shown.wait_exit() == 0
    pop(register, PHONE, status=1)
    again = desk(register)
    begin(again)
    again.wait_quiet(1.0)
    assert "calls" not in again.text


def test_what_a_telephone_system_sends_reaches_the_terminal_as_letters_alone(desk, register):
    shown = desk(register)
    begin(shown)
    pop(register, "\x1b]0;titel\x07\u202e[bold]anonym")
    shown.wait_for("anonym calls")
    assert_plain(shown.raw)


def test_a_caller_reaches_a_desk_on_either_kind_of_register(desk, register_url):
    shown = desk(register_url)
    shown.wait_for("The register is empty")
    pop(register_url, PHONE)
    shown.wait_for("+45 22334455 calls · nobody here has that number")
    pop(register_url, PHONE, agent="jens", status=1)


def test_listening_costs_the_terminal_nothing(desk, register):
    shown = desk(register)
    open_card(shown, MARIE)
    shown.wait_quiet()
    before = shown.received
    shown.wait_quiet(2.0)
    assert shown.received - before <= 100


def open_again(shown, number):
    shown.press("ctrl+f")
    shown.type(number)
    shown.wait_for(f"\n {number} ")
    shown.press("enter")
    shown.wait_for(lambda screen: shows(screen, number))


@pytest.mark.parametrize("before", [[], ["--today", "2026-11-27"]])
def test_a_caller_waits_for_no_library_of_the_desk_or_the_register(register, before):
    heavy = ("textual", "rich", "sqlalchemy", "sqlmodel", "model.proposals", "tui.acts", "asyncio", "psycopg")
    argv = [*before, "--register", str(register), "pop", PHONE, "--agent", "nobody"]
    program = (
        f"import sys; from tui.cli import run; run({argv}); print([name for name in {heavy} if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
    assert "no desk of nobody runs" in told.stderr


def test_pop_tells_how_it_is_called_though_it_knows_no_other_command():
    for argv, status, told in ((["--help"], 0, "usage: kartotek pop"), ([PHONE, "--nonsense"], 2, "usage: kartotek")):
        ran = subprocess.run([sys.executable, "-m", "tui", "pop", *argv], capture_output=True, text=True, check=False)
        assert ran.returncode == status
        assert told in ran.stdout + ran.stderr
