# The commands of the book: `make` alone lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/sh

PYTHON ?=
PORT ?= 8000
UPGRADE ?=
HTML := _build/html
VENV := .venv
RUN := $(VENV)/bin/python -m
# As many processes as cores, so one thread for the linear algebra of each.
LIBRARY_TESTS := OMP_NUM_THREADS=1 $(RUN) pytest -q -n auto

# A reader's own settings stay out of what the book computes and draws, and out of how quickly:
# without its compiled files, Python reads the packages of each chapter for six seconds more.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONWARNINGS MPLBACKEND MATPLOTLIBRC
unexport PYTHONDONTWRITEBYTECODE
export IPYTHONDIR := $(CURDIR)/$(VENV)/ipython
export MPLCONFIGDIR := $(CURDIR)/$(VENV)/matplotlib
export PIP_USER := 0

# Stamps: .venv/book.installed and its kin stand for a finished installation. They fall if the
# checkout has moved, the environment no longer runs, or another PYTHON is asked for.
$(shell sh scripts/environment.sh check $(VENV) "$(PYTHON)" > /dev/null 2>&1)
SOURCES := $(shell find book/* -path '*/.*' -prune -o ! -name '*.pyc' ! -name __pycache__ -print) \
  $(shell find l1lib -name '*.py' -o -name '*.pyi' -o -name '*.mplstyle' -o -name '*.csv') _config.yml _toc.yml

.PHONY: help book test test-thorough lab serve notebooks lint bench pins clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

book: $(HTML)/.built ## build the book
	@echo "The book is ready: open $(HTML)/index.html in a browser."

test: $(VENV)/test.installed $(HTML)/.built ## run every test: library, chapters, built pages
	@echo "Testing the library and the rules of the book …"
	$(LIBRARY_TESTS) --dist loadfile --ignore tests/browser
	@echo "Running the chapters and comparing every output with the stored one …"
	$(RUN) pytest -q -n auto --dist loadfile -o addopts= -o filterwarnings= \
	  --nbval --nbval-current-env book
	@echo "Opening the built pages in a browser …"
	$(RUN) pytest -q -n auto --dist loadgroup tests/browser

test-thorough: $(VENV)/test.installed $(HTML)/.built ## run the tests that take long, which make test leaves out
	@echo "Testing on larger problems, and every letter of the built pages …"
	$(LIBRARY_TESTS) --dist loadgroup -m thorough

lab: $(VENV)/lab.installed ## open the chapters in JupyterLab
	$(RUN) jupyterlab --notebook-dir=book

serve: $(HTML)/.built ## build the book and serve it on this machine; PORT=8000
	@echo "Read the book at http://127.0.0.1:$(PORT)/ and stop with Ctrl-C."
	@$(RUN) http.server $(PORT) --bind 127.0.0.1 --directory $(HTML) || { \
	  echo "Is port $(PORT) in use? Try another: make serve PORT=8001"; exit 1; }

notebooks: $(VENV)/book.installed ## run the chapters and store their outputs
	$(VENV)/bin/python scripts/store_outputs.py

lint: $(VENV)/test.installed ## check style and types
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy

bench: $(VENV)/bench.installed ## time the library beside what one would call instead
	@for name in weighted_median lad lasso quantile_regressor basis_pursuit; do \
	  $(VENV)/bin/python benchmarks/$$name.py || exit 1; done

pins: $(VENV)/installer.installed ## compile the pins from pyproject.toml; UPGRADE=--upgrade for the newest
	sh scripts/compile_pins.sh $(VENV)/bin/uv $(UPGRADE)

clean: ## delete what was built, the environment and the caches
	rm -rf _build $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# From scratch, so that a warning of the last build cannot hide in what it left behind.
$(HTML)/.built: $(SOURCES) $(VENV)/book.installed
	@rm -rf _build
	@echo "Building the book from the stored outputs …"
	@$(VENV)/bin/jupyter-book build . -W --keep-going && test -s $(HTML)/index.html || { \
	  rm -f $(HTML)/index.html; \
	  echo "The book was not built. Mend the warnings above, then run the same command again."; \
	  exit 1; }
	@touch $@

# Fonts are looked up here, because Matplotlib writes a warning into the first figure if that is slow.
$(VENV)/book.installed: requirements.txt pyproject.toml scripts/environment.sh
	@sh scripts/environment.sh make $(VENV) "$(PYTHON)"
	@echo "Installing what the book needs (half a minute, or some with a slow network) …"
	@sh scripts/environment.sh install $(VENV) requirements.txt
	@$(VENV)/bin/python -c 'import matplotlib.font_manager'
	@touch $@

$(VENV)/%.installed: requirements/%.txt $(VENV)/book.installed
	@echo "Installing what $* needs …"
	@sh scripts/environment.sh install $(VENV) requirements/$*.txt
	@touch $@
