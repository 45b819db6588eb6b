"""Which signal a body carries, by its content: Codex sends all three to the one URL it was given (TELEMETRY 8.2).

The three protobuf requests have the same outer layout (1 resource -> 2 scope -> 2 record) and often parse as one
another, so the wire types of the records' own fields decide, and where those agree the shape of the messages inside.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum
from itertools import islice

from sidelight.otlp.errors import OtlpError
from sidelight.otlp.wire import Field, WireError, WireType, fields, is_message


class Format(StrEnum):
    """The two encodings of OTLP."""

    PROTOBUF = "protobuf"
    JSON = "json"


class Signal(StrEnum):
    """The three signals that Sidelight takes."""

    LOGS = "logs"
    TRACES = "traces"
    METRICS = "metrics"


ALL_SIGNALS = frozenset(Signal)
JSON_KEYS = {"resourceLogs": Signal.LOGS, "resourceSpans": Signal.TRACES, "resourceMetrics": Signal.METRICS}

# Field numbers and wire types of opentelemetry.proto.{logs,trace,metrics}.v1.{LogRecord,Span,Metric}.
_V, _F64, _LEN, _F32 = WireType.VARINT, WireType.FIXED64, WireType.LEN, WireType.FIXED32
_LOG_RECORD = {
    1: _F64, 2: _V, 3: _LEN, 5: _LEN, 6: _LEN, 7: _V, 8: _F32, 9: _LEN, 10: _LEN, 11: _F64, 12: _LEN,
}  # fmt: skip
_SPAN = {
    1: _LEN, 2: _LEN, 3: _LEN, 4: _LEN, 5: _LEN, 6: _V, 7: _F64, 8: _F64, 9: _LEN, 10: _V, 11: _LEN, 12: _V,
    13: _LEN, 14: _V, 15: _LEN, 16: _F32,
}  # fmt: skip
_METRIC = {1: _LEN, 2: _LEN, 3: _LEN, 5: _LEN, 7: _LEN, 9: _LEN, 10: _LEN, 11: _LEN, 12: _LEN}
_KNOWN = (_LOG_RECORD.keys() | _SPAN.keys() | _METRIC.keys()) - {0}

_POINTS = {1: _LEN}
_METRIC_DATA = {
    5: _POINTS,
    7: {1: _LEN, 2: _V, 3: _V},
    9: {1: _LEN, 2: _V},
    10: {1: _LEN, 2: _V},
    11: _POINTS,
}
_KEY_VALUE = {1: _LEN, 2: _LEN}
_SPAN_EVENT = {1: _F64, 2: _LEN, 3: _LEN, 4: _V}
_TRACE_ID_BYTES = 16
_SPAN_ID_BYTES = 8
# Where to stop looking: a body made to be searched in vain must not cost seconds.
_RECORDS_LOOKED_AT = 64
_FIELDS_LOOKED_AT = 256
_GROUPS_LOOKED_AT = 4096
_JSON_START = re.compile(rb'\s*\{\s*"(resourceLogs|resourceSpans|resourceMetrics)"\s*:\s*\[')


def identify(body: bytes, fmt: Format | str) -> Signal:
    """The signal that ``body`` carries.

    A body without any record (empty, or only resources) is of every signal at once: the answer is then ``TRACES``, what
    the bare path means to Langfuse's clients. Raises :class:`OtlpError` when the body is not an OTLP request.
    """
    possible = signals_of(body, fmt)
    return next(signal for signal in (Signal.TRACES, Signal.LOGS, Signal.METRICS) if signal in possible)


def signals_of(body: bytes, fmt: Format | str) -> frozenset[Signal]:
    """Every signal that ``body`` may carry: one when it holds a record, all three when it holds none.

    Looks at the beginning only. Raises :class:`OtlpError` when that is not an OTLP request.
    """
    if not body:
        return ALL_SIGNALS
    return _signals_of_json(body) if fmt == Format.JSON else _signals_of_protobuf(body)


def _signals_of_json(body: bytes) -> frozenset[Signal]:
    start = _JSON_START.match(body)
    if start:
        return frozenset({JSON_KEYS[start[1].decode()]})
    from sidelight.otlp.json_document import load_object  # noqa: PLC0415  (only the rare body needs the whole parser)

    document = load_object(body)
    found = frozenset(signal for key, signal in JSON_KEYS.items() if key in document)
    filled = frozenset(signal for key, signal in JSON_KEYS.items() if document.get(key))
    if document and not found:
        raise OtlpError(
            "The JSON object has none of the keys resourceLogs, resourceSpans and resourceMetrics.",
            "Send an OTLP/JSON export request; keys are camelCase.",
        )
    if len(filled) > 1:
        raise OtlpError("One body carries several signals.", "Send logs, traces and metrics in requests of their own.")
    return filled or found or ALL_SIGNALS


def _signals_of_protobuf(body: bytes) -> frozenset[Signal]:
    possible = ALL_SIGNALS
    try:
        for record in islice(_records(body), _RECORDS_LOOKED_AT):
            with suppress(WireError):  # a broken record says nothing; its neighbours do
                possible = (possible & _signals_of_record(body, record)) or possible
            if len(possible) == 1:
                return possible
    except WireError as error:
        raise OtlpError(*explain_bytes(body, str(error))) from error
    return possible


def explain_bytes(body: bytes, detail: str) -> tuple[str, str]:
    """Reason and hint for a body that is not protobuf, naming what it seems to be instead."""
    head = body.lstrip()[:1]
    if head in (b"{", b"["):
        return "The body is JSON but was declared as protobuf.", "Set Content-Type: application/json."
    if body[:2] == b"\x1f\x8b":
        return "The body is gzip but was not declared so.", "Set Content-Encoding: gzip."
    if head == b"<":
        return "The body is a web page or XML, not OTLP.", "Check that nothing between sender and server rewrites it."
    return f"The body is not an OTLP protobuf message: {detail}.", "Check the exporter's protocol and compression."


def _records(body: bytes) -> Iterator[Field]:
    """Where the records lie, whatever their type. Raises :class:`WireError` where the outer layers are malformed."""
    empty = True
    for resource in islice(fields(body), _GROUPS_LOOKED_AT):
        if resource.number != 1 or resource.wire_type != _LEN:
            continue
        empty = False
        for scope in islice(fields(body, resource.start, resource.end), _GROUPS_LOOKED_AT):
            if scope.number != 2 or scope.wire_type != _LEN:
                continue
            for record in islice(fields(body, scope.start, scope.end), _GROUPS_LOOKED_AT):
                if record.number == 2 and record.wire_type == _LEN:
                    yield record
    if empty:
        raise WireError("it has no resource")


def _signals_of_record(body: bytes, record: Field) -> frozenset[Signal]:
    found = islice(fields(body, record.start, record.end), _FIELDS_LOOKED_AT)
    parts = [part for part in found if part.number in _KNOWN]
    fitting = {
        signal
        for signal, shape in ((Signal.LOGS, _LOG_RECORD), (Signal.TRACES, _SPAN), (Signal.METRICS, _METRIC))
        if all(shape.get(part.number) == part.wire_type for part in parts)
    }
    if len(fitting) > 1:
        fitting = _by_shape(body, parts, fitting)
    return frozenset(fitting)


def _by_shape(body: bytes, parts: list[Field], fitting: set[Signal]) -> set[Signal]:
    """Narrow down a record whose fields alone fit several signals."""
    identified = any(part.number in (1, 2) for part in parts)
    if Signal.LOGS in fitting:
        # A span without ids or a metric without name would be useless; a log record with only a body is not.
        return {Signal.LOGS} if parts and not identified else fitting
    shaped = {signal for signal in fitting if all(_fits(body, part, signal) for part in parts)}
    if len(shaped) == 1 or not identified:
        return shaped or fitting
    sizes = {part.number: part.end - part.start for part in parts}
    if sizes.get(5):  # a span's name that happens to be a Gauge message is far less likely than a Gauge
        return {Signal.METRICS}
    has_ids = sizes.get(1) == _TRACE_ID_BYTES and sizes.get(2) == _SPAN_ID_BYTES
    return {Signal.TRACES if has_ids else Signal.METRICS} & (shaped or fitting) or fitting


def _fits(body: bytes, part: Field, signal: Signal) -> bool:
    """Whether the message or text inside a field that spans and metrics share is of that signal."""
    if signal is Signal.METRICS:
        if part.number in _METRIC_DATA:
            return is_message(body, part.start, part.end, _METRIC_DATA[part.number])
        return part.number == 12 or _is_text(body[part.start : part.end])
    if part.number == 9:
        return is_message(body, part.start, part.end, _KEY_VALUE)
    if part.number == 11:
        return is_message(body, part.start, part.end, _SPAN_EVENT)
    return part.number in (1, 2, 4, 13, 15) or _is_text(body[part.start : part.end])


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
