"""Draw the desk for the README, from a made register: the same picture for the same day.

    python docs/pictures.py [--today 2026-11-22] [--to docs]

A debtor with a running agreement, a broken promise and a dispute is made by the same commands that a script would use,
each on its day; then the desk is opened on it, at 80x24 and at 140x45, while a note is being typed.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import re
import tempfile
from contextlib import redirect_stdout
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tui import cli, terminal

SIZES = ((80, 24), (140, 45))
DEBTOR = "10233"
CLOCK = timedelta(hours=13, minutes=2)  # two past two in Copenhagen's winter
NOTE = "bor hos datteren indtil videre"
FOREIGN = re.compile(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", re.DOTALL)  # fonts from the web, the maker's mark

CUSTOMER = (DEBTOR, "Marie Sørensen", "Vestergade 12", "8000", "Aarhus C", "22334455")
HEADINGS = "Kundenr;Navn;Adresse;Postnr;By;Telefon;Fakturanr;Fakturadato;Forfaldsdato;Posttype;Beløb;KID;Valuta"


class Story:
    """What happened to the debtor, told in days before today."""

    def __init__(self, register: Path, today: date) -> None:
        self.register = register
        self.today = today

    def day(self, ago: int) -> date:
        """The day so many days ago."""
        return self.today - timedelta(days=ago)

    def run(self, ago: int, *words: str, agent: str = "mette") -> None:
        """Run a command as on that day."""
        os.environ["KARTOTEK_AGENT"] = agent
        with redirect_stdout(io.StringIO()):
            status = cli.run(["--register", str(self.register), "--today", self.day(ago).isoformat(), *words])
        if status:
            raise SystemExit(status)

    def post(self, ago: int, kind: str, voucher: str, amount: str, *, due: int | None = None, pays: str = "") -> None:
        """Bring an entry in by a file."""
        last = "" if due is None else f"{self.day(due):%d-%m-%Y}"
        row = (*CUSTOMER, voucher, f"{self.day(ago):%d-%m-%Y}", last, kind, amount, pays, "DKK")
        path = self.register.with_name(f"{voucher}.csv")
        path.write_text(f"{HEADINGS}\n{';'.join(row)}\n", encoding="utf-8")
        self.run(ago, "import", str(path), "--creditor", "DK", "--dates", "dmy")

    def tell(self) -> None:
        """A quarter of a debtor who tries."""
        self.run(150, "generate", "--customers", "400", "--seed", "1")
        self.post(82, "faktura", "1031", "4.350,00", due=43)
        self.run(80, "note", DEBTOR, "invoices by e-mail", agent="ali")
        self.post(75, "faktura", "0988", "6.000,00", due=40)
        self.run(69, "call", DEBTOR, "--outcome", "agreement", "--text", "6 instalments from the first")
        first = (self.day(69).replace(day=1) + timedelta(days=32)).replace(day=1)
        self.run(69, "agree", DEBTOR, "--invoice", "0988", "--count", "6", "--first", first.isoformat())
        self.post(50, "indbetaling", "P2231", "-1.000,00", pays="0988")
        self.run(35, "note", DEBTOR, "laid off, new job from 1 February")
        self.run(30, "note", DEBTOR, "Call only after 16", "--pinned", agent="ali")
        self.post(21, "faktura", "1042", "4.250,00", due=12)
        self.post(20, "indbetaling", "P2307", "-1.000,00", pays="0988")
        self.run(
            *(10, "call", DEBTOR, "--outcome", "promise", "--direction", "in", "--verified", "invoice"),
            *("--text", "promised 1.000"),
        )
        self.run(10, "promise", DEBTOR, "--amount", "1000.00", "--due", self.day(8).isoformat(), "--invoice", "1031")
        self.post(2, "indbetaling", "P2388", "-1.500,00", pays="1031")
        self.run(1, "dispute", DEBTOR, "1042", "--reason", "wrong item")


async def draw(register: Path, today: date, size: tuple[int, int]) -> str:
    """The desk at a size, as SVG."""
    from textual.pilot import Pilot

    from tui.app import DeskApp
    from tui.services import Services
    from tui.widgets.entryline import EntryLine

    class Fixed(Services):
        """Services whose clock stands still."""

        def now(self) -> datetime:
            begin = datetime.combine(today, datetime.min.time(), UTC)
            return (begin + CLOCK).astimezone(self.zone)

    async def until(pilot: Pilot[None], words: str) -> None:
        for _ in range(3000):
            if any(words in strip.text for strip in pilot.app.screen._compositor.render_strips()):  # noqa: SLF001
                return
            await pilot.pause(0.02)
        raise TimeoutError(words)

    services = Fixed(str(register), "mette", today)
    app = DeskApp(services)
    async with app.run_test(size=size) as pilot:
        await until(pilot, "Mette")
        await pilot.press(*DEBTOR)
        await until(pilot, "Marie Sørensen")
        await pilot.press("enter")
        await until(pilot, "A-")
        app.desk.query_one(EntryLine).insert_text_at_cursor(NOTE)
        await until(pilot, "= Note on")
        await until(pilot, " due ")
        svg = app.export_screenshot(title="kartotek")
        app.desk.query_one(EntryLine).value = ""  # leaves no draft for the next size
        await pilot.pause(1.5)
    services.close()
    return "\n".join(line.rstrip() for line in FOREIGN.sub("", svg).splitlines()) + "\n"


def main() -> None:
    """Make the register, and draw every size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 22), metavar="DATE")
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, metavar="FOLDER")
    args = parser.parse_args()
    terminal.prepare()
    os.environ["COLORTERM"] = "truecolor"
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "register.db"
        Story(register, args.today).tell()
        for columns, rows in SIZES:
            path = args.to / f"desk-{columns}x{rows}.svg"
            path.write_text(asyncio.run(draw(register, args.today, (columns, rows))), encoding="utf-8")
            print(path)


if __name__ == "__main__":
    main()
