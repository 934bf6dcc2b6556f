"""The terms of an agreement as they are typed: how many or how much, from when, what now, what is forgone.

An instalment may also be changed by hand; the rest of the plan follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from model.rules import coverage, schedule
from model.rules.editing import edited
from model.rules.schedule import BankDayRule, Costs, Frequency, Instalment
from tui.entry_values import Unclear, read_amount, read_count, read_day, read_percent
from tui.wording import _, amount, costing, weekday, word

MOST_INSTALMENTS = 120
_CHANGE = re.compile(r"\s*(\d+)\s*[ :=]\s*(\S.*)")
_DAY = re.compile(r"[/-]|\d\.\d{1,2}\.?$|[a-zæøå]{3}", re.IGNORECASE)
_SIGN_OF_MONEY = re.compile(r",-$|\b(?:kr|dkk|nok|eur)\b\.?", re.IGNORECASE)


class Terms:
    """What stands in the fields, read one by one."""

    def __init__(self, values: Mapping[str, str], today: date) -> None:
        self.values = values
        self.today = today
        self.wrong: dict[str, str] = {}
        self.says: dict[str, str] = {}

    @property
    def frequency(self) -> Frequency:
        """How often."""
        return Frequency(self.values["frequency"])

    @property
    def rule(self) -> BankDayRule:
        """Which day is the last one of payment, where the due date is a closed day."""
        return BankDayRule(self.values.get("bank_day", BankDayRule.FOLLOWING))

    def how_many(self) -> tuple[int | None, Decimal | None]:
        """The number of instalments, or the amount of each; a settlement of which nothing is said is paid at once."""
        name = "each" if self.values["each"].strip() else "count"
        if not self.values[name].strip():
            if self.values.get("settle", "").strip():
                return 1, None
            self.wrong[name] = _("say how many instalments, or how much each")
            return None, None
        try:
            if name == "each":
                return None, read_amount(self.values["each"])
            count = read_count(self.values["count"])
        except Unclear as error:
            self.wrong[name] = str(error)
            return None, None
        if count > MOST_INSTALMENTS:
            self.wrong[name] = _("at most {most} instalments").format(most=MOST_INSTALMENTS)
        return count, None

    def first(self) -> date:
        """The day of the first instalment; today where it is wrong."""
        try:
            first = read_day(self.values["first"], self.today)
        except Unclear as error:
            self.wrong["first"] = str(error) if self.values["first"].strip() else _("say when the first is paid")
            return self.today
        self.says["first"] = weekday(first, year=True)
        return first

    def down(self, total: Decimal) -> Decimal:
        """What is paid today: an amount or a percentage; nothing where nothing is said."""
        text = self.values["down"]
        if not text.strip():
            self.says["down"] = _("(500 or 20%)")
            return Decimal(0)
        down = self._part("down", text, total)
        if down >= total:
            self.wrong["down"] = _("leaves nothing of {total} to pay later").format(total=amount(total))
        elif down and self.first() <= self.today:
            self.wrong["first"] = _("after the down payment, which is paid today")
        self.says["down"] = _("{amount} today").format(amount=amount(down))
        return down

    def discount(self, total: Decimal) -> Decimal | None:
        """What is forgone when so much is paid: the rest of a settlement; None where everything is paid."""
        text = self.values.get("settle", "")
        if not text.strip():
            self.says["settle"] = _("(70% or 5000)")
            return None
        pays = self._part("settle", text, total)
        if "settle" in self.wrong:
            return None
        if not 0 < pays < total:
            self.wrong["settle"] = _("less than the {total} that is open").format(total=amount(total))
            return None
        self.says["settle"] = _("forgoes {discount}").format(discount=amount(total - pays))
        return total - pays

    def changed(self, plan: Sequence[Instalment], country: str, costs: Costs | None = None) -> list[Instalment]:
        """The plan with the instalments that were changed by hand; the rest follows, and the sum holds."""
        text = self.values.get("change", "")
        done = list(plan)
        if not text.strip():
            self.says["change"] = _("(2 500; 3 5/3)")
            return done
        for one in text.split(";"):
            if one.strip():
                done = self._change(done, one, country, costs)
        return done

    def _change(self, plan: list[Instalment], text: str, country: str, costs: Costs | None) -> list[Instalment]:
        found = _CHANGE.fullmatch(text)
        if not found:
            self.wrong["change"] = _("write the number of an instalment, then its amount or day: 2 500, 3 5/3")
            return plan
        meant = _SIGN_OF_MONEY.sub("", found[2]).strip()
        try:
            due = read_day(meant, self.today) if _DAY.search(meant) else None
            to_pay = None if due else read_amount(meant)
            return edited(
                plan,
                int(found[1]),
                frequency=self.frequency,
                country=country,
                due=due,
                amount=to_pay,
                rule=self.rule,
                costs=costs,
            )
        except (Unclear, ValueError) as error:
            self.wrong["change"] = str(error)
            return plan

    def _part(self, name: str, text: str, total: Decimal) -> Decimal:
        """An amount, or a percentage of all of it; nothing where it is wrong."""
        try:
            percent = read_percent(text)
            return read_amount(text) if percent is None else coverage.share(total, percent)
        except Unclear as error:
            self.wrong[name] = str(error)
            return Decimal(0)


def frequencies() -> dict[str, str]:
    """How often an instalment can fall due, the most frequent first."""
    order = (
        Frequency.MONTHLY,
        Frequency.LAST_BANK_DAY,
        Frequency.FORTNIGHTLY,
        Frequency.WEEKLY,
        Frequency.TWICE_MONTHLY,
        Frequency.QUARTERLY,
    )
    return {frequency: word(frequency).capitalize() for frequency in order}


def bank_day_rules() -> dict[str, str]:
    """Which day is the last one of payment, where an instalment falls due on a closed day."""
    return {
        BankDayRule.FOLLOWING: _("The one after"),
        BankDayRule.MODIFIED_FOLLOWING: _("After, same month"),
        BankDayRule.PRECEDING: _("The one before"),
        BankDayRule.NONE: _("None, the day itself"),
    }


def plan_words(plan: tuple[schedule.Instalment, ...]) -> str:
    """A plan, a line an instalment: number, weekday, day, amount, and the last payment day where it is another one.

    Where instalments cost something, what each is made of stands beneath it.
    """
    amounts = [amount(part.to_pay) for part in plan]
    width = max(len(words) for words in amounts)
    return "\n".join(
        f"{part.no or _('now'):>3} {weekday(part.due, year=True)} {words:>{width}}"
        + (f" {_('by')} {weekday(part.effective)}" if part.effective != part.due else "")
        + (f"\n      {amount(part.amount)}{costing([part])}" if part.fee or part.interest else "")
        for part, words in zip(plan, amounts, strict=True)
    )
