# Two commands do everything: `make run` and `make test`.
VENV ?= .venv
PYTHON ?= python3
ARGS ?=

.PHONY: run install install-dev test check soak clean

run: $(VENV)/.installed
	@$(VENV)/bin/visavis $(ARGS)

install: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml constraints.txt scripts/install
	@PYTHON="$(PYTHON)" scripts/install "$(VENV)"

install-dev: $(VENV)/.installed-dev

$(VENV)/.installed-dev: $(VENV)/.installed
	@PYTHON="$(PYTHON)" scripts/install "$(VENV)" --dev

test: $(VENV)/.installed-dev
	@VENV="$(VENV)" scripts/check

check: $(VENV)/.installed-dev
	@VENV="$(VENV)" scripts/check --fast

soak: $(VENV)/.installed-dev
	@VENV="$(VENV)" scripts/check --soak

clean:
	rm -rf "$(VENV)" .mypy_cache .ruff_cache .pytest_cache build *.egg-info
