# Lindun: `make help` lists what can be done. Needs Python >= 3.11 and make; everything else is installed here.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
WORDS  := $(VENV)/.words
CATALOGUES := $(wildcard src/lindun/*/locale/*/LC_MESSAGES/django.po)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench trace browser lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(STAMP) $(WORDS) ## make the virtual environment and compile the texts (only that)

$(STAMP): requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

$(WORDS): $(STAMP) $(CATALOGUES)
	@for folder in $(sort $(dir $(patsubst %/,%,$(dir $(patsubst %/,%,$(dir $(CATALOGUES))))))); do \
	  $(BIN)/pybabel --quiet compile --domain django --directory $$folder || exit 1; done
	@touch $(WORDS)

demo: setup ## start a demo company; LINDUN_HOME and LINDUN_PORT are honoured
	@$(BIN)/lindun demo

test: setup browser check ## everything CI runs: checks, tests, browser journeys, trace (about 20 minutes)
	@rm -f tests/artefacts/trace.json
	$(BIN)/python -m pytest -q -n 2 --dist worksteal --ignore tests/journeys
	$(BIN)/python -m pytest -q tests/journeys
	@$(BIN)/python -m lindun.evidence.trace | tail -n 1

check: setup ## style, types, import contracts (a minute)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	LINDUN_HOME=$(VENV)/checking $(BIN)/python -m lindun.config.checking
	LINDUN_HOME=$(VENV)/checking $(BIN)/mypy

bench: setup ## speed as ratios, both sides in one run (about 10 minutes); fails nothing
	@$(BIN)/python -m bench

trace: setup ## which of the 140 requirements have an acceptance test that ran and passed
	@$(BIN)/python -m lindun.evidence.trace

browser: ## install Chromium and a Chinese font for the browser tests, if they are missing
	@scripts/browser

lock: setup ## compile requirements/*.in to hashed *.txt without index addresses
	cd requirements && for f in base dev; do ../$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url \
	  --no-emit-find-links --universal --python-version 3.11 --no-header $$f.in -o $$f.txt; done

clean: ## remove the virtual environment and what tests leave behind; the demo's var/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/artefacts
