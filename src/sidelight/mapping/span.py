"""A span of any software as an observation, and what it says about its trace."""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import orjson

from sidelight.mapping import context
from sidelight.mapping.content import content_of
from sidelight.mapping.kind import MODEL_KEYS, type_of
from sidelight.mapping.metadata import SpanMetadata
from sidelight.mapping.parameters import parameters_of
from sidelight.mapping.text import count_of, first_text, text_of
from sidelight.mapping.usage import cost_of, usage_of
from sidelight.model import Attributes, Level, Observation, ObservationType, Span, Trace
from sidelight.model.attributes import as_str
from sidelight.model.time import NS_PER_MS, from_iso

SOURCE = "otlp"
_ERROR = 2
_LEVELS = {
    **dict.fromkeys(("debug", "trace", "verbose"), Level.DEBUG),
    **dict.fromkeys(("default", "info", "log", "notice", "ok", "success"), Level.DEFAULT),
    **dict.fromkeys(("warn", "warning"), Level.WARNING),
    **dict.fromkeys(("error", "fatal", "critical"), Level.ERROR),
}
_NAME_KEYS = ("gen_ai.tool.name", "genkit:name", "logfire.msg", "ai.toolCall.name")
_PROVIDER_KEYS = ("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", "ai.model.provider")
_FIRST_CHUNK_KEYS = ("ai.response.msToFirstChunk", "ai.stream.msToFirstChunk")
_AGENT_OPERATIONS = ("invoke_agent", "agent_step")
_PROMPT_NAME_KEYS = ("langfuse.observation.prompt.name", "langfuse.prompt.name")
_PROMPT_VERSION_KEYS = ("langfuse.observation.prompt.version", "langfuse.prompt.version")


class Mapped(NamedTuple):
    """``trace`` is shallow (id, time, environment) when the span says nothing about its trace."""

    observation: Observation
    trace: Trace


def map_span(span: Span, received_ns: int = 0) -> Mapped:
    """The observation of a span, and its trace. ``received_ns`` is the time of a span that has none."""
    attributes, resource = span.attributes, span.resource
    get = attributes.get
    start_ns = span.start_ns or span.end_ns or received_ns
    kind = type_of(attributes)
    name = _name_of(span)
    input_, output = content_of(attributes)
    # The totals of an agent span repeat those of the calls inside it.
    is_agent = get("gen_ai.operation.name") in _AGENT_OPERATIONS
    cost, cost_usd = ({}, None) if is_agent else cost_of(attributes)
    is_generation = kind is ObservationType.GENERATION
    is_root = context.is_root(span)
    metadata = SpanMetadata(span)
    trace_name = as_str(get("langfuse.trace.name")) or (name if is_root else "")
    observation = Observation(
        id=span.span_id,
        trace_id=span.trace_id,
        type=kind,
        name=name,
        start_ns=start_ns,
        end_ns=span.end_ns or start_ns,
        parent_id=span.parent_span_id,
        level=_level_of(span),
        status_message=as_str(get("langfuse.observation.status_message")) or span.status_message,
        completion_start_ns=_completion_start(attributes, start_ns),
        model="" if is_agent else first_text(attributes, MODEL_KEYS),
        model_provider="" if is_agent else first_text(attributes, _PROVIDER_KEYS),
        model_parameters=parameters_of(attributes),
        usage={} if is_agent else usage_of(attributes),
        cost=cost,
        cost_usd=cost_usd,
        input=input_,
        output=output,
        metadata=metadata.of_observation(),
        environment=context.environment_of(attributes, resource),
        version=as_str(get("langfuse.version")) or as_str(resource.get("service.version")),
        release=as_str(get("langfuse.release")) or as_str(resource.get("langfuse.release")),
        trace_name=trace_name,
        user_id=context.user_of(attributes),
        session_id=context.session_of(attributes),
        tags=context.tags_of(attributes),
        prompt_name=first_text(attributes, _PROMPT_NAME_KEYS) if is_generation else "",
        prompt_version=_prompt_version(attributes) if is_generation else None,
        service_name=as_str(resource.get("service.name")),
        scope_name=span.scope_name,
        source=SOURCE,
    )
    return Mapped(observation, _trace_of(span, observation, metadata, is_root=is_root))


