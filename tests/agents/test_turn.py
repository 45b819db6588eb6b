"""Turns: prompt, answer, and an outcome that no record states."""

import pytest

from sidelight.model import Level
from tests.agents.scripted import STEP_NS, Script


def test_a_finished_turn_has_prompt_answer_and_no_status() -> None:
    turn = Script().starts().prompt("Why?").request().usage().answer("Because.").only("turn")
    assert (turn.input, turn.output) == ("Why?", "Because.")
    assert (turn.level, turn.status_message) == (Level.DEFAULT, "")
    assert turn.end_ns == turn.start_ns + 3 * STEP_NS
    assert "answer" not in turn.metadata


def test_an_answer_that_was_not_exported_is_said_so() -> None:
    turn = Script().starts().prompt().request().usage().only("turn")
    assert turn.output is None
    assert turn.metadata["answer"] == "not exported"
    assert "log_agent_responses" in turn.metadata["answer_hint"]


def test_a_redacted_prompt_is_no_text() -> None:
    script = Script().starts().prompt("[REDACTED]", prompt_length="42").request().usage()
    turn = script.only("turn")
    assert turn.input is None
    assert (turn.metadata["redacted"], turn.metadata["prompt_length"]) == ("true", "42")
    trace = script.fold().trace
    assert trace
    assert (trace.name, trace.input, trace.metadata["redacted"]) == ("Codex session", None, "true")


def test_a_prompt_that_only_looks_redacted_is_kept() -> None:
    assert Script().prompt("[REDACTED]").only("turn").input == "[REDACTED]"


@pytest.mark.parametrize(
    ("script", "waiting_for"),
    [
        (Script().prompt(), "after the prompt"),
        (Script().prompt().request(), "after a model request"),
        (Script().prompt().request().usage().decision(), "after a tool call"),
        (Script().prompt().request().usage().decision().result(), "after a tool call"),
        (Script().prompt().request().decision().result().usage(), "after a tool call"),
        (Script().prompt().request().usage().decision().result().request(), "after a model request"),
    ],
)
def test_a_turn_without_its_end_is_not_shown_as_done(script: Script, waiting_for: str) -> None:
    turn = script.only("turn")
    assert turn.level is Level.WARNING
    assert turn.status_message.startswith(f"No recorded end {waiting_for}")
    assert "answer" not in turn.metadata
    assert turn.metadata["open"] == "true"


@pytest.mark.parametrize("script", [Script().prompt().request().usage().decision(), Script().prompt().result()])
def test_a_turn_without_its_end_lasts_until_its_last_tool(script: Script) -> None:
    assert script.only("turn").end_ns == script.time_ns


def test_the_next_prompt_ends_a_turn_without_blame() -> None:
    first, second = Script().prompt("one").request().usage().result().prompt("two").request().usage().all("turn")
    assert (first.level, second.level) == (Level.DEFAULT, Level.DEFAULT)
    assert first.status_message == "The next prompt came before an answer: interrupted or steered"
    assert second.status_message == ""


def test_a_resume_after_a_lost_end_leaves_the_warning() -> None:
    first, _ = Script().starts().prompt().request().starts().prompt().request().usage().all("turn")
    assert first.level is Level.WARNING
    assert "still running" not in first.status_message


def test_a_failed_call_without_another_one_fails_the_turn() -> None:
    script = Script().prompt().refused(500).refused(401, attempt=1)
    turn = script.only("turn")
    assert turn.level is Level.ERROR
    assert turn.status_message == "The model call failed (2 attempts): HTTP 401"
    assert [attempt.level for attempt in script.all("attempt")] == [Level.WARNING, Level.ERROR]


def test_a_failed_call_followed_by_a_good_one_does_not() -> None:
    script = Script().prompt().refused(500).request().usage()
    assert script.only("turn").level is Level.DEFAULT
    assert script.only("turn").metadata["failed_attempts"] == "1"
    assert script.only("attempt").level is Level.WARNING


def test_an_answer_ends_a_turn_even_if_its_call_used_a_tool() -> None:
    assert Script().prompt().request().decision().result().usage().answer().only("turn").status_message == ""


def test_a_retry_under_way_is_not_a_failure_yet() -> None:
    turn = Script().prompt().refused(500).request().only("turn")
    assert turn.status_message.startswith("No recorded end after a model request")


def test_ttft_and_turn_id_come_from_where_they_are() -> None:
    script = Script().prompt().request().event("turn_ttft", duration_ms="321").usage().answer(turn__id="turn-1")
    turn = script.only("turn")
    assert (turn.metadata["ttft_ms"], turn.metadata["turn_id"]) == ("321", "turn-1")


def test_a_late_cost_goes_to_its_turn_not_to_the_one_under_way() -> None:
    script = Script().prompt("one").request().usage().answer(turn__id="turn-1").prompt("two").request().usage()
    script.event("turn_cost", turn__id="turn-1", usage__estimated_usd=0.25)
    first, second = script.all("turn")
    assert first.metadata["turn_cost.usage.estimated_usd"] == "0.25"
    assert "turn_cost.usage.estimated_usd" not in second.metadata
    assert first.end_ns is not None
    assert first.end_ns < second.start_ns


def test_a_unary_request_leaves_no_turn_waiting() -> None:
    script = Script().prompt().request().usage().request(endpoint="/responses/compact", duration_ms="900")
    assert script.only("turn").status_message == ""
    assert script.only("event").name == "api_request /responses/compact"


def test_a_failed_unary_request_does_not_fail_the_turn() -> None:
    script = Script().prompt().request().usage().refused(500, endpoint="/responses/compact")
    assert (script.only("turn").level, script.only("event").level) == (Level.DEFAULT, Level.WARNING)
