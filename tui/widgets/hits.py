"""The customers that the finder offers, dropping down under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.geometry import Region
from textual.reactive import var
from textual.strip import Strip

from model.text import plain
from tui.found import state_words, through_words, wrong_words
from tui.widgets.lines import DOT, Line, Lines, at, cut, fit, one_cell_each, width_of
from tui.wording import _
from tui.wording import phone as phone_words

ROWS = 10
"""As many are offered; the list keeps its height while one types, so that nothing jumps."""

_TOLD = 20  # cells of a text that was typed, when it is told again
_LEAST = 2  # digits that are worth an underline


@dataclass(frozen=True, slots=True)
class Offer:
    """A customer to open. `left` tells what was typed for them and not recorded.

    The rest tells why they answer: the parts to underline, what was typed of a number, what answered and its kind where
    that is not in the line already, whose telephone it is, whether that contact person or address is a former one and
    the telephone of the line is marked wrong, whether a whole number is exactly what was typed, and whether only what
    was read into mistyped words answers; last, of a merged customer, the number and the id of whose account goes on.
    """

    customer_id: int
    number: str
    name: str
    address: str = ""
    phone: str = ""
    status: str = ""
    left: str = ""
    name_marks: tuple[tuple[int, int], ...] = ()
    address_marks: tuple[tuple[int, int], ...] = ()
    number_marks: tuple[tuple[int, int], ...] = ()
    typed: str = ""
    through: str = ""
    through_kind: str = ""
    through_marks: tuple[tuple[int, int], ...] = ()
    person: str = ""
    former: bool = False
    phone_wrong: bool = False
    exact: bool = False
    doubtful: bool = False
    merged_into: str = ""
    living: int | None = None

    @property
    def opens(self) -> int:
        """Whose card Enter opens: of a merged customer that of the living one, unless something was left here."""
        return self.customer_id if self.left or self.living is None else self.living

    @property
    def stale(self) -> bool:
        """Whether they have it no more, the telephone or what else they answer through."""
        return self.former or (self.phone_wrong and self.through_kind == "phone")

    @property
    def merged_words(self) -> str:
        """What is said above the entry line when another's card opens."""
        if self.opens == self.customer_id:
            return ""
        return _("{number} was merged into {living}").format(number=self.number, living=self.merged_into)


