# Everything here makes .venv from requirements.lock first, when it is not there or older than the lock.
# Needs (Debian 12): make, git, python3, python3-venv. uv is used where it is installed, and not needed.

SHELL := /bin/bash
# The system's own Python where it can make environments: one built elsewhere with a shared library computes a sixth slower.
PYTHON ?= $(shell for each in /usr/bin/python3 python3; do \
  $$each -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && exit; done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made
MUTANTS := .venv-mutants
UV := $(shell command -v uv 2>/dev/null)
# Two workers halve the suite; more than the cores of a small machine would only make them wait.
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test check fix texts lock mutants clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

demo: $(STAMP) ## the desk on a made register
	@$(BIN)/kartotek demo

test: $(STAMP) ## every test
	$(BIN)/pytest -n $(WORKERS) $(ARGS)

check: $(STAMP) ## style, types, and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(STAMP) ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

texts: $(STAMP) ## gather the texts to translate, bring the translations up to them, compile those
	$(BIN)/pybabel --quiet extract --keywords=counted:1,2 --keywords=N_ --no-location --sort-output --omit-header --output=tui/locale/kartotek.pot tui \
	  model/rules/explain.py
	if compgen -G 'tui/locale/*/LC_MESSAGES/kartotek.po' >/dev/null; then \
	  $(BIN)/pybabel update --domain=kartotek --input-file=tui/locale/kartotek.pot --output-dir=tui/locale && \
	  $(BIN)/pybabel compile --domain=kartotek --directory=tui/locale; fi

lock: ## resolve every version anew into requirements.lock (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: install it, for example with: pipx install uv" >&2; exit 2; }
	uv pip compile pyproject.toml --extra postgres --group dev --universal --upgrade --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

mutants: $(MUTANTS)/.made ## does a test notice each small change in model/rules? (long; a part: ARGS='model.rules.interest*')
	$(MUTANTS)/bin/mutmut run --max-children $(WORKERS) $(ARGS)
	$(MUTANTS)/bin/mutmut results

clean: ## remove what was made
	rm -rf $(MUTANTS) mutants $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The project itself goes in as an editable install: no dependency is resolved, its build backend is in the lock.
$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing. On Debian: apt-get install python3" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "kartotek needs Python 3.11 or newer," \
	  "and $(PYTHON) is $$($(PYTHON) -V). Debian 12 has it: apt-get install python3. Another one: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Making $(VENV) from requirements.lock ..."
ifneq ($(UV),)
	@uv venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
	@VIRTUAL_ENV=$(VENV) uv pip sync --quiet --require-hashes --compile-bytecode requirements.lock
	@VIRTUAL_ENV=$(VENV) uv pip install --quiet --offline --no-deps --no-build-isolation --editable .
else
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "python3-venv is missing. On Debian: apt-get install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
endif
	@touch $(STAMP)

# Beside the locked versions, the tool that `make mutants` runs; the project itself is read from its own copy.
$(MUTANTS)/.made: requirements.lock requirements-mutants.lock
	@$(PYTHON) -m venv $(MUTANTS)
	@$(MUTANTS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  -r requirements.lock -r requirements-mutants.lock
	@touch $@
