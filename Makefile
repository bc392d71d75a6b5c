# make chat   richtet beim ersten Mal alles in .venv ein und startet die Chat-Seite
# make test   richtet beim ersten Mal alles in .venv ein und führt die Tests aus

PYTHON ?= python3
# Zusätzliche Angaben für pip, zum Beispiel ein weiteres Paketverzeichnis (siehe README).
PIP_EXTRA ?=
VENV := .venv
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip install $(PIP_EXTRA) -c constraints.txt

.PHONY: chat test browser long train

chat: $(VENV)/.chat
	@$(RUN) app.py

test: $(VENV)/.dev
	$(RUN) -m pytest

browser: $(VENV)/.dev
	$(RUN) -m pytest -m browser

long: $(VENV)/.dev
	$(RUN) -m pytest -m long

train: $(VENV)/.dev
	$(if $(DATA),,$(error Bitte geben Sie den Ordner mit den Trainingsdaten an: make train DATA=ORDNER))
	$(RUN) -m index.training --data "$(DATA)"

# Die Marken in .venv sind älter als pyproject.toml oder constraints.txt: dann wird nachinstalliert.
$(VENV)/.chat: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(INSTALL) -e ".[dev]"
	@touch $(VENV)/.chat $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo 'Der ASMK-Assistent braucht Python 3.11 oder neuer. Liegt es unter einem anderen Namen, geben Sie ihn an: make chat PYTHON=python3.11' >&2; exit 1; }
	@echo 'Die Umgebung .venv wird eingerichtet; das dauert beim ersten Mal einige Minuten.'
	$(PYTHON) -m venv $(VENV)
