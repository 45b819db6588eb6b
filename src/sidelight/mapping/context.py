"""Who, where and which version: what a span says about its trace (OTEL_MAPPING sections 4 and 5)."""

import re
from functools import lru_cache

import orjson

from sidelight.mapping.text import first_text, text_of
from sidelight.model import Attributes, Span
from sidelight.model.attributes import as_str

ENVIRONMENT_KEYS = ("langfuse.environment", "deployment.environment.name", "deployment.environment")
USER_KEYS = (
    "langfuse.user.id",
    "user.id",
    "langfuse.observation.metadata.langfuse_user_id",
    "langfuse.trace.metadata.langfuse_user_id",
    "ai.telemetry.metadata.userId",
)
SESSION_KEYS = (
    "langfuse.session.id",
    "session.id",
    "gen_ai.conversation.id",
    "langfuse.observation.metadata.langfuse_session_id",
    "langfuse.trace.metadata.langfuse_session_id",
    "ai.telemetry.metadata.sessionId",
)
TAG_KEYS = (
    "langfuse.trace.tags",
    "langfuse.tags",
    "langfuse.observation.metadata.langfuse_tags",
    "langfuse.trace.metadata.langfuse_tags",
    "ai.telemetry.metadata.tags",
    "tag.tags",
)
PUBLIC_KEYS = ("langfuse.trace.public", "langfuse.public")

_MAX_ENVIRONMENT_CHARS = 40
_LANGFUSE_PREFIX = re.compile(r"(?:langfuse[-_]?)+")
_ENVIRONMENT = re.compile(r"[a-z0-9_-]+")
_TRACE_UPDATES = (
    "langfuse.trace.name",
    "langfuse.trace.input",
    "langfuse.trace.output",
    *PUBLIC_KEYS,
    *TAG_KEYS,
    "langfuse.user.id",
    "user.id",
    "langfuse.session.id",
    "session.id",
    "langfuse.observation.metadata.langfuse_user_id",
    "langfuse.trace.metadata.langfuse_user_id",
    "langfuse.observation.metadata.langfuse_session_id",
    "langfuse.trace.metadata.langfuse_session_id",
    "ai.telemetry.metadata.userId",
    "ai.telemetry.metadata.sessionId",
)
_TRACE_UPDATE_SET = frozenset(_TRACE_UPDATES)
_TRACE_METADATA = "langfuse.trace.metadata"


def environment_of(attributes: Attributes, resource: Attributes) -> str:
    """The environment, normalised; ``default`` when none is named."""
    for key in ENVIRONMENT_KEYS:
        value = attributes.get(key) or resource.get(key)
        if value:
            return normalise_environment(as_str(value))
    return "default"


@lru_cache(maxsize=1024)
def normalise_environment(text: str) -> str:
    """Lower case without a leading ``langfuse``, at most 40 characters of ``[a-z0-9-_]``; ``default`` otherwise."""
    lower = text.strip().lower()
    prefix = _LANGFUSE_PREFIX.match(lower)
    name = lower[prefix.end() if prefix else 0 :][:_MAX_ENVIRONMENT_CHARS]
    return name if _ENVIRONMENT.fullmatch(name) else "default"


def tags_of(attributes: Attributes) -> tuple[str, ...]:
    """The tags of the first tag attribute that is set: a list, a JSON list, texts with commas, or one text."""
    for key in TAG_KEYS:
        value = attributes.get(key)
        if not value:
            continue
        if isinstance(value, str) and value.lstrip().startswith("["):
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError:
                return (str(value),)
        if isinstance(value, list):
            texts = [text_of(item) for item in value]
        else:
            texts = [part.strip() for part in (text_of(value) or "").split(",")]
        return tuple(dict.fromkeys(text for text in texts if text))
    return ()


def is_public(attributes: Attributes) -> bool:
    """Whether the span makes its trace public."""
    return any(attributes.get(key) in (True, "true") for key in PUBLIC_KEYS)


def user_of(attributes: Attributes) -> str:
    """The user's id, ``""`` when none is named."""
    return first_text(attributes, USER_KEYS)


def session_of(attributes: Attributes) -> str:
    """The session's id, ``""`` when none is named."""
    return first_text(attributes, SESSION_KEYS)


def is_root(span: Span) -> bool:
    """Whether the span stands for its trace."""
    return not span.parent_span_id or span.attributes.get("langfuse.internal.as_root") in (True, "true")


def has_trace_updates(attributes: Attributes) -> bool:
    """Whether a span that is not the root says something about the trace."""
    found = _TRACE_UPDATE_SET.intersection(attributes)
    if any(attributes[key] for key in found):
        return True
    return any(key.startswith(_TRACE_METADATA) for key in attributes)
