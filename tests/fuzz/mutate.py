"""Makes broken requests out of real ones: bytes are damaged blindly, messages and JSON trees with knowledge of them."""

import contextlib
import json
import random
import struct
from collections.abc import Iterator
from typing import Any

from sidelight.otlp.wire import WireError, WireType, fields

ODD_TEXTS = (
    "",
    "0",
    "-1",
    "NaN",
    "Infinity",
    "true",
    "null",
    "é",
    "\x00",
    "\ud800",
    "9" * 50,
    "x" * 3000,
    "[",
    '{"a":1}',
)
ODD_NUMBERS = (0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), 10**400, 0.5, 1e308, float("nan"))
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    [None],
    {"low": 1, "high": 2},
    {"low": "x"},
    {"values": 3},
)
ODD_KEYS = (
    "stringValue", "intValue", "doubleValue", "boolValue", "arrayValue", "kvlistValue", "bytesValue", "values", "key",
    "value", "traceId", "spanId", "resource", "attributes", "events", "timeUnixNano", "body", "gauge", "sum",
    "dataPoints", "asInt", "asDouble", "bucketCounts", "resourceLogs", "resourceSpans", "scopeLogs", "logRecords",
    "data", "type",
)  # fmt: skip


def mutate(body: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """A changed body; the same random state gives the same body."""
    is_careful = rng.random() < 0.85
    if is_careful and body[:1] == b"{":
        return _mutate_json(body, rng)
    if is_careful:
        with contextlib.suppress(WireError):
            return _mutate_message(body, rng)
    return _mutate_bytes(bytearray(body), others, rng)


def _mutate_message(body: bytes, rng: random.Random) -> bytes:
    """Change fields of a protobuf message, deep inside as well, with all lengths around them right."""
    for _ in range(_changes(rng)):
        body = _mutate_field(body, rng, depth=0)
    return body


def _mutate_field(message: bytes, rng: random.Random, depth: int) -> bytes:
    found = list(fields(message))
    if not found:
        return message + _field(rng.randrange(1, 18), rng.randrange(6), _odd_payload(rng))
    index = rng.randrange(len(found))
    field = found[index]
    payload = message[field.start : field.end]
    encoded = _field(field.number, field.wire_type, payload)
    if field.wire_type == WireType.LEN and rng.random() < (0.95 if depth < 3 else 0.6):
        try:
            encoded = _field(field.number, WireType.LEN, _mutate_field(payload, rng, depth + 1))
        except WireError:  # a text
            encoded = _field(field.number, WireType.LEN, _odd_payload(rng))
    else:
        match rng.randrange(6):
            case 0:
                encoded = b""
            case 1:
                encoded += encoded
            case 2:
                encoded = _field(rng.randrange(1, 18), field.wire_type, payload)
            case 3:
                encoded = _field(field.number, rng.randrange(6), payload)
            case _:
                encoded = _field(field.number, field.wire_type, _odd_payload(rng))
    pieces = [_field(other.number, other.wire_type, message[other.start : other.end]) for other in found]
    pieces[index] = encoded
    if rng.random() < 0.05:
        rng.shuffle(pieces)
    return b"".join(pieces)


def _field(number: int, wire_type: int, payload: bytes) -> bytes:
    tag = _varint(number << 3 | wire_type)
    match wire_type:
        case WireType.LEN:
            return tag + _varint(len(payload)) + payload
        case WireType.FIXED64:
            return tag + payload[:8].ljust(8, b"\xff")
        case WireType.FIXED32:
            return tag + payload[:4].ljust(4, b"\xff")
        case WireType.VARINT:
            return tag + (
                payload[:10] if payload and payload[-1] < 128 else _varint(int.from_bytes(payload[:8], "big"))
            )
    return tag


def _varint(value: int) -> bytes:
    result = bytearray()
    while value > 127:
        result.append(value & 127 | 128)
        value >>= 7
    result.append(value)
    return bytes(result)


def _odd_payload(rng: random.Random) -> bytes:
    match rng.randrange(6):
        case 0:
            return b""
        case 1:
            return rng.choice(ODD_TEXTS).encode("utf-8", "surrogatepass")
        case 2:
            return struct.pack("<Q", rng.choice((0, 1, 2**63, 2**64 - 1)))
        case 3:
            return struct.pack("<d", rng.choice((0.0, float("nan"), float("inf"), -1e308)))
        case 4:
            return bytes(rng.choice((8, 16, 7, 15, 17)))
        case _:
            return rng.randbytes(rng.choice((1, 4, 8, 16, 40)))


def _changes(rng: random.Random) -> int:
    return rng.choice((1, 1, 1, 2, 3, 6))


def _mutate_bytes(data: bytearray, others: list[bytes], rng: random.Random) -> bytes:
    for _ in range(_changes(rng)):
        position = rng.randrange(len(data) + 1)
        # Most of a body is text; its beginning and the tags near it decide how it is read.
        if rng.random() < 0.3:
            position = min(position, rng.randrange(64))
        match rng.randrange(8):
            case 0 if position < len(data):
                data[position] ^= 1 << rng.randrange(8)
            case 1 if position < len(data):
                data[position] = rng.choice((0, 1, 8, 10, 18, 127, 128, 255, rng.randrange(256)))
            case 2:
                del data[position : position + rng.randint(1, 16)]
            case 3:
                data[position:position] = rng.randbytes(rng.randint(1, 16))
            case 4:
                del data[position:]
            case 5:
                other = rng.choice(others)
                start = rng.randrange(len(other) + 1)
                data[position:position] = other[start : start + rng.randint(1, 400)]
            case 6:
                data[position:position] = data[position : position + rng.randint(1, 400)]
            case _:
                data[position:position] = b"\xff" * rng.randint(1, 12)
    return bytes(data)


def _mutate_json(body: bytes, rng: random.Random) -> bytes:
    try:
        document = json.loads(body)
        for _ in range(_changes(rng)):
            _change_somewhere(document, rng)
        return json.dumps(document).encode()
    except (ValueError, RecursionError):  # broken by an earlier mutation
        return _mutate_bytes(bytearray(body), [body], rng)


def _change_somewhere(document: Any, rng: random.Random) -> None:
    """Change one value, any of them with the same probability: nearly all are deep inside."""
    places = list(_places(document))
    if not places:
        return
    node, key = rng.choice(places)
    child = node[key]
    match rng.randrange(5):
        case 0:
            del node[key]
        case 1:
            node[key] = _nested(child, rng) if rng.random() < 0.05 else [child]
        case 2 if isinstance(node, dict):
            node[rng.choice(ODD_KEYS)] = child
        case _:
            node[key] = rng.choice((*ODD_TEXTS, *ODD_NUMBERS, *ODD_VALUES))


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    for key, child in list(node.items()) if isinstance(node, dict) else list(enumerate(node)):
        yield node, key
        if isinstance(child, dict | list):
            yield from _places(child)


def _nested(value: Any, rng: random.Random) -> Any:
    for _ in range(rng.choice((50, 99, 101, 300))):
        value = (
            {"arrayValue": {"values": [value]}}
            if rng.random() < 0.5
            else {"kvlistValue": {"values": [{"value": value}]}}
        )
    return value
