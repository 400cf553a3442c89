# The front door. `make` alone says what there is.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
# One more than the two processors of most machines in the cloud: many tests wait.
WORKERS ?= 3
ROWS ?= 1000000
ARGS ?=

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# As tests/conftest.py puts them; by default files with few tests, which are the slow ones, are last.
SIDE_BY_SIDE = -n $(WORKERS) --no-loadscope-reorder
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-python-downloads --custom-compile-command "make lock"
WHEEL_LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --only-binary :all: \
	--python-platform x86_64-manylinux_2_28 --no-python-downloads \
	--custom-compile-command "make lock"
# What the managed Airflow has, and nothing else, is what runs here.
AIRFLOW_IMAGE := local_cloud/mwaa/images/3.2.1/constraints.txt

# pyspark alone is 400 MB.
export UV_HTTP_TIMEOUT ?= 300
# Once, not at each start of a command where Python may not keep what it compiles.
export UV_COMPILE_BYTECODE := 1
# Progress bars of installers are for people, not for logs.
export UV_NO_PROGRESS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_PROGRESS_BAR := off
# An activated environment of another project must not be written to.
unexport VIRTUAL_ENV
# Compiling at each start, and rewriting all tests for pytest, is a sixth of what a process costs.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## List the commands
	@echo "E-commerce data platform"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "PYTHON=python3.12 chooses the Python, ARGS=\"…\" is handed on to run, test, changes, planted and bench."

.PHONY: setup
setup: .venv/.ready ## Install everything into .venv (done at once when nothing changed)

.PHONY: run
run: setup wheels airflow ## Bring everything up in a local cloud, messy files to insights
	@$(BIN)/edp demo $(ARGS)

.PHONY: test
test: setup wheels airflow ## Run all tests (WORKERS=3 processes)
	@java_home=$$($(BIN)/python scripts/java_home.py); \
	JAVA_HOME="$$java_home" $(PYTEST) $(SIDE_BY_SIDE) $(ARGS)

.PHONY: bench
bench: setup ## Hold speed and results against peers (ROWS=1000000 records)
	@$(BIN)/python -m benchmarks --rows $(ROWS) $(ARGS)

.PHONY: check
check: lint wheels airflow ## Lint, types and the quick tests
	@java_home=$$($(BIN)/python scripts/java_home.py); \
	JAVA_HOME="$$java_home" $(PYTEST) $(SIDE_BY_SIDE) -m "not slow" $(ARGS)

.PHONY: lint
lint: setup ## Format, lint rules and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

.PHONY: workflows
workflows: setup ## Run the steps of the GitHub workflows in a clean clone
	@$(BIN)/python scripts/run_workflows.py

.PHONY: changes
changes: setup ## Play 200 random lives of a lake whose contracts change (an hour)
	@java_home=$$($(BIN)/python scripts/java_home.py); \
	JAVA_HOME="$$java_home" $(BIN)/python -m tests.e2e.changes $(ARGS)

.PHONY: planted
planted: setup wheels airflow ## Plant wrong assumptions about AWS: each has to fail (half an hour)
	@$(BIN)/python scripts/planted.py $(ARGS)

.PHONY: format
format: setup ## Put the code into shape
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

.PHONY: docs
docs: setup ## Write docs/data-model.md from the contracts
	@$(BIN)/edp docs

.PHONY: lock
lock: .venv/.uv ## Write the requirements files anew (UPGRADE=1 takes newer versions)
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group setup -o requirements-setup.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml --extra dev -o requirements-dev.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) pyproject.toml -c requirements-dev.txt -o requirements.txt
	@$(LOCK) -c $(AIRFLOW_IMAGE) mwaa_dags/airflow-requirements.in -o requirements-airflow.txt
	@$(LOCK) $(if $(UPGRADE),--upgrade) --group checkov -o requirements-checkov.txt
	@$(WHEEL_LOCK) --group glue -c requirements.txt --python-version 3.13 -o requirements-glue.txt
	@$(WHEEL_LOCK) --group mwaa --no-deps --python-version 3.12 -c $(AIRFLOW_IMAGE) \
		-o requirements-mwaa.txt

.PHONY: scan
scan: setup wheels build/checkov/.ready ## Synthesise every environment; cfn-lint, cdk-nag and checkov
	@for env in $$($(BIN)/python -c 'import config; print(*config.environments())'); do \
		PATH="$$PWD/$(BIN):$$PATH" cdk synth --quiet -c env=$$env -o build/synth/$$env; \
		$(BIN)/cfn-lint build/synth/$$env/*.template.json; \
		build/checkov/bin/checkov --directory build/synth/$$env --framework cloudformation \
			--quiet --compact --skip-download; done

build/checkov/.ready: requirements-checkov.txt | setup
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/checkov
	@$(BIN)/uv pip sync --quiet --python build/checkov/bin/python --require-hashes $<
	@touch $@

.PHONY: airflow
airflow: build/airflow/.ready ## Install Airflow, in an environment of its own

build/airflow/.ready: requirements-airflow.txt | setup
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/airflow
	@$(BIN)/uv pip sync --quiet --python build/airflow/bin/python --require-hashes $<
	@touch $@

.PHONY: wheels
wheels: build/wheels/.ready ## Fetch what Glue and MWAA install, held to its hashes

# A managed service runs on Linux; pip wants each tag that it accepts by name.
PLATFORMS := $(patsubst %,--platform %_x86_64,manylinux_2_28 manylinux_2_17 manylinux2014)
build/wheels/.ready: requirements-glue.txt requirements-mwaa.txt | setup
	@rm -rf build/wheels
	@for target in glue:3.13 mwaa:3.12; do \
		$(BIN)/python -m pip download --quiet --require-hashes --no-deps --only-binary :all: \
			$(PLATFORMS) --python-version $${target#*:} --dest build/wheels/$${target%:*} \
			-r requirements-$${target%:*}.txt; done
	@touch $@

.PHONY: clean
clean: ## Remove .venv and caches; data and results stay
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.uv: requirements-setup.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) \
		and f"Python 3.11 or newer is needed; $(PYTHON) is {sys.version.split()[0]}: make PYTHON=… names another")'
	@echo "Setting up .venv"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-setup.txt
	@touch $@

# uv is quick; pip, which knows mirrors and certificates that are set up for pip only, is the way out.
.venv/.ready: .venv/.uv requirements-dev.txt pyproject.toml
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes \
		--build-constraints requirements-setup.txt requirements-setup.txt requirements-dev.txt \
	|| { echo "uv did not get through (above); trying the same with pip"; \
		$(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation --use-pep517 \
			-r requirements-setup.txt -r requirements-dev.txt; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@
