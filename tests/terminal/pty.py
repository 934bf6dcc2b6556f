"""A real pseudo-terminal: what the program paints on it, what it costs in bytes, and how it takes a hang-up."""

import errno
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

from tests.waiting import PATIENCE

PROGRAM = str(Path(sys.executable).with_name("kartotek"))
"""The installed command; `python -m tui` is the same."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "space": " ",
    **dict(zip(("f1", "f2", "f3", "f4"), ("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"), strict=True)),
    **{f"f{n}": f"\x1b[{code}~" for n, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)},
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
"""What an xterm sends for a key."""

# The program asks whether the terminal can show a whole paint at once; it can. So no test ever reads half of one.
_ASKED, _ANSWER = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"

# What Textual asks of a terminal and pyte would paint the tails of: mode queries, kitty keys, DCS strings.
_UNREAD = re.compile(rb"\x1b\[[?>=<]?[0-9;]*\$p|\x1b\[[>=<][0-9;]*[a-z]|\x1bP.*?\x1b\\", re.DOTALL)
# The beginning of a sequence whose rest has not come yet.
_BEGUN = re.compile(rb"\x1b(?:\[[?>=<]?[0-9;]*\$?|P[^\x1b]*\x1b?)?\Z")


class Terminal:
    """A program in a pseudo-terminal of a given size, its screen kept by pyte.

    The screen only moves while one waits: every `wait_...` reads what came until its fact holds. Like most terminals it
    shows what the program sends as one paint (mode 2026) when that is complete, and never half of it.
    """

    def __init__(
        self,
        command: Sequence[str | os.PathLike[str]],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
    ) -> None:
        """Start the program. Of the surroundings it gets PATH, HOME and the data folder, and what `env` adds."""
        self.raw = bytearray()
        self._unpainted = b""
        self._answered = False
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_DATA_HOME") if name in os.environ}
        self._process = subprocess.Popen(
            ["setsid", "--ctty", *command],  # a session of its own, with this terminal: so a hang-up reaches it
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "KARTOTEK_HOST": "/nowhere", **(env or {})},
            cwd=cwd,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.hang_up()

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    # What is seen

    @property
    def lines(self) -> list[str]:
        """The screen's lines, without the blanks at their ends."""
        # Not pyte's own `display`: it fails on the half of a wide letter that is being painted over.
        rows, columns = range(self._screen.lines), range(self._screen.columns)
        return ["".join(self._screen.buffer[y][x].data for x in columns).rstrip() for y in rows]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row, counted from 0."""
        return self._screen.cursor.x, self._screen.cursor.y

    def underlined(self, row: int) -> list[str]:
        """What is underlined on a row, counted from 0: the runs of cells."""
        cells = self._screen.buffer[row]
        line = "".join(cells[x].data if cells[x].underscore else "\0" for x in range(self._screen.columns))
        return [run for run in line.split("\0") if run]

    @property
    def received(self) -> int:
        """How many bytes the program has sent, of those read so far."""
        return len(self.raw)

    # What is done

    def type(self, text: str | bytes) -> None:
        """Send text as typed; bytes as they are, for keyboards that send no UTF-8."""
        data = text.encode() if isinstance(text, str) else text
        while data:
            # A program that paints and does not read yet must not block us: take what it has painted.
            self._read(0)
            _, writable, _ = select.select([], [self._master], [], 0.05)
            if writable:
                data = data[os.write(self._master, data) :]

    def press(self, *keys: str) -> None:
        """Send keys by name: `press("down", "enter", "f2", "ctrl+c")`; one letter stands for itself."""
        for key in keys:
            self.type(KEYS[key] if len(key) > 1 else key)

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size; the kernel tells the program."""
        self._screen.resize(lines=rows, columns=columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the line, as a lost connection does: the program gets SIGHUP, and nobody reads any more."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def kill(self, number: signal.Signals = signal.SIGKILL) -> int:
        """Send the program a signal and give its exit status."""
        self._process.send_signal(number)
        return self.wait_exit()

    # What is waited for

    def wait_for(self, *facts: str | re.Pattern[str] | Callable[[str], object], patience: float = PATIENCE) -> str:
        """Read until one screen shows all of these: texts, patterns, questions about its text answered with yes.

        What stands in different parts of the screen may be painted one after the other: wait for all that is asserted.

        Returns:
            The screen's text.

        Raises:
            TimeoutError: it never did, or the program ended; what is missing and the last screen are told.
        """

        def missing() -> list[str]:
            screen = self.text
            return [_told(fact) for fact in facts if not _holds(fact, screen)]

        return self._read_until(lambda: not missing(), lambda: ", ".join(missing()), patience)

    def wait_gone(self, text: str, *, patience: float = PATIENCE) -> str:
        """Read until a text is no longer on the screen."""
        return self._read_until(lambda: text not in self.text, lambda: f"{text!r} gone", patience)

    def wait_quiet(self, seconds: float = 0.3, *, patience: float = PATIENCE) -> str:
        """Read until nothing has come for a while: only for counting bytes, where no text can tell the end."""
        deadline = time.monotonic() + patience
        while self._read(seconds):
            if time.monotonic() > deadline:
                raise TimeoutError(f"not quiet within {patience:g} seconds:\n{self.text}")
        return self.text

    def wait_exit(self, *, patience: float = PATIENCE) -> int:
        """Read on until the program has ended; give its exit status (negative: the signal that ended it).

        Raises:
            TimeoutError: it still runs; the last screen is told.
        """
        deadline = time.monotonic() + patience
        while self._process.poll() is None:
            if time.monotonic() > deadline:
                raise TimeoutError(f"still running after {patience:g} seconds:\n{self.text}")
            if not self._read(0.02):
                time.sleep(0.005)  # the line may be closed already: do not spin
        while self._read(0):
            pass
        return self._process.returncode

    def _read_until(self, fact: Callable[[], object], what: Callable[[], str], patience: float) -> str:
        deadline = time.monotonic() + patience
        while not fact():
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"in vain for {patience:g} seconds: {what()}\n{self.text}")
            if not self._read(min(left, 0.25)) and self._process.poll() is not None and not self._read(0):
                raise TimeoutError(f"ended with {self._process.returncode} before: {what()}\n{self.text}")
        return self.text

    def _read(self, seconds: float) -> bool:
        """Take what the program has sent, waiting so long for it; false where nothing came."""
        if self._master < 0 or not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError as error:  # how Linux tells that the other side is closed
            if error.errno != errno.EIO:
                raise
            return False
        self.raw += data
        if not self._answered and _ASKED in self.raw:
            self._answered = True
            os.write(self._master, _ANSWER)
        self._paint(data)
        return bool(data)

    def _paint(self, data: bytes) -> None:
        """Show what came, up to the end of the last paint that is complete."""
        data = self._unpainted + data
        begun = data.rfind(_BEGIN)
        end = begun if begun > data.rfind(_END) else len(data)
        readable = _UNREAD.sub(b"", data[:end])
        if end == len(data) and (cut := _BEGUN.search(readable)):
            readable, self._unpainted = readable[: cut.start()], cut.group()
        else:
            self._unpainted = data[end:]
        self._stream.feed(readable)


def _holds(fact: str | re.Pattern[str] | Callable[[str], object], screen: str) -> object:
    if isinstance(fact, str):
        return fact in screen
    return fact.search(screen) if isinstance(fact, re.Pattern) else fact(screen)


def _told(fact: str | re.Pattern[str] | Callable[[str], object]) -> str:
    if isinstance(fact, str):
        return repr(fact)
    return fact.pattern if isinstance(fact, re.Pattern) else "yes to the question"
