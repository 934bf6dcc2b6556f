"""Desks that begin as copies of a host are the agent's own from start to end; without a host they start as ever."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.terminal import desks
from tests.terminal.desks import MARIE, begin, open_card
from tests.terminal.pty import PROGRAM, Terminal
from tests.waiting import until

TEXT = "hun ringer selv når lønnen er gået ind"
ROOT = Path(__file__).parents[2]
LEFT_OPEN = os.dup2(os.open(os.devnull, os.O_RDONLY), 200)
"""What the shell that starts a host may have left open; no file that a desk opens itself gets so high a number."""
NOBODY = 65534


class Host:
    """A running host, and the desks that are its copies."""

    def __init__(self, process: subprocess.Popen[str], place: Path) -> None:
        self.process = process
        self.place = place
        self.env = {"KARTOTEK_HOST": str(place)}

    @property
    def copies(self) -> list[int]:
        """The processes of its desks."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(process) for process in children.split()]


@contextmanager
def run_host(place: Path, argv=(PROGRAM, "host"), cwd: Path | None = None) -> Iterator[Host]:
    env = os.environ | {"KARTOTEK_HOST": str(place)}
    with subprocess.Popen(argv, cwd=cwd, env=env, stdout=subprocess.PIPE, text=True, pass_fds=[LEFT_OPEN]) as process:
        assert process.stdout
        assert str(place) in process.stdout.readline()
        try:
            yield Host(process, place)
        finally:
            process.terminate()


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    with run_host(tmp_path / "host") as running:
        yield running


def test_a_copy_is_the_agents_desk_from_start_to_end(desk: Callable[..., Terminal], register, host):
    shown = desk(register, env=host.env)
    begin(shown)
    (copy,) = host.copies
    assert copy != shown.pid
    assert not Path(f"/proc/{copy}/fd/{LEFT_OPEN}").exists()
    open_card(shown)
    shown.type("lovede 500 fredag\r")
    shown.wait_for("Recorded: Promise")
    shown.resize(100, 30)
    shown.wait_for(lambda _: any(len(line) > 90 for line in shown.lines))
    shown.press("ctrl+q")
    assert shown.wait_exit() == 0
    until(lambda: not host.copies, "nothing of the desk is left")
    assert len(desks.card(register)["promises"]) == 1


def test_each_desk_has_its_agents_folder_surroundings_and_day(terminal, register, host):
    env = host.env | {"KARTOTEK_REGISTER": register.name, "HOME": str(register.parent)}
    for agent, day, overdue in (("Kari", "2026-11-22", 43), ("Ole", "2026-11-25", 46)):
        shown = terminal([PROGRAM, "--today", day], env=env | {"KARTOTEK_AGENT": agent.lower()}, cwd=register.parent)
        shown.wait_for(agent)
        shown.type(MARIE)
        shown.wait_for(f"\n {MARIE} ")
        shown.press("enter")
        shown.wait_for(f"OVERDUE {overdue} days")
    assert len(host.copies) == 2


@pytest.mark.parametrize("how", ["line", "SIGHUP", "SIGTERM", "SIGKILL"])
def test_whatever_ends_the_agents_process_ends_the_desk_and_keeps_what_was_typed(desk, register, host, how):
    shown = desk(register, env=host.env)
    open_card(shown)
    shown.type(TEXT)
    shown.wait_for(f"> {TEXT}")
    if how == "line":
        shown.hang_up()
        assert shown.wait_exit() == 128 + signal.SIGHUP
    elif how == "SIGKILL":
        shown.kill()
    else:
        assert shown.kill(signal.Signals[how]) == 128 + signal.Signals[how]
    until(lambda: not host.copies, "the desk has ended")
    again = desk(register, env=host.env)
    again.wait_for(f"typed: {TEXT[:20]}", f" {MARIE} ")


def test_an_agent_is_told_of_a_desk_that_was_killed_and_has_the_terminal_back(desk, register, host):
    shown = desk(register, env=host.env)
    begin(shown)
    os.kill(host.copies[0], signal.SIGKILL)
    shown.wait_for("the desk was killed")
    assert shown.wait_exit() == 1
    assert shown.raw.rstrip().endswith(b"offered at the next start")
    lines = termios.tcgetattr(shown._master)[3]
    assert lines & termios.ECHO
    assert lines & termios.ICANON


def test_a_wrong_option_is_told_as_ever(terminal, host):
    shown = terminal([PROGRAM, "--today", "sometime"], env=host.env)
    assert shown.wait_exit() == 2
    assert "sometime" in shown.text


def test_desks_live_on_when_the_host_ends_and_start_as_ever_without_it(desk, register, tmp_path):
    with run_host(tmp_path / "host") as host:
        first = desk(register, env=host.env)
        begin(first)
    open_card(first)
    assert host.place.exists()  # and nobody listens there
    second = desk(register, env=host.env)
    open_card(second)


