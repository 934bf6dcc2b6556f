"""What an act would do, in words: where the money goes, what is left, what the figures are then."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from model.kinds import EntryKind
from model.records import Card
from model.rules.allocation import Part, part
from tui.wording import _, amount, counted, told, word

if TYPE_CHECKING:
    from model.foresight import Foreseen, Line

_COLUMN = 12


def foreseen_words(before: Card, foreseen: Foreseen) -> str:
    """What comes of an act, a line each: what it settles, what it adds, what is left, and the figures it changes."""
    after = foreseen.card
    lines = [f"! {foreseen.beyond}"] if foreseen.beyond else []
    lines += _changed(_("To collect"), before.figures.to_collect, after.figures.to_collect)
    lines += [_money(line) for line in foreseen.settled]
    lines += [_money(line) for line in foreseen.posted if line.amount > 0 and line.claim]
    if after.unallocated != before.unallocated:
        lines.append(f"{amount(after.unallocated):>{_COLUMN}} " + _("left as credit"))
    lines += _changed(_("Balance"), before.balance, after.balance)
    if after.days_overdue != before.days_overdue:
        lines.append(counted("Overdue {count} day then", "Overdue {count} days then", after.days_overdue))
    lines += [told(sentence) for sentence in foreseen.told]
    return "\n".join(lines) or _("changes no figure")


def _changed(figure: str, before: Decimal, after: Decimal) -> list[str]:
    if before == after:
        return []
    return [_("{figure} {after}, was {before}").format(figure=figure, after=amount(after), before=amount(before))]


def _money(line: Line) -> str:
    """An amount, and what it goes to; one that is open again bears a minus."""
    inside = part(line.kind)
    where = line.voucher or word(line.kind)
    if inside is not Part.PRINCIPAL:
        where = _("{kind} on {claim}").format(kind=word(line.kind), claim=line.claim or line.voucher)
    elif line.kind == EntryKind.REFUND:
        where = _("paid out")
    if line.amount < 0:
        where = _("{claim}, open again").format(claim=where)
    return f"{amount(line.amount):>{_COLUMN}} {where}"
