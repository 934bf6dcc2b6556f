"""A register that is none: what the desk asks of its services, answered from memory."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from model import errors
from model.approvals import Waiting
from model.drafts import Offered
from model.foresight import Foreseen, Line
from model.limits import Unconfirmed
from model.proposals import Booked, NoteProposal, PostingProposal
from model.reasons import Reasons
from model.records import AgentInfo, Card, DueTask, HistoryCursor, HistoryPage, HistoryRow, NoteInfo
from model.rules.contactrules import Caution
from model.undo import Latest, Undone
from tests.tui.cards import TODAY
from tui.services import Services
from tui.widgets.hits import Offer

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 22, 14, 2, tzinfo=ZONE)


class KeptDrafts:
    """Drafts in memory."""

    notice = ""

    def __init__(self, left: list[Offered] | None = None) -> None:
        self.kept: dict[str, dict[str, object]] = {}
        self.left = left or []

    def save(self, slot, body):
        self.kept[slot] = dict(body)

    def clear(self, slot):
        self.kept.pop(slot, None)

    def offered(self):
        return self.left

    def adopt(self, draft):
        return True

    def close(self):
        pass


class MemoryServices(Services):
    """Some cards, and what is done to them."""

    def __init__(self, *cards: Card, drafts: KeptDrafts | None = None, slow: bool = False) -> None:
        super().__init__("nowhere.db", "mette", TODAY)
        self.slow = slow  # whether lookups take longer than keys may wait
        self.cards = {card.customer_id: card for card in cards}
        self.kept = drafts or KeptDrafts()
        self.done: list[Any] = []
        self.asked: list[Any] = []
        self.own: list[Latest] = []
        self.seen: list[int] = []
        self.refuse: list[errors.Refused] = []
        self.pages: dict[str, list[HistoryRow]] = {}
        self.moment = NOW
        self.spelling = ""
        self.to_do: list[DueTask] = []
        self.against: list[Caution] = []
        self.away = False
        self.told: tuple[Reasons, ...] = ()
        self.waiting: tuple[Unconfirmed, ...] = ()
        self.requests: tuple[Waiting, ...] = ()
        self.decided: list[tuple[int, bool]] = []
        self.beyond = ""
        self.drawn = "1031"
        self.phones: dict[int, tuple[str, ...]] = {}

    def open_finder(self):
        pass

    def open(self):
        self.agent = AgentInfo(1, "mette", "Mette", "agent")
        self._opened = True
        return self.agent

    def open_drafts(self):
        self.drafts = self.kept  # type: ignore[assignment]  # answers as drafts do

    @property
    def is_open(self):
        return self.agent is not None

    @property
    def can_search(self):
        return True

    def now(self):
        return self.moment

    def look_up(self, text):
        return None if self.slow else self.find(text)

    def find(self, text):
        words = text.lower().split()
        found = [offer for offer in self._offers() if all(w in f"{offer.number} {offer.name.lower()}" for w in words)]
        return [dataclasses.replace(offer, exact=offer.number == text) for offer in found]

    def nearest(self, text):
        return self.spelling or None

    def callers(self, number):
        return [offer for offer in self._offers() if number in self.phones.get(offer.customer_id, ())]

    def latest(self):
        return []

    def has_customers(self):
        return bool(self.cards)

    def named(self, customer_ids):
        return [offer for offer in self._offers() if offer.customer_id in customer_ids]

    def due(self):
        return 3

    def tasks(self):
        return tuple(self.to_do)

    def take_next(self, passed):
        return next((task for task in self.to_do if task.id not in passed and task.due_at <= self.moment), None)

    def falling_due(self, after):
        until = self.moment + timedelta(minutes=1)
        return next((task for task in self.to_do if after < task.due_at <= until), None)

    def letter(self, customer_id, number):
        return Path("letters") / f"{number}-{customer_id}.html"

    def cautions(self, customer_id):
        if self.away:
            raise errors.Unreachable("the server is away")
        return self.against

    def card(self, customer_id):
        self.seen.append(customer_id)
        return self.cards[customer_id]

    def again(self, customer_id):
        return self.cards[customer_id]

    def unmasked(self, customer_id):
        return dataclasses.replace(self.cards[customer_id], address="Hemmelig vej 1, 9000 Aalborg")

    def log_views(self):
        pass

    def history(self, customer_id, which, cursor: HistoryCursor | None):
        rows = self.pages.get(which, [])
        at = cursor.entry[1] if cursor and cursor.entry else 0
        page, more = rows[at : at + 50], len(rows) > at + 50
        return HistoryPage(tuple(page), HistoryCursor((date(2026, 1, 1), at + 50), None) if more else None)

    def reasons(self, customer_id):
        if self.refuse:
            raise self.refuse.pop(0)
        return self.told

    def foresee(self, proposal):
        if self.refuse:
            raise self.refuse.pop(0)
        card = self.cards[proposal.customer_id]
        settled = (
            Line(Decimal("100.00"), "reminder_fee", "R1031", self.drawn),
            Line(Decimal("400.00"), "invoice", self.drawn, ""),
        )
        return Foreseen(dataclasses.replace(card, balance=card.balance - 500), (), settled, beyond=self.beyond)

    def waiting_approvals(self):
        return self.requests

    def approvals_due(self):
        return len(self.requests)

    def rehearse_approval(self, number):
        if self.refuse:
            raise self.refuse.pop(0)
        request = next(r for r in self.requests if r.id == number)
        posting = PostingProposal(request.customer_id, Booked.WRITE_OFF, Decimal("500.00"), "DKK", TODAY)
        return self.cards[request.customer_id], self.foresee(posting)

    def decide(self, number, *, granted):
        if self.refuse:
            raise self.refuse.pop(0)
        request = next(r for r in self.requests if r.id == number)
        self.decided.append((number, granted))
        self.requests = tuple(r for r in self.requests if r is not request)
        return self.cards[request.customer_id]

    def unconfirmed(self, customer_id):
        return self.waiting

    def number(self, text):
        return next((card.customer_id for card in self.cards.values() if card.number == text), None)

    def ask_approval(self, proposal, beside, reason):
        self.asked.append((proposal, *beside, reason))
        return len(self.asked)

    def last_act(self, customer_id):
        if not self.own:
            raise errors.NotFound("there is nothing of yours on this customer to take back")
        return self.own[-1]

    def undo(self, customer_id):
        if self.refuse:
            raise self.refuse.pop(0)
        last = self.own.pop()
        return Undone((last.act,), last.at, self.cards[customer_id])

    def do(self, *proposals):
        if self.refuse:
            raise self.refuse.pop(0)
        card = self.cards[proposals[0].customer_id]
        for proposal in proposals:
            self.done.append(proposal)
            if isinstance(proposal, NoteProposal):
                note = NoteInfo(len(self.done), NOW.astimezone(UTC), "Mette", proposal.text, proposal.pinned)
                notes = sorted((note, *card.notes), key=lambda n: not n.pinned)
                card = dataclasses.replace(card, notes=tuple(notes))
        self.cards[card.customer_id] = card
        return card

    def _offers(self):
        return [
            Offer(
                c.customer_id,
                c.number,
                c.name,
                c.address,
                "",
                "merged" if c.merged_into else c.status,
                merged_into=c.merged_into,
                living=self.number(c.merged_into) if c.merged_into else None,
            )
            for c in self.cards.values()
        ]
