# Two commands: `make serve` and `make test`. Both need only make and Python 3.11 or newer.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve test check seed upgrade verify openapi openapi-diff clients bench faults fuzz audit sbom vendor fonts lock \
	clean

help: ## what there is to make
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

serve: .venv/runtime ## seed, then serve on 127.0.0.1 (PORT=8000)
	@$(BIN)/tally seed
	@$(BIN)/tally serve --port $(PORT)

test: .venv/dev ## the whole suite (ARGS="-k name" for a part)
	@$(BIN)/pytest --numprocesses 2 --dist loadfile $(ARGS)

check: .venv/dev ## style, types, imports, stale generated files
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/tally openapi --check
	@$(BIN)/tally settings --check README.md
	@$(BIN)/python -m tools.openapi_diff

seed: .venv/runtime ## load fixtures/ into the database
	@$(BIN)/tally seed

upgrade: .venv/runtime ## bring the database to the newest schema
	@$(BIN)/tally db upgrade

verify: .venv/runtime ## check fixtures/ (ARTICLES=folder for the texts too)
	@$(BIN)/tally verify $(if $(ARTICLES),--articles $(ARTICLES))

openapi: .venv/runtime ## write openapi/openapi.json
	@$(BIN)/tally openapi

openapi-diff: .venv/dev ## what in openapi/openapi.json would break clients of a released one
	@$(BIN)/python -m tools.openapi_diff

clients: .venv/dev ## write what the clients have of openapi/openapi.json
	@$(BIN)/python -m tools.python_client
	@npm ci --silent --prefix clients/typescript
	@npm run --silent --prefix clients/typescript generate

bench: .venv/dev .venv/rivals ## what answers cost, beside the limit and others (UNHCR=PATH.csv: imports too); needs wrk
	@$(BIN)/python -m benchmarks $(if $(FIGURES),--figures $(FIGURES))
	@$(BIN)/python -m benchmarks.rates $(if $(UNHCR),--unhcr $(UNHCR))

faults: .venv/dev ## kill, starve and cut off real processes (FAULT=name for some); as root
	@$(BIN)/python -m tests.faults $(FAULT)

fuzz: .venv/dev ## fuzz a real server with schemathesis (EXAMPLES=300)
	@tools/fuzz.sh

audit: .venv/auditors ## the suites of others against a real server (EXAMPLES=500); needs nginx, npm, slowhttptest
	@npm ci --silent --prefix tools/npm
	@$(BIN)/python -m tools.audit

sbom: .venv/auditors ## write what a release is made of, and its licences, to build/sbom
	@$(BIN)/python tools/sbom.py build/sbom

vendor: ## renew the API reference from npm (VERSION=1.2.3 for another)
	@$(PYTHON) tools/vendor.py $(VERSION)

fonts: .venv/dev ## renew the fonts of images from npm
	@$(BIN)/python tools/fonts.py

lock: .venv/dev ## write the locks from pyproject.toml and package.json (UPGRADE=1 for newer)
	@$(COMPILE) pyproject.toml --group build --output-file locks/runtime.txt
	@$(COMPILE) pyproject.toml --group dev --constraint locks/runtime.txt --output-file locks/dev.txt
	@$(COMPILE) --group bench --output-file locks/bench.txt
	@$(COMPILE) --group audit --output-file locks/audit.txt
	@cd tools/npm && npm install --package-lock-only
	@cd clients/typescript && npm install --package-lock-only

clean: ## remove what was made, but no data
	@rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		.import_linter_cache tools/npm/node_modules clients/typescript/node_modules clients/typescript/dist

# The environment: made anew when its lock changes. `dev` adds the tools of `make test`.

.venv/runtime: locks/runtime.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tally needs Python 3.11 \
	or newer; $(PYTHON) is " + sys.version.split()[0] + ". Name another: make PYTHON=...")'
	@echo "making .venv"
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) install --require-hashes -r locks/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/rivals: .venv/dev locks/bench.txt
	@echo "making .venv/bench"
	@$(PYTHON) -m venv --clear .venv/bench
	@.venv/bench/bin/python -m pip -qq --disable-pip-version-check --no-input install --require-hashes \
		-r locks/bench.txt
	@touch $@

.venv/auditors: .venv/dev locks/audit.txt
	@echo "making .venv/audit"
	@$(PYTHON) -m venv --clear .venv/audit
	@.venv/audit/bin/python -m pip -qq --disable-pip-version-check --no-input install --require-hashes \
		-r locks/audit.txt
	@touch $@

.venv/dev: .venv/runtime locks/dev.txt
	@echo "adding the tools to .venv"
	@$(PIP) install --require-hashes -r locks/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable clients/python
	@touch $@
