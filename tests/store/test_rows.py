"""Rows: exact round trips through the real store, and bounds on what senders can do."""

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.model import (
    AgentEvent,
    AgentEventKind,
    Experiment,
    MetricPoint,
    Observation,
    ObservationType,
    Score,
    ScoreDataType,
    SpanLink,
    ToolUse,
    Trace,
)
from sidelight.model.observation import Level
from sidelight.store.attributes_json import attributes_from_json, attributes_to_json
from sidelight.store.chdb import ChdbDriver
from sidelight.store.driver import Driver
from sidelight.store.migrate import migrate
from sidelight.store.rows import (
    EVENT_COLUMNS,
    MAX_TIME_NS,
    event_from_row,
    event_row,
    metric_row,
    observation_row,
    score_row,
    trace_row,
)

NOW = 1_763_899_200_123_456_789

scalars = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text() | st.binary()
attributes = st.dictionaries(
    st.text() | st.sampled_from(["$bytes", "$float", "$int", "$map"]),
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.just("$map"), inner, max_size=3),
        max_leaves=6,
    ),
    max_size=4,
)
events = st.builds(
    AgentEvent,
    event_id=st.text(),
    agent=st.text(),
    session_id=st.text(),
    kind=st.sampled_from(AgentEventKind),
    time_ns=st.integers(0, MAX_TIME_NS),
    name=st.text(),
    attributes=attributes,
    resource=attributes,
    end_ns=st.integers(0, MAX_TIME_NS),
    call_id=st.text(),
    turn_id=st.text(),
    otel_trace_id=st.text(),
    otel_span_id=st.text(),
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    driver = ChdbDriver(tmp_path_factory.mktemp("rows"))
    migrate(driver)
    yield driver
    driver.close()


def same(left: Any, right: Any) -> bool:
    """Equality where nan is nan, -0.0 is not 0.0 and 1 is not True."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return repr(left) == repr(right)


@given(attributes)
def test_attributes_come_back_exactly(given_attributes: dict[str, Any]) -> None:
    assert same(attributes_from_json(attributes_to_json(given_attributes)), given_attributes)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": 1, "b": "x"}, '{"a":1,"b":"x"}'),
        ({"a": b"\x00"}, '{"a":{"$bytes":"AA=="}}'),
        ({"a": math.inf}, '{"a":{"$float":"inf"}}'),
        ({"a": {"$bytes": "mine"}}, '{"a":{"$map":{"$bytes":"mine"}}}'),
        ({"a": "\ud800", "b": 1}, '{"a":"\ufffd","b":1}'),
    ],
)
def test_attributes_as_text(value: dict[str, Any], text: str) -> None:
    assert attributes_to_json(value) == text


def test_no_attributes() -> None:
    assert attributes_from_json("") == {}
    assert attributes_from_json(attributes_to_json({})) == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(events, min_size=1, max_size=20))
def test_events_come_back_exactly(driver: Driver, batch: list[AgentEvent]) -> None:
    driver.command("TRUNCATE TABLE agent_events")
    numbered = [replace(event, event_id=f"{number:03d}{event.event_id}") for number, event in enumerate(batch)]
    driver.insert("agent_events", [event_row("p", event, NOW) for event in numbered])
    rows = driver.query(f"SELECT {EVENT_COLUMNS} FROM agent_events ORDER BY substring(event_id, 1, 3)")
    for event, row in zip(numbered, rows, strict=True):
        read = event_from_row(row)
        for field in fields(AgentEvent):
            assert same(getattr(read, field.name), getattr(event, field.name)), field.name


def test_a_kind_of_a_newer_version_is_read_as_other() -> None:
    row = dict.fromkeys(("event_id", "agent", "session_id", "name", "call_id", "turn_id"), "")
    row |= {"otel_trace_id": "", "otel_span_id": "", "attributes": "{}", "resource": "{}"}
    assert event_from_row({**row, "kind": "telepathy", "time_ns": 1, "end_ns": 0}).kind is AgentEventKind.OTHER


full_observation = Observation(
    id="o1",
    trace_id="t1",
    type=ObservationType.GENERATION,
    name="call",
    start_ns=NOW,
    end_ns=NOW + 1_500_000_000,
    parent_id="o0",
    kind="model_call",
    level=Level.WARNING,
    status_message="slow",
    completion_start_ns=NOW + 500_000_000,
    model="gpt",
    model_provider="openai",
    model_parameters={"effort": "high", "temperature": 0.5},
    usage={"input": 10, "input_cached_tokens": 20, "output": 3, "output_reasoning_tokens": 4, "total": 37},
    cost={"input": 0.25, "output": 0.5},
    cost_usd=0.75,
    input="in " * 200,
    output="out",
    metadata={"k": "v"},
    environment="prod",
    version="1",
    release="r",
    trace_name="tn",
    user_id="u",
    session_id="s",
    tags=("a", "b"),
    prompt_name="pn",
    prompt_version=3,
    service_name="svc",
    scope_name="sc",
    source="codex",
    is_app_root=True,
    links=(SpanLink("t2", "s2", {"why": "retry"}),),
    prompt_id="pid",
    model_id="m",
    pricing_tier="Standard",
    cost_source="model",
    tools=ToolUse({"ls": "{}"}, ('{"name":"ls"}',), ("ls",)),
    experiment=Experiment(
        "e", "en", "ed", {"m": "1"}, "ds", "it", item_version_ns=NOW, item_metadata={"i": "2"}, item_root_id="root"
    ),
)


def test_observation_in_the_store(driver: Driver) -> None:
    driver.insert("observations", [observation_row("p1", full_observation, NOW)])
    (row,) = driver.query("SELECT * EXCEPT (created_at) FROM observations WHERE project_id = 'p1'")
    preview = row.pop("input_preview")
    assert len(preview) <= 200
    assert preview.startswith("in in in")
    assert row == {
        "project_id": "p1",
        "id": "o1",
        "trace_id": "t1",
        "parent_id": "o0",
        "type": "GENERATION",
        "kind": "model_call",
        "name": "call",
        "level": "WARNING",
        "status_message": "slow",
        "environment": "prod",
        "version": "1",
        "release": "r",
        "start_time": "2025-11-23T12:00:00.123456Z",
        "end_time": "2025-11-23T12:00:01.623456Z",
        "completion_start_time": "2025-11-23T12:00:00.623456Z",
        "model": "gpt",
        "model_provider": "openai",
        "model_parameters": '{"effort":"high","temperature":0.5}',
        "tokens_input": 10,
        "tokens_input_cached": 20,
        "tokens_output": 3,
        "tokens_reasoning": 4,
        "tokens_total": 37,
        "usage": {"input": 10, "input_cached_tokens": 20, "output": 3, "output_reasoning_tokens": 4, "total": 37},
        "cost_usd": 0.75,
        "cost": {"input": 0.25, "output": 0.5},
        "input": "in " * 200,
        "output": "out",
        "output_preview": "out",
        "metadata": {"k": "v"},
        "trace_name": "tn",
        "user_id": "u",
        "session_id": "s",
        "tags": ["a", "b"],
        "prompt_name": "pn",
        "prompt_version": 3,
        "service_name": "svc",
        "scope_name": "sc",
        "source": "codex",
        "event_ts": "2025-11-23T12:00:00.123456Z",
        "is_deleted": 0,
        "is_app_root": 1,
        "links": '[{"trace_id":"t2","span_id":"s2","attributes":{"why":"retry"}}]',
        "prompt_id": "pid",
        "model_id": "m",
        "pricing_tier": "Standard",
        "cost_source": "model",
        "tool_definitions": {"ls": "{}"},
        "tool_calls": ['{"name":"ls"}'],
        "tool_call_names": ["ls"],
        "experiment_id": "e",
        "experiment_name": "en",
        "experiment_description": "ed",
        "experiment_metadata": {"m": "1"},
        "experiment_dataset_id": "ds",
        "experiment_item_id": "it",
        "experiment_item_version": "2025-11-23T12:00:00.123456Z",
        "experiment_item_metadata": {"i": "2"},
        "experiment_item_root_id": "root",
        "experiment_expected_output": None,
    }


def test_score_in_the_store(driver: Driver) -> None:
    score = Score("s", "helpful", NOW, ScoreDataType.BOOLEAN, value=1.0, string_value="True", trace_id="t", comment="c")
    driver.insert("scores", [score_row("p1", score, NOW)])
    (row,) = driver.query("SELECT * EXCEPT (created_at) FROM scores FINAL WHERE project_id = 'p1'")
    assert (row["id"], row["name"], row["data_type"], row["source"]) == ("s", "helpful", "BOOLEAN", "API")
    assert (row["value"], row["string_value"], row["comment"], row["trace_id"]) == (1.0, "True", "c", "t")
    assert (row["timestamp"], row["environment"]) == ("2025-11-23T12:00:00.123456Z", "default")


def test_trace_in_the_store(driver: Driver) -> None:
    trace = Trace(id="t", timestamp_ns=NOW, name="n", tags=("x",), metadata={"k": "v"}, input="i", bookmarked=True)
    driver.insert("traces", [trace_row("p1", trace, NOW)])
    (row,) = driver.query(
        "SELECT id, timestamp, name, tags, metadata, input, output, input_preview, output_preview, public, bookmarked, "
        "is_shallow FROM traces WHERE project_id = 'p1'"
    )
    assert row == {
        "id": "t",
        "timestamp": "2025-11-23T12:00:00.123456Z",
        "name": "n",
        "tags": ["x"],
        "metadata": {"k": "v"},
        "input": "i",
        "output": None,
        "input_preview": "i",
        "output_preview": "",
        "public": 0,
        "bookmarked": 1,
        "is_shallow": 0,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"start_ns": -1, "end_ns": 2**64 - 1, "completion_start_ns": 2**63},
        {"usage": {"total": 2**70, "input": -5}},
        {"cost_usd": math.nan, "cost": {"input": math.inf}},
        {"prompt_version": -1},
        {"prompt_version": 2**40},
        {"input": "\ud800", "metadata": {"\udfff": "\ud800"}, "name": "\ud800", "tags": ("\ud800",)},
        {"metadata": MappingProxyType({"a": "b"}), "usage": MappingProxyType({"total": 1})},
        {"model_parameters": {"n": 2**80, "t": math.nan}},
        {"input": "\0\x1b[0m\u202e", "name": "x" * 100_000},
    ],
)
def test_no_observation_can_spoil_its_batch(driver: Driver, changes: dict[str, Any]) -> None:
    driver.command("TRUNCATE TABLE observations")
    odd = replace(full_observation, id="odd", **changes)
    driver.insert("observations", [observation_row("p", each, NOW) for each in (full_observation, odd)])
    assert driver.query("SELECT id FROM observations ORDER BY id") == [{"id": "o1"}, {"id": "odd"}]


def test_times_outside_the_engines_range_are_moved_to_its_edge(driver: Driver) -> None:
    driver.command("TRUNCATE TABLE observations")
    odd = replace(full_observation, start_ns=-5, end_ns=2**64 - 1)
    driver.insert("observations", [observation_row("p", odd, NOW)])
    assert driver.query("SELECT start_time, end_time, toDate(end_time) AS day FROM observations") == [
        {
            "start_time": "1970-01-01T00:00:00.000000Z",
            "end_time": "2149-06-06T23:59:59.000000Z",
            "day": "2149-06-06",
        }
    ]


def point(**changes: Any) -> MetricPoint:
    given = {"name": "m", "kind": "histogram", "time_ns": NOW, "attributes": {"a": 1, "l": [1, "x"]}, **changes}
    return MetricPoint(**given)


def test_metric_point_in_the_store(driver: Driver) -> None:
    histogram = point(
        resource={"service.name": "codex"},
        temporality="delta",
        start_ns=NOW - 10**9,
        count=3,
        sum=1.5,
        bucket_counts=(1, 2),
        bounds=(0.5,),
        is_monotonic=True,
    )
    driver.insert("metric_points", [metric_row("p", histogram, NOW)])
    (row,) = driver.query(
        "SELECT name, time, start_time, value, count, sum, min, bucket_counts, bounds, attributes, resource, "
        "service_name, is_monotonic FROM metric_points"
    )
    assert row == {
        "name": "m",
        "time": "2025-11-23T12:00:00.123456Z",
        "start_time": "2025-11-23T11:59:59.123456Z",
        "value": None,
        "count": 3,
        "sum": 1.5,
        "min": None,
        "bucket_counts": [1, 2],
        "bounds": [0.5],
        "attributes": {"a": "1", "l": '[1,"x"]'},
        "resource": {"service.name": "codex"},
        "service_name": "codex",
        "is_monotonic": 1,
    }


def test_a_repeated_metric_point_has_one_id_and_another_series_another() -> None:
    first = metric_row("p", point(), NOW)["point_id"]
    assert metric_row("p", point(attributes={"l": [1, "x"], "a": 1}), NOW + 5)["point_id"] == first
    others = [
        point(attributes={"a": 2}),
        point(resource={"a": 1, "l": [1, "x"]}, attributes={}),
        point(time_ns=NOW + 1),
        point(temporality="delta"),
        point(name="m2"),
    ]
    ids = {metric_row("p", other, NOW)["point_id"] for other in others}
    assert len(ids | {first}) == len(others) + 1


def test_odd_metric_points_spoil_no_batch(driver: Driver) -> None:
    driver.command("TRUNCATE TABLE metric_points")
    odd = point(
        name="odd",
        value=math.nan,
        sum=math.inf,
        count=-1,
        bucket_counts=(-1, 2**70),
        bounds=(-math.inf, math.nan, math.inf),
        attributes={"\ud800": b"\x00"},
        time_ns=-1,
    )
    driver.insert("metric_points", [metric_row("p", point(), NOW), metric_row("p", odd, NOW)])
    (row,) = driver.query("SELECT value, sum, count, bucket_counts, bounds FROM metric_points WHERE name = 'odd'")
    largest = 1.7976931348623157e308
    assert row == {
        "value": None,
        "sum": None,
        "count": 0,
        "bucket_counts": [0, 2**64 - 1],
        "bounds": [-largest, 0.0, largest],
    }
