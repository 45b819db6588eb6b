"""The lists of an application's traces: scores, users, and what is deleted from them."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import EMAIL, PASSWORD, PROJECT
from tests.browser.shop_assistant import send_shop_assistant
from tests.e2e.servers import Server, start_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with 300 traces of an application and their scores."""
    user = {"LANGFUSE_INIT_USER_EMAIL": EMAIL, "LANGFUSE_INIT_USER_PASSWORD": PASSWORD}
    server = start_server(tmp_path_factory.mktemp("application"), env=user)
    try:
        send_shop_assistant(server, 300)
        yield server
    finally:
        server.stop()


@pytest.fixture
def app(application: Server, chromium: Browser, new_page: Callable[..., Page]) -> Page:
    """A signed-in page on that server."""
    context = chromium.new_context(base_url=application.url)
    assert context.request.post("/api/app/auth/login", data={"email": EMAIL, "password": PASSWORD}).ok
    state = context.storage_state()
    context.close()
    return new_page(application.url, viewport={"width": 1440, "height": 900}, storage_state=state)


def _shown(page: Page, word: str) -> int:
    """The number in the page's head, such as `1,204 scores`."""
    note = page.locator("header", has=page.get_by_role("heading", level=1)).get_by_text(re.compile(rf"^[\d,]+ {word}"))
    expect(note).to_be_visible()
    return int(note.inner_text().split()[0].replace(",", ""))


def test_scores_show_values_by_type_and_lead_to_what_they_judge(app: Page) -> None:
    app.goto(f"{PROJECT}/scores")
    charts = app.get_by_role("region", name="Distribution of values")
    expect(charts.get_by_role("figure")).to_have_count(4)
    charts.get_by_role("button", name="tone", exact=True).click()
    expect(app.get_by_role("list", name="Active filters")).to_contain_text("Name: tone")
    values = app.locator("[role=rowgroup] [data-column=value]")
    expect(values.first).to_have_text(re.compile("kind|neutral|rude"))
    charts.get_by_role("button", name=re.compile("^rude")).click()
    expect(app.get_by_role("list", name="Active filters")).to_contain_text("Category: rude")
    expect(values.first).to_have_text("rude")
    app.locator("[role=rowgroup] [data-column=subject] a").first.click()
    expect(app).to_have_url(re.compile(r"/traces/[0-9a-f]{32}\?o=[0-9a-f]{16}"))


def test_marked_scores_are_deleted_after_a_question(app: Page) -> None:
    app.goto(f"{PROJECT}/scores?filter=name;stringOptions;;any of;remark")
    before = _shown(app, "score")
    assert before >= 2
    app.get_by_role("checkbox", name="Mark", exact=True).first.check()
    app.get_by_role("button", name="Delete").click()
    dialog = app.get_by_role("dialog", name="Delete 1 score?")
    expect(dialog).to_contain_text("1 × remark")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    app.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog).to_have_count(0)
    expect(app.get_by_text(re.compile(rf"^{before - 1} scores?$"))).to_be_visible()


def test_traces_get_columns_of_scores_and_filters_by_them(app: Page) -> None:
    app.goto(f"{PROJECT}/traces")
    every = _shown(app, "traces")
    app.get_by_role("button", name="Choose columns").click()
    app.get_by_role("checkbox", name="helpfulness").check()
    app.keyboard.press("Escape")
    expect(app.get_by_role("columnheader", name="helpfulness")).to_be_visible()
    expect(app.locator("[data-column='score:helpfulness']").filter(has_text=re.compile(r"0\.\d")).first).to_be_visible()
    facets = app.get_by_role("complementary", name="Filters")
    facets.get_by_role("button", name="Numbers").click()
    facets.get_by_label("Numbers: Choose a score").select_option("helpfulness")
    least = facets.get_by_label("helpfulness: at least")
    least.fill("0.8")
    least.press("Enter")
    expect(app.get_by_role("list", name="Active filters")).to_contain_text("helpfulness ≥ 0.8")
    expect(app.get_by_text(f"{every} traces", exact=True)).to_have_count(0)
    assert 0 < _shown(app, "traces") < every


