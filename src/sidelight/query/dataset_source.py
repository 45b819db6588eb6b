"""What items of a dataset are made from: traces, observations and turns of agents, with all that belongs to them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sidelight.query.observation import OBSERVATION_COLUMNS, ObservationRecord, observation_of
from sidelight.query.trace_summary import OF_TRACES, Bounds, TraceSummary, load_bounds, load_summaries
from sidelight.query.trace_texts import TraceTexts, load_texts
from sidelight.query.turn_work import NO_WORK, TurnWork, load_turn_work
from sidelight.store.store import ProjectStore

MAX_SOURCES = 1_000

# Observations that stand for a whole trace: what is said of the trace holds for them.
_WHOLE_TRACE = "session"
_TURN = "turn"


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A trace, or with ``observation_id`` one observation of it."""

    trace_id: str
    observation_id: str = ""


@dataclass(frozen=True, slots=True)
class TraceSource:
    """A whole trace. ``correction`` is the output that a person wrote for it, None when nobody did."""

    ref: SourceRef
    summary: TraceSummary
    texts: TraceTexts
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class ObservationSource:
    """An observation; ``work`` is what was done in it when it is an agent's turn."""

    ref: SourceRef
    record: ObservationRecord
    work: TurnWork | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class MissingSource:
    """Something that the project does not have (any more)."""

    ref: SourceRef


Source = TraceSource | ObservationSource | MissingSource

_OBSERVATIONS = f"""
SELECT {OBSERVATION_COLUMNS} FROM observations FINAL
WHERE {OF_TRACES} AND id IN {{observation_ids:Array(String)}}
"""  # noqa: S608

_TURNS = f"""
SELECT trace_id, id FROM observations FINAL WHERE {OF_TRACES} AND kind = '{_TURN}'
ORDER BY trace_id, start_time, id LIMIT {{max_turns:UInt32}} BY trace_id
"""  # noqa: S608

_TURN_COUNTS = f"""
SELECT trace_id, count() AS turns FROM observations FINAL WHERE {OF_TRACES} AND kind = '{_TURN}' GROUP BY trace_id
"""  # noqa: S608

_CORRECTIONS = """
SELECT trace_id, observation_id, argMax(string_value, (timestamp, id)) AS text FROM scores FINAL
WHERE project_id = {project_id:String} AND trace_id IN {ids:Array(String)} AND data_type = 'CORRECTION'
    AND string_value IS NOT NULL
GROUP BY trace_id, observation_id
"""


async def resolve_refs(ps: ProjectStore, refs: Sequence[SourceRef], *, by_turn: bool) -> list[SourceRef]:
    """The same without repeats; with ``by_turn``, traces of agents' sessions are replaced by their turns.

    May be longer than ``refs``; more than ``MAX_SOURCES + 1`` turns of one trace are not looked at. Raises StoreError.
    """
    once = list(dict.fromkeys(refs))
    bounds = await load_bounds(ps, [ref.trace_id for ref in once]) if by_turn and once else None
    if bounds is None:
        return once
    roots = await _whole_traces(ps, bounds, once)
    rows = await ps.query(_TURNS, {**bounds.params, "max_turns": MAX_SOURCES + 1})
    turns: dict[str, list[SourceRef]] = {}
    for row in rows:
        turns.setdefault(row["trace_id"], []).append(SourceRef(row["trace_id"], row["id"]))
    found: list[SourceRef] = []
    for ref in once:
        is_whole = not ref.observation_id or ref in roots
        found += turns.get(ref.trace_id, [ref]) if is_whole else [ref]
    return list(dict.fromkeys(found))


async def load_sources(ps: ProjectStore, refs: Sequence[SourceRef]) -> list[Source]:
    """What stands behind the refs, in their order. Raises StoreError."""
    bounds = await load_bounds(ps, [ref.trace_id for ref in refs]) if refs else None
    if bounds is None:
        return [MissingSource(ref) for ref in refs]
    observation_refs = [ref for ref in refs if ref.observation_id]
    trace_ids = sorted({ref.trace_id for ref in refs if not ref.observation_id} & set(bounds.ids))
    observations, traces, corrections = await asyncio.gather(
        _observations(ps, bounds, observation_refs), _traces(ps, bounds, trace_ids), _load_corrections(ps, bounds)
    )
    return [
        _observation_source(ref, observations, corrections)
        if ref.observation_id
        else _trace_source(ref, traces, corrections)
        for ref in refs
    ]


