"""The editor in a browser: figures as one writes, a text for each platform, two tabs, seen by axe."""

import re
from time import sleep

import pytest
from playwright.sync_api import Route, expect

from launcher.client.api import Json, wait_for
from tests.e2e.browser import PHONE, axe_violations, html_faults, overflow
from tests.e2e.conftest import Visit
from tests.e2e.editor import choose, opened, saved
from tests.stack import Stack

pytestmark = pytest.mark.timeout(600)


def test_a_wrong_figure_is_marked_as_it_is_written_and_put_right_from_the_keyboard(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    page = opened(visit, draft)
    expect(page.locator(".write-back .fig.is-green").first).to_be_visible()
    right = re.search(r"(?:up|down) (\d+)%", draft["content"]["text"])
    assert right is not None, draft["content"]["text"]
    wrong = draft["content"]["text"].replace(right[0], right[0].replace(right[1], "88"), 1)
    page.locator("#text").fill(wrong)
    expect(page.locator(".write-back .fig.is-red")).to_contain_text("88%")
    use = page.locator("#figures").get_by_role("button", name=re.compile("^Use .* instead of"))
    expect(use).to_have_text(f"Use {right[1]}%")
    use.focus()
    # The point it is about is shown on the trend while the row has the focus.
    expect(page.locator(".trace-at")).to_have_attribute("d", re.compile(r"^M[\d.]+ 0V88"))
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value(draft["content"]["text"])
    expect(page.locator(".write-back .fig.is-red")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator("#text")).to_have_value(wrong)
    saved(page)


def test_a_figure_of_a_region_an_average_or_a_query_leads_to_it_from_the_keyboard(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    with stack.api("author") as author:
        snapshot = author.get(f"/thinker/drafts/{draft['id']}/snapshot")
    keyword, regions = snapshot["keywords"][0], snapshot["regions"]
    region = max(regions, key=lambda one: one["values"].get(keyword, 0))["name"]
    query, average = snapshot["rising"][0]["query"], snapshot["averages"][keyword]
    page = opened(visit, draft)
    page.set_viewport_size(PHONE)
    text = f"Interest in {keyword} is highest in {region}. On average it stands at {average}."
    page.locator("#text").fill(f"{text} “{query}” is up 7%.")
    figures = page.locator("#figures")
    for name in (region, query):
        link = figures.get_by_role("link", name=name).first
        link.focus()
        # What is marked is named above the list, too, and marked by more than its colour.
        expect(page.locator("#trace-said")).to_contain_text(name)
        link.press("Enter")
        row = page.locator(".data tr.is-at")
        expect(row).to_be_focused()
        expect(row).to_contain_text(name)
        expect(row.locator("td").first).to_have_css("font-weight", "600")
        expect(row).to_be_in_viewport()
    figures.get_by_role("link", name=re.compile("average")).focus()
    expect(page.locator(".trace-at")).to_have_attribute("d", re.compile(r"^M0 [\d.]+H320$"))
    assert axe_violations(page) == []
    assert overflow(page) <= 0


def test_a_platform_departs_from_the_shared_text_and_follows_again_with_undo(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    page = opened(visit, draft)
    choose(page, "x")
    choose(page, "bluesky")
    page.locator("#tab-webhook").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-bluesky")).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("#tab-x")).to_be_focused()
    page.get_by_role("button", name="Write its own text").click()
    expect(page.locator("#own-x")).to_be_focused()
    page.locator("#own-x").fill("Short, for X: https://example.com/" + "a" * 200 + " 👩‍👩‍👧")
    expect(page.locator("[data-count-of=x]")).to_contain_text("40 of 280")
    saved(page)
    page.get_by_role("button", name="Follow the shared text again").click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#own-x")).to_be_focused()
    saved(page)
    page.locator("#tab-bluesky").click()
    page.locator("#text").fill("b" * 301)
    expect(page.locator("[data-count-of=bluesky]")).to_contain_text("1 over")
    expect(page.locator("[data-preview-of=bluesky] .over")).to_have_text("b")
    expect(page.get_by_text("No Bluesky account yet")).to_be_visible()
    saved(page)
    with stack.api("author") as author:
        content = author.get(f"/thinker/drafts/{draft['id']}")["content"]
    assert content["text"] == "b" * 301
    assert list(content["platform_texts"]) == ["x"]
    assert axe_violations(page) == []


def test_two_tabs_put_both_texts_together_and_nothing_is_lost(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    visitor = visit("author")
    first, second = visitor.page, visitor.context.new_page()
    visitor.go(f"/drafts/{draft['id']}")
    second.goto(f"{stack.base}/drafts/{draft['id']}")
    text = draft["content"]["text"]
    second.locator("#text").fill(f"{text} From the second tab.")
    saved(second)
    first.locator("#text").fill(f"From the first tab. {text}")
    expect(first.get_by_role("heading", name=re.compile("in another tab"))).to_be_visible()
    assert axe_violations(first) == []
    first.get_by_text("Put both together", exact=True).click()
    both = f"From the first tab. {text} From the second tab."
    expect(first.locator("#merged-text")).to_have_value(both)
    first.get_by_role("button", name=re.compile("^Save both")).click()
    expect(first.locator("#text")).to_have_value(both)
    visitor.expect_refusal(412)


def test_text_from_right_to_left_is_written_and_shown_so_and_the_page_fits_a_phone(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    visitor = visit("author", viewport=PHONE)
    page = visitor.page
    answer = visitor.go(f"/drafts/{draft['id']}")
    assert html_faults(answer.text()) == []
    choose(page, "mastodon")
    page.locator("#text").fill("ارتفع الاهتمام بالبحث عن الدراجات الكهربائية. #دراجات")
    for place in ("#text", "[data-preview-of=webhook] [data-preview]"):
        direction = page.locator(place).evaluate("element => getComputedStyle(element).direction")
        assert direction == "rtl", place
    saved(page)
    assert overflow(page) == 0
    assert axe_violations(page) == []


def test_saving_again_and_again_while_the_server_is_slow_is_no_conflict_with_oneself(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    page = opened(visit, draft)
    answers: list[int] = []

    def slowly(route: Route) -> None:
        page.wait_for_timeout(700)
        answer = route.fetch()
        answers.append(answer.status)
        route.fulfill(response=answer)

    page.route(
        lambda url: url.endswith(f"/drafts/{draft['id']}"),
        lambda route: slowly(route) if route.request.method == "POST" else route.continue_(),
    )
    for at in range(4):
        page.locator("#text").fill(f"Written fast, line {at}.")
        page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_have_text(re.compile(r"^\s*Saved "), timeout=20_000)
    expect(page.locator("#conflict")).to_be_empty()
    assert answers
    assert set(answers) == {200}
    with stack.api("author") as author:
        assert author.get(f"/thinker/drafts/{draft['id']}")["content"]["text"] == "Written fast, line 3."


def test_what_was_typed_last_is_sent_so_that_it_outlives_the_page(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    visitor = visit("author")
    # The page is gone by the time it could be asked how it sent: it keeps that where the next one finds it.
    visitor.context.add_init_script(
        "const sent = fetch; window.fetch = (to, how = {}) => { if (how.headers?.['X-Autosave'])"
        " sessionStorage.setItem('outlives', `${sessionStorage.getItem('outlives') ?? ''} ${how.keepalive}`);"
        " return sent(to, how); };"
    )
    visitor.go(f"/drafts/{draft['id']}")
    page = visitor.page
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#text").fill("Typed, and saved by itself.")
    saved(page)
    # In one go: it must not be saved by itself before.
    page.evaluate(
        "() => { const text = document.querySelector('#text'); text.value += ' Then left.';"
        " text.dispatchEvent(new Event('input', { bubbles: true }));"
        " document.querySelector('a[href=\"/drafts\"]').click(); }"
    )
    page.wait_for_url(re.compile("/drafts$"))
    assert page.evaluate("sessionStorage.getItem('outlives')") == " false true"
    with stack.api("author") as author:
        wait_for(
            "the last save",
            lambda: author.get(f"/thinker/drafts/{draft['id']}")["content"]["text"].endswith("Then left."),
        )


def test_the_own_text_of_a_platform_is_back_when_the_platform_is(
    visit: Visit, stack: Stack, draft: Json
) -> None:
    page = opened(visit, draft)
    choose(page, "x")
    page.locator("#tab-x").click()
    page.get_by_role("button", name="Write its own text").click()
    page.locator("#own-x").fill("Short, for X.")
    saved(page)
    box = page.locator("input[name=platforms][value=x]")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("#tab-x")).to_have_count(0)
    # The page came anew; whoever uses the keyboard is where they were.
    expect(box).to_be_focused()
    page.locator("#text").press("End")
    page.keyboard.type("!")
    saved(page)
    choose(page, "x")
    expect(page.locator("#own-x")).to_have_value("Short, for X.")
    with stack.api("author") as author:
        content = author.get(f"/thinker/drafts/{draft['id']}")["content"]
    assert content["platform_texts"] == {"x": "Short, for X."}


def slowly_fetched(route: Route) -> None:
    sleep(0.3)
    route.continue_()


def test_nothing_is_lost_of_what_is_typed_while_the_tabs_are_drawn_anew(visit: Visit, draft: Json) -> None:
    page = opened(visit, draft)
    page.route(re.compile(f"/drafts/{draft['id']}$"), slowly_fetched)
    page.locator("input[name=platforms][value=mastodon]").check()
    page.locator("#text").press("Control+End")
    page.keyboard.type(" one two three four five six", delay=40)
    expect(page.locator("#tab-mastodon")).to_be_visible()
    saved(page)
    expect(page.locator("#text")).to_have_value(draft["content"]["text"] + " one two three four five six")
