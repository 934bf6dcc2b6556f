"""Why a figure is what it is: one sentence a reason, as structured facts and in English, to be read aloud.

A rule returns its reasons as `Sentence`s: which sentence (`Say`), and the values in it. `str()` of one is English; a
screen in another language translates the text of the `Say` and formats the values its own way.

>>> told = sentence(Say.INTEREST_LINE, first=date(2026, 10, 2), last=date(2026, 10, 31), days=Days(30),
...     principal=Decimal("1000.00"), rate=Decimal("10.00"), amount=Decimal("8.22"))
>>> print(told)
From 2 October 2026 to 31 October 2026, 30 days: 1,000.00 at 10.00 % a year is 8.22.
>>> told.values["days"], told.say.name
(30, 'INTEREST_LINE')
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

# English, whatever the locale of the host.
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


class Days(int):
    """So many days: a number that is told with its word.

    >>> spoken(Days(1)), spoken(Days(30))
    ('1 day', '30 days')
    """


def N_(text: str) -> str:  # noqa: N802  gettext's name for it
    """Mark a text that is translated where it is shown; it stays as it is here."""
    return text


class Say(StrEnum):
    """Every sentence of the rules, in one place, so that a translation can be held against it."""

    # Allocation: where a payment went, and why there
    WENT_TO_PRINCIPAL = N_("{amount} of the {credit} of {day} went to {claim}.")
    WENT_TO_COSTS = N_("{amount} of the {credit} of {day} went to the {kind} on {claim}.")
    WENT_TO_INTEREST = N_("{amount} of the {credit} of {day} went to the late interest on {claim}.")
    TAKEN_BACK = N_("{amount} of the {credit} of {day} was taken back from {claim}.")
    WHY_NAMED = N_("It was tied to it by hand or by the file it came in.")
    WHY_REFERENCE = N_("The payer named it by the payment reference {name}.")
    WHY_VOUCHER = N_("The payer named it by its number {name}.")
    WHY_EXACT = N_(
        "The payer named it by {name} and paid exactly what was open on it, so its fees and interest stay open."
    )
    WHY_AGREEMENT = N_("Nothing open was named, and it is under a running agreement.")
    WHY_OLDEST = N_("Nothing else that is open was named, and it was the oldest due, on {due}.")
    INSIDE_CLAIM = N_("Inside a claim the order is {first}, {second}, {third}.")

    # To collect
    COLLECT_TOTAL = N_("To collect: {to_collect}.")
    COLLECT_NOT_HERE = N_("Not to collect here: {why}.")
    COLLECT_OVERDUE = N_("Overdue: {overdue}.")
    COLLECT_DISPUTED = N_("Less what is in dispute: {disputed}.")
    COLLECT_IN_AGREEMENT = N_("Less what is under a running agreement: {in_agreement}.")
    COLLECT_LAPSED = N_("Less what has lapsed and is never chased: {lapsed}.")
    COLLECT_INSTALMENTS = N_("And instalments that are due: {instalments_due}.")
    COLLECT_PROMISED = N_("Less what is promised: {promised}.")
    COLLECT_ELSEWHERE = N_("Less what is not collected here: {elsewhere}.")

    # What is open
    ITEM_OPEN = N_("{claim}: {open} of {amount} is open, due {due}.")
    ITEM_OVERDUE = N_("{claim}: {open} of {amount} is open, due {due}, {days} overdue.")
    ITEM_DISPUTED = N_("It is in dispute since {day}.")
    ITEM_CLAIM_DISPUTED = N_("It is part of {other}, which is in dispute since {day}.")
    ITEM_AGREED = N_("It is under agreement {agreement}.")
    CREDIT_FREE = N_("{amount} is not allocated: nothing of the same creditor and currency was open.")
    BALANCE = N_("The balance is {balance}: what is open, {open}, less what is not allocated, {credit}.")

    # Late interest
    INTEREST_LINE = N_("From {first} to {last}, {days}: {principal} at {rate} % a year is {amount}.")
    INTEREST_RATE = N_("The rate of {rate} % holds from {valid_from}: {source}.")
    INTEREST_AGREED = N_("The rate of {rate} % was agreed with this business.")
    INTEREST_AGREED_LOWER = N_("The agreed rate of {rate} % counts, since it is lower than that of the law.")
    INTEREST_NOT_RAISED = N_("The agreed rate of {rate} % does not count: for a consumer the law's rate is not raised.")
    INTEREST_TOTAL = N_("In all {amount}, rounded once; simple interest, by days over {year_days}.")
    INTEREST_CHARGED = N_("{charged} of it was charged already: {amount} may be charged now.")
    INTEREST_TOO_MUCH = N_("{charged} was charged already, {amount} too much: something was paid or credited since.")
    INTEREST_NONE = N_("No interest: nothing was overdue in that time.")

    # Compensation
    COMPENSATION_CONSUMER = N_("No compensation: a consumer never owes one.")
    COMPENSATION_ON_TOP = N_("Compensation of {amount}, on top of fees: {source}.")
    COMPENSATION_SET_OFF = N_(
        "Compensation of {amount} less fees of {fees} is {charge}, since the larger counts: {source}."
    )

    # Limitation
    LIMITATION_BEGINS = N_("Payment could be demanded from {day}; limitation takes {years} years, to {last}: {source}.")
    LIMITATION_RESTARTED = N_("{what} on {day}: limitation begins anew, {years} years to {last}.")
    LIMITATION_LONG = N_("{what} on {day}: limitation takes {years} years, to {last}.")
    LIMITATION_NOT_CONFIRMED = N_("{what} on {day} has no effect: nobody has confirmed its legal effect.")
    LIMITATION_NO_EFFECT = N_("{what} on {day} does not interrupt limitation.")
    LIMITATION_UNKNOWN = N_("{what} on {day} has no effect here: what it does in {country} was not verified.")
    LIMITATION_TOO_LATE = N_("{what} on {day} has no effect: the claim had lapsed on {last}, and nothing revives it.")
    LIMITATION_NO_LONGER = N_("{what} on {day} changes nothing: limitation ran to {last} already.")
    LIMITATION_BEFORE = N_("{what} on {day} came before the claim, and changes nothing.")
    LIMITATION_FUTURE = N_("{what} on {day} has not happened yet.")
    LIMITATION_RUNS = N_("It can be claimed to {last}.")
    LIMITATION_WARNS = N_("It lapses after {last}: {days} left.")
    LIMITATION_LAPSED = N_("It lapsed after {last} and is not chased.")

    # Behaviour
    HABIT_UNKNOWN = N_("Too little is known: {count} invoices paid, at least {least} are needed.")
    HABIT_SHARE_LATE = N_("{late} of {count} invoices were paid late.")
    HABIT_DAYS_LATE = N_("Pays {days} days late on average.")
    HABIT_SLOWER = N_("Pays {days} days later than before.")
    HABIT_OVERDUE = N_("Something has been overdue for {days}.")
    HABIT_BROKEN = N_("Promises broken: {count} of {judged}.")
    HABIT_BREACHED = N_("Agreements breached: {count} of {judged}.")
    HABIT_KEPT = N_("Agreements kept: {count} of {judged}.")
    HABIT_OVER_LIMIT = N_("Owes {used}, more than the credit limit of {limit}.")
    HABIT_LIMIT = N_("{share} % of the credit limit of {limit} is used.")
    HABIT_GOOD = N_("Nothing speaks against: {late} of {count} invoices were paid late, {days} days on average.")


@dataclass(frozen=True)
class Sentence:
    """One reason: which sentence, and the values in it (days, amounts, names)."""

    say: Say
    values: Mapping[str, object]

    def __str__(self) -> str:
        """Return it in English."""
        text = self.say.format(**{name: spoken(value) for name, value in self.values.items()})
        return text[0].upper() + text[1:]


def sentence(say: Say, **values: object) -> Sentence:
    """Return a sentence with its values."""
    return Sentence(say, values)


def spoken(value: object) -> str:
    """Return a value as it is read aloud in English.

    >>> from model.kinds import EntryKind
    >>> spoken(date(2026, 3, 1)), spoken(Decimal("-1234.5")), spoken(3), spoken(EntryKind.REMINDER_FEE)
    ('1 March 2026', '-1,234.50', '3', 'reminder fee')
    """
    if isinstance(value, date):
        return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, Days):
        return f"{int(value)} day" if value == 1 else f"{int(value)} days"
    if isinstance(value, StrEnum):
        return value.value.replace("_", " ")
    return str(value)
