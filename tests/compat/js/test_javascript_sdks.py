"""Langfuse's SDKs for JavaScript: ``@langfuse/*`` 5 and ``langfuse`` 3, with nothing changed but the address."""

import base64
import re
import time
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.compat.js.programs import ENVIRONMENT, RELEASE, STORY, Sdk, require_packages
from tests.e2e.chat_api import ChatAnswer, ChatApi
from tests.e2e.servers import Server
from tests.e2e.visible import PROJECT

pytestmark = [pytest.mark.compat, pytest.mark.slow]

FILE = bytes(place % 256 for place in range(256 * 300))
INLINE_FILE = bytes(255 - place % 256 for place in range(256 * 20))
COST = {"input": 1000 * 0.15e-6, "output": 200 * 0.6e-6}
NAMES = {
    "v5": {"span", *STORY["spanLike"], "generation", "event", "own cost", "embedding", "tool", "observed", "file"},
    "v3": {"span", "generation", "event", "own cost", "old usage", "tool", "file"},
}
SCORES = {
    "v5": ["again", "boolean", "categorical", "numeric", "text"],
    "v3": ["again", "boolean", "categorical", "numeric"],
}
_REFERENCE = re.compile(r"@@@langfuseMedia:type=(?P<type>[^|]+)\|id=(?P<id>[^|]+)\|source=\w+@@@")
_VISIBLE_S = 30.0


@dataclass(frozen=True, slots=True)
class Told:
    """What an SDK has sent, what it has read of it, and what we have of it."""

    sdk: Sdk
    sent: dict[str, Any]
    read: dict[str, Any]
    trace: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.sent["traceId"])

    @property
    def observations(self) -> dict[str, dict[str, Any]]:
        return {observation["name"]: observation for observation in self.trace["observations"]}


@pytest.fixture(scope="module", params=["v5", "v3"])
def told(request: pytest.FixtureRequest, server: Server) -> Told:
    require_packages()
    sdk = Sdk(request.param, server)
    sent = sdk.run("tracing")
    trace_of(server, sent["traceId"], len(NAMES[sdk.folder]))
    read = sdk.run("reads", sent["traceId"])
    return Told(sdk, sent, read, trace_of(server, sent["traceId"]))


@pytest.fixture
def v5(server: Server) -> Sdk:
    require_packages()
    return Sdk("v5", server)


@pytest.fixture
def v3(server: Server) -> Sdk:
    require_packages()
    return Sdk("v3", server)


def trace_of(server: Server, trace_id: str, observations: int = 1) -> dict[str, Any]:
    """The trace as the public API has it, as soon as it has so many observations."""
    deadline = time.monotonic() + _VISIBLE_S
    while server.get("/api/public/observations", traceId=trace_id, limit=1)["meta"]["totalItems"] < observations:
        assert time.monotonic() < deadline, f"trace {trace_id} has fewer than {observations} observations"
        time.sleep(0.1)
    found: dict[str, Any] = server.get(f"/api/public/traces/{trace_id}")
    return found


# --- one trace --------------------------------------------------------------------------------------------------------


def test_the_trace_says_who_and_where(told: Told) -> None:
    trace = told.trace
    assert {field: trace[field] for field in ("name", "userId", "sessionId", "version", "release", "environment")} == {
        "name": STORY["traceName"],
        "userId": STORY["user"],
        "sessionId": told.sdk.session,
        "version": STORY["version"],
        "release": RELEASE,
        "environment": ENVIRONMENT,
    }
    assert sorted(trace["tags"]) == sorted(STORY["tags"])
    assert trace["metadata"] | STORY["metadata"] == trace["metadata"]
    assert (trace["input"], trace["output"]) == (STORY["question"], STORY["answer"])


