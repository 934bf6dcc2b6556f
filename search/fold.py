"""One spelling for many: what was typed and what was stored are folded by the same rules before they meet.

Danes and Norwegians write the same name with ø, o or oe, with å, a or aa, with æ or ae; Swedes and Germans bring ö and
ä. Keeping æ as `ae` (and not as `a`) stays monotone while one types: `kja` still finds `kjaer`.
"""

import re
import unicodedata
from functools import lru_cache

_LONGEST = 32
"""Letters or digits kept of a word: longer than any name, far shorter than what an index refuses."""

_LETTERS = str.maketrans(
    {"æ": "ae", "ǽ": "ae", "ä": "ae", "ø": "o", "ǿ": "o", "ö": "o", "œ": "o", "å": "a"}
    # Letters with no accent that could be taken off.
    | {"ß": "ss", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ŧ": "t", "ŋ": "n", "ħ": "h", "\u0131": "i", "ĸ": "k"}
    | dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'")
)
_ACCENTS = re.compile("[\u0300-\u036f]+")
_LEGAL_FORM = re.compile(r"\b([aikp])/s\b")
_WORD = re.compile("[a-z]+|[0-9]+")


def fold(text: str) -> str:
    """The words of a text in their common spelling, a space between them.

    Letters and digits part, since a house is 12B or 12 B.

    >>> fold("Ærøskøbing Møbler A/S"), fold("AEROESKOEBING MOEBLER AS")
    ('aeroskobing mobler as', 'aeroskobing mobler as')
    >>> fold("Kåre Aaberg, c/o O'Brien, Åvej 12B")
    'kare aberg c o obrien avej 12 b'
    """
    return "".join(map(_fold_word, text.split()))[:-1]


def words(text: str) -> list[str]:
    """The folded words of a text, in its order.

    >>> words("René Müller-Götz")
    ['rene', 'muller', 'gotz']
    """
    return fold(text).split()


@lru_cache(maxsize=16384)  # a million customers share their names, streets and cities; a desk runs for weeks
def _fold_word(text: str) -> str:
    """What stands between two spaces, folded into words that each end with a space."""
    if text.isdecimal() and text.isascii():
        return f"{text[:_LONGEST]} "
    text = text.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_LETTERS)
        if not text.isascii():
            text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower()
    if "/" in text:
        text = _LEGAL_FORM.sub(r"\1s", text)
    text = text.replace("'", "")
    # Until nothing changes: `aaa` and `oee` must not fold further when folded again.
    while "aa" in text:
        text = text.replace("aa", "a")
    while "oe" in text:
        text = text.replace("oe", "o")
    return "".join(f"{word[:_LONGEST]} " for word in _WORD.findall(text))


def digits(text: str) -> str:
    """The digits 0 to 9 of a text.

    >>> digits("+45 22 33 44 55")
    '4522334455'
    """
    return "".join(re.findall("[0-9]+", text))
