"""Fixtures for every layer of tests."""

pytest_plugins = ["svckit.testing.plugin"]
