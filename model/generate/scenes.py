"""The situations an agent meets, each a short plot over one customer's ledger.

`SCENES` are dealt in turn, so that even a small register has each of them. In all of them the newest invoices are
overdue; what happened before a contact is so far back that no reminder is younger than it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from model.generate.story import Story
from model.kinds import (
    CustomerKind,
    CustomerStatus,
    DisputeState,
    EntryKind,
    HoldReason,
    Outcome,
    PartyRole,
    Speaker,
    TaskKind,
    TermsKind,
)
from model.rules.schedule import Frequency

if TYPE_CHECKING:
    from model.generate.acts import Desk
    from model.generate.draw import Draw
    from model.generate.ledger import Books
    from model.generate.people import People
    from model.generate.story import Agreement


WORTH_DIVIDING = 150_000
"""Øre by which invoices are raised in stories of instalments."""


class Stage:
    """What every scene has at hand."""

    def __init__(self, draw: Draw, books: Books, people: People, desk: Desk) -> None:
        self.draw, self.books, self.people, self.desk = draw, books, people, desk
        self._turns: Counter[str] = Counter()

    def turn(self, scene: str) -> int:
        """How often a scene was played before: its variants take turns, so that none is left out."""
        self._turns[scene] += 1
        return self._turns[scene] - 1

    def ago(self, least: int, most: int) -> int:
        """A weekday so many days back."""
        return self.desk.work_day(-self.draw.between(least, most))

    def arrears(self, story: Story, count: int, contact: int, least: int = 0) -> list[int]:
        """So many invoices, the last one to three overdue and reminded well before the contact; returns the unpaid.

        None is lower than `least` øre, so that what is divided is worth dividing.
        """
        draw, books = self.draw, self.books
        terms, net = story.terms
        newest = contact - net - (31 if terms == TermsKind.END_OF_MONTH else 0) - 8 - draw.below(75)
        places = books.invoices(story, count, newest)
        for place in places:
            story.lines[place].amount += least
        unpaid = places[-min(count, draw.pick((1, 2, 2, 3))) :]
        for place in places:
            if place not in unpaid:
                books.pay(story, place, (story.lines[place].due or 0) + draw.between(-4, 6))
        for place in unpaid:
            books.remind(story, place, contact - 20 - draw.pick((0, 0, 20, 60)))
        return unpaid

    def pay_plan(self, story: Story, agreement: Agreement, times: int) -> None:
        """The first instalments are paid, each naming the oldest invoice that is not settled by then."""
        left = dict(agreement.lines)
        for last_day, amount in self.desk.days_of(agreement)[:times]:
            place = next(place for place, rest in left.items() if rest)
            if not self.books.pay(story, place, last_day - self.draw.below(3), amount):
                return
            for item, rest in left.items():
                part = min(rest, amount)
                left[item] -= part
                amount -= part  # noqa: PLW2901  used up item by item

    def pay_overdue(self, story: Story, day: int, share: int = 100) -> None:
        """So many percent of what is overdue is paid, invoice by invoice, oldest first."""
        overdue = story.overdue_on(day)
        money = sum(overdue.values()) * share // 100
        for place, rest in overdue.items():
            amount = min(rest, money)
            money -= amount
            if amount:
                self.books.pay(story, place, day, amount)


def promise_open(stage: Stage, story: Story, count: int) -> None:
    """The day has not come yet."""
    contact = stage.ago(1, 5)
    stage.arrears(story, count, contact)
    due = stage.draw.between(1, 9)
    stage.desk.promise(story, contact, due, share=stage.draw.pick((100, 100, 60)))
    stage.desk.task(story, TaskKind.FOLLOW_UP, contact, due + 4)


def promise_kept(stage: Stage, story: Story, count: int) -> None:
    """Paid in time, all of it."""
    contact = stage.ago(18, 70)
    stage.arrears(story, count, contact)
    due = contact + stage.draw.between(3, 9)
    stage.desk.promise(story, contact, due)
    stage.pay_overdue(story, due - 1)
    stage.desk.task(story, TaskKind.FOLLOW_UP, contact, due + 4, done=due + 5)


def promise_broken(stage: Stage, story: Story, count: int) -> None:
    """Nothing came."""
    contact = stage.ago(20, 70)
    stage.arrears(story, count, contact)
    due = contact + stage.draw.between(3, 8)
    stage.desk.promise(story, contact, due, share=stage.draw.pick((100, 50)))
    if stage.draw.chance(50):
        stage.desk.call(story, due + 6, Outcome.NO_ANSWER)


def promise_part_kept(stage: Stage, story: Story, count: int) -> None:
    """Some came in time, and no more since."""
    contact = stage.ago(20, 60)
    stage.arrears(story, count, contact)
    due = contact + stage.draw.between(4, 8)
    stage.desk.promise(story, contact, due)
    stage.pay_overdue(story, due - 1, stage.draw.between(30, 60))


def promise_withdrawn(stage: Stage, story: Story, count: int) -> None:
    """The customer rang and took it back, or gave another in its place."""
    contact = stage.ago(14, 30)
    stage.arrears(story, count, contact)
    first = stage.desk.promise(story, contact, contact + 8)
    again = stage.desk.work_day(contact + 6)
    for hold in story.holds:
        hold.ended = again
    if stage.turn("promise_withdrawn") % 2:
        stage.desk.call(story, again, Outcome.HARDSHIP, key="withdrawn")
        story.promises[first].withdrawn = again
    else:
        second = stage.desk.promise(story, again, stage.draw.between(2, 8), key="replaced")
        story.promises[first].replaced_by = second


def agreement_running(stage: Stage, story: Story, count: int) -> None:
    """Every instalment so far was paid."""
    contact = stage.ago(40, 100)
    stage.arrears(story, count, contact, WORTH_DIVIDING)
    frequency = stage.draw.pick((Frequency.MONTHLY, Frequency.MONTHLY, Frequency.FORTNIGHTLY, Frequency.LAST_BANK_DAY))
    parts = 16 if frequency == Frequency.FORTNIGHTLY else stage.draw.pick((6, 8, 10))
    agreement = stage.desk.agree(story, contact, frequency, parts, contact + stage.draw.between(6, 30))
    stage.pay_plan(story, agreement, parts)


def agreement_finished(stage: Stage, story: Story, count: int) -> None:
    """Paid to the end."""
    contact = stage.ago(260, 420)
    stage.arrears(story, count, contact, WORTH_DIVIDING)
    frequency = stage.draw.pick((Frequency.MONTHLY, Frequency.FORTNIGHTLY, Frequency.WEEKLY))
    agreement = stage.desk.agree(story, contact, frequency, stage.draw.between(3, 6), contact + 10)
    stage.pay_plan(story, agreement, len(agreement.plan))


def agreement_breached(stage: Stage, story: Story, count: int) -> None:
    """One or two instalments came, then none."""
    contact = stage.ago(130, 200)
    stage.arrears(story, count, contact, WORTH_DIVIDING)
    agreement = stage.desk.agree(story, contact, Frequency.MONTHLY, stage.draw.pick((5, 6, 8)), contact + 12)
    paid = stage.draw.between(1, 2)
    stage.pay_plan(story, agreement, paid)
    broken_on = stage.desk.days_of(agreement)[paid][0] + 4
    for hold in story.holds:
        hold.ended = broken_on
    stage.desk.call(story, broken_on + 5, Outcome.MESSAGE_LEFT)
    stage.desk.task(story, TaskKind.CALL_BACK, broken_on + 5, stage.draw.between(0, 2))


def dispute_open(stage: Stage, story: Story, count: int) -> None:
    """An invoice that is not accepted, still to be looked at."""
    contact = stage.ago(2, 25)
    unpaid = stage.arrears(story, count, contact)
    stage.desk.dispute(story, contact, unpaid[-1])
    stage.desk.task(story, TaskKind.REVIEW, contact, max(contact + 10, 1))


def dispute_closed(stage: Stage, story: Story, count: int) -> None:
    """Looked at: the customer was right, was wrong, or took it back."""
    contact = stage.ago(60, 160)
    line = stage.arrears(story, count, contact)[-1]
    dispute, closed = stage.desk.dispute(story, contact, line), contact + stage.draw.between(8, 25)
    match stage.turn("dispute_closed") % 3:
        case 0:
            stage.desk.close(story, dispute, DisputeState.UPHELD, closed)
            stage.books.credit(story, line, closed, story.open_on(closed)[line])
        case 1:
            stage.desk.close(story, dispute, DisputeState.REJECTED, closed)
        case _:
            stage.desk.close(story, dispute, DisputeState.WITHDRAWN, closed)
            stage.pay_overdue(story, closed + 5)


def says_paid(stage: Stage, story: Story, count: int) -> None:
    """Paid, says the customer; the payment is looked for."""
    contact = stage.ago(1, 6)
    unpaid = stage.arrears(story, count, contact)
    stage.desk.call(story, contact, Outcome.SAYS_PAID, {"voucher": story.lines[unpaid[-1]].voucher})
    stage.desk.hold(story, HoldReason.TRACE, contact, contact + 10)
    stage.desk.task(story, TaskKind.TRACE, contact, contact + 7)


def out_of_reach(stage: Stage, story: Story, count: int) -> None:
    """Nobody answers, or the number is another's."""
    contact = stage.ago(8, 20)
    stage.arrears(story, count, contact)
    stage.desk.call(story, contact, Outcome.NO_ANSWER)
    stage.desk.call(story, contact + 3, Outcome.MESSAGE_LEFT)
    if stage.turn("out_of_reach") % 2:
        stage.desk.call(story, contact + 6, Outcome.WRONG_NUMBER)
        story.phones = [(number, label, place == 0) for place, (number, label, _) in enumerate(story.phones)]
        story.phones.append((stage.people.phone(story.land), "mobil", False))
    stage.desk.task(story, TaskKind.CALL_BACK, contact + 6, stage.draw.between(-1, 2))


