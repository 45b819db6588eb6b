"""What is kept beside the fields: everything else that a span carries (OTEL_MAPPING section 8)."""

from typing import Any

from sidelight.mapping.content import CONTENT_KEYS
from sidelight.mapping.text import json_object, text_of
from sidelight.model import Attributes, Span, SpanEvent
from sidelight.model.time import NS_PER_S, to_iso

LANGFUSE_SCOPE = "langfuse-sdk"
_OBSERVATION = "langfuse.observation.metadata"
_TRACE = "langfuse.trace.metadata"
_SHARED = "langfuse.metadata"
_AI = "ai.telemetry.metadata"
# Fields of their own (context.py), not metadata.
_AI_FIELDS = frozenset({"userId", "sessionId", "tags", "langfusePrompt"})
_GIVEN_PREFIXES = (_OBSERVATION, _TRACE, _SHARED, _AI)
_MAX_TIME_NS = 253_402_300_799 * NS_PER_S  # the last second of the year 9999
_LEFT_OUT = CONTENT_KEYS | {"langfuse.trace.input", "langfuse.trace.output"}


class SpanMetadata:
    """The metadata of one span, taken apart in one pass over its attributes."""

    def __init__(self, span: Span) -> None:
        self._span = span
        self._given = [key for key in span.attributes if key.startswith(_GIVEN_PREFIXES)]

    def of_trace(self) -> dict[str, str]:
        """What the sender set for the trace."""
        return self._given_under(_TRACE) if self._given else {}

    def of_observation(self) -> dict[str, str]:
        """Remaining attributes, resource, scope, events, and what the sender set for both records; later ones win."""
        span = self._span
        result: dict[str, str] = {}
        if not span.scope_name.startswith(LANGFUSE_SCOPE):
            left_out = _LEFT_OUT.union(self._given) if self._given else _LEFT_OUT
            for key, value in span.attributes.items():
                if key in left_out:
                    continue
                text = value if isinstance(value, str) else text_of(value)
                if text is not None:
                    result["attributes." + key] = text
        result.update(_resource_metadata(span.resource))
        if span.scope_name:
            result["scope.name"] = span.scope_name
        if span.scope_version:
            result["scope.version"] = span.scope_version
        for key, value in span.scope_attributes.items():
            text = text_of(value)
            if text is not None:
                result["scope.attributes." + key] = text
        if span.events:
            result["events"] = _events_text(span.events)
        if self._given:
            result.update(self._given_under(_OBSERVATION))
            result.update(self._given_under(_TRACE))
        return result

    def _given_under(self, prefix: str) -> dict[str, str]:
        """Metadata set under a prefix and the shared ones: nested objects as dotted paths, values as text."""
        attributes = self._span.attributes
        result: dict[str, str] = {}
        whole = json_object(attributes.get(prefix) or attributes.get(_SHARED))
        for key, value in (whole or {}).items():
            _flatten(str(key), value, result)
        for key in self._given:
            for dotted in (prefix + ".", _SHARED + ".", _AI + "."):
                if key.startswith(dotted):
                    name = key[len(dotted) :]
                    if not (dotted.startswith(_AI) and name in _AI_FIELDS):
                        _flatten(name, attributes[key], result)
                    break
        return result


def _events_text(events: tuple[SpanEvent, ...]) -> str:
    """The events as JSON: conventions may read them, and what no convention reads is not lost."""
    return (
        text_of(
            [
                {
                    "name": event.name,
                    "time": to_iso(min(event.time_ns, _MAX_TIME_NS)),
                    "attributes": dict(event.attributes),
                }
                for event in events
            ]
        )
        or ""
    )


def _flatten(path: str, value: Any, result: dict[str, str]) -> None:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            _flatten(f"{path}.{key}", item, result)
        return
    text = text_of(value)
    if text is not None:
        result[path] = text


class _LastResource:
    """Spans of one resource follow one another; its metadata is made once for them."""

    def __init__(self) -> None:
        self._last: tuple[Attributes, dict[str, str]] = ({}, {})

    def __call__(self, resource: Attributes) -> dict[str, str]:
        known, metadata = self._last
        if known is not resource:
            metadata = {
                "resourceAttributes." + key: text
                for key, value in resource.items()
                if (text := text_of(value)) is not None
            }
            self._last = (resource, metadata)
        return metadata


_resource_metadata = _LastResource()
