"""The drafts, many at a time: narrowed down, side by side, kept as filters, several at once with undo."""

import re

from flask import Flask
from werkzeug.test import TestResponse

from portal.tests import examples as eg
from portal.tests.fake_api import FakeApi, Refusal
from portal.tests.visitor import Visitor

FIRST, REVIEWED = eg.uid(200), eg.uid(201)


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def asked_for(fake_api: FakeApi, path: str) -> list[str]:
    return [where for verb, where, _, _ in fake_api.calls if verb == "GET" and where == path]


def choose(visitor: Visitor, do: str, *ids: str) -> TestResponse:
    visitor.get("/drafts")
    return visitor.send("/drafts/bulk", {"ids": list(ids), "do": do})


def test_the_list_is_narrowed_by_words_person_platform_and_order(visitor: Visitor) -> None:
    html = visitor.sign_in("author").get("/drafts?q=rye&owner=me&platform=webhook&sort=title&state=draft")
    assert 'value="rye"' in html
    assert '<option value="me" selected>' in html
    assert '<option value="title" selected>' in html
    assert "q=rye&amp;owner=me&amp;platform=webhook&amp;state=in_review&amp;sort=title" in html


def test_counts_of_words_that_are_everywhere_say_at_least(visitor: Visitor, fake_api: FakeApi) -> None:
    html = visitor.sign_in("author").get("/drafts?q=loaf")
    assert re.search(r'<span class="n">3</span>', html)
    vars(fake_api)["counts_exact"] = False
    assert re.search(r'<span class="n">3\+</span>', visitor.get("/drafts?q=loaf"))


def test_only_the_list_comes_when_htmx_asks_for_it(visitor: Visitor) -> None:
    html = visitor.sign_in("author").get("/drafts?q=rye", HX_Request="true", HX_Target="drafts")
    assert "<h1" not in html
    assert "Sourdough starter: feed it twice" in html


def test_the_board_has_columns_with_cards_and_the_rest_as_a_link(visitor: Visitor) -> None:
    html = visitor.sign_in("author").get("/drafts/board")
    assert 'data-column="in_review"' in html
    assert "40 more" in html
    assert 'data-card="Pumpkin spice peaks, loaf at seven" draggable="true"' in html


def test_a_card_moves_only_by_what_its_reader_may_do(visitor: Visitor, app: Flask) -> None:
    assert "data-to" not in visitor.sign_in("viewer").get("/drafts/board")
    html = Visitor(app).sign_in("reviewer").get("/drafts/board")
    assert f'href="/review/{REVIEWED}" data-to="approved"' in html


def archivable(html: str) -> set[str]:
    """The drafts whose cards offer to be archived."""
    forms = re.findall(r"<form[^>]*/drafts/bulk/go.*?</form>", html, re.DOTALL)
    of = (re.search(r'name="ids" value="([^"]+)"', form) for form in forms if 'value="archive"' in form)
    return {found.group(1) for found in of if found}


def test_whoever_may_put_a_draft_away_is_offered_it_in_every_state_that_allows_it(
    visitor: Visitor, app: Flask, fake_api: FakeApi
) -> None:
    states = ("draft", "changes_requested", "generation_failed", "rejected", "generating", "in_review")
    for n, state in enumerate(states):
        fake_api.drafts.append(fake_api.drafts[0] | {"id": eg.uid(5000 + n), "state": state})
    for n, post in enumerate((None, "scheduled", "publishing", "failed", "published")):
        publication = {"post_id": eg.uid(5200 + n), "state": post} if post else None
        fake_api.drafts.append(
            fake_api.drafts[0] | {"id": eg.uid(5100 + n), "state": "approved", "publication": publication}
        )
    theirs = {eg.uid(5000 + n) for n in range(4)} | {eg.uid(5103), eg.uid(5104)}
    new = {draft["id"] for draft in fake_api.drafts if draft["id"] >= eg.uid(5000)}
    for role in ("author", "reviewer"):
        assert archivable(Visitor(app).sign_in(role).get("/drafts/board")) & new == theirs
    for draft in fake_api.drafts:
        draft["author"] = eg.PEOPLE["admin"]
    assert archivable(visitor.sign_in("author").get("/drafts/board")) == set()