def test_observations_keep_types_and_nesting(told: Told) -> None:
    found = told.observations
    assert set(found) == NAMES[told.sdk.folder]
    assert {observation["environment"] for observation in found.values()} == {ENVIRONMENT}
    types = {"own cost": "GENERATION", "old usage": "GENERATION", "observed": "CHAIN", "file": "SPAN"}
    if told.sdk.folder == "v3":
        types["tool"] = "SPAN"
        nested, leaves = ["span"], ["generation", "own cost", "old usage", "tool", "file"]
    else:
        nested, leaves = ["span", *STORY["spanLike"]], ["generation", "event", "own cost", "embedding", "tool"]
    assert {name: one["type"] for name, one in found.items()} == {name: types.get(name, name.upper()) for name in found}
    parents = [None, *(found[name]["id"] for name in nested)]
    assert [found[name]["parentObservationId"] for name in nested] == parents[:-1]
    assert {found[name]["parentObservationId"] for name in leaves} == {parents[-1]}


def test_generations_have_usage_and_cost(told: Told) -> None:
    found = told.observations
    call = found["generation"]
    assert (call["model"], call["modelParameters"]) == (STORY["model"], STORY["modelParameters"])
    assert (call["input"], call["output"]) == (STORY["messages"], STORY["reply"])
    assert call["completionStartTime"] is not None
    for priced in [call, *([found["old usage"]] if "old usage" in found else [])]:
        assert priced["usageDetails"] == STORY["usage"]
        assert priced["costDetails"] == pytest.approx({**COST, "total": sum(COST.values())})
    own = found["own cost"]
    assert (own["model"], own["usageDetails"], own["costDetails"]) == (
        STORY["ownModel"],
        STORY["ownUsage"],
        STORY["ownCost"],
    )
    if "embedding" in found:
        assert found["embedding"]["costDetails"]["total"] == pytest.approx(8 * 0.02e-6)
    costs = [observation["calculatedTotalCost"] or 0 for observation in found.values()]
    assert told.trace["totalCost"] == pytest.approx(sum(costs), rel=1e-6)


def test_levels_and_metadata_are_kept(told: Told) -> None:
    found = told.observations
    tool = found["tool"]
    assert (tool["level"], tool["statusMessage"], tool["input"]) == ("ERROR", STORY["toolError"], STORY["toolInput"])
    assert tool["metadata"] | {"attempt": 2, "nested": {"deep": [1]}} == tool["metadata"]
    assert (found["event"]["level"], found["event"]["input"]) == ("DEBUG", {"tick": 1})
    assert found["span"]["metadata"]["depth"] == 1
    if "observed" in found:
        assert (found["observed"]["input"], found["observed"]["output"]) == (1, 2)


def test_scores_of_every_type(told: Told) -> None:
    server, root = told.sdk.server, told.observations["span"]["id"]
    found = {score["name"]: score for score in server.get("/api/public/v2/scores", traceId=told.id)["data"]}
    assert sorted(found) == SCORES[told.sdk.folder]
    numeric = found["numeric"]
    assert (numeric["dataType"], numeric["value"], numeric["comment"]) == ("NUMERIC", 0.25, "so so")
    assert numeric["metadata"] == {"judge": "ada"}
    assert (found["categorical"]["stringValue"], found["categorical"]["observationId"]) == ("good", root)
    assert (found["boolean"]["value"], found["boolean"]["stringValue"]) == (1, "True")
    assert found["boolean"]["observationId"] == root
    assert (found["again"]["id"], found["again"]["value"]) == (f"again-{told.sdk.folder}", 2)
    assert {score["environment"] for score in found.values()} == {ENVIRONMENT}
    if told.sdk.folder == "v5":
        assert (found["text"]["dataType"], found["text"]["stringValue"]) == ("TEXT", STORY["scores"]["text"]["value"])
        (of_session,) = server.get("/api/public/v2/scores", sessionId=told.sdk.session)["data"]
        assert (of_session["name"], of_session["value"], of_session["traceId"]) == ("session", 4, None)


def test_files_come_back_byte_for_byte(told: Told) -> None:
    span = told.observations["file"]
    sent = {
        span["input"]["file"]: (STORY["fileType"], FILE),
        span["output"]["inline"]: (STORY["inlineType"], INLINE_FILE),
    }
    for text, (content_type, content) in sent.items():
        reference = _REFERENCE.fullmatch(text)
        assert reference, text
        media = told.sdk.server.get(f"/api/public/media/{reference['id']}")
        assert (reference["type"], media["contentType"], media["contentLength"]) == (
            content_type,
            content_type,
            len(content),
        )
        assert httpx.get(media["url"], trust_env=False, timeout=20).content == content


