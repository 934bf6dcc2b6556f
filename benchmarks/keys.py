"""How many keys three tasks take: `python benchmarks/keys.py` plays them at the desk, in a pseudo-terminal of 80x24.

Every key counts, from the empty finder to what is recorded: function keys, Enter, and each character of an entry line;
not the text that is searched for, and not free words of a note. What was recorded is then read from the register and
compared. Beside them stands what others need for the same, counted in their manuals: an estimate, not a measurement.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from model.card import customer_id, read_card
from model.records import Card
from model.store import open_register
from tests.terminal.pty import KEYS, PROGRAM, Terminal

TODAY = date(2026, 11, 24)  # a Tuesday: Friday is the 27th
NUMBER = "90233"
LEDGER = f"""Kundenr;Navn;Adresse;Postnr;By;Telefon;Fakturanr;Fakturadato;Forfaldsdato;Beløb
{NUMBER};Marie Sørensen;Vestergade 12;8000;Aarhus C;22334455;91031;01-09-2026;10-10-2026;4.350,00
{NUMBER};Marie Sørensen;Vestergade 12;8000;Aarhus C;22334455;91036;01-10-2026;30-10-2026;3.850,00
"""
CLOCK = ZoneInfo("Europe/Copenhagen")
OTHERS = "SAP ~20 actions + 30 characters · Latitude ~21 + 20 · Dynamics ~51 (estimates from their manuals)"


@dataclass(frozen=True)
class Task:
    """What an agent does, by which keys, and what the register must hold then.

    A step is a key by its name, or a text of which each character counts; what is waited for stands behind it.
    """

    what: str
    most: int
    steps: Sequence[tuple[str, str]]
    recorded: Callable[[Card], bool]


def six_months(card: Card) -> bool:
    """Six monthly instalments over all that is overdue; and the call."""
    (agreement,) = card.agreements
    months = len(agreement.instalments) == 6 and agreement.frequency == "monthly"
    return months and agreement.total == Decimal("8200.00") and called(card, "agreement")


def called(card: Card, outcome: str) -> bool:
    """One call, that came out so."""
    return [row.outcome for row in card.history.rows if row.kind == "call"] == [outcome]


def rung_tomorrow(card: Card) -> bool:
    """Nobody answered; tomorrow at ten it is tried again."""
    (task,) = card.tasks
    when = f"{task.due_at.astimezone(CLOCK):%Y-%m-%d %H:%M}"
    return (task.kind, when) == ("call_back", "2026-11-25 10:00") and called(card, "no_answer")


def all_on_friday(card: Card) -> bool:
    """All that is to collect is promised for Friday."""
    promises = [(promise.amount, promise.due, promise.state) for promise in card.promises]
    return promises == [(Decimal("8200.00"), date(2026, 11, 27), "open")]


CALL = [("f2", "Start call"), ("enter", "●")]
OPEN = [("enter", "Arrangements")]
END = [("f2", "End call"), ("enter", "Recorded: call")]

TASKS = (
    Task(
        "find, see overdue, log the call, 6 monthly instalments (line)",
        24,
        [*OPEN, *CALL, ("6 mdr fra 1/2", "= Agreement 8.200,00"), ("enter", "Recorded: Agreement"), *END],
        six_months,
    ),
    Task(
        "the same by form",
        16,
        [
            *OPEN,
            *CALL,
            ("f4", "Instalment agreement"),
            ("6", "6"),
            ("enter", "Yes given"),
            ("enter", "Recorded: agr"),
            *END,
        ],
        six_months,
    ),
    Task(
        "no answer, call back tomorrow at 10",
        8,
        [*OPEN, *CALL, ("f2", "End call"), ("n", "[No answer]"), ("enter", "Recorded: call")],
        rung_tomorrow,
    ),
    Task(
        "pays all on Friday (form), the call logged",
        8,
        [*OPEN, *CALL, ("f3", "Promise ·"), ("enter", "Recorded: promise"), *END],
        lambda card: all_on_friday(card) and called(card, "promise"),
    ),
    Task(
        "pays all on Friday (line), the card open",
        8,
        [("alt fre", "= Promise 8.200,00 on Fri 27-11"), ("enter", "Recorded: Promise")],
        all_on_friday,
    ),
)


def keys_in(step: str) -> int:
    """How many keys a step is."""
    return 1 if step in KEYS else len(step)


def kartotek(register: Path, *words: str) -> None:
    """Run a command."""
    command = [PROGRAM, "--register", register, "--today", TODAY.isoformat(), *words]
    subprocess.run(command, env=os.environ | {"KARTOTEK_AGENT": "benchmark"}, capture_output=True, check=True)


def held(path: Path) -> Card:
    """What the register holds of the customer."""
    register = open_register(str(path))
    card = read_card(register, customer_id(register, NUMBER), TODAY)
    register.close()
    return card


def play(task: Task, folder: Path) -> tuple[int, bool]:
    """Play a task on a register of its own; the keys it took, and whether the register holds what it must."""
    register, ledger = folder / "register.db", folder / "ledger.csv"
    ledger.write_text(LEDGER, encoding="utf-8")
    kartotek(register, "generate", "--customers", "50", "--seed", "1")
    kartotek(register, "import", str(ledger), "--creditor", "DK")
    count = 0
    command = [PROGRAM, "--register", register, "--today", TODAY.isoformat()]
    with Terminal(command, env={"KARTOTEK_AGENT": "benchmark", "HOME": str(folder)}) as desk:
        desk.wait_for("Benchmark")
        desk.type("marie sør vest")
        desk.wait_for(f"\n {NUMBER} ")
        if task.steps[0] not in OPEN:
            desk.press("enter")
            desk.wait_for("Arrangements")
        for step, shown in task.steps:
            count += keys_in(step)
            desk.type(KEYS.get(step, step))
            desk.wait_for(shown)
    return count, task.recorded(held(register))


def main() -> int:
    """Play every task; the exit status is 1 where one takes too many keys or records something else."""
    failed = False
    print(f"{'keys':>5} {'held to':>8}")
    for task in TASKS:
        with tempfile.TemporaryDirectory(prefix="kartotek-keys-") as folder:
            count, right = play(task, Path(folder))
        failed |= count > task.most or not right
        verdict = "ok" if count <= task.most else "TOO MANY"
        print(
            f"{count:>5} {task.most:>8}  {verdict:<9}{task.what}{'' if right else ' · NOT RECORDED AS MEANT'}",
            flush=True,
        )
    print(f"\nfor six instalments others need: {OTHERS}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
