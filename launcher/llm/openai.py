"""The part of OpenAI's chat completions that Ollama serves beside its own API: `/v1/models` and
`/v1/chat/completions`. llama.cpp speaks it by itself, so little is translated."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from launcher.llm.engine import MODEL_NAME, BadRequestError, Chunk, Engine, sampling

SAME_NAME = ("temperature", "top_p", "seed", "stop", "presence_penalty", "frequency_penalty")


def add(app: Flask, engine: Engine, client_is_there: Callable[[], Callable[[], bool]]) -> None:
    """Serve both."""

    @app.get("/v1/models")
    def models() -> ResponseReturnValue:
        made = int(engine.model.modified_at.timestamp())
        entry = {"id": MODEL_NAME, "object": "model", "created": made, "owned_by": "library"}
        return jsonify(object="list", data=[entry])

    @app.post("/v1/chat/completions")
    def completions() -> ResponseReturnValue:
        body = request.get_json(force=True, silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("messages"), list):
            return _refused(400, "messages are required", None)
        if body.get("model") != MODEL_NAME:
            return _refused(404, f"model '{body.get('model')}' not found", "model_not_found")
        try:
            chunks = engine.chat(body["messages"], _settings(body), client_is_there())
            first = next(chunks, Chunk(finish="stop"))
        except BadRequestError as error:
            return _refused(400, str(error), None)
        head = {
            "id": f"chatcmpl-{secrets.token_hex(6)}",
            "created": int(time.time()),
            "model": MODEL_NAME,
            "system_fingerprint": "fp_ollama",
        }
        if body.get("stream"):
            wants_usage = bool((body.get("stream_options") or {}).get("include_usage"))
            return Response(_events(head, first, chunks, wants_usage), mimetype="text/event-stream")
        text, last = first.text, first
        for chunk in chunks:
            text, last = text + chunk.text, chunk
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": last.finish or "stop"}
        return jsonify(head | {"object": "chat.completion", "choices": [choice], "usage": _usage(last)})


def _settings(body: dict[str, Any]) -> dict[str, Any]:
    options = {name: body[name] for name in SAME_NAME if name in body}
    limit = body.get("max_completion_tokens", body.get("max_tokens"))
    settings = sampling(options | ({"num_predict": limit} if limit is not None else {}))
    wanted = body.get("response_format")
    if isinstance(wanted, dict) and wanted.get("type") in ("json_schema", "json_object"):
        settings["response_format"] = wanted
    return settings


def _events(head: dict[str, Any], first: Chunk, rest: Iterator[Chunk], wants_usage: bool) -> Iterator[str]:
    last = first
    try:
        yield _event(head, {"role": "assistant", "content": first.text}, None)
        for last in rest:
            if last.text:
                yield _event(head, {"content": last.text}, None)
        yield _event(head, {}, last.finish or "stop")
        if wants_usage:
            yield _line(head | {"object": "chat.completion.chunk", "choices": [], "usage": _usage(last)})
        yield "data: [DONE]\n\n"
    except BadRequestError as error:
        yield _line({"error": {"message": str(error), "type": "api_error"}})
    finally:
        rest.close()  # type: ignore[attr-defined]  # a generator; stops the model when the client left


def _event(head: dict[str, Any], delta: dict[str, Any], finish: str | None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _line(head | {"object": "chat.completion.chunk", "choices": [choice]})


def _line(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"


def _usage(last: Chunk) -> dict[str, int]:
    timings = last.timings or {}
    prompt = int(timings.get("prompt_n", 0) + timings.get("cache_n", 0))
    answer = int(timings.get("predicted_n", 0))
    return {"prompt_tokens": prompt, "completion_tokens": answer, "total_tokens": prompt + answer}


def _refused(status: int, message: str, code: str | None) -> ResponseReturnValue:
    kind = "invalid_request_error"
    return jsonify(error={"message": message, "type": kind, "param": None, "code": code}), status
