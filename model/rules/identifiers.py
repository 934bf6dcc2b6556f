"""Numbers with check digits: payment references (KID, FIK), company numbers (CVR, organisasjonsnummer), accounts.

* KID, Norway: 4 to 25 digits, the last one a check digit, MOD10 (Luhn) or MOD11 with the weights 2 to 7 from the
  right. Where MOD11 has the remainder 1 the check digit is printed as a hyphen: such a KID is read, never made.
* FIK, Denmark: `+71<15 digits+8 digits<`: card type, payment reference, creditor number, which begins with 8. Cards
  71 and 75 carry references of 15 and 16 digits that end in a Luhn check digit; card 73 carries none.
* CVR, Denmark: 8 digits, MOD11 with the weights 2 7 6 5 4 3 2 1. Production-unit numbers have no check digit.
* Organisasjonsnummer (9 digits) and kontonummer (11 digits), Norway: MOD11.

A MOD11 check digit of 10 does not exist, so some numbers cannot be made: the functions that make one return None.
python-stdnum has Luhn, CVR, organisasjonsnummer and kontonummer; it has neither KID nor FIK. It brings half the
standard library with it, so it is imported where it is used.
"""

import re
from itertools import cycle
from typing import NamedTuple

_KID_LENGTHS = range(4, 26)
_FIK_LENGTHS = {"71": 15, "75": 16, "73": 0}
_FIK_LINE = re.compile(r"[+>]?(?P<card>\d{2})<(?P<reference>\d{0,16})\+(?P<creditor>8\d{7})<?", re.ASCII)


class FikLine(NamedTuple):
    """The parts of a Danish payment line."""

    card: str
    reference: str  # empty on card 73
    creditor: str


def digits(text: str) -> str:
    """Return the digits 0 to 9 of a text and nothing else.

    >>> digits("+45 22 33 44 55")
    '4522334455'
    """
    return re.sub("[^0-9]", "", text)


def luhn_digit(payload: str) -> str:
    """Return the MOD10 (Luhn) check digit of a row of digits.

    >>> luhn_digit("12345678")
    '2'
    """
    from stdnum import luhn

    return luhn.calc_check_digit(_only_digits(payload))


def kid_mod10(payload: str) -> str:
    """Return the whole KID for a payload of 3 to 24 digits, with a MOD10 check digit.

    >>> kid_mod10("12345678")
    '123456782'
    """
    return _kid_payload(payload) + luhn_digit(payload)


def kid_mod11(payload: str) -> str | None:
    """Return the whole KID with a MOD11 check digit, None where that digit would be a hyphen.

    >>> kid_mod11("12345678")
    '123456785'
    >>> kid_mod11("0006") is None
    True
    """
    check = _mod11_digit(_kid_payload(payload))
    return None if check == "-" else payload + check


def is_kid(text: str) -> bool:
    """Tell whether a text is a KID by either check digit; spaces do not matter.

    >>> is_kid("1234 56782"), is_kid("123456785"), is_kid("123456789"), is_kid("0006-")
    (True, True, False, True)
    """
    kid = "".join(text.split())
    if len(kid) not in _KID_LENGTHS or not re.fullmatch("[0-9]+[0-9-]", kid):
        return False
    return kid[-1] in {luhn_digit(kid[:-1]), _mod11_digit(kid[:-1])}


def fik_digit(payload: str) -> str:
    """Return the check digit of a FIK reference.

    >>> fik_digit("00010001715672")
    '8'
    """
    return luhn_digit(payload)


def is_fik(text: str) -> bool:
    """Tell whether a text is a FIK reference (15 or 16 digits), or a payment line with one, whose check digit holds.

    >>> is_fik("000100017156728"), is_fik("+71<000100017156728+82345678<"), is_fik("000100017156723")
    (True, True, False)
    """
    line = parse_fik_line(text)
    reference = line.reference if line else "".join(text.split())
    return bool(re.fullmatch("[0-9]{15,16}", reference)) and luhn_digit(reference[:-1]) == reference[-1]


