"""The command line: what a person at a prompt and a program get from it."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlmodel import select

from model import authority
from model.customer import Customer
from model.kinds import CustomerStatus
from model.store import open_register
from tests import commands
from tui.services import Services

LEDGER = """Kundenr;Navn;Adresse;Postnr;By;Telefon;Fakturanr;Fakturadato;Forfaldsdato;Beløb;Valuta
10233;Marie Sørensen;Vestergade 12;8000;Aarhus C;22334455;1031;01-10-2026;15-10-2026;4.350,00;DKK
10233;Marie Sørensen;Vestergade 12;8000;Aarhus C;22334455;1042;01-11-2026;15-11-2026;4.250,00;DKK
20001;Café Ægir ApS;Østergade 1;9000;Aalborg;98123456;2001;13-11-2026;27-11-2026;1.200,50;DKK
"""
TODAY = "2026-11-22"


class Done(NamedTuple):
    """What a command printed."""

    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def kartotek(register_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `kartotek` on a register of its own, as agent mette: in this process, since a start costs a second."""
    monkeypatch.setenv("KARTOTEK_REGISTER", register_url)
    monkeypatch.setenv("KARTOTEK_AGENT", "mette")

    def run(*words: str, stdin: str = "", status: int = 0, today: str = TODAY) -> Done:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        ended = commands.kartotek(*words, "--today", today)
        done = Done(ended.stdout, ended.stderr)
        assert ended.returncode == status, done.stderr
        return done

    return run


@pytest.fixture
def ledger(kartotek: Run, tmp_path: Path) -> Path:
    """The small ledger, imported."""
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    kartotek("import", str(path))
    return path


def answer(done: Done) -> Any:
    return json.loads(done.stdout)


