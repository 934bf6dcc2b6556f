"""Names that would command a terminal come in by a file, and reach the terminal as letters alone."""

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest

from tests.terminal import desks
from tests.terminal.desks import begin, shows

SHARED = Path(__file__).parents[2] / "../shared/data/nasty/blns.json"

OWN = [
    "\x1b]0;titel\x07Titel",
    "\x1b]52;c;aGVq\x07Udklip",
    "\x1b]8;;http://e.example\x1b\\Link",
    "\x1b[2J\x1b[31mRød\x1b[0m",
    "\x1bP1$r0m\x1b\\Streng",
    "\x1b[?1049lTilbage",
    "\x1b[6nSvar",
    "\x9b31mC1\x9d0;x\x9c",
    "\x85\x90\x98\x9e\x9f Kontrol",
    "abc\u202egnp.exe",
    "\u202d\u2066a\u2067b\u2068c\u2069\u061c\u200e\u200f",
    "Hr [/] Hansen",
    "[bold]Ole[/bold] [@click=app.quit]Klik[/]",
    "$accent {name} %s {0} \\[",
    "linje\nto\r\ntre\u2028fire\u2029",
    "nul\u200bbredde\ufeff\u00ad",
    "e" + "\u0301" * 40,
    "漢字" * 40,
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿" * 10,
    "ﷺ" * 60,
    "x" * 5000,
    "\u0001\u0002\u001f\u007f Rest",
    "خط עברית Øst",
]

# What the desk itself sends: it asks for the plain pointer, and nothing else by OSC.
OSC = re.compile(rb"\x1b\](?!22;default\x07)")
COMMANDS = re.compile(rb"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\]22;default\x07)")


def ledger(names, first):
    """A CSV whose every text is one of the names; a customer each, with an overdue invoice."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    head = "Kundenr Navn Adresse Postnr By Email Fakturanr Fakturadato Forfaldsdato Beløb Tekst Valuta"
    writer.writerow(head.split())
    for number, name in enumerate(names, first):
        clean = name.replace("\x00", "")  # no CSV reader takes it
        row = [number, clean, clean, "8000", clean, clean, f"{clean[:20]}{number}", "01-09-2026", "13-10-2026"]
        writer.writerow([*row, "1.000,00", clean, "DKK"])
    return out.getvalue()


def assert_plain(raw):
    """Beyond its own commands the desk sends letters: no control character, no direction override, no OSC."""
    assert not OSC.search(raw)
    letters = COMMANDS.sub(b"", bytes(raw)).decode()
    bad = {c for c in letters if c not in "\r\n" and unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs"}}
    assert bad == set()


@pytest.fixture
def hostile(register, tmp_path):
    """The made register, with customers 80000 ... called so."""
    desks.bring_in(register, tmp_path, ledger(OWN, 80000))
    return register


def test_hostile_names_are_letters_in_finder_card_and_forms(desk, hostile):
    shown = desk(hostile)
    begin(shown)
    for number in range(80000, 80000 + len(OWN)):
        open_hostile(shown, str(number))
    for key, words in (("f2", "Start call"), ("f3", "Promise"), ("f4", "say how many instalments")):
        shown.press(key)
        shown.wait_for(words)
        shown.press("escape")
        shown.wait_for("F1 all keys")
    shown.press("f6")
    shown.press("ctrl+q")
    assert shown.wait_exit() == 0
    assert_plain(shown.raw)


def test_a_hostile_customer_is_called_noted_and_comes_back_as_letters(desk, hostile):
    number = str(80000 + OWN.index("\x1b]0;titel\x07Titel"))
    desks.kartotek(hostile, "note", number, "\x1b]52;c;aGVq\x07 pas på \u202evend om\u202c")
    shown = desk(hostile)
    begin(shown)
    open_hostile(shown, number)
    shown.wait_for("pas på")
    shown.press("f2")
    shown.wait_for("Start call")
    shown.press("enter")
    shown.wait_for("Talking to: debtor")
    shown.type("skrevet")
    shown.wait_for("> skrevet")
    shown.hang_up()
    shown.wait_exit()
    again = desk(hostile)
    again.wait_for("typed: skrevet")
    # The line may have been cut within a command: all before the last one is whole.
    assert_plain(shown.raw[: shown.raw.rfind(b"\x1b")])
    assert_plain(again.raw)


@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared/data/nasty/blns.json beside this repository")
def test_the_big_list_of_naughty_strings_is_paged_through(desk, register, tmp_path):
    names = [name for name in json.loads(SHARED.read_text(encoding="utf-8")) if name.strip()]
    desks.bring_in(register, tmp_path, ledger(names, 700000))
    shown = desk(register, columns=100, rows=30)
    begin(shown)
    last = 700000 + len(names) - 1
    for tens in range(70000, last // 10):
        shown.type(str(tens))
        shown.wait_for(lambda screen, tens=tens: len(re.findall(rf"^ {tens}\d ", screen, re.MULTILINE)) == 10)
        shown.press("escape")
        shown.wait_for(" Find:    ")
    for number in range(700000, last, 25):
        open_hostile(shown, str(number))
    shown.press("ctrl+q")
    assert shown.wait_exit() == 0
    assert_plain(shown.raw)


def open_hostile(shown, number):
    shown.press("ctrl+f")
    shown.wait_for("F1 all keys")
    shown.type(number)
    shown.wait_for(f"\n {number} ")
    shown.press("enter")
    shown.wait_for(lambda screen: shows(screen, number))
