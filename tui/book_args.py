"""How the commands of `tui.books` are called; apart from them, so that `--help` waits for no database library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.kinds import Figure
from model.proposals import Booked, Charged, Waived
from model.rules.limitation import What
from model.rules.rates import Kind
from tui import given

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable


def add_to(add: Callable[..., argparse.ArgumentParser], run: Callable[[str], object]) -> None:
    """Add the commands with their arguments.

    Args:
        add: makes a command of a name, what runs it, and a line of help.
        run: what runs the function of `tui.books` that has a name.
    """

    def command(name: str, function: str, help_: str, *, customer: bool = True) -> argparse.ArgumentParser:
        sub = add(name, run(function), help_)
        if customer:
            sub.add_argument("number", metavar="NUMBER", help="the customer's number")
        sub.add_argument("--json", action="store_true", help="for programs")
        return sub

    sub = command("explain", "explain", "why each figure of a card is what it is")
    sub.add_argument("figure", nargs="?", choices=[figure.value for figure in Figure])
    command("entries", "entries", "the ledger's lines of a customer, with their numbers")
    sub = command("post", "post", "post a payment, credit note, write-off or refund")
    sub.add_argument("what", choices=[kind.value.replace("_", "-") for kind in Booked])
    sub.add_argument("amount", type=given.amount, metavar="AMOUNT")
    sub.add_argument("--currency", metavar="CODE")
    sub.add_argument("--invoice", action="append", metavar="V", help="an invoice it is for (may repeat)")
    _dated(sub)
    sub = command("waive", "waive", "waive open fees or interest")
    sub.add_argument("what", choices=[kind.value.replace("_", "-") for kind in Waived])
    sub = command("reverse", "reverse", "take an entry back: what it settled is open again")
    _entry(sub)
    sub = command("transfer", "transfer", "move an open item or a payment to another customer")
    _entry(sub)
    sub.add_argument("--to", required=True, metavar="NUMBER")
    sub = command("due", "move_due", "let an invoice fall due on another day")
    sub.add_argument("invoice", metavar="VOUCHER")
    sub.add_argument("due", type=given.day, metavar="DATE")
    sub.add_argument("--reason", default="")
    sub = command("charge", "charge", "charge late interest or compensation on what is overdue")
    sub.add_argument("what", choices=[kind.value for kind in Charged])
    sub.add_argument("--until", type=given.day, metavar="DATE")
    sub.add_argument("--invoice", action="append", metavar="V")
    sub = command("limitation", "interrupt", "note what may interrupt limitation, or confirm its legal effect")
    sub.add_argument("--invoice", metavar="V")
    sub.add_argument("--what", choices=[kind.value for kind in What])
    sub.add_argument("--on", type=given.day, metavar="DATE")
    sub.add_argument("--text", default="")
    sub.add_argument("--confirm", type=given.whole, metavar="N")
    command("undo", "take_back", "take back your own last act on a customer")
    sub = command("approvals", "approve", "what waits for approval; grant or refuse one", customer=False)
    sub.add_argument("--grant", type=given.whole, metavar="N")
    sub.add_argument("--refuse", type=given.whole, metavar="N")
    sub = command("rates", "rates", "rates, fees and thresholds in force; add one of your own", customer=False)
    sub.add_argument("--kind", choices=[kind.value for kind in Kind])
    sub.add_argument("--add", nargs=4, metavar=("COUNTRY", "KIND", "FROM", "VALUE"))
    sub.add_argument("--source", default="", help="where the row of your own is from")


def _dated(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--on", type=given.day, metavar="DATE", help="the value date (else today)")
    sub.add_argument("--text", default="")


def _entry(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("entry", type=given.whole, metavar="ENTRY", help="its number, as `kartotek entries` tells it")
    sub.add_argument("--amount", type=given.amount, help="else the whole of it")
    _dated(sub)
