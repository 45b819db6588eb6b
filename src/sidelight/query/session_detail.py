"""A session as a conversation: its prompts and answers in order, over all its traces."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sidelight.query.filters import SUBAGENT_KIND, TraceFilter
from sidelight.query.session_list import SessionSummary, load_sessions
from sidelight.query.tokens import TokenTotals, cost_of, tokens_of
from sidelight.query.trace_heads import TraceScope, load_scope, trace_heads
from sidelight.query.trace_summary import OF_TRACES, TraceSummary, load_bounds, load_summaries
from sidelight.query.trace_texts import TraceTexts, load_texts
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore

MAX_TRACES = 1000
MAX_TURNS = 2000


@dataclass(frozen=True, slots=True)
class Turn:
    """One prompt and its answer, with the totals of everything that happened in between."""

    trace_id: str
    observation_id: str
    start_us: int
    end_us: int | None
    level: str
    status_message: str
    input: str | None
    output: str | None
    tool_count: int
    tokens: TokenTotals
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class SessionDetail:
    """A session with its first ``MAX_TRACES`` traces and the first ``MAX_TURNS`` turns in them, oldest first."""

    summary: SessionSummary
    traces: tuple[TraceSummary, ...]
    turns: tuple[Turn, ...]


_TURNS = f"""
SELECT trace_id, id AS observation_id,
    toUnixTimestamp64Micro(start_time) AS start_us, toUnixTimestamp64Micro(end_time) AS end_us,
    level, status_message, input, output
FROM observations FINAL WHERE {OF_TRACES} AND kind = 'turn'
ORDER BY start_time, id LIMIT {{max_turns:UInt32}}
"""  # noqa: S608

_STEPS = f"""
SELECT trace_id, id, parent_id, kind, type, tokens_input, tokens_input_cached, tokens_output, tokens_reasoning,
    tokens_total, cost_usd
FROM observations FINAL WHERE {OF_TRACES}
"""  # noqa: S608


async def load_session(ps: ProjectStore, session_id: str) -> SessionDetail | None:
    """One session; None when no trace has this session id. Raises StoreError."""
    if not session_id:
        return None
    scope = await load_scope(ps, TraceFilter(sessions=(session_id,)))
    summary = (await load_sessions(ps, [session_id], scope)).get(session_id)
    if summary is None:
        return None
    trace_ids = await _trace_ids(ps, scope)
    found = await load_summaries(ps, trace_ids)
    traces = [found[trace_id] for trace_id in trace_ids if trace_id in found]
    # What a sub-agent was told and answered is a step of the agent's turn, unless its own session is looked at.
    talking = [trace for trace in traces if trace.kind != SUBAGENT_KIND] or traces
    of_agents, of_others = await asyncio.gather(
        _agent_turns(ps, [trace.id for trace in talking if trace.turn_count]),
        _whole_traces(ps, [trace for trace in talking if not trace.turn_count]),
    )
    turns = sorted([*of_agents, *of_others], key=lambda turn: (turn.start_us, turn.trace_id, turn.observation_id))
    return SessionDetail(summary, tuple(traces), tuple(turns[:MAX_TURNS]))


async def load_trace_ids(ps: ProjectStore, session_id: str) -> list[str]:
    """Ids of the session's first ``MAX_TRACES`` traces, oldest first. Raises StoreError."""
    if not session_id:
        return []
    return await _trace_ids(ps, await load_scope(ps, TraceFilter(sessions=(session_id,))))


async def load_told_traces(ps: ProjectStore, session_ids: Sequence[str]) -> dict[str, list[str]]:
    """Ids of the traces that tell of each session, oldest first: not those of sub-agents, which are steps in others.

    Raises StoreError.
    """
    if not session_ids:
        return {}
    heads = trace_heads(await load_scope(ps, TraceFilter(sessions=tuple(session_ids))))
    rows = await ps.query(
        f"SELECT id, session_id, kind FROM ({heads.text}) ORDER BY timestamp, id"  # noqa: S608
        " LIMIT {max_traces:UInt32} BY session_id",
        {**heads.params, "max_traces": MAX_TRACES},
    )
    found: dict[str, list[str]] = {}
    told = {row["session_id"] for row in rows if row["kind"] != SUBAGENT_KIND}
    for row in rows:
        if row["kind"] != SUBAGENT_KIND or row["session_id"] not in told:
            found.setdefault(row["session_id"], []).append(row["id"])
    return found


async def _trace_ids(ps: ProjectStore, scope: TraceScope) -> list[str]:
    heads = trace_heads(scope)
    rows = await ps.query(
        f"SELECT id FROM ({heads.text}) ORDER BY timestamp, id LIMIT {{max_traces:UInt32}}",  # noqa: S608
        {**heads.params, "max_traces": MAX_TRACES},
    )
    return [row["id"] for row in rows]


async def _agent_turns(ps: ProjectStore, trace_ids: Sequence[str]) -> list[Turn]:
    """The turns of coding agents, each with the totals of its steps."""
    bounds = await load_bounds(ps, trace_ids) if trace_ids else None
    if bounds is None:
        return []
    rows, steps = await asyncio.gather(
        ps.query(_TURNS, {**bounds.params, "max_turns": MAX_TURNS}), ps.query(_STEPS, bounds.params)
    )
    steps_of = group_by_turn(steps)
    return [_agent_turn(row, steps_of.get((row["trace_id"], row["observation_id"]), [])) for row in rows]


async def _whole_traces(ps: ProjectStore, traces: Sequence[TraceSummary]) -> list[Turn]:
    """Traces of applications without turns: each is one exchange."""
    bounds = await load_bounds(ps, [trace.id for trace in traces]) if traces else None
    if bounds is None:
        return []
    texts = await load_texts(ps, bounds)
    return [_whole_trace(trace, texts[trace.id]) for trace in traces if trace.id in texts]


def group_by_turn(steps: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """Steps by (trace id, id) of the turn above them, however deep; steps outside turns are left out. Pure."""
    by_key = {(step["trace_id"], step["id"]): step for step in steps}
    groups: dict[tuple[str, str], list[Row]] = {}
    for key, step in by_key.items():
        seen = {key}
        above = key
        while by_key[above]["kind"] != "turn":
            above = (above[0], by_key[above]["parent_id"])
            if above not in by_key or above in seen:
                break
            seen.add(above)
        else:
            groups.setdefault(above, []).append(step)
    return groups


def _agent_turn(row: Row, steps: Sequence[Row]) -> Turn:
    return Turn(
        **row,
        tool_count=sum(step["type"] == "TOOL" for step in steps),
        tokens=sum((tokens_of(step) for step in steps), TokenTotals()),
        cost_usd=cost_of(step["cost_usd"] for step in steps),
    )


def _whole_trace(trace: TraceSummary, texts: TraceTexts) -> Turn:
    return Turn(
        trace_id=trace.id,
        observation_id=texts.root_id,
        start_us=trace.timestamp_us,
        end_us=trace.end_us,
        level=trace.level,
        status_message=texts.root_status_message,
        input=texts.input,
        output=texts.output,
        tool_count=trace.tool_count,
        tokens=trace.tokens,
        cost_usd=trace.cost_usd,
    )
