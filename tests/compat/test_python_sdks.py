"""Langfuse's Python SDKs, each in an environment of its own, with nothing changed but the address."""

import base64
import json
import re
import subprocess
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.compat.environments import SDKS, Sdk, prepare
from tests.compat.scenarios import story
from tests.e2e.servers import Server, environment
from tests.e2e.visible import PROJECT, wait_until_settled

# Making an environment may take minutes where the package index is slow.
pytestmark = [pytest.mark.compat, pytest.mark.slow, pytest.mark.timeout(420)]

_ROOT = Path(__file__).parents[2]
_TYPES = {
    "AGENT", "CHAIN", "EMBEDDING", "EVALUATOR", "EVENT", "GENERATION", "GUARDRAIL", "RETRIEVER", "SPAN", "TOOL",
}  # fmt: skip
_READER = next(sdk for sdk in SDKS if sdk.version == "4.14.3")
_NESTED = ["span", "agent", "chain", "retriever", "evaluator", "guardrail"]
_LEAVES = ["generation", "embedding", "tool"]
_COST = {"input": 1000 * 0.15e-6, "output": 200 * 0.6e-6}
_REFERENCE = re.compile(r"@@@langfuseMedia:type=(?P<type>[^|]+)\|id=(?P<id>[^|]+)\|source=(?P<source>\w+)@@@")


