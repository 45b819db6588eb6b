"""What values look like in the store, and agent events back from it.

On the hot path of ingestion: no reflection, no validation of what the stages before promise. What only a broken or
hostile sender can cause is bounded here, since one refused value would refuse its whole batch: times outside the
engine's range are moved to its edge, counts to 64 bits, floats that are not finite to None.
"""

from collections.abc import Mapping
from math import isnan
from typing import Any

from sidelight.enrich.preview import preview
from sidelight.model import AgentEvent, AgentEventKind, MetricPoint, Observation, Score, Trace
from sidelight.model.attributes import AttrValue, as_str
from sidelight.model.ids import derive_id
from sidelight.model.time import NS_PER_S, NS_PER_US
from sidelight.store.attributes_json import attributes_from_json, attributes_to_json
from sidelight.store.driver import Row

# The last moment of the engine's Date, by which observations are partitioned; DateTime64(9) ends later.
MAX_TIME_NS = 5_662_310_399 * NS_PER_S
_MICROS_DIGITS = 16  # ten of seconds, six of the fraction
_MAX_UINT64 = 2**64 - 1
_MAX_UINT32 = 2**32 - 1
_MAX_FLOAT = 1.7976931348623157e308
# By name; a newer version that shared this store may have written kinds that this one does not know.
_KINDS = {kind.value: kind for kind in AgentEventKind}

EVENT_COLUMNS = (
    "event_id, agent, session_id, kind, name, toUnixTimestamp64Nano(time) AS time_ns, "
    "ifNull(toUnixTimestamp64Nano(end_time), 0) AS end_ns, call_id, turn_id, otel_trace_id, otel_span_id, "
    "attributes, resource"
)
"""The columns that :func:`event_from_row` reads, for a SELECT from ``agent_events``."""


def observation_row(project_id: str, observation: Observation, event_ts_ns: int) -> Row:
    """Row of ``observations``. Of two rows of one observation the later ``event_ts_ns`` wins.

    The token columns hold the ledger's buckets of the same name (``tokens_input`` without cached tokens).
    """
    o = observation
    usage = o.usage
    if usage and (min(usage.values()) < 0 or max(usage.values()) > _MAX_UINT64):
        usage = {bucket: min(max(count, 0), _MAX_UINT64) for bucket, count in usage.items()}
    count = usage.get
    row = {
        "project_id": project_id,
        "id": o.id,
        "trace_id": o.trace_id,
        "parent_id": o.parent_id,
        "type": o.type,
        "kind": o.kind,
        "name": o.name,
        "level": o.level,
        "status_message": o.status_message,
        "environment": o.environment,
        "version": o.version,
        "release": o.release,
        "start_time": _micros(o.start_ns),
        "end_time": None if o.end_ns is None else _micros(o.end_ns),
        "completion_start_time": None if o.completion_start_ns is None else _micros(o.completion_start_ns),
        "model": o.model,
        "model_provider": o.model_provider,
        "model_parameters": attributes_to_json(o.model_parameters) if o.model_parameters else "",
        "tokens_input": count("input", 0),
        "tokens_input_cached": count("input_cached_tokens", 0),
        "tokens_output": count("output", 0),
        "tokens_reasoning": count("output_reasoning_tokens", 0),
        "tokens_total": count("total", 0),
        "usage": usage,
        "cost_usd": o.cost_usd,
        "cost": o.cost,
        "input": o.input,
        "output": o.output,
        "input_preview": preview(o.input) if o.input else "",
        "output_preview": preview(o.output) if o.output else "",
        "metadata": o.metadata,
        "trace_name": o.trace_name,
        "user_id": o.user_id,
        "session_id": o.session_id,
        "tags": o.tags,
        "prompt_name": o.prompt_name,
        "prompt_version": None if o.prompt_version is None else min(max(o.prompt_version, 0), _MAX_UINT32),
        "service_name": o.service_name,
        "scope_name": o.scope_name,
        "source": o.source,
        "event_ts": _micros(event_ts_ns),
    }
    _add_context(row, o)
    return row


def _add_context(row: Row, o: Observation) -> None:
    """What few observations have: the store's defaults stand for what is not named."""
    if o.is_app_root:
        row["is_app_root"] = 1
    if o.cost_source or o.model_id:
        row |= {"cost_source": o.cost_source, "model_id": o.model_id, "pricing_tier": o.pricing_tier}
    if o.prompt_id:
        row["prompt_id"] = o.prompt_id
    if o.links:
        row["links"] = attributes_to_json(
            [
                {"trace_id": link.trace_id, "span_id": link.span_id, "attributes": dict(link.attributes)}
                for link in o.links
            ]
        )
    if o.tools:
        row |= {
            "tool_definitions": o.tools.definitions,
            "tool_calls": o.tools.calls,
            "tool_call_names": o.tools.call_names,
        }
    if o.experiment:
        e = o.experiment
        row |= {
            "experiment_id": e.id,
            "experiment_name": e.name,
            "experiment_description": e.description,
            "experiment_metadata": e.metadata,
            "experiment_dataset_id": e.dataset_id,
            "experiment_item_id": e.item_id,
            "experiment_item_version": None if e.item_version_ns is None else _micros(e.item_version_ns),
            "experiment_item_metadata": e.item_metadata,
            "experiment_item_root_id": e.item_root_id,
            "experiment_expected_output": e.expected_output,
        }


