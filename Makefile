# make demo   the main job: table, workbooks, slides, picture of the chart
# make quick  lint, and the tests that take a minute in all: no LibreOffice, browser, Node.js or server
# make test   every test but those that repeat others with further inputs; make test-slow runs these
# make bench  what it costs, beside what else could be done: bench/RESULTS.md, in some fifteen minutes
# make fuzz   damaged files and odd values for every reader, MINUTES=60 long; what fails is kept in build/fuzz
# Each sets up what it needs in .venv first.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
JS := tests/js
NPM := $(JS)/node_modules

# As many processes as there are processors, each with whole files of tests, the longest of them first.
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder

# The tests start Python some hundred times: what it has compiled is kept, whatever the environment says.
quick test test-slow bench: export PYTHONDONTWRITEBYTECODE =

.PHONY: demo quick test test-slow lint lint-js fuzz bench golden golden-parts docs catalog workbook lock generated clean

demo: $(VENV)/ready
	$(BIN)/plm-ratios demo --out demo

quick: lint
	$(BIN)/python -m pytest $(PARALLEL) --skip-long -m 'not host and not slow'

test: $(VENV)/ready-dev
	@! command -v npm > /dev/null || $(MAKE) --no-print-directory $(NPM)/ready
	$(BIN)/python -m pytest $(PARALLEL) -m 'not slow'

test-slow: $(VENV)/ready-dev
	@! command -v npm > /dev/null || $(MAKE) --no-print-directory $(NPM)/ready
	$(BIN)/python -m pytest $(PARALLEL) -m slow

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests/api/test_types.py
	$(BIN)/lint-imports --no-logo
	@if command -v npm > /dev/null; then $(MAKE) --no-print-directory lint-js; \
	else echo 'npm is not installed, so the JavaScript was not checked.'; test "$$PLM_RATIOS_REQUIRE_HOSTS" != 1; fi

lint-js: $(NPM)/ready
	npm --prefix $(JS) run --silent lint
	npm --prefix $(JS) run --silent types

MINUTES ?= 60
FIRST ?= 0
fuzz: $(VENV)/ready-dev
	PYTHONPATH=tests $(BIN)/python -m fuzzing --minutes $(MINUTES) --first $(FIRST) --keep build/fuzz

bench: $(VENV)/ready-dev
	@! command -v npm > /dev/null || $(MAKE) --no-print-directory $(NPM)/ready
	$(BIN)/python bench

catalog: $(VENV)/ready-dev
	$(BIN)/plm-ratios catalog format
	$(BIN)/plm-ratios catalog build

golden: $(VENV)/ready-dev
	$(BIN)/python tests/golden/generate.py
	$(BIN)/python tests/golden/generate_own.py

golden-parts: $(VENV)/ready-dev
	$(BIN)/python tests/workbook_builder/golden_parts.py

workbook: $(VENV)/ready-dev
	$(BIN)/python -m plm_ratios.workbook_builder.shipped workbook/plm_ratios.xlsm
	$(BIN)/python -m plm_ratios.hosts.excel.addin workbook/plm_ratios.xlam

docs: $(VENV)/ready-dev
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/generate_command_line.py
	$(BIN)/python docs/generate_lambda.py
	$(BIN)/python docs/generate_python.py
	$(BIN)/python docs/generate_speed.py

# The newest versions of what the server needs, with their hashes. Asks the index of packages; review the diff.
lock: $(VENV)/ready-dev
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --upgrade --extra server pyproject.toml \
	  --custom-compile-command 'make lock (in the source of plm-ratios)' --output-file addin/plm_ratios/hosts/server/project_files/requirements_lock.txt

generated: catalog golden workbook golden-parts docs

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
