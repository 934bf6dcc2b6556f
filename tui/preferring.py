"""Whom an agent most likely means, among customers whom a text finds equally well: at the desk and at a prompt."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from search.finder import Prefer

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from model.records import AgentInfo
    from model.store import Register

RECENT = 30
"""Customers that an agent had open lately, who come before others that a text finds as well."""


def recent(register: Register, agent: AgentInfo | None) -> tuple[int, ...]:
    """The customers whom an agent had open lately, the last one first; none of one whom the register does not know."""
    from model import worklist

    return tuple(worklist.latest(register, agent, RECENT)) if agent else ()


def prefer(latest: tuple[int, ...], today: date, zone: tzinfo) -> Prefer:
    """These customers, then those with a task that is due today."""
    return Prefer(latest, tomorrow(today, zone))


def tomorrow(today: date, zone: tzinfo) -> datetime:
    """The end of a day."""
    return datetime.combine(today + timedelta(days=1), time.min, zone)
