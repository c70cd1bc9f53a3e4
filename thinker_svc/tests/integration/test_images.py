"""Images of a draft over HTTP: they are content, and an approval signs them."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest

from thinker_svc.tests import pictures
from thinker_svc.tests.team import API, Someone, Team

ALT = "A loaf of pumpkin bread on a table"


def upload(who: Someone, draft: dict[str, Any], file: bytes, query: str = "", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return who._client.post(
        f"{API}/drafts/{draft['id']}/images{query}",
        data=file,
        headers=who._headers | named,
        content_type="application/octet-stream",
    )


def arrange(who: Someone, draft: dict[str, Any], *images: dict[str, str]) -> Any:
    wanted = [{"sha256": image["sha256"], "alt": image["alt"]} for image in images]
    address = f"/drafts/{draft['id']}/images"
    return who.call("PUT", address, {"images": wanted}, If_Match=f'"v{draft["version"]}"')


@pytest.fixture
def draft(team: Team) -> dict[str, Any]:
    return team.written()


@pytest.fixture
def pictured(team: Team, draft: dict[str, Any]) -> dict[str, Any]:
    """A draft with one described image."""
    answer = upload(team.author, draft, pictures.photo(), f"?alt={ALT}")
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def test_an_uploaded_picture_becomes_part_of_the_content(team: Team, draft: dict[str, Any]) -> None:
    answer = upload(team.author, draft, pictures.turned_photo(), f"?alt={ALT}")
    assert answer.status_code == 201
    now = answer.json
    [image] = now["images"]
    assert (image["alt"], image["mime"], image["width"], image["height"]) == (ALT, "image/png", 40, 80)
    assert now["version"] == draft["version"] + 1
    assert now["content_hash"] != draft["content_hash"]
    read = team.viewer.get(image["url"].removeprefix(API))
    assert hashlib.sha256(read.data).hexdigest() == image["sha256"]
    assert read.content_type == "image/png"
    assert "immutable" in read.headers["Cache-Control"]
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in read.headers["Content-Security-Policy"]
    assert b"Tom Lindqvist" not in read.data
    again = team.viewer.get(image["url"].removeprefix(API), If_None_Match=f'"{image["sha256"]}"')
    assert again.status_code == 304


def test_the_hash_of_a_draft_without_images_is_what_it_always_was(team: Team, draft: dict[str, Any]) -> None:
    texts = {"webhook": draft["content"]["text"]}
    plain = json.dumps(texts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert draft["content_hash"] == hashlib.sha256(plain.encode()).hexdigest()


def test_the_hash_of_a_draft_with_images_signs_bytes_words_and_order(
    team: Team, pictured: dict[str, Any]
) -> None:
    shown = [{"sha256": pictured["images"][0]["sha256"], "alt": ALT}]
    content = {"webhook": {"text": pictured["content"]["text"], "images": shown}}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert pictured["content_hash"] == hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    ("file", "words"),
    [(b"<svg/>", "no PNG, JPEG or WebP"), (pictures.bomb(20_000, 20_000), "million pixels"), (b"", "no PNG")],
)
def test_what_is_no_picture_is_refused_and_nothing_changes(
    team: Team, draft: dict[str, Any], file: bytes, words: str
) -> None:
    answer = upload(team.author, draft, file)
    assert (answer.status_code, answer.json["type"]) == (422, "urn:problem:not-an-image")
    assert words in answer.json["errors"][0]["message"]
    assert team.author.draft(draft["id"])["version"] == draft["version"]


def test_a_file_over_the_limit_is_refused(team: Team, draft: dict[str, Any]) -> None:
    assert upload(team.author, draft, b"\0" * (8 * 1024 * 1024)).status_code == 413
    assert upload(team.author, draft, b"\0" * (7 * 1024 * 1024 + 1)).status_code == 422


def test_there_are_at_most_four(team: Team, draft: dict[str, Any]) -> None:
    for number in range(4):
        assert upload(team.author, draft, pictures.drawing(20 + number)).status_code == 201
    answer = upload(team.author, draft, pictures.drawing(90))
    assert (answer.status_code, answer.json["type"]) == (422, "urn:problem:too-many-images")


def test_the_same_picture_sent_twice_is_there_once(team: Team, draft: dict[str, Any]) -> None:
    first = upload(team.author, draft, pictures.drawing()).json
    second = upload(team.author, draft, pictures.drawing()).json
    assert len(second["images"]) == 1
    assert second["version"] == first["version"]


def test_an_image_without_words_keeps_the_draft_from_being_submitted(
    team: Team, draft: dict[str, Any]
) -> None:
    now = upload(team.author, draft, pictures.drawing()).json
    answer = team.author.post(f"/drafts/{draft['id']}/submit", {})
    problem = answer.json or {}
    assert answer.status_code == 422
    assert problem["errors"] == [
        {
            "field": "images.1.alt",
            "message": "Describe image 1 of 1 for people who can't see it, or remove it.",
        }
    ]
    described = arrange(team.author, now, now["images"][0] | {"alt": ALT})
    assert described.status_code == 200
    assert team.author.post(f"/drafts/{draft['id']}/submit", {}).status_code == 200


def test_images_are_put_in_order_removed_and_brought_back(team: Team, draft: dict[str, Any]) -> None:
    upload(team.author, draft, pictures.drawing(30), "?alt=one")
    now = upload(team.author, draft, pictures.drawing(40), "?alt=two").json
    one, two = now["images"]
    now = arrange(team.author, now, two, one).json
    assert [image["alt"] for image in now["images"]] == ["two", "one"]
    now = arrange(team.author, now, two).json
    assert [image["alt"] for image in now["images"]] == ["two"]
    now = arrange(team.author, now, two, one).json
    assert [image["id"] for image in now["images"]] == [two["id"], one["id"]]
    same = arrange(team.author, now, two, one).json
    assert same["version"] == now["version"]
    kinds = [e["kind"] for e in (team.author.get(f"/drafts/{draft['id']}/timeline").json or {})["items"]]
    for kind in ("image_added", "image_removed", "images_ordered"):
        assert kind in kinds


def test_a_foreign_image_cannot_be_named_and_a_stale_page_changes_nothing(
    team: Team, pictured: dict[str, Any]
) -> None:
    stranger = {"sha256": "0" * 64, "alt": "?"}
    assert arrange(team.author, pictured, stranger).status_code == 404
    stale = arrange(team.author, pictured | {"version": 1})
    assert (stale.status_code, (stale.json or {})["current"]["images"][0]["alt"]) == (412, ALT)
    other = team.written()
    path = f"/drafts/{other['id']}/images/{pictured['images'][0]['sha256']}"
    assert team.viewer.get(path).status_code == 404


def test_images_are_for_whoever_may_edit(team: Team, draft: dict[str, Any]) -> None:
    assert upload(team.viewer, draft, pictures.drawing()).status_code == 403
    assert upload(team.colleague, draft, pictures.drawing()).status_code == 403
    assert upload(team.reviewer, draft, pictures.drawing()).status_code == 201


def test_the_trends_own_chart_comes_with_its_words(team: Team, draft: dict[str, Any]) -> None:
    [image] = upload(team.author, draft, pictures.drawing(), "?chart=true").json["images"]
    assert image["alt"].startswith("Line chart of Google searches for pumpkin spice in the United Kingdom")


def test_an_approval_sends_the_bytes_ahead_and_names_them(team: Team, pictured: dict[str, Any]) -> None:
    team.author.post(f"/drafts/{pictured['id']}/submit", {})
    approved = team.reviewer.approve(team.reviewer.draft(pictured["id"]))
    assert approved.status_code == 200, approved.json
    [sent] = team.told("thinker.image.approved")
    [told] = team.told("thinker.draft.approved")
    image = pictured["images"][0]
    assert hashlib.sha256(base64.b64decode(sent["content"])).hexdigest() == image["sha256"] == sent["sha256"]
    assert told["images"] == [{name: image[name] for name in ("sha256", "alt", "mime", "width", "height")}]
    assert told["content_hash"] == (approved.json or {})["content_hash"]


@pytest.mark.parametrize("change", ["alt", "remove", "add"])
def test_any_change_of_an_image_voids_the_approval(team: Team, pictured: dict[str, Any], change: str) -> None:
    team.author.post(f"/drafts/{pictured['id']}/submit", {})
    approved = team.reviewer.approve(team.reviewer.draft(pictured["id"])).json or {}
    image = approved["images"][0]
    answer = {
        "alt": lambda: arrange(team.author, approved, image | {"alt": "Something else"}),
        "remove": lambda: arrange(team.author, approved),
        "add": lambda: upload(team.author, approved, pictures.drawing()),
    }[change]()
    assert answer.status_code in {200, 201}
    assert answer.json["state"] == "draft"
    [withdrawn] = team.told("thinker.draft.withdrawn")
    assert withdrawn["content_hash"] == approved["content_hash"]


def test_what_was_read_with_other_images_is_not_approved(team: Team, pictured: dict[str, Any]) -> None:
    team.author.post(f"/drafts/{pictured['id']}/submit", {})
    read = team.reviewer.draft(pictured["id"])
    assert arrange(team.author, read, read["images"][0] | {"alt": "Something else"}).status_code == 200
    assert team.reviewer.approve(read).status_code == 412


def test_a_version_remembers_its_images(team: Team, pictured: dict[str, Any]) -> None:
    [newest, *_] = (team.author.get(f"/drafts/{pictured['id']}/revisions").json or {})["items"]
    assert newest["images"][0]["alt"] == ALT
