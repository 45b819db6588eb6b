"""Trace and span ids: lower-case hex, ``""`` for absent. All zero bytes mean absent (OTLP, and TELEMETRY 2.1)."""

import base64
import binascii

from sidelight.otlp.decoded import BadRecordError, Defect

MAX_ID_BYTES = 64
MAX_ID_CHARS = 2 * MAX_ID_BYTES
NO_TRACE_ID = Defect("traceId:absent", "The span has no trace id.")
NO_SPAN_ID = Defect("spanId:absent", "The span has no span id.")
_HEX = frozenset("0123456789abcdef")
# The generic protobuf-JSON printers write ids of 16 and 8 bytes as base64 of these lengths; hex never has the padding.
_BASE64_CHARS = frozenset({24, 12})


def id_of_bytes(data: bytes) -> str:
    """Hex of a binary id, ``""`` when it is empty or all zero."""
    return data.hex() if data.strip(b"\0") else ""


def id_of_json(value: object, field: str) -> str:
    """The id of a JSON value: hex text in any case, base64, a list of bytes, or ``{"type": "Buffer", "data": […]}``.

    Other text is kept unchanged, as Langfuse does. Raises :class:`BadRecordError` for everything else.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        value = value.get("data")
    if isinstance(value, list) and len(value) <= MAX_ID_BYTES:
        try:
            return id_of_bytes(bytes(value))
        except (TypeError, ValueError):
            raise BadRecordError(*not_an_id(field)) from None
    if not isinstance(value, str) or len(value) > MAX_ID_CHARS:
        raise BadRecordError(*not_an_id(field))
    text = value.lower()
    if _HEX.issuperset(text):
        return text if text.strip("0") else ""
    if len(value) in _BASE64_CHARS and value.endswith("="):
        try:
            return id_of_bytes(base64.b64decode(value, validate=True))
        except binascii.Error:
            pass
    return value


def require_ids(trace_id: str, span_id: str) -> None:
    """Raise :class:`BadRecordError` unless both ids of a span are there."""
    if not trace_id:
        raise BadRecordError(*NO_TRACE_ID)
    if not span_id:
        raise BadRecordError(*NO_SPAN_ID)


def not_an_id(field: str) -> Defect:
    """The defect of a value that is no id."""
    return Defect(f"{field}:not_an_id", f"{field} is not an id (hex text or bytes).")
