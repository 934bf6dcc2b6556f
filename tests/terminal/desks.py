"""A made register with a debtor of known figures in it, and the desk opened on it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.terminal.pty import PROGRAM, Terminal

TODAY = "2026-11-22"
MARIE = "90233"
OLE = "90400"

LEDGER = f"""Kundenr;Navn;Adresse;Postnr;By;Telefon;Fakturanr;Fakturadato;Forfaldsdato;Beløb
{MARIE};Marie Sørensen;Vestergade 12;8000;Aarhus C;22334455;91031;01-09-2026;10-10-2026;4.350,00
{MARIE};Marie Sørensen;Vestergade 12;8000;Aarhus C;22334455;91036;01-10-2026;30-10-2026;3.850,50
{MARIE};Marie Sørensen;Vestergade 12;8000;Aarhus C;22334455;91042;01-11-2026;10-11-2026;4.250,00
{MARIE};Marie Sørensen;Vestergade 12;8000;Aarhus C;22334455;91051;20-11-2026;20-12-2026;1.000,00
{OLE};Ole Lund;Havnegade 3;5000;Odense C;33445566;92001;01-11-2026;15-11-2026;750,00
"""
"""Marie owes 12.450,50 overdue on three invoices, and 1.000,00 not yet due."""


def kartotek(target: str | Path, *words: str | Path, status: int = 0) -> str:
    """What a command prints; it must end with this status."""
    ran = subprocess.run(
        [PROGRAM, "--register", str(target), "--today", TODAY, *words],
        env=os.environ | {"KARTOTEK_AGENT": "mette"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == status, ran.stderr
    return ran.stdout


def bring_in(target: str | Path, folder: Path, csv: str) -> None:
    """Import a CSV as claims of the Danish creditor."""
    path = folder / "ledger.csv"
    path.write_text(csv, encoding="utf-8")
    kartotek(target, "import", path, "--creditor", "DK")


def make(target: str | Path, folder: Path) -> None:
    """Fill an empty register: made customers of all kinds, and the two whose figures are known."""
    kartotek(target, "generate", "--customers", "120", "--seed", "1")
    bring_in(target, folder, LEDGER)


def card(target: str | Path, number: str = MARIE) -> dict[str, Any]:
    """A card, as `kartotek show --json` tells it."""
    shown: dict[str, Any] = json.loads(kartotek(target, "show", number, "--json"))
    return shown


def command(target: str | Path) -> list[str]:
    """The desk on a register, on the fixed day."""
    return [PROGRAM, "--register", str(target), "--today", TODAY]


def begin(desk: Terminal) -> str:
    """Wait until the desk is open: it knows the agent then."""
    return desk.wait_for("Mette")


def open_card(desk: Terminal, number: str = MARIE) -> None:
    """Find a customer by number, and wait for the whole card."""
    begin(desk)
    desk.type(number)
    desk.wait_for(f"\n {number} ")
    desk.press("enter")
    desk.wait_for(lambda screen: shows(screen, number))


def shows(screen: str, number: str = MARIE) -> bool:
    """Whether a screen shows a customer's whole card."""
    return screen.splitlines()[1].startswith(f" {number} ") and "Arrangements" in screen and "Opening" not in screen
