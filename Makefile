# The two commands that matter: `make site` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
TESTS ?=

.PHONY: site test check lint serve docs faults bench browser lock clean

site: .venv/ready ## build the five bodies into site/
	$(BIN)/prongsai build

test: .venv/ready browser ## run every test
	$(BIN)/pytest $(TESTS)

check: lint test ## everything that a change must pass

lint: .venv/ready
	$(BIN)/ruff format --check generator tests
	$(BIN)/ruff check generator tests
	$(BIN)/mypy

serve: .venv/ready ## live preview of one body: make serve UNIT=bo-thong
	$(BIN)/prongsai serve $(UNIT)

docs: .venv/ready ## write the pages of the manual that come from code
	$(BIN)/prongsai explain > generator/manual/problems.md

faults: .venv/ready ## seed single faults into the five bodies and count those that are named
	$(BIN)/python tests/bench/faults.py

bench: .venv/ready ## how long checking takes for a thousand bodies
	$(BIN)/python tests/bench/checking.py

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "needs python3 3.11 or newer with venv (Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

browser: ## the browser tests need Chromium and a Thai font
	@if ! { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
		|| ! { command -v fc-list >/dev/null && fc-list :lang=th | grep -q .; }; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-thai-tlwg fontconfig; \
		else \
			echo "the browser tests need Chromium and a Thai font; on Debian, as root:"; \
			echo "  apt-get install chromium fonts-thai-tlwg fontconfig"; exit 1; \
		fi; \
	fi

lock: .venv/ready ## write the exact versions that are installed now
	echo '# Exact versions of everything that builds and tests this project; `make lock` writes it anew.' > requirements.lock
	$(BIN)/pip freeze --exclude-editable >> requirements.lock

clean: ## remove everything that can be made again
	rm -rf .venv .build site
