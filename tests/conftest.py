"""What tests may ask for: stores, servers, terminals."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.services import IN_CI, Postgres, Sshd, run_postgres, run_sshd
from tests.terminal.pty import Terminal

# A machine that shares its cores says nothing about how long an example may take.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
# A mutant has failed with its first example; making that smaller would only cost time.
settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
settings.load_profile("mutants" if "MUTANT_UNDER_TEST" in os.environ else "ci" if IN_CI else "here")


_numbers = count()


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the register of whoever runs it, or depends on their terminal."""
    kept = {"TEXTUAL_SNAPSHOT_TEMPDIR"}  # where pictures of the desk are compared
    for name in {n for n in os.environ if n.startswith(("KARTOTEK_", "XDG_", "LC_", "TEXTUAL"))} - kept:
        monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "COLORTERM", "COLUMNS", "LINES", "LANGUAGE", "TZ"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / f"data-{next(_numbers)}"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this test process."""
    with run_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database."""
    with postgres.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty register can be made: first an SQLite file, then a PostgreSQL database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'register.db'}"
    else:
        with request.getfixturevalue("postgres").database() as url:
            yield url


def _migrate(url: str) -> None:
    from model.store import open_register

    open_register(url, migrate=True).close()


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "register.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def register_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated register without customers, copied rather than migrated anew: first SQLite, then PostgreSQL."""
    if request.param == "sqlite":
        path = shutil.copy(request.getfixturevalue("_migrated_file"), tmp_path / "register.db")
        yield f"sqlite:///{path}"
    else:
        with request.getfixturevalue("postgres").database(_migrate) as url:
            yield url


@pytest.fixture
def sshd() -> Iterator[Callable[..., Sshd]]:
    """Start an sshd: `sshd("command")` gives one that runs that command for the test's key, and nothing else."""
    with ExitStack() as stack:
        yield lambda *words: stack.enter_context(run_sshd(*words))


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Start a program in a pseudo-terminal: `terminal([PROGRAM], columns=80, rows=24, env={...})`."""
    with ExitStack() as stack:
        yield lambda command, **options: stack.enter_context(Terminal(command, **options))
