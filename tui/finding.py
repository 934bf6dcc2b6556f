"""`kartotek find`: the desk's lookup for a person at a prompt, or for a program that asks a query a line."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from model import authority, card, errors
from search.finder import open_finder
from tui import output, preferring
from tui.found import state_words, through_words, wrong_words
from tui.wording import amount

if TYPE_CHECKING:
    import argparse
    from datetime import date, datetime

    from model.records import Brief
    from model.store import Register
    from search.finder import Finder, Hit, Prefer


def run(register: Register, args: argparse.Namespace, *, now: datetime, login: str) -> int:
    """Answer one query, or each line of standard input, in the order of that agent's desk."""
    today = register.today(now)
    latest = preferring.recent(register, authority.known(register, login, now))
    prefer = preferring.prefer(latest, today, register.zone())
    with closing(open_finder(register.url)) as finder:
        return _answer(finder, register, args, today, prefer)


def _answer(finder: Finder, register: Register, args: argparse.Namespace, today: date, prefer: Prefer) -> int:
    if args.stdin:
        if args.text or not args.json:
            message = "find --stdin reads queries from standard input and answers with --json: give no TEXT"
            raise errors.Refused(message)
        for line in sys.stdin:
            query = line.rstrip("\n")
            began = time.perf_counter()
            hits = finder.find(query, args.limit, prefer=prefer)
            elapsed = (time.perf_counter() - began) * 1000
            output.dump({"query": query, "ms": round(elapsed, 3), "hits": _values(register, hits, today)})
        return 0
    if not " ".join(args.text).strip():
        message = "find what? Give a name, a number or a street"
        raise errors.Refused(message)
    hits = finder.find(" ".join(args.text), args.limit, prefer=prefer)
    if args.json:
        output.dump(_values(register, hits, today))
    elif not hits:
        print("nobody found")
    else:
        owed = card.briefs(register, [hit.customer_id for hit in hits], today)
        output.table([_row(hit, owed[hit.customer_id], today) for hit in hits], right=(1,))
    return 0


def _row(hit: Hit, owed: Brief, today: date) -> tuple[str, ...]:
    """A customer for a person: as a line of the desk's list, with what is to collect."""
    by = through_words(hit.through_kind, hit.through, hit.person, former=hit.former(today))
    phone = hit.through if hit.through_kind == "phone" else hit.phone
    return (
        hit.number,
        f"{amount(owed.to_collect)} {owed.currency}",
        hit.name,
        " · ".join(filter(None, (state_words(hit.status, hit.merged_into), by, hit.address))),
        f"{wrong_words(wrong=hit.phone_wrong)} {phone}".strip(),
    )


def _values(register: Register, hits: list[Hit], today: date) -> list[dict[str, Any]]:
    owed = card.briefs(register, [hit.customer_id for hit in hits], today)
    return [
        {
            "number": hit.number,
            "name": hit.name,
            "address": hit.address,
            "phone": hit.phone,
            "to_collect": output.figure(owed[hit.customer_id].to_collect),
            "score": hit.score,
            "status": hit.status,
            "merged_into": hit.merged_into,
            "through": hit.through,
            "through_kind": hit.through_kind,
            "through_former": hit.former(today),
            "person": hit.person,
            "phone_wrong": hit.phone_wrong,
        }
        for hit in hits
    ]
