"""What the desk paints in real terminals: sizes, colours, keys nobody thought of, and a clean way out."""

import os
import re
import termios

import pytest

from tests.terminal import desks
from tests.terminal.desks import MARIE, begin, open_card, shows
from tests.terminal.pty import KEYS

COLOUR = re.compile(rb"\x1b\[([0-9;]*)m")
MODE = re.compile(rb"\x1b\[\?([0-9]+)([hl])")
NO_COLOUR = {39, 49}  # back to the terminal's own


def colours(raw):
    """The numbers of all colours that were set, as SGR writes them."""
    numbers = {int(n) for found in COLOUR.findall(bytes(raw)) for n in found.split(b";") if n}
    return {n for n in numbers if 30 <= n <= 49 or 90 <= n <= 107} - NO_COLOUR


# What is seen


def test_at_80x24_all_about_a_debtor_is_in_sight_at_once(desk, register):
    shown = desk(register)
    assert "Find:" in begin(shown)
    open_card(shown)
    parts = ("OVERDUE", "To collect", " Pay by ", "Arrangements", "History", "Notes", "4.350,00", "F1 all keys")
    lines = shown.wait_for(*parts, lambda _screen: shown.cursor[1] == 22).split("\n")  # one may write at once
    assert len(lines) == 24
    assert lines[1] == f" {MARIE} Marie Sørensen · Vestergade 12, 8000 Aarhus C · 22 33 44 55"
    assert "OVERDUE 43 days" in lines[2]
    collect = next(at for at, line in enumerate(lines) if "To collect 12.450,50 = overdue 12.450,50" in line)
    assert lines[collect + 1].startswith(" Pay by ")
    assert lines[22] == " >"


def test_wide_windows_show_open_items_beside_history(desk, register):
    shown = desk(register, columns=140, rows=45)
    open_card(shown)
    shown.wait_for("Open items", "History")


def test_a_window_made_larger_and_smaller_is_drawn_anew_each_time(desk, register):
    shown = desk(register, columns=200, rows=60)
    open_card(shown)
    shown.wait_for("Open items")
    shown.resize(40, 10)
    shown.wait_for("40 x 10")
    assert all(len(line) <= 40 for line in shown.lines)
    shown.resize(80, 24)
    shown.wait_for(shows, lambda screen: "Open items" not in screen)
    shown.resize(200, 60)
    shown.wait_for("Open items")
    shown.resize(40, 10)
    shown.wait_for("40 x 10")
    shown.type("midt i det hele")
    shown.resize(80, 24)
    shown.wait_for("> midt i det hele")


def test_an_empty_register_says_what_to_do(desk, tmp_path):
    shown = desk(tmp_path / "new.db")
    shown.wait_for("kartotek import")
    assert begin(shown)


def test_f1_tells_every_key_and_every_hint_is_among_them(desk, register):
    shown = desk(register, columns=100, rows=60)
    open_card(shown)
    hints = re.findall(r"(F\d|Enter|Esc)", shown.lines[-1])
    shown.press("f1")
    named = {*hints, "F1", "F2", "F3", "F4", "F6", "F7", *(f"Ctrl+{c}" for c in "FOYRPQ"), "Tab", "PgUp", "Enter"}
    shown.wait_for("How the screen reads", *named)
    shown.press("escape")
    shown.wait_for(shows)


def test_f1_is_read_to_its_end_at_80x24(desk, register):
    shown = desk(register)
    begin(shown)
    shown.press("f1")
    shown.wait_for("Anywhere")
    shown.press("end")
    shown.wait_for("How the screen reads")
    shown.press("f1")
    shown.wait_for("Find:")


# Terminals


def test_no_color_sends_no_colour(desk, register):
    shown = desk(register, env={"NO_COLOR": "1"})
    open_card(shown)
    shown.press("f4")
    shown.wait_for("say how many instalments")
    shown.press("escape")
    shown.wait_gone("Pay in")
    shown.press("f1")
    shown.wait_for("Anywhere")
    assert colours(shown.raw) == set()


@pytest.mark.parametrize("term", ["xterm-16color", "linux", "screen", "vt220"])
def test_old_terminals_get_their_own_sixteen_colours_and_a_desk_that_works(desk, register, term):
    shown = desk(register, env={"TERM": term})
    open_card(shown)
    shown.wait_for("To collect 12.450,50")
    assert colours(shown.raw) & {38, 48} == set()


def test_a_terminal_without_utf8_locale_still_gets_a_desk(desk, register):
    shown = desk(register, env={"LANG": "C"})
    open_card(shown)
    shown.wait_for("Marie Sørensen")


# Keys


def keys_counted(desk, *keys):
    """Press keys one by one, each when the one before is answered by these words; give how many were pressed."""
    for key, answer in keys:
        desk.press(key)
        desk.wait_for(answer)
    return len(keys)


