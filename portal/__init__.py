"""The portal: pages for people, over the services' HTTP API. It holds no database."""

from portal.bootstrap import create_app

__all__ = ["create_app"]
