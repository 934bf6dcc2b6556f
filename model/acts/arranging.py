"""Acts about what was arranged: promises, agreements, disputes, time to pay, and what stops collection."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from model import breaching, bulk, conditions, errors
from model.account import ZERO
from model.acts import costing
from model.arrangement import Agreement, AgreementItem, Dispute, Instalment, Promise, PromiseItem
from model.authority import agreement_refusal, amount_refusal, days_refusal
from model.contact import Task
from model.costing import costs as register_costs
from model.customer import Party
from model.kinds import Act, AuthorityKind, CustomerStatus, DisputeState, HoldReason, PartyRole, TaskKind
from model.rules.costing import costs_of
from model.rules.coverage import (
    DISPUTE_HOLD_DAYS,
    GRACE_DAYS,
    TRACE_HOLD_DAYS,
    held_until,
    replaced_promises,
    status_bar,
)
from model.store import changed
from model.tables import AGREEMENT, HOLD, PROMISE
from model.text import kroner

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from model.acts.scene import Done, Scene
    from model.proposals import (
        AgreementProposal,
        DeferralProposal,
        DisputeProposal,
        PromiseProposal,
        SpecialProposal,
        TraceProposal,
        WithdrawalProposal,
    )

SPECIALIST_HOLD_DAYS = 90
"""How long dunning rests for a death, a bankruptcy or a debt settlement before a specialist must have looked."""


def record_promise(scene: Scene, proposal: PromiseProposal) -> Done:
    """A promise to pay, for some items or for the account; reminders rest until it is judged.

    It takes the place of an open promise for the same items, unless both were made in one breath.
    """
    conditions.arrangeable(scene.account.status)
    conditions.positive("amount", proposal.amount)
    conditions.coming("due", proposal.due, scene.today)
    items = conditions.open_items(scene.account, proposal.entry_ids, proposal.currency)
    conditions.undisputed(items)
    most = sum((item.open for item in items), ZERO) if items else scene.account.balance(proposal.currency)
    if proposal.amount > most:
        why = f"is more than the {kroner(most)} that is open: promise that or less"
        raise errors.Invalid("amount", why, proposal.amount)
    promise = Promise(
        customer_id=proposal.customer_id,
        agent_id=scene.agent.id,
        amount=proposal.amount,
        currency=proposal.currency,
        made_on=scene.today,
        made_at=scene.now,
        due=proposal.due,
        grace_days=GRACE_DAYS,
    )
    number = scene.store(promise)
    for item in items:
        scene.session.add(PromiseItem(promise_id=number, entry_id=item.entry_id))
    replaced = _replace(scene, proposal, number)
    until = held_until(proposal.due, grace_days=GRACE_DAYS, country=scene.account.country)
    scene.hold_each(HoldReason.PROMISE, until, items, promise_id=promise.id)
    facts = {"id": promise.id, "amount": promise.amount, "currency": promise.currency, "due": promise.due}
    told = facts | {"entries": [item.entry_id for item in items], "held_until": until}
    return Act.PROMISE, told | ({"replaces": replaced} if replaced else {})


def withdraw_promise(scene: Scene, proposal: WithdrawalProposal) -> Done:
    """The customer takes an open promise back; what rested for it goes on."""
    state = next((p.state for p in scene.account.promises if p.id == proposal.promise_id), None)
    if state != "open":
        why = f"is {state} already" if state else "is none of this customer's"
        raise errors.Invalid("promise_id", f"{why}: only an open promise can be taken back", proposal.promise_id)
    connection = scene.session.connection()
    connection.execute(update(PROMISE).where(PROMISE.c.id == proposal.promise_id).values(withdrawn_at=scene.now))
    _end_holds(scene, [proposal.promise_id])
    return Act.PROMISE_WITHDRAWN, {"id": proposal.promise_id}


def _replace(scene: Scene, proposal: PromiseProposal, successor: int) -> list[int]:
    """Let a promise take the place of older ones for the same items; returns their numbers."""
    same = replaced_promises(scene.account.promises, proposal.entry_ids, proposal.currency)
    connection = scene.session.connection()
    older = select(PROMISE.c.id).where(PROMISE.c.id.in_(same), PROMISE.c.made_at < scene.now).order_by(PROMISE.c.id)
    numbers = list(connection.execute(older).scalars())
    if numbers:
        connection.execute(update(PROMISE).where(PROMISE.c.id.in_(numbers)).values(replaced_by=successor))
        _end_holds(scene, numbers)
    return numbers


def _end_holds(scene: Scene, promise_ids: Collection[int]) -> None:
    ended = update(HOLD).where(HOLD.c.promise_id.in_(promise_ids), HOLD.c.ended_at.is_(None))
    scene.session.connection().execute(ended.values(ended_at=scene.now))


def record_agreement(scene: Scene, proposal: AgreementProposal) -> Done:
    """An instalment agreement over some items of one creditor, within what the agent may grant."""
    conditions.arrangeable(scene.account.status)
    conditions.may_agree("agreed_by", proposal.agreed_by)
    scene.own_party(proposal.party_id)
    conditions.standing(scene.account, proposal.supersedes)
    credited: list[int] = []
    if proposal.supersedes is not None:
        scene, credited = costing.credit_ahead(scene, proposal.supersedes)
    items = conditions.open_items(scene.account, proposal.entry_ids, proposal.currency)
    if not items:
        raise errors.Invalid("entry_ids", "an agreement needs at least one open invoice")
    conditions.undisputed(items)
    conditions.free(scene.account, items, proposal.supersedes)
    if len({item.creditor_id for item in items}) > 1:
        raise errors.Invalid("entry_ids", "one agreement is with one creditor: make one for each")
    debt = sum((item.open for item in items), ZERO)
    set_ = register_costs(scene.session, scene.account.country, scene.today)
    conditions.costs_as_set(proposal.plan, proposal.costs, costs_of(set_, items), scene.today)
    discount = _discount(scene, proposal, debt)
    conditions.adds_up(proposal.plan, debt - discount, scene.today)
    _authorised(scene, proposal, debt)
    total = discount + sum((part.to_pay for part in proposal.plan), ZERO)
    breach = breaching.breach(scene.session)
    number = bulk.reserve(scene.session.connection(), AGREEMENT, 1)[0]
    agreement = Agreement(
        id=number,
        number=f"A-{number}",
        customer_id=proposal.customer_id,
        creditor_id=items[0].creditor_id,
        agent_id=scene.agent.id,
        total=total,
        currency=proposal.currency,
        frequency=proposal.frequency,
        made_on=scene.today,
        made_at=scene.now,
        grace_days=GRACE_DAYS,
        agreed_by=proposal.agreed_by,
        accepted_how=proposal.accepted_how,
        bank_day_rule=proposal.rule,
        discount=proposal.discount,
        breach_missed=breach.missed or 0,
        breach_behind=breach.behind,
    )
    scene.store(agreement)
    for item in items:
        scene.session.add(AgreementItem(agreement_id=number, entry_id=item.entry_id, open_at_start=item.open))
    for part in proposal.plan:
        scene.session.add(
            Instalment(
                agreement_id=number,
                no=part.no,
                due=part.due,
                effective=part.effective,
                amount=part.to_pay,
                fee=part.fee,
                interest=part.interest,
            )
        )
    if proposal.supersedes is not None:
        _end_agreement(scene, proposal.supersedes, number)
    costs = costing.post(scene, agreement, proposal.plan)
    until = held_until(max(part.due for part in proposal.plan), grace_days=GRACE_DAYS, country=scene.account.country)
    for entry_id in [item.entry_id for item in items] + costs.get("costs", {}).get("entries", []):
        scene.hold(HoldReason.AGREEMENT, until, entry_id=entry_id, agreement_id=number)
    facts = {"id": number, "number": agreement.number, "total": total, "currency": proposal.currency}
    facts |= {"instalments": len(proposal.plan), "first": proposal.plan[0].due, "last": proposal.plan[-1].due}
    facts |= {"entries": [item.entry_id for item in items], "supersedes": proposal.supersedes}
    facts |= {"agreed_by": proposal.agreed_by, "accepted_how": proposal.accepted_how, "party": proposal.party_id}
    facts |= costs | ({"credited": credited} if credited else {})
    return Act.AGREEMENT, facts | ({"discount": discount} if discount else {})


def record_dispute(scene: Scene, proposal: DisputeProposal) -> Done:
    """The customer does not accept an item; reminders on it rest until somebody looks again."""
    (item,) = conditions.open_items(scene.account, (proposal.entry_id,), field="entry_id")
    if item.disputed:
        raise errors.Invalid("entry_id", f"{item.voucher} is disputed already")
    dispute = Dispute(
        customer_id=proposal.customer_id,
        entry_id=item.entry_id,
        agent_id=scene.agent.id,
        reason=conditions.words("reason", proposal.reason),
        opened_on=scene.today,
        state=DisputeState.OPEN,
    )
    scene.store(dispute)
    until = scene.today + timedelta(days=DISPUTE_HOLD_DAYS)
    scene.hold(HoldReason.DISPUTE, until, entry_id=item.entry_id, dispute_id=dispute.id)
    return Act.DISPUTE, {"id": dispute.id, "entry": item.entry_id, "held_until": until}


def grant_deferral(scene: Scene, proposal: DeferralProposal) -> Done:
    """More time, within what the agent may grant: dunning rests up to and including a day; the due date stays."""
    conditions.arrangeable(scene.account.status)
    conditions.coming("until", proposal.until, scene.today)
    items = conditions.open_items(scene.account, proposal.entry_ids)
    conditions.undisputed(items)
    scene.authorised(partial(days_refusal, days=(proposal.until - scene.today).days))
    scene.hold_each(HoldReason.DEFERRAL, proposal.until, items)
    return Act.DEFERRAL, {"entries": [item.entry_id for item in items], "held_until": proposal.until}


def trace_payment(scene: Scene, proposal: TraceProposal) -> Done:
    """The customer says that it is paid: never a promise. Somebody looks for the payment, dunning rests meanwhile."""
    if proposal.paid_on is not None and proposal.paid_on > scene.today:
        raise errors.Invalid("paid_on", f"{proposal.paid_on} has not come: what is still to be paid is a promise")
    if proposal.amount is not None:
        conditions.positive("amount", proposal.amount)
    items = conditions.open_items(scene.account, proposal.entry_ids)
    until = scene.today + timedelta(days=TRACE_HOLD_DAYS)
    scene.hold_each(HoldReason.TRACE, until, items)
    task = Task(
        customer_id=proposal.customer_id,
        kind=TaskKind.TRACE,
        due_at=scene.moment(scene.today + timedelta(days=1), time(9)),
        agent_id=scene.agent.id,
        text=conditions.words("how", proposal.how),
        created_at=scene.now,
    )
    facts = {"id": scene.store(task), "paid_on": proposal.paid_on, "amount": proposal.amount, "twice": proposal.twice}
    return Act.TRACE, facts | {"entries": [item.entry_id for item in items], "held_until": until}


def set_special(scene: Scene, proposal: SpecialProposal) -> Done:
    """Death, bankruptcy, debt settlement: everything stops, and a specialist takes over."""
    if not status_bar(proposal.status):
        raise errors.Invalid("status", "is none that stops collection", proposal.status)
    if proposal.on is not None and proposal.on > scene.today:
        raise errors.Invalid("on", f"{proposal.on} has not come", proposal.on)
    customer = scene.customer()
    before, since = customer.status, customer.status_on
    customer.status, customer.status_on = proposal.status, proposal.on or scene.today
    customer.changed_at = scene.now
    scene.session.add(customer)
    scene.hold(HoldReason.SPECIALIST, scene.today + timedelta(days=SPECIALIST_HOLD_DAYS), entry_id=None)
    if trustee := conditions.words("trustee", proposal.trustee):
        role = PartyRole.ESTATE if proposal.status == CustomerStatus.DECEASED else PartyRole.TRUSTEE
        scene.store(Party(customer_id=proposal.customer_id, role=role, name=trustee))
    task = Task(customer_id=proposal.customer_id, kind=TaskKind.REVIEW, due_at=scene.now, text="", created_at=scene.now)
    facts = {"before": before, "after": proposal.status, "on": customer.status_on, "on_was": since}
    facts["task"] = scene.store(task)
    changed(scene.session, [proposal.customer_id])
    return Act.STATUS, facts


def _authorised(scene: Scene, proposal: AgreementProposal, total: Decimal) -> None:
    """Compare an agreement with what the agent's role may grant alone."""
    first, last = proposal.plan[0].due, proposal.plan[-1].due
    running = sum(a.state == "active" and a.id != proposal.supersedes for a in scene.account.agreements)
    refusal = partial(
        agreement_refusal,
        months=(last.year - first.year) * 12 + last.month - first.month + 1,
        total=total,
        currency=proposal.currency,
        second=running > 0,
    )
    scene.authorised(refusal)


def _discount(scene: Scene, proposal: AgreementProposal, total: Decimal) -> Decimal:
    """What is written off when a settlement is paid, within what the agent may forgo."""
    if proposal.discount is None:
        return ZERO
    conditions.positive("discount", proposal.discount)
    if proposal.discount >= total:
        why = f"leaves nothing of {kroner(total)} to pay: that is a write-off"
        raise errors.Invalid("discount", why, proposal.discount)
    limited = partial(amount_refusal, kind=AuthorityKind.DISCOUNT, amount=proposal.discount, currency=proposal.currency)
    scene.authorised(limited)
    return proposal.discount


def _end_agreement(scene: Scene, number: int, successor: int) -> None:
    connection = scene.session.connection()
    scene.session.flush()
    connection.execute(update(AGREEMENT).where(AGREEMENT.c.id == number).values(superseded_by=successor))
    ended = update(HOLD).where(HOLD.c.agreement_id == number, HOLD.c.ended_at.is_(None))
    connection.execute(ended.values(ended_at=scene.now))
