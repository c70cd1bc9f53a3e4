"""The editor: a text for each platform, figures in the text, two people at once, versions."""

import json
import re

import pytest

from portal import reference
from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi
from portal.tests.fake_routes.reviews import policy_of
from portal.tests.fake_routes.talk import image
from portal.tests.visitor import Visitor

ADDRESS = f"/drafts/{eg.uid(200)}"
FOUR = ["bluesky", "mastodon", "x", "linkedin"]


@pytest.fixture
def author(visitor: Visitor) -> Visitor:
    return visitor.sign_in("author")


def written(fake_api: FakeApi, text: str, platforms: list[str], **own: str) -> None:
    fake_api.drafts[0] |= {"platforms": platforms, "content": {"text": text, "platform_texts": own}}


def test_every_platform_has_its_tab_its_count_and_its_preview(author: Visitor, fake_api: FakeApi) -> None:
    written(fake_api, "See https://hartwell.com/spice #bake", FOUR, x="Own words for X. " + "ü" * 280)
    page = author.get(ADDRESS)
    assert page.count('role="tab"') == 4
    assert all(f'data-preview-of="{name}"' in page for name in FOUR)
    assert '<b>36</b> <span class="dim">of 300</span>' in page
    assert "17 over" in page
    assert '<span class="pv-link">hartwell.com/spice</span>' in page
    assert '<span class="pv-link">#bake</span>' in page
    assert '<mark class="over">' in page


def test_more_hashtags_than_read_well_are_told_beside_the_count_of_their_platform(
    author: Visitor, fake_api: FakeApi
) -> None:
    written(fake_api, "In C#, #1 of https://example.com/#top: #one #two #three", FOUR, bluesky="#a #b #c #d")
    page = author.get(ADDRESS)
    told = re.findall(r"data-many( hidden)?>.*?<span data-tags>(\d)</span> (.*?)</span>", page)
    assert told == [
        ("", "4", "hashtags; up to 3 read well on Bluesky"),
        (" hidden", "3", "hashtags; up to 3 read well on Mastodon"),
        ("", "3", "hashtags; up to 2 read well on X"),
        (" hidden", "3", "hashtags; up to 3 read well on LinkedIn"),
    ]


def test_hashtags_are_suggested_where_there_are_some_to_whoever_edits(
    author: Visitor, fake_api: FakeApi
) -> None:
    assert 'id="hashtags"' not in author.get(ADDRESS)
    fake_api.drafts[0]["hashtags"] = ["#OatMilk", "#ماء_ورد"]
    page = author.get(ADDRESS)
    assert re.findall(r'aria-pressed="false" data-hashtag="(.*?)"', page) == ["#OatMilk", "#ماء_ورد"]
    assert "<bdi>#ماء_ورد</bdi>" in page
    fake_api.drafts[0]["state"] = "in_review"
    assert 'id="hashtags"' not in author.get(ADDRESS)


def test_a_platform_without_account_says_so_plainly(author: Visitor, fake_api: FakeApi) -> None:
    written(fake_api, "Words.", ["webhook", "x"])
    page = author.get(ADDRESS)
    assert "No X account yet" in page
    assert "No Webhook account yet" not in page


def test_a_platforms_own_text_is_kept_apart_and_an_empty_one_follows(
    author: Visitor, fake_api: FakeApi
) -> None:
    written(fake_api, "Shared.", ["bluesky", "x"])
    author.get(ADDRESS)
    author.send(ADDRESS, {"own-x": "For X.", "own-bluesky": " ", "do": "save"})
    assert fake_api.asked("PUT", ".*/content")[-1]["platform_texts"] == {"x": "For X."}


def test_the_platforms_can_be_chosen_but_not_all_left_out(author: Visitor, fake_api: FakeApi) -> None:
    author.get(ADDRESS)
    author.send(ADDRESS, {"platforms": ["webhook", "x"], "do": "save"})
    assert fake_api.asked("PUT", ".*/content")[-1]["platforms"] == ["webhook", "x"]
    author.get(ADDRESS)
    answer = author.send(ADDRESS, {"platforms": [], "text": "Kept.", "do": "save"})
    assert answer.status_code == 422
    html = answer.get_data(as_text=True)
    assert "choose at least one platform" in html
    assert ">\nKept.</textarea>" in html


