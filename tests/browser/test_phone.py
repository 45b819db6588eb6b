"""Pages on a phone: what is wide scrolls in its own frame, never the page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECT

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["/keys", "/settings/models", "/sessions", "/scores", "/ingestion"])
def test_no_page_is_wider_than_a_phone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{PROJECT}{path}?range=all")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_label("Loading")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
