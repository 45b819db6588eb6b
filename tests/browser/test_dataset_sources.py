"""Datasets from Codex turns: two clicks for one, a look at the first for many, and back again."""

import re
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PROJECT
from tests.browser.test_trace import TOOLS
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

NAME = "Codex turns of the browser"


def items_in(server: Server) -> list[dict[str, object]]:
    answer = httpx.get(
        f"{server.url}/api/public/dataset-items",
        params={"datasetName": NAME, "limit": 100},
        auth=(server.public_key, server.secret_key),
        trust_env=False,
    )
    found: list[dict[str, object]] = answer.json().get("data", [])
    return found


def test_turns_go_into_a_dataset(page: Page, full_server: Server) -> None:
    # The first time: choose, or name, the dataset, and look at the item.
    page.goto(f"{PROJECT}/traces/{TOOLS}")
    page.get_by_role("button", name="Add to…").click()
    page.get_by_role("menuitem", name="Dataset…").click()
    dialog = page.get_by_role("dialog", name="Add to dataset")
    dialog.get_by_label("Find or name a dataset").fill(NAME)
    dialog.get_by_role("button", name=f"Create “{NAME}”").click()
    expect(dialog.get_by_role("radio", name=NAME)).to_be_checked()
    expect(dialog.get_by_role("region", name="Preview")).to_contain_text("notes.txt has two lines: alpha and beta.")
    expect(page.locator(".cm-content").first).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("button", name=f"Add 1 item to {NAME}").click()
    expect(page.get_by_text(f"Added 1 item to {NAME}.")).to_be_visible()
    (item,) = items_in(full_server)
    assert item["input"] == "Create notes.txt and report how many lines it has"
    assert item["expectedOutput"] == {"answer": "notes.txt has two lines: alpha and beta.", "changedFiles": []}
    assert (item["sourceTraceId"], item["metadata"]["model"]) == (TOOLS, "gpt-5.5")  # type: ignore[index]

    # Undone, and then added in two clicks.
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"Took 1 item out of {NAME} again.")).to_be_visible()
    assert items_in(full_server) == []
    page.get_by_role("button", name="Add to…").click()
    # The note of the first time may still be on the screen, so the answer itself is waited for.
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and answer.url.endswith("/dataset-sources/add")
    ) as added:
        page.get_by_role("menuitem", name=NAME).click()
    assert added.value.ok
    assert len(items_in(full_server)) == 1


def test_many_turns_at_once_are_each_judged_alone(page: Page, full_server: Server) -> None:
    page.goto(f"{PROJECT}/traces?range=all&hidden=true")
    page.get_by_role("checkbox", name="Mark all loaded rows").click()
    page.get_by_role("button", name="Add to…").click()
    page.get_by_role("menuitem", name="Dataset…").click()
    dialog = page.get_by_role("dialog", name="Add to dataset")
    name = dialog.get_by_label("Find or name a dataset")
    name.fill(NAME)
    choice = dialog.get_by_role("radio", name=NAME).or_(dialog.get_by_role("button", name=f"Create “{NAME}”"))
    choice.first.click()
    add = dialog.get_by_role("button", name=re.compile(rf"^Add \d+ items to {NAME}$"))
    expect(add).to_be_enabled()
    expect(dialog.get_by_text(re.compile(r"^First 5 of \d+ items$"))).to_be_visible()
    assert violations(page) == []
    before = len(items_in(full_server))
    add.click()
    expect(page.get_by_text(re.compile(rf"^Added \d+ items to {NAME}"))).to_be_visible()
    items = items_in(full_server)
    assert len(items) > before + 5
    keys = [(item["sourceTraceId"], item["sourceObservationId"]) for item in items]
    assert len(set(keys)) == len(keys)


def test_sessions_become_items_and_can_be_taken_back(page: Page, full_server: Server) -> None:
    name = f"sessions {uuid4().hex}"
    page.goto(f"{PROJECT}/sessions?range=all")
    page.get_by_role("columnheader", name="Mark all loaded rows").get_by_role("checkbox").check(force=True)
    page.get_by_role("button", name="Add to dataset…").click()
    dialog = page.get_by_role("dialog", name="Add to dataset")
    dialog.get_by_label("Find or name a dataset").fill(name)
    dialog.get_by_role("button", name=f"Create “{name}”").click()
    expect(dialog.get_by_role("radio", name=name)).to_be_checked()
    marked = page.get_by_text(re.compile(r"^\d+ marked$")).inner_text().split()[0]
    dialog.get_by_role("button", name=re.compile(f"^Add .* to {name}")).click()
    expect(page.get_by_text(re.compile(rf"Added \d+ items to {name}\."))).to_be_visible()
    assert int(marked) > 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(re.compile(rf"Took \d+ items out of {name} again\."))).to_be_visible()
