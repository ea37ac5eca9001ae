# Every target starts from what is there; on an empty folder "make demo" sets up all that it needs.

PYTHON ?= python3
RUNS = 120
FROM = 2009
TO = 2018
OUT = demo
UPGRADE =

BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check -qq

# What a user has set for other programs must not reach into .venv, nor keep compiled modules from being stored.
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE PIP_PREFIX PIP_ROOT PIP_TARGET PIP_REQUIRE_HASHES
export PIP_USER = 0

.PHONY: help setup setup-test setup-advice setup-page setup-report demo test lint bench lock clean
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL = help

help:  ## Say what can be made
	@awk -F ':[^#]*##  *' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "Settings: make setup PYTHON=python3.12; make demo RUNS=20 FROM=2009 TO=2012 OUT=out; make lock UPGRADE=--upgrade"

setup: .venv/.project  ## Install thbsim and what it needs into .venv, once (half a minute)

setup-test: .venv/.test .venv/.project  ## The same, with what the tests need (three quarters of a minute)

setup-advice: .venv/.advice .venv/.project  ## The same, with what allocate, sensitivity and others need

setup-page: .venv/.page .venv/.project  ## All that the page in the browser needs: advice and report among it

setup-report: .venv/.report .venv/.project  ## The same, with what Word and PDF documents need

demo: setup  ## Compare two policies with the baseline and leave tables and charts in demo/
	@echo "Comparing two policies with the baseline, $(RUNS) runs each; usually done within a minute."
	@$(BIN)/thbsim compare baseline online-monitoring sector-inspections \
		--runs $(RUNS) --from $(FROM) --to $(TO) --out "$(OUT)"

test: setup-test  ## Run all tests
	@tests/programs.sh
	@echo "Running the tests; usually some minutes."
	@$(BIN)/python -m pytest

lint: setup-test  ## Check style, types and which package may import which
	@echo "Checking style, types and imports; usually under half a minute."
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: setup-test  ## Measure the speed of the simulation on this machine
	@echo "Measuring speed; usually some minutes."
	@$(BIN)/python -m experiments.bench

.venv/.packages: requirements.lock
	@command -v "$(PYTHON)" >/dev/null || { \
		echo "There is no $(PYTHON) here: install Python 3.11 or newer, or name one: make setup PYTHON=/path/to/python" >&2; \
		exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.version_info >= (3, 11) or sys.exit("thbsim needs Python 3.11 or newer, and \
	$(PYTHON) is %s.%s: name another one, as in make setup PYTHON=python3.12" % sys.version_info[:2])'
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python has no venv module: on Debian and Ubuntu, install the package python3-venv." >&2; exit 1; }
	@echo "Installing the packages of requirements.lock into .venv; usually 20 to 60 seconds, about 220 MB to download."
	@"$(PYTHON)" -m venv --clear .venv
	@$(PIP) install --no-compile --require-hashes -r requirements.lock
	@touch $@

.venv/.test: requirements-test.lock .venv/.packages
	@echo "Installing the packages of requirements-test.lock into .venv; usually 10 to 30 seconds."
	@$(PIP) install --no-compile --require-hashes -r requirements-test.lock
	@touch $@

.venv/.advice: requirements-advice.lock .venv/.packages
	@echo "Installing the packages of requirements-advice.lock into .venv; usually 10 to 30 seconds."
	@$(PIP) install --no-compile --require-hashes -r requirements-advice.lock
	@touch $@

.venv/.report: requirements-report.lock .venv/.packages
	@echo "Installing the packages of requirements-report.lock into .venv; usually 10 seconds."
	@$(PIP) install --no-compile --require-hashes -r requirements-report.lock
	@touch $@

.venv/.page: requirements-page.lock .venv/.packages
	@echo "Installing the packages of requirements-page.lock into .venv; usually 30 seconds."
	@$(PIP) install --no-compile --require-hashes -r requirements-page.lock
	@touch $@

.venv/.project: pyproject.toml .venv/.packages
	@echo "Installing thbsim itself into .venv; usually 2 seconds."
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

lock:  ## Write all lock files anew from pyproject.toml (UPGRADE=--upgrade for newer versions)
	@echo "Resolving versions; usually 10 seconds."
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && "$(PYTHON)" -m venv "$$tools" && \
	"$$tools/bin/python" -m pip install -qq --disable-pip-version-check uv==0.13.9 && \
	compile() { "$$tools/bin/uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --annotation-style line --custom-compile-command "make lock" $(UPGRADE) "$$@"; } && \
	compile pyproject.toml requirements-build.in -o requirements.lock && \
	compile pyproject.toml requirements-build.in --extra test -c requirements.lock -o requirements-test.lock && \
	compile pyproject.toml requirements-build.in --extra advice -c requirements-test.lock -o requirements-advice.lock && \
	compile pyproject.toml requirements-build.in --extra report -c requirements-test.lock -o requirements-report.lock && \
	compile pyproject.toml requirements-build.in --extra page -c requirements-test.lock -o requirements-page.lock

clean:  ## Remove .venv, demo/ and all caches; out/ stays
	rm -rf .venv demo dist build .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
