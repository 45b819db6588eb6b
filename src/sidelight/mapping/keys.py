"""The attribute keys that say the same thing in several conventions, the strongest first (OTEL_MAPPING section 5)."""

from typing import NamedTuple

from sidelight.mapping.conventions import genkit, mlflow, openllmetry, vercel_ai
from sidelight.mapping.cost import COST_KEYS

TRACE_METADATA = "langfuse.trace.metadata"
OBSERVATION_METADATA = "langfuse.observation.metadata"
SHARED_METADATA = "langfuse.metadata"
AI_METADATA = "ai.telemetry.metadata"
METADATA_PREFIXES = (OBSERVATION_METADATA, TRACE_METADATA, SHARED_METADATA, AI_METADATA)
AS_ROOT = "langfuse.internal.as_root"
APP_ROOT = "langfuse.internal.is_app_root"
LEVEL = "langfuse.observation.level"
STATUS_MESSAGE = "langfuse.observation.status_message"
COMPLETION_START = "langfuse.observation.completion_start_time"
FIRST_CHUNK_SECONDS = ("gen_ai.response.time_to_first_chunk", "lk.response.ttft")
TRACE_NAME = "langfuse.trace.name"
TRACE_INPUT, TRACE_OUTPUT = "langfuse.trace.input", "langfuse.trace.output"
EXPERIMENT = "langfuse.experiment."


class Fields(NamedTuple):
    """Keys by what they say. Of a span's plan: those of them that the span has."""

    names: tuple[str, ...]
    models: tuple[str, ...]
    providers: tuple[str, ...]
    environments: tuple[str, ...]
    users: tuple[str, ...]
    sessions: tuple[str, ...]
    tags: tuple[str, ...]
    public: tuple[str, ...]
    versions: tuple[str, ...]
    releases: tuple[str, ...]
    prompt_names: tuple[str, ...]
    prompt_versions: tuple[str, ...]
    completion: tuple[str, ...]
    costs: tuple[str, ...]
    roots: tuple[str, ...]
    app_roots: tuple[str, ...]
    trace_texts: tuple[str, ...]


_FURTHER_USERS = (
    f"{OBSERVATION_METADATA}.langfuse_user_id",
    f"{TRACE_METADATA}.langfuse_user_id",
    f"{AI_METADATA}.userId",
    openllmetry.USER,
)
_FURTHER_SESSIONS = (
    f"{OBSERVATION_METADATA}.langfuse_session_id",
    f"{TRACE_METADATA}.langfuse_session_id",
    f"{AI_METADATA}.sessionId",
    openllmetry.SESSION,
)

FIELDS = Fields(
    names=("gen_ai.tool.name", genkit.NAME, "logfire.msg", vercel_ai.TOOL_NAME),
    models=(
        "langfuse.observation.model.name",
        "gen_ai.response.model",
        "ai.model.id",
        "gen_ai.request.model",
        "llm.response.model",
        "llm.model_name",
        "model",
        mlflow.MODEL,
    ),
    providers=("gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", "ai.model.provider"),
    environments=("langfuse.environment", "deployment.environment.name", "deployment.environment"),
    users=("langfuse.user.id", "user.id", *_FURTHER_USERS),
    sessions=("langfuse.session.id", "session.id", "gen_ai.conversation.id", *_FURTHER_SESSIONS),
    tags=(
        "langfuse.trace.tags",
        "langfuse.tags",
        f"{OBSERVATION_METADATA}.langfuse_tags",
        f"{TRACE_METADATA}.langfuse_tags",
        f"{AI_METADATA}.tags",
        "tag.tags",
    ),
    public=("langfuse.trace.public", "langfuse.public"),
    versions=("langfuse.version",),
    releases=("langfuse.release",),
    prompt_names=("langfuse.observation.prompt.name", "langfuse.prompt.name", vercel_ai.PROMPT),
    prompt_versions=("langfuse.observation.prompt.version", "langfuse.prompt.version", vercel_ai.PROMPT),
    completion=(COMPLETION_START, *vercel_ai.FIRST_CHUNK_KEYS, *FIRST_CHUNK_SECONDS),
    costs=COST_KEYS,
    roots=(AS_ROOT,),
    app_roots=(APP_ROOT,),
    trace_texts=(TRACE_NAME, TRACE_INPUT, TRACE_OUTPUT),
)

# Not the conversation's id: every span of a conversation has it, and it says nothing about a trace.
TRACE_UPDATES = (
    *FIELDS.trace_texts,
    *FIELDS.public,
    *FIELDS.tags,
    *FIELDS.users,
    *(key for key in FIELDS.sessions if key != "gen_ai.conversation.id"),
)
"""With one of these set, a span says something about its trace although it is not the root (section 4)."""
