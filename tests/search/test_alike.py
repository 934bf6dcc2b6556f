"""Both databases answer alike: the same customers in the same order, as long as not too many answer."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from search.by_words import LIMIT
from search.finder import Prefer
from tests.search.people import add_all, finding, opened

FIRST = ["Marie", "Mari", "Bo", "Børge", "Åse", "Aase", "Jens", "Jenny", "Kjær", "Søren"]
LAST = ["Hansen", "Hansson", "Jensen", "Sørensen", "Bo", "Aagaard", "Møller & Søn A/S", "Åberg"]
STREETS = ["Vestergade", "Østergade", "Hansgade", "Bovej", "Mariegade"]
CITIES = ["8000 Aarhus C", "2100 København Ø", "9000 Aalborg", "0155 Oslo"]


def people() -> Iterator[dict[str, Any]]:
    choose = random.Random(42)
    for number in range(LIMIT - 20):
        yield {
            "name": f"{choose.choice(FIRST)} {choose.choice(LAST)}",
            "number": str(1000 + number * 7 % 190),
            "street": f"{choose.choice(STREETS)} {number % 30}",
            "city": choose.choice(CITIES),
            "phones": [f"+45{choose.randrange(10**7, 10**8)}"],
            "invoices": [str(choose.randrange(10**4, 10**7))],
        }


@pytest.fixture(scope="module")
def both(postgres, tmp_path_factory):
    """Finders of two registers with the same customers."""
    path = tmp_path_factory.mktemp("alike") / "register.db"
    with postgres.database() as url, opened(url) as one, opened(str(path)) as other:
        for register in (one, other):
            add_all(register, people())
        with finding(url) as first, finding(str(path)) as second:
            yield first, second


def queries() -> list[str]:
    choose = random.Random(7)
    made = []
    for _ in range(60):
        words = choose.sample(FIRST + LAST + STREETS + CITIES, choose.randint(1, 3))
        text = " ".join(word[: choose.randint(1, len(word))] for word in words)
        made += [text, str(choose.randrange(10**3, 10**5)), f"+45 {choose.randrange(10**3, 10**4)}"]
    return made


def slipped() -> list[str]:
    """Texts with a slip in each of one or two words, the last word now and then unfinished."""
    choose = random.Random(9)
    made = []
    for _ in range(80):
        typed = []
        for word in choose.sample(FIRST + LAST + STREETS, choose.randint(1, 3)):
            at = choose.randrange(len(word))
            typed.append(choose.choice([word[:at] + word[at + 1 :], word[:at] + "e" + word[at:], word[: at + 3]]))
        made.append(" ".join(typed))
    return made


def test_both_databases_list_the_same_customers_in_the_same_order(both):
    first, second = both
    found = 0
    for text in queries() + slipped():
        hits = first.find(text, 2 * LIMIT)
        assert hits == second.find(text, 2 * LIMIT), text
        assert hits[:10] == first.find(text)
        found += len(hits)
    assert found > 1000


def test_both_databases_put_first_whom_the_agent_means(both):
    first, second = both
    ids = [hit.customer_id for hit in first.find("hansen", 2 * LIMIT)][::-3]
    prefer = Prefer(latest=tuple(ids), due_before=datetime(2026, 11, 23, tzinfo=UTC))
    for text in queries()[::3] + slipped()[::2]:
        assert first.find(text, prefer=prefer) == second.find(text, prefer=prefer), text
