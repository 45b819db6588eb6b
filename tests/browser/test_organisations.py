"""A viewer is invited by link, signs up in another browser, sees and cannot change; roles change what is there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EMAIL, PASSWORD, PROJECT
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def owner(full_server: Server, new_page: Callable[..., Page]) -> Page:
    page = new_page(full_server.url, viewport={"width": 1280, "height": 800})
    answer = page.request.post("/api/app/auth/login", data={"email": EMAIL, "password": PASSWORD})
    assert answer.ok
    return page


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("textbox", name=label).or_(page.get_by_role("combobox", name=label)).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def test_from_an_invitation_to_a_hidden_project(
    full_server: Server, owner: Page, new_page: Callable[..., Page]
) -> None:
    owner.goto(f"{PROJECT}/settings/members")
    owner.get_by_role("link", name="Members of the organisation").click()
    expect(owner.get_by_role("heading", name="Members")).to_be_visible()
    owner.get_by_role("button", name="Invite", exact=True).click()
    choose(owner, "Role in the organisation", "Viewer")
    owner.get_by_role("button", name="Make link").click()
    link = owner.locator("pre code").inner_text()
    owner.get_by_role("button", name="I have copied it").click()

    viewer = new_page(full_server.url, viewport={"width": 1280, "height": 800})
    viewer.goto(link)
    expect(viewer.get_by_role("heading", name="Join")).to_be_visible()
    viewer.get_by_label("Your name").fill("Vic Viewer")
    viewer.get_by_label("E-mail").fill("vic-of-organisations@example.com")
    viewer.get_by_label("Password", exact=True).fill("long enough for all")
    viewer.get_by_role("button", name="Make account and join").click()
    expect(viewer.get_by_role("heading", name="Traces")).to_be_visible()

    viewer.goto(f"{PROJECT}/settings/models")
    expect(viewer.get_by_role("button", name="Add model").first).to_be_disabled()
    expect(viewer.get_by_role("link", name="Audit log")).to_have_count(0)
    viewer.goto(f"{PROJECT}/keys")
    expect(viewer.get_by_text("Keys are not shown to viewers")).to_be_visible()
    refused = viewer.request.post("/api/app/projects/e2e/keys", data={"note": "x"})
    assert refused.status == 403

    owner.goto(f"{PROJECT}/settings/members")
    choose(owner, "Role of Vic Viewer", "Member")
    expect(owner.get_by_text("Vic Viewer is Member now")).to_be_visible()
    viewer.reload()
    expect(viewer.get_by_role("button", name="Create key")).to_be_enabled()

    choose(owner, "Role of Vic Viewer", "Hidden")
    expect(owner.get_by_text("Vic Viewer is Hidden now")).to_be_visible()
    viewer.goto(f"{PROJECT}/traces")
    expect(viewer.get_by_role("heading", name="There is no such project")).to_be_visible()

    owner.goto(f"{PROJECT}/settings/audit-logs")
    line = owner.get_by_role("button", name="role in project Vic Viewer").first
    line.click()
    expect(owner.get_by_label("After").or_(owner.get_by_text("none")).first).to_be_visible()
    expect(line).to_have_attribute("aria-expanded", "true")


def test_an_invitation_for_somebody_else_says_so_before_it_is_tried(owner: Page) -> None:
    organisation = owner.request.get("/api/app/me").json()["organizations"][0]["id"]
    draft = {"role": "viewer", "email": "somebody-else@example.com"}
    made = owner.request.post(f"/api/app/organizations/{organisation}/invitations", data=draft)
    owner.goto(made.json()["url"])
    expect(owner.get_by_text("This invitation is for somebody-else@example.com.")).to_be_visible()
    expect(owner.get_by_role("button", name="Join", exact=True)).to_have_count(0)
    expect(owner.get_by_role("button", name="Use another account")).to_be_visible()


def test_a_project_is_made_and_deleted_with_its_name(owner: Page) -> None:
    owner.goto(f"{PROJECT}/traces")
    owner.get_by_title("Switch project").click()
    owner.get_by_role("menuitem", name="New project").first.click()
    owner.get_by_label("Name of the project").fill("Short-lived")
    owner.get_by_role("button", name="Create", exact=True).click()
    expect(owner.get_by_role("heading", name="Set up Codex")).to_be_visible()
    owner.get_by_role("link", name="Settings", exact=True).click()
    owner.get_by_role("button", name="Delete project").click()
    dialog = owner.get_by_role("dialog")
    button = dialog.get_by_role("button", name="Delete project")
    expect(button).to_be_disabled()
    colour = "one => getComputedStyle(one).backgroundColor"
    dimmed = button.evaluate(colour)
    dialog.get_by_label("Type Short-lived to confirm").fill("Short-lived")
    expect(button).to_be_enabled()
    assert button.evaluate(colour) != dimmed
    dialog.get_by_role("button", name="Delete project").click()
    expect(owner.get_by_text("Short-lived is being deleted").first).to_be_visible()
    expect(owner.get_by_role("heading", name="Projects")).to_be_visible()
    expect(owner.get_by_role("link", name="Short-lived")).to_have_count(0)


def test_a_project_moves_and_its_people_go(full_server: Server, owner: Page, new_page: Callable[..., Page]) -> None:
    """Who loses access is told before; an organisation is left; what happened is exported."""
    source, _ = (
        owner.request.post("/api/app/organizations", data={"name": f"{side} of the move"}).json()["id"]
        for side in ("Source", "Target")
    )
    project = owner.request.post(f"/api/app/organizations/{source}/projects", data={"name": "Luggage"}).json()["id"]
    assert owner.request.post(f"/api/app/projects/{project}/keys", data={"note": "x"}).ok
    link = owner.request.post(f"/api/app/organizations/{source}/invitations", data={"role": "member"}).json()["url"]
    guest = new_page(full_server.url, viewport={"width": 1280, "height": 800})
    guest.goto(link)
    guest.get_by_label("Your name").fill("Mo Mover")
    guest.get_by_label("E-mail").fill("mo-of-organisations@example.com")
    guest.get_by_label("Password", exact=True).fill("long enough for all")
    guest.get_by_role("button", name="Make account and join").click()
    expect(guest.get_by_role("heading", name="Traces")).to_be_visible()

    owner.goto(f"/project/{project}/settings")
    owner.get_by_role("button", name="Move project").click()
    moving = owner.get_by_role("dialog", name="Move to another organisation")
    choose(owner, "New organisation", "Target of the move")
    expect(moving.get_by_text("1 person loses access: Mo Mover")).to_be_visible()
    expect(moving.get_by_text("Nobody gains access")).to_be_visible()
    expect(moving.get_by_text("1 API key goes on working")).to_be_visible()
    moving.get_by_role("button", name="Move project").click()
    expect(owner.get_by_text("Moved to Target of the move")).to_be_visible()
    expect(owner.get_by_role("link", name="Target of the move").first).to_be_visible()
    guest.goto(f"/project/{project}/traces")
    expect(guest.get_by_role("heading", name="There is no such project")).to_be_visible()

    guest.goto(f"/organization/{source}/settings/members")
    guest.get_by_role("button", name="Leave").click()
    guest.get_by_role("dialog").get_by_role("button", name="Leave").click()
    guest.wait_for_url(lambda url: source not in url)
    assert guest.request.get(f"/api/app/organizations/{source}").status == 404

    owner.goto(f"/organization/{source}/settings/audit-logs")
    expect(owner.get_by_text("Mo Mover").first).to_be_visible()
    with owner.expect_download() as download:
        owner.get_by_role("button", name="Export").click()
        owner.get_by_role("menuitem").first.click()
    text = download.value.path().read_text()
    assert "transfer" in text
    assert "Mo Mover" in text
