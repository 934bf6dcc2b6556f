"""What Tab makes of the word that is being typed."""

from __future__ import annotations

from functools import cache

from model.records import Card
from tui.phrases.vocabulary import LANGUAGES

_OFFERED = 8
_HIDDEN = frozenset(
    {"not", "if", "other", "filler", "lead", "risky_weekday", "at", "for", "in", "over", "sep", "ordinal", "lacking"}
)
_ACTS = (
    "promise",
    "pays",
    "outcome",
    "paid",
    "defer",
    "dispute",
    "plan",
    "ring",
    "waive",
    "new_phone",
    "moved",
    "freq",
)


@cache
def _spellings(language: str) -> tuple[str, ...]:
    """What can be completed in a language: acts first, then days and the rest, the shorter before the longer."""
    table = LANGUAGES[language]
    found: dict[str, int] = {}
    for key, spellings in table.items():
        kind = key.partition(":")[0]
        if kind not in _HIDDEN:
            for spelling in spellings.split("|"):
                found.setdefault(spelling, _ACTS.index(kind) if kind in _ACTS else len(_ACTS))
    return tuple(sorted(found, key=lambda spelling: (found[spelling], len(spelling), spelling)))


def completions(text: str, card: Card) -> tuple[str, ...]:
    """Whole lines that the text may become, the likeliest first: the customer's language before the others.

    The last words are completed, as many as begin a known phrase; numbers become those of open invoices and agreements.
    """
    begun = text.lower()
    words = text.split()
    if not words or text[-1].isspace():
        return ()
    order = sorted(LANGUAGES, key=lambda language: language != card.language)
    named = [item.voucher for item in card.items if item.voucher] + [a.number for a in card.agreements]
    pool = [*named, *(spelling for language in order for spelling in _spellings(language))]
    found: dict[str, None] = {}
    for count in range(min(3, len(words)), 0, -1):
        head, tail = _cut(begun, count)
        for spelling in pool:
            if spelling.lower().startswith(tail) and spelling.lower() != tail:
                found[text[:head] + spelling] = None
    return tuple(found)[:_OFFERED]


def _cut(text: str, count: int) -> tuple[int, str]:
    """Where the last words begin, and what they are."""
    at = len(text)
    for _ in range(count):
        at = text.rstrip().rfind(" ", 0, at) if at > 0 else -1
    return at + 1, text[at + 1 :]
