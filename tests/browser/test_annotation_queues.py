"""Annotation queues: three traces worked through by keyboard alone, two people at once, and two editors."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import EMAIL, PASSWORD, PROJECT
from tests.e2e.servers import Server, start_server

pytestmark = pytest.mark.browser

QUEUES = f"{PROJECT}/annotation-queues"
API = "/api/app/projects/e2e/annotation-queues"
GRACE = "grace@example.com"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with three traces, two score configs, and Grace beside its owner."""
    user = {
        "LANGFUSE_INIT_USER_EMAIL": EMAIL,
        "LANGFUSE_INIT_USER_NAME": "Ada",
        "LANGFUSE_INIT_USER_PASSWORD": PASSWORD,
    }
    server = start_server(tmp_path_factory.mktemp("queues"), env=user)
    try:
        with public(server) as sdk:
            for n in range(3):
                body = {"name": f"chat {n}", "input": f"question {n}", "output": f"answer {n}", "sessionId": "one"}
                assert sdk.post("/traces", json={"id": f"t{n}", **body}).is_success
            sdk.post("/score-configs", json={"name": "Helpful", "dataType": "BOOLEAN"}).raise_for_status()
            stars = {"name": "Stars", "dataType": "NUMERIC", "minValue": 1, "maxValue": 5}
            sdk.post("/score-configs", json=stars).raise_for_status()
        add_grace(server)
        yield server
    finally:
        server.stop()


def public(server: Server) -> httpx.Client:
    key = (server.public_key, server.secret_key)
    return httpx.Client(base_url=f"{server.url}/api/public", auth=key, timeout=30, trust_env=False)


def add_grace(server: Server) -> None:
    """A second member with the same password."""
    with sqlite3.connect(server.data_dir / "sidelight.db", timeout=20) as database:
        database.execute(
            "INSERT INTO users (id, email, name, password_hash, is_admin, created_at)"
            " SELECT 'grace', ?, 'Grace', password_hash, 0, created_at FROM users WHERE email = ?",
            (GRACE, EMAIL),
        )
        database.execute(
            "INSERT INTO memberships (organisation_id, user_id, role, created_at)"
            " SELECT organisation_id, 'grace', 'member', created_at FROM memberships LIMIT 1"
        )


@pytest.fixture
def open_as(shop: Server, chromium: Browser, new_page: Callable[..., Page]) -> Callable[[str], Page]:
    """A page of a person who has signed in."""

    def open_page(email: str) -> Page:
        context = chromium.new_context(base_url=shop.url)
        assert context.request.post("/api/app/auth/login", data={"email": email, "password": PASSWORD}).ok
        state = context.storage_state()
        context.close()
        return new_page(shop.url, viewport={"width": 1280, "height": 800}, storage_state=state)

    return open_page


def make_queue(page: Page, name: str, *traces: str, configs: tuple[str, ...] = ()) -> str:
    """A queue with these traces, made through the API; its id."""
    found = page.request.get("/api/app/projects/e2e/score-configs").json()["items"]
    ids = [one["id"] for word in configs for one in found if one["name"] == word]
    made: dict[str, Any] = page.request.post(API, data={"name": name, "scoreConfigIds": ids}).json()
    if traces:
        objects = [{"objectType": "TRACE", "objectId": one} for one in traces]
        assert page.request.post(f"{API}/items", data={"queueIds": [made["id"]], "objects": objects}).ok
    return str(made["id"])


