"""Acts about what was said: notes, calls, what came of them, and what is to be done."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from model import conditions, errors
from model.contact import Call, Note, Task
from model.customer import Phone
from model.kinds import Act, Direction, Outcome, Speaker, TaskKind, Verified
from model.store import changed
from model.tables import NOTE
from model.text import plain

if TYPE_CHECKING:
    from datetime import date

    from model.acts.scene import Done, Scene
    from model.proposals import (
        CallProposal,
        NoteProposal,
        OutcomeProposal,
        PartyProposal,
        TaskDoneProposal,
        TaskProposal,
    )


def write_note(scene: Scene, proposal: NoteProposal) -> Done:
    """A note, or a correction of one: the older version is kept."""
    text = conditions.words("text", proposal.text)
    if not text:
        raise errors.Invalid("text", "a note needs words")
    if proposal.replaces is not None:
        _own_note(scene, proposal.replaces)
    note = Note(
        customer_id=proposal.customer_id,
        agent_id=scene.agent.id,
        at=scene.now,
        text=text,
        pinned=proposal.pinned,
        replaces=proposal.replaces,
    )
    scene.store(note)
    facts = {"id": note.id, "pinned": note.pinned}
    return Act.NOTE, facts | ({"replaces": note.replaces} if note.replaces else {})


def _own_note(scene: Scene, number: int) -> None:
    found = scene.session.exec(select(Note.customer_id).where(Note.id == number)).first()
    if found != scene.account.customer_id or scene.exists(NOTE.c.replaces == number):
        raise errors.Invalid("replaces", "that note is not this customer's, or was corrected already: look again")


def log_call(scene: Scene, proposal: CallProposal) -> Done:
    """A call that has ended, with its length and the arrears at the time; perhaps a task to ring again."""
    for name in ("started_at", "ended_at", "call_back_at"):
        conditions.in_a_zone(name, getattr(proposal, name))
    if proposal.ended_at < proposal.started_at or proposal.ended_at > scene.now + timedelta(minutes=1):
        raise errors.Invalid("ended_at", "a call ends after it began, and not in the future", proposal.ended_at)
    if proposal.call_back_at is not None and proposal.call_back_at <= proposal.ended_at:
        raise errors.Invalid("call_back_at", "is past: name a coming day or hour", proposal.call_back_at)
    if proposal.outcome in (Outcome.PROMISE, Outcome.AGREEMENT):
        conditions.may_agree("outcome", proposal.speaker)
    scene.own_party(proposal.party_id)
    call = Call(
        customer_id=proposal.customer_id,
        agent_id=scene.agent.id,
        direction=proposal.direction,
        phone=plain(proposal.phone, 40),
        speaker=proposal.speaker,
        party_id=proposal.party_id,
        verified=proposal.verified,
        recording_consent=proposal.recording_consent,
        started_at=proposal.started_at,
        ended_at=proposal.ended_at,
        outcome=proposal.outcome,
        text=conditions.words("text", proposal.text),
        overdue_then=scene.account.figures(scene.today).overdue,
    )
    scene.store(call)
    facts: dict[str, Any] = {"id": call.id, "direction": call.direction, "outcome": call.outcome}
    facts |= _closed_by(scene, call)
    if proposal.outcome == Outcome.WRONG_NUMBER and proposal.phone:
        facts["phone"] = _mark_wrong(scene, call.phone)
    if proposal.call_back_at is not None:
        task = Task(
            customer_id=proposal.customer_id,
            kind=TaskKind.CALL_BACK,
            due_at=proposal.call_back_at,
            agent_id=scene.agent.id,
            created_at=scene.now,
        )
        scene.store(task)
        facts["task"] = task.id
    if proposal.not_before is not None:
        facts |= _expected(scene, "not_before", proposal.not_before)
    return Act.CALL, facts


def log_outcome(scene: Scene, proposal: OutcomeProposal) -> Done:
    """What came of a call, or of an attempt that nobody timed.

    A wrong number is marked and not offered again. Who rings by themselves is not rung before that day.
    """
    spoke = proposal.outcome not in _NOBODY
    call = Call(
        customer_id=proposal.customer_id,
        agent_id=scene.agent.id,
        direction=Direction.OUT,
        phone=plain(proposal.phone, 40),
        speaker=_SPEAKERS.get(proposal.outcome, Speaker.DEBTOR if spoke else Speaker.NOBODY),
        verified=Verified.NOT,
        started_at=scene.now,
        ended_at=scene.now,
        outcome=proposal.outcome,
        text=conditions.words("text", proposal.text),
        overdue_then=scene.account.figures(scene.today).overdue,
    )
    facts: dict[str, Any] = {"id": scene.store(call), "direction": call.direction, "outcome": call.outcome}
    facts |= _closed_by(scene, call)
    if proposal.outcome == Outcome.WRONG_NUMBER:
        facts["phone"] = _mark_wrong(scene, proposal.phone)
    if proposal.expected_on is not None:
        facts |= _expected(scene, "expected_on", proposal.expected_on)
    return Act.CALL, facts


def meet_party(scene: Scene, proposal: PartyProposal) -> Done:
    """Somebody other than the debtor speaks: logged as a call in which nothing was disclosed to a third party."""
    call = Call(
        customer_id=proposal.customer_id,
        agent_id=scene.agent.id,
        direction=Direction.IN,
        speaker=proposal.speaker,
        verified=Verified.NOT,
        started_at=scene.now,
        ended_at=scene.now,
        outcome=Outcome.THIRD_PARTY if proposal.speaker == Speaker.THIRD_PARTY else Outcome.SPOKE,
        text=conditions.words("text", " · ".join(part for part in (proposal.relation, proposal.text) if part)),
        overdue_then=scene.account.figures(scene.today).overdue,
    )
    number = scene.store(call)
    facts = {"id": number, "direction": call.direction, "outcome": call.outcome}
    return Act.CALL, facts | _closed_by(scene, call)


def add_task(scene: Scene, proposal: TaskProposal) -> Done:
    """Something to do, for the agent who says so, on a day and perhaps at an hour of the register's clock."""
    conditions.coming("on", proposal.on, scene.today)
    due = scene.moment(proposal.on, proposal.at or _FIRST_HOUR)
    if proposal.at and due <= scene.now and scene.approver is None:
        raise errors.Invalid("at", f"{proposal.at:%H:%M} today is past: name a later hour, or another day", due)
    task = Task(
        customer_id=proposal.customer_id,
        kind=proposal.kind,
        due_at=due,
        agent_id=scene.agent.id,
        text=conditions.words("text", proposal.text),
        created_at=scene.now,
    )
    return Act.TASK, {"id": scene.store(task), "kind": task.kind, "due": due}


