"""Tells the stories of a made register one after the other, and where there are many, ahead of who writes them down."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from model.ahead import ahead
from model.generate.acts import Desk
from model.generate.days import Days
from model.generate.draw import Deck, Draw
from model.generate.facts import land
from model.generate.house import ANSWER_FOR
from model.generate.ledger import Books, Payer
from model.generate.people import People
from model.generate.scenes import ONLY, SCENES, Stage
from model.kinds import CustomerKind, EntryKind, Outcome

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from model.generate.story import Story

DENSE = 300
"""Every second of so many customers at the start has a story, so that a small register shows all; later one in 20."""


MANY = 4
"""Chunks from which on a second process is worth its start."""


def chunks(customers: int, seed: int, days: Days, size: int) -> Generator[list[Story], None, None]:
    """So many stories, some at a time; many are told in a second process, while the first writes them down."""
    if customers > MANY * size:
        yield from ahead(_told, customers, seed, days, size)
    else:
        yield from _told(customers, seed, days, size)


def _told(customers: int, seed: int, days: Days, size: int) -> Generator[list[Story], None, None]:
    telling = stories(customers, seed, days)
    while chunk := list(islice(telling, size)):
        yield chunk


def stories(customers: int, seed: int, days: Days) -> Iterator[Story]:
    """So many stories from one stream of chance: which, depends on the seed, their number and the day alone."""
    draw = Draw(seed)
    people, books, desk = People(draw), Books(draw, days, customers), Desk(draw, days, ANSWER_FOR)
    stage = Stage(draw, books, people, desk)
    lands = Deck(draw, [land("DK")] * 6 + [land("NO")] * 4)
    kinds = Deck(draw, [CustomerKind.PERSON] * 44 + [CustomerKind.COMPANY] * 5 + [CustomerKind.PUBLIC])
    counts = Deck(draw, [1, 1, 2, 2, 2, 3, 3, 4, 5, 7])
    payers = Deck(draw, [Payer.GOOD] * 76 + [Payer.LATE] * 14 + [Payer.BAD] * 6 + [Payer.STOPPED] * 4)
    scenes = Deck(draw, SCENES)
    for number in range(customers):
        played = number % (2 if number < DENSE else 20) == 1
        scene = scenes.deal() if played else None
        only = ONLY.get(scene) if scene else None
        kind = kinds.deal(only.__eq__ if only else None)
        story = people.debtor(lands.deal(), kind)
        story.protected = number % 97 == 41 and kind == CustomerKind.PERSON  # noqa: PLR2004  one in a hundred
        books.begin(story)
        if scene:
            scene(stage, story, counts.deal())
        else:
            books.regular(story, counts.deal(), payers.deal())
            _small_talk(story, number, draw, desk)
        yield story


def _small_talk(story: Story, number: int, draw: Draw, desk: Desk) -> None:
    """Now and then there is something to note even about those who pay."""
    if number % 23 == 5:  # noqa: PLR2004
        desk.note(story, desk.work_day(-draw.between(2, 500)), "plain")
    if number % 31 == 9:  # noqa: PLR2004
        newest = max((line for line in story.lines if line.kind == EntryKind.INVOICE), key=lambda line: line.day)
        day = desk.work_day(-draw.below(-newest.day))
        if newest.day < day < 0:
            desk.call(story, day, Outcome.SPOKE, {"voucher": newest.voucher})
