"""Templates and voices: saved in versions, tried before anybody relies on them, chosen for drafts."""

import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.fake_routes import library
from portal.tests.visitor import Visitor

BUILT_IN, NEEDS_MORE, OURS = (f"/templates/{eg.uid(700 + n)}" for n in range(3))
BAKERY, ARABIC = f"/voices/{eg.uid(705)}", f"/voices/{eg.uid(706)}"


@pytest.fixture
def reviewer(visitor: Visitor) -> Visitor:
    return visitor.sign_in("reviewer")


def test_the_list_says_which_is_taken_and_which_cannot_be(reviewer: Visitor) -> None:
    page = reviewer.get("/templates")
    assert "comes with the product" in page
    assert "Default for larger models" in page
    assert "Can be chosen" in page
    assert "New template" in page


def test_what_comes_with_the_product_is_read_and_copied_not_edited(reviewer: Visitor) -> None:
    page = reviewer.get(BUILT_IN)
    assert "Save as a new version" not in page
    assert "You help with a short post." in page
    assert "Do you enjoy tea?" in page
    assert f"/templates/new?from={eg.uid(700)}" in reviewer.page.links  # type: ignore[union-attr]  # just opened


def test_a_copy_begins_with_what_the_source_says(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.get(f"/templates/new?from={eg.uid(700)}")
    assert reviewer.send("/templates/new", {"name": "Warmer"}).status_code == 303
    [made] = fake_api.asked("POST", "/thinker/templates")
    assert (made["name"], made["kind"]) == ("Warmer", "question")
    sent, source = made["content"], library.QUESTION
    for field in (
        "system",
        "user",
        "interest",
        "openings",
        "tail",
        "examples",
        "seeds",
        "words_beside_topic",
    ):
        assert sent[field] == source[field]
    assert sent["options"] == {"temperature": 0.6, "top_k": 40}


def test_saving_sends_the_version_that_was_read(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.get(OURS)
    answer = reviewer.send(OURS, {"system": "New rules.\r\nTwo lines.", "note": "Shorter", "do": "save"})
    assert answer.status_code == 303
    [saved] = fake_api.asked("PUT", "/thinker/templates/.*")
    assert saved["content"]["system"] == "New rules.\nTwo lines."
    assert saved["note"] == "Shorter"
    assert "Saved as version 3." in reviewer.get(OURS)


def test_a_clash_keeps_what_was_typed_and_saving_again_puts_it_after(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    reviewer.get(OURS)
    library.of(fake_api)["templates"][2]["version"] = 3
    answer = reviewer.send(OURS, {"system": "Mine.", "do": "save"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert "Version 3 was saved while you wrote." in page
    assert ">\nMine.</textarea>" in page or ">\r\nMine.</textarea>" in page
    assert reviewer.send(OURS, {"do": "save"}).status_code == 303
    assert library.of(fake_api)["templates"][2]["content"]["system"] == "Mine."


def test_an_objection_stands_beside_its_field_with_what_was_typed(
    reviewer: Visitor, fake_api: FakeApi
) -> None:
    reviewer.get(OURS)
    message = "{topic} is missing: without it the model doesn't know its topic."
    errors = [{"field": "content.user", "message": message}]
    fake_api.refuse("PUT", ".*/templates/.*", Refusal(422, "invalid-content", message, errors=errors))
    answer = reviewer.send(OURS, {"user": "Just write.", "do": "save"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count("is missing: without it") == 1
    assert "Just write.</textarea>" in page


@pytest.mark.parametrize("line", ["oat milk | friendly | Do you?", "sideways | a | friendly | Do you?"])
def test_an_example_that_cannot_be_read_is_named(reviewer: Visitor, fake_api: FakeApi, line: str) -> None:
    reviewer.get(OURS)
    answer = reviewer.send(OURS, {"examples": line, "do": "save"})
    assert answer.status_code == 422
    assert "rising | oat milk | friendly" in answer.get_data(as_text=True)
    assert not fake_api.asked("PUT", ".*/templates/.*")


def test_an_edit_is_previewed_unsaved(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.get(OURS)
    answer = reviewer.send(OURS, {"system": "Unsaved words.", "language": "ar", "do": "preview"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "nothing was asked, nothing is saved" in page
    assert "Unsaved words.</pre>" in page
    assert 'dir="rtl" lang="ar"' in page
    [asked] = fake_api.asked("POST", ".*/preview")
    assert asked["search_id"] == eg.uid(101)
    assert asked["content"]["system"] == "Unsaved words."
    assert not fake_api.asked("PUT", ".*/templates/.*")


def test_a_templates_context_and_stops_are_kept_and_sent(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.get(OURS)
    reviewer.send(OURS, {"num_ctx": "8192", "stop": "###\r\n<|end|>\r\n", "do": "preview"})
    [asked] = fake_api.asked("POST", ".*/preview")
    assert asked["content"]["options"]["num_ctx"] == 8192
    assert asked["content"]["options"]["stop"] == ["###", "<|end|>"]
    ours = next(item for item in library.of(fake_api)["templates"] if item["id"] in OURS)
    options = {**ours["content"]["options"], "num_ctx": 4096, "stop": ["###"]}
    ours["content"] = {**ours["content"], "options": options}
    page = reviewer.get(OURS)
    assert 'value="4096"' in page
    assert "###</textarea>" in page


def test_an_author_tries_what_is_saved_and_cannot_change_it(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author")
    assert "Save as a new version" not in visitor.get(OURS)
    assert visitor.send(OURS, {"do": "preview"}).status_code == 200
    assert "content" not in fake_api.asked("POST", ".*/preview")[0]
    assert visitor.client.get("/templates/new").status_code == 403


def test_a_test_run_shows_its_progress_and_then_what_was_checked(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author").get(BUILT_IN)
    answer = visitor.send(BUILT_IN, {"do": "test"})
    address = answer.headers["Location"]
    page = visitor.get(address)
    assert "Writing" in page
    assert "Searches for" in page
    assert 'hx-trigger="every 1s"' in page
    library.finish(fake_api, eg.uid(750))
    part = visitor.get(address, HX_Request="true", HX_Target="run")
    assert "hx-trigger" not in part
    assert '<mark class="ai" title="Written by AI">' in part
    assert "question is a stock phrase" in part


def test_a_test_run_is_stopped_from_its_page(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author").get(BUILT_IN)
    address = visitor.send(BUILT_IN, {"do": "test"}).headers["Location"]
    assert "Stop here" in visitor.get(address)
    answer = visitor.send(f"{address}/stop")
    assert answer.headers["Location"].endswith(address)
    page = visitor.get(address)
    assert "Stopped" in page
    assert "Searches for" in page
    assert "Stop here" not in page


def test_a_test_run_that_was_over_before_it_was_stopped_says_so(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author").get(BUILT_IN)
    address = visitor.send(BUILT_IN, {"do": "test"}).headers["Location"]
    visitor.get(address)
    library.finish(fake_api, eg.uid(750))
    visitor.send(f"{address}/stop")
    assert "over before it could be stopped" in visitor.get(address)


def test_a_test_run_that_failed_says_why(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author").get(BUILT_IN)
    address = visitor.send(BUILT_IN, {"do": "test"}).headers["Location"]
    error = {
        "type": "model-missing",
        "title": "The model is not there",
        "detail": "Fetch it, then try again.",
    }
    library.finish(fake_api, eg.uid(750), status="failed", text="", result=None, error=error)
    assert "Fetch it, then try again." in visitor.get(address)


def test_any_two_versions_are_compared_by_word(reviewer: Visitor) -> None:
    page = reviewer.get(f"{OURS}/versions?from=1&to=2")
    assert "<del>Old words.</del>" in page or "<del>Old</del>" in page
    assert "Note 2" in page
    part = reviewer.get(f"{BAKERY}/versions?from=2&to=2", HX_Request="true", HX_Target="compared")
    assert "They say the same." in part


def test_an_admin_makes_one_the_default(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("admin").get(OURS)
    assert visitor.send(f"{OURS}/default").status_code == 303
    assert library.of(fake_api)["templates"][2]["default"] is True
    visitor.get(BAKERY)
    assert visitor.send(f"{BAKERY}/default").status_code == 303
    visitor.get(BAKERY)
    assert visitor.send(f"{BAKERY}/usual").status_code == 303
    assert [body["default"] for body in fake_api.asked("PUT", "/thinker/voices/.*/default")] == [True, False]


def test_what_is_archived_is_out_of_the_way_and_comes_back(reviewer: Visitor) -> None:
    reviewer.get(OURS)
    assert reviewer.send(f"{OURS}/archive").status_code == 303
    assert ">Ours<" not in reviewer.get("/templates")
    assert ">Ours<" in reviewer.get("/templates?archived=1")
    reviewer.get(OURS)
    assert reviewer.send(f"{OURS}/restore").status_code == 303
    assert ">Ours<" in reviewer.get("/templates")


def test_a_voice_is_made_line_by_line(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.get("/voices/new")
    fields = {
        "name": "Calm",
        "language": "de",
        "do": "Kurz bleiben\r\n\r\nDuzen",
        "banned": "billig*\nkrass",
        "examples": "Erster Post.\r\nZweite Zeile.\r\n\r\nZweiter Post.",
    }
    assert reviewer.send("/voices/new", fields).status_code == 303
    [made] = fake_api.asked("POST", "/thinker/voices")
    content = made["content"]
    assert content["do"] == ["Kurz bleiben", "Duzen"]
    assert content["banned"] == ["billig*", "krass"]
    assert content["examples"] == ["Erster Post.\nZweite Zeile.", "Zweiter Post."]


def test_a_voice_keeps_what_was_typed_when_somebody_was_faster(reviewer: Visitor, fake_api: FakeApi) -> None:
    reviewer.get(BAKERY)
    library.of(fake_api)["voices"][0]["version"] = 3
    answer = reviewer.send(BAKERY, {"banned": "mine"})
    assert answer.status_code == 412
    assert "mine</textarea>" in answer.get_data(as_text=True)
    assert reviewer.send(BAKERY).status_code == 303
    assert library.of(fake_api)["voices"][0]["content"]["banned"] == ["mine"]


def test_a_voice_written_from_right_to_left_is_shown_so(visitor: Visitor) -> None:
    visitor.sign_in("author")
    page = visitor.get(ARABIC)
    assert re.search(r'<div class="thirds mt-0" dir="rtl" lang="ar">', page)


def test_a_draft_is_asked_for_with_defaults_or_with_a_choice(visitor: Visitor, fake_api: FakeApi) -> None:
    search = f"/trends/{eg.uid(101)}"
    page = visitor.sign_in("author").get(search)
    assert "Closing question (default)" in page
    assert "Full post" not in page  # the model in use can't do it
    usual = dict.fromkeys(("template_id", "voice_id", "language"), "")
    assert visitor.send(f"{search}/drafts", usual).status_code == 303
    visitor.get(search)
    chosen = {"template_id": eg.uid(702), "voice_id": eg.uid(705), "language": "fr"}
    assert visitor.send(f"{search}/drafts", chosen).status_code == 303
    plain, with_choice = fake_api.asked("POST", "/thinker/drafts")
    assert not {"template_id", "voice_id", "language"} & set(plain)
    assert with_choice | chosen == with_choice


def test_a_choice_that_is_refused_stays_open_with_its_reason(visitor: Visitor, fake_api: FakeApi) -> None:
    search = f"/trends/{eg.uid(101)}"
    visitor.sign_in("author").get(search)
    errors = [{"field": "voice_id", "message": "The voice “Bakery” is archived. Choose another one."}]
    fake_api.refuse("POST", "/thinker/drafts", Refusal(422, "invalid-content", "No.", errors=errors))
    answer = visitor.send(f"{search}/drafts", {"voice_id": eg.uid(705)})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "is archived. Choose another one." in page
    assert "<details open>" in page


def test_a_draft_in_arabic_runs_from_right_to_left_wherever_it_is_shown(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    used = {"id": eg.uid(700), "name": "Closing question", "version": 1}
    fake_api.drafts[0] |= {"language": "ar", "dir": "rtl", "template": used, "voice": None}
    fake_api.drafts[0]["content"]["text"] = "«padel» يزداد الإقبال عليه"
    page = visitor.sign_in("author").get(f"/drafts/{eg.uid(200)}")
    assert re.search(r'<textarea id="text"[^>]* dir="rtl"', page)
    assert re.search(r'<article class="pv mt-2".*?dir="rtl"', page, re.DOTALL)
    assert "It writes English only" in page
    assert f'<a href="/templates/{eg.uid(700)}">Closing question</a>, version 1' in page
    fake_api.drafts[1] |= {"language": "ar", "dir": "rtl"}
    assert re.search(r'<p class="prose[^>]* dir="rtl"', visitor.get(f"/drafts/{eg.uid(201)}"))
