"""`python -m launcher.llm --port N`: Ollama's API over llama.cpp with the packaged small model.

thinker_svc knows one engine only, Ollama's HTTP API; here it is served without Ollama and without a download.
"""

from __future__ import annotations

import argparse
import logging

from werkzeug.serving import WSGIRequestHandler, make_server

from launcher.llm.api import create_app
from launcher.llm.engine import Engine, find_model


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"  # chunked NDJSON, as Ollama sends it

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if self.path != "/healthz":
            super().log_request(code, size)


def main() -> None:
    parser = argparse.ArgumentParser(prog="launcher.llm", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--context", type=int, default=4096, help="tokens of prompt and answer together")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    engine = Engine(find_model(), context=arguments.context)
    server = make_server(
        arguments.host, arguments.port, create_app(engine), threaded=True, request_handler=_Handler
    )
    server.daemon_threads = True  # type: ignore[attr-defined]  # a stop does not wait for a long answer
    server.serve_forever()


if __name__ == "__main__":
    main()
