"""The register's store: made, migrated, shared and refused in words, on SQLite and on PostgreSQL."""

import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event as Signal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from model import authority, errors, store
from model.contact import Setting
from model.migrations import __file__ as migrations
from model.store import SCHEMA, Register, changed, open_register
from model.tables import METADATA, SETTING
from tests.model import build
from tests.services import free_port
from tests.waiting import until


@pytest.fixture
def register(shared: Register) -> Iterator[Register]:
    """A desk of its own on a register that others use too."""
    register = open_register(shared.url)
    yield register
    register.close()


@pytest.fixture
def fresh(register_url: str) -> Iterator[Register]:
    """A register that nobody else uses."""
    register = open_register(register_url)
    yield register
    register.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def setting(register: Register, name: str) -> str | None:
    with register.read() as session:
        found = session.get(Setting, name)
        return found.value if found else None


def act(register: Register, *steps: Callable[[Session], object]) -> None:
    """One act of several steps."""
    with register.write() as session:
        for step in steps:
            step(session)
            session.flush()


def adds(name: str, value: str = "1") -> Callable[[Session], object]:
    return lambda session: session.add(Setting(name=name, value=value))


def runs(statement: str) -> Callable[[Session], object]:
    return lambda session: session.connection().execute(text(statement))


def fails(session: Session) -> None:
    raise ZeroDivisionError


# opening


@pytest.mark.parametrize(("folder", "file"), [(0o755, 0o600), (0o2775, 0o660)])
def test_a_new_register_is_readable_by_its_owner_or_by_the_group_of_its_folder(
    tmp_path: Path, folder: int, file: int
) -> None:
    place = tmp_path / "desk"
    place.mkdir()
    place.chmod(folder)
    register = open_register(place / "new" / "register.db" if folder == 0o755 else place / "register.db")
    act(register, adds("made"))
    assert register.path is not None
    made = [path for path in register.path.parent.iterdir() if path.name.startswith("register.db")]
    assert {mode(path) for path in made} == {file}
    register.close()


