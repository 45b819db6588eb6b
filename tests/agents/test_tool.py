"""Tool calls, joined from their parts."""

import pytest

from sidelight.agents.head import tool_id_of
from sidelight.agents.vocabulary import CommandState, command_state
from sidelight.model import Level
from sidelight.model.time import NS_PER_MS
from tests.agents.scripted import SESSION, Script


def called() -> Script:
    return Script().starts().prompt().request().usage()


def test_a_call_has_arguments_output_times_and_its_approval() -> None:
    tool = called().decision(source="User").result(output="Process exited with code 0\nOutput:\nhi").only("tool")
    assert tool.id == tool_id_of(SESSION, "call_1")
    assert (tool.name, tool.input) == ("exec_command", '{"cmd": "ls"}')
    assert tool.output == "Process exited with code 0\nOutput:\nhi"
    assert tool.end_ns is not None
    assert tool.end_ns - tool.start_ns == 50 * NS_PER_MS
    assert (tool.metadata["decision"], tool.metadata["decision_source"]) == ("approved", "User")
    assert (tool.level, tool.metadata["exit_code"]) == (Level.DEFAULT, "0")


def test_another_exit_code_stands_out_although_codex_says_success() -> None:
    tool = called().result(output="Chunk ID: 1\nProcess exited with code 3\nOutput:\nfail").only("tool")
    assert (tool.level, tool.status_message) == (Level.WARNING, "Exit code 3")


def test_a_failed_tool_is_an_error() -> None:
    tool = called().result(tool_name="get", mcp_server="weather", output="Output:\nno", success="false").only("tool")
    assert (tool.name, tool.level, tool.status_message) == ("weather.get", Level.ERROR, "The tool failed")


@pytest.mark.parametrize(
    ("decision", "source", "status"),
    [
        ("denied", "User", "Rejected by User"),
        ("denied", "AutomatedReviewer", "Rejected by AutomatedReviewer"),
        ("abort", "User", "Rejected, and the turn stopped, by User"),
        ("timed_out", "", "Not approved in time"),
    ],
)
def test_a_refused_call_is_a_warning_that_says_who(decision: str, source: str, status: str) -> None:
    for script in (called().decision(decision=decision, source=source),):
        assert (script.only("tool").level, script.only("tool").status_message) == (Level.WARNING, status)
        with_result = script.result(success="false", output="exec_command failed: rejected").only("tool")
        assert (with_result.level, with_result.status_message) == (Level.WARNING, status)


def test_a_rejection_is_told_by_the_output_when_the_decision_was_lost() -> None:
    tool = called().result(success="false", output='CreateProcess { message: "Rejected(\\"rejected by user\\")" }')
    assert tool.only("tool").status_message == "Rejected"


def test_a_missing_result_is_running_at_first_and_lost_when_the_turn_went_on() -> None:
    script = called().decision()
    running = script.only("tool")
    assert (running.level, running.end_ns, running.output) == (Level.DEFAULT, None, None)
    lost = script.request().usage().only("tool")
    assert (lost.level, lost.status_message) == (Level.WARNING, "No result was received")


def test_a_call_that_outlives_the_next_prompt_stays_whole() -> None:
    script = called().decision().prompt("wait").result()
    tool = script.only("tool")
    assert tool.parent_id == script.all("turn")[0].id
    assert tool.output is not None


def test_failed_tools_without_call_id_do_not_collide() -> None:
    script = called()
    for _ in range(2):
        script.result(call_id=None, arguments=None, output="unknown tool", duration_ms="0", success="false")
    tools = script.all("tool")
    assert len({tool.id for tool in tools}) == 2
    assert all(tool.level is Level.ERROR for tool in tools)


def test_a_sandbox_escalation_is_kept() -> None:
    script = called().decision()
    script.event("sandbox_outcome", call_id="call_1", outcome="escalated", initial_duration_ms=65).result()
    tool = script.only("tool")
    assert (tool.metadata["sandbox_outcome"], tool.metadata["initial_duration_ms"]) == ("escalated", "65")


def test_an_old_sandbox_assessment_is_kept() -> None:
    script = called().event("sandbox_assessment", call_id="call_1", status="deny", risk_level="high").result()
    metadata = script.only("tool").metadata
    assert (metadata["review.status"], metadata["review.risk_level"]) == ("deny", "high")


def test_a_cut_output_is_marked() -> None:
    assert called().result(output_truncated=True).only("tool").metadata["output_truncated"] == "true"
    assert "output_truncated" not in called().result(output_truncated=False).only("tool").metadata


def test_the_call_that_started_a_sub_agent_names_it() -> None:
    child = "01a20857-e841-7501-ad92-de8b390ca515"
    tool = called().result(tool_name="spawn_agent", output=f'{{"agent_id":"{child}"}}').only("tool")
    assert tool.metadata["child_trace_id"] == child.replace("-", "")


@pytest.mark.parametrize(
    ("output", "state"),
    [
        ("Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 12\nOutput:\n", CommandState(12)),
        ("Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess", CommandState(0)),
        ("Exit code: -1\nOutput:\n", CommandState(-1)),
        ('{"output":"x","metadata":{"exit_code":2,"duration_seconds":0.1}}', CommandState(2)),
        ("Wall time: 1\nProcess running with session ID 77\nOutput:\n", CommandState(running_session="77")),
        ("Output:\nProcess exited with code 9\n", CommandState()),
        ("Wall time: 1\nOutput:\nExit code: 9", CommandState()),
        ("it printed Exit code: 9 itself", CommandState()),
        ("{not json", CommandState()),
        ("", CommandState()),
    ],
)
def test_the_exit_code_is_read_from_the_head_only(output: str, state: CommandState) -> None:
    assert command_state(output) == state
