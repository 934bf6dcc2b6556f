"""Queries with known answers, drawn from a register by a seed: what agents type, and how they mistype it."""

import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import text as sql

from model.store import Register
from search.fold import digits, fold, words
from search.hits import Hit

_KEYS = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm")
_BESIDE = {
    letter: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in _KEYS
    for place, letter in enumerate(row)
}
_SPELT = ({"ø": "o", "æ": "ae", "å": "aa", "é": "e"}, {"ø": "oe", "æ": "ä", "å": "a"}, {"ø": "ö", "æ": "ae", "å": "aa"})
_LEGAL_FORMS = {"as", "aps", "ivs", "asa", "ks", "is", "enk", "ans", "da"}
_SHORTEST = 4  # letters of a word that is mistyped


class Query(NamedTuple):
    """What is typed, whom it was drawn from, and the folded words (or beginnings) that were meant."""

    kind: str
    text: str
    customer_id: int
    meant: tuple[str, ...]

    def answered(self, hit: Hit) -> bool:
        """Whether a hit is the one, or one that no reader of the text could tell from it: it has all that was meant."""
        if hit.customer_id == self.customer_id or ("@" in self.text and hit.through == self.text):
            return True
        has = fold(f"{hit.name} {hit.address}").split()
        return bool(self.meant) and all(any(word.startswith(meant) for word in has) for meant in self.meant)


class Person(NamedTuple):
    """A customer that queries are drawn from."""

    id: int
    number: str
    name: str
    kind: str
    org_number: str
    street: str
    city: str
    phone: str
    email: str
    voucher: str
    reference: str


def people(register: Register, count: int, draw: random.Random) -> list[Person]:
    """Customers with an address, at random."""
    statement = sql(
        "SELECT c.id, c.number, c.name, c.kind, c.org_number, a.street, a.city, "
        "(SELECT number FROM phone p WHERE p.customer_id = c.id ORDER BY id LIMIT 1), "
        "(SELECT address FROM email m WHERE m.customer_id = c.id ORDER BY id LIMIT 1), e.voucher, e.reference "
        "FROM customer c JOIN address a ON a.customer_id = c.id AND a.valid_until IS NULL "
        "LEFT JOIN entry e ON e.id = (SELECT MAX(id) FROM entry WHERE customer_id = c.id AND kind = 'invoice') "
        "WHERE c.id = :id AND NOT c.address_protected ORDER BY a.id LIMIT 1"
    )
    found: list[Person] = []
    with register.read() as session:
        run = session.connection().execute
        last = run(sql("SELECT MAX(id) FROM customer")).scalar_one()
        while len(found) < count:
            row = run(statement, {"id": draw.randint(1, last)}).first()
            if row is not None and row[5] and row[6]:
                found.append(Person(*[text or "" for text in row]))
    return found


def queries(register: Register, seed: int, each: int) -> list[Query]:
    """So many queries of each kind."""
    draw = random.Random(seed)
    some = people(register, 6 * each, draw)
    made: list[Query] = []
    for kind, make in KINDS.items():
        drawn: list[Query] = []
        for person in draw.sample(some, len(some)):
            if (query := make(person, draw)) is not None and query[0].strip():
                drawn.append(Query(kind, query[0], person.id, tuple(query[1])))
            if len(drawn) == each:
                break
        made += drawn
    return made


def mistyped(word: str, draw: random.Random) -> str:
    """A word with one slip: a letter left out, doubled, wrong (mostly by the key beside it), or two swapped."""
    while True:
        at = draw.randrange(len(word))
        letter = word[at]
        beside = draw.choice(_BESIDE.get(letter.lower(), "") or "e") if draw.random() < 0.7 else draw.choice("aeinrst")
        wrong = draw.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + beside + word[at + 1 :],
                word[:at] + beside + word[at:],
                word[:at] + word[at + 1 : at + 2] + letter + word[at + 2 :],
            )
        )
        if fold(wrong) != fold(word):
            return wrong


Made = tuple[str, list[str]] | None


