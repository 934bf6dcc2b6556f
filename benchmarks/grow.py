"""Many millions of customers in a part of the time: `python benchmarks/grow.py REGISTER 10000000`.

Grows a made register (SQLite; `generate.py N --bare --keep REGISTER`) by customers who have the name of one and the
address of another, with numbers, telephones, e-mails and invoices of their own. Names and streets stay as frequent as
they were, so that a search has as many to choose among as in a register that was made so large; only rare words stay
fewer. The index is kept by the register's own hook.
"""

import argparse
import time
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy import text as sql

from model.store import Register, changed, open_register
from search.index import attach, settle

CHUNK = 50_000
_APART = 4_321  # how far from the one who gives the name the one is who gives the address
_NUMBERS, _VOUCHERS = 20_000_000, 300_000_000  # what new numbers begin after

_OWN = {
    "customer": {"id": "id + :by", "number": "CAST(number + :layer * :numbers AS TEXT)", "merged_into": "NULL"},
    "address": {"id": "NULL", "customer_id": ":first + :by + (customer_id - :first + :apart) % :size"},
    "phone": {
        "id": "NULL",
        "customer_id": "customer_id + :by",
        "number": "substr(number, 1, 3) || printf('%08d', (substr(number, 4) * 7 + :layer * 131) % 100000000)",
    },
    "email": {"id": "NULL", "customer_id": "customer_id + :by", "address": ":layer || address"},
    "entry": {
        "id": "NULL",
        "customer_id": "customer_id + :by",
        "voucher": "CAST(voucher + :layer * :vouchers AS TEXT)",
        "reference": "''",
    },
    "customer_balance": {"customer_id": "customer_id + :by"},
}
"""What each table's copies have of their own, in SQL."""


def copy(connection: Connection, first: int, size: int, by: int, layer: int) -> None:
    """Copy the customers of so many ids from the first on to ids that are `by` higher."""
    for table, own in _OWN.items():
        columns = [row[1] for row in connection.execute(sql(f"PRAGMA table_info({table})"))]
        wanted = ", ".join(own.get(column, column) for column in columns)
        key = "id" if table == "customer" else "customer_id"
        statement = f"INSERT INTO {table} SELECT {wanted} FROM {table} WHERE {key} BETWEEN :first AND :last"
        values = {"first": first, "last": first + size - 1, "size": size, "by": by, "layer": layer}
        constants = {"apart": _APART, "numbers": _NUMBERS, "vouchers": _VOUCHERS}
        connection.execute(sql(statement), {k: v for k, v in (values | constants).items() if f":{k}" in statement})


def grow(register: Register, customers: int) -> None:
    """Add customers until there are so many."""
    begun, layer = time.perf_counter(), -1
    with register.read() as session:
        there = session.connection().execute(sql("SELECT MAX(id) FROM customer")).scalar_one()
    while there < customers:
        layer += 1
        several = min(there, customers - there)
        for first in range(1, several + 1, CHUNK):
            size = min(CHUNK, several - first + 1)
            with register.write() as session:
                copy(session.connection(), first, size, there, 1 << layer)  # sums of these are met once only
                changed(session, range(there + first, there + first + size))
            print(f"{there + first + size - 1:>9} of {customers}  {time.perf_counter() - begun:7.1f} s", flush=True)
        there += several


def main() -> None:
    """Grow a register that stands there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("register", type=Path)
    parser.add_argument("customers", type=int)
    args = parser.parse_args()
    register = open_register(args.register)
    attach(register)
    grow(register, args.customers)
    settle(register)
    register.close()


if __name__ == "__main__":
    main()
