"""The web app's API in types: what each route takes and gives. The TypeScript client is generated from these.

JSON is camelCase. Times are ISO 8601 UTC texts in rows, and microseconds since the epoch in the columnar skeleton.
"""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class AppModel(BaseModel):
    """Base: snake_case in Python, camelCase on the wire."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True)


class ProblemDetail(AppModel):
    """Every error answer: what went wrong, and what to do about it."""

    message: str
    hint: str = ""
    field: str = ""


RoleName: TypeAlias = Literal["owner", "admin", "member", "viewer"]


# --- who am I ---------------------------------------------------------------------------------------------------------


class ProjectRef(AppModel):
    """A project that the user may open."""

    id: str
    name: str
    organization_id: str
    organization_name: str
    role: RoleName = "viewer"


class OrganizationRef(AppModel):
    """An organisation that the user is in; without ``role``, in some of its projects alone."""

    id: str
    name: str
    role: RoleName | None


class Me(AppModel):
    """The signed-in user; ``may_create_organizations`` is decided by the server's settings."""

    id: str
    email: str
    name: str
    is_admin: bool
    has_password: bool
    may_create_organizations: bool
    organizations: list[OrganizationRef]
    projects: list[ProjectRef]


class InstanceInfo(AppModel):
    """What the web app must know about the server; readable without signing in."""

    version: str
    base_url: str
    grpc_port: int = Field(description="0 when OTLP over gRPC is off.")
    tls: bool
    mutual_tls: bool
    default_login_hint: str = ""


# --- keys -------------------------------------------------------------------------------------------------------------


class ApiKey(AppModel):
    """An API key without its secret."""

    id: str
    note: str
    public_key: str
    display_secret_key: str
    created_at: str
    last_used_at: str | None
    expires_at: str | None


class CreatedApiKey(ApiKey):
    """A new key; the only time that the secret is shown."""

    secret_key: str


# --- traces -----------------------------------------------------------------------------------------------------------


class TokenTotals(AppModel):
    """Token totals; ``input`` includes cached tokens and ``output`` includes reasoning (as people count them)."""

    input: int = 0
    input_cached: int = 0
    output: int = 0
    output_reasoning: int = 0
    total: int = 0


class TraceRow(AppModel):
    """A line of the trace list."""

    id: str
    timestamp: str
    name: str
    kind: str = Field(description="'' | session | subagent | title")
    source: str = Field(description="codex | otel | langfuse")
    service_name: str = ""
    environment: str
    user_id: str
    session_id: str
    version: str = ""
    tags: list[str]
    models: list[str]
    input_preview: str
    output_preview: str
    level: Literal["DEBUG", "DEFAULT", "WARNING", "ERROR"]
    duration_ms: float | None
    turn_count: int
    tool_count: int
    generation_count: int
    error_count: int
    warning_count: int
    observation_count: int
    tokens: TokenTotals
    cost_usd: float | None
    is_live: bool = Field(description="Something arrived for it within the last minute.")
    parent_trace_id: str = ""


class FacetValue(AppModel):
    """One value of a facet and how many traces have it."""

    value: str
    count: int


class TraceFacets(AppModel):
    """Values to filter by, most frequent first, at most 100 each."""

    environments: list[FacetValue]
    users: list[FacetValue]
    models: list[FacetValue]
    names: list[FacetValue]
    sources: list[FacetValue]
    hidden_titles: int


class HistogramBucket(AppModel):
    """Traces that started in one slice of the time range."""

    start: str
    count: int
    error_count: int
    cost_usd: float


class TraceHistogram(AppModel):
    """Traces over time; at most 120 buckets."""

    bucket_seconds: int
    buckets: list[HistogramBucket]


class ModelUsage(AppModel):
    """What one model used and cost in a trace."""

    model: str
    calls: int
    tokens: TokenTotals
    usage: dict[str, int]
    cost: dict[str, float]
    cost_usd: float | None


class LinkedTrace(AppModel):
    """A trace that this one started, or was started by."""

    id: str
    name: str
    kind: str
    observation_id: str = Field(description="The tool call in the parent that started it; '' when not known.")
    tokens: TokenTotals
    cost_usd: float | None


class TraceExperiment(AppModel):
    """An experiment's item that a trace did."""

    id: str
    name: str
    item_id: str = Field(description="'' when it has none.")
    observation_id: str = Field(description="The item's root in the trace; '' is the trace as a whole.")
    dataset_id: str


