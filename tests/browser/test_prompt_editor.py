"""A prompt is written in the browser, with another prompt in it and in spite of somebody else, and fetched."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser.axe import violations
from tests.browser.conftest import PROJECT
from tests.browser.programs import run_program
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

NEW = f"{PROJECT}/prompts/new"
FETCH = """
import json, sys
from langfuse import get_client
prompt = get_client().get_prompt(sys.argv[1], type="chat", label="production")
history = [{"role": "user", "content": "Hello?"}]
told = prompt.compile(shop="Lamplight", language="Frisian", question="Are you open?", history=history)
print(json.dumps([prompt.version, told]))
"""


@pytest.fixture(scope="module")
def sdk(full_server: Server) -> Iterator[httpx.Client]:
    """What programs use; with a prompt that others include."""
    with httpx.Client(
        base_url=f"{full_server.url}/api/public",
        auth=(full_server.public_key, full_server.secret_key),
        trust_env=False,
        timeout=20,
    ) as client:
        tone = {"name": "editor/tone", "prompt": "Be brief. Answer in {{language}}.", "labels": ["production"]}
        client.post("/v2/prompts", json=tone).raise_for_status()
        yield client


def content(page: Page, number: int) -> Locator:
    return page.get_by_label(f"Content of message {number}")


def role(page: Page, number: int) -> Locator:
    return page.get_by_role("combobox", name=f"Role of message {number}")


def saved(page: Page, name: str, version: int) -> None:
    page.wait_for_url(lambda url: f"/prompts/{name}?version={version}" in url)


@pytest.mark.timeout(420)  # as in tests/compat: the SDK may have to be downloaded
def test_a_chat_is_written_checked_saved_and_fetched(page: Page, sdk: httpx.Client, full_server: Server) -> None:
    page.goto(NEW)
    page.get_by_label("Name", exact=True).fill("editor/answer")
    page.get_by_text("Chat", exact=True).click()
    content(page, 1).click()
    page.keyboard.type("You work for {{shop")
    page.keyboard.press("End")
    page.keyboard.type(". @@@langfusePrompt:name=editor/none|label=production@@@ ")
    expect(page.get_by_text("Prompt dependency not found: 'editor/none'")).to_be_visible()
    expect(page.locator(".cm-prompt-reference[data-wrong]")).to_have_text("editor/noneproduction")
    page.get_by_role("button", name="Create prompt").click()
    expect(page.get_by_role("alert").filter(has_text="'editor/none'")).to_be_visible()

    # The wrong reference goes as one, and the right one comes by its name.
    content(page, 1).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(page.locator(".cm-prompt-reference")).to_have_count(0)
    page.keyboard.type("@ton")
    page.get_by_role("option", name="editor/toneproduction").click()
    expect(page.locator(".cm-prompt-reference")).to_have_text("editor/toneproduction")
    expect(page.get_by_text("Prompt dependency not found")).to_have_count(0)

    page.get_by_role("button", name="Placeholder", exact=True).click()
    page.keyboard.type("history")
    page.get_by_role("button", name="Message", exact=True).click()
    expect(role(page, 3)).to_have_value("user")
    expect(content(page, 3)).to_be_focused()
    page.keyboard.type("{{history}}")
    expect(page.get_by_text("variables and placeholders must be unique")).to_be_visible()
    content(page, 3).fill("{{question}}")
    expect(page.get_by_text("variables and placeholders must be unique")).to_have_count(0)

    page.get_by_label("Sample value of language").fill("Frisian")
    expect(page.get_by_role("tabpanel")).to_contain_text("Answer in Frisian.")
    samples = page.get_by_role("group", name="Sample messages of history")
    samples.get_by_role("button", name="Sample message", exact=True).click()
    page.keyboard.type("Is {{shop}} open?")
    samples.get_by_role("button", name="Sample message", exact=True).click()
    expect(samples.get_by_label("Role of sample message 2 of history")).to_have_value("assistant")
    page.get_by_label("Sample value of shop").fill("Lamplight")
    expect(page.get_by_role("tabpanel").get_by_role("listitem")).to_have_count(4)
    expect(page.get_by_role("tabpanel").get_by_role("listitem").nth(1)).to_contain_text("Is Lamplight open?")
    page.get_by_role("combobox", name="Labels").fill("production,")
    page.get_by_label("What changes").fill("First answer")
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    saved(page, "editor/answer", 1)
    expect(page.get_by_role("paragraph").get_by_text("First answer")).to_be_visible()

    fetched = sdk.get("/v2/prompts/editor%2Fanswer").raise_for_status().json()
    assert fetched["prompt"] == [
        {"role": "system", "content": "You work for {{shop}}. Be brief. Answer in {{language}}."},
        {"type": "placeholder", "name": "history"},
        {"role": "user", "content": "{{question}}"},
    ]
    assert (fetched["labels"], fetched["commitMessage"]) == (["production", "latest"], "First answer")

    page.get_by_role("tab", name="Composition").click()
    expect(page.get_by_role("region", name="Includes")).to_contain_text("editor/tone")
    graph = page.get_by_role("group", name="Graph of what includes what")
    expect(graph.get_by_role("link")).to_have_count(2)
    graph.get_by_role("link", name="editor/tone").press("Enter")
    expect(page.get_by_role("region", name="Included in")).to_contain_text("editor/answer")
    assert violations(page) == []
    graph.get_by_role("link", name="editor/answer").click()
    expect(page.get_by_role("region", name="Includes")).to_contain_text("editor/tone")

    assert run_program(full_server, FETCH, "editor/answer") == [
        1,
        [
            {"role": "system", "content": "You work for Lamplight. Be brief. Answer in Frisian."},
            {"role": "user", "content": "Hello?"},
            {"role": "user", "content": "Are you open?"},
        ],
    ]


def test_messages_move_by_buttons_and_keys(page: Page, sdk: httpx.Client) -> None:
    page.goto(NEW)
    page.get_by_text("Chat", exact=True).click()
    for number, text in ((1, "one"), (2, "two"), (3, "three")):
        if number > 1:
            page.get_by_role("button", name="Message", exact=True).click()
        content(page, number).fill(text)
    page.get_by_role("button", name="Move up: Message 3").click()
    expect(content(page, 2)).to_have_text("three")
    expect(page.get_by_role("button", name="Move up: Message 2")).to_be_focused()
    content(page, 1).click()
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(content(page, 2)).to_have_text("one")
    expect(content(page, 2)).to_be_focused()
    page.get_by_role("button", name="Remove: Message 1").click()
    expect(content(page, 1)).to_have_text("one")
    role(page, 1).fill("critic")
    page.get_by_label("Name", exact=True).fill("editor/moved")
    page.keyboard.press("Control+Enter")
    saved(page, "editor/moved", 1)
    fetched = sdk.get("/v2/prompts/editor%2Fmoved", params={"label": "latest"}).json()
    assert fetched["prompt"] == [{"role": "critic", "content": "one"}, {"role": "user", "content": "two"}]


def test_what_somebody_else_saved_is_merged(
    page: Page, sdk: httpx.Client, full_server: Server, signed_in: StorageState, new_page: Callable[..., Page]
) -> None:
    lines = [f"line {number}" for number in range(8)]
    sdk.post("/v2/prompts", json={"name": "editor/shared", "prompt": "\n".join(lines)}).raise_for_status()
    other = new_page(full_server.url, storage_state=signed_in)
    for one in (page, other):
        one.goto(f"{NEW}?from=editor/shared")
    text, others = (one.get_by_label("Prompt", exact=True) for one in (page, other))
    others.fill("\n".join([*lines[:-1], "theirs at the end"]))
    other.get_by_label("What changes").fill("Theirs")
    other.keyboard.press("Control+Enter")
    saved(other, "editor/shared", 2)

    text.fill("\n".join(["mine at the top", *lines[1:]]))
    page.get_by_role("tab", name="Changes").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("mine at the top")
    page.get_by_label("What changes").fill("Mine")
    page.get_by_role("button", name="Save version").click()
    dialog = page.get_by_role("dialog", name="saved version 2 while you wrote")
    expect(dialog.get_by_text("“Theirs”")).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("button", name="Take this change over").last.click()
    dialog.get_by_role("button", name="Save as version 3").click()
    saved(page, "editor/shared", 3)
    fetched = sdk.get("/v2/prompts/editor%2Fshared", params={"label": "latest"}).json()
    assert fetched["prompt"].splitlines() == ["mine at the top", *lines[1:-1], "theirs at the end"]
    assert fetched["commitMessage"] == "Mine"


def test_a_chat_is_merged_message_by_message(page: Page, sdk: httpx.Client) -> None:
    def chat(*contents: str) -> list[dict[str, str]]:
        roles = ("system", "user", "assistant", "user")
        return [{"role": role, "content": content} for role, content in zip(roles, contents, strict=False)]

    def save(*contents: str, model: str) -> None:
        body = {"name": "editor/two", "type": "chat", "prompt": chat(*contents), "config": {"model": model}}
        sdk.post("/v2/prompts", json=body).raise_for_status()

    save("Be kind.\nBe brief.\nBe exact.", "{{question}}", "One moment.", "Go on.", model="a")
    page.goto(f"{NEW}?from=editor/two")
    content(page, 1).fill("Be kind.\nBe quick.\nBe exact.")
    content(page, 4).fill("Go on, please.")
    save("Be very kind.\nBe brief.\nBe exact.", "<q>{{question}}</q>", "One moment.", "Go on.", model="b")
    page.get_by_role("button", name="Save version").click()
    dialog = page.get_by_role("dialog", name="saved version 2 while you wrote")
    rows = dialog.get_by_role("listitem")
    for row, told in ((0, "Both changed it"), (1, "Changed in version 2"), (3, "You changed it")):
        expect(rows.nth(row)).to_contain_text(told)
    expect(dialog.get_by_role("radiogroup", name="Whose config").get_by_label("Version 2")).to_be_checked()
    expect(dialog).to_contain_text("4 messages, 1 change taken over")
    assert violations(page) == []
    # What is taken over can be taken back, and nothing was lost.
    dialog.get_by_role("button", name="Go on editing").click()
    expect(content(page, 2)).to_have_text("<q>{{question}}</q>")
    page.get_by_role("button", name="Undo").click()
    expect(content(page, 2)).to_have_text("{{question}}")
    expect(content(page, 1)).to_contain_text("Be quick.")
    page.get_by_role("button", name="Save version").click()
    rows.nth(0).get_by_text("Merge", exact=True).click()
    dialog.get_by_role("button", name="Take this change over").first.click()
    dialog.get_by_role("button", name="Save as version 3").click()
    saved(page, "editor/two", 3)
    fetched = sdk.get("/v2/prompts/editor%2Ftwo", params={"label": "latest"}).json()
    first = fetched["prompt"][0]["content"].splitlines()
    assert (first[0], first[2]) == ("Be very kind.", "Be exact.")
    assert [one["content"] for one in fetched["prompt"][1:]] == ["<q>{{question}}</q>", "One moment.", "Go on, please."]
    assert fetched["config"] == {"model": "b"}


def test_a_draft_survives_leaving(page: Page, sdk: httpx.Client) -> None:
    sdk.post("/v2/prompts", json={"name": "editor/draft", "prompt": "one", "tags": ["old"]}).raise_for_status()
    page.goto(f"{NEW}?from=editor/draft")
    page.get_by_label("Prompt", exact=True).fill("half a thought")
    page.get_by_role("link", name="Sessions").click()
    leaving = page.get_by_role("dialog", name="Leave without saving?")
    leaving.get_by_role("button", name="Cancel").click()
    expect(page.get_by_label("Prompt", exact=True)).to_have_text("half a thought")
    page.get_by_role("link", name="Sessions").click()
    leaving.get_by_role("button", name="Leave").click()
    page.wait_for_url("**/sessions*")
    # Tags belong to the prompt: who goes on with a draft does not take back what others made of them.
    tagged = page.request.put("/api/app/projects/e2e/prompts/tags", data={"name": "editor/draft", "tags": ["new"]})
    assert tagged.ok
    page.goto(f"{NEW}?from=editor/draft")
    expect(page.get_by_label("Prompt", exact=True)).to_have_text("one")
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("Prompt", exact=True)).to_have_text("half a thought")
    page.get_by_label("Config").fill('{"model": ')
    expect(page.get_by_text("This is no valid JSON.")).to_be_visible()
    page.get_by_label("Config").fill('{"model": "gpt-5"}')
    page.keyboard.press("Control+Enter")
    saved(page, "editor/draft", 2)
    assert sdk.get("/v2/prompts/editor%2Fdraft", params={"label": "latest"}).json()["tags"] == ["new"]
    page.goto(f"{NEW}?from=editor/draft")
    expect(page.get_by_label("Prompt", exact=True)).to_have_text("half a thought")
    expect(page.get_by_text("You left a draft here")).to_have_count(0)


def test_a_prompt_begins_as_a_copy_with_another_included_by_a_dialog(page: Page, sdk: httpx.Client) -> None:
    sdk.post("/v2/prompts", json={"name": "editor/origin", "prompt": "Hello. ", "config": {"t": 1}}).raise_for_status()
    page.goto(f"{NEW}?from=editor/origin&as=new")
    expect(page.get_by_label("Name", exact=True)).to_have_value("editor/origin-copy")
    page.get_by_label("Prompt", exact=True).click()
    page.keyboard.press("Control+End")
    page.get_by_role("button", name="Include a prompt").click()
    dialog = page.get_by_role("dialog", name="Include another prompt")
    dialog.get_by_label("Search text prompts").fill("tone")
    dialog.get_by_role("button", name="editor/tone").click()
    dialog.get_by_role("button", name="Include", exact=True).click()
    expect(page.locator(".cm-prompt-reference")).to_have_text("editor/toneproduction")
    page.get_by_role("button", name="Create prompt").click()
    saved(page, "editor/origin-copy", 1)
    page.get_by_role("radiogroup", name="How the prompt is shown").get_by_text("Resolved").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Hello. Be brief. Answer in {{language}}.")


def test_protected_labels_are_listed_and_let_go(page: Page) -> None:
    page.goto(f"{PROJECT}/settings/protected-prompt-labels")
    page.get_by_label("Label", exact=True).fill("latest")
    page.get_by_role("button", name="Protect", exact=True).click()
    expect(page.get_by_text("The label 'latest' cannot be protected")).to_be_visible()
    page.get_by_label("Label", exact=True).fill("canary")
    page.get_by_role("button", name="Protect", exact=True).click()
    expect(page.get_by_role("row", name="canary")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Unprotect canary").click()
    page.get_by_role("dialog").get_by_role("button", name="Unprotect").click()
    expect(page.get_by_role("row", name="canary")).to_have_count(0)


def test_promoting_names_what_it_would_break(page: Page, sdk: httpx.Client) -> None:
    part = {"name": "editor/part", "prompt": "kind", "labels": ["production"]}
    whole = {"name": "editor/whole", "prompt": "@@@langfusePrompt:name=editor/part|label=production@@@"}
    for prompt in (part, whole):
        sdk.post("/v2/prompts", json=prompt).raise_for_status()
    page.goto(f"{PROJECT}/prompts/editor/part")
    page.get_by_role("button", name="Promote").click()
    page.get_by_role("checkbox", name="production").uncheck()
    expect(page.get_by_text("Programs could not fetch 1 version any more")).to_be_visible()
    expect(page.get_by_text("editor/whole v1 (latest): It needs the label 'production'")).to_be_visible()
