"""Which stored events of a session must be read to fold again only what new events touch.

A session is cut into *windows* at its boundaries: every prompt starts a turn, every start or resume of the session
ends one. An event belongs to the window that holds its *anchor*: its end when it has one (spans are known at their
end, and a turn's span starts before its prompt), else its time. What is joined by call id or turn id may lie in two
windows (a tool that outlives the prompt typed meanwhile), so its other parts are read too, as *guests*.

To load a slice from ``agent_events``, after the new events were stored (everything bound to project and session;
``anchor`` = ``ifNull(end_time, time)``; repeats removed by ``event_id``; an empty id never matches):

1. ``outline``: ``SELECT time, kind, event_id WHERE kind IN ('prompt', 'session_started')`` (every row a Boundary), and
   ``min(time), max(anchor) WHERE kind != 'subagent_link'`` (0, 0 when there is none).
2. ``related``: ``SELECT anchor WHERE call_id IN <call ids of the new events> OR turn_id IN <their turn ids>``.
3. ``query = slice_query(new_events, outline, related)``.
4. ``events``: all columns WHERE ``anchor >= start AND anchor < end`` for any of ``query.ranges``, or its ``call_id`` or
   ``turn_id`` occurs in those ranges, or ``kind IN query.head_kinds``, or ``event_id IN query.head_ids``, or it is the
   last by (time, event_id) of kind ``answer``, or the first of all by (time, event_id) but sub-agent links.
5. ``fold(SessionSlice(outline, query.windows, events))``.

:func:`slice_of` does the same over a list in memory; tests hold that folding slices equals folding everything.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sidelight.model import AgentEvent, AgentEventKind

END_OF_TIME_NS = 2**63 - 1

BOUNDARY_KINDS = (AgentEventKind.PROMPT, AgentEventKind.SESSION_STARTED)
HEAD_KINDS = (AgentEventKind.SESSION_STARTED, AgentEventKind.SUBAGENT_LINK)


@dataclass(frozen=True, slots=True, order=True)
class Boundary:
    """An event that starts a window."""

    time_ns: int
    event_id: str
    is_prompt: bool


@dataclass(frozen=True, slots=True)
class SessionOutline:
    """What is known of a session as a whole, without its texts; make it with :meth:`of`.

    ``first_ns`` and ``last_ns`` span all events but sub-agent links; both 0 when there are only links.
    """

    session_id: str
    boundaries: tuple[Boundary, ...]
    first_ns: int
    last_ns: int

    @classmethod
    def of(cls, session_id: str, boundaries: Iterable[Boundary], first_ns: int, last_ns: int) -> "SessionOutline":
        """Outline with the boundaries sorted and without repeats."""
        return cls(session_id, tuple(sorted(set(boundaries))), first_ns, last_ns)

    @property
    def prompts(self) -> tuple[Boundary, ...]:
        """The prompts, in order."""
        return tuple(boundary for boundary in self.boundaries if boundary.is_prompt)

    @property
    def starts(self) -> tuple[Boundary, ...]:
        """Start and resumes of the session, in order."""
        return tuple(boundary for boundary in self.boundaries if not boundary.is_prompt)


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Anchors from ``start_ns`` up to, not including, ``end_ns``. ``is_turn``: it starts with a prompt."""

    start_ns: int
    end_ns: int
    is_turn: bool
    is_followed_by_turn: bool = False


@dataclass(frozen=True, slots=True)
class SliceQuery:
    """What to read: see step 4 above. ``ranges`` are the windows, adjacent ones joined."""

    session_id: str
    windows: tuple[Window, ...]
    ranges: tuple[tuple[int, int], ...]
    head_kinds: tuple[AgentEventKind, ...]
    head_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionSlice:
    """Everything that a fold needs: the outline, the windows to fold, and the events of step 4 in any order."""

    outline: SessionOutline
    windows: tuple[Window, ...]
    events: tuple[AgentEvent, ...]


def anchor_ns(event: AgentEvent) -> int:
    """The time that decides to which window an event belongs."""
    return event.end_ns or event.time_ns


def turn_windows(outline: SessionOutline) -> tuple[Window, ...]:
    """The windows of a session in order; the first holds what came before any boundary, the last is open-ended."""
    starts: dict[int, bool] = {0: False}
    for boundary in outline.boundaries:
        starts[boundary.time_ns] = starts.get(boundary.time_ns, False) or boundary.is_prompt
    times = sorted(starts)
    ends = [*times[1:], END_OF_TIME_NS]
    return tuple(
        Window(start, end, is_turn=starts[start], is_followed_by_turn=starts.get(end, False))
        for start, end in zip(times, ends, strict=True)
    )


def window_index(windows: Sequence[Window], time_ns: int) -> int:
    """Index of the window that holds an anchor."""
    return max(bisect_right(windows, time_ns, key=lambda window: window.start_ns) - 1, 0)


