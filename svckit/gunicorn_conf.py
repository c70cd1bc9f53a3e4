"""gunicorn for every web process: one gthread process with spare threads, which serves SSE well."""

import os
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "16"))
worker_class = "gthread"
keepalive = 65
timeout = 60
graceful_timeout = 10
# gunicorn's heartbeat file belongs in memory where there is such a place.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 - gunicorn's own advice
control_socket_disable = True
# The app writes its own line per request.
accesslog = None
errorlog = "-"
loglevel = "warning"
forwarded_allow_ips = "*"


def post_worker_init(worker: Any) -> None:
    """Start the app's threads, after the fork."""
    from svckit import background

    app = worker.app.wsgi()
    background.start(app)
    background.heartbeat(app, f"{app.name}-serv")
