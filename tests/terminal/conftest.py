"""The desk in a pseudo-terminal, on a register that is made once and copied for each test."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal import desks
from tests.terminal.pty import Terminal


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made register of this test process: copy it, do not change it."""
    folder = tmp_path_factory.mktemp("made")
    path = folder / "register.db"
    desks.make(path, folder)
    return path


@pytest.fixture
def register(made_file: Path, tmp_path: Path) -> Path:
    """A made register of the test's own."""
    return Path(shutil.copy(made_file, tmp_path / "register.db"))


@pytest.fixture
def desk(terminal: Callable[..., Terminal], tmp_path: Path) -> Callable[..., Terminal]:
    """Open the desk as agent mette: `desk(register, columns=80, rows=24, env={...})`."""

    def start(target: str | Path, **options) -> Terminal:
        env = {"KARTOTEK_AGENT": "mette", "HOME": str(tmp_path)} | options.pop("env", {})
        return terminal(desks.command(target), env=env, **options)

    return start
