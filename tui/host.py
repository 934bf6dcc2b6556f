"""Desks of a team on one machine: `kartotek host` keeps the program loaded, and desks begin as copies of it.

A copy shares with the host what both have loaded, half of its memory, and is on the screen before Python would have
imported anything. The agent's own process stays at the terminal: it hands terminal and surroundings over, passes the
terminal's signals on, and ends as the desk ends. Without a host, or with one that does not answer, desks start as ever.

A host that runs as root serves everybody on the machine, each desk as the agent who asked, like sshd; any other host
its own user only. Nothing that an agent sends is read before the process is theirs.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
import sys
import termios
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from tui.argv import command

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACE = "/run/kartotek/host"
_PATIENCE = 3  # seconds for the host to answer, and for a copy to be told what it is to be
_LONGEST = 4 << 20  # bytes of arguments and surroundings: twice what Linux takes
_NUMBER = struct.Struct("!i")
_CREDENTIALS = struct.Struct("3i")  # of <sys/socket.h>: process, user, group
_GROUPS = 59  # SO_PEERGROUPS of <asm-generic/socket.h>: those of the peer, which may be fewer than its user has
_STREAMS = (0, 1, 2)
_PASSED_ON = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGWINCH)
_JOB_CONTROL = (signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU)
_RESTORED = "\x1b[?1049l\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[?25h"
"""What undoes all that a desk asks of a terminal."""

_LOADED = (
    "tui.app",
    "tui.cli",
    "tui.preferring",
    "tui.screens.acts",
    "tui.screens.shown",
    "textual.drivers.linux_driver",
    "textual.layouts.factory",
    "search.index",
    "search.sqlite",
    "model.approvals",
    "model.authority",
    "model.calling",
    "model.card",
    "model.desk",
    "model.drafts",
    "model.foresight",
    "model.letters.danish",
    "model.letters.english",
    "model.letters.norwegian",
    "model.reasons",
    "model.store",
    "model.worklist",
    "sqlalchemy.dialects.sqlite",
)
"""What a desk imports until a card is open; the rest follows from these."""

_LOADED_WHERE_INSTALLED = ("psycopg", "search.postgres", "sqlalchemy.dialects.postgresql.psycopg")


def place() -> str:
    """Where the host listens: KARTOTEK_HOST, else the machine's own place."""
    return os.environ.get("KARTOTEK_HOST") or _PLACE


# What stays at the agent's terminal


def desk(argv: Sequence[str]) -> int | None:
    """Open the desk as a copy of the host; its exit status, or None where it is to start as ever."""
    if _in_background():
        return None
    before = [signal.signal(number, signal.SIG_IGN) for number in _JOB_CONTROL]
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.settimeout(_PATIENCE)
            line.connect(place())
            if _peer(line)[0] in {0, os.getuid()}:  # else not for them: a server's password perhaps surrounds us
                _ask(line, argv)
                return _stay(line, _number(line))
        except OSError:
            pass
        except KeyboardInterrupt:
            return 130
    for number, handler in zip(_JOB_CONTROL, before, strict=True):
        signal.signal(number, handler)
    return None


def _in_background() -> bool:
    """Whether a shell keeps the terminal to itself, which nothing would guard from a copy in another session."""
    try:
        return os.tcgetpgrp(0) != os.getpgrp()
    except OSError:  # no shell controls it
        return False


def _ask(line: socket.socket, argv: Sequence[str]) -> None:
    umask = os.umask(0)
    os.umask(umask)
    asked = {"argv": list(argv), "environ": dict(os.environ), "folder": os.getcwd(), "umask": umask}  # noqa: PTH109  pathlib takes long to import
    encodings = {"names": sys.getfilesystemencoding(), "encoding": sys.stdout.encoding}
    body = json.dumps(asked | encodings).encode()
    socket.send_fds(line, [_NUMBER.pack(len(body))], _STREAMS)
    line.sendall(body)


def _stay(line: socket.socket, process: int) -> int:
    """Pass signals on until the desk has ended; also that the terminal is gone, where no signal tells."""
    modes = termios.tcgetattr(0)
    told = 0

    def pass_on(number: int, _: object) -> None:
        nonlocal told
        ending = number in {signal.SIGHUP, signal.SIGTERM}
        told = number if ending else told
        with suppress(ProcessLookupError):
            os.kill(process, number)
            if ending:
                os.kill(process, signal.SIGCONT)  # one that was stopped would never end

    for number in _PASSED_ON:
        signal.signal(number, pass_on)
    line.settimeout(None)
    events = select.poll()
    events.register(line, select.POLLIN)
    events.register(0, 0)  # only that it is gone
    if line.fileno() not in dict(events.poll()):
        pass_on(signal.SIGHUP, None)
    try:
        return _number(line)
    except OSError:
        with suppress(OSError, termios.error):
            print(_RESTORED, end="", file=sys.stderr, flush=True)
            termios.tcsetattr(0, termios.TCSAFLUSH, modes)
            if not told:
                print("kartotek: the desk was killed; what was typed is offered at the next start", file=sys.stderr)
        return 128 + told if told else 1


