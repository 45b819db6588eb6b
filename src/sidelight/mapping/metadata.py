"""What is kept beside the fields: everything else that a span carries (OTEL_MAPPING section 8)."""

from functools import lru_cache
from typing import Any

import orjson

from sidelight.mapping import keys
from sidelight.mapping.conventions.langfuse import SCOPE
from sidelight.mapping.conventions.openllmetry import NOT_MESSAGES
from sidelight.mapping.metadata_tree import flatten
from sidelight.mapping.order import CONTENT_EVENTS, SHOWN_ELSEWHERE, SHOWN_ELSEWHERE_PREFIXES
from sidelight.mapping.text import json_object, text_of
from sidelight.model import Attributes, AttrValue, Span, SpanEvent
from sidelight.model.time import NS_PER_S, to_iso

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


def given_metadata(attributes: Attributes, prefix: str, *, is_json: bool) -> dict[str, str]:
    """Metadata set under ``prefix`` and the shared ones: nested objects as dotted paths, values as text.

    ``is_json``: every single value is a JSON text, as the newest SDKs write them.
    """
    result: dict[str, str] = {}
    whole = json_object(attributes.get(prefix) or attributes.get(keys.SHARED_METADATA))
    for key, value in (whole or {}).items():
        flatten(str(key), value, result)
    for key, value in attributes.items():
        owner, name = _given_name(key)
        if name and owner in (prefix, keys.SHARED_METADATA, keys.AI_METADATA):
            flatten(name, _decoded(value) if is_json else value, result)
    return result


def _decoded(value: AttrValue) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


@lru_cache(maxsize=4096)
def _given_name(key: str) -> tuple[str, str]:
    """The prefix of a metadata key and what follows it; nothing for other keys and for those with own fields."""
    if key not in _AI_FIELDS:
        for prefix in keys.METADATA_PREFIXES:
            if key.startswith(prefix + "."):
                return prefix, key[len(prefix) + 1 :]
    return "", ""


class _Names(dict[str, str]):
    """What attributes are called in metadata, ``""`` for those that are shown elsewhere. Senders use few keys."""

    def __missing__(self, key: str) -> str:
        is_shown = key in SHOWN_ELSEWHERE or (key.startswith(_LEFT_OUT_PREFIXES) and key not in NOT_MESSAGES)
        name = "" if is_shown else "attributes." + key
        if len(key) <= _MAX_KEY_CHARS:
            if len(self) >= _MAX_NAMES:
                self.clear()
            self[key] = name
        return name


_MAX_NAMES = 20_000
_MAX_KEY_CHARS = 200
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
        self._resource: Attributes = {}
        self._scope: tuple[str, str, Attributes] = ("", "", {})
        self._metadata: dict[str, str] = {}

    def __call__(self, span: Span) -> dict[str, str]:
        scope = (span.scope_name, span.scope_version, span.scope_attributes)
        known = self._scope
        if (
            self._resource is not span.resource
            or known[2] is not scope[2]
            or known[0] != scope[0]
            or known[1] != scope[1]
        ):
            self._metadata = self._made(span)
            self._resource, self._scope = span.resource, scope
        return self._metadata

    @staticmethod
    def _made(span: Span) -> dict[str, str]:
        result: dict[str, str] = {}
        for prefix, attributes in (
            ("resourceAttributes.", span.resource),
            ("scope.attributes.", span.scope_attributes),
        ):
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
