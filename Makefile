# `make reports` and `make test` do all of their own set-up in .venv; they need Python 3.11+, git and make.
PYTHON ?= python3
BIN := .venv/bin
SITE := reports/_build/site/index.html

# many small matrices are slower on two threads than on one, and the tests run in two processes
export OPENBLAS_NUM_THREADS = 1

.PHONY: help reports test audit lab check tidy lint picture lock clean
.DEFAULT_GOAL := help

help:  ## List these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

reports: .venv/.ready  ## Execute the notebooks and build the site
	$(BIN)/claimbook render

test: reports lint check  ## Render, lint, check the tables, run every test
	$(BIN)/pytest -W error -n 2 --dist loadgroup lib tests
	$(BIN)/pytest -W error notebooks

audit: reports  ## Open every page in Chromium: axe, weight, requests, errors, figures (ten minutes)
	PYTHONPATH=tests $(BIN)/python tests/browser/audit.py

lint: .venv/.ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: .venv/.ready  ## Check every table of data/
	$(BIN)/claimbook check

tidy: .venv/.ready  ## Sort and index the tables, write the dictionary, clean notebooks, format code
	$(BIN)/claimbook tidy
	$(BIN)/ruff format .

lab: .venv/.ready  ## Explore the notebooks in JupyterLab
	@# small models take several times as long where threads wait for each other
	$(BIN)/jupyter lab --notebook-dir=notebooks

picture: .venv/.ready  ## Draw the picture of the README anew (needs Chromium)
	$(BIN)/python reports/picture.py

lock: .venv/.ready  ## Resolve the dependencies anew into requirements.lock (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --generate-hashes --fork-strategy fewest --upgrade \
	  --python-version 3.11 --custom-compile-command "make lock" --output-file requirements.lock

clean:  ## Remove the environment and everything generated
	rm -rf .venv reports/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "claimbook needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
