"""Makes what is needed next in a second process, while the first works on what came before."""

from __future__ import annotations

import gc
import signal
from contextlib import suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

from model.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from multiprocessing.connection import Connection

_Made = TypeVar("_Made")


def ahead(make: Callable[..., Iterable[_Made]], *args: object) -> Generator[_Made, None, None]:
    """What a function yields (never None) when a process of its own calls it; close it to end that process early.

    Args:
        make: a function of a module, by whose name the other process finds it.
        args: what it is called with; copied.

    Raises:
        Refused: the other process ended before it was done. It has said why on the terminal.
    """
    context = get_context("spawn")  # a forked process would share the database's connections
    receiving, sending = context.Pipe(duplex=False)
    other = context.Process(target=_send, args=(sending, make, args), daemon=True)
    other.start()
    sending.close()
    try:
        while (one := receiving.recv()) is not None:
            yield one
    except EOFError as error:
        raise Refused("a second process ended before it was done: nothing was changed; try again") from error
    finally:
        receiving.close()
        other.join()


def _send(pipe: Connection, make: Callable[..., Iterable[Any]], args: tuple[object, ...]) -> None:
    """Make into a pipe until nothing is left, or nobody listens any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who receives decides
    gc.disable()  # nothing that is sent holds cycles
    with suppress(BrokenPipeError):
        for one in make(*args):
            pipe.send(one)
        pipe.send(None)
