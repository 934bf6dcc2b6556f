"""What a promise and an agreement cover by default, and the proposals made of what was said.

The rules are those of the forms (`tui.screens.promise`, `tui.screens.agreement`): what is said on the line and what is
filled in there becomes the very same proposal; a test compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from model.proposals import AgreementProposal, PromiseProposal
from model.records import AgreementInfo, Card, Item
from model.rules import coverage, schedule
from model.rules.agreement import AgreementState
from model.rules.costing import costs_of, freed, is_cost
from model.rules.schedule import Frequency
from tui.wording import _, amount, weekday

MOST_INSTALMENTS = 120
_SOON = timedelta(days=7)  # a first instalment sooner than this is not taken where none is said
_FRIDAY = 4


class Refused(ValueError):
    """What was said cannot be recorded; the message says why, in words."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says: so many instalments or so much each, from when, how often, what before."""

    first: date
    frequency: Frequency
    count: int | None = None
    each: Decimal | None = None
    down: Decimal = Decimal(0)
    down_on: date | None = None
    replaces: AgreementInfo | None = None
    anchor: int | None = None  # the day of the month agreed, where the first month is too short for it


def frequency(name: str) -> Frequency:
    """A frequency by its name.

    Raises:
        Refused: the register does not know it (yet).
    """
    try:
        return Frequency(name)
    except ValueError as error:
        raise Refused(_("that often cannot be agreed here: {name}").format(name=name.replace("_", " "))) from error


def offered(card: Card) -> tuple[Item, ...]:
    """What a promise is for by default: overdue and uncontested; with instalments due, also items of agreements."""
    instalments = bool(card.figures.instalments_due)
    return tuple(
        item
        for item in card.items
        if item.days_overdue > 0
        and coverage.promise_bar(item, currency=card.currency) is None
        and (instalments or not item.agreement)
    )


def chosen_of(card: Card, replaced: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """Some items, as they are once the agreement that a new one replaces has given way."""
    named = {item.entry_id for item in items}
    return tuple(item for item in freed(card.items, _agreement(card, replaced), card.as_of) if item.entry_id in named)


def running(card: Card) -> tuple[AgreementInfo, ...]:
    """The agreements that a new one can take the place of."""
    return tuple(a for a in card.agreements if a.state in (AgreementState.ACTIVE, AgreementState.BREACHED))


def covered(card: Card, replaced: str = "") -> tuple[Item, ...]:
    """What an agreement covers by default: overdue items that nothing bars, and those of the one it replaces."""
    ending = _agreement(card, replaced)
    return tuple(
        item
        for item in freed(card.items, ending, card.as_of)
        if coverage.agreement_bar(item, creditor_id=card.creditor_id, currency=card.currency, superseded=replaced)
        is None
        and (item.days_overdue > 0 or (replaced and item.agreement == replaced) or is_cost(item, ending))
    )


def _agreement(card: Card, number: str) -> AgreementInfo | None:
    return next((a for a in card.agreements if a.number == number), None)


def replaced_first(card: Card) -> AgreementInfo | None:
    """The agreement that a new one replaces where nothing is said: a breached one, or where nothing else is free."""
    free = bool(covered(card))
    return next((a for a in running(card) if a.state == AgreementState.BREACHED or not free), None)


def first_day(today: date) -> date:
    """When instalments begin where nothing is said: the first of a month, a week ahead at least."""
    first = today + relativedelta(months=1, day=1)
    return first if first >= today + _SOON else first + relativedelta(months=1)


def friday(today: date) -> date:
    """The coming Friday."""
    return today + timedelta(days=(_FRIDAY - today.weekday() - 1) % 7 + 1)


def promise(card: Card, value: Decimal, due: date, items: Sequence[Item] | None = None) -> PromiseProposal:
    """A promise of an amount by a day, for some items or those offered.

    Raises:
        Refused: nothing may be promised, an item may not, or it is more than is open.
    """
    arrangeable(card)
    chosen = tuple(offered(card) if items is None else items)
    for item in chosen:
        if coverage.promise_bar(item, currency=card.currency) is coverage.LeftOut.DISPUTED:
            raise Refused(_("{voucher} is disputed: it cannot be promised").format(voucher=item.voucher))
        if coverage.promise_bar(item, currency=card.currency):
            raise Refused(_("{voucher} is in {currency}").format(voucher=item.voucher, currency=item.currency))
    if value > most(card, chosen):
        raise Refused(_("more than the {amount} open on them").format(amount=amount(most(card, chosen))))
    return PromiseProposal(
        customer_id=card.customer_id,
        amount=value,
        currency=card.currency,
        due=due,
        entry_ids=tuple(item.entry_id for item in chosen),
        basis=card.basis,
    )


def most(card: Card, items: Sequence[Item]) -> Decimal:
    """The most that can be promised for some items; without any, for the account."""
    return coverage.total(items) if items else card.balance


def agreement(card: Card, today: date, terms: Terms, items: Sequence[Item] | None = None) -> AgreementProposal:
    """An agreement with its plan, over some items or those covered by default.

    Raises:
        Refused: nothing may be agreed, nothing is left to cover, or the plan cannot be drawn; in words.
    """
    arrangeable(card)
    replaced = terms.replaces.number if terms.replaces else ""
    chosen = covered(card, replaced) if items is None else chosen_of(card, replaced, items)
    for item in chosen:
        bar = coverage.agreement_bar(item, creditor_id=card.creditor_id, currency=card.currency, superseded=replaced)
        if bar:
            why = bar.replace("_", " ")
            raise Refused(_("{voucher} cannot be covered: {why}").format(voucher=item.voucher, why=why))
    if not chosen:
        raise Refused(_("no open invoice can be covered: the rest is disputed, agreed or not yet due"))
    costs = costs_of(card.costs, chosen)
    try:
        plan = schedule.plan(
            coverage.total(chosen),
            first=terms.first,
            frequency=terms.frequency,
            country=card.country,
            count=terms.count,
            amount=terms.each,
            down_payment=terms.down,
            down_payment_on=terms.down_on if terms.down else None,
            limit=MOST_INSTALMENTS,
            anchor=terms.anchor,
            costs=costs,
        )
    except ValueError as error:
        raise Refused(str(error)) from error
    if plan[0].due < today:
        raise Refused(_("{day} is past").format(day=weekday(plan[0].due, year=True)))
    return AgreementProposal(
        customer_id=card.customer_id,
        entry_ids=tuple(item.entry_id for item in chosen),
        currency=card.currency,
        frequency=terms.frequency,
        plan=tuple(plan),
        supersedes=terms.replaces.id if terms.replaces else None,
        basis=card.basis,
        costs=costs,
    )


def arrangeable(card: Card) -> None:
    """Refuse where the customer's status bars arrangements.

    Raises:
        Refused: says with whom the claim is now.
    """
    if bar := coverage.status_bar(card.status):
        raise Refused(bar)
