"""Ollama's `/api/pull`, for the one model that is here: it is read through once more, part by part.

Names that are not here fail as they do at Ollama: within the stream, after its first line.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from typing import Any

from launcher.llm.engine import MODEL_NAME, ModelFile

PIECE = 1 << 20
SAY_EVERY = 0.1  # seconds between two lines about one part, as Ollama does it


def pull(name: str, model: ModelFile) -> Iterator[dict[str, Any]]:
    """The lines of the stream."""
    yield {"status": "pulling manifest"}
    if name not in (MODEL_NAME, f"library/{MODEL_NAME}"):
        yield {"error": "pull model manifest: file does not exist"}
        return
    yield from _part(model)
    yield {"status": "verifying sha256 digest"}
    yield {"status": "writing manifest"}
    yield {"status": "success"}


def _part(model: ModelFile) -> Iterator[dict[str, Any]]:
    """The file's bytes as they go by."""
    digest = f"sha256:{model.digest}"
    line = {"status": f"pulling {model.digest[:12]}", "digest": digest, "total": model.size}
    yield line
    seen, completed, said = hashlib.sha256(), 0, time.monotonic()
    with model.path.open("rb") as file:
        while piece := file.read(PIECE):
            seen.update(piece)
            completed += len(piece)
            if time.monotonic() - said >= SAY_EVERY:
                said = time.monotonic()
                yield line | {"completed": completed}
    yield line | {"completed": completed}
    if seen.hexdigest() != model.digest:
        yield {"error": "digest mismatch, file must be downloaded again"}
