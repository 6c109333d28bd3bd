# Every target sets up what it needs; nothing but make and python3 (3.11 or newer) has to be there before.
.DEFAULT_GOAL := help
.PHONY: help run test check unit browser chaos drill audit bench format seed screenshots words pins clean packages dev-packages chromium litecoind

PY := .venv/bin/python
BOOTSTRAP := @python3 -I picomarket/bootstrap.py
# The type checker loads Django's settings, which ask for a secret unless DEBUG is on.
DEVELOPMENT := DEBUG=true

help:  ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /make \1|/p' Makefile | while IFS='|' read -r name text; do printf '  %-17s %s\n' "$$name" "$$text"; done

run: packages  ## the whole market on http://localhost:8000 (PORT=8001 for another port, SCALE=0.2 for less demo data)
	@$(PY) -m picomarket.embedded run

test: check unit browser audit  ## everything, as CI runs it

check: dev-packages  ## format, lint, types, import contracts, migrations, templates
	$(PY) -m ruff format --check --quiet .
	$(PY) -m ruff check --quiet .
	$(PY) -m djlint --check --lint templates
	PYTHONPATH=. $(PY) -c "from importlinter.cli import lint_imports_command as lint; lint()"
	$(DEVELOPMENT) $(PY) -m mypy
	$(PY) manage.py makemigrations --check --dry-run

unit: dev-packages litecoind  ## unit and integration tests on PostgreSQL and Valkey
	$(PY) -m pytest -q -n auto --ignore=tests/browser

browser: dev-packages chromium  ## journeys in a real browser
	$(PY) -m pytest -q -n 2 tests/browser

chaos: dev-packages  ## everything at random with kill -9, five minutes of verbs, five of servers (SECONDS=3600 SEED=2)
	CHAOS_SECONDS=$(or $(SECONDS),300) CHAOS_SEED=$(or $(SEED),1) $(PY) -m pytest -q tests/test_chaos.py tests/test_chaos_servers.py

drill: packages  ## a backup of the development data, brought back into a database of its own and proved there
	@$(PY) manage.py drill

audit: dev-packages  ## known weaknesses of the pinned packages; passes, and says so, where there is no network to ask by
	@$(PY) -m tests.audit_pins || [ $$? -eq 3 ]

bench: packages  ## the hot verbs against bare PostgreSQL (SIZES=10000 ONLY=approve CLIENTS=1 SECONDS=1 for a part)
	@$(PY) manage.py bench $(if $(SIZES),--sizes $(SIZES)) $(if $(ONLY),--only $(ONLY)) $(if $(CLIENTS),--clients $(CLIENTS)) \
		$(if $(SECONDS),--seconds $(SECONDS))

format: dev-packages  ## put every file in its format
	$(PY) -m ruff format --quiet .
	$(PY) -m ruff check --quiet --fix .
	$(PY) -m djlint --quiet --reformat templates

seed: packages  ## fill an empty market with demo data (SCALE=10 for ten times as much)
	@$(PY) manage.py migrate -v0
	@$(PY) manage.py seed_demo --scale $(or $(SCALE),1)

screenshots: dev-packages chromium  ## the pictures of the README
	@$(PY) -m tests.browser.screenshots

words: packages  ## find the words people read, update and compile locale/ (LANGUAGES="es pt-br" for some)
	@$(DEVELOPMENT) $(PY) manage.py words $(LANGUAGES)

pins: dev-packages  ## compile pyproject.toml's groups into requirements*.txt
	$(COMPILE) --group dev -o requirements-dev.txt
	$(COMPILE) --group embedded -c requirements-dev.txt -o requirements-embedded.txt
	$(COMPILE) --group run -c requirements-dev.txt -o requirements.txt

COMPILE := $(PY) -m uv --quiet pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make pins"

clean:  ## forget everything made here: packages, development data, caches
	@if [ -x $(PY) ]; then $(PY) -m picomarket.embedded forget; fi
	@rm -rf .venv .data .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

packages:
	$(BOOTSTRAP) requirements-embedded.txt

dev-packages:
	$(BOOTSTRAP) requirements-dev.txt

chromium:
	$(BOOTSTRAP) chromium

litecoind:
	@python3 -I wallet/tests/litecoind.py
