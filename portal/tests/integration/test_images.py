"""Images of a draft: chosen, described, put in order, taken out and back in."""

import io
import json

import pytest

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.fake_routes.talk import PICTURE, image
from portal.tests.visitor import Visitor
from portal.views import images

DRAFT = f"/drafts/{eg.uid(200)}"
ADD, ARRANGE, CHART = f"{DRAFT}/images", f"{DRAFT}/images/arrange", f"{DRAFT}/images/chart"


@pytest.fixture
def author(visitor: Visitor, fake_api: FakeApi) -> Visitor:
    fake_api.drafts[0]["images"] = [image(1, "A loaf"), image(2, "")]
    visitor.sign_in("author").get(DRAFT)
    return visitor


def alts(fake_api: FakeApi) -> list[str]:
    return [one["alt"] for one in fake_api.drafts[0]["images"]]


def test_images_stand_in_the_editor_with_their_words_and_what_is_missing(author: Visitor) -> None:
    page = author.get(DRAFT)
    assert ">\nA loaf</textarea>" in page
    assert page.count("Needed before you submit.") == 1
    assert f'src="{ADD}/{image(1, "")["sha256"]}"' in page


def test_the_bytes_are_handed_on_with_headers_that_let_them_do_nothing(author: Visitor) -> None:
    answer = author.client.get(f"{ADD}/{image(1, '')['sha256']}")
    assert answer.data == PICTURE
    assert answer.content_type == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in answer.headers


