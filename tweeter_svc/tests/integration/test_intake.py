"""What an approval becomes, and what takes it back."""

from datetime import timedelta
from uuid import uuid4

import pytest

from svckit.db import utcnow
from svckit.events.delivery import Permanent
from svckit.events.envelope import wrap
from tweeter_svc.consumer import on_approved
from tweeter_svc.events import DraftApproved
from tweeter_svc.provided import provided
from tweeter_svc.services.intake import ContentChanged
from tweeter_svc.tests.factories import TEXT, Desk, approval, later

TEXTS = {"webhook": TEXT}


def test_texts_that_are_not_the_approved_ones_are_refused_and_nothing_is_kept(desk: Desk) -> None:
    desk.connect()
    changed = approval().model_copy(update={"texts": {"webhook": TEXT + " "}})
    with pytest.raises(ContentChanged):
        desk.approve(changed)
    assert desk.call("GET", "/posts").json["counts"]["all"] == 0
    assert desk.events() == []


def test_a_refused_approval_is_not_tried_again(desk: Desk) -> None:
    data = approval(content_hash="0" * 64)
    with pytest.raises(Permanent, match="doesn't match its hash"), desk.work() as session:
        on_approved(session, wrap(data, "thinker"), data)


def test_one_version_is_taken_once_however_often_it_is_told(desk: Desk) -> None:
    desk.connect()
    data = approval()
    desk.approve(data)
    with desk.work() as session:
        assert provided().intake.approved(session, data, utcnow()) is None
    assert desk.call("GET", "/posts").json["counts"]["all"] == 1


def test_without_accounts_it_goes_to_every_connected_one_of_its_platforms(desk: Desk) -> None:
    first = desk.connect()
    second = desk.connect(name="Second", url=f"{desk.network.url}/second")
    deliveries = desk.post(desk.approve(publish_at=later(hours=1)))["deliveries"]
    assert {delivery["account"]["id"] for delivery in deliveries} == {first["id"], second["id"]}


def test_with_accounts_it_goes_to_those_alone(desk: Desk) -> None:
    desk.connect()
    second = desk.connect(name="Second", url=f"{desk.network.url}/second")
    post = desk.post(desk.approve(publish_at=later(hours=1), account_ids=[second["id"]]))
    assert [delivery["account"]["id"] for delivery in post["deliveries"]] == [second["id"]]


def test_with_no_account_it_fails_says_why_and_can_be_retried_once_there_is_one(desk: Desk) -> None:
    post = desk.post(desk.approve())
    assert post["state"] == "failed"
    assert post["reason"]["type"] == "no-account"
    assert "Connect one under Accounts, then retry." in post["reason"]["detail"]
    (kind, data), *rest = desk.events()
    assert (kind, data["error"]["type"], rest) == ("tweeter.post.failed", "no-account", [])
    assert desk.call("POST", f"/posts/{post['id']}/retry").json["type"] == "urn:problem:no-account"
    desk.connect()
    assert desk.call("POST", f"/posts/{post['id']}/retry").json["state"] == "publishing"
    assert desk.run_until(post["id"], "published")["reason"] is None


def test_an_account_that_was_never_there_is_no_account(desk: Desk) -> None:
    desk.connect()
    assert desk.post(desk.approve(account_ids=[uuid4()]))["reason"]["type"] == "no-account"


def test_a_set_time_is_waited_for(desk: Desk) -> None:
    desk.connect()
    post_id = desk.approve(publish_at=later(seconds=0.6))
    desk.run()
    assert desk.post(post_id)["state"] == "scheduled"
    assert desk.network.posts() == []
    desk.run_until(post_id, "published")


def test_a_time_that_passed_while_it_waited_for_approval_is_missed_and_asks(desk: Desk) -> None:
    desk.connect()
    post_id = desk.approve(publish_at=later(minutes=-20))
    desk.run()
    post = desk.post(post_id)
    assert (post["state"], post["reason"]["detail"]) == (
        "missed",
        "Approved 20 min after its time. Nothing was published.",
    )
    assert [name for name, _ in desk.events()] == ["tweeter.post.missed"]
    assert desk.network.posts() == []
    assert desk.call("POST", f"/posts/{post_id}/publish-now").status_code == 200
    desk.run_until(post_id, "published")


def test_a_time_that_passed_within_the_grace_is_still_kept(desk: Desk) -> None:
    desk.connect()
    desk.run_until(desk.approve(publish_at=later(seconds=-30)), "published")


