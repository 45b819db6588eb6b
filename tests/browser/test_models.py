"""Models and prices: find, add with tiers, try, edit, clone, delete, and see stored calls get their new price."""

import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import EMAIL, PASSWORD, PROJECT
from tests.e2e.servers import Server, start_server

pytestmark = pytest.mark.browser

ADDRESS = f"{PROJECT}/settings/models"
# A job waits some seconds for calls that were on their way when the price changed.
_REPRICED_MS = 20_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with calls of a model that everybody knows and of one that nobody does."""
    user = {"LANGFUSE_INIT_USER_EMAIL": EMAIL, "LANGFUSE_INIT_USER_PASSWORD": PASSWORD}
    server = start_server(tmp_path_factory.mktemp("models"), env=user)
    try:
        send_calls(server, "gpt-5.1", "house-llama", "house-llama")
        yield server
    finally:
        server.stop()


def send_calls(server: Server, *models: str) -> None:
    """A call of a million tokens in and out for each of the models."""

    def attribute(key: str, value: str | int) -> dict[str, object]:
        return {"key": key, "value": {"intValue": str(value)} if isinstance(value, int) else {"stringValue": value}}

    spans = [
        {
            "traceId": f"{number + 1:032x}",
            "spanId": f"{number + 1:016x}",
            "name": "call",
            "startTimeUnixNano": str(time.time_ns() - 10**10),
            "endTimeUnixNano": str(time.time_ns()),
            "attributes": [
                attribute("gen_ai.request.model", model),
                attribute("gen_ai.usage.input_tokens", 1_000_000),
                attribute("gen_ai.usage.output_tokens", 1_000_000),
            ],
        }
        for number, model in enumerate(models)
    ]
    httpx.post(
        f"{server.url}/api/public/otel/v1/traces",
        json={"resourceSpans": [{"scopeSpans": [{"scope": {"name": "x"}, "spans": spans}]}]},
        auth=(server.public_key, server.secret_key),
        trust_env=False,
        timeout=20,
    ).raise_for_status()


@pytest.fixture
def page(server: Server, new_page: Callable[..., Page]) -> Page:
    """The Models page, signed in, without models of the project's own."""
    page = new_page(server.url, viewport={"width": 1280, "height": 900})
    page.context.request.post("/api/app/auth/login", data={"email": EMAIL, "password": PASSWORD})
    listed = page.context.request.get("/api/app/projects/e2e/models?scope=own").json()
    for model in listed["items"]:
        page.context.request.delete(f"/api/app/projects/e2e/models/{model['id']}")
    page.goto(ADDRESS)
    expect(page.get_by_role("heading", name="Models", exact=True)).to_be_visible()
    return page


def row(page: Page, name: str) -> Locator:
    """The line of a definition."""
    return page.get_by_role("row").filter(has=page.get_by_role("button", name=f"Details of {name}", exact=True))


def add(page: Page, name: str, dollars: str) -> None:
    """A model with one price for everything, through the form."""
    page.get_by_role("button", name="Add model").click()
    form = page.get_by_role("dialog", name="Add model")
    form.get_by_label("Name", exact=True).fill(name)
    for usage_type in ("input", "input_cached_tokens", "output"):
        form.get_by_label(f"Price of {usage_type} in Standard").fill(dollars)
    form.get_by_role("button", name="Add model").click()
    expect(form).to_be_hidden()


def test_a_model_without_a_price_gets_one_and_its_stored_calls_too(page: Page) -> None:
    notice = page.get_by_role("region", name="A model has no price")
    expect(notice).to_contain_text("house-llama", timeout=_REPRICED_MS)
    expect(notice).to_contain_text("2 calls")
    notice.get_by_role("button", name="Add price: house-llama").click()
    form = page.get_by_role("dialog", name="Add model")
    expect(form.get_by_label("Match pattern")).to_have_value("(?i)^house-llama$")
    form.get_by_label("Price of input in Standard").fill("0.5")
    form.get_by_label("Price of output in Standard").fill("1.5")
    form.get_by_role("button", name="Add model").click()
    expect(form).to_be_hidden()
    line = row(page, "house-llama")
    expect(line).to_contain_text("$4.00", timeout=_REPRICED_MS)
    expect(line).to_contain_text("own")
    expect(notice).to_be_hidden()
    page.get_by_text("History of price changes").click()
    expect(page.get_by_role("region", name="Price changes").get_by_role("row").nth(1)).to_contain_text("done")


