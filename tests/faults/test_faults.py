"""Something dies in the middle of the job. Afterwards everything is finished, and finished once."""

from typing import Any

import pytest

from launcher.client import work
from launcher.client.api import ApiError, Json, wait_for
from svckit.ids import uuid7
from tests.stack import Stack, a_completed_search, a_submitted_draft

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def keyword() -> str:
    """New to the stack, so that nothing is answered from the cache."""
    return f"rye bread {uuid7().hex[-6:]}"


def published(stack: Stack, draft: Json) -> Json:
    """The draft's one post, published."""
    with stack.api("reviewer") as api:

        def look() -> list[Any]:
            items = api.get("/tweeter/posts", limit=100)["items"]
            return [p for p in items if p["draft_id"] == draft["id"] and p["state"] == "published"]

        found = wait_for("the post being published", look, 90)
        posts = [p for p in api.get("/tweeter/posts", limit=100)["items"] if p["draft_id"] == draft["id"]]
    assert len(posts) == 1
    post: Json = found[0]
    return post


def finished_once(stack: Stack, draft: Json, title: str, *, sent_at_most: int = 1) -> None:
    """Published, kept once by who receives it, and told once to each."""
    published(stack, draft)
    [arrived] = stack.arrived(title)
    assert 1 <= arrived["received_times"] <= sent_at_most
    assert arrived["content_hash"] == draft["content_hash"]
    author, reviewer = stack.people["author"], stack.people["reviewer"]
    expected = [f"Published: {title}", f"Rafael approved: {title}"]
    wait_for("the author's e-mails", lambda: len(stack.mails_about(author.email, title)) >= 2, 60)
    wait_for("the reviewer's e-mails", lambda: len(stack.mails_about(reviewer.email, title)) >= 2, 60)
    assert stack.mails_about(author.email, title) == expected
    assert stack.mails_about(reviewer.email, title) == [
        f"Ada asks you to review: {title}",
        f"Published: {title}",
    ]


def test_a_worker_killed_while_it_drafts_is_replaced_and_the_draft_is_written(
    stack: Stack, keyword: str
) -> None:
    found = a_completed_search(stack, keyword)
    with stack.api("author") as author:
        draft = work.ask_for_draft(author, found["id"])

        def is_running() -> bool:
            seen = author.get(f"/thinker/drafts/{draft['id']}")
            return bool(seen["generation"]["started_at"]) or seen["state"] != "generating"

        wait_for("the worker beginning", is_running, 60)
        was = author.get(f"/thinker/drafts/{draft['id']}")["state"]
        stack.kill("thinker-worker")
        done = work.wait_for_draft(author, draft["id"])
        assert was == "generating", "the draft was written before the worker could be killed"
        assert done["state"] == "draft"
        assert done["content"]["text"].strip()
        generated = [
            r
            for r in author.get(f"/thinker/drafts/{draft['id']}/revisions")["items"]
            if r["kind"] == "generated"
        ]
        assert len(generated) == 1


@pytest.mark.parametrize("consumer", ["tweeter-consumer", "notify-serv"])
def test_a_consumer_killed_before_it_acknowledged_an_approval_has_it_done_once_by_its_successor(
    stack: Stack, keyword: str, consumer: str
) -> None:
    draft, title = a_submitted_draft(stack, keyword), f"About {keyword}"
    asked = stack.people["reviewer"].email
    wait_for("the review being asked for", lambda: stack.mails_about(asked, title), 30)
    # Frozen, it has the event and can't acknowledge it; the other consumer's work shows when that is so.
    stack.pause(consumer)
    with stack.api("reviewer") as reviewer:
        work.approve(reviewer, draft["id"])
    if consumer == "notify-serv":
        published(stack, draft)
    else:
        author = stack.people["author"].email
        wait_for("the author's e-mail", lambda: stack.mails_about(author, title), 30)
        assert stack.arrived(title) == []
    stack.kill(consumer)
    finished_once(stack, draft, title)


