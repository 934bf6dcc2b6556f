"""How well and how fast the lookup finds, measured for `search.py`.

Prints, for each kind of query, recall among the first and the first ten, and p50, p95 and p99 in ms, first of the time
that passed, then of the time of computing (the server's, too), which other programs disturb less; then the private
memory of a process that searched (above what its imports take) and how long the index takes to build. The queries are
drawn from `--seed`: tune with one, report with another. A hit counts where it is the customer the query was drawn from,
or has every word that was meant, so that nobody could tell the two apart.
"""

import argparse
import gc
import multiprocessing
import random
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import search_data
from generate import NOW, make
from lookups import HELD_TO, KINDS, Query, lines, queries
from rapidfuzz import fuzz, process
from sqlalchemy import text as sql

from model.customer import Customer
from model.store import Register, changed, open_register
from search.finder import Finder, open_finder
from search.fold import fold
from search.index import attach, reindex

_WARM = 60


def private_kb() -> int:
    """Memory that this process shares with nobody: what it wrote (pages of the register's file are the system's)."""
    told = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith(("Private_Dirty", "Swap:")))


Answered = tuple[int, float, float]
"""The place of the right one (0: not among ten), ms that passed, ms of computing."""


def computing(finder: Finder) -> float:
    """Milliseconds that this thread has computed, and the process that serves it where that is on this machine."""
    served = 0.0
    if (connection := getattr(finder._lookup._connection, "info", None)) is not None:  # noqa: SLF001
        statistics = Path(f"/proc/{connection.backend_pid}/schedstat")
        served = int(statistics.read_text(encoding="ascii").split()[0]) / 1e6 if statistics.exists() else 0.0
    return time.thread_time() * 1000 + served


