"""The letter as a file: by command, and from the desk."""

import json
import subprocess
from datetime import date

import pytest

from model.store import open_register
from tests import commands
from tests.model.build import Debtor, creditor, debtor
from tui.services import Services

TODAY = date(2026, 11, 22)


@pytest.fixture
def agreed(register_url) -> tuple[str, str, str]:
    """A register with an agreement: its URL, the customer's number, the agreement's."""
    register = open_register(register_url)
    marie: Debtor = debtor(register, creditor_id=creditor(register, fik_creditor="82345678"))
    first = marie.owes("600.00", "1031", on=date(2026, 9, 1), due=date(2026, 9, 15))
    card = marie.does(marie.agreement(first, first=date(2027, 2, 1), count=6))
    register.close()
    return register_url, card.number, card.agreements[0].number


def kartotek(url: str, *args: object) -> subprocess.CompletedProcess[str]:
    return commands.kartotek("--register", url, "--today", TODAY, *args)


def test_the_command_writes_what_is_asked_for(agreed, tmp_path):
    url, number, agreement = agreed
    page, text = tmp_path / "letter.html", tmp_path / "letter.txt"
    done = kartotek(url, "letter", number, agreement, "--html", page, "--text", text)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "<html" in page.read_text()
    assert "+71&lt;" in page.read_text()
    assert "+82345678<" in text.read_text()
    assert kartotek(url, "letter", number, agreement.lower()).stdout == text.read_text()


def test_what_is_wrong_is_named_and_nothing_is_written(agreed, tmp_path):
    url, number, agreement = agreed
    unknown = kartotek(url, "letter", number, "A-9999", "--html", tmp_path / "letter.html")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert f"no agreement 'A-9999'; there is: {agreement}" in unknown.stderr
    assert list(tmp_path.glob("*.html")) == []
    (tmp_path / "file").write_text("")
    barred = kartotek(url, "letter", number, agreement, "--text", tmp_path / "file" / "letter.txt")
    assert barred.returncode == 2
    assert "cannot write" in barred.stderr


def test_the_desk_writes_page_and_text_into_the_agents_folder(agreed, tmp_path, monkeypatch):
    url, number, agreement = agreed
    monkeypatch.setenv("KARTOTEK_LETTERS", str(tmp_path / "letters"))
    services = Services(url, "mette", TODAY)
    services.open()
    customer = services.number(number)
    assert customer is not None
    page = services.letter(customer, agreement)
    assert page == tmp_path / "letters" / f"{agreement}-{number}.html"
    assert page.stat().st_mode & 0o777 == 0o600
    assert page.with_suffix(".txt").exists()
    assert ("letter", agreement) in [(row.kind, row.text) for row in services.again(customer).history.rows]
    services.close()


def test_a_settlement_by_command_and_its_letter(agreed):
    url, number, agreement = agreed
    done = kartotek(
        url, "agree", number, "--first", "2026-11-27", "--settle", "400", "--supersedes", agreement,
        "--bank-day", "none", "--accepted", "in_writing", "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    newer = json.loads(done.stdout)["agreements"][0]["number"]
    told = " ".join(kartotek(url, "letter", number, newer).stdout.split())
    for words in ("400,00", "200,00", agreement, "skriftligt"):
        assert words in told
    refused = kartotek(url, "agree", number, "--first", "2026-11-27", "--settle", "9000", "--supersedes", newer)
    assert (refused.returncode, refused.stdout) == (2, "")
