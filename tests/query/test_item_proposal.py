"""Items from real captures and from applications: what becomes input, expected output and metadata."""

import orjson
import pytest

from sidelight.model import Level, ObservationType, ScoreDataType, Trace
from sidelight.query.dataset_source import MissingSource, SourceRef, load_sources, resolve_refs
from sidelight.query.item_mapping import ItemMapping, mapped
from sidelight.query.item_proposal import ItemProposal, ProposalRefused, propose
from sidelight.store.rows import observation_row, trace_row
from tests.fixtures.event_store import Seed
from tests.golden.captures import fold_capture, priced

PATCH = "*** Begin Patch\n*** Update File: app.py\n@@\n-a\n+b\n*** End Patch"


def seed_capture(seed: Seed, name: str) -> list[Trace]:
    """Put a capture into the store as the pipeline would; its traces by time."""
    traces = []
    with seed.together():
        for folded in fold_capture(name).values():
            for one in priced(folded):
                seed.rows("observations", observation_row(seed.project_id, one, one.start_ns))
            if folded.trace:
                seed.rows("traces", trace_row(seed.project_id, folded.trace, folded.trace.timestamp_ns))
                traces.append(folded.trace)
    return sorted(traces, key=lambda trace: trace.timestamp_ns)


async def proposals(seed: Seed, *refs: SourceRef, by_turn: bool = True) -> list[ItemProposal]:
    found = await load_sources(seed.reader, await resolve_refs(seed.reader, refs, by_turn=by_turn))
    return [propose(source) for source in found]


async def refusal(seed: Seed, ref: SourceRef) -> str:
    (source,) = await load_sources(seed.reader, [ref])
    with pytest.raises(ProposalRefused) as refused:
        propose(source)
    return str(refused.value)


# --- Codex ------------------------------------------------------------------------------------------------------------


async def test_a_captured_turn(seed: Seed) -> None:
    (trace,) = seed_capture(seed, "03_tools_logs_traces_pb")
    (item,) = await proposals(seed, SourceRef(trace.id))
    assert item.kind == "turn"
    assert item.input == "Create notes.txt and report how many lines it has"
    assert item.expected_output == {"answer": "notes.txt has two lines: alpha and beta.", "changedFiles": []}
    assert item.metadata == {
        "agent": "codex",
        "model": "gpt-5.5",
        "effort": "medium",
        "codex_version": "0.169.0",
        "duration_ms": 762,
        "cost_usd": 0.0183,
        "tools": {"exec_command": 4},
    }
    assert item.notes == ("Commands ran; which files they changed is not in the telemetry.",)
    assert item.source_metadata["team"] == "blue"


async def test_each_turn_of_a_session_is_an_item(seed: Seed) -> None:
    (trace,) = seed_capture(seed, "08_multi_turn_resume_logs_pb")
    items = await proposals(seed, SourceRef(trace.id))
    assert [item.input for item in items] == ["Remember the number 42", "Double it"]
    assert len({item.ref for item in items}) == 2
    assert all(item.ref.trace_id == trace.id and item.ref.observation_id for item in items)
    (whole,) = await proposals(seed, SourceRef(trace.id), by_turn=False)
    assert (whole.kind, whole.input) == ("trace", "Remember the number 42")


async def test_an_answer_that_was_not_exported_is_said_to_be_so(seed: Seed) -> None:
    (trace,) = seed_capture(seed, "05_http_retry_logs_pb")
    items = await proposals(seed, SourceRef(trace.id))
    silent = [item for item in items if "answer" not in item.expected_output]
    for item in items:
        assert ("answer" in item.expected_output) is (item.expected_output.get("notExported") is None)
    assert silent or all(item.expected_output["answer"] for item in items)


@pytest.mark.parametrize(
    "name",
    ["01_plain_answer_logs_pb", "09_approvals_mcp_appserver_pb", "10_subagent_logs_traces_pb", "11_websocket_logs_pb"],
)
async def test_every_turn_of_the_captures_makes_an_item(seed: Seed, name: str) -> None:
    traces = seed_capture(seed, name)
    items = await proposals(seed, *(SourceRef(trace.id) for trace in traces))
    assert items
    for item in items:
        assert item.input
        assert {"changedFiles"} <= set(item.expected_output) <= {"answer", "changedFiles", "notExported"}
        assert item.metadata["codex_version"] == "0.169.0"
        assert item.metadata["cost_usd"] > 0
        orjson.dumps([item.input, item.expected_output, item.metadata])


