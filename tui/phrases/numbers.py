"""Numbers and amounts, in digits and in words: `1.500`, `1 500`, `1500,-`, `1,5k`, `femten hundre`, `halvannen tusen`.

A comma stands before øre, a point or a space before each three digits. `1,500` is two amounts, so it will be asked.
Numbers in words are Danish, Norwegian and English; a slip in one is never corrected, since it is money.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tui.phrases.tokens import Token, Value

MOST = Decimal("99999999.99")
_THOUSAND, _HUNDRED, _TEN, _TWENTY = 1000, 100, 10, 20
_GROUP = 3  # digits in a group of thousands
_ORE = 2  # digits of øre
_LONGEST = 9  # digits: more are an account or a payment reference

CURRENCIES = {"kr": "", "kroner": "", "krone": "", "kron": "", "dkk": "DKK", "nok": "NOK", "sek": "SEK"} | {
    "eur": "EUR", "euro": "EUR", "€": "EUR", "usd": "USD", "dollar": "USD", "$": "USD", "gbp": "GBP", "£": "GBP"
}  # fmt: skip
"""What is written beside an amount; "" is the krone of the account."""

_UNITS = (
    "nul:0 null:0 zero:0 en:1 et:1 ett:1 ein:1 one:1 to:2 two:2 tre:3 three:3 fire:4 four:4 fem:5 five:5 seks:6 six:6 "
    "syv:7 sju:7 seven:7 otte:8 åtte:8 eight:8 ni:9 nine:9"
)
_TEENS = (
    "ti:10 ten:10 elleve:11 eleven:11 tolv:12 twelve:12 tretten:13 thirteen:13 fjorten:14 fourteen:14 femten:15 "
    "fifteen:15 seksten:16 sixteen:16 sytten:17 seventeen:17 atten:18 eighteen:18 nitten:19 nineteen:19"
)
_TENS = (
    "tyve:20 tjue:20 twenty:20 tredive:30 tretti:30 thirty:30 fyrre:40 førti:40 forty:40 halvtreds:50 femti:50 "
    "fifty:50 tres:60 seksti:60 sixty:60 halvfjerds:70 sytti:70 seventy:70 firs:80 åtti:80 eighty:80 halvfems:90 "
    "nitti:90 ninety:90 halvtredsindstyve:50 tresindstyve:60"
)
_SCALES = (
    "hundrede:100 hundred:100 hundre:100 tusind:1000 tusen:1000 tusinde:1000 thousand:1000 "
    "halvanden:1.5 halvandet:1.5 halvannen:1.5 halvannet:1.5"
)
NUMERALS = {
    word: Decimal(value) for entry in (_UNITS + " " + _TEENS + " " + _TENS + " " + _SCALES).split()
    for word, _, value in [entry.partition(":")]
}  # fmt: skip
_LONGEST_NUMERAL = max(map(len, NUMERALS))
_AND = ("og", "and")
_ARTICLES = frozenset({"en", "et", "ett", "ein", "one"})


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as written. `currency` is "" where none or only "kr" stands; `marked` where it can be nothing else."""

    amount: Decimal
    currency: str = ""
    marked: bool = False


def numbers(line: list[Token], at: int) -> Iterator[Value]:
    """What number or amount begins at a token: kinds `amount` (Money), `number` (int), `percent` and `fraction`."""
    before, begin = _currency(line, at)
    if line[at].text == "nok" and not line[at].capital:
        before, begin = None, at  # "betaler nok 500" is a guess, not a currency
    found = list(_digits(line, begin)) if begin < len(line) and line[begin].number else list(_in_words(line, begin))
    for amount, end, marked in found:
        after, stop = _currency(line, end)
        currency = before or after
        if begin == at and 0 < amount < _HUNDRED and (part := _percent(line, end)):
            yield Value("percent", amount, at, part)
        if 0 < amount <= MOST:
            bare = not marked and currency is None
            if not (bare and _reads_as_date(line, begin, end)):
                yield Value("amount", Money(amount, currency or "", not bare), at, stop)
    if begin == at:
        yield from _whole(line, at)
        yield from _fractions(line, at)


