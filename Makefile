# The two commands that matter: `make site` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
TESTS ?=
# Where the website will stand, for canonical addresses, the sitemap and the QR codes; a made-up place by default.
SITE_URL ?= https://prongsai.example/
LOCKED := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
FONTS := theme/overrides/assets/fonts

.PHONY: site test check lint serve docs wheel fonts faults bench form-test lighthouse spreadsheet apache browser lock clean trust payloads hostile-files fuzz crashes machines same-bytes mutants audit licences

site: .venv/ready fonts ## build the five bodies into site/
	SITE_URL="$(SITE_URL)" $(BIN)/prongsai build

test: .venv/ready browser ## run every test, the files shared out over two processes
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

check: lint test ## everything that a change must pass

lint: .venv/ready
	$(BIN)/ruff format --check generator tests
	$(BIN)/ruff check generator tests
	$(BIN)/mypy

serve: .venv/ready ## live preview of one body: make serve UNIT=bo-thong
	$(BIN)/prongsai serve $(UNIT)

docs: .venv/ready ## write the pages of the manual that come from code
	$(BIN)/python -m prongsai.cli.manual

wheel: .venv/ready fonts ## pack what offices install into dist/, with the theme and the fonts
	$(BIN)/python -m hatchling build -d dist

faults: .venv/ready ## seed single faults into the five bodies and count those that are named
	$(BIN)/python tests/bench/faults.py

BENCH ?=
bench: .venv/ready ## what a thousand bodies cost: tests/bench/README.md; options of the build in BENCH, as BENCH="--units 100"
	$(BIN)/python tests/bench/checking.py
	$(BIN)/python tests/bench/history.py
	$(BIN)/python tests/bench/portal.py
	$(BIN)/python tests/bench/preview.py
	$(BIN)/python tests/bench/building.py $(BENCH)

spreadsheet: .venv/ready ## open every CSV file of site/ in LibreOffice and compare; needs Debian's libreoffice-calc
	$(BIN)/python tests/bench/spreadsheet.py

apache: .venv/ready fonts ## show site/ through a real Apache and ask it what a browser would; needs Debian's apache2
	SITE_URL=https://prongsai.example/ita/ $(BIN)/prongsai build
	$(BIN)/python tests/bench/apache.py

audit: .venv/trust ## ask PyPI which of the locked versions have known faults, and whether each can be installed everywhere
	$(BIN)/python tests/trust/audit.py

licences: .venv/trust ## write the table of THIRD-PARTY.md from what the locked packages say of themselves
	$(BIN)/python tests/trust/licences.py

# Long runs of tests/trust, each writes its rows into tests/trust/README.md. Tools that only they need stand in requirements-trust.lock.
# Options: how many CASES or MOMENTS, which SEED, of which KIND; without them what the table tells.
export CASES SEED MINUTES MOMENTS
trust: payloads hostile-files fuzz crashes machines same-bytes mutants ## every long run one after another; hours

payloads: .venv/ready browser ## hostile texts in every field, opened in a real browser
	PYTHONPATH=tests $(BIN)/python tests/trust/payloads.py

hostile-files: .venv/ready ## hostile files, the large ones too, under limits of time and memory; a quarter of an hour
	$(BIN)/python tests/trust/hostile_files.py

fuzz: .venv/trust ## a hundred thousand cases of broken and of valid input, then atheris where it can be installed
	$(BIN)/python tests/trust/fuzz.py --write
	if $(BIN)/python -c 'import atheris' 2>/dev/null; then \
		$(BIN)/python tests/trust/loader.py -runs=$(or $(RUNS),200000) -seed=$(or $(SEED),1); fi

crashes: .venv/ready ## kill the verbs at a hundred moments each and look at what is left; half an hour, needs unshare, as root
	$(BIN)/python tests/trust/crashes.py crashes $(KIND)

machines: .venv/ready ## full and read-only disks, broken git, no Chromium: what the verbs say then; needs unshare, as root
	$(BIN)/python tests/trust/crashes.py machines $(KIND)

same-bytes: .venv/ready browser fonts ## build one commit in every way of tests/trust/ways.py and compare; half an hour
	$(BIN)/python tests/trust/same_bytes.py

mutants: .venv/trust ## change check, derive and what they stand on a little, and count the changes that no test notices; hours
	$(BIN)/python tests/trust/mutants.py

form-test: .venv/ready browser ## edit a measure in the form in a real browser; needs npm
	$(BIN)/python tests/form/edit.py

lighthouse: .venv/ready ## what Lighthouse says of five pages of site/; needs Node.js
	$(BIN)/python tests/bench/lighthouse.py

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "needs python3 3.11 or newer with venv (Debian: apt-get install python3-venv)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(LOCKED) -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/trust: .venv/ready requirements-trust.lock
	$(LOCKED) -r requirements-trust.lock
	touch $@

browser: ## the browser tests need Chromium, a Thai font and pdftotext
	@if ! { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
		|| ! command -v pdftotext >/dev/null \
		|| ! { command -v fc-list >/dev/null && fc-list :lang=th | grep -q .; }; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-thai-tlwg fontconfig poppler-utils; \
		else \
			echo "the browser tests need Chromium, a Thai font and pdftotext; on Debian, as root:"; \
			echo "  apt-get install chromium fonts-thai-tlwg fontconfig poppler-utils"; exit 1; \
		fi; \
	fi

# The digest is that which npm tells as dist.integrity, in hexadecimal; a package of other bytes is never unpacked.
SARABUN := @fontsource/sarabun@5.3.0
SARABUN_SHA512 := f065b19c4206f60ff626567153e00f695c22a5c2cc919901a6cf4dd6d1320715d668912702d1e9b9a0d8985546ee5cd382bdbca2b1bbfff86d0ffadfc4395f16
fonts: ## fetch Sarabun if npm is there; without it readers see their own Thai font
	@if [ -f $(FONTS)/sarabun-thai-700-normal.woff2 ] || ! command -v npm >/dev/null; then exit 0; fi; \
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	if ! (cd $$folder && npm pack --silent $(SARABUN) >/dev/null); then \
		echo "Sarabun could not be fetched; the site is built without it"; exit 0; fi; \
	$(PYTHON) -c 'import hashlib, pathlib, sys; sys.exit(hashlib.sha512(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest() != "$(SARABUN_SHA512)")' \
		$$folder/*.tgz || { echo "$(SARABUN) is not the package that is known; nothing of it is used"; exit 1; }; \
	tar xzf $$folder/*.tgz -C $$folder; cp $$folder/package/LICENSE $(FONTS)/sarabun-OFL.txt; \
	for script in latin thai; do for weight in 400 700; do \
		cp $$folder/package/files/sarabun-$$script-$$weight-normal.woff2 $(FONTS)/; done; done

UPGRADE ?=
OFFICE_LOCK := generator/prongsai/office/deploy/requirements.lock
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --only-binary :all:
lock: .venv/trust ## write exact versions and digests of what pyproject.toml asks for; today's stay but for UPGRADE="--upgrade-package NAME"
	$(LOCK) $(UPGRADE) --custom-compile-command "make lock" --extra cluster --group dev -o requirements.lock pyproject.toml
	$(LOCK) $(UPGRADE) --custom-compile-command "make lock" --group trust -c requirements.lock -o requirements-trust.lock
	$(LOCK) --custom-compile-command "prongsai deploy" -c requirements.lock -o $(OFFICE_LOCK) pyproject.toml

clean: ## remove everything that can be made again
	rm -rf .venv .build site
