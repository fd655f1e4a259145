SHELL := /bin/bash
# The first interpreter that runs and is new enough; a pyenv shim may be neither.
PYTHON := $(shell for p in python3.13 python3.12 python3.14 python3 $${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.13*/bin/python3.13 $${PYENV_ROOT:-$$HOME/.pyenv}/versions/3.12*/bin/python3.12; do if $$p -c 'import sys; sys.exit(sys.version_info < (3,12))' >/dev/null 2>&1; then $$p -c 'import sys; print(sys.executable)'; break; fi; done)
UV := .uv/bin/uv
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
# Trust what the machine trusts: behind a company's proxy uv's own list of authorities is not enough.
export UV_SYSTEM_CERTS := true
# Compiled modules are kept: tests start dozens of processes, and each would compile them all anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test lint types format bench lock

help:  ## What there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.stamp  ## The environment, from the hashed lock; nothing is started

.venv/.stamp: requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.12 or newer is required: https://www.python.org/downloads/"; exit 1; }
	@test -x $(UV) || { $(PYTHON) -m venv .uv && .uv/bin/python -m pip install -q --disable-pip-version-check uv; }
	@$(UV) venv -q --clear --python $(PYTHON) .venv
	@VIRTUAL_ENV=$(CURDIR)/.venv $(UV) pip sync -q --require-hashes requirements.lock
	@touch $@

demo: setup  ## A running site with worker and invented clinics, on SQLite; Ctrl-C stops it
	@DEBUG=true SHOW_ERROR_DETAILS=false $(BIN)/python manage.py serve_demo

demo-reset: setup  ## Throw the demo's data away and start over
	@DEBUG=true SHOW_ERROR_DETAILS=false $(BIN)/python manage.py serve_demo --reset

test: setup  ## The whole suite, on SQLite unless DATABASE_URL and CACHE_URL say otherwise
	@$(BIN)/python -m pytest -n 3 --dist loadgroup -q

lint: setup  ## Style, types, import directions, templates, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	DEBUG=true $(BIN)/mypy
	DEBUG=true $(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	DEBUG=true $(BIN)/python manage.py makemigrations --check --dry-run

format: setup  ## Format the code
	$(BIN)/ruff check --fix-only -q .
	$(BIN)/ruff format -q .

bench: setup  ## Measure, as ratios within one run
	$(BIN)/python -m bench

lock:  ## Renew requirements.lock from pyproject.toml
	$(UV) pip compile -q pyproject.toml --group dev --universal --generate-hashes --python-version 3.12 --upgrade --no-emit-index-url -o requirements.lock
