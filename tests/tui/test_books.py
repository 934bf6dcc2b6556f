"""The books at the command line: posted, explained, taken back, approved."""

import json

import pytest

from tests.tui.test_cli import Run, kartotek, ledger

__all__ = ["kartotek", "ledger"]  # fixtures

MARIE = "10233"


@pytest.fixture
def books(kartotek: Run, ledger):
    return kartotek


def shown(books, number=MARIE):
    return json.loads(books("show", number, "--json").stdout)


def lines(books, number=MARIE):
    return json.loads(books("entries", number, "--json").stdout)


def why(books, figure, number=MARIE):
    return json.loads(books("explain", number, figure, "--json").stdout)[0]["told"]


def test_a_payment_is_posted_explained_and_undone(books):
    books("post", MARIE, "payment", "350", "--invoice", "1042", "--on", "2026-11-20")
    assert shown(books)["balance"] == "8250.00"
    told = why(books, "payments")
    assert told[0] == "350,00 of the payment of Fri 20-11-2026 went to 1042."
    assert books("undo", MARIE).stdout == "Undone: posted\n"
    assert shown(books)["balance"] == "8600.00"


def test_an_entry_is_taken_back_by_its_number(books):
    books("post", MARIE, "write-off", "100", "--invoice", "1031")
    number = next(line["entry"] for line in lines(books) if line["kind"] == "write_off")
    books("reverse", MARIE, str(number), "--amount", "40", "--text", "paid after all")
    assert shown(books)["balance"] == "8540.00"
    assert lines(books)[-1]["reverses"] == number


def test_an_invoice_moves_to_another_customer(books):
    number = next(line["entry"] for line in lines(books) if line["voucher"] == "1042")
    books("transfer", MARIE, str(number), "--to", "20001")
    assert (shown(books)["balance"], shown(books, "20001")["balance"]) == ("4350.00", "5450.50")


def test_interest_is_charged_and_compensation_never_to_a_consumer(books):
    books("charge", MARIE, "interest")
    assert lines(books)[-1]["kind"] == "interest"
    assert "no compensation to charge" in books("charge", MARIE, "compensation", status=2).stderr


def test_a_due_date_is_moved(books):
    books("due", MARIE, "1031", "2026-12-15", "--reason", "agreed")
    assert shown(books)["overdue"] == "4250.00"


def test_limitation_is_interrupted_once_confirmed(books):
    books("limitation", MARIE, "--invoice", "1031", "--what", "acknowledgement", "--on", "2026-11-20")
    assert any("nobody has confirmed" in line for line in why(books, "limitation"))
    books("limitation", MARIE, "--confirm", "1")
    assert any("limitation begins anew" in line for line in why(books, "limitation"))
    assert "--invoice V --what KIND" in books("limitation", MARIE, status=2).stderr


def test_a_rate_of_ones_own_needs_a_source_and_is_then_in_force(books):
    assert "source" in books("rates", "--add", "DK", "late_interest", "2027-01-01", "10", status=2).stderr
    books("rates", "--add", "DK", "late_interest", "2027-01-01", "10.25", "--source", "Nationalbanken")
    assert "10.25" in books("rates", "--kind", "late_interest", today="2027-02-01").stdout
    assert "write COUNTRY KIND" in books("rates", "--add", "DK", "x", "tomorrow", "y", status=2).stderr


def test_nothing_waits_for_approval(books):
    assert books("approvals").stdout == "nothing waits for approval\n"
    assert json.loads(books("approvals", "--json").stdout) == []
    assert "no request 7 waits" in books("approvals", "--grant", "7", status=2).stderr


def test_ageing_is_divided_and_told_as_known_then(books):
    rows = json.loads(books("ageing", "--by", "customer", "--edges", "10,20", "--json").stdout)
    assert {row["group"]: row["total"] for row in rows} == {MARIE: "8600.00", "20001": "1200.50"}
    assert list(rows[0]["buckets"]) == ["not_due", "1-10", "11-20", "21+"]
    assert json.loads(books("ageing", "--known-on", "2020-01-01", "--json").stdout) == []