def score_row(project_id: str, score: Score, event_ts_ns: int) -> Row:
    """Row of ``scores``. Of two rows of one score the later ``event_ts_ns`` wins."""
    s = score
    return {
        "project_id": project_id,
        "id": s.id,
        "timestamp": _micros(s.timestamp_ns),
        "name": s.name,
        "data_type": s.data_type,
        "source": s.source,
        "value": s.value,
        "string_value": s.string_value,
        "comment": s.comment,
        "metadata": s.metadata,
        "trace_id": s.trace_id,
        "observation_id": s.observation_id,
        "session_id": s.session_id,
        "dataset_run_id": s.dataset_run_id,
        "config_id": s.config_id,
        "queue_id": s.queue_id,
        "author_user_id": s.author_user_id,
        "execution_trace_id": s.execution_trace_id,
        "environment": s.environment,
        "event_ts": _micros(event_ts_ns),
    }


def trace_row(project_id: str, trace: Trace, event_ts_ns: int) -> Row:
    """Row of ``traces``. Of two rows of one trace the later ``event_ts_ns`` wins: merge them before."""
    t = trace
    return {
        "project_id": project_id,
        "id": t.id,
        "timestamp": _micros(t.timestamp_ns),
        "name": t.name,
        "kind": t.kind,
        "parent_trace_id": t.parent_trace_id,
        "parent_observation_id": t.parent_observation_id,
        "user_id": t.user_id,
        "session_id": t.session_id,
        "environment": t.environment,
        "version": t.version,
        "release": t.release,
        "tags": t.tags,
        "metadata": t.metadata,
        "input": t.input,
        "output": t.output,
        "input_preview": preview(t.input) if t.input else "",
        "output_preview": preview(t.output) if t.output else "",
        "public": int(t.public),
        "bookmarked": int(t.bookmarked),
        "source": t.source,
        "is_shallow": int(t.is_shallow),
        "derived": t.derived,
        "event_ts": _micros(event_ts_ns),
    }


def event_row(project_id: str, event: AgentEvent, received_ns: int) -> Row:
    """Row of ``agent_events``; :func:`event_from_row` gives the event back, to the nanosecond."""
    e = event
    return {
        "project_id": project_id,
        "session_id": e.session_id,
        "time": _nanos(e.time_ns),
        "event_id": e.event_id,
        "agent": e.agent,
        "kind": e.kind,
        "name": e.name,
        "end_time": _nanos(e.end_ns) if e.end_ns else None,
        "call_id": e.call_id,
        "turn_id": e.turn_id,
        "otel_trace_id": e.otel_trace_id,
        "otel_span_id": e.otel_span_id,
        "attributes": attributes_to_json(e.attributes),
        "resource": attributes_to_json(e.resource),
        "received_at": _micros(received_ns),
    }


def event_from_row(row: Mapping[str, Any]) -> AgentEvent:
    """The event of a row that was selected by :data:`EVENT_COLUMNS`."""
    return AgentEvent(
        event_id=row["event_id"],
        agent=row["agent"],
        session_id=row["session_id"],
        kind=_KINDS.get(row["kind"], AgentEventKind.OTHER),
        time_ns=row["time_ns"],
        name=row["name"],
        attributes=attributes_from_json(row["attributes"]),
        resource=attributes_from_json(row["resource"]),
        end_ns=row["end_ns"],
        call_id=row["call_id"],
        turn_id=row["turn_id"],
        otel_trace_id=row["otel_trace_id"],
        otel_span_id=row["otel_span_id"],
    )


def metric_row(project_id: str, point: MetricPoint, received_ns: int) -> Row:
    """Row of ``metric_points``. Its id is derived from the series and the point's times, so that repeats collapse."""
    p = point
    attributes, resource = _text_map(p.attributes), _text_map(p.resource)
    series = (p.kind, p.temporality, p.unit, p.scope_name, str(p.start_ns))
    return {
        "project_id": project_id,
        "name": p.name,
        "time": _micros(p.time_ns),
        "point_id": derive_id(p.name, str(p.time_ns), *series, _flat(attributes), _flat(resource)),
        "start_time": _micros(p.start_ns) if p.start_ns else None,
        "kind": p.kind,
        "temporality": p.temporality,
        "is_monotonic": int(p.is_monotonic),
        "unit": p.unit,
        "description": p.description,
        "value": p.value,
        "count": min(max(p.count, 0), _MAX_UINT64),
        "sum": p.sum,
        "min": p.min,
        "max": p.max,
        "bucket_counts": [min(max(count, 0), _MAX_UINT64) for count in p.bucket_counts],
        "bounds": [_finite(bound) for bound in p.bounds],
        "attributes": attributes,
        "resource": resource,
        "service_name": resource.get("service.name", ""),
        "scope_name": p.scope_name,
        "received_at": _micros(received_ns),
    }


def _micros(time_ns: int) -> str:
    text = str(min(max(time_ns, 0), MAX_TIME_NS) // NS_PER_US)
    if len(text) < _MICROS_DIGITS:
        text = text.zfill(_MICROS_DIGITS)
    return f"{text[:-6]}.{text[-6:]}"


def _nanos(time_ns: int) -> str:
    time_ns = min(max(time_ns, 0), MAX_TIME_NS)
    return f"{time_ns // NS_PER_S:010d}.{time_ns % NS_PER_S:09d}"


def _finite(value: float) -> float:
    """A number that an array of floats can hold; None would silently become 0 there."""
    if isnan(value):
        return 0.0
    return min(max(value, -_MAX_FLOAT), _MAX_FLOAT)


def _text_map(attributes: Mapping[str, AttrValue]) -> dict[str, str]:
    """Attributes as a map of texts: scalars as they print, structures as JSON."""
    return {key: _text(value) for key, value in attributes.items()}


def _text(value: AttrValue) -> str:
    return attributes_to_json(value) if isinstance(value, list | dict | bytes) else as_str(value)


def _flat(texts: Mapping[str, str]) -> str:
    return "\n".join(f"{key!r}={texts[key]!r}" for key in sorted(texts))
