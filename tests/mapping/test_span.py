"""The rules of OTEL_MAPPING sections 4 to 11 that are in place, one table a rule."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.mapping import map_span
from sidelight.mapping.span import map_spans
from sidelight.model import Level, ObservationType, SpanEvent, SpanLink
from sidelight.model.time import NS_PER_MS
from sidelight.otlp.decode import Format, decode_spans
from tests.mapping.spans import START_NS, event, observe, span_with, trace_of
from tests.otlp import requests
from tests.otlp.captures import all_captures


def test_ids_times_and_names_come_from_the_span() -> None:
    observation = observe(
        parent_span_id="00f067aa0ba902b7",
        resource={"service.name": "shop", "service.version": "1.2"},
        scope_name="lib",
        status_message="fine",
    )
    assert observation.id == "b7ad6b7169203331"
    assert observation.trace_id == "0af7651916cd43dd8448eb211c80319c"
    assert observation.parent_id == "00f067aa0ba902b7"
    assert (observation.name, observation.start_ns, observation.end_ns) == ("step", START_NS, START_NS + 5)
    assert (observation.service_name, observation.version, observation.scope_name) == ("shop", "1.2", "lib")
    assert observation.status_message == "fine"
    assert observation.source == "otlp"


@pytest.mark.parametrize(
    ("start_ns", "end_ns", "expected"),
    [(0, 7, (7, 7)), (7, 0, (7, 7)), (0, 0, (99, 99)), (7, 9, (7, 9))],
)
def test_a_missing_time_is_taken_from_the_other_edge_or_the_arrival(
    start_ns: int, end_ns: int, expected: tuple[int, int]
) -> None:
    observation = map_span(span_with(start_ns=start_ns, end_ns=end_ns), received_ns=99).observation
    assert (observation.start_ns, observation.end_ns) == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, ObservationType.SPAN),
        ({"langfuse.observation.type": "guardrail", "gen_ai.request.model": "m"}, ObservationType.GUARDRAIL),
        ({"langfuse.observation.type": "GENERATION"}, ObservationType.SPAN),
        ({"langfuse.observation.type": "unknown", "gen_ai.request.model": "m"}, ObservationType.GENERATION),
        ({"openinference.span.kind": "LLM"}, ObservationType.GENERATION),
        ({"openinference.span.kind": "RERANKER"}, ObservationType.SPAN),
        ({"gen_ai.operation.name": "chat"}, ObservationType.GENERATION),
        ({"gen_ai.operation.name": "embeddings", "gen_ai.request.model": "m"}, ObservationType.EMBEDDING),
        ({"gen_ai.operation.name": "execute_tool"}, ObservationType.TOOL),
        ({"gen_ai.operation.name": "invoke_agent", "gen_ai.request.model": "m"}, ObservationType.AGENT),
        ({"gen_ai.tool.call.id": "c1"}, ObservationType.TOOL),
        ({"gen_ai.response.model": "m"}, ObservationType.GENERATION),
        ({"model": ""}, ObservationType.SPAN),
    ],
)
def test_type(attributes: dict[str, Any], expected: ObservationType) -> None:
    assert observe(attributes).type is expected


@pytest.mark.parametrize(
    ("attributes", "status_code", "expected"),
    [
        ({}, 0, Level.DEFAULT),
        ({}, 2, Level.ERROR),
        ({"langfuse.observation.level": " Warn "}, 2, Level.WARNING),
        ({"langfuse.observation.level": "verbose"}, 0, Level.DEBUG),
        ({"langfuse.observation.level": "fatal"}, 0, Level.ERROR),
        ({"langfuse.observation.level": "odd"}, 2, Level.ERROR),
    ],
)
def test_level(attributes: dict[str, Any], status_code: int, expected: Level) -> None:
    assert observe(attributes, status_code=status_code).level is expected


def test_a_failure_without_a_message_takes_that_of_its_exception() -> None:
    events = (
        event("exception", exception__type="KeyError", exception__message="first"),
        event("exception", exception__type="ValueError", exception__message="too long"),
        event("other"),
    )
    assert observe(events=events, status_code=2).status_message == "ValueError: too long"
    assert observe(events=events, status_code=2, status_message="said").status_message == "said"
    assert observe(events=events, status_code=0).status_message == ""
    assert observe(events=(event("exception", exception__message=5),), status_code=2).status_message == "5"


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"gen_ai.tool.name": "search"}, "search"),
        ({"logfire.msg": "hello"}, "hello"),
        ({"ai.operationId": "ai.generateText"}, "ai.generateText"),
        ({"ai.operationId": "ai.generateText", "ai.telemetry.functionId": "plan"}, "plan:ai.generateText"),
        ({}, "step"),
    ],
)
def test_name(attributes: dict[str, Any], expected: str) -> None:
    assert observe(attributes).name == expected


@pytest.mark.parametrize(
    ("attributes", "resource", "expected"),
    [
        ({}, {}, "default"),
        ({"deployment.environment": "prod"}, {"deployment.environment.name": "stage"}, "stage"),
        ({"deployment.environment.name": "prod"}, {"deployment.environment.name": "stage"}, "prod"),
        ({}, {"langfuse.environment": "Langfuse-langfuse_Prod"}, "prod"),
        ({"langfuse.environment": "with space"}, {}, "default"),
        ({"langfuse.environment": "langfuse"}, {}, "default"),
        ({"langfuse.environment": "x" * 60}, {}, "x" * 40),
        ({"langfuse.environment": 7}, {}, "7"),
    ],
)
def test_environment(attributes: dict[str, Any], resource: dict[str, Any], expected: str) -> None:
    assert observe(attributes, resource=resource).environment == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["a", "b", "a", 5], ("a", "b", "5")),
        ('["a", "b"]', ("a", "b")),
        ("a, b ,", ("a", "b")),
        ("one", ("one",)),
        ("[broken", ("[broken",)),
        ("", ()),
    ],
)
def test_tags(tags: Any, expected: tuple[str, ...]) -> None:
    assert observe({"langfuse.trace.tags": tags}).tags == expected


def test_who_where_and_which_release() -> None:
    observation = observe(
        {
            "user.id": "ada",
            "gen_ai.conversation.id": "c-1",
            "session.id": "s-1",
            "langfuse.version": "v2",
            "langfuse.trace.name": "checkout",
        },
        resource={"langfuse.release": "r9", "service.version": "1"},
        parent_span_id="aa",
    )
    assert (observation.user_id, observation.session_id) == ("ada", "s-1")
    assert (observation.version, observation.release, observation.trace_name) == ("v2", "r9", "checkout")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, (None, None)),
        ({"langfuse.observation.input": "q", "gen_ai.output.messages": "[]"}, ("q", None)),
        ({"langfuse.observation.output": "a"}, (None, "a")),
        ({"gen_ai.input.messages": '[{"role":"user"}]', "gen_ai.output.messages": "[]"}, ('[{"role":"user"}]', "[]")),
        ({"gen_ai.input.messages": [{"role": "user"}, 1, True, None]}, ('[{"role":"user"},1,true,null]', None)),
        ({"input.value": 5, "output.value": True}, ("5", "true")),
        ({"gen_ai.tool.call.arguments": {"b": b"hi"}}, ('{"b":"aGk="}', None)),
        ({"langfuse.observation.input": 2**70, "langfuse.observation.output": [2**70]}, (str(2**70), f"[{2**70}]")),
        ({"langfuse.observation.input": float("nan")}, ("nan", None)),
        ({"langfuse.observation.input": b"hi"}, ("aGk=", None)),
    ],
)
def test_input_and_output(attributes: dict[str, Any], expected: tuple[str | None, str | None]) -> None:
    observation = observe(attributes)
    assert (observation.input, observation.output) == expected


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, {}),
        (
            {"langfuse.observation.usage_details": '{"input": 3, "output": "4", "bad": -1, "worse": null}'},
            {"input": 3, "output": 4, "total": 7},
        ),
        ({"langfuse.observation.usage_details": '{"input": 3, "total": 9}'}, {"input": 3, "total": 9}),
        ({"langfuse.observation.usage_details": ["no"], "gen_ai.usage.input_tokens": 5}, {}),
        (
            {"langfuse.observation.usage_details": "no", "gen_ai.usage.input_tokens": 5},
            {"input": 5, "total": 5},
        ),
        (
            {
                "langfuse.observation.usage_details": json.dumps(
                    {
                        "prompt_tokens": 10,
                        "completion_tokens": 5,
                        "total_tokens": 15,
                        "prompt_tokens_details": {"cached_tokens": 4},
                        "completion_tokens_details": {"reasoning_tokens": 2},
                    }
                )
            },
            {"input": 6, "input_cached_tokens": 4, "output": 3, "output_reasoning_tokens": 2, "total": 15},
        ),
        (
            {
                "gen_ai.usage.input_tokens": 100,
                "gen_ai.usage.cache_read.input_tokens": "60",
                "gen_ai.usage.cache_creation.input_tokens": 10,
                "gen_ai.usage.output_tokens": 50.0,
                "gen_ai.usage.reasoning.output_tokens": 20,
                "gen_ai.usage.cost": 0.5,
            },
            {
                "input": 30,
                "input_cached_tokens": 60,
                "input_cache_creation": 10,
                "output": 30,
                "output_reasoning_tokens": 20,
                "total": 150,
            },
        ),
        (
            {
                "llm.token_count.prompt": 7,
                "llm.token_count.completion": 3,
                "llm.token_count.total": 10,
                "llm.token_count.completion_details.audio": 1,
            },
            {"input": 7, "output": 2, "output_audio_tokens": 1, "total": 10},
        ),
        ({"gen_ai.usage.input_tokens": "many"}, {}),
        ({"gen_ai.usage.input_tokens": 0.5}, {}),
        ({"gen_ai.usage.input_tokens": 2, "gen_ai.usage.output_tokens": 3}, {"input": 2, "output": 3, "total": 5}),
        ({"langfuse.observation.usage_details": "{broken"}, {}),
        (
            {"langfuse.observation.usage_details": '{"prompt_tokens": -1, "completion_tokens": 2}'},
            {"completion_tokens": 2, "total": 2},
        ),
        (
            {"gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 100, "gen_ai.usage.cost": 1},
            {},
        ),
    ],
)
def test_usage(attributes: dict[str, Any], expected: dict[str, int]) -> None:
    assert observe(attributes).usage == expected


@given(
    st.fixed_dictionaries(
        {},
        optional={
            f"gen_ai.usage.{name}": st.integers(0, 10**6)
            for name in (
                "input_tokens",
                "output_tokens",
                "cache_read.input_tokens",
                "cache_creation.input_tokens",
                "reasoning.output_tokens",
            )
        },
    )
)
def test_the_ledger_always_adds_up(attributes: dict[str, int]) -> None:
    usage = dict(observe(attributes).usage)
    total = usage.pop("total", 0)
    assert sum(usage.values()) == total
    cached = attributes.get("gen_ai.usage.cache_read.input_tokens", 0)
    cached += attributes.get("gen_ai.usage.cache_creation.input_tokens", 0)
    reasoning = attributes.get("gen_ai.usage.reasoning.output_tokens", 0)
    # A part is never lost; one that is larger than its whole was not counted in it.
    assert total == max(attributes.get("gen_ai.usage.input_tokens", 0), cached) + max(
        attributes.get("gen_ai.usage.output_tokens", 0), reasoning
    )


@pytest.mark.parametrize(
    ("attributes", "cost", "cost_usd"),
    [
        ({}, {}, None),
        ({"langfuse.observation.cost_details": '{"input": 1, "output": 0.5}'}, {"input": 1, "output": 0.5}, 1.5),
        ({"langfuse.observation.cost_details": '{"input": 1, "total": 3}'}, {"input": 1}, 3),
        ({"langfuse.observation.cost_details": '{"total": 0}'}, {"total": 0}, 0),
        ({"langfuse.observation.cost_details": '{"input": "NaN", "x": true}'}, {}, None),
        ({"gen_ai.usage.cost": "0.25"}, {"total": 0.25}, 0.25),
        ({"llm.cost.total": 2}, {"total": 2}, 2),
        ({"llm.cost.total": "much"}, {}, None),
    ],
)
def test_reported_cost(attributes: dict[str, Any], cost: dict[str, float], cost_usd: float | None) -> None:
    observation = observe(attributes)
    assert (observation.cost, observation.cost_usd) == (cost, cost_usd)


def test_model_and_parameters() -> None:
    observation = observe(
        {
            "gen_ai.request.model": "asked",
            "gen_ai.response.model": "given",
            "gen_ai.provider.name": "openai",
            "gen_ai.request.temperature": 0.5,
            "gen_ai.request.stop_sequences": ["a"],
        }
    )
    assert (observation.model, observation.model_provider) == ("given", "openai")
    assert observation.model_parameters == {"temperature": 0.5, "stop_sequences": '["a"]'}
    assert observe({"langfuse.observation.model.parameters": '{"top_p": 1}'}).model_parameters == {"top_p": 1}


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({}, None),
        ({"langfuse.observation.completion_start_time": "2026-11-23T12:18:15.500Z"}, START_NS + 500 * NS_PER_MS),
        ({"langfuse.observation.completion_start_time": '"2026-11-23T12:18:15.500Z"'}, START_NS + 500 * NS_PER_MS),
        ({"langfuse.observation.completion_start_time": '"broken'}, None),
        ({"ai.response.msToFirstChunk": 12.1}, START_NS + 13 * NS_PER_MS),
        ({"ai.stream.msToFirstChunk": float("nan")}, None),
    ],
)
def test_completion_start(attributes: dict[str, Any], expected: int | None) -> None:
    assert observe(attributes).completion_start_ns == expected


def test_prompts_are_linked_to_generations_only() -> None:
    linked = {"langfuse.observation.prompt.name": "greet", "langfuse.observation.prompt.version": 3}
    assert observe(linked).prompt_name == ""
    generation = observe({**linked, "langfuse.observation.type": "generation"})
    assert (generation.prompt_name, generation.prompt_version) == ("greet", 3)


def test_metadata_keeps_what_has_no_field_of_its_own() -> None:
    metadata = observe(
        {
            "http.status": 200,
            "tags": ["a"],
            "gone": None,
            "input.value": "shown elsewhere",
            "langfuse.observation.metadata": '{"deep": {"er": [1]}, "plain": true}',
            "langfuse.observation.metadata.k": "v",
            "langfuse.trace.metadata.k": "trace wins",
            "ai.telemetry.metadata.mode": "fast",
            "ai.telemetry.metadata.userId": "ada",
        },
        resource={"service.name": "shop", "list": [1]},
        scope_name="lib",
        scope_version="3",
        scope_attributes={"public_key": "pk"},
    ).metadata
    assert metadata == {
        "attributes.http.status": "200",
        "attributes.tags": '["a"]',
        "resourceAttributes.service.name": "shop",
        "resourceAttributes.list": "[1]",
        "scope.name": "lib",
        "scope.version": "3",
        "scope.attributes.public_key": "pk",
        "deep.er": "[1]",
        "plain": "true",
        "mode": "fast",
        "k": "trace wins",
    }


def test_spans_of_langfuse_sdks_do_not_repeat_their_attributes_in_metadata() -> None:
    metadata = observe({"anything": "x", "langfuse.observation.metadata.k": "v"}, scope_name="langfuse-sdk").metadata
    assert metadata == {"scope.name": "langfuse-sdk", "k": "v"}


def test_the_root_makes_the_trace() -> None:
    trace = trace_of(
        {
            "langfuse.observation.input": "q",
            "langfuse.observation.output": "a",
            "langfuse.trace.output": "final",
            "user.id": "ada",
            "session.id": "s",
            "langfuse.trace.tags": "x,y",
            "langfuse.trace.public": "true",
        },
        name="root",
    )
    assert (trace.id, trace.timestamp_ns, trace.name) == ("0af7651916cd43dd8448eb211c80319c", START_NS, "root")
    assert (trace.input, trace.output) == ("q", "final")
    assert (trace.user_id, trace.session_id, trace.tags, trace.public) == ("ada", "s", ("x", "y"), True)
    assert not trace.is_shallow


def test_a_child_only_adds_what_it_says_about_the_trace() -> None:
    child = {"langfuse.observation.input": "q", "http.status": 200}
    assert trace_of(child, parent_span_id="aa").is_shallow
    named = trace_of(
        {**child, "user.id": "ada", "langfuse.trace.metadata.plan": "pro", "langfuse.trace.input": "first"},
        parent_span_id="aa",
    )
    assert not named.is_shallow
    assert (named.name, named.user_id, named.input, named.output) == ("", "ada", "first", None)
    assert named.metadata == {"plan": "pro"}
    as_root = trace_of({**child, "langfuse.internal.as_root": "true"}, parent_span_id="aa", name="inner")
    assert (as_root.name, as_root.input) == ("inner", "q")


def test_a_batch_has_no_needless_shallow_traces() -> None:
    spans = [
        span_with(span_id="a", trace_id="t1", parent_span_id="x"),
        span_with(span_id="b", trace_id="t1"),
        span_with(span_id="c", trace_id="t2", parent_span_id="x", start_ns=START_NS + 9),
        span_with(span_id="d", trace_id="t2", parent_span_id="x", start_ns=START_NS + 3),
    ]
    observations, traces = map_spans(spans)
    assert [observation.id for observation in observations] == ["a", "b", "c", "d"]
    assert [(trace.id, trace.is_shallow, trace.timestamp_ns) for trace in traces] == [
        ("t1", False, START_NS),
        ("t2", True, START_NS + 3),
    ]


def test_a_batch_says_once_what_its_spans_repeat_about_a_trace() -> None:
    known = {"user.id": "ada", "session.id": "s"}
    spans = [
        span_with(known, span_id="a", parent_span_id="x"),
        span_with(known, span_id="b", parent_span_id="x", start_ns=START_NS + 5),
        span_with({**known, "user.id": "bob"}, span_id="c", parent_span_id="x"),
        span_with(known, span_id="d", parent_span_id="x"),
        span_with(known, span_id="e", parent_span_id="x", start_ns=START_NS - 5),
    ]
    _, traces = map_spans(spans)
    assert [(trace.user_id, trace.timestamp_ns - START_NS) for trace in traces] == [
        ("ada", 0),
        ("bob", 0),
        ("ada", 0),  # the last one wins when reports are joined
        ("ada", -5),
    ]


def test_the_first_span_of_an_application_lends_its_trace_a_name() -> None:
    """Its parent may belong to a server in front, whose spans never come."""
    first = {"langfuse.internal.is_app_root": True, "user.id": "ada"}
    spans = [
        span_with(span_id="a", parent_span_id="b", name="inner", start_ns=START_NS - 5),
        span_with(first, span_id="b", parent_span_id="x", name="handle"),
    ]
    observations, traces = map_spans(spans)
    assert [observation.is_app_root for observation in observations] == [False, True]
    assert [(trace.name, trace.user_id, trace.is_shallow, trace.timestamp_ns - START_NS) for trace in traces] == [
        ("", "ada", False, 0),
        ("handle", "", True, -5),
    ]
    _, named = map_spans([span_with({**first, "langfuse.trace.name": "own"}, parent_span_id="x", name="handle")])
    assert [(trace.name, trace.is_shallow) for trace in named] == [("own", False)]


def test_links_are_kept() -> None:
    links = (SpanLink("t2", "s2", {"why": "retry"}),)
    assert observe(links=links).links == links


def test_spans_of_different_resources_and_scopes_do_not_share_anything() -> None:
    seen = [
        observe(resource={"service.name": name, "langfuse.environment": name}, scope_name=scope, scope_version=version)
        for name, scope, version in (
            ("a", "x", "1"),
            ("b", "x", "1"),
            ("b", "y", "1"),
            ("b", "y", "2"),
            ("a", "x", "1"),
        )
    ]
    assert [(o.environment, o.service_name, o.metadata["scope.name"], o.metadata["scope.version"]) for o in seen] == [
        ("a", "a", "x", "1"),
        ("b", "b", "x", "1"),
        ("b", "b", "y", "1"),
        ("b", "b", "y", "2"),
        ("a", "a", "x", "1"),
    ]


@given(requests.trace_requests())
@requests.varied
def test_whatever_arrives_is_mapped_to_what_the_store_can_hold(request: Any) -> None:
    for span in decode_spans(request.SerializeToString(), Format.PROTOBUF).records:
        observation, trace = map_span(span)
        assert all(isinstance(text, str) for text in observation.metadata.values())
        assert observation.id == span.span_id
        assert observation.trace_id == trace.id == span.trace_id


def test_every_captured_span_is_mapped() -> None:
    captures = [capture for capture in all_captures() if capture.signal == "traces"]
    assert captures
    for capture in captures:
        for span in decode_spans(capture.body, capture.format).records:
            observation = map_span(span).observation
            assert observation.metadata["resourceAttributes.service.name"] == span.resource["service.name"]


def test_events_of_the_span_are_kept() -> None:
    event = SpanEvent("exception", START_NS + 1, {"exception.message": "no", "data": b"hi"})
    events = json.loads(observe(events=(event,)).metadata["events"])
    assert events == [
        {
            "name": "exception",
            "time": "2026-11-23T12:18:15.000Z",
            "attributes": {"exception.message": "no", "data": "aGk="},
        }
    ]
