"""F1: every key, and how the screen reads."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands import commands
from tui.widgets.lines import Line, Lines, wrap
from tui.wording import _


class Help(ModalScreen[None]):
    """Told in words; any of Escape, F1 and Enter goes back."""

    BINDINGS: ClassVar = [Binding("escape,f1,enter,q", "dismiss", show=False)]
    DEFAULT_CSS = """
    Help { background: $background; }
    Help #keys { height: 1fr; scrollbar-size-vertical: 1; }
    Help .title { height: 1; width: 100%; text-style: bold reverse; padding: 0 1; }
    Help Lines { height: auto; width: 100%; }
    """

    def compose(self) -> ComposeResult:
        """A title and the lines; they scroll where the window is small."""
        yield Static(_("Keys · Esc goes back · arrows and PgDn scroll"), classes="title", markup=False)
        with VerticalScroll(id="keys"):
            yield HelpLines(id="help-lines")

    def on_mount(self) -> None:
        """So that arrow keys scroll at once."""
        self.query_one("#keys").focus()


class HelpLines(Lines):
    """The lines, wrapped for the width."""

    def on_resize(self) -> None:
        """Wrap anew."""
        self.show(help_lines(self.size.width))
        self.refresh(layout=True)


def help_lines(width: int) -> list[Line]:
    """Every command, the keys of each part, and what the signs mean."""
    lines: list[Line] = []
    for title, rows in (
        (_("Anywhere"), [(c.shown_key or _("Ctrl+P"), f"{c.name}. {c.help}.") for c in commands()]),
        (_("Find"), _finding()),
        (_("The line at the bottom"), _writing()),
        (_("Arrangements, history, notes, open items"), _reading()),
        (_("How the screen reads"), _signs()),
    ):
        lines += [((" " + title, "title"),)]
        for key, words in rows:
            first, *more = wrap(words, width - 18, width - 18)
            lines.append(((f"  {key:<15}", "key"), (first, "")))
            lines += [((" " * 17, ""), (rest, "")) for rest in more]
        lines.append(())
    return lines


def _finding() -> list[tuple[str, str]]:
    return [
        (_("letters"), _("Names, streets, towns, e-mails: beginnings of words, in any order.")),
        (_("digits"), _("Customer, telephone, invoice, payment and company numbers.")),
        (_("up, down"), _("Choose among those found.")),
        (_("Enter"), _("Open the chosen one; a whole customer number opens at once.")),
        (_("Esc"), _("Clear the line; again: back to the card.")),
        (_("empty"), _("What was left unrecorded, then the customers you had open last.")),
    ]


def _writing() -> list[tuple[str, str]]:
    return [
        (
            _("text"),
            _("What the customer says: betaler alt fredag, 6 mdr fra 1/2, intet svar, bestrider 1042."),
        ),
        (
            "",
            _("The lines above say what Enter will do. All else is a note; with a figure, Enter twice."),
        ),
        (_("digits"), _("The answer to a question above; after an amount or another number, Enter first.")),
        (_("! text"), _("A pinned note: it stands first among the notes.")),
        (_("Enter"), _("Record what stands above; several acts in a line together or not at all.")),
        (_("Esc"), _("Clear the line; on an empty one: to the finder.")),
        (_("arrows, PgUp"), _("Scroll the history without leaving the line.")),
        (_("Tab"), _("Complete the word; else to the next part of the card, Shift+Tab to the one before.")),
    ]


def _reading() -> list[tuple[str, str]]:
    return [
        (_("up, down"), _("Move; the line above the entry line tells the chosen row in full.")),
        (_("left, right"), _("In the history: all, open, calls.")),
        ("R", _("In the history: take a line of the ledger back; what it settled is open again.")),
        ("T", _("In the history: transfer a line of the ledger to another customer.")),
        (_("L, D, V"), _("Among the arrangements: write the letter, tick a task off, verify contact data.")),
        (_("Esc"), _("Back to the line.")),
    ]


def _signs() -> list[tuple[str, str]]:
    return [
        (_("To collect"), _("Overdue, less what is disputed, agreed or promised, and due instalments on top.")),
        ("•", _("Not settled in full.")),
        ("!", _("A pinned note; in the line above yours: something was not recorded, and why.")),
        ("●", _("A call is under way: since when, and for how long.")),
        (_("heavy rule"), _("The part of the card that the arrow keys move in.")),
        (_("{count} ↓").format(count="12"), _("So many lines more below.")),
    ]
