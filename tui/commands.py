"""What an agent can do at the desk: each command declared once. Hints, F1, palette and manual come from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from tui.wording import _

if TYPE_CHECKING:
    from textual.command import Hits


@dataclass(frozen=True, slots=True)
class Command:
    """An act with a name; `key` may be empty, then the palette alone offers it. `hint` is its word in the last line."""

    action: str
    key: str
    name: str
    help: str
    hint: str = ""

    @property
    def shown_key(self) -> str:
        """The key as people write it."""
        names = {"escape": "Esc", "enter": "Enter", "pageup": "PgUp", "tab": "Tab"}
        control, plus, key = self.key.rpartition("+")
        return names.get(self.key, f"{control.capitalize()}{plus}{key.upper()}")


def commands() -> tuple[Command, ...]:
    """Every command of the desk, in the order in which F1 tells them."""
    return (
        Command("help", "f1", _("All keys"), _("Every key, and how the screen reads"), _("all keys")),
        Command(
            "call",
            "f2",
            _("Start or end the call"),
            _("Starts a call; again: ends and logs it with its length"),
            _("call"),
        ),
        Command("line", "ctrl+t", _("On the line"), _("Who it is, and how they were verified, while the call goes on")),
        Command("promise", "f3", _("Promise"), _("The customer promises an amount by a day"), _("promise")),
        Command("agreement", "f4", _("Agreement"), _("The customer agrees to pay in instalments"), _("agreement")),
        Command("next", "f5", _("Next"), _("Opens whose call-back or other task is due next, and takes it"), _("next")),
        Command(
            "items",
            "f6",
            _("Open items or history"),
            _("In a narrow window: one in the place of the other"),
            _("items"),
        ),
        Command(
            "unmask", "f7", _("Show a protected address"), _("Shown on this card until it is left; that is logged")
        ),
        Command("undo", "f8", _("Take back"), _("Takes back your own last act on the card, by a second one")),
        Command("caller", "f9", _("Who calls"), _("Opens the card of the caller that the telephone announced")),
        Command(
            "why",
            "f12",
            _("Why"),
            _("Tells the entries, payments and rates that each figure of the card rests on"),
            _("why"),
        ),
        Command(
            "posting",
            "ctrl+g",
            _("Post by hand"),
            _("Payment, credit note, write-off, waiver, refund, transfer, due date, interest, limitation"),
        ),
        Command("find", "ctrl+f", _("Find a customer"), _("To the line where customers are looked up")),
        Command(
            "contact", "ctrl+n", _("New contact data"), _("A new phone, e-mail or address; it waits to be verified")
        ),
        Command("verify", "", _("Verify contact data"), _("Puts what waits in force, or turns it down")),
        Command("letter", "", _("Letter"), _("Writes the letter that confirms the newest agreement")),
        Command(
            "tasks", "ctrl+l", _("List of tasks"), _("What you and your team have to do within a week; D ticks it off")
        ),
        Command(
            "approvals",
            "ctrl+k",
            _("What waits for approval"),
            _("What others asked for, with what it would do; A grants, R refuses"),
        ),
        Command("filter", "ctrl+o", _("History: all, open, calls"), _("Shows the next kind of history")),
        Command(
            "copy", "ctrl+y", _("Copy how to pay"), _("Puts the payment line on the clipboard, where terminals allow")
        ),
        Command("aloud", "ctrl+e", _("Read aloud"), _("Shows all of the sentence to read aloud to the customer")),
        Command("reload", "ctrl+r", _("Read the card again"), _("Shows what others recorded meanwhile")),
        Command("palette", "ctrl+p", _("Commands by name"), _("Finds every command by its name")),
        Command("quit", "ctrl+q", _("Leave the desk"), _("What is typed and not recorded is kept and offered again")),
    )


def bindings() -> list[Binding]:
    """The keys of the commands. They work from every line of the desk, whatever is typed there."""
    return [Binding(c.key, c.action, c.name, show=False, priority=True) for c in commands() if c.key]


class DeskCommands(Provider):
    """The palette: every command by name."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for command in commands():
            yield DiscoveryHit(self._shown(command), self._run(command), command.name, command.help)

    async def search(self, query: str) -> Hits:
        """Those whose name or help match what is typed."""
        matcher = self.matcher(query)
        for command in commands():
            if score := max(matcher.match(command.name), matcher.match(command.help) / 2):
                yield Hit(score, self._shown(command), self._run(command), command.name, command.help)

    def _shown(self, command: Command) -> Content:
        return Content(f"{command.name}  {command.shown_key}".rstrip())

    def _run(self, command: Command):  # type: ignore[no-untyped-def]  # noqa: ANN202
        return lambda: self.screen.call_later(self.screen.run_action, command.action)
