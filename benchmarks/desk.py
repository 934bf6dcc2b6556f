"""What a key costs at the desk: `python benchmarks/desk.py REGISTER` drives it in a real pseudo-terminal at 80x24.

A paint is complete when nothing has come for a while; its last byte is timed. Beside each figure stands what the desk
is held to, and for alternatives the same desk with every lookup handed to a worker and painted a second time, and the
least that Textual does for a key: a line and some rows, with nothing behind them.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

TODAY = "2026-11-22"
SETTLED = 0.08
"""Seconds without a byte after which a paint is complete."""

QUERIES = (
    "marie sør",
    "hansen jens",
    "+45 22 33",
    "vestergade aar",
    "kjetil dahl",
    "10233",
    "nordlys as",
    "sørensen m",
)
LINES = (
    "lovede 500 fredag",
    "betaler alt fredag",
    "6 mdr fra 1/2",
    "intet svar, ring i morgen 10",
    "bestrider forkert vare",
    "vil skrive et brev til os",
)
CTRL_F = b"\x06"
DOWN = b"\x1b[B"
TYPED_EVERY = 0.2
"""Seconds between two letters of an agent in a hurry."""

IN_WORKER = (
    "import sys; from tui.services import Services; Services.look_up = lambda self, text: None;"
    "from tui.cli import run; sys.exit(run(sys.argv[1:]))"
)


LEAST = [sys.executable, str(Path(__file__).with_name("least.py"))]


class Desk:
    """The desk in a pseudo-terminal whose bytes are counted and timed, and never drawn."""

    def __init__(self, argv: Sequence[str]) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.home = tempfile.mkdtemp(prefix="kartotek-benchmark-")
        self.terminal = os.ttyname(slave)
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *argv],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env={"PATH": os.environ["PATH"], "HOME": self.home, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
            | {"KARTOTEK_AGENT": "benchmark", "KARTOTEK_HOST": os.environ.get("KARTOTEK_HOST", "/nowhere")},
        )
        os.close(slave)

    def read(self, seconds: float) -> bytes:
        """What has come, waiting so long for it."""
        return os.read(self.master, 1 << 20) if select.select([self.master], [], [], seconds)[0] else b""

    def until(self, words: str) -> float:
        """Wait for words; milliseconds since the desk was started."""
        seen = b""
        while words.encode() not in seen:
            if time.perf_counter() - self.begun > 60:
                raise SystemExit(f"{words!r} never came")
            seen += self.read(0.1)
        return (time.perf_counter() - self.begun) * 1000

    def press(self, key: bytes, settled: float = SETTLED) -> tuple[float, int]:
        """Press a key; milliseconds until its paint was complete, and its bytes."""
        begun = last = time.perf_counter()
        os.write(self.master, key)
        count = 0
        while data := self.read(settled if count else 2.0):
            last = time.perf_counter()
            count += len(data)
        return (last - begun) * 1000, count

    def settle(self, seconds: float = 1.0) -> None:
        """Read until nothing has come for so long."""
        while self.read(seconds):
            pass

    def memory(self, kind: str) -> float:
        """Memory in MB: `Pss`, what is shared divided by those who share it; `Pss_Anon`, of that what is no file.

        Of a copy of a host it is that of the copy and of the process at the terminal.
        """
        return sum(in_memory(process, kind) for process in {self.process.pid, *self._copies()})

    def _copies(self) -> list[int]:
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if str((process / "fd/0").readlink()) == self.terminal:
                    found.append(int(process.name))
        return found

    def hang_up(self) -> float:
        """Close the line; milliseconds until the desk has ended."""
        begun = time.perf_counter()
        os.close(self.master)
        self.process.wait(30)
        assert self.process.returncode == 128 + signal.SIGHUP, self.process.returncode
        return (time.perf_counter() - begun) * 1000


def in_memory(process: int, kind: str) -> float:
    """Memory of a process in MB: a line of what Linux tells of it."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(next(line for line in rollup.splitlines() if line.startswith(f"{kind}:")).split()[1]) / 1024


