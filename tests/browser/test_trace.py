"""The trace page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PROJECT

pytestmark = pytest.mark.browser

TOOLS = "01a20857b69671728123476d70901455"
APPROVALS = "01a20857e48171a19f408bc6613952cb"
AUTH_FAILURE = "01a20857c7397ac1a6e5af973bf95aec"
SUBAGENT = "01a20857e7b57252b4734702112c4cec"


def test_the_tree_shows_what_codex_did(page: Page) -> None:
    page.goto(f"{PROJECT}/traces/{TOOLS}")
    tree = page.get_by_role("tree")
    expect(tree.get_by_role("treeitem")).to_have_count(10)
    expect(tree.get_by_role("treeitem", name="Turn 1")).to_have_attribute("aria-level", "2")
    tree.get_by_role("treeitem").filter(has_text="Exit code 3").click()
    detail = page.get_by_role("region", name="Details")
    expect(detail.get_by_text("Exit code 3")).to_be_visible()
    expect(detail.get_by_text("exit 3", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("o="))
    detail.get_by_role("tab", name="Raw events").click()
    expect(detail.get_by_text("codex.tool_result", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("tab", name="Raw events")).to_have_attribute("aria-selected", "true")
    expect(detail.get_by_text("codex.tool_result", exact=True)).to_be_visible()


def test_keys_walk_fold_and_find_errors(page: Page) -> None:
    page.goto(f"{PROJECT}/traces/{AUTH_FAILURE}")
    items = page.get_by_role("treeitem")
    expect(items).to_have_count(12)
    selected = page.locator("[role=treeitem][aria-selected=true]")
    page.keyboard.press("e")
    expect(selected).to_contain_text("HTTP 401 (attempt 5)")
    expect(page.get_by_role("region", name="Details").get_by_text("HTTP 401").first).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(selected).to_contain_text("Turn 1")
    page.keyboard.press("ArrowLeft")
    expect(items).to_have_count(2)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(selected).to_contain_text("failed request")
    page.keyboard.press("Escape")
    expect(selected).to_have_count(0)


def test_the_transcript_reads_as_a_conversation(page: Page) -> None:
    page.goto(f"{PROJECT}/traces/{APPROVALS}?view=transcript")
    turns = page.get_by_role("article")
    expect(turns).to_have_count(3)
    expect(turns.nth(0)).to_contain_text("Make a file")
    expect(turns.nth(0)).to_contain_text("Created made.txt.")
    expect(turns.nth(2)).to_contain_text("weather.get_weather × 2")


def test_a_sub_agent_stands_in_its_parents_tree(page: Page) -> None:
    page.goto(f"{PROJECT}/traces/{SUBAGENT}")
    expect(page.get_by_role("treeitem").get_by_text("sub-agent", exact=True)).to_have_count(1)
    page.get_by_role("region", name="Details").get_by_role("link", name="SUBTASK").click()
    expect(page.get_by_text("Started by")).to_be_visible()


def test_a_step_can_be_searched(page: Page) -> None:
    page.goto(f"{PROJECT}/traces/{TOOLS}")
    expect(page.get_by_role("treeitem")).to_have_count(10)
    page.keyboard.press("/")
    page.keyboard.type("sleep")
    expect(page.get_by_text("1 of 2")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 2")).to_be_visible()


def test_an_unknown_trace_is_told_so(page: Page) -> None:
    page.goto(f"{PROJECT}/traces/{'0' * 32}")
    expect(page.get_by_role("heading", name="There is no such trace")).to_be_visible()


def test_a_session_reads_across_its_traces(page: Page) -> None:
    page.goto(f"{PROJECT}/sessions?range=all")
    page.get_by_role("link", name="Make a file").click()
    expect(page.get_by_role("article")).to_have_count(3)
    page.get_by_role("article").first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Turn 1")).to_be_visible()
