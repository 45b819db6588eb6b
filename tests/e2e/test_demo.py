"""`sidelight demo` fills a server, and filling it twice changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from sidelight.demo.codex_log import conversation_id
from sidelight.demo.library import load_sessions
from tests.e2e.servers import Server, run_sidelight

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def everything(server: Server) -> dict[str, list[Any]]:
    """All traces and observations."""
    found: dict[str, list[Any]] = {}
    for path in ("/api/public/traces", "/api/public/observations"):
        rows: list[Any] = []
        for page in range(1, 100):
            answer = server.get(path, page=page, limit=100)
            rows += answer["data"]
            if page >= answer["meta"]["totalPages"]:
                break
        found[path] = sorted(rows, key=lambda row: row["id"])
    return found


def essence(found: dict[str, list[Any]]) -> list[tuple[Any, ...]]:
    """What a second load must not change."""
    return [
        (row["id"], row.get("timestamp"), row.get("startTime"), row.get("endTime"), row.get("level"), row.get("usage"))
        for rows in found.values()
        for row in rows
    ]


def test_the_examples_are_loaded_once(new_server: Callable[..., Server]) -> None:
    server = new_server()
    keys = ("--public-key", server.public_key, "--secret-key", server.secret_key)
    first = run_sidelight("demo", "--url", server.url, *keys)
    assert first.returncode == 0, first.stderr
    loaded = everything(server)
    traces = {trace["id"]: trace for trace in loaded["/api/public/traces"]}
    for session in load_sessions():
        trace = traces[conversation_id(session.key).replace("-", "")]
        assert trace["environment"] == session.environment
        assert trace["totalCost"] > 0, f"{session.model} has no price"
    assert len(loaded["/api/public/observations"]) > 400

    again = run_sidelight("demo", "--url", server.url, "--data", server.data_dir)
    assert again.returncode == 0, again.stderr
    assert essence(everything(server)) == essence(loaded)
    assert "Example data" not in run_sidelight("keys", "list", "--data", server.data_dir).stdout


def test_a_wrong_key_and_a_wrong_address_are_said(server: Server) -> None:
    wrong = run_sidelight("demo", "--url", server.url, "--public-key", "pk-lf-x", "--secret-key", "sk-lf-x")
    assert wrong.returncode == 1
    assert "HTTP 401" in wrong.stderr
    nobody = run_sidelight("demo", "--url", "http://127.0.0.1:9", "--public-key", "pk-lf-x", "--secret-key", "sk-lf-x")
    assert nobody.returncode == 1
    assert "sidelight serve" in nobody.stderr
