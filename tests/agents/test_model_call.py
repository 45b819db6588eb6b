"""Generations and failed attempts."""

import pytest

from sidelight.model import Level, ObservationType
from sidelight.model.time import NS_PER_MS
from tests.agents.scripted import STEP_NS, Script


def test_a_usage_record_is_a_generation_from_its_request_on() -> None:
    script = Script().starts().prompt().request().usage("1200", 60, cached_token_count=400, reasoning_token_count="20")
    call = script.only("model_call")
    assert call.type is ObservationType.GENERATION
    assert call.usage == {
        "input": 800,
        "input_cached_tokens": 400,
        "output": 40,
        "output_reasoning_tokens": 20,
        "total": 1260,
    }
    assert call.end_ns is not None
    assert call.end_ns - call.start_ns == STEP_NS + 40 * NS_PER_MS
    assert call.completion_start_ns == call.start_ns + 60 * NS_PER_MS
    assert (call.model, call.model_provider) == ("gpt-5.5", "OpenAI")


def test_tool_token_count_is_never_added() -> None:
    call = Script().prompt().request().usage("5", "2", tool_token_count="7").only("model_call")
    assert call.usage["total"] == 7


def test_the_stream_event_of_the_same_name_is_not_counted() -> None:
    script = Script().prompt().request()
    script.event("sse_event", event__kind="response.completed", duration_ms="3").usage()
    assert len(script.all("model_call")) == 1


def test_effort_and_tier_are_model_parameters() -> None:
    call = Script().prompt().request().usage(model_reasoning_effort="high", service_tier="flex").only("model_call")
    assert call.model_parameters == {"reasoning_effort": "high", "service_tier": "flex"}


def test_a_usage_record_without_request_starts_as_late_as_is_known() -> None:
    call = Script().prompt().usage(ttft_ms=30).only("model_call")
    assert call.end_ns is not None
    assert call.end_ns - call.start_ns == 30 * NS_PER_MS
    assert "request" in call.metadata


@pytest.mark.parametrize("answer_first", [True, False])
def test_the_answer_belongs_to_its_own_call(answer_first: bool) -> None:
    script = Script().prompt().request().usage().result().request()
    script = script.answer("yes").usage() if answer_first else script.usage().answer("yes")
    assert [call.output for call in script.all("model_call")] == [None, "yes"]


def test_attempts_are_numbered_through_reconnects() -> None:
    script = Script().prompt().refused(500, attempt=0).refused(429, attempt=1).refused(503, attempt=0).request().usage()
    assert [attempt.status_message for attempt in script.all("attempt")] == [
        "HTTP 500 (attempt 1)",
        "HTTP 429 (attempt 2)",
        "HTTP 503 (attempt 3)",
    ]
    assert script.only("model_call").metadata["failed_attempts"] == "3"


def test_a_broken_stream_lasts_from_its_request() -> None:
    script = Script().prompt().request()
    script.event("sse_event", event__kind="response.completed", error__message="stream closed").request().usage()
    broken = script.only("attempt")
    assert broken.name == "broken stream"
    assert broken.end_ns is not None
    assert broken.end_ns - broken.start_ns == STEP_NS + 40 * NS_PER_MS
    assert len(script.all("model_call")) == 1


def test_a_stream_that_went_silent_is_a_failure_without_kind() -> None:
    script = Script().prompt().request().event("sse_event", error__message="idle timeout waiting for SSE")
    assert script.only("turn").level is Level.ERROR


def test_an_unreadable_stream_event_does_not_end_the_call() -> None:
    script = Script().prompt().request()
    script.event("sse_event", event__kind="response.output_text.delta", error__message="key must be a string").usage()
    assert script.only("turn").level is Level.DEFAULT
    assert script.only("event").level is Level.WARNING


def test_warm_up_belongs_to_the_session() -> None:
    script = Script().starts().event("websocket_request", duration_ms="0", success="true")
    script.usage("0", "0", ttft_ms=None).prompt().event("websocket_request", success="true").usage()
    warm_up, call = script.all("model_call")
    assert (warm_up.name, warm_up.parent_id) == ("warm-up call", script.only("session").id)
    assert (call.name, call.parent_id) == ("model call", script.only("turn").id)
    assert call.metadata["transport"] == "websocket"


def test_a_failed_websocket_is_an_attempt() -> None:
    script = Script().prompt().event("websocket_connect", success="false", error__message="refused").request().usage()
    assert script.only("attempt").status_message == "refused (attempt 1)"


def test_a_resumed_session_may_have_another_provider() -> None:
    script = Script().starts().prompt().request().usage()
    script.event("conversation_starts", provider_name="azure").prompt().request().usage()
    assert [call.model_provider for call in script.all("model_call")] == ["OpenAI", "azure"]
