# `make run` and `make test` do all the set-up themselves; they need git, make and Python 3.11 or later.
# `make help` lists the rest.

PYTHON ?=
BIN := .venv/bin
EXAMPLE := build/example
DEMONSTRATION := build/demonstration
SCALE ?= 1
PORT ?= 8000
# What the demonstration is made from: where any of it has changed, `make run` builds it anew.
DEMONSTRATION_FROM = $$(find src/jalon/demo src/jalon/records/migrations src/jalon/facts/schema.py \
	src/jalon/figures/release_folder.py src/jalon/codelists/data -type f ! -name '*.pyc' ! -name '*.md' | LC_ALL=C sort)

.DEFAULT_GOAL := help
.PHONY: help run example test check fix bench docs pictures lock clean

help:  ## list the commands
	@awk -F ':.*  ## ' '/^[a-z]+:.*  ## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp  ## build the demonstration group once (two million rows; SCALE=0.01 for a small one) and open its site
	@export JALON_HOME="$(DEMONSTRATION)" JALON_AS=demonstration; set -e; mkdir -p build; \
	 run() { echo; echo "$$ jalon $$*"; $(BIN)/jalon "$$@"; }; \
	 made="scale $(SCALE), $$(cat $(DEMONSTRATION_FROM) | cksum)"; \
	 if [ "$$(cat $(DEMONSTRATION).made 2>/dev/null)" != "$$made" ]; then \
	   rm -rf $(DEMONSTRATION) $(DEMONSTRATION).made; \
	   run demo --scale $(SCALE); \
	   echo "$$made" > $(DEMONSTRATION).made; \
	 fi; \
	 echo; echo "The demonstration lies in $(DEMONSTRATION): JALON_HOME=$(DEMONSTRATION) $(BIN)/jalon --help"; \
	 echo "To see what staff see, sign in as demonstration; another password: jalon user password demonstration"; \
	 echo "Registers in, from the first file: make example, and docs/tutorials/first-figures.md"; echo; \
	 exec $(BIN)/jalon serve --port $(PORT)

example: .venv/run.stamp  ## import a small group's registers into build/example and show its figures
	@export JALON_HOME="$(EXAMPLE)" JALON_AS=example; set -e; from=src/jalon/demo/example; \
	 run() { echo; echo "$$ jalon $$*"; $(BIN)/jalon "$$@"; }; \
	 mkdir -p build; \
	 run init --group "Rivages (invented)"; \
	 run load $$from/group.yaml; \
	 run import $$from/cap-2023.xlsx --project CAP --mapping $$from/cap.yaml --yes; \
	 run import $$from/secours-mars-2023.csv --project SOIN --activity gestes --date 2023-03-14 --site MEDINA --yes; \
	 run import $$from/secours-octobre-2023.csv --project SOIN --activity gestes --date 2023-10-10 --site MEDINA --yes; \
	 run import $$from/partenaire-2023.csv --project CAP --mapping $$from/partenaire.yaml --yes; \
	 run figures --period 2023; \
	 run figure attended --period 2023 --by quarter; \
	 run figure professional_project_defined --period 2023 --by employment; \
	 run quality CAP; \
	 echo; echo "The example lies in $(EXAMPLE). Next: docs/tutorials/first-figures.md"

# Each line runs all its checks before it fails, so that one reading shows everything.
test: .venv/dev.stamp  ## every test, import directions and types
	@failed=""; \
	 $(BIN)/lint-imports --no-logo || failed="$$failed import-directions"; \
	 $(BIN)/mypy || failed="$$failed types"; \
	 $(BIN)/pytest || failed="$$failed tests"; \
	 test -z "$$failed" || { echo "make test: failed:$$failed" >&2; exit 1; }

check: .venv/dev.stamp  ## lint, format, types, import directions, migrations in step, generated docs current
	@failed=""; \
	 $(BIN)/ruff check || failed="$$failed lint"; \
	 $(BIN)/ruff format --check || failed="$$failed format"; \
	 $(BIN)/mypy || failed="$$failed types"; \
	 $(BIN)/lint-imports --no-logo || failed="$$failed import-directions"; \
	 DJANGO_SETTINGS_MODULE=jalon.records.type_checking \
	   $(BIN)/python -W error -m django makemigrations --check --dry-run || failed="$$failed migrations"; \
	 $(BIN)/python docs/generate.py --check || failed="$$failed docs"; \
	 test -z "$$failed" || { echo "make check: failed:$$failed" >&2; exit 1; }

fix: .venv/dev.stamp  ## mend what ruff can mend, and format
	@$(BIN)/ruff check --fix; $(BIN)/ruff format

docs: .venv/dev.stamp  ## write the generated pages of docs/reference, and which shipped examples hold
	@$(BIN)/python docs/generate.py

pictures: .venv/dev.stamp  ## take the pictures of docs/tutorials anew, with the system's Chromium
	@JALON_PICTURES=1 $(BIN)/pytest tests/browser/test_pictures.py -n 0

bench: .venv/bench.stamp  ## speed, as ratios against DuckDB, PostgreSQL, Polars and pandas (SIZE=small, large or design)
	@$(BIN)/python -m benchmarks --write docs/reference/benchmarks.md $(if $(SIZE),--size $(SIZE))

lock: .venv/dev.stamp  ## resolve the lock files anew (UPGRADE=1 takes the newest versions)
	@compile="$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes"; \
	 compile="$$compile --no-emit-index-url --quiet $(if $(UPGRADE),--upgrade)"; \
	 export UV_CUSTOM_COMPILE_COMMAND="make lock"; \
	 $$compile --output-file requirements.lock && \
	 $$compile --extra overlap --group dev --constraints requirements.lock --output-file requirements-dev.lock && \
	 $$compile --extra overlap --group dev --group bench --constraints requirements-dev.lock --output-file requirements-bench.lock

clean:  ## remove the environment and build/, and nothing of yours
	rm -rf .venv build

# The environment. A stamp stands for an install from a lock file: nothing is installed twice.

.venv/made.stamp:
	@python="$(PYTHON)"; \
	 for candidate in python3 python3.13 python3.12 python3.11 python3.14; do \
	   test -z "$$python" || break; \
	   $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=$$candidate; \
	 done; \
	 "$${python:-false}" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	   echo "Jalon needs Python 3.11 or later; found: $$("$${python:-python3}" --version 2>&1 || echo none)." >&2; \
	   echo "Install one, or name yours: make PYTHON=/path/to/python3 …" >&2; exit 1; }; \
	 "$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	   echo "This Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv." >&2; \
	   exit 1; }; \
	 echo "Making .venv with $$("$$python" --version) …"; \
	 "$$python" -m venv .venv
	@touch .venv/made.stamp

PIP = $(BIN)/python -m pip --disable-pip-version-check install --quiet --use-pep517

.venv/run.stamp: .venv/made.stamp requirements.lock pyproject.toml
	@echo "Installing what Jalon needs to run (once; a minute or two) …"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --editable .
	@$(BIN)/python -m compileall -q src/jalon  # as pip does for all else: the first command need not
	@touch .venv/run.stamp

.venv/dev.stamp: .venv/run.stamp requirements-dev.lock
	@echo "Installing what work on Jalon needs (once) …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch .venv/dev.stamp

.venv/bench.stamp: .venv/dev.stamp requirements-bench.lock
	@echo "Installing what the benchmarks compare with (once) …"
	@$(PIP) --require-hashes -r requirements-bench.lock
	@touch .venv/bench.stamp
