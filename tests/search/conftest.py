"""Registers for the lookup: an empty one in either database, or as many as a property needs."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest

from search.finder import Finder
from tests.search.people import finding, opened, settle_town


def _prepare(url: str) -> None:
    with opened(url):
        pass


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite register with an empty index, to be copied."""
    path = tmp_path_factory.mktemp("prepared") / "register.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def fresh(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], AbstractContextManager[str]]:
    """Make a register with an empty index, any number of times: first SQLite files, then PostgreSQL databases."""
    if request.param == "postgres":
        postgres = request.getfixturevalue("postgres")
        return lambda: postgres.database(_prepare)
    template = request.getfixturevalue("prepared")
    folder, numbers = tmp_path_factory.mktemp("fresh"), count()

    @contextmanager
    def copied() -> Iterator[str]:
        yield f"sqlite:///{shutil.copy(template, folder / f'{next(numbers)}.db')}"

    return copied


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    """The finder of a small town that no test changes."""
    with ExitStack() as stack:
        if request.param == "postgres":
            url = stack.enter_context(request.getfixturevalue("postgres").database())
        else:
            url = f"sqlite:///{tmp_path_factory.mktemp('town') / 'register.db'}"
        settle_town(stack.enter_context(opened(url)))
        yield stack.enter_context(finding(url))


@pytest.fixture
def url(fresh: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    with fresh() as url:
        yield url


@pytest.fixture
def register(url):
    with opened(url) as register:
        yield register


@pytest.fixture
def finder(register, url):
    with finding(url) as finder:
        yield finder
