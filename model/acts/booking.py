"""Acts that post to the ledger by hand. Nothing is changed or deleted there: a new entry takes back what was wrong.

Each ends in `posting.settle`, so that credits find their debits by the one rule there is.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from model import conditions, errors, posting
from model.account import ZERO
from model.authority import amount_refusal
from model.kinds import Act, AuthorityKind, EntryKind
from model.ledger import DueDateChange, Entry
from model.proposals import Booked
from model.store import changed
from model.tables import CUSTOMER, ENTRY
from model.text import kroner

if TYPE_CHECKING:
    from model.acts.scene import Done, Scene
    from model.proposals import (
        DueDateProposal,
        PostingProposal,
        ReversalProposal,
        TransferProposal,
        WaiverProposal,
    )
    from model.records import Item

LONGEST_BACK = 3 * 366
"""Days a value date may lie back: what is older is a slip of the keyboard."""

_WAIVED = {"reminder_fee": (EntryKind.REMINDER_FEE, EntryKind.COMPENSATION), "interest": (EntryKind.INTEREST,)}


def post(scene: Scene, proposal: PostingProposal) -> Done:
    """A payment, credit note, write-off or refund; above the agent's limit it needs a second pair of eyes."""
    conditions.positive("amount", proposal.amount)
    _past(scene, "on", proposal.on)
    kind = AuthorityKind(proposal.what)
    _within(scene, kind, proposal.amount, proposal.currency)
    items = conditions.open_items(scene.account, proposal.entry_ids, proposal.currency)
    made: list[Entry] = []
    named: dict[int, int] = {}
    if proposal.what == Booked.PAYMENT:
        names = ", ".join(item.reference or item.voucher for item in items if item.reference or item.voucher)
        made.append(_entry(scene, proposal, -proposal.amount, creditor_id=_creditor(scene, items), reference=names))
    elif proposal.what == Booked.REFUND:
        free = scene.account.credits.get(proposal.currency, ZERO)
        if items:
            raise errors.Invalid("entry_ids", "a refund pays out what is not allocated: name no invoice")
        if proposal.amount > free:
            raise errors.Invalid(
                "amount", f"only {kroner(free)} is not allocated: refund that or less", proposal.amount
            )
        made.append(_entry(scene, proposal, proposal.amount, creditor_id=_creditor(scene, items)))
    else:
        for item, amount in _shared(items, proposal.amount):
            entry = _entry(
                scene, proposal, -amount, creditor_id=item.creditor_id, reference=item.reference or item.voucher
            )
            named[scene.store(entry)] = item.entry_id
            made.append(entry)
    return booked(scene, made, named, {"what": proposal.what, "amount": proposal.amount})


def waive(scene: Scene, proposal: WaiverProposal) -> Done:
    """Waive open fees or interest: a credit tied to each; what was charged stays to be seen."""
    wanted = set(proposal.entry_ids)
    items = [
        item
        for item in scene.account.items
        if item.kind in _WAIVED[proposal.what] and (not wanted or item.entry_id in wanted)
    ]
    if not items or wanted - {item.entry_id for item in items}:
        raise errors.Invalid("entry_ids", "nothing of that kind is open: there is nothing to waive")
    named: dict[int, int] = {}
    made = []
    for currency in {item.currency for item in items}:
        total = sum((item.open for item in items if item.currency == currency), ZERO)
        _within(scene, AuthorityKind.WAIVER, total, currency)
    for item in items:
        entry = Entry(
            customer_id=proposal.customer_id,
            creditor_id=item.creditor_id,
            kind=EntryKind.WAIVER,
            date=max(scene.today, item.date),
            amount=-item.open,
            currency=item.currency,
            reference=item.reference or item.voucher,
            booked_at=scene.now,
        )
        named[scene.store(entry)] = item.entry_id
        made.append(entry)
    return booked(scene, made, named, {"what": EntryKind.WAIVER, "amount": sum((i.open for i in items), ZERO)})


