"""Undoing: one's own last act on a customer is taken back by a second one, while nothing rests on it.

Nothing is deleted: the history tells both, and the account stands as it did before.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from model import errors, events
from model.account import accounts
from model.acts import booking, costing
from model.acts.scene import Scene
from model.arrangement import Agreement, Dispute, Promise
from model.card import card_in
from model.contact import Call, Note, Task
from model.customer import ContactChange, Customer, Phone
from model.kinds import PLAN_COSTS, Act, ChangeState, DisputeState
from model.ledger import DueDateChange
from model.posting import refresh_balances
from model.proposals import ReversalProposal
from model.store import changed
from model.tables import ENTRY, EVENT, HOLD, TYPED
from model.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from model.records import AgentInfo, Card
    from model.store import Register

_LATEST = 100
"""Events of a customer that are looked at; what lies further back is not undone by a key."""

_RESTING = frozenset(
    {
        Act.PROMISE,
        Act.PROMISE_WITHDRAWN,
        Act.AGREEMENT,
        Act.DISPUTE,
        Act.DEFERRAL,
        Act.TRACE,
        Act.STATUS,
        Act.POSTED,
        Act.DUE_DATE,
    }
)
"""Acts that later ones may rest on."""

_PASSED_OVER = frozenset(
    {Act.VIEWED, Act.UNMASKED, Act.TASK_TAKEN, Act.LETTER, Act.UNDONE, Act.APPROVAL_ASKED, Act.APPROVAL_DECIDED}
)


@dataclass(frozen=True, slots=True)
class Latest:
    """An agent's own last act on a customer."""

    act: str  # kinds.Act
    at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: one act, or all that was said in one line."""

    acts: tuple[str, ...]  # kinds.Act, the last one first
    at: datetime
    card: Card


def latest(register: Register, customer_id: int, *, agent: AgentInfo) -> Latest:
    """What `undo` would take back, if nothing stands in the way.

    Raises:
        NotFound: there is nothing of the agent's to take back.
    """
    with register.read() as session:
        last = _own(_latest(session, customer_id), agent)
        return Latest(last.act, last.at)


def undo(register: Register, customer_id: int, *, agent: AgentInfo, now: datetime) -> Undone:
    """Take back the agent's own last act on a customer, with all that was recorded of the same line.

    Raises:
        NotFound: there is nothing of the agent's to take back.
        NotAllowed: something rests on it, or it cannot be taken back by a key; the message says what to do.
        Busy: another process holds the write lock.
    """
    zone = register.zone()
    today = now.astimezone(zone).date()
    with register.write() as session:
        standing = _latest(session, customer_id)
        last = _own(standing, agent)
        together = _of_one_line(session, last, standing)
        for event in together:
            _free(session, event, standing)
            account = accounts(session, [customer_id], today)[customer_id]
            _take_back(Scene(session, agent, now, today, account, zone), event)
            standing.remove(event)
        return Undone(tuple(event.act for event in together), last.at, card_in(session, customer_id, today, zone))


def _take_back(scene: Scene, event: Any) -> None:  # noqa: ANN401  a row of `event`
    facts = json.loads(event.facts)
    back = _BACK.get(event.act)
    if back is None:
        raise errors.NotAllowed(f"{event.act.replace('_', ' ')}: that is not taken back by a key")
    back(scene, event, facts)
    if holds := facts.get("holds"):
        ended = update(HOLD).where(HOLD.c.id.in_(holds), HOLD.c.ended_at.is_(None))
        scene.session.connection().execute(ended.values(ended_at=scene.now))
    undone, customer_id = {"event": event.id, "act": event.act}, scene.account.customer_id
    events.append(
        scene.session, Act.UNDONE, agent_id=scene.agent.id, now=scene.now, customer_id=customer_id, facts=undone
    )
    scene.session.flush()


def _of_one_line(session: Session, last: Any, standing: Sequence[Any]) -> list[Any]:  # noqa: ANN401  rows of `event`
    """The acts that were typed in one line with the last one, which is the first of them."""
    at_once = [event for event in standing if (event.agent_id, event.at) == (last.agent_id, last.at)]
    query = select(TYPED.c.event_id, TYPED.c.text).where(TYPED.c.event_id.in_([event.id for event in at_once]))
    typed = {row.event_id: row.text for row in session.connection().execute(query)}
    return [
        event for event in at_once if event is last or (typed.get(last.id) and typed.get(event.id) == typed[last.id])
    ]


def _latest(session: Session, customer_id: int) -> list[Any]:
    """The customer's newest acts that stand, newest first."""
    query = select(EVENT).where(EVENT.c.customer_id == customer_id).order_by(EVENT.c.id.desc()).limit(_LATEST)
    rows: Sequence[Any] = session.connection().execute(query).all()
    facts = {row.id: json.loads(row.facts) for row in rows}
    gone = {facts[row.id].get("event") for row in rows if row.act == Act.UNDONE}
    # What was written off for a settlement, and taken back since because that is not paid after all.
    back = [row for row in rows if row.act == Act.REVERSED and "of" in facts[row.id]]
    unpaid = {number for row in back for number in facts[row.id]["reverses"]}
    gone |= {row.id for row in back}
    gone |= {row.id for row in rows if "of" in facts[row.id] and unpaid.issuperset(facts[row.id]["entries"])}
    return [row for row in rows if row.id not in gone and row.act not in _PASSED_OVER]


