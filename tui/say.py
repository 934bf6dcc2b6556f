"""`kartotek say`: the entry line for scripts. It does what the desk does, and says first what that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model import authority, card, desk, errors, foresight
from model.letters import aloud
from tui import output, phrases, place
from tui.hindrance import hindrance
from tui.wording import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import datetime

    from model.store import Register

ASKED = 3
"""The exit status where something has to be chosen first: nothing was recorded."""


def run(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Read the text on the customer's card and record what it means; returns the exit status.

    Raises:
        Refused: it cannot be recorded; nothing was.
    """
    shown = card.read_card(register, card.customer_id(register, args.number), register.today(now))
    reading = _chosen(phrases.read(" ".join(args.text), shown, shown.as_of), args.choose)
    if not reading.acts and not reading.question:
        raise errors.Invalid("TEXT", _("says nothing: write what the customer said"))
    acts = aloud.with_read_back(reading.acts, shown)
    beyond = ""
    if why := hindrance(acts, shown, now.astimezone(register.zone())):
        raise errors.Refused(why)
    if acts:
        agent = authority.who(register, place.login(), now)
        if args.dry_run:
            beyond = foresight.foresee(register, acts, agent=agent, now=now).beyond
        else:
            desk.do_all(register, acts, agent=agent, now=now)
    if args.json:
        output.dump(phrases.as_json(reading, shown) | {"beyond": beyond or None})
    else:
        spoken = "" if beyond else aloud.said(acts)
        print("\n".join(_in_words(reading, spoken, beyond, recorded=bool(acts) and not args.dry_run)))
    return ASKED if reading.question else 0


def _chosen(reading: phrases.Reading, answers: Sequence[int]) -> phrases.Reading:
    for answer in answers:
        try:
            reading = reading.choose(answer)
        except ValueError as error:
            raise errors.Invalid("--choose", str(error), answer) from error
    return reading


def _in_words(reading: phrases.Reading, spoken: str, beyond: str, *, recorded: bool) -> list[str]:
    """What it means, as it stands above the entry line; the sentence to read aloud below it."""
    if reading.question:
        choices = (f"  {no} {choice.label}" for no, choice in enumerate(reading.question.choices, 1))
        return [f"? {reading.question.text}", *choices]
    words = _("Recorded: {what}").format(what=reading.sentence) if recorded else f"= {reading.sentence}"
    needs = [_("! Needs approval: {why}").format(why=beyond)] if beyond else []
    return [*needs, words, *([f"“{spoken}”"] if spoken else [])]
