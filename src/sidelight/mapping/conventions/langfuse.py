"""Langfuse's own SDKs, and everyone who writes ``langfuse.*`` attributes."""

import orjson

from sidelight.mapping.parameters import plain_parameters
from sidelight.mapping.rule import Content, Counts, Parameters, Rule, type_named_by
from sidelight.mapping.text import json_object
from sidelight.mapping.usage import counts_of, from_openai, with_total
from sidelight.model import ObservationType, Span

SCOPE = "langfuse-sdk"
_TYPE = "langfuse.observation.type"
_INPUT, _OUTPUT = "langfuse.observation.input", "langfuse.observation.output"
_PARAMETERS = "langfuse.observation.model.parameters"
_USAGE = "langfuse.observation.usage_details"
_OF_GENERATIONS = (
    "langfuse.observation.model.name",
    "langfuse.observation.cost_details",
    _USAGE,
    "langfuse.observation.completion_start_time",
    _PARAMETERS,
    "langfuse.observation.prompt.name",
    "langfuse.observation.prompt.version",
)
_LAST_WRONG = (3, 3)


def _type_of_old_python(span: Span) -> ObservationType | None:
    """The Python SDK up to 3.3 said ``span`` of generations."""
    if span.attributes.get(_TYPE) != "span" or span.resource.get("telemetry.sdk.language") != "python":
        return None
    version = version_of(span.scope_version)
    return ObservationType.GENERATION if version is None or version <= _LAST_WRONG else None


def version_of(text: str) -> tuple[int, int] | None:
    """Major and minor number of a version, None when it has none."""
    parts = text.strip().split(".")[:2]
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts):
        return None
    return int(parts[0]), int(parts[1])


def _content(span: Span) -> Content | None:
    """Both sides, even if they are empty: then the SDK says so on purpose, and no other convention is asked."""
    input_, output = span.attributes.get(_INPUT), span.attributes.get(_OUTPUT)
    return None if input_ is None and output is None else (input_, output)


def explicit_parameters(span: Span) -> Parameters | None:
    """The parameters that were set through the SDK."""
    found = json_object(span.attributes.get(_PARAMETERS))
    return None if found is None else plain_parameters(found)


def _usage(span: Span) -> Counts | None:
    """The counts as they were given. What is no JSON is as good as not given; JSON that is no object means none."""
    given = span.attributes[_USAGE]
    if not given:
        return None
    if isinstance(given, str):
        try:
            given = orjson.loads(given)
        except orjson.JSONDecodeError:
            return None
    return (from_openai(given) or with_total(counts_of(given))) if isinstance(given, dict) else {}


TYPE_OF_OLD_PYTHON = Rule(_type_of_old_python, keys=_OF_GENERATIONS, scopes=(SCOPE,))
TYPE = type_named_by(_TYPE, {kind.lower(): kind for kind in ObservationType})
CONTENT = Rule(_content, keys=(_INPUT, _OUTPUT))
PARAMETERS = Rule(explicit_parameters, keys=(_PARAMETERS,))
USAGE = Rule(_usage, keys=(_USAGE,))
TRACE_CONTENT_KEYS = ("langfuse.trace.input", "langfuse.trace.output")