def test_the_trace_url_opens_in_the_web_app(told: Told, browser: httpx.Client) -> None:
    url = told.sent["traceUrl"]
    path = f"/trace/{told.id}" if told.sdk.folder == "v3" else f"/project/{PROJECT}/traces/{told.id}"
    assert url == told.sdk.server.url + path
    page = browser.get(url)
    assert (page.status_code, '<div id="root">' in page.text) == (200, True)
    assert browser.get(f"/api/app/projects/{PROJECT}/traces/{told.id}").json()["name"] == STORY["traceName"]


def test_the_sdk_reads_it_back(told: Told) -> None:
    read, names = dict(told.read), sorted(NAMES[told.sdk.folder])
    assert read.pop("projects") == ["End to end"]
    assert read.pop("trace") == read.pop("observations v1") == names
    assert read.pop("observation") == "file"
    assert read.pop("traces") == read.pop("session") == [told.id]
    assert read.pop("sessions") is True
    assert read.pop("scores v2") == SCORES[told.sdk.folder]
    file = read.pop("media")
    assert (file["contentType"], file["contentLength"]) == (STORY["fileType"], len(FILE))
    assert read.pop("resolved") == f"data:{STORY['fileType']};base64,{base64.b64encode(FILE).decode()}"
    assert read.pop("missing") == 404
    if told.sdk.folder == "v3":
        averages = {row["name"]: row["avg_value"] for row in read.pop("metrics")}
        assert averages == {"numeric": 0.25, "boolean": 1, "again": 2}
    else:
        assert read.pop("health") == "OK"
        assert read.pop("wrong key") == 401
        assert read.pop("slim trace") == [STORY["traceName"], 0]
        assert read.pop("traces by filter") == [told.id]
        assert read.pop("observations v2") == names
        assert read.pop("scores v3") == SCORES["v5"]
        assert read.pop("score") == 2
        assert read.pop("models") == 1
        models = {STORY["model"]: 1, STORY["ownModel"]: 1, STORY["embeddingModel"]: 1, None: 10}
        for rows in (read.pop("metrics v1"), read.pop("metrics v2")):
            assert {row["providedModelName"]: int(row["count_count"]) for row in rows} == models
    assert read == {}


def test_deletions_are_visible_at_once(v5: Sdk) -> None:
    trace_id = v5.run("tracing")["traceId"]
    trace_of(v5.server, trace_id)
    assert v5.run("deletion", trace_id) == {"before": "bad", "after": 404, "trace": 404}


def test_calls_in_the_wrapper_of_the_openai_client(v5: Sdk) -> None:
    with ChatApi() as api:
        api.say(ChatAnswer("Sunny"), ChatAnswer("It rains"))
        trace_id = v5.run("openai", MODEL_URL=api.url)["traceId"]
    found = {one["name"]: one for one in trace_of(v5.server, trace_id, observations=3)["observations"]}
    for name in ("asked", "streamed"):
        assert (found[name]["type"], found[name]["parentObservationId"]) == ("GENERATION", found["calls"]["id"])
        assert found[name]["input"]["messages"] == STORY["messages"]
        usage = {name: amount for name, amount in found[name]["usageDetails"].items() if amount}
        # Cached tokens are part of the input, those of reasoning of the output: each token counts once.
        expected = {"input": 60, "input_cached_tokens": 40, "output": 20, "output_reasoning_tokens": 10, "total": 130}
        assert usage == expected
        assert found[name]["calculatedTotalCost"] == pytest.approx(60 * 0.15e-6 + 40 * 0.075e-6 + 30 * 0.6e-6)
    assert (found["asked"]["output"]["content"], found["streamed"]["output"]) == ("Sunny", "It rains")
    assert found["streamed"]["completionStartTime"] is not None


# --- prompts and datasets ---------------------------------------------------------------------------------------------


