# Each target is a thin alias of `python3 -m launcher <target>`; see README.md.
PYTHON ?= python3
NAME ?=
export PORT SAMPLE DETACH YES NAME VAR_DIR EVENTS FOLLOW

.PHONY: up down logs status reset secrets main-job test

up down logs status reset secrets main-job:
	@$(PYTHON) -m launcher $@

test:
	@$(PYTHON) -m launcher test $(ARGS)
