"""Who is owed and who works there: a made Danish utility with its Norwegian branch, agents, teams, authority."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import select

from model import bulk
from model.kinds import AuthorityKind, Role
from model.rules.identifiers import make_cvr, make_orgnr
from model.tables import AGENT, AGENT_ROLE, AUTHORITY, CREDITOR, TEAM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

    from model.generate.days import Days

_TEAMS = ("Kundeservice Danmark", "Kundeservice Norge", "Specialister")

_AGENTS = (
    ("mette", "Mette Holm", 0, Role.AGENT),
    ("ali", "Ali Rahimi", 0, Role.AGENT),
    ("jens", "Jens Kragh", 0, Role.SENIOR),
    ("ingrid", "Ingrid Solbakken", 1, Role.AGENT),
    ("tor", "Tor Eikeland", 1, Role.SENIOR),
    ("birgitte", "Birgitte Lund", 2, Role.SUPERVISOR),
)
"""Login, name, team by place, role."""

ANSWER_FOR = {"DK": (0, 0, 1, 1, 2, 5), "NO": (3, 3, 3, 4, 4, 5)}
"""Agents by place, as often as they take a customer of the country."""

_MAY_GRANT: tuple[tuple[Role, AuthorityKind, str | None, int | None, int | None], ...] = (
    (Role.AGENT, AuthorityKind.AGREEMENT_MONTHS, None, None, 12),
    (Role.AGENT, AuthorityKind.AGREEMENT_AMOUNT, "DKK", 25_000, None),
    (Role.AGENT, AuthorityKind.AGREEMENT_AMOUNT, "NOK", 35_000, None),
    (Role.AGENT, AuthorityKind.WAIVER, "DKK", 100, 1),
    (Role.AGENT, AuthorityKind.WAIVER, "NOK", 70, 1),
    (Role.AGENT, AuthorityKind.DEFERRAL_DAYS, None, None, 14),
    (Role.AGENT, AuthorityKind.DISCOUNT, "DKK", 0, None),
    (Role.AGENT, AuthorityKind.DISCOUNT, "NOK", 0, None),
    (Role.AGENT, AuthorityKind.SECOND_AGREEMENT, None, None, 0),
    (Role.SENIOR, AuthorityKind.AGREEMENT_MONTHS, None, None, 24),
    (Role.SENIOR, AuthorityKind.AGREEMENT_AMOUNT, "DKK", 100_000, None),
    (Role.SENIOR, AuthorityKind.AGREEMENT_AMOUNT, "NOK", 140_000, None),
    (Role.SENIOR, AuthorityKind.DEFERRAL_DAYS, None, None, 30),
    (Role.SENIOR, AuthorityKind.SECOND_AGREEMENT, None, None, 1),
)
"""Role, what is limited, currency, kroner, how many. A supervisor has no row, so no limit."""


@dataclass(frozen=True)
class House:
    """The ids of what every customer refers to."""

    creditors: dict[str, int]  # by country
    agents: Sequence[int]  # by place
    teams: Sequence[int]


def build(connection: Connection, days: Days) -> House:
    """Enter creditors, teams, agents and authority. Agents and teams that are there already, by login or name, stay."""
    since = days.date(-4 * 365)
    creditor_ids = bulk.reserve(connection, CREDITOR, 2)
    bulk.insert(
        connection,
        CREDITOR,
        ("id", "code", "name", "country", "currency", "org_number", "bank_account", "fik_creditor", "kid_method"),
        [
            (creditor_ids[0], "DK", "Skovbrynet Forsyning A/S", "DK", "DKK",
             make_cvr("2918452"), "0040 0440116243", "82914467", "mod10"),
            (creditor_ids[1], "NO", "Skovbrynet Forsyning NUF", "NO", "NOK",
             make_orgnr("91846237"), "90123456784", "", "mod10"),
        ],
    )  # fmt: skip
    teams = _add(connection, TEAM, "name", [(name,) for name in _TEAMS], ("name",))
    created = days.moment(-4 * 365, 8 * 60)
    logins = [(login, name, created) for login, name, _, _ in _AGENTS]
    agents = _add(connection, AGENT, "login", logins, ("login", "name", "created_at"))
    roles = [(agents[place], teams[team], role, since) for place, (_, _, team, role) in enumerate(_AGENTS)]
    _rows(connection, AGENT_ROLE, ("agent_id", "team_id", "role", "valid_from"), roles)
    grants = [
        (role, kind, currency, None if kroner is None else Decimal(kroner), count, since)
        for role, kind, currency, kroner, count in _MAY_GRANT
    ]
    _rows(connection, AUTHORITY, ("role", "kind", "currency", "amount", "count", "valid_from"), grants)
    return House({"DK": creditor_ids[0], "NO": creditor_ids[1]}, agents, teams)


def _add(
    connection: Connection, table: Table, key: str, rows: Sequence[tuple[object, ...]], columns: tuple[str, ...]
) -> list[int]:
    """The ids of rows known by their first column; those that are missing are entered."""
    known: dict[object, int] = {row[1]: row[0] for row in connection.execute(select(table.c.id, table.c[key]))}
    missing = [row for row in rows if row[0] not in known]
    known |= zip((row[0] for row in missing), _rows(connection, table, columns, missing), strict=True)
    return [known[row[0]] for row in rows]


def _rows(
    connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]
) -> Sequence[int]:
    ids = bulk.reserve(connection, table, len(rows)) if rows else ()
    bulk.insert(connection, table, ("id", *columns), [(number, *row) for number, row in zip(ids, rows, strict=True)])
    return ids
