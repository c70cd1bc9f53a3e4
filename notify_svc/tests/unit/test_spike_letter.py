"""The e-mail of a watch that spiked, picture included."""

from email import policy
from email.parser import BytesParser
from typing import Any

import pytest
from flask import Flask

from notify_svc.channels.base import Letter
from notify_svc.channels.email import _written
from notify_svc.events import WatchSpiked
from notify_svc.services import rendering, spikes
from notify_svc.services.rendering import Renderer, Written
from notify_svc.tests import factories

RENDERER = Renderer(public_url="https://trends.example.org", team="", link_key="k" * 40)


def context(**changes: Any) -> dict[str, Any]:
    _, data = factories.every_event()["watch-spiked"]
    return WatchSpiked.model_validate(data | changes).model_dump(mode="json")


def write(values: dict[str, Any]) -> Written:
    return RENDERER.write(
        "watch-spiked", address="tom@example.org", name="Tom Reyes", is_author=False, context=values
    )


def test_the_subject_is_the_news() -> None:
    assert write(context()).subject == "“pumpkin spice” is at its highest in 12 months"
    lower = context(spikes=[{"keyword": "chai", "value": 11, "expected": 3.0}])
    assert write(lower).subject == "“chai” is rising"
    both = context(spikes=[{"keyword": "chai", "value": 11}, {"keyword": "pumpkin spice", "value": 100}])
    assert write(both).subject == "“chai” and “pumpkin spice” are rising"


def test_the_email_shows_the_chart_and_leads_to_drafting_it_and_to_stopping_the_watch() -> None:
    written = write(context())
    (picture,) = written.pictures
    assert picture.png.startswith(b"\x89PNG")
    assert f'src="cid:{picture.name}"' in written.html
    assert f"/trends/{factories.DRAFT}?do=draft" in written.html
    assert f"/trends/watches/{factories.POST}" in written.html
    assert "where its past lets expect 42" in written.html.split("alt=")[1].split('"')[1]
    assert len(picture.png) < 60_000


def test_the_last_points_stand_in_the_text_for_whoever_sees_no_picture() -> None:
    text = write(context()).text
    assert "5 Oct: 100" in text
    assert "12 Oct, so far: 87" in text
    assert "pumpkin spice mix (+250%)" in text
    assert "Posts for Webhook and X are being drafted" in text


@pytest.mark.parametrize("chart", [None, {"resolution": "week"}])
def test_without_numbers_to_draw_the_email_leaves_without_a_picture(chart: Any) -> None:
    written = write(context(chart=chart))
    assert written.pictures == ()
    assert "cid:" not in written.html
    assert "is rising" in written.subject


def test_a_chart_that_cannot_be_drawn_costs_the_picture_not_the_email() -> None:
    values = context()
    values["chart"]["times"] = [0]
    values["chart"]["lines"][0]["values"] = [5]
    assert write(values).subject
    assert spikes.picture(values) is not None


def test_html_and_picture_travel_together_beside_the_plain_text() -> None:
    written = write(context())
    app = Flask("letters")
    app.config["MAIL_DEFAULT_SENDER"] = "trends@example.org"
    import flask_mail

    flask_mail.Mail(app)
    letter = Letter("tom@example.org", written.subject, written.text, written.html, "<1@x>", written.pictures)
    with app.app_context():
        raw = _written(letter, "trends@example.org").as_bytes()
    parsed = BytesParser(policy=policy.default).parsebytes(raw)
    kinds = [part.get_content_type() for part in parsed.walk()]
    assert kinds == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html",
        "image/png",
    ]  # fmt: skip
    (image,) = [part for part in parsed.walk() if part.get_content_type() == "image/png"]
    assert image["Content-ID"] == f"<{rendering.CHART}>"
    assert image.get_content_disposition() == "inline"
    assert image.get_content() == written.pictures[0].png