def test_risk_classes_are_counted_and_told_with_their_reasons_of_each_customer(books):
    rows = json.loads(books("behaviour", "--json").stdout)
    assert sum(row["customers"] for row in rows) == len(
        json.loads(books("behaviour", "--by", "customer", "--json").stdout)
    )
    (marie,) = (r for r in json.loads(books("behaviour", "--by", "customer", "--json").stdout) if r["group"] == MARIE)
    assert (marie["risk"], marie["owed"]) == ("medium", "8600.00")
    assert marie["reasons"] == json.loads(books("explain", MARIE, "risk", "--json").stdout)[0]["told"]
    told = books("behaviour", "--by", "customer", "--risk", "medium").stdout
    assert MARIE in told
    assert marie["reasons"][0] in told
    assert json.loads(books("behaviour", "--as-of", "1999-01-01", "--risk", "high", "--json").stdout) == []


@pytest.mark.parametrize(
    "words",
    [
        ("post", MARIE, "payment", "-5"),
        ("post", MARIE, "refund", "5"),
        ("post", MARIE, "payment", "5", "--on", "2027-01-01"),
        ("post", MARIE, "credit-note", "5"),
        ("reverse", MARIE, "999999"),
        ("ageing", "--edges", "30,x"),
        ("behaviour", "--risk", "grave"),
        ("waive", MARIE, "interest"),
    ],
)
def test_what_cannot_be_is_refused_with_status_2(books, words):
    before = lines(books)
    assert books(*words, status=2).stderr
    assert lines(books) == before


def test_what_is_not_to_collect_here_is_told_by_every_command_as_on_the_card(books):
    books("say", MARIE, "konkurs 12/11 kurator Holm")
    why = "the customer is bankrupt: the claim belongs with the trustee, hand it to the specialist"
    told = books("explain", MARIE, "to_collect").stdout.splitlines()
    assert told[1] == f"  Not to collect here: {why}."
    assert "Less what is not collected here: 8.600,00." in told[3]
    shown = books("show", MARIE).stdout
    assert f"not to collect here: {why}" in shown
    assert " to collect 8" not in shown
    card = json.loads(books("show", MARIE, "--json").stdout)
    assert (card["to_collect"], card["overdue"], card["balance"]) == ("0.00", "8600.00", "8600.00")
    assert json.loads(books("find", MARIE, "--json").stdout)[0]["to_collect"] == "0.00"


def test_every_act_tells_in_a_line_what_was_recorded(books):
    told = {
        ("promise", MARIE, "--due", "2026-11-27", "--amount", "500"): "Recorded: Promise 500,00 on Fri 27-11",
        ("note", MARIE, "laid off"): "Recorded: Note: laid off",
        ("call", MARIE, "--outcome", "no_answer"): "Recorded: call of 0 min, no answer",
        ("post", MARIE, "payment", "5"): "Recorded: payment 5,00 DKK, Sun 22-11-2026",
        ("dispute", MARIE, "1042"): "Recorded: Dispute of 1042",
        ("charge", MARIE, "interest"): "Recorded: interest charged up to Sun 22-11-2026",
    }
    for words, start in told.items():
        assert books(*words).stdout.startswith(start), words


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("find", ""), "find what? Give a name, a number or a street"),
        (("agree", MARIE, "--first", "2026-12-01", "--count", "0"), "'0' is no whole number above zero"),
        (("approvals", "--grant", "x"), "'x' is no whole number"),
        (("import", "/nope.csv"), "kartotek: /nope.csv: No such file or directory"),
    ],
)
def test_what_is_wrong_with_a_command_is_told_in_words(books, words, why):
    assert why in books(*words, status=2).stderr


def test_an_agreement_beside_one_that_runs_names_the_option_that_replaces_it(books, tmp_path):
    books("agree", MARIE, "--first", "2026-12-01", "--count", "3")
    told = books("agree", MARIE, "--first", "2026-12-01", "--count", "6", status=2).stderr
    assert "--supersedes A-1 " in told
    books("agree", MARIE, "--first", "2026-12-01", "--count", "6", "--supersedes", "A-1")
    assert "cannot write" in books("letter", MARIE, "A-2", "--html", str(tmp_path / "no" / "x.html"), status=2).stderr
    assert not (tmp_path / "no").exists()