Observations = Mapping[SourceRef, tuple[ObservationRecord, TurnWork | None]]
Traces = Mapping[str, tuple[TraceSummary, TraceTexts]]


@dataclass(frozen=True, slots=True)
class _Corrections:
    """The last correction of each thing, and which traces hold one turn only: what is said of one holds for both."""

    texts: Mapping[SourceRef, str]
    turn_counts: Mapping[str, int]

    def of(self, *refs: SourceRef) -> str | None:
        return next((self.texts[ref] for ref in refs if ref in self.texts), None)


def _trace_source(ref: SourceRef, traces: Traces, corrections: _Corrections) -> Source:
    trace = traces.get(ref.trace_id)
    if trace is None:
        return MissingSource(ref)
    summary, texts = trace
    return TraceSource(ref, summary, texts, corrections.of(ref, SourceRef(ref.trace_id, texts.root_id)))


def _observation_source(ref: SourceRef, observations: Observations, corrections: _Corrections) -> Source:
    found = observations.get(ref)
    if found is None:
        return MissingSource(ref)
    record, work = found
    is_all = not record.parent_id or (record.kind == _TURN and corrections.turn_counts.get(ref.trace_id) == 1)
    wholes = (SourceRef(ref.trace_id, record.parent_id), SourceRef(ref.trace_id)) if is_all else ()
    return ObservationSource(ref, record, work, corrections.of(ref, *wholes))


async def _observations(ps: ProjectStore, bounds: Bounds, refs: Sequence[SourceRef]) -> Observations:
    if not refs:
        return {}
    ids = [ref.observation_id for ref in refs]
    rows = await ps.query(_OBSERVATIONS, {**bounds.params, "observation_ids": ids})
    # An id may stand in several of the traces; only the pairs that were asked for are kept.
    wanted = set(refs)
    records = {ref: record for ref, record in _by_ref(map(observation_of, rows)) if ref in wanted}
    turns = [(ref.trace_id, ref.observation_id) for ref, record in records.items() if record.kind == _TURN]
    work = await load_turn_work(ps, bounds, turns)
    return {
        ref: (record, work.get((ref.trace_id, ref.observation_id), NO_WORK) if record.kind == _TURN else None)
        for ref, record in records.items()
    }


def _by_ref(records: "map[ObservationRecord]") -> list[tuple[SourceRef, ObservationRecord]]:
    return [(SourceRef(record.trace_id, record.id), record) for record in records]


async def _traces(ps: ProjectStore, bounds: Bounds, ids: Sequence[str]) -> Traces:
    if not ids:
        return {}
    own = Bounds(tuple(ids), bounds.first_us, bounds.last_us)
    summaries, texts = await asyncio.gather(load_summaries(ps, ids, own), load_texts(ps, own))
    return {trace_id: (summaries[trace_id], texts[trace_id]) for trace_id in ids if trace_id in summaries}


async def _whole_traces(ps: ProjectStore, bounds: Bounds, refs: Sequence[SourceRef]) -> set[SourceRef]:
    """Those of the observations that are the root of an agent's session."""
    ids = [ref.observation_id for ref in refs if ref.observation_id]
    if not ids:
        return set()
    sql = f"""SELECT trace_id, id FROM observations FINAL
        WHERE {OF_TRACES} AND kind = '{_WHOLE_TRACE}' AND id IN {{observation_ids:Array(String)}}"""  # noqa: S608
    rows = await ps.query(sql, {**bounds.params, "observation_ids": ids})
    return {SourceRef(row["trace_id"], row["id"]) for row in rows}


async def _load_corrections(ps: ProjectStore, bounds: Bounds) -> _Corrections:
    texts, turns = await asyncio.gather(
        ps.query(_CORRECTIONS, {"ids": list(bounds.ids)}), ps.query(_TURN_COUNTS, bounds.params)
    )
    return _Corrections(
        {SourceRef(row["trace_id"], row["observation_id"]): row["text"] for row in texts},
        {row["trace_id"]: row["turns"] for row in turns},
    )
