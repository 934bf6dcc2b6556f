"""The desk in a real terminal: what is loaded when it paints, what it survives, how it ends."""

import codecs
import json
import subprocess
import sys

import pytest
from textual.events import Key

from tests.terminal.pty import PROGRAM
from tui.terminal import accept_any_bytes, let_escape_stand_alone


def test_the_first_paint_waits_for_neither_the_orm_nor_the_rules():
    code = (
        "import sys, tui.app; from tui.services import Services; tui.app.DeskApp(Services('x.db', 'm'));"
        "print([m for m in ('sqlmodel', 'sqlalchemy', 'dateutil', 'holidays', 'rapidfuzz', 'tui.screens.acts')"
        " if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_textual_reads_our_settings_since_they_are_set_first():
    code = (
        "import tui.app; from textual import constants as c;print(c.DISABLE_KITTY_KEY, c.MAX_FPS, c.TEXTUAL_ANIMATIONS)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "True 120 none\n"


def test_bytes_that_are_no_utf8_are_replaced(monkeypatch):
    from textual.drivers import linux_driver

    monkeypatch.setattr(linux_driver, "getincrementaldecoder", codecs.getincrementaldecoder)
    accept_any_bytes()
    assert vars(linux_driver)["getincrementaldecoder"]("utf-8")().decode(b"s\xf8ren") == "s\ufffdren"


@pytest.fixture
def reads(monkeypatch):
    """The keys that the desk makes of what a terminal sends, packet by packet; None: a tenth of a second passes."""
    from textual import _parser, _xterm_parser
    from textual.drivers import linux_driver

    monkeypatch.setattr(linux_driver, "XTermParser", _xterm_parser.XTermParser)  # put back afterwards
    let_escape_stand_alone()

    def keys(*packets):
        parser = vars(linux_driver)["XTermParser"]()
        found: list[Key] = []
        for packet in packets:
            if packet is None:
                monkeypatch.setattr(_parser, "get_time", lambda: float("inf"))
                found += parser.tick()
            else:
                found += parser.feed(packet)
        return [key.character if key.is_printable else key.key for key in found]

    return keys


@pytest.mark.parametrize("typed", [*"7abfOPXSæøåÆØÅéöäü!?-_,. ½§€", "Ole", "Per", "]x", "70013", "Øst"])
def test_escape_and_what_is_typed_after_it_are_two_keys_however_they_arrive(reads, typed):
    assert reads("\x1b" + typed, None) == ["escape", *typed]
    assert reads("\x1b", typed, None) == ["escape", *typed]
    assert reads("\x1b", None, typed, None) == ["escape", *typed]
    assert reads("\x1b\x1b" + typed, None) == ["escape", "escape", *typed]


def test_escape_and_a_key_that_writes_nothing_are_two_keys(reads):
    for code, key in (("\r", "enter"), ("\t", "tab"), ("\x7f", "backspace"), ("\x06", "ctrl+f")):
        assert reads(f"\x1b{code}") == ["escape", key]
    assert reads("\x1b\x1b[A", "\x1b\x1bOQ") == ["escape", "up", "escape", "f2"]


def test_keys_that_begin_with_escape_are_still_themselves(reads):
    sent = ["\x1b[A", "\x1bOA", "\x1bOP", "\x1bOS", "\x1b[15~", "\x1b[20~", "\x1b[Z", "\x1bOH", "\x1b[5~"]
    assert reads(*sent) == ["up", "up", "f1", "f4", "f5", "f9", "shift+tab", "home", "pageup"]
    assert reads("".join(sent)) == reads(*sent)
    assert reads("\x1b", "O", "P", "\x1b", "[", "B") == ["f1", "down"]


@pytest.fixture
def made_register(tmp_path):
    path = tmp_path / "register.db"
    made = [PROGRAM, "--register", path, "--today", "2026-11-22", "generate", "--customers", "20", "--seed", "1"]
    subprocess.run(made, check=True, capture_output=True)
    listed = subprocess.run(
        [PROGRAM, "--register", path, "find", "a", "--json"], check=True, capture_output=True, text=True
    ).stdout
    return path, json.loads(listed)[0]


def open_desk(terminal, path, **options):
    env = {"KARTOTEK_AGENT": "mette"} | options.pop("env", {})
    return terminal([PROGRAM, "--register", path, "--today", "2026-11-22"], env=env, **options)


def test_a_note_cut_short_by_a_hang_up_is_offered_and_recorded_next_time(terminal, made_register):
    path, customer = made_register
    desk = open_desk(terminal, path)
    desk.wait_for("Mette")
    desk.type(customer["number"])
    desk.press("enter")
    desk.wait_for("Arrangements")
    desk.type("midt i en sætning")
    desk.wait_for("> midt i en sætning")
    desk.hang_up()
    assert desk.wait_exit() == 129
    again = open_desk(terminal, path)
    again.wait_for("typed: midt i en sætning")
    again.press("enter")
    again.wait_for("= Note on")
    again.press("enter")
    again.wait_for("Recorded: note")


def test_a_terminal_in_latin_1_does_not_crash_the_desk(terminal, made_register):
    path, _customer = made_register
    desk = open_desk(terminal, path)
    desk.wait_for("Mette")
    desk.type(b"s\xf8")
    desk.wait_for("\ufffd")
    desk.press("ctrl+q")
    assert desk.wait_exit() == 0


def test_a_register_that_cannot_be_opened_is_told_in_words(terminal, tmp_path):
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"this is no database" * 100)
    desk = open_desk(terminal, bad)
    assert desk.wait_exit() == 2
    assert "is not a database" in desk.text


def test_the_desk_follows_the_window_whatever_size_the_shell_exported(terminal, made_register):
    path, _customer = made_register
    desk = open_desk(terminal, path, env={"COLUMNS": "80", "LINES": "24"})
    desk.wait_for("Mette")
    desk.resize(120, 30)
    desk.wait_for("─" * 120)


def test_no_colour_means_none(terminal, made_register):
    path, _customer = made_register
    desk = open_desk(terminal, path, env={"NO_COLOR": "1"})
    desk.wait_for("Mette")
    assert b"\x1b[38" not in desk.raw
    assert b"\x1b[48" not in desk.raw
