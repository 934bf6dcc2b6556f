"""What was written behind `kartotek`, as far as it must be known before anything that takes time is imported."""

from __future__ import annotations

from collections.abc import Sequence


def command(argv: Sequence[str]) -> str:
    """The command that is asked for, "" for the desk, as far as that can be told before anything is read.

    >>> command(["--register=here.db", "--today", "2026-11-22"]), command(["--register", "here.db", "find", "marie"])
    ('', 'find')
    """
    rest = list(argv)
    while rest and rest[0].startswith(("--register", "--today")):
        rest = rest[1 if "=" in rest[0] else 2 :]
    return rest[0] if rest else ""
