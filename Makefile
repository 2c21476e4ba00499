# One definition of every task, for people and for CI.
.PHONY: serve test gate check fmt bench pictures faults cov install install-dev clean help

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# torch is needed once only, to export the embedding model; its CPU build is enough. Where the
# package index gives the CUDA build for this name, say TORCH=torch==2.13.0+cpu.
TORCH ?= torch==2.13.0
BIN := .venv/bin
PYTEST = $(BIN)/python -m pytest -m "not faults"
STARTING := tests/faults tests/journey
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

serve: install  ## install, build the index, serve the page and the API on http://HOST:PORT
	$(BIN)/qa build
	$(BIN)/qa serve --host $(HOST) --port $(PORT)

# Tests that start processes and wait for them run beside all others; what they said comes last.
test: install-dev  ## install, run the whole suite but for the slow fault runs
	@said=$$(mktemp); \
	$(PYTEST) $(STARTING) -p no:cacheprovider >$$said 2>&1 & beside=$$!; \
	trap 'kill $$beside; rm -f $$said; exit 1' INT TERM; \
	$(PYTEST) $(STARTING:%=--ignore=%); code=$$?; \
	wait $$beside || code=$$?; \
	cat $$said; rm -f $$said; exit $$code

gate: install-dev  ## ask the shipped corpus its questions; fail below tests/questions/gate.toml
	$(BIN)/qa build
	$(BIN)/qa eval tests/questions/series.jsonl --gate tests/questions/gate.toml

check: install-dev  ## formatting, lint, types, floors
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: install-dev  ## format and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

cov: install-dev  ## the suite with branch coverage
	$(PYTEST) --cov

faults: install-dev  ## kill, corrupt, fill and stop servers and builds, for half an hour
	$(BIN)/python -m pytest -m faults

pictures: install-dev  ## take the pictures of the pages in docs/ while `make serve` runs
	$(BIN)/python -m benchmarks.pictures --url http://$(HOST):$(PORT) --folder docs

bench: install-dev  ## measure; SETS=folder of question sets, WORK=scratch folder
	$(PIP) -e '.[bench]'
	$(BIN)/python -m benchmarks.retrieval --sets $(SETS) --work $(WORK)
	$(BIN)/python -m benchmarks.choices --sets $(SETS) --work $(WORK)
	$(BIN)/python -m benchmarks.speed --sets $(SETS) --work $(WORK)
	$(BIN)/python -m benchmarks.loads --sets $(SETS) --work $(WORK) --docs docs
	$(BIN)/python -m benchmarks.ask --sets $(SETS) --work $(WORK)
	$(BIN)/python -m benchmarks.building --work $(WORK) --docs docs
	$(BIN)/qa build --index $(WORK)/own
	$(BIN)/python -m benchmarks.stages --index $(WORK)/own --questions tests/questions/series.jsonl

install: .venv/.installed

install-dev: .venv/.installed-dev

.venv/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "qa needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(PIP) '$(TORCH)'
	$(PIP) -e '.[export]'
	touch $@

.venv/.installed-dev: .venv/.installed
	$(PIP) -e '.[dev]'
	touch $@

clean:  ## remove what was installed and built
	rm -rf .venv index/0* index/models index/CURRENT index/.lock

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 10
