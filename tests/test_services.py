"""The tests' own servers and terminals do what the tests rely on."""

import signal
import subprocess
import sys

import psycopg
import pytest
from sqlalchemy import text

from model.store import open_register
from tests import services
from tests.waiting import until


def plain_url(url):
    return url.replace("+psycopg", "")


def test_a_database_is_empty_whatever_another_test_left(postgres):
    for _ in range(2):
        with postgres.database() as url, psycopg.connect(plain_url(url)) as connection:
            connection.execute("CREATE TABLE thing (id int)")


def test_databases_are_copied_from_one_that_was_prepared_once(postgres):
    prepared = []

    def prepare(url):
        prepared.append(url)
        with psycopg.connect(plain_url(url)) as connection:
            connection.execute("CREATE TABLE thing AS SELECT 1 AS id")

    for _ in range(2):
        with postgres.database(prepare) as url, psycopg.connect(plain_url(url)) as connection:
            assert connection.execute("DELETE FROM thing RETURNING id").fetchall() == [(1,)]
    assert len(prepared) == 1


def test_a_store_is_made_on_either_kind_of_database(store_url):
    assert store_url.startswith(("sqlite:////", "postgresql+psycopg://"))


def test_a_migrated_register_opens_at_once_on_either(register_url):
    register = open_register(register_url)
    with register.read() as session:
        assert session.execute(text("SELECT count(*) FROM customer")).scalar() == 0
    register.close()


@pytest.mark.parametrize(("in_ci", "outcome"), [(False, pytest.skip.Exception), (True, pytest.fail.Exception)])
def test_a_missing_server_is_told_here_and_fails_in_ci(monkeypatch, in_ci, outcome):
    monkeypatch.setattr(services, "IN_CI", in_ci)
    monkeypatch.setattr(services, "postgres_programs", lambda: None)
    with pytest.raises(outcome, match=r"NOT TESTED: .*apt-get install postgresql"), services.run_postgres():
        pass


def test_sshd_runs_the_one_command_whatever_is_asked(sshd):
    server = sshd("echo desk for $USER")
    answer = subprocess.run(server.argv("-T"), capture_output=True, text=True, check=True)
    assert answer.stdout.startswith("desk for ")
    assert (
        subprocess.run([*server.argv("-T"), "id"], capture_output=True, text=True, check=True).stdout == answer.stdout
    )


def test_a_closed_connection_hangs_up_the_program_behind_sshd(sshd, terminal, tmp_path):
    script = tmp_path / "desk.sh"
    script.write_text(
        f"trap 'echo gone >{tmp_path}/told; exit' HUP\necho ready $(tput cols)\nwhile :; do read -r _; done\n"
    )
    (tmp_path / "told").touch()
    client = terminal(sshd(f"sh {script}").argv("-tt"), columns=91)
    client.wait_for("ready 91")
    client.kill()
    assert until((tmp_path / "told").read_text, "the program told that it was hung up") == "gone\n"


def test_a_terminal_shows_what_is_painted_and_sends_what_is_typed(terminal):
    cat = terminal(["sh", "-c", "stty -echo; printf '\\033[2J\\033[3;5Hready'; read -r x; echo; echo \"got $x\""])
    assert cat.wait_for("ready").splitlines()[2] == "    ready"
    cat.type("blåbær")
    cat.press("enter")
    cat.wait_for("got blåbær")
    assert cat.wait_exit() == 0


def test_a_terminal_tells_the_program_its_size_and_when_it_changes(terminal):
    shell = terminal(
        ["bash", "-c", "trap 'stty size' WINCH; stty size; while :; do read -rt 0.1 _; done"], columns=100, rows=30
    )
    shell.wait_for("30 100")
    shell.resize(80, 24)
    shell.wait_for("24 80")


def test_a_terminal_that_is_closed_hangs_up_its_program(terminal):
    sleeper = terminal(["sh", "-c", "echo ready; exec sleep 1000"])
    sleeper.wait_for("ready")
    sleeper.hang_up()
    assert sleeper.wait_exit() == -signal.SIGHUP


def test_a_program_that_ends_early_is_told_with_its_last_screen(terminal):
    with pytest.raises(TimeoutError, match=r"ended with 3 before: 'never'\n.*last words"):
        terminal(["sh", "-c", "echo last words; exit 3"]).wait_for("never")


def test_queries_of_the_terminal_are_not_taken_for_text(terminal):
    byte_by_byte = "import os, sys\nfor byte in sys.argv[1].encode(): os.write(1, bytes([byte]))"
    painted = "\x1b[?2026$p\x1b[>1u\x1b[<uA\x1bP+q544e\x1b\\B\x1b[1mC"
    quietly = ["sh", "-c", 'stty -echo; exec "$@"', "sh"]  # else the terminal would show its own answer, as typed
    program = terminal([*quietly, sys.executable, "-c", byte_by_byte, painted])
    program.wait_exit()
    assert program.lines[0] == "ABC"
    assert program.received == len(painted)
