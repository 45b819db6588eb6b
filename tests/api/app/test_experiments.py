"""Experiments in the web app's API: one list, comparisons, texts, deletion."""

import csv
import io
from typing import Any

import httpx
import pytest

from sidelight.model import Experiment, Level
from tests.fixtures.event_store import Seed
from tests.fixtures.read_world import ReadWorld

URL = "/api/app/projects/rocket/experiments"


def item(seed: Seed, run: str, number: int, at_s: float, *, score: float = 1, said: str = "yes", **more: Any) -> None:
    """An item of an experiment as newer SDKs report it."""
    trace = f"{run}-t{number}"
    told = Experiment(
        id=run,
        name=f"Run {run}",
        metadata={"model": "gpt-5"},
        item_id=f"i{number}",
        item_root_id=f"task{number}",
        expected_output="yes",
    )
    seed.observation(trace, f"task{number}", at_s, 2, experiment=told, input=f"question {number}", output=said, **more)
    seed.score(f"s-{trace}", at_s, name="accuracy", value=score, trace_id=trace, observation_id=f"task{number}")


async def linked(sdk: httpx.AsyncClient, seed: Seed, run: str = "linked", items: int = 2) -> dict[str, str]:
    """A run of a dataset as older SDKs report it; its id and its dataset's."""
    dataset = (await sdk.post("/v2/datasets", json={"name": "d"})).json()
    found = {"dataset": dataset["id"]}
    for number in range(items):
        values = {"datasetName": "d", "id": f"i{number}", "input": {"q": number}, "expectedOutput": "yes"}
        assert (await sdk.post("/dataset-items", json=values)).status_code == 200
        seed.observation(f"{run}-t{number}", "root", number * 10, 4, output="no", level=Level.DEFAULT)
        link = {
            "runName": run,
            "datasetItemId": f"i{number}",
            "traceId": f"{run}-t{number}",
            "metadata": {"a": {"b": "Deep"}},
        }
        answer = await sdk.post("/dataset-run-items", json=link)
        found["run"] = answer.json()["datasetRunId"]
    return found


