"""Ledgers: invoices over three years, and how good, late and bad payers and those who stopped paid them."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from model.generate.story import Line
from model.kinds import CustomerKind, EntryKind, TermsKind

if TYPE_CHECKING:
    from model.generate.days import Days
    from model.generate.draw import Draw
    from model.generate.story import Story

YEARS = 3 * 365 - 5
"""No invoice is older than this many days."""

FIRST_FEE = {"DK": 10, "NO": 14}
"""Days after the due date before a fee: in Norway fourteen are the law's (inkassoforskriften), in Denmark custom."""

NEXT_FEE = {"DK": 12, "NO": 21}
"""Days between fees: Danish law asks for ten, Norwegian law for a deadline of fourteen that was missed."""

MOST_FEES = {"DK": 3, "NO": 2}
"""Fees in one continuous arrears period (renteloven § 9 b; inkassoforskriften); here at most so many for a customer."""


_DOUBLED = str.maketrans("0123456789", "0246813579")


def check_digit(payload: str) -> str:
    """The Luhn digit of a FIK reference and a KID: as `model.rules.identifiers.luhn_digit`, for millions of them.

    >>> check_digit("12345678")
    '2'
    """
    doubled = payload[-1::-2].translate(_DOUBLED)
    return str(-sum(map(int, doubled + payload[-2::-2])) % 10)


class Payer(Enum):
    """How somebody pays."""

    GOOD = "good"
    LATE = "late"
    BAD = "bad"
    STOPPED = "stopped"