def _currency(line: list[Token], at: int) -> tuple[str | None, int]:
    """The currency that stands here, and where it ends; None where none does."""
    if at < len(line) and line[at].text in CURRENCIES:
        end = at + 1
        if line[at].word and end < len(line) and line[end].text == "." and line[end].glued:
            end += 1
        return CURRENCIES[line[at].text], end
    return None, at


def _percent(line: list[Token], at: int) -> int:
    words = ("%", "pct", "procent", "prosent", "percent")
    if at < len(line) and line[at].text in words:
        return at + 2 if at + 1 < len(line) and line[at].word and line[at + 1].text == "." else at + 1
    return 0


def _digits(line: list[Token], at: int) -> Iterator[tuple[Decimal, int, bool]]:
    """An amount in digits: how much, where it ends, and whether it can be nothing but an amount."""
    if len(line[at].text) > _LONGEST:
        return
    whole, end, grouped = _grouped(line, at)
    mark = line[end].text if end < len(line) and line[end].glued else ""
    follows = line[end + 1] if end + 1 < len(line) and line[end + 1].glued else None
    parts = [(Decimal(whole), end, grouped)]
    if mark in (",", ".") and follows is not None and follows.number and len(follows.text) <= _GROUP:
        point = [token.text for token in line[end + 2 : end + 4] if token.glued]
        if mark == "," and len(point) == _ORE and point[0] == "." and len(point[1]) == _ORE and point[1].isdigit():
            parts = [(Decimal(f"{whole}{follows.text}.{point[1]}"), end + 4, True)]  # 1,500.00
        elif len(follows.text) <= _ORE:
            parts = [(Decimal(f"{whole}.{follows.text}"), end + 2, mark == ",")]
        elif mark == "," and not grouped and len(whole) <= _GROUP:
            parts = [
                (Decimal(whole + follows.text), end + 2, True),
                (Decimal(f"{whole}.{follows.text[:2]}"), end + 2, True),
            ]
    elif mark in (",", ".") and follows is not None and follows.text in ("-", "\u2013", "\u2014"):
        parts = [(Decimal(whole), end + 2, True)]
    elif mark == "½":
        parts = [(Decimal(whole) + Decimal("0.5"), end + 1, True)]
    for amount, stop, marked in parts:
        scale, after = _scale(line, stop)
        exact = (amount * scale).quantize(Decimal("0.01"))
        yield exact, after, marked or scale != 1


def _grouped(line: list[Token], at: int) -> tuple[str, int, bool]:
    """Digits with their groups of thousands put together."""
    whole, end = line[at].text, at + 1
    if len(whole) > _GROUP or whole.startswith("0"):
        return whole, end, False
    for step in (2, 1):  # a point before each group, or a space
        whole, end = line[at].text, at + 1
        while end + step - 1 < len(line) and _group(line, end, step):
            whole, end = whole + line[end + step - 1].text, end + step
        if end > at + 1:
            return whole, end, True
    return whole, end, False


def _group(line: list[Token], at: int, step: int) -> bool:
    digits = line[at + step - 1]
    if not digits.number or len(digits.text) != _GROUP:
        return False
    return (line[at].text == "." and line[at].glued and digits.glued) if step > 1 else not digits.glued


def _scale(line: list[Token], at: int) -> tuple[Decimal, int]:
    """`k`, `tusind`, `hundre` after digits."""
    if at < len(line):
        word = line[at].text
        if word in ("k", "t", "tkr") and (word != "t" or line[at].glued):
            return Decimal(_THOUSAND), at + 1
        if NUMERALS.get(word, 0) in (_HUNDRED, _THOUSAND):
            return NUMERALS[word], at + 1
    return Decimal(1), at


