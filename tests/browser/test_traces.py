"""The trace list."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECT

pytestmark = pytest.mark.browser

ALL = f"{PROJECT}/traces?range=all"


def _rows(page: Page) -> "list[str]":
    return page.locator("[role=rowgroup] [role=row] a").all_inner_texts()


def test_sessions_are_listed_newest_first_without_title_conversations(page: Page) -> None:
    page.goto(ALL)
    expect(page.get_by_role("link", name="Remember the number 42")).to_be_visible()
    rows = _rows(page)
    assert rows[0] == "first question"
    assert not [row for row in rows if row.startswith("Title:")]
    page.get_by_role("button", name=re.compile("^Titles")).click()
    expect(page.get_by_role("link", name="Title: first question")).to_be_visible()
    expect(page).to_have_url(re.compile("hidden=1"))


def test_filters_live_in_the_address(page: Page) -> None:
    page.goto(ALL)
    page.get_by_role("button", name="Errors only").click()
    expect(page.get_by_role("link", name="Remember the number 42")).to_have_count(0)
    expect(page.get_by_role("link", name="hello")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("make a")
    expect(page.get_by_role("link", name="hello")).to_have_count(0)
    expect(page.get_by_role("link", name="Make a file")).to_be_visible()
    expect(page).to_have_url(re.compile("filter=level"))
    expect(page).to_have_url(re.compile(r"q=make\+a"))
    page.reload()
    expect(page.get_by_role("link", name="Make a file")).to_be_visible()
    assert len(_rows(page)) == 1
    page.get_by_role("button", name="Clear all").click()
    expect(page.get_by_role("link", name="Remember the number 42")).to_be_visible()


def test_a_failed_list_says_why_and_tries_again(page: Page) -> None:
    page.route(
        "**/api/app/**/traces?**",
        lambda route: route.fulfill(
            status=422, json={"message": "The store is full.", "hint": "Make room.", "field": ""}
        ),
    )
    page.goto(ALL)
    expect(page.get_by_role("alert")).to_contain_text("The store is full.")
    expect(page.get_by_text("Make room.")).to_be_visible()
    page.unroute("**/api/app/**/traces?**")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="Remember the number 42")).to_be_visible()


def test_a_facet_counts_and_narrows(page: Page) -> None:
    page.goto(ALL)
    page.get_by_role("button", name=re.compile("^Filters")).click()
    page.get_by_role("checkbox", name=re.compile("production")).check()
    expect(page.get_by_role("link", name="Remember the number 42")).to_have_count(0)
    expect(page).to_have_url(re.compile("filter=environment"))


def test_a_link_from_before_there_were_conditions_still_narrows(page: Page) -> None:
    page.goto(f"{ALL}&environment=production&errors=1")
    chips = page.get_by_role("list", name="Active filters")
    expect(chips).to_contain_text("Environment: production")
    expect(chips).to_contain_text("Level: Error")
    page.get_by_role("button", name="Errors only").click()
    expect(chips).not_to_contain_text("Level")
    expect(page).not_to_have_url(re.compile("errors=1"))


def test_keys_walk_and_open(page: Page) -> None:
    page.goto(ALL)
    expect(page.get_by_role("link", name="first question")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("1 marked", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="first question")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Make a file")).to_be_visible()


def test_the_palette_opens_a_pasted_conversation_id(page: Page) -> None:
    page.goto(ALL)
    expect(page.get_by_role("link", name="first question")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.insert_text("01a20857-e128-7060-ae4f-34642f4b7e8e")
    expect(page.get_by_role("option").first).to_contain_text("Open trace")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Remember the number 42")).to_be_visible()


def test_a_phone_can_read_the_list(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(ALL)
    link = page.get_by_role("link", name="Make a file")
    expect(link).to_be_visible()
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    page.get_by_role("button", name="Open navigation").click()
    page.get_by_role("link", name="Sessions").click()
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
