"""Acts on what the law says of a claim: late interest, compensation, and what interrupts its limitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from model import claims, conditions, errors, limits
from model.account import ZERO
from model.acts.booking import booked
from model.kinds import Act, CustomerKind, EntryKind
from model.ledger import Entry, Interruption
from model.proposals import Charged
from model.rules.compensation import compensation
from model.rules.limitation import What

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from model.acts.scene import Done, Scene
    from model.proposals import ChargeProposal, ConfirmationProposal, InterruptionProposal
    from model.records import Item


def charge(scene: Scene, proposal: ChargeProposal) -> Done:
    """Charge late interest or compensation: an entry on each claim, of its own kind, never added to the principal.

    Nothing is charged on what is disputed, under an agreement, or lapsed.

    Raises:
        MissingRate: the rate of a half-year, or the amount, is not known; the message names the row.
    """
    if proposal.until > scene.today:
        raise errors.Invalid("until", f"{proposal.until} has not come: charge up to today", proposal.until)
    named = conditions.open_items(scene.account, proposal.entry_ids)
    wanted = named or scene.account.items
    items = [item for item in wanted if claims.bears(item)]
    if named and len(items) < len(named):
        raise errors.Invalid("entry_ids", "names an item that bears none: disputed, agreed, lapsed, or no invoice")
    interest = proposal.what == Charged.INTEREST
    amounts = _interest(scene, items, proposal.until) if interest else _compensation(scene, items)
    charged = [(item, amount) for item, amount in amounts if amount > 0]
    if not charged:
        raise errors.Invalid("what", f"there is no {proposal.what} to charge: nothing is overdue that bears it")
    made = [
        Entry(
            customer_id=proposal.customer_id,
            creditor_id=item.creditor_id,
            kind=EntryKind(proposal.what),
            date=proposal.until,
            due_date=proposal.until,
            amount=amount,
            currency=item.currency,
            booked_at=scene.now,
            claim_id=item.entry_id,
        )
        for item, amount in charged
    ]
    total = sum(amount for _item, amount in charged)
    return booked(scene, made, {}, {"what": proposal.what, "amount": total, "until": proposal.until})


def _interest(scene: Scene, items: list[Item], until: date) -> list[tuple[Item, Decimal]]:
    told = claims.interest(scene.session, scene.account.customer_id, items, until, scene.customer().kind)
    return [(item, told[item.entry_id].due) for item in items]


def _compensation(scene: Scene, items: list[Item]) -> list[tuple[Item, Decimal]]:
    kind = scene.customer().kind
    rates, countries = limits.rates(scene.session), limits.countries(scene.session)
    fees = claims.fees(scene.session, scene.account.customer_id)
    had = claims.compensated(scene.session, scene.account.customer_id)
    owed = []
    for item in items:
        if item.entry_id not in had:
            country, charged = countries[item.creditor_id], fees.get(item.entry_id, ZERO)
            owed.append((item, compensation(country, CustomerKind(kind), scene.today, charged, rates).charge))
    return owed


def note_interruption(scene: Scene, proposal: InterruptionProposal) -> Done:
    """Note what may interrupt limitation; it has no effect before a person confirms it."""
    (item,) = conditions.open_items(scene.account, (proposal.entry_id,), field="entry_id")
    if proposal.what not in set(What):
        raise errors.Invalid("what", f"is none of: {', '.join(What)}", proposal.what)
    if proposal.on > scene.today or proposal.on < item.date:
        raise errors.Invalid("on", f"lies before the claim of {item.date} or after today", proposal.on)
    row = Interruption(
        customer_id=proposal.customer_id,
        entry_id=item.entry_id,
        kind=proposal.what,
        on=proposal.on,
        text=conditions.words("text", proposal.text),
        agent_id=scene.agent.id,
        at=scene.now,
    )
    return Act.LIMITATION, {"id": scene.store(row), "entry": item.entry_id, "kind": proposal.what, "on": proposal.on}


def confirm_interruption(scene: Scene, proposal: ConfirmationProposal) -> Done:
    """Confirm the legal effect of an interruption: the person's name stands for it."""
    row = scene.session.get(Interruption, proposal.interruption_id)
    if row is None or row.customer_id != proposal.customer_id or row.confirmed_at is not None:
        raise errors.Invalid("interruption_id", "waits for no confirmation: look again", proposal.interruption_id)
    row.confirmed_by, row.confirmed_at = scene.agent.id, scene.now
    scene.session.add(row)
    return Act.LIMITATION, {"id": row.id, "entry": row.entry_id, "kind": row.kind, "confirmed": True}
