"""What a made register costs: `python benchmarks/generate.py 1000000` prints time, peak memory and file size.

The search index is kept meanwhile, as it is for users; `--no-index` leaves it out. `--keep FILE` keeps the register.
`--bare` leaves out all that no customer is found by: for the lookup among many millions.
"""

import argparse
import resource
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from model.generate import generate
from model.store import open_register
from search.index import attach, settle

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def make(path: Path, customers: int, seed: int, *, index: bool = True, bare: bool = False) -> None:
    """Make a register in a new file and tell what it took."""
    register = open_register(path)
    if index:
        attach(register)
    begun, busy = time.perf_counter(), time.process_time()
    counts = generate(
        register,
        customers=customers,
        seed=seed,
        today=TODAY,
        now=NOW,
        bare=bare,
        progress=lambda done, of: print(f"{done:>9} of {of}  {time.perf_counter() - begun:7.1f} s", flush=True),
    )
    if index:
        settle(register)
    wall = time.perf_counter() - begun
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() - busy + others.ru_utime + others.ru_stime
    register.close()
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + others.ru_maxrss) // 1024
    size = sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*")) >> 20
    print(counts)
    print(f"{wall:.1f} s, of which {cpu:.1f} s of computing; peak {memory} MB in both processes; file {size} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("customers", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--no-index", action="store_true")
    parser.add_argument("--bare", action="store_true", help="customers, their numbers and invoices only")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.keep or Path(folder) / "register.db"
        make(path, args.customers, args.seed, index=not args.no_index, bare=args.bare)


if __name__ == "__main__":
    main()