def test_an_approval_while_the_broker_is_down_is_accepted_and_published_when_it_is_back(
    stack: Stack, keyword: str
) -> None:
    draft, title = a_submitted_draft(stack, keyword), f"About {keyword}"
    broker = "rabbitmq" if stack.state()["rabbitmq"] else "valkey"
    # The news of the submission is out before the broker goes.
    wait_for(
        "the review being asked for", lambda: stack.mails_about(stack.people["reviewer"].email, title), 30
    )
    with stack.api("reviewer") as reviewer:
        stack.stop(broker)
        try:
            approved = work.approve(reviewer, draft["id"])
            assert approved["state"] == "approved"
            assert stack.arrived(title) == []
        finally:
            stack.start(broker)
    finished_once(stack, draft, title)


def test_while_the_mail_server_is_down_posts_go_out_and_each_email_follows_once(
    stack: Stack, keyword: str
) -> None:
    draft, title = a_submitted_draft(stack, keyword), f"About {keyword}"
    asked = stack.people["reviewer"].email
    wait_for("the review being asked for", lambda: stack.mails_about(asked, title), 30)
    stack.stop("mail")
    try:
        with stack.api("reviewer") as reviewer:
            work.approve(reviewer, draft["id"])
        published(stack, draft)
        with stack.api("admin") as admin:

            def waiting() -> list[Json]:
                items: list[Json] = admin.get("/notify/deliveries", state="pending", q=title)["items"]
                return [item for item in items if "can't be reached" in (item["error"] or "")]

            wait_for("three e-mails that wait, with the reason", lambda: len(waiting()) == 3, 30)
    finally:
        stack.start("mail")
    finished_once(stack, draft, title)


def test_a_search_asked_for_while_redis_is_gone_is_done_when_it_is_back(stack: Stack, keyword: str) -> None:
    with stack.api("author") as author:
        stack.stop("valkey")
        try:
            asked = author.post(
                "/trends/searches",
                {
                    "keywords": [keyword],
                    "geo": "US",
                    "timeframe": "today 3-m",
                    "category": 0,
                    "property": "",
                },
                creates=True,
            )
        finally:
            stack.start("valkey")

        def done() -> bool:
            return bool(author.get(f"/trends/searches/{asked['id']}")["status"] == "completed")

        wait_for("the search", done, 90)


def test_a_database_killed_in_the_middle_of_an_approval_leaves_it_done_or_not_done(
    stack: Stack, keyword: str
) -> None:
    draft, title = a_submitted_draft(stack, keyword), f"About {keyword}"
    asked = stack.people["reviewer"].email
    wait_for("the review being asked for", lambda: stack.mails_about(asked, title), 30)
    with stack.api("reviewer") as reviewer:
        work.approve(reviewer, draft["id"])
        stack.kill("postgres")

        def readable() -> str:
            try:
                return str(reviewer.get(f"/thinker/drafts/{draft['id']}")["state"])
            except ApiError:
                return ""

        assert wait_for("the database being back", readable, 60) == "approved"
        # Killed between a delivery and its record, it is delivered again under the same id, and kept once.
    finished_once(stack, draft, title, sent_at_most=2)


def test_a_draft_asked_for_while_the_model_is_down_says_so_and_can_be_written_later(
    stack: Stack, keyword: str
) -> None:
    found = a_completed_search(stack, keyword)
    with stack.api("author") as author:
        stack.stop("llm")
        try:
            draft = work.ask_for_draft(author, found["id"])

            def failed() -> Json | None:
                seen: Json = author.get(f"/thinker/drafts/{draft['id']}")
                return seen if seen["state"] == "generation_failed" else None

            seen = wait_for("the failure", failed, 120)
            assert seen["generation"]["error"]["detail"]
        finally:
            stack.start("llm")
        author.post(f"/thinker/drafts/{draft['id']}/regenerate", {})
        assert work.wait_for_draft(author, draft["id"])["state"] == "draft"
