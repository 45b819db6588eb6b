"""Requests to the public API on a seeded store, each as a client sends it."""

import logging
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

import orjson
from starlette.testclient import TestClient

from benchmarks.event_seed import LARGE_ID, PROJECT, RARE, US_PER_DAY
from sidelight.server import build_app
from sidelight.settings import Settings
from sidelight.store.store import Store

Call: TypeAlias = Callable[[], Awaitable[Any]]

KEYS = ("pk-lf-benchmark", "sk-lf-benchmark")

# Issue 3, Done when 6.
PUBLIC_BARS_MS = {
    "GET /traces": 150,
    "GET /traces, 24 h": 150,
    "GET /traces/{id} of 5,000": 1000,
    "GET /v2/observations": 150,
    "GET /v2/observations, 1000 with texts": 1000,
    "GET /v2/metrics, 30 d by model and day": 500,
    "DELETE /traces/{id} until not found": 1000,
}


@contextmanager
def public_client(settings: Settings) -> Iterator[tuple[TestClient, Store]]:
    """A client of the whole server, with a key of the seeded project, and the server's store."""
    os.environ |= {
        "LANGFUSE_INIT_ORG_ID": "bench",
        "LANGFUSE_INIT_PROJECT_ID": PROJECT,
        "LANGFUSE_INIT_PROJECT_PUBLIC_KEY": KEYS[0],
        "LANGFUSE_INIT_PROJECT_SECRET_KEY": KEYS[1],
    }
    # One line a request would be measured too.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    app = build_app(settings)
    with TestClient(app) as client:
        client.auth = KEYS
        yield client, app.state.services.store


def public_reads(store: Store, client: TestClient, now_us: int) -> dict[str, Call]:
    """The requests by name."""

    def get(path: str, **params: str) -> Call:
        async def call() -> Any:
            answer = client.get(f"/api/public{path}", params=params)
            answer.raise_for_status()
            body = orjson.loads(answer.content)
            return body if body.get("data", body) else None

        return call

    day = _iso(now_us - US_PER_DAY)
    month, end = _iso(now_us - 30 * US_PER_DAY), _iso(now_us)
    metrics = {
        "view": "observations",
        "dimensions": [{"field": "providedModelName"}],
        "metrics": [
            {"measure": "totalCost", "aggregation": "sum"},
            {"measure": "totalTokens", "aggregation": "sum"},
        ],
        "timeDimension": {"granularity": "day"},
        "fromTimestamp": month,
        "toTimestamp": end,
    }
    dear = [{"type": "number", "column": "totalCost", "operator": ">", "value": 0.01}]
    rare = [{"type": "string", "column": "input", "operator": "matches", "value": RARE}]
    scored = [{"type": "numberObject", "column": "scores_avg", "key": "quality", "operator": ">", "value": 0.9}]
    of_user = [{"type": "string", "column": "userId", "operator": "=", "value": "user9"}]
    return {
        "GET /traces": get("/traces"),
        "GET /traces, 24 h": get("/traces", fromTimestamp=day),
        "GET /traces, core": get("/traces", fields="core"),
        "GET /traces, filter cost, 24 h": get("/traces", fromTimestamp=day, filter=_json(dear)),
        "GET /traces, filter cost": get("/traces", filter=_json(dear)),
        "GET /traces, filter score": get("/traces", filter=_json(scored)),
        "GET /traces/{id} of 5,000": get(f"/traces/{LARGE_ID}"),
        "GET /observations": get("/observations"),
        "GET /observations/{id}": get(f"/observations/{LARGE_ID[:12]}{77:06x}"),
        "GET /v2/observations": get("/v2/observations"),
        "GET /v2/observations, user": get("/v2/observations", filter=_json(of_user)),
        "GET /v2/observations, rare word": get("/v2/observations", filter=_json(rare)),
        "GET /v2/observations, 1000 with texts": get(
            "/v2/observations", limit="1000", fields="basic,io,usage,metadata"
        ),
        "GET /sessions": get("/sessions"),
        "GET /sessions/{id}": get("/sessions/session-10"),
        "GET /v2/metrics, 30 d by model and day": get("/v2/metrics", query=_json(metrics)),
        "GET /metrics/daily, 30 d": get("/metrics/daily", fromTimestamp=month),
        "GET /v2/scores": get("/v2/scores"),
        "GET /v3/scores": get("/v3/scores"),
        "DELETE /traces/{id} until not found": _deletion(store, client),
    }


def _deletion(store: Store, client: TestClient) -> Call:
    rows = store.driver.query(
        f"SELECT id FROM traces FINAL WHERE project_id = '{PROJECT}' AND length(metadata) > 0"
        f" AND id < 'e' ORDER BY cityHash64(id) LIMIT 1000"
    )
    waiting = [str(row["id"]) for row in rows]

    async def call() -> Any:
        path = f"/api/public/traces/{waiting.pop()}"
        client.delete(path).raise_for_status()
        while client.get(path).status_code != 404:
            pass
        return path

    return call


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _iso(time_us: int) -> str:
    return datetime.fromtimestamp(time_us / 1e6, UTC).isoformat()