def tick_off(scene: Scene, proposal: TaskDoneProposal) -> Done:
    """Something that waited to be done is done."""
    task = scene.session.get(Task, proposal.task_id)
    if task is None or task.customer_id != proposal.customer_id or task.done_at is not None:
        raise errors.Invalid("task_id", "is done already, or not this customer's: look again", proposal.task_id)
    task.done_at = scene.now
    scene.session.add(task)
    return Act.TASK_DONE, {"id": task.id, "kind": task.kind}


def _closed_by(scene: Scene, call: Call) -> dict[str, list[int]]:
    """The call-backs that a call does away with: those that were due. A third party who rings does not do it."""
    if call.direction == Direction.IN and call.speaker in (Speaker.THIRD_PARTY, Speaker.NOBODY):
        return {}
    due = select(Task).where(
        Task.customer_id == call.customer_id,
        Task.kind == TaskKind.CALL_BACK,
        col(Task.done_at).is_(None),
        Task.due_at <= call.ended_at + EARLY,
    )
    closed = scene.session.exec(due.order_by(col(Task.id))).all()
    for task in closed:
        task.done_at = scene.now
        scene.session.add(task)
    return {"closed": [int(task.id or 0) for task in closed]} if closed else {}


EARLY = timedelta(minutes=15)
"""So long before its time a call-back may be made, and still counts as that one."""

_FIRST_HOUR = time(9)
_NOBODY = frozenset({Outcome.NO_ANSWER, Outcome.MESSAGE_LEFT, Outcome.WRONG_NUMBER})
_SPEAKERS = {Outcome.THIRD_PARTY: Speaker.THIRD_PARTY}


def _mark_wrong(scene: Scene, number: str) -> int | None:
    """Mark the number that was dialled, or the one that would have been; returns its row, None where there is none."""
    phones = scene.session.exec(
        select(Phone).where(Phone.customer_id == scene.account.customer_id).order_by(col(Phone.wrong), col(Phone.id))
    ).all()
    meant = [p for p in phones if number in ("", p.number) or p.number.endswith(number)]
    if not meant or meant[0].wrong:
        return None
    meant[0].wrong = True
    scene.session.add(meant[0])
    changed(scene.session, [scene.account.customer_id])
    return meant[0].id


def _expected(scene: Scene, field: str, until: date) -> dict[str, Any]:
    """Somebody will ring by themselves: the customer is not rung before that day."""
    conditions.coming(field, until, scene.today)
    customer = scene.customer()
    before, customer.call_not_before = customer.call_not_before, until
    scene.session.add(customer)
    return {"not_before": until, "not_before_was": before}
