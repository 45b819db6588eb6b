"""The same program on a ClickHouse server and PostgreSQL: the same sessions, read through the same API."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.e2e.servers import Server, start_server
from tests.e2e.visible import wait_until_visible
from tests.fixtures.clickhouse_server import PASSWORD, USER, clickhouse_server
from tests.otlp.captures import all_captures

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Server]:
    server = start_server(tmp_path / "embedded")
    yield server
    server.stop()


@pytest.fixture
def scaled_out(tmp_path: Path, new_postgres_url: str) -> Iterator[Server]:
    with clickhouse_server(tmp_path / "clickhouse") as address:
        settings = {
            "SIDELIGHT_STORE__URL": f"clickhouse://{USER}:{quote(PASSWORD, safe='')}@{address}/sidelight",
            "SIDELIGHT_METADATA_URL": new_postgres_url,
        }
        server = start_server(tmp_path / "scaled-out", env=settings)
        yield server
        server.stop()


def _send_captures(server: Server) -> None:
    with httpx.Client(auth=(server.public_key, server.secret_key), timeout=30, trust_env=False) as client:
        for capture in all_captures():
            kind = "application/json" if capture.format == "json" else "application/x-protobuf"
            answer = client.post(f"{server.url}/api/public/otel", content=capture.body, headers={"content-type": kind})
            answer.raise_for_status()
    wait_until_visible(server)


def _seen(server: Server) -> list[dict[str, Any]]:
    """Every trace with its observations, without what belongs to the installation."""
    traces = []
    for row in server.get("/api/public/traces", limit=100)["data"]:
        trace = server.get(f"/api/public/traces/{row['id']}")
        for item in (trace, *trace["observations"]):
            for field in ("projectId", "createdAt", "updatedAt", "htmlPath"):
                item.pop(field, None)
        traces.append(trace)
    return traces


def test_both_installations_show_the_same(embedded: Server, scaled_out: Server) -> None:
    for server in (embedded, scaled_out):
        _send_captures(server)
    expected = _seen(embedded)
    assert len(expected) > 10
    assert _seen(scaled_out) == expected