def test_a_register_opens_by_path_by_url_and_from_home(
    tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for target in (tmp_path / "register.db", f"sqlite:///{tmp_path}/register.db", "~/register.db", "register.db"):
        register = open_register(target)
        assert register.path == tmp_path / "register.db"
        register.close()


def test_an_older_register_is_copied_and_then_migrated(tmp_path: Path, migrated: Path, next_version: Path) -> None:
    migrated.chmod(0o640)
    with closing(sqlite3.connect(migrated, isolation_level=None)) as connection:
        connection.execute("INSERT INTO setting VALUES ('kept', 'yes')")

    register = open_register(migrated)
    assert setting(register, "kept") == "yes"
    assert setting(register, "migrated") == "to 9999"
    register.close()
    copy = tmp_path / "register.db.before-9999"
    assert mode(copy) == 0o640
    with closing(sqlite3.connect(copy)) as connection:
        rows = connection.execute("SELECT version_num, name FROM alembic_version, setting").fetchall()
    assert rows == [(SCHEMA, "kept")]


def test_a_migration_that_fails_leaves_the_older_register_as_it_was(migrated: Path, next_version: Path) -> None:
    newest = next_version / "versions" / "9999_next.py"
    newest.write_text(newest.read_text() + "    raise RuntimeError('power cut')\n")
    with pytest.raises(RuntimeError, match="power cut"):
        open_register(migrated)
    with closing(sqlite3.connect(migrated)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(SCHEMA,)]
        assert connection.execute("SELECT count(*) FROM setting").fetchall() == [(0,)]


def test_postgresql_is_migrated_only_when_asked(postgres, next_version: Path) -> None:
    with postgres.database() as url:
        for _ in range(2):
            with pytest.raises(errors.WrongVersion, match=r"has version none.*run `kartotek migrate`"):
                open_register(url)
        register = open_register(url, migrate=True)
        assert setting(register, "migrated") == "to 9999"
        register.close()
        open_register(url).close()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kartotek that knows one migration more."""
    folder = tmp_path / "migrations"
    shutil.copytree(Path(migrations).parent, folder)
    (folder / "versions" / "9999_next.py").write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = '{SCHEMA}'\n\n\ndef upgrade():\n"
        "    op.execute(\"INSERT INTO setting VALUES ('migrated', 'to 9999')\")\n"
    )
    monkeypatch.setattr(store, "MIGRATIONS", folder)
    monkeypatch.setattr(store, "SCHEMA", "9999")
    return folder


def test_a_newer_register_is_refused_and_stays_as_it_is(fresh: Register) -> None:
    act(fresh, runs("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(errors.WrongVersion, match=f"version 9999, this kartotek knows {SCHEMA}: update kartotek"):
        open_register(fresh.url, migrate=True)
    if fresh.path:
        assert [path.name for path in fresh.path.parent.glob("*.before-*")] == []


def test_the_version_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(Path(migrations).parent)).get_heads() == [SCHEMA]


@pytest.mark.filterwarnings(  # on SQLite an index of an expression cannot be read back: the other run compares it
    "ignore:Skipped unsupported reflection of expression-based index",
    "ignore:autogenerate skipping metadata-specified expression-based index",
)
def test_the_migrated_tables_are_those_of_the_models(fresh: Register) -> None:
    with fresh.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
        assert set(inspect(connection).get_table_names()) == {*METADATA.tables, "alembic_version"}


def test_opening_a_register_of_this_version_loads_no_migrations(migrated: Path) -> None:
    script = (
        "import sys; from model.store import open_register; open_register(sys.argv[1]);"
        "print('alembic' in sys.modules, 'textual' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, migrated], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.stdout.split() == ["False", "False"]


# refusing


def test_a_file_of_another_kind_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Mrs Sørensen,\n" * 500)
    before = path.read_bytes()
    with pytest.raises(errors.Unreachable, match=rf"{path} is no register: choose another with --register"):
        open_register(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [None, "ae1027a6acf"])
def test_another_programs_database_is_refused_and_gets_no_tables(
    store_url: str, version: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_version", lambda _: SCHEMA)
    theirs = open_register(store_url)
    monkeypatch.undo()
    with theirs.write() as session:
        session.connection().execute(text("CREATE TABLE places (url TEXT)"))
        if version:
            session.connection().execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
            session.connection().execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": version})
    with pytest.raises(errors.Unreachable, match="holds another program's data: choose another register"):
        open_register(store_url, migrate=True)
    with theirs.engine.connect() as connection:
        assert "customer" not in inspect(connection).get_table_names()
    theirs.close()


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(errors.Unreachable, match=r"file/register\.db: .*: choose another place with --register"):
        open_register(tmp_path / "file" / "register.db")
    with pytest.raises(errors.Unreachable, match=rf"{tmp_path} cannot be reached: unable to open"):
        open_register(tmp_path)


def test_a_server_that_is_away_is_told_without_the_password() -> None:
    url = f"postgresql://desk:hunter2@127.0.0.1:{free_port()}/kartotek"
    with pytest.raises(errors.Unreachable, match=r"the database .*desk.* cannot be reached: .*refused") as refusal:
        open_register(url)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("mysql://root@localhost/x", "mysql: no such kind of register: give a path or postgresql://"),
        ("sqlite://", "sqlite: no such kind of register"),
        ("postgresql://desk@db:port/x", "address cannot be read: write postgresql://"),
    ],
)
def test_an_address_of_another_kind_is_refused(address: str, words: str) -> None:
    with pytest.raises(errors.Unreachable, match=words):
        open_register(address)


def test_a_server_that_goes_away_is_told_and_found_again(shared_server: Register) -> None:
    register = shared_server
    with pytest.raises(errors.Unreachable, match="cannot be reached"):
        act(register, adds("half"), runs("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert setting(register, "half") is None


# writing


def test_an_act_is_stored_whole_or_not_at_all(register: Register) -> None:
    with pytest.raises(ZeroDivisionError):
        act(register, adds("half"), fails)
    assert setting(register, "half") is None
    with pytest.raises(IntegrityError):
        act(register, adds("half"), runs("INSERT INTO setting VALUES ('same', ''), ('same', '')"))
    assert (setting(register, "half"), setting(register, "same")) == (None, None)


def test_hooks_hear_of_changed_customers_inside_the_act(register: Register) -> None:
    heard = []

    def hook(connection, ids) -> None:
        heard.append((sorted(ids), connection.execute(select(SETTING.c.value).where(SETTING.c.name == "act")).all()))
        connection.execute(insert(SETTING).values(name="hook", value="was here"))

    register.hooks.append(hook)
    act(register, adds("act", "pending"), lambda act: changed(act, [7, 8]), lambda act: changed(act, {8, 9}))
    assert heard == [([7, 8, 9], [("pending",)])]
    assert setting(register, "hook") == "was here"

    act(register, adds("nobody changed"))
    assert len(heard) == 1


def test_a_hook_that_fails_undoes_the_act(register: Register) -> None:
    def hook(_connection, _ids) -> None:
        raise RuntimeError("no index")

    register.hooks.append(hook)
    with pytest.raises(RuntimeError, match="no index"):
        act(register, adds("undone"), lambda session: changed(session, [7]))
    assert setting(register, "undone") is None


def test_a_reader_sees_one_state_however_much_is_written_meanwhile(register: Register) -> None:
    with register.read() as session:
        assert session.get(Setting, "new") is None
        act(register, adds("new"))
        assert session.connection().execute(select(SETTING.c.value).where(SETTING.c.name == "new")).all() == []
    assert setting(register, "new") == "1"


def holding_the_lock(url: str) -> "subprocess.Popen[str]":
    """Another process in the middle of an act: it has locked what it writes, and ends when told so."""
    driver, address = ("sqlite3", url.removeprefix("sqlite:///"))
    if url.startswith("postgresql"):
        driver, address = "psycopg", url.replace("+psycopg", "")
    script = (
        f"import sys, {driver}\n"
        f"connection = {driver}.connect(sys.argv[1])\n"
        "connection.execute(\"UPDATE setting SET value = 'theirs' WHERE name = 'shared'\")\n"
        "print('locked', flush=True)\n"
        "sys.stdin.readline()\n"
        "connection.commit()\n"
    )
    command = [sys.executable, "-c", script, address]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_while_another_process_writes_reading_goes_on_and_writing_is_told_to_wait(
    shared: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.05)
    register = open_register(shared.url)
    act(register, adds("shared", "ours"))
    mine = runs("UPDATE setting SET value = 'mine' WHERE name = 'shared'")
    with holding_the_lock(shared.url) as other:
        assert other.stdout
        assert other.stdout.readline() == "locked\n"
        assert setting(register, "shared") == "ours"
        with pytest.raises(errors.Busy, match="what was typed is kept"):
            act(register, mine)
        other.communicate("go on\n")
        assert other.returncode == 0
    assert setting(register, "shared") == "theirs"
    act(register, mine)
    assert setting(register, "shared") == "mine"
    register.close()


def test_two_acts_that_wait_for_one_another_are_told_to_try_again(shared_server: Register) -> None:
    register = shared_server
    for name in ("one", "two"):
        act(register, adds(name))
    first, second = Signal(), Signal()

    def change(name: str, other: str, done: Signal, wait: Signal) -> None:
        update = text("UPDATE setting SET value = 'changed' WHERE name = :name")
        with register.write() as session:
            session.connection().execute(update, {"name": name})
            done.set()
            assert wait.wait(30)
            session.connection().execute(update, {"name": other})

    with ThreadPoolExecutor(2) as acts:
        both = [acts.submit(change, "one", "two", first, second), acts.submit(change, "two", "one", second, first)]
    outcomes = [type(one.exception()) for one in both]
    assert sorted(outcomes, key=str) == sorted([errors.Busy, type(None)], key=str)


def test_two_desks_of_a_new_agent_enter_them_once(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    look, looked = authority._agent, []

    def unseen(session: Session, login: str, today):
        """Both desks look before either has entered the agent."""
        looked.append(login)
        if len(looked) <= 2:
            until(lambda: len(looked) >= 2, "both desks looked")
            return None
        return look(session, login, today)

    monkeypatch.setattr(authority, "_agent", unseen)
    with ThreadPoolExecutor(2) as desks:
        one, other = desks.map(lambda _: build.agent(register, "new"), range(2))
    assert one == other
    assert (one.login, one.name, one.role) == ("new", "New", "agent")


# time


def test_today_is_the_day_of_the_registers_time_zone(fresh: Register) -> None:
    assert fresh.today(build.NOW.replace(hour=22, minute=59)).day == 22
    assert fresh.today(build.NOW.replace(hour=23, minute=0)).day == 23
    act(fresh, adds("time_zone", "America/New_York"))
    assert fresh.today(build.NOW.replace(hour=4)).day == 21


# paths


def test_a_path_may_hold_what_urls_give_a_meaning(tmp_path: Path) -> None:
    path = tmp_path / "what? 100%" / "a b#1.db"
    with closing(open_register(path)) as made:
        build.agent(made, "mette")
        assert made.path == path
    with closing(open_register(path)) as again, again.read() as session:
        assert session.connection().exec_driver_sql("SELECT login FROM agent").scalars().all() == ["mette"]
