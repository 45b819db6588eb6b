"""One turn: from a prompt to the next one, with its outcome.

Codex sends no record of a turn's end and none of its failure. Both are inferred: a turn is complete when its last model
call asked for no tool; it has failed when its last word is a failed attempt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sidelight.agents import vocabulary
from sidelight.agents.model_call import ModelCalls, failure_text
from sidelight.agents.slice import END_OF_TIME_NS, Window, anchor_ns
from sidelight.agents.tool import ToolCall
from sidelight.model import AgentEvent, AgentEventKind, Level, Observation, ObservationType
from sidelight.model.ids import derive_id

ANSWER_HINT = "Set log_agent_responses = true under [otel] in Codex's config.toml to see answers."
PROMPT_HINT = "Set log_user_prompt = true under [otel] in Codex's config.toml to see prompts."

# They may come long after the turn, or have nothing to do with its end.
_NO_END_KINDS = (AgentEventKind.TURN_COST, AgentEventKind.REVIEW, AgentEventKind.OTHER, AgentEventKind.SUBAGENT_LINK)


def turn_id_of(prompt: AgentEvent) -> str:
    """Id of the turn that a prompt starts."""
    return derive_id(prompt.session_id, "turn", prompt.event_id)


@dataclass(frozen=True, slots=True)
class Turn:
    """A prompt with everything in its window. ``spans`` are the turn spans that cover the prompt."""

    prompt: AgentEvent
    window: Window
    events: Sequence[AgentEvent]
    calls: ModelCalls
    tools: Sequence[ToolCall]
    spans: Sequence[AgentEvent]
    costs: Sequence[AgentEvent]

    @property
    def id(self) -> str:
        """Id of the turn's observation."""
        return turn_id_of(self.prompt)

    def observation(self, root_id: str, shared: Mapping[str, Any]) -> Observation:
        """The turn's observation, without its children."""
        level, status = self._outcome()
        answer = self._answer()
        return Observation(
            id=self.id,
            type=ObservationType.AGENT,
            kind="turn",
            name="turn",
            start_ns=self.prompt.time_ns,
            end_ns=self._end_ns(),
            parent_id=root_id,
            level=level,
            status_message=status,
            input=vocabulary.prompt_text(self.prompt),
            output=vocabulary.body_text(answer, "response") if answer else None,
            metadata=self._metadata(answer, is_complete=level is Level.DEFAULT and not status),
            **shared,
        )

    def _answer(self) -> AgentEvent | None:
        return self.calls.answers[-1] if self.calls.answers else None

    def _end_ns(self) -> int:
        """The end of the turn's span, else the last sign of life."""
        if self.spans:
            return max(span.end_ns for span in self.spans)
        signs = [anchor_ns(event) for event in self.events if event.kind not in _NO_END_KINDS]
        signs += [tool.end_ns or tool.home_ns for tool in self.tools]
        return max(signs, default=self.prompt.time_ns)

    def _outcome(self) -> tuple[Level, str]:
        failure = self.calls.last_failure
        if failure:
            attempts = self.calls.trailing_failures
            count = f" ({attempts} attempts)" if attempts > 1 else ""
            return Level.ERROR, f"The model call failed{count}: {failure_text(failure)}"
        waiting_for = self._waiting_for()
        if not waiting_for:
            return Level.DEFAULT, ""
        if self.window.is_followed_by_turn:
            return Level.DEFAULT, "The next prompt came before an answer: interrupted or steered"
        if self.spans:
            return Level.WARNING, f"Ended without an answer {waiting_for}: interrupted, or records were lost"
        if self.window.end_ns < END_OF_TIME_NS:
            return Level.WARNING, f"No recorded end {waiting_for}: stopped, or records were lost"
        return Level.WARNING, f"No recorded end {waiting_for}: still running, or its last records were lost"

    @property
    def is_open(self) -> bool:
        """Whether the turn may still be running: it waits for something, and nothing came after it."""
        is_last = self.window.end_ns == END_OF_TIME_NS and not self.spans
        return is_last and self.calls.last_failure is None and bool(self._waiting_for())

    def _waiting_for(self) -> str:
        """What the turn last did, when something had to follow; ``""`` when it is complete."""
        if self.calls.open_request:
            return "after a model request"
        if not self.calls.calls:
            if self.tools:
                return "after a tool call"
            return "" if self.calls.answers else "after the prompt"
        last = self.calls.calls[-1]
        # Tools start while the response still streams, so they count from its request on.
        since_ns = (last.request or last.response).time_ns
        is_answered = any(answer.time_ns > since_ns for answer in self.calls.answers)
        has_tools = any(anchor_ns(part) > since_ns for tool in self.tools for part in tool.parts)
        return "after a tool call" if has_tools and not is_answered else ""

    def _metadata(self, answer: AgentEvent | None, is_complete: bool) -> dict[str, str]:
        found = {
            "prompt_length": vocabulary.text(self.prompt, "prompt_length"),
            "model_calls": str(len(self.calls.calls)),
            "tool_calls": str(len(self.tools)),
            "failed_attempts": str(len(self.calls.attempts)) if self.calls.attempts else "",
            "turn_id": next((event.turn_id for event in (answer, *self.spans) if event and event.turn_id), ""),
            "otel_trace_id": self.prompt.otel_trace_id,
            "open": "true" if self.is_open else "",
        }
        if vocabulary.prompt_text(self.prompt) is None:
            found |= {"redacted": "true", "prompt_hint": PROMPT_HINT}
        if answer:
            shown = vocabulary.details(answer, "response", "turn.id")
            found |= {key: value for key, value in shown.items() if value != "false"}
        elif is_complete:
            found |= {"answer": "not exported", "answer_hint": ANSWER_HINT}
        first_token = next((event for event in self.events if event.kind is AgentEventKind.FIRST_TOKEN), None)
        if first_token:
            found["ttft_ms"] = vocabulary.text(first_token, "duration_ms")
        for event in self.costs:
            found |= {f"turn_cost.{key}": value for key, value in vocabulary.details(event, "turn.id").items()}
        for span in self.spans:
            found |= vocabulary.details(span, "turn.id")
        return {key: value for key, value in found.items() if value}
