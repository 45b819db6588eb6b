"""The real Codex CLI, set up by `sidelight codex connect`, becomes a trace: the product's main promise."""

import json
import re
from typing import Any

import pytest

from tests.e2e.codex import MODEL, Codex
from tests.e2e.model_api import ModelApi, Step, Tokens, shell
from tests.e2e.servers import Server
from tests.e2e.sessions import connect, conversation_of, of_type, total_tokens, trace_of
from tests.e2e.visible import PROJECT, signed_in

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def test_a_session_with_tools_a_failing_command_a_retry_and_a_resume(
    server: Server, codex: Codex, model_api: ModelApi
) -> None:
    codex.use_model(model_api.url)
    before = codex.config.read_text(encoding="utf-8")
    connect(server, codex, "--prompts", "--answers", "--environment", "e2e-main")
    assert codex.config.read_text(encoding="utf-8").startswith(before)

    model_api.say(
        Step(calls=[shell("call_write", "printf 'alpha\\nbeta\\n' > notes.txt && wc -l notes.txt")]),
        Step(calls=[shell("call_fail", "ls /does-not-exist; exit 3")]),
        Step(status=500),
        Step(
            patch="*** Begin Patch\n*** Update File: notes.txt\n@@\n alpha\n-beta\n+gamma\n*** End Patch\n",
        ),
        Step(text="notes.txt now ends in gamma.", tokens=Tokens(2000, 1500, 80, 30)),
    )
    first = codex.exec("Write alpha and beta into notes.txt, then change beta.")
    assert first.returncode == 0, first.stderr
    assert "gamma" in first.stdout
    assert (codex.work / "notes.txt").read_text(encoding="utf-8") == "alpha\ngamma\n"
    conversation = conversation_of(codex)

    model_api.say(Step(text="It has two lines.", tokens=Tokens(2500, 2000, 20, 0)))
    second = codex.run(
        "exec",
        "resume",
        conversation,
        "--skip-git-repo-check",
        "--dangerously-bypass-approvals-and-sandbox",
        "How many lines has it?",
    )
    assert second.returncode == 0, second.stderr
    assert model_api.is_done

    prompts = ["Write alpha and beta into notes.txt, then change beta.", "How many lines has it?"]
    trace = trace_of(
        server,
        conversation,
        # Spans arrive before logs when Codex ends, so that a session is seen in parts for a moment.
        lambda trace: (
            all(any(o["input"] == prompt for o in of_type(trace, "AGENT")) for prompt in prompts)
            and len(of_type(trace, "GENERATION")) >= 5
        ),
    )
    assert trace["sessionId"] == conversation
    assert trace["environment"] == "e2e-main"

    turns = [o for o in of_type(trace, "AGENT") if o["input"]]
    assert {turn["input"] for turn in turns} == set(prompts)
    outputs = [str(turn["output"]) for turn in turns]
    assert any("notes.txt now ends in gamma." in output for output in outputs)
    assert any("It has two lines." in output for output in outputs)

    tools = of_type(trace, "TOOL")
    assert [tool["name"] for tool in tools] == ["exec_command", "exec_command", "apply_patch"]
    assert "wc -l notes.txt" in str(tools[0]["input"])
    assert "2 notes.txt" in str(tools[0]["output"])
    assert tools[0]["level"] == "DEFAULT"
    assert tools[1]["level"] in ("WARNING", "ERROR"), "a command that exits with 3 must stand out"
    assert "3" in tools[1]["statusMessage"]
    assert "+gamma" in str(tools[2]["input"])

    generations = of_type(trace, "GENERATION")
    assert {generation["model"] for generation in generations} == {MODEL}
    assert len(generations) == 5
    assert total_tokens(trace) == {
        "input": 3 * 1000 + 500 + 500,
        "input_cached_tokens": 1500 + 2000,
        "output": 3 * 50 + 50 + 20,
        "output_reasoning_tokens": 30,
        "total": 3 * 1050 + 2080 + 2520,
    }
    assert trace["totalCost"] > 0
    retries = [o for o in trace["observations"] if "500" in str(o["statusMessage"])]
    assert retries, "the failed attempt is part of the story"
    assert all(o["level"] in ("WARNING", "ERROR") for o in retries)


