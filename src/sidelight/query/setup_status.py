"""Whether a coding agent's telemetry has arrived yet."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.query.ingest_issues import REFUSED, IngestIssue, list_issues
from sidelight.query.sql import TimeRange
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class SetupStatus:
    """First and last event of an agent by their own times; None when none has arrived."""

    first_event_us: int | None
    last_event_us: int | None
    last_trace_id: str | None
    last_refusal: IngestIssue | None


_EVENTS = """
SELECT count() AS events, toUnixTimestamp64Micro(min(time)) AS first_us, toUnixTimestamp64Micro(max(time)) AS last_us
FROM agent_events WHERE project_id = {project_id:String} AND agent = {agent:String}
"""

_LATEST_TRACE = """
SELECT id FROM traces FINAL
WHERE project_id = {project_id:String} AND source = {agent:String} AND kind NOT IN ('title', 'subagent')
ORDER BY timestamp DESC, id DESC LIMIT 1
"""


async def load_setup_status(ps: ProjectStore, agent: str, refusals_of: Sequence[ProjectStore]) -> SetupStatus:
    """What has arrived from ``agent``, and the last refused request of the given projects. Raises StoreError."""
    events, traces, refusals = await asyncio.gather(
        ps.query(_EVENTS, {"agent": agent}),
        ps.query(_LATEST_TRACE, {"agent": agent}),
        list_issues(refusals_of, TimeRange(), kind=REFUSED, limit=1),
    )
    has_events = bool(events[0]["events"])
    return SetupStatus(
        first_event_us=events[0]["first_us"] if has_events else None,
        last_event_us=events[0]["last_us"] if has_events else None,
        last_trace_id=traces[0]["id"] if traces else None,
        last_refusal=refusals.items[0] if refusals.items else None,
    )
