"""Pages of other origins: they send scores with a public key, read every answer, and never act for a signed-in user."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, StorageState

from tests.compat.js.programs import HERE as JAVASCRIPT
from tests.compat.js.programs import require_packages
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

_SEND = """async ({ url, method, headers, body, credentials }) => {
    const answer = await fetch(url, { method, headers, body, credentials })
    return { status: answer.status, body: await answer.text() }
}"""
# What a bundler would do.
_SDK_PAGE = """<!doctype html><title>A shop</title><script type="importmap">{"imports": {
  "langfuse": "/node_modules/langfuse/lib/index.mjs",
  "langfuse-core": "/node_modules/langfuse-core/lib/index.mjs",
  "mustache": "/node_modules/mustache/mustache.mjs"
}}</script>"""
_SCORE_BY_SDK = """async ({ baseUrl, publicKey, score }) => {
    const { LangfuseWeb } = await import("langfuse")
    await new LangfuseWeb({ baseUrl, publicKey }).score(score)
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of somebody else's, which has Langfuse's SDK for browsers."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "index.html").write_text(_SDK_PAGE, encoding="utf-8")
    (folder / "node_modules").symlink_to(JAVASCRIPT / "node_modules", target_is_directory=True)
    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    site.daemon_threads = True
    Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{site.server_address[1]}/"
    site.shutdown()
    site.server_close()


@pytest.fixture
def page(shop: str, new_page: Callable[..., Page], signed_in: StorageState) -> Page:
    """The site in the browser of somebody who is signed in at Sidelight."""
    opened = new_page(shop, storage_state=signed_in)
    opened.goto("/")
    return opened


def send(page: Page, server: Server, path: str, key: str = "", method: str = "POST", body: Any = None) -> Any:
    """Status and body that the page's script gets. Playwright raises when the browser keeps the answer from it."""
    content = body if isinstance(body, str) or body is None else json.dumps(body)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"} if key else {}
    request = {"url": server.url + path, "method": method, "headers": headers, "body": content}
    answer = page.evaluate(_SEND, request)
    return answer["status"], json.loads(answer["body"])


def scores_of(server: Server, trace_id: str) -> list[tuple[str, Any]]:
    found = server.get("/api/public/v2/scores", traceId=trace_id)["data"]
    return [(score["name"], score["value"]) for score in found]


def test_a_score_by_fetch_arrives(page: Page, full_server: Server) -> None:
    trace_id = uuid4().hex
    score = {"traceId": trace_id, "name": "thumb", "value": 1}
    status, body = send(page, full_server, "/api/public/scores", full_server.public_key, body=score)
    assert (status, bool(body["id"])) == (200, True)
    assert scores_of(full_server, trace_id) == [("thumb", 1)]


def test_a_score_by_the_sdk_for_browsers_arrives(page: Page, full_server: Server) -> None:
    require_packages()
    trace_id = uuid4().hex
    score = {"traceId": trace_id, "name": "stars", "value": 4, "comment": "nice"}
    arguments = {"baseUrl": full_server.url, "publicKey": full_server.public_key, "score": score}
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.evaluate(_SCORE_BY_SDK, arguments)
    assert scores_of(full_server, trace_id) == [("stars", 4)]
    assert complaints == []


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("/api/public/scores", "POST", {"name": "no value"}, 400),
        ("/api/public/scores", "POST", "{", 400),
        ("/api/public/scores/none", "DELETE", None, 403),
        ("/api/public/traces", "GET", None, 403),
        ("/api/public/nowhere", "GET", None, 404),
        ("/api/public/health", "PUT", "{}", 405),
        ("/api/public/ingestion", "POST", {"batch": "none"}, 400),
        ("/api/public/otel/v1/traces", "POST", "{", 403),
    ],
)
def test_pages_can_read_why_they_were_refused(
    page: Page, full_server: Server, path: str, method: str, body: Any, status: int
) -> None:
    answer, text = send(page, full_server, path, full_server.public_key, method, body)
    assert (answer, bool(text["message"])) == (status, True)


def test_a_wrong_key_is_told_to_the_page(page: Page, full_server: Server) -> None:
    score = {"traceId": "any", "name": "thumb", "value": 1}
    status, body = send(page, full_server, "/api/public/scores", "pk-lf-of-nobody", body=score)
    assert (status, bool(body["message"])) == (401, True)


@pytest.mark.parametrize("path", ["/api/app/me", "/api/public/traces"])
def test_no_other_page_acts_for_a_signed_in_user(page: Page, full_server: Server, path: str) -> None:
    request = {"url": full_server.url + path, "method": "GET", "headers": {}, "credentials": "include"}
    with pytest.raises(Exception, match="Failed to fetch"):
        page.evaluate(_SEND, request)
