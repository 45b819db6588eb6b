"""What all observations of a session share, and the trace and root observation themselves."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sidelight.agents import vocabulary
from sidelight.agents.slice import SessionOutline
from sidelight.enrich.preview import preview
from sidelight.model import AgentEvent, AgentEventKind, Observation, ObservationType, Trace
from sidelight.model.attributes import as_str
from sidelight.model.ids import derive_id

DEFAULT_ENVIRONMENT = "default"
_UNNAMED = "Codex session"
_TITLE_CHARACTERS = 80
_NOT_IN_ENVIRONMENT = re.compile(r"[^a-z0-9_-]+")
_SPAN_KINDS = (AgentEventKind.TURN_SPAN, AgentEventKind.TOOL_SPAN)
_ONLY_SPANS = (
    "Only Codex's spans arrived: they have no prompts, answers and tool arguments. "
    "Add an [otel.exporter] table for logs to Codex's config.toml."
)


def trace_id_of(session_id: str) -> str:
    """Trace id of a session: its UUID without dashes; a derived id when it is not a UUID."""
    try:
        return UUID(session_id).hex
    except ValueError:
        return derive_id(session_id, "trace", length=32)


def root_id_of(session_id: str) -> str:
    """Id of the session's root observation."""
    return derive_id(session_id, "session")


def tool_id_of(session_id: str, call_id: str) -> str:
    """Id of a tool call's observation: sub-agents link to it without having seen it."""
    return derive_id(session_id, "tool", call_id)


def environment_of(text: str) -> str:
    """Langfuse's form of an environment: lower case, ``a-z 0-9 - _``, at most 40, not beginning with ``langfuse``."""
    name = _NOT_IN_ENVIRONMENT.sub("-", text.strip().lower())[:40].strip("-")
    return DEFAULT_ENVIRONMENT if not name or name.startswith("langfuse") else name


