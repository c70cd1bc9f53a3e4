"""gunicorn's entry point."""

from trends_svc.bootstrap import create_app

app = create_app()
