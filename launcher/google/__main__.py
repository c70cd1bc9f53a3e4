"""``python -m launcher.google --port N [--mode MODE] [--now TIME]``."""

import argparse
import logging
import sys
from datetime import UTC, datetime

from werkzeug.serving import make_server

from launcher.google.modes import MODES, Control
from launcher.google.server import create_app, utcnow


def main(argv: list[str] | None = None) -> int:
    """Serve until interrupted. Prints the address it listens at (port 0 lets the system choose)."""
    parser = argparse.ArgumentParser(prog="python -m launcher.google", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--mode", choices=MODES, default="normal")
    parser.add_argument("--now", help="fixed time, ISO 8601, for repeatable answers")
    options = parser.parse_args(argv)
    fixed = _moment(options.now) if options.now else None
    control = Control()
    control.set(options.mode, n=None, only=(), seconds=30.0)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(control, (lambda: fixed) if fixed else utcnow)
    try:
        server = make_server(options.host, options.port, app, threaded=True)
    except (OSError, SystemExit):
        print(f"port {options.port} is in use: choose another with --port", file=sys.stderr)
        return 1
    print(f"synthetic Google Trends: http://{options.host}:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    return 0


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
