"""Which coding agent sent a record. New agents are added to ``AGENTS``; nothing else needs to know them."""

from collections.abc import Sequence
from typing import Protocol

from sidelight.agents import codex
from sidelight.agents.reading import Reading
from sidelight.model import LogRecord, Span


class Agent(Protocol):
    """What an agent module (or package) offers. All of it is pure."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """Stable short name; the ``source`` of traces and the ``agent`` of events."""
        ...

    def recognises_log(self, record: LogRecord) -> bool:
        """Whether the record was sent by this agent."""
        ...

    def recognises_span(self, span: Span) -> bool:
        """Whether the span was sent by this agent."""
        ...

    def read_log(self, record: LogRecord) -> Reading:
        """The events of one recognised record."""
        ...

    def read_spans(self, spans: Sequence[Span]) -> Reading:
        """The events of the recognised spans of one request (parents are looked up among them)."""
        ...


AGENTS: tuple[Agent, ...] = (codex,)


def agent_for_log(record: LogRecord) -> Agent | None:
    """The agent that sent the record; None when no agent did."""
    for agent in AGENTS:
        if agent.recognises_log(record):
            return agent
    return None


def sort_spans(spans: Sequence[Span]) -> tuple[dict[str, tuple[Agent, list[Span]]], list[Span]]:
    """Spans of one request by agent name, and those that no agent sent. A collector may mix both in one request."""
    by_agent: dict[str, tuple[Agent, list[Span]]] = {}
    others: list[Span] = []
    for span in spans:
        for agent in AGENTS:
            if agent.recognises_span(span):
                by_agent.setdefault(agent.NAME, (agent, []))[1].append(span)
                break
        else:
            others.append(span)
    return by_agent, others
