"""What every e-mail keeps to, whatever people wrote."""

from typing import Any
from uuid import UUID

import html5lib
import pytest

from notify_svc.consumer import subscriptions
from notify_svc.services.mailing import Mailings
from notify_svc.services.rendering import TEMPLATES, Renderer, Written, first, lines, one_line, platforms
from notify_svc.tests import factories
from svckit.events.envelope import EventData
from svckit.signing import make_code, read_token

KEY = "k" * 40
RENDERER = Renderer(public_url="https://trends.example.org", team="Hartwell Bakeries", link_key=KEY)
MODELS = {name: s.model for name, s in subscriptions(Mailings(RENDERER, "example.org")).items()}
NAMES = sorted(factories.every_event())
HOSTILE = "<script>alert('x')</script>{{ 7*7 }}{% raw %}\r\nBcc: eve@example.org\u202e \"&" + "W" * 300


def context(template: str) -> dict[str, Any]:
    event_type, data = factories.every_event()[template]
    model: type[EventData] = MODELS[event_type]
    return model.model_validate(data).model_dump(mode="json")


def write(template: str, values: dict[str, Any], name: str = "Tom Reyes") -> Written:
    return RENDERER.write(template, address="tom@example.org", name=name, is_author=True, context=values)


def hostile(value: Any) -> Any:
    """The same data with every word a person may choose replaced."""
    if isinstance(value, dict):
        kept = {
            "draft_id",
            "post_id",
            "search_id",
            "account_id",
            "user_id",
            "token_id",
            "id",
            "watch_id",
            "state",
            "role",
            "resolution",
            "as_of",
            "time",
        }
        return {k: v if k in kept or k.endswith("_at") else hostile(v) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(item) for item in value]
    return HOSTILE if isinstance(value, str) else value


def test_there_is_a_case_for_every_template() -> None:
    assert sorted(folder.name for folder in TEMPLATES.iterdir() if folder.is_dir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_email_has_one_button_says_why_and_leaves_no_brace(name: str) -> None:
    written = write(name, context(name))
    assert written.html.count('class="btn"') == 1
    assert 'href="https://trends.example.org/' in written.html
    assert "https://trends.example.org/" in written.text
    assert "You get this because" in written.html
    assert "You get this because" in written.text
    for part in written:
        assert "{{" not in part
        assert "{%" not in part
        assert "None" not in part
    assert "\n\n\n" not in written.text
    assert written.subject
    assert "!" not in written.subject


@pytest.mark.parametrize("name", NAMES)
def test_html_is_valid(name: str) -> None:
    html5lib.HTMLParser(strict=True).parse(write(name, context(name)).html)


@pytest.mark.parametrize("name", NAMES)
def test_what_people_wrote_can_neither_script_nor_add_a_header(name: str) -> None:
    written = write(name, hostile(context(name)), name=HOSTILE)
    assert "<script" not in written.html
    assert "49" not in written.subject
    assert written.subject == one_line(written.subject)
    assert len(written.subject) <= 150
    assert not any(ord(c) < 32 or c == "\u202e" for c in written.subject)
    html5lib.HTMLParser(strict=True).parse(written.html)


@pytest.mark.parametrize(
    ("template", "purpose"), [("verify-email", "verify-email"), ("reset-password", "password-reset")]
)
def test_one_time_links_carry_a_token_that_users_svc_reads(template: str, purpose: str) -> None:
    values = context(template)
    path = {"verify-email": "/verify-email", "reset-password": "/reset-password"}[template]
    text = write(template, values).text
    token = text.split(f"https://trends.example.org{path}?token=")[1].split()[0]
    assert str(read_token(KEY, purpose, token)) == values["token_id"]


def test_a_guests_link_keeps_its_secret_behind_the_hash_and_opens_the_post() -> None:
    values = context("guest-invited")
    text = write("guest-invited", values).text
    token = text.split("https://trends.example.org/guest#")[1].split()[0]
    assert str(read_token(KEY, "guest-link", token)) == values["token_id"]


def test_a_code_mail_says_the_code_in_its_text_and_never_in_its_subject() -> None:
    values = context("guest-code")
    written = write("guest-code", values)
    code = make_code(KEY, "guest-code", UUID(values["token_id"]))
    assert f"Your code is {code}" in written.text
    assert f"Your code is {code}" in written.html
    assert code not in written.subject
    assert values["title"] not in written.text


def test_a_guests_word_says_whether_it_counts() -> None:
    values = context("guest-responded")
    assert "It is advice" in write("guest-responded", values).text
    counted = write(
        "guest-responded", values | {"kind": "approved", "counted": True, "state": "approved"}
    ).text
    assert "the last one needed: the post goes out" in counted
    changed = write("guest-responded", values | {"current": False}).text
    assert "The post has changed since they read it." in changed


def test_sample_data_is_named_in_every_email_that_shows_a_text() -> None:
    for name in ("review-asked", "draft-approved", "post-published", "changes-requested"):
        written = write(name, context(name) | {"sample": True})
        assert "Sample data" in written.html, name
        assert "Sample data" in written.text, name


def test_the_text_itself_is_shown_with_its_paragraphs() -> None:
    written = write("review-asked", context("review-asked"))
    assert "Pumpkin spice reached its peak.<br><br>We took the hint." in written.html
    assert "Pumpkin spice reached its peak.\n\nWe took the hint." in written.text


def test_platforms_with_the_same_text_stand_together() -> None:
    values = context("review-asked") | {"texts": {"x": "short", "webhook": "long", "mastodon": "long"}}
    assert "Webhook, Mastodon" in write("review-asked", values).html


def test_a_remote_address_that_is_no_web_address_is_no_link() -> None:
    values = context("post-published")
    values["deliveries"][0]["remote_url"] = "javascript:alert(1)"
    written = write("post-published", values)
    assert "javascript:" not in written.html
    assert "javascript:" not in written.text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Tom Reyes", "Tom"),
        ("http://evil.example/x Tom", "httpevilexamplex"),
        ("", "Somebody"),
        ("J. B.", "J"),
        ("Zoë-Ann", "Zoë-Ann"),
    ],
)
def test_a_first_name_can_carry_no_address(name: str, shown: str) -> None:
    assert first(name) == shown


def test_words_are_joined_as_people_do() -> None:
    assert platforms([]) == ""
    assert platforms(["x"]) == "X"
    assert platforms(["bluesky", "mastodon", "x"]) == "Bluesky, Mastodon and X"
    assert lines("a<b\nc") == "a&lt;b<br>c"


def test_a_text_that_runs_from_right_to_left_does_so_in_the_mail() -> None:
    values = context("review-asked")
    arabic = "ارتفع الاهتمام بالبحث عن «padel» بنسبة 50%."
    mail = write("review-asked", values | {"texts": {"x": arabic}})
    assert 'dir="rtl" style="text-align:right;' in mail.html
    assert 'dir="ltr"' in write("review-asked", values | {"texts": {"x": "Padel is up 50%: «ارتفع»."}}).html


def test_a_mention_leads_to_its_thread_and_says_which_words_it_is_about() -> None:
    values = context("comment-mentioned")
    mail = write("comment-mentioned", values)
    link = (
        f"https://trends.example.org/drafts/{values['draft_id']}?about=comments&thread={values['thread_id']}"
        f"#comment-{values['comment_id']}"
    )
    assert mail.subject == "Maya mentioned you: Pumpkin spice peaks, loaf at seven"
    assert link in mail.text
    assert link.replace("&", "&amp;") in mail.html
    for part in (mail.text, mail.html):
        assert "nearly double" in part
        assert "is that true? Our chart says a quarter." in part
