"""The protobuf wire format, read by hand: for looking at a body without knowing its message type.

Used to tell the signals apart and to isolate one broken record from its neighbours; whole bodies are parsed by upb.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple


class WireType(IntEnum):
    """The encodings that proto3 uses (groups, 3 and 4, are gone since proto2 and count as malformed)."""

    VARINT = 0
    FIXED64 = 1
    LEN = 2
    FIXED32 = 5


class WireError(ValueError):
    """The bytes are not a protobuf message."""


class Field(NamedTuple):
    """One field: its number, its wire type, and where its payload lies in the buffer."""

    number: int
    wire_type: int
    start: int
    end: int


MAX_VARINT_BYTES = 10
MAX_FIELD_NUMBER = 2**29 - 1


def read_varint(data: bytes, position: int, end: int) -> tuple[int, int]:
    """Value and the position after it. Raises :class:`WireError` when it is cut or longer than ten bytes."""
    value = 0
    for index in range(MAX_VARINT_BYTES):
        if position >= end:
            raise WireError("a number is cut off")
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, position
    raise WireError("a number is longer than ten bytes")


def fields(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Field]:
    """The fields of the message in ``data[start:end]``, in order. Raises :class:`WireError` where it is malformed."""
    position = start
    stop = len(data) if end is None else end
    while position < stop:
        tag, position = read_varint(data, position, stop)
        number, wire_type = tag >> 3, tag & 7
        if not 0 < number <= MAX_FIELD_NUMBER:
            raise WireError(f"field number {number} does not exist")
        if wire_type == WireType.LEN:
            length, position = read_varint(data, position, stop)
            after = position + length
        elif wire_type == WireType.VARINT:
            after = read_varint(data, position, stop)[1]
        elif wire_type == WireType.FIXED64:
            after = position + 8
        elif wire_type == WireType.FIXED32:
            after = position + 4
        else:
            raise WireError(f"wire type {wire_type} is not used by OTLP")
        if after > stop:
            raise WireError(f"field {number} is longer than its message")
        yield Field(number, wire_type, position, after)
        position = after


def is_message(data: bytes, start: int, end: int, shape: dict[int, WireType]) -> bool:
    """Whether the bytes are a message in which every field that ``shape`` knows has the wire type given there.

    Fields that ``shape`` does not know make it false: for telling apart two messages, not for validation.
    """
    try:
        return all(shape.get(field.number) == field.wire_type for field in fields(data, start, end))
    except WireError:
        return False
