"""Comments: on a selection, with a mention that another user finds and answers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PASSWORD, PROJECT
from tests.browser.people import add_person, sign_in
from tests.browser.test_trace import TOOLS
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

ANSWER = "notes.txt has two lines: alpha and beta."


def test_a_mention_on_a_selection_is_found_and_answered(
    page: Page, full_server: Server, chromium: Browser, new_page: Callable[..., Page]
) -> None:
    grace = add_person(full_server, "grace", "Grace Hopper", "member")
    page.goto(f"{PROJECT}/traces/{TOOLS}")
    page.get_by_role("treeitem").filter(has_text="Turn 1").or_(page.get_by_text("Turn 1")).first.click()
    answer = page.get_by_role("region", name="Answer").get_by_text(ANSWER)
    answer.click(click_count=3)
    page.get_by_role("button", name="Comment on selection").click()

    # The quote stands above the field; @ finds people.
    side = page.get_by_role("region", name="Comments")
    expect(side.get_by_text(ANSWER)).to_be_visible()
    field = page.get_by_role("textbox", name="Write a comment")
    field.press_sequentially("Really **two**? <b>x</b> [y](javascript:alert(1)) @hop")
    expect(page.get_by_role("option", name="Grace Hopper")).to_be_visible()
    field.press("Enter")
    field.press_sequentially("look")
    field.press("Control+Enter")
    comment = side.get_by_role("listitem")
    expect(comment).to_contain_text("@Grace Hopper look")
    expect(comment.locator("strong")).to_have_text("two")
    expect(comment.locator("a")).to_have_count(0)
    expect(comment).to_contain_text("<b>x</b>")
    expect(comment.get_by_text("The text has changed since")).to_have_count(0)
    assert page.evaluate("CSS.highlights.get('comment')?.size") == 1
    assert violations(page) == []
    comment.get_by_role("button", name="Add a reaction").click()
    page.get_by_role("menuitem", name="Looking at it").click()
    expect(comment.get_by_role("button", name="Looking at it: ")).to_have_attribute("aria-pressed", "true")

    # Grace sees the mention, is led to the place, and answers.
    theirs = new_page(full_server.url, storage_state=sign_in(chromium, full_server, grace, PASSWORD))
    theirs.goto(f"{PROJECT}/traces?range=all")
    theirs.get_by_role("button", name="Mentions: 1 unread mention").click()
    inbox = theirs.get_by_role("region", name="Mentions")
    inbox.get_by_role("link").click()
    expect(theirs.get_by_role("button", name="Mentions", exact=True)).to_be_visible()
    found = theirs.get_by_role("region", name="Comments").get_by_role("listitem")
    expect(found).to_contain_text("@Grace Hopper look")
    found.get_by_role("button", name=ANSWER).click()
    expect(theirs.get_by_role("region", name="Answer").get_by_text(ANSWER)).to_be_in_viewport()
    theirs.get_by_role("textbox", name="Write a comment").fill("Yes.")
    theirs.get_by_role("button", name="Comment", exact=True).click()
    expect(found).to_have_count(2)

    # Everybody edits and deletes what is theirs; the trace counts both.
    second = found.nth(1)
    second.get_by_role("button", name="More").click()
    theirs.get_by_role("menuitem", name="Edit").click()
    second.get_by_role("textbox").fill("Yes, two.")
    second.get_by_role("button", name="Save").click()
    expect(second).to_contain_text("edited")
    expect(found.nth(0).get_by_role("button", name="More")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Comments 2")).to_be_visible()
    second.get_by_role("button", name="More").click()
    theirs.get_by_role("menuitem", name="Delete").click()
    expect(found).to_have_count(1)
    theirs.get_by_role("button", name="Undo").click()
    expect(found.nth(1)).to_contain_text("Yes, two.")


def test_a_draft_outlives_a_failure(page: Page) -> None:
    page.goto(f"{PROJECT}/sessions/01a20857-b696-7172-8123-476d70901455")
    page.get_by_role("button", name="Comments").click()
    field = page.get_by_role("textbox", name="Write a comment")
    field.fill("Keep me")
    page.route("**/comments", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("cannot be reached")).to_be_visible()
    expect(field).to_have_value("Keep me")
    page.unroute("**/comments")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("region", name="Comments").get_by_role("listitem")).to_contain_text("Keep me")
    expect(field).to_have_value("")
