# make demo    a fictional county and its audit in ./demo (sets up a fresh machine first)
# make test    ruff, import-linter, mypy, pytest on both engines
# make bench   timings
# make notebooks  every notebook executed, as pages to read in ./demo/笔记本
# make docs    the generated pages in docs/参考
# make lock    requirements.lock from pyproject.toml (needs uv)
# make clean   what demo, tests and builds left; the environment stays

PYTHON ?= python3
HOUSEHOLDS ?= 3000
WORKERS ?= 2
UV ?= uv

BIN := .venv/bin
READY := .venv/.ready

# Both engines or none: with java and mvn the Neo4j half must run, without them it is skipped and says so.
ifneq ($(and $(shell command -v java),$(shell command -v mvn)),)
export REQUIRE_NEO4J ?= 1
endif

.PHONY: demo test lint bench notebooks docs lock clean

demo: demo/台账/daohu.toml
	@$(BIN)/daohu audit demo/台账 --out demo/审计结果; code=$$?; \
	if [ $$code -gt 1 ]; then exit $$code; fi
	@echo "请打开 demo/审计结果/report.html  (open demo/审计结果/report.html)"

# daohu.toml is written last: ledgers without it are half-made. Edited ledgers are kept, so that `make demo` audits the edit.
demo/台账/daohu.toml: | $(READY)
	@rm -rf demo/台账
	@$(BIN)/daohu demo demo/台账 --households $(HOUSEHOLDS)

test: lint
	$(BIN)/pytest -n $(WORKERS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python -m bench

notebooks: $(READY)
	@$(BIN)/python notebooks/write.py --out demo/笔记本

docs: $(READY)
	$(BIN)/python -m docs.generate

lock:
	$(UV) pip compile --universal --generate-hashes --no-emit-index-url --no-annotate -q --python-version 3.11 --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf demo build dist wheels .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新的版本：make PYTHON=python3.11 … (Python 3.11 or newer is needed)")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