def test_a_file_is_uploaded_with_its_words(author: Visitor, fake_api: FakeApi) -> None:
    sent = {"file": (io.BytesIO(PICTURE), "loaf.png"), "alt": "Two loaves"}
    assert author.send(ADD, sent).headers["Location"] == f"{DRAFT}#images"
    assert alts(fake_api) == ["A loaf", "", "Two loaves"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"", "Choose a PNG, JPEG or WebP file first."),
        (b"<svg/>", "This is no PNG, JPEG or WebP picture"),
        (b"\0" * 1001, "larger than 7 MB"),
    ],
    ids=["nothing", "no picture", "too large"],
)
def test_a_file_that_is_refused_keeps_the_words_typed_for_it(
    author: Visitor, monkeypatch: pytest.MonkeyPatch, file: bytes, words: str
) -> None:
    # The limit itself, on a file that a test can hold in its hand.
    monkeypatch.setattr(images, "MAX_FILE", 1000)
    answer = author.send(ADD, {"file": (io.BytesIO(file), "x.png" if file else ""), "alt": "Two loaves"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in html
    assert 'value="Two loaves"' in html
    assert 'id="editor"' in html


def test_the_trends_chart_is_one_click(author: Visitor, fake_api: FakeApi) -> None:
    assert author.send(CHART).status_code == 303
    assert alts(fake_api)[-1] == "Line chart of Google searches"


def test_order_and_removal_save_what_was_typed_too(author: Visitor, fake_api: FakeApi) -> None:
    first, second = image(1, "")["sha256"], image(2, "")["sha256"]
    typed = {f"alt-{second}": "Two loaves"}
    assert author.send(ARRANGE, typed | {"do": f"up:{second}"}).status_code == 303
    assert alts(fake_api) == ["Two loaves", "A loaf"]
    author.get(DRAFT)
    answer = author.send(ARRANGE, {"do": f"remove:{first}"})
    assert answer.status_code == 200
    assert "Removed: “A loaf”" in answer.get_data(as_text=True)
    assert alts(fake_api) == ["Two loaves"]


def test_a_removed_image_comes_back_to_its_place(author: Visitor, fake_api: FakeApi) -> None:
    first = image(1, "")["sha256"]
    answer = author.send(ARRANGE, {"do": f"remove:{first}"})
    undo = [form for form in author.page.forms if "removed_alt" in form["fields"]] if author.page else []
    assert answer.status_code == 200
    author.client.post(ARRANGE, data=undo[0]["fields"] | {"do": f"restore:{first}"})
    assert alts(fake_api) == ["A loaf", ""]


def test_what_somebody_else_changed_meanwhile_is_shown_and_not_overwritten(
    author: Visitor, fake_api: FakeApi
) -> None:
    fake_api.drafts[0]["images"] = [image(3, "Theirs")]
    answer = author.send(ARRANGE, {"do": ""})
    assert answer.status_code == 412
    assert "Somebody changed the images" in answer.get_data(as_text=True)
    assert alts(fake_api) == ["Theirs"]


def test_text_saved_meanwhile_is_no_conflict_for_images(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["version"] = 9
    assert author.send(ARRANGE, {"do": ""}).status_code == 303


def test_with_script_the_editor_learns_its_new_version(author: Visitor, fake_api: FakeApi) -> None:
    second = image(2, "")["sha256"]
    answer = author.send(ARRANGE, {f"alt-{second}": "Two loaves"}, HX_Request="true")
    news = json.loads(answer.headers["HX-Trigger"])["draft:images"]
    assert (news["before"], news["version"]) == (3, fake_api.drafts[0]["version"]) == (3, 4)
    assert answer.headers["HX-Reswap"] == "none"
    assert alts(fake_api) == ["A loaf", "Two loaves"]


def test_an_editor_that_saw_less_is_told_so_and_learns_nothing_from_a_refusal(
    author: Visitor, fake_api: FakeApi
) -> None:
    fake_api.drafts[0] |= {"version": 9, "images": [image(5, "A loaf")]}
    sent = {"file": (io.BytesIO(PICTURE), "loaf.png"), "alt": ""}
    answer = author.send(ADD, sent, HX_Request="true")
    assert json.loads(answer.headers["HX-Trigger"])["draft:images"]["before"] == 9
    sent = {"file": (io.BytesIO(b"<svg/>"), "loaf.svg"), "alt": ""}
    answer = author.send(ADD, sent, HX_Request="true")
    assert (answer.status_code, answer.headers.get("HX-Trigger")) == (422, None)


def test_a_picture_waits_for_no_text_that_others_save(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.refuse("POST", ".*/images", Refusal(412, "stale-content", "Somebody changed it."))
    sent = {"file": (io.BytesIO(PICTURE), "loaf.png"), "alt": "Two loaves"}
    assert author.send(ADD, sent).status_code == 303
    assert alts(fake_api)[-1] == "Two loaves"


def test_a_long_description_in_any_alphabet_arrives(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0]["images"] = [image(5, "A loaf")]
    words = "Хлеб на столе. " * 66
    sent = {"file": (io.BytesIO(PICTURE), "loaf.png"), "alt": words}
    assert author.send(ADD, sent).status_code == 303
    assert alts(fake_api) == ["A loaf", words.strip()]


def test_submitting_without_words_says_which_and_keeps_everything(author: Visitor, fake_api: FakeApi) -> None:
    message = "Describe image 2 of 2 for people who can't see it, or remove it."
    errors = [{"field": "images.2.alt", "message": message}]
    fake_api.refuse("POST", ".*/submit", Refusal(422, "not-publishable", message, errors=errors))
    author.get(f"{DRAFT}?do=submit")
    answer = author.send(f"{DRAFT}/submit")
    html = answer.get_data(as_text=True).replace("&#39;", "'")
    assert answer.status_code == 422
    assert message in html
    assert ">\nA loaf</textarea>" in html


def test_readers_see_the_images_with_their_words(visitor: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[1]["images"] = [image(1, "A loaf")]
    page = visitor.sign_in("viewer").get(f"/drafts/{eg.uid(201)}")
    assert 'alt="A loaf"' in page
    assert "Add an image" not in page


def test_a_version_that_is_restored_brings_its_images_back(author: Visitor, fake_api: FakeApi) -> None:
    author.get(f"{DRAFT}?about=versions")
    assert author.send(f"{DRAFT}/restore/2").status_code == 303
    # The version of the example was written before anybody added an image.
    assert alts(fake_api) == []
