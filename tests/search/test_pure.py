"""The desk searches before the register is open: what costs time to import is left out."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["search.finder", "search.sqlite", "search.postgres"])
def test_finding_brings_in_neither_sqlalchemy_nor_the_desk(module):
    heavy = ("sqlalchemy", "sqlmodel", "pydantic", "textual", "alembic")
    program = f"import sys, {module}\nprint([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_finding_in_a_file_needs_no_driver_of_postgresql():
    program = "import sys, search.finder, search.sqlite\nprint('psycopg' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
