"""Servers that live for the tests: a PostgreSQL and an sshd of their own, on loopback, in a temporary folder."""

import getpass
import grp
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from pwd import getpwnam
from typing import NoReturn

import psycopg
import pytest
from psycopg import sql

from tests.waiting import until

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
NOLOGIN_USERS = ("postgres", "nobody")
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"


def missing(program: str, package: str) -> NoReturn:
    """Skip the test, saying what to install; where everything must be there (CI), fail it."""
    not_tested(f"{program} is not installed. On Debian: apt-get install {package}")


def not_tested(why: str) -> NoReturn:
    """Skip the test loudly; where everything must be there (CI), fail it."""
    words = f"NOT TESTED: {why}"
    if IN_CI:
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(argv: list[str], log: Path, ready: Callable[[], bool], *, stop: signal.Signals) -> Iterator[None]:
    """Run a server until the block ends; the signal `stop` ends it, also when the test process dies."""
    with log.open("wb") as out:
        server = subprocess.Popen(  # never through a shell: the words are ours
            ["setpriv", "--pdeathsig", stop.name.removeprefix("SIG"), *argv],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=log.parent,
        )
    try:
        try:
            until(lambda: server.poll() is not None or ready(), f"{argv[-1]} answers")
        except TimeoutError as error:
            error.add_note(log.read_text())
            raise
        if server.poll() is not None:
            raise ChildProcessError(f"{shlex.join(argv)} ended with {server.returncode}: {log.read_text()}")
        yield
    finally:
        server.send_signal(stop)
        server.wait(30)


# PostgreSQL


