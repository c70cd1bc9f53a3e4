"""The part of Ollama's HTTP API that clients use to write text, and what they ask on the way there."""

from __future__ import annotations

import json
import select
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from launcher.llm import openai, pulling
from launcher.llm.engine import MODEL_NAME, BadRequestError, Chunk, Engine, ModelFile, sampling

# The version whose protocol this follows; clients ask for it to learn what they may use.
PROTOCOL_VERSION = "0.13.0"


class ModelNotFoundError(Exception):
    pass


def create_app(engine: Engine) -> Flask:
    app = Flask("launcher.llm")

    @app.errorhandler(ModelNotFoundError)
    def _unknown(error: ModelNotFoundError) -> ResponseReturnValue:
        return jsonify(error=f"model '{error}' not found"), 404

    @app.errorhandler(BadRequestError)
    def _bad(error: BadRequestError) -> ResponseReturnValue:
        return jsonify(error=str(error)), 400

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        return jsonify(error=error.description), error.code or 500

    @app.get("/")
    def root() -> ResponseReturnValue:
        return Response("Ollama is running", mimetype="text/plain")

    @app.get("/healthz")
    def health() -> ResponseReturnValue:
        return jsonify(status="ok")

    @app.get("/api/version")
    def version() -> ResponseReturnValue:
        return jsonify(version=PROTOCOL_VERSION)

    _add_models(app, engine)
    app.add_url_rule("/api/chat", "chat", lambda: _chat(engine), methods=["POST"])
    app.add_url_rule("/api/generate", "generate", lambda: _generate(engine), methods=["POST"])
    openai.add(app, engine, _client_is_there)
    return app


# -- models ------------------------------------------------------------------------------------------


def _add_models(app: Flask, engine: Engine) -> None:
    @app.get("/api/tags")
    def tags() -> ResponseReturnValue:
        return jsonify(models=[_entry(engine.model)])

    @app.get("/api/ps")
    def loaded() -> ResponseReturnValue:
        stays = (datetime.now(UTC) + timedelta(days=365)).isoformat()
        entry = _entry(engine.model) | {"expires_at": stays, "size_vram": 0, "context_length": engine.context}
        return jsonify(models=[entry])

    @app.post("/api/show")
    def show() -> ResponseReturnValue:
        _require_model(_body())
        return jsonify(
            modelfile=f"FROM {engine.model.path.name}",
            parameters="",
            template="",
            license="Apache-2.0",
            details=_details(),
            capabilities=["completion"],
            modified_at=engine.model.modified_at.isoformat(),
            model_info={"general.architecture": "llama", "llama.context_length": engine.context},
        )

    @app.post("/api/pull")
    def pull() -> ResponseReturnValue:
        body = _body()
        name = str(body.get("model") or body.get("name") or "")
        if not name:
            raise BadRequestError("invalid model name")
        lines = pulling.pull(name, engine.model)
        if body.get("stream", True):
            return _ndjson(lines)
        *_, last = lines
        return jsonify(last), 500 if "error" in last else 200


def _entry(model: ModelFile) -> dict[str, Any]:
    return {
        "name": MODEL_NAME,
        "model": MODEL_NAME,
        "modified_at": model.modified_at.isoformat(),
        "size": model.size,
        "digest": model.digest,
        "details": _details(),
    }


def _details() -> dict[str, Any]:
    return {
        "parent_model": "",
        "format": "gguf",
        "family": "llama",
        "families": ["llama"],
        "parameter_size": "134.52M",
        "quantization_level": "Q4_1",
    }


# -- writing -----------------------------------------------------------------------------------------


def _chat(engine: Engine) -> ResponseReturnValue:
    body = _body()
    _require_model(body)
    messages = body.get("messages") or []
    if not messages:
        return jsonify(_loaded() | {"message": {"role": "assistant", "content": ""}})
    cleaned = [_message(entry) for entry in messages]
    chunks = engine.chat(cleaned, _settings(body), _client_is_there())
    return _answer(body, chunks, lambda text: {"message": {"role": "assistant", "content": text}})


