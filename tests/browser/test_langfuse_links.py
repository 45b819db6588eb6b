"""Links that Langfuse's SDKs print lead to the right page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EMAIL, PASSWORD, PROJECT
from tests.browser.test_trace import TOOLS
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser


def test_a_link_without_a_project_finds_the_trace(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()
    page.goto(f"/trace/{TOOLS}?view=tree")
    expect(page.get_by_role("heading", name="Create notes.txt").first).to_be_visible()
    expect(page).to_have_url(re.compile(rf"{PROJECT}/traces/{TOOLS}\?view=tree$"))
    # The bare address is no place of its own: one step back leads to where one was before.
    page.go_back()
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()


def test_a_link_without_a_project_survives_the_sign_in(full_server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(full_server.url)
    page.goto(f"/trace/{TOOLS}")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Create notes.txt").first).to_be_visible()


def test_a_link_to_a_trace_that_nobody_sent_says_so(page: Page) -> None:
    page.goto("/trace/0123456789abcdef0123456789abcdef")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
