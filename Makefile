# Handles for people and machines; `make help` lists them. PORT, HOST and VAR can be set: make demo PORT=8001.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?=

export PORT HOST VAR

.DEFAULT_GOAL := help
.PHONY: demo test test-long dev check bench messages screenshots lock help

demo: $(VENV)/.base ## The whole site with sample content on http://127.0.0.1:8000; Ctrl-C stops it
	@exec $(BIN)/python manage.py serve --demo

test: $(VENV)/.dev ## The suite on SQLite and PostgreSQL, with browser journeys (within 15 minutes)
	@exec tests/run

test-long: $(VENV)/.dev ## What is too slow for each change: races, faults, long property runs (within 60 minutes)
	@exec tests/run --long

dev: $(VENV)/.dev ## As demo, with Django's debug page; the web process starts again when code changes
	@DJANGO_SETTINGS_MODULE=bostadsforum.settings.dev exec $(BIN)/python manage.py serve --demo --reload

check: $(VENV)/.dev ## Lint, layout, types, import contracts, migrations, messages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy
	$(BIN)/pytest -q tests/test_catalogue.py tests/test_wagtail_catalogue.py

bench: $(VENV)/.dev ## The benchmarks: our figures beside a limit, as ratios (make bench ONLY=journeys)
	@exec $(BIN)/python -m tests.bench $(ONLY)

messages: $(VENV)/.dev ## Read the source strings into locale/sv (GNU gettext) and compile the catalogue
	$(BIN)/django-admin makemessages --locale sv --no-wrap --no-obsolete --add-location file \
	    --extension py,html,txt,mjml --ignore '$(VENV)/*' --ignore 'var/*' --ignore 'tests/*' --pythonpath . \
	    --settings bostadsforum.settings.dev
	$(BIN)/pybabel compile --directory locale --domain django --locale sv

screenshots: $(VENV)/.dev ## The pictures of the editors' handbook, taken anew with Chromium
	$(BIN)/python docs/screenshots/make.py

# Requirements are compiled for every system and Python at once, without the command line or a registry's name.
# The extras stay: pip looks for "coverage[toml]" and "coverage" apart, and takes a newer one than the pinned.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
          --no-strip-extras

lock: $(VENV)/.dev ## Compile requirements/*.in to hash-locked *.txt; keeps what is pinned (make lock UPGRADE=--upgrade)
	$(COMPILE) $(UPGRADE) requirements/base.in -o requirements/base.txt
	$(COMPILE) $(UPGRADE) requirements/production.in -o requirements/production.txt
	$(COMPILE) $(UPGRADE) requirements/dev.in -o requirements/dev.txt

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name words; do \
	    printf '  make %-11s %s\n' "$$name" "$$words"; done

# --- The virtual environment: made once, installed again only when the requirements change ------------------

$(VENV)/.base: requirements/base.txt | $(VENV)/.made
	@echo "Installing what the site needs (about half a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/.made
	@echo "Installing what the tests need (about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.base

# The first Python on the path that is new enough, or the one named with PYTHON=….
$(VENV)/.made:
	@for python in $(PYTHON) $(if $(PYTHON),,python3 python3.14 python3.13 python3.12 python3.11); do \
	    if command -v $$python >/dev/null && \
	        $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	        found=$$python; break; fi; done; \
	if [ -z "$$found" ]; then \
	    echo "Bostadsforum needs Python 3.11 or newer, and $(or $(PYTHON),python3) is not." >&2; exit 1; fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "$$found cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; \
	    exit 1; fi; \
	echo "Making $(VENV) with $$($$found --version) …"; \
	$$found -m venv $(VENV) && touch $@
