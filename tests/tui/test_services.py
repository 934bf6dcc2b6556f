"""What stands behind the desk, on both databases."""

import shutil
import subprocess
from contextlib import closing
from datetime import date

import pytest
from sqlmodel import select

from model import errors, worklist
from model.customer import Customer, Party, Phone
from model.proposals import NoteProposal
from model.store import changed, open_register
from search.index import attach
from tests.terminal.pty import PROGRAM
from tui.services import Services

TODAY = date(2026, 11, 22)


@pytest.fixture
def services(register_url):
    made = [PROGRAM, "--register", register_url, "--today", f"{TODAY}", "generate", "--customers", "15", "--seed", "2"]
    subprocess.run(made, check=True, capture_output=True)
    services = Services(register_url, "mette", TODAY)
    yield services
    services.close()


def test_one_can_search_before_the_register_is_open(services):
    services.open_finder()
    assert services.can_search
    assert not services.is_open
    assert services.find("a")
    with pytest.raises(errors.Unreachable):
        services.card(1)


def test_a_card_is_found_read_written_on_and_remembered(services):
    services.open()
    services.open_drafts()
    offer = services.find("a")[0]
    card = services.card(offer.customer_id)
    assert (card.number, card.as_of) == (offer.number, TODAY)
    services.log_views()
    assert [o.customer_id for o in services.latest()] == [offer.customer_id]
    after = services.do(NoteProposal(offer.customer_id, "ringer mandag"))
    assert "ringer mandag" in [note.text for note in after.notes]
    assert services.history(offer.customer_id, "all", None).rows == after.history.rows
    assert services.number(offer.number) == offer.customer_id
    assert services.number("nobody's") is None
    assert services.due() >= 0


def test_a_lookup_answers_while_a_key_waits_and_one_that_takes_longer_goes_on(services, monkeypatch):
    services.open()
    monkeypatch.setattr("tui.services._KEYS_WAIT", 30)
    found = services.look_up("a")
    assert found
    monkeypatch.setattr("tui.services._KEYS_WAIT", 0)
    assert services.look_up("a") is None
    assert services.find("a") == found


def test_a_card_that_was_seen_is_logged_when_the_lock_is_free_again(services, register_url, monkeypatch):
    if register_url.startswith("postgresql"):
        pytest.skip("only an SQLite file has one lock for all writers")
    monkeypatch.setattr("model.store.BUSY_SECONDS", 0.05)
    services.open()
    offer = services.find("a")[0]
    other = open_register(register_url)
    with other.write():
        assert services.card(offer.customer_id).number == offer.number
        services.log_views()
        assert worklist.latest(other, services.agent) == []
        assert [o.customer_id for o in services.latest()] == [offer.customer_id]
    services.log_views()
    assert worklist.latest(other, services.agent) == [offer.customer_id]
    other.close()


def test_a_register_of_another_kind_is_refused_in_words(tmp_path):
    path = tmp_path / "bad.db"
    shutil.copy(__file__, path)
    with pytest.raises(errors.Refused):
        Services(str(path), "mette").open()


def test_whom_the_agent_had_open_lately_comes_first_among_equals(register_url, tmp_path):
    ledger = tmp_path / "ledger.csv"
    names = ["Kundenr;Navn;Adresse;Postnr;By;Fakturanr;Fakturadato;Forfaldsdato;Beløb"]
    names += [f"{n};Jens Hansen;Gade {n};8000;Aarhus C;F{n};01-09-2026;10-10-2026;100,00" for n in range(701, 713)]
    ledger.write_text("\n".join(names) + "\n")
    options = ["--register", register_url, "--today", f"{TODAY}"]
    subprocess.run([PROGRAM, *options, "generate", "--customers", "5", "--seed", "2"], check=True, capture_output=True)
    subprocess.run(
        [PROGRAM, *options, "import", ledger, "--creditor", "DK", "--dates", "dmy"], check=True, capture_output=True
    )
    first = Services(register_url, "mette", TODAY)
    first.open()
    listed = [offer.number for offer in first.find("jens hansen")]
    assert listed == [str(n) for n in range(701, 712)]  # one more than the list shows: it says that there are more
    for number in ("709", "712"):
        opened = first.number(number)
        assert opened is not None
        first.card(opened)
    assert [offer.number for offer in first.find("jens hansen")][:3] == ["712", "709", "701"]
    first.log_views()
    first.close()
    again = Services(register_url, "mette", TODAY)
    again.open()
    assert [offer.number for offer in again.find("jens hans")][:3] == ["712", "709", "701"]
    again.close()