def test_a_card_is_moved_by_its_menu_and_the_toast_takes_it_back(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author").get("/drafts/board")
    moved = visitor.client.post(
        "/drafts/bulk/go",
        data=_token(visitor) | {"ids": FIRST, "do": "submit", "back": "/drafts/board"},
    )
    assert (moved.status_code, moved.headers["Location"]) == (303, "/drafts/board")
    assert fake_api.drafts[0]["state"] == "in_review"
    html = visitor.get("/drafts/board")
    assert "Submitted for review: “Pumpkin spice peaks, loaf at seven”." in html
    undone = visitor.send(re.findall(r"/drafts/bulk/[0-9a-f-]+/undo", html)[0])
    assert (undone.status_code, undone.headers["Location"]) == (303, "/drafts/board")
    assert fake_api.drafts[0]["state"] == "draft"


def _token(visitor: Visitor) -> dict[str, str]:
    assert visitor.page is not None
    return {"csrf_token": visitor.page.form("/drafts/bulk/go")["csrf_token"]}


def test_several_are_shown_with_what_will_happen_before_it_does(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author")
    html = text(choose(visitor, "submit", FIRST, REVIEWED))
    assert "Submit for review: 1 draft" in html
    assert "It is in review: withdraw it first." in html
    assert fake_api.drafts[0]["state"] == "draft"
    answer = visitor.send("/drafts/bulk/go", {"ids": [FIRST, REVIEWED]})
    assert "Submitted for review: 1 of 2" in text(answer)
    assert fake_api.drafts[0]["state"] == "in_review"
    undo = re.findall(r"/drafts/bulk/[0-9a-f-]+/undo", text(answer))[0]
    assert visitor.send(undo).status_code == 303
    assert "Undone" in visitor.get("/drafts")
    assert fake_api.drafts[0]["state"] == "draft"


def test_giving_drafts_away_asks_to_whom(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author")
    html = text(choose(visitor, "reassign", FIRST))
    assert "Whose shall they be?" in html
    assert visitor.send("/drafts/bulk/go", {"owner_id": eg.MAYA["id"]}).status_code == 303
    assert fake_api.asked("POST", "/thinker/bulk-actions")[-1]["owner_id"] == eg.MAYA["id"]


def test_nothing_chosen_changes_nothing_and_says_so(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author")
    answer = choose(visitor, "archive")
    assert answer.status_code == 303
    assert fake_api.asked("POST", "/thinker/bulk-actions") == []
    assert "Choose drafts first" in visitor.get("/drafts")


def test_an_undo_that_comes_too_late_says_so(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author")
    choose(visitor, "archive", FIRST)
    visitor.send("/drafts/bulk/go")
    html = visitor.get("/drafts")
    fake_api.refuse("POST", ".*/undo", Refusal(410, "undo-over", "It is too long ago to be undone."))
    visitor.send(re.findall(r"/drafts/bulk/[0-9a-f-]+/undo", html)[0])
    assert "It is too long ago to be undone." in visitor.get("/drafts")


def test_a_viewer_chooses_nothing(visitor: Visitor) -> None:
    assert 'name="ids"' not in visitor.sign_in("viewer").get("/drafts")
    visitor.get("/drafts/board")


def test_a_view_is_kept_under_a_name_found_again_and_shared(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author").get("/drafts?q=rye&owner=me")
    assert visitor.send("/drafts/filters", {"name": "My rye", "shared": "1"}).status_code == 303
    [sent] = fake_api.asked("POST", "/thinker/saved-filters")
    assert sent == {"name": "My rye", "shared": True, "query": {"q": "rye", "owner": "me"}}
    assert '<a href="/drafts?q=rye&amp;owner=me">My rye' in visitor.get("/drafts")
    html = visitor.get("/drafts/filters")
    change = re.findall(r"/drafts/filters/[0-9a-f-]+", html)[0]
    assert visitor.send(change, {"name": "Rye of mine"}).status_code == 303
    assert "Rye of mine" in visitor.get("/drafts/filters")
    assert visitor.send(change, {"do": "forget"}).status_code == 303
    assert "No filters yet" in visitor.get("/drafts/filters")


def test_a_name_that_is_taken_is_told_and_the_view_is_not_lost(visitor: Visitor) -> None:
    visitor.sign_in("author").get("/drafts?q=rye")
    visitor.send("/drafts/filters", {"name": "Rye"})
    visitor.get("/drafts?q=wheat")
    answer = visitor.send("/drafts/filters", {"name": "Rye"})
    assert answer.status_code == 409
    assert visitor.page is not None
    assert visitor.page.form("/drafts/filters")["q"] == "wheat"


def test_a_board_view_is_kept_as_a_board(visitor: Visitor, fake_api: FakeApi) -> None:
    visitor.sign_in("author").get("/drafts/board?owner=me")
    visitor.send("/drafts/filters", {"name": "My board"})
    assert fake_api.asked("POST", "/thinker/saved-filters")[0]["query"] == {"owner": "me", "view": "board"}
    assert '<a href="/drafts/board?owner=me">My board' in visitor.get("/drafts")


def test_an_archived_draft_says_so_and_is_fetched_back_from_its_page(
    visitor: Visitor, fake_api: FakeApi
) -> None:
    fake_api.drafts[0]["archived_at"] = eg.ago(hours=1)
    html = visitor.sign_in("author").get(f"/drafts/{FIRST}")
    assert "Archived" in html
    answer = visitor.send("/drafts/bulk/go")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/drafts/{FIRST}")
    assert fake_api.asked("POST", "/thinker/bulk-actions")[-1]["action"] == "unarchive"
