"""The older routes of a dataset's runs know every run, reported item by item or by spans, on both engines."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from starlette.testclient import TestClient

from sidelight.model import Experiment
from sidelight.platform.datasets.experiment_runs import experiment_id_of
from tests.contract.public_server import CONTRACT, public_server
from tests.fixtures.event_store import Seed
from tests.fixtures.read_world import empty

_CONTRACT: Any = schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module", params=["chdb", "clickhouse"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Seed]]:
    with public_server(request.param, tmp_path_factory.mktemp(request.param)) as (client, seed):
        client.base_url = client.base_url.join("/api/public")
        yield client, seed


@pytest.fixture
def sdk(server: tuple[TestClient, Seed]) -> TestClient:
    client, seed = server
    empty(seed.store)
    return client


@pytest.fixture
def seed(server: tuple[TestClient, Seed]) -> Seed:
    return server[1]


def get(sdk: TestClient, path: str, template: str, **query: Any) -> Any:
    answer = sdk.get(path, params=query)
    assert answer.status_code == 200, answer.text
    _CONTRACT[f"/api/public{template}"]["GET"].validate_response(answer)
    return answer.json()


def dataset(sdk: TestClient, name: str, items: int = 2) -> str:
    found = sdk.post("/v2/datasets", json={"name": name}).json()["id"]
    for number in range(items):
        values = {"datasetName": name, "id": f"{name}-{number}", "input": number}
        assert sdk.post("/dataset-items", json=values).status_code == 200
    return str(found)


def spans(seed: Seed, dataset_id: str, run_name: str, item_id: str, at_s: float) -> str:
    """An item as the Python SDK 5 reports it; the run's id."""
    run_id = experiment_id_of(seed.project_id, dataset_id, run_name)
    said = Experiment(
        id=run_id,
        name=run_name,
        description="by spans",
        metadata={"model": "gpt-5"},
        dataset_id=dataset_id,
        item_id=item_id,
        item_root_id=f"task-{item_id}",
    )
    seed.observation(f"{run_id}-{item_id}", f"task-{item_id}", at_s, 2, experiment=said)
    return run_id


def link(sdk: TestClient, run_name: str, item_id: str, trace_id: str, **more: Any) -> str:
    """An item as older SDKs report it; the run's id."""
    body = {"runName": run_name, "datasetItemId": item_id, "traceId": trace_id, **more}
    return str(sdk.post("/dataset-run-items", json=body).json()["datasetRunId"])


RUNS, RUN = "/datasets/{datasetName}/runs", "/datasets/{datasetName}/runs/{runName}"


def test_both_kinds_are_listed_once_newest_first(sdk: TestClient, seed: Seed) -> None:
    dataset_id = dataset(sdk, "both")
    linked = link(sdk, "linked", "both-0", "t", metadata={"k": 1}, runDescription="by links")
    both = link(sdk, "twice", "both-0", "t")
    assert spans(seed, dataset_id, "twice", "both-1", 40) == both
    told = [spans(seed, dataset_id, f"run {number}", "both-0", number * 10) for number in range(3)]
    spans(seed, "another", "elsewhere", "both-0", 0)

    page = get(sdk, "/datasets/both/runs", RUNS)
    assert [run["id"] for run in page["data"]] == [both, linked, *reversed(told)]
    assert page["meta"]["totalItems"] == 5
    by_id = {run["id"]: run for run in page["data"]}
    one = by_id[told[0]]
    assert (one["name"], one["description"], one["metadata"]) == ("run 0", "by spans", {"model": "gpt-5"})
    assert (one["datasetName"], one["createdAt"]) == ("both", "2026-11-23T12:00:00.000Z")
    assert (by_id[linked]["description"], by_id[linked]["metadata"]) == ("by links", {"k": 1})
    assert by_id[both]["description"] == "by spans"
    pages = [get(sdk, "/datasets/both/runs", RUNS, page=number, limit=2)["data"] for number in (1, 2, 3, 4)]
    assert [[run["id"] for run in rows] for rows in pages] == [[both, linked], told[:0:-1], told[:1], []]
    names = sdk.get("/datasets/both").json()
    assert names["runs"] == ["twice", "linked", "run 2", "run 1", "run 0"]


