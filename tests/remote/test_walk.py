"""A day's work at 80x24 through a real sshd, cut by a lost connection."""

import re

from tests.terminal import desks
from tests.terminal.desks import MARIE, begin, shows
from tests.waiting import until

AMOUNTS = ["2076.00"] * 5 + ["2070.50"]
DUE = ["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-01"]
EFFECTIVE = ["2026-12-01", "2027-01-04", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-03"]


NOTE = "vil gerne have brev på æøå"
BEGUN = "hun spørger sin mand og vil"


def test_a_debtor_is_found_called_noted_promised_agreed_and_the_note_outlives_the_line(line, made_register):
    desk = line.connect()
    find_and_call(desk)
    write_a_note(desk)
    promise_by_form(desk)
    agree_by_form(desk)

    desk.type(BEGUN)
    desk.wait_for(f"> {BEGUN}")
    desk.kill()  # the line is lost in the middle of a note
    until(lambda: not line.desk_lives, "the desk of the lost line has ended")

    desk = line.connect()
    take_up_and_end(desk)
    assert_recorded(desks.card(made_register))
    desks.kartotek(made_register, "check")


def find_and_call(desk):
    begin(desk)
    desk.type("sør mar 8000")
    desk.wait_for(re.compile(rf"^ {MARIE} +Marie Sørensen", re.MULTILINE))
    desk.press("enter")
    desk.wait_for(shows, "OVERDUE 43 days", "To collect 12.450,50 = overdue 12.450,50")
    desk.press("f2")
    desk.wait_for("Call out to +4522334455")
    desk.press("enter")
    desk.wait_for("Talking to: debtor, not verified")


def write_a_note(desk):
    desk.type(NOTE)
    desk.wait_for(f"= Note on {MARIE} Marie Sørensen")
    desk.press("enter")
    desk.wait_for("Recorded: note")


def promise_by_form(desk):
    desk.press("f3")
    desk.wait_for("= Promise 12.450,50 on Fri 27-11")
    desk.type("1000")  # over the amount that is offered
    desk.wait_for("= Promise 1.000,00 on Fri 27-11")
    desk.press("enter")
    desk.wait_for("Recorded: promise", "reminders held until Mon 30-11")


def agree_by_form(desk):
    """The whole plan is seen before it is saved: with weekdays, and the last payment day where it is another."""
    desk.press("f4")
    desk.wait_for("say how many instalments")
    desk.press("6")
    plan = desk.wait_for("= 12.450,50 in 6 monthly instalments", "6 Sat 01-05-2027")
    assert re.findall(r"(\d) (\w{3} \d\d-\d\d-\d{4}) ([\d.,]+)(?: by (\w{3} \d\d-\d\d))?", plan) == [
        ("1", "Tue 01-12-2026", "2.076,00", ""),
        ("2", "Fri 01-01-2027", "2.076,00", "Mon 04-01"),
        ("3", "Mon 01-02-2027", "2.076,00", ""),
        ("4", "Mon 01-03-2027", "2.076,00", ""),
        ("5", "Thu 01-04-2027", "2.076,00", ""),
        ("6", "Sat 01-05-2027", "2.070,50", "Mon 03-05"),
    ]
    desk.press("enter")
    desk.wait_for("Siger du ja?")  # read aloud, and answered
    desk.press("enter")
    desk.wait_for("Recorded: agreement")


def take_up_and_end(desk):
    desk.wait_for(f"typed: {BEGUN[:15]}", "call still open", re.compile(rf"\A[^\n]*\n {MARIE} "))
    desk.press("enter")
    desk.wait_for(f"> {BEGUN}")
    desk.wait_for("Talking to: debtor")
    desk.type(" skrive mere da")
    desk.wait_for(f"{BEGUN} skrive mere da")
    desk.press("enter")
    desk.wait_for("Recorded: note")
    desk.press("f2")
    desk.wait_for("Log call: ")
    desk.press("enter")
    desk.wait_for("Recorded: call")
    desk.press("ctrl+q")
    assert desk.wait_exit() == 0


def assert_recorded(card):
    assert [note["text"] for note in card["notes"]] == [f"{BEGUN} skrive mere da", NOTE]
    assert [(p["amount"], p["due"]) for p in card["promises"]] == [("1000.00", "2026-11-27")]
    (agreement,) = card["agreements"]
    assert agreement["state"] == "active"
    assert [part["amount"] for part in agreement["instalments"]] == AMOUNTS
    assert [part["due"] for part in agreement["instalments"]] == DUE
    assert [part["effective"] for part in agreement["instalments"]] == EFFECTIVE
    assert card["in_agreement"] == "12450.50"
    kinds = [row["kind"] for row in card["history"]]
    assert [kinds.count(kind) for kind in ("call", "promise", "agreement")] == [1, 1, 1]
