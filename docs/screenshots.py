"""Take docs/screenshots/ from the running stack: `make screenshots`.

Signs in as the sample reviewer (REVIEWER_EMAIL, REVIEWER_PASSWORD as `make up` printed them on the first
start), through the address of BASE_URL (http://127.0.0.1:8080). What is on the pictures is what the stack
shows: nothing is drawn.
"""

import os
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent / "screenshots"
BASE = os.environ.get("BASE_URL", "http://127.0.0.1:8080")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
ID = re.compile(r"/[0-9a-f-]{36}$")
WIDE, PHONE = (1280, 800), (390, 844)


def sign_in(browser: Browser, size: tuple[int, int], scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-GB",
        timezone_id="Europe/London",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{BASE}/sign-in")
    page.fill("input[name=email]", os.environ["REVIEWER_EMAIL"])
    page.fill("input[name=password]", os.environ["REVIEWER_PASSWORD"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{BASE}/")
    return page


def first(page: Page, listing: str) -> str:
    """The address of the first thing in a list: it ends with an id."""
    page.goto(BASE + listing)
    links = [link.get_attribute("href") or "" for link in page.locator("main a").all()]
    return next(link for link in links if ID.search(link))


def shoot(page: Page, address: str, name: str) -> None:
    page.goto(BASE + address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=HERE / f"{name}.png")


def main() -> None:
    HERE.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        wide = sign_in(browser, WIDE, "light")
        trend, draft = first(wide, "/trends"), first(wide, "/drafts?state=in_review")
        for address, name in (
            ("/", "home"),
            (trend, "trend"),
            (draft, "draft"),
            ("/review", "review"),
            ("/posts", "posts"),
            ("/trends", "search"),
            ("/drafts/board", "board"),
        ):
            shoot(wide, address, name)
        shoot(sign_in(browser, WIDE, "dark"), trend, "trend-dark")
        phone = sign_in(browser, PHONE, "light")
        shoot(phone, "/review", "review-phone")
        browser.close()


if __name__ == "__main__":
    main()
