"""Annotation by keyboard alone: configs, scores of a trace and a step, a correction, and how far two people agree."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import EMAIL, PASSWORD, PROJECT
from tests.e2e.servers import Server, start_server

pytestmark = pytest.mark.browser

GRACE = "grace@example.com"
CONFIGS = f"{PROJECT}/settings/scores"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with three traces of one step each, and Grace, a member, beside its owner Ada."""
    user = {
        "LANGFUSE_INIT_USER_EMAIL": EMAIL,
        "LANGFUSE_INIT_USER_NAME": "Ada",
        "LANGFUSE_INIT_USER_PASSWORD": PASSWORD,
    }
    server = start_server(tmp_path_factory.mktemp("annotation"), env=user)
    try:
        with httpx.Client(base_url=f"{server.url}/api/public", auth=(server.public_key, server.secret_key)) as sdk:
            for n in range(3):
                body = {"id": f"t{n}", "name": f"chat {n}", "input": f"question {n}", "output": f"answer {n}"}
                assert sdk.post("/traces", json=body).is_success
                step = {"id": f"o{n}", "traceId": f"t{n}", "name": "call", "output": f"answer {n}"}
                assert sdk.post("/spans", json=step).is_success
        invite_grace(server)
        yield server
    finally:
        server.stop()


def invite_grace(server: Server) -> None:
    with httpx.Client(base_url=f"{server.url}/api/app") as ada:
        ada.post("/auth/login", json={"email": EMAIL, "password": PASSWORD}).raise_for_status()
        organisation = ada.get("/me").json()["projects"][0]["organizationId"]
        made = ada.post(f"/organizations/{organisation}/invitations", json={"role": "member"})
        address = urlsplit(made.raise_for_status().json()["url"])
    token = parse_qs(address.query or address.fragment).get("token", [address.path.rpartition("/")[2]])[0]
    joining = {"token": token, "email": GRACE, "name": "Grace", "password": PASSWORD}
    httpx.post(f"{server.url}/api/app/invitations/join", json=joining).raise_for_status()


@pytest.fixture
def open_as(shop: Server, new_page: Callable[..., Page]) -> Callable[[str], Page]:
    """A page of a person who has signed in."""

    def open_page(email: str) -> Page:
        page = new_page(shop.url, viewport={"width": 1280, "height": 900})
        answer = page.request.post("/api/app/auth/login", data={"email": email, "password": PASSWORD})
        assert answer.ok, answer.text()
        return page

    return open_page


def make_configs(page: Page) -> None:
    """A number, categories, and true or false; by keyboard."""
    page.goto(CONFIGS)
    expect(page.get_by_role("heading", name="Nothing to judge by yet")).to_be_visible()
    assert violations(page) == []
    keys = page.keyboard

    def start(name: str) -> None:
        page.get_by_role("button", name="New config").first.focus()
        keys.press("Enter")
        expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
        keys.type(name)
        keys.press("Tab")

    def finish(name: str) -> None:
        keys.press("Enter")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.get_by_role("cell", name=name, exact=True)).to_be_visible()

    start("stars")
    keys.press("Tab")
    keys.type("1")
    keys.press("Tab")
    keys.type("five")
    keys.press("Enter")
    expect(page.get_by_text("Give a number, or leave it empty.")).to_be_visible()
    keys.press("Control+A")
    keys.type("5")
    finish("stars")

    start("kind")
    keys.press("ArrowRight")
    for label in ("good", "bad"):
        page.get_by_label("Label of category " + ("1" if label == "good" else "2")).focus()
        keys.type(label)
    assert violations(page) == []
    page.get_by_label("Name").focus()
    finish("kind")

    start("safe")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    page.get_by_label("Name").focus()
    finish("safe")


def saved(page: Page, count: int) -> None:
    expect(page.get_by_text("Saved", exact=True)).to_have_count(count)


