# The doors of the product. `make demo` needs nothing but Python 3.11, make and Pango.

PYTHON ?= python3
PY := .venv/bin/python
export PORT

# The machine's certificates, which behind a proxy that inspects TLS are the ones that count.
CERTIFICATES := $(wildcard /etc/ssl/certs/ca-certificates.crt)
ifneq ($(CERTIFICATES),)
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
endif

# All the tests run by two or more processes, each with a database of its own.
PARALLEL = $(if $(TESTS),,-n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder)

.PHONY: demo run test check lock assets format clean clean-data local dev

demo: local assets  ## the site with a demonstration authority
	@exec $(PY) -m earlyhelp.local demo

run: local assets  ## the site with no data
	@exec $(PY) -m earlyhelp.local run

test: dev assets  ## every test; TESTS= and OPTIONS= choose
	@requirements/system.sh tests
	@$(PY) -m pytest $(PARALLEL) $(OPTIONS) $(TESTS)

check: dev  ## style, types, import order, templates, migrations, drawn documents
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
	.venv/bin/lint-imports --no-cache
	$(PY) -m djlint --lint --quiet .
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py draw_docs --check

format: dev
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

assets: | .venv  ## styles, scripts and fonts into static/build
	@$(PY) assets/build.py

local:
	@$(PYTHON) requirements/install.py local

dev:
	@$(PYTHON) requirements/install.py dev

.venv:
	@$(PYTHON) requirements/install.py local

COMPILE := .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header $(UPGRADE)

lock: dev  ## the hashed requirement files; UPGRADE=--upgrade for newer versions
	$(COMPILE) pyproject.toml --output-file requirements/base.txt
	$(COMPILE) pyproject.toml --group local --constraints requirements/base.txt --output-file requirements/local.txt
	$(COMPILE) pyproject.toml --group dev --constraints requirements/local.txt --output-file requirements/dev.txt
	echo uv | $(COMPILE) - --no-annotate --constraints requirements/dev.txt --output-file requirements/uv.txt

clean:  ## remove what was built; the data stay
	rm -rf .venv node_modules static/build var/static .mypy_cache .pytest_cache .ruff_cache

clean-data:  ## remove the data of every server started here
	@for lock in var/*/lock; do \
		test ! -e "$$lock" || flock --nonblock "$$lock" true || \
		{ echo "The servers of $${lock%/lock} are running. Stop them first."; exit 1; }; done
	@for link in var/*/lodging; do test ! -L "$$link" || rm -rf "$$(readlink -f "$$link")"; done
	rm -rf var
