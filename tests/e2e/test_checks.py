"""What checks the pages does find what is wrong with one."""

from tests.e2e.browser import axe_violations, html_faults, overflow
from tests.e2e.conftest import Visit

BROKEN = (
    "<!doctype html><html lang='en'><title>x</title><p id='a'><div id='a'></p>"
    "<img src='data:,'><input><p style='width:3000px;color:#eee'>wide and pale</p></html>"
)


def test_a_broken_page_is_found_out(visit: Visit) -> None:
    page = visit().page
    page.set_content(BROKEN)
    rules = " ".join(axe_violations(page))
    for rule in ("image-alt", "label", "color-contrast"):
        assert rule in rules
    assert overflow(page) > 1000
    faults = html_faults(BROKEN)
    assert "id a stands 2 times" in faults
    assert any("unexpected-end-tag" in fault for fault in faults)
