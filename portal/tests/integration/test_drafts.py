"""Writing: nothing typed is lost, nothing saved is overwritten."""

import json
import re

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor

ADDRESS = f"/drafts/{eg.uid(200)}"


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


def autosave(author: Visitor, **fields: str) -> tuple[int, dict[str, object]]:
    answer = author.send(ADDRESS, {"do": "save", **fields}, X_Autosave="1")
    return answer.status_code, json.loads(answer.get_data())


def test_saving_sends_the_version_that_was_read(author: Visitor, fake_api: FakeApi) -> None:
    author.get(ADDRESS)
    status, said = autosave(author, text="New text.\r\nSecond line.", title="New title")
    assert status == 200
    assert said["version"] == 4
    assert said["platforms"] == ["webhook"]
    [saved] = fake_api.asked("PUT", ".*/content")
    assert saved["text"] == "New text.\nSecond line."
    assert saved["title"] == "New title"


def test_a_newer_version_is_never_overwritten(author: Visitor, fake_api: FakeApi) -> None:
    author.get(ADDRESS)
    fake_api.drafts[0] |= {"version": 9, "content": {"text": "Theirs.", "platform_texts": {}}}
    status, said = autosave(author, text="Mine.")
    assert status == 412
    assert said["version"] == 9
    assert "<del>Theirs</del>" in str(said["html"])
    assert "<ins>Mine</ins>" in str(said["html"])
    assert fake_api.drafts[0]["content"]["text"] == "Theirs."


