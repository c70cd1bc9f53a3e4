"""Entry point of users-serv: ``gunicorn -c svckit/gunicorn_conf.py users_svc.wsgi:app``."""

from users_svc import create_app

app = create_app()
