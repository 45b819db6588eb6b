"""The bodies of trace and observation events, validated and brought into one form."""

from collections.abc import Mapping
from typing import Any, Literal

from sidelight.ingest.langfuse_batch.fields import Body, Environment, Id, LevelName, MomentNs, TraceName, Whole
from sidelight.ingest.langfuse_batch.usage_shapes import UsageBody, counts, dollars
from sidelight.mapping.text import text_of


class TraceBody(Body):
    """``TraceBody``."""

    id: Id | None = None
    timestamp: MomentNs = None
    name: TraceName | None = None
    input: Any = None
    output: Any = None
    session_id: str | None = None
    user_id: str | None = None
    environment: Environment = None
    metadata: Any = None
    release: str | None = None
    version: str | None = None
    public: bool | None = None
    tags: list[str] | None = None

    def stated(self) -> dict[str, Any]:
        """What the body says, apart from the id: field names of :class:`~sidelight.model.Trace`, without nulls."""
        found: dict[str, Any] = {
            "timestamp_ns": self.timestamp,
            "name": self.name,
            "input": text_of(self.input),
            "output": text_of(self.output),
            "session_id": self.session_id,
            "user_id": self.user_id,
            "environment": self.environment,
            "metadata": self.metadata,
            "release": self.release,
            "version": self.version,
            "public": self.public,
            "tags": self.tags,
        }
        return {name: value for name, value in found.items() if value is not None}


class ObservationBody(Body):
    """All bodies of observation events: what one kind does not have, its clients do not send."""

    id: Id | None = None
    trace_id: Id | None = None
    environment: Environment = None
    name: str | None = None
    start_time: MomentNs = None
    end_time: MomentNs = None
    completion_start_time: MomentNs = None
    metadata: Any = None
    input: Any = None
    output: Any = None
    level: LevelName | None = None
    status_message: str | None = None
    parent_observation_id: str | None = None
    version: str | None = None
    model: str | None = None
    model_parameters: dict[str, Any] | None = None
    usage: UsageBody | None = None
    usage_details: dict[str, Any] | None = None
    cost_details: dict[str, Any] | None = None
    prompt_name: str | None = None
    prompt_version: Whole = None

    def stated(self) -> dict[str, Any]:
        """What the body says, apart from its ids: field names of :class:`~sidelight.model.Observation`, no nulls.

        ``usage`` is the ledger, ``cost`` US dollars by bucket, perhaps with ``total``.
        """
        found: dict[str, Any] = {
            "environment": self.environment,
            "name": self.name,
            "start_ns": self.start_time,
            "end_ns": self.end_time,
            "completion_start_ns": self.completion_start_time,
            "metadata": self.metadata,
            "input": text_of(self.input),
            "output": text_of(self.output),
            "level": self.level,
            "status_message": self.status_message,
            "parent_id": self.parent_observation_id,
            "version": self.version,
            "model": self.model,
            "model_parameters": self.model_parameters or None,
            "usage": counts(self.usage, self.usage_details) or None,
            "cost": dollars(self.usage, self.cost_details) or None,
            "prompt_name": self.prompt_name,
            "prompt_version": self.prompt_version,
        }
        return {name: value for name, value in found.items() if value is not None}


class TypedObservationBody(ObservationBody):
    """The body of the oldest SDKs' events, which names its type itself."""

    type: Literal["GENERATION", "SPAN", "EVENT"]

    def stated(self) -> dict[str, Any]:
        """The same with ``type``."""
        return {**ObservationBody.stated(self), "type": self.type}


class SdkLogBody(Body):
    """Something that an SDK tells about itself; taken and left out."""

    log: Any


BODIES: Mapping[str, type[Body]] = {
    "trace-create": TraceBody,
    "span-create": ObservationBody,
    "span-update": ObservationBody,
    "generation-create": ObservationBody,
    "generation-update": ObservationBody,
    "event-create": ObservationBody,
    "agent-create": ObservationBody,
    "tool-create": ObservationBody,
    "chain-create": ObservationBody,
    "retriever-create": ObservationBody,
    "evaluator-create": ObservationBody,
    "embedding-create": ObservationBody,
    "guardrail-create": ObservationBody,
    "observation-create": TypedObservationBody,
    "observation-update": TypedObservationBody,
    "sdk-log": SdkLogBody,
}
"""The body of every event type but ``score-create``."""
