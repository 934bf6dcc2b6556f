"""The settings of a register: what each means, whether a value can stand, and who changed it when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from model import breaching, calling, costing, errors, events
from model.contact import Setting
from model.kinds import Act
from model.posting import ORDER_SETTING
from model.rules.allocation import ORDER
from model.tables import SETTING
from model.text import plain

if TYPE_CHECKING:
    from datetime import datetime

    from model.records import AgentInfo
    from model.store import Register

_COUNTRIES = ("", "_DK", "_NO")

MEANINGS = {
    ORDER_SETTING: "the order inside a claim, as in: costs, interest, principal",
    calling.UNVERIFIED: "while nobody on the line is verified: off, remind or mask",
    breaching.MISSED: "missed instalments that breach an agreement: a number, or no",
    breaching.BEHIND: "how much behind breaches an agreement: an amount, or no",
    **{
        f"calling_{day}{country}": "when customers are rung: hours as 08:00-21:00, or no"
        for day in ("weekdays", "saturday", "sunday")
        for country in _COUNTRIES
    },
    **{
        f"{name}{country}": f"{what}; consumer instalments that cost something may be a credit agreement: "
        "set what was answered legally, and nothing else"
        for name, what in (
            (costing.FEE, "a fee on each instalment: an amount, or no"),
            (costing.INTEREST, "interest on what is left of a plan: percent a year, or no"),
        )
        for country in _COUNTRIES
    },
    **{f"calling_attempts{country}": "calls out within a week: a number, or no" for country in _COUNTRIES},
}


def settings(register: Register) -> dict[str, str]:
    """Every setting with its value; "" where the default holds."""
    with register.read() as session:
        rows = session.connection().execute(select(SETTING)).all()
    values = {row.name: plain(row.value) for row in rows}
    return {name: values.get(name, "") for name in MEANINGS}


def change(register: Register, name: str, value: str, *, agent: AgentInfo, now: datetime) -> None:
    """Set a setting; an empty value goes back to the default. It stands in the audit trail.

    Raises:
        Invalid: there is no such setting, or it cannot hold this; the message says what it can.
        Busy: another process holds the write lock.
    """
    if name not in MEANINGS:
        raise errors.Invalid("name", f"there is no setting {plain(name)!r}; there are: {', '.join(MEANINGS)}", name)
    value = plain(value, 100)
    if value:
        _check(name, value)
    with register.write() as session:
        row = session.get(Setting, name)
        before = row.value if row else ""
        if row is not None and not value:
            session.delete(row)
        elif row is not None:
            row.value = value
            session.add(row)
        elif value:
            session.add(Setting(name=name, value=value))
        facts = {"name": name, "before": before, "after": value}
        events.append(session, Act.SETTING, agent_id=agent.id, now=now, facts=facts)


def _check(name: str, value: str) -> None:
    """Refuse what the setting cannot hold."""
    if name == calling.UNVERIFIED:
        if value not in calling.UNVERIFIED_CHOICES:
            raise errors.Invalid(name, f"is one of: {', '.join(calling.UNVERIFIED_CHOICES)}", value)
    elif name == ORDER_SETTING:
        if sorted(part.strip() for part in value.split(",")) != sorted(ORDER):
            raise errors.Invalid(name, f"names each once: {', '.join(ORDER)}", value)
    elif name == breaching.MISSED:
        breaching.number(name, value)
    elif name == breaching.BEHIND:
        breaching.amount(name, value)
    elif name.startswith(costing.FEE):
        costing.amount(name, value)
    elif name.startswith(costing.INTEREST):
        costing.percent(name, value)
    elif name.startswith("calling_attempts"):
        calling.count(name, value)
    else:
        calling.hours(name, value)
