"""A synthetic Google Trends server: the protocol of Google's own, with made-up but lifelike numbers.

``python -m launcher.google --port 8089`` serves it; ``create_app`` gives the WSGI program to tests.
"""
