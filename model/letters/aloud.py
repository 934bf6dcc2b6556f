"""What is read aloud for what is about to be recorded: the read-back of promises and agreements on a card.

The sentence is made of the very proposals that are recorded, and is stored with them: what was said is what was kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from model.kinds import CHARGES
from model.letters import readback
from model.letters.readback import Bill, Claim
from model.proposals import AgreementProposal, PromiseProposal
from model.rules import coverage, schedule
from model.rules.costing import freed

if TYPE_CHECKING:
    from model.proposals import Proposal
    from model.records import Card, Item

Arranged = TypeVar("Arranged", PromiseProposal, AgreementProposal)


def with_read_back(acts: Sequence[Proposal], card: Card) -> tuple[Proposal, ...]:
    """The acts, each promise and agreement among them with the sentence that is read aloud for it.

    Promises made in one breath are read back in one sentence.
    """
    promises = [act for act in acts if isinstance(act, PromiseProposal)]
    promised = promise(promises, card) if promises else ""
    done: list[Proposal] = []
    for act in acts:
        if isinstance(act, PromiseProposal):
            done.append(replace(act, read_back=promised))
        elif isinstance(act, AgreementProposal):
            done.append(replace(act, read_back=agreement(act, card)))
        else:
            done.append(act)
    return tuple(done)


def said(acts: Sequence[Proposal]) -> str:
    """The sentences of some acts, each once."""
    found = (getattr(act, "read_back", "") for act in acts)
    return " ".join(dict.fromkeys(sentence for sentence in found if sentence))


def promise(promises: Sequence[PromiseProposal], card: Card) -> str:
    """The sentence for promises made in one breath, in the order of their days."""
    named = frozenset(entry_id for act in promises for entry_id in act.entry_ids)
    parts = schedule.drawn(
        [(no, act.due, act.amount) for no, act in enumerate(sorted(promises, key=lambda act: act.due), 1)], card.country
    )
    until = max(coverage.held_until(act.due, grace_days=coverage.GRACE_DAYS, country=card.country) for act in promises)
    return readback.promise(_claim(card, named), parts, today=card.as_of, held_until=until)


def agreement(act: AgreementProposal, card: Card) -> str:
    """The sentence for an agreement."""
    replaced = next((old.number for old in card.agreements if old.id == act.supersedes), "")
    claim = _claim(card, frozenset(act.entry_ids), replaced)
    return readback.agreement(
        claim,
        act.plan,
        act.frequency,
        today=card.as_of,
        supersedes=replaced,
        written_off=act.discount or coverage.total(()),
    )


def _claim(card: Card, named: frozenset[int], replaced: str = "") -> Claim:
    """What is talked about: bills by their numbers; what was charged on them is told as a sum."""
    ending = next((old for old in card.agreements if old.number == replaced), None)
    inside = [item for item in freed(card.items, ending, card.as_of) if item.entry_id in named]
    bills = [item for item in inside if item.kind not in CHARGES]
    return Claim(
        language=card.language,
        country=card.country,
        currency=card.currency,
        covered=tuple(Bill(item.voucher, item.due) for item in bills),
        left_out=tuple(_left_out(card, named, replaced)) if named else (),
        creditor=card.creditor,
        pay_by=card.pay_by,
        charged=coverage.total(item for item in inside if item.kind in CHARGES) if bills else coverage.total(()),
    )


def _left_out(card: Card, named: frozenset[int], replaced: str) -> list[tuple[str, coverage.LeftOut | None]]:
    """The bills that are overdue and not in it, each with why; None where the customer chose so."""
    return [
        (item.voucher, _why(item, card, replaced))
        for item in card.items
        if item.entry_id not in named and item.days_overdue > 0 and item.kind not in CHARGES
    ]


def _why(item: Item, card: Card, replaced: str) -> coverage.LeftOut | None:
    return coverage.agreement_bar(item, creditor_id=card.creditor_id, currency=card.currency, superseded=replaced)