def fik_line(card: str, reference: str, creditor: str) -> str:
    """Return the payment line as it is written, with the reference filled up with zeros.

    The check digit of the reference is written as it came: `is_fik` tells whether it holds.

    >>> fik_line("71", "1031", "82345678")
    '+71<000000000001031+82345678<'
    >>> fik_line("73", "", "82345678")
    '+73<+82345678<'

    Raises:
        ValueError: an unknown card, a reference too long for it, or no creditor number.
    """
    length = _FIK_LENGTHS.get(card)
    if length is None:
        raise ValueError(f"payment card {card!r} is not known: one of {', '.join(sorted(_FIK_LENGTHS))}")
    if len(reference) > length or (reference and not re.fullmatch("[0-9]+", reference)):
        raise ValueError(f"reference {reference!r} must be at most {length} digits on card {card}")
    if not re.fullmatch("8[0-9]{7}", creditor):
        raise ValueError(f"creditor number {creditor!r} must be 8 digits that begin with 8")
    return f"+{card}<{reference.zfill(length)}+{creditor}<"


def parse_fik_line(text: str) -> FikLine | None:
    """Return the parts of a payment line, None where a text is none; spaces do not matter.

    >>> parse_fik_line("+71< 000000000001031 +82345678<")
    FikLine(card='71', reference='000000000001031', creditor='82345678')
    >>> parse_fik_line("1031") is None
    True
    """
    found = _FIK_LINE.fullmatch("".join(text.split()))
    if found is None or len(found["reference"]) != _FIK_LENGTHS.get(found["card"]):
        return None
    return FikLine(found["card"], found["reference"], found["creditor"])


def is_cvr(text: str) -> bool:
    """Tell whether a text is a Danish company number, with or without DK before it.

    >>> is_cvr("DK 13585628"), is_cvr("13585627")
    (True, False)
    """
    from stdnum.dk import cvr

    return cvr.is_valid(text)


def make_cvr(payload7: str) -> str | None:
    """Return the CVR number that begins with these 7 digits, None where there is none.

    >>> make_cvr("1358562")
    '13585628'

    Raises:
        ValueError: not 7 digits, or they begin with 0.
    """
    from stdnum.dk import cvr

    if not re.fullmatch("[1-9][0-9]{6}", payload7):
        raise ValueError(f"{payload7!r} must be 7 digits that do not begin with 0")
    return _completed(payload7, cvr.checksum(payload7 + "0"))


def is_orgnr(text: str) -> bool:
    """Tell whether a text is a Norwegian organisation number; spaces do not matter.

    >>> is_orgnr("988 077 917"), is_orgnr("988077918")
    (True, False)
    """
    from stdnum.no import orgnr

    return orgnr.is_valid(text)


def make_orgnr(payload8: str) -> str | None:
    """Return the organisation number that begins with these 8 digits, None where there is none.

    >>> make_orgnr("98807791")
    '988077917'

    Raises:
        ValueError: not 8 digits.
    """
    from stdnum.no import orgnr

    if not re.fullmatch("[0-9]{8}", payload8):
        raise ValueError(f"{payload8!r} must be 8 digits")
    return _completed(payload8, orgnr.checksum(payload8 + "0"))


def is_kontonr(text: str) -> bool:
    """Tell whether a text is a Norwegian account number of 11 digits; spaces and points do not matter.

    >>> is_kontonr("8601 11 17947"), is_kontonr("8601.11.17949")
    (True, False)
    """
    from stdnum.no import kontonr

    return len(digits(text)) == 11 and kontonr.is_valid(text)  # noqa: PLR2004 - the length is the rule


def _completed(payload: str, remainder: int) -> str | None:
    """Return a number with the last digit that makes its weighted sum a multiple of 11."""
    check = -remainder % 11
    return None if check == 10 else f"{payload}{check}"  # noqa: PLR2004


def _mod11_digit(payload: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(reversed(payload), cycle(range(2, 8)), strict=False))
    return "0123456789-"[-total % 11]


def _kid_payload(payload: str) -> str:
    if len(_only_digits(payload)) + 1 not in _KID_LENGTHS:
        raise ValueError(f"{payload!r} must be 3 to 24 digits")
    return payload


def _only_digits(payload: str) -> str:
    if not re.fullmatch("[0-9]+", payload):
        raise ValueError(f"{payload!r} must be digits only")
    return payload