def test_prompts(v5: Sdk) -> None:
    told = v5.run("prompts")
    name = "greetings/v5"
    assert told["created"] == [1, STORY["tags"]]
    assert told["before"] == [1, "Answer about Köln in one word"]
    assert told["staging"] == [2, STORY["promptConfig"], "two words"]
    version, text, labels = told["after"]
    assert (version, text, sorted(labels)) == (2, "Answer about Köln in two words", ["latest", "production", "staging"])
    assert told["chat"] == [{"role": "system", "content": "You know Köln"}, *STORY["history"]]
    assert told["listed"] == [[name, [1, 2]]]
    assert told["fallback"] == [True, "nothing"]
    assert told["deleted"] == 404
    (generation,) = trace_of(v5.server, told["traceId"])["observations"]
    assert (generation["promptName"], generation["promptVersion"]) == (name, 2)
    assert generation["promptId"]


def test_an_experiment(v5: Sdk) -> None:
    told, server = v5.run("experiment"), v5.server
    name, run_name = "sums/v5", "run v5"
    assert sorted(told["items"]) == [[f"v5-{n}", {"number": n}, n + 1, {"place": n}] for n in (1, 2)]
    assert sorted(output for _, output, _ in told["outputs"]) == [2, 3]
    assert told["run"] == [run_name, "first try", {"model": "house"}]
    assert sorted(told["linked"]) == sorted([item, trace] for item, _, trace in told["outputs"])
    assert told["runs"] == ["by hand v5", run_name]
    assert told["formatted"]
    assert told["runUrl"].endswith(f"/runs/{told['runId']}")
    for item, output, trace_id in told["outputs"]:
        trace = trace_of(server, trace_id)
        (root,) = trace["observations"]
        assert (root["name"], root["output"], root["metadata"]["dataset_item_id"]) == (
            "experiment-item-run",
            output,
            item,
        )
        assert {score["name"]: score["value"] for score in trace["scores"]} == {"right": 1}
    (of_run,) = server.get("/api/public/v2/scores", datasetRunId=told["runId"])["data"]
    assert (of_run["name"], of_run["value"], of_run["comment"]) == ("items", 2, "all")
    since = {"fromStartTime": "2020-01-01T00:00:00Z"}
    (one,) = server.get("/api/public/experiments", **since, id=told["runId"], fields="metadata,scores")["data"]
    assert (one["name"], one["itemCount"], one["metadata"]) == (run_name, 2, {"model": "house"})
    assert [score["name"] for score in one["scores"]] == ["items"]
    found = server.get("/api/public/experiment-items", **since, experimentId=told["runId"], fields="io,scores")["data"]
    assert sorted((item["experimentItemId"], item["output"], item["expectedOutput"]) for item in found) == [
        ("v5-1", 2, 2),
        ("v5-2", 3, 3),
    ]
    assert all([score["name"] for score in item["scores"]] == ["right"] for item in found)
    local = trace_of(server, told["local"]["traceId"])
    assert (told["local"]["output"], local["scores"][0]["name"]) == ("A", "same")
    assert server.get(f"/api/public/v2/datasets/{name.replace('/', '%2F')}")["metadata"] == {"unit": "apples"}


def test_prompts_and_datasets_of_the_classic_sdk(v3: Sdk) -> None:
    told = v3.run("prompts_and_datasets")
    assert told["before"] == [1, "Answer about Köln in one word"]
    assert told["after"] == [2, "Answer about Köln in two words", STORY["promptConfig"]]
    assert told["chat"] == [{"role": "system", "content": "You know Köln"}, *STORY["history"]]
    assert told["items"] == [["v3-1", 1, 2], ["v3-2", 2, 3]]
    assert told["run"] == ["run v3", "first try", {"model": "house"}]
    assert told["runs"] == ["run v3"]
    assert sorted(told["linked"]) == sorted(told["traces"])
    (generation,) = trace_of(v3.server, told["traceId"])["observations"]
    assert (generation["promptName"], generation["promptVersion"]) == ("classic/v3", 2)
    for _, trace_id in told["traces"]:
        (score,) = v3.server.get("/api/public/v2/scores", traceId=trace_id)["data"]
        assert (score["name"], score["value"]) == ("right", 1)