class TraceDetail(TraceRow):
    """The head of the trace page."""

    input: str | None
    output: str | None
    metadata: dict[str, str]
    release: str
    public: bool
    bookmarked: bool
    end_time: str | None
    model_usage: list[ModelUsage]
    parent: LinkedTrace | None
    children: list[LinkedTrace]
    session_trace_count: int
    experiments: list[TraceExperiment] = Field(description="What the trace is part of, in the order of time.")


class Skeleton(AppModel):
    """All observations of a trace without their texts, column by column, sorted by start time.

    Sub-agent traces are grafted in: their observations follow with ``trace_ids`` naming their own trace, and their
    root's ``parents`` entry is the tool call that started them. ``parents`` holds row indices (-1: root or unknown).
    """

    trace_id: str
    ids: list[str]
    trace_ids: list[str]
    parents: list[int]
    types: list[str]
    kinds: list[str]
    names: list[str]
    levels: list[str]
    status_messages: list[str]
    starts_us: list[int]
    ends_us: list[int | None]
    models: list[str]
    tokens_input: list[int]
    tokens_cached: list[int]
    tokens_output: list[int]
    tokens_reasoning: list[int]
    tokens_total: list[int]
    costs_usd: list[float | None]
    previews: list[str] = Field(
        description="About 120 characters: prompt of a turn, command of a tool, answer of a call."
    )
    orphans: list[int] = Field(description="Rows that name a parent which has not arrived.")


class RawEvent(AppModel):
    """One stored event of an agent session, as the agent sent it."""

    event_id: str
    time: str
    kind: str
    name: str
    call_id: str
    turn_id: str
    attributes: dict[str, object]
    resource: dict[str, object]


class RawEventPage(AppModel):
    """Raw events in order of time."""

    items: list[RawEvent]
    next_cursor: str | None


# --- sessions ---------------------------------------------------------------------------------------------------------


class SessionRow(AppModel):
    """A line of the session list: all traces that share a session id."""

    id: str
    first_seen: str
    last_seen: str
    environment: str
    user_ids: list[str]
    names: list[str]
    trace_count: int
    turn_count: int
    tool_count: int
    error_count: int
    duration_ms: float
    models: list[str]
    tokens: TokenTotals
    cost_usd: float | None


class SessionPage(AppModel):
    """A page of sessions, latest activity first."""

    items: list[SessionRow]
    next_cursor: str | None
    total: int


class SessionTurn(AppModel):
    """One exchange in a session: a prompt and its answer."""

    trace_id: str
    observation_id: str
    start_time: str
    duration_ms: float | None
    level: str
    status_message: str
    input: str | None
    output: str | None
    tool_count: int
    tokens: TokenTotals
    cost_usd: float | None


class SessionDetail(SessionRow):
    """A session as a conversation."""

    traces: list[TraceRow]
    turns: list[SessionTurn]


# --- ingestion --------------------------------------------------------------------------------------------------------


class IngestSource(AppModel):
    """What one client sent of one signal in the time range."""

    signal: str
    transport: str
    format: str
    service_name: str
    service_version: str
    user_agent: str
    key_id: str
    requests: int
    refused: int
    bytes: int
    records: int
    stored: int
    ignored: int
    unknown: int
    rejected: int
    last_at: str


class IngestIssue(AppModel):
    """Something that was refused, or not understood, and what to do."""

    time: str
    request_id: str
    kind: str = Field(description="refused | undecodable | rejected_record | unknown_event | dead_letter | advice")
    signal: str
    name: str
    reason: str
    hint: str
    sample: str
    address: str
    path: str
    user_agent: str
    status: int
    repeats: int


class IngestBucket(AppModel):
    """Requests and records of one slice of time."""

    start: str
    logs: int
    traces: int
    metrics: int
    batch: int
    scores: int
    refused: int


class IngestSummary(AppModel):
    """The Ingestion page."""

    bucket_seconds: int
    buckets: list[IngestBucket]
    sources: list[IngestSource]
    pending: int = Field(description="Requests in the journal that are not yet visible.")
    dead_letters: int


class IngestIssuePage(AppModel):
    """Problems, newest first."""

    items: list[IngestIssue]
    next_cursor: str | None


class SetupStatus(AppModel):
    """Whether anything from Codex has arrived in the project."""

    first_event_at: str | None
    last_event_at: str | None
    last_trace_id: str | None
    last_refusal: IngestIssue | None
