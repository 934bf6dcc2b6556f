"""The examples in the rules are their specification, so they are run."""

import doctest
import importlib
import pkgutil

import pytest

import model.rules

RULES = [module.name for module in pkgutil.iter_modules(model.rules.__path__)]


@pytest.mark.parametrize("rule", RULES)
def test_the_examples_of_a_rule_hold(rule: str) -> None:
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    result = doctest.testmod(importlib.import_module(f"model.rules.{rule}"), optionflags=flags)
    assert result.attempted, f"model/rules/{rule}.py has no example"
    assert not result.failed
