"""JSON log lines, each with the service, the process and the request id.

Values under names that mean a secret are masked, whoever logs them.
"""

import logging
import logging.config
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from svckit import context

_SECRET_NAME = re.compile(
    r"(password|passwd|secret|token|authorization|cookie|api_?key|private_?key|credential)", re.I
)
_URL_PASSWORD = re.compile(r"(?P<head>[a-z][a-z0-9+.-]*://[^:/@\s]*:)[^@/\s]+@", re.I)
MASK = "***"


def mask_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Mask values under secret names, and passwords inside URLs anywhere."""
    for key, value in event.items():
        if _SECRET_NAME.search(key) and value not in (None, "", True, False):
            event[key] = MASK
        elif isinstance(value, str) and "://" in value:
            event[key] = _URL_PASSWORD.sub(rf"\g<head>{MASK}@", value)
    return event


def add_request(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    rid = context.request_id()
    if rid:
        event.setdefault("request_id", rid)
        event.setdefault("trace", context.traceparent())
    return event


def configure(service: str, process: str, level: str) -> None:
    """Send structlog and the standard library's logging to stdout as JSON lines. Idempotent."""

    def add_names(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        event["process"] = process
        return event

    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_names,
        add_request,
        structlog.processors.format_exc_info,
        mask_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(default=str),
        ],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Their INFO is a line per request or heartbeat, which our own lines already say.
    for noisy in ("httpx", "httpcore", "kombu", "amqp", "urllib3", "alembic.runtime.plugins"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def get(name: str) -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger
