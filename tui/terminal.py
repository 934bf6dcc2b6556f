"""The terminal around the desk: what is set before Textual is imported, what it may send, how a dropped line ends.

Each of these was measured on real terminals and lines; see the comments for what happens without.
"""

from __future__ import annotations

import codecs
import os
import re
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual import events

_SETTINGS = {
    "TEXTUAL_DISABLE_KITTY_KEY": "1",  # else AltGr+2, the @ of Nordic keyboards, is lost
    "TEXTUAL_FPS": "120",  # the wait between a key and its paint; no more bytes than 15 a second would send
    "TEXTUAL_ANIMATIONS": "none",
}

_ESCAPE = "\x1b"
_BEGINS_KEY = re.compile(r"\x1b(?:\[|O(?:[A-DFHMP-S]|$))")
"""What terminals send for keys and reports that the desk knows: CSI; SS3 with the letters of arrows, Home, F1 ..."""

BY_SIGNAL = 128
"""An exit status above this says which signal ended the desk."""

BY_HANGUP = {BY_SIGNAL + 1, BY_SIGNAL + 15}
"""The desk ended since its line dropped or its host stops."""

SECONDS_TO_END = 2
"""How long a desk whose line dropped may take to end; by then the drafts are long saved."""


def prepare() -> None:
    """Set what Textual reads once, while it is imported."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)


def follow_the_window() -> None:
    """Forget a size that a shell exported: it goes before the window's own, and would hold when that changes."""
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)


def accept_any_bytes() -> None:
    """Let a terminal that does not send UTF-8 (PuTTY in Latin-1 typing æøå) show a replacement, not crash the desk."""
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    def decoder(name: str) -> Callable[[], codecs.IncrementalDecoder]:
        return partial(codecs.getincrementaldecoder(name), errors="replace")

    vars(linux_driver)[codecs.getincrementaldecoder.__name__] = decoder  # by this name the driver looks it up


def let_escape_stand_alone() -> None:
    """Read Esc and what is typed after it as these keys, also where one packet brings both.

    Textual reads Esc and a character within a tenth of a second as one key with Alt: on a line that stalls, "Esc 7"
    would clear nothing and write "¶". No key of the desk has Alt, so here Esc is Esc whenever what follows it begins no
    key or report of a terminal. (An Alt that a terminal sends as Esc and a letter thus clears the line.)
    """
    from textual._xterm_parser import XTermParser

    class Keys(XTermParser):
        def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:  # noqa: FBT001, FBT002  Textual's
            keys = super()._sequence_to_key_events
            if alt:  # Esc and the beginning of a key whose rest did not come
                yield from keys(_ESCAPE)
                yield from keys(sequence)
            elif len(sequence) > 1 and sequence.startswith(_ESCAPE) and not _BEGINS_KEY.match(sequence):
                for character in sequence:
                    yield from keys(character)
            else:
                yield from keys(sequence)

    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    vars(linux_driver)[XTermParser.__name__] = Keys  # by this name the driver looks it up


def few_colours(environ: Mapping[str, str]) -> bool:
    """Whether to paint with the terminal's own 16 colours, or with none: other colours would be guessed at.

    >>> few_colours({"TERM": "xterm-256color"}), few_colours({"TERM": "xterm", "COLORTERM": "truecolor"})
    (False, False)
    >>> few_colours({"TERM": "linux"}), few_colours({"TERM": "xterm-256color", "NO_COLOR": "1"})
    (True, True)
    """
    if environ.get("NO_COLOR"):
        return True
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return False
    term = environ.get("TERM", "").strip().lower()
    return not term.endswith(("-256color", "-direct", "-kitty", "kitty"))


def on_hangup(end: Callable[[int], None]) -> None:
    """Call `end` with the exit status when the line drops or the host stops the desk (SIGHUP, SIGTERM).

    Textual itself handles neither: it would die at once with the draft lost, or spin for ever on a dead terminal.
    """
    if sys.platform == "win32":
        return

    def ended(number: int) -> None:
        signal.alarm(SECONDS_TO_END)  # whatever hangs on the dead terminal, the process goes
        end(BY_SIGNAL + number)

    import asyncio

    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, ended, int(number))