def test_what_is_missing_is_told_and_focused(page: Page) -> None:
    page.get_by_role("button", name="Add model").click()
    form = page.get_by_role("dialog", name="Add model")
    form.get_by_role("button", name="Add model").click()
    expect(form.get_by_text("Give the model a name.")).to_be_visible()
    expect(form.get_by_label("Name", exact=True)).to_be_focused()
    form.get_by_label("Name", exact=True).fill("x")
    form.get_by_label("Match pattern").fill("^(?!y)")
    for usage_type in ("input", "input_cached_tokens", "output"):
        form.get_by_label(f"Price of {usage_type} in Standard").fill("1")
    form.get_by_role("button", name="Add model").click()
    expect(form.get_by_text("look-ahead")).to_be_visible()


def test_a_tier_is_tried_before_it_is_saved(page: Page) -> None:
    page.get_by_role("button", name="Add model").click()
    form = page.get_by_role("dialog", name="Add model")
    form.get_by_label("Name", exact=True).fill("long-one")
    for usage_type in ("input", "input_cached_tokens", "output"):
        form.get_by_label(f"Price of {usage_type} in Standard").fill("1")
    form.get_by_role("button", name="Add tier").click()
    form.get_by_label("Name of tier 2").fill("Long")
    form.get_by_label("Price of input in Long").fill("1000")
    form.get_by_label("Value", exact=True).fill("900")
    form.get_by_text("Try it on a call").click()
    expect(form.get_by_test_id("trial-total")).to_have_text("$1.00")
    expect(form.get_by_text("this model")).to_be_visible()
    form.get_by_label("Units of usage type 1").fill("900")
    expect(form.get_by_test_id("trial-total")).to_have_text("$0.0014")
    form.get_by_role("button", name="Add model").click()
    expect(form).to_be_hidden()
    page.get_by_role("button", name="Details of long-one").click()
    expect(page.get_by_role("columnheader", name="Long")).to_contain_text("^input > 900")


def test_a_model_is_changed_and_deleted(page: Page) -> None:
    add(page, "changing", "2")
    page.get_by_role("button", name="Edit: changing").click()
    form = page.get_by_role("dialog", name="Edit changing")
    expect(form.get_by_label("Price of output in Standard")).to_have_value("2")
    form.get_by_label("Price of output in Standard").fill("7.25")
    form.get_by_role("button", name="Save").click()
    expect(row(page, "changing")).to_contain_text("$7.25")
    page.get_by_role("button", name="Delete: changing").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(row(page, "changing")).to_have_count(0)


def test_a_managed_model_is_found_and_cloned(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("anthropic claude-opus-4-5")
    page.wait_for_url(lambda url: "q=anthropic" in url)
    line = row(page, "claude-opus-4-5")
    expect(line).to_contain_text("Anthropic")
    expect(line.get_by_role("button", name="Delete: claude-opus-4-5")).to_have_count(0)
    line.get_by_role("button", name="Clone: claude-opus-4-5").click()
    form = page.get_by_role("dialog", name="Add model")
    expect(form.get_by_label("Name of tier 2")).to_have_value("Batch")
    form.get_by_label("Price of input in Standard").fill("3")
    form.get_by_role("button", name="Add model").click()
    expect(form).to_be_hidden()
    page.goto(f"{ADDRESS}?scope=own")
    expect(row(page, "claude-opus-4-5")).to_contain_text("$3.00")


def test_a_call_is_tried_on_all_definitions(page: Page) -> None:
    page.get_by_role("button", name="Test a call").click()
    trial = page.get_by_role("dialog", name="Test a call")
    trial.get_by_label("Model name").fill("gemini-3-pro-preview")
    trial.get_by_label("Units of usage type 1").fill("250000")
    expect(trial.get_by_text("Prompts above 200,000 tokens")).to_be_visible()
    trial.get_by_label("Model name").fill("nobody-knows-me")
    expect(trial.get_by_text("No definition matches this name")).to_be_visible()
    page.keyboard.press("Escape")
    expect(trial).to_be_hidden()


def test_an_empty_list_says_what_to_do(page: Page) -> None:
    page.goto(f"{ADDRESS}?scope=own")
    expect(page.get_by_role("heading", name="No models of your own yet")).to_be_visible()
    page.goto(f"{ADDRESS}?q=no+such+model")
    expect(page.get_by_role("heading", name="No such model")).to_be_visible()