def hardship(stage: Stage, story: Story, count: int) -> None:
    """Cannot pay, or will not."""
    contact = stage.ago(4, 40)
    stage.arrears(story, count, contact)
    if stage.turn("hardship") % 2:
        stage.desk.call(story, contact, Outcome.HARDSHIP)
        stage.desk.note(story, contact, "hardship")
        stage.desk.task(story, TaskKind.REVIEW, contact, 3)
    else:
        stage.desk.call(story, contact, Outcome.REFUSES)
        stage.desk.call(story, contact, Outcome.CALL_BACK)


def deferral(stage: Stage, story: Story, count: int) -> None:
    """The customer may wait some weeks."""
    contact = stage.ago(2, 9)
    stage.arrears(story, count, contact)
    until = stage.draw.between(3, 10)
    stage.desk.call(story, contact, Outcome.DEFERRAL, {"day": stage.desk.date(until)}, key="deferral")
    stage.desk.hold(story, HoldReason.DEFERRAL, contact, until)


def third_party(stage: Stage, story: Story, count: int) -> None:
    """A relative rings: with a power of attorney for a year, or without."""
    contact = stage.ago(5, 25)
    stage.arrears(story, count, contact)
    if stage.turn("third_party") % 2:
        scope = stage.desk.words(story, "scope")
        proxy = stage.desk.join(story, stage.people.party(story.land, PartyRole.PROXY, scope, contact + 365))
        stage.desk.promise(story, contact, stage.draw.between(1, 9), key="proxy", speaker=Speaker.PROXY, party=proxy)
    else:
        stage.desk.call(story, contact, Outcome.THIRD_PARTY, speaker=Speaker.THIRD_PARTY)
        stage.desk.note(story, contact, "pinned", pinned=True)