def test_a_turn_that_patched_files_becomes_one_item(server: Server, codex: Codex, model_api: ModelApi) -> None:
    codex.use_model(model_api.url)
    connect(server, codex, "--prompts", "--answers")
    (codex.work / "old.py").write_text("def f():\n    return 1\n", encoding="utf-8")
    (codex.work / "gone.txt").write_text("bye\n", encoding="utf-8")
    patch = (
        "*** Begin Patch\n"
        '*** Add File: docs/new.md\n+# New\n+\n+Text with "quotes" and ünïcode\n'
        "*** Update File: old.py\n*** Move to: renamed.py\n@@ def f():\n-    return 1\n+    return 2\n"
        "*** Delete File: gone.txt\n"
        "*** End Patch\n"
    )
    model_api.say(Step(patch=patch), Step(text="Three files changed."))
    done = codex.exec("Tidy up.")
    assert done.returncode == 0, done.stderr
    assert (codex.work / "renamed.py").read_text(encoding="utf-8") == "def f():\n    return 2\n"
    assert not (codex.work / "gone.txt").exists()
    trace = trace_of(
        server,
        conversation_of(codex),
        lambda trace: any(o["output"] for o in of_type(trace, "AGENT")) and bool(of_type(trace, "TOOL")),
    )

    name, root = "patched turns", f"/api/app/projects/{PROJECT}"
    body: dict[str, Any] = {"sources": [{"traceId": trace["id"]}]}
    with signed_in(server) as browser:
        body["datasetId"] = browser.post(f"{root}/datasets", json={"name": name}).raise_for_status().json()["id"]
        shown = browser.post(f"{root}/dataset-sources/preview", json=body).raise_for_status().json()
        added, again = (
            browser.post(f"{root}/dataset-sources/add", json=body).raise_for_status().json() for _ in range(2)
        )
    expected = {
        "answer": "Three files changed.",
        "changedFiles": [
            {"path": "docs/new.md", "change": "added", "patch": '+# New\n+\n+Text with "quotes" and ünïcode'},
            {
                "path": "old.py",
                "change": "updated",
                "movedTo": "renamed.py",
                "patch": "@@ def f():\n-    return 1\n+    return 2",
            },
            {"path": "gone.txt", "change": "deleted"},
        ],
    }
    (proposed,) = shown["items"]
    assert (proposed["kind"], proposed["notes"], proposed["problems"]) == ("turn", [], [])
    assert (json.loads(proposed["input"]), json.loads(proposed["expectedOutput"])) == ("Tidy up.", expected)
    assert (added["created"], added["refused"]) == (1, [])
    assert (again["created"], again["alreadyThere"]) == (0, 1)
    (item,) = server.get("/api/public/dataset-items", datasetName=name)["data"]
    assert (item["input"], item["expectedOutput"], item["sourceTraceId"]) == ("Tidy up.", expected, trace["id"])
    (turn,) = (o for o in of_type(trace, "AGENT") if o["parentObservationId"])
    assert item["sourceObservationId"] == turn["id"]


@pytest.mark.parametrize(
    "flags", [["--protocol", "json"], ["--protocol", "binary", "--metrics"]], ids=["json", "metrics"]
)
def test_other_encodings_and_all_signals_give_the_same_trace(
    server: Server, codex: Codex, model_api: ModelApi, flags: list[str]
) -> None:
    codex.use_model(model_api.url)
    connect(server, codex, "--prompts", "--answers", *flags)
    model_api.say(Step(calls=[shell("call_1", "echo hello")]), Step(text="Said hello."))
    assert codex.exec("Say hello.").returncode == 0
    trace = trace_of(
        server,
        conversation_of(codex),
        lambda trace: any(o["output"] for o in of_type(trace, "AGENT")) and bool(of_type(trace, "TOOL")),
    )
    assert [tool["name"] for tool in of_type(trace, "TOOL")] == ["exec_command"]
    assert total_tokens(trace) == {"input": 2000, "output": 100, "total": 2100}


@pytest.mark.parametrize("place", ["env", "dotenv"])
def test_the_secret_can_stay_out_of_the_file(server: Server, codex: Codex, model_api: ModelApi, place: str) -> None:
    codex.use_model(model_api.url)
    printed = connect(server, codex, "--secret-in", place)
    assert "Authorization" not in codex.config.read_text(encoding="utf-8")
    env = {}
    if place == "env":
        match = re.search(r"export OTEL_EXPORTER_OTLP_HEADERS='?([^'\s]+)", printed)
        assert match
        env["OTEL_EXPORTER_OTLP_HEADERS"] = match[1]
    assert codex.exec("Say something.", **env).returncode == 0
    trace = trace_of(server, conversation_of(codex), lambda trace: bool(of_type(trace, "GENERATION")))
    assert all("Say something." not in str(o["input"]) for o in trace["observations"]), "prompts are off by default"
