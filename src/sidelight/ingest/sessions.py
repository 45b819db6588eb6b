"""Folds again what new events touch: reads slices of stored agent events, for many sessions at once.

The steps are those that ``sidelight.agents.slice`` asks for; each is one statement for all sessions of a batch, since
dozens of agents may report every second.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sidelight.agents.fold import Folded, fold
from sidelight.agents.slice import (
    BOUNDARY_KINDS,
    Boundary,
    SessionOutline,
    SessionSlice,
    SliceQuery,
    slice_query,
)
from sidelight.model import AgentEvent, AgentEventKind
from sidelight.store.driver import Driver, Param
from sidelight.store.rows import EVENT_COLUMNS, event_from_row

SESSIONS_A_STATEMENT = 40

_ANCHOR = "toUnixTimestamp64Nano(ifNull(end_time, time))"
_OF_SESSIONS = "project_id = {project_id:String} AND session_id IN {sessions:Array(String)}"

_SPANS = f"""
SELECT session_id, min(toUnixTimestamp64Nano(time)) AS first_ns, max({_ANCHOR}) AS last_ns
FROM agent_events WHERE {_OF_SESSIONS} AND kind != 'subagent_link' GROUP BY session_id
"""  # noqa: S608 - made of constants

_BOUNDARIES = f"""
SELECT DISTINCT session_id, toUnixTimestamp64Nano(time) AS time_ns, kind, event_id
FROM agent_events WHERE {_OF_SESSIONS} AND kind IN {{kinds:Array(String)}}
"""  # noqa: S608 - made of constants

_RELATED = f"""
SELECT DISTINCT session_id, call_id, turn_id, {_ANCHOR} AS anchor_ns
FROM agent_events
WHERE {_OF_SESSIONS} AND (call_id IN {{call_ids:Array(String)}} OR turn_id IN {{turn_ids:Array(String)}})
"""  # noqa: S608 - made of constants


class SessionFolder:
    """Reads what a fold needs and folds it. For one thread."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def fold_touched(self, project_id: str, new_events: Iterable[AgentEvent]) -> Iterator[Folded]:
        """Fold the windows that ``new_events`` touch; they must be stored already.

        Raises :class:`~sidelight.store.driver.StoreError`.
        """
        by_session: defaultdict[str, list[AgentEvent]] = defaultdict(list)
        for event in new_events:
            if event.session_id:
                by_session[event.session_id].append(event)
        session_ids = sorted(by_session)
        for first in range(0, len(session_ids), SESSIONS_A_STATEMENT):
            chunk = {
                session_id: by_session[session_id] for session_id in session_ids[first : first + SESSIONS_A_STATEMENT]
            }
            for session_slice in self._slices(project_id, chunk):
                yield fold(session_slice)

    def _slices(self, project_id: str, new_events: Mapping[str, Sequence[AgentEvent]]) -> Iterator[SessionSlice]:
        params: dict[str, Param] = {"project_id": project_id, "sessions": list(new_events)}
        outlines = self._outlines(params)
        related = self._related(params, new_events)
        queries = {
            session_id: slice_query(events, outlines[session_id], related[session_id])
            for session_id, events in new_events.items()
        }
        loaded = self._events(params, queries)
        for session_id, query in queries.items():
            yield SessionSlice(outlines[session_id], query.windows, tuple(loaded[session_id].values()))

    def _outlines(self, params: Mapping[str, Param]) -> dict[str, SessionOutline]:
        boundaries: defaultdict[str, list[Boundary]] = defaultdict(list)
        for row in self._driver.query(_BOUNDARIES, {**params, "kinds": list(BOUNDARY_KINDS)}):
            is_prompt = row["kind"] == AgentEventKind.PROMPT
            boundaries[row["session_id"]].append(Boundary(row["time_ns"], row["event_id"], is_prompt))
        spans = {row["session_id"]: (row["first_ns"], row["last_ns"]) for row in self._driver.query(_SPANS, params)}
        sessions = params["sessions"]
        assert isinstance(sessions, list)  # noqa: S101 - set by _slices
        return {
            session_id: SessionOutline.of(session_id, boundaries[session_id], *spans.get(session_id, (0, 0)))
            for session_id in sessions
        }

    def _related(
        self, params: Mapping[str, Param], new_events: Mapping[str, Sequence[AgentEvent]]
    ) -> defaultdict[str, list[int]]:
        """Anchors of stored events that share a call or a turn with new ones; asked for all sessions at once."""
        call_ids = {id_: {event.call_id for event in events} - {""} for id_, events in new_events.items()}
        turn_ids = {id_: {event.turn_id for event in events} - {""} for id_, events in new_events.items()}
        asked: dict[str, Param] = {
            "call_ids": sorted(set().union(*call_ids.values())),
            "turn_ids": sorted(set().union(*turn_ids.values())),
        }
        anchors: defaultdict[str, list[int]] = defaultdict(list)
        if asked["call_ids"] or asked["turn_ids"]:
            for row in self._driver.query(_RELATED, {**params, **asked}):
                session_id = row["session_id"]
                if row["call_id"] in call_ids[session_id] or row["turn_id"] in turn_ids[session_id]:
                    anchors[session_id].append(row["anchor_ns"])
        return anchors

    def _events(
        self, params: Mapping[str, Param], queries: Mapping[str, SliceQuery]
    ) -> defaultdict[str, dict[str, AgentEvent]]:
        sql, asked = _events_statement(queries.values())
        loaded: defaultdict[str, dict[str, AgentEvent]] = defaultdict(dict)
        for row in self._driver.query(sql, {**params, **asked}):
            event = event_from_row(row)
            loaded[event.session_id].setdefault(event.event_id, event)
        return loaded


def _events_statement(queries: Iterable[SliceQuery]) -> tuple[str, dict[str, Param]]:
    params: dict[str, Param] = {}
    inside, head_kinds, head_ids = [], set[str](), set[str]()
    for number, query in enumerate(queries):
        params[f"s{number}"] = query.session_id
        head_kinds.update(query.head_kinds)
        head_ids.update(query.head_ids)
        # The bounds are integers that this code computed; as parameters they would make thousands of placeholders.
        ranges = " OR ".join(f"({_ANCHOR} >= {start} AND {_ANCHOR} < {end})" for start, end in query.ranges)
        if ranges:
            inside.append(f"(session_id = {{s{number}:String}} AND ({ranges}))")
    in_windows = " OR ".join(inside) or "0"
    params |= {"head_kinds": sorted(head_kinds), "head_ids": sorted(head_ids)}
    of_windows = f"FROM agent_events WHERE {_OF_SESSIONS} AND ({in_windows})"
    return (
        f"""
SELECT {EVENT_COLUMNS} FROM agent_events WHERE {_OF_SESSIONS} AND (
    {in_windows}
    OR kind IN {{head_kinds:Array(String)}} OR event_id IN {{head_ids:Array(String)}}
    OR (call_id != '' AND (session_id, call_id) IN (SELECT session_id, call_id {of_windows}))
    OR (turn_id != '' AND (session_id, turn_id) IN (SELECT session_id, turn_id {of_windows}))
    OR (session_id, event_id) IN (
        SELECT session_id, argMax(event_id, (time, event_id)) FROM agent_events
        WHERE {_OF_SESSIONS} AND kind = 'answer' GROUP BY session_id)
    OR (session_id, event_id) IN (
        SELECT session_id, argMin(event_id, (time, event_id)) FROM agent_events
        WHERE {_OF_SESSIONS} AND kind != 'subagent_link' GROUP BY session_id)
)
""",  # noqa: S608 - what comes from senders is a parameter
        params,
    )
