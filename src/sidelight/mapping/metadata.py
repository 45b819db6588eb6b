"""What is kept beside the fields: everything else that a span carries (OTEL_MAPPING section 8)."""

from typing import Any

from sidelight.mapping.content import CONTENT_KEYS
from sidelight.mapping.text import json_object, text_of
from sidelight.model import Attributes, Span

OBSERVATION_PREFIX = "langfuse.observation.metadata"
TRACE_PREFIX = "langfuse.trace.metadata"
LANGFUSE_SCOPE = "langfuse-sdk"
_SHARED_PREFIX = "langfuse.metadata"
_AI_PREFIX = "ai.telemetry.metadata."
_AI_FIELDS = frozenset({"userId", "sessionId", "tags", "langfusePrompt"})
_LEFT_OUT = CONTENT_KEYS | {"langfuse.trace.input", "langfuse.trace.output"}
_LEFT_OUT_PREFIXES = (OBSERVATION_PREFIX, TRACE_PREFIX, "ai.telemetry.metadata")


def observation_metadata(span: Span) -> dict[str, str]:
    """Remaining attributes, resource, scope, and the metadata given for observation and trace; later ones win."""
    result: dict[str, str] = {}
    if not span.scope_name.startswith(LANGFUSE_SCOPE):
        for key, value in span.attributes.items():
            if key not in _LEFT_OUT and not key.startswith(_LEFT_OUT_PREFIXES):
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
    given = given_metadata(span.attributes, OBSERVATION_PREFIX)
    given.update(given_metadata(span.attributes, TRACE_PREFIX))
    result.update(given)
    return result


def given_metadata(attributes: Attributes, prefix: str) -> dict[str, str]:
    """Metadata set under ``prefix`` and the shared prefixes: nested objects as dotted paths, values as text."""
    result: dict[str, str] = {}
    whole = json_object(attributes.get(prefix) or attributes.get(_SHARED_PREFIX))
    for key, value in (whole or {}).items():
        _flatten(str(key), value, result)
    dotted = prefix + "."
    for key, value in attributes.items():
        if key.startswith(dotted):
            _flatten(key[len(dotted) :], value, result)
        elif key.startswith(_SHARED_PREFIX + "."):
            _flatten(key[len(_SHARED_PREFIX) + 1 :], value, result)
        elif key.startswith(_AI_PREFIX) and (name := key[len(_AI_PREFIX) :]) not in _AI_FIELDS:
            _flatten(name, value, result)
    return result


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
