"""Customer data is hostile: what of a text may reach a terminal."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

_LONGEST = 4000  # a note of two screens; longer texts are documents and belong elsewhere


def plain(text: str, limit: int = _LONGEST) -> str:
    r"""One printable line: no control character, escape sequence, bidi override or line break.

    Every kind of white space becomes one space; what cannot be printed is dropped; letters are composed (NFC),
    since terminals and databases compare code points.

    >>> plain("Hr\x1b[31m \u202eHansen\n  A/S ")
    'Hr[31m Hansen A/S'
    >>> plain("a\u030arhus")
    'århus'
    """
    if text.isprintable() and len(text) <= limit and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text.strip()
    kept = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text[: limit * 4])
    # Composed last: what is dropped may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", " ".join(kept.split()))[:limit].rstrip()


def kroner(value: Decimal) -> str:
    """An amount in words for people, as the desk writes it.

    >>> kroner(Decimal("12300.5"))
    '12.300,50'
    """
    return f"{value:,.2f}".translate(_SWAPPED)


_SWAPPED = str.maketrans(",.", ".,")
