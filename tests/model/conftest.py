"""Registers that the tests of the model share."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from model.store import Register, open_register
from tests.conftest import _migrate
from tests.model.build import Debtor, debtor
from tests.services import Postgres


@pytest.fixture(scope="session")
def _shared_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = tmp_path_factory.mktemp("shared") / "register.db"
    register = open_register(shutil.copy(request.getfixturevalue("_migrated_file"), path))
    yield register
    register.close()


@pytest.fixture(scope="session")
def shared_server(postgres: Postgres) -> Iterator[Register]:
    """A register on PostgreSQL for tests that each make a customer of their own."""
    with postgres.database(_migrate) as url:
        register = open_register(url)
        yield register
        register.close()


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest) -> Register:
    """A register for tests that each make a customer of their own; first SQLite, then PostgreSQL."""
    register: Register = request.getfixturevalue("_shared_file" if request.param == "sqlite" else "shared_server")
    return register


@pytest.fixture
def rolled_back(shared: Register) -> Iterator[Session]:
    """An act in the shared register of which nothing stays."""
    with Session(shared.engine) as session:
        session.connection(execution_options={"kartotek_write": True})
        yield session


@pytest.fixture
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file with a register without customers."""
    return Path(shutil.copy(request.getfixturevalue("_migrated_file"), tmp_path / "register.db"))


@pytest.fixture
def marie(shared: Register) -> Debtor:
    return debtor(shared)


@pytest.fixture
def owing(marie: Debtor) -> tuple[Debtor, int, int]:
    """A debtor with two overdue invoices, of 600 and of 250."""
    first = marie.owes("600.00", "1031", on=date(2026, 9, 1), due=date(2026, 9, 15))
    return marie, first, marie.owes("250.00", "1042", on=date(2026, 10, 1), due=date(2026, 10, 15))