@dataclass(frozen=True, slots=True)
class SessionHead:
    """The session as a whole: ``starts`` are its start and resumes, ``links`` say who started it."""

    outline: SessionOutline
    starts: tuple[AgentEvent, ...]
    links: tuple[AgentEvent, ...]
    first_prompt: AgentEvent | None
    last_answer: AgentEvent | None
    identity: tuple[AgentEvent, ...]
    agent: str
    has_only_spans: bool

    @classmethod
    def of(cls, outline: SessionOutline, events: Sequence[AgentEvent]) -> "SessionHead":
        """Head from the events of a slice, sorted by time. At least one must not be a sub-agent link."""
        own = [event for event in events if event.kind is not AgentEventKind.SUBAGENT_LINK]
        starts = tuple(event for event in own if event.kind is AgentEventKind.SESSION_STARTED)
        prompts = [event for event in own if event.kind is AgentEventKind.PROMPT]
        answers = [event for event in own if event.kind is AgentEventKind.ANSWER]
        identity = starts[:1] + tuple(prompts[:1]) or tuple(own[:1])
        return cls(
            outline=outline,
            starts=starts,
            links=tuple(event for event in events if event.kind is AgentEventKind.SUBAGENT_LINK),
            first_prompt=prompts[0] if prompts else None,
            last_answer=answers[-1] if answers else None,
            identity=identity,
            agent=own[0].agent,
            has_only_spans=not outline.boundaries and all(event.kind in _SPAN_KINDS for event in own),
        )

    @property
    def session_id(self) -> str:
        """The sender's id of the session."""
        return self.outline.session_id

    @property
    def trace_id(self) -> str:
        """Id of the session's trace."""
        return trace_id_of(self.session_id)

    @property
    def root_id(self) -> str:
        """Id of the session's root observation."""
        return root_id_of(self.session_id)

    def provider_at(self, time_ns: int) -> str:
        """Name of the model provider that the session used at a time."""
        index = bisect_right(self.starts, time_ns, key=lambda event: event.time_ns)
        settings = self.starts[max(index - 1, 0)] if self.starts else None
        return vocabulary.text(settings, "provider_name") if settings else ""

    def shared(self) -> dict[str, Any]:
        """The trace's fields that every observation repeats, so that lists need no join."""
        return {
            "trace_id": self.trace_id,
            "trace_name": self._title(),
            "session_id": self.session_id,
            "user_id": self._identity("user.account_id") or self._identity("user.email"),
            "environment": environment_of(self._resource("env")),
            "version": self._identity("app.version") or self._resource("service.version"),
            "tags": (self.agent,),
            "service_name": self._resource("service.name"),
            "source": self.agent,
        }

    def root(self, shared: Mapping[str, Any]) -> Observation:
        """The root observation: the session from its first to its last event."""
        return Observation(
            id=self.root_id,
            type=ObservationType.AGENT,
            kind="session",
            name=self._title(),
            start_ns=self.outline.first_ns,
            end_ns=self.outline.last_ns,
            input=self._input(),
            output=self._output(),
            metadata=self._metadata(),
            **shared,
        )

    def trace(self, shared: Mapping[str, Any]) -> Trace:
        """The trace of the session."""
        parent, call_id = self._parent()
        return Trace(
            id=self.trace_id,
            timestamp_ns=self.outline.first_ns,
            name=self._title(),
            kind=self._kind(bool(parent)),
            parent_trace_id=trace_id_of(parent) if parent else "",
            parent_observation_id=tool_id_of(parent, call_id) if parent and call_id else "",
            user_id=shared["user_id"],
            session_id=self.session_id,
            environment=shared["environment"],
            version=shared["version"],
            tags=shared["tags"],
            metadata=self._metadata(),
            input=self._input(),
            output=self._output(),
            source=self.agent,
        )

    def _identity(self, key: str) -> str:
        return next((value for event in self.identity if (value := vocabulary.text(event, key))), "")

    def _resource(self, key: str) -> str:
        return next((value for event in self.identity if (value := as_str(event.resource.get(key)))), "")

    def _input(self) -> str | None:
        return vocabulary.prompt_text(self.first_prompt) if self.first_prompt else None

    def _output(self) -> str | None:
        return vocabulary.body_text(self.last_answer, "response") if self.last_answer else None

    def _title(self) -> str:
        prompt = self._input() or ""
        subject = vocabulary.title_subject(prompt)
        if subject is not None:
            return f"Title: {preview(subject, _TITLE_CHARACTERS)}"
        first_line = prompt.strip().partition("\n")[0]
        return preview(first_line, _TITLE_CHARACTERS) or _UNNAMED

    def _kind(self, has_parent: bool) -> str:
        if has_parent:
            return "subagent"
        is_title = vocabulary.title_subject(self._input() or "") is not None
        return "title" if is_title else "session"

    def _parent(self) -> tuple[str, str]:
        """Session and call id of what started this session, ``""`` where unknown; links with a call id come first."""
        links = [
            (vocabulary.text(link, "parent.conversation.id"), vocabulary.text(link, "parent.call_id"))
            for link in self.links
        ]
        return min(links, key=lambda link: (not link[1], link), default=("", ""))

    def _metadata(self) -> dict[str, str]:
        merged: dict[str, str] = {}
        for event in self.identity:
            for key in vocabulary.COMMON_ATTRIBUTES:
                merged.setdefault(key, vocabulary.text(event, key))
        for event in self.starts:
            merged.update({key: vocabulary.to_text(value) for key, value in event.attributes.items()})
        for event in reversed(self.identity):
            merged.update({key: vocabulary.to_text(value) for key, value in event.resource.items()})
        for key in ("event.name", "event.timestamp"):
            merged.pop(key, None)
        parent, call_id = self._parent()
        merged |= {
            "parent.conversation.id": parent,
            "parent.call_id": call_id,
            "prompts": str(len(self.outline.prompts)),
            "resumes": str(max(len(self.outline.starts) - 1, 0)),
            "redacted": "true" if self.first_prompt and self._input() is None else "",
            "advice": _ONLY_SPANS if self.has_only_spans else "",
        }
        return {key: value for key, value in merged.items() if value}
