"""What speaks against ringing a customer now: the rules of `model.rules.contactrules`, with what the register knows.

Hours and attempts are settings of the register, each per country where they differ (`calling_saturday_NO`):
`calling_weekdays`, `calling_saturday` and `calling_sunday` hold hours as `08:00-21:00` or `no`, `calling_attempts` the
calls out within a week (or `no`: as many as one likes).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from model import errors
from model.kinds import Direction
from model.rules import contactrules
from model.rules.contactrules import Caution, Hours, Policy
from model.tables import CALL, CREDITOR, CUSTOMER, SETTING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlmodel import Session

    from model.store import Register

_DAYS = ("weekdays", "saturday", "sunday")
_PREFIX = "calling_"

UNVERIFIED = "unverified"
"""The setting that says what happens while the speaker is not verified: `off`, `remind` (the default) or `mask`."""

UNVERIFIED_CHOICES = ("off", "remind", "mask")


def cautions(register: Register, customer_id: int, now: datetime) -> list[Caution]:
    """What speaks against ringing a customer now; empty where nothing does.

    Raises:
        NotFound: no such customer.
        Invalid: a setting cannot be read.
    """
    zone = register.zone()
    local = now.astimezone(zone)
    with register.read() as session:
        query = (
            select(CREDITOR.c.country, CUSTOMER.c.call_not_before)
            .join(CREDITOR, CREDITOR.c.id == CUSTOMER.c.creditor_id)
            .where(CUSTOMER.c.id == customer_id)
        )
        row = session.connection().execute(query).first()
        if row is None:
            message = f"no customer with id {customer_id}"
            raise errors.NotFound(message)
        before = row.call_not_before
        return contactrules.warnings(
            local,
            policy(session, row.country),
            attempts=_attempts(session, customer_id, local, zone),
            not_before=datetime.combine(before, time.min, zone) if before else None,
        )


def policy(session: Session, country: str) -> Policy:
    """When and how often customers of a country are rung, as the register is set.

    Raises:
        Invalid: a setting cannot be read; it is named.
    """
    rows = session.connection().execute(select(SETTING).where(SETTING.c.name.startswith(_PREFIX))).all()
    values = {row.name.removeprefix(_PREFIX): row.value for row in rows}
    changes: dict[str, Any] = {}
    for day in _DAYS:
        if written := values.get(f"{day}_{country}", values.get(day)):
            changes[day] = hours(f"{_PREFIX}{day}", written)
    if written := values.get(f"attempts_{country}", values.get("attempts")):
        changes["attempts_a_week"] = count(f"{_PREFIX}attempts", written)
    return replace(contactrules.policy(country), **changes)


def hours(name: str, written: str) -> Hours | None:
    """Hours as a setting writes them; None for `no`.

    >>> hours("calling_saturday", "09:00-15:00"), hours("calling_saturday", "no")
    (Hours(start=datetime.time(9, 0), end=datetime.time(15, 0)), None)

    Raises:
        Invalid: they are no hours.
    """
    if written.strip().lower() == "no":
        return None
    start, _dash, end = written.partition("-")
    try:
        return Hours(time.fromisoformat(start.strip()), time.fromisoformat(end.strip()))
    except ValueError as error:
        raise errors.Invalid(name, f"{written!r} are no hours: write 08:00-21:00, or no") from error


def unverified(register: Register) -> str:
    """What happens while the speaker is not verified: `off`, `remind` or `mask`."""
    with register.read() as session:
        row = session.connection().execute(select(SETTING.c.value).where(SETTING.c.name == UNVERIFIED)).first()
    return row.value if row and row.value in UNVERIFIED_CHOICES else "remind"


def count(name: str, written: str) -> int | None:
    """A number of calls as a setting writes it; None for `no`.

    Raises:
        Invalid: it is none.
    """
    if written.strip().lower() == "no":
        return None
    if not written.strip().isdecimal() or int(written) < 1:
        raise errors.Invalid(name, f"{written!r} is no number of calls: write such as 3, or no")
    return int(written)


def _attempts(session: Session, customer_id: int, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """When the customer was rung within a week, on the register's clock."""
    query = select(CALL.c.started_at).where(
        CALL.c.customer_id == customer_id,
        CALL.c.direction == Direction.OUT,
        CALL.c.withdrawn_at.is_(None),
        CALL.c.started_at > (now - timedelta(days=7)).astimezone(UTC),
    )
    return [row.started_at.astimezone(zone) for row in session.connection().execute(query)]
