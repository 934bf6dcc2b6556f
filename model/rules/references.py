"""The payment reference of an instalment: it tells the agreement and the instalment, and ends in its check digit.

A reference is 9, the number of the agreement, three digits for the instalment, and a check digit: 15 digits on the
Danish card 71, as many as the creditor agreed on with its bank for a Norwegian KID (15 unless set). Where a KID by
MOD11 has no check digit (it would be a hyphen) the leading 9 becomes 8, which always has one: what begins with either
belongs to an agreement.

>>> fik(17, 2, "82345678")
'+71<900000000170028+82345678<'
>>> read("900000000170028")
(17, 2)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from model.rules.identifiers import digits, fik_line, is_fik, is_kid, kid_mod10, kid_mod11, luhn_digit, parse_fik_line

_LENGTH = 15
_NUMBERS = "98"  # what a reference of ours begins with
_MOST = 999  # instalments


@dataclass(frozen=True, slots=True)
class PayTo:
    """Where a creditor is paid."""

    country: str
    account: str = ""
    fik_creditor: str = ""  # Danish creditor number
    kid_method: str = "mod10"
    kid_length: int = _LENGTH  # as agreed on with the bank


def pay_line(to: PayTo, agreement: int, no: int) -> str:
    """How to pay an instalment: the FIK line, account and KID, or the account alone; "" where nothing is known.

    >>> pay_line(PayTo("NO", "8601 11 17947"), 17, 0)
    '8601 11 17947 KID 900000000170002'
    >>> pay_line(PayTo("SE", "12345"), 17, 0)
    '12345'

    Raises:
        ValueError: the numbers do not fit into a reference.
    """
    if to.country == "DK" and re.fullmatch("8[0-9]{7}", to.fik_creditor):
        return fik(agreement, no, to.fik_creditor)
    if to.country == "NO" and to.account:
        return f"{to.account} KID {kid(agreement, no, to.kid_method, to.kid_length)}"
    return to.account


def fik(agreement: int, no: int, creditor: str) -> str:
    """Return the Danish payment line of an instalment.

    Raises:
        ValueError: the numbers do not fit, or the creditor number is none.
    """
    payload = _payload(agreement, no, _LENGTH)
    return fik_line("71", payload + luhn_digit(payload), creditor)


def kid(agreement: int, no: int, method: str = "mod10", length: int = _LENGTH) -> str:
    """Return the Norwegian KID of an instalment.

    >>> kid(17, 2, "mod11"), kid(17, 2, length=9)
    ('900000000170025', '900170028')

    Raises:
        ValueError: the numbers do not fit into so many digits, or the method is neither mod10 nor mod11.
    """
    if method not in ("mod10", "mod11"):
        raise ValueError(f"KID method {method!r} is not known: mod10 or mod11")
    make = kid_mod10 if method == "mod10" else kid_mod11
    made = (make(_payload(agreement, no, length, first)) for first in _NUMBERS)
    return next(number for number in made if number)


def read(reference: str) -> tuple[int, int] | None:
    """Return the agreement and the instalment that a reference tells; None where it is none of ours.

    What else begins so (an invoice of a long number) is told apart by looking the agreement up.

    >>> read("+71<900000000170028+82345678<"), read("900000000170027"), read("123456782")
    ((17, 2), None, None)
    """
    line = parse_fik_line(reference)
    bare = line.reference if line else digits(reference)
    if not bare.startswith(tuple(_NUMBERS)) or not (is_fik(bare) or is_kid(bare)):
        return None
    agreement = int(bare[1:-4] or 0)
    return (agreement, int(bare[-4:-1])) if agreement else None


def _payload(agreement: int, no: int, length: int, first: str = _NUMBERS[0]) -> str:
    """The digits before the check digit."""
    room = length - 5
    if agreement < 1 or not 0 <= no <= _MOST or len(str(agreement)) > room:
        raise ValueError(f"instalment {no} of agreement {agreement} does not fit into a reference of {length} digits")
    return f"{first}{agreement:0{room}}{no:03}"
