"""What happens at the desk, put into a story: calls, notes, promises, agreements, disputes, and the holds they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model.columns import from_minor, to_minor
from model.generate.story import Agreement, Call, Dispute, Hold, Note, Promise, Task
from model.kinds import Direction, HoldReason, Outcome, Speaker, TaskKind, Verified
from model.rules import schedule
from model.rules.coverage import DISPUTE_HOLD_DAYS, GRACE_DAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from model.generate.days import Days
    from model.generate.draw import Draw
    from model.generate.story import Party, Story

_REACHED = {Outcome.NO_ANSWER, Outcome.MESSAGE_LEFT, Outcome.WRONG_NUMBER}


class Desk:
    """Lets agents act in stories. Agents are known by their place among those who answer for a country."""

    def __init__(self, draw: Draw, days: Days, agents: Mapping[str, Sequence[int]]) -> None:
        self._draw, self._days, self._agents = draw, days, agents

    def work_day(self, day: int) -> int:
        """The day itself, or the weekday before it: nobody is at the desk on Saturdays and Sundays."""
        return self._days.work_day(day)

    def agent(self, story: Story) -> int:
        """Somebody who speaks the customer's language."""
        return self._draw.pick(self._agents[story.land.code])

    def call(
        self,
        story: Story,
        day: int,
        outcome: Outcome,
        words: Mapping[str, object] | None = None,
        *,
        key: str = "",
        speaker: Speaker = Speaker.DEBTOR,
        party: int | None = None,
    ) -> int:
        """A call on a day, worded for its outcome (or for `key`); returns its place."""
        draw, day = self._draw, self._days.work_day(day)
        missed = outcome in _REACHED
        outgoing = missed or draw.chance(45)
        text = self.words(story, f"call.{key or outcome}", words)
        overdue = sum(story.overdue_on(day).values())
        own = next((number for number, _, wrong in story.phones if not wrong), "")
        story.calls.append(
            Call(
                day=day,
                minute=7 * 60 + draw.below(7 * 60),
                seconds=draw.between(15, 40) if missed else draw.between(90, 800),
                direction=Direction.OUT if outgoing else Direction.IN,
                phone=own if party is None else story.parties[party].phone,
                speaker=Speaker.NOBODY if missed else speaker,
                verified=self._verified(missed=missed, speaker=speaker),
                outcome=outcome,
                text=text,
                overdue_then=overdue,
                agent=self.agent(story),
                party=party,
            )
        )
        return len(story.calls) - 1

    def note(self, story: Story, day: int, key: str, *, pinned: bool = False, replaces: int | None = None) -> int:
        """A note; returns its place."""
        text, minute = self.words(story, f"note.{key}"), 7 * 60 + self._draw.below(8 * 60)
        story.notes.append(Note(day, minute, text, self.agent(story), pinned, replaces))
        return len(story.notes) - 1

    def promise(
        self,
        story: Story,
        day: int,
        due: int,
        *,
        share: int = 100,
        key: str = "",
        speaker: Speaker = Speaker.DEBTOR,
        party: int | None = None,
    ) -> int:
        """A call in which what is overdue, or so many percent of it, is promised; returns the promise's place."""
        day = self.work_day(day)
        items = story.overdue_on(day)
        total = sum(items.values())
        amount = total if share == 100 else max(total * share // 10_000 * 100, 100)  # noqa: PLR2004
        words = {"amount": kroner(amount), "day": self.date(due)}
        call = self.call(story, day, Outcome.PROMISE, words, key=key, speaker=speaker, party=party)
        until = self.last_day(due, story)
        minute, agent = _end(story.calls[call]), story.calls[call].agent
        story.promises.append(Promise(day, minute, amount, due, list(items), agent, call, until))
        self._hold_items(story, HoldReason.PROMISE, day, until, items, len(story.promises) - 1)
        return len(story.promises) - 1

    def agree(self, story: Story, day: int, frequency: schedule.Frequency, count: int, first: int) -> Agreement:
        """A call in which what is overdue is divided into instalments."""
        items = story.overdue_on(day)
        plan = schedule.plan(
            from_minor(sum(items.values())),
            first=self._days.date(first),
            frequency=frequency,
            country=story.land.code,
            count=count,
        )
        starts = self.date(self._days.number(plan[0].due))
        call = self.call(story, day, Outcome.AGREEMENT, {"count": count, "day": starts})
        until = self.last_day(self._days.number(plan[-1].due), story)
        minute, agent = _end(story.calls[call]), story.calls[call].agent
        agreement = Agreement(day, minute, frequency, plan, items, agent, call, until)
        story.agreements.append(agreement)
        self._hold_items(story, HoldReason.AGREEMENT, day, until, items, len(story.agreements) - 1)
        return agreement

    def dispute(self, story: Story, day: int, line: int) -> Dispute:
        """A call in which the customer does not accept a line."""
        reason = self.words(story, "dispute.reason")
        call = self.call(story, day, Outcome.DISPUTE, {"voucher": story.lines[line].voucher, "reason": reason})
        made = story.calls[call]
        story.disputes.append(Dispute(line, reason, day, _end(made), made.agent))
        until = day + DISPUTE_HOLD_DAYS
        self._hold_items(story, HoldReason.DISPUTE, day, until, [line], len(story.disputes) - 1)
        return story.disputes[-1]

    def close(self, story: Story, dispute: Dispute, state: str, day: int) -> None:
        """A dispute comes to its end, and with it the hold it made."""
        dispute.state, dispute.closed = state, day
        for hold in story.holds:
            if hold.reason == HoldReason.DISPUTE and day < hold.until:
                hold.ended = day

    def hold(self, story: Story, reason: HoldReason, since: int, until: int) -> None:
        """Dunning of the whole account rests."""
        story.holds.append(Hold(reason, since, until))

    def task(self, story: Story, kind: TaskKind, made: int, due: int, *, done: int | None = None) -> None:
        """Something to be done on a day, in the agents' hours."""
        minute = self._draw.pick((8, 9, 9, 12, 13)) * 60
        text = self.words(story, f"task.{kind}")
        story.tasks.append(Task(kind, due, minute, text, self.agent(story), made, done))

    def status(self, story: Story, status: str, day: int) -> None:
        """The customer's status changes."""
        story.status, story.status_day, story.status_agent = status, day, self.agent(story)

    def join(self, story: Story, party: Party) -> int:
        """Somebody steps in beside the debtor; returns their place."""
        story.parties.append(party)
        return len(story.parties) - 1

    def words(self, story: Story, key: str, words: Mapping[str, object] | None = None) -> str:
        """One of the texts for an occasion, in the customer's language."""
        return self._draw.pick(story.land.words[key]).format_map(words or {})

    def date(self, day: int) -> str:
        """A day as agents write it."""
        return f"{self._days.date(day):%d-%m}"

    def last_day(self, due: int, story: Story) -> int:
        """The last day on which a payment keeps a promise or an instalment."""
        return self._days.bank_day(due, story.land.code) + GRACE_DAYS

    def days_of(self, agreement: Agreement) -> list[tuple[int, int]]:
        """The last payment day and the øre of each instalment."""
        return [(self._days.number(part.effective), to_minor(part.amount)) for part in agreement.plan]

    def _hold_items(
        self, story: Story, reason: HoldReason, since: int, until: int, lines: Collection[int], place: int
    ) -> None:
        story.holds += [Hold(reason, since, until, line, (reason, place)) for line in lines]

    def _verified(self, *, missed: bool, speaker: Speaker) -> Verified:
        if missed or speaker == Speaker.THIRD_PARTY:
            return Verified.NOT
        return self._draw.pick((Verified.CUSTOMER_NUMBER, Verified.ADDRESS, Verified.INVOICE, Verified.CALLED_BACK))


def kroner(minor: int) -> str:
    """An amount as agents write it.

    >>> kroner(1234550)
    '12.345,50'
    """
    return f"{from_minor(minor):,.2f}".translate(str.maketrans(",.", ".,"))


def _end(call: Call) -> int:
    return call.minute + -(-call.seconds // 60)
