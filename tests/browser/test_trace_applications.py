"""The trace page and the session page on traces of applications."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.applications import every_application, langgraph
from tests.browser.axe import violations
from tests.browser.conftest import PROJECT
from tests.browser.large_traces import huge_text, large
from tests.browser.spans import Application, send, span_id, trace_id
from tests.e2e.servers import Server, start_server

pytestmark = pytest.mark.browser

LARGE = 25_000


@pytest.fixture(scope="module")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that holds the traces of all applications, some of them scored."""
    server = start_server(tmp_path_factory.mktemp("applications"))
    try:
        send(server, *every_application(), large(LARGE, "large", 1000), huge_text())
        _score(server, traceId=trace_id("concierge"), name="helpfulness", value=0.82, comment="Short and **right**.")
        _score(server, traceId=trace_id("concierge"), name="tone", value="kind", dataType="CATEGORICAL")
        _score(
            server,
            traceId=trace_id("concierge"),
            observationId=span_id("concierge", "answer"),
            name="correct",
            value=0,
            dataType="BOOLEAN",
        )
        _score(server, sessionId="claim-C-1", name="resolved", value=1, dataType="BOOLEAN")
        yield server
    finally:
        server.stop()


def _score(server: Server, **body: object) -> None:
    answer = httpx.post(
        f"{server.url}/api/public/scores", json=body, auth=(server.public_key, server.secret_key), trust_env=False
    )
    assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def state(chromium: Browser, app_server: Server) -> StorageState:
    """The cookies of a signed-in user."""
    context = chromium.new_context(base_url=app_server.url)
    page = context.new_page()
    page.goto(app_server.login_link)
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()
    found = context.storage_state()
    context.close()
    return found


@pytest.fixture
def page(app_server: Server, state: StorageState, new_page: Callable[..., Page]) -> Page:
    return new_page(app_server.url, viewport={"width": 1440, "height": 900}, storage_state=state)


def open_trace(page: Page, name: str, step: str = "", **search: str) -> None:
    """Open a trace, and one of its steps by the key that the fixture gave it."""
    parameters = {**({"o": span_id(name, step)} if step else {}), **search}
    query = "&".join(f"{key}={value}" for key, value in parameters.items())
    page.goto(f"{PROJECT}/traces/{trace_id(name)}?{query}")


def test_a_conversation_shows_roles_pictures_tools_and_results(page: Page) -> None:
    open_trace(page, "concierge", "answer")
    asked = page.get_by_role("region", name="Input")
    expect(asked.get_by_text("System", exact=True)).to_be_visible()
    expect(asked.get_by_text("Rule 9")).to_have_count(0)
    asked.get_by_role("button", name="Show all").click()
    expect(asked.get_by_text("Rule 9")).to_be_visible()
    expect(asked.get_by_role("img")).to_be_visible()
    call = asked.get_by_role("region", name="Tool call get_weather")
    expect(call.get_by_text("celsius", exact=True)).to_be_visible()
    expect(call.get_by_text("later", exact=False)).to_be_visible()
    said = page.get_by_role("region", name="Output")
    expect(said.get_by_role("cell", name="20:00")).to_be_visible()
    page.get_by_text("1 tool was available").click()
    details = page.get_by_role("region", name="Details")
    details.locator("details details summary").click()
    expect(details.get_by_role("cell", name='"celsius" | "fahrenheit"')).to_be_visible()