@contextmanager
def hosted(program: str) -> Iterator[None]:
    """Let desks begin as copies of a host."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KARTOTEK_HOST"] = f"{folder}/host"
        host = subprocess.Popen([program, "host"], stdout=subprocess.PIPE)
        assert host.stdout
        host.stdout.readline()
        try:
            yield
            tell("memory of the host itself (PSS)", in_memory(host.pid, "Pss"), "MB")
        finally:
            host.terminate()
            host.wait(30)


def started(argv: Sequence[str], times: int) -> tuple[float, float]:
    """Medians of several starts: first paint, and ready to search (a name typed at once is answered)."""
    paints, ready = [], []
    for _ in range(times):
        desk = Desk(argv)
        paints.append(desk.until("all keys"))
        os.write(desk.master, b"mari")
        ready.append(desk.until("Enter opens"))
        desk.settle()
        desk.hang_up()
    return statistics.median(paints), statistics.median(ready)


def searched(desk: Desk, steps: int = 4) -> tuple[list[tuple[float, int]], list[tuple[float, int]]]:
    """What each letter of the queries cost, and each step down the list."""
    letters, downs = [], []
    for query in QUERIES:
        letters += [desk.press(letter.encode()) for letter in query]
        downs += [desk.press(DOWN) for _ in range(steps)]
        desk.press(b"\x1b")
        desk.settle(0.3)
    return letters, [(took, count) for took, count in downs if count]


def opened(desk: Desk) -> list[tuple[float, int]]:
    """What Enter cost that opened the first card found, for each query."""
    found = []
    for query in QUERIES:
        desk.press(CTRL_F)
        for letter in query:
            os.write(desk.master, letter.encode())
        desk.settle(0.3)
        found.append(desk.press(b"\r", 0.3))  # a server's card comes after a while, its history after that
    return found


def written(desk: Desk) -> list[tuple[float, int]]:
    """What each letter in the entry line cost, while the lines above say what Enter will do."""
    letters = []
    for line in LINES:
        letters += [desk.press(letter.encode()) for letter in line]
        desk.press(b"\x1b")
        desk.settle(0.3)
    return letters


def scrolled(desk: Desk) -> list[tuple[float, int]]:
    """What each step down the history cost, of those that moved."""
    desk.press(b"\t")
    desk.settle(0.3)
    steps = []
    while len(steps) < 40 and (step := desk.press(DOWN))[1]:
        steps.append(step)
    desk.press(b"\x1b")
    return steps


def percentile(took: Sequence[float], of_hundred: int) -> float:
    """So many of a hundred took at most this long."""
    return sorted(took)[len(took) * of_hundred // 100]


def tell(what: str, value: float, unit: str, held_to: float | None = None) -> None:
    """A figure, and what it is held to."""
    verdict = "" if held_to is None else f"   <= {held_to:,.0f}  {'ok' if value <= held_to else 'TOO MUCH'}"
    print(f"{what:<44}{value:>10,.1f} {unit:<8}{verdict}")


def measure(argv: Sequence[str], *, on_server: bool, idle: float) -> None:
    """Everything the desk is held to."""
    paint, ready = started(argv, 5)
    tell("first paint (median of 5 starts)", paint, "ms", 350)
    tell("ready to search", ready, "ms", 900)
    desk = Desk(argv)
    desk.until("all keys")
    desk.settle(2)
    letters, downs = searched(desk)
    took = sorted(ms for ms, _ in letters)
    tell(f"key to complete paint, p50 of {len(took)}", took[len(took) // 2], "ms")
    tell("key to complete paint, p95", took[len(took) * 95 // 100], "ms", 40 if on_server else 25)
    tell("bytes a key while searching (median)", statistics.median(count for _, count in letters), "B", 3000)
    tell("bytes for cursor down in the list", statistics.median(count for _, count in downs), "B", 400)
    if idle:
        desk.settle()
        begun, count = time.perf_counter(), 0
        while (left := begun + idle - time.perf_counter()) > 0:
            count += len(desk.read(left))
        tell("idle bytes a minute", count * 60 / idle, "B", 100)
    cards = opened(desk)
    tell("Enter to the card's complete paint (median)", statistics.median(ms for ms, _ in cards), "ms")
    tell("bytes for a card (median)", statistics.median(count for _, count in cards), "B")
    letters = written(desk)
    tell(f"entry line, key to complete paint, p50 of {len(letters)}", percentile([ms for ms, _ in letters], 50), "ms")
    tell("entry line, key to complete paint, p95", percentile([ms for ms, _ in letters], 95), "ms", 25)
    tell("bytes a key in the entry line (median)", statistics.median(count for _, count in letters), "B", 3000)
    tell("bytes a key in the entry line (p95)", percentile([count for _, count in letters], 95), "B")
    steps = scrolled(desk)
    tell(f"history, cursor down to paint, p95 of {len(steps)}", percentile([ms for ms, _ in steps], 95), "ms", 25)
    tell("bytes for cursor down in the history (median)", statistics.median(count for _, count in steps), "B", 400)
    for letter in "en note som ingen gemte":
        desk.press(letter.encode())
    tell("memory of a session (PSS), a card open", desk.memory("Pss"), "MB", 60)
    tell("  of that without files mapped in", desk.memory("Pss_Anon"), "MB")
    tell("hang-up to exit, a note half typed", desk.hang_up(), "ms", 1000)


def together(argv: Sequence[str], count: int, *, on_cards: bool) -> None:
    """So many desks on this machine at once, an agent at each who types a letter five times a second.

    Each begins at a moment of their own, as agents do; then all press every key in the same moment, as they never do.
    """
    desks = [Desk(argv) for _ in range(count)]
    for desk in desks:
        desk.until("all keys")
    for desk in desks:
        desk.settle(2)

    def types(desk: Desk, after: float) -> list[float]:
        took = []
        time.sleep(after)
        for query in QUERIES:
            for letter in query:
                due = time.perf_counter() + TYPED_EVERY
                took.append(desk.press(letter.encode())[0])
                time.sleep(max(0.0, due - time.perf_counter()))
            desk.press(b"\x1b")
        return took

    for when, last in (("", TYPED_EVERY), (", all at one moment", 0.0)):
        begin = [last * number / count for number in range(count)]
        with ThreadPoolExecutor(count) as agents:
            took = sorted(ms for own in agents.map(types, desks, begin) for ms in own)
        tell(f"{count} desks{when}: key to paint, p50 of {len(took)}", took[len(took) // 2], "ms")
        tell(f"{count} desks{when}: key to paint, p95", took[len(took) * 95 // 100], "ms", 40)
    remembered(desks, "")
    if on_cards:
        with ThreadPoolExecutor(count) as agents:
            list(agents.map(opened, desks))
        remembered(desks, ", a card open")
    for desk in desks:
        desk.process.terminate()
        desk.process.wait(30)


def remembered(desks: Sequence[Desk], when: str) -> None:
    """What the largest of the desks takes."""
    tell(f"{len(desks)} desks{when}: memory of the largest (PSS)", max(desk.memory("Pss") for desk in desks), "MB", 60)
    tell("  without files mapped in", max(desk.memory("Pss_Anon") for desk in desks), "MB")


def alternative(argv: Sequence[str]) -> None:
    """What the same keys cost there."""
    desk = Desk(argv)
    desk.until("all keys")
    desk.settle(2)
    took = [ms for ms, _ in searched(desk, 0)[0]]
    tell("key to complete paint, p50", percentile(took, 50), "ms")
    tell("key to complete paint, p95", percentile(took, 95), "ms")
    desk.process.terminate()
    desk.process.wait(30)


def main() -> None:
    """Measure the desk, then the alternatives."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("register", metavar="PATH|URL", help="e.g. one that benchmarks/generate.py kept")
    parser.add_argument("--idle", type=float, default=120, metavar="S", help="seconds to watch an idle desk (0: not)")
    parser.add_argument("--desks", type=int, default=0, metavar="N", help="so many at once instead")
    parser.add_argument("--host", action="store_true", help="the desks begin as copies of a host (`kartotek host`)")
    args = parser.parse_args()
    options = ["--register", args.register, "--today", TODAY]
    on_server = args.register.startswith("postgres")
    begun = time.perf_counter()
    sum(range(10_000_000))
    pace = (time.perf_counter() - begun) * 1000
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"{args.register}, 80x24; {load}; this machine adds ten million numbers in {pace:.0f} ms")
    program = str(Path(sys.executable).with_name("kartotek"))
    with hosted(program) if args.host else nullcontext():
        if args.desks:
            together([program, *options], args.desks, on_cards=True)
        else:
            measure([program, *options], on_server=on_server, idle=args.idle)
    if args.desks:
        print("\nthe least that Textual does: a line and eleven rows, no lookup")
        together(LEAST, args.desks, on_cards=False)
        return
    print("\nan alternative: every lookup in a worker, painted a second time")
    alternative([sys.executable, "-c", IN_WORKER, *options])
    print("\nthe least that Textual does: a line and eleven rows, no lookup")
    alternative(LEAST)


if __name__ == "__main__":
    main()
