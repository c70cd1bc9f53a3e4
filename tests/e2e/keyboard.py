"""A person without a mouse: Tab, Enter and what they type; nothing is clicked or focused for them."""

from playwright.sync_api import Page, expect

MOST_TABS = 200
_AT = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return '';
  const named = at.getAttribute('aria-label') || [...(at.labels ?? [])].map(l => l.textContent).join(' ');
  return (named || at.textContent || at.value || '').replace(/\\s+/g, ' ').trim();
}"""


def tab_to(page: Page, name: str, *, back: bool = False, exact: bool = False) -> None:
    """Press Tab until what has the focus is called so: its name begins so, or `exact` is so."""
    seen: list[str] = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        here: str = page.evaluate(_AT)
        if here == name if exact else here.startswith(name):
            visible: bool = page.evaluate("() => document.activeElement.matches(':focus-visible')")
            assert visible, f"{name!r} has the focus and doesn't show it"
            return
        seen.append(here[:40])
    raise AssertionError(f"Tab never comes to {name!r}, only to {seen}")


def sign_in(page: Page, email: str, password: str) -> None:
    """On the sign-in page."""
    tab_to(page, "E-mail")
    page.keyboard.type(email)
    tab_to(page, "Password")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
