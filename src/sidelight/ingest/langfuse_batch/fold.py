"""Pieces of one object -> the object. Pure; the order of the pieces and repeats of them do not matter.

Later statements win over earlier ones by the events' own times, an update over a create of the same moment (SDKs send
both within a millisecond); metadata is merged deeply, tags unite. What Langfuse keeps from the first piece (the
environment, the start, the type) is kept here too.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sidelight.ingest.langfuse_batch.metadata import flat_texts, joined, record_of
from sidelight.ingest.langfuse_batch.piece import Piece
from sidelight.mapping.text import text_of
from sidelight.mapping.tools import tool_use_of
from sidelight.model import Level, Observation, ObservationType, Trace

SOURCE = "langfuse"

_TYPES = {f"{kind.lower()}-{verb}": kind for kind in ObservationType for verb in ("create", "update")}
_FIRST_WINS = ("environment", "timestamp_ns", "start_ns")


def fold_trace(pieces: Collection[Piece]) -> Trace:
    """The trace that one or more pieces make."""
    ordered = _in_order(pieces)
    stated = _merge(piece.body for piece in ordered)
    return Trace(
        id=ordered[0].object_id,
        timestamp_ns=stated.get("timestamp_ns", ordered[0].time_ns),
        name=stated.get("name", ""),
        user_id=stated.get("user_id", ""),
        session_id=stated.get("session_id", ""),
        environment=stated.get("environment", "default"),
        version=stated.get("version", ""),
        release=stated.get("release", ""),
        tags=tuple(sorted({tag for piece in ordered for tag in piece.body.get("tags", ())})),
        metadata=flat_texts(stated.get("metadata")),
        input=stated.get("input"),
        output=stated.get("output"),
        public=stated.get("public", False),
        source=SOURCE,
    )


def fold_observation(pieces: Collection[Piece]) -> Observation:
    """The observation that one or more pieces make. One that names no trace is a trace of its own, as in Langfuse."""
    ordered = _in_order(pieces)
    stated = _merge(piece.body for piece in ordered)
    start_ns = stated.get("start_ns", ordered[0].time_ns)
    end_ns = stated.get("end_ns")
    cost = dict(stated.get("cost", {}))
    total = cost.pop("total", None)
    cost_usd = sum(cost.values()) if total is None and cost else total
    return Observation(
        id=ordered[0].object_id,
        trace_id=_trace_id_of(ordered),
        type=_type_of(ordered),
        name=stated.get("name", ""),
        start_ns=start_ns,
        end_ns=None if end_ns is None else max(start_ns, end_ns),
        parent_id=stated.get("parent_id", ""),
        level=Level(stated.get("level", Level.DEFAULT)),
        status_message=stated.get("status_message", ""),
        completion_start_ns=stated.get("completion_start_ns"),
        model=stated.get("model", ""),
        model_parameters=_parameters(stated.get("model_parameters", {})),
        usage=stated.get("usage", {}),
        cost=cost or ({} if total is None else {"total": total}),
        cost_usd=cost_usd,
        cost_source="" if cost_usd is None else "reported",
        input=stated.get("input"),
        output=stated.get("output"),
        metadata=flat_texts(stated.get("metadata")),
        environment=stated.get("environment", "default"),
        version=stated.get("version", ""),
        prompt_name=stated.get("prompt_name", ""),
        prompt_version=stated.get("prompt_version"),
        source=SOURCE,
        tools=tool_use_of({}, stated.get("input"), stated.get("output"), has_tools=False),
    )


def places_of(pieces: Collection[Piece]) -> set[tuple[str, int]]:
    """Trace id and start of every observation that some of these pieces could have made.

    Whichever of them were folded before the others came, their row stands at one of these places.
    """
    traces = {piece.trace_id or piece.object_id for piece in pieces}
    starts = {piece.body.get("start_ns", piece.time_ns) for piece in pieces}
    return {(trace_id, start_ns) for trace_id in traces for start_ns in starts}


def _in_order(pieces: Collection[Piece]) -> list[Piece]:
    unique = {(piece.time_ns, piece.is_update, piece.event_id): piece for piece in pieces}
    return [unique[key] for key in sorted(unique)]


def _merge(bodies: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for body in bodies:
        for name, value in body.items():
            if name == "metadata":
                merged[name] = joined(merged.get(name, {}), record_of(value))
            elif name not in _FIRST_WINS or name not in merged:
                merged[name] = value
    return merged


def _parameters(given: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    return {
        key: value if isinstance(value, str | int | float) else text
        for key, value in given.items()
        if (text := text_of(value)) is not None
    }


def _trace_id_of(ordered: Sequence[Piece]) -> str:
    return next((piece.trace_id for piece in ordered if piece.trace_id), ordered[0].object_id)


def _type_of(ordered: Sequence[Piece]) -> ObservationType:
    """The type that the first create names; updates are often sent as those of a span, whatever they update."""
    first = next((piece for piece in ordered if not piece.is_update), ordered[0])
    stated = first.body.get("type")
    return ObservationType(stated) if stated else _TYPES[first.type]
