"""Accounts, roles, tokens and their audit log. Signs the access tokens that everybody verifies."""

from users_svc.bootstrap import create_app

__all__ = ["create_app"]
