"""`kartotek pop NUMBER`: tells the agent's running desk who calls. A telephone rings meanwhile: this starts quickly."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import UTC, datetime

from model.errors import Refused
from model.ring import Ring
from model.text import plain

_GIVES_UP = 2.0
"""Seconds after which no desk of the agent took the call, since none runs."""

_LONGEST = 40


def put_through(target: str, number: str, login: str) -> bool:
    """Tell the agent's running desk who calls.

    Returns:
        Whether a desk took it; else none runs.

    Raises:
        Refused: no number is given, or there is no such register.
    """
    number = plain(number)[:_LONGEST]
    if not number:
        message = "pop which NUMBER? Give the caller's telephone number, as in +4522334455"
        raise Refused(message)
    with closing(Ring(target, login)) as ring:
        key = ring.put(number, datetime.now(UTC))
        deadline = time.monotonic() + _GIVES_UP
        while ring.waits(key):
            if time.monotonic() > deadline and ring.withdraw(key):
                return False
            time.sleep(0.05)
    return True
