"""What pages say when the server fails, refuses or is gone, and the way on from there."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import EMAIL, PASSWORD, PROJECT
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

# What is still answered: who is signed in, which the frame of every page needs.
_FRAME = re.compile(r"/api/app/(me|instance)$")
_PAGES = {
    "prompts": f"{PROJECT}/prompts",
    "prompt": f"{PROJECT}/prompts/some/name",
    "datasets": f"{PROJECT}/datasets",
    "experiments": f"{PROJECT}/experiments?range=all",
    "queues": f"{PROJECT}/annotation-queues",
    "score analytics": f"{PROJECT}/scores/analytics?range=all",
    "members": f"{PROJECT}/settings/members",
    "keys": f"{PROJECT}/keys",
    "account": "/account/settings",
}


def refuse(page: Page, status: int) -> None:
    def answer(route: Route) -> None:
        if _FRAME.search(route.request.url):
            route.continue_()
            return
        problem = {"message": "Only admins may do that.", "hint": "Ask one.", "field": ""}
        route.fulfill(status=status, content_type="application/json", body=json.dumps(problem))

    page.route("**/api/app/**", answer)


@pytest.mark.parametrize("name", _PAGES)
def test_a_refusal_is_told_in_the_words_of_the_server(page: Page, name: str) -> None:
    refuse(page, 403)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(_PAGES[name])
    told = page.get_by_text("Only admins may do that.").first
    expect(told).to_be_visible()
    expect(page.get_by_text("Ask one.").first).to_be_visible()
    expect(page.get_by_label("Loading")).to_have_count(0)
    assert faults == []


def test_what_failed_can_be_asked_for_again(page: Page) -> None:
    refuse(page, 500)
    page.goto(_PAGES["datasets"])
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.unroute("**/api/app/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    expect(page.get_by_role("heading", name="Datasets", level=1)).to_be_visible()


def test_without_a_network_it_is_said_and_not_waited(page: Page) -> None:
    page.goto(_PAGES["datasets"])
    expect(page.get_by_role("heading", name="Datasets", level=1)).to_be_visible()
    with page.expect_response(re.compile(r"/assets/PromptsPage-.*\.js$")):
        page.get_by_role("link", name="Prompts").hover()  # its code comes with that
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_role("link", name="Prompts").click()
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="Experiments").click()
    expect(page.get_by_text("This page did not load")).to_be_visible(timeout=15_000)
    page.context.set_offline(False)
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", name="Experiments", level=1)).to_be_visible()


def test_code_that_does_not_come_leaves_the_window_as_it_is(page: Page) -> None:
    page.goto(_PAGES["datasets"])
    expect(page.get_by_role("heading", name="Datasets", level=1)).to_be_visible()
    page.route(re.compile(r"/assets/[A-Za-z]+Page-.*\.js$|/api/public/health$"), lambda route: route.abort())
    page.evaluate("window.opened = 'before'")
    page.get_by_role("link", name="Experiments").click()
    expect(page.get_by_text("This page did not load")).to_be_visible()
    assert page.evaluate("window.opened") == "before"
    page.unroute(re.compile(r"/assets/[A-Za-z]+Page-.*\.js$|/api/public/health$"))
    page.get_by_role("button", name="Reload").click()
    expect(page.get_by_role("heading", name="Experiments", level=1)).to_be_visible()


def test_after_the_session_ended_one_comes_back(full_server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(full_server.url)
    sign_in = {"email": EMAIL, "password": PASSWORD}
    assert page.request.post("/api/app/auth/login", data=sign_in).ok
    page.goto(f"{PROJECT}/prompts")
    expect(page.get_by_role("heading", name="Prompts", level=1)).to_be_visible()
    page.context.clear_cookies()
    page.get_by_role("link", name="Scores").click()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Scores", level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(f"{PROJECT}/scores"))
