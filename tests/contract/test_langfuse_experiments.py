"""GET /api/public/experiments and /experiment-items against Langfuse's published contract, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from starlette.testclient import TestClient

from sidelight.model import Experiment, Level
from tests.contract.public_server import CONTRACT, public_server
from tests.fixtures.event_store import Seed
from tests.fixtures.read_world import empty

_CONTRACT: Any = schemathesis.openapi.from_path(CONTRACT)
SINCE = {"fromStartTime": "2026-11-23T00:00:00Z"}


@dataclass(frozen=True)
class World:
    """A server without experiments."""

    client: TestClient
    project: Seed

    def seed(self) -> Seed:
        return self.project

    @contextmanager
    def sdk(self) -> Iterator[TestClient]:
        yield self.client


@pytest.fixture(scope="module", params=["chdb", "clickhouse"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with public_server(request.param, tmp_path_factory.mktemp(request.param)) as (client, seed):
        client.base_url = client.base_url.join("/api/public")
        yield World(client, seed)


@pytest.fixture
def world(server: World) -> World:
    empty(server.project.store)
    server.client.delete("/datasets/d/runs/old")
    return server


def item(seed: Seed, run: str, number: int, at_s: float, **more: Any) -> None:
    """An item as the Python SDK 5 reports it: a task in a run."""
    told = Experiment(
        id=run,
        name=f"Run {run}",
        description="why",
        metadata={"model": "gpt-5", "nested.deep": "[1]"},
        dataset_id="d1",
        item_id=f"i{number}",
        item_root_id="task",
        item_metadata={"hard": "true"},
        expected_output='{"a":1}',
    )
    trace = f"{run}-t{number}"
    seed.observation(trace, "run", at_s, 9, experiment=told)
    values = {"input": '{"q":1}', "output": "text", "metadata": {"k": "1"}, "environment": "sdk-experiment", **more}
    seed.observation(trace, "task", at_s + 1, 2, experiment=told, parent_id="run", **values)


def linked(sdk: TestClient, seed: Seed, items: int = 3) -> tuple[str, str]:
    """A run as older SDKs report it; its dataset's id and its own."""
    dataset = (sdk.post("/v2/datasets", json={"name": "d"})).json()["id"]
    run = ""
    for number in range(items):
        values = {
            "datasetName": "d",
            "id": f"i{number}",
            "input": [number],
            "expectedOutput": number,
            "metadata": {"m": 1},
        }
        assert (sdk.post("/dataset-items", json=values)).status_code == 200
        seed.observation(f"old-t{number}", "root", 1000 + number, 2, output=f"o{number}")
        link = {
            "runName": "old",
            "datasetItemId": f"i{number}",
            "traceId": f"old-t{number}",
            "metadata": {"k": "v"},
            "createdAt": f"2026-11-23T12:30:0{number}Z",
        }
        run = (sdk.post("/dataset-run-items", json=link)).json()["datasetRunId"]
    return dataset, run


def get(sdk: TestClient, path: str, **query: Any) -> dict[str, Any]:
    answer = sdk.get(path, params={**SINCE, **query})
    assert answer.status_code == 200, answer.text
    _CONTRACT[f"/api/public{path}"]["GET"].validate_response(answer)
    found: dict[str, Any] = answer.json()
    return found


def everything(sdk: TestClient, path: str, limit: int, **query: Any) -> list[dict[str, Any]]:
    """All pages."""
    rows: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = get(sdk, path, limit=limit, **query, **cursor)
        assert len(page["data"]) <= limit
        rows += page["data"]
        if "cursor" not in page["meta"]:
            return rows
        cursor = {"cursor": page["meta"]["cursor"]}


