"""The finder in a real terminal: what is typed into it, and what it costs."""

import re
import statistics

from tests.terminal import desks
from tests.terminal.desks import MARIE, OLE, begin, open_card, shows
from tests.terminal.pty import KEYS


def test_escape_clears_the_line_also_where_one_packet_brings_what_is_typed_next(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type("zz9\x1b" + OLE)
    shown.wait_for(f" Find: {OLE} ")
    shown.wait_for(f"\n {OLE} ")
    shown.type("\x1b\x1bOle Lund\r")
    shown.wait_for(lambda screen: shows(screen, f"{OLE} Ole Lund"))


def test_escape_and_the_find_key_in_one_packet_lead_to_the_finder(desk, register):
    shown = desk(register)
    open_card(shown, MARIE)
    shown.type(f"half a note\x1b\x06{OLE}")
    shown.wait_for(f" Find: {OLE} ", lambda screen: "half a note" not in screen)


def test_a_customer_is_found_by_an_invoice_and_a_phone_and_the_line_shows_that_number(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type("91031")
    shown.wait_for(re.compile(rf"\n {MARIE} .*invoice 91031 · Vestergade"))
    shown.press("escape")
    shown.type("+45 22 33 44 55")
    shown.wait_for("+45 22334455\n")
    shown.press("enter")
    shown.wait_for(lambda screen: shows(screen, MARIE))


def test_enter_that_comes_before_the_list_opens_nobody_whom_only_a_reading_of_slips_found(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type("olle lunnd\r")
    shown.wait_for(" Find: olle lunnd ", f"\n {OLE} ", "Enter opens")
    shown.press("enter")
    shown.wait_for(lambda screen: shows(screen, OLE))


def test_lines_that_are_pasted_find_whom_they_tell_of(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type("\x1b[200~\r\nMarie Sørensen\r\nVestergade\t12\r\n\x1b[201~")
    shown.wait_for(" Find: Marie Sørensen Vestergade 12 ", f"\n {MARIE} ")
    shown.type("\r")
    shown.wait_for(lambda screen: shows(screen, MARIE))


def test_what_answers_is_underlined(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type("mar sør vester")
    shown.wait_for(lambda _: shown.underlined(1) == ["Mar", "Sør", "Vester"])
    shown.press("escape")
    shown.type("9023")
    shown.wait_for(lambda _: shown.underlined(1) == ["9023"])


def test_nobody_found_says_so_and_enter_takes_the_nearest_spelling(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type("902339")
    shown.wait_for("Nobody has “902339” · Enter looks for “90233”")
    shown.press("enter")
    shown.wait_for(f" Find: {MARIE} ")
    shown.wait_for(f"\n {MARIE} ")
    shown.press("enter")
    shown.wait_for(lambda screen: shows(screen, MARIE))


def test_more_customers_than_the_list_holds_are_told(desk, register):
    shown = desk(register)
    begin(shown)
    shown.type("9")
    shown.wait_for("There are more: type on")
    shown.type("0233")
    shown.wait_gone("There are more")


def test_a_number_in_the_line_for_notes_is_asked_about_and_goes_to_the_finder(desk, register):
    shown = desk(register)
    open_card(shown, MARIE)
    shown.type(f"{OLE}\r")
    shown.wait_for("Enter again notes it here")
    shown.press("ctrl+f")
    shown.wait_for(f" Find: {OLE} ")
    shown.wait_for(f"\n {OLE} ")
    shown.press("enter")
    shown.wait_for(lambda screen: shows(screen, OLE))
    shown.type("70013\r\r")
    shown.wait_for("Recorded: note")
    assert [note["text"] for note in desks.card(register, OLE)["notes"]] == ["70013"]
    assert desks.card(register, MARIE)["notes"] == []


def test_a_key_costs_few_bytes(desk, register):
    shown = desk(register)
    begin(shown)
    shown.wait_quiet()

    def cost(keys):
        before = shown.received
        shown.type(keys)
        shown.wait_quiet(0.15)
        return shown.received - before

    letters = []
    for query in ("marie sør", "hansen jens", "vestergade", "+45 22 33"):
        letters += [cost(letter) for letter in query]
        shown.press("escape")
        shown.wait_quiet()
    assert statistics.median(letters) <= 3000
    shown.type("a")
    shown.wait_for("Enter opens")
    shown.wait_quiet()
    downs = [cost(KEYS["down"]) for _ in range(5)]
    assert statistics.median(downs) <= 400
