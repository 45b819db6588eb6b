"""Sessions as the public API lists them: by when they began."""

import asyncio
from dataclasses import dataclass

from sidelight.query.filters import TraceFilter
from sidelight.query.numbered_page import NumberedPage, offset_of
from sidelight.query.sql import ALL_TIME, TimeRange, all_of, within
from sidelight.query.trace_heads import load_scope, trace_heads
from sidelight.query.trace_records import TraceRecord, load_trace_records
from sidelight.store.store import ProjectStore

MAX_TRACES = 10_000


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session; ``created_us`` is the time of its first trace, which also gives the environment."""

    id: str
    created_us: int
    environment: str
    trace_ids: tuple[str, ...]


_SESSIONS = """
SELECT session_id, min(timestamp) AS created, argMin(environment, timestamp) AS environment
FROM (%s) WHERE session_id != '' GROUP BY session_id HAVING %s
"""


async def list_session_records(
    ps: ProjectStore, time: TimeRange = ALL_TIME, environments: tuple[str, ...] = (), page: int = 1, limit: int = 50
) -> NumberedPage[SessionRecord]:
    """One page of the sessions that began in the range, newest first, without their traces. Raises StoreError."""
    heads = trace_heads(await load_scope(ps, TraceFilter(environments=environments, hidden=True)))
    created = all_of(within("created", time, "created"))
    sessions = _SESSIONS % (heads.text, created.text)
    params = {**heads.params, **created.params}
    rows, count = await asyncio.gather(
        ps.query(
            f"SELECT session_id, toUnixTimestamp64Micro(created) AS created_us, environment FROM ({sessions})"  # noqa: S608
            " ORDER BY created_us DESC, session_id DESC LIMIT {limit:UInt32} OFFSET {offset:UInt64}",
            {**params, "limit": limit, "offset": offset_of(page, limit)},
        ),
        ps.query(f"SELECT count() AS sessions FROM ({sessions})", params),  # noqa: S608
    )
    items = (SessionRecord(row["session_id"], row["created_us"], row["environment"], ()) for row in rows)
    return NumberedPage(tuple(items), count[0]["sessions"])


async def load_session_record(ps: ProjectStore, session_id: str) -> tuple[SessionRecord, list[TraceRecord]] | None:
    """One session with its first ``MAX_TRACES`` traces, oldest first; None when no trace carries the id.

    Raises StoreError.
    """
    if not session_id:
        return None
    heads = trace_heads(await load_scope(ps, TraceFilter(sessions=(session_id,), hidden=True)))
    rows = await ps.query(
        f"SELECT id, toUnixTimestamp64Micro(timestamp) AS timestamp_us, environment FROM ({heads.text})"  # noqa: S608
        " ORDER BY timestamp, id LIMIT {max_traces:UInt32}",
        {**heads.params, "max_traces": MAX_TRACES},
    )
    if not rows:
        return None
    ids = tuple(row["id"] for row in rows)
    traces = await load_trace_records(ps, ids, frozenset({"texts"}))
    return SessionRecord(session_id, rows[0]["timestamp_us"], rows[0]["environment"], ids), traces
