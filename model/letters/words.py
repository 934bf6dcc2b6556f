"""The words of a language in which customers are spoken and written to, and how it says amounts and days.

A text that a language lacks is a type error: each language fills the same form (`danish`, `norwegian`, `english`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from model.rules.coverage import LeftOut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The read-back sentence: its parts, in the order in which they are said."""

    intro: str  # {amount} {creditor} {bills}
    to_creditor: str  # {creditor}
    for_bills: str  # {bills}
    bill: str  # {voucher}
    no_voucher: str  # {day}
    two_bills: str  # {older} {newest}
    older_bills: str  # {newest}
    left_out: Mapping[LeftOut | None, str]  # {vouchers}
    so_many: str  # {count}: bills left out that are too many to name
    run: str  # {times} {amount} {often} {first}
    until: str  # {day}
    weekly: str  # {weekday}
    fortnightly: str  # {weekday}
    monthly: str  # {days}
    quarterly: str  # {days}
    last_bank_day: str
    on_day: str  # {ordinal}
    last_day: str
    on_date: str  # {day}
    today: str
    latest: str  # {day}
    month_latest: str  # {month} {day}
    day_latest: str  # {due} {day}
    closed_following: str
    closed_preceding: str
    written_off: str  # {amount}
    pay_fik: str  # {card} {reference} {creditor}
    pay_kid: str  # {account} {kid}
    pay_to: str  # {line}
    charged: str  # {amount}: fees and interest charged before, which are among what is covered
    free: str
    costs: str  # {fee} {interest}
    supersedes: str  # {number}
    new_bills: str
    acknowledges: str
    breach: str
    breach_settlement: str
    held: str  # {day}
    broken: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The letter that confirms an agreement."""

    title: str  # {number}
    customer_number: str  # {number}
    org_number: str  # {number}
    agreed: str  # {day} {amount}: what was agreed, and when
    agreed_by: str  # {name} {how}
    capacities: Mapping[str, str]  # kinds.Speaker: in what capacity somebody agreed for the customer
    accepted: Mapping[str, str]  # kinds.Accepted: how the yes was given
    covers: str
    not_covered: Mapping[LeftOut | None, str]  # {vouchers}
    bill: str
    bill_date: str
    open: str
    total: str
    plan: str
    no: str
    down: str
    due: str
    latest: str
    amount: str
    pay_by: str
    pay_with: str
    written_off: str  # {amount}
    charged: str  # {amount}
    free: str
    costs: str  # {fee} {interest}
    supersedes: str  # {number}
    new_bills: str
    reminders: str
    breach: str
    acknowledges: str
    cannot_pay: str
    wrong: str
    reach: str  # {how}
    regards: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A language: its days, its figures, and its texts."""

    tag: str  # as HTML names it
    weekdays: Sequence[str]
    months: Sequence[str]
    counts: Sequence[str]  # zero, one, two ... as far as they are said in words
    ordinals: Sequence[str]  # of the days 0 to 31
    both: str  # "and"
    thousands: str
    thousands_written: str  # Norwegian letters have a space that does not break
    point: str
    money: Mapping[str, str]  # what a currency is called
    weekday_day: str  # {weekday} {day} {ordinal} {month}
    bare_day: str
    day_in_month: str
    written_day: str
    short_day: str  # in a table; {number} {year} as well
    spoken: Spoken
    written: Written

    def number(self, value: Decimal, *, written: bool = False) -> str:
        """An amount without its currency: whole kroner as they are said, with two decimals as they are written."""
        told = f"{value:,.2f}" if written or value % 1 else f"{value:,.0f}"
        thousands = self.thousands_written if written else self.thousands
        return told.replace(",", "\0").replace(".", self.point).replace("\0", thousands)

    def amount(self, value: Decimal, currency: str) -> str:
        """An amount as it is said aloud."""
        return f"{self.number(value)} {self.money.get(currency, currency)}"

    def day(self, value: date, today: date) -> str:
        """A day with its weekday; with its year where it is a year away or more."""
        return self._day(self.weekday_day, value) + self._year(value, today)

    def without_weekday(self, value: date, today: date) -> str:
        """A day whose weekday has been said."""
        return self._day(self.bare_day, value) + self._year(value, today)

    def within(self, value: date, month_of: date, today: date) -> str:
        """A day with its weekday, without its month where that has just been said."""
        same = (value.year, value.month) == (month_of.year, month_of.month)
        return self._day(self.day_in_month, value) if same else self.day(value, today)

    def in_letter(self, value: date) -> str:
        """A day as it is written in a letter, with its year."""
        return f"{self._day(self.written_day, value)} {value.year}"

    def in_table(self, value: date) -> str:
        """A day as it stands in a table: short, with weekday and year."""
        return self._day(self.short_day, value)

    def month(self, value: date, today: date) -> str:
        """A month; with its year where it is a year away or more."""
        return self.months[value.month - 1] + self._year(value, today)

    def count(self, number: int) -> str:
        """A small number in words."""
        return self.counts[number] if number < len(self.counts) else str(number)

    def joined(self, parts: Sequence[str]) -> str:
        """Several things as one says them: a, b and c; what ends in an aside is followed by a comma."""
        if len(parts) == 1:
            return parts[0]
        told = ", ".join(parts[:-1])
        return f"{told}{',' if ', ' in parts[-2] else ''} {self.both} {parts[-1]}"

    def _day(self, form: str, value: date) -> str:
        return form.format(
            weekday=self.weekdays[value.weekday()],
            day=value.day,
            ordinal=self.ordinals[value.day],
            month=self.months[value.month - 1],
            number=value.month,
            year=value.year,
        )

    def _year(self, value: date, today: date) -> str:
        far = (value.year, value.month, value.day) >= (today.year + 1, today.month, today.day)
        return f" {value.year}" if far else ""


def words(language: str) -> Words:
    """Return the words for a customer's language: Danish, bokmål (for any Norwegian), English for every other.

    >>> [words(language).tag for language in ("da", "nb", "nn", "no", "da-DK", "sv", "")]
    ['da', 'nb', 'nb', 'nb', 'da', 'en', 'en']
    """
    from model.letters import danish, english, norwegian

    match language.casefold().replace("_", "-").split("-")[0]:
        case "da":
            return danish.WORDS
        case "nb" | "nn" | "no":
            return norwegian.WORDS
        case _:
            return english.WORDS