def _reads_as_date(line: list[Token], at: int, end: int) -> bool:
    """`1.12` is a day, not a krone and twelve øre; so is `12.10`."""
    if end - at != _GROUP or line[at + 1].text != ".":
        return False
    day, month = line[at].text, line[at + 2].text
    return day.isdecimal() and month.isdecimal() and 1 <= int(day) <= 31 and 1 <= int(month) <= 12  # noqa: PLR2004  a calendar


def _whole(line: list[Token], at: int) -> Iterator[Value]:
    """A whole number that is no amount: a count, an hour, a day of the month."""
    if line[at].number:
        if len(line[at].text) <= _LONGEST:
            yield Value("number", int(line[at].text), at, at + 1)
        return
    for amount, end, _ in _in_words(line, at, single=True):
        if amount == int(amount):
            yield Value("number", int(amount), at, end)


def _fractions(line: list[Token], at: int) -> Iterator[Value]:
    if line[at].text in ("½", "¼", "¾", "⅓", "⅔"):
        part = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3)}[line[at].text]
        yield Value("fraction", part, at, at + 1)
    of = [token.text for token in line[at : at + 3]]
    parted = len(of) == _GROUP and of[1] == "/" and line[at + 1].glued and line[at + 2].glued
    if parted and (of[0], of[2]) in {
        ("1", "2"),
        ("1", "3"),
        ("2", "3"),
        ("1", "4"),
        ("3", "4"),
        ("1", "5"),
        ("1", "6"),
    }:
        yield Value("fraction", (int(of[0]), int(of[2])), at, at + 3)


def _in_words(line: list[Token], at: int, *, single: bool = False) -> Iterator[tuple[Decimal, int, bool]]:
    """A number written in words, as far as it goes. An article alone ("en", "et") is no amount, but may be a count."""
    state = _Sum()
    end, best = at, 0
    while end < len(line) and line[end].word:
        parts = _numeral(line[end].text)
        if parts is None:
            if line[end].text not in _AND or not best:
                break
            parts = ("og",)
        if not all(state.take(part) for part in parts):
            break
        end += 1
        if parts != ("og",):
            best, value = end, state.value
    if not best or (best == at + 1 and line[at].text in _ARTICLES and not single):
        return
    if value > 0:
        yield value.quantize(Decimal("0.01")), best, False


class _Sum:
    """Adds up numerals as they are said."""

    def __init__(self) -> None:
        self.total = self.part = Decimal(0)
        self.joined = self.began = False

    @property
    def value(self) -> Decimal:
        return self.total + self.part

    def take(self, part: Decimal | str) -> bool:
        """Take the next numeral; False where it cannot follow."""
        if isinstance(part, str):
            self.joined = True
            return self.began
        if part == _THOUSAND:
            fits = not self.total and (self.part < _THOUSAND)
            self.total, self.part = max(self.part, Decimal(1)) * part, Decimal(0)
        elif part == _HUNDRED:
            fits = self.part < _HUNDRED and (not self.began or self.part > 0 or self.total > 0)
            self.part = max(self.part, Decimal(1)) * part
        elif part < _TEN:
            fits = self.part % _TEN == 0 and (self.part % _HUNDRED == 0 or self.part % _HUNDRED >= _TWENTY)
            fits = fits and (not self.began or part == int(part))
            self.part += part
        else:
            below = self.part % _HUNDRED
            fits = below == 0 or (below < _TEN and self.joined and part >= _TWENTY)
            self.part += part
        self.joined, self.began = False, True
        return fits


@lru_cache(maxsize=2048)
def _numeral(word: str) -> tuple[Decimal | str, ...] | None:
    """The numerals that a word is put together of: `tolvhundrede`, `femogtyve`; None for another word."""
    if not word:
        return ()
    if word in NUMERALS:
        return (NUMERALS[word],)
    for length in range(min(len(word) - 1, _LONGEST_NUMERAL), 1, -1):
        head = word[:length]
        part: Decimal | str | None = "og" if head == "og" else NUMERALS.get(head)
        if part is not None and len(word) <= 4 * _LONGEST_NUMERAL:
            rest = _numeral(word[length:])
            if rest:
                return (part, *rest)
    return None
