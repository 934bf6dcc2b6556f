"""What a desk takes of the machine's memory: a dozen of them share one."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress

_M_ARENA_MAX = -8  # of <malloc.h>


def before_opening() -> None:
    """What is made until the desk is open stays, and would be looked through in vain; and one heap is enough."""
    gc.disable()
    _share_one_heap()


def when_open() -> None:
    """What a desk is made of stays. To look for rubbish among it takes a tenth of a second, at any key."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _share_one_heap() -> None:
    """Let a desk's threads allocate where the others do, before the first of them begins.

    glibc gives each a heap of its own, whose freed memory no other takes: 1 MB while searching, 2 with a card. They
    allocate in turns all the same, since Python's lock is one.
    """
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):  # another C library has no such heaps
            import ctypes

            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
