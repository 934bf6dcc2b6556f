"""Why a figure of the card is what it is: the entries, allocations and rates it rests on, to be read aloud."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from model.errors import Refused
from model.kinds import Figure
from model.records import Card
from model.rules.coverage import status_bar
from model.rules.explain import Say, Sentence
from tui.leaving import unless_left
from tui.widgets.controls import letters
from tui.widgets.form import IN_SIGHT
from tui.widgets.lines import Line, Lines, flow, wrap
from tui.wording import _, amount, figures, told, word

if TYPE_CHECKING:
    from model.reasons import Reasons

_AROUND = 2  # title, hints

_BEGINS = frozenset(
    {
        Say.ITEM_OPEN,
        Say.ITEM_OVERDUE,
        Say.WENT_TO_PRINCIPAL,
        Say.WENT_TO_COSTS,
        Say.WENT_TO_INTEREST,
        Say.TAKEN_BACK,
    }
)
"""Sentences that speak of another claim or payment than the one before; what follows belongs to it."""


class Why(ModalScreen[None]):
    """Left and right choose the figure, up and down scroll; Escape goes back to the card.

    Args:
        card: whose figures.
        ask: gives the reasons of all of them; it may wait, and is called in a thread.
        first: the figure to begin with.
    """

    BINDINGS: ClassVar = [
        Binding("escape,f12,enter,q", "dismiss", show=False),
        Binding("left,shift+tab", "choose(-1)", show=False, priority=True),
        Binding("right,tab", "choose(1)", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    Why { align: left bottom; background: transparent; overflow: hidden; }
    Why #why-panel { height: auto; width: 100%; background: $surface; }
    Why .title { height: 1; width: 100%; text-style: bold; text-wrap: nowrap; text-overflow: clip; }
    Why #why-figures { height: auto; width: 100%; }
    Why #why { width: 100%; scrollbar-size-vertical: 1; }
    Why #why-told { height: auto; width: 100%; }
    Why .hints { width: 100%; height: 1; padding: 0 1; }
    """

    def __init__(self, card: Card, ask: Callable[[], Sequence[Reasons]], first: Figure = Figure.TO_COLLECT) -> None:
        super().__init__()
        self.card = card
        self.figure = first
        self._ask = ask
        self._reasons: dict[Figure, Reasons] = {}
        self._refused = ""

    def compose(self) -> ComposeResult:
        """The figures, and what is told of the chosen one."""
        name = _("Why · {name}").format(name=self.card.name)
        with Vertical(id="why-panel"):
            yield Static(f"── {letters(name)} {'─' * 300}", classes="title", markup=False)
            yield Lines(id="why-figures")
            with VerticalScroll(id="why"):
                yield Lines(id="why-told")
            yield Static(_("←→ figure  ↑↓ PgUp PgDn scroll  Esc back"), classes="hints", markup=False)

    def on_mount(self) -> None:
        """Ask, and let arrow keys scroll at once."""
        self.query_one("#why").focus()
        self.run_worker(self._read())

    def on_resize(self) -> None:
        """Leave the desk's upper lines in sight, and wrap for the width."""
        self._draw()

    async def _read(self) -> None:
        try:
            found = await asyncio.to_thread(self._ask)
        except Refused as refused:
            self._refused = str(refused)
        else:
            self._reasons = {reasons.figure: reasons for reasons in found}
        with unless_left(self.app, self):
            self._draw()

    def action_choose(self, by: int) -> None:
        """The next figure, or the one before; from its beginning."""
        every = list(Figure)
        self.figure = every[(every.index(self.figure) + by) % len(every)]
        self._draw()
        self.query_one("#why", VerticalScroll).scroll_home(animate=False)

    def _draw(self) -> None:
        width = self.size.width
        tabs = figure_lines(self.figure, width)
        self.query_one("#why-figures", Lines).show(tabs)
        self.query_one("#why").styles.height = max(self.size.height - IN_SIGHT - _AROUND - len(tabs), 3)
        below = self.query_one("#why-told", Lines)
        below.show(self._lines(width - 2))
        below.refresh(layout=True)

    def _lines(self, width: int) -> list[Line]:
        if self._refused:
            return _paragraph(f"! {self._refused}", width, "alert")
        reasons = self._reasons.get(self.figure)
        return why_lines(self.card, reasons, width) if reasons else [((" " + _("Reading …"), "muted"),)]


def figure_lines(chosen: Figure, width: int) -> list[Line]:
    """The figures beside one another, the chosen one in brackets."""
    names = {
        Figure.TO_COLLECT: _("To collect"),
        Figure.BALANCE: _("Balance"),
        Figure.PAYMENTS: _("Payments"),
        Figure.INTEREST: _("Interest"),
        Figure.LIMITATION: _("Limitation"),
        Figure.RISK: _("Risk"),
    }
    parts: list[Line] = [
        ((f"[{name}]", "key strong"),) if figure is chosen else ((f" {name} ", "muted"),)
        for figure, name in names.items()
    ]
    return flow(parts, width, between=" ")


def why_lines(card: Card, reasons: Reasons, width: int) -> list[Line]:
    """A figure and its reasons: what speaks of one claim or payment stands together."""
    lines: list[Line] = [((f" {_heading(card, reasons.figure)}", "strong"),)]
    groups = _groups(reasons.told)
    apart = any(len(group) > 1 for group in groups[1:])
    for at, group in enumerate(groups):
        if at and (apart or at == 1):
            lines.append(())
        for n, sentence in enumerate(group):
            lines += _paragraph(told(sentence), width, "", hang=3 if at and n else 1)
    if reasons.refused:
        lines += _paragraph(f"! {reasons.refused}", width, "alert")
    elif not reasons.told:
        lines += _paragraph(_nothing()[reasons.figure], width, "muted")
    return lines


def _groups(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """What is told of the whole figure, then what is told of each claim or payment."""
    groups: list[list[Sentence]] = [[]]
    for sentence in sentences:
        if sentence.say in _BEGINS:
            groups.append([])
        if sentence.say != Say.COLLECT_TOTAL:  # stands above it all
            groups[-1].append(sentence)
    return groups


def _paragraph(text: str, width: int, style: str, hang: int = 1) -> list[Line]:
    return [((" " * hang, ""), (line, style)) for line in wrap(text, width - hang, width - hang)]


def _heading(card: Card, figure: Figure) -> str:
    name = figures()[figure]
    if figure is Figure.TO_COLLECT and status_bar(card.status):
        return _("Not to collect here") + f" · {_('overdue')} {amount(card.figures.overdue)} {card.currency}"
    if figure is Figure.RISK:
        return _("{name}: risk {risk}").format(name=name, risk=word(card.assessment.risk))
    values = {
        Figure.TO_COLLECT: card.figures.to_collect,
        Figure.BALANCE: card.balance,
        Figure.INTEREST: card.interest,
    }
    value = values.get(figure)
    return name if value is None else f"{name} {amount(value)} {card.currency}"


def _nothing() -> dict[Figure, str]:
    return {
        Figure.TO_COLLECT: _("Nothing is open."),
        Figure.BALANCE: _("Nothing is open."),
        Figure.PAYMENTS: _("No payment or credit note has come."),
        Figure.INTEREST: _("Nothing that bears interest is overdue."),
        Figure.LIMITATION: _("Nothing is open, so nothing can lapse."),
        Figure.RISK: _("Nothing is known."),
    }
