"""The rules stand by themselves: no database, no screen, and quick to start with."""

import pkgutil
import subprocess
import sys

import model.rules


def test_the_rules_bring_in_neither_database_nor_screen_nor_what_is_slow_to_start() -> None:
    names = [f"model.rules.{module.name}" for module in pkgutil.iter_modules(model.rules.__path__)]
    heavy = ("sqlmodel", "sqlalchemy", "textual", "holidays", "stdnum")
    program = f"import sys, {', '.join(names)}\nprint([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
