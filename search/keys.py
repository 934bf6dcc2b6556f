"""What PostgreSQL's index holds of a customer: words, their beginnings and digits, all as numbers.

To hold texts against one another is most of what a GIN index takes to build, so it is given none. Rows are written in
the server's own binary form: to read a row's hundred numbers as text takes it longer than to store them.
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct
from typing import TYPE_CHECKING

from search.document import GRAM
from search.lookup import INDEXED

if TYPE_CHECKING:
    from search.document import Document
    from search.lookup import Term

WHOLE, BEGUN, NAMED, NAME_BEGUN = range(4)
"""A word, the beginning of a word, and the same two within the name."""

_PRIME = 2**61 - 1

_KEY = Struct("!iq").pack  # its size before the number
_PIECE = Struct("!ii").pack
_HEAD = Struct("!hiqi").pack  # fields; size and value of the first; size of the second
_SIZE = Struct("!i").pack
_LIST = Struct("!6i").pack  # size; dimensions, has nulls, type; length, first place
_BIGINT, _INTEGER = 20, 23  # the server's types

SIGNATURE, END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
"""What stands before and behind rows that are copied."""


def key(kind: int, word: str) -> int:
    """A folded word as a number of eight bytes, its own up to eleven letters; longer ones hardly ever share one.

    >>> key(WHOLE, "bo"), key(BEGUN, "bo"), key(WHOLE, "0")
    (6864, 6865, 144)
    """
    return int(f"1{word}", 36) % _PRIME * 4 + kind


def piece(gram: str) -> int:
    """Digits as a number: four of them, or those of a short number behind its letter.

    >>> piece("0112"), piece("c112"), piece("x112")
    (112, 1000112, 2000112)
    """
    return int(gram) if gram.isdecimal() else ("cx".index(gram[0]) + 1) * 1_000_000 + int(gram[1:])


class _Pieces(dict[str, bytes]):
    """Pieces as they are copied, by grams; those of four characters are made once."""

    def __missing__(self, gram: str) -> bytes:
        packed = _PIECE(4, piece(gram))
        if len(gram) == GRAM:
            self[gram] = packed
        return packed


_PIECES = _Pieces()


def row(document: Document) -> bytes:
    """A customer as the server copies them: id, text, numbers, keys of the words (some of them twice) and pieces."""
    text, numbers = document.text.encode(), document.numbers.encode()
    keys = b"".join([*map(_anywhere, document.text.split()), *map(_in_name, document.name.split())])
    pieces = b"".join(map(_PIECES.__getitem__, document.grams()))
    return b"".join(
        (
            _HEAD(5, 8, document.id, len(text)),
            text,
            _SIZE(len(numbers)),
            numbers,
            _LIST(20 + len(keys), 1, 0, _BIGINT, len(keys) // 12, 1),
            keys,
            _LIST(20 + len(pieces), 1, 0, _INTEGER, len(pieces) // 8, 1),
            pieces,
        )
    )


def condition(term: Term, *, name_only: bool = False) -> tuple[str, list[object]]:
    """The condition that a customer holds a term, and its values.

    Long beginnings, of which a customer's keys have the first letters only, are read in the texts of those who have
    them. Folded words hold letters and digits only, so nothing in them means anything to an expression.
    """
    whole, begun = (NAMED, NAME_BEGUN) if name_only else (WHOLE, BEGUN)
    keys = [key(begun, start[:INDEXED]) for start in term.begins] + [key(whole, word) for word in term.words]
    if all(len(start) <= INDEXED for start in term.begins):
        return "words && ?::bigint[]", [keys]
    read = "split_part(text, chr(10), 1)" if name_only else "text"
    alike = "|".join([*term.begins, *(rf"{word}\M" for word in term.words)])
    return f"words && ?::bigint[] AND {read} ~ ?", [keys, rf"\m(?:{alike})"]


def _packed(whole: int, begun: int, word: str) -> bytes:
    keys = [key(whole, word), *(key(begun, word[:size]) for size in range(1, min(INDEXED, len(word)) + 1))]
    return b"".join([_KEY(8, one) for one in keys])


@lru_cache(maxsize=65536)  # a million customers share their words
def _anywhere(word: str) -> bytes:
    return _packed(WHOLE, BEGUN, word)


@lru_cache(maxsize=16384)
def _in_name(word: str) -> bytes:
    return _packed(NAMED, NAME_BEGUN, word)
