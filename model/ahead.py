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
        Refused: the other process ended before it was done.
    """
    context = get_context("spawn")  # a forked process would share the database's connections
    receiving, sending = context.Pipe(duplex=False)
    other = context.Process(target=_send, args=(sending, make, args), daemon=True)
    # Who receives decides when it ends, so a Ctrl+C is kept from the other process from its first moment on.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        other.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    sending.close()
    try:
        while (one := _next(receiving)) is not None:
            yield one
    finally:
        receiving.close()
        other.join()


def _next(pipe: Connection) -> Any:  # noqa: ANN401  whatever was made
    try:
        return pipe.recv()
    except (EOFError, OSError) as error:
        raise Refused("a second process ended before it was done: was it killed, or is memory short?") from error


def _send(pipe: Connection, make: Callable[..., Iterable[Any]], args: tuple[object, ...]) -> None:
    """Make into a pipe until nothing is left, or nobody listens any more."""
    gc.disable()  # nothing that is sent holds cycles
    with suppress(BrokenPipeError):
        for one in make(*args):
            pipe.send(one)
        pipe.send(None)
