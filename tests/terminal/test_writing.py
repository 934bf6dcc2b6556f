"""A whole call by the entry line, in a real terminal: asked, chosen, read aloud, recorded, taken back, logged."""

from tests.terminal import desks
from tests.terminal.desks import MARIE, open_card


def test_what_is_written_is_shown_recorded_taken_back_and_logged_with_the_call(desk, register):
    shown = desk(register)
    open_card(shown)
    shown.press("f2")
    shown.wait_for("Start call")
    shown.press("enter")
    shown.wait_for("Talking to: debtor")

    shown.type("lovede 500 næste fredag")
    shown.wait_for("“næste fredag” can mean two things: which?")
    shown.wait_for(lambda _screen: shown.underlined(22) == ["lovede", "500", "næste fredag"])
    shown.press("2")
    shown.wait_for("= Promise 500,00 on Fri 04-12")
    shown.press("enter")
    shown.wait_for("Recorded: Promise 500,00 on Fri 04-12")
    shown.wait_for("Siger du ja?”")
    shown.press("f8")
    shown.wait_for("Taken back: promise of")

    shown.type("6 mdr fra 1/2")
    shown.wait_for("= Agreement 12.450,50 for 91031, 91036, 91042: 6 x 2.076,00 monthly")
    shown.wait_for("Jeg gentager: Du betaler 12.450,50 kroner")
    shown.press("ctrl+e")
    shown.wait_for("Siger du ja?”")
    shown.press("enter")
    shown.wait_for("Recorded: Agreement 12.450,50")

    shown.type("kan ikke betale før")
    shown.press("escape")
    shown.type("vil have kopi")
    shown.wait_for("= Note on")
    shown.press("enter")
    shown.wait_for("Recorded: note")
    shown.press("f2")
    shown.wait_for("[Agreement]")
    shown.press("enter")
    shown.wait_for("Recorded: call of 0 min, agreement")

    found = desks.card(register)
    assert [(p["amount"], p["due"], p["state"]) for p in found["promises"]] == [("500.00", "2026-12-04", "withdrawn")]
    (agreement,) = found["agreements"]
    assert [part["amount"] for part in agreement["instalments"]] == ["2076.00"] * 5 + ["2070.50"]
    assert agreement["instalments"][0]["due"] == "2027-02-01"
    assert [note["text"] for note in found["notes"]] == ["vil have kopi"]
    assert [row["kind"] for row in found["history"]].count("call") == 1


def test_two_lines_in_one_packet_are_both_recorded_in_their_order(desk, register):
    shown = desk(register)
    open_card(shown)
    shown.type("vil have kopi\rlovede 500 fredag\r")
    shown.wait_for("Recorded: Promise 500,00")
    found = desks.card(register)
    assert [note["text"] for note in found["notes"]] == ["vil have kopi"]
    assert [(p["amount"], p["due"]) for p in found["promises"]] == [("500.00", "2026-11-27")]


def test_the_desk_and_the_command_say_the_same(desk, register):
    told = desks.kartotek(register, "say", MARIE, "betaler alt fredag", "--dry-run").splitlines()
    shown = desk(register, columns=140, rows=45)
    open_card(shown)
    shown.type("betaler alt fredag")
    lines = [" ".join(line.split()) for line in told]
    shown.wait_for("Siger du ja?”", lambda screen: all(line in " ".join(screen.split()) for line in lines))
