"""What the finder tells of a customer, and whom Enter opens."""

import threading
from datetime import date

import pytest
from textual.events import Paste

from search.hits import Hit
from tests.tui.debtors import jens, marie
from tests.tui.doubles import MemoryServices
from tests.tui.walk import at_desk
from tui.offering import offered
from tui.screens.lookup import Lookup
from tui.widgets.hits import Hits, Offer, digit_marks, found_words, holders, holders_words, nobody_words, offer_line
from tui.widgets.lines import width_of


def told(width=80, **facts):
    customer = {"name": "Marie Sørensen", "address": "Vestergade 12, 8000 Aarhus C", "phone": "+4522334455"}
    line = offer_line(Offer(1, "10233", **(customer | facts)), width)
    assert width_of(line) <= width
    return "".join(text for text, _ in line), [text for text, style in line if "mark" in style]


def test_what_matched_is_underlined_in_name_address_and_number():
    assert told(name_marks=((0, 3), (6, 9)), address_marks=((0, 6),))[1] == ["Mar", "Sør", "Vester"]
    assert told(typed="102")[1] == ["102"]


def test_the_number_that_answered_is_shown_and_what_it_is():
    line, marks = told(typed="91031", through="91031", through_kind="invoice")
    assert "invoice 91031 · Vestergade" in line
    assert marks == ["91031"]
    line, marks = told(typed="86 11", through="+4586112233", through_kind="phone")
    assert line.endswith("+45 86112233")
    assert "22334455" not in line
    assert marks == ["8611"]
    assert "reference 1031 · " in told(typed="0001031", through="1031", through_kind="reference")[0]
    assert "company no. 12345678" in told(typed="1234", through="12345678", through_kind="company")[0]


@pytest.mark.parametrize(
    ("status", "words"),
    [("closed", "closed · "), ("merged", "merged · "), ("deceased", "deceased · "), ("bankrupt", "bankrupt · ")],
)
def test_customers_in_a_special_state_are_marked_so_before_their_number_and_address(status, words):
    line, _ = told(status=status, through="91031", through_kind="invoice", typed="91031")
    assert f"{words}invoice 91031" in line
    assert words not in told(status="active")[0]


def test_a_merged_customer_is_told_with_the_one_whose_account_goes_on():
    line, _ = told(status="merged", merged_into="30003")
    assert "merged into 30003 · Vest" in line
    assert width_of(offer_line(Offer(1, "1", "a", status="merged", merged_into="9" * 90), 80)) <= 80


def test_an_invoice_is_told_and_underlined_as_it_is_written():
    line, marks = told(typed="INV-2026/0042", through="INV-2026/0042", through_kind="invoice")
    assert "invoice INV-2026/0042 · " in line
    assert marks == ["INV-2026/0042"]
    assert told(typed="jens 20202020", through="+4520202020", through_kind="phone")[1] == ["20202020"]
    assert told(typed="gud@post.dk", through="Gud@post.dk", through_kind="e-mail")[1] == ["Gud@post.dk"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"through": "Gudrun Thygesen", "through_kind": "contact"}, "contact Gudrun Thygesen"),
        ({"through": "Gudrun Thygesen", "through_kind": "contact", "former": True}, "former contact Gudrun Thygesen"),
        ({"through": "Gamlevej 1, 7100 Vejle", "through_kind": "address", "former": True}, "formerly Gamlevej 1, 7100"),
        ({"through": "c/o Gudrun", "through_kind": "address"}, "also c/o Gudrun"),
        ({"through": "gudrun@post.dk", "through_kind": "e-mail"}, "gudrun@post.dk"),
        ({"through": "+4586112233", "through_kind": "phone", "person": "Gudrun Thygesen"}, "contact Gudrun Thygesen"),
    ],
)
def test_a_hit_through_what_the_line_does_not_show_says_so(facts, words):
    assert f"{words}" in told(140, **facts)[0]


