"""Texts are as long as the platforms say they are."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svckit.lengths import Measure, graphemes, links, measure
from svckit.testing import page_scripts

ROOT = Path(__file__).resolve().parents[3]
WEIGHTED = Measure("weighted", 280, link=23, bare_links=True)
# What the published conformance suite of twitter-text asks for, and its parser answers.
CONFORMANCE = [
    ("Hi http://test.co", 26),
    ("http://test.co", 23),
    ("https://www.twitter.com/aloha " * 10, 240),
    ("故人西辞黄鹤楼", 14),
    ("the故人", 7),
    ("A\u0301B", 2),
    ("A\ufb2c", 4),
    ("😷👾😡🔥💩", 10),
    ("👨‍👩‍👧‍👦", 2),
    ("🙋🏽👨‍🎤", 4),
    ("H🐱☺👨‍👩‍👧‍👦", 7),
    ("🇬🇧", 2),
    ("1️⃣ ©", 5),
    ("\u2013 \u2014 \u2018x\u2019 \u201cy\u201d \u2026", 14),
    ("see example.com.", 28),
    ("example.com/a(b)c", 23),
    ("https://example.com/a?b=c#d.", 24),
    ("münchen.de", 23),
    ("日本語example.comテスト", 35),
    ("mail hi@example.com", 19),
    ("#example.com $example.com", 25),
    ("http://localhost/x", 18),
    ("http://192.168.0.1/x", 20),
    ("-example.com _example.com", 25),
    ("HTTPS://EXAMPLE.COM", 23),
    ("hartwell.example/spice", 22),
    ("e.g. this, i.e. that", 20),
    ("مرحبا example.com", 29),
    ("line\r\nline", 9),
]


@pytest.mark.parametrize(("text", "length"), CONFORMANCE)
def test_weighted_lengths_are_the_published_ones(text: str, length: int) -> None:
    assert measure(text, WEIGHTED).used == length


@pytest.mark.parametrize(
    ("text", "length"),
    [("👩‍👩‍👧 e\u0301", 3), ("", 0), ("🇩🇪🇫🇷", 2), ("مرحبا", 5)],
)
def test_what_people_take_for_a_character_counts_once(text: str, length: int) -> None:
    assert graphemes(text) == length


def test_a_family_emoji_is_one_grapheme_but_many_bytes() -> None:
    by = Measure("graphemes", 300, byte_limit=3000)
    fits, too_big = measure("👨‍👩‍👧‍👦" * 120, by), measure("👨‍👩‍👧‍👦" * 121, by)
    assert (fits.used, fits.bytes, fits.fits) == (120, 3000, True)
    assert (too_big.over, too_big.over_bytes, too_big.fits) == (0, 25, False)


def test_where_links_count_a_fixed_number_only_those_with_a_scheme_do() -> None:
    by = Measure("graphemes", 500, link=23, short_mentions=True)
    assert measure("see https://example.com/a/very/long/path/indeed", by).used == 27
    assert measure("see example.com", by).used == 15
    assert measure("hello @maya@social.example and a@b.example", by).used == 27


def test_utf16_units_are_the_most_a_character_can_be() -> None:
    assert measure("a😷é", Measure("utf16", 3000)).used == 4


@given(st.text(max_size=80))
def test_any_text_has_a_length_and_its_links_lie_apart_within_it(text: str) -> None:
    found = links(text, bare=True)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert 0 <= measure(text, WEIGHTED).used <= 23 * len(text)


def test_the_page_counts_as_the_server_does(tmp_path: Path) -> None:
    bits = [
        "example.com",
        "https://",
        "/p?q=1#f",
        ".",
        " ",
        "é",
        "日",
        "😷",
        "👍🏽",
        "a",
        "-",
        "@b@c.de",
        "مر",
    ]
    texts = [a + b + c for a in bits for b in bits for c in bits] + [text for text, _ in CONFORMANCE]
    ways = [
        (WEIGHTED, "{unit:'weighted',limit:280,link:23,bareLinks:true}"),
        (
            Measure("graphemes", 500, 3000, 23, short_mentions=True),
            "{unit:'graphemes',limit:500,byteLimit:3000,link:23,shortMentions:true}",
        ),
        (Measure("utf16", 3000), "{unit:'utf16',limit:3000}"),
    ]
    (tmp_path / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    script = (
        "import {measure} from './lengths.mjs'; import fs from 'fs';"
        "const texts = JSON.parse(fs.readFileSync('texts.json', 'utf8'));"
        f"const ways = [{','.join(way for _, way in ways)}];"
        "const used = (by) => texts.map((text) => measure(text.replace(/\\r\\n/g, '\\n'), by).used);"
        "console.log(JSON.stringify(ways.map(used)));"
    )
    counted = page_scripts.run(tmp_path, script, "lengths", "tlds")
    for (by, _), theirs in zip(ways, counted, strict=True):
        ours = [measure(text, by).used for text in texts]
        assert [(t, o, n) for t, o, n in zip(texts, ours, theirs, strict=True) if o != n] == []


def test_page_and_server_know_the_same_endings_of_names() -> None:
    page = (ROOT / "static" / "js" / "tlds.js").read_text(encoding="utf-8")
    [said] = re.findall(r"'([^']*)'", page)
    assert said.split() == (ROOT / "svckit" / "tlds.txt").read_text(encoding="utf-8").split()
