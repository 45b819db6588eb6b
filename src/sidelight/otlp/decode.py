"""OTLP request bodies to values: the one entry for receivers (:func:`check`) and pipeline (``decode_*``).

A bad record becomes a :class:`RecordProblem` and never harms its neighbours; only a body that is not OTLP raises.
"""

from typing import Any

from sidelight.model import LogRecord, MetricPoint, Span
from sidelight.otlp import json_metrics, json_reader, protobuf_reader
from sidelight.otlp.decoded import CheckedBody, Decoded, RecordProblem
from sidelight.otlp.errors import OtlpError
from sidelight.otlp.signal import Format, Signal, identify, signals_of

__all__ = [
    "CheckedBody",
    "Decoded",
    "Format",
    "OtlpError",
    "RecordProblem",
    "Signal",
    "check",
    "decode_logs",
    "decode_metrics",
    "decode_spans",
    "identify",
    "signals_of",
]


def decode_logs(body: bytes, fmt: Format | str) -> Decoded[LogRecord]:
    """The log records of an uncompressed body. Raises :class:`OtlpError` when it is not a logs request."""
    return json_reader.read_logs(body) if fmt == Format.JSON else protobuf_reader.read_logs(body)


def decode_spans(body: bytes, fmt: Format | str) -> Decoded[Span]:
    """The spans of an uncompressed body. Raises :class:`OtlpError` when it is not a trace request."""
    return json_reader.read_spans(body) if fmt == Format.JSON else protobuf_reader.read_spans(body)


def decode_metrics(body: bytes, fmt: Format | str) -> Decoded[MetricPoint]:
    """The metric points of an uncompressed body. Raises :class:`OtlpError` when it is not a metrics request."""
    return json_metrics.read_metrics(body) if fmt == Format.JSON else protobuf_reader.read_metrics(body)


def check(body: bytes, signal: Signal, fmt: Format | str) -> CheckedBody:
    """What the body holds and which records of it are unusable: the same problems that decoding will find.

    Cheap for protobuf, which is parsed but not converted. Raises :class:`OtlpError` like the decoders.
    """
    if fmt != Format.JSON:
        return protobuf_reader.check_body(body, signal)
    decoded: Decoded[Any]
    if signal is Signal.TRACES:
        decoded = json_reader.read_spans(body)
    elif signal is Signal.LOGS:
        decoded = json_reader.read_logs(body)
    else:
        decoded = json_metrics.read_metrics(body)
    return CheckedBody(len(decoded.records) + sum(problem.lost for problem in decoded.problems), decoded.problems)
