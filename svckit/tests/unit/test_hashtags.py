"""Hashtags are counted as platforms find them, in the page as here."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from svckit.hashtags import hashtags
from svckit.testing import page_scripts

FOUND = [
    ("Warm #OatMilk, and #tea.", ["#OatMilk", "#tea"]),
    ("#قهوة و#شاي_أخضر", ["#قهوة"]),
    ("#قهوة #شاي_أخضر", ["#قهوة", "#شاي_أخضر"]),
    ("#दूध #می\u200cخواهم #日本", ["#दूध", "#می\u200cخواهم", "#日本"]),
    ("＃お茶", ["＃お茶"]),
    ("#cafe\u0301 (#Straße)", ["#cafe\u0301", "#Straße"]),
    ("#5g and #2026wahl", ["#5g", "#2026wahl"]),
    ("We write C# and F#, are #1, in #2026, # alone, ## twice", []),
    ("#️⃣ 1️⃣ &#39; a#b", []),
    ("https://example.com/menu#tea https://example.com/?q=#tea", []),
    ("example.com/menu/#tea example.com/?q=#tea", []),
    ("see https://example.com/ #tea", ["#tea"]),
]


@pytest.mark.parametrize(("text", "tags"), FOUND)
def test_hashtags_are_words_of_any_script_and_no_part_of_anything_else(text: str, tags: list[str]) -> None:
    assert [text[start:end] for start, end in hashtags(text)] == tags


def test_the_page_finds_the_same_ones(tmp_path: Path) -> None:
    bits = [
        "#",
        "＃",
        "a",
        "1",
        "_",
        " ",
        "é",
        "e\u0301",
        "日",
        "😷",
        "\u200c",
        "قه",
        "example.com/",
        "https://x.de/?",
        "&",
        "م",
    ]
    texts = ["".join(some) for some in product(bits, repeat=3)] + [text for text, _ in FOUND]
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    script = (
        "import {hashtags} from './post.mjs'; import fs from 'fs';"
        "const texts = JSON.parse(fs.readFileSync('texts.json', 'utf8'));"
        "const cut = (text) => hashtags(text).map(([start, end]) => text.slice(start, end));"
        "console.log(JSON.stringify(texts.map(cut)));"
    )
    theirs = page_scripts.run(tmp_path, script, "post", "lengths", "tlds")
    ours = [[text[start:end] for start, end in hashtags(text)] for text in texts]
    assert [(t, o, n) for t, o, n in zip(texts, ours, theirs, strict=True) if o != n] == []