def _own(standing: Sequence[Any], agent: AgentInfo) -> Any:  # noqa: ANN401  a row of `event`
    last = next((event for event in standing if event.agent_id == agent.id), None)
    if last is None:
        raise errors.NotFound("there is nothing of yours on this customer to take back")
    return last


def _free(session: Session, event: Any, latest: list[Any]) -> None:  # noqa: ANN401  a row of `event`
    """Nothing rests on an act: neither a later one nor a payment that came since."""
    if event.act not in _RESTING:
        return
    for later in latest:
        if later.id > event.id and (later.act in _RESTING or later.act == Act.REVERSED):
            raise errors.NotAllowed(f"a later {later.act.replace('_', ' ')} rests on it: that must be taken back first")
    query = select(ENTRY.c.id, ENTRY.c.voucher).where(
        ENTRY.c.customer_id == event.customer_id, ENTRY.c.booked_at > event.at, ENTRY.c.kind.not_in(sorted(PLAN_COSTS))
    )  # what a plan costs came with an agreement, which was looked for above
    if entry := session.connection().execute(query.limit(1)).first():
        named = f" ({plain(entry.voucher)})" if entry.voucher else ""
        raise errors.NotAllowed(f"something was booked on the account since{named}: make a new arrangement instead")


def _note(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    _row(scene, Note, facts["id"]).withdrawn_at = scene.now


def _call(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    _row(scene, Call, facts["id"]).withdrawn_at = scene.now
    _done(scene, facts)
    for number in facts.get("closed", ()):
        _row(scene, Task, number).done_at = None
    if facts.get("phone"):
        _row(scene, Phone, facts["phone"]).wrong = False
        changed(scene.session, [scene.account.customer_id])
    if "not_before" in facts:
        _row(scene, Customer, scene.account.customer_id).call_not_before = _day(facts["not_before_was"])


def _task(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    _done(scene, {"task": facts["id"]})


def _task_done(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    _row(scene, Task, facts["id"]).done_at = None


def _trace(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    _done(scene, {"task": facts["id"]})


def _deferral(_scene: Scene, _event: Any, _facts: dict[str, Any]) -> None:  # noqa: ANN401
    """Its holds are all there is of it."""


def _promise(scene: Scene, event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    _row(scene, Promise, facts["id"]).withdrawn_at = scene.now
    for older in facts.get("replaces", ()):
        _row(scene, Promise, older).replaced_by = None
        _hold_again(scene, event, older)


def _withdrawn(scene: Scene, event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    _row(scene, Promise, facts["id"]).withdrawn_at = None
    _hold_again(scene, event, facts["id"])


def _hold_again(scene: Scene, event: Any, promise_id: int) -> None:  # noqa: ANN401
    again = update(HOLD).where(HOLD.c.promise_id == promise_id, HOLD.c.ended_at == event.at)
    scene.session.connection().execute(again.values(ended_at=None))


def _agreement(scene: Scene, event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    costing.take_back(scene, facts)
    _row(scene, Agreement, facts["id"]).cancelled_at = scene.now
    if older := facts.get("supersedes"):
        _row(scene, Agreement, older).superseded_by = None
        again = update(HOLD).where(HOLD.c.agreement_id == older, HOLD.c.ended_at == event.at)
        scene.session.connection().execute(again.values(ended_at=None))


def _dispute(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    dispute = _row(scene, Dispute, facts["id"])
    dispute.state, dispute.closed_on = DisputeState.WITHDRAWN, scene.today


def _status(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    customer = _row(scene, Customer, scene.account.customer_id)
    customer.status, customer.changed_at = facts["before"], scene.now
    customer.status_on = _day(facts.get("on_was"))
    _done(scene, facts)
    changed(scene.session, [scene.account.customer_id])


def _contact(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    change = _row(scene, ContactChange, facts["id"])
    if change.state != ChangeState.PENDING:
        raise errors.NotAllowed("the change is in force or was turned down: tell the right data as a new change")
    change.state, change.decided_by, change.decided_at = ChangeState.REJECTED, scene.agent.id, scene.now
    _done(scene, facts)


def _posted(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    for number in reversed(facts["entries"]):
        entry = scene.session.connection().execute(select(ENTRY).where(ENTRY.c.id == number)).one()
        account = accounts(scene.session, [entry.customer_id], scene.today)[entry.customer_id]
        there = Scene(scene.session, scene.agent, scene.now, scene.today, account, scene.zone, undoing=True)
        booking.reverse(there, ReversalProposal(entry.customer_id, number, on=max(scene.today, entry.date)))


def _due_date(scene: Scene, _event: Any, facts: dict[str, Any]) -> None:  # noqa: ANN401
    day = _day(facts["before"])
    if day is None:
        return
    scene.store(
        DueDateChange(
            customer_id=scene.account.customer_id,
            entry_id=facts["entry"],
            due_date=day,
            agent_id=scene.agent.id,
            booked_at=scene.now,
        )
    )
    refresh_balances(scene.session, [scene.account.customer_id])


_BACK: dict[str, Callable[[Scene, Any, dict[str, Any]], None]] = {
    Act.NOTE: _note,
    Act.CALL: _call,
    Act.TASK: _task,
    Act.TASK_DONE: _task_done,
    Act.TRACE: _trace,
    Act.DEFERRAL: _deferral,
    Act.PROMISE: _promise,
    Act.PROMISE_WITHDRAWN: _withdrawn,
    Act.AGREEMENT: _agreement,
    Act.DISPUTE: _dispute,
    Act.STATUS: _status,
    Act.CONTACT: _contact,
    Act.POSTED: _posted,
    Act.DUE_DATE: _due_date,
}


def _row(scene: Scene, model: Any, number: int) -> Any:  # noqa: ANN401  a row of a table
    row = scene.session.get(model, number)
    if row is None:
        raise errors.NotFound("what was recorded is gone: nothing to take back")
    scene.session.add(row)
    return row


def _done(scene: Scene, facts: dict[str, Any]) -> None:
    """A task that came with the act needs nobody any more."""
    if number := facts.get("task"):
        task: Task = _row(scene, Task, number)
        task.done_at = task.done_at or scene.now


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