def test_three_traces_are_worked_through_by_keyboard_alone(shop: Server, open_as: Callable[[str], Page]) -> None:
    page = open_as(EMAIL)
    page.goto(f"{PROJECT}/traces")
    expect(page.get_by_text("chat 0")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="No annotation queues yet")).to_be_visible()
    page.get_by_role("button", name="New queue").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Tone of answers")
    page.get_by_role("combobox", name="Scores to give").focus()
    for name in ("Helpful", "Stars"):
        page.keyboard.type(name)
        expect(page.get_by_role("option")).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Make queue").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing in this queue yet")).to_be_visible()

    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_text("chat 2")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    page.get_by_role("button", name="Add to…").focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Annotation queue…").press("Enter")
    page.get_by_role("checkbox", name="Tone of answers").press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Open queue").press("Enter")
    expect(page.locator("[role=rowgroup] [role=row]")).to_have_count(3)
    assert violations(page) == []

    page.get_by_role("link", name="Annotate", exact=True).press("Enter")
    for done in range(3):
        expect(page.get_by_text(f"{done} of 3 completed").first).to_be_visible()
        expect(page.get_by_role("radio", name="True")).to_be_focused()
        if done == 0:
            expect(page.get_by_text("answer 2")).to_be_visible()  # marked from the top, newest first
            assert violations(page) == []
            page.get_by_text("answer 2").click()  # who reads has not lost the keys
            expect(page.get_by_role("radio", name="True")).not_to_be_focused()
        expect(page.get_by_text("0 of 2 scores given")).to_be_visible()
        page.keyboard.press("y")  # leads to the next score, and that to the button: three keys an item
        page.keyboard.press(str(done + 1))
        expect(page.get_by_role("button", name=re.compile("^Complete and next"))).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="All done")).to_be_visible()
    expect(page.get_by_text("You completed 3 items in this sitting.")).to_be_visible()

    with public(shop) as sdk:
        scores: list[dict[str, Any]] = []
        for _ in range(50):  # what was given last is saved after the page has gone on
            scores = sdk.get("/v2/scores").json()["data"]
            if len(scores) == 6:
                break
            page.wait_for_timeout(100)
        queue = sdk.get("/annotation-queues").json()["data"][0]
    assert sorted((one["traceId"], one["name"], one["value"]) for one in scores) == sorted(
        (f"t{2 - n}", name, value) for n in range(3) for name, value in (("Helpful", 1), ("Stars", n + 1))
    )
    assert {(one["source"], one["queueId"]) for one in scores} == {("ANNOTATION", queue["id"])}


def test_skipping_and_walking(open_as: Callable[[str], Page]) -> None:
    page = open_as(EMAIL)
    queue = make_queue(page, "Skipped", "t0", "t1", configs=("Helpful",))
    page.goto(f"{QUEUES}/{queue}/process")
    expect(page.get_by_role("radio", name="True")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="1 skipped")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Nothing left to annotate")).to_be_visible()
    page.goto(f"{QUEUES}/{queue}/process")
    expect(page.get_by_text("You skipped 2 items.")).to_be_visible()
    page.get_by_role("button", name="Go through skipped ones").press("Enter")
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog").get_by_text("Complete, and take the next")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    page.go_back()
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()


