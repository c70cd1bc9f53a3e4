"""Social accounts, and approved posts on their way to them: published once, or somebody is told why not."""

from tweeter_svc.bootstrap import create_app

__all__ = ["create_app"]