def test_a_caller_is_who_has_that_telephone_number_and_nobody_whose_invoice_is_called_so(register_url, tmp_path):
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(
        "Kundenr;Navn;Telefon;Fakturanr;Fakturadato;Forfaldsdato;Beløb\n"
        "701;Jens Hansen;22334455;1;01-09-2026;10-10-2026;100,00\n"
        "702;Bo Holm;99887766;22334455;01-09-2026;10-10-2026;100,00\n"
        "703;Astrid Lind;+46701234567;3;01-09-2026;10-10-2026;100,00\n"
    )
    options = ["--register", register_url, "--today", f"{TODAY}"]
    subprocess.run([PROGRAM, *options, "generate", "--customers", "5", "--seed", "2"], check=True, capture_output=True)
    subprocess.run(
        [PROGRAM, *options, "import", ledger, "--creditor", "DK", "--dates", "dmy"], check=True, capture_output=True
    )
    services = Services(register_url, "mette", TODAY)
    services.open()
    for written in ("+4522334455", "22334455", "004522334455", "22 33 44 55"):
        assert [offer.number for offer in services.callers(written)] == ["701"]
    assert services.callers("4455") == []
    for written in ("0701234567", "+46701234567", "0046 70 123 45 67"):
        assert [offer.number for offer in services.callers(written)] == ["703"]
    services.close()


def test_who_rings_from_a_number_marked_wrong_is_no_caller_but_the_agent_finds_whose_it_was(register_url, tmp_path):
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(
        "Kundenr;Navn;Telefon;Fakturanr;Fakturadato;Forfaldsdato;Beløb\n"
        "701;Vincent Holm;60606060;1;01-09-2026;10-10-2026;100,00\n"
        "702;Byg A/S;50505050;2;01-09-2026;10-10-2026;100,00\n"
        "703;Gammel Byg;40404040;3;01-09-2026;10-10-2026;100,00\n"
    )
    bring_in(register_url, ledger)
    with closing(open_register(register_url)) as register:
        attach(register)
        with register.write() as session:
            ids = [
                session.exec(select(Customer.id).where(Customer.number == n)).one() or 0 for n in ("701", "702", "703")
            ]
            session.exec(select(Phone).where(Phone.customer_id == ids[0])).one().wrong = True
            for name, phone, until in (("Gudrun", "+4530303030", None), ("Ole", "+4520202020", date(2026, 11, 21))):
                session.add(Party(customer_id=ids[1], role="contact", name=name, phone=phone, valid_until=until))
            session.get_one(Customer, ids[2]).merged_into = ids[1]
            changed(session, ids)
    services = Services(register_url, "mette", TODAY)
    services.open()
    assert services.callers("60606060") == []
    assert [(offer.number, offer.phone_wrong, offer.exact) for offer in services.find("60606060")] == [
        ("701", True, True)
    ]
    assert [(offer.number, offer.person) for offer in services.callers("30303030")] == [("702", "Gudrun")]
    assert services.callers("20202020") == []
    assert [offer.former for offer in services.find("20202020")] == [True]
    assert [(offer.number, offer.opens) for offer in services.callers("40404040")] == [("703", ids[1])]
    services.close()


def bring_in(register_url, ledger):
    """A made register with the customers of a ledger in it."""
    options = ["--register", register_url, "--today", f"{TODAY}"]
    for words in (
        ("generate", "--customers", "5", "--seed", "2"),
        ("import", ledger, "--creditor", "DK", "--dates", "dmy"),
    ):
        subprocess.run([PROGRAM, *options, *words], check=True, capture_output=True)
