"""What is typed survives whatever ends the desk, and is offered at the agent's next one."""

import contextlib
import json
import signal
import sqlite3

import pytest

from tests.terminal import desks
from tests.terminal.desks import MARIE, OLE, open_card
from tests.terminal.pty import KEYS
from tests.waiting import until

TEXT = "hun ringer selv når lønnen er gået ind"


def drafts(register):
    """What the disk holds of what is typed, by slot."""
    path = register.with_name(f"{register.name}.drafts")
    if not path.exists():
        return {}
    with contextlib.closing(sqlite3.connect(path, 10)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'draft'").fetchone():
            return {}  # the file is there, its table not yet
        return {slot: json.loads(body) for slot, body in connection.execute("SELECT slot, body FROM draft")}


def typed(register):
    return [body.get("text") for slot, body in drafts(register).items() if slot.startswith("entry:")]


def assert_offered(desk, register, text=TEXT):
    """The next desk offers the text, opens it where it was, and records it."""
    again = desk(register)
    again.wait_for(f"typed: {text[:20]}", f" {MARIE} ", "Enter takes it up again")
    again.press("enter")
    again.wait_for(f"> {text}")
    again.press("enter")
    again.wait_for("Recorded: note")
    assert [note["text"] for note in desks.card(register)["notes"]] == [text]


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGTERM])
def test_a_stopped_desk_saves_the_last_letter_and_says_why_it_ended(desk, register, end):
    first = desk(register)
    open_card(first)
    first.type(TEXT)
    first.wait_for(f"> {TEXT}")
    assert first.kill(end) == 128 + end
    assert typed(register) == [TEXT]
    assert_offered(desk, register)


def test_a_dropped_line_saves_the_last_letter_though_nobody_reads_the_screen_any_more(desk, register):
    first = desk(register)
    open_card(first)
    first.type(TEXT)
    first.wait_for(f"> {TEXT}")
    first.hang_up()
    assert first.wait_exit() == 128 + signal.SIGHUP
    assert_offered(desk, register)


def test_letters_arrive_before_the_key_behind_them_in_the_same_packet_acts(desk, register):
    first = desk(register)
    open_card(first)
    first.type(f"{TEXT}{KEYS['ctrl+q']}")
    assert first.wait_exit() == 0
    assert typed(register) == [TEXT]


def test_what_is_on_disk_while_typing_outlives_kill_9(desk, register):
    first = desk(register)
    open_card(first)
    first.type(TEXT)
    until(lambda: typed(register) == [TEXT], "the draft is on disk without any signal")
    assert first.kill(signal.SIGKILL) == -signal.SIGKILL
    assert_offered(desk, register)


def test_a_form_half_filled_and_an_open_call_outlive_kill_9(desk, register):
    first = desk(register)
    open_card(first)
    first.press("f2")
    first.wait_for("Start call")
    first.press("enter")
    first.wait_for("Talking to: debtor")
    first.press("f4")
    first.wait_for("say how many instalments")
    first.type("6\t\t15/1")
    first.wait_for("Fri 15-01-2027")
    until(
        lambda: any("15/1" in body.get("fields", {}).values() for body in drafts(register).values()), "the form is kept"
    )
    first.kill(signal.SIGKILL)

    again = desk(register)
    again.wait_for("call still open", "form half filled")
    again.press("enter")
    again.wait_for("Talking to: debtor")
    again.press("f4")
    again.wait_for("6 monthly instalments", "1 Fri 15-01-2027")


def test_typing_goes_on_and_is_kept_while_another_program_holds_the_register(desk, register):
    first = desk(register)
    open_card(first)
    with contextlib.closing(sqlite3.connect(register, isolation_level=None)) as importer:
        importer.execute("BEGIN IMMEDIATE")
        first.type(TEXT)
        first.wait_for(f"> {TEXT}")
        until(lambda: typed(register) == [TEXT], "the draft is on disk while the register is locked")
        first.kill(signal.SIGKILL)
        again = desk(register)  # opens, and offers it, on the locked register
        again.wait_for("typed: ")
        again.press("enter")
        again.wait_for(f"> {TEXT}")
        importer.execute("ROLLBACK")
    again.press("enter")
    again.wait_for("Recorded: note")


def test_texts_for_two_customers_are_both_offered(desk, register):
    first = desk(register)
    for number in (MARIE, OLE):
        first.press("ctrl+f")
        open_card(first, number)
        first.type(f"noget om {number}")
        first.wait_for(f"> noget om {number}")
    first.hang_up()
    first.wait_exit()
    again = desk(register)
    again.wait_for(f"typed: noget om {MARIE}", f"typed: noget om {OLE}")
