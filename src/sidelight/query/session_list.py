"""Sessions: all traces that share a session id, latest activity first."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sidelight.query.cursor import decode_cursor
from sidelight.query.filters import SUBAGENT_KIND, TraceFilter
from sidelight.query.keyset import load_page
from sidelight.query.sql import Sql, TimeRange, all_of, within
from sidelight.query.tokens import COST_SUM, TOKEN_SUMS, TokenTotals, cost_of, tokens_of
from sidelight.query.trace_heads import TraceScope, load_scope, trace_heads
from sidelight.query.trace_summary import ERROR_COUNT
from sidelight.store.driver import Param, Row
from sidelight.store.store import ProjectStore

CURSOR_KIND = "sessions"
# A sub-agent may go on for so long after the last step of the session that started it.
_SUBAGENT_SLACK_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session in one line; lists unite the values of its traces, at most 20 each, in alphabetical order.

    ``first_us`` is the start of its first trace, ``last_us`` the end of the last observation. Tools, errors, tokens and
    cost include those of the sub-agents that its traces started.
    """

    id: str
    first_us: int
    last_us: int
    environment: str
    user_ids: tuple[str, ...]
    names: tuple[str, ...]
    trace_count: int
    turn_count: int = 0
    tool_count: int = 0
    error_count: int = 0
    models: tuple[str, ...] = ()
    tokens: TokenTotals = field(default_factory=TokenTotals)
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class SessionListPage:
    """One page; ``total`` counts matching sessions up to ``keyset.MAX_COUNT``."""

    items: tuple[SessionSummary, ...]
    next_cursor: str | None
    total: int


_BOUNDS = """
SELECT trace_id, min(start_min) AS started, max(start_max) AS started_until
FROM trace_bounds WHERE project_id = {project_id:String} AND trace_id IN (SELECT id FROM (%s)) GROUP BY trace_id
"""

# The row that holds a trace's last start passes the condition when the trace does. All traces of the project are
# joined: by numbers, in half the time.
_ACTIVE = """
SELECT cityHash64(trace_id) AS trace_hash, max(start_max) AS started_until
FROM trace_bounds WHERE project_id = {project_id:String} AND %s GROUP BY trace_hash
"""

_HEADS = """
SELECT session_id,
    toUnixTimestamp64Micro(min(least(timestamp, started))) AS first_us,
    toUnixTimestamp64Micro(max(greatest(timestamp, started_until))) AS last_us,
    argMin(environment, timestamp) AS environment,
    arraySort(groupUniqArrayIf(20)(user_id, user_id != '')) AS user_ids,
    arraySort(groupUniqArrayIf(20)(name, name != '')) AS names,
    count() AS trace_count
FROM (%s) AS heads INNER JOIN (%s) AS bounds ON heads.id = bounds.trace_id
GROUP BY session_id
"""

# Traces that the sessions started as sub-agents, whose own sessions the list leaves out.
_STARTED = f"""
SELECT owners.session_id AS session_id, started.id AS id
FROM (SELECT id, session_id FROM (%s)) AS owners INNER JOIN (
    SELECT id, parent_trace_id, session_id FROM traces FINAL
    WHERE project_id = {{project_id:String}} AND kind = '{SUBAGENT_KIND}'
) AS started ON owners.id = started.parent_trace_id
WHERE started.session_id != owners.session_id
"""  # noqa: S608

_OWN_MEMBERS = "SELECT session_id, id, 0 AS is_started FROM (%s)"
_STARTED_MEMBERS = """SELECT tupleElement(pair, 1) AS session_id, tupleElement(pair, 2) AS id, 1 AS is_started
FROM (SELECT arrayJoin(arrayZip({owner_sessions:Array(String)}, {started_ids:Array(String)})) AS pair)"""

_TOTALS = f"""
SELECT members.session_id AS session_id, toUnixTimestamp64Micro(max(observations.ended)) AS ended_us,
    sumIf(observations.turns, NOT members.is_started) AS turn_count, sum(observations.tools) AS tool_count,
    sum(observations.errors) AS error_count, arraySort(groupUniqArrayArray(observations.models)) AS models,
    {TOKEN_SUMS}, {COST_SUM}
FROM (
    SELECT trace_id, max(coalesce(end_time, start_time)) AS ended, countIf(kind = 'turn') AS turns,
        countIf(type = 'TOOL') AS tools, {ERROR_COUNT} AS errors,
        groupUniqArrayIf(model, model != '') AS models, {TOKEN_SUMS}, {COST_SUM}
    FROM observations FINAL
    WHERE project_id = {{project_id:String}} AND %(ranged)s AND trace_id IN (SELECT id FROM (%(members)s))
    GROUP BY trace_id
) AS observations INNER JOIN (%(members)s) AS members ON observations.trace_id = members.id
GROUP BY session_id
"""  # noqa: S608


