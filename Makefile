# Needs make and a Python from 3.11 on, as python3 (or PYTHON=…); the rest goes into .venv.

PYTHON ?= python3
BACKEND ?= tensorflow
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export TF_CPP_MIN_LOG_LEVEL ?= 3
export KERAS_BACKEND ?= $(BACKEND)

.PHONY: help demo setup test quick lint bench roundtrip fuzz article docs bless clean

help:           ## this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

demo: .venv/.demo   ## install kspec, then check, draw, print and train a bundled spec
	mkdir -p build/demo
	kspec check specs/mnist_cnn.yaml
	kspec show specs/mnist_cnn.yaml
	kspec draw specs/mnist_cnn.yaml -o build/demo/mnist_cnn.svg
	kspec code specs/mnist_cnn.yaml
	kspec train specs/mnist_cnn.yaml

setup: .venv/.dev   ## the environment for working on kspec

test: lint      ## everything that has to pass before a change is done
	pytest -n 2 --dist loadscope

quick: lint     ## under a minute: the checkers and the tests that need no Keras and no browser
	pytest -n 2 -m "not keras and not browser"

lint: .venv/.dev    ## format, style, types, layering
	ruff format --check .
	ruff check .
	pyright --project pyproject.toml
	lint-imports --no-logo

bench: .venv/.dev   ## the numbers that kspec promises, as ratios in one run
	python -m tests.benchmarks

roundtrip: .venv/.dev   ## every model of keras.applications to a spec and back
	python -m tests.decompiler.applications

SECONDS ?= 600
fuzz: .venv/.dev   ## look for texts that break the reader or the checker (SECONDS=600)
	$(BIN)/python -m pip install --quiet atheris
	python -m tests.fuzz $(SECONDS)

article: .venv/.dev ## train the article's models, for an hour or more, and write docs/article.md
	python -m tests.article

docs: .venv/.dev    ## write docs/layers and docs/objects.md from the package
	python -m kspec.explanation docs

bless: .venv/.dev   ## accept the golden files as they come out now
	pytest --bless -m ""

clean:          ## remove the environment and what builds and runs left behind
	rm -rf .venv build dist runs .hypothesis .pytest_cache .ruff_cache .import_linter_cache
	find kspec tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "kspec needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 3; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

# Stamps: an environment is installed anew only after pyproject.toml changed.
.venv/.demo: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[$(BACKEND)]'
	touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[$(BACKEND)]' --group dev
	-@sh tests/webpage/install_browser.sh
	touch $@ .venv/.demo
