"""The desk behind sshd, on a made register in each store."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.services import Sshd
from tests.terminal import desks
from tests.terminal.pty import PROGRAM, Terminal


@pytest.fixture
def made_register(store_url: str, tmp_path: Path) -> str:
    """A made register of the test's own: first an SQLite file, then a PostgreSQL database."""
    desks.kartotek(store_url, "migrate")
    desks.make(store_url, tmp_path)
    return store_url


class Line:
    """An agent's way to the desk: each connection is one desk, of which the host knows the process."""

    def __init__(self, server: Sshd, terminal: Callable[..., Terminal], desk_pid: Path) -> None:
        self._server = server
        self._terminal = terminal
        self._desk_pid = desk_pid

    def connect(self) -> Terminal:
        """Dial in at 80x24."""
        self._desk_pid.unlink(missing_ok=True)
        return self._terminal(self._server.argv("-tt"), env={"TERM": "xterm-256color"})

    @property
    def desk_lives(self) -> bool:
        """Whether the host still runs the desk of the last connection."""
        return Path("/proc", self._desk_pid.read_text().strip()).exists()


@pytest.fixture
def line(sshd: Callable[..., Sshd], terminal: Callable[..., Terminal], made_register: str, tmp_path: Path) -> Line:
    """An sshd whose one command is the desk of agent mette."""
    script, pid = tmp_path / "desk.sh", tmp_path / "desk.pid"
    script.write_text(
        f"export KARTOTEK_REGISTER='{made_register}' KARTOTEK_AGENT=mette HOME='{tmp_path}' LANG=C.UTF-8\n"
        "export KARTOTEK_HOST=/nowhere\n"
        f"echo $$ >{pid}\n"
        f"exec {PROGRAM} --today {desks.TODAY}\n"
    )
    return Line(sshd(f"sh {script}"), terminal, pid)