async def test_one_list_of_what_spans_and_older_sdks_report(
    read_world: ReadWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed = read_world.seed()
    item(seed, "a", 1, 100, score=0.5)
    item(seed, "a", 2, 120, score=1, level=Level.ERROR)
    seed.score("whole", name="overall", value=0.75, dataset_run_id="a")
    async with read_world.sdk() as sdk, read_world.browser() as browser:
        ids = await linked(sdk, seed)
        # A newer SDK says the same by its spans.
        told = Experiment(id=ids["run"], name="linked", dataset_id=ids["dataset"], item_id="i1", item_root_id="root")
        seed.observation("linked-t1", "root", 10, 4, output="no", experiment=told, event_ts_ns=2 * 10**18)
        page = (await browser.get(URL)).json()
        assert (page["total"], page["nextCursor"]) == (2, None)
        rows = {row["id"]: row for row in page["items"]}
        one, other = rows["a"], rows[ids["run"]]
        assert (one["name"], one["datasetId"], one["datasetName"], one["itemCount"]) == ("Run a", "", None, 2)
        assert (one["errorCount"], one["meanLatencyMs"], one["metadata"]) == (1, 2000, {"model": "gpt-5"})
        accuracy = one["scores"][0]
        assert (accuracy["name"], accuracy["average"], accuracy["count"]) == ("accuracy", 0.75, 2)
        assert sum(accuracy["bins"]) == 2
        assert [(score["name"], score["value"]) for score in one["runScores"]] == [("overall", 0.75)]
        assert (other["datasetName"], other["itemCount"], other["pendingCount"]) == ("d", 2, 0)
        assert other["metadata"] == {"a": {"b": "Deep"}}

        async def names(**query: Any) -> list[str]:
            answer = await browser.get(URL, params=query)
            assert answer.status_code == 200, answer.text
            return [row["name"] for row in answer.json()["items"]]

        assert await names(q="LINK") == ["linked"]
        assert await names(dataset=ids["dataset"]) == ["linked"]
        assert await names(metadata="a.b:deep") == ["linked"]
        assert await names(metadata="model:gpt") == ["Run a"]
        assert await names(metadata="model:claude") == []
        assert await names(order="name.asc") == ["linked", "Run a"]
        assert await names(order="latency.desc") == ["linked", "Run a"]
        # What has no such score comes last, whichever way.
        assert await names(order="score:accuracy.asc") == ["Run a", "linked"]
        first = (await browser.get(URL, params={"limit": 1, "order": "name.asc"})).json()
        rest = await browser.get(URL, params={"limit": 1, "order": "name.asc", "cursor": first["nextCursor"]})
        assert [row["name"] for row in rest.json()["items"]] == ["Run a"]
        monkeypatch.setattr("sidelight.api.experiments.sorting.MAX_SORTED", 1)
        some = (await browser.get(URL, params={"order": "score:accuracy.desc"})).json()
        assert ([row["name"] for row in some["items"]], some["unsorted"]) == (["linked", "Run a"], 1)
        assert (await browser.get(URL, params={"order": "name.asc"})).json()["unsorted"] == 0
        wrong = await browser.get(URL, params={"order": "luck.desc"})
        assert wrong.status_code == 400


async def test_experiments_side_by_side(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    for number in range(3):
        item(seed, "a", number, number * 10, score=number / 2)
        if number:
            item(seed, "b", number, 100 + number * 10, score=1, said="no" if number == 1 else "yes")
    # The item once more: the last time counts.
    told = Experiment(id="b", name="Run b", item_id="i2", item_root_id="again")
    seed.observation("again", "again", 200, 7, experiment=told)
    async with read_world.browser() as browser:
        answer = await browser.get(f"{URL}/comparison", params={"run": ["a", "b", "gone"]})
        found = answer.json()
        assert (found["rows"], found["missing"]) == (["i0", "i1", "i2"], ["gone"])
        a, b = found["runs"]
        assert (a["item"], b["item"]) == ([0, 1, 2], [1, 2])
        assert (b["traceId"], b["latencyMs"], b["repeats"]) == (["b-t1", "again"], [2000, 7000], [1, 2])
        assert [(one["name"], one["values"]) for one in a["scores"]] == [("accuracy", [0, 0.5, 1])]
        assert [(one["name"], one["values"]) for one in b["scores"]] == [("accuracy", [1, None])]

        async def search(q: str) -> list[str]:
            rows = await browser.get(f"{URL}/comparison/search", params={"run": ["a", "b"], "q": q})
            return rows.json()["rows"]  # type: ignore[no-any-return]

        assert await search("QUESTION 2") == ["i2"]
        assert await search("i0") == ["i0"]
        assert await search("no") == ["i1"]
        places = [
            {"run": "a", "item": "i1", "trace": "a-t1", "observation": "task1"},
            {"run": "b", "item": "i1", "trace": "b-t1", "observation": "task1"},
            {"run": "b", "item": "i1", "trace": "gone", "observation": "task1"},
        ]
        short = (await browser.post(f"{URL}/comparison/texts", json={"places": places})).json()
        assert [(one["input"], one["output"], one["expectedOutput"]) for one in short] == [
            ("question 1", "yes", "yes"),
            ("question 1", "no", "yes"),
            (None, None, None),
        ]
        whole = (await browser.post(f"{URL}/comparison/texts", json={"places": places, "whole": True})).json()
        assert [score["value"] for score in whole[0]["scores"]] == [0.5]
        many = await browser.post(f"{URL}/comparison/texts", json={"places": places * 7, "whole": True})
        assert (many.status_code, many.json()["field"]) == (422, "places")


async def test_a_run_of_older_sdks_is_compared_with_its_dataset(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    async with read_world.sdk() as sdk, read_world.browser() as browser:
        ids = await linked(sdk, seed)
        late = {"runName": "linked", "datasetItemId": "i0", "traceId": "late"}
        assert (await sdk.post("/dataset-run-items", json=late)).status_code == 200
        found = (await browser.get(f"{URL}/comparison", params={"run": ids["run"]})).json()
        run = found["runs"][0]
        assert (found["rows"], run["experiment"]["pendingCount"]) == (["i0", "i1"], 1)
        place = {"run": ids["run"], "item": "i1", "trace": "linked-t1", "observation": "root"}
        texts = (await browser.post(f"{URL}/comparison/texts", json={"places": [place], "whole": True})).json()
        assert (texts[0]["input"], texts[0]["output"], texts[0]["expectedOutput"]) == ('{"q":1}', "no", "yes")


async def test_only_a_score_tells_of_an_experiment(read_world: ReadWorld) -> None:
    read_world.seed().score("s", name="overall", value=1, dataset_run_id="soon")
    async with read_world.browser() as browser:
        assert (await browser.get(URL)).json()["items"] == []
        found = (await browser.get(f"{URL}/comparison", params={"run": "soon"})).json()
        assert [score["name"] for score in found["runs"][0]["experiment"]["runScores"]] == ["overall"]
        nothing = await browser.get(f"{URL}/comparison", params={"run": "never"})
        assert nothing.status_code == 404
        assert nothing.json()["message"] == "There is no such experiment."


async def test_a_comparison_as_csv(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    item(seed, "a", 1, 0, score=0.5, said='=1+1, "quoted"\nline')
    item(seed, "b", 1, 100, score=1)
    item(seed, "b", 2, 110, score=0)
    async with read_world.browser() as browser:
        answer = await browser.get(f"{URL}/comparison/export", params={"run": ["a", "b"]})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["item"] for row in rows] == ["i1", "i2"]
    assert rows[0]["Run a: output"] == '\'=1+1, "quoted"\nline'
    assert (rows[0]["input"], rows[0]["expected_output"], rows[0]["Run b: latency_s"]) == ("question 1", "yes", "2.0")
    assert (rows[0]["Run a: score accuracy"], rows[1]["Run a: score accuracy"]) == ("0.5", "")


async def test_a_dataset_counts_the_runs_that_either_tells_of(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    async with read_world.sdk() as sdk, read_world.browser() as browser:
        ids = await linked(sdk, seed)
        for run in (ids["run"], "told"):
            said = Experiment(id=run, name=run, dataset_id=ids["dataset"], item_id="i1", item_root_id="root")
            seed.observation(f"{run}-spans", "root", 10, experiment=said)
        datasets = "/api/app/projects/rocket/datasets"
        (row,) = (await browser.get(datasets)).json()["items"]
        one = (await browser.get(f"{datasets}/{ids['dataset']}")).json()
        assert row["runCount"] == one["runCount"] == 2
        assert row["lastRunAt"] == one["lastRunAt"] is not None


async def test_a_trace_names_the_experiments_that_it_is_part_of(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    item(seed, "a", 1, 100)
    async with read_world.sdk() as sdk, read_world.browser() as browser:
        ids = await linked(sdk, seed)
        told = Experiment(id=ids["run"], name="linked", dataset_id=ids["dataset"], item_id="i1", item_root_id="root")
        seed.observation("linked-t1", "root", 10, 4, experiment=told, event_ts_ns=2 * 10**18)

        async def experiments(trace: str) -> list[dict[str, str]]:
            found: list[dict[str, str]] = (await browser.get(f"/api/app/projects/rocket/traces/{trace}")).json()[
                "experiments"
            ]
            return found

        place = {"id": "a", "name": "Run a", "itemId": "i1", "observationId": "task1", "datasetId": ""}
        assert await experiments("a-t1") == [place]
        run = {"id": ids["run"], "name": "linked", "datasetId": ids["dataset"]}
        assert await experiments("linked-t0") == [{**run, "itemId": "i0", "observationId": ""}]
        assert await experiments("linked-t1") == [{**run, "itemId": "i1", "observationId": "root"}]
        seed.observation("plain", "root")
        assert await experiments("plain") == []


async def test_the_version_of_the_dataset_is_told(read_world: ReadWorld) -> None:
    seed = read_world.seed()
    item(seed, "unsaid", 1, 0)
    told = Experiment(id="told", item_id="i1", item_root_id="root", item_version_ns=1_795_435_200_000_000_000)
    seed.observation("told-t1", "root", 10, experiment=told)
    async with read_world.sdk() as sdk, read_world.browser() as browser:
        assert (await sdk.post("/v2/datasets", json={"name": "d"})).status_code == 200
        assert (await sdk.post("/dataset-items", json={"datasetName": "d", "id": "i1"})).status_code == 200
        link = {"runName": "linked", "datasetItemId": "i1", "traceId": "t", "datasetVersion": "2026-11-20T00:00:00Z"}
        assert (await sdk.post("/dataset-run-items", json=link)).status_code == 200
        rows = (await browser.get(URL)).json()["items"]
    assert {row["name"]: row["datasetVersion"] for row in rows} == {
        "Run unsaid": None,
        "told": "2026-11-23T12:00:00.000Z",
        "linked": "2026-11-20T00:00:00.000Z",
    }