def test_the_words_that_answered_are_underlined_in_what_is_told_beside_the_address():
    facts = {"through": "Gudrun Thygesen", "through_kind": "contact", "through_marks": ((0, 3), (7, 10))}
    assert told(**facts)[1] == ["Gud", "Thy"]


def test_a_telephone_that_is_marked_wrong_says_so_before_it_and_stands_in_its_column():
    usual, _ = told()
    wrong, _ = told(phone_wrong=True)
    assert wrong.endswith(" wrong no. +45 22334455")
    assert len(wrong) == len(usual)
    assert Offer(1, "1", "a", phone_wrong=True, through="+4522334455", through_kind="phone").stale
    assert not Offer(1, "1", "a", phone_wrong=True, through="1031", through_kind="invoice").stale


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_columns_stand_under_each_other_whatever_answered(width):
    plain, _ = told(width)
    marked, _ = told(
        width, name="Æ" * 90, name_marks=((0, 90),), status="merged", through="1" * 40, through_kind="invoice"
    )
    assert len(plain) == len(marked)
    assert plain.index("+45") == marked.index("+45")


def test_digits_are_underlined_however_a_number_is_written():
    assert digit_marks("+45 22334455", "22 33 44 55") == ((4, 12),)
    assert digit_marks("22334455", "+45 22334455") == ((0, 8),)
    assert digit_marks("10233", "7") == ()


def test_more_than_fit_and_none_at_all_are_told_within_80_cells():
    assert "more" in found_words(11)
    assert "more" not in found_words(10)
    for text in ("x" * 200, "漢" * 60, "\x1b]0;titel\x07"):
        for words in (nobody_words(text), nobody_words(text, text)):
            assert words.isprintable()
            assert width_of(((words, ""),)) <= 78


def test_only_one_exact_number_is_clear():
    one, two = Offer(1, "1", "a", exact=True), Offer(2, "2", "b", exact=True)
    gone = Offer(4, "4", "d", exact=True, phone_wrong=True, through="+4522334455", through_kind="phone")
    assert holders([Offer(3, "3", "c"), gone, one]) == [one]
    assert holders([one, two]) == [one, two]
    assert holders_words([one, two]) == "2 have this number: choose with the arrow keys"
    assert holders_words([one] * 11) == "More than 10 have this number: choose with the arrow keys"


def test_the_next_enter_opens_one_of_those_who_have_the_number():
    hits = Hits(id="hits")
    stale = Offer(1, "1", "a", exact=True, phone_wrong=True, through="+4522334455", through_kind="phone")
    hits.offer([stale, Offer(2, "2", "b", exact=True), Offer(3, "3", "c", exact=True)], "")
    meant = [offer.number for offer in (hits.meant,) if offer]
    assert meant == []
    assert hits.ask()
    meant = [offer.number for offer in (hits.meant,) if offer]
    assert meant == ["2"]


@pytest.mark.parametrize(
    ("score", "exact", "doubtful"), [(0.998, True, False), (0.94, False, False), (0.8, False, True)]
)
def test_a_customers_own_number_written_otherwise_is_exact_too(score, exact, doubtful):
    hit = Hit(1, "K-123", "Bo Hansen", "", "", "active", score, ("123",), typed="k 123")
    (offer,) = offered([hit], "k 123", date(2026, 11, 22))
    assert (offer.exact, offer.doubtful) == (exact, doubtful)


def test_a_merged_customer_and_the_living_one_with_the_same_number_are_one():
    old, living = Offer(1, "1", "a", exact=True, merged_into="2", living=2), Offer(2, "2", "b", exact=True)
    assert [offer.opens for offer in holders([old, living])] == [2]
    assert len(holders([old, living, Offer(3, "3", "c", exact=True)])) == 2


