"""What Codex sent becomes the right session: golden files, and the facts of Codex's own transcripts."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidelight.agents.head import tool_id_of
from sidelight.model import Observation
from tests.golden.captures import NAMES, fold_capture, fold_events, load, priced, read_capture, read_spans, rollouts
from tests.golden.render import render

WITH_SPANS = [name for name in NAMES if load(name).spans]


def golden_path(name: str) -> Path:
    return Path(__file__).parent / "sessions" / f"{name}.txt"


def of_kind(observations: tuple[Observation, ...], kind: str) -> list[Observation]:
    return [observation for observation in observations if observation.kind == kind]


@pytest.mark.parametrize("name", NAMES)
def test_a_capture_gives_its_golden_tree(name: str) -> None:
    assert render(read_capture(name)) == golden_path(name).read_text(), (
        "python -m tests.golden.update, then read the diff"
    )


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_the_captures_is_unknown(name: str) -> None:
    assert read_capture(name).unknown == ()


@pytest.mark.parametrize("name", NAMES)
def test_tokens_equal_the_transcript_call_by_call(name: str) -> None:
    sessions = fold_capture(name)
    for session_id, lines in rollouts(name).items():
        calls = of_kind(sessions[session_id].observations, "model_call")
        counted = [_as_reported(call) for call in calls if "warm_up" not in call.metadata]
        assert counted == [line["usage"] for line in lines if line["line"] == "token_usage_record"]
        totals = [
            line["info"]["total_token_usage"] for line in lines if line.get("type") == "token_count" and line["info"]
        ]
        summed = {key: sum(call[key] for call in counted) for key in (totals[-1] if totals else {})}
        assert summed == (totals[-1] if totals else {})


def _as_reported(call: Observation) -> dict[str, int]:
    """The transcript's inclusive counts, from the ledger."""
    count = call.usage.get
    cached, written, reasoning = (
        count("input_cached_tokens", 0),
        count("input_cache_creation", 0),
        count("output_reasoning_tokens", 0),
    )
    return {
        "input_tokens": count("input", 0) + cached + written,
        "cached_input_tokens": cached,
        "cache_write_input_tokens": written,
        "output_tokens": count("output", 0) + reasoning,
        "reasoning_output_tokens": reasoning,
        "total_tokens": count("total", 0),
    }


@pytest.mark.parametrize("name", NAMES)
def test_turns_answers_and_exit_codes_equal_the_transcript(name: str) -> None:
    sessions = fold_capture(name)
    for session_id, lines in rollouts(name).items():
        observations = sessions[session_id].observations
        done = [line for line in lines if line.get("type") == "task_complete"]
        turns = of_kind(observations, "turn")
        assert len(turns) == len(done)
        for turn, line in zip(turns, done, strict=True):
            assert turn.metadata.get("turn_id", line["turn_id"]) == line["turn_id"]
            assert (turn.level == "ERROR") == bool(line.get("error"))
            if turn.metadata.get("answer") != "not exported":
                assert turn.output == line["last_agent_message"]
        tools = {tool.id: tool for tool in of_kind(observations, "tool")}
        for line in lines:
            item = line.get("item", {})
            if item.get("type") == "CommandExecution" and item["status"] != "declined":
                tool = tools[tool_id_of(session_id, item["id"])]
                assert tool.metadata["exit_code"] == str(item["exit_code"])
                assert (tool.level == "WARNING") == (item["exit_code"] != 0)


@pytest.mark.parametrize("name", WITH_SPANS)
def test_logs_alone_give_the_same_totals_and_observations(name: str) -> None:
    both, logs_alone = fold_capture(name), fold_capture(name, with_spans=False)
    assert both.keys() == logs_alone.keys()
    for session_id, folded in both.items():
        other = logs_alone[session_id]
        assert _essence(priced(folded)) == _essence(priced(other))
        assert folded.trace
        assert other.trace
        assert folded.trace == replace(other.trace, timestamp_ns=folded.trace.timestamp_ns)


def _essence(observations: list[Observation]) -> list[tuple[object, ...]]:
    return sorted((o.id, o.parent_id, o.type, o.level, o.input, o.output, o.usage, o.cost_usd) for o in observations)


def test_the_sub_agent_hangs_below_the_call_that_started_it() -> None:
    sessions = fold_capture("10_subagent_logs_traces_pb")
    parent, child = sorted(sessions.values(), key=lambda folded: folded.trace is not None and folded.trace.kind)
    assert parent.trace
    assert child.trace
    assert (parent.trace.kind, child.trace.kind) == ("session", "subagent")
    spawn = next(tool for tool in parent.observations if tool.name == "spawn_agent")
    assert (child.trace.parent_trace_id, child.trace.parent_observation_id) == (parent.trace.id, spawn.id)
    assert spawn.metadata["child_trace_id"] == child.trace.id


@pytest.mark.parametrize("name", WITH_SPANS)
def test_spans_alone_give_turns_with_the_same_tokens(name: str) -> None:
    both = fold_capture(name)
    spans_alone = fold_events(event for spans in load(name).spans for event in read_spans(spans).events)
    for session_id, folded in spans_alone.items():
        assert len(of_kind(folded.observations, "turn")) == len(of_kind(both[session_id].observations, "turn"))
        assert _total(folded.observations) == _total(both[session_id].observations)
        expected = {tool.id for tool in of_kind(both[session_id].observations, "tool")}
        assert {tool.id for tool in of_kind(folded.observations, "tool")} == expected
        assert folded.trace
        assert "advice" in folded.trace.metadata


def _total(observations: tuple[Observation, ...]) -> int:
    return sum(observation.usage.get("total", 0) for observation in observations)
