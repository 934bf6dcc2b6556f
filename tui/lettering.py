"""The letter that confirms an agreement, as a file: for the command line and for the desk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from model import card, desk, errors, mailing
from model.authority import who
from model.letters.paper import as_html, as_text
from tui import place

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from model.letters.paper import Letter
    from model.records import AgentInfo
    from model.store import Register


def run(register: Register, args: argparse.Namespace, now: datetime) -> int:
    """Write the letter to the files that are named, or as text to the standard output."""
    customer_id = card.customer_id(register, args.number)
    agent = who(register, place.login(), now)
    letter = _made(register, customer_id, args.agreement, agent, now, with_address=args.with_address)
    if args.html:
        _write(Path(args.html), as_html(letter))
    if args.text:
        _write(Path(args.text), as_text(letter))
    if not args.html and not args.text:
        sys.stdout.write(as_text(letter))
    mailing.written(register, customer_id, args.agreement, agent=agent, now=now)
    return 0


def to_folder(register: Register, customer_id: int, number: str, *, agent: AgentInfo, now: datetime) -> Path:
    """Write the letter into the agent's folder of letters, to be printed or mailed; returns the page's path.

    A protected address is left out: the page is for whoever may look it up to add.

    Raises:
        Refused: there is no such agreement, or the file cannot be written.
    """
    letter = _made(register, customer_id, number, agent, now, with_address=False)
    shown = card.read_card(register, customer_id, register.today(now)).number
    folder = place.letters_folder()
    stem = "".join(c if c.isalnum() or c in "-_" else "_" for c in f"{number}-{shown}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make {folder}: {error.strerror or error}"
        raise errors.Refused(message) from error
    _write(folder / f"{stem}.txt", as_text(letter))
    page = folder / f"{stem}.html"
    _write(page, as_html(letter))
    mailing.written(register, customer_id, number, agent=agent, now=now)
    return page


def _made(
    register: Register, customer_id: int, number: str, agent: AgentInfo, now: datetime, *, with_address: bool
) -> Letter:
    """The letter; that a protected address stands on it is logged before it does."""
    if with_address:
        desk.viewed(register, customer_id, agent=agent, now=now, unmasked=True)
    return mailing.letter(register, customer_id, number, register.today(now), with_address=with_address)


def _write(path: Path, words: str) -> None:
    try:
        path.write_text(words, encoding="utf-8")
        path.chmod(0o600)
    except OSError as error:
        message = f"cannot write {path}: {error.strerror or error}"
        raise errors.Refused(message) from error