def guardian(stage: Stage, story: Story, count: int) -> None:
    """A person under guardianship: the guardian speaks."""
    contact = stage.ago(15, 60)
    stage.arrears(story, count, contact)
    place = stage.desk.join(story, stage.people.party(story.land, PartyRole.GUARDIAN))
    stage.desk.call(story, contact, Outcome.SPOKE, key="guardian", speaker=Speaker.GUARDIAN, party=place)
    stage.desk.note(story, contact, "pinned", pinned=True)
    if stage.draw.chance(50):
        stage.pay_overdue(story, contact + 6)


def bookkeeper(stage: Stage, story: Story, count: int) -> None:
    """A company's bookkeeper knows when the next payment run is."""
    contact = stage.ago(2, 12)
    unpaid = stage.arrears(story, count, contact)
    place = stage.desk.join(story, stage.people.party(story.land, PartyRole.BOOKKEEPER))
    words = {"voucher": story.lines[unpaid[-1]].voucher}
    stage.desk.call(story, contact, Outcome.SPOKE, words, key="bookkeeper", speaker=Speaker.BOOKKEEPER, party=place)


def payer(stage: Stage, story: Story, count: int) -> None:
    """Somebody else pays for the customer, and fell behind."""
    contact = stage.ago(3, 30)
    unpaid = stage.arrears(story, count, contact)
    stage.desk.join(story, stage.people.party(story.land, PartyRole.PAYER))
    stage.desk.call(story, contact, Outcome.SPOKE, {"voucher": story.lines[unpaid[-1]].voucher})