class Hits(Lines):
    """A list that repaints only the lines that changed: a key costs what differs, the cursor two lines."""

    moved = False
    """Whether the agent chose, or was asked to: Enter opens the one under the cursor then."""
    cursor: var[int] = var(0)  # repaints two lines, not the list

    def __init__(self, *, id: str) -> None:  # noqa: A002  Textual's name for it
        super().__init__(id=id)
        self.offers: tuple[Offer, ...] = ()
        self._holders: list[Offer] = []
        self._foot = ""

    @property
    def chosen(self) -> Offer | None:
        """The one under the cursor."""
        return self.offers[self.cursor] if self.cursor < len(self.offers) else None

    @property
    def meant(self) -> Offer | None:
        """Whom Enter opens: who has the number that was typed in full, else the one under the cursor.

        Nobody where several have it and none was chosen: to open the first would tell one of them of another's debt.
        """
        if self.moved:
            return self.chosen
        return None if len(self._holders) > 1 else next(iter(self._holders), self.chosen)

    def offer(self, offers: Sequence[Offer], foot: str) -> None:
        """Offer these customers; `foot` says what they are."""
        self.offers = tuple(offers[:ROWS])
        self._holders = holders(offers)
        self._foot = foot
        self.cursor = 0
        self.moved = False
        self.redraw()

    def ask(self) -> bool:
        """Where several have the number, say so, and whether it was said: the next Enter opens the chosen one."""
        if self.moved or len(self._holders) < 2:  # noqa: PLR2004  several
            return False
        self.moved = True
        self.cursor = self.offers.index(self._holders[0])
        self._foot = holders_words(self._holders)
        self.redraw()
        return True

    def move(self, by: int) -> None:
        """Choose another one."""
        self.moved = True
        self.cursor = max(0, min(self.cursor + by, len(self.offers) - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Repaint who it left and who it came to: the ends of their lines stay as they are."""
        rows = [y for y in (old, new) if y < len(self.offers)]
        lit = [self._lit(y) if one_cell_each(at(self._shown, y)) else self.size.width for y in rows]
        self.refresh(*(Region(0, y, width, 1) for y, width in zip(rows, lit, strict=True)))

    def redraw(self) -> None:
        """Draw for the width."""
        width = self.size.width or 80
        rows: list[Line] = [offer_line(offer, width) for offer in self.offers]
        rows += [()] * (ROWS - len(rows))
        self.show([*rows, ((" " + fit(self._foot, width - 2), "muted"),)])

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.redraw()

    def render_line(self, y: int) -> Strip:
        """A customer; who is under the cursor is reversed."""
        line = self.painted(at(self._shown, y))
        if y != self.cursor or not self.offers:
            return line
        lit = self._lit(y)
        return Strip.join([self.painted(at(self._shown, y), "cursor").crop(0, lit), line.crop(lit)])

    def _lit(self, y: int) -> int:
        """Cells that the cursor reverses: number and name."""
        number, name, _phone = columns(self.offers[y], self.size.width or 80)
        return number + name + 1


def holders(offers: Sequence[Offer]) -> list[Offer]:
    """The customers whose number is exactly what was typed; a merged one and the living one are one."""
    found: dict[int, Offer] = {}
    for offer in offers:
        if offer.exact and not offer.stale:
            found.setdefault(offer.opens, offer)
    return list(found.values())


def columns(offer: Offer, width: int) -> tuple[int, int, int]:
    """How wide number, name and telephone of a customer are; what lies between is for the rest."""
    number = max(9, cell_len(offer.number) + 1)
    if offer.left:
        return number, min(28, max(width // 3, 12)), 0
    phone = max(13, cell_len(ringing(offer)) + 1)
    return number, max((width - number - phone - 2) * 9 // 20, 10), phone


def ringing(offer: Offer) -> str:
    """The telephone number of the line: the one that was typed, else the customer's first."""
    return phone_words(offer.through if offer.through_kind == "phone" else offer.phone)


def offer_line(offer: Offer, width: int) -> Line:
    """A customer as a line: number, name, where, telephone; or what was left unrecorded.

    What answered is underlined. The number it was found by stands before the address, a telephone in its own column;
    before both what kind of customer it is, where that is not the usual one.
    """
    number, name, phone = columns(offer, width)
    if offer.left:
        rest = fit(offer.left, max(width - number - name - 3, 0))
        return ((" " + fit(offer.number, number), "key"), (fit(offer.name, name), "strong"), (" " + rest, "warn"))
    by_phone = offer.through_kind == "phone"
    ring = ringing(offer)
    where = max(width - number - name - phone - 3, 0)
    state = state_words(offer.status, offer.merged_into)
    wrong = cut(((f" {wrong_words(wrong=True)}", "warn"),), where) if offer.phone_wrong else ()
    where -= width_of(wrong)
    before: Line = ((f"{state}{DOT}" if state else "", "warn"), *_through(offer))
    before = cut(before, where)
    left = where - width_of(before)
    return (
        *marked(offer.number, _own(offer), number, "key", " "),
        *marked(offer.name, offer.name_marks, name, "strong"),
        (" ", "strong"),  # as the name: a change of style costs more bytes than the space itself
        *before,
        *marked(offer.address, offer.address_marks, left),
        *wrong,
        *marked(ring, digit_marks(ring, offer.typed if by_phone else ""), phone, "muted", right=True),
    )


def _own(offer: Offer) -> tuple[tuple[int, int], ...]:
    """What is underlined in the customer's own number."""
    return offer.number_marks or digit_marks(offer.number, "" if offer.through else offer.typed)


def _through(offer: Offer) -> Line:
    """Through what they were found, where the line does not show it, with a dot behind it."""
    by = offer.through and through_words(offer.through_kind, offer.through, offer.person, former=offer.former)
    if not by:
        return ()
    begin = max(by.rfind(offer.through), 0)
    marks = [(begin + first, begin + last) for first, last in offer.through_marks]
    if offer.through_kind != "phone":
        marks = marks or list(digit_marks(by, offer.typed))
    return (*marked(by, marks, cell_len(by)), (DOT, ""))


def marked(
    text: str, marks: Sequence[tuple[int, int]], width: int, style: str = "", before: str = "", *, right: bool = False
) -> Line:
    """A text fitted into a width, behind what stands before it, with the parts from ... up to underlined.

    >>> marked("Marie Sørensen", [(6, 9)], 12, "strong")
    (('Marie ', 'strong'), ('Sør', 'strong mark'), ('en…', 'strong'))
    """
    fitted = fit(text, width, right=right)
    if not marks:
        return ((before + fitted, style),) if before or fitted else ()
    kept = fitted.removesuffix("…") if cell_len(text) > width else text
    begin = len(before) + (fitted.find(kept) if right else 0)
    fitted = before + fitted
    spans: list[tuple[str, str]] = []
    done = 0
    for first, last in ((begin + min(place, len(kept)) for place in mark) for mark in marks):
        if done <= first < last:
            spans += [(fitted[done:first], style), (fitted[first:last], f"{style} mark".strip())]
            done = last
    return tuple(span for span in (*spans, (fitted[done:], style)) if span[0])


def digit_marks(shown: str, typed: str) -> tuple[tuple[int, int], ...]:
    """Where a number as it is written holds what was typed, or its digits without the country or zeros before them.

    >>> digit_marks("+45 22334455", "22 33 44"), digit_marks("91031", "000091031"), digit_marks("invoice 91031", "103")
    (((4, 10),), ((0, 5),), ((9, 12),))
    >>> digit_marks("+45 22334455", "004522334455"), digit_marks("10233", "Vej 5")
    (((1, 12),), ())
    >>> digit_marks("invoice INV-2026/42", "inv-2026/42"), digit_marks("invoice INV-2026/42", "jens 202642")
    (((8, 19),), ((12, 19),))
    """
    if len(typed) < _LEAST:
        return ()
    if (at := shown.lower().find(typed.lower())) >= 0:
        return ((at, at + len(typed)),)
    places = [at for at, c in enumerate(shown) if c.isdecimal()]
    digits = "".join(shown[at] for at in places)
    given = "".join(c for c in typed if c.isdecimal())
    for part in (given, given.lstrip("0"), given.lstrip("0")[2:]):
        if len(part) >= _LEAST and (at := digits.find(part)) >= 0:
            return ((places[at], places[at + len(part) - 1] + 1),)
    return ()


def nobody_words(text: str, nearest: str = "") -> str:
    """What was looked for in vain: among all that a customer can be found by; and the nearest that is found."""
    if nearest:
        return _("Nobody has {text} · Enter looks for {nearest}").format(text=_quoted(text), nearest=_quoted(nearest))
    return _("Nobody has {text} in name, address, e-mail, phone or number").format(text=_quoted(text))


def _quoted(text: str) -> str:
    return f"“{fit(plain(text), min(cell_len(plain(text)), _TOLD))}”"


def holders_words(found: Sequence[Offer]) -> str:
    """What stands under the list when Enter is not clear."""
    if len(found) > ROWS:
        return _("More than {count} have this number: choose with the arrow keys").format(count=ROWS)
    if any(offer.through_kind == "e-mail" for offer in found):
        return _("{count} have this e-mail address: choose with the arrow keys").format(count=len(found))
    return _("{count} have this number: choose with the arrow keys").format(count=len(found))


def found_words(count: int) -> str:
    """What stands under the list."""
    if count > ROWS:
        return _("There are more: type on · Enter opens · ↑ ↓ choose · Esc back")
    return _("Enter opens · ↑ ↓ choose · Esc back")