class Books:
    """Writes ledgers. Invoice numbers begin with the year and run on, all of one length."""

    def __init__(self, draw: Draw, days: Days, customers: int) -> None:
        self._draw, self._days = draw, days
        self._running = 10 ** (len(str(customers * 5)) - 1) - 1
        self._fees: dict[int, int] = {}

    def begin(self, story: Story) -> None:
        """Open the ledger of a new customer: nobody was reminded yet."""
        self._fees = {}
        if self._draw.below(50) == 0:
            day = -YEARS + self._draw.below(20)
            place = self.invoice(story, day, self.amount(story), EntryKind.OPENING)
            self.pay(story, place, day + 14)

    def regular(self, story: Story, count: int, payer: Payer) -> None:
        """So many invoices, the newest of the last months, paid as this kind of payer does."""
        places = self.invoices(story, count, -self._draw.between(2, 95))
        stopped_from = max(0, len(places) - self._draw.between(1, 3))
        for number, place in enumerate(places):
            if payer is Payer.STOPPED and number >= stopped_from:
                self.neglect(story, place)
            elif payer is Payer.BAD:
                self._pay_badly(story, place)
            elif payer is Payer.LATE:
                self._pay_late(story, place)
            else:
                self._pay_well(story, place)

    def invoices(self, story: Story, count: int, newest: int) -> list[int]:
        """So many invoices at even distances, oldest first; returns their places."""
        gap = self._draw.pick([gap for gap in (30, 61, 91, 182) if gap * (count - 1) < YEARS + newest - 5] or [30])
        issued = [newest - gap * number + (self._draw.below(5) - 2 if number else 0) for number in range(count)]
        return [self.invoice(story, day, self.amount(story)) for day in reversed(issued)]

    def amount(self, story: Story) -> int:
        """What a bill comes to, in øre, by who gets it."""
        draw, scale = self._draw, 13 if story.land.code == "NO" else 10
        if story.kind == CustomerKind.PERSON:
            kroner = draw.between(99, 900) if draw.chance(55) else draw.between(900, 5_500)
        elif story.kind == CustomerKind.COMPANY:
            kroner = draw.between(600, 9_000) if draw.chance(70) else draw.between(9_000, 60_000)
        else:
            kroner = draw.between(3_000, 120_000)
        return kroner * scale // 10 * 100 + draw.pick((0, 0, 0, 25, 50, 75, 95, draw.below(100)))

    def invoice(self, story: Story, day: int, amount: int, kind: EntryKind = EntryKind.INVOICE) -> int:
        """A claim with its payment reference; returns its place."""
        self._running += 1
        land, stamp = story.land, self._days.stamp(day)
        voucher = f"{stamp[:2]}{self._running}"
        terms, net = story.terms
        due = (self._days.end_of_month(day) if terms == TermsKind.END_OF_MONTH else day) + net
        if land.code == "DK":
            payload = voucher.zfill(14)
            reference = payload + check_digit(payload)
        else:
            payload = f"{story.number:08d}{voucher}"
            reference = payload + check_digit(payload)
        if kind == EntryKind.OPENING:
            text = land.words["line.opening"][0]
        else:
            text = f"{story.category} {stamp[2:4]}-{stamp[:2]}"
        story.lines.append(Line(kind, day, due, amount, voucher, reference, text))
        return len(story.lines) - 1

    def pay(self, story: Story, place: int, day: int, amount: int | None = None, *, fees: bool = False) -> bool:
        """A payment that names a claim, on a bank day, whole unless an amount is said; False where that lies ahead.

        With `fees`, the fees for reminders of it are paid too.
        """
        claim = story.lines[place]
        day = max(self._days.bank_day(max(day, claim.day), story.land.code), claim.day)
        if day >= 0:
            return False
        if amount is None:
            same = [line for line in story.lines if line.reference == claim.reference and line.day <= day]
            amount = sum(line.amount for line in same if line.kind != EntryKind.REMINDER_FEE or fees)
        if amount > 0:
            voucher = f"B{self._days.stamp(day)}"
            text = story.land.words["line.payment"][0]
            story.lines.append(Line(EntryKind.PAYMENT, day, None, -amount, voucher, claim.reference, text))
        return True

    def credit(self, story: Story, place: int, day: int, amount: int, kind: EntryKind = EntryKind.CREDIT_NOTE) -> None:
        """A credit note or a write-off on a claim."""
        claim = story.lines[place]
        text = story.land.words[f"line.{kind}"][0].format(voucher=claim.voucher)
        voucher = f"{'K' if kind == EntryKind.CREDIT_NOTE else 'T'}{claim.voucher}"
        story.lines.append(Line(kind, day, None, -amount, voucher, claim.reference, text))

    def remind(self, story: Story, place: int, until: int) -> None:
        """Reminders with fees on an unpaid claim, up to a day, as many as the law allows."""
        code, claim = story.land.code, story.lines[place]
        day = (claim.due or claim.day) + FIRST_FEE[code] + self._draw.below(4) + 1
        while day <= until and len(self._fees) < MOST_FEES[code]:
            sent = self._days.work_day(day)
            clear = all(abs(sent - other) >= NEXT_FEE[code] for other in self._fees)
            if clear and sent - (claim.due or 0) > FIRST_FEE[code] and (fee := self._fee(story, sent)):
                level = 1 + sum(
                    line.kind == EntryKind.REMINDER_FEE and line.reference == claim.reference for line in story.lines
                )
                self._fees[sent] = place
                text = story.land.words["line.reminder_fee"][0].format(level=level)
                voucher = f"R{claim.voucher}-{level}"
                story.lines.append(
                    Line(EntryKind.REMINDER_FEE, sent, sent + 14, fee, voucher, claim.reference, text, place)
                )
            day += NEXT_FEE[code] + self._draw.below(5)

    def neglect(self, story: Story, place: int) -> None:
        """A claim that is never paid: reminded, and where it is old, perhaps written off."""
        claim = story.lines[place]
        self.remind(story, place, -1)
        if (claim.due or 0) < -400 and self._draw.chance(60):  # noqa: PLR2004
            owed = sum(line.amount for line in story.lines if line.reference == claim.reference)
            self.credit(story, place, min(-2, (claim.due or 0) + 380), owed, EntryKind.WRITE_OFF)

    def _fee(self, story: Story, sent: int) -> int:
        return story.land.reminder_fee(self._days.date(sent))

    def _pay_well(self, story: Story, place: int) -> None:
        draw, claim = self._draw, story.lines[place]
        due, owed = claim.due or claim.day, claim.amount
        if draw.below(45) == 0 and claim.day < -5:  # noqa: PLR2004
            part = owed if draw.chance(20) else owed * draw.between(5, 30) // 100
            self.credit(story, place, min(-1, claim.day + draw.between(2, 6)), part)
            owed -= part
        day = max(due - draw.below(7) + draw.below(2), claim.day + 7)
        if self.pay(story, place, day, owed) and draw.below(150) == 0:
            self.pay(story, place, day + 2, claim.amount)  # paid twice

    def _pay_late(self, story: Story, place: int) -> None:
        draw, due = self._draw, story.lines[place].due or 0
        day = due + draw.between(4, 45)
        self.remind(story, place, min(day - 3, -1))
        self.pay(story, place, day, fees=draw.chance(75))

    def _pay_badly(self, story: Story, place: int) -> None:
        draw, claim = self._draw, story.lines[place]
        due = claim.due or 0
        match draw.below(10):
            case 0 | 1 | 2 | 3:
                day = due + draw.between(25, 130)
                self.remind(story, place, min(day - 3, -1))
                self.pay(story, place, day, fees=draw.chance(40))
            case 4 | 5 | 6:
                self.pay(story, place, due + draw.between(10, 60), claim.amount * draw.between(25, 70) // 100)
                self.neglect(story, place)
            case _:
                self.neglect(story, place)
