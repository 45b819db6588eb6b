"""A span of any software as an observation, and what it says about its trace."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from sidelight.mapping import keys
from sidelight.mapping.completion import completion_start_of
from sidelight.mapping.context import environment_of, is_true, tags_of
from sidelight.mapping.conventions import genai, genkit, vercel_ai
from sidelight.mapping.cost import REPORTED, cost_of
from sidelight.mapping.experiment import experiment_of
from sidelight.mapping.level import exception_of, level_of
from sidelight.mapping.metadata import NOTHING_GIVEN, given_metadata, metadata_of
from sidelight.mapping.plan import Plan, first_answer, plan_of
from sidelight.mapping.prompt import prompt_name_of, prompt_version_of
from sidelight.mapping.resource import resource_fields
from sidelight.mapping.sender import Sender, has_json_metadata
from sidelight.mapping.text import first_text, text_of
from sidelight.mapping.tools import tool_use_of
from sidelight.model import Observation, ObservationType, Span, Trace
from sidelight.model.attributes import as_str

SOURCE = "otlp"
_AGENT_OPERATIONS = ("invoke_agent", "agent_step")
_DERIVED = ("name", "input", "output")
_NO_CONTENT = (None, None)


class Mapped(NamedTuple):
    """``trace`` is shallow (id, time, environment) when the span says nothing about its trace."""

    observation: Observation
    trace: Trace


def map_span(span: Span, received_ns: int = 0, sender: Sender | None = None) -> Mapped:
    """The observation of a span, and its trace.

    ``received_ns`` is the time of a span that has none; ``sender`` the SDK that the request named.
    """
    attributes = span.attributes
    of_resource = resource_fields(span.resource)
    plan = plan_of(span)
    fields = plan.fields
    start_ns = span.start_ns or span.end_ns or received_ns
    kind = first_answer(plan.types, span) or ObservationType.SPAN
    name = _name_of(span, plan)
    sides = first_answer(plan.contents, span) or _NO_CONTENT
    # An empty text is no content; readers of the API expect null.
    input_, output = text_of(sides[0]) or None, text_of(sides[1]) or None
    # The totals of an agent's span repeat those of the calls inside it.
    repeats_calls = plan.has_operation and attributes[genai.OPERATION] in _AGENT_OPERATIONS
    cost, cost_usd = cost_of(attributes) if fields.costs and not repeats_calls else ({}, None)
    is_generation = kind is ObservationType.GENERATION
    is_root = not span.parent_span_id or is_true(attributes, fields.roots)
    given = NOTHING_GIVEN
    if plan.has_metadata:
        given = given_metadata(attributes, is_json=has_json_metadata(span, sender))
    trace_name = as_str(attributes.get(keys.TRACE_NAME)) if fields.trace_texts else ""
    observation = Observation(
        id=span.span_id,
        trace_id=span.trace_id,
        type=kind,
        name=name,
        start_ns=start_ns,
        end_ns=span.end_ns or start_ns,
        parent_id=span.parent_span_id,
        level=level_of(span),
        status_message=(as_str(attributes[keys.STATUS_MESSAGE]) if plan.has_status_message else "")
        or span.status_message
        or (exception_of(span) if span.events else ""),
        completion_start_ns=completion_start_of(span, fields.completion, start_ns)
        if fields.completion or span.events
        else None,
        model="" if repeats_calls else _model_of(span, plan),
        model_provider=first_text(attributes, fields.providers) if fields.providers and not repeats_calls else "",
        model_parameters=(first_answer(plan.parameters, span) or {}) if plan.parameters else {},
        usage=(first_answer(plan.usages, span) or {}) if plan.usages and not repeats_calls else {},
        cost=cost,
        cost_usd=cost_usd,
        input=input_,
        output=output,
        metadata=metadata_of(span, given.of_observation),
        environment=environment_of(attributes, span.resource) if fields.environments else of_resource.environment,
        version=first_text(attributes, fields.versions) or of_resource.version,
        release=first_text(attributes, fields.releases) or of_resource.release,
        trace_name=trace_name,
        user_id=first_text(attributes, fields.users) if fields.users else "",
        session_id=first_text(attributes, fields.sessions) if fields.sessions else "",
        tags=tags_of(attributes, fields.tags) if fields.tags else (),
        prompt_name=prompt_name_of(attributes, fields.prompt_names) if is_generation and fields.prompt_names else "",
        prompt_version=prompt_version_of(attributes, fields.prompt_versions)
        if is_generation and fields.prompt_versions
        else None,
        service_name=of_resource.service_name,
        scope_name=span.scope_name,
        source=SOURCE,
        is_app_root=is_true(attributes, fields.app_roots),
        links=span.links,
        cost_source="" if cost_usd is None else REPORTED,
        tools=tool_use_of(attributes, input_, output, has_tools=plan.has_tools),
        experiment=experiment_of(attributes) if plan.has_experiment else None,
    )
    return Mapped(observation, _trace_of(span, plan, observation, given.of_trace, is_root=is_root))


def _trace_of(span: Span, plan: Plan, observation: Observation, metadata: dict[str, str], *, is_root: bool) -> Trace:
    o = observation
    attributes = span.attributes
    if not is_root and not plan.has_trace_metadata and not any(attributes[key] for key in plan.trace_updates):
        return _shallow(o)
    trace_input = trace_output = None
    if plan.fields.trace_texts:
        trace_input = text_of(attributes.get(keys.TRACE_INPUT))
        trace_output = text_of(attributes.get(keys.TRACE_OUTPUT))
    derived: tuple[str, ...] = ()
    if is_root:
        derived = _DERIVED
        if plan.fields.trace_texts:
            said = (attributes.get(keys.TRACE_NAME), trace_input, trace_output)
            derived = tuple(field for field, value in zip(_DERIVED, said, strict=True) if not value)
    return Trace(
        id=o.trace_id,
        timestamp_ns=o.start_ns,
        name=o.trace_name or (o.name if is_root else ""),
        user_id=o.user_id,
        session_id=o.session_id,
        environment=o.environment,
        version=o.version,
        release=o.release,
        tags=o.tags,
        metadata=o.metadata if is_root else metadata,
        input=trace_input or (o.input if is_root else None),
        output=trace_output or (o.output if is_root else None),
        public=is_true(attributes, plan.fields.public),
        source=SOURCE,
        derived=derived,
    )


def _name_of(span: Span, plan: Plan) -> str:
    attributes = span.attributes
    name = first_text(attributes, plan.fields.names) if plan.fields.names else ""
    if not name and plan.has_operation_id:
        operation = as_str(attributes[vercel_ai.OPERATION_ID])
        function = as_str(attributes.get(vercel_ai.FUNCTION_ID))
        name = f"{function}:{operation}" if function and operation else operation
    return name or span.name


def _model_of(span: Span, plan: Plan) -> str:
    """The model's name. Genkit gives it as the name of spans that are calls of a model."""
    attributes = span.attributes
    model = first_text(attributes, plan.fields.models) if plan.fields.models else ""
    if not model and attributes.get(genkit.SUBTYPE) == "model":
        return as_str(attributes.get(genkit.NAME))
    return model.strip('"')


