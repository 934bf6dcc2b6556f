"""What is typed and not yet recorded: kept for each customer, also where no crash and no dropped line reaches it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from model.drafts import Drafts

Body = dict[str, Any]


class Unrecorded:
    """The texts, half-filled forms and open calls of one desk. Slots are named `kind:customer`."""

    def __init__(self) -> None:
        self._bodies: dict[str, Body] = {}
        self._changed: set[str] = set()
        self._lock = threading.Lock()
        self._flushing = threading.Lock()

    @property
    def changed(self) -> bool:
        """Whether something is not yet where a crash cannot reach it."""
        return bool(self._changed)

    def keep(self, kind: str, customer_id: int, body: Mapping[str, Any] | None) -> None:
        """Keep what is typed; None when it is recorded or cleared."""
        slot = f"{kind}:{customer_id}"
        with self._lock:
            if body is None and self._bodies.pop(slot, None) is not None:
                self._changed.add(slot)
            elif body is not None and self._bodies.get(slot) != body:
                self._bodies[slot] = dict(body)
                self._changed.add(slot)

    def body(self, kind: str, customer_id: int) -> Body:
        """What is kept of a kind for a customer; empty where nothing is."""
        return self._bodies.get(f"{kind}:{customer_id}", {})

    def take_over(self, drafts: Drafts) -> None:
        """Go on with what earlier desks of the agent left. What this desk holds already stays, theirs is kept."""
        for draft in drafts.offered():
            if draft.slot not in self._bodies and drafts.adopt(draft):
                with self._lock:
                    self._bodies.setdefault(draft.slot, dict(draft.body))

    def customers(self) -> dict[int, dict[str, Body]]:
        """By customer, what is kept of which kind."""
        found: dict[int, dict[str, Body]] = {}
        for slot, body in self._bodies.items():
            kind, _, customer = slot.rpartition(":")
            if customer.isdecimal():
                found.setdefault(int(customer), {})[kind] = body
        return found

    def flush(self, drafts: Drafts | None) -> None:
        """Write what changed to the drafts. Called from worker threads, and from the signal handler."""
        if drafts is None:
            return
        with self._flushing:  # a worker that is slow must not write an older text over a newer one
            with self._lock:
                changed = {slot: self._bodies.get(slot) for slot in self._changed}
                self._changed.clear()
            for slot, body in changed.items():
                if body is None:
                    drafts.clear(slot)
                else:
                    drafts.save(slot, body)
