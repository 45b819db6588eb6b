"""Metric points of OTLP/JSON."""

from collections.abc import Callable
from typing import Any

from sidelight.model import MetricPoint
from sidelight.otlp.decoded import BadRecordError, Decoded
from sidelight.otlp.json_body import Group
from sidelight.otlp.json_reader import enum_of, read_records
from sidelight.otlp.json_values import attributes_of, bool_of, float_of, int_of, list_of, object_of, text_of, time_of
from sidelight.otlp.signal import Signal

_KINDS = {
    "gauge": "gauge",
    "sum": "sum",
    "histogram": "histogram",
    "exponentialHistogram": "exponential_histogram",
    "summary": "summary",
}
_TEMPORALITIES = {
    "AGGREGATION_TEMPORALITY_UNSPECIFIED": 0,
    "AGGREGATION_TEMPORALITY_DELTA": 1,
    "AGGREGATION_TEMPORALITY_CUMULATIVE": 2,
}
_TEMPORALITY_NAMES = {1: "delta", 2: "cumulative"}


def read_metrics(body: bytes) -> Decoded[MetricPoint]:
    """The points of an OTLP/JSON metrics request. Raises :class:`OtlpError` when it is none.

    One unreadable point costs the whole metric that it belongs to.
    """
    return read_records(body, Signal.METRICS, _points, _point_count)


def _points(metric: dict[str, Any], group: Group) -> list[MetricPoint]:
    name = text_of(metric, "name")
    if not name:
        raise BadRecordError("name:absent", "The metric has no name.")
    key = next((key for key in _KINDS if metric.get(key) is not None), None)
    if key is None:
        raise BadRecordError("data:absent", "The metric has no data, or data of a kind that is not known.")
    data = object_of(metric, key)
    kind = _KINDS[key]
    shared: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "resource": group.resource,
        "scope_name": group.scope_name,
        "unit": text_of(metric, "unit"),
        "description": text_of(metric, "description"),
        "temporality": _TEMPORALITY_NAMES.get(enum_of(data, "aggregationTemporality", _TEMPORALITIES), ""),
        "is_monotonic": bool_of(data.get("isMonotonic"), "isMonotonic"),
    }
    read = _POINT_READERS[kind]
    points = [_as_object(point) for point in list_of(data, "dataPoints") if point is not None]
    return [
        MetricPoint(
            time_ns=time_of(point, "timeUnixNano"),
            start_ns=time_of(point, "startTimeUnixNano"),
            attributes=attributes_of(list_of(point, "attributes")),
            **shared,
            **read(point),
        )
        for point in points
    ]


def _point_count(metric: object) -> int:
    """Points of a metric that could not be read, at least 1."""
    if not isinstance(metric, dict):
        return 1
    found = [metric[key].get("dataPoints") for key in _KINDS if isinstance(metric.get(key), dict)]
    return max([1, *(len(points) for points in found if isinstance(points, list))])


def _number(point: dict[str, Any]) -> dict[str, Any]:
    if point.get("asInt") is not None:
        return {"value": float_of(int_of(point["asInt"], "asInt"), "asInt")}
    return {"value": _optional(point, "asDouble")}


def _distribution(point: dict[str, Any]) -> dict[str, Any]:
    return {
        "count": int_of(point.get("count"), "count"),
        "sum": _optional(point, "sum"),
        "min": _optional(point, "min"),
        "max": _optional(point, "max"),
    }


def _histogram(point: dict[str, Any]) -> dict[str, Any]:
    return {
        **_distribution(point),
        "bucket_counts": tuple(int_of(count, "bucketCounts") for count in list_of(point, "bucketCounts")),
        "bounds": tuple(float_of(bound, "explicitBounds") for bound in list_of(point, "explicitBounds")),
    }


def _summary(point: dict[str, Any]) -> dict[str, Any]:
    return {"count": int_of(point.get("count"), "count"), "sum": float_of(point.get("sum"), "sum")}


_POINT_READERS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "gauge": _number,
    "sum": _number,
    "histogram": _histogram,
    "exponential_histogram": _distribution,
    "summary": _summary,
}


def _optional(point: dict[str, Any], key: str) -> float | None:
    return None if point.get(key) is None else float_of(point[key], key)


def _as_object(point: object) -> dict[str, Any]:
    if not isinstance(point, dict):
        raise BadRecordError("dataPoints:not_an_object", "A data point is not an object.")
    return point
