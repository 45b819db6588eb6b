"""Waiting until everything that a server has acknowledged can be read."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.e2e.servers import Server

PROJECT = "e2e"
_PAGE = 100


@contextmanager
def signed_in(server: Server) -> Iterator[httpx.Client]:
    """A browser's session, by the login link; that works once."""
    token = parse_qs(urlsplit(server.login_link).query)["token"][0]
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as browser:
        browser.post("/api/app/auth/link", json={"token": token}).raise_for_status()
        yield browser


def wait_until_visible(server: Server, timeout_s: float = 30) -> None:
    """Sign in by the login link, and watch the journal until it is empty."""
    with signed_in(server) as browser:
        wait_until_settled(browser, timeout_s)


def wait_until_settled(browser: httpx.Client, timeout_s: float = 30) -> None:
    """Watch the journal until it is empty."""
    deadline = time.monotonic() + timeout_s
    while browser.get(f"/api/app/projects/{PROJECT}/ingestion").raise_for_status().json()["pending"]:
        if time.monotonic() > deadline:
            raise TimeoutError("the journal is not empty")
        time.sleep(0.05)


def observation_ids(server: Server, type: str) -> set[str]:
    """Ids of all observations of a type, page by page."""
    ids: set[str] = set()
    page = total_pages = 1
    while page <= total_pages:
        found = server.get("/api/public/observations", type=type, limit=_PAGE, page=page)
        ids |= {observation["id"] for observation in found["data"]}
        total_pages = found["meta"]["totalPages"]
        page += 1
    return ids
