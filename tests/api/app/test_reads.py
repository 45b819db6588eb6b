"""The web app's reads over HTTP: shapes, parameters and errors. What they find is tested in tests/query."""

from typing import Any

import pytest

from sidelight.api.app import list_models, models, trace_models
from sidelight.model import AgentEventKind, Level, ObservationType
from tests.fixtures.event_store import Seed
from tests.fixtures.read_world import ReadWorld

BASE = "/api/app/projects/rocket"
SESSION = "019aaaaa-0000-7000-8000-000000000001"
TRACE = SESSION.replace("-", "")


@pytest.fixture
def session(read_world: ReadWorld) -> Seed:
    seed = read_world.seed()
    seed.trace(
        TRACE,
        0,
        name="Fix it",
        kind="session",
        session_id=SESSION,
        user_id="ada",
        source="codex",
        metadata={"a.b": "c"},
    )
    seed.observation(TRACE, "root", 0, 10, type=ObservationType.AGENT, kind="session")
    seed.observation(TRACE, "turn", 1, 5, type=ObservationType.AGENT, kind="turn", parent_id="root", input="Do it")
    seed.generation(TRACE, "call", 2, parent_id="turn", output="Done", level=Level.ERROR)
    seed.event(SESSION, "e1", 1, kind=AgentEventKind.PROMPT, attributes={"prompt": "Do it"})
    seed.request("r1", 1, records=3)
    return seed


