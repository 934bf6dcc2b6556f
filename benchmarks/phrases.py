"""How long a line takes to be understood: `python benchmarks/phrases.py` prints p50, p95 and the longest, in ms of CPU.

Three kinds of line: those of the table of phrases, each as it grows letter by letter (what a keystroke costs), and
keywords thrown together at random, which is worse than anything an agent types.
"""

import csv
import random
import sys
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.tui.cards import TODAY
from tests.tui.debtors import marie
from tui.phrases import read
from tui.phrases.vocabulary import LANGUAGES

TABLE = Path(__file__).parent.parent / "tests" / "tui" / "phrases" / "phrases.csv"
CARD = marie()


def typed() -> list[str]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [row["typed"] for row in csv.DictReader(lines, delimiter="|", quoting=csv.QUOTE_NONE)]


def soup(lines: int, words: int) -> list[str]:
    draw = random.Random(7)
    spellings = [word for table in LANGUAGES.values() for row in table.values() for word in row.split("|")]
    figures = ["500", "1.500", "1/2", "1031", "20%", "kl 10", "27/11", ",", "6", "x"]
    return [" ".join(draw.choice(spellings + figures) for _ in range(words)) for _ in range(lines)]


def told(name: str, lines: Iterable[str]) -> None:
    spent = []
    for line in lines:
        read(line, CARD, TODAY)  # the bank holidays of a year that a plan runs into are worked out once
        start = time.process_time()
        read(line, CARD, TODAY)
        spent.append((time.process_time() - start) * 1000)
    spent.sort()
    middle, high = spent[len(spent) // 2], spent[len(spent) * 95 // 100]
    print(f"{name:<28} {len(spent):>6} lines   p50 {middle:5.2f}   p95 {high:5.2f}   max {spent[-1]:6.2f} ms")


def main() -> None:
    table = typed()
    start = time.process_time()
    read(table[0], CARD, TODAY)
    print(f"the first line, tables built: {(time.process_time() - start) * 1000:.1f} ms")
    told("the table of phrases", table)
    told("growing letter by letter", (line[:end] for line in table for end in range(1, len(line) + 1)))
    told("8 keywords at random", soup(2000, 8))
    told("25 keywords at random", soup(500, 25))


if __name__ == "__main__":
    main()
