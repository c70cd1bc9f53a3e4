"""The page of a draft while it is written, the texts it offers, and the models that write."""

import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.fake_routes.writing import TEXTS, pull
from portal.tests.visitor import Visitor

WRITING = f"/drafts/{eg.uid(202)}"
WRITTEN = f"/drafts/{eg.uid(200)}"
FAILED = f"/drafts/{eg.uid(203)}"
MODELS = "/admin/models"


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


@pytest.fixture
def admin(visitor: Visitor) -> Visitor:
    return visitor.sign_in("admin")


def test_whoever_waits_reads_their_place_in_the_line(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[2]["generation"] |= {
        "status": "queued", "place": 2, "usual_seconds": 8, "started_at": None, "finished_at": None
    }  # fmt: skip
    assert "2nd in line at the model, usually 8 s each" in author.get(WRITING)
    fake_api.drafts[2]["generation"]["place"] = 1
    assert "Next in line at the model" in author.get(WRITING)


def test_stop_here_stops_the_writing_and_says_what_was_kept(author: Visitor, fake_api: FakeApi) -> None:
    author.get(WRITING)
    assert author.send(f"{WRITING}/stop").headers["Location"] == WRITING
    assert len(fake_api.asked("POST", ".*/stop")) == 1
    page = author.get(WRITING)
    assert "<b>Stopped, " in page
    assert "<textarea" in page


def test_a_stop_that_comes_too_late_is_told(author: Visitor, fake_api: FakeApi) -> None:
    author.get(WRITING)
    fake_api.refuse(
        "POST", ".*/stop", Refusal(409, "not-being-written", "It was finished before it could be stopped.")
    )
    author.send(f"{WRITING}/stop")
    assert "It was finished before it could be stopped." in author.get(WRITING)


def test_readers_who_may_not_stop_it_see_no_button(visitor: Visitor) -> None:
    assert "Stop here" not in visitor.sign_in("viewer").get(WRITING)


def test_several_texts_stand_side_by_side_while_they_are_written(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[2]["generation"] |= {"variants": 3, "alternatives": 1, "status": "running"}
    page = author.get(WRITING)
    columns = re.findall(r"<section class=\"sec\" data-column>.*?</section>", page, re.DOTALL)
    assert len(columns) == 3
    assert "We took the hint" in columns[0]
    assert "Starts when text 2 is done." in columns[2]
    assert author.send(f"{WRITING}/alternatives/1").headers["Location"] == WRITING


def test_texts_to_choose_from_show_where_their_words_differ(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["generation"] |= {"variants": 2, "alternatives": 2}
    page = author.get(WRITTEN)
    assert "Texts to choose from" in page
    assert "In use" in page
    assert "<ins>Which</ins>" in page
    author.send(f"{WRITTEN}/alternatives/2")
    assert fake_api.drafts[0]["content"]["text"] == TEXTS[1]


def test_a_text_is_not_put_over_what_somebody_saved_meanwhile(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["generation"] |= {"variants": 2, "alternatives": 2}
    author.get(WRITTEN)
    fake_api.drafts[0]["version"] = 9
    author.send(f"{WRITTEN}/alternatives/2")
    assert fake_api.drafts[0]["content"]["text"] == eg.TEXT
    assert "Somebody changed the draft since you opened it." in author.get(WRITTEN)


def test_a_single_text_offers_no_choice(author: Visitor) -> None:
    assert "Texts to choose from" not in author.get(WRITTEN)


def test_trying_again_may_ask_for_several_texts(author: Visitor, fake_api: FakeApi) -> None:
    author.get(WRITTEN)
    author.send(WRITTEN, {"do": "again:with", "instructions": "Mention Fridays.", "variants": "3"})
    assert fake_api.asked("POST", ".*/regenerate") == [{"instructions": "Mention Fridays.", "variants": 3}]


def test_writing_it_all_again_asks_nothing_of_a_dialog_that_was_closed(
    author: Visitor, fake_api: FakeApi
) -> None:
    page = author.get(WRITTEN)
    assert re.search(r'value="again:one">Write it all again', page)
    asked_and_closed = {"instructions": "Mention Fridays.", "each_platform": "y", "each_platform_shown": "1"}
    author.send(WRITTEN, {"do": "again:one", "variants": "3"} | asked_and_closed)
    assert fake_api.asked("POST", ".*/regenerate") == [{"variants": 1}]


def test_trying_again_may_be_for_each_platform_or_for_all(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["platforms"] = ["bluesky", "linkedin"]
    assert "A longer text where a platform has more room" in author.get(WRITTEN)
    for ticked in ({"each_platform": "y"}, {}):
        fake_api.drafts[0]["state"] = "draft"
        author.get(WRITTEN)
        author.send(WRITTEN, {"do": "again:with", "each_platform_shown": "1"} | ticked)
    asked = [wishes["each_platform"] for wishes in fake_api.asked("POST", ".*/regenerate")]
    assert asked == [True, False]


def test_one_platform_alone_is_not_asked_about(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["platforms"] = ["webhook"]
    assert "each_platform" not in author.get(WRITTEN)


def test_what_a_model_wrote_for_one_platform_is_marked_there(author: Visitor, fake_api: FakeApi) -> None:
    own = "More for LinkedIn. Do you bake with it?"
    fake_api.drafts[0] |= {"platforms": ["bluesky", "linkedin"]}
    fake_api.drafts[0]["content"] = {"text": eg.TEXT, "platform_texts": {"linkedin": own}}
    span = {"start": own.index("Do"), "end": len(own)}
    fake_api.drafts[0]["generation"] |= {"ai_spans": [], "platform_spans": {"linkedin": [span]}}
    page = author.get(WRITTEN)
    assert 'More for LinkedIn. <mark class="ai" title="Written by AI">Do you bake with it?</mark>' in page
    assert re.search(r"Written by AI: “<span data-ai[^>]*>Do you bake with it\?</span>”", page)


def test_an_offered_text_shows_what_it_has_for_a_platform(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["generation"] |= {"variants": 2, "alternatives": 2}
    fake_api.own_texts = {"linkedin": "More of it for LinkedIn."}
    page = author.get(WRITTEN)
    shown = re.search(r"For LinkedIn</summary><p[^>]*>(.*?)</p>", page)
    assert shown is not None
    assert re.sub(r"</?ins>", "", shown[1]) == "More of it for LinkedIn."


def test_trying_again_begins_with_the_wish_of_last_time_and_may_do_without(
    author: Visitor, fake_api: FakeApi
) -> None:
    fake_api.drafts[0]["generation"] |= {"instructions": "Mention Fridays.", "variants": 3}
    author.get(WRITTEN)
    author.send(WRITTEN, {"do": "again:with"})
    fake_api.drafts[0]["state"] = "draft"
    author.get(WRITTEN)
    author.send(WRITTEN, {"do": "again:with", "instructions": " "})
    assert fake_api.asked("POST", ".*/regenerate") == [
        {"instructions": "Mention Fridays.", "variants": 1},
        {"instructions": "", "variants": 1},
    ]


def test_trying_again_after_a_failure_asks_for_what_was_asked_for(author: Visitor, fake_api: FakeApi) -> None:
    author.get(FAILED)
    author.send(f"{FAILED}/regenerate")
    assert fake_api.asked("POST", ".*/regenerate") == [{}]


def test_an_answer_that_can_not_be_read_fails_with_the_assembled_text_to_go_on_from(
    author: Visitor, fake_api: FakeApi
) -> None:
    error = {"type": "answer-malformed", "title": "", "detail": "“m” answered in a shape that can’t be read."}
    fake_api.drafts[3]["generation"]["error"] = error
    page = author.get(f"/drafts/{eg.uid(203)}")
    assert "The model’s answer can’t be read" in page
    assert "Assembled from your data" in page
    assert "What the model was asked and what it said" in page


def test_a_rewrite_that_failed_is_told_above_the_text_that_stayed_until_it_is_edited(
    author: Visitor, fake_api: FakeApi
) -> None:
    draft, now = fake_api.drafts[0], eg.ago(seconds=5)
    error = {"type": "engine-unavailable", "title": "", "detail": "Nothing answers. Start Ollama, try again."}
    draft["generation"] |= {"status": "failed", "finished_at": now, "error": error}
    draft["updated_at"] = now
    page = author.get(WRITTEN)
    [note] = re.findall(r'<div class="note is-red.*?</form>', page, re.DOTALL)
    assert "Writing it again failed" in note
    assert "The text is the one from before." in note
    assert "Nothing answers. Start Ollama, try again." in note
    assert "An admin can put this right." in page
    assert "<textarea" in page
    author.send(f"{WRITTEN}/regenerate")
    assert fake_api.asked("POST", ".*/regenerate") == [{}]
    draft["state"], draft["updated_at"] = "draft", eg.ago(seconds=0)
    assert "Writing it again failed" not in author.get(WRITTEN)


def test_whoever_may_not_have_it_written_reads_that_it_failed_without_a_button(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    now = eg.ago(seconds=5)
    error = {"type": "engine-timeout", "title": "", "detail": "It took too long."}
    fake_api.drafts[0]["generation"] |= {"status": "failed", "finished_at": now, "error": error}
    fake_api.drafts[0]["updated_at"] = now
    page = visitor.sign_in("viewer").get(WRITTEN)
    assert "It took too long." in page
    assert "Try again</button>" not in page


def test_a_missing_model_can_be_fetched_from_where_it_is_missed(admin: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[3]["generation"]["error"] = {"type": "model-missing", "detail": "It is not there."}
    page = admin.get(f"/drafts/{eg.uid(203)}")
    assert "/admin/models?model=smollm2:135m" in page.replace("%3A", ":")
    assert 'value="smollm2:135m"' in admin.get("/admin/models?model=smollm2:135m")


def test_provenance_shows_answers_thinking_and_prompt_and_goes_out_as_a_file(
    author: Visitor, fake_api: FakeApi
) -> None:
    page = author.get(f"{WRITTEN}/provenance")
    for shown in (
        "What the model said",
        "seed 100",
        "holds a number",
        "What it thought before",
        "Bakers bake",
        "Ollama at http://models:11434, keep-alive 10m",
        "Bluesky, X, aimed at 260 characters",
        "broke off here",
        "The model took too long. It had 150 s.",
        "That was no valid JSON.",
        "Old.",
    ):
        assert shown in page
    file = author.client.get(f"{WRITTEN}/provenance?as=json")
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.get_json()["generations"][0]["seed_of_nothing"] is None


def test_models_are_listed_and_another_one_is_had_to_write(admin: Visitor, fake_api: FakeApi) -> None:
    page = admin.get(MODELS)
    assert "Writes drafts" in page
    assert "A closing question; the rest comes from your data" in page
    admin.send(f"{MODELS}/default")
    assert fake_api.model == "llama3.2:3b"
    assert "llama3.2:3b writes drafts from now on." in admin.get(MODELS)


def test_a_model_is_fetched_with_a_bar_that_moves_and_can_be_stopped(
    admin: Visitor, fake_api: FakeApi
) -> None:
    admin.get(MODELS)
    assert admin.send(MODELS, {"model": "qwen3:4b"}).status_code == 303
    assert fake_api.asked("POST", "/thinker/models/pulls") == [{"model": "qwen3:4b"}]
    fake_api.pulls[0] |= pull(0, "qwen3:4b")
    page = admin.get(MODELS)
    assert '<progress class="pull" max="100" value="41"' in page
    assert "41%, 840.0 MB of 2.0 GB" in page
    part = admin.get(MODELS, HX_Request="true", HX_Target="pulls")
    assert "<progress" in part
    assert "On the server" not in part
    admin.get(MODELS)
    admin.send(f"{MODELS}/{fake_api.pulls[0]['id']}/cancel")
    assert "Stopping" in admin.get(MODELS)


def test_a_failed_fetch_says_why_and_can_be_tried_again(admin: Visitor, fake_api: FakeApi) -> None:
    error = {"type": "model-missing", "title": "", "detail": "The registry knows no model “lama3”."}
    fake_api.pulls = [pull(0, "lama3", "failed", error=error)]
    page = admin.get(MODELS)
    assert "The registry knows no model “lama3”." in page
    assert "Fetch it again" in page


def test_a_name_that_is_none_stays_typed_with_what_is_wrong(admin: Visitor, fake_api: FakeApi) -> None:
    admin.get(MODELS)
    answer = admin.send(MODELS, {"model": "rm -rf"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "That is no model’s name." in html
    assert 'value="rm -rf"' in html
    assert fake_api.pulls == []


def test_a_model_server_that_is_down_is_named_with_the_remedy(admin: Visitor, fake_api: FakeApi) -> None:
    detail = "Nothing answers at http://ollama:11434, or it broke off. Start Ollama there."
    fake_api.refuse(
        "GET", "/thinker/models", Refusal(503, "engine-unavailable", detail, title="It can't be reached")
    )
    assert "Start Ollama there." in admin.get(MODELS)


def test_a_default_that_is_not_there_is_the_first_thing_said(admin: Visitor, fake_api: FakeApi) -> None:
    fake_api.models = ["llama3.2:3b"]
    assert "smollm2:135m is not there, so nothing can be drafted." in admin.get(MODELS)


def test_models_are_the_admins_business(visitor: Visitor) -> None:
    visitor.sign_in("reviewer").get(MODELS, status=403)