@dataclass(frozen=True)
class Client:
    """An SDK with a session of its own on the server."""

    sdk: Sdk
    python: Path
    server: Server
    folder: Path

    @property
    def session(self) -> str:
        return f"session-{self.sdk.version}"

    def run(self, chapter: str, *arguments: str) -> dict[str, Any]:
        """Let the SDK tell a chapter of the story; what it says of it."""
        is_classic = self.sdk.major == 2
        output = self.folder / f"{chapter}.json"
        scenario = "people" if chapter == "everything" else "classic" if is_classic else "spans"
        done = subprocess.run(
            [self.python, "-m", f"tests.compat.scenarios.{scenario}", chapter, output, *arguments],
            env=environment(
                **{"LANGFUSE_HOST" if is_classic else "LANGFUSE_BASE_URL": self.server.url},
                LANGFUSE_PUBLIC_KEY=self.server.public_key,
                LANGFUSE_SECRET_KEY=self.server.secret_key,
                LANGFUSE_TRACING_ENVIRONMENT=story.ENVIRONMENT,
                LANGFUSE_RELEASE=story.RELEASE,
                COMPAT_SESSION=self.session,
                PYTHONDONTWRITEBYTECODE="1",
            ),
            cwd=_ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        # The SDKs never raise: they log what the server refuses.
        assert not re.search(r"error|exception|failed", done.stderr, re.IGNORECASE), done.stderr
        result: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
        return result


@dataclass(frozen=True)
class Told:
    """The story after an SDK has sent it and read it again."""

    client: Client
    sent: dict[str, Any]
    read: dict[str, Any]

    @property
    def is_classic(self) -> bool:
        return self.client.sdk.major == 2

    @property
    def trace_id(self) -> str:
        return str(self.sent["trace_id"])

    def trace(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.server.get(f"/api/public/traces/{self.trace_id}")
        return found

    def observations(self) -> dict[str, dict[str, Any]]:
        return {observation["name"]: observation for observation in self.trace()["observations"]}


def name_of(sdk: Sdk) -> str:
    return f"langfuse-{sdk.version}"


@pytest.fixture(scope="module", params=SDKS, ids=name_of)
def client(request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Client:
    sdk: Sdk = request.param
    return Client(sdk, prepare(sdk), server, tmp_path_factory.mktemp(f"langfuse-{sdk.version}"))


@pytest.fixture(scope="module")
def told(client: Client, browser: httpx.Client) -> Told:
    sent = client.run("send")
    wait_until_settled(browser)
    return Told(client, sent, client.run("read", sent["trace_id"]))


def test_keys_are_right(told: Told) -> None:
    assert told.sent["auth_check"] is True


def test_the_trace_says_who_where_and_what(told: Told) -> None:
    trace = told.trace()
    assert (trace["name"], trace["userId"], trace["sessionId"]) == (story.TRACE_NAME, story.USER, told.client.session)
    assert (trace["tags"], trace["version"], trace["release"]) == (story.TAGS, story.VERSION, story.RELEASE)
    assert (trace["environment"], trace["input"], trace["output"]) == (story.ENVIRONMENT, story.QUESTION, story.ANSWER)
    assert {key: trace["metadata"].get(key) for key in story.METADATA} == story.METADATA


def test_types_and_nesting(told: Told) -> None:
    found = told.observations()
    parents = {name: one["parentObservationId"] for name, one in found.items()}
    types = {name: one["type"] for name, one in found.items()}
    if told.is_classic:
        assert types == {
            "span": "SPAN",
            "tool": "SPAN",
            "file": "SPAN",
            "generation": "GENERATION",
            "own cost": "GENERATION",
            "event": "EVENT",
        }
        assert {parents[name] for name in ("generation", "own cost", "tool", "file")} == {found["span"]["id"]}
    else:
        assert {kind.upper() for kind in told.sent["types"]} == _TYPES
        assert types == {"file": "SPAN", **{kind: kind.upper() for kind in told.sent["types"]}}
        for outer, inner in pairwise(_NESTED):
            assert parents[inner] == found[outer]["id"], inner
        assert {parents[name] for name in _LEAVES} == {found[_NESTED[-1]]["id"]}
        assert parents["file"] == found["span"]["id"]
    assert parents["span"] is None
    assert parents["event"] == found["generation"]["id"]


def test_usage_and_cost(told: Told) -> None:
    found = told.observations()
    call, own = found["generation"], found["own cost" if told.is_classic else "embedding"]
    # langfuse 2 makes texts of fractions before it sends them.
    parameters = story.MODEL_PARAMETERS | ({"temperature": "0.5"} if told.is_classic else {})
    assert (call["model"], call["modelParameters"], call["usageDetails"]) == (story.MODEL, parameters, story.USAGE)
    assert (call["input"], call["output"]) == (story.MESSAGES, story.REPLY)
    assert call["costDetails"] == pytest.approx({**_COST, "total": sum(_COST.values())})
    assert (own["model"], own["usageDetails"], own["costDetails"]) == (
        story.OWN_MODEL,
        story.OWN_USAGE,
        story.OWN_COST,
    )
    assert told.trace()["totalCost"] == pytest.approx(sum(_COST.values()) + story.OWN_COST["total"])


def test_levels_and_metadata(told: Told) -> None:
    found = told.observations()
    tool, event = found["tool"], found["event"]
    assert (tool["level"], tool["statusMessage"], tool["input"]) == ("ERROR", story.TOOL_ERROR, {"city": "Atlantis"})
    metadata = tool["metadata"]
    assert (metadata["attempt"], metadata["nested"]) == (2, {"deep": [1]})
    assert (event["level"], event["input"]) == ("DEBUG", {"tick": 1})
    assert found["span"]["metadata"]["depth"] == 1


def test_scores_of_every_type(told: Told) -> None:
    server, root = told.client.server, told.observations()["span"]["id"]
    found = server.get("/api/public/v2/scores", traceId=told.trace_id)["data"]
    scores = {
        one["name"]: (one["dataType"], one.get("value"), one["stringValue"], one["observationId"], one["comment"])
        for one in found
        if one["name"] != "batch length"
    }
    expected: dict[str, tuple[Any, ...]] = {
        "numeric": ("NUMERIC", 0.25, None, None, "so so"),
        "categorical": ("CATEGORICAL", 0, "good", root, None),
        "boolean": ("BOOLEAN", 1, "True", root, None),
        # The second one with this id changed the first.
        "again": ("NUMERIC", 2, None, None, None),
    }
    if told.client.sdk.major >= 4:
        expected["text"] = ("TEXT", None, "Näher erklären", None, None)
    assert scores == expected
    if not told.is_classic:
        of_session = server.get("/api/public/v2/scores", sessionId=told.client.session)["data"]
        assert [(one["name"], one["value"]) for one in of_session if one["traceId"] is None] == [("session", 4)]


def test_files_come_back_byte_for_byte(told: Told) -> None:
    server, span = told.client.server, told.observations()["file"]
    files = [
        (span["input"]["file"], story.FILE, story.FILE_TYPE),
        (span["output"]["inline"], story.INLINE_FILE, story.INLINE_TYPE),
    ]
    for reference, content, content_type in files:
        named = _REFERENCE.fullmatch(reference)
        assert named, reference
        assert (named["type"], named["id"]) == (content_type, story.media_id(content))
        media = server.get(f"/api/public/media/{named['id']}")
        assert (media["contentType"], media["contentLength"]) == (content_type, len(content))
        download = httpx.get(media["url"], trust_env=False, timeout=20)
        assert download.status_code == 200
        assert download.content == content


def test_what_the_sdk_reads_itself(told: Told) -> None:
    names = sorted(told.observations())
    scores = ["again", "boolean", "categorical", "numeric", *(["text"] if told.client.sdk.major >= 4 else [])]
    uri = f"data:{story.FILE_TYPE};base64,{base64.b64encode(story.FILE).decode()}"
    expected: dict[str, Any] = {"file": [story.FILE_TYPE, len(story.FILE)], "resolved": uri}
    if told.client.sdk.major <= 4:
        expected |= {
            "trace": {"name": story.TRACE_NAME, "user": story.USER, "tags": story.TAGS},
            "trace observations": names,
            "trace scores": scores,
            "traces of the session": [told.trace_id],
            "session": [told.trace_id],
            "sessions": True,
            "observations v1": names,
        }
    if told.is_classic:
        expected["daily"] = True
    else:
        counts = dict.fromkeys(_TYPES, 1) | {"SPAN": 2}
        generations = 1 if told.client.sdk.major == 5 else 2
        expected |= {"scores": scores, "session scores": ["session"], "observations": names}
        expected["metrics"] = [counts] * generations
    assert told.read == expected


def test_the_link_to_the_trace_opens(told: Told, browser: httpx.Client) -> None:
    url = str(told.sent["trace_url"])
    place = f"/trace/{told.trace_id}" if told.is_classic else f"/project/{PROJECT}/traces/{told.trace_id}"
    assert url == told.client.server.url + place
    shell = browser.get(url)
    assert (shell.status_code, shell.headers["content-type"].split(";")[0]) == (200, "text/html")
    assert '<div id="root">' in shell.text
    shown = browser.get(f"/api/app/projects/{PROJECT}/traces/{told.trace_id}")
    assert shown.status_code == 200
    assert shown.json()["name"] == story.TRACE_NAME


@pytest.mark.parametrize("client", SDKS[1:], ids=name_of, indirect=True, scope="module")
def test_evaluation_in_batches(told: Told, browser: httpx.Client) -> None:
    assert told.client.run("evaluate") == {"fetched": 1, "processed": 1, "failed": 0, "scores": 1}
    wait_until_settled(browser)
    (score,) = told.client.server.get("/api/public/v2/scores", name="batch length", traceId=told.trace_id)["data"]
    assert score["observationId"] == told.observations()["generation"]["id"]
    assert (score["value"], score["comment"]) == (1, "judged in a batch")


def test_nothing_is_lost_when_a_program_just_ends(client: Client, browser: httpx.Client) -> None:
    sent = client.run("exit")
    wait_until_settled(browser)
    trace = client.server.get(f"/api/public/traces/{sent['trace_id']}")
    found = {one["name"]: one for one in trace["observations"]}
    assert trace["name"] == "outer"
    # For langfuse 2 the outermost function is the trace itself.
    assert set(found) == ({"inner"} if client.sdk.major == 2 else {"outer", "inner"})
    inner = found["inner"]
    assert inner["type"] == "GENERATION"
    assert (inner["input"], inner["output"]) == ({"args": [1], "kwargs": {}}, 2)
    assert [score["name"] for score in trace["scores"]] == ["at exit"]


def test_prompts_and_datasets(client: Client, browser: httpx.Client) -> None:
    done = client.run("prompts-and-datasets")
    assert done["before"] == [1, "Answer about Köln in one word"]
    assert done["after"] == [2, "Answer about Köln in two words", {"temperature": 0}]
    assert done["chat"] == [{"role": "system", "content": "You know Köln"}]
    assert (done["outputs"], done["right"]) == ([2, 3], [1.0, 1.0])
    wait_until_settled(browser)
    server, name = client.server, client.session
    for trace_id in done["traces"]:
        scores = server.get("/api/public/v2/scores", traceId=trace_id)["data"]
        assert [(score["name"], score["value"]) for score in scores] == [("right", 1)]
    (run,) = server.get(f"/api/public/datasets/{name}/runs")["data"]
    items = server.get(f"/api/public/datasets/{name}/runs/{run['name']}")["datasetRunItems"]
    assert {item["traceId"] for item in items} == set(done["traces"])
    assert {item["datasetItemId"] for item in items} == {f"{name}-1", f"{name}-2"}


def test_experiments(client: Client, browser: httpx.Client) -> None:
    if client.sdk.major == 2:
        pytest.skip("langfuse 2 has no experiments, but links items to traces by hand")
    told, server, since = client.run("experiments"), client.server, {"fromStartTime": "2020-01-01T00:00:00Z"}
    wait_until_settled(browser)
    found = server.get("/api/public/experiments", **since, datasetId=told["dataset"], fields="metadata,scores")["data"]
    experiments = {one["name"]: one for one in found}
    # Each once, however often the SDK says that it is one.
    assert sorted(one["name"] for one in found) == [f"{told['name']} 1", f"{told['name']} 2"]
    for run_name, added, told_of in ((f"{told['name']} 1", 0, told["first"]), (f"{told['name']} 2", 1, told["second"])):
        one = experiments[run_name]
        assert (one["itemCount"], one["description"], one["metadata"]["added"]) == (2, "adds", added)
        assert [(score["name"], score["value"], score["comment"]) for score in one["scores"]] == [("overall", 2, "all")]
        # The address that the SDK prints names the experiment.
        assert told_of["url"].endswith((f"/runs/{one['id']}", f"/results?baseline={one['id']}"))
        items = server.get("/api/public/experiment-items", **since, experimentId=one["id"], fields="io,scores")["data"]
        assert {item["traceId"] for item in items} == set(told_of["traces"])
        for item in items:
            assert (item["output"], item["expectedOutput"]) == (item["input"] + added, item["input"] + 1)
            assert [(score["name"], score["value"]) for score in item["scores"]] == [("right", added)]
    compared = browser.get(
        f"/api/app/projects/{PROJECT}/experiments/comparison", params={"run": [one["id"] for one in found]}
    ).json()
    assert sorted(compared["rows"]) == [f"{told['name']}-1", f"{told['name']}-2"]
    assert all(run["item"] and len(run["item"]) == 2 for run in compared["runs"])
    if client.sdk.major >= 4:
        (local,) = server.get("/api/public/experiments", **since, name=f"{told['name']} local")["data"]
        assert (local["itemCount"], local["datasetId"]) == (1, None)
    # Langfuse 5 cannot read runs any more, but scripts with older ones find what it has run.
    older = client if client.sdk.major < 5 else replace(client, sdk=_READER, python=prepare(_READER))
    runs, gone = older.run("runs", told["name"], f"{told['name']} 1"), experiments[f"{told['name']} 1"]
    assert (runs["before"], runs["after"]) == (sorted(experiments), [f"{told['name']} 2"])
    assert runs["run"] == {"id": gone["id"], "description": "adds", "metadata": {"added": 0}}
    assert sorted(item for item, _ in runs["items"]) == [f"{told['name']}-1", f"{told['name']}-2"]
    assert {trace_id for _, trace_id in runs["items"]} == set(told["first"]["traces"])
    assert server.get("/api/public/experiments", **since, id=gone["id"])["data"] == []
