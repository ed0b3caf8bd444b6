# make demo   the main job: table, workbooks, slides, picture of the chart
# make test   every test
# Both set up what they need in .venv first.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JS := tests/js
NPM := $(JS)/node_modules

.PHONY: demo test lint bench golden docs catalog workbook clean

demo: $(VENV)/ready
	$(BIN)/plm-ratios demo --out demo

test: $(VENV)/ready-dev
	@! command -v npm > /dev/null || $(MAKE) --no-print-directory $(NPM)/ready
	$(BIN)/python -m pytest

lint: $(VENV)/ready-dev $(NPM)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	npm --prefix $(JS) run --silent lint
	npm --prefix $(JS) run --silent types

bench: $(VENV)/ready-dev
	$(BIN)/python bench/start_up.py
	$(BIN)/python bench/calc_cells.py
	$(BIN)/python bench/excel_calls.py
	$(BIN)/python bench/export.py
	$(BIN)/python bench/server.py

catalog: $(VENV)/ready-dev
	$(BIN)/plm-ratios catalog format
	$(BIN)/plm-ratios catalog build

golden: $(VENV)/ready-dev
	$(BIN)/python tests/golden/generate.py
	$(BIN)/python tests/golden/generate_own.py

workbook: $(VENV)/ready-dev
	$(BIN)/python -m plm_ratios.workbook_builder.shipped workbook/plm_ratios.xlsm

docs: $(VENV)/ready-dev
	$(BIN)/python docs/generate.py

clean:
	rm -rf $(VENV) $(NPM) demo build dist .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "plm-ratios needs Python 3.11 or newer; name one: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/ready-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/ready

$(NPM)/ready: $(JS)/package-lock.json
	npm --prefix $(JS) ci --silent
	@touch $@
