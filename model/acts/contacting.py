"""Acts about contact data: what was told stays pending until it is verified, and every version is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlmodel import col, select

from model import conditions, errors
from model.contact import Task
from model.customer import Address, ContactChange, Email, Phone
from model.intake.customers import international
from model.kinds import Act, ChangeState, ContactKind, TaskKind
from model.store import changed
from model.tables import CONTACT_CHANGE
from model.text import plain

if TYPE_CHECKING:
    from model.acts.scene import Done, Scene
    from model.proposals import ContactDecisionProposal, ContactProposal

_LONGEST = 200
_PENDING = CONTACT_CHANGE.c.state == ChangeState.PENDING


def propose(scene: Scene, proposal: ContactProposal) -> Done:
    """Note down new contact data; nothing is replaced before somebody verified it, on the registered number."""
    new = plain(proposal.value, _LONGEST)
    if proposal.field == ContactKind.PHONE:
        new = international(new, scene.account.country)
    if proposal.field != ContactKind.ADDRESS and not new:
        raise errors.Invalid("value", "say the new number or address")
    effective = proposal.effective or scene.today
    if effective.year > scene.today.year + conditions.LONGEST_YEARS:
        raise errors.Invalid("effective", f"{effective} is too far away: check the year", effective)
    change = ContactChange(
        customer_id=proposal.customer_id,
        kind=proposal.field,
        old=_registered(scene, proposal.field),
        new=new,
        effective=effective,
        agent_id=scene.agent.id,
        at=scene.now,
    )
    number = scene.store(change)
    task = Task(
        customer_id=proposal.customer_id,
        kind=TaskKind.VERIFY,
        due_at=scene.now,
        agent_id=scene.agent.id,
        created_at=scene.now,
    )
    return Act.CONTACT, {"id": number, "kind": change.kind, "effective": effective, "task": scene.store(task)}


def decide(scene: Scene, proposal: ContactDecisionProposal) -> Done:
    """Put a pending change in force, or turn it down."""
    change = scene.session.get(ContactChange, proposal.change_id)
    if change is None or change.customer_id != proposal.customer_id or change.state != ChangeState.PENDING:
        raise errors.Invalid("change_id", "no such change is waiting: look again", proposal.change_id)
    verified = conditions.words("verified", proposal.verified)
    if proposal.applied and not verified:
        raise errors.Invalid("verified", "say how it was verified: calling back the registered number is best")
    if proposal.applied:
        _apply(scene, change)
        changed(scene.session, [proposal.customer_id])
    change.state = ChangeState.APPLIED if proposal.applied else ChangeState.REJECTED
    change.verified, change.decided_by, change.decided_at = verified, scene.agent.id, scene.now
    scene.session.add(change)
    scene.session.flush()
    closed = [] if scene.exists(_PENDING, CONTACT_CHANGE.c.customer_id == change.customer_id) else _verified(scene)
    facts = {"id": change.id, "kind": change.kind, "state": change.state, "effective": change.effective}
    return Act.CONTACT, facts | ({"closed": closed} if closed else {})


def _verified(scene: Scene) -> list[int]:
    """Where nothing waits to be verified any more, nobody needs to be reminded of it."""
    query = select(Task).where(
        Task.customer_id == scene.account.customer_id, Task.kind == TaskKind.VERIFY, col(Task.done_at).is_(None)
    )
    tasks = scene.session.exec(query.order_by(col(Task.id))).all()
    for task in tasks:
        task.done_at = scene.now
        scene.session.add(task)
    return [int(task.id or 0) for task in tasks]


def _apply(scene: Scene, change: ContactChange) -> None:
    """Put it in force: the old number or address is kept, marked as no longer right."""
    if change.kind == ContactKind.PHONE:
        for phone in _rows(scene, Phone):
            if phone.number == change.old and change.effective <= scene.today:
                phone.wrong = True
                scene.session.add(phone)
        scene.store(Phone(customer_id=change.customer_id, number=change.new))
    elif change.kind == ContactKind.EMAIL:
        scene.store(Email(customer_id=change.customer_id, address=change.new))
    else:
        for address in _rows(scene, Address):
            if address.valid_until is None:
                address.valid_until = change.effective
        if change.new:
            street, _comma, town = change.new.partition(",")
            postcode, _space, city = town.strip().partition(" ")
            scene.store(
                Address(
                    customer_id=change.customer_id,
                    street=street.strip(),
                    postcode=postcode,
                    city=city.strip(),
                    country=scene.customer().country,
                )
            )


def _registered(scene: Scene, kind: str) -> str:
    """What is registered now: the number, address or e-mail that would be used."""
    if kind == ContactKind.PHONE:
        return next((phone.number for phone in _rows(scene, Phone) if not phone.wrong), "")
    if kind == ContactKind.EMAIL:
        return next((email.address for email in _rows(scene, Email)), "")
    address = next((row for row in _rows(scene, Address) if row.valid_until is None), None)
    return f"{address.street}, {address.postcode} {address.city}" if address else ""


def _rows(scene: Scene, model: Any) -> list[Any]:  # noqa: ANN401  a table of contact data
    query = select(model).where(model.customer_id == scene.account.customer_id).order_by(col(model.id))
    return list(scene.session.exec(query).all())
