"""The web app in Chromium against a real server that holds all captures."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from sidelight.api.web_app import WEB_DIST
from tests.browser.captures import send_captures
from tests.e2e.servers import Server, start_server

PROJECT = "/project/e2e"
EMAIL, PASSWORD = "ada@example.com", "correct horse battery"
_VISIBLE_S = 30.0
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The system's Chromium. While it runs, Playwright holds the thread's event loop: no asynchronous test can run."""
    program = next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        reason = "no Chromium found; `make chromium` installs it on Debian"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    if not (WEB_DIST / "index.html").is_file():
        pytest.fail("the web app is not built; `make web` builds it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def full_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with every capture in it and a user who has a password; tests only look."""
    user = {"LANGFUSE_INIT_USER_EMAIL": EMAIL, "LANGFUSE_INIT_USER_PASSWORD": PASSWORD}
    server = start_server(tmp_path_factory.mktemp("browser"), env=user)
    try:
        send_captures(server)
        _wait_until_visible(server)
        yield server
    finally:
        server.stop()


def _wait_until_visible(server: Server) -> None:
    """Wait until nothing acknowledged is still on its way into the store."""
    deadline = time.monotonic() + _VISIBLE_S
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as client:
        client.post("/api/app/auth/login", json={"email": EMAIL, "password": PASSWORD}).raise_for_status()
        while client.get("/api/app/projects/e2e/ingestion").raise_for_status().json()["pending"]:
            assert time.monotonic() < deadline, "the journal does not become empty"
            time.sleep(0.05)


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A server on its first start, into which nothing has been sent."""
    server = start_server(tmp_path / "server")
    yield server
    server.stop()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a browser profile of its own; a test fails when a page logged an error."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(server_url: str, **options: object) -> Page:
        context = chromium.new_context(base_url=server_url, locale="en-GB", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="package")
def signed_in(chromium: Browser, full_server: Server) -> StorageState:
    """The cookies of the user of ``full_server``."""
    context = chromium.new_context(base_url=full_server.url)
    answer = context.request.post("/api/app/auth/login", data={"email": EMAIL, "password": PASSWORD})
    assert answer.ok, answer.text()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(full_server: Server, signed_in: StorageState, new_page: Callable[..., Page]) -> Page:
    """A signed-in page on the server with all captures."""
    return new_page(full_server.url, viewport={"width": 1280, "height": 800}, storage_state=signed_in)
