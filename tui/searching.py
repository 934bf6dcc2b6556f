"""The lookup beside the keys: a key waits a moment for its answer, and what takes longer goes on without it.

The search runs in a thread of its own while the key waits, so that one which takes longer is not begun anew: its answer
is taken when it comes. The next text gives the search before it up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from model.errors import Refused

if TYPE_CHECKING:
    from tui.widgets.hits import Offer


class Searching:
    """One search at a time.

    Args:
        find: the customers for a text; raises `Interrupted` when it is told to stop.
        stop: tells it so; from any thread.
    """

    def __init__(self, find: Callable[[str], list[Offer]], stop: Callable[[], None]) -> None:
        self._find = find
        self._stop = stop
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="lookup")
        self._asked: tuple[str, Future[list[Offer]]] | None = None

    def at_once(self, text: str, seconds: float) -> list[Offer] | None:
        """The answer, if it comes within so long; else None, and it goes on for `answer`."""
        from search.lookup import Interrupted

        self._give_up()
        search = self._thread.submit(self._find, text)
        self._asked = text, search
        try:
            return search.result(seconds)
        except (TimeoutError, Refused, Interrupted):  # `answer` tells, or looks again: nobody meant to stop this one
            return None

    def answer(self, text: str) -> Sequence[Offer]:
        """The answer, however long it takes: of the search that runs for this text, else of a new one.

        Nobody, where another text was asked meanwhile.

        Raises:
            Refused: there is no index, or the server is away.
        """
        from search.lookup import Interrupted

        asked = self._asked
        if asked is not None and asked[0] == text:
            try:
                return asked[1].result()
            except (Interrupted, CancelledError):
                if self._asked is not asked:
                    return ()
        while True:
            with suppress(Interrupted):  # the stop was meant for the search of a key
                return self._find(text)

    def close(self) -> None:
        """Let go of the thread."""
        self._give_up()
        self._thread.shutdown()

    def _give_up(self) -> None:
        if self._asked:
            self._asked[1].cancel()
            self._stop()  # a nearest spelling that is looked for, too; the next search begins unstopped