def test_experiments_by_field_groups(world: World) -> None:
    seed = world.seed()
    item(seed, "a", 1, 0)
    item(seed, "a", 2, 20)
    for number in range(3):
        seed.score(f"s{number}", number, name=f"n{number}", value=0.5, dataset_run_id="a")
    with world.sdk() as sdk:
        core = (get(sdk, "/experiments"))["data"]
        assert core == [
            {
                "id": "a",
                "name": "Run a",
                "description": "why",
                "startTime": "2026-11-23T12:00:00.000Z",
                "endTime": "2026-11-23T12:00:29.000Z",
                "itemCount": 2,
                "datasetId": "d1",
            }
        ]
        more = (get(sdk, "/experiments", fields="core,metadata,scores", scoreLimit=2))["data"][0]
        assert more["metadata"] == {"model": "gpt-5", "nested": {"deep": [1]}}
        assert [score["name"] for score in more["scores"]] == ["n2", "n1"]
        assert more["scores"][0]["subject"] == {"kind": "experiment", "id": "a"}
        # Only what lies in the range counts.
        late = (get(sdk, "/experiments", fromStartTime="2026-11-23T12:00:10Z"))["data"][0]
        assert (late["startTime"], late["itemCount"]) == ("2026-11-23T12:00:20.000Z", 1)
        early = get(sdk, "/experiments", toStartTime="2026-11-23T11:00:00Z")
        assert early == {"data": [], "meta": {}}


def test_experiments_of_both_kinds_page_by_cursor(world: World) -> None:
    seed = world.seed()
    for number in range(5):
        item(seed, f"e{number}", 1, number * 30)
    with world.sdk() as sdk:
        dataset, run = linked(sdk, seed)
        ids = [one["id"] for one in everything(sdk, "/experiments", 2)]
        assert ids == [run, "e4", "e3", "e2", "e1", "e0"]
        old = (get(sdk, "/experiments", id=run, fields="metadata"))["data"][0]
        assert (old["name"], old["datasetId"], old["itemCount"], old["metadata"]) == ("old", dataset, 3, {"k": "v"})

        def found(**query: Any) -> list[str]:
            return [one["id"] for one in (get(sdk, "/experiments", **query))["data"]]

        assert found(id="e1,e3,gone") == ["e3", "e1"]
        assert found(name="Run e1,old") == [run, "e1"]
        assert found(datasetId=dataset) == [run]
        assert found(filter='[{"type":"string","column":"name","operator":"contains","value":"e2"}]') == ["e2"]
        options = '[{"type":"stringOptions","column":"datasetId","operator":"none of","value":["d1"]}]'
        assert found(filter=options) == [run]


def test_items_by_field_groups(world: World) -> None:
    seed = world.seed()
    item(seed, "a", 1, 0, level=Level.ERROR)
    seed.score("s1", name="accuracy", value=0.5, trace_id="a-t1", observation_id="task")
    seed.score("s2", 1, name="tone", value=1, trace_id="a-t1")
    seed.score("s3", name="whole", value=1, dataset_run_id="a")
    core = {
        "id": "task",
        "traceId": "a-t1",
        "startTime": "2026-11-23T12:00:01.000Z",
        "endTime": "2026-11-23T12:00:03.000Z",
        "level": "ERROR",
        "environment": "sdk-experiment",
        "experimentId": "a",
        "experimentName": "Run a",
        "experimentItemId": "i1",
    }
    groups = {
        "dataset": {"experimentDatasetId": "d1", "experimentItemVersion": None},
        "io": {"input": {"q": 1}, "output": "text", "expectedOutput": {"a": 1}},
        "metadata": {"metadata": {"k": 1}},
        "itemMetadata": {"experimentItemMetadata": {"hard": True}},
        "experimentMetadata": {
            "experimentMetadata": {"model": "gpt-5", "nested": {"deep": [1]}},
            "experimentDescription": "why",
        },
    }
    with world.sdk() as sdk:
        assert (get(sdk, "/experiment-items"))["data"] == [core | groups["dataset"]]
        for group, fields in groups.items():
            assert (get(sdk, "/experiment-items", fields=group))["data"] == [core | fields], group
        scored = (get(sdk, "/experiment-items", fields="scores", scoreLimit=1))["data"][0]
        assert [score["name"] for score in scored["scores"]] == ["tone"]
        scored = (get(sdk, "/experiment-items", fields="scores"))["data"][0]
        assert [score["name"] for score in scored["scores"]] == ["tone", "accuracy"]