def _generate(engine: Engine) -> ResponseReturnValue:
    body = _body()
    _require_model(body)
    prompt = body.get("prompt") or ""
    if not isinstance(prompt, str):
        raise BadRequestError("prompt must be a string")
    if not prompt:
        return jsonify(_loaded() | {"response": ""})
    if body.get("raw"):
        chunks = engine.complete(prompt, _settings(body), _client_is_there())
    else:
        messages = [{"role": "user", "content": prompt}]
        if body.get("system"):
            messages.insert(0, {"role": "system", "content": str(body["system"])})
        chunks = engine.chat(messages, _settings(body), _client_is_there())
    return _answer(body, chunks, lambda text: {"response": text})


def _message(entry: Any) -> dict[str, str]:
    roles = ("system", "user", "assistant", "tool")
    if not isinstance(entry, dict) or entry.get("role") not in roles:
        raise BadRequestError(f"each message needs a role, one of {', '.join(roles)}")
    return {"role": entry["role"], "content": str(entry.get("content") or "")}


def _settings(body: dict[str, Any]) -> dict[str, Any]:
    options = body.get("options") or {}
    if not isinstance(options, dict):
        raise BadRequestError("options must be an object")
    settings = sampling(options)
    wanted = body.get("format")
    if wanted == "json":
        settings["response_format"] = {"type": "json_object"}
    elif isinstance(wanted, dict):
        settings["response_format"] = {"type": "json_schema", "json_schema": {"schema": wanted}}
    elif wanted:
        raise BadRequestError('format must be "json" or a JSON schema')
    return settings


def _answer(
    body: dict[str, Any], chunks: Iterator[Chunk], shape: Callable[[str], dict[str, Any]]
) -> ResponseReturnValue:
    started = time.monotonic_ns()
    # The first piece is awaited here, so that a request that can't be answered gets a status of its own.
    first = next(chunks, Chunk(finish="stop"))
    if body.get("stream", True):
        return _ndjson(_parts(first, chunks, shape, started))
    text, last = first.text, first
    for chunk in chunks:
        text += chunk.text
        last = chunk
    return jsonify(_head() | shape(text) | _end(last, started))


def _parts(
    first: Chunk, rest: Iterator[Chunk], shape: Callable[[str], dict[str, Any]], started: int
) -> Iterator[dict[str, Any]]:
    last = first
    try:
        if first.text:
            yield _head() | shape(first.text) | {"done": False}
        for chunk in rest:
            last = chunk
            if chunk.text:
                yield _head() | shape(chunk.text) | {"done": False}
        yield _head() | shape("") | _end(last, started)
    except BadRequestError as error:
        yield {"error": str(error)}
    finally:
        rest.close()  # type: ignore[attr-defined]  # a generator; stops the model when the client left


def _head() -> dict[str, Any]:
    return {"model": MODEL_NAME, "created_at": datetime.now(UTC).isoformat().replace("+00:00", "Z")}


def _loaded() -> dict[str, Any]:
    return _head() | {"done": True, "done_reason": "load"}


def _end(last: Chunk, started: int) -> dict[str, Any]:
    timings = last.timings or {}
    return {
        "done": True,
        "done_reason": "length" if last.finish == "length" else "stop",
        "total_duration": time.monotonic_ns() - started,
        "load_duration": 0,
        "prompt_eval_count": int(timings.get("prompt_n", 0) + timings.get("cache_n", 0)),
        "prompt_eval_duration": int(timings.get("prompt_ms", 0) * 1e6),
        "eval_count": int(timings.get("predicted_n", 0)),
        "eval_duration": int(timings.get("predicted_ms", 0) * 1e6),
    }


# -- HTTP --------------------------------------------------------------------------------------------


def _body() -> dict[str, Any]:
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise BadRequestError("the body must be a JSON object")
    return body


def _require_model(body: dict[str, Any]) -> None:
    name = str(body.get("model") or body.get("name") or "")
    if not name:
        raise BadRequestError("model is required")
    if name != MODEL_NAME:
        raise ModelNotFoundError(name)


def _ndjson(objects: Iterator[dict[str, Any]]) -> Response:
    return Response((json.dumps(each) + "\n" for each in objects), mimetype="application/x-ndjson")


def _client_is_there() -> Callable[[], bool]:
    """Whether the asking connection is still open, looked at while the model is silent."""
    connection: socket.socket | None = request.environ.get("werkzeug.socket")

    def still_open() -> bool:
        if connection is None:
            return True
        try:
            if not select.select([connection], [], [], 0)[0]:
                return True
            return bool(connection.recv(1, socket.MSG_PEEK))
        except (OSError, ValueError):
            return False

    return still_open
