# Everything a person or a machine does with this repository. `make help` lists the targets.
# A fresh machine needs git, make and Python 3.11 or newer with venv; the rest is installed into .venv.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
READY := $(VENV)/.siap
# The page people try queries on; its manifest stands for all of its files.
PAGE := tools/graphiql
ASSETS := forum_server/http/aset/aset.json
# The OpenID provider of the tests; Node comes with the environment.
PENYEDIA := tests/oidc/penyedia
PENYEDIA_READY := $(PENYEDIA)/node_modules/.package-lock.json
CODE := forum_server plugins tools tests $(wildcard benchmarks)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

# Arguments for one run, as in: make test ARGS="tests/wilayah -n0"
ARGS ?=

.PHONY: help
help: ## list every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: $(READY) $(ASSETS) ## migrate and seed an SQLite file, serve it on 127.0.0.1:8000, print what to try
	$(BIN)/forum demo jalankan $(ARGS)

.PHONY: test
test: $(READY) $(ASSETS) $(PENYEDIA_READY) ## run all tests, on SQLite and on a real PostgreSQL
	-@$(BIN)/python -m tools.chromium >/dev/null
	$(BIN)/python -m pytest $(ARGS)

.PHONY: check
check: check-format check-lint check-types check-imports check-sdl check-contract check-docs ## everything that needs no running: format, lint, types, import directions, SDL, docs

.PHONY: check-format
check-format: $(READY) ## formatter, without changing files
	$(BIN)/ruff format --check $(CODE)

.PHONY: check-lint
check-lint: $(READY) ## linter
	$(BIN)/ruff check $(CODE)

.PHONY: check-types
check-types: $(READY) ## strict types
	$(BIN)/basedpyright

.PHONY: check-imports
check-imports: $(READY) ## import directions, layers and module sizes
	$(BIN)/python -m tools.check_imports

.PHONY: check-sdl
check-sdl: $(READY) ## schema/ says what the code serves
	$(BIN)/forum sdl --periksa

.PHONY: check-contract
check-contract: $(READY) ## nothing breaks for clients that docs/upgrade.md does not name; schema/operations/ is valid
	$(BIN)/python -m tools.check_contract

.PHONY: publish-contract
publish-contract: $(READY) ## make today's SDL the published one, at a release
	$(BIN)/python -m tools.check_contract --publish

.PHONY: check-docs
check-docs: $(READY) ## links, code blocks, glossary, and every name the docs mention
	$(BIN)/python -m tools.check_docs

.PHONY: format
format: $(READY) ## format the code and mend what the linter can mend
	$(BIN)/ruff check --fix-only --exit-zero $(CODE)
	$(BIN)/ruff format $(CODE)

.PHONY: sdl
sdl: $(READY) ## write schema/ from the code
	$(BIN)/forum sdl

.PHONY: docs
docs: $(READY) ## write docs/rujukan.md (settings, commands, hooks) from the code
	$(BIN)/python -m tools.reference

.PHONY: izin
izin: $(READY) $(ASSETS) ## write docs/izin.md (who may do what) from what really happens
	@FORUM_TULIS_IZIN=1 $(BIN)/python -m pytest -q -n0 tests/server/test_izin.py

.PHONY: lock
lock: ## resolve requirements.lock anew, keeping pins that still fit (all of them move with ARGS=--upgrade)
	@sh tools/lock.sh $(ARGS)

.PHONY: bench
bench: $(READY) ## measure booking, reading and fan-out on both engines; print the table and write docs/benchmarks.md
	$(BIN)/python -m benchmarks $(or $(ARGS),--tulis docs/benchmarks.md)

.PHONY: wheel
wheel: $(READY) $(ASSETS) ## build what an installation needs into dist/: the wheels, and the lock of what they run on
	rm -rf dist
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist . $(PLUGINS:%=./%)
	$(BIN)/python -m tools.runtime_lock > dist/requirements.lock

.PHONY: clean
clean: ## remove caches and build results; .venv and data stay
	rm -rf build dist .pytest_cache .ruff_cache .hypothesis
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: install
install: $(READY) $(ASSETS) $(PENYEDIA_READY) ## only create .venv with everything in it, the page, and what the tests need besides

.PHONY: assets
assets: $(ASSETS) ## build the page that people try queries on, when its source changed

.PHONY: browser
browser: $(READY) ## find a Chromium for the test of the page, or install one into .venv
	$(BIN)/python -m tools.chromium

# Hashes for every file, the build backend included: nothing that the lock does not name is fetched. Once this
# has run, no target needs a network.
$(READY): requirements.lock pyproject.toml $(PLUGINS:%=%/pyproject.toml)
	@test -x $(BIN)/python || sh tools/venv.sh $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e . $(PLUGINS:%=-e %)
	$(PIP) check
	@touch $@

$(PENYEDIA_READY): $(PENYEDIA)/package-lock.json | $(READY)
	$(BIN)/python -m tools.npm $(PENYEDIA) ci --ignore-scripts --no-audit --no-fund
	@touch $@

$(ASSETS): $(addprefix $(PAGE)/,package.json package-lock.json vite.config.js) $(wildcard $(PAGE)/src/*) | $(READY)
	$(BIN)/python -m tools.npm $(PAGE) ci --ignore-scripts --no-audit --no-fund
	$(BIN)/python -m tools.npm $(PAGE) run --silent build
	@touch $@