def map_spans(spans: Iterable[Span], received_ns: int = 0) -> tuple[list[Observation], list[Trace]]:
    """All observations, and the traces without those that say nothing beyond others of the same batch.

    SDKs repeat what they know about a trace on each of its spans; joining reports of one trace is not free.
    """
    observations: list[Observation] = []
    full: list[Trace] = []
    last: dict[str, Trace] = {}
    shallow: dict[str, Trace] = {}
    for span in spans:
        observation, trace = map_span(span, received_ns)
        observations.append(observation)
        if trace.is_shallow:
            known = shallow.get(trace.id)
            if known is None or trace.timestamp_ns < known.timestamp_ns:
                shallow[trace.id] = trace
        elif not _repeats(trace, last.get(trace.id)):
            last[trace.id] = trace
            full.append(trace)
    return observations, full + [trace for trace in shallow.values() if trace.id not in last]


def _repeats(trace: Trace, earlier: Trace | None) -> bool:
    """Whether ``trace``, which comes directly after ``earlier`` of the same id, changes nothing."""
    return (
        earlier is not None
        and trace.timestamp_ns >= earlier.timestamp_ns
        and (trace.user_id, trace.session_id, trace.name) == (earlier.user_id, earlier.session_id, earlier.name)
        and replace(trace, timestamp_ns=earlier.timestamp_ns) == earlier
    )


def _trace_of(span: Span, observation: Observation, metadata: SpanMetadata, *, is_root: bool) -> Trace:
    o = observation
    attributes = span.attributes
    if not is_root and not context.has_trace_updates(attributes):
        return Trace(id=o.trace_id, timestamp_ns=o.start_ns, environment=o.environment, source=SOURCE, is_shallow=True)
    trace_input = text_of(attributes.get("langfuse.trace.input"))
    trace_output = text_of(attributes.get("langfuse.trace.output"))
    return Trace(
        id=o.trace_id,
        timestamp_ns=o.start_ns,
        name=o.trace_name,
        user_id=o.user_id,
        session_id=o.session_id,
        environment=o.environment,
        version=o.version,
        release=o.release,
        tags=o.tags,
        metadata=o.metadata if is_root else metadata.of_trace(),
        input=trace_input or (o.input if is_root else None),
        output=trace_output or (o.output if is_root else None),
        public=context.is_public(attributes),
        source=SOURCE,
    )


def _name_of(span: Span) -> str:
    attributes = span.attributes
    name = first_text(attributes, _NAME_KEYS)
    if name:
        return name
    operation = as_str(attributes.get("ai.operationId"))
    if operation:
        function = as_str(attributes.get("ai.telemetry.functionId"))
        return f"{function}:{operation}" if function else operation
    return span.name


def _level_of(span: Span) -> Level:
    value = span.attributes.get("langfuse.observation.level")
    if isinstance(value, str):
        level = _LEVELS.get(value.strip().lower())
        if level is not None:
            return level
    return Level.ERROR if span.status_code == _ERROR else Level.DEFAULT


def _completion_start(attributes: Attributes, start_ns: int) -> int | None:
    value = attributes.get("langfuse.observation.completion_start_time")
    if isinstance(value, str):
        moment = from_iso(value)
        if moment is None and value.startswith('"'):  # the SDK may have quoted it twice
            try:
                moment = from_iso(str(orjson.loads(value)))
            except orjson.JSONDecodeError:
                moment = None
        if moment is not None:
            return moment
    for key in _FIRST_CHUNK_KEYS:
        delay_ms = attributes.get(key)
        if isinstance(delay_ms, int | float) and not isinstance(delay_ms, bool) and 0 <= delay_ms < 2**40:
            return start_ns + math.ceil(delay_ms) * NS_PER_MS
    return None


def _prompt_version(attributes: Attributes) -> int | None:
    for key in _PROMPT_VERSION_KEYS:
        version = count_of(attributes.get(key))
        if version is not None:
            return version
    return None
