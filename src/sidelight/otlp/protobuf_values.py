"""OTLP attribute values of protobuf messages as plain Python values. Hot: runs for each attribute of each span."""

from collections.abc import Callable, Iterable
from typing import Any

from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from sidelight.model import AttrValue


def attributes_of(pairs: Iterable[KeyValue]) -> dict[str, AttrValue]:
    """The attributes as a dict; when a key is repeated, which OTLP forbids, the last one wins."""
    result: dict[str, AttrValue] = {}
    for pair in pairs:
        value = pair.value
        # Nearly all values are texts, and asking for the text is cheaper than asking which kind it is.
        text = value.string_value
        result[pair.key] = text or value_of(value)
    return result


def value_of(value: AnyValue) -> AttrValue:
    """The Python value; None for an unset value or a kind that this version does not know."""
    kind = value.WhichOneof("value")
    if kind is None:
        return None
    read = _READERS.get(kind)
    return read(value) if read else None


_READERS: dict[str, Callable[[Any], AttrValue]] = {
    "string_value": lambda value: value.string_value,
    "int_value": lambda value: value.int_value,
    "double_value": lambda value: value.double_value,
    "bool_value": lambda value: value.bool_value,
    "bytes_value": lambda value: value.bytes_value,
    "array_value": lambda value: [value_of(item) for item in value.array_value.values],
    "kvlist_value": lambda value: attributes_of(value.kvlist_value.values),
}
