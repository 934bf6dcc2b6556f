"""The table of phrases: what agents type in Danish, Norwegian and English, and what each line means on Marie's card."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from model.kinds import CustomerStatus
from tests.tui.cards import NOTHING, TODAY, item
from tests.tui.debtors import gone, jens, marie
from tests.tui.phrases.brief import MARIE, brief
from tui.phrases import Reading, as_json, completions, read, say


def rows() -> list[dict[str, str]]:
    path = Path(__file__).with_name("phrases.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="|", quoting=csv.QUOTE_NONE))


ROWS = rows()


def line(typed: str) -> Reading:
    return read(typed, MARIE, TODAY)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['language']}: {row['typed']}" for row in ROWS])
def test_a_line_means_what_the_table_says(row):
    assert brief(line(row["typed"])) == row["means"]


def test_the_table_covers_the_languages_and_what_must_be_asked():
    assert len(ROWS) >= 300
    assert {row["language"] for row in ROWS} == {"da", "nb", "en"}
    assert sum(row["means"].startswith("ask") for row in ROWS) >= 60
    assert sum(row["means"].startswith("note") for row in ROWS) >= 60


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['language']}: {row['typed']}" for row in ROWS])
def test_every_act_written_out_reads_back_to_itself(row):
    reading = line(row["typed"])
    choices = [choice.reading for choice in reading.question.choices] if reading.question else []
    for act in [act for one in (reading, *choices) for act in one.acts]:
        again = line(say(act, MARIE))
        assert again.question is None
        assert again.acts == (replace(act, typed=again.text),)


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['language']}: {row['typed']}" for row in ROWS])
def test_a_question_has_choices_on_digits_and_the_last_is_only_a_note(row):
    reading = line(row["typed"])
    if reading.question is None:
        assert reading.acts
        assert len(reading.effect) == len(reading.acts)
        assert all(act.typed == row["typed"] for act in reading.acts)
    else:
        assert reading.acts == ()
        assert reading.question.text
        assert 1 <= len(reading.question.choices) <= 9
        assert reading.choose(len(reading.question.choices)).note is not None


def test_what_was_understood_is_told_with_its_place():
    typed = "lovede 1.500 kr. på fredag, ring mandag 9"
    told = [(typed[span.start : span.end], span.kind) for span in line(typed).spans]
    assert told == [
        ("lovede", "act"),
        ("1.500 kr.", "amount"),
        ("på fredag", "day"),
        ("ring", "act"),
        ("mandag", "day"),
        ("9", "time"),
    ]


def test_the_line_above_says_what_enter_will_do():
    assert line("betaler alt fredag").sentence == (
        "Promise 2.200,00 on Fri 27-11 for 1031 · reminders held until Mon 30-11"
    )


def test_a_note_with_a_figure_in_it_says_so():
    reading = line("virker presset, 4500 i husleje")
    assert reading.doubtful
    assert "only a note" in reading.sentence
    assert not line("virker presset").doubtful


def test_choosing_leads_to_acts_and_a_choice_that_is_not_there_is_refused():
    reading = line("lovede 500 næste fredag")
    assert brief(reading.choose(2)) == "promise 500 04-12"
    with pytest.raises(ValueError, match="no choice 7: there are 3"):
        reading.choose(7)


def test_a_doubtful_word_is_named_in_the_question():
    question = line("lovede 500 næste fredag").question
    assert question is not None
    assert "næste fredag" in question.text


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (CustomerStatus.DECEASED, "has died"),
        (CustomerStatus.BANKRUPT, "trustee"),
        (CustomerStatus.AT_COLLECTOR, "collector"),
    ],
)
@pytest.mark.parametrize("typed", ["lovede 500 fredag", "6 mdr fra 1/2", "henstand til d. 1."])
def test_nothing_is_arranged_where_the_status_bars_it(typed, status, why):
    reading = read(typed, gone(status), TODAY)
    assert reading.question is not None
    assert why in reading.question.text
    assert [choice.reading.note is not None for choice in reading.question.choices] == [True]


def test_a_note_can_still_be_written_where_nothing_can_be_arranged():
    assert read("datter ringer, ej fuldmagt", gone(CustomerStatus.DECEASED), TODAY).acts


def test_all_is_asked_where_nothing_is_overdue():
    card = marie(items=(item(4, "1050", TODAY, "999.00"),), balance=NOTHING + 999, agreements=(), promises=())
    figures = replace(card.figures, overdue=NOTHING, disputed=NOTHING, in_agreement=NOTHING, to_collect=NOTHING)
    reading = read("betaler alt fredag", replace(card, figures=figures), TODAY)
    assert reading.question is not None
    assert brief(reading.choose(1), card) == "promise 999 27-11"


def test_nothing_is_promised_on_an_account_that_owes_nothing():
    assert read("lovede 500 fredag", jens(), TODAY).question is not None


def test_only_one_invoice_can_be_meant_so_it_is_not_asked():
    card = marie(items=(item(1, "1031", TODAY, "2200.00"),))
    assert brief(read("ej min regning", card, TODAY), card) == "dispute 1031 «ej min regning»"


def test_fees_waived_are_those_open():
    fee = item(9, "R1031", TODAY, "100.00", kind="reminder_fee")
    card = marie(items=(item(1, "1031", TODAY, "2200.00"), fee))
    assert brief(read("fjern rykkergebyr", card, TODAY), card) == "waiver reminder_fee R1031"


def test_norwegian_kroner_are_those_of_a_norwegian_account():
    items = (item(1, "1031", MARIE.items[0].due, "2200.00", currency="NOK"),)
    card = marie(currency="NOK", country="NO", items=items)
    assert brief(read("lovte 500 NOK fredag", card, TODAY), card) == "promise 500 27-11"


def test_programs_read_the_acts():
    assert as_json(line("lovede 500 fredag, ring mandag 9"), MARIE) == {
        "acts": [
            {"act": "promise", "amount": "500.00", "currency": "DKK", "due": "2026-11-27", "invoices": ["1031"]},
            {"act": "task", "kind": "call_back", "due": "2026-11-23T09:00"},
        ],
        "question": None,
        "effect": [
            "Promise 500,00 on Fri 27-11 for 1031 · reminders held until Mon 30-11",
            "Task: ring again Mon 23-11 09:00",
        ],
        "reading": "Promise 500,00 on Fri 27-11 for 1031 · reminders held until Mon 30-11 · "
        "Task: ring again Mon 23-11 09:00",
    }


def test_programs_read_the_plan():
    told = as_json(line("20% nu resten 4 mdr"), MARIE)["acts"][0]
    assert {name: told[name] for name in ("act", "count", "amount", "frequency", "first", "down_payment")} == {
        "act": "agreement",
        "count": 4,
        "amount": "440.00",
        "frequency": "monthly",
        "first": "2026-12-01",
        "down_payment": "440.00",
    }
    assert [part["no"] for part in told["instalments"]] == [0, 1, 2, 3, 4]


def test_programs_read_the_question_and_its_choices():
    told = as_json(line("lovede 500 næste fredag"), MARIE)
    assert told["acts"] == []
    assert told["question"]["choices"][-1] == "only a note"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("lov", "lovede"),
        ("betaler alt fre", "betaler alt fredag"),
        ("bestrider 10", "bestrider 1031"),
        ("hen", "henstand"),
    ],
)
def test_tab_completes(typed, offered):
    assert offered in completions(typed, MARIE)


def test_tab_has_nothing_to_add_after_a_space():
    assert completions("lovede ", MARIE) == ()