def test_traces_are_narrowed_by_metadata(app: Page) -> None:
    app.goto(f"{PROJECT}/traces")
    every = _shown(app, "traces")
    facets = app.get_by_role("complementary", name="Filters")
    facets.get_by_role("button", name="Metadata").click()
    facets.get_by_label("Metadata: Choose a key").select_option("plan")
    facets.get_by_label("How to compare: plan").select_option("=")
    value = facets.get_by_label("Value: plan")
    value.fill("team")
    value.press("Enter")
    expect(app.get_by_role("list", name="Active filters")).to_contain_text("Metadata · plan is team")
    expect(app.get_by_text(f"{every} traces", exact=True)).to_have_count(0)
    assert 0 < _shown(app, "traces") < every


def test_deleted_traces_take_their_observations_with_them(app: Page) -> None:
    app.goto(f"{PROJECT}/traces")
    before = _shown(app, "traces")
    boxes = app.get_by_role("checkbox", name="Mark", exact=True)
    boxes.nth(0).check()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(app.get_by_text("3 marked")).to_be_visible()
    app.get_by_role("button", name="Delete").click()
    dialog = app.get_by_role("dialog", name="Delete 3 traces?")
    expect(dialog).to_contain_text(re.compile(r"3 traces with \d+ observations"))
    dialog.get_by_role("button", name="Delete").click()
    expect(app.get_by_text(f"{before - 3} traces", exact=True)).to_be_visible()
    expect(app.get_by_text("3 marked")).to_have_count(0)


def test_users_lead_to_their_traces(app: Page) -> None:
    app.goto(f"{PROJECT}/users")
    assert _shown(app, "users") == 5
    app.get_by_role("button", name="Cost", exact=True).click()
    expect(app).to_have_url(re.compile("order=cost.desc"))
    app.get_by_role("link", name="bob@example.com").click()
    expect(app).to_have_url(re.compile(r"/traces\?.*filter=userId"))
    expect(app.get_by_role("list", name="Active filters")).to_contain_text("User: bob@example.com")


def test_new_traces_are_counted_while_the_reader_is_further_down(app: Page, application: Server) -> None:
    app.goto(f"{PROJECT}/traces")
    table = app.get_by_role("table", name="List of traces")
    expect(table.get_by_role("row").nth(3)).to_be_visible()
    app.mouse.move(900, 500)
    app.mouse.wheel(0, 1500)
    # Others than before, and nothing moves by itself.
    send_shop_assistant(application, 2, hours=0, seed=99)
    pill = app.get_by_role("button", name="2 new traces")
    expect(pill).to_be_visible()
    pill.click()
    expect(pill).to_have_count(0)
    expect(table.locator("[data-fresh]").first).to_be_visible()


def test_an_address_of_no_project_says_so(app: Page) -> None:
    app.goto("/project/nonsense/traces")
    expect(app.get_by_role("heading", name="There is no such project")).to_be_visible()
    app.get_by_role("link", name="End to end").click()
    expect(app.get_by_role("heading", name="Traces")).to_be_visible()


@pytest.mark.parametrize("path", ["traces", "observations", "scores", "users"])
def test_lists_fit_a_phone(app: Page, path: str) -> None:
    app.set_viewport_size({"width": 390, "height": 844})
    app.goto(f"{PROJECT}/{path}")
    expect(app.locator("[role=rowgroup] [role=row]").first).to_be_visible()
    assert app.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    ends = (
        app.locator("[role=rowgroup] [role=row]")
        .first.locator("[role=cell]")
        .evaluate_all("cells => cells.map(cell => cell.getBoundingClientRect().right)")
    )
    assert max(ends) <= 390
    if path != "users":
        app.get_by_role("button", name=re.compile("^Filters")).click()
        expect(app.get_by_label("Find a filter")).to_be_visible()