def test_the_view_of_texts_is_in_the_address_and_kept(page: Page) -> None:
    open_trace(page, "claims", "call")
    details = page.get_by_role("region", name="Details")
    details.get_by_text("First the policy.", exact=True).click()
    expect(details.get_by_text("Then the picture.")).to_be_visible()
    details.get_by_text("JSON", exact=True).last.click()
    expect(page).to_have_url(re.compile("io=json"))
    tree = page.get_by_role("tree", name="Input")
    tree.locator("xpath=..").get_by_role("searchbox").fill("lookup_policy")
    expect(details.get_by_text("1 of 2")).to_be_visible()
    page.reload()
    expect(page.get_by_role("tree", name="Output")).to_be_visible()
    details.get_by_text("Raw", exact=True).click()
    expect(details.get_by_text('"stop_reason": "end_turn"')).to_be_visible()
    open_trace(page, "shop-bot", "do")
    expect(page.get_by_role("region", name="Output").locator("pre")).to_contain_text('"toolName"')
    details.get_by_text("Formatted", exact=True).click()
    expect(details.get_by_role("region", name="Tool call stock").get_by_text("boots")).to_be_visible()


def test_facts_of_a_generation(page: Page) -> None:
    open_trace(page, "claims", "call")
    details = page.get_by_role("region", name="Details")
    for text in ("claims/decide v7", "900 ms", "2,358 → 140", "Cost as the sender reported it.", "thinking_budget"):
        expect(details.get_by_text(text)).to_be_visible()
    expect(page.get_by_text("r42 · 1.3")).to_be_visible()
    details.get_by_role("tab", name="JSON").click()
    with page.expect_download() as download:
        details.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == f"observation-{span_id('claims', 'call')}.json"


def test_scores_stand_in_head_tree_and_a_tab_of_their_own(page: Page) -> None:
    open_trace(page, "concierge")
    expect(page.get_by_role("banner").or_(page.locator("header")).get_by_text("helpfulness")).to_be_visible()
    line = page.get_by_role("treeitem").filter(has_text="correct")
    expect(line).to_have_count(1)
    page.get_by_role("tab", name="Scores (3)").click()
    details = page.get_by_role("region", name="Details")
    expect(details.locator("strong", has_text="right")).to_be_visible()
    details.get_by_role("button", name="ChatCompletion").click()
    expect(page.get_by_role("tab", name="Scores (1)")).to_have_attribute("aria-selected", "true")


def test_the_graph_follows_langgraph_and_leads_to_the_steps(page: Page) -> None:
    open_trace(page, langgraph().name, view="graph")
    picture = page.get_by_role("group", name="Graph of the trace")
    expect(picture.get_by_role("button")).to_have_count(5)
    plan = picture.get_by_role("button", name=re.compile("^plan × 2"))
    plan.click()
    expect(page.get_by_role("heading", name="plan")).to_be_visible()
    expect(page).to_have_url(re.compile(span_id("research-graph", "n0")))
    plan.click()
    expect(page).to_have_url(re.compile(span_id("research-graph", "n4")))
    page.get_by_text("Calls", exact=True).click()
    expect(picture.get_by_role("button", name=re.compile("^ChatOpenAI.*× 8"))).to_be_visible()


def test_steps_are_filtered_by_kind_and_level(page: Page) -> None:
    open_trace(page, "bank-support", kind="tool", level="ERROR")
    items = page.get_by_role("treeitem")
    expect(items).to_have_count(2)
    expect(page.get_by_text("1 of 3 steps")).to_be_visible()
    page.get_by_role("button", name="Filter steps").click()
    page.get_by_role("checkbox", name="Tool").uncheck()
    page.get_by_text("All levels").click()
    expect(items).to_have_count(3)


def test_a_root_that_never_arrived_and_texts_that_deceive(page: Page) -> None:
    open_trace(page, "lost-root", "a")
    expect(page.get_by_text("The root of this trace has not arrived")).to_be_visible()
    expect(page.get_by_role("treeitem").get_by_text("parent missing")).to_have_count(2)
    details = page.get_by_role("region", name="Details")
    expect(details.get_by_text("pay [U+202E]000,1$[U+202C] now")).to_be_visible()
    expect(details.get_by_text("<script>alert(1)</script>")).to_be_visible()


