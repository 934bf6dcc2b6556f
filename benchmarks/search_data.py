"""Public data with mistakes that people made: FEBRL's duplicates, and names that Danes spell in more than one way."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generate import NOW

from model.customer import Address, Creditor, Customer
from model.store import changed, open_register
from search.finder import Finder, open_finder
from search.index import attach


@contextmanager
def finder_of(people: Iterable[tuple[str, str, str, str]]) -> Iterator[Finder]:
    """A finder over customers of number, name, street and city."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        register = open_register(path)
        attach(register)
        with register.write() as session:
            session.add(Creditor(id=1, code="1", name="Vandværket", country="DK", currency="DKK"))
            session.flush()
            ids = []
            for number, name, street, city in people:
                customer = Customer(
                    number=number, creditor_id=1, kind="person", name=name, currency="DKK", created_at=NOW,
                    changed_at=NOW,
                )  # fmt: skip
                session.add(customer)
                session.flush()
                ids.append(customer.id)
                session.add(Address(customer_id=customer.id, street=street, city=city))
            changed(session, [key for key in ids if key is not None])
        register.close()
        finder = open_finder(str(path))
        try:
            yield finder
        finally:
            finder.close()


def febrl(path: Path) -> tuple[float, float]:
    """Recall among ten of the 500 originals, asked for by the name of their duplicates, and by name and address."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [{key.strip(): value.strip() for key, value in row.items()} for row in csv.DictReader(file)]

    def parts(row: dict[str, str]) -> tuple[str, str, str]:
        return (
            f"{row['given_name']} {row['surname']}".strip(),
            f"{row['street_number']} {row['address_1']}".strip(),
            f"{row['postcode']} {row['suburb']}".strip(),
        )

    originals = [row for row in rows if row["rec_id"].endswith("org")]
    asked = [row for row in rows if not row["rec_id"].endswith("org")]
    with finder_of((row["rec_id"].split("-")[1], *parts(row)) for row in originals) as finder:

        def recall(first: int) -> float:
            right = sum(
                row["rec_id"].split("-")[1] in {hit.number for hit in finder.find(" ".join(parts(row)[:first]).strip())}
                for row in asked
            )
            return right / len(asked)

        return recall(1), recall(3)


def variants(data: Path) -> tuple[float, float, list[str]]:
    """Recall at 1 and at 10 of names asked for in their other spelling, and the pairs that were missed.

    Every name of the Danish register stands there once, as a customer. Whoever is spelt just as it was typed is no
    answer and does not count in the order: asked for is the other one. Both ways.
    """
    with (data / "names/dk_names_dst2021.csv").open(newline="", encoding="utf-8") as file:
        names = sorted({row["name"] for row in csv.DictReader(file)})
    with (data / "fuzzy/dk_name_spelling_variants.csv").open(newline="", encoding="utf-8") as file:
        pairs = [(row["common_spelling"], row["variant"]) for row in csv.DictReader(file)]
    first, ten, missed = 0, 0, []
    with finder_of((f"N{place}", name, "", "") for place, name in enumerate(names)) as finder:
        asked = pairs + [(variant, common) for common, variant in pairs]
        for typed, wanted in asked:
            hits = [hit.name for hit in finder.find(typed, 11) if hit.name != typed][:10]
            first += hits[:1] == [wanted]
            ten += wanted in hits
            if wanted not in hits:
                missed.append(f"{typed}/{wanted}")
    return first / len(asked), ten / len(asked), missed


def measure(data: Path) -> None:
    """Print all of it."""
    by_name, with_address = febrl(data / "fuzzy/febrl_dataset1.csv")
    print(
        f"FEBRL, 500 duplicates: recall@10 by name {by_name:.3f} (held to 0.90), with address {with_address:.3f} (0.99)"
    )
    first, ten, missed = variants(data)
    print(f"Danish spellings, both ways: recall@1 {first:.3f} (held to 0.85), @10 {ten:.3f} (0.99); missed: {missed}")
