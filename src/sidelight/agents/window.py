"""One window of a session -> its observations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sidelight.agents import vocabulary
from sidelight.agents.head import SessionHead
from sidelight.agents.model_call import ModelCalls, attempt, generation
from sidelight.agents.note import NOTE_KINDS, note
from sidelight.agents.slice import END_OF_TIME_NS, Window, anchor_ns
from sidelight.agents.span_turn import span_turn, span_turn_id_of, span_usage, span_usage_id_of
from sidelight.agents.tool import ToolCall
from sidelight.agents.turn import Turn, turn_id_of
from sidelight.model import AgentEvent, AgentEventKind, Observation
from sidelight.model.time import NS_PER_S

# A turn's span starts about 75 ms before its prompt (0.169.0); other versions may log the prompt first.
_SPAN_SLACK_NS = NS_PER_S


@dataclass(slots=True)
class WindowContent:
    """What belongs to a window: its events but those of tools, sorted by time, and its tool calls."""

    window: Window
    events: list[AgentEvent] = field(default_factory=list)
    tools: list[ToolCall] = field(default_factory=list)


@dataclass(slots=True)
class FoldedWindow:
    """Observations of a window, and (id, start) of those that must not exist any more."""

    observations: list[Observation] = field(default_factory=list)
    superseded: list[tuple[str, int]] = field(default_factory=list)


def fold_window(content: WindowContent, head: SessionHead, shared: Mapping[str, Any]) -> FoldedWindow:
    """The turn of the window, or what the session itself holds, with all children."""
    return _WindowFold(content, head, shared).fold()


class _WindowFold:
    def __init__(self, content: WindowContent, head: SessionHead, shared: Mapping[str, Any]) -> None:
        self._window = content.window
        self._events = content.events
        self._tools = content.tools
        self._head = head
        self._shared = shared
        self._calls = ModelCalls.of(content.events)
        self._out = FoldedWindow()
        prompts = self._of_kind(AgentEventKind.PROMPT)
        self._prompt = prompts[-1] if prompts else None
        spans = self._of_kind(AgentEventKind.TURN_SPAN)
        self._spans = [span for span in spans if self._covers_prompt(span)]
        self._lone_spans = [span for span in spans if not self._covers_prompt(span)]

    def fold(self) -> FoldedWindow:
        self._add_turns()
        self._add_calls()
        gone_on_ns = max((event.time_ns for event in self._of_kind(AgentEventKind.MODEL_REQUEST)), default=0)
        for tool in self._tools:
            has_gone_on = self._window.end_ns < END_OF_TIME_NS or tool.home_ns < gone_on_ns
            parent_id = self._parent_id(tool.start_ns)
            self._out.observations.append(tool.observation(parent_id, has_gone_on, self._shared))
        resumes = [event for event in self._head.starts[1:] if event.time_ns == self._window.start_ns]
        for event in [*resumes, *(event for event in self._events if event.kind in NOTE_KINDS)]:
            parent_id = self._head.root_id if event in resumes else self._parent_id(anchor_ns(event))
            self._out.observations.append(note(event, parent_id, self._shared))
        return self._out

    def _of_kind(self, kind: AgentEventKind) -> list[AgentEvent]:
        return [event for event in self._events if event.kind is kind]

    def _covers_prompt(self, span: AgentEvent) -> bool:
        return self._prompt is not None and span.time_ns - _SPAN_SLACK_NS <= self._prompt.time_ns

    def _add_turns(self) -> None:
        prompts = self._of_kind(AgentEventKind.PROMPT)
        for prompt in prompts:
            is_last = prompt is prompts[-1]
            turn = Turn(
                prompt=prompt,
                window=self._window,
                events=self._events if is_last else (),
                calls=self._calls if is_last else ModelCalls(),
                tools=self._tools if is_last else (),
                spans=self._spans if is_last else (),
                costs=self._of_kind(AgentEventKind.TURN_COST) if is_last else (),
            )
            self._out.observations.append(turn.observation(self._head.root_id, self._shared))
        for span in self._lone_spans:
            self._out.observations.append(span_turn(span, self._head.root_id, self._shared))
        self._out.superseded += [(span_turn_id_of(span), span.time_ns) for span in self._spans]

    def _add_calls(self) -> None:
        out = self._out.observations
        for call in self._calls.calls:
            parent_id = self._parent_id(call.response.time_ns)
            is_warm_up = parent_id == self._head.root_id and vocabulary.number(call.response, "ttft_ms") is None
            provider = self._head.provider_at(call.response.time_ns)
            out.append(generation(call, provider, parent_id, is_warm_up, self._shared))
        failure = self._calls.last_failure
        for tried in self._calls.attempts:
            is_last_word = self._prompt is not None and tried.event is failure
            out.append(attempt(tried, self._parent_id(tried.event.time_ns), is_last_word, self._shared))
        for span in [*self._spans, *self._lone_spans]:
            self._add_span_usage(span)

    def _add_span_usage(self, span: AgentEvent) -> None:
        """Count a turn's tokens by its span when no usage record of the turn is there.

        Not when the span covers an earlier prompt too (it was steered): then records of that window would be repeated.
        """
        is_counted = any(span.time_ns <= call.response.time_ns <= span.end_ns for call in self._calls.calls)
        first_ns = span.time_ns - _SPAN_SLACK_NS
        is_shared = any(first_ns <= prompt.time_ns < self._window.start_ns for prompt in self._head.outline.prompts)
        parent_id = self._parent_id(span.end_ns)
        provider = self._head.provider_at(span.end_ns)
        stand_in = None if is_counted or is_shared else span_usage(span, parent_id, provider, self._shared)
        if stand_in:
            self._out.observations.append(stand_in)
        else:
            self._out.superseded.append((span_usage_id_of(span), span.time_ns))

    def _parent_id(self, time_ns: int) -> str:
        """The turn that holds a time of this window: the span that covers it when its prompt is missing."""
        covering = [span for span in self._lone_spans if span.time_ns <= time_ns <= span.end_ns]
        if covering:
            return span_turn_id_of(max(covering, key=_by_start))
        if self._prompt is None:
            return self._head.root_id
        return turn_id_of(self._prompt)


def _by_start(span: AgentEvent) -> tuple[int, str]:
    return span.time_ns, span.event_id