def postgres_programs() -> Path | None:
    """The folder of the newest server's programs, where there is one."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in versions), key=lambda path: int(path.parent.name), default=None)


@dataclass
class Postgres:
    """A running PostgreSQL server; `database` gives a fresh one in milliseconds."""

    port: int
    password: str
    made: int = 0
    templates: dict[Callable[[str], object], str] = field(default_factory=dict)

    def url(self, name: str) -> str:
        """The address of a database, as SQLAlchemy reads it."""
        return f"postgresql+psycopg://kartotek:{self.password}@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: sql.SQL | sql.Composed, parameters: tuple[object, ...] = ()) -> None:
        """Run one statement as the server's owner, in the maintenance database."""
        address = self.url("postgres").replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement, parameters)

    def create(self, template: str = "template0") -> str:
        """Make a database from a template; give its name."""
        self.made += 1
        name = f"kartotek_{self.made}"
        self.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    @contextmanager
    def database(self, prepare: Callable[[str], object] | None = None) -> Iterator[str]:
        """The URL of a fresh database, gone afterwards; `prepare(url)` runs once and the databases are its copies."""
        template = "template0"
        if prepare is not None:
            if prepare not in self.templates:
                name = self.create()
                prepare(self.url(name))
                # A template must have no connection left; pools close theirs lazily.
                self.execute(
                    sql.SQL("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"), (name,)
                )
                self.templates[prepare] = name
            template = self.templates[prepare]
        name = self.create(template)
        try:
            yield self.url(name)
        finally:
            self.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def run_postgres() -> Iterator[Postgres]:
    """Start a PostgreSQL server of our own, as an ordinary user: it refuses to run as root."""
    programs = postgres_programs()
    if programs is None:
        missing("PostgreSQL", "postgresql")
    folder = Path(tempfile.mkdtemp(prefix="kartotek-postgres-", dir=_in_memory()))
    try:
        become: list[str] = []
        password = secrets.token_hex(16)
        secret = folder / "password"
        secret.write_text(password)
        secret.chmod(0o600)
        if os.geteuid() == 0:
            user = next(getpwnam(name) for name in NOLOGIN_USERS if _has_user(name))
            for path in (folder, secret):
                os.chown(path, user.pw_uid, user.pw_gid)
            become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        data = folder / "data"
        initdb = [f"{programs}/initdb", "-D", str(data), "-U", "kartotek", f"--pwfile={secret}", "--auth=scram-sha-256"]
        subprocess.run(
            [*become, *initdb, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
            check=True,
            capture_output=True,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )
        server = Postgres(free_port(), password)
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": server.port,
            "unix_socket_directories": "",
            # What makes a server safe against power cuts only makes a test slow.
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "max_wal_size": "128MB",
            "shared_buffers": "32MB",
            "max_connections": 50,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        argv = [*become[1:], f"{programs}/postgres", "-D", str(data), *options]

        def ready() -> bool:
            try:
                server.execute(sql.SQL("SELECT 1"))
            except psycopg.OperationalError:
                return False
            return True

        with running(argv, folder / "log", ready, stop=signal.SIGINT):
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_memory() -> str | None:
    """Where files stay in memory, with room for two servers: there a database is made in a third of the time."""
    roomy = Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 2**31
    return "/dev/shm" if roomy else None


def _has_user(name: str) -> bool:
    try:
        getpwnam(name)
    except KeyError:
        return False
    return True


# sshd


@dataclass(frozen=True)
class Sshd:
    """A running sshd that gives whoever holds the test's key one command."""

    port: int
    folder: Path

    def argv(self, *words: str) -> list[str]:
        """The client's command line: strict about the host's key, blind to the user's own settings.

        Options go in front of the host, so `argv("-tt", "-C")` asks for a terminal and compression.
        """
        settings = {
            "UserKnownHostsFile": self.folder / "known_hosts",
            "GlobalKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "yes",
            "IdentitiesOnly": "yes",
            "IdentityAgent": "none",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
            "ConnectTimeout": "10",
        }
        options = [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]
        where = ["-p", str(self.port), "-l", getpass.getuser(), "-i", str(self.folder / "key")]
        return ["ssh", "-F", "none", *options, *where, *words, "127.0.0.1"]

    @property
    def log(self) -> str:
        """What the server told so far."""
        return (self.folder / "log").read_text()


@contextmanager
def run_sshd(force_command: str, *settings: str) -> Iterator[Sshd]:
    """Start an sshd of our own, as the user who runs the tests, with `force_command` as all it ever runs.

    Args:
        force_command: a line for the user's shell; the environment it gets is sshd's own, bare one.
        settings: more lines for its configuration.
    """
    path = f"{os.environ.get('PATH', '')}:{SBIN}"
    sshd, keygen = shutil.which("sshd", path=path), shutil.which("ssh-keygen", path=path)
    if sshd is None:
        missing("sshd", "openssh-server")
    if keygen is None or not shutil.which("ssh"):
        missing("ssh", "openssh-client")
    if os.geteuid() != 0 and not _terminals_belong_to_tty():
        not_tested(
            "an sshd that is not root's gives no terminals where devpts is mounted without gid=5, as in a container"
        )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where root's sshd locks its unprivileged half in
    folder = Path(tempfile.mkdtemp(prefix="kartotek-sshd-"))
    try:
        for name in ("host", "key"):
            subprocess.run(
                [str(keygen), "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", folder / name], check=True
            )
        shutil.copy(folder / "key.pub", folder / "authorized_keys")
        server = Sshd(free_port(), folder)
        host_key = (folder / "host.pub").read_text()
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {host_key}")
        (folder / "config").write_text(
            "\n".join(
                (
                    "ListenAddress 127.0.0.1",
                    f"Port {server.port}",
                    f"HostKey {folder / 'host'}",
                    f"AuthorizedKeysFile {folder / 'authorized_keys'}",
                    "StrictModes no",  # the temporary folder lies in one that all may write
                    "PidFile none",
                    "UsePAM no",
                    "PasswordAuthentication no",
                    "KbdInteractiveAuthentication no",
                    "PermitRootLogin prohibit-password",
                    "Compression yes",
                    "AcceptEnv LANG LC_* COLORTERM NO_COLOR",
                    "PrintMotd no",
                    "PrintLastLog no",
                    f"ForceCommand {force_command}",
                    *settings,
                    "",
                )
            )
        )

        def ready() -> bool:
            try:
                with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
                    return connection.recv(4) == b"SSH-"
            except OSError:
                return False

        with running([str(sshd), "-D", "-e", "-f", str(folder / "config")], folder / "log", ready, stop=signal.SIGTERM):
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _terminals_belong_to_tty() -> bool:
    master, slave = os.openpty()
    try:
        return os.fstat(slave).st_gid == grp.getgrnam("tty").gr_gid
    finally:
        os.close(master)
        os.close(slave)