def reverse(scene: Scene, proposal: ReversalProposal) -> Done:
    """Take an entry back by one of the opposite sign; what it settled, or what settled it, is open again."""
    _past(scene, "on", proposal.on)
    entry = _own_entry(scene, proposal.entry_id)
    if entry.reverses is not None:
        raise errors.Invalid("entry_id", "itself takes an entry back: post that entry anew instead", entry.id)
    left = abs(entry.amount) - _taken_back(scene, proposal.entry_id)
    amount = left if proposal.amount is None else proposal.amount
    conditions.positive("amount", amount if left else Decimal(0))
    if amount > left:
        raise errors.Invalid("amount", f"only {kroner(left)} of it stands: take back that or less", amount)
    if proposal.on < entry.date:
        raise errors.Invalid("on", f"the entry is of {entry.date}: it cannot be taken back before", proposal.on)
    if entry.kind in (EntryKind.WRITE_OFF, EntryKind.PAYMENT):
        _within(scene, AuthorityKind(entry.kind), amount, entry.currency)
    text = conditions.words("text", proposal.text)
    back = posting.counter(scene.session, entry, amount, on=proposal.on, now=scene.now, text=text)
    _act, facts = booked(scene, [back], {}, {"amount": amount, "reverses": proposal.entry_id})
    return Act.REVERSED, facts


def transfer(scene: Scene, proposal: TransferProposal) -> Done:
    """Move an open item, or a payment, to another customer of the same creditor: an entry on either account."""
    _past(scene, "on", proposal.on)
    entry = _own_entry(scene, proposal.entry_id)
    target = scene.session.connection().execute(_TARGET, {"id": proposal.to_customer_id}).first()
    if target is None or proposal.to_customer_id == proposal.customer_id:
        raise errors.Invalid("to_customer_id", "names no other customer", proposal.to_customer_id)
    if target.creditor_id != entry.creditor_id:
        raise errors.Invalid("to_customer_id", "owes another creditor: a transfer stays with one", target.number)
    if entry.amount > 0:
        (item,) = conditions.open_items(scene.account, (proposal.entry_id,), field="entry_id")
        most = item.open
    else:
        most = abs(entry.amount) - _taken_back(scene, proposal.entry_id)
    amount = most if proposal.amount is None else proposal.amount
    conditions.positive("amount", amount)
    if amount > most:
        raise errors.Invalid("amount", f"only {kroner(most)} of it can be moved", amount)
    _within(scene, AuthorityKind.TRANSFER, amount, entry.currency)
    if entry.amount < 0:
        posting.take_back(scene.session, proposal.entry_id, amount, on=proposal.on, now=scene.now)
    sign = 1 if entry.amount > 0 else -1
    shared: dict[str, Any] = {
        "creditor_id": entry.creditor_id,
        "kind": EntryKind.TRANSFER,
        "date": proposal.on,
        "currency": entry.currency,
        "voucher": entry.voucher,
        "reference": entry.reference,
        "text": conditions.words("text", proposal.text),
        "booked_at": scene.now,
    }
    away = Entry(customer_id=proposal.customer_id, amount=-sign * amount, **shared)
    there = Entry(customer_id=proposal.to_customer_id, amount=sign * amount, due_date=entry.due_date, **shared)
    scene.store(there)
    number = scene.store(away)
    named = {number: proposal.entry_id} if sign > 0 else {proposal.entry_id: number}
    posting.settle(scene.session, [proposal.to_customer_id], now=scene.now)
    changed(scene.session, [proposal.to_customer_id])
    return booked(scene, [away, there], named, {"amount": amount, "to": proposal.to_customer_id})


def move_due_date(scene: Scene, proposal: DueDateProposal) -> Done:
    """Let an item fall due on another day; the contractual day stays in the entry."""
    (item,) = conditions.open_items(scene.account, (proposal.entry_id,), field="entry_id")
    if proposal.due < item.date:
        raise errors.Invalid("due", f"the invoice is of {item.date}: it cannot fall due before", proposal.due)
    change = DueDateChange(
        customer_id=proposal.customer_id,
        entry_id=proposal.entry_id,
        due_date=proposal.due,
        reason=conditions.words("reason", proposal.reason),
        agent_id=scene.agent.id,
        booked_at=scene.now,
    )
    number = scene.store(change)
    posting.refresh_balances(scene.session, [proposal.customer_id])
    return Act.DUE_DATE, {"id": number, "entry": proposal.entry_id, "before": item.due, "after": proposal.due}