def touched_windows(
    new_events: Iterable[AgentEvent], outline: SessionOutline, related_anchors_ns: Iterable[int] = ()
) -> tuple[Window, ...]:
    """The windows whose observations may change because of ``new_events`` (which the outline already counts).

    A new boundary also changes the window before it, a resume all windows up to the next one (they take the session's
    settings from it); the first start or prompt names the whole session and so changes everything.
    """
    windows = turn_windows(outline)
    if not outline.boundaries:
        return windows
    prompts, starts = outline.prompts, outline.starts
    start_times = {boundary.time_ns for boundary in starts}
    touched = {window_index(windows, anchor) for anchor in related_anchors_ns}
    for event in new_events:
        if event.kind is AgentEventKind.SUBAGENT_LINK:
            continue
        index = window_index(windows, anchor_ns(event))
        touched.add(index)
        if event.kind not in BOUNDARY_KINDS:
            continue
        siblings = prompts if event.kind is AgentEventKind.PROMPT else starts
        if siblings and event.time_ns <= siblings[0].time_ns:
            return windows
        touched.add(max(index - 1, 0))
        if event.kind is AgentEventKind.SESSION_STARTED:
            index += 1
            while index < len(windows) and windows[index].start_ns not in start_times:
                touched.add(index)
                index += 1
    return tuple(windows[index] for index in sorted(touched))


def slice_query(
    new_events: Iterable[AgentEvent], outline: SessionOutline, related_anchors_ns: Iterable[int] = ()
) -> SliceQuery:
    """What to read after ``new_events`` were stored; ``related_anchors_ns`` come from step 2."""
    windows = touched_windows(new_events, outline, related_anchors_ns)
    ranges: list[tuple[int, int]] = []
    for window in windows:
        if ranges and ranges[-1][1] == window.start_ns:
            ranges[-1] = (ranges[-1][0], window.end_ns)
        else:
            ranges.append((window.start_ns, window.end_ns))
    first_prompt = outline.prompts[:1]
    return SliceQuery(
        outline.session_id, windows, tuple(ranges), HEAD_KINDS, tuple(prompt.event_id for prompt in first_prompt)
    )


def outline_of(session_id: str, events: Iterable[AgentEvent]) -> SessionOutline:
    """Step 1 over events in memory."""
    own = [event for event in events if event.kind is not AgentEventKind.SUBAGENT_LINK]
    boundaries = (
        Boundary(event.time_ns, event.event_id, event.kind is AgentEventKind.PROMPT)
        for event in own
        if event.kind in BOUNDARY_KINDS
    )
    first_ns = min((event.time_ns for event in own), default=0)
    return SessionOutline.of(session_id, boundaries, first_ns, max(map(anchor_ns, own), default=0))


def whole_session(session_id: str, events: Iterable[AgentEvent]) -> SessionSlice:
    """A slice that holds the whole session."""
    events = tuple(events)
    outline = outline_of(session_id, events)
    return SessionSlice(outline, turn_windows(outline), events)


def slice_of(session_id: str, events: Iterable[AgentEvent], new_events: Iterable[AgentEvent]) -> SessionSlice:
    """The slice that ``new_events`` (which are among ``events``) ask for: steps 1 to 5 over events in memory."""
    events, new_events = tuple(events), tuple(new_events)
    outline = outline_of(session_id, events)
    query = slice_query(new_events, outline, _related_anchors(events, new_events))
    inside = [event for event in events if any(start <= anchor_ns(event) < end for start, end in query.ranges)]
    inside_ids = {event.event_id for event in inside}
    call_ids = {event.call_id for event in inside} - {""}
    turn_ids = {event.turn_id for event in inside} - {""}
    chosen = [
        event
        for event in events
        if event.event_id in inside_ids
        or event.call_id in call_ids
        or event.turn_id in turn_ids
        or event.kind in query.head_kinds
        or event.event_id in query.head_ids
    ]
    answers = [event for event in events if event.kind is AgentEventKind.ANSWER]
    own = [event for event in events if event.kind is not AgentEventKind.SUBAGENT_LINK]
    chosen += sorted(answers, key=_order)[-1:] + sorted(own, key=_order)[:1]
    return SessionSlice(outline, query.windows, tuple({event.event_id: event for event in chosen}.values()))


def _related_anchors(events: Iterable[AgentEvent], new_events: Iterable[AgentEvent]) -> list[int]:
    new_events = tuple(new_events)
    call_ids = {event.call_id for event in new_events} - {""}
    turn_ids = {event.turn_id for event in new_events} - {""}
    return [anchor_ns(event) for event in events if event.call_id in call_ids or event.turn_id in turn_ids]


def _order(event: AgentEvent) -> tuple[int, str]:
    return event.time_ns, event.event_id
