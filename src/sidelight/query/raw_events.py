"""What an agent sent, as it sent it: the events that a trace was folded from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from sidelight.query.cursor import decode_cursor, next_cursor
from sidelight.query.observation import load_observation
from sidelight.query.sql import Sql, all_of
from sidelight.query.trace_summary import load_summaries
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore

CURSOR_KIND = "raw_events"
NS_PER_US = 1000

_EVENTS = """
SELECT event_id, toUnixTimestamp64Nano(time) AS time_ns, kind, name, call_id, turn_id, attributes, resource
FROM agent_events FINAL
WHERE project_id = {project_id:String} AND session_id IN {sessions:Array(String)} AND %s
ORDER BY time, event_id LIMIT {limit:UInt32}
"""


@dataclass(frozen=True, slots=True)
class RawEvent:
    """One stored event with all the sender's attributes, as JSON values."""

    event_id: str
    time_ns: int
    kind: str
    name: str
    call_id: str
    turn_id: str
    attributes: Mapping[str, Any]
    resource: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RawEventPage:
    """Events in order of time."""

    items: tuple[RawEvent, ...]
    next_cursor: str | None


async def load_raw_events(
    ps: ProjectStore, trace_id: str, observation_id: str | None = None, cursor: str | None = None, limit: int = 50
) -> RawEventPage | None:
    """A page of the events of a trace, or of those that lie in one of its observations.

    None when the trace, or the observation in it, does not exist. A trace that no agent made has no events.

    Raises:
        CursorError: the cursor is damaged or belongs to another list.
        StoreError: the store failed.
    """
    conditions: list[Sql] = []
    if cursor is not None:
        time_ns, event_id = decode_cursor(CURSOR_KIND, cursor, (int, str))
        conditions.append(
            Sql(
                "(time, event_id) > (fromUnixTimestamp64Nano({after_ns:Int64}, 'UTC'), {after_id:String})",
                {"after_ns": time_ns, "after_id": event_id},
            )
        )
    summary = (await load_summaries(ps, [trace_id])).get(trace_id)
    if summary is None:
        return None
    if observation_id is not None:
        part = await _part_of(ps, trace_id, observation_id)
        if part is None:
            return None
        conditions.append(part)
    where = all_of(conditions)
    # An application's trace may share a session id with an agent; only an agent's own traces are made of its events.
    sessions = [summary.session_id] if summary.kind else session_ids_of(trace_id)
    rows = await ps.query(_EVENTS % where.text, {**where.params, "sessions": sessions, "limit": limit + 1})
    return RawEventPage(
        items=tuple(_event(row) for row in rows[:limit]),
        next_cursor=next_cursor(CURSOR_KIND, [(row["time_ns"], row["event_id"]) for row in rows], limit),
    )


def session_ids_of(trace_id: str) -> list[str]:
    """Conversation ids that give this trace id: the id itself, and the UUID that it is without dashes."""
    try:
        return [trace_id, str(UUID(hex=trace_id))] if len(trace_id) == 32 else [trace_id]
    except ValueError:
        return [trace_id]


async def _part_of(ps: ProjectStore, trace_id: str, observation_id: str) -> Sql | None:
    """The events of one observation: those of its call, else those in its time."""
    observation = await load_observation(ps, trace_id, observation_id)
    if observation is None:
        return None
    call_id = observation.metadata.get("call_id", "")
    if call_id:
        return Sql("call_id = {call_id:String}", {"call_id": call_id})
    if observation.kind == "session":
        return Sql("1")
    end_us = observation.start_us if observation.end_us is None else observation.end_us
    first, last = (f"fromUnixTimestamp64Nano({{part_{side}_ns:Int64}}, 'UTC')" for side in ("from", "to"))
    return Sql(
        f"time BETWEEN {first} AND {last} OR end_time BETWEEN {first} AND {last}",
        # The store keeps microseconds of observations and nanoseconds of events.
        {"part_from_ns": observation.start_us * NS_PER_US, "part_to_ns": end_us * NS_PER_US + NS_PER_US - 1},
    )


def _event(row: Row) -> RawEvent:
    # Read as the JSON that it is: what JSON cannot hold (bytes, NaN) stays in its marked form.
    texts = {name: orjson.loads(row[name]) if row[name] else {} for name in ("attributes", "resource")}
    return RawEvent(**{**row, **texts})