def test_an_edit_after_the_approval_cancels_what_is_not_out(desk: Desk) -> None:
    desk.connect()
    data = approval(publish_at=later(hours=1))
    post_id = desk.approve(data)
    desk.withdraw(data)
    post = desk.post(post_id)
    assert (post["state"], post["reason"]["type"]) == ("cancelled", "approval-withdrawn")
    assert [name for name, _ in desk.events()] == ["tweeter.post.scheduled", "tweeter.post.cancelled"]
    desk.run()
    assert desk.network.posts() == []


def test_an_approval_that_its_withdrawal_overtook_publishes_nothing(desk: Desk) -> None:
    desk.connect()
    data = approval()
    approved_at = utcnow() - timedelta(seconds=5)
    desk.withdraw(data)
    post_id = desk.approve(data, at=approved_at)
    desk.run()
    assert desk.post(post_id)["state"] == "cancelled"
    assert desk.network.posts() == []


def test_the_same_content_approved_anew_after_a_withdrawal_is_published(desk: Desk) -> None:
    desk.connect()
    data = approval()
    desk.withdraw(data, at=utcnow() - timedelta(seconds=5))
    desk.run_until(desk.approve(data.model_copy(update={"version": 5})), "published")


def test_an_edit_while_it_is_being_tried_stops_it(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("429", seconds=30)
    data = approval()
    post_id = desk.approve(data)
    desk.run()
    desk.withdraw(data)
    assert desk.post(post_id)["state"] == "cancelled"


def test_an_edit_while_it_is_in_doubt_sends_nothing_more_and_says_so(desk: Desk) -> None:
    desk.connect()
    desk.network.behave("drop-after-store")
    data = approval()
    post_id = desk.approve(data)
    desk.run()
    desk.withdraw(data)
    post = desk.post(post_id)
    assert post["state"] == "failed"
    assert post["deliveries"][0]["error"]["type"] == "approval-withdrawn"
    assert post["deliveries"][0]["doubtful"] is True
    assert desk.call("POST", f"/posts/{post_id}/retry").json["type"] == "urn:problem:approval-withdrawn"
    assert [arrived["received_times"] for arrived in desk.network.posts()] == [1]


def test_what_is_out_stays_out_when_the_draft_is_edited(desk: Desk) -> None:
    desk.connect()
    data = approval()
    post = desk.run_until(desk.approve(data), "published")
    desk.withdraw(data)
    assert desk.post(post["id"])["state"] == "published"


def test_a_newer_approval_takes_the_place_of_one_still_to_come(desk: Desk) -> None:
    desk.connect()
    data = approval(publish_at=later(hours=1))
    older = desk.approve(data)
    newer = desk.approve(data.model_copy(update={"version": 4}))
    assert desk.post(older)["reason"]["type"] == "superseded"
    assert [desk.post(post_id)["state"] for post_id in (older, newer)] == ["cancelled", "scheduled"]


def test_an_approval_without_a_time_zone_or_texts_is_not_readable() -> None:
    good = approval().model_dump(mode="json")
    with pytest.raises(ValueError, match="time zone"):
        DraftApproved.model_validate(good | {"publish_at": "2026-11-23T12:00:00"})
    with pytest.raises(ValueError, match="texts"):
        DraftApproved.model_validate(good | {"texts": {}})


def test_a_platform_without_account_fails_clearly_and_the_others_go_out(desk: Desk) -> None:
    desk.connect()
    texts = {"webhook": TEXT, "bluesky": "Shorter there."}
    data = approval(texts=texts, platforms=["webhook", "bluesky"])
    post_id = desk.approve(data)
    assert desk.post(post_id)["without_account"] == ["bluesky"]
    post = desk.run_until(post_id, "partially_published")
    assert [delivery["state"] for delivery in post["deliveries"]] == ["delivered"]
    assert post["reason"]["type"] == "no-account"
    assert "bluesky" in post["reason"]["detail"]
    kind, told = desk.events()[-1]
    assert (kind, told["error"]["type"]) == ("tweeter.post.failed", "no-account")
    assert desk.call("POST", f"/posts/{post_id}/retry").json["type"] == "urn:problem:no-account"
    assert len(desk.network.posts()) == 1


def test_only_platforms_without_account_is_no_dead_letter_but_a_post_that_says_so(desk: Desk) -> None:
    desk.connect()
    post = desk.post(desk.approve(approval(texts={"x": "For X."}, platforms=["x"])))
    assert (post["state"], post["reason"]["type"], post["without_account"]) == ("failed", "no-account", ["x"])
    assert desk.network.posts() == []
