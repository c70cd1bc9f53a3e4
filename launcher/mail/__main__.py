"""`python -m launcher.mail --smtp-port N --http-port M --data FILE`: run until SIGTERM or Ctrl-C."""

import argparse
import logging
import signal
import sys
import threading
from pathlib import Path

from werkzeug.serving import make_server

from launcher.mail.smtp import Behaviour, serve
from launcher.mail.store import Store
from launcher.mail.web import create_app


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m launcher.mail", description="Catch and show e-mails.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True, help="SQLite file the messages are kept in")
    parser.add_argument(
        "--control", action="store_true", help="for tests: POST /_control makes SMTP misbehave"
    )
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Run both servers; returns the exit code."""
    args = _arguments(argv)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd logs each command at INFO
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    store, behaviour = Store(args.data), Behaviour()
    try:
        smtp = serve(store, behaviour, host=args.host, port=args.smtp_port)
        http = make_server(
            args.host, args.http_port, create_app(store, behaviour, control=args.control), threaded=True
        )
    except (OSError, SystemExit) as error:  # werkzeug exits on a port in use
        print(
            f"mail catcher: cannot listen on {args.host}:{args.smtp_port} and :{args.http_port}: {error}. "
            "End what holds the port, or choose another.",
            file=sys.stderr,
        )
        return 1
    threading.Thread(target=http.serve_forever, daemon=True).start()
    print(
        f"mail catcher: SMTP on {args.host}:{args.smtp_port}, page at http://{args.host}:{args.http_port}/",
        flush=True,
    )
    stop.wait()
    http.shutdown()
    smtp.stop()
    store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