def test_a_ledger_comes_in_once_and_the_same_file_again_changes_nothing(kartotek: Run, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    dry = answer(kartotek("import", str(path), "--dry-run", "--json"))["files"][0]
    first = answer(kartotek("import", str(path), "--json"))["files"][0]
    again = answer(kartotek("import", str(path), "--json"))["files"][0]
    assert dry["customers"] == first["customers"] == {"added": 2, "changed": 0, "unchanged": 0}
    assert first["entries"] == {"added": 3, "skipped": 0}
    assert first["total"] == "9800.50"
    assert again["customers"] == {"added": 0, "changed": 0, "unchanged": 2}
    assert again["entries"] == {"added": 0, "skipped": 3}
    assert kartotek("check").stdout == "no differences\n"


def test_a_changed_file_updates_what_changed(kartotek: Run, ledger: Path) -> None:
    ledger.write_text(LEDGER.replace("Vestergade 12;8000;Aarhus C", "Søndergade 3;8600;Silkeborg"), encoding="utf-8")
    report = answer(kartotek("import", str(ledger), "--json"))["files"][0]
    assert report["customers"] == {"added": 0, "changed": 1, "unchanged": 1}
    assert answer(kartotek("find", "silkeborg", "--json"))[0]["number"] == "10233"
    (moved,) = answer(kartotek("find", "vestergade", "12", "--json"))
    assert moved["address"] == "Søndergade 3, 8600 Silkeborg"  # found where she lived, told where she lives


OPEN = "Kundenr;Fakturanr;Fakturadato;Forfaldsdato;Beløb;Rest\n1;{};25-10-2026;15-11-2026;1.000,00;{}\n"


def test_a_later_file_that_tells_of_more_paid_adds_what_is_new(kartotek: Run, tmp_path: Path) -> None:
    path = tmp_path / "open.csv"
    seen = []
    for rest in ("900,00", "250,00", "250,00", "0,00"):
        path.write_text(OPEN.format("77", rest), encoding="utf-8")
        report = answer(kartotek("import", str(path), "--json"))["files"][0]
        card = answer(kartotek("show", "1", "--json"))
        seen.append((report["entries"]["added"], report["problems"], card["balance"]))
    assert seen == [(2, [], "900.00"), (1, [], "250.00"), (0, [], "250.00"), (1, [], "0.00")]
    assert [(row["date"], row["amount"]) for row in card["history"]] == [
        (TODAY, "-250.00"),
        (TODAY, "-650.00"),
        ("2026-10-25", "-100.00"),
        ("2026-10-25", "1000.00"),
    ]
    path.write_text(OPEN.format("77", "400,00"), encoding="utf-8")
    (told,) = answer(kartotek("import", str(path), "--json"))["files"][0]["problems"]
    assert "posted earlier with -1000.00" in told["message"]


def test_a_file_that_cannot_be_read_is_refused_with_line_and_field(kartotek: Run, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER.replace("1.200,50", "twelve hundred"), encoding="utf-8")
    done = kartotek("import", str(path), status=2)
    assert "line 4" in done.stderr
    assert "twelve hundred" in done.stderr
    assert answer(kartotek("find", "marie", "--json")) == []


def test_a_missing_file_is_named(kartotek: Run) -> None:
    assert "nowhere.csv: No such file or directory" in kartotek("import", "nowhere.csv", status=2).stderr


def test_find_tells_who_and_how_much_is_to_collect(kartotek: Run, ledger: Path) -> None:
    (hit,) = answer(kartotek("find", "marie", "aar", "--json"))
    assert hit.pop("score") > 0
    assert hit == {
        "number": "10233",
        "name": "Marie Sørensen",
        "address": "Vestergade 12, 8000 Aarhus C",
        "phone": "+4522334455",
        "to_collect": "8600.00",
        "status": "active",
        "merged_into": "",
        "through": "",
        "through_kind": "",
        "through_former": False,
        "person": "",
        "phone_wrong": False,
    }
    assert "8.600,00 DKK" in kartotek("find", "sorensen").stdout


def test_find_tells_through_which_number_and_who_was_merged_or_closed(
    kartotek: Run, ledger: Path, register_url: str
) -> None:
    with closing(open_register(register_url)) as register, register.write() as session:
        living = session.exec(select(Customer).where(Customer.number == "10233")).one()
        session.exec(select(Customer).where(Customer.number == "20001")).one().merged_into = living.id
        living.status = CustomerStatus.CLOSED
    (old,) = answer(kartotek("find", "20001", "--json"))
    assert (old["status"], old["merged_into"]) == ("merged", "10233")
    (new,) = answer(kartotek("find", "1042", "--json"))
    assert (new["status"], new["through"], new["through_kind"]) == ("closed", "1042", "invoice")
    assert "merged into 10233" in kartotek("find", "20001").stdout
    assert "closed · Vestergade" in kartotek("find", "10233").stdout
    assert "merged into 10233" in kartotek("show", "20001").stdout


def test_find_lists_first_whom_the_agent_had_open_as_the_desk_does(
    kartotek: Run, tmp_path: Path, register_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "three.csv"
    names = "".join(
        f"{n};Jens Hansen;Vej 1;8000;Aarhus C;;{n};01-10-2026;15-10-2026;100,00;DKK\n" for n in (41, 42, 43)
    )
    path.write_text(LEDGER.partition("\n")[0] + "\n" + names, encoding="utf-8")
    kartotek("import", str(path))
    desk = Services(register_url, "mette", date.fromisoformat(TODAY))
    desk.open()
    third = desk.find("43")[0].customer_id
    desk.card(third)
    desk.log_views()
    at_desk = [offer.number for offer in desk.find("jens hansen")]
    desk.close()

    def found() -> list[str]:
        return [hit["number"] for hit in answer(kartotek("find", "jens hansen", "--json"))]

    assert found() == at_desk == ["43", "41", "42"]
    (asked,) = kartotek("find", "--stdin", "--json", stdin="jens hansen\n").stdout.splitlines()
    assert [hit["number"] for hit in json.loads(asked)["hits"]] == at_desk
    monkeypatch.setenv("KARTOTEK_AGENT", "stranger")
    assert found() == ["41", "42", "43"]
    with closing(open_register(register_url)) as register:
        assert authority.known(register, "stranger", datetime.now(UTC)) is None


def test_a_program_asks_a_query_a_line_and_gets_an_answer_a_line(kartotek: Run, ledger: Path) -> None:
    done = kartotek("find", "--stdin", "--json", stdin="cafe ægir\n1042\n\nnobody\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["query"] for a in answers] == ["cafe ægir", "1042", "", "nobody"]
    assert [[hit["number"] for hit in a["hits"]] for a in answers] == [["20001"], ["10233"], [], []]
    assert all(a["ms"] >= 0 for a in answers)


def test_show_tells_the_whole_card(kartotek: Run, ledger: Path) -> None:
    kartotek("note", "10233", "Call only after 16", "--pinned")
    card = answer(kartotek("show", "10233", "--json"))
    assert card["balance"] == card["overdue"] == card["to_collect"] == "8600.00"
    assert (card["promised"], card["disputed"], card["in_agreement"]) == ("0.00", "0.00", "0.00")
    assert (card["days_overdue"], card["reminder_level"], card["as_of"]) == (38, 0, TODAY)
    assert [(row["date"], row["kind"], row["voucher"], row["amount"]) for row in card["history"]] == [
        ("2026-11-01", "invoice", "1042", "4250.00"),
        ("2026-10-01", "invoice", "1031", "4350.00"),
    ]
    (note,) = card["notes"]
    assert (note["agent"], note["text"], note["pinned"]) == ("Mette", "Call only after 16", True)
    assert "to collect 8.600,00" in kartotek("show", "10233").stdout


def test_a_dispute_and_a_promise_lower_what_is_to_collect(kartotek: Run, ledger: Path) -> None:
    kartotek("dispute", "10233", "1042", "--reason", "wrong item")
    card = answer(kartotek("promise", "10233", "--amount", "1500", "--due", "2026-11-27", "--json"))
    assert (card["overdue"], card["disputed"], card["promised"]) == ("8600.00", "4250.00", "1500.00")
    assert card["to_collect"] == "2850.00"
    assert card["promises"] == [{"amount": "1500.00", "due": "2026-11-27", "state": "open"}]
    later = answer(kartotek("show", "10233", "--json", today="2026-12-01"))
    assert later["promises"][0]["state"] == "broken"


def test_an_agreement_of_six_instalments(kartotek: Run, ledger: Path) -> None:
    card = answer(kartotek("agree", "10233", "--count", "6", "--first", "2027-01-31", "--json"))
    (agreement,) = card["agreements"]
    parts = agreement["instalments"]
    assert (agreement["number"], agreement["state"]) == ("A-1", "active")
    assert [p["due"][5:] for p in parts] == ["01-31", "02-28", "03-31", "04-30", "05-31", "06-30"]
    assert parts[0]["effective"] == "2027-02-01"  # 31 January is a Sunday
    assert [p["amount"] for p in parts] == ["1434.00"] * 5 + ["1430.00"]
    assert (card["in_agreement"], card["to_collect"]) == ("8600.00", "0.00")
    again = kartotek("agree", "10233", "--count", "2", "--first", "2027-01-31", "--invoice", "1031", status=2)
    assert "A-1" in again.stderr


def test_an_agreement_whose_instalments_cost_something(kartotek: Run, ledger: Path) -> None:
    kartotek("settings", "instalment_fee", "25")
    kartotek("settings", "instalment_interest", "8")
    card = answer(kartotek("agree", "10233", "--count", "6", "--first", "2027-01-31", "--json"))
    parts = card["agreements"][0]["instalments"]
    assert [p["fee"] for p in parts] == ["25.00"] * 6
    assert (parts[0]["interest"], parts[0]["amount"]) == ("131.95", "1590.95")  # 70 days of 8600
    total = sum(Decimal(p["amount"]) for p in parts)
    assert card["balance"] == f"{total:.2f}" == f"{8600 + 150 + sum(Decimal(p['interest']) for p in parts):.2f}"
    assert "(of it fee 25,00, interest 131,95)" in kartotek("show", "10233").stdout
    changed = ("agree", "10233", "--count", "2", "--first", "2027-02-28", "--supersedes", "A-1", "--json")
    anew = answer(kartotek(*changed))
    new = next(one for one in anew["agreements"] if one["state"] == "active")
    owed = sum(Decimal(p["amount"]) - Decimal(p["fee"]) - Decimal(p["interest"]) for p in new["instalments"])
    assert owed == 8600  # nothing was due, so all that the first one cost is credited
    kartotek("undo", "10233")
    assert answer(kartotek("show", "10233", "--json"))["balance"] == card["balance"]
    assert kartotek("check").stdout == "no differences\n"


def test_a_call_with_a_call_back_is_logged(kartotek: Run, ledger: Path) -> None:
    kartotek("call", "10233", "--outcome", "no_answer", "--call-back", "2026-11-23T10:00")
    card = answer(kartotek("show", "10233", "--json"))
    assert card["history"][0]["kind"] == "call"
    assert "no_answer" in card["history"][0]["text"]


def test_ageing_adds_up_on_any_day(kartotek: Run, ledger: Path) -> None:
    (now,) = answer(kartotek("ageing", "--as-of", TODAY, "--json"))
    assert now == {
        "as_of": TODAY,
        "currency": "DKK",
        "buckets": {"not_due": "1200.50", "1-30": "4250.00", "31-60": "4350.00", "61-90": "0.00", "91+": "0.00"},
        "total": "9800.50",
    }
    (due_that_day,) = answer(kartotek("ageing", "--as-of", "2026-10-15", "--json"))
    assert due_that_day["buckets"]["not_due"] == due_that_day["total"] == "4350.00"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "999"], "no customer has number '999'"),
        (["promise", "10233", "--due", "2026-11-27", "--amount", "0"], "no amount"),
        (["promise", "10233", "--amount", "9", "--due", "2026-11-01"], "2026-11-01 is past"),
        (["promise", "10233", "--due", "27/11"], "write it as"),
        (["promise", "10233", "--due", "2026-11-27", "--amount", "99999"], "amount: is more than"),
        (["promise", "10233", "--due", "2026-11-27", "--invoice", "77"], "open are: 1031, 1042"),
        (["agree", "10233", "--first", "2027-01-31"], "no plan can be drawn of this: "),
        (["agree", "10233", "--first", "2027-01-31", "--count", "3", "--supersedes", "A-9"], "no agreement A-9"),
        (["note", "10233", "  "], "text: a note needs words"),
        (["find"], "find what?"),
        (["generate", "--customers", "5"], "is not empty"),
        (["frobnicate"], "invalid choice"),
        ([], "needs a terminal"),
    ],
)
def test_what_is_wrong_is_told_on_stderr_with_status_2(
    kartotek: Run, ledger: Path, words: list[str], told: str
) -> None:
    done = kartotek(*words, status=2)
    assert told in done.stderr
    assert done.stdout == ""


def test_a_pipe_that_closes_early_is_no_error(kartotek: Run, ledger: Path, register_url: str) -> None:
    environment = {**os.environ, "KARTOTEK_REGISTER": register_url}
    program = f"{sys.executable} -m tui find --stdin --json"
    queries = "marie\n" * 5000
    done = subprocess.run(
        ["bash", "-c", f"{program} | head -1; exit ${{PIPESTATUS[0]}}"],
        input=queries, capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_options_may_stand_before_the_command_or_after_it(tmp_path: Path) -> None:
    path = tmp_path / "here.db"
    environment = {**os.environ, "KARTOTEK_REGISTER": str(tmp_path / "elsewhere.db")}
    for words in (["--register", str(path), "find", "x", "--json"], ["find", "x", "--json", "--register", str(path)]):
        done = subprocess.run(
            [sys.executable, "-m", "tui", *words], capture_output=True, text=True, env=environment, check=True
        )
        assert done.stdout == "[]\n"
    assert path.exists()
    assert not (tmp_path / "elsewhere.db").exists()
