# The commands of the book. `make help` lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PORT ?= 8000
HTML := _build/html
VENV := .venv
BIN := $(VENV)/bin

# The first Python that the pins support; say `make book PYTHON=/path/to/python3.12` for another.
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
SUPPORTED := import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	if "$$p" -c '$(SUPPORTED)' 2>/dev/null; then echo "$$p"; break; fi; done)

# The environment is made anew when the checkout moves or another PYTHON is named, and brought
# up to date when a pin changes.
$(shell sh scripts/forget_environment.sh $(VENV) $(if $(findstring command,$(origin PYTHON)),"$(PYTHON)"))
BOOK_PINS := requirements.txt pyproject.toml
TEST_PINS := requirements/test.txt
LAB_PINS := requirements/lab.txt
SOURCES := $(shell find book l1lib -type f -not -path '*/__pycache__/*' 2>/dev/null)

.PHONY: help book test lab serve notebooks lint bench pins clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

book: $(BIN)/.book ## build the book into _build/html
	@rm -f $(HTML)/index.html $(HTML)/.built
	$(BIN)/jupyter-book build . -W --keep-going --quiet || { \
	  echo "The book was not built: mend the warnings above, then run make book again."; exit 1; }
	@test -s $(HTML)/book/index.html && test -s $(HTML)/index.html || { \
	  echo "The build ended without $(HTML)/index.html."; exit 1; }
	@touch $(HTML)/.built
	@echo "The book is ready: open $(HTML)/index.html in a browser."

$(HTML)/.built: $(SOURCES) _config.yml _toc.yml | $(BIN)/.book
	@$(MAKE) --no-print-directory book

test: $(BIN)/.test $(HTML)/.built ## run every test: library, chapters, pages
	@echo "Testing the library and the chapters' rules …"
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --ignore tests/browser
	@echo "Running the chapters and comparing their outputs …"
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -o addopts= -o filterwarnings= \
	  --nbval --nbval-current-env --nbval-sanitize-with tests/book/nbval_sanitize.cfg book
	@echo "Opening the built pages in a browser …"
	$(BIN)/python -m pytest -q tests/browser

lab: $(BIN)/.lab ## open the chapters in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/book/loss/measure.ipynb

serve: $(HTML)/.built ## build the book and serve it on this machine, PORT=8000
	@echo "Read the book at http://127.0.0.1:$(PORT)/ and stop with Ctrl-C."
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory $(HTML)

notebooks: $(BIN)/.book ## run the chapters and store their outputs
	$(BIN)/python scripts/store_outputs.py

lint: $(BIN)/.test ## check style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(BIN)/.book ## time the library beside its peers
	@for f in benchmarks/*.py; do echo "== $$f"; $(BIN)/python "$$f" || exit 1; done

pins: $(BIN)/.test ## compile the pins anew from the ranges in pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	sh scripts/compile_pins.sh $(BIN)/uv

clean: ## delete the built book, the environment and all caches
	rm -rf _build $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/.book: $(BOOK_PINS)
	@sh scripts/make_environment.sh "$(PYTHON)" $(VENV)
	@echo "Installing what the book needs (some minutes the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt || { \
	  echo "The installation stopped: look at the error above, then run make again."; exit 1; }
	@touch $@

$(BIN)/.test: $(TEST_PINS) $(BIN)/.book
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(TEST_PINS)
	@touch $@

$(BIN)/.lab: $(LAB_PINS) $(BIN)/.book
	@echo "Installing JupyterLab …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(LAB_PINS)
	@touch $@