async def test_enter_on_a_merged_customer_opens_the_living_one_and_says_why():
    services = MemoryServices(
        jens(number="30001", customer_id=1, merged_into="30003"), marie(number="30003", customer_id=3)
    )
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.types("30001")
        await agent.until_sees("merged into 30003")
        await agent.press("enter")
        await agent.until_sees("30003 Marie Sørensen", "30001 was merged into 30003")
        assert services.seen == [3]


async def test_what_was_left_unrecorded_on_a_merged_customer_is_taken_up_there():
    assert Offer(1, "30001", "a", living=3, merged_into="30003", left="typed: 500").opens == 1


async def test_enter_opens_the_exact_number_unless_the_agent_chose_another():
    services = MemoryServices(jens(number="1023", customer_id=1), marie(number="102", customer_id=2))
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.types("102")
        await agent.until_sees("Jens Holm", "Marie")
        await agent.press("down", "up", "enter")
        await agent.until(lambda: services.seen == [1])


TWO = ("2 have this number: choose with the arrow keys", "Jens Holm", "Marie Sørensen")


async def test_enter_opens_nobody_of_several_with_the_number_until_one_is_chosen():
    services = MemoryServices(jens(number="102", customer_id=1), marie(number="102", customer_id=2))
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.types("102")
        await agent.until_sees("Jens Holm")
        await agent.press("enter")
        await agent.until_sees(*TWO)
        assert services.seen == []
        await agent.press("down", "enter")
        await agent.until(lambda: services.seen == [2])


@pytest.mark.parametrize(("keys", "opened"), [(("enter", "enter"), 1), (("down", "enter"), 2)])
async def test_a_second_enter_or_the_arrow_keys_open_the_chosen_one_of_several(keys, opened):
    services = MemoryServices(jens(number="102", customer_id=1), marie(number="102", customer_id=2))
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.types("102")
        await agent.until_sees("Jens Holm")
        await agent.press(*keys)
        await agent.until(lambda: services.seen == [opened])


async def test_another_number_is_asked_about_anew():
    services = MemoryServices(jens(number="102", customer_id=1), marie(number="102", customer_id=2))
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.types("102")
        await agent.press("enter")
        await agent.until_sees(*TWO)
        await agent.press("backspace")
        await agent.types("2")
        await agent.press("enter")
        await agent.until_sees(*TWO)
        assert services.seen == []


async def test_enter_before_the_list_opens_nobody_where_several_have_the_number():
    services = MemoryServices(jens(number="102", customer_id=1), marie(number="102", customer_id=2), slow=True)
    async with at_desk(services) as agent:
        await agent.until_sees("Mette · 3 due")
        agent.finder.value = "102"
        not_answered_yet = Lookup(agent.app.desk)
        assert await not_answered_yet.enter("102") is None
        await agent.until_sees(*TWO)
        agent.finder.value = "jens"
        offer = await Lookup(agent.app.desk).enter("jens")
        assert offer is not None
        assert offer.customer_id == 1


@pytest.mark.parametrize("slow", [False, True])
async def test_nobody_found_offers_the_nearest_spelling_and_enter_takes_it(slow):
    services = MemoryServices(marie(), slow=slow)
    services.spelling = "sørensen"
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.types("xørensen")
        await agent.until_sees("Nobody has “xørensen” · Enter looks for “sørensen”")
        await agent.press("enter")
        await agent.until_sees("Find: sørensen", "Marie Sørensen")
        assert services.seen == []


async def test_a_number_alone_in_the_line_is_a_note_only_at_the_second_enter():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("70013")
        await agent.until_sees("Only a number. Ctrl+F finds who has it · Enter twice notes it here")
        await agent.press("enter", "enter")
        await agent.until_sees("Recorded: note")
        await agent.types("112")
        await agent.until_sees("? Only a note on")


async def test_another_number_in_the_line_is_asked_about_again():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("70013")
        await agent.press("enter")
        await agent.types("4")
        await agent.press("enter")
        await agent.until_sees("Enter again notes it here")
        assert agent.services.done == []