def seed_turn(seed: Seed, trace_id: str, turn_id: str = "turn", **fields: object) -> None:
    given = {"input": "Fix it", "output": "Fixed.", **fields}
    seed.trace(trace_id, 0, kind="session", input="Fix it", source="codex")
    seed.observation(trace_id, f"{trace_id} root", 0, 9, type=ObservationType.AGENT, kind="session", source="codex")
    seed.observation(
        trace_id,
        turn_id,
        1,
        5,
        type=ObservationType.AGENT,
        kind="turn",
        parent_id=f"{trace_id} root",
        source="codex",
        version="0.169.0",
        **given,
    )


def seed_tool(
    seed: Seed, trace_id: str, id: str, at_s: float, text: str, parent: str = "turn", **fields: object
) -> None:
    seed.observation(
        trace_id, id, at_s, 1, type=ObservationType.TOOL, kind="tool", parent_id=parent, input=text, **fields
    )


async def test_files_are_those_that_patches_really_changed(seed: Seed) -> None:
    seed_turn(seed, "t")
    second = PATCH.replace("-a", "-b").replace("+b", "+c")
    seed_tool(seed, "t", "1", 2, PATCH, name="apply_patch", metadata={"exit_code": "0"})
    seed_tool(seed, "t", "2", 3, PATCH.replace("app.py", "no.py"), name="apply_patch", level=Level.ERROR)
    seed_tool(seed, "t", "3", 4, PATCH.replace("app.py", "denied.py"), name="apply_patch", level=Level.WARNING)
    seed_tool(
        seed,
        "t",
        "4",
        5,
        orjson.dumps({"cmd": f"apply_patch <<E\n{second}\nE", "workdir": "/r"}).decode(),
        name="exec_command",
        metadata={"exit_code": "0"},
    )
    (item,) = await proposals(seed, SourceRef("t", "turn"))
    assert item.expected_output == {
        "answer": "Fixed.",
        "changedFiles": [{"path": "app.py", "change": "updated", "patch": "@@\n-a\n+b\n@@\n-b\n+c"}],
    }
    assert item.metadata["cwd"] == "/r"
    assert item.metadata["tools"] == {"apply_patch": 3, "exec_command": 1}


async def test_what_sub_agents_changed_and_cost_counts(seed: Seed) -> None:
    seed_turn(seed, "t")
    seed_tool(seed, "t", "spawn", 2, "{}", name="spawn_agent", metadata={"child_trace_id": "child"})
    seed_turn(seed, "child", "child turn")
    seed_tool(seed, "child", "patch", 3, PATCH, "child turn", name="apply_patch", metadata={"exit_code": "0"})
    seed_tool(seed, "child", "spawn2", 3, "{}", "child turn", name="spawn_agent", metadata={"child_trace_id": "child2"})
    seed.trace("child2", 4)
    seed.generation("child2", "call", 4, cost=0.5)
    # A sender may claim a circle.
    seed_tool(seed, "child2", "spawn3", 4, "{}", "call", name="spawn_agent", metadata={"child_trace_id": "child"})
    (item,) = await proposals(seed, SourceRef("t", "turn"))
    assert [file["path"] for file in item.expected_output["changedFiles"]] == ["app.py"]
    assert item.metadata["cost_usd"] == 0.5


async def test_a_redacted_prompt_makes_no_item(seed: Seed) -> None:
    seed_turn(seed, "t", input=None, metadata={"redacted": "true"})
    assert "log_user_prompt = true" in await refusal(seed, SourceRef("t", "turn"))


async def test_a_missing_answer_is_no_empty_answer(seed: Seed) -> None:
    seed_turn(seed, "t", output=None, metadata={"answer": "not exported"})
    (item,) = await proposals(seed, SourceRef("t"))
    assert item.expected_output == {"changedFiles": [], "notExported": ["answer"]}
    assert any("log_agent_responses" in note for note in item.notes)


