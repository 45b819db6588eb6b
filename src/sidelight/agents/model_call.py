"""Model calls of one window: usage records become generations, failures become attempts.

A call is logged in parts: a request (when the response's headers arrive), a failure or a usage record (at the end), an
answer shortly before or after the usage record. There is no id that joins them, only their order.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sidelight.agents import vocabulary
from sidelight.model import AgentEvent, AgentEventKind, Level, Observation, ObservationType
from sidelight.model.ids import derive_id
from sidelight.model.time import NS_PER_MS


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request that was refused, or a stream that broke. ``number`` counts from 1 since the last finished call."""

    event: AgentEvent
    number: int
    request: AgentEvent | None = None


@dataclass(slots=True)
class Call:
    """A finished call with the request that began it (None when it was sent before this window, or was lost)."""

    response: AgentEvent
    request: AgentEvent | None
    attempts_before: int
    answer: AgentEvent | None = None


@dataclass(slots=True)
class ModelCalls:
    """The calls of a window in order. ``open_request`` was accepted, and neither finished nor failed."""

    calls: list[Call] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    answers: list[AgentEvent] = field(default_factory=list)
    open_request: AgentEvent | None = None
    trailing_failures: int = 0

    @classmethod
    def of(cls, events: Sequence[AgentEvent]) -> "ModelCalls":
        """Calls from a window's events, sorted by time."""
        found = cls()
        requests: list[int] = []
        for event in events:
            match event.kind:
                case AgentEventKind.MODEL_REQUEST:
                    found.open_request = event
                    requests.append(event.time_ns)
                case AgentEventKind.MODEL_FAILURE:
                    found.trailing_failures += 1
                    request = None if vocabulary.is_request(event) else found.open_request
                    found.attempts.append(Attempt(event, found.trailing_failures, request))
                    found.open_request = None
                case AgentEventKind.MODEL_RESPONSE:
                    found.calls.append(Call(event, found.open_request, found.trailing_failures))
                    found.open_request, found.trailing_failures = None, 0
                case AgentEventKind.ANSWER:
                    found.answers.append(event)
        found._give_answers(requests)
        return found

    def _give_answers(self, requests: list[int]) -> None:
        """An answer belongs to the call that lies between the same two requests."""
        by_interval = {bisect_right(requests, call.response.time_ns): call for call in self.calls}
        for answer in self.answers:
            call = by_interval.get(bisect_right(requests, answer.time_ns))
            if call:
                call.answer = answer

    @property
    def last_failure(self) -> AgentEvent | None:
        """The failure after which no call finished and no new request was accepted."""
        if self.trailing_failures and self.open_request is None:
            return self.attempts[-1].event
        return None


def generation(call: Call, provider: str, parent_id: str, is_warm_up: bool, shared: Mapping[str, Any]) -> Observation:
    """The generation of a finished call.

    It starts when its request was sent. Codex measures ``ttft_ms`` from the response's headers (0.169.0), so the first
    token came that long after the request's record.
    """
    response, request = call.response, call.request
    end_ns = response.time_ns
    wait_ms = vocabulary.number(response, "ttft_ms")
    wait_ns = min(max(wait_ms, 0) * NS_PER_MS, end_ns) if wait_ms is not None else None
    start_ns = vocabulary.start_ns(request) if request else end_ns - (wait_ns or 0)
    first_token_ns = min((request.time_ns if request else start_ns) + wait_ns, end_ns) if wait_ns is not None else None
    parameters = {
        "reasoning_effort": vocabulary.text(response, "model_reasoning_effort"),
        "service_tier": vocabulary.text(response, "service_tier"),
    }
    return Observation(
        id=derive_id(response.session_id, "generation", response.event_id),
        type=ObservationType.GENERATION,
        kind="model_call",
        name="warm-up call" if is_warm_up else "model call",
        start_ns=start_ns,
        end_ns=end_ns,
        parent_id=parent_id,
        completion_start_ns=first_token_ns,
        model=vocabulary.text(response, "model"),
        model_provider=provider,
        model_parameters={key: value for key, value in parameters.items() if value},
        usage=vocabulary.usage(response).as_details(),
        output=vocabulary.body_text(call.answer, "response") if call.answer else None,
        metadata=_call_metadata(call, wait_ms, is_warm_up),
        **shared,
    )


def _call_metadata(call: Call, wait_ms: int | None, is_warm_up: bool) -> dict[str, str]:
    found = {
        "ttft_ms": "" if wait_ms is None else str(wait_ms),
        "failed_attempts": str(call.attempts_before) if call.attempts_before else "",
        "warm_up": "true" if is_warm_up else "",
    }
    if call.request:
        found |= {
            "transport": "websocket" if vocabulary.is_websocket(call.request) else "http",
            "endpoint": vocabulary.text(call.request, "endpoint"),
            "headers_ms": vocabulary.text(call.request, "duration_ms"),
            "http_status": vocabulary.text(call.request, "http.response.status_code"),
        }
    else:
        found["request"] = "Its request was not received, or was sent before this prompt: the start is not known."
    return {key: value for key, value in found.items() if value}


def attempt(tried: Attempt, parent_id: str, is_last_word: bool, shared: Mapping[str, Any]) -> Observation:
    """The event of a failed attempt: a warning, or an error when the turn ended with it (``is_last_word``)."""
    event = tried.event
    request = tried.request or event
    return Observation(
        id=derive_id(event.session_id, "attempt", event.event_id),
        type=ObservationType.EVENT,
        kind="attempt",
        name="failed request" if vocabulary.is_request(event) else "broken stream",
        start_ns=min(vocabulary.start_ns(request), event.time_ns),
        end_ns=event.time_ns,
        parent_id=parent_id,
        level=Level.ERROR if is_last_word else Level.WARNING,
        status_message=f"{failure_text(event)} (attempt {tried.number})",
        model=vocabulary.text(event, "model"),
        metadata={"attempt_number": str(tried.number), **vocabulary.details(event)},
        **shared,
    )


def failure_text(event: AgentEvent) -> str:
    """One line on why a model call failed: HTTP status and message where they are known."""
    status = vocabulary.text(event, "http.response.status_code")
    message = vocabulary.text(event, "error.message") or vocabulary.text(event, "auth.error")
    parts = [f"HTTP {status}"] if status else []
    if message and message.lower() != f"http {status}":
        parts.append(message)
    return ": ".join(parts) or "The model call failed"
