"""What an entry means, beyond what its records say by themselves."""

from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from sidelight.ingest.interpret import InterpretOptions, interpret
from sidelight.store.journal import JournalEntry


def entry_of(meta: dict[str, Any]) -> JournalEntry:
    """One span of another library, on which a Langfuse SDK has put metadata."""
    request = ExportTraceServiceRequest()
    scope = request.resource_spans.add().scope_spans.add()
    scope.scope.name = "openinference.instrumentation.openai"
    span = scope.spans.add(trace_id=b"t" * 16, span_id=b"s" * 8, start_time_unix_nano=1)
    span.attributes.add(key="langfuse.trace.metadata.plan").value.string_value = '"pro"'
    return JournalEntry("p", "traces", "protobuf", 1, request.SerializeToString(), meta)


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"headers": {"x-langfuse-sdk-name": "python", "x-langfuse-sdk-version": "5.0.4"}}, "pro"),
        ({"headers": {"x_langfuse_sdk_name": "python", "x_langfuse_sdk_version": "5.0.4"}}, "pro"),
        ({"headers": {"x-langfuse-sdk-name": "python", "x-langfuse-sdk-version": "4.14.3"}}, '"pro"'),
        ({"headers": {"x-langfuse-sdk-name": "python"}}, '"pro"'),
        ({}, '"pro"'),
    ],
)
def test_the_sender_that_the_headers_name_says_how_metadata_is_written(meta: dict[str, Any], expected: str) -> None:
    (observation,) = interpret(entry_of(meta), InterpretOptions()).observations
    assert observation.metadata["plan"] == expected
