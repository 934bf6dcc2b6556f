"""Turns what was said and arranged in stories into rows and into deeds, the events to be."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from model.columns import from_minor, to_minor
from model.kinds import Act, CustomerStatus, DisputeState, Speaker
from model.rules.coverage import GRACE_DAYS
from model.tables import (
    AGREEMENT,
    AGREEMENT_ITEM,
    CALL,
    DISPUTE,
    HOLD,
    INSTALMENT,
    NOTE,
    PARTY,
    PROMISE,
    PROMISE_ITEM,
    TASK,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Table

    from model.generate.days import Days
    from model.generate.house import House
    from model.generate.story import Story

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """An event to be, kept until all are known: the chain follows the clock, not the customers."""

    at: datetime
    agent_id: int
    customer_id: int
    act: str
    facts: str


@dataclass(frozen=True, slots=True)
class Keys:
    """The ids of one story's rows, in the order of their places."""

    customer: int
    entries: Sequence[int]
    of: dict[str, Sequence[int]]  # by table


class Scribe:
    """Collects the rows of many stories, a sheet a table. Amounts in the rows are øre."""

    def __init__(self, house: House, days: Days) -> None:
        self._house, self._days = house, days
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        self.deeds: list[Deed] = []

    def tell(self, story: Story, keys: Keys) -> None:
        """Take down one story."""
        self._parties(story, keys)
        self._calls(story, keys)
        self._notes(story, keys)
        self._promises(story, keys)
        self._agreements(story, keys)
        self._disputes(story, keys)
        self._holds(story, keys)
        self._tasks(story, keys)
        if story.status_day is not None:
            at = self._days.moment(story.status_day, 15 * 60)
            facts = {"before": CustomerStatus.ACTIVE, "after": story.status}
            self._deed(at, story.status_agent, keys, Act.STATUS, facts)

    def sheets(self) -> Iterator[tuple[Table, Sequence[str], list[Row]]]:
        """Each table with its columns and rows, parents first."""
        for table, columns in _SHEETS:
            if rows := self._rows[table.name]:
                yield table, columns, rows

    def _deed(self, at: datetime, agent: int, keys: Keys, act: Act, facts: dict[str, Any]) -> None:
        text = json.dumps(facts, default=str, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        self.deeds.append(Deed(at, self._house.agents[agent], keys.customer, act, text))

    def _parties(self, story: Story, keys: Keys) -> None:
        for key, p in zip(keys.of["party"], story.parties, strict=True):
            until = None if p.until is None else self._days.date(p.until)
            self._rows["party"].append((key, keys.customer, p.role, p.name, p.phone, p.email, p.scope, until))

    def _calls(self, story: Story, keys: Keys) -> None:
        agents, parties = self._house.agents, keys.of["party"]
        for key, call in zip(keys.of["call"], story.calls, strict=True):
            begun = self._days.moment(call.day, call.minute)
            ended = min(begun + timedelta(seconds=call.seconds), self._days.now)
            party = None if call.party is None else parties[call.party]
            consent = True if call.speaker == Speaker.DEBTOR and call.seconds % 3 else None
            self._rows["call"].append(
                (key, keys.customer, agents[call.agent], call.direction, call.phone, call.speaker, party, call.verified,
                 consent, begun, ended, call.outcome, call.text, call.overdue_then)
            )  # fmt: skip
            facts = {"id": key, "direction": call.direction, "outcome": call.outcome}
            self._deed(ended, call.agent, keys, Act.CALL, facts)

    def _notes(self, story: Story, keys: Keys) -> None:
        own = keys.of["note"]
        for key, note in zip(own, story.notes, strict=True):
            at = self._days.moment(note.day, note.minute)
            replaces = None if note.replaces is None else own[note.replaces]
            row = (key, keys.customer, self._house.agents[note.agent], at, note.text, note.pinned, replaces)
            self._rows["note"].append(row)
            facts: dict[str, Any] = {"id": key, "pinned": note.pinned}
            self._deed(at, note.agent, keys, Act.NOTE, facts | ({"replaces": replaces} if replaces else {}))

    def _promises(self, story: Story, keys: Keys) -> None:
        own, days, currency = keys.of["promise"], self._days, story.land.currency
        # A promise that replaces another is written before it.
        for key, promise in reversed(list(zip(own, story.promises, strict=True))):
            at, due = days.moment(promise.day, promise.minute), days.date(promise.due)
            withdrawn = None if promise.withdrawn is None else days.moment(promise.withdrawn, 14 * 60 + 30)
            replaced = None if promise.replaced_by is None else own[promise.replaced_by]
            agent, call = self._house.agents[promise.agent], keys.of["call"][promise.call]
            self._rows["promise"].append(
                (key, keys.customer, agent, call, promise.amount, currency, days.date(promise.day), at, due, GRACE_DAYS,
                 withdrawn, replaced)
            )  # fmt: skip
            entries = [keys.entries[line] for line in promise.lines]
            self._rows["promise_item"] += [(key, entry) for entry in entries]
            facts = {"id": key, "amount": from_minor(promise.amount), "currency": currency, "due": due}
            facts |= {"entries": entries, "held_until": days.date(promise.until)}
            self._deed(at, promise.agent, keys, Act.PROMISE, facts)

    def _agreements(self, story: Story, keys: Keys) -> None:
        days, currency = self._days, story.land.currency
        for key, agreement in zip(keys.of["agreement"], story.agreements, strict=True):
            at, number = days.moment(agreement.day, agreement.minute), f"A-{key}"
            speaker, agent = story.calls[agreement.call].speaker, self._house.agents[agreement.agent]
            self._rows["agreement"].append(
                (key, number, keys.customer, self._house.creditors[story.land.code], agent,
                 keys.of["call"][agreement.call], agreement.total, currency, agreement.frequency,
                 days.date(agreement.day), at, GRACE_DAYS, speaker)
            )  # fmt: skip
            entries = [keys.entries[line] for line in agreement.lines]
            self._rows["agreement_item"] += [
                (key, entry, amount) for entry, amount in zip(entries, agreement.lines.values(), strict=True)
            ]
            plan = agreement.plan
            self._rows["instalment"] += [(key, p.no, p.due, p.effective, to_minor(p.amount)) for p in plan]
            facts = {"id": key, "number": number, "total": from_minor(agreement.total), "currency": currency}
            facts |= {"instalments": len(plan), "first": plan[0].due, "last": plan[-1].due}
            facts |= {"entries": entries, "supersedes": ""}
            self._deed(at, agreement.agent, keys, Act.AGREEMENT, facts)

    def _disputes(self, story: Story, keys: Keys) -> None:
        days = self._days
        for key, dispute in zip(keys.of["dispute"], story.disputes, strict=True):
            entry, closed = keys.entries[dispute.line], dispute.closed
            closed_on = None if closed is None else days.date(closed)
            agent = self._house.agents[dispute.agent]
            self._rows["dispute"].append(
                (key, keys.customer, entry, agent, dispute.reason, days.date(dispute.day), dispute.state, closed_on)
            )
            held = next(hold.until for hold in story.holds if hold.line == dispute.line)
            facts: dict[str, Any] = {"id": key, "entry": entry, "held_until": days.date(held)}
            self._deed(days.moment(dispute.day, dispute.minute), dispute.agent, keys, Act.DISPUTE, facts)
            if closed is not None and dispute.state != DisputeState.OPEN:
                facts = {"id": key, "entry": entry, "state": dispute.state}
                self._deed(days.moment(closed, 13 * 60), dispute.agent, keys, Act.DISPUTE_CLOSED, facts)

    def _holds(self, story: Story, keys: Keys) -> None:
        days = self._days
        for hold in story.holds:
            kind, place = hold.on or ("", 0)
            causes = [keys.of[name][place] if kind == name else None for name in ("promise", "agreement", "dispute")]
            entry = None if hold.line is None else keys.entries[hold.line]
            ended = None if hold.ended is None else days.booked(hold.ended)
            since, until = days.date(hold.since), days.date(hold.until)
            self._rows["hold"].append((keys.customer, entry, hold.reason, *causes, since, until, ended))

    def _tasks(self, story: Story, keys: Keys) -> None:
        days, agents, teams = self._days, self._house.agents, self._house.teams
        for task in story.tasks:
            team = teams[2] if task.kind == "review" else None
            done = None if task.done is None else days.moment(task.done, 12 * 60)
            due, made = days.ahead(task.due, task.minute), days.moment(task.made, 15 * 60)
            agent = None if team else agents[task.agent]
            self._rows["task"].append((keys.customer, task.kind, due, agent, team, task.text, made, done))


_SHEETS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (PARTY, ("id", "customer_id", "role", "name", "phone", "email", "scope", "valid_until")),
    (CALL, ("id", "customer_id", "agent_id", "direction", "phone", "speaker", "party_id", "verified",
            "recording_consent", "started_at", "ended_at", "outcome", "text", "overdue_then")),
    (NOTE, ("id", "customer_id", "agent_id", "at", "text", "pinned", "replaces")),
    (PROMISE, ("id", "customer_id", "agent_id", "call_id", "amount", "currency", "made_on", "made_at", "due",
               "grace_days", "withdrawn_at", "replaced_by")),
    (PROMISE_ITEM, ("promise_id", "entry_id")),
    (AGREEMENT, ("id", "number", "customer_id", "creditor_id", "agent_id", "call_id", "total", "currency", "frequency",
                 "made_on", "made_at", "grace_days", "agreed_by")),
    (AGREEMENT_ITEM, ("agreement_id", "entry_id", "open_at_start")),
    (INSTALMENT, ("agreement_id", "no", "due", "effective", "amount")),
    (DISPUTE, ("id", "customer_id", "entry_id", "agent_id", "reason", "opened_on", "state", "closed_on")),
    (HOLD, ("customer_id", "entry_id", "reason", "promise_id", "agreement_id", "dispute_id", "valid_from",
            "valid_until", "ended_at")),
    (TASK, ("customer_id", "kind", "due_at", "agent_id", "team_id", "text", "created_at", "done_at")),
)  # fmt: skip
