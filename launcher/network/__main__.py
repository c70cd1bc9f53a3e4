"""`python -m launcher.network`: serve the sample social network until told to stop."""

import argparse
import logging
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from werkzeug.serving import WSGIRequestHandler, make_server

from launcher.network.app import create_app
from launcher.network.signature import key_bytes
from launcher.network.store import Store


class Handler(WSGIRequestHandler):
    """Keeps connections open between posts and stays quiet about each of them."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        logging.getLogger("network").debug("%s %s %s", self.requestline, code, size)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m launcher.network", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 lets the system choose; it is printed")
    parser.add_argument("--public-url", default="", help="how browsers reach this page; names the posts")
    parser.add_argument("--fetch-from", default="", help="scheme://host to fetch pictures from instead")
    parser.add_argument("--data", type=Path, required=True, help="SQLite file, made when missing")
    parser.add_argument("--secret-env", default="SAMPLE_NETWORK_SECRET", help="variable with the secret")
    parser.add_argument("--control", action="store_true", help="let tests make the inbox misbehave")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    secret = os.environ.get(options.secret_env, "")
    fault = _fault(secret)
    if fault:
        print(f"{options.secret_env} can't sign webhooks: {fault}.", file=sys.stderr)
        return 78
    try:
        store = Store(options.data)
        # The socket is bound before the app is made: the chosen port is part of the default address.
        server = make_server(options.host, options.port, _placeholder, threaded=True, request_handler=Handler)
    except OSError as error:
        print(f"The sample network can't start: {error}.", file=sys.stderr)
        return 1
    public_url = options.public_url or f"http://{options.host}:{server.server_port}"
    server.app = create_app(
        store,
        secret=secret,
        public_url=public_url,
        control=options.control,
        fetch_from=options.fetch_from,
    )

    def stop(_signal: int, _frame: FrameType | None) -> None:
        # shutdown() would wait for this very thread; leaving by exception ends serve_forever at once.
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    print(f"sample network on {public_url}", flush=True)
    server.serve_forever()
    return 0


def _fault(secret: str) -> str | None:
    try:
        return None if len(key_bytes(secret)) >= 16 else "it is shorter than 16 bytes"
    except ValueError as error:
        return str(error)


def _placeholder(_environ: object, _start: object) -> list[bytes]:
    raise RuntimeError("not ready")


if __name__ == "__main__":
    sys.exit(main())
