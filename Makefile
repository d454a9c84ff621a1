# Habits: make help | demo | test | lint | docs | reference | bench | release. Each sets up what it needs in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

help: ## what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 10

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.guide: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[guide]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[guide,dev]'
	@touch $@

$(VENV)/.bench: pyproject.toml | $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[guide,dev,bench]'
	@touch $@

$(VENV)/.docs: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@touch $@

demo: $(VENV)/.guide ## the HIM guide and a personal estimate, on real data, offline after install
	@mkdir -p demo
	$(BIN)/paychart guide him -o demo/him.html
	$(BIN)/paychart estimate --occupation 29-2072 --area "Denver, CO" --education bachelor --experience 5
	@echo "Open demo/him.html in a browser."

test: $(VENV)/.dev ## all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(VENV)/.dev ## style, types, and the direction of imports
	$(BIN)/ruff check src lab tests bench scripts
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

docs: $(VENV)/.docs ## the documentation site, in site/
	$(BIN)/mkdocs build --strict --quiet

manifest: $(VENV)/.dev ## the checksums of all bundled files, after a table has changed
	$(BIN)/python -c 'from paychart.data.manifest import write_manifest; print(write_manifest(), "files")'

reference: $(VENV)/.dev ## the pages of commands and API addresses and the output in the tutorials, from the program
	$(BIN)/python scripts/write_command_reference.py
	$(BIN)/python scripts/write_tutorials.py

fuzz: $(VENV)/.dev ## damage 200,000 files and see every reader refuse or answer; about an hour, docs/fuzzing.json
	$(BIN)/python tests/fuzz/fuzz_campaign.py 200000

bench: $(VENV)/.bench ## speed and error beside peers: records, docs/benchmarks.md and README's figures
	$(BIN)/python bench/record.py
	$(BIN)/python scripts/write_benchmarks_page.py

$(VENV)/.release: pyproject.toml | $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[guide,release]'
	@touch $@

release: $(VENV)/.release ## wheel and sdist, each extra installed, licenses, bill of materials, known vulnerabilities
	$(BIN)/python -m hatchling build -d dist
	$(BIN)/python scripts/release_papers.py dist/licenses.md dist/sbom.json
	$(BIN)/python scripts/check_extras.py dist/*.whl dist/extras.json
	$(BIN)/pip-audit --skip-editable || { echo "pip-audit found something, or could not ask: not a release yet." >&2; exit 1; }

.PHONY: help demo test lint docs reference fuzz bench release
