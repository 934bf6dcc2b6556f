"""What an agreement costs, in the ledger: posted with it, and credited for what is not yet due when it is superseded.

Fee and interest are one entry each, dated the day of the agreement and due with its last instalment, and items of it
like what was owed before. So balance, progress and ageing are summed as ever, and the instalments add up to what is
open on the items. Each names its agreement by its number, in `reference`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from model import posting
from model.account import ZERO, accounts
from model.acts import booking
from model.acts.scene import Scene
from model.arrangement import AgreementItem
from model.kinds import EntryKind
from model.ledger import Allocation, Entry
from model.proposals import ReversalProposal
from model.rules.allocation import Why
from model.rules.costing import freed
from model.store import changed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.arrangement import Agreement
    from model.rules.schedule import Instalment


def post(scene: Scene, agreement: Agreement, plan: Sequence[Instalment]) -> dict[str, Any]:
    """Post what the plan of an agreement costs; returns the facts of it, none where it costs nothing."""
    number = int(agreement.id or 0)
    fee = sum((part.fee for part in plan), ZERO)
    interest = sum((part.interest for part in plan), ZERO)
    entries = []
    for kind, amount in ((EntryKind.INSTALMENT_FEE, fee), (EntryKind.INSTALMENT_INTEREST, interest)):
        if not amount:
            continue
        entry = Entry(
            customer_id=agreement.customer_id,
            creditor_id=agreement.creditor_id,
            kind=kind,
            date=scene.today,
            due_date=plan[-1].due,
            amount=amount,
            currency=agreement.currency,
            reference=agreement.number,
            text=agreement.number,
            booked_at=scene.now,
        )
        entries.append(scene.store(entry))
        scene.store(AgreementItem(agreement_id=number, entry_id=entries[-1], open_at_start=amount))
    if not entries:
        return {}
    _settle(scene)
    return {"costs": {"fee": fee, "interest": interest, "entries": entries}}


def credit_ahead(scene: Scene, agreement_id: int) -> tuple[Scene, list[int]]:
    """Credit what an agreement that is superseded costs in instalments not yet due, as far as it is open.

    What of it was paid already stays paid. Nothing is judged here, for nothing was paid: the entries are tied by hand.
    Returns the scene as it is then, and the crediting entries.
    """
    ending = next(one for one in scene.account.agreements if one.id == agreement_id)
    left = {item.entry_id: item.open for item in freed(scene.account.items, ending, scene.today)}
    credits_ = []
    for item in scene.account.items:
        if ahead := item.open - left.get(item.entry_id, ZERO):
            entry = scene.session.get_one(Entry, item.entry_id)
            back = posting.counter(scene.session, entry, ahead, on=scene.today, now=scene.now, text=ending.number)
            credits_.append(int(back.id or 0))
            scene.store(
                Allocation(
                    customer_id=entry.customer_id,
                    credit_id=credits_[-1],
                    debit_id=item.entry_id,
                    amount=ahead,
                    value_date=scene.today,
                    booked_at=scene.now,
                    why=Why.NAMED,
                )
            )
    if not credits_:
        return scene, []
    posting.refresh_balances(scene.session, [scene.account.customer_id])
    account = accounts(scene.session, [scene.account.customer_id], scene.today)[scene.account.customer_id]
    return replace(scene, account=account), credits_


def take_back(scene: Scene, facts: dict[str, Any]) -> None:
    """Undo what an agreement did to the ledger: its own costs are credited, and what it credited stands again."""
    for number in facts.get("costs", {}).get("entries", ()):
        account = accounts(scene.session, [scene.account.customer_id], scene.today)[scene.account.customer_id]
        there = replace(scene, account=account, undoing=True)
        entry = scene.session.get_one(Entry, number)
        on = max(scene.today, entry.date)
        booking.reverse(there, ReversalProposal(account.customer_id, number, on=on, text=entry.text))
    for number in facts.get("credited", ()):
        credit = scene.session.get_one(Entry, number)
        posting.counter(
            scene.session, credit, -credit.amount, on=max(scene.today, credit.date), now=scene.now, text=credit.text
        )
        _settle(scene)


def _settle(scene: Scene) -> None:
    posting.settle(scene.session, [scene.account.customer_id], now=scene.now)
    changed(scene.session, [scene.account.customer_id])