def test_names_stay_readable_forty_levels_down(page: Page) -> None:
    open_trace(page, "deep", "l39", view="tree")
    name = page.get_by_role("treeitem", selected=True).get_by_text("recursive_step_39")
    box = name.bounding_box()
    assert box is not None
    assert box["width"] > 100
    expect(page.get_by_role("treeitem", selected=True).get_by_text("39", exact=True)).to_be_visible()


def test_a_very_large_trace_stays_quick(page: Page) -> None:
    open_trace(page, "large")
    expect(page.get_by_role("treeitem").first).to_be_visible()
    page.keyboard.press("End")
    expect(page.get_by_role("treeitem", selected=True)).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_role("region", name="Details").get_by_text("timed out")).to_be_visible()
    page.get_by_text("Graph", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^planner × 5k"))).to_be_visible()


@pytest.mark.parametrize(("view", "seen"), [("formatted", "[55000]"), ("json", "[55000]"), ("raw", '"name": "row 3"')])
def test_ten_megabytes_do_not_freeze_the_page(page: Page, view: str, seen: str) -> None:
    open_trace(page, "huge", "root", io=view)
    expect(page.get_by_role("region", name="Input").get_by_text(seen).first).to_be_visible(timeout=20_000)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Whole trace")).to_be_visible(timeout=10_000)


def test_keys_lead_to_the_next_and_previous_trace(page: Page) -> None:
    open_trace(page, "claims")
    expect(page.get_by_role("heading", name="handle-claim")).to_be_visible()
    expect(page.get_by_role("link", name="Older trace")).to_be_visible()
    page.keyboard.press("Shift+J")
    expect(page.get_by_role("heading", name="ConciergeAgent")).to_be_visible()
    expect(page.get_by_role("link", name="Newer trace")).to_be_visible()
    page.keyboard.press("Shift+K")
    expect(page.get_by_role("heading", name="handle-claim")).to_be_visible()


def test_a_session_reads_as_what_was_said(page: Page) -> None:
    page.goto(f"{PROJECT}/sessions/research-1")
    turn = page.get_by_role("article")
    expect(turn.get_by_text("Compare tides and winds.")).to_have_count(1)
    expect(turn.get_by_text("Tides come from the moon.")).to_be_visible()
    page.goto(f"{PROJECT}/sessions/claim-C-1")
    expect(page.get_by_role("article").get_by_text("Is this dent covered?")).to_be_visible()
    expect(page.get_by_text("resolved")).to_be_visible()


def test_a_trace_is_deleted_when_that_is_confirmed(app_server: Server, page: Page) -> None:
    doomed = Application("doomed", "my-app", 2000)
    doomed.span("root", "doomed", 0, 5)
    send(app_server, doomed)
    open_trace(page, "doomed")
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Delete trace").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete trace").click()
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()
    open_trace(page, "doomed")
    expect(page.get_by_role("heading", name="There is no such trace")).to_be_visible()


PAGES = {
    "conversation": ("concierge", "answer", {}),
    "JSON": ("claims", "call", {"io": "json"}),
    "raw": ("claims", "call", {"io": "raw"}),
    "scores": ("concierge", "", {"tab": "scores"}),
    "graph": ("research-graph", "n0", {"view": "graph"}),
    "orphans": ("lost-root", "a", {}),
    "generic": ("claims", "root", {}),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, name: str, scheme: str) -> None:
    trace, step, search = PAGES[name]
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    open_trace(page, trace, step, **search)
    expect(page.get_by_role("tabpanel")).to_be_visible()
    expect(page.get_by_label("Loading")).to_have_count(0)
    page.wait_for_timeout(400)  # what is folded into view is still being drawn
    assert violations(page) == []


def test_a_phone_shows_one_thing_at_a_time(
    app_server: Server, state: StorageState, new_page: Callable[..., Page]
) -> None:
    page = new_page(app_server.url, viewport={"width": 390, "height": 844}, storage_state=state)
    open_trace(page, "concierge")
    page.get_by_role("treeitem").filter(has_text="StyleAdvisor").first.click()
    expect(page.get_by_role("region", name="Input")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