def ask(target: str, asked: Sequence[Query]) -> tuple[list[Answered], int]:
    """How each query was answered; and the private memory that took, in kB."""
    if target.startswith("postgresql"):
        import search.postgres
    import search.sqlite  # noqa: F401  an import's own cost is no search's

    gc.collect()
    before = private_kb()
    finder = open_finder(target)
    for query in asked[:: max(1, len(asked) // _WARM)]:
        finder.find(query.text)
    answers = []
    for query in asked:
        begun, busy = time.perf_counter(), computing(finder)
        hits = finder.find(query.text)
        took, busy = (time.perf_counter() - begun) * 1000, computing(finder) - busy
        place = next((place for place, hit in enumerate(hits, 1) if query.answered(hit)), 0)
        answers.append((place, took, busy))
    after = private_kb()
    finder.close()
    return answers, after - before


def in_process(target: str, asked: Sequence[Query]) -> tuple[list[Answered], int]:
    """`ask` in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(ask, (target, asked))


def shares(took: Iterable[float]) -> str:
    """P50, p95 and p99."""
    ordered = sorted(took)
    return "  ".join(f"{ordered[min(len(ordered) * share // 100, len(ordered) - 1)]:7.2f}" for share in (50, 95, 99))


def times(answers: Sequence[Answered]) -> str:
    """What passed, and what of it was computing."""
    return f"{shares(passed for _, passed, _ in answers)}    {shares(computing for *_, computing in answers)}"


def report(asked: Sequence[Query], answers: Sequence[Answered]) -> None:
    """A line for each kind and one for all."""
    by_kind: defaultdict[str, list[Answered]] = defaultdict(list)
    for query, answer in zip(asked, answers, strict=True):
        by_kind[query.kind].append(answer)
    print(f"{'':<22} recall@1  recall@10        ms p50      p95      p99    computing p50  p95      p99")
    for kind, some in (*by_kind.items(), ("all", list(answers))):
        one = sum(place == 1 for place, *_ in some) / len(some)
        ten = sum(place > 0 for place, *_ in some) / len(some)
        below = "" if ten >= HELD_TO.get(kind, 0) else f"   below {HELD_TO[kind]}"
        print(f"{kind:<22} {one:8.3f} {ten:10.3f}    {times(some)}{below}")


def rivals(register: Register, asked: Sequence[Query], seconds: float = 30) -> None:
    """Some of the queries of words through tools that look at every line, as many as fit the time."""
    spoken = [query for query in asked if query.meant]
    random.Random(1).shuffle(spoken)
    every = dict(lines(register))
    took, right = [], 0
    until = time.perf_counter() + seconds
    for query in spoken:
        begun = time.perf_counter()
        found = process.extract(fold(query.text), every, scorer=fuzz.WRatio, limit=10)
        took.append((time.perf_counter() - begun) * 1000)
        right += any(_is_meant(query, key, text) for text, _, key in found)
        if time.perf_counter() > until:
            break
    print(f"{'rapidfuzz extract':<22} {'':8} {right / len(took):10.3f}    {shares(took)}   ({len(took)} queries)")
    if not shutil.which("fzf"):
        print("fzf is not installed")
        return
    lines_of_all = "".join(f"{key} {text}\n" for key, text in every.items()).encode()
    took, right = [], 0
    until = time.perf_counter() + seconds
    for query in spoken:
        begun = time.perf_counter()
        told = subprocess.run(
            ["fzf", "--filter", fold(query.text)], input=lines_of_all, capture_output=True, check=False
        )
        took.append((time.perf_counter() - begun) * 1000)
        best = [line.partition(" ") for line in told.stdout.decode().splitlines()[:10]]
        right += any(_is_meant(query, int(key), text) for key, _, text in best)
        if time.perf_counter() > until:
            break
    print(f"{'fzf --filter':<22} {'':8} {right / len(took):10.3f}    {shares(took)}   ({len(took)} queries)")


def _is_meant(query: Query, key: int, text: str) -> bool:
    has = text.split()
    return key == query.customer_id or all(any(word.startswith(meant) for word in has) for meant in query.meant)


def change(register: Register, count: int) -> None:
    """Single acts, each of one customer who gets a new name and keeps it; what each costs, a tenth after the other."""
    draw = random.Random(3)
    with register.read() as session:
        last = session.connection().execute(sql("SELECT MAX(id) FROM customer")).scalar_one()
    for tenth in range(10):
        begun, busy = time.perf_counter(), time.process_time()
        for _ in range(count // 10):
            with register.write() as session:
                customer = session.get(Customer, draw.randint(1, last))
                if customer is None:
                    continue
                customer.name = f"{customer.name} {draw.choice(('Vang', 'Bak', 'Lund', 'Nygaard', 'Friis'))}"[:80]
                changed(session, [customer.id])
        wall, cpu = time.perf_counter() - begun, time.process_time() - busy
        each = 10_000 / count
        print(
            f"changes {tenth * 10:>3}-{tenth * 10 + 10} %: {wall * each:.1f} ms each, {cpu * each:.1f} ms of computing",
            flush=True,
        )


def while_importing(register: Register, target: str, asked: Sequence[Query]) -> None:
    """The same queries while this process brings in customers, many in one act."""
    stop = threading.Event()

    def bring_in() -> None:
        number = 0
        while not stop.is_set():
            with register.write() as session:
                some = []
                for _ in range(2000):
                    number += 1
                    one = Customer(
                        number=f"I{time.time_ns()}-{number}", creditor_id=1, kind="person", name=f"Ny Kunde {number}",
                        currency="DKK", created_at=NOW, changed_at=NOW,
                    )  # fmt: skip
                    session.add(one)
                    some.append(one)
                session.flush()
                changed(session, [one.id for one in some])

    thread = threading.Thread(target=bring_in)
    thread.start()
    try:
        answers, _ = in_process(target, asked)
    finally:
        stop.set()
        thread.join()
    print(f"{'while importing':<22} {'':8} {'':10}    {times(answers)}")


def build(register: Register) -> None:
    """How long the index takes to be made anew."""
    begun = time.perf_counter()
    reindex(register)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"index built in {time.perf_counter() - begun:.1f} s; peak {memory} MB")


def fresh(register: Register, target: str) -> None:
    """How soon another connection finds a new customer."""
    finder, took = open_finder(target), []
    for turn in range(50):
        with register.write() as session:
            one = Customer(
                number=f"FR{time.time_ns()}", creditor_id=1, kind="person", name=f"Zebedæus Quist{turn}",
                currency="DKK", created_at=NOW, changed_at=NOW,
            )  # fmt: skip
            session.add(one)
            session.flush()
            number = one.number
            changed(session, [one.id])
        begun = time.perf_counter()
        while not any(hit.number == number for hit in finder.find(f"zebedeus {number}")):
            pass
        took.append((time.perf_counter() - begun) * 1000)
    finder.close()
    print(f"{'a change seen':<22} {'':8} {'':10}    {shares(took)}")


def options() -> argparse.Namespace:
    """What to measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=100_000, help="of the register that is made")
    parser.add_argument("--register", help="a register that is there already (path or URL)")
    parser.add_argument("--seed", type=int, default=1, help="of the queries")
    parser.add_argument("--each", type=int, default=125, help="queries of each kind")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind; tells what was not found")
    parser.add_argument("--build", action="store_true", help="make the index anew and tell how long it took")
    parser.add_argument("--rivals", action="store_true", help="ask rapidfuzz.process.extract and fzf, too")
    parser.add_argument("--importing", action="store_true", help="ask again while customers are brought in (writes!)")
    parser.add_argument("--fresh", action="store_true", help="how soon a change is found by another (writes!)")
    parser.add_argument(
        "--changes", type=int, default=0, metavar="N", help="ask again after N single changes (writes!)"
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="FEBRL and Danish spellings (shared/data) instead")
    return parser.parse_args()


def main() -> None:
    args = options()
    if args.data:
        search_data.measure(args.data)
        return
    target = args.register or str(Path(tempfile.gettempdir()) / f"kartotek-search-{args.customers}.db")
    if args.register is None and not Path(target).exists():
        make(Path(target), args.customers, 1)
    register = open_register(target)
    attach(register)
    if args.build:
        build(register)
    _tell_size(target)
    asked = queries(register, args.seed, args.each)
    if args.kind:
        asked = [query for query in asked if query.kind in args.kind]
    answers, memory = in_process(target, asked)
    report(asked, answers)
    print(f"private memory above the imports: {memory / 1024:.1f} MB")
    if args.kind:
        for query, (place, *_) in zip(asked, answers, strict=True):
            if not place:
                print("not found:", query)
    if args.rivals:
        rivals(register, asked)
    if args.importing:
        while_importing(register, target, asked)
    if args.fresh:
        fresh(register, target)
    if args.changes:
        change(register, args.changes)
        answers, _ = in_process(target, asked)
        report(asked, answers)


def _tell_size(path: str) -> None:
    if "://" in path:
        return
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        sizes = dict(
            connection.execute(
                "SELECT name, SUM(pgsize) FROM dbstat WHERE name LIKE 'search_%' GROUP BY name"
            ).fetchall()
        )
        print(f"index: {sum(sizes.values()) / 1e6:.0f} MB")
    except sqlite3.OperationalError:  # this SQLite was built without
        pass
    finally:
        connection.close()
