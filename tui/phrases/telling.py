"""What readings of everything but arrangements mean: says paid, disputes, calls, people, contact data, tasks."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from model.kinds import ContactKind, CustomerStatus, Outcome, Speaker, TaskKind
from model.proposals import (
    ContactProposal,
    DeferralProposal,
    DisputeProposal,
    NoteProposal,
    OutcomeProposal,
    PartyProposal,
    Proposal,
    SpecialProposal,
    TaskProposal,
    TraceProposal,
    Waived,
    WaiverProposal,
    WithdrawalProposal,
)
from model.records import Item, PromiseInfo
from tui.phrases import arranging, build
from tui.phrases.asking import NoReading, Scene
from tui.phrases.numbers import Money
from tui.phrases.tokens import Value
from tui.wording import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui.phrases.grammar import Node

_SPEAKERS = {"guardian": Speaker.GUARDIAN, "bookkeeper": Speaker.BOOKKEEPER, "estate": Speaker.ESTATE}
_FEW = 3  # words: "1042 ikke"
_AMOUNT = 32  # a bare number below this is a count or a day
_VOUCHER = 3  # digits: a number after "bestrider" that is long enough to be an invoice


def traced(scene: Scene, node: Node) -> list[Proposal]:
    """Says that it is paid: when, how much, how."""
    day, money, how = node.first("day"), node.first("amount"), node.first("tail") or node.first("means")
    if any(len(list(node.values(kind))) > 1 for kind in ("day", "amount")):
        raise NoReading
    value = money.value if money else None
    said = value if isinstance(value, Money) else None
    scene.promised += said.amount if said else 0  # what is "the rest" after it
    if said and not said.marked and said.amount < _AMOUNT:
        raise NoReading
    return [
        TraceProposal(
            scene.card.customer_id,
            paid_on=scene.past(day) if day else None,
            amount=said.amount if said else None,
            currency=(said.currency or scene.card.currency) if said else "",
            how=scene.spelt(how).strip('" ') if how else "",
            twice=node.first("double") is not None,
            entry_ids=_ids(scene.items(node)),
            basis=scene.card.basis,
        )
    ]


def deferred(scene: Scene, node: Node) -> list[Proposal]:
    """Asks for time until a day."""
    day = node.first("day") or node.first("period")
    until = scene.coming(day) if day else scene.ask(("until", 0), _("until which day?"), arranging.soon(scene.today))
    build.arrangeable(scene.card)
    return [DeferralProposal(scene.card.customer_id, until, _ids(scene.items(node)), scene.card.basis)]


def disputed(scene: Scene, node: Node) -> list[Proposal]:
    """Does not accept an invoice; asked which where it is not said and there is more than one."""
    words = node.first("words")
    reason = str(words.value).strip(" :-.,") if words else ""
    if words and _denied(scene, node, words):
        raise NoReading
    if words and _promises(scene, words):
        scene.ask(("reason", words.start), _("“{words}”: is that the reason?").format(words=reason), ["yes"])
    items = scene.items(node) or _mentioned(scene, words)
    if items is None:
        head, _space, rest = reason.partition(" ")
        unknown = head.isdigit() and len(head) >= _VOUCHER
        reason = rest if unknown else reason
        items = (_which(scene, head if unknown else ""),)
    mine = node.first("not_mine") or node.first("not_mine_bare")
    if words is None and mine:
        reason = scene.spelt(mine)
    return [DisputeProposal(scene.card.customer_id, item.entry_id, reason, scene.card.basis) for item in items]


def _mentioned(scene: Scene, words: Value | None) -> tuple[Item, ...] | None:
    """The one invoice named in the reason: bestrider renter på 1031."""
    if words is None or scene.lattice.line[words.start].quoted:
        return None
    named = [value.value for at in range(words.start, words.end) for value in scene.lattice.of("invoice", at)]
    found = [item for item in named if isinstance(item, Item)]
    return (found[0],) if len(found) == 1 else None


def _denied(scene: Scene, node: Node, words: Value) -> bool:
    """`bestrider ikke 1042`, `1042 bestrides ikke`: no dispute. `bestrider 1042, ikke leveret` is one."""
    line = scene.lattice.line
    negated = not line[words.start].quoted and bool(scene.lattice.of("not", words.start))
    said_of_what = node.first("invoice") is not None and words.end - words.start > 1
    if scene.lattice.of("not", words.end - 1) and words.end - words.start <= _FEW and _mentioned(scene, words):
        return True
    return negated and not said_of_what and line[words.start - 1].text not in (",", ":", ";")


def _promises(scene: Scene, words: Value) -> bool:
    """Whether more than a reason stands in the words: a promise with a figure, which must not be swallowed."""
    if scene.lattice.line[words.start].quoted:
        return False
    kinds = [scene.lattice.at[at].keys() for at in range(words.start, words.end)]
    return any({"promise", "pays", "ring"} & here for here in kinds) and any({"amount", "day"} & here for here in kinds)


def _which(scene: Scene, unknown: str) -> Item:
    undisputed = [item for item in scene.card.items if not item.disputed]
    if len(undisputed) == 1 and not unknown:
        return undisputed[0]
    text = _("which invoice?")
    if unknown:
        text = _("{number} is not open on this account: which invoice?").format(number=unknown)
    if not undisputed:
        raise build.Refused(_("no open invoice is left to dispute"))
    return scene.ask(("which", 0), text, undisputed)


def came_out(scene: Scene, node: Node) -> list[Proposal]:
    """What came of the call."""
    outcome, phone, text = node.first("outcome"), node.first("phone"), node.first("tail")
    if outcome is None:
        _abbreviated(scene, next(node.leaves()))
        return [OutcomeProposal(scene.card.customer_id, Outcome.NO_ANSWER)]
    return [
        OutcomeProposal(
            scene.card.customer_id,
            Outcome(str(outcome.value)),
            text=str(text.value).strip(" :-.,") if text else "",
            phone=str(phone.value) if phone else "",
        )
    ]


def _abbreviated(scene: Scene, said: Value) -> None:
    """`IS` is "intet svar"; within a sentence it is the English verb.

    Raises:
        NoReading: it is.
    """
    if said.end == len(scene.lattice.line) or not scene.spelt(said).islower():
        return
    after = scene.lattice.at[said.end].keys()
    if scene.lattice.line[said.end].word and not {"ring", "outcome", "sep"} & after:
        raise NoReading


def ring_back(scene: Scene, node: Node) -> list[Proposal]:
    """The agent is to ring again."""
    on, at = _moment(scene, node)
    about, whom = node.first("words"), node.first("relative")
    parts = [scene.spelt(whom) if whom else "", str(about.value) if about else ""]
    text = " ".join(part for part in parts if part)
    return [TaskProposal(scene.card.customer_id, TaskKind.CALL_BACK, on, at, text)]


def expected(scene: Scene, node: Node) -> list[Proposal]:
    """Somebody will ring by themselves: not rung before that."""
    on, at = _moment(scene, node)
    caller = node.first("relative")
    who = scene.spelt(caller) if caller else ""
    outcome = Outcome.SPOKE
    return [OutcomeProposal(scene.card.customer_id, outcome, caller=who, expected_on=on, expected_at=at)]


def unsure(scene: Scene, node: Node) -> list[Proposal]:
    """`ringer fredag`: does not say who rings."""
    key = ("unsure", next(node.leaves()).start)
    ours = scene.ask(key, _("who rings: the customer, or we?"), ["customer", "we"]) == "we"
    return ring_back(scene, node) if ours else expected(scene, node)


def party(scene: Scene, node: Node) -> list[Proposal]:
    """Somebody other than the debtor speaks."""
    relation, text = node.first("relative"), node.first("tail")
    authorised = True if node.first("proxy") else False if node.first("no_proxy") else None
    speaker = _SPEAKERS.get(str(relation.value) if relation else "", Speaker.THIRD_PARTY)
    if authorised and speaker is Speaker.THIRD_PARTY:
        speaker = Speaker.PROXY
    words = str(text.value).strip(" :-.,") if text else ""
    return [
        PartyProposal(scene.card.customer_id, speaker, scene.spelt(relation) if relation else "", authorised, words)
    ]


def special(scene: Scene, node: Node) -> list[Proposal]:
    """Death, bankruptcy, debt settlement."""
    relation, day, name = node.first("relative"), node.first("day"), node.first("tail")
    if relation is not None and relation.value != "man":
        text = _("who has died: the customer, or {who}?").format(who=scene.spelt(relation))
        scene.ask(("dead", relation.start), text, ["customer"])
    found = next(kind for kind in ("dead", "bankrupt", "settlement") if node.first(kind))
    status = {
        "dead": CustomerStatus.DECEASED,
        "bankrupt": CustomerStatus.BANKRUPT,
        "settlement": CustomerStatus.DEBT_SETTLEMENT,
    }[found]
    on = scene.past(day) if day else None
    return [SpecialProposal(scene.card.customer_id, status, on, str(name.value).strip(" :-.,") if name else "")]


def contact(scene: Scene, node: Node) -> list[Proposal]:
    """New contact data, pending."""
    day = node.first("day")
    effective = scene.nearest(day) if day else None
    for kind, field in (("phone", ContactKind.PHONE), ("email_address", ContactKind.EMAIL)):
        if value := node.first(kind):
            return [ContactProposal(scene.card.customer_id, field, str(value.value), effective)]
    words = node.first("words")
    if words and scene.lattice.of("lacking", words.start):
        raise NoReading  # `ny adresse kommer`
    value_ = str(words.value).strip(" :-.,") if words else ""
    return [ContactProposal(scene.card.customer_id, ContactKind.ADDRESS, value_, effective)]


def waived(scene: Scene, node: Node) -> list[Proposal]:
    """Fees or interest waived: those named, else all that are open."""
    what = Waived.REMINDER_FEE if node.first("fee") else Waived.INTEREST
    items = scene.items(node) or tuple(item for item in scene.card.items if item.kind == what)
    return [WaiverProposal(scene.card.customer_id, what, _ids(items), scene.card.basis)]


def withdrawn(scene: Scene, node: Node) -> list[Proposal]:
    """An open promise taken back: the one that was named, or the only one; asked where there are several."""
    open_ = [promise for promise in scene.card.promises if promise.state == "open"]
    named = node.first("promise_ref")
    chosen = named.value if named else open_[0] if len(open_) == 1 else None
    if not isinstance(chosen, PromiseInfo) or chosen not in open_:
        if not open_:
            raise build.Refused(_("no promise is open"))
        chosen = scene.ask("promise", _("which promise?"), open_)
    return [WithdrawalProposal(scene.card.customer_id, chosen.id, scene.card.basis)]


def to_do(scene: Scene, node: Node) -> list[Proposal]:
    """Something to follow up."""
    on, at = _moment(scene, node)
    words = node.first("words")
    text = str(words.value).strip(" :-.,") if words else ""
    return [TaskProposal(scene.card.customer_id, TaskKind.FOLLOW_UP, on, at, text)]


def noted(scene: Scene, node: Node) -> list[Proposal]:
    """What is said to be a note."""
    words = node.first("words")
    text = str(words.value).strip(" :-") if words else ""
    if not text:
        raise NoReading
    return [NoteProposal(scene.card.customer_id, text)]


def _moment(scene: Scene, node: Node) -> tuple[date, time | None]:
    """The day, today where none is said, and the hour where one is."""
    moment = node.within("moment")
    day = moment.first("day") if moment else None
    clock = moment.first("clock_time") if moment else None
    at = clock.value if clock and isinstance(clock.value, time) else None
    return scene.coming(day) if day else scene.today, at


def _ids(items: tuple[Item, ...] | None) -> tuple[int, ...]:
    return tuple(item.entry_id for item in items or ())


MEANINGS: dict[str, Callable[[Scene, Node], list[Proposal]]] = {
    "promised": arranging.promised,
    "agreed": arranging.agreed,
    "no_day": arranging.no_day,
    "no_sum": arranging.no_sum,
    "no_plan": arranging.no_plan,
    "traced": traced,
    "deferred": deferred,
    "no_until": deferred,
    "disputed": disputed,
    "came_out": came_out,
    "ring_back": ring_back,
    "expected": expected,
    "unsure": unsure,
    "party": party,
    "special": special,
    "contact": contact,
    "waived": waived,
    "withdrawn": withdrawn,
    "to_do": to_do,
    "noted": noted,
    "alone": arranging.alone,
}
"""What each act of the grammar means."""