def test_the_last_completion_and_skip_are_undone(open_as: Callable[[str], Page]) -> None:
    page = open_as(EMAIL)
    queue = make_queue(page, "Undone", "t0", "t1", configs=("Helpful",))
    page.goto(f"{QUEUES}/{queue}/process")
    expect(page.get_by_role("radio", name="True")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Nothing left to annotate")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    expect(page.get_by_text("Skipped by Ada")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.get_by_text("0 of 2 completed").first).to_be_visible()
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Complete and next"))).to_be_visible()


def test_two_annotators_get_different_items_and_may_take_over(open_as: Callable[[str], Page]) -> None:
    ada, grace = open_as(EMAIL), open_as(GRACE)
    queue = make_queue(ada, "Together", "t0", "t1", configs=("Helpful",))
    ada.goto(f"{QUEUES}/{queue}/process")
    expect(ada.get_by_text("answer 0")).to_be_visible()
    grace.goto(f"{QUEUES}/{queue}/process")
    expect(grace.get_by_text("answer 1")).to_be_visible()

    grace.keyboard.press("k")
    expect(grace.get_by_text(re.compile(r"^Ada is working on this until \d\d:\d\d\."))).to_be_visible()
    expect(grace.get_by_role("button", name=re.compile("^Complete and next"))).to_have_count(0)
    grace.get_by_role("button", name="Take over").click()
    expect(grace.get_by_role("button", name=re.compile("^Complete and next"))).to_be_visible()
    # Ada has not heard of it yet; what she does is refused, and she is told.
    ada.keyboard.press("Control+Enter")
    expect(ada.get_by_role("alert")).to_contain_text("Grace is working on this item now.")
    expect(ada.get_by_role("button", name="Take over")).to_be_visible()
    grace.keyboard.press("Control+Enter")
    expect(grace.get_by_text("1 of 2 completed").first).to_be_visible()

    ada.goto(f"{QUEUES}/{queue}")
    expect(ada.get_by_role("row").filter(has_text="chat 0").get_by_text("Grace")).to_be_visible()
    expect(ada.get_by_role("row").filter(has_text="chat 1")).to_contain_text(re.compile(r"Grace until \d\d:\d\d"))
    grace.goto(QUEUES)  # leaving lets go
    ada.goto(f"{QUEUES}/{queue}/process")
    expect(ada.get_by_text("answer 1")).to_be_visible()
    expect(ada.get_by_role("button", name=re.compile("^Complete and next"))).to_be_visible()


def test_what_two_editors_typed_is_joined(open_as: Callable[[str], Page]) -> None:
    ada, grace = open_as(EMAIL), open_as(GRACE)
    queue = make_queue(ada, "Shared")
    for page in (ada, grace):
        page.goto(f"{QUEUES}/{queue}")
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("menuitem", name="Edit…").click()
    grace.get_by_label("Name", exact=True).fill("Hers")
    grace.get_by_role("button", name="Save", exact=True).click()
    expect(grace.get_by_role("heading", name="Hers", level=1)).to_be_visible()
    ada.get_by_label("Name", exact=True).fill("Mine")
    ada.get_by_role("button", name="Save", exact=True).click()
    told = ada.get_by_role("alert")
    expect(told).to_contain_text("Somebody else changed this queue after you opened it")
    expect(told).to_contain_text("Hers")
    expect(ada.get_by_label("Name", exact=True)).to_have_value("Mine")
    ada.get_by_role("button", name="Load theirs").click()
    expect(ada.get_by_label("Name", exact=True)).to_have_value("Hers")
    ada.get_by_label("Name", exact=True).fill("Ours")
    ada.get_by_role("button", name="Save", exact=True).click()
    expect(ada.get_by_role("heading", name="Ours", level=1)).to_be_visible()


def test_items_are_added_by_id_removed_and_brought_back(shop: Server, open_as: Callable[[str], Page]) -> None:
    page = open_as(EMAIL)
    queue = make_queue(page, "By id <b>", "t0")
    page.goto(f"{QUEUES}/{queue}")
    page.get_by_role("button", name="Add by id").click()
    page.get_by_role("textbox", name="Ids").fill(f"t0\n{shop.url}{PROJECT}/traces/t1, nowhere")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_text("1 not found")).to_be_visible()
    page.get_by_role("button", name="Add 3 items").click()
    expect(page.get_by_text("2 items added to “By id <b>”")).to_be_visible()
    rows = page.locator("[role=rowgroup] [role=row]")
    expect(rows).to_have_count(3)
    page.get_by_role("link", name="nowhere").click()
    expect(page.get_by_role("heading", name="This trace is gone")).to_be_visible()
    page.get_by_role("button", name="Remove item from queue").click()
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    page.get_by_role("link", name="To the queue").click()
    expect(rows).to_have_count(2)
    for mark in page.get_by_role("checkbox", name="Mark", exact=True).all():
        mark.check()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing in this queue yet")).to_be_visible()
    page.get_by_role("button", name="Undo").last.click()
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Delete…").click()
    expect(page.get_by_role("dialog")).to_contain_text("2 items leave with it, 2 of them not yet annotated.")
    page.get_by_role("button", name="Delete queue").click()
    expect(page).to_have_url(re.compile(r"/annotation-queues$"))