def _peer(line: socket.socket) -> tuple[int, int]:
    """User and group of the process at the other end."""
    _, user, group = _CREDENTIALS.unpack(line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    return user, group


def _number(line: socket.socket) -> int:
    """The next number from the other end.

    Raises:
        OSError: it ended, or did not answer in time.
    """
    return int(_NUMBER.unpack(_received(line, _NUMBER.size))[0])


def _received(line: socket.socket, length: int) -> bytes:
    body = bytearray()
    while len(body) < length:
        if not (part := line.recv(length - len(body))):
            raise ConnectionError("the other end is gone")
        body += part
    return bytes(body)


# The host, and the copy of it that becomes a desk


def serve() -> NoReturn:
    """Begin a desk for everybody who asks, until a signal ends the host.

    Raises:
        Refused: it cannot listen there; the message says what to do.
    """
    import gc
    import time

    from sqlalchemy.orm import configure_mappers

    _let_go_of_the_starter()
    began_with = _program()  # before anything is loaded: what changes meanwhile is noticed
    load()
    configure_mappers()
    listening = _listen()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the place that it leaves behind answers nobody
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for desks: each tells its agent how it ended
    gc.collect()
    gc.freeze()
    with suppress(OSError):  # nobody may be there to read it
        print(f"kartotek: desks begin at {place()}", flush=True)
    while True:
        try:
            line, _ = listening.accept()
        except OSError:  # no room for another line
            time.sleep(0.1)
            continue
        if _program() != began_with:  # this desk starts as ever, the next one as a copy of what is there now
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606  itself, by the same words
        with line, suppress(OSError):  # no room for another copy: it starts as ever, or says so itself
            if os.fork() == 0:
                listening.close()
                _become_desk(line)


def _let_go_of_the_starter() -> None:
    """Close what the host was started with, which every agent's desk would hold; have streams, if to nowhere."""
    import resource

    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    while (stream := os.open(os.devnull, os.O_RDWR)) in _STREAMS:
        pass
    os.close(stream)


def load() -> None:
    """Import what a desk needs."""
    from importlib import import_module

    for name in _LOADED:
        import_module(name)
    with suppress(ImportError):
        for name in _LOADED_WHERE_INSTALLED:
            import_module(name)


def _listen() -> socket.socket:
    import errno
    from pathlib import Path

    from model.errors import Refused

    where = Path(place())
    listening = socket.socket(socket.AF_UNIX)
    try:
        with socket.socket(socket.AF_UNIX) as other:
            other.settimeout(_PATIENCE)
            answer = other.connect_ex(str(where))
        if answer == 0:
            raise Refused(f"a host listens at {where} already")
        if answer == errno.ECONNREFUSED and where.is_socket():  # left behind
            where.unlink()
        if str(where) == _PLACE:
            where.parent.mkdir(exist_ok=True)
            where.parent.chmod(0o755)  # whatever root's umask is
        listening.bind(str(where))
        where.chmod(0o666 if os.getuid() == 0 else 0o600)
        listening.listen()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(f"cannot listen at {where}: {reason}. KARTOTEK_HOST names another place") from error
    return listening


def _program() -> tuple[float, float]:
    """When the program, and what it is built from, was last changed; in the middle of a change no day that there is."""
    from pathlib import Path

    import textual

    root = Path(__file__).parents[1]
    ours = (path for name in ("tui", "search", "model") for path in (root / name).rglob("*.py"))
    try:
        return max(path.stat().st_mtime for path in ours), Path(textual.__file__).parents[1].stat().st_mtime
    except (OSError, ValueError):
        return 0.0, 0.0


def _become_desk(line: socket.socket) -> NoReturn:
    import threading
    import traceback

    from tui.cli import run

    status = 1
    try:
        os.setsid()
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)  # whatever the host was started with
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.alarm(_PATIENCE)  # for all of it: nobody holds copies by telling slowly what they are to be
        _become(line)
        argv = _surround(line)
        signal.alarm(0)
        line.sendall(_NUMBER.pack(os.getpid()))
    except BaseException:  # noqa: BLE001  the agent's desk starts as ever
        os._exit(status)
    try:
        threading.Thread(target=_end_with, args=[line], daemon=True).start()
        status = run(argv)
    except SystemExit as ended:  # an option that there is not
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001  whatever it is, no copy goes on as a host
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            line.sendall(_NUMBER.pack(status))
        os._exit(status)


def _become(line: socket.socket) -> None:
    """Be the agent who asked, in their groups, with no right of root left.

    Raises:
        OSError: this host is another user's.
    """
    user, group = _peer(line)
    if os.getuid() == user:
        return
    groups = line.getsockopt(socket.SOL_SOCKET, _GROUPS, 1024)
    os.setgroups([number for (number,) in struct.iter_unpack("I", groups)])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)


def _surround(line: socket.socket) -> list[str]:
    """Take the agent's terminal and surroundings; what was written behind `kartotek`."""
    import time

    size, streams, _, _ = socket.recv_fds(line, _NUMBER.size, len(_STREAMS))
    (length,) = _NUMBER.unpack(size)
    if len(streams) != len(_STREAMS) or not 0 < length <= _LONGEST:
        raise ConnectionError("that was no desk")
    asked: dict[str, Any] = json.loads(_received(line, length))
    if asked["names"] != sys.getfilesystemencoding() or command(asked["argv"]):
        raise ConnectionError("names would be other names here, or it is another command")
    os.chdir(asked["folder"])
    for given, stream in zip(streams, _STREAMS, strict=True):
        os.dup2(given, stream)
        os.close(given)
    os.environ.clear()
    os.environ.update(asked["environ"])
    time.tzset()
    os.umask(asked["umask"])
    for name, mode, stream in zip(("stdin", "stdout", "stderr"), "rww", _STREAMS, strict=True):
        # Those of the host know what they were opened on, a file perhaps.
        opened = open(stream, mode, 1, encoding=asked["encoding"], errors="backslashreplace", closefd=False)  # noqa: SIM115
        setattr(sys, name, opened)
        setattr(sys, f"__{name}__", opened)
    return list(asked["argv"])


def _end_with(line: socket.socket) -> None:
    """Hang up when the agent's process is gone: the terminal's signals reach this one through it alone."""
    with suppress(OSError):
        while line.recv(1):
            pass
    os.kill(os.getpid(), signal.SIGHUP)
