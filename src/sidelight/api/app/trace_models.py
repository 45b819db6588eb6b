"""One trace's parts in types: an observation with everything, scores, steps of an agent graph, neighbours."""

from typing import Literal

from pydantic import Field

from sidelight.api.app.models import AppModel


class SpanLink(AppModel):
    """An observation that another one says it is related to, perhaps of another trace."""

    trace_id: str
    observation_id: str
    attributes: dict[str, object]
    is_known: bool = Field(description="Whether the project has a trace of this id.")


class ToolDefinition(AppModel):
    """A tool that a model was offered."""

    name: str
    definition: str = Field(description="JSON `{description, parameters}`.")


class ToolCall(AppModel):
    """A call of a tool that a model asked for."""

    name: str
    call: str = Field(description="JSON of the call.")


class ExperimentItem(AppModel):
    """The experiment that an observation is part of, and the item of it."""

    id: str
    name: str
    description: str
    metadata: dict[str, str]
    dataset_id: str
    item_id: str
    item_version: str | None
    item_metadata: dict[str, str]
    item_root_id: str
    expected_output: str | None


class ObservationDetail(AppModel):
    """One observation with its texts."""

    id: str
    trace_id: str
    parent_id: str
    type: str
    kind: str
    name: str
    level: str
    status_message: str
    start_time: str
    end_time: str | None
    completion_start_time: str | None
    duration_ms: float | None
    time_to_first_token_ms: float | None
    model: str
    model_provider: str
    model_parameters: dict[str, str | int | float | bool]
    usage: dict[str, int]
    cost: dict[str, float]
    cost_usd: float | None
    input: str | None
    output: str | None
    metadata: dict[str, str]
    environment: str
    version: str
    user_id: str
    session_id: str
    service_name: str
    scope_name: str
    source: str
    release: str
    trace_name: str
    tags: list[str]
    is_app_root: bool
    prompt_id: str
    prompt_name: str
    prompt_version: int | None
    model_id: str = Field(description="The model whose prices were used; '' when none was.")
    pricing_tier: str
    cost_source: str = Field(description="'' | reported | model | estimate")
    links: list[SpanLink]
    tools: list[ToolDefinition]
    tool_calls: list[ToolCall]
    experiment: ExperimentItem | None


class SubjectScore(AppModel):
    """A score of a trace, of one of its observations, or of a session."""

    id: str
    name: str
    timestamp: str
    data_type: Literal["NUMERIC", "CATEGORICAL", "BOOLEAN", "TEXT", "CORRECTION"]
    source: str = Field(description="API | EVAL | ANNOTATION")
    value: float | None
    string_value: str | None
    comment: str | None
    metadata: dict[str, str]
    trace_id: str
    observation_id: str
    session_id: str
    author: str = Field(description="Name of the person who judged; '' when it was none, or none of the organisation.")
    author_user_id: str = Field(description="'' when no person judged.")
    config_id: str
    queue_id: str = Field(description="The annotation queue in which it was made; '' when it was none.")
    execution_trace_id: str = Field(description="The evaluator's own trace; '' when there is none.")
    environment: str


class SubjectScores(AppModel):
    """All scores of a subject, oldest first."""

    items: list[SubjectScore]


class AgentSteps(AppModel):
    """Observations that are steps of an agent graph, column by column, by start."""

    ids: list[str]
    nodes: list[str]
    steps: list[int] = Field(description="-1 where the sender numbers no steps.")
    parents: list[str] = Field(description="The node that comes before; '' where the sender does not say so.")


class NeighbourTrace(AppModel):
    """A trace to go to."""

    id: str
    name: str


class Neighbours(AppModel):
    """The nearest traces in time; null at either end."""

    older: NeighbourTrace | None
    newer: NeighbourTrace | None
