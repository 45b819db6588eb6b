"""The library of prompts: folders, a prompt and its versions, comparing, promoting, moving and deleting."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import EMAIL, PASSWORD, PROJECT
from tests.browser.prompt_library import ANSWER, RULES, send_library
from tests.e2e.servers import Server, start_server

pytestmark = pytest.mark.browser

LIBRARY = f"{PROJECT}/prompts"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a library of prompts in use."""
    user = {"LANGFUSE_INIT_USER_EMAIL": EMAIL, "LANGFUSE_INIT_USER_PASSWORD": PASSWORD}
    server = start_server(tmp_path_factory.mktemp("prompts"), env=user)
    try:
        send_library(server)
        yield server
    finally:
        server.stop()


@pytest.fixture
def page(library: Server, new_page: Callable[..., Page]) -> Page:
    page = new_page(library.url, viewport={"width": 1280, "height": 800})
    answer = page.request.post("/api/app/auth/login", data={"email": EMAIL, "password": PASSWORD})
    assert answer.ok
    return page


def choose(page: Page, item: str) -> None:
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name=item).click()


def test_folders_lead_to_a_prompt(page: Page) -> None:
    page.goto(LIBRARY)
    rows = page.get_by_role("table", name="List of prompts").get_by_role("row")
    expect(rows).to_have_count(4)  # the head, two folders, a prompt
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"folder=support"))
    answer = rows.filter(has=page.get_by_role("link", name="answer", exact=True))
    expect(answer).to_contain_text("productionv2")
    expect(answer).to_contain_text("60")
    assert violations(page) == []
    page.get_by_role("button", name="Time range: Last 30 days").click()
    page.get_by_role("button", name="Last 24 hours").click()
    expect(page).to_have_url(re.compile(r"range=24h"))
    expect(answer).not_to_contain_text("60")
    page.get_by_placeholder("Search name or tag").fill("tone")
    expect(page.get_by_role("link", name="shared/tone")).to_be_visible()
    page.get_by_placeholder("Search name or tag").fill("")
    page.get_by_role("link", name="answer", exact=True).click()
    expect(page.get_by_role("heading", name="Version 3")).to_be_visible()
    expect(page.get_by_role("tabpanel")).to_contain_text("{{language}}")
    expect(page.get_by_role("navigation", name="Versions").get_by_role("listitem")).to_have_count(3)
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(r"/support/answer\?version=2"))
    page.get_by_role("tabpanel").get_by_role("link", name=RULES).click()
    expect(page).to_have_url(re.compile(r"/support/shared/tone\?label=production"))
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()


def test_versions_are_compared_used_and_measured(page: Page) -> None:
    page.goto(f"{LIBRARY}/{ANSWER.replace('/', '%2F')}?tab=diff")  # as Langfuse writes it
    panel = page.get_by_role("tabpanel")
    expect(panel.get_by_text("two sentences").first).to_be_visible()
    expect(panel.get_by_text("three short paragraphs").first).to_be_visible()
    messages = panel.get_by_role("listitem")
    expect(messages).to_have_count(3)
    expect(panel).to_contain_text("2 changed1 the same")
    expect(messages.nth(1)).to_contain_text("Placeholder history")
    expect(messages.nth(2)).to_contain_text("Think step by step.")
    messages.nth(0).locator("summary").press("Enter")
    expect(messages.nth(0)).not_to_contain_text("two sentences")
    assert violations(page) == []
    panel.get_by_role("button", name="Swap").click()
    expect(page).to_have_url(re.compile(r"version=2&against=3|against=3.*version=2"))
    for tab, seen in (
        ("Use", 'get_prompt("support/answer", label="production", type="chat")'),
        ("Generations", "generations"),
        ("Metrics", "60 generations of 3 versions"),
    ):
        page.get_by_role("tab", name=tab).click()
        expect(panel).to_contain_text(seen)
        assert violations(page) == [], tab
    table = panel.get_by_role("region", name="Metrics by version")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table).to_contain_text("helpfulness")
    page.get_by_role("button", name=re.compile("^v1: ")).first.click()
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
    page.get_by_role("tab", name="Generations").click()
    panel.get_by_role("row").nth(1).get_by_role("link", name="answer").click()
    expect(page).to_have_url(re.compile(r"/traces/prompted-\d+\?o=prompted-call-"))


