"""Attributes of Langfuse's SDKs, as the Python SDK 3 to 5 and the JavaScript SDK 4 and 5 write them."""

import json
from typing import Any

import pytest

from sidelight.mapping import Sender
from sidelight.model import ObservationType
from tests.mapping.spans import observe, trace_of

SDK: dict[str, Any] = {"scope_name": "langfuse-sdk", "scope_version": "4.14.3"}
PYTHON = {"telemetry.sdk.language": "python"}


@pytest.mark.parametrize(
    ("version", "attribute", "resource", "expected"),
    [
        ("3.3.0", "langfuse.observation.model.name", PYTHON, ObservationType.GENERATION),
        ("3.3.5", "langfuse.observation.usage_details", PYTHON, ObservationType.GENERATION),
        ("", "langfuse.observation.prompt.name", PYTHON, ObservationType.GENERATION),
        ("3.4.0", "langfuse.observation.model.name", PYTHON, ObservationType.SPAN),
        ("3.3.0", "langfuse.observation.level", PYTHON, ObservationType.SPAN),
        ("3.3.0", "langfuse.observation.model.name", {"telemetry.sdk.language": "nodejs"}, ObservationType.SPAN),
    ],
)
def test_old_python_sdks_said_span_of_generations(
    version: str, attribute: str, resource: dict[str, Any], expected: ObservationType
) -> None:
    attributes = {"langfuse.observation.type": "span", attribute: "x"}
    found = observe(attributes, scope_name="langfuse-sdk", scope_version=version, resource=resource)
    assert found.type is expected


def test_a_generation() -> None:
    found = observe(
        {
            "langfuse.observation.type": "generation",
            "langfuse.observation.input": json.dumps([{"role": "user", "content": "hi"}]),
            "langfuse.observation.output": "hello",
            "langfuse.observation.model.name": "gpt-4o",
            "langfuse.observation.model.parameters": '{"temperature": 0.5, "stream": true, "stop": ["a"]}',
            "langfuse.observation.usage_details": '{"input": 10, "output": 5, "cached": 2}',
            "langfuse.observation.cost_details": '{"input": 0.01, "output": 0.02}',
            "langfuse.observation.metadata.step": "one",
            "langfuse.observation.metadata.nested": '{"a": {"b": 1}}',
            "langfuse.observation.prompt.name": "greet",
            "langfuse.observation.prompt.version": 3,
            "langfuse.internal.is_app_root": True,
        },
        **SDK,
    )
    assert (found.type, found.model, found.output) == (ObservationType.GENERATION, "gpt-4o", "hello")
    assert found.model_parameters == {"temperature": 0.5, "stream": "true", "stop": '["a"]'}
    assert found.usage == {"input": 10, "output": 5, "cached": 2, "total": 17}
    assert (found.cost, found.cost_usd, found.cost_source) == ({"input": 0.01, "output": 0.02}, 0.03, "reported")
    assert (found.prompt_name, found.prompt_version, found.is_app_root) == ("greet", 3, True)
    assert found.metadata == {
        "scope.name": "langfuse-sdk",
        "scope.version": "4.14.3",
        "step": "one",
        "nested": '{"a": {"b": 1}}',
    }


def test_a_side_that_is_empty_on_purpose_is_null() -> None:
    """A generator without items has the output ``""``."""
    found = observe({"langfuse.observation.output": "", "output.value": "not this"})
    assert (found.input, found.output) == (None, None)