def test_two_people_judge_and_are_compared(open_as: Callable[[str], Page]) -> None:
    ada = open_as(EMAIL)
    make_configs(ada)
    keys = ada.keyboard

    # A trace: 4 stars, the first category with a comment, safe.
    ada.goto(f"{PROJECT}/traces/t0")
    expect(ada.get_by_role("heading", name="chat 0")).to_be_visible()
    keys.press("a")
    expect(ada.get_by_role("radio", name="1", exact=True).first).to_be_focused()
    keys.press("4")
    keys.press("ArrowDown")
    keys.press("1")
    keys.press("c")
    keys.type("to the point")
    keys.press("Escape")
    keys.press("ArrowDown")
    keys.press("y")
    saved(ada, 3)
    assert violations(ada) == []
    # It is there after a reload, and cleared by a key, with a way back.
    ada.reload()
    expect(ada.get_by_role("radio", name="4", exact=True)).to_be_checked()
    expect(ada.get_by_label("Comment on kind")).to_have_value("to the point")
    keys.press("Backspace")
    expect(ada.get_by_role("radio", name="4", exact=True)).not_to_be_checked()
    ada.get_by_role("button", name="Undo").click()
    expect(ada.get_by_role("radio", name="4", exact=True)).to_be_checked()

    # A step of it has scores of its own.
    ada.get_by_role("radio", name="4", exact=True).focus()
    keys.press("Escape")
    expect(ada.get_by_role("complementary", name="Annotation")).to_be_hidden()
    keys.press("ArrowDown")
    keys.press("a")
    expect(ada.get_by_role("radio", name="4", exact=True)).not_to_be_checked()
    keys.press("2")
    saved(ada, 1)

    # Its output is corrected, against the original.
    ada.get_by_role("button", name="Correct output").focus()
    keys.press("Enter")
    expect(ada.get_by_role("textbox", name="Corrected output")).to_be_focused()
    keys.press("Control+A")
    keys.type("a better answer")
    keys.press("Control+Enter")
    correction = ada.get_by_role("region", name="Correction", exact=True)
    expect(correction).to_contain_text("Ada")
    expect(correction.get_by_role("textbox", name="Correction")).to_contain_text("a better answer")
    assert violations(ada) == []

    # Ada and Grace judge three traces; they disagree about one.
    grace = open_as(GRACE)
    for page, values in ((ada, "112"), (grace, "122")):
        for n, value in enumerate(values):
            page.goto(f"{PROJECT}/traces/t{n}?panel=annotate")
            expect(page.locator("[data-row-control]").first).to_be_focused()
            page.keyboard.press("ArrowDown")
            page.keyboard.press(value)
            saved(page, 1)
    grace.goto(f"{PROJECT}/traces/t0?panel=annotate")
    others = grace.get_by_role("list", name="Scores of others for kind")
    expect(others).to_contain_text("Ada")
    expect(others).to_contain_text("to the point")

    # How far they agree.
    ada.goto(f"{PROJECT}/scores")
    ada.get_by_role("link", name="Analytics").click()
    for label, person in (("Score", "Ada"), ("Compare with", "Grace")):
        ada.get_by_role("combobox", name=label, exact=True).focus()
        keys.press("Control+A")
        keys.type(f"kind · Annotation · {person}")
        ada.get_by_role("option", name=f"kind · Annotation · {person}").first.wait_for()
        keys.press("ArrowDown")
        keys.press("Enter")
    agreement = ada.get_by_role("region", name="Agreement")
    expect(agreement).to_contain_text("67 %")
    expect(agreement.get_by_role("definition").nth(4)).to_have_text("0.40")
    agreement.get_by_role("button", name="A good, B bad: 1").focus()
    keys.press("Enter")
    expect(agreement.get_by_role("link", name="chat 1")).to_be_visible()
    assert violations(ada) == []
    # The address holds all of it.
    shared = open_as(GRACE)
    shared.goto(ada.url)
    expect(shared.get_by_role("region", name="Agreement")).to_contain_text("67 %")


def test_what_was_typed_outlives_a_failure(open_as: Callable[[str], Page], shop: Server) -> None:
    page = open_as(EMAIL)
    with httpx.Client(base_url=f"{shop.url}/api/public", auth=(shop.public_key, shop.secret_key)) as sdk:
        sdk.post("/score-configs", json={"name": "what is missing", "dataType": "TEXT"}).raise_for_status()
    page.route("**/annotations", lambda route: route.abort())
    page.goto(f"{PROJECT}/traces/t2?panel=annotate")
    page.get_by_label("Value of what is missing").fill("a source")
    expect(page.get_by_role("button", name="Save again")).to_be_visible()
    # Walking on and a reload keep it; then it is saved by itself.
    page.unroute("**/annotations")
    page.goto(f"{PROJECT}/traces/t2?panel=annotate")
    expect(page.get_by_label("Value of what is missing")).to_have_value("a source")
    page.goto(f"{PROJECT}/traces/t2?tab=scores")
    expect(page.get_by_role("tabpanel", name="Scores")).to_contain_text("a source")