def _slip(text: str, draw: random.Random, times: int = 1, *, unfinished: bool = False) -> Made:
    """The text with slips, in different words where it has them."""
    typed = text.split()
    long = [place for place, word in enumerate(typed) if len(word) >= _SHORTEST and word.isalpha()]
    if not long:
        return None
    meant = words(text)
    places = draw.sample(long, min(times, len(long)))
    for place in (places * times)[:times]:
        typed[place] = mistyped(typed[place], draw)
    if unfinished:
        cut = draw.randint(0, max(len(typed[-1]) - _SHORTEST, 0))
        typed[-1] = typed[-1][: len(typed[-1]) - cut]
        meant = [*meant[:-1], meant[-1][:_SHORTEST]]
    return " ".join(typed), meant


def _typing(who: Person, draw: random.Random) -> Made:
    text = f"{who.name} {who.street}"
    text = text[: draw.randint(min(5, len(text)), len(text))].strip()
    return text, words(text)


def _shuffled(who: Person, draw: random.Random) -> Made:
    typed = f"{who.name} {who.street} {who.city}".split()
    draw.shuffle(typed)
    return " ".join(typed), words(" ".join(typed))


def _folded(who: Person, draw: random.Random) -> Made:
    text = f"{who.name} {who.city}".lower()
    if not set(text) & set("æøåé"):
        return None
    return text.translate(str.maketrans(draw.choice(_SPELT))), words(text)


def _company(who: Person, _draw: random.Random) -> Made:
    if who.kind != "company":
        return None
    typed = [word for word in words(who.name) if word not in _LEGAL_FORMS]
    return " ".join(typed), typed


def _phone(who: Person, draw: random.Random) -> Made:
    if not who.phone:
        return None
    bare = digits(who.phone)[2:]
    pairs = " ".join(bare[at : at + 2] for at in range(0, len(bare), 2))
    code = who.phone[1:3]
    return draw.choice((bare, pairs, who.phone, f"+{code} {pairs}", f"00{code}{bare}", f"{code}{bare}", bare[-7:])), []


def _invoice(who: Person, draw: random.Random) -> Made:
    return (draw.choice((who.voucher, f"F{who.voucher}", f"faktura {who.voucher}")), []) if who.voucher else None


def _identifier(who: Person, draw: random.Random) -> Made:
    known = [text for text in (who.number, who.email, who.org_number, who.reference) if text]
    return draw.choice(known), []


def _one_word(who: Person, draw: random.Random) -> Made:
    long = [word for word in who.name.split() if len(word) > _SHORTEST and word.isalpha()]
    return _slip(draw.choice(long), draw) if long else None


KINDS: dict[str, Callable[[Person, random.Random], Made]] = {
    "typing": _typing,
    "shuffled words": _shuffled,
    "folded letters": _folded,
    "company": _company,
    "name and city": lambda who, _draw: (f"{who.name} {who.city}", words(f"{who.name} {who.city}")),
    "phone": _phone,
    "invoice": _invoice,
    "one typo": lambda who, draw: _slip(f"{who.name} {who.city}", draw),
    "two typos": lambda who, draw: _slip(f"{who.name} {who.city}", draw, 2),
    "typo while typing": lambda who, draw: _slip(f"{who.name} {who.street.split()[0]}", draw, unfinished=True),
    "identifiers": _identifier,
    "mistyped name alone": lambda who, draw: _slip(who.name, draw),
    "single mistyped word": _one_word,
}
HELD_TO = dict.fromkeys(KINDS, 0.99) | {
    "two typos": 0.98,
    "typo while typing": 0.98,
    "identifiers": 0.98,
    "mistyped name alone": 0.92,
    "single mistyped word": 0.85,
}
"""Recall among the first ten that each kind is held to."""


def lines(register: Register) -> Iterator[tuple[int, str]]:
    """Every customer as one folded line of name and address: what other tools search."""
    with register.read() as session:
        rows: Any = session.connection().exec_driver_sql("SELECT id, text FROM search_doc ORDER BY id")
        for key, text in rows:
            name, address, _ = text.split("\n")
            yield key, f"{name} {address}"
