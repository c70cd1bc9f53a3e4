"""notify_svc: events in, e-mails out; and the dead letters of every service for admins."""

from notify_svc.bootstrap import create_app

__all__ = ["create_app"]
