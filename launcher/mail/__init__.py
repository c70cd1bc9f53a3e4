"""The mail catcher: an SMTP server that keeps every message and a small page to read them.

It stands where a mail relay stands in a real deployment, so that the services send real
SMTP on a bare machine. It never forwards anything.
"""
