"""The numbers in what was typed, however they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from search.document import GRAM
from search.fold import digits, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

POSTCODE = 5  # digits up to which a number may as well be a postcode or a house number

_RUN = re.compile(r"\d[\d\s()./-]*")  # digits that may be one number
_PHONE = 8  # digits of a number that is written in parts
_ABROAD = re.compile("^(?:(?:00)?4[57]|00)")
_LONG = 10  # digits from which on a country code may stand in front
_ZERO = re.compile(r"(?<=[0-9])\s*\(0\)")
"""What is left out where the country's code stands before it: `+46 (0)70`."""
_PAYMENT = re.compile(r"\W*(?:71\W*([0-9]{15})|75\W*([0-9]{16}))\W+8[0-9]{7}\W*")
"""A Danish payment line: card, reference and creditor, with their signs or without."""
_PARTS = re.compile(r"[/,;|&]+|[^\W\d_]+|\s+(?=[+])|(?<=[0-9]{8})\s+(?=[0-9]{8})")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL = re.compile(
    r"(?:faktura|invoice|regning|bilag|voucher|kunde|customer|debitor|konto)(?:ens|s)?[\s-]*"
    r"(?:nr|no|nummer|number|id)?\b[.:#\s]*(?=\S*[0-9])",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[^\W\d_]{0,4}[\W_]*[0-9][0-9\W_]*[^\W\d_]{0,5}")
_DIGITS = re.compile(r"[fF]?[0-9\W_]+")
_ZEROS = re.compile("^([a-z]*)0+(?=[0-9])")
_MOST_PARTS = 4  # numbers of a text that are looked for


def variants(text: str) -> list[str]:
    """The ways to read the digits of a text, the longest first and each the end of the one before.

    Fewer than four digits are a number only where no word stands with them.

    >>> variants("+45 22 33 44 55"), variants("F1042"), variants("000000000001031")
    (['4522334455', '22334455'], ['1042'], ['000000000001031', '0000000001031', '1031'])
    >>> variants("+71<000000000001031+82345678<")[-1], variants("71 000000000001031 82345678")[-1]
    ('1031', '1031')
    >>> variants("+45 (0) 22334455"), variants("070 1234567")
    (['4522334455', '22334455'], ['0701234567', '701234567'])
    >>> variants("842"), variants("F842"), variants("00731"), variants("gade 12")
    (['842'], ['842'], ['00731', '731'], [])
    """
    if payment := _PAYMENT.fullmatch(text):
        text = payment[1] or payment[2]
    elif "<" in text:  # of a payment line that is not whole, too, only the reference is the customer's
        text = max(re.findall("[0-9]+", text), key=len, default="")
    typed = digits(_ZERO.sub("", text))
    found = [typed]
    if len(typed) >= _LONG:
        found.append(_ABROAD.sub("", typed))
    found.append(found[-1].lstrip("0"))
    least = GRAM if _LETTER.search(text[1:]) else 1
    return [number for number in dict.fromkeys(found) if len(number) >= least]


def several(text: str) -> list[str]:
    """The numbers of a text that holds more than one, none of them so short that strangers have it, too.

    >>> several("22 33 44 55 / 86 12 34 56"), several("22334455 86123456"), several("+45 22334455 +46701234567")
    (['22 33 44 55', '86 12 34 56'], ['22334455', '86123456'], ['+45 22334455', '+46701234567'])
    >>> several("+45 22 33 44 55"), several("INV-2026/0099"), several("+71 000000000001031 +82345678")
    ([], [], [])
    """
    if "<" in text or _PAYMENT.fullmatch(text):  # the creditor's number is no customer's
        return []
    found = [part.strip() for part in _PARTS.split(text) if len(digits(part)) > GRAM]
    return found[:_MOST_PARTS] if len(found) > 1 else []


def named(text: str) -> str:
    """What is one number of a customer or a voucher: by a word that says so, or by the letters written with it.

    Nothing where it is digits alone, which any kind of number may answer.

    >>> named("faktura nr. 842"), named("Kundenr 17"), named("k-00123"), named("invoice A-17"), named("INV 2026/42")
    ('842', '17', 'k-00123', 'A-17', 'INV 2026/42')
    >>> named("842"), named("vestergade 12"), named("K 1 B 2")
    ('', '', '')
    """
    written = _LABEL.sub("", text)
    return written if _NAMED.fullmatch(written) and not _DIGITS.fullmatch(text) else ""


def alike(number: str) -> str:
    """One spelling of a number with letters: without signs, and zeros that fill it up.

    >>> alike("K-00123"), alike("k 123"), alike("00731"), alike("INV-2026/0042")
    ('k123', 'k123', '731', 'inv20260042')
    """
    return _ZEROS.sub(r"\1", fold(number).replace(" ", ""))


def number_in(text: str) -> str:
    """What is most likely a number in a text with words: four digits in a row, and what is written in one with them.

    >>> number_in("INV-2026/0099"), number_in("marie K-00124 k"), number_in("b1234@c.dk")
    ('INV-2026/0099', 'K-00124', '')
    """
    found = [part for part in text.split() if re.search("[0-9]{4}", part) and "@" not in part]
    return max(found, key=lambda part: len(digits(part)), default="")


def number_among(text: str, typed: Sequence[str]) -> str:
    """The numbers in a text of words: digits that belong together; none where they are those of an address.

    >>> number_among("tlf 22 33 44 55", ["tlf"]), number_among("faktura 1042", ["faktura"])
    ('22 33 44 55', '1042')
    >>> number_among("22 33 44 55 eller 86123456", ["eller"])
    '22 33 44 55 / 86123456'
    >>> number_among("marie holm gade 12 5000 odense", ["marie", "holm"]), number_among("gade 12 8000", ["gade"])
    ('', '')
    """
    runs: list[str] = [run.strip(" -./") for run in _RUN.findall(text)]
    sizes = {run: len(digits(run)) for run in runs}
    long = [run for run in runs if sizes[run] >= _PHONE or (sizes[run] > POSTCODE and run.isdecimal())]
    if not long and len(runs) == 1 and sum(word.isalpha() for word in typed) == 1:
        long = [run for run in runs if sizes[run] >= GRAM and run.isdecimal()]
    return " / ".join(long)
