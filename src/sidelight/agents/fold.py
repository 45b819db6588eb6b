"""Events of one agent session -> its trace and observations. Pure, and independent of the events' order and repeats.

The tree: the session (AGENT) holds turns (AGENT), each begun by a prompt; a turn holds model calls (GENERATION),
failed attempts (EVENT), tool calls (TOOL) and notes (EVENT). What happened before any prompt, or between a resume and
its first prompt, is held by the session itself. An observation, once made, never vanishes by later events, with the
exceptions listed in :attr:`Folded.superseded`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sidelight.agents.head import SessionHead
from sidelight.agents.slice import SessionSlice, Window, anchor_ns, turn_windows, window_index
from sidelight.agents.tool import TOOL_KINDS, ToolCall
from sidelight.agents.window import FoldedWindow, WindowContent, fold_window
from sidelight.model import AgentEvent, AgentEventKind, Observation, Trace

_BY_TURN_KINDS = (AgentEventKind.TURN_COST, AgentEventKind.REVIEW)
_RANK = {"session": 0, "turn": 1}
_TURN_MARKS = (AgentEventKind.ANSWER, AgentEventKind.TURN_SPAN)


@dataclass(frozen=True, slots=True)
class Superseded:
    """An observation that an earlier fold may have made and that must not exist any more: write it as deleted."""

    id: str
    start_ns: int


@dataclass(frozen=True, slots=True)
class Folded:
    """The trace, the session's root observation and all observations of the folded windows.

    ``trace`` is None when nothing of the session itself is known, only that another session started it.
    """

    trace: Trace | None
    observations: tuple[Observation, ...] = ()
    superseded: tuple[Superseded, ...] = ()


def fold(part: SessionSlice) -> Folded:
    """Fold the windows of a slice; with all windows, the whole session.

    Observations are sorted by start, a parent before its children.
    """
    events = _sorted_once(part.events)
    if all(event.kind is AgentEventKind.SUBAGENT_LINK for event in events):
        return Folded(trace=None)
    head = SessionHead.of(part.outline, events)
    shared = head.shared()
    folded = [fold_window(content, head, shared) for content in _contents(part, events)]
    observations = [head.root(shared)]
    for window in folded:
        observations += window.observations
    observations.sort(key=lambda observation: (observation.start_ns, _RANK.get(observation.kind, 2), observation.id))
    return Folded(head.trace(shared), tuple(observations), _superseded(folded))


def _superseded(folded: Iterable[FoldedWindow]) -> tuple[Superseded, ...]:
    return tuple(Superseded(id, start_ns) for window in folded for id, start_ns in window.superseded)


def _sorted_once(events: Iterable[AgentEvent]) -> list[AgentEvent]:
    once = {event.event_id: event for event in events}
    return sorted(once.values(), key=lambda event: (event.time_ns, event.event_id))


def _contents(part: SessionSlice, events: Sequence[AgentEvent]) -> list[WindowContent]:
    """The events and tool calls of each window to fold; guests that belong to other windows are left out."""
    windows = turn_windows(part.outline)
    by_start = {window.start_ns: WindowContent(window) for window in windows}
    turn_homes = {event.turn_id: anchor_ns(event) for event in events if event.kind in _TURN_MARKS and event.turn_id}

    def content_at(home_ns: int) -> WindowContent:
        return by_start[windows[window_index(windows, home_ns)].start_ns]

    calls: dict[str, list[AgentEvent]] = {}
    for event in events:
        if event.kind is AgentEventKind.SUBAGENT_LINK:
            continue
        if event.kind in TOOL_KINDS and event.call_id:
            calls.setdefault(event.call_id, []).append(event)
        elif event.kind in TOOL_KINDS and event.kind is not AgentEventKind.REVIEW:
            content_at(anchor_ns(event)).tools.append(ToolCall.of([event]))
        elif event.kind in _BY_TURN_KINDS:
            content_at(turn_homes.get(event.turn_id, anchor_ns(event))).events.append(event)
        else:
            content_at(anchor_ns(event)).events.append(event)
    for parts in calls.values():
        tool = ToolCall.of(parts)
        content_at(tool.home_ns).tools.append(tool)
    return [by_start[window.start_ns] for window in _present(part.windows, by_start)]


def _present(windows: Iterable[Window], by_start: dict[int, WindowContent]) -> list[Window]:
    return [window for window in sorted(set(windows)) if window.start_ns in by_start]