async def list_sessions(
    ps: ProjectStore, where: TraceFilter, cursor: str | None = None, limit: int = 50
) -> SessionListPage:
    """Sessions with a trace that matches and was active in the filter's time range.

    Raises:
        CursorError: the cursor is damaged or belongs to another list.
        StoreError: the store failed.
    """
    after = None if cursor is None else decode_cursor(CURSOR_KIND, cursor, (int, str))
    from_us = where.time.from_us
    # A session that goes on for days is active today although it started before.
    scope = replace(await load_scope(ps, where), where=replace(where, time=TimeRange(None, where.time.to_us)))
    page = await load_page(ps, CURSOR_KIND, _source(scope, from_us), ("active_us",), after=after, limit=limit)
    found = await load_sessions(ps, page.ids, scope)
    return SessionListPage(
        items=tuple(found[session_id] for session_id in page.ids if session_id in found),
        next_cursor=page.next_cursor,
        total=page.total,
    )


async def load_sessions(
    ps: ProjectStore, ids: Sequence[str], scope: TraceScope | None = None
) -> dict[str, SessionSummary]:
    """Whole sessions by id; those that do not exist are left out. Raises StoreError."""
    if not ids:
        return {}
    own = TraceFilter(sessions=tuple(ids))
    scope = replace(scope, where=own) if scope else await load_scope(ps, own)
    heads = trace_heads(scope)
    found, started = await asyncio.gather(
        ps.query(_HEADS % (heads.text, _BOUNDS % heads.text), heads.params),
        ps.query(_STARTED % heads.text, heads.params),
    )
    rows = {row["session_id"]: row for row in found}
    if not rows:
        return {}
    last_us = max(row["last_us"] for row in rows.values())
    params: dict[str, Param] = dict(heads.params)
    members = _OWN_MEMBERS % heads.text
    if started:
        members += f" UNION ALL {_STARTED_MEMBERS}"
        params |= {
            "owner_sessions": [row["session_id"] for row in started],
            "started_ids": [row["id"] for row in started],
        }
        last_us += _SUBAGENT_SLACK_US
    span = TimeRange(min(row["first_us"] for row in rows.values()), last_us + 1)
    ranged = all_of(within("start_time", span, "span"))
    totals = await ps.query(_TOTALS % {"ranged": ranged.text, "members": members}, {**params, **ranged.params})
    totals_by_id = {row["session_id"]: row for row in totals}
    return {session_id: _summary(row, totals_by_id.get(session_id)) for session_id, row in rows.items()}


def _source(scope: TraceScope, from_us: int | None) -> Sql:
    """Ids of the sessions of matching traces, with when something last started in them.

    Sub-agents have sessions of their own, which are looked at from the session that started them.
    """
    heads = trace_heads(scope)
    active = all_of(within("start_max", TimeRange(from_us), "active"))
    return Sql(
        "SELECT session_id AS id, toUnixTimestamp64Micro(max(greatest(timestamp, started_until))) AS active_us"  # noqa: S608
        f" FROM ({heads.text}) AS heads INNER JOIN ({_ACTIVE % active.text}) AS bounds"
        " ON cityHash64(heads.id) = bounds.trace_hash"
        f" WHERE session_id != '' AND kind != '{SUBAGENT_KIND}' GROUP BY session_id",
        {**heads.params, **active.params},
    )


def _summary(head: Row, totals: Row | None) -> SessionSummary:
    summary = SessionSummary(
        id=head["session_id"],
        first_us=head["first_us"],
        last_us=head["last_us"],
        environment=head["environment"],
        user_ids=tuple(head["user_ids"]),
        names=tuple(head["names"]),
        trace_count=head["trace_count"],
    )
    if totals is None:
        return summary
    return replace(
        summary,
        last_us=max(summary.last_us, totals["ended_us"]),
        turn_count=totals["turn_count"],
        tool_count=totals["tool_count"],
        error_count=totals["error_count"],
        models=tuple(totals["models"]),
        tokens=tokens_of(totals),
        cost_usd=cost_of([totals["cost_usd"]]),
    )
