"""What the register and the lookup tell of customers, as lines of the desk's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.widgets.hits import Offer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from search.finder import Hit

_PART_OF_NUMBER = 0.95
"""The score above which the number that answered is the one that was typed, not a longer one."""

_DOUBTED = 0.9
"""The score below which what was typed is not what the customer has: a slip in a short word, or a word too many."""


def offered(hits: Iterable[Hit], text: str, today: date) -> list[Offer]:
    """The customers found for a text on a day: what a contact person or an address was until then is a former one."""
    return [
        Offer(
            hit.customer_id,
            hit.number,
            hit.name,
            hit.address,
            hit.phone,
            hit.status,
            name_marks=hit.name_marks,
            address_marks=hit.address_marks,
            number_marks=hit.number_marks,
            typed=hit.typed,
            through=hit.through,
            through_kind=hit.through_kind,
            through_marks=hit.through_marks,
            person=hit.person,
            former=hit.former(today),
            phone_wrong=hit.phone_wrong,
            exact=hit.number == text.strip() or bool(hit.typed and hit.score > _PART_OF_NUMBER),
            doubtful=hit.score < _DOUBTED,
            merged_into=hit.merged_into,
            living=hit.living,
        )
        for hit in hits
    ]
