# `make run` and `make test` set up everything they need; the rest is for those who change the code.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: help run test test-cov lint lock bench eval clean

help:  ## show this
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Jobwright needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "installing from requirements.lock (once; a minute or two)"
	@$(PIP) -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "installing from requirements-dev.lock"
	@$(PIP) -r requirements-dev.lock
	@touch $@

# The stamp stands for a machine on which nothing is missing; until then every run says what waits, and goes on.
# Only the first asks the package manager to install it, which takes long.
$(VENV)/.system: $(VENV)/.installed
	@$(BIN)/jobwright doctor $(if $(wildcard $@-asked),,--install) --quiet && touch $@ || touch $@-asked

# Where processes may not write their bytecode (PYTHONDONTWRITEBYTECODE), each would compile all of ours anew.
COMPILE = $(BIN)/python -m compileall -q agents api evals graphs prompts store tools

run: $(VENV)/.installed $(VENV)/.system  ## start the server and print the link that signs you in
	@$(COMPILE)
	@exec $(BIN)/jobwright server run

$(VENV)/.system-tests: $(VENV)/.system
	@$(BIN)/jobwright doctor $(if $(wildcard $@-asked),,--install) --tests --quiet && touch $@ || touch $@-asked

# Files in their order: those with few but long tests would else come last, one after the other.
test: $(VENV)/.installed-dev $(VENV)/.system-tests  ## run every test
	@$(COMPILE)
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

test-cov: $(VENV)/.installed-dev $(VENV)/.system-tests  ## the same, with coverage
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered

lint: $(VENV)/.installed-dev  ## style, types, layers
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

lock: $(VENV)/.installed-dev  ## pin every dependency again, with hashes
	@$(BIN)/uv pip compile pyproject.toml --extra build --universal --generate-hashes --no-header --no-emit-index-url --quiet -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra build --extra dev --universal --generate-hashes --no-header --no-emit-index-url --quiet -c requirements.lock -o requirements-dev.lock

bench: $(VENV)/.installed-dev $(VENV)/.system  ## ratios against named baselines, and where the time goes
	@$(BIN)/jobwright eval bench

eval: $(VENV)/.installed $(VENV)/.system  ## how good it is
	@$(BIN)/jobwright eval run

clean:  ## remove the virtual environment and caches (never the data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