def corrected_note(stage: Stage, story: Story, count: int) -> None:
    """Long acquainted: notes, one of them put right."""
    contact = stage.ago(20, 200)
    stage.arrears(story, count, contact)
    stage.desk.note(story, contact, "plain")
    wrong = stage.desk.note(story, contact + 1, "wrong")
    stage.desk.note(story, contact + 2, "corrected", replaces=wrong)
    stage.desk.note(story, contact + 3, "pinned", pinned=True)


def deceased(stage: Stage, story: Story, count: int) -> None:
    """The debtor died; the estate answers."""
    contact = stage.ago(10, 80)
    stage.arrears(story, count, contact)
    place = stage.desk.join(story, stage.people.party(story.land, PartyRole.ESTATE))
    stage.desk.call(story, contact, Outcome.SPECIALIST, key="estate", speaker=Speaker.ESTATE, party=place)
    _stop(stage, story, CustomerStatus.DECEASED, contact)


def bankrupt(stage: Stage, story: Story, count: int) -> None:
    """A trustee took over."""
    contact = stage.ago(10, 120)
    stage.arrears(story, count, contact)
    place = stage.desk.join(story, stage.people.party(story.land, PartyRole.TRUSTEE))
    stage.desk.call(story, contact, Outcome.SPECIALIST, key="trustee", speaker=Speaker.ESTATE, party=place)
    _stop(stage, story, CustomerStatus.BANKRUPT, contact)


def debt_settlement(stage: Stage, story: Story, count: int) -> None:
    """A court settles all debts: dunning stops."""
    contact = stage.ago(10, 100)
    stage.arrears(story, count, contact)
    stage.desk.call(story, contact, Outcome.HARDSHIP)
    _stop(stage, story, CustomerStatus.DEBT_SETTLEMENT, contact)


def at_collector(stage: Stage, story: Story, count: int) -> None:
    """Handed over to a collector after reminders that did not help."""
    contact = stage.ago(20, 150)
    stage.arrears(story, count, contact)
    stage.desk.call(story, contact - 3, Outcome.NO_ANSWER)
    stage.desk.note(story, contact, "collector")
    stage.desk.status(story, CustomerStatus.AT_COLLECTOR, contact)


def closed(stage: Stage, story: Story, count: int) -> None:
    """Left us; the rest was written off."""
    contact = stage.ago(30, 200)
    unpaid = stage.arrears(story, count, contact)
    standing = story.open_on(contact)
    for place in unpaid:
        rest = sum(
            left for item, left in standing.items() if story.lines[item].reference == story.lines[place].reference
        )
        stage.books.credit(story, place, contact, rest, EntryKind.WRITE_OFF)
    stage.desk.status(story, CustomerStatus.CLOSED, contact)


def _stop(stage: Stage, story: Story, status: CustomerStatus, day: int) -> None:
    """A specialist takes over and dunning rests."""
    stage.desk.status(story, status, day)
    stage.desk.hold(story, HoldReason.SPECIALIST, day, 90)
    stage.desk.note(story, day, "specialist")


Scene = Callable[[Stage, Story, int], None]

SCENES: tuple[Scene, ...] = (
    promise_open, agreement_running, dispute_open, promise_broken, says_paid, promise_kept, agreement_breached,
    dispute_closed, out_of_reach, promise_part_kept, agreement_finished, hardship, deceased, promise_withdrawn,
    third_party, at_collector, deferral, guardian, bankrupt, corrected_note, debt_settlement, bookkeeper, payer,
    closed,
)  # fmt: skip

ONLY: dict[Scene, CustomerKind] = {
    **dict.fromkeys((deceased, guardian, debt_settlement, third_party, payer), CustomerKind.PERSON),
    bookkeeper: CustomerKind.COMPANY,
}
"""Scenes that befall one kind of customer."""
