"""Wait for a fact, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds until a fact is given up. Generous: only a failing test ever waits so long."""


def until(fact: Callable[[], T], what: str, *, patience: float = PATIENCE) -> T:
    """Ask again and again until the answer is truthy, and give it.

    Raises:
        TimeoutError: it never was; `what` says what was hoped for.
    """
    deadline = time.monotonic() + patience
    while not (answer := fact()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"in vain for {patience:g} seconds: {what}")
        time.sleep(0.01)
    return answer