def test_an_agreement_of_six_instalments_is_found_seen_called_and_recorded_with_at_most_16_keys(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type("sør mar 8000")  # the search text is not counted
    shown.wait_for(f"\n {MARIE} ")
    pressed = keys_counted(
        shown,
        ("enter", "OVERDUE 43 days"),
        ("f2", "Start call"),
        ("enter", "Talking to: debtor"),
        ("f4", "say how many instalments"),
        ("6", "6 monthly instalments"),
        ("enter", "Siger du ja?"),
        ("enter", "Recorded: agreement"),
        ("f2", "End call"),
        ("enter", "Recorded: call"),
    )
    assert pressed <= 16
    card = desks.card(register)
    assert [part["amount"] for part in card["agreements"][0]["instalments"]] == ["2076.00"] * 5 + ["2070.50"]
    assert "call" in {row["kind"] for row in card["history"]}


def test_nobody_answered_ring_again_tomorrow_costs_at_most_8_keys(desk, register):
    shown = desk(register)
    open_card(shown)
    pressed = keys_counted(
        shown,
        ("f2", "Start call"),
        ("enter", "Talking to: debtor"),
        ("f2", "End call"),
        ("n", "ring again Mon 23-11 10:00"),
        ("enter", "Recorded: call"),
    )
    assert pressed <= 8
    shown.wait_for("no answer")


def test_pays_all_on_friday_costs_at_most_8_keys(desk, register):
    shown = desk(register)
    open_card(shown)
    pressed = keys_counted(shown, ("f3", "Promise 12.450,50 on Fri 27-11"), ("enter", "Recorded: promise"))
    assert pressed <= 8
    assert desks.card(register)["promises"] == [{"amount": "12450.50", "due": "2026-11-27", "state": "open"}]


NOT_UTF8 = bytes(range(0x80, 0x100)) + b"\xf0\x9f\x92\xa9\xed\xa0\x80\xe2\x82 \xc3"
NO_KEYS = [
    *(bytes([n]) for n in (0, 2, 7, 14, 20, 28, 29, 30, 31)),  # control keys that mean nothing here
    b"\x1b[99~",
    b"\x1b[1;5P",
    b"\x1b[200~en\x1b[31m lim\xf8ning\x07\x1b[201~",
    b"\x1b[<64;10;10M",
    b"\x1b[O\x1b[I",
    b"\x1b[?2026;2$y",
    b"\x1b[?1;2c",
    b"\x1b[57399u",
    b"\x1bOz",
    b"\x1b9",
    b"\x1b]11;rgb:0000/0000/0000\x07",
    b"\x1bP1$r0m\x1b\\",
    b"\x1b[",
    b"\x1b[1;",
    b"\x1bO",
]


def test_bytes_that_are_no_keys_neither_record_nor_break_anything(desk, register):
    before = desks.card(register)
    shown = desk(register)
    begin(shown)
    _lean_on_the_keyboard(shown)
    shown.press("ctrl+f", "end", "ctrl+u")
    shown.wait_for(lambda screen: screen.startswith(" Find:    "))
    open_card(shown)
    _lean_on_the_keyboard(shown)
    shown.press("ctrl+q")
    assert shown.wait_exit() == 0
    assert desks.card(register) == before


def _lean_on_the_keyboard(desk):
    desk.type(NOT_UTF8 + b" end")
    desk.wait_for(" end")
    for noise in NO_KEYS:
        desk.type(noise)
        desk.wait_quiet(0.15)  # a sequence that had only begun is given up then
    desk.type(" more")
    desk.wait_for(" more")


# Leaving


def test_leaving_gives_the_terminal_back_as_it_was(desk, register):
    shown = desk(register)
    before = termios.tcgetattr(shown._master)
    begin(shown)
    open_card(shown)
    shown.press("ctrl+q")
    assert shown.wait_exit() == 0
    assert termios.tcgetattr(shown._master) == before
    assert modes_left(shown.raw) == {b"7": b"h", b"25": b"h"}  # lines wrap, the cursor shows
    assert colours(bytes(shown.raw).rpartition(b"\x1b[0m")[2]) == set()


def modes_left(raw):
    """The terminal's modes that are not as a terminal begins, or were switched and are so again where it begins on."""
    last = dict(MODE.findall(bytes(raw)))
    return {number: state for number, state in last.items() if state == b"h"}


def test_a_desk_that_is_left_leaves_no_process_behind(desk, register):
    shown = desk(register)
    begin(shown)
    shown.press("ctrl+q")
    shown.wait_exit()
    with pytest.raises(ProcessLookupError):
        os.kill(shown.pid, 0)


def test_every_key_that_a_hint_names_is_one_that_a_terminal_sends():
    from tui.commands import commands

    assert {command.key for command in commands() if command.key} <= set(KEYS)
