# Needs Python 3.11 or newer, git and make. Only .venv/locked and browser use the network, once each. Another Python: make PYTHON=python3.13 book
PYTHON ?= python3
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

.PHONY: book test serve check clean bench browser

book: .venv/ready           ## build both languages into _site
	$(BIN)/python -m analysis book

test: .venv/ready browser   ## run every test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

serve:                      ## read _site at 127.0.0.1:8000 (the pages also open as files)
	@test -d _site || { echo "Nothing is built yet: run 'make book' first."; exit 1; }
	$(PYTHON) -m http.server --bind 127.0.0.1 --directory _site 8000

check: .venv/ready          ## check data, units, formulas, pages and languages
	$(BIN)/python -m analysis check

bench: .venv/ready          ## measure the build
	$(BIN)/python benchmarks/build.py

clean:                      ## remove what was built; the environment stays, so that nothing is fetched again
	rm -rf _site _build .pytest_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

browser:
	@sh tests/browser_setup.sh

# Exactly the locked packages, compiled once: where Python may not write bytecode, every later start would compile them again.
.venv/locked: requirements.lock
	@$(PYTHON) -c "import sys; sys.version_info >= (3, 11) or sys.exit('Compute Ledger needs Python 3.11 or newer, and $(PYTHON) is %d.%d. Name another one: make PYTHON=python3.13 book' % sys.version_info[:2])"
	@echo "Installing the locked packages into .venv, once. This takes about a minute."
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile --only-binary :all: --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m compileall -qq -j 2 .venv
	@touch $@

# The project itself, offline: its build backend is among the locked packages.
.venv/ready: .venv/locked pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	@touch $@
