"""One tool call, joined by its call id from what was decided, what happened in the sandbox, and what came out.

Levels: a refused call is a WARNING (somebody wanted it so); ``success = false`` is an ERROR (Codex itself says that the
call failed: unknown tool, patch that does not apply, MCP ``isError``); an exit code other than 0 is a WARNING, because
Codex reports it as success and commands use it for answers too (``grep`` without a match).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sidelight.agents import vocabulary
from sidelight.agents.head import tool_id_of, trace_id_of
from sidelight.agents.slice import anchor_ns
from sidelight.agents.vocabulary import command_state
from sidelight.model import AgentEvent, AgentEventKind, Level, Observation, ObservationType
from sidelight.model.ids import derive_id
from sidelight.model.time import NS_PER_MS

TOOL_KINDS = (
    AgentEventKind.TOOL_DECISION,
    AgentEventKind.TOOL_RESULT,
    AgentEventKind.TOOL_SPAN,
    AgentEventKind.SANDBOX_OUTCOME,
    AgentEventKind.REVIEW,
)

_REFUSALS = {"denied": "Rejected", "abort": "Rejected, and the turn stopped,", "timed_out": "Not approved in time"}
_REJECTED_OUTPUT = "rejected by user"
_FROM_RESULT = ("tool_name", "arguments", "output", "mcp_server", "mcp_server_origin", "duration_ms")


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The parts of one call, each the last of its kind by time; at least one is there."""

    session_id: str
    call_id: str
    parts: tuple[AgentEvent, ...]

    @classmethod
    def of(cls, parts: Iterable[AgentEvent]) -> "ToolCall":
        """Call of events that share a call id, or of one event without."""
        ordered = tuple(sorted(parts, key=lambda event: (anchor_ns(event), event.event_id)))
        return cls(ordered[0].session_id, ordered[0].call_id, ordered)

    @property
    def id(self) -> str:
        """Id of the observation. Calls without call id (failed tools of 2025's versions) are known by their event."""
        if self.call_id:
            return tool_id_of(self.session_id, self.call_id)
        return derive_id(self.session_id, "tool", "", self.parts[0].event_id)

    @property
    def home_ns(self) -> int:
        """The anchor that decides to which window the call belongs: that of its first part."""
        return anchor_ns(self.parts[0])

    def last(self, kind: AgentEventKind) -> AgentEvent | None:
        """The last part of a kind."""
        return next((event for event in reversed(self.parts) if event.kind is kind), None)

    @property
    def result(self) -> AgentEvent | None:
        """The result, None when the call is running, was refused without one, or its record was lost."""
        return self.last(AgentEventKind.TOOL_RESULT)

    def text(self, key: str) -> str:
        """An attribute from the part that has it, the result first."""
        for kind in (AgentEventKind.TOOL_RESULT, *TOOL_KINDS):
            event = self.last(kind)
            if event and (value := vocabulary.text(event, key)):
                return value
        return ""

    @property
    def start_ns(self) -> int:
        """When the call began: result minus duration, else its span, else the first thing known of it."""
        timed = self.result or self.last(AgentEventKind.TOOL_SPAN)
        return vocabulary.start_ns(timed) if timed else self.parts[0].time_ns

    @property
    def end_ns(self) -> int | None:
        """When the call ended; None while that is not known."""
        ended = self.result or self.last(AgentEventKind.TOOL_SPAN)
        return anchor_ns(ended) if ended else None

    @property
    def refusal(self) -> str:
        """Why the call was not allowed, ``""`` when it was."""
        decision = self.last(AgentEventKind.TOOL_DECISION)
        if decision:
            words = _REFUSALS.get(vocabulary.text(decision, "decision").lower())
            who = vocabulary.text(decision, "source")
            if words:
                return f"{words} by {who}" if who else words.rstrip(",")
        elif self.result and _REJECTED_OUTPUT in vocabulary.text(self.result, "output").lower()[:500]:
            return "Rejected" if vocabulary.flag(self.result, "success") is False else ""
        return ""

    def observation(self, parent_id: str, has_gone_on: bool, shared: Mapping[str, Any]) -> Observation:
        """The call's observation. ``has_gone_on``: the session continued after it, so a missing result is lost."""
        level, status = self._state(has_gone_on)
        return Observation(
            id=self.id,
            type=ObservationType.TOOL,
            kind="tool",
            name=self._name(),
            start_ns=self.start_ns,
            end_ns=self.end_ns,
            parent_id=parent_id,
            level=level,
            status_message=status,
            input=vocabulary.body_text(self.result, "arguments") if self.result else None,
            output=vocabulary.body_text(self.result, "output") if self.result else None,
            metadata=self._metadata(),
            **shared,
        )

    def _name(self) -> str:
        name = self.text("tool_name") or "tool"
        server = self.text("mcp_server")
        return f"{server}.{name}" if server and not name.startswith(f"{server}.") else name

    def _state(self, has_gone_on: bool) -> tuple[Level, str]:
        if refusal := self.refusal:
            return Level.WARNING, refusal
        if self.result is None:
            return self._state_without_result(has_gone_on)
        state = command_state(vocabulary.text(self.result, "output"))
        if vocabulary.flag(self.result, "success") is False:
            exit_text = f" (exit code {state.exit_code})" if state.exit_code else ""
            return Level.ERROR, f"The tool failed{exit_text}"
        if state.exit_code:
            return Level.WARNING, f"Exit code {state.exit_code}"
        if state.running_session:
            return Level.DEFAULT, f"Still running in terminal session {state.running_session} when the call returned"
        return Level.DEFAULT, ""

    def _state_without_result(self, has_gone_on: bool) -> tuple[Level, str]:
        span = self.last(AgentEventKind.TOOL_SPAN)
        if span and vocabulary.flag(span, "aborted"):
            return Level.WARNING, "Aborted"
        if span:
            return Level.DEFAULT, "Only its span was received: no arguments and output"
        if has_gone_on:
            return Level.WARNING, "No result was received"
        return Level.DEFAULT, "No result yet: running, or its last record was lost"

    def _metadata(self) -> dict[str, str]:
        found: dict[str, str] = {"call_id": self.call_id}
        if span := self.last(AgentEventKind.TOOL_SPAN):
            found |= {"turn_id": span.turn_id, "tool_source": vocabulary.text(span, "tool_source")}
        if sandbox := self.last(AgentEventKind.SANDBOX_OUTCOME):
            found |= vocabulary.details(sandbox, "tool_name", "call_id")
            found["sandbox_outcome"] = found.pop("outcome", "")
        if review := self.last(AgentEventKind.REVIEW):
            shown = vocabulary.details(review, "call_id", "tool_name")
            found |= {f"review.{key}": value for key, value in shown.items()}
        if decision := self.last(AgentEventKind.TOOL_DECISION):
            found["decision"] = vocabulary.text(decision, "decision")
            found["decision_source"] = vocabulary.text(decision, "source")
            if found["decision_source"] == "User" and decision.time_ns >= self.start_ns:
                found["approval_wait_ms"] = str((decision.time_ns - self.start_ns) // NS_PER_MS)
        found["mcp_server"] = self.text("mcp_server")
        found["mcp_server_origin"] = self.text("mcp_server_origin")
        if self.result:
            found |= vocabulary.details(self.result, *_FROM_RESULT)
            if vocabulary.flag(self.result, "output_truncated") is False:
                found.pop("output_truncated", None)
            state = command_state(vocabulary.text(self.result, "output"))
            found["exit_code"] = "" if state.exit_code is None else str(state.exit_code)
            found["terminal_session"] = state.running_session
            if child := vocabulary.spawned_session_id(self.result):
                found |= {"child.conversation.id": child, "child_trace_id": trace_id_of(child)}
        else:
            found["tool_namespace"] = self.text("tool_namespace")
        return {key: value for key, value in found.items() if value}
