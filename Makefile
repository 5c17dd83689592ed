# make demo   a running system with invented data     make test   everything that is tested
# make lint   every gate of the code                   make bench  the measures, each beside its limit
# make lock   write the lock files anew                make web    build the files that pages load
# make notices  write THIRD-PARTY.md from the lock files

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/done
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --progress-bar off
DIST := sunshine/ui/static/dist/manifest.json
WEB := $(shell find web/src -type f 2>/dev/null) web/vite.config.ts web/tsconfig.json
CATALOGUE := sunshine/locale/zh_Hans/LC_MESSAGES/django
JOBS ?= 2
# File after file in the order of collection: what the tests of a file share is made by one worker.
SPREAD := -n $(JOBS) --dist loadfile --no-loadscope-reorder
# Compiled once, not by every process that is started.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.PHONY: demo test lint rounds elsewhen elsewhen-halves bench lock notices web messages packages clean

demo: $(DONE)/demo $(DIST) messages
	@$(BIN)/sunshine demo

# ── the environment ────────────────────────────────────────────────────────────
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv $(VENV)

$(DONE)/%: requirements/%.txt pyproject.toml | $(BIN)/python
	@$(PYTHON) tools/locks.py requirements/$*.txt
	@echo "installing requirements/$*.txt"
	@$(PIP) --no-deps --only-binary :all: --require-hashes -r requirements/$*.txt
	@$(PIP) --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@$(BIN)/python -m pip --disable-pip-version-check check
	@mkdir -p $(DONE) && touch $@

web/node_modules/.done: web/package.json web/package-lock.json
	@node -e 'const [major, minor] = process.versions.node.split(".").map(Number); const fits = major === 20 && minor >= 19 || major === 22 && minor >= 13 || major >= 24; if (!fits) { console.error("Node 20.19 (or a later 20), 22.13 (or a later 22), 24 or newer is needed; this is " + process.versions.node); process.exit(1) }'
	@cd web && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.done

$(DIST): web/node_modules/.done $(WEB)
	@cd web && npm run --silent build -- --logLevel warn
	@touch $@

web: $(DIST)

messages: | $(BIN)/python
	@$(BIN)/python tools/messages.py compile >/dev/null

# Debian's browser and fonts for the browser tests: installed if we may, named if not.
packages:
	@sh tools/packages.sh chromium-headless-shell fonts-noto-cjk

# ── the checks ─────────────────────────────────────────────────────────────────
lint: $(DONE)/test web/node_modules/.done messages
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy sunshine
	$(BIN)/lint-imports
	$(BIN)/djlint sunshine --lint --quiet
	$(BIN)/python -m tools.templates check
	$(BIN)/python tools/messages.py missing
	$(BIN)/python tools/messages.py unused
	$(BIN)/python tools/gates.py size hosts
	cd web && npm run --silent check

# Looked up when the recipe runs, which is after it was installed.
MEASURED = $(shell $(BIN)/python -c 'import slipcover' 2>/dev/null && echo -m slipcover)
test: $(DONE)/test $(DIST) messages packages
	cd web && npm test --silent
	@mkdir -p build
	$(BIN)/python $(MEASURED) -m pytest $(SPREAD) -rs 2>&1 | tee build/test.log; \
	  tail -n 40 build/test.log | grep -Eq '^(=+ )?[0-9]+ passed' && ! tail -n 40 build/test.log | grep -Eq '[0-9]+ (failed|error)'
	$(if $(MEASURED),$(BIN)/python tools/gates.py coverage,@echo "The coverage gate was not asked: there is no slipcover for this machine.")
	@tail -n 1 build/test.log

# All rounds of the tests that `make test` runs a part of.
rounds: $(DONE)/test $(DIST) messages
	SUNSHINE_TEST_FULL=1 $(BIN)/pytest -m rounds $(SPREAD)

# What depends on the day, next year and ten minutes before New Year, and the whole demonstration at two moments.
DATED := tests/desk tests/public tests/api tests/ui tests/clocks tests/config/test_demo_accounts.py tests/demo/test_demo.py
# Junk is answered alike on all days, and who may see what, and what a page may cost; two have a clock of their own.
DAILY := --ignore-glob=*/test_weird*.py --ignore=tests/public/test_fuzz.py --ignore=tests/public/test_hours.py \
  --ignore=tests/public/test_tries.py --ignore=tests/desk/test_routes_and_roles.py --ignore=tests/desk/test_costs.py
NEXT_YEAR := --at +37d
NEW_YEAR := --at "$$(date +%Y)-12-31T23:50"
WHOLE = SUNSHINE_WHOLE_DEMOS=$(1) $(BIN)/pytest tests/demo/test_another_date.py tests/demo/test_moments.py \
  -k "whole or another_day" --randomly-dont-reorganize -rP $(SPREAD)
elsewhen: $(DONE)/test $(DIST) messages
	$(BIN)/pytest $(NEXT_YEAR) -m "not browser and not kill" $(SPREAD) $(DATED) $(DAILY)
	$(BIN)/pytest $(NEW_YEAR) -m "not browser and not kill" $(SPREAD) $(DATED) $(DAILY)
	$(call WHOLE,2)

# Each day for one half of them: what the whole check has time for.
elsewhen-halves: $(DONE)/test $(DIST) messages
	$(BIN)/pytest $(NEXT_YEAR) -m "not browser and not kill" $(SPREAD) $(filter tests/desk tests/api,$(DATED)) $(DAILY)
	$(BIN)/pytest $(NEW_YEAR) -m "not browser and not kill" $(SPREAD) $(filter-out tests/desk tests/api,$(DATED)) $(DAILY)
	$(call WHOLE,1)

bench: $(DONE)/test $(DIST) messages
	@$(BIN)/python -m bench

# ── upkeep ─────────────────────────────────────────────────────────────────────
lock: $(DONE)/test
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --upgrade -o requirements/demo.txt requirements/demo.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --upgrade -o requirements/test.txt requirements/test.in

notices: $(DONE)/test web/node_modules/.done
	@$(BIN)/python -m tools.notices

clean:
	rm -rf $(VENV) web/node_modules sunshine/ui/static/dist build
