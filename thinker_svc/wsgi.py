"""Entry point of thinker-serv: ``gunicorn -c svckit/gunicorn_conf.py thinker_svc.wsgi:app``."""

from thinker_svc import create_app

app = create_app()
