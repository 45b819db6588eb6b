"""Every page passes axe, light and dark."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PROJECT
from tests.browser.test_trace import AUTH_FAILURE, TOOLS
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

_PAGES = {
    "traces": (f"{PROJECT}/traces?range=all", "Traces"),
    "trace": (f"{PROJECT}/traces/{TOOLS}", "Create notes.txt"),
    "trace with errors": (f"{PROJECT}/traces/{AUTH_FAILURE}?view=tree", "hello"),
    "transcript": (f"{PROJECT}/traces/{TOOLS}?view=transcript", "Create notes.txt"),
    "traces with filters": (f"{PROJECT}/traces?range=all&filter=level;stringOptions;;any of;ERROR", "Traces"),
    "observations": (f"{PROJECT}/observations?range=all", "Observations"),
    "scores": (f"{PROJECT}/scores?range=all", "Scores"),
    "users": (f"{PROJECT}/users?range=all", "Users"),
    "no project": ("/project/nonsense/traces", "There is no such project"),
    "sessions": (f"{PROJECT}/sessions?range=all", "Sessions"),
    "session": (f"{PROJECT}/sessions/01a20857-b696-7172-8123-476d70901455", "Create notes.txt"),
    "ingestion": (f"{PROJECT}/ingestion?range=all", "Ingestion"),
    "datasets": (f"{PROJECT}/datasets", "Datasets"),
    "an empty folder": (f"{PROJECT}/datasets?folder=none", "Nothing in this folder"),
    "setup": (f"{PROJECT}/setup", "Set up Codex"),
    "keys": (f"{PROJECT}/keys", "API keys"),
    "models": (f"{PROJECT}/settings/models?scope=used", "Models"),
    "all models": (f"{PROJECT}/settings/models", "Models"),
    "settings": (f"{PROJECT}/settings", "General"),
    "members": (f"{PROJECT}/settings/members", "Members"),
    "audit log": (f"{PROJECT}/settings/audit-logs", "Audit log"),
    "account": ("/account/settings", "Your account"),
    "graph": (f"{PROJECT}/traces/{TOOLS}?view=graph", "Create notes.txt"),
    "JSON of a trace": (f"{PROJECT}/traces/{TOOLS}?tab=json", "Create notes.txt"),
    "nowhere": (f"{PROJECT}/nowhere", "There is nothing here"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", _PAGES)
def test_axe_finds_nothing(page: Page, name: str, scheme: str) -> None:
    address, heading = _PAGES[name]
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(address)
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    page.wait_for_load_state("load")
    expect(page.get_by_label("Loading")).to_have_count(0)
    told = violations(page)
    assert told == [], json.dumps(told, indent=1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_way_in(full_server: Server, new_page: Callable[..., Page], scheme: str) -> None:
    page = new_page(full_server.url, color_scheme=scheme, reduced_motion="reduce")
    page.goto("/login")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    told = violations(page)
    assert told == [], json.dumps(told, indent=1)
