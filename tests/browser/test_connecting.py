"""From an empty server to the first trace on the screen."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.captures import send_captures
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser


def test_set_up_turns_green_when_the_first_event_arrives(empty_server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(empty_server.url)
    page.goto(empty_server.login_link)
    expect(page.get_by_role("heading", name="Nothing has arrived yet")).to_be_visible()
    page.get_by_role("link", name="Set up Codex").last.click()
    expect(page.get_by_role("heading", name="Waiting for the first event")).to_be_visible()

    page.get_by_role("button", name="Create a key for Codex").click()
    toml = page.locator("figure", has_text="~/.codex/config.toml").locator("pre")
    expect(toml).to_contain_text(f'endpoint = "{empty_server.url}/api/public/otel"')
    expect(toml).not_to_contain_text("BASE64")
    credentials = toml.inner_text().split('"Basic ')[1].split('"')[0]
    answer = httpx.get(
        f"{empty_server.url}/api/public/projects", headers={"authorization": f"Basic {credentials}"}, trust_env=False
    )
    assert answer.status_code == 200

    httpx.post(
        f"{empty_server.url}/api/public/otel",
        content=b"x",
        headers={"authorization": "${LANGFUSE_AUTH}", "content-type": "application/x-protobuf"},
        trust_env=False,
    )
    expect(page.get_by_role("heading", name="A request was refused")).to_be_visible()

    send_captures(empty_server, "03_tools_logs_traces_pb")
    expect(page.get_by_role("heading", name="Codex is connected")).to_be_visible()
    page.get_by_role("link", name="Open the latest trace").click()
    expect(page.get_by_role("heading", name="Create notes.txt")).to_be_visible()


def test_new_traces_appear_by_themselves(empty_server: Server, new_page: Callable[..., Page]) -> None:
    send_captures(empty_server, "01_plain_answer_logs_pb")
    page = new_page(empty_server.url)
    page.goto(empty_server.login_link)
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()
    page.goto("/project/e2e/traces?range=all")
    expect(page.get_by_role("link", name="What is the capital of France?")).to_have_count(1)
    send_captures(empty_server, "05_http_retry_logs_pb")
    expect(page.get_by_role("link", name="Say something")).to_be_visible()


def test_keys_are_made_and_revoked(empty_server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(empty_server.url)
    page.goto(empty_server.login_link)
    page.get_by_role("link", name="API keys").click()
    page.get_by_role("button", name="Create key").click()
    page.get_by_label("Note").fill("laptop")
    page.get_by_role("dialog").get_by_role("button", name="Create key").click()
    expect(page.get_by_text("LANGFUSE_SECRET_KEY")).to_be_visible()
    page.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_role("cell", name="laptop", exact=True)).to_be_visible()
    page.get_by_role("button", name="Revoke: laptop").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("cell", name="laptop", exact=True)).to_have_count(0)


def test_refusals_are_explained(empty_server: Server, new_page: Callable[..., Page]) -> None:
    httpx.post(
        f"{empty_server.url}/v1/logs",
        content=b'{"broken"',
        headers={"content-type": "application/x-protobuf"},
        auth=(empty_server.public_key, empty_server.secret_key),
        trust_env=False,
    )
    page = new_page(empty_server.url)
    page.goto(empty_server.login_link)
    page.get_by_role("link", name="Ingestion").click()
    page.get_by_role("button", name="Undecodable").click()
    problem = page.locator("details", has_text="The body is JSON but was declared as protobuf.")
    expect(problem).to_have_count(1)
    problem.locator("summary").click()
    expect(problem.get_by_text("Set Content-Type: application/json.")).to_be_visible()