def test_a_version_that_is_gone_leads_to_the_others(page: Page) -> None:
    page.goto(f"{LIBRARY}/{ANSWER}?version=99")
    expect(page.get_by_text("This prompt has no version 99.")).to_be_visible()
    expect(page.get_by_role("navigation", name="Versions").get_by_role("listitem")).to_have_count(3)
    page.get_by_role("button", name="Show the latest version").click()
    expect(page.get_by_role("heading", name="Version 3")).to_be_visible()


def test_a_label_moves_and_comes_back(page: Page) -> None:
    page.goto(f"{LIBRARY}/{ANSWER}")
    labels = page.get_by_role("navigation", name="Versions").get_by_role("listitem")
    expect(labels.nth(1)).to_contain_text("production")
    page.get_by_role("button", name="Promote").click()
    page.get_by_role("checkbox", name=re.compile("production")).check()
    expect(page.get_by_text("v2 → v3")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Move 1 label").click()
    expect(labels.nth(0)).to_contain_text("production")
    page.get_by_role("button", name="Undo").click()
    expect(labels.nth(1)).to_contain_text("production")


def test_a_stale_change_is_told_and_kept(page: Page) -> None:
    page.goto(f"{LIBRARY}/summarise")
    page.get_by_role("button", name="Add tags").click()
    page.get_by_placeholder("Add a tag").fill("mine")
    # Somebody else is faster.
    seen = page.request.get("/api/app/projects/e2e/prompts/overview?name=summarise").json()["revision"]
    body = {"name": "summarise", "revision": seen, "tags": ["theirs"]}
    assert page.request.put("/api/app/projects/e2e/prompts/tags", data=body).ok
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("its tags are now: theirs")
    expect(page.get_by_placeholder("Add a tag")).to_have_value("mine")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("banner").or_(page.locator("header")).first).to_contain_text("mine")


def test_what_is_in_use_stays_and_moves_with_its_references(page: Page) -> None:
    page.goto(f"{LIBRARY}/{RULES}")
    choose(page, "Delete prompt")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 references")
    expect(dialog.get_by_role("link", name=ANSWER).first).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    choose(page, "Rename")
    dialog.get_by_label("New name").fill("summarise")
    dialog.get_by_role("button", name="Rename").click()
    expect(dialog).to_contain_text("There already is a prompt called 'summarise'")
    dialog.get_by_label("New name").fill("shared/tone of voice")
    dialog.get_by_role("button", name="Rename").click()
    expect(page).to_have_url(re.compile("/prompts/shared/tone%20of%20voice"))
    page.goto(f"{LIBRARY}/{RULES}")  # the old address leads to the new one
    expect(page).to_have_url(re.compile("/prompts/shared/tone%20of%20voice"))
    page.goto(f"{LIBRARY}/{ANSWER}?version=2")
    expect(page.get_by_role("tabpanel")).to_contain_text("shared/tone of voice")


def test_a_copy_is_made_and_deleted(page: Page) -> None:
    page.goto(f"{LIBRARY}/{ANSWER}?version=1")
    choose(page, "Duplicate")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile("All 3 versions")).check()
    dialog.get_by_label("New name").fill("support/answer 100% & more")
    dialog.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("heading", name="Version 3")).to_be_visible()
    expect(page.locator("header").first).to_contain_text("answer 100% & more")
    choose(page, "Delete version 3")
    expect(dialog).to_contain_text("staging")
    dialog.get_by_role("button", name="Delete version 3").click()
    expect(page.get_by_role("heading", name="Version 2")).to_be_visible()
    choose(page, "Delete prompt")
    expect(dialog).to_contain_text("production")
    expect(dialog).to_contain_text("No generation used it")
    dialog.get_by_role("button", name="Delete 2 versions").click()
    expect(page).to_have_url(re.compile(r"/prompts\?folder=support"))
    expect(page.get_by_role("link", name="answer 100% & more")).to_have_count(0)
    page.get_by_role("button", name="Rename or move folder").click()
    dialog.get_by_label("New folder").fill("help/desk")
    dialog.get_by_role("button", name=re.compile("^Move ")).click()
    expect(page).to_have_url(re.compile(r"folder=help(%2F|/)desk"))
    expect(page.get_by_role("link", name="answer", exact=True)).to_be_visible()


def test_an_empty_library_says_how_to_begin(empty_server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(empty_server.url)
    page.goto(empty_server.login_link)
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()
    page.goto(LIBRARY)
    expect(page.get_by_text("langfuse.create_prompt(")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="New prompt").last.click()
    expect(page).to_have_url(re.compile("/prompts/new"))
