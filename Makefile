# Two commands do everything: `make compile` and `make test`. Each sets up what is missing and nothing else.
SHELL := /bin/sh
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help compile test lint verify-current bench lock setup schema format clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The set-up is done once for each lock: the stamp's name is the hash of what it installs.
STAMP := $(VENV)/.set-up-$(shell cat requirements.lock pyproject.toml | cksum | tr ' ' '-')

help:
	@echo "make compile         compile spec/ into out/ and let the real tools verify it"
	@echo "make test            run all tests that need only Python and Debian's tools"
	@echo "make lint            ruff, mypy, pyright, import contracts"
	@echo "make verify-current  the same checks with today's promtool, Prometheus and amtool, built once"
	@echo "make bench           measure speed and memory"
	@echo "make lock            pin all dependencies anew"

setup: $(STAMP)

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "error: Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 …" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "error: this Python can't make virtual environments; on Debian: apt-get install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --no-index --editable .
	@rm -f $(VENV)/.set-up-* && touch $@

compile: setup
	@tools="$$($(BIN)/python tests/servers/fetch_debian_tools.py)" || exit 2; \
	$(BIN)/signalwright compile && SIGNALWRIGHT_DEBIAN_TOOLS="$$tools" $(BIN)/signalwright verify --installed

test: setup
	@tools="$$($(BIN)/python tests/servers/fetch_debian_tools.py)" || exit 2; \
	SIGNALWRIGHT_DEBIAN_TOOLS="$$tools" $(BIN)/python -m pytest -q $(ARGS)

lint: setup
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . && $(BIN)/mypy && \
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright && $(BIN)/lint-imports

verify-current: setup
	@debian="$$($(BIN)/python tests/servers/fetch_debian_tools.py)" || exit 2; \
	current="$$($(BIN)/python tests/servers/build_current_tools.py)" || exit 2; \
	export SIGNALWRIGHT_DEBIAN_TOOLS="$$debian" SIGNALWRIGHT_CURRENT_TOOLS="$$current"; \
	$(BIN)/signalwright verify && $(BIN)/python -m pytest -q -m current $(ARGS)

bench: setup
	@$(BIN)/python tests/bench/run.py $(ARGS)

schema: setup
	@$(BIN)/signalwright schema > docs/signalwright.schema.json

format: setup
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

lock: setup
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links \
	  --no-emit-trusted-host --no-header --no-annotate --extra dev --all-build-deps -o requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
