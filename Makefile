# make run | test | test-services | check | bench: what a newcomer needs, nothing else. Needs Python >= 3.11 and the package index; no root.
# Another Python: make run PYTHON=/path/to/python3.12

ENV := .venv
BIN := $(ENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
IS_NEW := 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$name" -c $(IS_NEW) 2>/dev/null && { echo "$$name"; break; }; done)

.PHONY: run test test-services check bench
.DELETE_ON_ERROR:

run: $(ENV)/run.stamp
	@$(BIN)/dastras harvest --all --recorded || [ $$? -eq 1 ]  # 1: issues to look at; they are shown on the sources' pages
	@$(BIN)/dastras serve

test: $(ENV)/test.stamp
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

test-services: $(ENV)/test.stamp
	$(BIN)/python -m tests.services

check: $(ENV)/test.stamp
	$(BIN)/ruff check . .ci/smoke
	$(BIN)/ruff format --check . .ci/smoke
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

bench: $(ENV)/run.stamp
	$(BIN)/python -m tests.bench

$(ENV)/run.stamp: requirements.txt setup.cfg $(ENV)/made.stamp
	@echo "Installing what Dastras needs; this happens once (about a minute). | نصب نیازمندی‌ها؛ فقط همین یک بار، حدود یک دقیقه"
	@$(PIP) install --quiet --require-hashes -r requirements.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(ENV)/test.stamp: requirements-test.txt setup.cfg $(ENV)/made.stamp
	@echo "Installing what the tests need; this happens once (about two minutes). | نصب نیازمندی‌های آزمون؛ فقط همین یک بار"
	@$(PIP) install --quiet --require-hashes -r requirements-test.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(ENV)/made.stamp:
	@[ -n "$(PYTHON)" ] && "$(PYTHON)" -c $(IS_NEW) || { \
		echo "پایتون ۳٫۱۱ یا تازه‌تر پیدا نشد. آن را نصب کنید یا نشانی‌اش را بدهید: make run PYTHON=/path/to/python3" >&2; \
		echo "No Python >= 3.11 was found. Install it, or say where it is: make run PYTHON=/path/to/python3" >&2; exit 2; }
	@"$(PYTHON)" -m venv --clear $(ENV) || { rm -rf $(ENV); \
		echo "محیط مجازی پایتون ساخته نشد. در دبیان و اوبونتو: بستهٔ python3-venv را نصب کنید." >&2; \
		echo "Python could not make a virtual environment. On Debian and Ubuntu: install the package python3-venv." >&2; exit 2; }
	@touch $@