def test_a_run_of_spans_has_its_items_under_ids_that_stay(sdk: TestClient, seed: Seed) -> None:
    dataset_id = dataset(sdk, "told")
    run_id = spans(seed, dataset_id, "a/b", "told-0", 0)
    spans(seed, dataset_id, "a/b", "told-1", 10)
    run = get(sdk, "/datasets/told/runs/a%2Fb", RUN)
    assert (run["id"], run["name"]) == (run_id, "a/b")
    items = run["datasetRunItems"]
    assert [(one["datasetItemId"], one["traceId"], one["observationId"]) for one in items] == [
        ("told-1", f"{run_id}-told-1", "task-told-1"),
        ("told-0", f"{run_id}-told-0", "task-told-0"),
    ]
    assert {(one["datasetRunId"], one["datasetRunName"]) for one in items} == {(run_id, "a/b")}
    # What else arrives of the trace changes nothing.
    said = Experiment(id=run_id, name="a/b", dataset_id=dataset_id, item_id="told-1", item_root_id="task-told-1")
    seed.observation(f"{run_id}-told-1", "before", -5, 20, experiment=said)
    query = {"datasetId": dataset_id, "runName": "a/b"}
    listed = get(sdk, "/dataset-run-items", "/dataset-run-items", **query)
    assert [one["id"] for one in listed["data"]] == [one["id"] for one in items]
    second = get(sdk, "/dataset-run-items", "/dataset-run-items", **query, limit=1, page=2)
    assert ([one["id"] for one in second["data"]], second["meta"]["totalItems"]) == ([items[1]["id"]], 2)


def test_items_that_both_tell_of_are_listed_once(sdk: TestClient, seed: Seed) -> None:
    dataset_id = dataset(sdk, "mixed")
    run_id = spans(seed, dataset_id, "run", "mixed-0", 0)
    spans(seed, dataset_id, "run", "mixed-1", 10)
    assert link(sdk, "run", "mixed-0", f"{run_id}-mixed-0") == run_id
    items = get(sdk, "/datasets/mixed/runs/run", RUN)["datasetRunItems"]
    assert [(one["datasetItemId"], one["observationId"]) for one in items] == [
        ("mixed-0", None),
        ("mixed-1", "task-mixed-1"),
    ]


def test_a_run_of_either_kind_is_deleted_by_its_name(sdk: TestClient, seed: Seed) -> None:
    dataset_id = dataset(sdk, "gone")
    spans(seed, dataset_id, "told", "gone-0", 0)
    link(sdk, "linked", "gone-0", "t")
    link(sdk, "both", "gone-0", "t")
    spans(seed, dataset_id, "both", "gone-1", 20)
    for name in ("told", "both", "linked"):
        assert sdk.delete(f"/datasets/gone/runs/{name}").status_code == 200
        assert sdk.get(f"/datasets/gone/runs/{name}").status_code == 404
        assert sdk.delete(f"/datasets/gone/runs/{name}").status_code == 404
    assert get(sdk, "/datasets/gone/runs", RUNS)["data"] == []
    run_id = experiment_id_of(seed.project_id, dataset_id, "told")
    assert sdk.get(f"/traces/{run_id}-gone-0").status_code == 200


def test_runs_of_another_name_or_dataset_are_not_found(sdk: TestClient, seed: Seed) -> None:
    dataset_id = dataset(sdk, "one")
    spans(seed, "another", "run", "one-0", 0)
    assert sdk.get("/datasets/one/runs/run").status_code == 404
    assert sdk.get("/datasets/none/runs").status_code == 404
    query = {"datasetId": dataset_id, "runName": "run"}
    assert get(sdk, "/dataset-run-items", "/dataset-run-items", **query)["data"] == []
