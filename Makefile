# Two commands do everything: make run, make test.  `make` alone lists the rest.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
SAMPLES := data/samples/altamont_valley data/samples/cold_creek data/samples/port_sierra
OTHER_SAMPLES := data/samples/cold_creek data/samples/port_sierra

.PHONY: help run test ready browser office lint unit nbval papermill notebooks samples tour lock clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 12

run: ready ## the main job: every notebook for the three sample districts, pages in out/
	$(BIN)/smarter-spending run $(SAMPLES) --out out --jobs 2
	@echo "Open out/index.html in a browser."

test: ready browser office lint unit nbval papermill ## every check that CI makes

ready: .venv/ready ## an isolated environment, exactly as locked

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

browser: ## Chromium, for the tests that look at a page (Debian or Ubuntu, as root)
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
	  echo "No Chromium here and no way to install it: the browser tests will be skipped."

office: ## LibreOffice, which recalculates the workbooks we hand out (Debian or Ubuntu, as root)
	@command -v soffice >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null; } || \
	  echo "No LibreOffice here and no way to install it: workbooks will not be recalculated."

lint: ready ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

unit: ready ## the library: tests and the examples in its docstrings
	$(BIN)/python -m pytest -n 2 --dist loadfile

nbval: ready ## the committed notebooks still say what they said; each begins warm
	JUPYTER_DEFAULT_PROVISIONER_NAME=smarter-spending-warm SMARTER_SPENDING_DISTRICT=altamont_valley \
	  $(BIN)/pytest --nbval notebooks

papermill: ready ## every notebook on the other sample districts; the last two begin cold
	$(BIN)/smarter-spending run $(OTHER_SAMPLES) --out out/test --jobs 2
	$(BIN)/papermill notebooks/09_cost_per_outcome.ipynb out/test/named.ipynb -p district_folder data/samples/cold_creek
	$(BIN)/papermill notebooks/09_cost_per_outcome.ipynb out/test/unnamed.ipynb

notebooks: ready ## build the notebooks from notebooks/src and run them
	$(BIN)/python notebooks/build.py

samples: ready ## draw the sample districts again
	$(BIN)/python -m tools.samples

tour: ready browser ## take the pictures of docs/tour.md from the pages of the teaching district
	$(BIN)/smarter-spending run data/samples/altamont_valley --out out/tour --jobs 2 --resume --edition facilitator
	$(BIN)/python -m tools.tour out/tour docs

lock: ready ## bring requirements.lock up to date with pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header -o requirements.lock

clean: ## remove what can be made again
	rm -rf .venv out .pytest_cache .ruff_cache .hypothesis