def test_figures_stand_beside_the_text_with_what_is_true_and_why_not(
    author: Visitor, fake_api: FakeApi
) -> None:
    written(fake_api, "At its 12-month peak, up 14% in a week, and sales too.", ["webhook"])
    page = author.get(ADDRESS)
    assert "The data says <b>+4%</b>" in page
    assert "It knows nothing of sales." in page
    assert (
        page.index("contradicted</span>") < page.index("unsupported</span>") < page.index("supported</span>")
    )
    assert 'href="#at-1789862400"' in page
    assert 'id="at-1789862400"' in page


def test_text_is_checked_as_it_stands_and_a_contradicted_figure_can_be_put_right(
    author: Visitor, fake_api: FakeApi
) -> None:
    author.get(ADDRESS)
    token = author.page.form(ADDRESS)["csrf_token"] if author.page else ""
    text = "👩‍👩‍👧 up 14% in a week"
    answer = author.client.post(f"{ADDRESS}/check", data={"text": text, "csrf_token": token})
    said = json.loads(answer.get_data())
    start = text.index("14%")
    assert said["marks"] == [{"start": start, "end": start + 3, "hue": "red"}]
    assert said["wrong"] == 1
    assert f'data-fix="{start} {start + 3}" data-with="4%"' in said["html"]
    assert "Use 4%" in said["html"]
    assert fake_api.asked("PUT", ".*/content") == []


def test_who_also_wrote_sees_both_texts_put_together_and_may_edit_them(
    author: Visitor, fake_api: FakeApi
) -> None:
    author.get(ADDRESS)
    theirs = eg.TEXT.replace("at seven", "at eight")
    fake_api.drafts[0] |= {"version": 4, "content": {"text": theirs, "platform_texts": {}}}
    answer = author.send(ADDRESS, {"text": eg.TEXT.replace("up 4%", "up a little"), "do": "save"})
    assert answer.status_code == 412
    html = answer.get_data(as_text=True)
    both = eg.TEXT.replace("up 4%", "up a little").replace("at seven", "at eight")
    assert both in html
    assert author.page is not None
    forms = [form for form in author.page.forms if "title" in form["fields"]]
    merge = next(form for form in forms if "seen" not in form["fields"])
    assert merge["fields"]["text"] == both
    saved = author.client.post(ADDRESS, data=merge["fields"])
    assert saved.status_code == 303
    assert fake_api.drafts[0]["content"]["text"] == both


def test_where_it_goes_is_told_apart_and_put_together_as_well(author: Visitor, fake_api: FakeApi) -> None:
    began = ["webhook", "x"]
    fake_api.drafts[0] |= {"platforms": began, "versions": ({"platforms": began}, {})}
    author.get(ADDRESS)
    fake_api.drafts[0] |= {"version": 4, "platforms": ["webhook", "x", "bluesky"]}
    answer = author.send(ADDRESS, {"platforms": ["webhook", "mastodon"], "do": "save"})
    html = answer.get_data(as_text=True)
    assert "yours: Mastodon, Webhook; theirs: Bluesky, Webhook, X" in html
    merge = html.split("data-merge", 1)[1].split("</form>", 1)[0]
    assert re.findall(r'name="platforms" value="(\w+)"', merge) == ["webhook", "bluesky", "mastodon"]
    assert 'name="apart"' in merge


def test_the_own_text_of_the_only_platform_stays_in_sight(author: Visitor, fake_api: FakeApi) -> None:
    written(fake_api, "Shared.", ["bluesky"], bluesky="Words for Bluesky.")
    page = author.get(ADDRESS)
    assert ">\nWords for Bluesky.</textarea>" in page
    assert "data-follow" in page
    assert 'role="tab"' not in page
    written(fake_api, "Shared.", ["bluesky"])
    assert "data-own" not in author.get(ADDRESS)


def test_where_both_changed_the_same_words_both_stand_there_and_it_is_said(
    author: Visitor, fake_api: FakeApi
) -> None:
    author.get(ADDRESS)
    theirs = eg.TEXT.replace("at seven", "at eight")
    fake_api.drafts[0] |= {"version": 4, "content": {"text": theirs, "platform_texts": {}}}
    html = author.send(ADDRESS, {"text": eg.TEXT.replace("at seven", "at noon"), "do": "save"}).get_data(
        as_text=True
    )
    assert "at eight noon" in html
    assert "You both changed the same words." in html


def test_an_old_tab_and_the_reviewer_are_told_of_a_newer_version(
    visitor: Visitor, author: Visitor, fake_api: FakeApi
) -> None:
    assert author.client.get(f"{ADDRESS}/newer?version=3").status_code == 204
    fake_api.drafts[0] |= {"version": 4, "state": "in_review"}
    note = author.get(f"{ADDRESS}/newer?version=2", HX_Request="true")
    assert "saved version 4" in note
    assert "It is in review" in note
    assert "read the new one first" in author.get(f"{ADDRESS}/newer?version=2&on=review", HX_Request="true")


