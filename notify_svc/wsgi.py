"""Entry point of notify-serv: ``gunicorn -c svckit/gunicorn_conf.py notify_svc.wsgi:app``, one worker."""

from notify_svc import create_app

app = create_app()
