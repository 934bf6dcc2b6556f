"""A question that must be answered before going on."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static


class Ask(ModalScreen[str]):
    """Asks, and goes away with the key of the answer; Escape answers with nothing."""

    DEFAULT_CSS = """
    Ask { align: left bottom; background: transparent; }
    Ask Vertical { height: auto; width: 100%; background: $surface; }
    Ask .title { width: 100%; text-style: bold reverse; padding: 0 1; height: auto; }
    Ask .answer { width: 100%; padding: 0 1; height: auto; }
    """

    def __init__(self, question: str, answers: Mapping[str, str]) -> None:
        super().__init__()
        self.question = question
        self.answers = dict(answers)

    def compose(self) -> ComposeResult:
        """The question, and a line for each answer."""
        with Vertical():
            yield Static(self.question, classes="title", markup=False)
            for key, words in self.answers.items():
                name = {"escape": "Esc", "enter": "Enter"}.get(key, key.upper())
                yield Static(f"{name}  {words}", classes="answer", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Answer by key."""
        event.stop()
        if event.key in self.answers:
            self.dismiss("" if event.key == "escape" else event.key)