_TARGET = select(CUSTOMER.c.creditor_id, CUSTOMER.c.number).where(CUSTOMER.c.id == bindparam("id"))


def booked(scene: Scene, made: list[Entry], named: dict[int, int], facts: dict[str, Any]) -> Done:
    """Settle, and tell what was posted."""
    for entry in made:
        if entry.id is None:
            scene.store(entry)
    posting.settle(scene.session, [scene.account.customer_id], now=scene.now, named=named)
    changed(scene.session, [scene.account.customer_id])
    return Act.POSTED, {"id": made[0].id, "entries": [entry.id for entry in made], **facts}


def _entry(scene: Scene, proposal: PostingProposal, amount: Decimal, *, creditor_id: int, reference: str = "") -> Entry:
    return Entry(
        customer_id=proposal.customer_id,
        creditor_id=creditor_id,
        kind=EntryKind(proposal.what),
        date=proposal.on,
        amount=amount,
        currency=proposal.currency,
        reference=reference,
        text=conditions.words("text", proposal.text),
        booked_at=scene.now,
    )


def _creditor(scene: Scene, items: list[Item]) -> int:
    """To whom a payment goes: whose items it names, else the customer's home creditor."""
    creditors = {item.creditor_id for item in items}
    if len(creditors) > 1:
        raise errors.Invalid("entry_ids", "the invoices have several creditors: post a payment for each")
    if creditors:
        return creditors.pop()
    home = select(CUSTOMER.c.creditor_id).where(CUSTOMER.c.id == scene.account.customer_id)
    return int(scene.session.connection().execute(home).scalar_one())


def _shared(items: list[Item], amount: Decimal) -> list[tuple[Item, Decimal]]:
    """Share an amount among items, the first one first.

    Raises:
        Invalid: there is no item, or less is open on them.
    """
    if not items:
        raise errors.Invalid("entry_ids", "name the invoice it is for")
    shares, left = [], amount
    for item in items:
        share = min(item.open, left)
        if share:
            shares.append((item, share))
        left -= share
    if left:
        raise errors.Invalid("amount", f"is more than the {kroner(amount - left)} that is open on it", amount)
    return shares


def _own_entry(scene: Scene, number: int) -> Entry:
    entry = scene.session.get(Entry, number)
    if entry is None or entry.customer_id != scene.account.customer_id:
        raise errors.Invalid("entry_id", "is no entry of this customer: look again", number)
    return entry


def _taken_back(scene: Scene, number: int) -> Decimal:
    """How much of an entry was taken back before, less what of that was taken back in its turn."""
    backs = select(ENTRY.c.id).where(ENTRY.c.customer_id == scene.account.customer_id, ENTRY.c.reverses == number)
    total = select(func.sum(ENTRY.c.amount, type_=ENTRY.c.amount.type)).where(
        ENTRY.c.customer_id == scene.account.customer_id,
        (ENTRY.c.reverses == number) | ENTRY.c.reverses.in_(backs.scalar_subquery()),
    )
    sum_: Decimal | None = scene.session.connection().execute(total).scalar()
    return abs(sum_ or ZERO)


def _past(scene: Scene, field: str, day: date) -> None:
    """A value date is today or earlier, and not so far back that it must be a slip."""
    if day > scene.today:
        raise errors.Invalid(field, f"{day} has not come: a value date is today or earlier", day)
    if (scene.today - day).days > LONGEST_BACK:
        raise errors.Invalid(field, f"{day} is more than three years back: check the year", day)


def _within(scene: Scene, kind: AuthorityKind, amount: Decimal, currency: str) -> None:
    scene.authorised(partial(amount_refusal, kind=kind, amount=amount, currency=currency))
