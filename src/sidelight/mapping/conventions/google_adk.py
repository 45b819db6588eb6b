"""Google's Agent Development Kit: requests and responses as JSON, ``{}`` where a tool ran instead."""

from sidelight.mapping.conventions.genai import usage_in
from sidelight.mapping.rule import Content, Counts, Rule, is_given
from sidelight.mapping.text import count_of, json_object
from sidelight.mapping.usage import with_total
from sidelight.model import Attributes, AttrValue, Span

SCOPE = "gcp.vertex.agent"
_REQUEST, _RESPONSE = "gcp.vertex.agent.llm_request", "gcp.vertex.agent.llm_response"
_TOOL_ARGUMENTS, _TOOL_RESPONSE = "gcp.vertex.agent.tool_call_args", "gcp.vertex.agent.tool_response"
_CACHED = "input_cached_tokens"


def _content(span: Span) -> Content | None:
    input_ = _first_filled(span.attributes, _REQUEST, _TOOL_ARGUMENTS)
    output = _first_filled(span.attributes, _RESPONSE, _TOOL_RESPONSE)
    return (input_, output) if is_given(input_) or is_given(output) else None


def _first_filled(attributes: Attributes, key: str, instead: str) -> AttrValue:
    value = attributes.get(key)
    return value if value and value != "{}" else attributes.get(instead)


def _usage(span: Span) -> Counts | None:
    """The reported counts; how much of the input was cached only stands in the response."""
    counts = usage_in(span.attributes) or {}
    if _CACHED not in counts:
        usage = json_object((json_object(span.attributes[_RESPONSE]) or {}).get("usage_metadata")) or {}
        cached = count_of(usage.get("cached_content_token_count"))
        if cached:
            counts[_CACHED] = cached
            if "input" in counts:
                counts["input"] = max(counts["input"] - cached, 0)
    return with_total(counts) or None


CONTENT = Rule(_content, keys=(_REQUEST, _RESPONSE, _TOOL_ARGUMENTS, _TOOL_RESPONSE))
USAGE = Rule(_usage, keys=(_RESPONSE,), scopes=(SCOPE,))