def map_spans(
    spans: Iterable[Span], received_ns: int = 0, sender: Sender | None = None
) -> tuple[list[Observation], list[Trace]]:
    """All observations, and the traces without those that say nothing beyond others of the same batch.

    SDKs repeat what they know about a trace on each of its spans; joining reports of one trace is not free.
    """
    observations: list[Observation] = []
    full: list[Trace] = []
    last: dict[str, Trace] = {}
    shallow: dict[str, Trace] = {}
    for span in spans:
        observation, trace = map_span(span, received_ns, sender)
        observations.append(observation)
        if trace.is_shallow or (observation.is_app_root and not trace.name):
            shallow[trace.id] = _joined(shallow.get(trace.id), _shallow(observation))
        if not trace.is_shallow and not _repeats(trace, last.get(trace.id)):
            last[trace.id] = trace
            full.append(trace)
    return observations, full + [trace for trace in shallow.values() if trace.name or trace.id not in last]


def _shallow(o: Observation) -> Trace:
    """What is known of a trace while no root says more.

    An application's first span lends it its name: the span above that one may be somebody else's and never arrive.
    """
    name = o.name if o.is_app_root else ""
    return Trace(
        id=o.trace_id, timestamp_ns=o.start_ns, name=name, environment=o.environment, source=SOURCE, is_shallow=True
    )


def _joined(known: Trace | None, new: Trace) -> Trace:
    """Two shallow reports of one trace as one: the earlier time, and the first name."""
    if known is None:
        return new
    if new.timestamp_ns >= known.timestamp_ns and (known.name or not new.name):
        return known
    return replace(known, timestamp_ns=min(known.timestamp_ns, new.timestamp_ns), name=known.name or new.name)


def _repeats(trace: Trace, earlier: Trace | None) -> bool:
    """Whether ``trace``, which comes directly after ``earlier`` of the same id, changes nothing."""
    return (
        earlier is not None
        and trace.timestamp_ns >= earlier.timestamp_ns
        and (trace.user_id, trace.session_id, trace.name) == (earlier.user_id, earlier.session_id, earlier.name)
        and replace(trace, timestamp_ns=earlier.timestamp_ns) == earlier
    )
