"""What is kept beside the fields: everything else that a span carries (OTEL_MAPPING section 8)."""

from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import orjson

from sidelight.mapping import keys
from sidelight.mapping.conventions.langfuse import SCOPE
from sidelight.mapping.conventions.openllmetry import NOT_MESSAGES
from sidelight.mapping.metadata_tree import flatten
from sidelight.mapping.order import CONTENT_EVENTS, SHOWN_ELSEWHERE, SHOWN_ELSEWHERE_PREFIXES
from sidelight.mapping.text import json_object, text_of
from sidelight.model import Attributes, AttrValue, Span, SpanEvent
from sidelight.model.time import NS_PER_S, to_iso

T = TypeVar("T")
_MAX_TIME_NS = 253_402_300_799 * NS_PER_S  # the last second of the year 9999
# Fields of their own (keys.py), not metadata.
_AI_FIELDS = frozenset(f"{keys.AI_METADATA}.{name}" for name in ("userId", "sessionId", "tags", "langfusePrompt"))
_LEFT_OUT_PREFIXES = (*SHOWN_ELSEWHERE_PREFIXES, *keys.METADATA_PREFIXES)


def metadata_of(span: Span, given: dict[str, str]) -> dict[str, str]:
    """Remaining attributes, resource, scope, events, and what the sender set itself; later ones win."""
    result: dict[str, str] = {}
    if not span.scope_name.startswith(SCOPE):
        for key, value in span.attributes.items():
            name = _NAMES[key]
            if name:
                text = value if isinstance(value, str) else text_of(value)
                if text is not None:
                    result[name] = text
    result.update(_around(span))
    if span.events:
        events = [_event(event) for event in span.events if event.name not in CONTENT_EVENTS]
        if events:
            result["events"] = text_of(events) or ""
    result.update(given)
    return result


class Given(NamedTuple):
    """Metadata that the sender set: for the observation (with the trace's over its own), and for the trace."""

    of_observation: dict[str, str]
    of_trace: dict[str, str]


NOTHING_GIVEN = Given({}, {})


def given_metadata(attributes: Attributes, *, is_json: bool) -> Given:
    """Metadata attributes as dotted paths with texts. ``is_json``: every single value is a JSON text."""
    of_observation: dict[str, str] = {}
    of_trace: dict[str, str] = {}
    shared = attributes.get(keys.SHARED_METADATA)
    for prefix, result in ((keys.OBSERVATION_METADATA, of_observation), (keys.TRACE_METADATA, of_trace)):
        whole = attributes.get(prefix) or shared
        if whole:
            _take_whole(whole, result, is_json=is_json)
    for key, value in attributes.items():
        found = _OWNERS[key]
        if found is None:
            continue
        prefix, name = found
        read = _decoded(value) if is_json else value
        if prefix != keys.TRACE_METADATA:
            flatten(name, read, of_observation)
        if prefix != keys.OBSERVATION_METADATA:
            flatten(name, read, of_trace)
    return Given({**of_observation, **of_trace}, of_trace)


def _take_whole(value: AttrValue, result: dict[str, str], *, is_json: bool) -> None:
    """An object as its entries; anything else under the key ``metadata``, as Langfuse's batch API has it."""
    found = json_object(value)
    if found is None:
        flatten("metadata", _decoded(value) if is_json else value, result)
        return
    for key, item in found.items():
        flatten(str(key), item, result)


def _decoded(value: AttrValue) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


_MAX_KNOWN_KEYS = 20_000
_MAX_KEY_CHARS = 200


class _Owners(dict[str, tuple[str, str] | None]):
    """The prefix of a metadata key and what follows it; None for other keys and for those with own fields."""

    def __missing__(self, key: str) -> tuple[str, str] | None:
        prefix = next((prefix for prefix in keys.METADATA_PREFIXES if key.startswith(prefix + ".")), None)
        name = key[len(prefix) + 1 :] if prefix else ""
        found = (prefix, name) if prefix and name and key not in _AI_FIELDS else None
        _keep(self, key, found)
        return found


class _Names(dict[str, str]):
    """What attributes are called in metadata, ``""`` for those that are shown elsewhere. Senders use few keys."""

    def __missing__(self, key: str) -> str:
        is_shown = key in SHOWN_ELSEWHERE or (key.startswith(_LEFT_OUT_PREFIXES) and key not in NOT_MESSAGES)
        name = "" if is_shown else "attributes." + key
        _keep(self, key, name)
        return name


def _keep(known: dict[str, T], key: str, value: T) -> None:
    """Remember what is said of a key, unless a sender makes up ever new or very long ones."""
    if len(key) <= _MAX_KEY_CHARS:
        if len(known) >= _MAX_KNOWN_KEYS:
            known.clear()
        known[key] = value


_OWNERS = _Owners()
_NAMES = _Names()


def _event(event: SpanEvent) -> dict[str, AttrValue]:
    return {
        "name": event.name,
        "time": to_iso(min(event.time_ns, _MAX_TIME_NS)),
        "attributes": dict(event.attributes),
    }


class _Around:
    """Resource and scope as metadata. Spans of one scope follow one another; it is made once for them."""

    def __init__(self) -> None:
        self._last: tuple[Span, dict[str, str]] | None = None

    def __call__(self, span: Span) -> dict[str, str]:
        last = self._last  # one value, so that threads never see halves of two
        if last is not None:
            known, metadata = last
            if (
                known.resource is span.resource
                and known.scope_attributes is span.scope_attributes
                and known.scope_name == span.scope_name
                and known.scope_version == span.scope_version
            ):
                return metadata
        metadata = _made(span)
        self._last = (replace(span, attributes={}, events=()), metadata)
        return metadata


def _made(span: Span) -> dict[str, str]:
    result: dict[str, str] = {}
    for prefix, attributes in (("resourceAttributes.", span.resource), ("scope.attributes.", span.scope_attributes)):
        for key, value in attributes.items():
            text = text_of(value)
            if text is not None:
                result[prefix + key] = text
    if span.scope_name:
        result["scope.name"] = span.scope_name
    if span.scope_version:
        result["scope.version"] = span.scope_version
    return result


_around = _Around()
