"""Whom an agent has to ring next: the right one at the right time, and never two agents the same."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlmodel import Session, col, select

from model import errors, undo, worklist
from model.agent import AgentRole, Team
from model.contact import Event, Task
from model.customer import Phone
from model.kinds import Act, Direction, Outcome, Speaker, TaskKind, Verified
from model.proposals import CallProposal, OutcomeProposal, PartyProposal, TaskDoneProposal, TaskProposal
from model.records import AgentInfo
from model.store import Register
from tests.model.build import NOW, TODAY, Debtor, agent, debtor

MONDAY = date(2026, 11, 23)
AT_TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock in Copenhagen

_TEAMS = count(1)


@pytest.fixture
def team(shared: Register) -> tuple[AgentInfo, AgentInfo, int]:
    """Two agents of a team of their own."""
    number = next(_TEAMS)
    names = [f"first of {number}", f"second of {number}"]
    known = [agent(shared, name).id for name in names]
    with Session(shared.engine) as session:
        row = Team(name=f"Team {number}")
        session.add(row)
        session.flush()
        team_id = int(row.id or 0)
        for role in session.exec(select(AgentRole).where(col(AgentRole.agent_id).in_(known))).all():
            role.team_id = team_id
            session.add(role)
        session.commit()
    return agent(shared, names[0]), agent(shared, names[1]), team_id


def waits(customer: Debtor, due: datetime, kind: TaskKind = TaskKind.CALL_BACK, **whose: Any) -> int:
    with Session(customer.register.engine) as session:
        task = Task(customer_id=customer.id, kind=kind, due_at=due, created_at=NOW, **whose)
        session.add(task)
        session.commit()
        return int(task.id or 0)


def open_tasks(customer: Debtor) -> list[int]:
    return [task.id or 0 for task in customer.rows(Task) if task.done_at is None]


def call(customer: Debtor, at: datetime, **facts: Any) -> CallProposal:
    made = CallProposal(
        customer.id, Direction.OUT, Speaker.DEBTOR, Verified.NOT, Outcome.SPOKE, at - timedelta(minutes=2), at
    )
    return replace(made, **facts)


def test_a_call_back_whose_time_has_come_goes_before_anything_else(shared, team):
    mette, _ali, _number = team
    one, other, late = debtor(shared), debtor(shared), debtor(shared)
    waits(other, AT_TEN - timedelta(days=3), TaskKind.REVIEW, agent_id=mette.id)
    waits(one, AT_TEN, agent_id=mette.id)
    waits(late, AT_TEN + timedelta(hours=4), agent_id=mette.id)
    first = worklist.take_next(shared, mette, AT_TEN)
    assert first is not None
    assert (first.customer_id, first.due_at, first.name) == (one.id, AT_TEN, "Marie Sørensen")
    second = worklist.take_next(shared, mette, AT_TEN, {first.id})
    assert second is not None
    assert second.customer_id == other.id
    assert worklist.take_next(shared, mette, AT_TEN, {first.id, second.id}) is None
    assert worklist.due(shared, mette, AT_TEN + timedelta(hours=10)) == 3


def test_what_belongs_to_the_team_is_taken_by_one_of_them_only(shared, team):
    mette, ali, number = team
    one = debtor(shared)
    task = waits(one, AT_TEN, team_id=number)
    taken = worklist.take_next(shared, mette, AT_TEN)
    assert taken is not None
    assert taken.id == task
    assert worklist.take_next(shared, ali, AT_TEN) is None
    (row,) = one.rows(Task)
    assert row.agent_id == mette.id
    (event,) = one.rows(Event)
    assert event.act == Act.TASK_TAKEN


def test_two_agents_who_press_at_once_never_get_the_same_customer(shared, team):
    mette, ali, number = team
    made = {waits(debtor(shared), AT_TEN, team_id=number) for _ in range(12)}

    def works_off(who: AgentInfo) -> list[int]:
        mine: list[int] = []
        while task := worklist.take_next(shared, who, AT_TEN, mine):
            mine.append(task.id)
        return mine

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(works_off, (mette, ali))
    assert set(first) | set(second) == made
    assert set(first) & set(second) == set()


def test_a_call_back_that_a_team_mate_leaves_lying_is_anybodys_after_an_hour(shared, team):
    mette, ali, _number = team
    waits(debtor(shared), AT_TEN, agent_id=ali.id)
    assert worklist.take_next(shared, mette, AT_TEN + timedelta(minutes=59)) is None
    assert worklist.take_next(shared, mette, AT_TEN + timedelta(minutes=60)) is not None


def test_nobody_gets_what_is_another_teams(shared, team):
    mette, _ali, number = team
    waits(debtor(shared), AT_TEN, team_id=number)
    stranger = agent(shared, f"stranger of {number}")
    assert worklist.take_next(shared, stranger, AT_TEN) is None
    assert worklist.tasks(shared, stranger, AT_TEN, AT_TEN) == ()
    assert len(worklist.tasks(shared, mette, AT_TEN, AT_TEN)) == 1


def test_the_sign_tells_of_a_call_back_in_the_minute_it_falls_due(shared, team):
    mette, _ali, _number = team
    waits(debtor(shared), AT_TEN, agent_id=mette.id)
    minute = timedelta(minutes=1)
    assert worklist.falling_due(shared, mette, AT_TEN - 3 * minute, AT_TEN - minute) is None
    found = worklist.falling_due(shared, mette, AT_TEN - minute, AT_TEN)
    assert found is not None
    assert found.due_at == AT_TEN


def test_a_call_closes_the_call_back_that_was_due_and_no_other(marie):
    due, early, later = (
        waits(marie, AT_TEN - timedelta(days=1)),
        waits(marie, AT_TEN + timedelta(minutes=10)),
        waits(marie, AT_TEN + timedelta(hours=5)),
    )
    review = waits(marie, AT_TEN - timedelta(days=1), TaskKind.REVIEW)
    marie.does(call(marie, AT_TEN), now=AT_TEN)
    assert open_tasks(marie) == [later, review]
    undo.undo(marie.register, marie.id, agent=agent(marie.register), now=AT_TEN)
    assert open_tasks(marie) == [due, early, later, review]


def test_nobody_answered_then_the_next_time_takes_the_place_of_this_one(marie):
    waits(marie, AT_TEN)
    again = AT_TEN + timedelta(days=1)
    unanswered = call(marie, AT_TEN, outcome=Outcome.NO_ANSWER, speaker=Speaker.NOBODY, call_back_at=again)
    marie.does(unanswered, now=AT_TEN)
    assert [task.due_at for task in marie.rows(Task) if task.done_at is None] == [again]


def test_an_attempt_told_in_the_line_closes_it_too_but_a_third_party_who_rings_does_not(marie):
    task = waits(marie, AT_TEN)
    marie.does(PartyProposal(marie.id, Speaker.THIRD_PARTY, "kone"), now=AT_TEN)
    assert open_tasks(marie) == [task]
    marie.does(OutcomeProposal(marie.id, Outcome.NO_ANSWER), now=AT_TEN)
    assert open_tasks(marie) == []


def test_a_wrong_number_at_the_end_of_a_call_is_not_offered_again(marie):
    marie.has(Phone, number="+4522334455")
    card = marie.does(call(marie, AT_TEN, outcome=Outcome.WRONG_NUMBER, phone="+4522334455"), now=AT_TEN)
    assert [phone.wrong for phone in card.phones] == [True]
    assert not undo.undo(marie.register, marie.id, agent=agent(marie.register), now=AT_TEN).card.phones[0].wrong


def test_what_is_done_is_ticked_off_once_and_can_be_taken_back(marie):
    card = marie.does(TaskProposal(marie.id, TaskKind.FOLLOW_UP, on=MONDAY, text="send the bill again"))
    (task,) = card.tasks
    assert marie.does(TaskDoneProposal(marie.id, task.id)).tasks == ()
    with pytest.raises(errors.Invalid, match="done already"):
        marie.does(TaskDoneProposal(marie.id, task.id))
    back = undo.undo(marie.register, marie.id, agent=agent(marie.register), now=NOW)
    assert back.card.tasks == (task,)


def test_a_task_of_somebody_else_cannot_be_ticked_off_on_this_card(shared, marie):
    other = waits(debtor(shared), AT_TEN)
    with pytest.raises(errors.Invalid, match="not this customer's"):
        marie.does(TaskDoneProposal(marie.id, other))
    assert TODAY < MONDAY