def test_items_of_older_sdks(world: World) -> None:
    with world.sdk() as sdk:
        dataset, run = linked(sdk, world.seed())
        fields = "core,dataset,io,itemMetadata,experimentMetadata"
        found = (get(sdk, "/experiment-items", experimentItemId="i1", fields=fields))["data"]
    assert len(found) == 1
    one = found[0]
    assert one.pop("experimentItemVersion") is not None
    assert one == {
        "id": "root",
        "traceId": "old-t1",
        "startTime": "2026-11-23T12:16:41.000Z",
        "endTime": "2026-11-23T12:16:43.000Z",
        "level": "DEFAULT",
        "environment": "default",
        "experimentId": run,
        "experimentName": "old",
        "experimentItemId": "i1",
        "experimentDatasetId": dataset,
        "input": [1],
        "output": "o1",
        "expectedOutput": 1,
        "experimentItemMetadata": {"m": 1},
        "experimentMetadata": {"k": "v"},
        "experimentDescription": None,
    }


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_items_of_both_kinds_page_by_cursor(world: World, limit: int) -> None:
    seed = world.seed()
    for number in range(4):
        item(seed, "a", number, number * 3600)
    with world.sdk() as sdk:
        dataset, run = linked(sdk, seed)
        # One of them is reported by its spans, too.
        told = Experiment(id=run, name="old", dataset_id=dataset, item_id="i0", item_root_id="root")
        seed.observation("old-t0", "root", 1000, 2, experiment=told, event_ts_ns=2 * 10**18)
        traces = [one["traceId"] for one in everything(sdk, "/experiment-items", limit)]
        assert traces == ["a-t3", "a-t2", "a-t1", "old-t2", "old-t1", "old-t0", "a-t0"]
        only = [one["traceId"] for one in everything(sdk, "/experiment-items", limit, experimentId=run)]
        assert only == ["old-t2", "old-t1", "old-t0"]
        named = [one["traceId"] for one in everything(sdk, "/experiment-items", limit, experimentName="Run a")]
        assert named == ["a-t3", "a-t2", "a-t1", "a-t0"]
        filter_ = '[{"type":"string","column":"experimentItemId","operator":"=","value":"i2"}]'
        some = [one["traceId"] for one in everything(sdk, "/experiment-items", limit, filter=filter_)]
        assert some == ["a-t2", "old-t2"]
        assert everything(sdk, "/experiment-items", limit, datasetId="gone") == []


def test_what_is_reported_twice_ends_pages_early_and_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidelight.api.experiments.items._BATCH_LINKS", 1)
    monkeypatch.setattr("sidelight.api.experiments.items._MAX_BATCHES", 2)
    seed = world.seed()
    item(seed, "a", 0, 0)
    with world.sdk() as sdk:
        dataset, run = linked(sdk, seed, 6)
        for number in range(2, 6):
            told = Experiment(id=run, name="old", dataset_id=dataset, item_id=f"i{number}", item_root_id="root")
            seed.observation(f"old-t{number}", "root", 1000 + number, 2, experiment=told, event_ts_ns=2 * 10**18)
        traces = [one["traceId"] for one in everything(sdk, "/experiment-items", 2)]
        assert sorted(traces) == ["a-t0", *(f"old-t{number}" for number in range(6))]


@pytest.mark.parametrize("path", ["/experiments", "/experiment-items"])
def test_what_is_wrong_is_named(world: World, path: str) -> None:
    with world.sdk() as sdk:
        for query, place in (
            ({"fromStartTime": ""}, "fromStartTime"),
            ({**SINCE, "limit": 101}, "limit"),
            ({**SINCE, "scoreLimit": 51}, "scoreLimit"),
            ({**SINCE, "fields": "core,everything"}, "fields"),
            ({**SINCE, "cursor": "nonsense"}, "cursor"),
            ({**SINCE, "filter": '[{"type":"number","column":"latency","operator":">","value":1}]'}, "filter"),
        ):
            answer = sdk.get(path, params=query)
            assert answer.status_code == 400, answer.text
            assert answer.json()["error"][0]["path"][0] == place
