"""What reports of everybody cost: `python benchmarks/balances.py REGISTER` ages the ledger and tells all risk classes.

Each report runs in a process of its own, as `kartotek ageing` and `kartotek behaviour` do; its rows are counted and let
go. Told are the time that passed, the time of computing, and the most memory the process held: in all, and its own
without files mapped in. The alternatives: for ageing, sums by due day that the database makes in one statement (the
same figures, compared here); for behaviour, the card's way, one customer after the other, drawn up from some.
"""

import argparse
import multiprocessing
import random
import resource
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from generate import TODAY
from sqlalchemy import text

from model import report
from model.account import accounts
from model.columns import from_minor
from model.report import By
from model.risk import assessments, exposures
from model.rules.ageing import age
from model.store import open_register

_SAMPLE = 400  # customers assessed one by one
_BY_DUE_DAY = """
SELECT e.currency, CASE WHEN e.amount > 0 THEN COALESCE(e.due_date, e.date) END AS due, SUM(e.amount) AS amount
FROM entry e WHERE e.date <= :day GROUP BY 1, 2
UNION ALL
SELECT e.currency, COALESCE(e.due_date, e.date), -SUM(a.amount) FROM allocation a JOIN entry e ON e.id = a.debit_id
WHERE a.value_date <= :day GROUP BY 1, 2
UNION ALL
SELECT e.currency, NULL, SUM(a.amount) FROM allocation a JOIN entry e ON e.id = a.debit_id
WHERE a.value_date <= :day GROUP BY 1
"""

Told = dict[str, Any]


def ageing(target: str, day: date, by: By | None, known_on: date | None) -> Told:
    """Rows, and what they add up to."""
    register = open_register(target)
    rows, sums = 0, defaultdict[str, Decimal](Decimal)
    for row in report.ageing(register, day, by=by, known_on=known_on):
        rows += 1
        sums[row.currency] += row.total
    return {"rows": rows, "sums": dict(sums)}


def ageing_by_due_day(target: str, day: date) -> Told:
    """The alternative: no entry leaves the database, it sorts all of them."""
    register = open_register(target)
    items: defaultdict[str, list[tuple[date | None, Decimal]]] = defaultdict(list)
    with register.read() as session:
        for currency, due, amount in session.connection().execute(text(_BY_DUE_DAY), {"day": day.isoformat()}):
            due_day = date.fromisoformat(due) if isinstance(due, str) else due
            items[currency].append((due_day, from_minor(int(amount))))
    aged = {currency: age(some, day) for currency, some in items.items()}
    return {"rows": len(aged), "sums": {currency: sum(buckets.values()) for currency, buckets in aged.items()}}


def behaviour(target: str, day: date, by: By | None) -> Told:
    """Rows, and the customers they tell of."""
    register = open_register(target)
    rows, customers = 0, 0
    for row in report.behaviour(register, day, by=by):
        rows += 1
        customers += row.customers
    return {"rows": rows, "customers": customers}


def one_by_one(target: str, day: date) -> Told:
    """The alternative: what a card asks, for some customers; the time for all is drawn up from it."""
    register = open_register(target)
    with register.read() as session:
        count = session.connection().execute(text("SELECT COUNT(*) FROM customer")).scalar_one()
        ids = random.Random(1).sample(range(1, count + 1), min(_SAMPLE, count))
        begun = time.perf_counter()
        for key in ids:
            if standing := accounts(session, [key], day):
                assessments(session, standing, exposures(session, standing), day)
        each = (time.perf_counter() - begun) / len(ids)
    return {"rows": len(ids), "drawn up": f"{each * count:,.0f} s for {count:,} customers"}


def run(target: str, work: Callable[..., Told], *args: object) -> Told:
    """A report with what it cost; in a process of its own."""
    private, over = 0, threading.Event()

    def watch() -> None:
        nonlocal private
        while not over.wait(0.05):
            status = Path("/proc/self/status").read_text(encoding="ascii")
            private = max(private, int(status.partition("RssAnon:")[2].split()[0]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun, busy = time.perf_counter(), time.process_time()
    told = work(target, *args)
    wall, cpu = time.perf_counter() - begun, time.process_time() - busy
    over.set()
    watcher.join()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return told | {"wall": wall, "cpu": cpu, "peak": peak / 1024, "private": private / 1024}


def tell(name: str, target: str, work: Callable[..., Told], *args: object) -> Told:
    """Run it and print a line."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        told = pool.apply(run, (target, work, *args))
    cost = f"{told['wall']:7.1f} s  {told['cpu']:7.1f} s  {told['peak']:7.0f} MB  {told['private']:7.0f} MB"
    print(f"{name:<46}{cost}  {told['rows']:>9,} rows  {told.get('drawn up', '')}", flush=True)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register", metavar="PATH|URL", help="e.g. one that benchmarks/generate.py kept")
    parser.add_argument("--past", type=date.fromisoformat, default=date(2026, 6, 30), help="a day that is gone")
    args = parser.parse_args()
    print(f"{'':<46}{'passed':>9}  {'computing':>9}  {'peak':>10}  {'its own':>10}")
    whole = tell("ageing", args.register, ageing, TODAY, None, None)
    for by in By:
        told = tell(f"ageing by {by}", args.register, ageing, TODAY, by, None)
        assert told["sums"] == whole["sums"], (by, told["sums"], whole["sums"])
    tell(f"ageing of {args.past}, as known now", args.register, ageing, args.past, None, None)
    tell(f"ageing of {args.past}, as known then", args.register, ageing, args.past, None, args.past)
    other = tell("  alternative: summed by due day in SQL", args.register, ageing_by_due_day, TODAY)
    assert other["sums"] == whole["sums"], (other["sums"], whole["sums"])
    tell("behaviour", args.register, behaviour, TODAY, None)
    tell("behaviour by customer", args.register, behaviour, TODAY, By.CUSTOMER)
    tell("  alternative: one customer after the other", args.register, one_by_one, TODAY)


if __name__ == "__main__":
    main()