@pytest.mark.parametrize(
    ("resource", "scope", "sender", "is_json"),
    [
        (PYTHON, {"scope_name": "langfuse-sdk", "scope_version": "5.0.4"}, None, True),
        (PYTHON, {"scope_name": "langfuse-sdk", "scope_version": "4.14.3"}, None, False),
        (
            {"telemetry.sdk.language": "nodejs"},
            {"scope_name": "langfuse-sdk", "scope_version": "6.0.0-rc.1"},
            None,
            True,
        ),
        ({"telemetry.sdk.language": "nodejs"}, {"scope_name": "langfuse-sdk", "scope_version": "5.11.1"}, None, False),
        ({}, {"scope_name": "other"}, Sender("python", "5.1.0"), True),
        ({}, {"scope_name": "other"}, Sender("javascript", "5.9.0"), False),
        (PYTHON, {"scope_name": "langfuse-sdk", "scope_version": "5.0.4"}, Sender("python", "unknown"), False),
        ({}, {"scope_name": "other", "scope_version": "5.0.0"}, None, False),
    ],
)
def test_new_sdks_write_metadata_values_as_json(
    resource: dict[str, Any], scope: dict[str, Any], sender: Sender | None, is_json: bool
) -> None:
    values = {"text": "word", "number": 5, "flag": True, "list": [1, "a"], "tree": {"a": {"b": "c"}}}
    attributes: dict[str, Any] = {
        **{f"langfuse.observation.metadata.{key}": json.dumps(value) for key, value in values.items()},
        "langfuse.trace.metadata.plan": '"pro"',
        "langfuse.observation.metadata.bare": "not JSON",
    }
    metadata = observe(attributes, resource=resource, sender=sender, **scope).metadata
    given = {key: text for key, text in metadata.items() if not key.startswith(("resource", "scope"))}
    decoded = {"text": "word", "list": '[1,"a"]', "tree.a.b": "c", "plan": "pro"}
    as_sent = {"text": '"word"', "list": '[1, "a"]', "tree": '{"a": {"b": "c"}}', "plan": '"pro"'}
    assert given == {"number": "5", "flag": "true", "bare": "not JSON", **(decoded if is_json else as_sent)}


def test_metadata_that_is_no_object_has_a_key_of_its_own() -> None:
    assert observe({"langfuse.observation.metadata": "test"}, **SDK).metadata["metadata"] == "test"
    assert observe({"langfuse.observation.metadata": "[1]"}, **SDK).metadata["metadata"] == "[1]"
    assert "metadata" not in observe({"langfuse.observation.metadata": ""}, **SDK).metadata


def test_an_experiment() -> None:
    found = observe(
        {
            "langfuse.environment": "sdk-experiment",
            "langfuse.experiment.id": "0123456789abcdef",
            "langfuse.experiment.name": "nightly",
            "langfuse.experiment.description": "all of it",
            "langfuse.experiment.metadata": '{"team": {"name": "search"}, "run": 3}',
            "langfuse.experiment.dataset.id": "ds",
            "langfuse.experiment.item.id": "item",
            "langfuse.experiment.item.version": "2026-11-23T12:00:00Z",
            "langfuse.experiment.item.metadata": '{"source": "log"}',
            "langfuse.experiment.item.metadata.extra": "x",
            "langfuse.experiment.item.expected_output": '{"answer": 42}',
            "langfuse.experiment.item.root_observation_id": "b7ad6b7169203331",
        },
        **SDK,
    )
    assert found.environment == "sdk-experiment"
    experiment = found.experiment
    assert experiment is not None
    assert (experiment.id, experiment.name, experiment.description) == ("0123456789abcdef", "nightly", "all of it")
    assert (experiment.dataset_id, experiment.item_id, experiment.item_root_id) == ("ds", "item", "b7ad6b7169203331")
    assert experiment.metadata == {"team.name": "search", "run": "3"}
    assert experiment.item_metadata == {"source": "log", "extra": "x"}
    assert experiment.item_version_ns == 1_795_435_200 * 10**9
    assert experiment.expected_output == '{"answer": 42}'


def test_a_version_of_an_item_that_is_no_time_is_left_out() -> None:
    experiment = observe({"langfuse.experiment.id": "e", "langfuse.experiment.item.version": "latest"}).experiment
    assert experiment is not None
    assert experiment.item_version_ns is None
    assert observe({"langfuse.experiment.name": ""}).experiment is None
    assert observe({}).experiment is None


def test_trace_attributes_on_any_span() -> None:
    trace = trace_of(
        {
            "langfuse.trace.name": "checkout",
            "user.id": "ada",
            "session.id": "s",
            "langfuse.trace.tags": ["a"],
            "langfuse.trace.metadata.plan": "pro",
            "langfuse.release": "r1",
        },
        parent_span_id="aa",
        **SDK,
    )
    assert (trace.name, trace.user_id, trace.session_id, trace.tags) == ("checkout", "ada", "s", ("a",))
    assert (trace.metadata, trace.release, trace.is_shallow) == ({"plan": "pro"}, "r1", False)
