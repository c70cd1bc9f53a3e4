"""gunicorn's entry point."""

from tweeter_svc.bootstrap import create_app

app = create_app()
