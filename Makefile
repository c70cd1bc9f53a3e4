# Each target is a thin alias of `python3 -m launcher <target>`; see README.md.
PYTHON ?= python3
NAME ?=
export PORT SAMPLE DETACH YES NAME VAR_DIR EVENTS FOLLOW REVIEWER_EMAIL REVIEWER_PASSWORD

.PHONY: up down logs status reset secrets main-job test

up down logs status reset secrets main-job:
	@$(PYTHON) -m launcher $@

test:
	@$(PYTHON) -m launcher test $(ARGS)

# What is made from the code, and committed.
VENV_PYTHON = .venv/bin/python
SERVICES = users_svc trends_svc thinker_svc tweeter_svc notify_svc
.PHONY: lock contracts docs screenshots

lock:
	$(VENV_PYTHON) requirements/lock.py $(ARGS)

contracts:
	$(VENV_PYTHON) -m svckit.contracts write $(SERVICES)

docs:
	$(VENV_PYTHON) -m svckit.envdoc portal $(SERVICES) > docs/env.md

screenshots:
	$(VENV_PYTHON) docs/screenshots.py
