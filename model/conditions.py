"""What an act must fulfil before a row exists: each function refuses one kind of wrong, and names the field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from model import errors
from model.account import ZERO
from model.columns import to_minor
from model.kinds import Speaker
from model.rules.agreement import AgreementState
from model.rules.coverage import status_bar
from model.rules.schedule import with_costs
from model.text import kroner, plain

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from model.account import Account
    from model.records import Item
    from model.rules.schedule import Costs, Instalment

LONGEST_NOTE = 2000

LONGEST_YEARS = 20
"""How far ahead an arrangement may reach; what lies beyond is a slip of the keyboard."""

_STANDING = (AgreementState.ACTIVE, AgreementState.BREACHED)


def words(field: str, text: str) -> str:
    """The clean text, if it is short enough to be read on the phone."""
    clean = plain(text, LONGEST_NOTE + 1)
    if len(clean) > LONGEST_NOTE:
        raise errors.Invalid(field, f"is longer than {LONGEST_NOTE} characters: shorten it")
    return clean


def arrangeable(status: str) -> None:
    """Something can be arranged with a customer of this status.

    Raises:
        NotAllowed: somebody else answers for the claim.
    """
    if bar := status_bar(status):
        raise errors.NotAllowed(bar)


def positive(field: str, amount: Decimal) -> None:
    """An amount is above zero, in whole øre."""
    try:
        good = to_minor(amount) > 0
    except ValueError:
        good = False
    if not good:
        raise errors.Invalid(field, "must be above zero, with at most two decimals", amount)


def coming(field: str, day: date, today: date) -> None:
    """A day is today or later, and not so far away that it must be a slip."""
    if day < today:
        raise errors.Invalid(field, f"{day} is past: name a coming day", day)
    if day.year > today.year + LONGEST_YEARS:
        raise errors.Invalid(field, f"{day} is more than {LONGEST_YEARS} years away: check the year", day)


def in_a_zone(field: str, moment: datetime | None) -> None:
    """A moment says in which time zone it was read off the clock."""
    if moment is not None and moment.tzinfo is None:
        raise errors.Invalid(field, "has no time zone", moment)


def may_agree(field: str, speaker: Speaker) -> None:
    """A third party can neither promise nor agree for the debtor, and nobody at all cannot either."""
    if speaker in (Speaker.THIRD_PARTY, Speaker.NOBODY):
        raise errors.Invalid(field, "only the debtor, or who may speak for them, can promise or agree", speaker)


def open_items(
    account: Account, entry_ids: Collection[int], currency: str | None = None, *, field: str = "entry_ids"
) -> list[Item]:
    """The open items that an arrangement names, each once; of one currency, where that is given."""
    by_id = {item.entry_id: item for item in account.items}
    for entry_id in entry_ids:
        item = by_id.get(entry_id)
        if item is None:
            raise errors.Invalid(field, "names an invoice that is not open on this account", entry_id)
        if currency is not None and item.currency != currency:
            message = f"{item.voucher} is in {item.currency}: currencies are never mixed"
            raise errors.Invalid("currency", message, currency)
    return [by_id[entry_id] for entry_id in dict.fromkeys(entry_ids)]


def undisputed(items: Collection[Item]) -> None:
    """What the customer does not accept is not arranged for."""
    for item in items:
        if item.disputed:
            raise errors.Invalid("entry_ids", f"{item.voucher} is disputed: leave it out", item.entry_id)


def free(account: Account, items: Collection[Item], supersedes: int | None) -> None:
    """An item is under one agreement at a time: a breached one stands again when what was missed is paid."""
    named = {item.entry_id: item.voucher for item in items}
    for agreement in account.agreements:
        if agreement.id == supersedes or agreement.state not in _STANDING:
            continue
        for entry_id in named.keys() & set(agreement.entry_ids):
            state = f"{agreement.number} ({agreement.state})"
            message = f"{named[entry_id]} is under {state}: supersede that, or leave the invoice out"
            raise errors.Invalid("entry_ids", message, entry_id)


def standing(account: Account, number: int | None) -> None:
    """An agreement that is to be superseded is this customer's, and runs or was breached."""
    if number is not None and not any(a.id == number and a.state in _STANDING for a in account.agreements):
        raise errors.Invalid("supersedes", "no running or breached agreement of this customer", number)


def costs_as_set(plan: Sequence[Instalment], said: Costs | None, register: Costs | None, today: date) -> None:
    """Instalments cost what the register says, from the day the plan was drawn; nothing, where nothing is set.

    A consumer's plan that costs something may be a credit agreement: none is made that was not switched on.
    """
    if register is None:
        if said or any(part.fee or part.interest for part in plan):
            raise errors.Invalid("plan", "instalments are free of fees and interest here: draw the plan without them")
        return
    drawn = replace(register, interest_from=said.interest_from) if said else register
    if said != drawn or said.interest_from > today or with_costs(plan, said) != list(plan):
        raise errors.Invalid("plan", "the plan does not cost what is set for instalments: draw it again")


def adds_up(plan: Sequence[Instalment], total: Decimal, today: date) -> None:
    """A plan pays what is open, to the øre, on coming days that follow one another."""
    for part in plan:
        positive("plan", part.amount)
    if sum((part.amount for part in plan), ZERO) != total:
        raise errors.Invalid(
            "plan", f"the instalments do not add up to the {kroner(total)} that is open: draw the plan again"
        )
    days = [part.due for part in plan]
    if days != sorted(set(days)):
        raise errors.Invalid("plan", "each instalment falls due after the one before")
    coming("plan", days[0], today)
    coming("plan", days[-1], today)
