"""Leaving the desk while something is still being read for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from textual.css.query import NoMatches

if TYPE_CHECKING:
    from typing import Any

    from textual.app import App
    from textual.screen import Screen


@contextmanager
def unless_left(app: App[Any], screen: Screen[Any] | None = None) -> Iterator[None]:
    """Draw what a worker read, unless the desk, or the screen, was left meanwhile: nobody is there to look at it."""
    try:
        yield
    except NoMatches:
        if app.is_running and (screen is None or screen in app.screen_stack):
            raise