def test_a_version_without_new_words_is_nobodys_save(author: Visitor, fake_api: FakeApi) -> None:
    fake_api.drafts[0] |= {"version": 4}
    note = author.get(f"{ADDRESS}/newer?version=3", HX_Request="true")
    assert "It is version 4 by now: the same words" in note
    assert "saved version" not in note
    assert "See what happened" in note
    versions = author.get(f"{ADDRESS}?about=versions")
    assert 'aria-label="Restore version 3"' not in versions
    assert '<span class="tag">now</span>' in versions


def test_any_two_versions_are_compared_word_by_word(author: Visitor) -> None:
    page = author.get(f"{ADDRESS}?about=versions&from=3&to=2")
    assert "through</ins>" in page
    assert "Version 2, written" in page
    assert "Version 3, Tom" in page


def test_versions_that_differ_in_images_or_platforms_say_so(author: Visitor, fake_api: FakeApi) -> None:
    loaf, table, chart = image(1, "A rye loaf"), image(2, "A table"), image(3, "A chart")
    before = {"platforms": ["bluesky", "x"], "images": [loaf, table]}
    after = {"platforms": ["bluesky", "mastodon"], "images": [chart, loaf | {"alt": "A spelt loaf"}]}
    fake_api.drafts[0]["versions"] = (after, before)
    page = author.get(f"{ADDRESS}?about=versions&from=2&to=3")
    assert "Platforms</h3>" in page
    assert '<p class="diff" dir="auto">Bluesky, <del>X</del><ins>Mastodon</ins></p>' in page
    assert "<p><ins>Added</ins> as image 1</p>" in page
    assert "<p>Image 2, described differently</p>" in page
    assert '<p class="diff" dir="auto">A <del>rye</del><ins>spelt</ins> loaf</p>' in page
    assert "<p><del>Removed</del>, it was image 2</p>" in page
    assert f'src="{ADDRESS}/images/{table["sha256"]}"' in page


def test_versions_with_the_same_images_and_platforms_name_neither(author: Visitor, fake_api: FakeApi) -> None:
    same = {"platforms": ["x"], "images": [image(1, "A rye loaf")]}
    fake_api.drafts[0]["versions"] = (same, same)
    page = author.get(f"{ADDRESS}?about=versions&from=2&to=3")
    assert "Platforms</h3>" not in page
    assert "Images</h3>" not in page


def test_links_are_shown_with_the_marks_that_submitting_gives_them(
    author: Visitor, fake_api: FakeApi
) -> None:
    policy_of(fake_api)["utm"] = {"enabled": True, "source": "social", "medium": "", "campaign": "spice"}
    reference.forget()
    written(fake_api, "See https://hartwell.example/a?b=1#c now.", ["webhook"])
    page = author.get(ADDRESS)
    assert "https://hartwell.example/a?b=1&amp;utm_source=social&amp;utm_campaign=spice#c</span>" in page
    assert ">\nSee https://hartwell.example/a?b=1#c now.</textarea>" in page


def test_who_reads_gets_the_shared_text_once_and_each_own_one(visitor: Visitor, fake_api: FakeApi) -> None:
    written(fake_api, "Shared words.", ["webhook", "bluesky", "x"], x="Own words.")
    page = visitor.sign_in("viewer").get(ADDRESS)
    assert "<h2>Webhook and Bluesky</h2>" in page
    assert "<h2>X</h2>" in page
    assert page.count("Shared words.") == 1


def test_a_post_says_where_no_account_was_connected(visitor: Visitor, fake_api: FakeApi) -> None:
    fake_api.posts[3] |= {"state": "partially_published", "without_account": ["bluesky"]}
    page = visitor.sign_in("reviewer").get(f"/posts/{eg.uid(303)}")
    assert "No account connected" in page
    assert "Nothing went out there" in page


def test_the_own_text_of_a_platform_that_was_taken_out_is_sent_along(
    author: Visitor, fake_api: FakeApi
) -> None:
    written(fake_api, "Shared.", ["bluesky"], x="Short,\nfor X.")
    author.get(ADDRESS)
    author.send(ADDRESS, {"text": "Shared!", "do": "save"})
    assert fake_api.drafts[0]["content"]["platform_texts"] == {"x": "Short,\nfor X."}