async def read(world: ReadWorld, path: str, **params: Any) -> Any:
    async with world.browser() as browser:
        answer = await browser.get(BASE + path, params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


async def test_trace_list(read_world: ReadWorld, session: Seed) -> None:
    page = await read(read_world, "/traces")
    list_models.TracePage.model_validate(page)
    assert (page["total"], page["nextCursor"]) == (1, None)
    (row,) = page["items"]
    assert row["id"] == TRACE
    assert row["timestamp"] == "2026-11-23T12:00:00.000Z"
    assert (row["durationMs"], row["turnCount"], row["generationCount"], row["errorCount"]) == (10_000.0, 1, 1, 1)
    assert row["tokens"] == {"input": 100, "inputCached": 60, "output": 20, "outputReasoning": 5, "total": 120}
    assert (row["costUsd"], row["level"], row["models"], row["isLive"]) == (0.5, "ERROR", ["gpt-5"], False)


async def test_trace_list_parameters(read_world: ReadWorld, session: Seed) -> None:
    session.trace("other", 3600, name="Other", environment="prod")
    everything = {
        "from": "2026-11-23T12:00:00Z",
        "to": "2026-11-23T14:30:00+02:00",
        "environment": ["default", "dev"],
        "user": ["ada", "bob"],
        "model": "gpt-5",
        "name": "Fix it",
        "source": "codex",
        "session": SESSION,
        "errors": "true",
        "q": "done",
        "hidden": "false",
        "order": "cost.desc",
        "limit": 10,
        "unknown": "ignored",
    }
    assert [row["id"] for row in (await read(read_world, "/traces", **everything))["items"]] == [TRACE]
    assert (await read(read_world, "/traces", **{**everything, "user": "bob"}))["items"] == []
    first = await read(read_world, "/traces", limit=1)
    second = await read(read_world, "/traces", limit=1, cursor=first["nextCursor"])
    assert [first["items"][0]["id"], second["items"][0]["id"]] == ["other", TRACE]
    assert second["nextCursor"] is None
    naive = await read(read_world, "/traces", **{"from": "2026-11-23T12:30:00"})
    assert [row["id"] for row in naive["items"]] == ["other"]


async def test_facets_and_histogram(read_world: ReadWorld, session: Seed) -> None:
    facets = await read(read_world, "/traces/facets")
    assert facets["models"] == [{"value": "gpt-5", "count": 1}]
    assert facets["users"] == [{"value": "ada", "count": 1}]
    assert facets["hiddenTitles"] == 0
    histogram = await read(
        read_world, "/traces/histogram", **{"from": "2026-11-23T12:00:00Z", "to": "2026-11-23T12:01:00Z"}
    )
    assert (histogram["bucketSeconds"], len(histogram["buckets"])) == (1, 60)
    assert histogram["buckets"][0] == {"start": "2026-11-23T12:00:00.000Z", "count": 1, "errorCount": 1, "costUsd": 0.5}


async def test_trace_and_what_is_below_it(read_world: ReadWorld, session: Seed) -> None:
    trace = await read(read_world, f"/traces/{TRACE}")
    models.TraceDetail.model_validate(trace)
    assert trace["metadata"] == {"a.b": "c"}
    assert trace["endTime"] == "2026-11-23T12:00:10.000Z"
    assert trace["modelUsage"][0]["usage"]["input_cached_tokens"] == 60
    skeleton = await read(read_world, f"/traces/{TRACE}/skeleton")
    models.Skeleton.model_validate(skeleton)
    assert set(skeleton) == {field.alias for field in models.Skeleton.model_fields.values()}
    assert (skeleton["ids"], skeleton["parents"]) == (["root", "turn", "call"], [-1, 0, 1])
    assert skeleton["previews"] == ["", "Do it", "Done"]
    observation = await read(read_world, f"/traces/{TRACE}/observations/call")
    trace_models.ObservationDetail.model_validate(observation)
    assert (observation["output"], observation["durationMs"], observation["usage"]["total"]) == ("Done", 1000.0, 120)
    events = await read(read_world, f"/traces/{TRACE}/events", observation="turn", limit=5)
    assert [event["attributes"] for event in events["items"]] == [{"prompt": "Do it"}]
    assert events["nextCursor"] is None


async def test_ids_with_slashes(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    seed.trace("a/b c", session_id="user/7?x#y")
    seed.observation("a/b c", "o/1")
    assert (await read(read_world, "/traces/a%2Fb%20c"))["id"] == "a/b c"
    assert (await read(read_world, "/traces/a%2Fb%20c/skeleton"))["ids"] == ["o/1"]
    assert (await read(read_world, "/traces/a%2Fb%20c/observations/o%2F1"))["id"] == "o/1"
    assert (await read(read_world, "/sessions/user%2F7%3Fx%23y"))["id"] == "user/7?x#y"


async def test_sessions(read_world: ReadWorld, session: Seed) -> None:
    page = await read(read_world, "/sessions", q="done", user="ada")
    models.SessionPage.model_validate(page)
    assert [(row["id"], row["turnCount"], row["durationMs"]) for row in page["items"]] == [(SESSION, 1, 10_000.0)]
    detail = await read(read_world, f"/sessions/{SESSION}")
    models.SessionDetail.model_validate(detail)
    assert [(turn["input"], turn["costUsd"], turn["durationMs"]) for turn in detail["turns"]] == [
        ("Do it", 0.5, 5000.0)
    ]
    assert [trace["id"] for trace in detail["traces"]] == [TRACE]


async def test_ingestion_and_set_up(read_world: ReadWorld, session: Seed) -> None:
    in_range = {"from": "2026-11-23T12:00:00Z", "to": "2026-11-23T12:01:00Z"}
    summary = await read(read_world, "/ingestion", **in_range)
    models.IngestSummary.model_validate(summary)
    assert (summary["sources"][0]["records"], summary["pending"], summary["deadLetters"]) == (3, 0, 0)
    assert len((await read(read_world, "/ingestion"))["buckets"]) <= 120
    session.issue("i1", 2)
    issues = await read(read_world, "/ingestion/issues", kind="unknown_event", **in_range)
    assert [issue["name"] for issue in issues["items"]] == ["codex.new"]
    status = await read(read_world, "/setup/codex")
    assert status["firstEventAt"] == "2026-11-23T12:00:01.000Z"
    assert (status["lastTraceId"], status["lastRefusal"]) == (TRACE, None)


async def test_only_admins_see_what_unknown_senders_sent(read_world: ReadWorld, session: Seed) -> None:
    read_world.seed("").request("r2", 2, status=401, reason="wrong key", address="10.0.0.9")
    assert (await read(read_world, "/setup/codex"))["lastRefusal"]["reason"] == "wrong key"
    assert len((await read(read_world, "/ingestion/issues"))["items"]) == 1
    async with read_world.browser("vic") as browser:
        for path in (
            "/setup/codex",
            "/ingestion/issues",
            "/ingestion?from=2026-11-23T12:00:00Z&to=2026-11-23T13:00:00Z",
        ):
            answer = await browser.get(BASE + path)
            assert answer.status_code == 200
            assert "wrong key" not in answer.text


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/traces?limit=0", 422, "limit"),
        ("/traces?limit=201", 422, "limit"),
        ("/traces?order=name.asc", 422, "order"),
        ("/traces?from=yesterday", 422, "from"),
        ("/traces?errors=maybe", 422, "errors"),
        ("/traces?cursor=abc", 400, "cursor"),
        ("/sessions?cursor=abc", 400, "cursor"),
        ("/ingestion/issues?cursor=abc", 400, "cursor"),
        (f"/traces/{TRACE}/events?cursor=abc", 400, "cursor"),
        ("/traces/none", 404, ""),
        ("/traces/none/skeleton", 404, ""),
        ("/traces/none/events", 404, ""),
        (f"/traces/{TRACE}/observations/none", 404, ""),
        (f"/traces/{TRACE}/events?observation=none", 404, ""),
        ("/sessions/none", 404, ""),
    ],
)
async def test_problems(read_world: ReadWorld, session: Seed, path: str, status: int, field: str) -> None:
    async with read_world.browser() as browser:
        answer = await browser.get(BASE + path)
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert set(problem) == {"message", "hint", "field"}
    assert problem["field"] == field
    assert problem["message"]
    assert problem["hint"]


async def test_a_failing_store_is_a_problem_too(read_world: ReadWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    from sidelight.store.driver import StoreError

    def fail(*_: object) -> None:
        raise StoreError("Code: 241. Memory limit exceeded", 241)

    monkeypatch.setattr(read_world.services.store.driver, "query", fail)
    async with read_world.browser() as browser:
        answer = await browser.get(f"{BASE}/traces")
    assert answer.status_code == 503
    assert "Code" not in answer.text
    assert answer.json()["hint"]