def test_a_host_whose_program_changed_begins_anew_with_it(terminal, register, tmp_path):
    for package in ("tui", "search", "model"):
        shutil.copytree(ROOT / package, tmp_path / "program" / package, ignore=shutil.ignore_patterns("__pycache__"))
    program = tmp_path / "program"
    argv = [sys.executable, "-m", "tui"]
    with run_host(tmp_path / "host", (*argv, "host"), program) as host:
        assert host.process.stdout
        env = host.env | {"KARTOTEK_AGENT": "mette"}
        options = ["--register", str(register), "--today", desks.TODAY]
        before = terminal([*argv, *options], env=env, cwd=program)
        begin(before)
        assert len(host.copies) == 1
        (program / "tui/app.py").touch()
        meanwhile = terminal([*argv, *options], env=env, cwd=program)
        begin(meanwhile)
        assert len(host.copies) == 1
        assert str(host.place) in host.process.stdout.readline()
        after = terminal([*argv, *options], env=env, cwd=program)
        begin(after)
        assert len(host.copies) == 2
        open_card(before)


def test_a_second_host_and_one_that_may_not_listen_there_say_what_to_do(host, tmp_path):
    for place, why in ((host.place, "already"), (tmp_path / "none/host", "KARTOTEK_HOST names another place")):
        ran = subprocess.run(
            [PROGRAM, "host"],
            env=os.environ | {"KARTOTEK_HOST": str(place)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 2
        assert why in ran.stderr
    assert host.place.exists()


def test_a_file_that_stands_where_a_host_would_listen_is_left_alone(tmp_path):
    kept = tmp_path / "kept"
    kept.write_text("kept")
    env = os.environ | {"KARTOTEK_HOST": str(kept)}
    ran = subprocess.run([PROGRAM, "host"], env=env, capture_output=True, text=True, check=False)
    assert (ran.returncode, kept.read_text()) == (2, "kept")


ASKS = """
import os, sys, termios
from tui import host
if os.fork() == 0:
    {first}
    print("answer:", host.desk(["--today", "sometime"]))
os.wait()
"""


@pytest.mark.parametrize(
    ("first", "env"),
    [
        ("host._peer = lambda line: (os.getuid() + 1, 0)", {}),
        ("os.setpgid(0, 0)", {}),
        ("pass", {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "POSIX"}),
    ],
    ids=["another user's host", "a shell's job in the background", "names that would be others there"],
)
def test_who_cannot_have_a_copy_starts_as_ever(terminal, host, first, env):
    if os.getuid() == 0:  # whom everybody trusts
        first = first.replace("os.getuid() + 1", "12345")
    shown = terminal([sys.executable, "-c", ASKS.format(first=first)], env=host.env | env)
    shown.wait_for("answer: None")
    until(lambda: not host.copies, "no copy is left waiting")


STALLS = """
import os, sys
from tui import host
line = host.socket.socket(host.socket.AF_UNIX)
os.setgroups([7])
os.setresgid(65534, 65534, 65534)
os.setresuid(65534, 65534, 65534)
line.connect(host.place())
host.socket.send_fds(line, [host._NUMBER.pack(100)], [0, 1, 2])
sys.stdin.read()
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only a host of root serves others: run as root")
def test_a_copy_of_roots_host_has_no_right_but_the_agents_and_does_not_wait_long_for_them():
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with run_host(Path(folder, "host")) as host:
            asking = [sys.executable, "-c", STALLS]
            with subprocess.Popen(asking, env=os.environ | host.env, stdin=subprocess.PIPE) as agent:
                until(lambda: any("65534" in rights(copy)["Uid"] for copy in host.copies), "a copy is the agent's")
                (copy,) = host.copies
                found = rights(copy)
                assert found["Uid"] == found["Gid"] == [str(NOBODY)] * 4
                assert found["Groups"] == ["7"]
                assert found["CapEff"] == ["0000000000000000"]
                until(lambda: not host.copies, "the copy has given up")
                assert agent.stdin
                agent.stdin.close()


def rights(process: int) -> dict[str, list[str]]:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return {name: words.split() for name, _, words in (line.partition(":") for line in lines)}


OPENED = """
import asyncio, sys
from tui import host
host.load()
from textual.pilot import Pilot
loaded = set(sys.modules)
from tui.app import DeskApp
from tui.services import Services

async def done(app, fact):
    while not fact() or any(not worker.is_finished for worker in app.workers if worker.group != "caller"):
        await asyncio.sleep(0.01)

async def work():
    app = DeskApp(Services(sys.argv[1], "mette"))
    async with app.run_test(size=(80, 24)) as pilot:
        await done(app, lambda: app.services.drafts)
        await pilot.press(*"90233", "enter")
        await done(app, lambda: app.desk.card)
        await pilot.press(*"betaler alt fredag")
        await done(app, lambda: True)

asyncio.run(work())
ours = {"tui", "search", "model", "sqlalchemy"}
print(sorted(name for name in set(sys.modules) - loaded if name.partition(".")[0] in ours))
"""


def test_a_desk_imports_nothing_that_its_host_could_have_loaded(register):
    """Else each copy holds for itself what it could share."""
    ran = subprocess.run(
        [sys.executable, "-c", OPENED, register], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "[]\n"


def test_a_host_needs_no_library_of_postgresql():
    words = "import sys; sys.modules['psycopg'] = None; from tui import host; host.load()"
    subprocess.run([sys.executable, "-c", words], check=True)
