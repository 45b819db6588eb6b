"""What holds for every span, whatever a sender puts on it under the names that conventions know."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.mapping import Sender, map_span, map_spans
from sidelight.mapping.keys import FIELDS, METADATA_PREFIXES
from sidelight.mapping.order import CONTENT_EVENTS, CONTENTS, PARAMETERS, SHOWN_ELSEWHERE, TYPES, USAGES
from sidelight.mapping.tools import DEFINITION_KEYS, DEFINITION_PREFIXES
from sidelight.model import Span, SpanEvent
from sidelight.store.encode import encode_object
from sidelight.store.rows import observation_row, trace_row
from tests.mapping.spans import span_with

RULES: tuple[Any, ...] = (*TYPES, *CONTENTS, *PARAMETERS, *USAGES)
SCOPES = sorted({scope for rule in RULES for scope in rule.scopes} | {"", "other", "langfuse-sdk"})
KEYS = sorted(
    {key for rule in RULES for key in rule.keys}
    | {key for field in FIELDS for key in field}
    | SHOWN_ELSEWHERE
    | set(DEFINITION_KEYS)
    | {"ai.operationId", "genkit:metadata:subtype", "langfuse.observation.level", "langfuse.experiment.metadata"}
)
PREFIXES = sorted(
    {prefix for rule in RULES for prefix in rule.prefixes}
    | {prefix + "." for prefix in METADATA_PREFIXES}
    | {*DEFINITION_PREFIXES, "langfuse.experiment.", "langfuse.experiment.item.metadata."}
)
WORDS = st.sampled_from(["usage", "messages", "message", "tools", "role", "config", "openai", "cache_creation", "name"])
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4), st.just("model")),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=6,
)
VALUES = st.one_of(
    JSON, JSON.map(json.dumps), st.binary(max_size=4), st.sampled_from(["span", "model", "{}", "{", "[", ""])
)
SUFFIXES = st.one_of(
    st.text(max_size=4), st.lists(st.one_of(st.integers(0, 3).map(str), WORDS), min_size=1, max_size=4).map(".".join)
)
ATTRIBUTES = st.dictionaries(
    st.one_of(st.sampled_from(KEYS), st.builds(str.__add__, st.sampled_from(PREFIXES), SUFFIXES), st.text(max_size=4)),
    VALUES,
    max_size=8,
)
EVENTS = st.lists(
    st.builds(
        SpanEvent,
        st.one_of(st.sampled_from(sorted(CONTENT_EVENTS)), st.text(max_size=4)),
        st.integers(0, 2**64 - 1),
        ATTRIBUTES,
    ),
    max_size=2,
)
SPANS = st.builds(
    span_with,
    ATTRIBUTES,
    name=st.sampled_from(["step", "agent_turn", "on_enter"]),
    scope_name=st.sampled_from(SCOPES),
    scope_version=st.sampled_from(["", "3.3.0", "5.0.4", "6", "v1.x"]),
    resource=st.one_of(st.just({"telemetry.sdk.language": "python"}), ATTRIBUTES),
    parent_span_id=st.sampled_from(["", "aa"]),
    trace_id=st.sampled_from(["t1", "t2"]),
    start_ns=st.integers(0, 2**64 - 1),
    status_code=st.integers(0, 3),
    events=EVENTS.map(tuple),
)
SENDERS = st.sampled_from([None, Sender("python", "5.0.4"), Sender("x", "")])
thorough = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(SPANS, SENDERS)
@thorough
def test_every_span_becomes_what_the_store_can_hold(span: Span, sender: Sender | None) -> None:
    observation, trace = map_span(span, 7, sender)
    assert (observation.id, observation.trace_id) == (span.span_id, span.trace_id)
    assert all(isinstance(text, str) for text in (*observation.metadata.values(), *trace.metadata.values()))
    assert all(isinstance(value, str | int | float) for value in observation.model_parameters.values())
    assert all(type(count) is int and count >= 0 for count in observation.usage.values())
    for side in (observation.input, observation.output, trace.input, trace.output):
        assert side is None or isinstance(side, str)
    assert json.loads(encode_object(observation_row("p", observation, 1)))["id"] == span.span_id
    assert json.loads(encode_object(trace_row("p", trace, 1)))["id"] == span.trace_id


@given(SPANS, st.randoms())
@thorough
def test_the_order_of_attributes_does_not_matter(span: Span, random: Any) -> None:
    pairs = list(span.attributes.items())
    random.shuffle(pairs)
    shuffled = span_with(
        dict(pairs),
        **{name: getattr(span, name) for name in Span.__dataclass_fields__ if name != "attributes"},
    )
    assert _without_order(map_span(shuffled).observation) == _without_order(map_span(span).observation)


def _without_order(observation: Any) -> str:
    """As text, since NaN is not equal to itself; texts made of several attributes are in the order of those."""
    fields = {name: getattr(observation, name) for name in observation.__dataclass_fields__}
    return repr(
        sorted(
            (name, sorted(value.items(), key=repr) if isinstance(value, dict) else value)
            for name, value in fields.items()
            if name not in ("input", "output", "tools", "metadata", "experiment")
        )
    )


@given(st.lists(SPANS, max_size=5), st.randoms())
@thorough
def test_what_a_batch_says_of_its_traces_does_not_depend_on_how_it_is_split(spans: list[Span], random: Any) -> None:
    """Each trace that a span names is named by the batch, with a time no later than the span's."""
    observations, traces = map_spans(spans, 7)
    assert len(observations) == len(spans)
    random.shuffle(spans)
    _, shuffled = map_spans(spans, 7)
    for found in (traces, shuffled):
        assert {trace.id for trace in found} == {span.trace_id for span in spans}
    assert {trace.id for trace in traces if not trace.is_shallow} == {t.id for t in shuffled if not t.is_shallow}
