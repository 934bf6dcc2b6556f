"""An agent who types ahead of a slow line: what comes in one packet acts as it would key by key."""

from tests.terminal import desks
from tests.terminal.desks import MARIE, begin, open_card
from tests.terminal.pty import KEYS

F2, F3, F4 = KEYS["f2"], KEYS["f3"], KEYS["f4"]


def test_a_whole_call_in_one_packet_is_recorded_as_meant(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type(f"{MARIE}\r{F2}\r{F4}6\t\t15/1\r\r")
    shown.wait_for("Recorded: agreement")
    shown.wait_for("Talking to: debtor")
    (agreement,) = desks.card(register)["agreements"]
    plan = agreement["instalments"]
    assert [part["due"] for part in plan[:2]] == ["2027-01-15", "2027-02-15"]
    assert len(plan) == 6


def test_keys_after_a_form_key_land_in_the_form_and_those_after_its_enter_in_the_line(desk, register):
    shown = desk(register)
    open_card(shown)
    shown.type(f"{F3}500\tfri\rringer selv\r")
    shown.wait_for("Recorded: note")
    found = desks.card(register)
    assert [(p["amount"], p["due"]) for p in found["promises"]] == [("500.00", "2026-11-27")]
    assert [note["text"] for note in found["notes"]] == ["ringer selv"]


def test_a_long_text_typed_ahead_of_its_card_lands_in_its_line(desk, register):
    text = "hun ringer selv når lønnen er gået ind " * 40
    shown = desk(register)
    begin(shown)
    shown.type(f"{MARIE}\r{text}\r")
    shown.wait_for("Recorded: note")
    assert [note["text"] for note in desks.card(register)["notes"]] == [text.strip()]


def test_what_is_typed_before_the_desk_is_there_is_not_lost(desk, register):
    shown = desk(register)
    shown.type(MARIE)
    shown.wait_for(f"Find: {MARIE}", "Marie Sørensen")
