# Two commands do everything: `make compile` and `make test`. Each sets up what is missing and nothing else.
SHELL := /bin/sh
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help compile test fuzz lint verify-current bench lock setup schema format clean

BIN := .venv/bin

help:
	@echo "make compile         compile spec/ into out/ and let the real tools verify it"
	@echo "make test            run all tests that need only Python and Debian's tools"
	@echo "make lint            ruff, mypy, pyright, import contracts"
	@echo "make verify-current  the same checks with today's promtool, Prometheus, amtool and Loki, built once"
	@echo "make bench           measure speed and memory"
	@echo "make lock            pin all dependencies anew"

# PYTHON=/path/to/python3.12 names the interpreter; without it the first that is new enough is taken.
setup:
	@PYTHON="$(PYTHON)" .ci/setup

compile: setup
	@tools="$$($(BIN)/python -m tests.servers.fetch_debian_tools)" || exit 2; \
	$(BIN)/signalwright compile && SIGNALWRIGHT_DEBIAN_TOOLS="$$tools" $(BIN)/signalwright verify --installed

test: setup
	@tools="$$($(BIN)/python -m tests.servers.fetch_debian_tools)" || exit 2; \
	SIGNALWRIGHT_DEBIAN_TOOLS="$$tools" $(BIN)/python -m pytest -q -p no:cacheprovider -m "not current" $(ARGS)

# The property tests with new and many more examples.
fuzz: setup
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -q -m "not current and not servers" $(ARGS) tests/emit tests/promql tests/language

lint: setup
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check . && $(BIN)/mypy && \
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright && $(BIN)/lint-imports

verify-current: setup
	@debian="$$($(BIN)/python -m tests.servers.fetch_debian_tools)" || exit 2; \
	current="$$($(BIN)/python -m tests.servers.build_current_tools)" || exit 2; \
	editor="$$($(BIN)/python -m tests.servers.fetch_yaml_language_server)" || exit 2; \
	export SIGNALWRIGHT_DEBIAN_TOOLS="$$debian" SIGNALWRIGHT_CURRENT_TOOLS="$$current" \
	  SIGNALWRIGHT_EDITOR_TOOLS="$$editor"; \
	$(BIN)/signalwright verify && $(BIN)/python -m pytest -q -p no:cacheprovider -m current $(ARGS)

bench: setup
	@$(BIN)/python tests/bench/run.py $(ARGS)

schema: setup
	@$(BIN)/signalwright schema > docs/signalwright.schema.json && \
	$(BIN)/signalwright schema --format markdown > docs/language.md && \
	$(BIN)/signalwright schema --format libraries --out docs && \
	$(BIN)/signalwright schema --format checks > docs/checks.md

format: setup
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

# Pinned with the oldest Python that we support: what only an older one needs would be missing otherwise.
lock: setup
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	  echo "error: the lock is made with Python 3.11: make clean, then make lock PYTHON=python3.11" >&2; exit 2; }
	@$(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --no-emit-options --no-header --all-extras --all-build-deps \
	  --output-file requirements.lock pyproject.toml

# The tools' caches outside the tree stay, because other clones use them too.
clean:
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist
