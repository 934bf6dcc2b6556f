"""What an agent types survives whatever happens to the desk, and is offered to that agent alone."""

import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from model.drafts import Drafts, open_drafts
from tests.waiting import until

NOTE = {"text": "betaler alt fredag", "customer": 10233}


@pytest.fixture(autouse=True)
def state_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@contextmanager
def desk(target: str, login: str = "mette") -> Iterator[Drafts]:
    drafts = open_drafts(target, login)
    try:
        yield drafts
    finally:
        drafts.close()


TYPING = """
import sys
from model.drafts import open_drafts
drafts = open_drafts(sys.argv[1], "mette", desk="pts/3")
drafts.save("note", {"text": "betaler alt fredag", "customer": 10233})
print("typed", flush=True)
for line in sys.stdin:
    drafts.save("note", {"text": line.strip()})
    print("typed", flush=True)
"""


@contextmanager
def another_process(target: str) -> Iterator["subprocess.Popen[str]"]:
    """A desk in a process of its own that has typed NOTE."""
    process = subprocess.Popen(
        [sys.executable, "-c", TYPING, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "typed\n"
            yield process
        finally:
            process.kill()


def test_a_note_half_typed_survives_a_kill_and_is_offered_once(register_url: str) -> None:
    with another_process(register_url) as process:
        process.kill()
    assert process.returncode == -signal.SIGKILL
    with desk(register_url) as mine:
        (offered,) = until(mine.offered, "a server may see only in a while that the other line is gone")
        assert (offered.slot, offered.body) == ("note", NOTE)
        assert offered.desk.startswith("pts-3-")
        assert mine.adopt(offered)
        assert mine.offered() == []
        mine.clear("note")
    with desk(register_url) as next_one:
        assert next_one.offered() == []


def test_a_desk_that_still_lives_keeps_its_drafts_to_itself(register_url: str) -> None:
    with another_process(register_url), desk(register_url) as mine:
        assert mine.offered() == []


def test_another_agent_is_offered_nothing(register_url: str) -> None:
    with another_process(register_url) as process:
        process.kill()
    with desk(register_url, "ali") as other:
        assert other.offered() == []


def test_two_desks_of_one_agent_type_at_once_and_both_are_kept(register_url: str) -> None:
    with desk(register_url) as one, desk(register_url) as two:
        one.save("note", {"text": "one"})
        two.save("note", {"text": "two"})
        assert one.offered() == two.offered() == []
    with desk(register_url) as third:
        assert [draft.body["text"] for draft in third.offered()] == ["two", "one"]


def test_of_two_desks_that_take_up_a_draft_only_one_gets_it(register_url: str) -> None:
    with desk(register_url) as ended:
        ended.save("note", NOTE)
    with desk(register_url) as one, desk(register_url) as two:
        first, second = one.offered()[0], two.offered()[0]
        assert one.adopt(first)
        assert not two.adopt(second)


def test_a_draft_taken_up_is_offered_again_when_that_desk_dies_too(register_url: str) -> None:
    with desk(register_url) as first:
        first.save("note", NOTE)
    with desk(register_url) as second:
        assert second.adopt(second.offered()[0])
    with desk(register_url) as third:
        assert [draft.body for draft in third.offered()] == [NOTE]


def test_the_newest_state_of_a_slot_is_kept_and_a_recorded_one_is_forgotten(register_url: str) -> None:
    with desk(register_url) as mine:
        mine.save("note", {"text": "b"})
        mine.save("note", {"text": "be"})
        mine.save("call", {"phone": "22334455"})
        mine.clear("call")
    with desk(register_url) as again:
        assert [(draft.slot, draft.body) for draft in again.offered()] == [("note", {"text": "be"})]


def test_letters_of_every_kind_come_back_as_typed(register_url: str) -> None:
    body = {"text": "æøå \x00\x1b[31m \u202e '; DROP TABLE draft; -- 🙂"}
    with desk(register_url) as mine:
        mine.save("note", body)
        assert not mine.notice
    with desk(register_url) as again:
        assert again.offered()[0].body == body


def test_a_kill_in_the_middle_of_typing_leaves_a_whole_draft(tmp_path: Path) -> None:
    target = str(tmp_path / "register.db")
    for round_ in range(3):
        with another_process(target) as process:
            assert process.stdin
            assert process.stdout
            for n in range(20 * round_):
                process.stdin.write(f"{'x' * 2000} {n}\n")
            process.stdin.flush()
            process.kill()
    with desk(target) as mine:
        assert not mine.notice
        assert len(mine.offered()) == 3
        assert {draft.body["text"][:1] for draft in mine.offered()} <= {"b", "x"}


class TestBesideAnSqliteRegister:
    @pytest.fixture
    def register(self, tmp_path: Path) -> Path:
        path = tmp_path / "register.db"
        with sqlite3.connect(path) as made:
            made.execute("CREATE TABLE t (n)")
        made.close()
        return path

    def test_drafts_are_kept_while_an_import_holds_the_registers_lock(self, register: Path) -> None:
        importing = sqlite3.connect(register, isolation_level=None)
        importing.execute("BEGIN EXCLUSIVE")
        with desk(str(register)) as mine:
            mine.save("note", NOTE)
            assert not mine.notice
        importing.close()

    @pytest.mark.parametrize("mode", [0o600, 0o660])
    def test_the_file_can_be_read_by_those_who_can_read_the_register(self, register: Path, mode: int) -> None:
        register.chmod(mode)
        with desk(f"sqlite:///{register}") as mine:
            mine.save("note", NOTE)
        kept = register.with_name("register.db.drafts")
        assert stat.S_IMODE(kept.stat().st_mode) == mode

    def test_where_that_place_cannot_be_written_they_are_kept_elsewhere_and_it_says_so(
        self, register: Path, state_home: Path
    ) -> None:
        register.with_name("register.db.drafts").mkdir()
        with desk(str(register)) as mine:
            mine.save("note", NOTE)
            assert str(state_home) in mine.notice
        with desk(str(register)) as again:
            assert [draft.body for draft in again.offered()] == [NOTE]

    def test_they_come_home_when_the_place_can_be_written_again(self, register: Path) -> None:
        home = register.with_name("register.db.drafts")
        home.mkdir()
        with desk(str(register)) as mine:
            mine.save("note", NOTE)
            assert "meanwhile" in mine.notice
            home.rmdir()
            mine.save("note", NOTE)
            assert mine.notice == ""
        assert home.is_file()
        with desk(str(register)) as again:
            assert [draft.body for draft in again.offered()] == [NOTE]

    def test_where_nothing_can_be_written_it_says_so_and_goes_on(
        self, register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").touch()
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
        register.with_name("register.db.drafts").mkdir()
        with desk(str(register)) as mine:
            mine.save("note", NOTE)
            assert mine.notice.startswith("what is typed cannot be kept")
            assert mine.offered() == []

    def test_a_file_that_is_no_longer_one_is_put_aside(self, register: Path) -> None:
        register.with_name("register.db.drafts").write_bytes(b"no database" * 1000)
        with desk(str(register)) as mine:
            mine.save("note", NOTE)
            assert not mine.notice
        assert register.with_name("register.db.drafts.broken").exists()
        with desk(str(register)) as again:
            assert [draft.body for draft in again.offered()] == [NOTE]

    def test_desks_that_end_with_nothing_typed_leave_no_files_but_the_one(self, register: Path) -> None:
        with another_process(str(register)) as process:
            process.kill()
        with desk(str(register)) as mine:
            assert mine.adopt(mine.offered()[0])
            mine.clear("note")
            mine.offered()
        assert sorted(path.name for path in register.parent.iterdir()) == ["register.db", "register.db.drafts"]


class TestWithAServer:
    def test_while_the_server_is_away_they_are_kept_here_and_offered_from_here(
        self, state_home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        away = "postgresql://nobody@127.0.0.1:1/kartotek"
        with desk(away) as mine:
            mine.save("note", NOTE)
            assert str(state_home) in mine.notice
        with desk(away) as again:
            assert [draft.body for draft in again.offered()] == [NOTE]

    def test_when_the_line_is_cut_the_next_state_is_kept_here_then_on_the_server_again(
        self, postgres_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import psycopg

        from model import drafts as module
        from model.store import open_register

        open_register(postgres_url, migrate=True).close()
        monkeypatch.setattr(module, "_AWAY_SECONDS", 0.0)
        with desk(postgres_url) as mine:
            mine.save("note", {"text": "1"})
            assert mine.notice == ""
            with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as admin:
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kartotek drafts'"
                )
                mine.save("note", {"text": "2"})
                assert "meanwhile" in mine.notice
                mine.save("note", {"text": "3"})
                assert mine.notice == ""
                bodies = admin.execute("SELECT body FROM draft").fetchall()
        assert bodies == [('{"text": "3"}',)]
        with desk(postgres_url) as again:
            assert [draft.body for draft in again.offered()] == [{"text": "3"}]


def test_drafts_start_without_the_orm() -> None:
    code = "import sys, model.drafts; print([m for m in ('sqlmodel', 'sqlalchemy', 'psycopg') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
