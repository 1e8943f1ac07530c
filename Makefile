# What is done often, one word each. `make` alone says what there is.
# Everything runs from the virtual environment .venv, which `make setup` makes; another: make check BIN=/elsewhere/bin

PYTHON ?= python3
BIN ?= .venv/bin
JOBS ?= 2

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

setup:  ## a virtual environment with everything that tests need, and the checks before each commit
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -c constraints.txt -e ".[test]"
	@if $(BIN)/pre-commit --version >/dev/null 2>&1; then $(BIN)/pre-commit install; fi

check:  ## format, lint and types
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

fix:  ## format, and mend what the linter can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

quick:  ## tests but the slow ones: under three minutes on two cores
	$(BIN)/pytest -q -n $(JOBS) -m "not slow"

test: check  ## all tests: under ten minutes on two cores
	$(BIN)/pytest -q -n $(JOBS)

times:  ## the slowest tests, one after another so that times mean something
	$(BIN)/pytest -q --durations=40 --durations-min=1

pythons:  ## the quick tests under every supported Python that is installed (pip install nox)
	nox

docs:  ## generated tables, quoted numbers, expected tables and the README's picture
	$(BIN)/python -m tools.generate_docs --fix

figures:  ## the figures of all shipped results, from their tables
	@for folder in results/[0-9]*/ results/roles-*/ results/patterns/ results/sensitivity/*/; do \
		$(BIN)/datadeel plot $$folder --out $$folder/figures || exit 1; done

results:  ## everything in results/ that is missing or out of date, the briefs, and what documents quote (hours)
	$(BIN)/datadeel sweep experiments/*.toml
	$(BIN)/datadeel patterns
	for study in experiments/sensitivity/*.toml; do $(BIN)/datadeel sensitivity $$study || exit 1; done
	sed -n 's|^datadeel |$(BIN)/datadeel |p' results/briefs/README.md | sh -eu
	$(MAKE) docs

bench:  ## all benchmarks once, on a tiny size
	$(BIN)/python benchmarks/run.py --smoke

.PHONY: help setup check fix quick test times pythons docs figures results bench