async def test_a_correction_goes_before_what_was_said(seed: Seed) -> None:
    seed_turn(seed, "t")
    seed.score("old", 1, trace_id="t", observation_id="turn", data_type=ScoreDataType.CORRECTION, string_value="No.")
    seed.score("new", 2, trace_id="t", observation_id="turn", data_type=ScoreDataType.CORRECTION, string_value="Yes.")
    (item,) = await proposals(seed, SourceRef("t"))
    assert item.expected_output == {"answer": "Yes.", "changedFiles": []}
    assert item.metadata["expected_from"] == "correction"


async def test_a_correction_of_a_session_of_one_turn_is_that_of_the_turn(seed: Seed) -> None:
    seed_turn(seed, "t")
    seed.score("c", 1, trace_id="t", data_type=ScoreDataType.CORRECTION, string_value='{"answer": "All of it."}')
    (item,) = await proposals(seed, SourceRef("t"))
    assert item.expected_output == {"answer": "All of it."}
    seed_turn(seed, "t", "second turn", input="More")
    assert [one.expected_output["answer"] for one in await proposals(seed, SourceRef("t"))] == ["Fixed.", "Fixed."]


# --- applications -----------------------------------------------------------------------------------------------------

MESSAGES = '[{"role": "system", "content": "Be brief."}, {"role": "user", "content": [{"type": "text", "text": "Hi"}]}]'


async def test_a_generation(seed: Seed) -> None:
    seed.generation(
        "t",
        "g",
        0,
        input=f'{{"messages": {MESSAGES}}}',
        output='[{"role": "assistant", "content": "Hello"}]',
        cost=0.5,
        metadata={"tenant": '{"id": 7}'},
    )
    (item,) = await proposals(seed, SourceRef("t", "g"))
    assert item.kind == "generation"
    assert item.input == orjson.loads(MESSAGES)
    assert item.expected_output == {"role": "assistant", "content": "Hello"}
    assert (item.metadata["model"], item.metadata["cost_usd"]) == ("gpt-5", 0.5)
    only_user = mapped(item, ItemMapping("last_user_message", metadata="all"))
    assert only_user.input == "Hi"
    assert only_user.metadata["source"] == {"tenant": {"id": 7}}
    by_path = mapped(item, ItemMapping("path", "$[0].content", "path", "$.content", "none"))
    assert (by_path.input, by_path.expected_output, by_path.metadata) == ("Be brief.", "Hello", {})
    assert mapped(item, ItemMapping(expected_output="none")).expected_output is None
    with pytest.raises(ProposalRefused, match=r"input: Nothing stands at \$\.question"):
        mapped(item, ItemMapping("path", "$.question"))


async def test_a_trace_takes_the_texts_of_its_root(seed: Seed) -> None:
    seed.observation("t", "root", 0, input='{"question": "why"}', output='"because"')
    (item,) = await proposals(seed, SourceRef("t"))
    assert (item.kind, item.input, item.expected_output) == ("trace", {"question": "why"}, "because")
    with pytest.raises(ProposalRefused, match="no message of a user"):
        mapped(item, ItemMapping("last_user_message"))


async def test_what_holds_nothing_is_refused(seed: Seed) -> None:
    seed.observation("t", "o", 0)
    seed.generation("t", "call", 1, kind="model_call", input=None, output=None)
    assert "Neither input nor output" in await refusal(seed, SourceRef("t", "o"))
    assert "add the turn around it" in await refusal(seed, SourceRef("t", "call"))
    assert "no such trace" in await refusal(seed, SourceRef("nothing"))
    assert "no such observation" in await refusal(seed, SourceRef("t", "nothing"))


async def test_ids_are_those_of_their_trace_and_project(seed: Seed, store: object) -> None:
    seed.observation("t", "same", 0, input="of t")
    seed.observation("u", "same", 0, input="of u")
    of_u, of_t = await proposals(seed, SourceRef("u", "same"), SourceRef("t", "same"), SourceRef("u", "same"))
    assert (of_u.input, of_t.input) == ("of u", "of t")
    others = Seed(seed.store)
    assert await load_sources(others.reader, [SourceRef("t")]) == [MissingSource(SourceRef("t"))]