def test_without_script_the_clash_is_a_page_with_both_texts(author: Visitor, fake_api: FakeApi) -> None:
    author.get(ADDRESS)
    fake_api.drafts[0] |= {"version": 9, "content": {"text": "Theirs.", "platform_texts": {}}}
    fake_api.drafts[0]["versions"] = ({"version": 9, "text": "Theirs."}, {"version": 3})
    answer = author.send(ADDRESS, {"text": "Mine.", "do": "save"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert "You saved version 9 in another tab" in html
    assert ">\nMine.</textarea>" in html
    # Sending once more from here means: mine, knowing theirs.
    assert author.send(ADDRESS, {"text": "Mine.", "do": "save"}).status_code == 303
    assert fake_api.drafts[0]["content"]["text"] == "Mine."
    # What they saved is not folded into it.
    assert [saved.get("apart") for saved in fake_api.asked("PUT", ".*/content")] == [None, True]


@pytest.mark.parametrize("refused", [True, False])
def test_a_page_that_comes_back_keeps_the_platforms_that_were_ticked(
    author: Visitor, fake_api: FakeApi, *, refused: bool
) -> None:
    author.get(ADDRESS)
    fake_api.drafts[0]["platforms"] = ["webhook"]
    if refused:
        fake_api.refuse("PUT", ".*/content", Refusal(422, "too-long", "The text is too long."))
    else:
        fake_api.drafts[0]["version"] = 9
    typed = {"text": "Mine.", "own-linkedin": "Mine for LinkedIn.", "platforms_shown": "1", "do": "save"}
    html = author.send(ADDRESS, typed | {"platforms": ["webhook", "linkedin"]}).get_data(as_text=True)
    assert re.search(r'name="platforms" value="linkedin" checked', html)
    assert 'name="own-linkedin"' in html
    assert ">\nMine for LinkedIn.</textarea>" in html


def test_what_could_not_be_saved_stays_typed(author: Visitor, fake_api: FakeApi) -> None:
    author.get(ADDRESS)
    fake_api.refuse(
        "PUT", ".*/content", Refusal(422, "too-long", "The text has more than 10,000 characters.")
    )
    answer = author.send(ADDRESS, {"text": "Very long.", "do": "save"})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "more than 10,000 characters" in html
    assert ">\nVery long.</textarea>" in html


def test_submitting_saves_first_and_then_asks_for_the_time(author: Visitor, fake_api: FakeApi) -> None:
    author.get(ADDRESS)
    answer = author.send(ADDRESS, {"text": "Ready.", "do": "submit"})
    assert answer.headers["Location"] == f"{ADDRESS}?do=submit"
    page = author.get(f"{ADDRESS}?do=submit")
    assert re.search(r'<dialog class="dlg" id="submit"[^>]* open>', page)
    assert author.send(f"{ADDRESS}/submit", {"publish_at": "2030-01-02T08:00"}).status_code == 303
    [submitted] = fake_api.asked("POST", ".*/submit")
    assert submitted == {"publish_at": "2030-01-02T08:00:00+00:00"}


def test_a_time_that_is_none_is_told(author: Visitor) -> None:
    author.get(f"{ADDRESS}?do=submit")
    answer = author.send(f"{ADDRESS}/submit", {"publish_at": "soon"})
    assert answer.status_code == 422
    assert "That is no time." in answer.get_data(as_text=True)


def test_shorter_saves_and_has_it_written_again(author: Visitor, fake_api: FakeApi) -> None:
    author.get(ADDRESS)
    assert author.send(ADDRESS, {"text": "Mine.", "do": "length:short"}).status_code == 303
    assert fake_api.asked("PUT", ".*/content")[0]["text"] == "Mine."
    assert fake_api.asked("POST", ".*/regenerate") == [{"length": "short", "variants": 1}]


@pytest.mark.parametrize(
    ("length", "shorter", "longer"),
    [("short", "short", "medium"), ("medium", "short", "long"), ("long", "medium", "long")],
)
def test_shorter_and_longer_are_one_notch_from_what_it_was(
    author: Visitor, fake_api: FakeApi, length: str, shorter: str, longer: str
) -> None:
    fake_api.drafts[0]["generation"] |= {"length": length, "standing_length": length}
    page = author.get(ADDRESS)
    assert f'value="length:{shorter}">Shorter</button>' in page
    assert f'value="length:{longer}">Longer</button>' in page
    author.send(ADDRESS, {"do": f"length:{longer}"})
    assert fake_api.asked("POST", ".*/regenerate") == [{"length": longer, "variants": 1}]


def test_shorter_and_longer_are_one_notch_from_the_text_that_a_failed_writing_left(
    author: Visitor, fake_api: FakeApi
) -> None:
    fake_api.drafts[0]["generation"] |= {"status": "failed", "length": "medium", "standing_length": "long"}
    page = author.get(ADDRESS)
    assert 'value="length:medium">Shorter</button>' in page
    assert 'value="length:long">Longer</button>' in page


def test_an_earlier_version_comes_back_as_the_newest(author: Visitor, fake_api: FakeApi) -> None:
    author.get(f"{ADDRESS}?about=versions")
    assert author.send(f"{ADDRESS}/restore/2").status_code == 303
    assert fake_api.drafts[0]["content"]["text"] == "Pumpkin spice is through the roof."
    assert fake_api.drafts[0]["version"] == 4


def test_what_stands_beside_the_text_changes_without_the_text(author: Visitor) -> None:
    part = author.get(f"{ADDRESS}?about=versions", HX_Request="true", HX_Target="about")
    assert "<textarea" not in part
    assert "through</del>" in part


def test_the_models_line_and_the_small_model_are_named(author: Visitor) -> None:
    page = author.get(ADDRESS)
    assert '<mark class="ai" title="Written by AI">What would you like on yours?</mark>' in page
    assert "Basic built-in model." in page
    assert "Sample data" in page


def test_the_stream_is_handed_on_and_resumes_where_the_reader_was(author: Visitor, fake_api: FakeApi) -> None:
    address = f"/drafts/{eg.uid(202)}/stream"
    answer = author.client.get(address)
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert answer.get_data(as_text=True).count("event: token") == 2
    later = author.client.get(address, headers={"Last-Event-ID": "1"})
    assert later.get_data(as_text=True).count("event: token") == 1
    assert fake_api.calls[-1][3]["Last-Event-ID"] == "1"


def test_a_stream_of_nothing_is_not_found(author: Visitor) -> None:
    assert author.client.get(f"/drafts/{eg.uid(999)}/stream").status_code == 404


def test_failed_writing_says_why_and_can_be_tried_again(author: Visitor, fake_api: FakeApi) -> None:
    page = author.get(f"/drafts/{eg.uid(203)}")
    assert "The model smollm2:135m is not there. Pull it, then try again." in page
    assert author.send(f"/drafts/{eg.uid(203)}/regenerate").status_code == 303


def test_a_draft_in_review_is_read_and_edited_only_when_asked_for(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    visitor.sign_in("reviewer")
    assert "<textarea" not in visitor.get(f"/drafts/{eg.uid(201)}")


def test_an_edit_that_voids_an_approval_shows_the_new_state(visitor: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["state"] = "changes_requested"
    visitor.sign_in("author").get(ADDRESS)
    fake_api.drafts[0]["state"] = "draft"
    _, said = autosave(visitor, text="New text.")
    assert said["state"] == "draft"
    assert "st-fill is-grey" in str(said["badge"])


def test_a_strangers_draft_cannot_be_changed(visitor: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["author"] = eg.MAYA
    visitor.sign_in("author")
    page = visitor.get(ADDRESS)
    assert "<textarea" not in page
    assert "Submit for review" not in page


def test_the_record_of_a_generation_is_readable_and_exportable(author: Visitor) -> None:
    assert "smollm2:135m" in author.get(f"{ADDRESS}/provenance")
    answer = author.client.get(f"{ADDRESS}/provenance?as=json")
    assert json.loads(answer.get_data())["generations"][0]["messages"] == [
        {"role": "system", "content": "You help."}
    ]
    assert "attachment" in answer.headers["Content-Disposition"]
