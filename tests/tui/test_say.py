"""The entry line for scripts."""

import json
from datetime import date

import pytest

from model.agent import Authority
from model.store import open_register
from tests.tui.test_cli import Run, kartotek, ledger

__all__ = ["kartotek", "ledger"]  # fixtures

MARIE = "10233"


@pytest.fixture
def books(kartotek: Run, ledger):
    return kartotek


def shown(books):
    return json.loads(books("show", MARIE, "--json").stdout)


def said(books, *words, status=0):
    return json.loads(books("say", MARIE, *words, "--json", status=status).stdout)


def test_what_is_said_is_recorded_and_told_with_the_sentence_to_read_aloud(books):
    told = books("say", MARIE, "lovede 500 fredag").stdout.splitlines()
    assert told[0].startswith("Recorded: Promise 500,00 on Fri 27-11")
    assert told[1].startswith("“Jeg gentager: Du betaler 500 kroner")
    assert [(p["amount"], p["due"]) for p in shown(books)["promises"]] == [("500.00", "2026-11-27")]


def test_a_dry_run_tells_what_would_happen_and_records_nothing(books):
    before = shown(books)
    told = said(books, "6 mdr fra 1/2", "--dry-run")
    (act,) = told["acts"]
    assert (act["act"], act["count"], act["frequency"], act["first"]) == ("agreement", 6, "monthly", "2027-02-01")
    assert len(act["instalments"]) == 6
    assert told["question"] is None
    assert told["effect"] == [told["reading"]]
    assert shown(books) == before


def test_a_dry_run_tells_what_needs_approval_and_gives_no_sentence_to_say_yes_to(books, register_url):
    register = open_register(register_url)
    with register.write() as session:
        session.add(Authority(role="agent", kind="agreement_months", count=12, valid_from=date(2026, 1, 1)))
    register.close()
    told = books("say", MARIE, "24 mdr fra 1/2", "--dry-run").stdout.splitlines()
    assert told[0].startswith("! Needs approval: 24 months are more than the 12 you may grant")
    assert told[1].startswith("= Agreement 8.600,00")
    assert len(told) == 2
    assert "24 months" in said(books, "24 mdr fra 1/2", "--dry-run")["beyond"]
    assert said(books, "6 mdr fra 1/2", "--dry-run")["beyond"] is None


def test_a_question_records_nothing_until_it_is_answered(books):
    before = shown(books)
    told = said(books, "lovede 500 næste fredag", status=3)
    assert told["acts"] == []
    assert "can mean two things" in told["question"]["text"]
    assert told["question"]["choices"][-1] == "only a note"
    assert "? “næste fredag” can mean" in books("say", MARIE, "lovede", "500", "næste", "fredag", status=3).stdout
    assert shown(books) == before
    (act,) = said(books, "lovede 500 næste fredag", "--choose", "2")["acts"]
    assert act["due"] == "2026-12-04"
    assert [p["due"] for p in shown(books)["promises"]] == ["2026-12-04"]


def test_several_acts_are_recorded_together_or_not_at_all(books):
    told = said(books, "500 fredag og resten d. 15.")
    assert [act["act"] for act in told["acts"]] == ["promise", "promise"]
    assert len(shown(books)["promises"]) == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("lovede 500 næste fredag", "--choose", "9"), "no choice 9"),
        ((" ",), "says nothing"),
    ],
)
def test_what_cannot_be_recorded_ends_with_status_2_and_changes_nothing(books, words, why):
    before = shown(books)
    assert why in books("say", MARIE, *words, status=2).stderr
    assert shown(books) == before


def test_the_program_knows_its_acts_by_the_names_of_the_line(books):
    names = {
        "intet svar, ring i morgen 10": ["call", "task"],
        "bestrider 1042 forkert vare": ["dispute"],
        "har betalt i går": ["trace"],
        "henstand til d. 1.": ["deferral"],
        "nyt nr 91234567": ["contact"],
        "! ring først efter 16": ["note"],
        "kone ringer, ej fuldmagt": ["party"],
        "konkurs 12/11 kurator Holm": ["special"],
    }
    for text, acts in names.items():
        assert [act["act"] for act in said(books, text, "--dry-run")["acts"]] == acts, text


def test_what_cannot_be_recorded_is_told_in_words_and_not_by_names_of_fields(books):
    why = "no reminder fee is open: there is nothing to waive"
    assert books("say", MARIE, "fjern rykkergebyr", "--dry-run", status=2).stderr == f"kartotek: {why}\n"
    assert "entry_ids" not in books("waive", MARIE, "reminder-fee", status=2).stderr
    assert books("post", MARIE, "write-off", "5", status=2).stderr.startswith("kartotek: --invoice: name the invoice")
    assert "item: names an invoice" not in books("limitation", MARIE, "--confirm", "9", status=2).stderr
