"""The keyboard everywhere: the palette finds what has a name, and keys rest where they are not meant."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PROJECT
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

FIELD = "Go to a page or anything by its name, or paste a trace id"


@pytest.fixture(autouse=True, scope="module")
def named(full_server: Server) -> Iterator[None]:
    """One of each kind that the palette finds by name."""
    auth = (full_server.public_key, full_server.secret_key)
    with httpx.Client(base_url=f"{full_server.url}/api/public", auth=auth, trust_env=False, timeout=20) as client:
        prompt = {"name": "zebra/greeting", "prompt": "Hello"}
        client.post("/v2/prompts", json=prompt).raise_for_status()
        dataset = client.post("/v2/datasets", json={"name": "zebra/questions"}).raise_for_status().json()["id"]
        config = {"name": "Zebra", "dataType": "BOOLEAN"}
        config_id = client.post("/score-configs", json=config).raise_for_status().json()["id"]
        queue = {"name": "Zebra queue", "scoreConfigIds": [config_id]}
        client.post("/annotation-queues", json=queue).raise_for_status()
        item = {"datasetName": "zebra/questions", "input": "?"}
        item_id = client.post("/dataset-items", json=item).raise_for_status().json()["id"]
        run = {"runName": "zebra run", "datasetItemId": item_id, "traceId": "zebra-trace"}
        client.post("/dataset-run-items", json=run).raise_for_status()
        yield
        client.delete("/datasets/zebra%2Fquestions/runs/zebra%20run")
        assert dataset


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("zebra/greeting", r"/prompts/zebra/greeting"),
        ("zebra/questions", r"/datasets/\w+"),
        ("zebra run", r"/experiments/results\?baseline="),
        ("Zebra queue", r"/annotation-queues/\w+"),
        ("Members", r"/settings/members"),
    ],
)
def test_the_palette_finds_what_has_a_name(page: Page, name: str, address: str) -> None:
    page.goto(f"{PROJECT}/traces?range=all")
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name=FIELD).fill(name[:9].upper())
    entry = page.get_by_role("option", name=name, exact=True)
    expect(entry).to_be_visible()
    options = page.get_by_role("option")
    for _ in range(options.count()):
        if entry.get_attribute("aria-selected") == "true":
            break
        page.keyboard.press("ArrowDown")
    expect(entry).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(address))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_palette_says_when_there_is_nothing(page: Page) -> None:
    page.goto(f"{PROJECT}/traces?range=all")
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name=FIELD).fill("zebra")
    expect(page.get_by_role("option")).to_have_count(4)
    assert violations(page) == []
    page.get_by_role("combobox", name=FIELD).fill("no such thing")
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_keys_rest_in_fields_and_dialogs(page: Page) -> None:
    page.goto(f"{PROJECT}/prompts")
    expect(page.get_by_role("heading", name="Prompts", level=1)).to_be_visible()
    page.keyboard.press("/")
    search = page.get_by_placeholder("Search name or tag")
    expect(search).to_be_focused()
    page.keyboard.type("gt?")
    expect(search).to_have_value("gt?")
    page.keyboard.press("Escape")
    page.goto(f"{PROJECT}/datasets")
    opener = page.get_by_role("button", name="New dataset").first
    opener.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Cancel").focus()
    page.keyboard.type("gt/?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(1)
    expect(page).to_have_url(re.compile("/datasets$"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.type("gt")
    expect(page).to_have_url(re.compile("/traces"))


def test_the_help_closes_and_gives_the_focus_back(page: Page) -> None:
    page.goto(f"{PROJECT}/traces?range=all")
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()
    button = page.get_by_role("button", name="Keyboard shortcuts")
    button.focus()
    page.keyboard.press("Enter")
    help_ = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_).to_contain_text("Save, send")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(help_).to_have_count(0)
    expect(button).to_be_focused()
