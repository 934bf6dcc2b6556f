"""Customers of a file beside those of the register: what is new, what changed, and how either is written."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, select, update

from model import bulk
from model.kinds import CustomerKind, CustomerStatus, TermsKind
from model.tables import ADDRESS, CUSTOMER, EMAIL, NOTE, PARTY, PHONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection, Row, Table

    from model.intake.rows import CustomerRow

DEFAULT_TERMS = (TermsKind.NET, 14)

_LANGUAGES = {"DK": "da", "NO": "nb", "SE": "sv"}
_COMPANY = re.compile(r"\b(A/S|ApS|AS|ASA|I/S|K/S|P/S|IVS|AMBA|AB|GmbH|Ltd|Inc|LLC|BV)\.?$", re.IGNORECASE)
_LEGAL_FACTS = (CustomerStatus.ACTIVE, CustomerStatus.CLOSED)
"""What a ledger knows of a customer's state; that somebody died or went bankrupt is not for a file to take back."""


@dataclass(slots=True)
class Known:
    """What the register knows of a customer."""

    facts: Row[Any]
    belongings: defaultdict[Table, list[Row[Any]]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Change:
    """A row to be written: a new one without an id."""

    table: Table
    id: int | None
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Home:
    """The creditor a file's customers belong to."""

    id: int
    country: str
    currency: str


def one_of(column: ColumnElement[Any], values: Sequence[Any], connection: Connection) -> ColumnElement[bool]:
    """Whether a column holds one of many values, given to the database as one parameter."""
    if connection.dialect.name == "sqlite":
        listed = func.json_each(bindparam(None, json.dumps(list(values)))).table_valued("value")
        return column.in_(select(listed.c.value))
    from sqlalchemy.dialects.postgresql import ARRAY

    return column == func.any(bindparam(None, list(values), ARRAY(column.type)))


def load(connection: Connection, home: Home, numbers: Sequence[str]) -> dict[str, Known]:
    """What the register knows of these customer numbers."""
    wanted = (CUSTOMER.c.creditor_id == home.id) & one_of(CUSTOMER.c.number, numbers, connection)
    known = {row.id: Known(row) for row in connection.execute(select(CUSTOMER).where(wanted))}
    for table in (ADDRESS, PHONE, EMAIL, PARTY, NOTE) if known else ():
        statement = select(table).where(one_of(table.c.customer_id, list(known), connection)).order_by(table.c.id)
        for row in connection.execute(statement):
            known[row.customer_id].belongings[table].append(row)
    return {who.facts.number: who for who in known.values()}


def changes(row: CustomerRow, known: Known, home: Home, today: date) -> list[Change]:
    """What a file changes about a customer, field by field. What it does not say stays as it is."""
    found: list[Change] = []
    facts = {name: value for name, value in _stated(row).items() if getattr(known.facts, name) != value}
    if known.facts.status not in _LEGAL_FACTS:
        facts.pop("status", None)
    if "status" in facts:
        facts["status_on"] = today
    if facts:
        found.append(Change(CUSTOMER, known.facts.id, facts))
    for address in (wish.values for wish in _addresses(row, home)):
        current = [old for old in known.belongings[ADDRESS] if old.kind == address["kind"] and old.valid_until is None]
        if not any(all(getattr(old, name) == value for name, value in address.items()) for old in current):
            last_day = {"valid_until": today - timedelta(days=1)}
            found += [Change(ADDRESS, old.id, last_day) for old in current]
            found.append(Change(ADDRESS, None, address))
    found += _replaced(known.belongings[PHONE], _phones(row, home), "number")
    found += _replaced(known.belongings[EMAIL], _emails(row), "address")
    parties = {(old.role, old.name): old for old in known.belongings[PARTY]}
    for wish in _parties(row, home):
        party = parties.get((wish.values["role"], wish.values["name"]))
        news = {name: text for name, text in wish.values.items() if text and getattr(party, name, None) != text}
        if news:
            found.append(Change(PARTY, party.id if party else None, news))
    written = {old.text for old in known.belongings[NOTE]}
    found += [note for note in _notes(row) if note.values["text"] not in written]
    return found


def newcomer(row: CustomerRow, home: Home) -> list[Change]:
    """Everything a file says of a customer whom the register does not know, the customer first."""
    country = row.country or home.country
    kind = CustomerKind.COMPANY if row.org_number or _COMPANY.search(row.name) else CustomerKind.PERSON
    values = {
        "number": row.number, "creditor_id": home.id, "kind": kind, "name": row.number, "country": country,
        "terms_kind": DEFAULT_TERMS[0], "terms_days": DEFAULT_TERMS[1], "currency": home.currency,
        "language": _LANGUAGES.get(country, "en"), "status": CustomerStatus.ACTIVE,
    } | _stated(row)  # fmt: skip
    belongings = [*_addresses(row, home), *_phones(row, home), *_emails(row), *_parties(row, home), *_notes(row)]
    return [Change(CUSTOMER, None, values), *belongings]


def add(connection: Connection, newcomers: Sequence[list[Change]], *, agent_id: int, now: datetime) -> Sequence[int]:
    """Write new customers with all that belongs to them; returns their ids in the order given."""
    ids = bulk.reserve(connection, CUSTOMER, len(newcomers))
    rows: defaultdict[Table, list[dict[str, Any]]] = defaultdict(list)
    for customer_id, (customer, *belongings) in zip(ids, newcomers, strict=True):
        rows[CUSTOMER].append({"id": customer_id, "created_at": now, "changed_at": now} | customer.values)
        for change in belongings:
            rows[change.table].append(_owned(change, customer_id, agent_id, now))
    for table, dicts in rows.items():
        if table is not CUSTOMER:
            for key, values in zip(bulk.reserve(connection, table, len(dicts)), dicts, strict=True):
                values["id"] = key
        defaults = {name: _default(table, name) for values in dicts for name in values}
        bulk.insert(connection, table, list(defaults), ([(defaults | values)[n] for n in defaults] for values in dicts))
    return ids


def apply(connection: Connection, customer_id: int, found: Sequence[Change], *, agent_id: int, now: datetime) -> None:
    """Write what changed about a customer."""
    for change in found:
        if change.id is None:
            connection.execute(insert(change.table).values(_owned(change, customer_id, agent_id, now)))
        else:
            connection.execute(update(change.table).where(change.table.c.id == change.id).values(change.values))
    connection.execute(update(CUSTOMER).where(CUSTOMER.c.id == customer_id).values(changed_at=now))


def international(number: str, country: str) -> str:
    """A phone number in international form; as it was written where it is none.

    >>> international("22 33 44 55", "DK"), international("0047 22334455", "DK"), international("kl. 8-16", "DK")
    ('+4522334455', '+4722334455', 'kl. 8-16')
    """
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_valid_number(parsed):
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _stated(row: CustomerRow) -> dict[str, Any]:
    said = {
        name: getattr(row, name)
        for name in (
            "name", "kind", "org_number", "vat_registration", "category", "terms_kind", "terms_days", "credit_limit",
            "currency", "language", "country", "status",
        )
    }  # fmt: skip
    return {name: value for name, value in said.items() if value not in {None, ""}}


def _addresses(row: CustomerRow, home: Home) -> Iterator[Change]:
    for address in {address.kind: address for address in reversed(row.addresses)}.values():  # the first of a kind
        country = address.country or row.country or home.country
        values = {
            "kind": address.kind, "street": address.street, "extra": address.extra, "postcode": address.postcode,
            "city": address.city, "country": country,
        }  # fmt: skip
        yield Change(ADDRESS, None, values)


def _phones(row: CustomerRow, home: Home) -> list[Change]:
    numbers = dict.fromkeys(_number(phone, row, home) for phone in row.phones)
    return [Change(PHONE, None, {"number": number}) for number in numbers if number]


def _number(phone: str, row: CustomerRow, home: Home) -> str:
    return international(phone, row.country or next((a.country for a in row.addresses if a.country), home.country))


def _emails(row: CustomerRow) -> list[Change]:
    return [Change(EMAIL, None, {"address": address}) for address in dict.fromkeys(row.emails) if address]


def _parties(row: CustomerRow, home: Home) -> Iterator[Change]:
    for party in {(party.role, party.name): party for party in reversed(row.parties)}.values():
        phone = _number(party.phone, row, home) if party.phone else ""
        yield Change(PARTY, None, {"role": party.role, "name": party.name, "phone": phone, "email": party.email})


def _notes(row: CustomerRow) -> list[Change]:
    return [Change(NOTE, None, {"text": text}) for text in dict.fromkeys(row.notes) if text]


def _replaced(have: Sequence[Row[Any]], wishes: list[Change], name: str) -> list[Change]:
    """New ones are added beside what agents learned; where there is one and the file says another, it is replaced."""
    known = {getattr(old, name) for old in have}
    new = [wish for wish in wishes if wish.values[name] not in known]
    if len(have) == len(wishes) == len(new) == 1 and not getattr(have[0], "wrong", False):
        return [Change(wish.table, have[0].id, wish.values) for wish in new]
    return new


def _owned(change: Change, customer_id: int, agent_id: int, now: datetime) -> dict[str, Any]:
    author = {"agent_id": agent_id, "at": now} if change.table is NOTE else {}
    return change.values | {"customer_id": customer_id} | author


def _default(table: Table, name: str) -> Any:  # noqa: ANN401  whatever the column holds
    default = table.c[name].default
    return default.arg if default is not None and default.is_scalar else None  # type: ignore[attr-defined]