async def test_enter_before_the_register_is_open_opens_the_card_when_it_is(monkeypatch):
    services = MemoryServices(marie())
    may_open, opening = threading.Event(), services.open

    def slowly():
        may_open.wait()
        return opening()

    monkeypatch.setattr(services, "open", slowly)
    async with at_desk(services) as agent:
        await agent.until(lambda: agent.app.focused is agent.finder)
        agent.finder.value = "10233"
        agent.app.desk.opening.meant("10233")
        assert agent.app.keys_wait  # what is typed next is meant for the card
        may_open.set()
        await agent.until_sees("10233 Marie Sørensen", "To collect")
        await agent.until(lambda: agent.app.focused is agent.line)


async def test_what_is_written_for_the_card_opens_no_stranger_from_the_finder():
    async with at_desk(MemoryServices(marie(), jens())) as agent:
        await agent.opens("10233")
        await agent.press("escape")
        await agent.until(lambda: agent.app.focused is agent.finder)
        await agent.types("lovede 500 fredag")
        await agent.press("enter")
        await agent.until(lambda: agent.app.focused is agent.line)
        assert agent.line.value == "lovede 500 fredag"
        await agent.until_sees("not looked up", "Promise 500,00")
        assert agent.services.done == []


async def pastes(agent, text):
    agent.app.post_message(Paste(text))
    await agent.settles()


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("Marie Sørensen\nVestergade 12\n8000 Aarhus C\n", "Marie Sørensen Vestergade 12 8000 Aarhus C"),
        ("\r\n\r\nMarie\tSørensen", "Marie Sørensen"),
        ("Marie \u00a0 \t \r\n Sørensen  ", "Marie Sørensen"),
        ("x" * 150 + "\n" + "y" * 150, "x" * 150 + " " + "y" * 49),
        (" \n\t ", ""),
    ],
)
async def test_all_that_is_pasted_into_the_finder_is_looked_up_as_one_line(pasted, found):
    services = MemoryServices(marie())
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await pastes(agent, pasted)
        assert agent.finder.value == found
        assert agent.app.focused is agent.finder
        assert "Cut off" not in agent.sees


async def test_what_is_pasted_goes_between_the_words_it_is_pasted_between():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await agent.types("betaler fredag")
        agent.line.cursor_position = len("betaler")
        await pastes(agent, "\n500\n")
        assert agent.line.value == "betaler 500 fredag"
        agent.line.select_all()
        await pastes(agent, "ringer\nselv")
        assert agent.line.value == "ringer selv"
        assert agent.line.cursor_at_end


async def test_the_line_says_where_it_cut_off_what_was_pasted_until_one_types_on():
    async with at_desk(MemoryServices(marie())) as agent:
        await agent.opens("10233")
        await pastes(agent, "lang tekst\n" * 300)
        assert len(agent.line.value) == 2000
        await agent.until_sees("! Cut off: the line holds 2000 letters")
        await pastes(agent, "mere")
        assert len(agent.line.value) == 2000
        await agent.until_sees("! Cut off")
        await agent.press("backspace")
        assert "Cut off" not in agent.sees


async def test_a_line_feed_that_comes_as_a_key_parts_words():
    services = MemoryServices(marie())
    async with at_desk(services) as agent:
        await agent.until(lambda: services.is_open)
        await agent.press("ctrl+j", *"Marie", "ctrl+j", "ctrl+j", *"Vester")
        assert agent.finder.value == "Marie Vester"


async def test_the_end_of_a_long_text_stays_in_sight_where_the_line_becomes_narrower():
    async with at_desk(MemoryServices(marie()), size=(140, 45)) as agent:
        await agent.types("a" * 70 + "end")
        assert "aend" in agent.sees.splitlines()[0]
        await agent.resizes(80, 24)
        assert "aend" in agent.sees.splitlines()[0]
